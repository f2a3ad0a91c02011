//! Directions from a base point in which others begin or cease to cover its arc.

use littoral_geodesy::curve::Shape;
use littoral_geodesy::{Feature, LatLon};

use super::parts::Part;
use super::rival::Rivals;

/// Nearer than this to the centre there is no direction, metres.
const NO_WAY_M: f64 = 1e-9;

impl Rivals<'_> {
    /// Places of an arc between which what lies almost in its centre covers nothing or all: in its direction, away from
    /// it and, for an edge, abreast of it. Distances differ by micrometres (`radii.rs`), so elsewhere no disc covers
    /// less than a quarter of a turn in the midst of a stretch.
    pub(super) fn about_the_centre(&self, part: &Part, range: [f64; 2]) -> Vec<f64> {
        let Shape::Arc { centre, .. } = part.curve.shape else { return Vec::new() };
        let shore = self.shore();
        let near = 4.0 * self.radii.most_m + if self.rhumb { 2e-3 } else { 1e-6 };
        let mut out = Vec::new();
        for found in shore.within(&self.earth().point(centre), near) {
            if self.radii.settled(shore, part.own, found.feature) {
                continue;
            }
            let v = found.feature.0 / 2;
            let edge = found.feature.vertex().is_none();
            // The farther end of an edge.
            let ends = [v, shore.next_vertex(v)].map(|k| shore.vertex(k));
            let far = |p: LatLon| self.earth().karney_m(centre, p);
            let to = if edge && far(ends[1]) > far(ends[0]) { ends[1] } else { ends[0] };
            if far(to) > NO_WAY_M {
                let azimuth = self.earth().inverse(centre, to).azimuth1_deg;
                let turns: &[f64] = if edge { &[0.0, 90.0, 180.0, 270.0] } else { &[0.0, 180.0] };
                out.extend(turns.iter().filter_map(|t| inside(part, azimuth + t, range)));
            }
        }
        out
    }

    /// The place of an arc in the direction away from the nearest point of an edge, if it lies inside a stretch.
    pub(super) fn away(&self, part: &Part, edge: Feature, range: [f64; 2]) -> Option<f64> {
        self.abreast(part, edge, 180.0, range).filter(|_| edge.vertex().is_none())
    }

    /// The place of an arc in the direction of the nearest point of a vertex or edge, turned by an angle.
    pub(super) fn abreast(
        &self,
        part: &Part,
        rival: Feature,
        turn_deg: f64,
        range: [f64; 2],
    ) -> Option<f64> {
        let Shape::Arc { centre, .. } = part.curve.shape else { return None };
        let foot =
            self.earth().lat_lon(&self.shore().to_feature(&self.earth().point(centre), rival).1);
        let way = self.earth().inverse(centre, foot);
        let azimuth = way.azimuth1_deg + turn_deg;
        inside(part, azimuth, range).filter(|_| way.distance_m > NO_WAY_M)
    }
}

/// The parameter of an azimuth at the centre, if it lies inside a stretch.
fn inside(part: &Part, azimuth_deg: f64, [a, b]: [f64; 2]) -> Option<f64> {
    let Shape::Arc { radius_m, from_deg, .. } = part.curve.shape else { return None };
    let s = (azimuth_deg - from_deg).rem_euclid(360.0).to_radians() * radius_m;
    let least = 1e-9 * radius_m;
    (s > a + least && s < b - least).then_some(s)
}
