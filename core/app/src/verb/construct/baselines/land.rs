//! The islands that an archipelago's baselines enclose: rings of land, and the lakes and lagoons in them.

use littoral_delimit::construct::Bases;
use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use littoral_model::ShoreKind;

use super::super::ground::Ground;
use super::super::input;
use super::Baselines;
use crate::failure::{Failure, Outcome};

/// Rings with the party they belong to.
type Rings = Vec<(String, Vec<LatLon>)>;

/// What `--land` names.
#[derive(Default)]
pub(super) struct Land {
    rings: Rings,
    lakes: Rings,
}

impl Land {
    /// Reads the rings, on the ground of the baselines.
    ///
    /// # Errors
    /// A file cannot be read or has no ring, a line of land does not close.
    pub(super) fn read(args: &Baselines, ground: &Ground) -> Outcome<Self> {
        if args.land.is_empty() {
            return Ok(Self::default());
        }
        let on_line = Some(ground.clone());
        let (bases, ..) = input::bases_on(on_line, &args.land, &args.common, None)?;
        let named = |(k, ring): &(usize, Vec<LatLon>)| (bases.parties[*k].clone(), ring.clone());
        let mut rings: Rings = bases.land.iter().map(named).collect();
        let help =
            "give the islands as GeoJSON polygons or closed lines, or as rows of kind islands";
        rings.extend(drawn(&bases, help)?);
        if rings.is_empty() {
            let place = args.land[0].display().to_string();
            return Err(Failure::usage("the file has no ring of land", place, help));
        }
        Ok(Self { rings, lakes: bases.enclosed.iter().map(named).collect() })
    }

    /// Rings, then lakes, that count for a party's baselines: its own where the file names it, else all.
    pub(super) fn of(&self, party: &str) -> [Vec<Vec<LatLon>>; 2] {
        let own = !party.is_empty() && self.rings.iter().any(|(of, _)| of == party);
        let some = |rings: &Rings| {
            let mine = rings.iter().filter(|(of, _)| !own || of == party);
            mine.map(|(_, ring)| ring.clone()).collect()
        };
        [some(&self.rings), some(&self.lakes)]
    }
}

/// Coasts drawn as lines that close. A line that does not holds no area.
fn drawn(bases: &Bases, help: &str) -> Outcome<Rings> {
    let mut out = Rings::new();
    for line in bases.lines.iter().filter(|l| l.kind == ShoreKind::Coast && l.nodes.len() > 2) {
        // A ring whose edges are land boundaries in part is a ring of land already.
        let points = line.points();
        let ring = |(_, ring): &(usize, Vec<LatLon>)| points.iter().all(|p| ring.contains(p));
        if bases.land.iter().any(ring) {
            continue;
        }
        let (first, last) = (points[0], points[points.len() - 1]);
        if first.lat != last.lat || wrap(first.lon - last.lon) != 0.0 || points.len() < 4 {
            let (lat, lon) = (last.lat, wrap(last.lon));
            let text = format!("a line of land does not close: it ends at {lat:.6}, {lon:.6}");
            return Err(Failure::usage(text, line.origin.clone(), help));
        }
        let party = bases.parties[line.party].clone();
        out.push((party, points[..points.len() - 1].to_vec()));
    }
    Ok(out)
}
