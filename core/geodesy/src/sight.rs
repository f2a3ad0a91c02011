//! Does a way stay in the sea?
//!
//! The rings of a sea are walked with the water on their left. A geodesic between two places leaves the sea where it crosses
//! a piece of a ring; where it merely touches one (the tip of a cape, a straight coast that it runs along, the shore on which
//! it begins or ends) it may go on. Touching is nearer than a given tolerance: a crossing counts if both ends of the piece
//! and both ends of the way are farther than that from each other's line. What is not told by crossings, as a way that
//! begins at a corner and runs into the land behind it, is told by the middle of each stretch between two touches: it lies in
//! the water or on land.
//!
//! Long ways are cut into legs along Karney's geodesic, short enough that the plane through the ends and the mean normal of
//! a leg holds it to less than a tenth of a millimetre; the tree of pieces is asked for those about each leg. Lengths are
//! metres. A way without length is in the sea if its place is.

use crate::earth::{Earth, SurfacePoint};
use crate::piece::Piece;
use crate::shoreline::Shoreline;
use crate::sweep::Way;
use crate::vec3::Vec3;

/// Longest leg: the plane that stands for it is 8e-5 m off at most (an error that grows with the cube).
const LEG_M: f64 = 50_000.0;

/// What a piece of a ring does to a leg.
enum Meeting {
    Crosses,
    /// Between these distances along the leg they are one.
    Touches(f64, f64),
    Apart,
}

impl Shoreline {
    /// Does the geodesic from one place to another stay to the left of the rings, or come no deeper into what they enclose
    /// than `touch_m`?
    #[must_use]
    pub fn sees(&self, p: &SurfacePoint, q: &SurfacePoint, touch_m: f64) -> bool {
        let wet = |at: &SurfacePoint| self.signed(at, None).0 >= -touch_m;
        if (q.p - p.p).norm() <= touch_m {
            return wet(p) || wet(q);
        }
        let stops = stops(self.earth(), p, q);
        // Where the way touches a ring: number of the leg and fraction of it.
        let mut touches = vec![0.0, (stops.len() - 1) as f64];
        for (k, leg) in stops.windows(2).enumerate() {
            let leg = Piece { a: leg[0].p, b: leg[1].p };
            if !self.is_open(&leg, touch_m, |from, to| {
                touches.extend([from, to].map(|s| k as f64 + s));
            }) {
                return false;
            }
        }
        touches.sort_by(f64::total_cmp);
        let at = |station: f64| {
            let k = (station.floor() as usize).min(stops.len() - 2);
            Piece { a: stops[k].p, b: stops[k + 1].p }.at(self.earth(), station - k as f64)
        };
        touches.windows(2).all(|w| {
            // What is shorter than this lies within the tolerance of a touch.
            (w[1] - w[0]) * LEG_M * self.earth().scale() < touch_m
                || (at(w[1]).p - at(w[0]).p).norm() < 2.0 * touch_m
                || wet(&at((w[0] + w[1]) / 2.0))
        })
    }

    /// Does no piece cross a leg? Fractions of the leg between which pieces touch it are told.
    fn is_open(&self, leg: &Piece, touch_m: f64, mut touched: impl FnMut(f64, f64)) -> bool {
        let way = (leg.b - leg.a, leg.length_m());
        let (along, left) = (way.0.unit(), leg.left(self.earth()));
        // Boxes are about chords: the leg leaves its own by no more than its bulge.
        let slack_m = self.earth().bulge_m(way.1 * way.1) + touch_m;
        let (from, to, length_m) = (leg.a, leg.b, way.1);
        let ball = Way { from, to, along, length_m, radius_m: [0.0; 2], slack_m };
        let mut open = true;
        self.sweep(&ball, |k| {
            match self.meeting(&ball, left, &self.piece(k as usize), touch_m) {
                Meeting::Crosses => open = false,
                Meeting::Touches(from, to) => touched(from / length_m, to / length_m),
                Meeting::Apart => {}
            }
            // Once it is blocked nothing else is asked.
            if open { slack_m } else { f64::NEG_INFINITY }
        });
        open
    }

    fn meeting(&self, leg: &Way, left: Vec3, piece: &Piece, touch_m: f64) -> Meeting {
        if piece.a == piece.b {
            return Meeting::Apart;
        }
        let [a, b] = [piece.a, piece.b].map(|end| end - leg.from);
        let [off_a, off_b] = [a, b].map(|end| end.dot(left));
        let [on_a, on_b] = [off_a, off_b].map(|off| off.abs() <= touch_m);
        if !on_a && !on_b && off_a * off_b > 0.0 {
            return Meeting::Apart;
        }
        let [along_a, along_b] = [a, b].map(|end| end.dot(leg.along));
        let (from, to) = match (on_a, on_b) {
            (true, true) => (along_a.min(along_b), along_a.max(along_b)),
            (true, false) => (along_a, along_a),
            (false, true) => (along_b, along_b),
            (false, false) => {
                let across = piece.left(self.earth());
                let [p, q] = [leg.from, leg.to].map(|end| (end - piece.a).dot(across));
                match p.abs() > touch_m && q.abs() > touch_m {
                    true if p * q < 0.0 => return Meeting::Crosses,
                    true => return Meeting::Apart,
                    false => {
                        let at = along_a + (along_b - along_a) * off_a / (off_a - off_b);
                        (at, at)
                    }
                }
            }
        };
        if to < -touch_m || from > leg.length_m + touch_m {
            return Meeting::Apart;
        }
        Meeting::Touches(from.clamp(0.0, leg.length_m), to.clamp(0.0, leg.length_m))
    }
}

