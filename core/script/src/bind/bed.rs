//! The bed of the sea: its depth as a field, and whose slope each place belongs to.

use std::rc::Rc;

use littoral_delimit::Field as Tree;
use littoral_geodesy::LatLon;
use littoral_model::DepthGrid;
use mlua::{UserDataMethods, Value};

use super::args::Options;
use super::field::Field;
use super::noun::{Noun, charge};
use super::sea::Sea;
use crate::fault::Fault;

/// Least metres in a degree of latitude, and of longitude at the equator.
const DEGREE_M: f64 = 110_000.0;
/// Step of the flood where none is given, degrees.
const STEP: f64 = 0.05;
/// Host memory charged for a flood.
const FLOOD_BYTES: usize = 4 << 20;

pub(super) fn install<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("depth", |lua, sea: &Sea, ()| {
        let waters = sea.0.waters.clone();
        let Some(grid) = &waters.case().depths else {
            return Err(Fault::lacking("sea:depth: the case names no bathymetry")
                .hint("Name one in its case.toml.")
                .token("depth")
                .into());
        };
        let level = waters.case().level.as_ref().map_or(0.0, |l| l.legal_m);
        let steepest = slope(grid);
        let read = move |at: LatLon, out: &mut [f64]| {
            let height = waters.case().depths.as_ref().and_then(|g| g.height(at.lat, at.lon));
            let height =
                height.ok_or_else(|| format!("no depth at {:.3}, {:.3}", at.lat, at.lon))?;
            out.fill((level - height).max(0.0));
            Ok(())
        };
        let id = sea.0.functions.add_native(Rc::new(read));
        let tree = Tree::external(id, Vec::new(), 1, Some(steepest)).into_iter().next();
        Field::leaf(lua, tree.unwrap_or_else(|| Tree::constant(0.0)))
    });
    noun.method("watershed", |lua, sea: &Sea, options: Value| {
        let options = Options::read("sea:watershed", &options, &["step"])?;
        let step = options.number("step")?.unwrap_or(STEP);
        charge(lua, FLOOD_BYTES)?;
        let basins = sea.0.ask(|w, _, _| w.watershed(step))?;
        let steepest = basins.lipschitz();
        let read = move |at: LatLon, out: &mut [f64]| {
            basins.scores(at, out);
            Ok(())
        };
        let id = sea.0.functions.add_native(Rc::new(read));
        let trees = Tree::external(id, Vec::new(), sea.0.parties.len(), Some(steepest));
        let scores = lua.create_table()?;
        for (party, tree) in sea.0.parties.iter().zip(trees) {
            scores.raw_set(party.as_str(), Field::leaf(lua, tree)?)?;
        }
        Ok(scores)
    });
}

/// Greatest change of depth per metre: between neighbouring nodes, along both axes at once.
fn slope(grid: &DepthGrid) -> f64 {
    let mut most = 0.0_f64;
    for (j, row) in grid.z.chunks_exact(grid.nx.max(1)).enumerate() {
        let lat = (grid.lat0 + grid.step * (j as f64 + 1.0)).abs().min(89.0);
        let (dy, dx) = (grid.step * DEGREE_M, grid.step * DEGREE_M * lat.to_radians().cos());
        let east = row.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f64::max);
        let next = grid.z.get((j + 1) * grid.nx..(j + 2) * grid.nx).unwrap_or(row);
        let north = row.iter().zip(next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let east_next = next.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f64::max);
        most = most.max((east.max(east_next) / dx).hypot(north / dy));
    }
    most
}
