//! String functions that could run long inside one call, with a cap each.

use std::rc::Rc;

use mlua::{Function, Lua, LuaString, MultiValue, Result, Table, Value};

use super::replace;
use crate::budget::Budget;
use crate::fault::Fault;

/// Longest text that these functions read or make, bytes.
const LONGEST: usize = 4 * 1024 * 1024;
/// Greatest product of text and pattern length: a plain search compares that many bytes.
const MOST_WORK: usize = 100_000_000;

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    for name in ["find", "split"] {
        replace(lua, globals, ("string", name), |lua, original| searching(lua, name, original))?;
    }
    replace(lua, globals, ("string", "rep"), repeating)
}

fn searching(lua: &Lua, name: &'static str, original: Function) -> Result<Function> {
    lua.create_function(move |_, args: MultiValue| {
        let length = |k: usize| match args.get(k) {
            Some(Value::String(s)) => s.as_bytes().len(),
            _ => 0,
        };
        let (text, pattern) = (length(0), length(1).max(1));
        if text > LONGEST {
            return Err(too_long(&format!("string.{name}"), text));
        }
        if text.saturating_mul(pattern) > MOST_WORK {
            let text =
                format!("string.{name}: {text} bytes times {pattern} bytes is too much to search");
            return Err(Fault::wrong(text).token(name).into());
        }
        original.call::<MultiValue>(args)
    })
}

fn repeating(lua: &Lua, original: Function) -> Result<Function> {
    lua.create_function(move |lua, (text, count): (LuaString, f64)| {
        let total = text.as_bytes().len() as f64 * count.max(0.0);
        if total > LONGEST as f64 {
            return Err(too_long("string.rep", total as usize));
        }
        make_room(lua, total as usize)?;
        original.call::<Value>((text, count))
    })
}

/// Collects what is garbage before a long text: the interpreter does not when its limit is reached.
fn make_room(lua: &Lua, bytes: usize) -> Result<()> {
    let budget = lua.app_data_ref::<Rc<Budget>>().map(|budget| budget.clone());
    match budget.is_some_and(|budget| budget.is_tight(lua.used_memory() + bytes)) {
        true => lua.gc_collect(),
        false => Ok(()),
    }
}

fn too_long(what: &str, bytes: usize) -> mlua::Error {
    let text = format!("{what}: a text of {bytes} bytes; at most {LONGEST} are allowed");
    Fault::wrong(text).token(what.trim_start_matches("string.")).into()
}
