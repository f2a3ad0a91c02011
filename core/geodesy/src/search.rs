//! The nearest piece of a set.
//!
//! First by chords: the straight distance to each piece's chord is a dozen operations, never more than the
//! geodesic plus the arc's bulge, and orders pieces like the geodesic up to a small spread over azimuth
//! (1.3 m at 400 km on WGS84). Then the foot and the geodesic distance of the few pieces within that spread
//! of the least chord decide. Equal distances go to the earlier piece, whatever the order of visits.

use crate::earth::{Earth, KERNEL_LIMIT_M, SurfacePoint};
use crate::piece::Foot;
use crate::shoreline::Shoreline;
use crate::vec3::Vec3;

/// Bulges of two arcs over their chords (pieces of at most 2 km on an earth), and rounding, metres.
fn bulges_m(earth: &Earth) -> f64 {
    0.2 * earth.scale()
}

/// Nearest points closer than this are one, metres.
const SAME_M: f64 = 1e-6;

/// What a search found.
pub(crate) struct Found {
    pub(crate) foot: Foot,
    pub(crate) piece: u32,
    /// The nearest piece and what joins it.
    pub(crate) crew: Crew,
    /// How far the place may move before a piece outside the crew can become nearest, metres.
    pub(crate) room_m: f64,
}

/// The nearest pieces with those that join them, also where another line meets at the same place.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Crew {
    list: [u32; 12],
    count: usize,
    full: bool,
}

impl Crew {
    fn add(&mut self, pieces: [u32; 4]) {
        for piece in pieces {
            if self.pieces().contains(&piece) {
                continue;
            }
            if self.count == self.list.len() {
                self.full = true;
                return;
            }
            self.list[self.count] = piece;
            self.count += 1;
        }
    }

    pub(crate) fn pieces(&self) -> &[u32] {
        &self.list[..self.count]
    }
}

/// Pieces near the least chord: the nearest few, and the least chord of what found no room.
struct Near {
    list: [(f64, u32); Self::ROOM],
    count: usize,
    least_m: f64,
    rest_m: f64,
}

impl Near {
    const ROOM: usize = 24;

    fn new() -> Self {
        let list = [(f64::INFINITY, u32::MAX); Self::ROOM];
        Self { list, count: 0, least_m: f64::INFINITY, rest_m: f64::INFINITY }
    }

    fn add(&mut self, chord_m: f64, piece: u32) {
        self.least_m = self.least_m.min(chord_m);
        let mut new = (chord_m, piece);
        if self.count < Self::ROOM {
            self.list[self.count] = new;
            self.count += 1;
            return;
        }
        for slot in &mut self.list {
            if new.0 < slot.0 {
                std::mem::swap(slot, &mut new);
            }
        }
        self.rest_m = self.rest_m.min(new.0);
    }

    fn pieces(&self) -> &[(f64, u32)] {
        &self.list[..self.count]
    }
}

/// A piece with which others are compared: its chord, the direction of its nearest point, and by how much geodesics of
/// that length differ over all azimuths, metres.
struct Lead {
    piece: u32,
    chord_m: f64,
    toward: Vec3,
    differ_m: f64,
}

/// Up to here the terms of the series after the first add less than the first to the spread, metres.
const SERIES_LIMIT_M: f64 = 8.0e6;

/// How far two chords may differ though their geodesics are equal, metres.
pub(crate) fn spread(earth: &Earth, chord_m: f64) -> f64 {
    let cubic = earth.chord_spread() * chord_m * chord_m * chord_m;
    let scale = earth.scale();
    bulges_m(earth)
        + if chord_m < KERNEL_LIMIT_M * scale {
            cubic
        } else if chord_m < SERIES_LIMIT_M * scale {
            2.0 * cubic
        } else {
            cubic + 0.01 * chord_m
        }
}

