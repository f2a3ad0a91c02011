//! Table functions that could run long inside one call, with a cap each.

use mlua::{Function, Lua, MultiValue, Result, Table, Value};

use super::replace;
use crate::bind::args::float;
use crate::fault::Fault;

/// Most elements that one call sorts.
const MOST_SORTED: usize = 100_000;

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    replace(lua, globals, ("table", "sort"), sorting)?;
    replace(lua, globals, ("table", "move"), moving)
}

fn sorting(lua: &Lua, original: Function) -> Result<Function> {
    lua.create_function(move |_, args: MultiValue| {
        let count = first_table(&args).map_or(0, Table::raw_len);
        match count <= MOST_SORTED {
            true => original.call::<()>(args),
            false => {
                let text =
                    format!("table.sort: {count} elements; at most {MOST_SORTED} are sorted");
                Err(Fault::wrong(text).token("sort").into())
            }
        }
    })
}

fn moving(lua: &Lua, original: Function) -> Result<Function> {
    lua.create_function(move |_, args: MultiValue| {
        let length = first_table(&args).map_or(0, Table::raw_len) as f64;
        let index = |k: usize| args.get(k).and_then(float).unwrap_or(0.0);
        let (from, to) = (index(1), index(2));
        if to >= from && to - from + 1.0 > length {
            let text = format!("table.move: {} elements from a table of {length}", to - from + 1.0);
            return Err(Fault::wrong(text).token("move").into());
        }
        original.call::<MultiValue>(args)
    })
}

fn first_table(args: &MultiValue) -> Option<&Table> {
    args.front().and_then(Value::as_table)
}
