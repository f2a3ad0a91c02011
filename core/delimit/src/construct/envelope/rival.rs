//! How near the others are at a place of an arc or parallel.

use littoral_geodesy::{Earth, Feature, LatLon, Shoreline, SurfacePoint};
use littoral_model::EdgeKind;

use super::parts::Part;
use super::radii::Radii;
use crate::construct::base::{BaseSet, Bases};

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
    set: &'a BaseSet,
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
        all.iter().map(|n| n.feature).find(|f| rival(*f) && self.covers(spot, *f))
    }

    /// Where a rival that covers the second place, not the first, comes to its distance: by false position, an
    /// end that is kept again halved (Illinois), and by the middle where that gains nothing.
    pub(super) fn begins(&self, part: &Part, rival: Feature, [far, near]: [&Spot; 2]) -> Spot {
        let gap = |spot: &Spot| self.gap_m(&spot.at, spot.place, rival);
        let (mut x, mut y) = (far.s, near.s);
        let (mut f, mut g) = (gap(far), gap(near));
        if f <= 0.0 {
            return Spot { by: None, ..*far };
        }
        if g >= 0.0 {
            return Spot { by: None, ..*near };
        }
        let mut last = (x, f);
        let mut middle = false;
        for round in 0..80 {
            let s = if middle { (x + y) / 2.0 } else { x + (y - x) * f / (f - g) };
            let spot = self.place(part, s);
            let h = gap(&spot);
            if h.abs() < LEAST_GAP_M || (y - x).abs() < LEAST_GAP_M {
                return spot;
            }
            // No more can be told where the distance changes fast: rounding is as great.
            let slope = (h - last.1) / (s - last.0);
            if h.abs() < self.noise_m * SURE_PART && h.abs() < SURE_M * slope.abs() {
                return spot;
            }
            let again = round > 0 && (h > 0.0) == (last.1 > 0.0);
            let kept = if again { 0.5 } else { 1.0 };
            middle = !middle && again && h.abs() > last.1.abs() / 2.0;
            last = (s, h);
            if h > 0.0 {
                (x, f, g) = (s, h, g * kept);
            } else {
                (y, g, f) = (s, h, f * kept);
            }
        }
        self.place(part, (x + y) / 2.0)
    }
}