/// Places along a geodesic, its ends included, no two farther apart than a leg is long.
fn stops(earth: &Earth, p: &SurfacePoint, q: &SurfacePoint) -> Vec<SurfacePoint> {
    let legs = ((q.p - p.p).norm() / (LEG_M * earth.scale())).ceil();
    let mut out = vec![*p];
    if legs > 1.0 {
        let from = earth.lat_lon(p);
        let way = earth.inverse(from, earth.lat_lon(q));
        let ray = earth.ray(from, way.azimuth1_deg);
        let cut = |k: usize| earth.point(ray(way.distance_m * k as f64 / legs));
        out.extend((1..legs as usize).map(cut));
    }
    out.push(*q);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chain, Ellipsoid, Join, LatLon};

    const TOUCH_M: f64 = 1e-3;

    fn places(all: &[(f64, f64)]) -> Vec<LatLon> {
        all.iter().map(|(lat, lon)| LatLon::new(*lat, *lon)).collect()
    }

    /// A sea of four degrees on the equator with an island in its middle, two degrees wide.
    fn sea() -> Shoreline {
        let outer = places(&[(-2.0, -2.0), (-2.0, 2.0), (2.0, 2.0), (2.0, -2.0)]);
        let island = places(&[(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]);
        let ring = |points| Chain { points, closed: true, join: Join::Geodesic };
        Shoreline::new(&Earth::new(&Ellipsoid::wgs84()), &[ring(&outer), ring(&island)])
    }

    #[test]
    fn an_island_in_the_way() {
        let sea = sea();
        let at = |lat, lon| sea.earth().point(LatLon::new(lat, lon));
        let sees = |p: (f64, f64), q: (f64, f64)| {
            let there = sea.sees(&at(p.0, p.1), &at(q.0, q.1), TOUCH_M);
            assert_eq!(there, sea.sees(&at(q.0, q.1), &at(p.0, p.1), TOUCH_M), "{p:?} {q:?}");
            there
        };
        // Through it, past it, along its side, along two corners of it and across its corner.
        assert!(!sees((0.0, -1.5), (0.0, 1.5)));
        assert!(sees((1.5, -1.5), (1.5, 1.5)));
        assert!(sees((-1.0, 1.0), (1.0, 1.0)));
        assert!(sees((-1.8, 1.0), (1.8, 1.0)));
        assert!(!sees((0.4, 1.5), (1.5, 0.4)));
        // From corner to corner through the island; out of the sea; from a corner into the water.
        assert!(!sees((-1.0, -1.0), (1.0, 1.0)));
        assert!(!sees((1.5, 0.0), (2.5, 0.0)));
        assert!(sees((1.0, 1.0), (1.9, 1.9)));
        // From its shore inland, and a place by itself.
        assert!(!sees((1.0, 0.3), (0.2, 0.3)));
        assert!(sees((1.5, 1.5), (1.5, 1.5)) && !sees((0.5, 0.5), (0.5, 0.5)));
    }

    /// Brute force: a way is blocked if a place of it, every 500 m, lies on land by a metre.
    #[test]
    fn like_looking_at_every_place() {
        let sea = sea();
        let e = sea.earth().clone();
        let spot = |k: u32| {
            let part = |by: f64| (f64::from(k) * by).fract() * 3.9 - 1.95;
            e.point(LatLon::new(part(0.754_877_666), part(0.569_840_291)))
        };
        let wet = |at: &SurfacePoint, by: f64| sea.signed(at, None).0 > by;
        let water: Vec<SurfacePoint> = (0..60).map(spot).filter(|p| wet(p, 0.0)).collect();
        let mut blocked = 0;
        for (k, p) in water.iter().enumerate() {
            for q in &water[k + 1..] {
                let all = crate::densify::geodesic(&e, e.lat_lon(p), e.lat_lon(q), 500.0);
                let seen = sea.sees(p, q, TOUCH_M);
                blocked += usize::from(!seen);
                assert!(!seen || all.iter().all(|at| wet(at, -1.0)));
                assert!(seen || all.iter().any(|at| !wet(at, 300.0)));
            }
        }
        assert!(blocked > 100);
    }
}
