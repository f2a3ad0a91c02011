//! Shares of what a treaty would print: turning points rounded, geodesics between them.

use littoral_delimit::{BoundaryLine, LayerDivision, PointKind};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::Case;

use crate::verb::line::{Grain, printing_gain_km2};

/// Share of each party in per cent once every line is printed at the grain: what the left holder gains by the printed
/// line the right one loses. Ends at a shore keep their place in the count: the coast itself does not move.
#[must_use]
pub(super) fn shares(case: &Case, layer: &LayerDivision, grain: Grain) -> Vec<f64> {
    let earth = Earth::new(&case.ellipsoid);
    let mut out: Vec<f64> = case.party_ids().map(|id| layer.share(id)).collect();
    for line in &layer.lines {
        let gain = 100.0 * gain_km2(line, grain, &earth) / layer.sea_km2;
        for (holder, sign) in line.between.iter().zip([1.0, -1.0]) {
            if let Some(k) = case.party(holder.as_str()) {
                out[k] += sign * gain;
            }
        }
    }
    out
}

fn gain_km2(line: &BoundaryLine, grain: Grain, earth: &Earth) -> f64 {
    let points: Vec<LatLon> = line.points.iter().map(|p| p.at()).collect();
    let fixed = |k: &usize| line.points[*k].kind != PointKind::Curve;
    let kept: Vec<usize> = (0..points.len()).filter(fixed).collect();
    let printed: Vec<LatLon> = kept.iter().map(|k| grain.round(points[*k])).collect();
    printing_gain_km2(&points, &printed, &kept, earth)
}
