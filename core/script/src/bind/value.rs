//! `sea:value`: what a place is worth, as a field.
//!
//! A deposit is spread over the disc of its stated area as a cone: most at its place, nothing at its rim, its whole value
//! within. So the field has no steps, and how fast it changes is known, which keeps lines that follow it certified.

use std::f64::consts::PI;
use std::rc::Rc;

use littoral_delimit::Field as Tree;
use littoral_geodesy::{Earth, LatLon, SurfacePoint};
use littoral_model::Deposit;
use littoral_model::params::did_you_mean;
use mlua::{UserDataMethods, Value};

use super::args::{self, Options};
use super::field::Field;
use super::noun::{Noun, charge};
use super::sea::Sea;
use crate::fault::Fault;

const CALL: &str = "sea:value";
/// What can be valued; as in `partition:metric`.
const KINDS: [&str; 3] = ["area", "deposits", "deposit_value"];
/// Radius of a deposit whose area is not stated, metres.
const RADIUS_M: f64 = 10_000.0;
/// Smallest and largest disc, metres: a smaller one is steeper than lines can follow.
const DISCS_M: [f64; 2] = [100.0, 1e6];
/// Host memory charged for a deposit.
const CONE_BYTES: usize = 256;

/// One deposit, spread.
struct Cone {
    at: SurfacePoint,
    radius_m: f64,
    /// Density at its place, per square kilometre.
    height: f64,
}

pub(super) fn install<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("value", |lua, sea: &Sea, (kind, options): (Value, Value)| {
        let kind = args::text(CALL, "the kind", &kind)?;
        let options = Options::read(CALL, &options, &["radius"])?;
        let radius_m = options.number("radius")?.unwrap_or(RADIUS_M);
        if !(DISCS_M[0]..=DISCS_M[1]).contains(&radius_m) {
            let text = format!("{CALL}: a radius is between {} m and {} m", DISCS_M[0], DISCS_M[1]);
            return Err(Fault::wrong(text).token("radius").into());
        }
        let worth: fn(&Deposit) -> Option<f64> = match kind.as_str() {
            "area" => return Field::leaf(lua, Tree::constant(1.0)),
            "deposits" => |_| Some(1.0),
            "deposit_value" => |d| d.value,
            _ => return Err(unknown(&kind).into()),
        };
        let cones = cones(sea, radius_m, worth);
        if cones.is_empty() {
            return Err(none(&kind).into());
        }
        charge(lua, CONE_BYTES * cones.len())?;
        Field::leaf(lua, spread(sea, cones))
    });
}

/// Deposits of a known place that are worth something.
fn cones(sea: &Sea, radius_m: f64, worth: fn(&Deposit) -> Option<f64>) -> Vec<Cone> {
    let case = sea.0.waters.case();
    let earth = Earth::new(&case.ellipsoid);
    let cone = |d: &Deposit| {
        let (at, value) = (d.at?, worth(d).filter(|v| *v > 0.0)?);
        let stated = d.area_km2.filter(|a| *a > 0.0).map(|a| 1000.0 * (a / PI).sqrt());
        let radius_m = stated.map_or(radius_m, |r| r.clamp(DISCS_M[0], DISCS_M[1]));
        // A cone holds a third of the cylinder about it.
        let height = 3.0 * value / (PI * (radius_m / 1000.0).powi(2));
        Some(Cone { at: earth.point(at), radius_m, height })
    };
    case.deposits.iter().filter_map(cone).collect()
}

fn spread(sea: &Sea, cones: Vec<Cone>) -> Tree {
    let earth = Earth::new(&sea.0.waters.case().ellipsoid);
    let steepest = cones.iter().map(|c| c.height / c.radius_m).sum();
    let read = move |at: LatLon, out: &mut [f64]| {
        let here = earth.point(at);
        let part = |c: &Cone| c.height * (1.0 - earth.distance(&here, &c.at) / c.radius_m).max(0.0);
        out.fill(cones.iter().map(part).sum());
        Ok(())
    };
    let id = sea.0.functions.add_native(Rc::new(read));
    let tree = Tree::external(id, Vec::new(), 1, Some(steepest)).into_iter().next();
    tree.unwrap_or_else(|| Tree::constant(0.0))
}

fn unknown(kind: &str) -> Fault {
    let text = format!("{CALL}: no kind \"{kind}\"");
    let rest = format!("There are {}.", KINDS.join(", "));
    Fault::wrong(text).hint(did_you_mean(kind, KINDS, &rest)).token(kind)
}

fn none(kind: &str) -> Fault {
    let what = if kind == "deposits" { "no deposit" } else { "no value of a deposit" };
    Fault::lacking(format!("{CALL}: the case states {what} whose place is known"))
        .hint("\"area\" values every place alike; sea:field makes a field of your own.")
        .token("value")
}
