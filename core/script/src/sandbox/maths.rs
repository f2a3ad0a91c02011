//! Transcendental functions from `libm`: the same bits on every platform, and the same functions
//! that fields use. `sqrt floor ceil abs min max` are exact and stay.

use mlua::{Lua, Result, Table};

type OneArgument = fn(f64) -> f64;
type TwoArguments = fn(f64, f64) -> f64;

const ONE: &[(&str, OneArgument)] = &[
    ("sin", libm::sin),
    ("cos", libm::cos),
    ("tan", libm::tan),
    ("asin", libm::asin),
    ("acos", libm::acos),
    ("atan", libm::atan),
    ("exp", libm::exp),
    ("log10", libm::log10),
    ("sinh", libm::sinh),
    ("cosh", libm::cosh),
    ("tanh", libm::tanh),
];

const TWO: &[(&str, TwoArguments)] = &[("atan2", libm::atan2), ("pow", libm::pow)];

/// Names of every replaced function.
pub(super) fn replaced() -> impl Iterator<Item = &'static str> {
    ONE.iter().map(|(n, _)| *n).chain(TWO.iter().map(|(n, _)| *n)).chain(["log"])
}

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    let math: Table = globals.raw_get("math")?;
    for &(name, f) in ONE {
        math.raw_set(name, lua.create_function(move |_, x: f64| Ok(f(x)))?)?;
    }
    for &(name, f) in TWO {
        math.raw_set(name, lua.create_function(move |_, (x, y): (f64, f64)| Ok(f(x, y)))?)?;
    }
    let log = |_: &Lua, (x, base): (f64, Option<f64>)| Ok(log(x, base));
    math.raw_set("log", lua.create_function(log)?)
}

/// Natural logarithm, or to a base; exact for powers of 2 and 10.
fn log(x: f64, base: Option<f64>) -> f64 {
    match base {
        None => libm::log(x),
        Some(2.0) => libm::log2(x),
        Some(10.0) => libm::log10(x),
        Some(base) => libm::log(x) / libm::log(base),
    }
}