impl Shoreline {
    /// The nearest piece no farther than `bound_m`; others are looked at to `beyond_m` farther, so that the
    /// room can be told. `hint` is the piece of a nearby query.
    pub(crate) fn search(
        &self,
        p: &SurfacePoint,
        hint: Option<u32>,
        bound_m: f64,
        beyond_m: f64,
    ) -> Option<Found> {
        let earth = self.earth();
        let near = self.near(p, hint, bound_m, beyond_m);
        // Nothing in reach is no crowd: its least and its rest are both infinite.
        if near.count == 0 {
            return None;
        }
        let close = near.least_m + spread(earth, near.least_m);
        let mut lead = None;
        let mut best: Option<(Foot, u32)> = None;
        let mut keep = |chord_m: f64, piece: u32| {
            if chord_m > near.least_m {
                let lead = lead.get_or_insert_with(|| self.lead(p, &near));
                if self.lag(p, lead, (chord_m, piece)).0 > 0.0 {
                    return;
                }
            }
            let foot = self.piece(piece as usize).foot_point(earth, p, bound_m);
            let Some((fraction, at)) = foot else { return };
            // Two edges often end where both are nearest.
            let same = best.as_ref().filter(|(f, _)| f.at.p == at.p);
            let d = same.map_or_else(|| earth.distance(p, &at), |(f, _)| f.distance_m);
            let foot = Foot { distance_m: d, fraction, at };
            let better = |(f, k): &(Foot, u32)| d < f.distance_m || d == f.distance_m && piece < *k;
            if d <= bound_m && best.as_ref().is_none_or(better) {
                best = Some((foot, piece));
            }
        };
        if near.rest_m <= close {
            // A crowd at the same distance, as about the centre of an arc: all of them.
            let mut limit = close;
            self.visit(p, &mut limit, |piece, _| keep(self.chord_m(p, piece), piece));
        } else {
            near.pieces().iter().filter(|c| c.0 <= close).for_each(|c| keep(c.0, c.1));
        }
        let (foot, piece) = best?;
        let mut crew = Crew::default();
        let mut room_m = 0.0;
        if beyond_m > 0.0 {
            self.join(p, &near, (piece, &foot), &mut crew);
            room_m = self.room(p, &near, &crew, beyond_m);
        }
        Some(Found { foot, piece, crew, room_m })
    }

    /// How far all pieces are from a place, at least, if that is more than a limit, metres. `hint` is the piece of a nearby
    /// query: asked first.
    pub(crate) fn beyond(&self, p: &SurfacePoint, hint: Option<u32>, limit_m: f64) -> Option<f64> {
        let bulges_m = bulges_m(self.earth());
        let known = hint.filter(|h| (*h as usize) < self.piece_count());
        if known.is_some_and(|h| self.chord_m(p, h) <= limit_m + bulges_m) {
            return None;
        }
        let chord = |piece| self.chord_m(p, piece) - bulges_m;
        self.keep_beyond(p, limit_m, chord)
    }

    /// Pieces by chord, to `beyond_m` past the least.
    #[inline]
    fn near(&self, p: &SurfacePoint, hint: Option<u32>, bound_m: f64, beyond_m: f64) -> Near {
        let reach = |least: f64| least + beyond_m + spread(self.earth(), least);
        let mut near = Near::new();
        if let Some(h) = hint.filter(|h| (*h as usize) < self.piece_count()) {
            near.add(self.chord_m(p, h), h);
        }
        let mut limit = reach(near.least_m).min(bound_m + bulges_m(self.earth()));
        self.visit(p, &mut limit, |piece, limit| {
            let chord = self.chord_m(p, piece);
            if chord <= *limit && Some(piece) != hint {
                near.add(chord, piece);
                *limit = reach(near.least_m).min(*limit);
            }
        });
        near
    }

    /// How far `p` may move before a piece outside the `nearest` ones and what joins them can become nearer than the
    /// first of them; looked at to `beyond_m` past the nearest.
    pub(crate) fn room_about(&self, p: &SurfacePoint, nearest: &[u32], beyond_m: f64) -> f64 {
        let near = self.near(p, nearest.first().copied(), f64::INFINITY, beyond_m);
        let mut crew = Crew::default();
        for own in nearest {
            let foot = self.piece(*own as usize).foot(self.earth(), p, f64::INFINITY);
            foot.iter().for_each(|foot| self.join(p, &near, (*own, foot), &mut crew));
        }
        self.room(p, &near, &crew, beyond_m)
    }

