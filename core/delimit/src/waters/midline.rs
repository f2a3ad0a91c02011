//! The middle between two coasts along the parallels: east and west shore of each latitude have the same water.

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use littoral_model::ShoreKind;

use super::Waters;
use crate::error::DelimitError;
use crate::turn::Turn;

impl Waters {
    /// Midpoints of the parallels between the mainland coasts of a western and an eastern party, every `step`
    /// degrees from south to north over the latitudes that both coasts reach. Where a parallel meets a coast more
    /// than once, the crossing farthest from the other coast counts, so that a peninsula does not; islands never do.
    /// At both ends the line goes on along the meridian.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`]: no such party, a step that is not positive or too small, or coasts that face each
    /// other on fewer than two of the parallels.
    pub fn midline(
        &self,
        west: usize,
        east: usize,
        step: f64,
    ) -> Result<Vec<LatLon>, DelimitError> {
        const MOST: f64 = 20_000.0;
        let (left, right) = (self.mainland(west)?, self.mainland(east)?);
        let turn = self.core.turn;
        if !(step > 0.0 && 180.0 / step <= MOST) {
            let text = format!("a step of {step} degrees; it is above 0, and not below 0.009");
            return Err(DelimitError::Invalid(text));
        }
        let lats = |lines: &[Vec<LatLon>]| {
            let all = lines.iter().flatten().map(|p| p.lat);
            all.fold((90.0_f64, -90.0_f64), |(s, n), y| (s.min(y), n.max(y)))
        };
        let ((s1, n1), (s2, n2)) = (lats(&left), lats(&right));
        let mut out = Vec::new();
        let first = (s1.max(s2) / step).ceil() as i64;
        let last = (n1.min(n2) / step).floor() as i64;
        for k in first..=last {
            let lat = k as f64 * step;
            let shore = |lines, pick: fn(f64, f64) -> f64| crossings(lines, lat, turn).reduce(pick);
            if let (Some(w), Some(e)) = (shore(&left, f64::min), shore(&right, f64::max)) {
                out.push(LatLon::new(lat, wrap((w + e) / 2.0)));
            }
        }
        // The ends point along their meridians, and so does what prolongs the line.
        let (south, north) = (out.first().copied(), out.last().copied());
        if let (Some(s), Some(n), true) = (south, north, out.len() > 1) {
            out.insert(0, LatLon::new((s.lat - step).max(-90.0), s.lon));
            out.push(LatLon::new((n.lat + step).min(90.0), n.lon));
        }
        match out.len() {
            0 | 1 => Err(DelimitError::Invalid(format!(
                "the coasts of {} and {} share fewer than two parallels at steps of {step} degrees",
                self.case.parties[west].id, self.case.parties[east].id
            ))),
            _ => Ok(out),
        }
    }

    fn mainland(&self, party: usize) -> Result<Vec<Vec<LatLon>>, DelimitError> {
        if party >= self.case.parties.len() {
            return Err(DelimitError::Invalid(format!("there is no party number {party}")));
        }
        let coasts = self.case.shores.iter();
        let own = coasts.filter(|s| s.party == party && s.kind == ShoreKind::Coast);
        Ok(own.flat_map(|s| s.lines.clone()).collect())
    }
}

/// Longitudes, as the sea counts them, at which lines cross a parallel. Edges are short: straight in latitude and longitude is
/// near enough.
fn crossings(lines: &[Vec<LatLon>], lat: f64, turn: Turn) -> impl Iterator<Item = f64> + '_ {
    let edges = lines.iter().flat_map(|l| l.windows(2));
    edges.filter(move |w| (w[0].lat > lat) != (w[1].lat > lat)).map(move |w| {
        let part = (lat - w[0].lat) / (w[1].lat - w[0].lat);
        turn.count(w[0].lon + part * wrap(w[1].lon - w[0].lon))
    })
}
