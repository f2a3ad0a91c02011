//! Everything within a distance of a place, and the nearest that will do.

use crate::earth::SurfacePoint;
use crate::piece::Foot;
use crate::shoreline::{Feature, Nearest, Shoreline};

/// Distances closer than this are one, metres.
const SAME_M: f64 = 1e-6;

impl Shoreline {
    /// The nearest point of every vertex and edge that comes within `radius_m` of a place, in the order of the
    /// features. Where the end of an edge is its nearest point, the vertex is listed.
    #[must_use]
    pub fn within(&self, p: &SurfacePoint, radius_m: f64) -> Vec<Nearest> {
        let mut out: Vec<Nearest> = Vec::new();
        let mut limit = radius_m;
        self.visit(p, &mut limit, |piece, _| {
            let Some(foot) = self.piece(piece as usize).foot(self.earth(), p, radius_m) else {
                return;
            };
            if foot.distance_m <= radius_m {
                out.push(self.named(foot, piece));
            }
        });
        let order = |n: &Nearest| n.feature;
        out.sort_by(|a, b| order(a).cmp(&order(b)).then(a.distance_m.total_cmp(&b.distance_m)));
        out.dedup_by(|later, first| later.feature == first.feature);
        // A long edge is searched in pieces: one that ends in its middle is not the edge's nearest.
        let own = |n: &Nearest| self.to_feature(p, n.feature).0 >= n.distance_m - SAME_M;
        out.retain(|n| n.feature.vertex().is_some() || own(n));
        out
    }

    /// The nearest point within `bound_m` that passes a test, of those to which nothing beside them on their own line is
    /// nearer; else a result at infinite distance. The test is asked of near points first, and of none that is farther than
    /// one that passed.
    #[must_use]
    pub fn nearest_where(
        &self,
        p: &SurfacePoint,
        bound_m: f64,
        mut test: impl FnMut(&SurfacePoint) -> bool,
    ) -> Nearest {
        let (mut best, mut limit) = (self.nothing(p), bound_m);
        self.visit(p, &mut limit, |piece, limit| {
            let foot = self.piece(piece as usize).foot(self.earth(), p, *limit);
            let Some(foot) = foot.filter(|f| f.distance_m <= *limit) else { return };
            if self.is_least(p, piece as usize, &foot) && test(&foot.at) {
                *limit = foot.distance_m;
                best = self.named(foot, piece);
            }
        });
        best
    }

    /// Is the foot on a piece nearer than all beside it? At an end the piece that joins there may go on towards the place.
    fn is_least(&self, p: &SurfacePoint, piece: usize, foot: &Foot) -> bool {
        if foot.fraction >= 1.0 {
            // The next piece begins there and is asked itself.
            return self.after(piece).is_none();
        }
        let before = self.before(piece).filter(|_| foot.fraction <= 0.0);
        let joined = before.and_then(|k| self.piece(k).foot(self.earth(), p, f64::INFINITY));
        joined.is_none_or(|f| f.fraction >= 1.0)
    }

    /// How far a place may move, metres, before anything but the given features and their neighbours can be
    /// nearer than the first of them, which is nearest there. At most `beyond_m`.
    #[must_use]
    pub fn room_m(&self, p: &SurfacePoint, nearest: &[Feature], beyond_m: f64) -> f64 {
        let pieces: Vec<u32> = nearest.iter().flat_map(|f| self.pieces_nearest(p, *f)).collect();
        self.room_about(p, &pieces, 2.0 * beyond_m).min(beyond_m)
    }

    /// The piece of an edge nearest to a place; of a vertex, those that begin and end there.
    fn pieces_nearest(&self, p: &SurfacePoint, feature: Feature) -> Vec<u32> {
        if let Some(v) = feature.vertex() {
            let first = self.pieces_of(v).start;
            let here = (first < self.piece_count()).then_some(first);
            let before = here.and_then(|k| self.before(k));
            return [here, before].into_iter().flatten().map(|k| k as u32).collect();
        }
        let far = |k: &usize| {
            let foot = self.piece(*k).foot(self.earth(), p, f64::INFINITY);
            foot.map_or(f64::INFINITY, |f| f.distance_m)
        };
        let nearest = self.pieces_of(feature.0 / 2).min_by(|a, b| far(a).total_cmp(&far(b)));
        nearest.map(|k| k as u32).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chain, Earth, Ellipsoid, Join, LatLon};

    /// The same features as by asking each one.
    #[test]
    fn like_asking_each() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let points: Vec<LatLon> = (0..300)
            .map(|k| {
                let t = f64::from(k) / 300.0 * std::f64::consts::TAU;
                let r = 1.0 + 0.2 * (9.0 * t).sin();
                LatLon::new(-60.0 + r * t.sin(), 179.5 + 2.0 * r * t.cos())
            })
            .collect();
        let set =
            Shoreline::new(&e, &[Chain { points: &points, closed: true, join: Join::Geodesic }]);
        for (lat, lon, radius) in
            [(-60.0, 179.5, 1.0e5), (-59.0, -179.9, 4.0e4), (-58.0, 178.0, 100.0)]
        {
            let p = e.point(LatLon::new(lat, lon));
            let got = set.within(&p, radius);
            let own = |f: Feature| set.to_feature(&p, f).0;
            // Nearest points within a micrometre are one place.
            assert!(got.iter().all(|n| (own(n.feature) - n.distance_m).abs() < 1e-6));
            let near = (0..300).map(|v| Feature(2 * v)).filter(|v| own(*v) <= radius);
            // Every vertex within is listed itself or by an edge at it that comes nearer.
            for v in near {
                assert!(got.iter().any(|n| set.adjoin(n.feature, v)), "{v:?}");
            }
            assert_eq!(got.is_empty(), set.nearest(&p, None, radius).distance_m > radius);
        }
    }

    /// South of a square its side is nearest, and of what lies north of that the foot on its far side. Of hundreds of pieces
    /// next to none is asked: along its own line something nearer is beside it.
    #[test]
    fn the_nearest_that_will_do() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let points =
            [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)].map(|(a, b)| LatLon::new(a, b));
        let set =
            Shoreline::new(&e, &[Chain { points: &points, closed: true, join: Join::Geodesic }]);
        let p = e.point(LatLon::new(-0.5, 0.4));
        let near = set.nearest(&p, None, f64::INFINITY);
        let any = set.nearest_where(&p, f64::INFINITY, |_| true);
        assert_eq!((any.distance_m, any.feature), (near.distance_m, near.feature));
        let mut asked = Vec::new();
        let north = set.nearest_where(&p, f64::INFINITY, |at| {
            asked.push(e.lat_lon(at).lat);
            at.p.z > 1e5
        });
        assert!((e.lat_lon(&north.at).lon - 0.4).abs() < 1e-3 && asked.len() < 5, "{asked:?}");
        assert_eq!(set.nearest_where(&p, 1e4, |_| true).distance_m, f64::INFINITY);
    }
}
