//! The bed of the sea: its depth as a field, and whose slope each place belongs to.

use std::rc::Rc;

use littoral_delimit::Field as Tree;
use littoral_geodesy::{LatLon, densify};
use littoral_model::{Case, DepthGrid};
use mlua::{UserDataMethods, Value};

use super::args::Options;
use super::field::Field;
use super::noun::{Noun, charge};
use super::sea::Sea;
use crate::fault::Fault;

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
        if let Some(at) = uncovered(waters.case(), grid) {
            let text = format!(
                "sea:depth: no depth at {:.3}, {:.3}, on the rim of the sea",
                at.lat, at.lon
            );
            let next = "Soundings are to cover all of the sea.";
            return Err(Fault::lacking(text).hint(next).token("depth").into());
        }
        let level = waters.case().level.as_ref().map_or(0.0, |l| l.legal_m);
        let steepest = grid.steepest();
        let read = move |at: LatLon, out: &mut [f64]| {
            let grid = waters.case().depths.as_ref();
            // The mesh of a partition reaches beyond the sea, and a little beyond its soundings.
            let height = grid.and_then(|g| g.height_or_edge(at.lat, facing(g, at.lon)));
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

/// The first coordinate of the sea's rim that lies off the soundings.
fn uncovered(case: &Case, grid: &DepthGrid) -> Option<LatLon> {
    let off = |at: &&LatLon| grid.height(at.lat, facing(grid, at.lon)).is_none();
    case.sea.outer.iter().find(off).copied()
}

/// A longitude within half a turn of a grid's middle.
fn facing(grid: &DepthGrid, lon: f64) -> f64 {
    let middle = grid.lon0 + grid.step * (grid.nx as f64 - 1.0) / 2.0;
    middle + densify::wrap(lon - middle)
}
