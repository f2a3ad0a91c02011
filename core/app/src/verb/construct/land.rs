//! Rings of land from files: islands as polygons, closed lines, or rows of kind islands.

use std::path::PathBuf;

use littoral_delimit::construct::{BaseLine, Bases};
use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use littoral_model::{EdgeKind, ShoreKind};

use super::ground::Ground;
use super::input::{self, Common};
use crate::failure::{Failure, Outcome};

/// Rings with the party they belong to.
type Rings = Vec<(String, Vec<LatLon>)>;

const HELP: &str =
    "give the islands as GeoJSON polygons or closed lines, or as rows of kind islands";

/// Land, and the lakes and lagoons in it.
#[derive(Default)]
pub(super) struct Land {
    pub(super) rings: Rings,
    lakes: Rings,
}

impl Land {
    /// Reads the rings of files, on the ground of a line.
    ///
    /// # Errors
    /// A file cannot be read or has no ring, a line of land does not close, a point or baseline is no land.
    pub(super) fn read(files: &[PathBuf], common: &Common, ground: &Ground) -> Outcome<Self> {
        let mut out = Self::default();
        for file in files {
            let on_line = Some(ground.clone());
            let (bases, ..) = input::bases_on(on_line, std::slice::from_ref(file), common, None)?;
            if let Some(line) = bases.lines.iter().find(|l| l.edge == EdgeKind::Loxodrome) {
                return Err(Failure::usage(
                    "the file states loxodromes, and areas of land are reckoned within geodesics",
                    line.origin.clone(),
                    "bring its points closer by construct simplify --tolerance 1 -o FILE.geojson, and give that file",
                ));
            }
            let named =
                |(k, ring): &(usize, Vec<LatLon>)| (bases.parties[*k].clone(), ring.clone());
            let mut rings: Rings = bases.land.iter().map(named).collect();
            rings.extend(drawn(&bases)?);
            if rings.is_empty() {
                let place = file.display().to_string();
                return Err(Failure::usage("the file has no ring of land", place, HELP));
            }
            out.rings.extend(rings);
            out.lakes.extend(bases.enclosed.iter().map(named));
        }
        Ok(out)
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

/// Coasts drawn as lines that close. What does not holds no area.
fn drawn(bases: &Bases) -> Outcome<Rings> {
    let mut out = Rings::new();
    for line in bases.lines.iter().filter(|l| l.kind != ShoreKind::Islands) {
        // A ring whose edges are land boundaries in part is a ring of land already.
        let points = line.points();
        let ring = |(_, ring): &(usize, Vec<LatLon>)| points.iter().all(|p| ring.contains(p));
        if line.kind == ShoreKind::Coast && bases.land.iter().any(ring) {
            continue;
        }
        if let Some(text) = no_ring(line, &points) {
            return Err(Failure::usage(text, line.origin.clone(), HELP));
        }
        out.push((bases.parties[line.party].clone(), points[..points.len() - 1].to_vec()));
    }
    Ok(out)
}

/// Why a line is no ring of land.
fn no_ring(line: &BaseLine, points: &[LatLon]) -> Option<String> {
    let (first, last) = (points.first()?, points.last()?);
    let (lat, lon) = (last.lat, wrap(last.lon));
    if line.kind == ShoreKind::BasePoint {
        return Some(format!("a point is no ring of land: {lat:.6}, {lon:.6}"));
    }
    if line.kind == ShoreKind::Baseline {
        return Some(format!("a baseline is no ring of land: it ends at {lat:.6}, {lon:.6}"));
    }
    let closes = first.lat == last.lat && wrap(first.lon - last.lon) == 0.0 && points.len() > 3;
    (!closes).then(|| format!("a line of land does not close: it ends at {lat:.6}, {lon:.6}"))
}
