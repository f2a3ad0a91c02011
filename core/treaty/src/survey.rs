//! Shares by counting places of a lattice: for screens that ask at every move of a date, where lines are not drawn.
//! [`crate::Day::traced`] gives exact areas.
//!
//! Rows of equal latitude, each place weighted by the area of its cell on the ellipsoid. The error is that of
//! counting: on the Caspian at the default step below 0.2 per cent of the sea.

use littoral_geodesy::LatLon;

use crate::ground::Ground;
use crate::plan::Plan;

/// Default step, degrees of latitude and longitude.
pub const STEP_DEG: f64 = 0.05;

/// Places that stand for a sea.
pub struct Survey<'g, 'w> {
    ground: &'g Ground<'w>,
    /// Place and weight; the weights sum to 1.
    places: Vec<(LatLon, f64)>,
}

impl<'g, 'w> Survey<'g, 'w> {
    /// A lattice with a step in degrees (from 0.01 to 1; others are brought to the nearest).
    #[must_use]
    pub fn new(ground: &'g Ground<'w>, step_deg: f64) -> Self {
        let waters = ground.waters();
        let step = step_deg.clamp(0.01, 1.0);
        let e2 = waters.case().ellipsoid.e2();
        let outer = &waters.case().sea.outer;
        let span = |of: fn(&LatLon) -> f64| {
            let all = outer.iter().map(of);
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |m, x| (m.0.min(x), m.1.max(x)))
        };
        let ((south, north), (west, east)) = (span(|p| p.lat), span(|p| p.lon));
        let steps = |from: f64, to: f64| ((to - from) / step).ceil().clamp(0.0, 40_000.0) as usize;
        let mut places = Vec::new();
        for i in 0..steps(south, north) {
            let lat = south + (i as f64 + 0.5) * step;
            let (sin, cos) = (lat.to_radians().sin(), lat.to_radians().cos());
            let weight = cos / (1.0 - e2 * sin * sin).powi(2);
            for j in 0..steps(west, east) {
                let at = LatLon::new(lat, west + (j as f64 + 0.5) * step);
                if waters.in_sea(at) {
                    places.push((at, weight));
                }
            }
        }
        let all: f64 = places.iter().map(|(_, w)| w).sum();
        places.iter_mut().for_each(|(_, w)| *w /= all);
        Self { ground, places }
    }

    /// Number of places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// True for a sea smaller than a step.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Share of the sea by holder, per cent, holders sorted by name. Places that depend on a place not
    /// published count as `UNKNOWN`.
    #[must_use]
    pub fn shares(&self, plan: &Plan) -> Vec<(String, f64)> {
        let mut out = std::collections::BTreeMap::<String, f64>::new();
        for (at, weight) in &self.places {
            let spot = self.ground.spot(Some(*at), None);
            let holder = plan.holder(self.ground, &spot).unwrap_or("UNKNOWN");
            *out.entry(holder.to_owned()).or_default() += 100.0 * weight;
        }
        out.into_iter().collect()
    }
}
