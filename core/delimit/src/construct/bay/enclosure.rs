//! The line of 24 M within a larger bay that encloses the most water (UNCLOS art. 10 para. 5).
//!
//! Both ends lie on the shore, exactly the length apart; the chord leaves both over water and crosses no shore. Such
//! chords come in families of one dimension, as both ends slide, and the best of a family is where the water grows no
//! more (both ends' normals and the chord's meet abreast of its middle), or at its end: where the chord touches a
//! headland, where an end comes to a coordinate at which the shore turns, or to an end of the shore. Beyond a headland
//! the family is cut off, so the water of the best has no slope there: a search that knows places where the slope is
//! nothing, or takes places beside which there is no chord for poor ones, misses it.
//!
//! So nothing is stepped along. The shore is cut into pieces of 2 km at most, and all pairs of them that may hold ends
//! are bounded from above (`pair`): how much water any chord of the length between them encloses. The pair with the
//! most comes first; it is dropped where no chord has the length or the shore stops all (a run of it that has its ends
//! on both sides of every chord), and halved else. From every chord over water that encloses more than the best so far
//! both ends are moved along the shore, in ever shorter steps, each in turn leading and the other following: this finds
//! the place between water and headland to 1e-5 m. The search ends when no pair can hold more than the best by more than
//! 0.25 m times the length.
//!
//! Guaranteed: no family of chords over water in which an end moves by more than 0.1 m has one that
//! encloses more by more than 0.25 m times the length (0.011 km2 at 24 M). The chord printed has its length within
//! 1e-6 m, and runs over no land by more than 1 mm (coordinates less than 1 mm apart are one; the plane of a chord is
//! 5e-5 m off the geodesic). Work is bounded; a shore on which the bound is met is refused with its reason, as is one that
//! crosses itself: it has no side on which the water lies. Ragged shores: `berth`. `tests/bays.rs` judges by brute force.

mod berth;
mod pair;
mod shore;
mod tree;

use std::collections::BinaryHeap;

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon, densify};

use self::pair::Pair;
pub(super) use self::shore::Shore;
use crate::construct::{check_distance, check_places, invalid};
use crate::error::DelimitError;

/// Parts of the shore that are shorter, both together, are halved no more, metres.
const RESOLUTION_M: f64 = 0.1;
/// What a chord encloses is the most within this times its length, metres.
const GAIN_M: f64 = 0.25;
/// Pieces of a shore, and pairs that are looked at, at most.
const MOST_PIECES: f64 = 1_000_000.0;
const MOST_LOOKS: usize = 4_000_000;
/// Steps in which a chord is moved to the best place: the first and the last, metres, and how many at most.
const FIRST_M: f64 = 2000.0;
const LAST_M: f64 = 1e-5;
const MOST_STEPS: usize = 500;

/// A closing line within a bay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Enclosure {
    /// Its ends, in the order of the shore.
    pub ends: [LatLon; 2],
    /// Its length, metres.
    pub length_m: f64,
    /// Water behind it, m2.
    pub area_m2: f64,
}

/// The line of a length that encloses the most water of a bay; `None` if no two points of its shore are so far
/// apart over water.
///
/// # Errors
/// [`DelimitError::Invalid`]: a place that is none, a length that is none, a shore that crosses itself, that is too
/// long or has too many places that far apart to be searched.
pub fn enclosure(
    earth: &Earth,
    shore: &[LatLon],
    length_m: f64,
) -> Result<Option<Enclosure>, DelimitError> {
    check_places(shore)?;
    check_distance("the length of a closing line", length_m)?;
    let Some(shore) = searchable(earth, shore, length_m)? else { return Ok(None) };
    match shore.crosses_itself() {
        Some(at) => invalid(format!(
            "the shore crosses itself at {:.5}, {:.5}: it has no side on which the water lies",
            at.lat,
            wrap(at.lon)
        )),
        None => most_water(&shore),
    }
}

/// The same on a shore that does not cross itself.
pub(super) fn most_water(shore: &Shore<'_>) -> Result<Option<Enclosure>, DelimitError> {
    Ok(Search::new(shore).best()?.map(|b| b.enclosure(shore)))
}

