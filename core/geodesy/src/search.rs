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
        let mut best: Option<(Foot, u32)> = None;
        let mut keep = |piece: u32| {
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
            self.visit(p, &mut limit, |piece, _| keep(piece));
        } else {
            near.pieces().iter().filter(|c| c.0 <= close).for_each(|c| keep(c.1));
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
        let least = self.chord_m(p, *own);
        let slack = spread(self.earth(), least);
        let most = least / 2.0;
        // What was not looked at, or found no room, catches up at twice the way.
        let unseen = (near.least_m + beyond_m).min(near.rest_m) - least - slack;
        let mut room = most.min(unseen / 2.0);
        let toward = self.toward(p, *own);
        for (chord, piece) in near.pieces() {
            if crew.pieces().contains(piece) {
                continue;
            }
            let angle = (self.toward(p, *piece) - toward).norm() * 1.01 + 1e-6;
            // Seen in nearly the same direction, chords and geodesics differ alike.
            let alike = (slack - bulges_m(self.earth())) * (2.0 * angle).min(1.0);
            let gap = chord - least - alike - self.bulge_m(*own) - self.bulge_m(*piece) - 1e-6;
            if gap <= 0.0 {
                return 0.0;
            }
            let turning = 4.0 / least;
            room = room.min(2.0 * gap / (angle + (angle * angle + 4.0 * turning * gap).sqrt()));
        }
        room.max(0.0)
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
