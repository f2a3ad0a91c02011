//! A line followed by steps that pass no crossing of the limit.

use std::sync::atomic::{AtomicBool, Ordering};

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};

use super::super::invalid;
use super::{Crossing, Limit, ON_M, ROOT_M, STEP_M};
use crate::error::DelimitError;

/// Steps after which a line counts as running along the limit.
const MOST_STEPS: usize = 200_000;

/// A line on the way.
pub(super) struct Walk<'a> {
    pub earth: &'a Earth,
    pub limit: &'a Limit,
    pub cancel: Option<&'a AtomicBool>,
    /// Crossings so far.
    pub found: Vec<Crossing>,
    pub steps: usize,
    /// Length of the curves before the present one, metres.
    pub along_m: f64,
}

impl Walk<'_> {
    /// Follows a curve from its start, which lies so far beyond the limit; says the same of its end.
    pub(super) fn follow(
        &mut self,
        k: usize,
        curve: &Curve,
        start: f64,
    ) -> Result<f64, DelimitError> {
        let [mut s, end] = curve.range;
        let mut here = start;
        if k == 0 && here.abs() < ON_M {
            // On which side of a limit it starts on the line runs, its first step shows.
            s = (s + STEP_M).min(end);
            here = self.beyond_m(curve, s);
        }
        while s < end {
            self.steps += 1;
            if self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
                return Err(DelimitError::Cancelled);
            }
            if self.steps > MOST_STEPS {
                return self.along(curve.at(self.earth, s));
            }
            let next = (s + here.abs().max(STEP_M)).min(end);
            let there = self.beyond_m(curve, next);
            if !there.is_finite() {
                return invalid("the distance from the base points is no number");
            }
            if (here > 0.0) != (there > 0.0) {
                self.cross(k, curve, [s, next], there > 0.0);
            }
            (s, here) = (next, there);
        }
        Ok(here)
    }

    fn beyond_m(&self, curve: &Curve, s: f64) -> f64 {
        self.limit.beyond_m(curve.at(self.earth, s))
    }

    fn along<T>(&self, at: LatLon) -> Result<T, DelimitError> {
        let lon = wrap(at.lon);
        invalid(format!(
            "the line runs along the limit near {:.6}, {lon:.6}: no one place is where it reaches it",
            at.lat
        ))
    }

    /// The crossing between two places on either side of the limit.
    fn cross(&mut self, k: usize, curve: &Curve, [mut low, mut high]: [f64; 2], outward: bool) {
        while high - low > ROOT_M {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            let beyond = self.beyond_m(curve, middle) > 0.0;
            if beyond == outward { high = middle } else { low = middle }
        }
        let s = f64::midpoint(low, high);
        let spot = curve.spot(self.earth, s);
        if let Some(control) = self.limit.control(spot.at) {
            let along_m = self.along_m + s - curve.range[0];
            let azimuth_deg = spot.azimuth_deg.rem_euclid(360.0);
            self.found.push(Crossing {
                at: spot.at,
                along_m,
                azimuth_deg,
                outward,
                control,
                on: (k, s),
            });
        }
    }
}
