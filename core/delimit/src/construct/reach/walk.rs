//! A line followed by stretches that pass no crossing of the limit.

use std::sync::atomic::{AtomicBool, Ordering};

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};

use super::super::invalid;
use super::span::{Sample, Span};
use super::{ALONG_M, Crossing, Limit, ON_M, ROOT_M};
use crate::error::DelimitError;

/// Places after which a line is given up.
const MOST_STEPS: usize = 1_000_000;

/// A line on the way.
pub(super) struct Walk<'a> {
    pub earth: &'a Earth,
    pub limit: &'a Limit,
    pub cancel: Option<&'a AtomicBool>,
    /// Crossings so far.
    pub found: Vec<Crossing>,
    /// Length of the curves before the present one, metres.
    pub along_m: f64,
    /// Is the line still on the limit on which it started?
    starts_on: bool,
    /// So far it has run along the limit without a break, metres.
    run_m: f64,
    steps: usize,
}

impl<'a> Walk<'a> {
    /// At the start of a line, so far beyond the limit.
    pub(super) fn new(
        earth: &'a Earth,
        limit: &'a Limit,
        cancel: Option<&'a AtomicBool>,
        start_m: f64,
    ) -> Self {
        let starts_on = start_m.abs() < ON_M;
        Self {
            earth,
            limit,
            cancel,
            found: Vec::new(),
            along_m: 0.0,
            starts_on,
            run_m: 0.0,
            steps: 0,
        }
    }

    /// Follows a curve to its end. A stretch of which it is not known that it passes no crossing is halved.
    pub(super) fn follow(&mut self, k: usize, curve: &Curve) -> Result<(), DelimitError> {
        let mut from = self.sample(curve, curve.range[0])?;
        let mut ahead = vec![self.sample(curve, curve.range[1])?];
        while let Some(to) = ahead.last().copied() {
            let span = Span::new(self.earth, curve, self.limit.distance_m, from, to);
            let middle = f64::midpoint(from.s, to.s);
            if !span.settled() && from.s < middle && middle < to.s {
                ahead.push(self.sample(curve, middle)?);
                continue;
            }
            self.run_m = if span.along() { self.run_m + to.s - from.s } else { 0.0 };
            let most_m = ALONG_M.min(self.limit.distance_m);
            if self.run_m > most_m {
                return runs_along(curve.at(self.earth, to.s), most_m);
            }
            if span.crosses() && !self.starts_on {
                self.cross(k, curve, &span);
            }
            self.starts_on &= span.still_on();
            from = to;
            ahead.pop();
        }
        Ok(())
    }

    fn sample(&mut self, curve: &Curve, s: f64) -> Result<Sample, DelimitError> {
        self.steps += 1;
        if self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Err(DelimitError::Cancelled);
        }
        let spot = curve.spot(self.earth, s);
        let LatLon { lat, lon } = spot.at;
        if self.steps > MOST_STEPS {
            return invalid(format!(
                "the line stays so near to the limit that it was followed no farther than {lat:.6}, {:.6}: shorten it, or part it there",
                wrap(lon)
            ));
        }
        let control = self.limit.control(spot.at).filter(|c| c.distance_m.is_finite());
        let Some(control) = control else {
            return invalid("the distance from the base points is no number");
        };
        let beyond_m = control.distance_m - self.limit.distance_m;
        let slope = -libm::cos((spot.azimuth_deg - control.azimuth_deg).to_radians());
        Ok(Sample { s, lat, beyond_m, slope })
    }

    /// The crossing between two places on either side of the limit.
    fn cross(&mut self, k: usize, curve: &Curve, span: &Span) {
        let ([mut low, mut high], outward) = ([span.from.s, span.to.s], span.to.beyond_m > 0.0);
        while high - low > ROOT_M {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            let beyond = self.limit.beyond_m(curve.at(self.earth, middle)) > 0.0;
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

fn runs_along<T>(at: LatLon, far_m: f64) -> Result<T, DelimitError> {
    let (lat, lon) = (at.lat, wrap(at.lon));
    invalid(format!(
        "the line runs along the limit near {lat:.6}, {lon:.6}, within a millimetre of it for more than {far_m:.0} m: no one place is where it reaches it"
    ))
}
