//! Water within land, and what it does to the ratio of article 47.
//!
//! A hole of a ring of land is a lake or a lagoon. It counts as land: the land of an island is taken within its baseline,
//! and by article 47 (7) waters within the fringing reefs of islands and atolls may count as land. Whether a lagoon is
//! such water is for the lawyer, so the ratio without it is told beside.

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};

use super::plane::{Plane, common_m2};
use super::{Archipelago, area, drawn};
use crate::construct::base::inside;

/// Which rings of land stand in a lake or lagoon: they count with the land about it.
#[must_use]
pub fn in_lakes(land: &[Vec<LatLon>], lakes: &[Vec<LatLon>]) -> Vec<bool> {
    let within = |ring: &Vec<LatLon>| {
        lakes.iter().any(|lake| !ring.is_empty() && ring.iter().all(|p| inside(lake, *p)))
    };
    land.iter().map(within).collect()
}

impl Archipelago {
    /// What is to be said of rings of water within the land that was counted, and of the islets in them; `points` and `kind` are the
    /// baselines. `None` without such rings within the baselines, or without a ratio.
    #[must_use]
    pub fn of_lakes(
        &self,
        earth: &Earth,
        points: &[LatLon],
        kind: LineKind,
        lakes: &[Vec<LatLon>],
        islets: &[Vec<LatLon>],
    ) -> Option<String> {
        let within_m2 = self.within_m2.filter(|_| self.land_m2 > 0.0)?;
        let edges: Vec<Curve> =
            points.windows(2).filter_map(|w| Curve::between(earth, kind, w[0], w[1])).collect();
        let ring = drawn(earth, &edges);
        let plane = Plane::new(earth, *ring.first()?);
        let baselines = plane.polygon(&ring);
        let whole = |lake: &&Vec<LatLon>| lake.len() > 2;
        let inside = |lake: &Vec<LatLon>| {
            let part_m2 = common_m2(&plane.polygon(lake), &baselines);
            (part_m2 > 0.0).then(|| area(earth, lake).min(part_m2))
        };
        let areas: Vec<f64> = lakes.iter().filter(whole).filter_map(inside).collect();
        let dry_m2: f64 = islets.iter().filter(whole).filter_map(inside).sum();
        let water_m2 = areas.iter().sum::<f64>() - dry_m2;
        if areas.is_empty() {
            return None;
        }
        let land_m2 = self.land_m2 - water_m2;
        let ratio = (within_m2 - land_m2) / land_m2;
        let many = if areas.len() == 1 { "1 lake or lagoon" } else { "lakes and lagoons" };
        let count = if areas.len() == 1 { String::new() } else { format!("{} ", areas.len()) };
        let verb = if areas.len() == 1 { "counts" } else { "count" };
        Some(format!(
            "{count}{many} within the land (holes of its polygons), {:.4} km2{}, {verb} as land: waters within the fringing reefs of islands and atolls may (art. 47 (7)), and lakes lie within the land. As water they would make the ratio {ratio:.4} to 1",
            water_m2 / 1e6,
            if dry_m2 > 0.0 { " without the islands in them" } else { "" }
        ))
    }
}
