//! Nearest points for a moving place: the last answer with the room it leaves.
//!
//! A full search may also look beyond the nearest piece, and tell how far the place can move before another
//! can become nearest (see [`crate::search`]). Until then only the nearest piece and those that join it are
//! asked. The answers are those of [`Shoreline::nearest`], to the bit.

use crate::earth::SurfacePoint;
use crate::search::Crew;
use crate::shoreline::{Nearest, Shoreline};
use crate::vec3::Vec3;

/// A search looks this many times the last move beyond the nearest piece.
const MOVES: f64 = 4.0;
/// Chord over geodesic up to a few hundred kilometres, with a margin for rounding.
const STRETCH: f64 = 1.001;

/// The state of one moving query. Belongs to one set.
#[derive(Debug, Clone, Default)]
pub struct Cursor {
    /// Where the last full search was made.
    at: Vec3,
    /// The nearest piece then; `None` before the first search.
    piece: Option<u32>,
    crew: Crew,
    distance_m: f64,
    /// How far the place may move from there, metres.
    room_m: f64,
}

impl Shoreline {
    /// The nearest point, like [`Self::nearest`] without a bound, keeping `cursor` for the next call.
    /// `look` is the greatest way to look beyond the nearest piece, as a fraction of the distance.
    #[must_use]
    pub fn nearest_from(&self, p: &SurfacePoint, cursor: &mut Cursor, look: f64) -> Nearest {
        let moved = (p.p - cursor.at).norm() * STRETCH;
        if moved < cursor.room_m
            && let Some((foot, k)) = self.among(p, &cursor.crew)
        {
            return self.named(foot, k);
        }
        // A place that moved so far is about to move as far again.
        let far = cursor.piece.is_none() || moved > 10.0 * look * cursor.distance_m;
        let most = look * cursor.distance_m;
        let beyond_m = if far { 0.0 } else { (MOVES * moved).clamp(most / 5.0, most) };
        let Some(found) = self.search(p, cursor.piece, f64::INFINITY, beyond_m) else {
            return self.nothing(p);
        };
        *cursor = Cursor {
            at: p.p,
            piece: Some(found.piece),
            crew: found.crew,
            distance_m: found.foot.distance_m,
            room_m: found.room_m,
        };
        self.named(found.foot, found.piece)
    }
}

impl Shoreline {
    /// How far everything is from a place, at least, where that is more than `limit_m`; `None` where something may be nearer.
    /// A rough answer, from boxes: the larger the limit, the better.
    #[must_use]
    pub fn keeps_off(&self, p: &SurfacePoint, cursor: &Cursor, limit_m: f64) -> Option<f64> {
        self.beyond(p, cursor.piece, limit_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chain, Earth, Ellipsoid, Join, LatLon};

    /// A place wandering in steps from millimetres to kilometres gets the answers of fresh searches.
    #[test]
    fn same_as_fresh() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let points: Vec<LatLon> = (0..400)
            .map(|k| {
                let t = f64::from(k) / 400.0 * std::f64::consts::TAU;
                let r = 2.0 + 0.3 * (5.0 * t).sin() + 0.05 * (61.0 * t).sin();
                LatLon::new(42.0 + r * t.sin(), 51.0 + 1.3 * r * t.cos())
            })
            .collect();
        let ring = Chain { points: &points, closed: true, join: Join::Geodesic };
        let set = Shoreline::new(&e, &[ring]);
        let mut cursor = Cursor::default();
        let (mut lat, mut lon, mut x) = (42.1, 51.2, 0.3_f64);
        for k in 0..20_000 {
            x = 3.9 * x * (1.0 - x);
            let step = 10_f64.powf(-8.0 + 7.5 * f64::from(k % 97) / 97.0);
            lat = (lat + step * (x - 0.5)).clamp(40.8, 43.2);
            lon = (lon + step * (0.63 - x)).clamp(49.5, 52.5);
            let p = e.point(LatLon::new(lat, lon));
            let (got, want) =
                (set.nearest_from(&p, &mut cursor, 0.05), set.nearest(&p, None, f64::INFINITY));
            assert_eq!(
                (got.distance_m, got.feature),
                (want.distance_m, want.feature),
                "{lat} {lon}"
            );
        }
    }
}