    /// Does a vertex that is the nearest point of a place stay so wherever the place moves by at most `way_m`? The edges
    /// that end there must lie behind it, as seen from the place, and nothing else come as near on the way. False where
    /// that is not certain.
    #[must_use]
    pub fn holds(&self, p: &SurfacePoint, vertex: u32, way_m: f64) -> bool {
        let earth = self.earth();
        let at = earth.point(self.vertex(vertex)).p;
        let (least, toward) = ((at - p.p).norm(), (at - p.p).unit());
        let (bulges, slack) = (bulges_m(earth), spread(earth, least));
        let mut limit = least + 2.0 * way_m + slack + bulges;
        let mut holds = least > 2.0 * way_m;
        self.visit(p, &mut limit, |piece, _| {
            if !holds {
                return;
            }
            let (a, b) = self.ends(piece as usize);
            let behind = |from: Vec3, to: Vec3| {
                (from - at).norm() < SAME_M
                    && (to == from || (p.p - at).dot((to - from).unit()) < -1.01 * way_m - 1.0)
            };
            let angle = (self.toward(p, piece) - toward).norm() * 1.01 + 1e-6;
            let alike = (slack - bulges) * (2.0 * angle).min(1.0);
            let gap = self.chord_m(p, piece) - least - alike - self.bulge_m(piece) - 1e-6;
            holds = behind(a, b)
                || behind(b, a)
                || gap > (way_m * (angle + 4.0 * way_m / least)).min(2.0 * way_m);
        });
        holds
    }

    /// Adds a piece to a crew, with what joins it and, of other lines, what meets it at its nearest point.
    fn join(&self, p: &SurfacePoint, near: &Near, (own, at): (u32, &Foot), crew: &mut Crew) {
        crew.add(self.run(own));
        let close = near.least_m + spread(self.earth(), near.least_m);
        for (_, piece) in near.pieces().iter().filter(|c| c.0 <= close) {
            let foot = || self.piece(*piece as usize).foot_point(self.earth(), p, f64::INFINITY);
            let meets = |(_, f): (f64, SurfacePoint)| (f.p - at.at.p).norm() < SAME_M;
            if !crew.pieces().contains(piece) && foot().is_some_and(meets) {
                crew.add(self.run(*piece));
            }
        }
    }

    /// How far `p` may move before a piece outside the crew can become nearer than the first of it. A piece farther by
    /// `g`, seen at an angle `t` from the nearest, catches up at a rate of at most `t + 2 r / (d - r)` over a way `r`: the
    /// two directions turn by `1 / d` per metre.
    fn room(&self, p: &SurfacePoint, near: &Near, crew: &Crew, beyond_m: f64) -> f64 {
        let Some(own) = crew.pieces().first().filter(|_| !crew.full) else { return 0.0 };
        let lead = self.led_by(p, (self.chord_m(p, *own), *own));
        let least = lead.chord_m;
        let most = least / 2.0;
        // What was not looked at, or found no room, catches up at twice the way.
        let unseen =
            (near.least_m + beyond_m).min(near.rest_m) - least - spread(self.earth(), least);
        let mut room = most.min(unseen / 2.0);
        for other in near.pieces() {
            if crew.pieces().contains(&other.1) {
                continue;
            }
            let (gap, angle) = self.lag(p, &lead, *other);
            if gap <= 0.0 {
                return 0.0;
            }
            let turning = 4.0 / least;
            room = room.min(2.0 * gap / (angle + (angle * angle + 4.0 * turning * gap).sqrt()));
        }
        room.max(0.0)
    }

    /// The piece with the least chord; there is one.
    fn lead(&self, p: &SurfacePoint, near: &Near) -> Lead {
        let least = |a: (f64, u32), b: &(f64, u32)| if b.0 < a.0 { *b } else { a };
        self.led_by(p, near.pieces().iter().fold((f64::INFINITY, 0), least))
    }

    fn led_by(&self, p: &SurfacePoint, (chord_m, piece): (f64, u32)) -> Lead {
        let differ_m = spread(self.earth(), chord_m) - bulges_m(self.earth());
        Lead { piece, chord_m, toward: self.toward(p, piece), differ_m }
    }

