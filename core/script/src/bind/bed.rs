//! The bed of the sea: its depth as a field, and whose slope each place belongs to.

use std::rc::Rc;

use littoral_delimit::Field as Tree;
use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
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
        let depth = sea.0.waters.case().depth().map_err(|lack| {
            let text = format!("sea:depth: {lack}");
            Fault::lacking(text).hint(lack.next_step()).token("depth")
        })?;
        let steepest = depth.steepest();
        let read = move |at: LatLon, out: &mut [f64]| {
            let depth_m = depth.at_m(at);
            out.fill(
                depth_m.ok_or_else(|| format!("no depth at {:.3}, {:.3}", at.lat, wrap(at.lon)))?,
            );
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
