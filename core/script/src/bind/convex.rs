//! `convex`: linear and concave programs for the library and for rules.

use std::rc::Rc;

use littoral_delimit::DelimitError;
use littoral_delimit::program::{Optimum, Program, Row, minimise_until};
use mlua::{Lua, Result, Table, Value};

use super::args::{self, Options};
use super::noun::{charge, check, register};
use crate::budget::{Budget, stopped};

const CALL: &str = "convex.minimise";

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    let convex = lua.create_table()?;
    register("convex", "minimise");
    convex.raw_set("minimise", lua.create_function(|lua, spec: Value| solve(lua, &spec))?)?;
    globals.raw_set("convex", convex)
}

/// The optimum as a table, or nil and the reason.
fn solve(lua: &Lua, spec: &Value) -> Result<(Option<Table>, Option<String>)> {
    check(lua)?;
    let program = read(lua, spec)?;
    let stop = lua.app_data_ref::<Rc<Budget>>().map(|budget| budget.share_stop());
    match minimise_until(&program, stop) {
        Ok(optimum) => Ok((Some(table(lua, &optimum)?), None)),
        Err(DelimitError::Cancelled) => Err(stopped()),
        Err(error) => Ok((None, Some(error.to_string()))),
    }
}

fn read(lua: &Lua, spec: &Value) -> Result<Program> {
    let options = Options::read(CALL, spec, &["cost", "log", "most", "equal"])?;
    let list = |name: &str| match options.get(name)? {
        Value::Nil => Ok(Vec::new()),
        value => numbers(name, &value),
    };
    let (cost, log) = (list("cost")?, list("log")?);
    let program =
        Program { most: rows(&options, "most")?, equal: rows(&options, "equal")?, cost, log };
    charge(lua, (program.most.len() + program.equal.len()) * program.cost.len() * 64)?;
    Ok(program)
}

fn rows(options: &Options, name: &str) -> Result<Vec<Row>> {
    let value = options.get(name)?;
    if value.is_nil() {
        return Ok(Vec::new());
    }
    let list = args::table(CALL, name, &value)?;
    let row = |value: Value| {
        let table = args::table(CALL, "a constraint", &value)?;
        let row = numbers("row of a constraint", &table.raw_get("row")?)?;
        let bound = args::number(CALL, "bound of a constraint", &table.raw_get("bound")?)?;
        Ok(Row { row, bound })
    };
    list.sequence_values::<Value>().map(|v| row(v?)).collect()
}

fn numbers(name: &str, value: &Value) -> Result<Vec<f64>> {
    let list = args::table(CALL, name, value)?;
    list.sequence_values::<Value>().map(|v| args::number(CALL, name, &v?)).collect()
}

fn table(lua: &Lua, optimum: &Optimum) -> Result<Table> {
    let out = lua.create_table()?;
    out.raw_set("x", optimum.x.as_slice())?;
    out.raw_set("most", optimum.most.as_slice())?;
    out.raw_set("equal", optimum.equal.as_slice())?;
    Ok(out)
}
