//! `sea:optimise`: the numbers of a division for which a cost is least, found by trying.
//!
//! For shares `sea:fit` is exact and proves it; this is for every other aim: the product of gains, the
//! length of the lines, the least gap between what parties ask for and get.

use std::rc::Rc;

use mlua::{Function, Lua, Result, Table, Value};

use super::args::{self, Options};
use super::noun::{charge, check};
use super::partition::{Partition, partition_in};
use super::session::Session;
use crate::fault::Fault;
use crate::minimise::{Least, Stop, minimise};

const CALL: &str = "sea:optimise";
/// Most unknowns: beyond them a simplex is no use.
const MOST: usize = 12;
/// Places tried where no number is given, and at most.
const EVALUATIONS: f64 = 200.0;
const MOST_EVALUATIONS: f64 = 10_000.0;
/// Size of the last step where none is given, as a fraction of each range.
const TOLERANCE: f64 = 1e-4;

/// After so many tries their solutions are let go.
const TRIES_KEPT: usize = 8;

/// One unknown with its range.
struct Unknown {
    name: String,
    least: f64,
    most: f64,
    start: f64,
}

/// The division of some numbers, and what it costs.
struct Aim {
    divide: Function,
    cost: Function,
}

/// `sea:optimise { ... }`
pub(crate) fn optimise(
    lua: &Lua,
    session: &Rc<Session>,
    value: &Value,
) -> Result<(Partition, Table)> {
    let known = ["vary", "start", "divide", "cost", "evaluations", "tolerance"];
    let options = Options::read(CALL, value, &known)?;
    let unknowns = unknowns(session, &options)?;
    let function = |name: &str| match options.get(name)? {
        Value::Function(f) => Ok(f),
        other => Err(args::refuse(CALL, name, "a function", &other)),
    };
    let aim = Aim { divide: function("divide")?, cost: function("cost")? };
    let start: Vec<f64> = unknowns.iter().map(|u| u.start).collect();
    let mut tries = 0_usize;
    let found = minimise(&start, stop(&options)?, &mut |at| {
        check(lua)?;
        charge(lua, 1024)?;
        // The collector does not see what the solutions of past tries weigh.
        tries += 1;
        if tries.is_multiple_of(TRIES_KEPT) {
            lua.gc_collect()?;
        }
        let x = table(lua, &unknowns, at)?;
        let partition = aim.partition(&x)?;
        aim.cost(partition, &x)
    })?;
    let x = table(lua, &unknowns, &found.at)?;
    let Some(best) = partition_in(&aim.partition(&x)?) else { return Err(not_found().into()) };
    Ok((best, result(lua, x, &found)?))
}

impl Aim {
    fn partition(&self, x: &Table) -> Result<Value> {
        let made: Value = self.divide.call(x.clone())?;
        match partition_in(&made) {
            Some(_) => Ok(made),
            None => Err(args::refuse(CALL, "what divide returns", "a Partition", &made)),
        }
    }

    fn cost(&self, partition: Value, x: &Table) -> Result<f64> {
        let cost: Value = self.cost.call((partition, x.clone()))?;
        match args::float(&cost) {
            Some(cost) if !cost.is_nan() => Ok(cost),
            _ => Err(args::refuse(CALL, "what cost returns", "a number", &cost)),
        }
    }
}

/// The unknowns: parties in the case's order, then the others by name.
fn unknowns(session: &Session, options: &Options) -> Result<Vec<Unknown>> {
    let vary = args::table(CALL, "vary", &options.get("vary")?)?;
    args::at_most(CALL, "vary", &vary, MOST)?;
    let starts = match options.get("start")? {
        Value::Nil => None,
        starts => Some(args::table(CALL, "start", &starts)?),
    };
    let mut unknowns = Vec::new();
    for pair in vary.pairs::<Value, Value>() {
        let (key, range) = pair?;
        let name = args::text(CALL, "a name of vary", &key)?;
        unknowns.push(unknown(name, &range, starts.as_ref())?);
    }
    if unknowns.is_empty() {
        let text = format!("{CALL}: vary names no number");
        let hint = "Give each a range: vary = { IRN = { 0.5, 2 } }.";
        return Err(Fault::wrong(text).hint(hint).token("vary").into());
    }
    if let Some(starts) = starts {
        for pair in starts.pairs::<Value, Value>() {
            let name = args::text(CALL, "a name of start", &pair?.0)?;
            if !unknowns.iter().any(|u| u.name == name) {
                let text = format!("{CALL}: start names \"{name}\", which does not vary");
                let names = unknowns.iter().map(|u| u.name.as_str());
                return Err(Fault::unknown(text, &name, names, "").into());
            }
        }
    }
    let rank =
        |u: &Unknown| session.parties.iter().position(|p| *p == u.name).unwrap_or(usize::MAX);
    unknowns.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name)));
    Ok(unknowns)
}

/// One range `{ least, greatest }`; the search begins in its middle if nothing else is said.
fn unknown(name: String, range: &Value, starts: Option<&Table>) -> Result<Unknown> {
    let pair = args::table(CALL, &format!("the range of {name}"), range)?;
    let end = |k: i64| args::number(CALL, &format!("the range of {name}"), &pair.raw_get(k)?);
    let (least, most) = (end(1)?, end(2)?);
    if least >= most || pair.raw_len() != 2 {
        let text = format!("{CALL}: the range of {name} is not {{ least, greatest }}");
        return Err(Fault::wrong(text).token(name).into());
    }
    let start = match starts.map(|s| s.raw_get::<Value>(name.as_str())).transpose()? {
        None | Some(Value::Nil) => 0.5,
        Some(at) => {
            (args::number(CALL, &format!("the start of {name}"), &at)? - least) / (most - least)
        }
    };
    if !(0.0..=1.0).contains(&start) {
        let text = format!("{CALL}: the start of {name} is outside its range");
        return Err(Fault::wrong(text).token(name).into());
    }
    Ok(Unknown { name, least, most, start })
}

fn stop(options: &Options) -> Result<Stop> {
    let evaluations = options.number("evaluations")?.unwrap_or(EVALUATIONS);
    let tolerance = options.number("tolerance")?.unwrap_or(TOLERANCE);
    if !(1.0..=MOST_EVALUATIONS).contains(&evaluations) || evaluations.fract() != 0.0 {
        let text = format!(
            "{CALL}: evaluations is a whole number from 1 to {MOST_EVALUATIONS}, not {evaluations}"
        );
        return Err(Fault::wrong(text).token("evaluations").into());
    }
    if !(1e-12..=1.0).contains(&tolerance) {
        let text = format!("{CALL}: tolerance is from 1e-12 to 1 of each range, not {tolerance}");
        return Err(Fault::wrong(text).token("tolerance").into());
    }
    Ok(Stop { evaluations: evaluations as usize, tolerance })
}

/// The numbers at a place of the unit box, by name.
fn table(lua: &Lua, unknowns: &[Unknown], at: &[f64]) -> Result<Table> {
    let x = lua.create_table()?;
    for (u, at) in unknowns.iter().zip(at) {
        x.raw_set(u.name.as_str(), u.least + at * (u.most - u.least))?;
    }
    Ok(x)
}

fn result(lua: &Lua, x: Table, found: &Least) -> Result<Table> {
    let out = lua.create_table()?;
    out.raw_set("x", x)?;
    out.raw_set("cost", found.value)?;
    out.raw_set("evaluations", found.evaluations)?;
    out.raw_set("converged", found.converged)?;
    Ok(out)
}

fn not_found() -> Fault {
    Fault::wrong(format!("{CALL}: divide gives no Partition any more")).token("divide")
}