/// A shore in pieces; `None` if it has no two.
pub(super) fn searchable<'a>(
    earth: &'a Earth,
    shore: &[LatLon],
    length_m: f64,
) -> Result<Option<Shore<'a>>, DelimitError> {
    let places: Vec<_> = shore.iter().map(|p| earth.point(*p)).collect();
    let shore_m: f64 = places.windows(2).map(|w| earth.distance(&w[0], &w[1])).sum();
    let pieces = shore_m / densify::PIECE_M + shore.len() as f64;
    if pieces <= MOST_PIECES {
        return Ok(Shore::new(earth, shore, length_m));
    }
    invalid(format!(
        "a shore of {:.0} km and {} points is too long to be searched: that is up to {pieces:.0} pieces of 2 km, and the most \
         is {MOST_PIECES}; give the shore of one bay, or simplify it",
        shore_m / 1e3,
        shore.len()
    ))
}

/// A chord over water.
#[derive(Debug, Clone, Copy)]
struct Chord {
    u: f64,
    v: f64,
    area_m2: f64,
}

impl Chord {
    fn enclosure(&self, shore: &Shore<'_>) -> Enclosure {
        let ends = [self.u, self.v].map(|w| shore.earth.lat_lon(&shore.at(w)));
        let length_m = shore.earth.karney_m(ends[0], ends[1]);
        Enclosure { ends, length_m, area_m2: self.area_m2 }
    }
}

/// Pairs by the most that they may hold.
struct Ranked(Pair);

impl PartialEq for Ranked {
    fn eq(&self, o: &Self) -> bool {
        self.cmp(o).is_eq()
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, o: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(o))
    }
}

impl Ord for Ranked {
    fn cmp(&self, o: &Self) -> std::cmp::Ordering {
        self.0.order(&o.0)
    }
}

struct Search<'a> {
    shore: &'a Shore<'a>,
    /// Between these lies the straight way between ends that are the length apart, metres.
    chord: [f64; 2],
    /// How far the plane of a pair may be off.
    slack_m: f64,
    best: Option<Chord>,
}

impl<'a> Search<'a> {
    fn new(shore: &'a Shore<'a>) -> Self {
        let (a, b, length) = (shore.earth.ellipsoid().a_m, shore.earth.b_m(), shore.length_m);
        let radii = [b.min(a) * b.min(a) / a.max(b), a.max(b) * a.max(b) / a.min(b)];
        let straight = |radius: f64| 2.0 * radius * libm::sin(length / (2.0 * radius));
        // A piece of 2 km lies a tenth of a metre below the surface: 1 mm of the length.
        let chord = [straight(radii[0]) - 2e-3, straight(radii[1]) + 2e-3];
        let part = length / radii[0];
        Self { shore, chord, slack_m: 0.02 + 250.0 * part * part, best: None }
    }

    fn enough(&self) -> f64 {
        let gain = GAIN_M * self.shore.length_m;
        self.best.map_or(f64::NEG_INFINITY, |b| b.area_m2 + gain)
    }

    fn best(mut self) -> Result<Option<Chord>, DelimitError> {
        let mut heap = BinaryHeap::new();
        for pair in berth::pairs(self.shore, self.slack_m, self.chord)? {
            self.file(pair, &mut heap);
        }
        let mut looks = 0;
        while let Some(Ranked(pair)) = heap.pop() {
            if pair.most_m2 <= self.enough() {
                break;
            }
            looks += 1;
            if looks > MOST_LOOKS {
                return invalid(format!(
                    "the line of 24 M within the bay (art. 10 para. 5) is not found in {MOST_LOOKS} steps on a shore of {} \
                     pieces; simplify the shore",
                    self.shore.pieces()
                ));
            }
            self.open(&pair, &mut heap);
        }
        Ok(self.best)
    }

    /// Files a pair if it may hold more than the best.
    fn file(&self, mut pair: Pair, heap: &mut BinaryHeap<Ranked>) {
        let look = pair.look(self.shore);
        if pair.bound(self.shore, &look, self.chord) && pair.most_m2 > self.enough() {
            heap.push(Ranked(pair));
        }
    }

