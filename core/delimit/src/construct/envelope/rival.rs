//! How near the others are at a place of an arc or parallel.

use littoral_geodesy::{Earth, Feature, LatLon, Nearest, Shoreline, SurfacePoint};
use littoral_model::EdgeKind;

use super::parts::Part;
use super::radii::Radii;
use crate::construct::base::{BaseSet, Bases};
use crate::root;

/// Up to here the index measures to a few nanometres, metres.
const KERNEL_M: f64 = 100_000.0;
/// What is nearer than its distance by less than this is at it, metres: rounding of places, and of geodesics.
const NOISE_M: f64 = 1e-8;
const NOISE_FAR_M: f64 = 3e-8;
/// A border is found where a rival is at its distance to this, metres; or to this part of the noise, if the border then
/// is known to that many metres along the curve.
const LEAST_GAP_M: f64 = 1e-9;
const SURE_PART: f64 = 0.3;
const SURE_M: f64 = 1e-6;

/// A place of a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) s: f64,
    pub(super) place: LatLon,
    pub(super) at: SurfacePoint,
    /// Who covers it; none where it stands.
    pub(super) by: Option<Feature>,
}

/// The measure of rivals.
pub(super) struct Rivals<'a> {
    pub(super) set: &'a BaseSet,
    pub(super) radii: Radii,
    /// What the index's distances are off at most, metres; 0 if they are taken as they are.
    off_m: f64,
    pub(super) noise_m: f64,
    /// Some edges are loxodromes.
    pub(super) rhumb: bool,
}

impl<'a> Rivals<'a> {
    pub(super) fn new(set: &'a BaseSet, bases: &Bases, party: usize, radii: Radii) -> Self {
        let mut mine = bases.lines.iter().filter(|l| l.party == party);
        let rhumb = mine.any(|l| l.edge == EdgeKind::Loxodrome);
        let far = radii.distance_m > KERNEL_M;
        // In the index loxodromes are geodesics that keep to them within a millimetre.
        let bent = if rhumb { 2e-3 } else { 0.0 };
        let off_m = if far { 1e-6 + radii.distance_m * 2e-10 + bent } else { bent };
        Self { set, off_m, noise_m: if far || rhumb { NOISE_FAR_M } else { NOISE_M }, rhumb, radii }
    }

    pub(super) fn shore(&self) -> &Shoreline {
        self.set.shore()
    }

    pub(super) fn earth(&self) -> &Earth {
        self.shore().earth()
    }

    /// How much farther a vertex or edge is than its distance, metres.
    pub(super) fn gap_m(&self, at: &SurfacePoint, place: LatLon, feature: Feature) -> f64 {
        let far = self.radii.of(feature);
        let gap = self.shore().to_feature(at, feature).0 - far;
        if gap.abs() > self.off_m {
            gap
        } else {
            self.set.to_feature(place, feature).distance_m - far
        }
    }

    /// Is it nearer than its distance?
    pub(super) fn covers(&self, spot: &Spot, feature: Feature) -> bool {
        self.gap_m(&spot.at, spot.place, feature) < -self.noise_m
    }

    /// A place of a part, and who covers it.
    pub(super) fn spot(&self, part: &Part, s: f64) -> Spot {
        self.asked(part, self.place(part, s))
    }

    /// A place, and who covers it.
    pub(super) fn asked(&self, part: &Part, spot: Spot) -> Spot {
        Spot { by: self.covering(part.own, &spot), ..spot }
    }

    /// A place of a part; nobody is asked who covers it.
    pub(super) fn place(&self, part: &Part, s: f64) -> Spot {
        let place = part.curve.at(self.earth(), s);
        Spot { s, place, at: self.earth().point(place), by: None }
    }

    fn covering(&self, own: Feature, spot: &Spot) -> Option<Feature> {
        let least = self.radii.distance_m - self.off_m - self.noise_m;
        let most = self.radii.distance_m + self.radii.most_m + self.off_m;
        let rival = |f: Feature| !self.radii.settled(self.shore(), own, f);
        let near = self.shore().nearest(&spot.at, None, most);
        if near.distance_m < least && rival(near.feature) {
            return Some(near.feature);
        }
        let all = self.shore().within(&spot.at, most);
        let close = all.iter().flat_map(|n| [Some(n.feature), self.end_beside(n)]);
        close.flatten().find(|f| rival(*f) && self.covers(spot, *f))
    }

    /// The end of an edge beside whose nearest point it is: with a longer distance than the edge's it may be at its own
    /// where the edge is not.
    fn end_beside(&self, near: &Nearest) -> Option<Feature> {
        if near.feature.vertex().is_some() {
            return None;
        }
        let v = near.feature.0 / 2;
        let beside = |end: &u32| {
            let way = self.shore().vertex_point(*end).p - near.at.p;
            way.dot(way) < self.radii.slip_m * self.radii.slip_m
        };
        [v, self.shore().next_vertex(v)].into_iter().find(beside).map(|end| Feature(2 * end))
    }

    /// Where a rival that covers the second place, not the first, comes to its distance.
    pub(super) fn begins(&self, part: &Part, rival: Feature, [far, near]: [&Spot; 2]) -> Spot {
        let gap = |spot: &Spot| self.gap_m(&spot.at, spot.place, rival);
        let (f, g) = (gap(far), gap(near));
        if f <= 0.0 {
            return Spot { by: None, ..*far };
        }
        if g >= 0.0 {
            return Spot { by: None, ..*near };
        }
        let (mut last, mut before) = (None, (far.s, f));
        let s = root::bracket((far.s, f), (near.s, g), LEAST_GAP_M, |s| {
            let spot = self.place(part, s);
            let h = gap(&spot);
            // No more can be told where the distance changes fast: rounding is as great.
            let slope = (h - before.1) / (s - before.0);
            let sure = h.abs() < self.noise_m * SURE_PART && h.abs() < SURE_M * slope.abs();
            (last, before) = (Some(spot), (s, h));
            if sure || h.abs() < LEAST_GAP_M { 0.0 } else { h }
        });
        last.filter(|spot| spot.s == s).unwrap_or_else(|| self.place(part, s))
    }
}