    /// By how much a piece is farther than another one, at least (positive: certainly), and the angle between the two.
    /// Seen in nearly the same direction, chords and geodesics differ alike.
    fn lag(&self, p: &SurfacePoint, lead: &Lead, (chord_m, piece): (f64, u32)) -> (f64, f64) {
        let angle = (self.toward(p, piece) - lead.toward).norm() * 1.01 + 1e-6;
        let alike = lead.differ_m * (2.0 * angle).min(1.0);
        let bulges = self.bulge_m(lead.piece) + self.bulge_m(piece);
        (chord_m - lead.chord_m - alike - bulges - 1e-6, angle)
    }

    /// At most how far a piece's arc lies from its chord.
    fn bulge_m(&self, piece: u32) -> f64 {
        let (a, b) = self.ends(piece as usize);
        self.earth().bulge_m((b - a).dot(b - a))
    }

    /// Unit vector to the nearest point of a piece's chord.
    fn toward(&self, p: &SurfacePoint, piece: u32) -> Vec3 {
        (self.nearest_on(p, piece) - p.p).unit()
    }

    /// The nearest point of a piece's chord.
    fn nearest_on(&self, p: &SurfacePoint, piece: u32) -> Vec3 {
        let (a, b) = self.ends(piece as usize);
        let chord = b - a;
        let (l2, along) = (chord.dot(chord), (p.p - a).dot(chord));
        let t = if l2 > 0.0 { (along / l2).clamp(0.0, 1.0) } else { 0.0 };
        a + chord * t
    }

    /// The nearest of a crew.
    pub(crate) fn among(&self, p: &SurfacePoint, crew: &Crew) -> Option<(Foot, u32)> {
        let mut near = Near::new();
        for k in crew.pieces() {
            near.add(self.chord_m(p, *k), *k);
        }
        let close = near.least_m + spread(self.earth(), near.least_m);
        let mut best: Option<(Foot, u32)> = None;
        for (_, k) in near.pieces().iter().filter(|c| c.0 <= close) {
            let foot = self.piece(*k as usize).foot(self.earth(), p, f64::INFINITY)?;
            let d = foot.distance_m;
            let better = |(f, j): &(Foot, u32)| d < f.distance_m || d == f.distance_m && k < j;
            if best.as_ref().is_none_or(better) {
                best = Some((foot, *k));
            }
        }
        best
    }

    /// Straight distance to a piece's chord.
    #[inline]
    fn chord_m(&self, p: &SurfacePoint, piece: u32) -> f64 {
        let (a, b) = self.ends(piece as usize);
        let (w, chord) = (p.p - a, b - a);
        let (l2, along) = (chord.dot(chord), w.dot(chord));
        let near = if along <= 0.0 {
            w
        } else if along >= l2 {
            p.p - b
        } else {
            w - chord * (along / l2)
        };
        near.norm()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ellipsoid, LatLon};