    /// Looks at the chords of a pair, and halves it.
    fn open(&mut self, pair: &Pair, heap: &mut BinaryHeap<Ranked>) {
        let look = pair.look(self.shore);
        if pair.stopped(self.shore, &look, self.slack_m) {
            return;
        }
        let middle = (self.chord[0] + self.chord[1]) / 2.0;
        for (u, v) in pair.chords(self.shore, &look, middle) {
            if let Some(found) = self.better(u, v) {
                self.best = Some(found);
                self.climb();
            }
        }
        if 2.0 * (look.half_m[0] + look.half_m[1]) > RESOLUTION_M {
            for half in pair.halves(look.half_m) {
                self.file(half, heap);
            }
        }
    }

    /// A chord, if it runs over water and encloses more than the best.
    fn better(&self, u: f64, v: f64) -> Option<Chord> {
        let area_m2 = self.shore.area(u, v);
        // A thousandth of a square metre is the rounding of areas.
        let more = u < v && self.best.is_none_or(|b| area_m2 > b.area_m2 + 1e-3);
        (more && self.shore.over_water(u, v)).then_some(Chord { u, v, area_m2 })
    }

    /// Moves the best along the shore as long as it encloses more.
    fn climb(&mut self) {
        let mut step = FIRST_M;
        for _ in 0..MOST_STEPS {
            let Some(found) = self.stepped(step) else {
                step /= 2.0;
                if step < LAST_M {
                    return;
                }
                continue;
            };
            self.best = Some(found);
        }
    }

    fn stepped(&self, step: f64) -> Option<Chord> {
        let best = self.best?;
        let room = 3.0 * step + 1e-3;
        let lead = |metres: f64| {
            let u = self.shore.farther(best.u, metres)?;
            self.better(u, self.shore.follow(u, best.v, room)?)
        };
        let trail = |metres: f64| {
            let v = self.shore.farther(best.v, metres)?;
            self.better(self.shore.follow(v, best.u, room)?, v)
        };
        lead(step).or_else(|| lead(-step)).or_else(|| trail(step)).or_else(|| trail(-step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    /// A bay like a V of 60 degrees about the equator: the best chord of length c stands across its axis and
    /// encloses `c^2 / (4 tan 30)`.
    #[test]
    fn wedge() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let apex = LatLon::new(0.0, 179.9);
        let arm = |side: f64| e.direct(apex, 90.0 + side * 30.0, 70_000.0);
        let shore = [arm(-1.0), apex, arm(1.0)];
        let c = 24.0 * 1852.0;
        let found = enclosure(&e, &shore, c).unwrap().unwrap();
        let want = c * c / 4.0 / libm::tan(30_f64.to_radians());
        assert!((found.length_m - c).abs() < 1e-4, "{found:?}");
        assert!((found.area_m2 / want - 1.0).abs() < 1e-4, "{} {want}", found.area_m2);
        assert!((found.ends[0].lat + found.ends[1].lat).abs() < 1e-4, "{found:?}");
    }

    /// A bay that narrows behind a headland: the chord may not cut through it, so the line lies before it.
    #[test]
    fn not_through_land() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = |x: f64, y: f64| LatLon::new(y / 110_574.0, 20.0 + x / 111_320.0);
        let shore = [
            at(-40_000.0, 0.0),
            at(-40_000.0, 60_000.0),
            at(-2000.0, 60_000.0),
            at(0.0, 20_000.0),
            at(2000.0, 60_000.0),
            at(40_000.0, 60_000.0),
            at(40_000.0, 0.0),
        ];
        let found = enclosure(&e, &shore, 24.0 * 1852.0).unwrap().unwrap();
        // One half of the bay behind a chord to the headland, not both.
        assert!(found.area_m2 < 40_000.0 * 60_000.0, "{found:?}");
        assert!(found.area_m2 > 30_000.0 * 30_000.0, "{found:?}");
        assert!(enclosure(&e, &shore, 200_000.0).unwrap().is_none());
    }
}