    /// Seaward of a cape, beside it and far off: wherever a vertex is said to stay the nearest point, it does, at every
    /// azimuth and way; and in the middle of the cape's cone it is said for a part of the distance.
    #[test]
    fn a_vertex_that_holds() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let points: Vec<LatLon> =
            [(43.0, 52.0), (42.2, 51.6), (42.0, 51.0), (41.9, 51.7), (41.0, 52.2), (41.4, 49.0)]
                .map(|(lat, lon)| LatLon::new(lat, lon))
                .to_vec();
        let set = Shoreline::new(
            &e,
            &[crate::Chain { points: &points, closed: false, join: crate::Join::Geodesic }],
        );
        let mut held = 0;
        for k in 0..60 {
            let cape = points[2];
            let at = e.direct(cape, 180.0 + 3.0 * f64::from(k), 500.0 * 1.12_f64.powi(k));
            let p = e.point(at);
            for way in [10.0, 300.0, 4000.0] {
                if set.nearest(&p, None, f64::INFINITY).feature.0 != 4 || !set.holds(&p, 2, way) {
                    continue;
                }
                held += 1;
                for j in 0..36 {
                    let there = e.point(e.direct(at, 10.0 * f64::from(j), way));
                    assert_eq!(
                        set.nearest(&there, None, f64::INFINITY).feature.0,
                        4,
                        "{at:?} {way}"
                    );
                }
            }
        }
        assert!(held > 15, "{held}");
    }

    /// A coast along a parallel, dense and ragged by decimetres, seen from 300 to 12 000 km off: hundreds of its pieces are
    /// within the spread of the least chord. The nearest is the one that Karney's distance to every piece's foot gives.
    #[test]
    fn crowds_far_off() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let ragged = |k: u32| 0.3 * f64::from(k * k % 17) / 17.0 / 111_000.0;
        for (lat, from) in [(0.0, 10.0), (57.0, 4.0), (-83.0, 170.0)] {
            let at = |k: u32| LatLon::new(lat + ragged(k), from + 1e-3 * f64::from(k));
            let points: Vec<LatLon> = (0..800).map(at).collect();
            let chain =
                crate::Chain { points: &points, closed: false, join: crate::Join::Geodesic };
            let set = Shoreline::new(&e, &[chain]);
            for (azimuth, way) in [
                (3.0, 3.0e5),
                (-70.0, 9.9e5),
                (91.0, 1.3e6),
                (10.0, 4.0e6),
                (120.0, 7.9e6),
                (-5.0, 1.2e7),
            ] {
                let p = e.point(e.direct(points[400], azimuth, way));
                let least = (0..set.piece_count()).filter_map(|k| {
                    let foot = set.piece(k).foot(&e, &p, f64::INFINITY)?;
                    Some(e.karney_m(e.lat_lon(&p), e.lat_lon(&foot.at)))
                });
                let least = least.fold(f64::INFINITY, f64::min);
                let found = set.nearest(&p, None, f64::INFINITY).distance_m;
                assert!((found - least).abs() < 2e-4, "{lat} {azimuth} {way}: {found} {least}");
            }
        }
    }

    /// What is said to keep off does, and what is said of how far is no more than it is; with limits beyond the distance
    /// nothing is said.
    #[test]
    fn what_keeps_off() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = |k: u32| {
            let turn = f64::from(k) * 2.4;
            let r = 0.02 * f64::from(k).sqrt();
            LatLon::new(55.0 + r * turn.sin(), 11.0 + 1.7 * r * turn.cos())
        };
        let points: Vec<LatLon> = (0..900).map(at).collect();
        let chain = crate::Chain { points: &points, closed: false, join: crate::Join::Points };
        let set = Shoreline::new(&e, &[chain]);
        let mut far = 0;
        for k in 0..400_u32 {
            let from = e.direct(points[0], f64::from(k) * 2.9, 300.0 * f64::from(k) + 1.0);
            let p = e.point(from);
            let d = set.nearest(&p, None, f64::INFINITY).distance_m;
            for (share, hint) in [(0.2, None), (0.9, Some(3)), (0.999, Some(700)), (1.01, None)] {
                let said = set.beyond(&p, hint, share * d);
                assert!(said.is_none_or(|least| share * d <= least && least <= d), "{said:?} {d}");
                assert!(share < 1.0 || said.is_none());
                far += u32::from(said.is_some());
            }
        }
        assert!(far > 900, "{far}");
    }

    /// Geodesics of one length in all directions from places between equator and pole: their chords differ by no
    /// more than the spread, at every range.
    #[test]
    fn spread_of_chords() {
        let e = Earth::new(&Ellipsoid::wgs84());
        for d in [5.0e4, 4.0e5, 1.2e6, 2.0e6, 4.0e6, 7.0e6] {
            let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
            for k in 0..19 {
                let p = LatLon::new(5.0 * f64::from(k), 20.0);
                for j in 0..36 {
                    let q = e.direct(p, 10.0 * f64::from(j), d);
                    let chord = (e.point(p).p - e.point(q).p).norm();
                    (least, most) = (least.min(chord), most.max(chord));
                }
            }
            assert!(
                most - least <= spread(&e, least),
                "{d}: {} {}",
                most - least,
                spread(&e, least)
            );
        }
    }
}
