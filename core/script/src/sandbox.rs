//! A fresh interpreter with nothing of the machine in it.
//!
//! In this order: safe libraries only; every global outside the allow-list removed; functions
//! that are one long call inside the memory limit replaced by budgeted ones, and those that walk a
//! table by ones that refuse keys without an order of their own; transcendental
//! functions from `libm`, so that results are the same on every platform; the API; then
//! everything read-only. The compiler's own shortcuts for replaced functions are turned off:
//! without that an override of `math.sin` has no effect.

pub(crate) mod allow;
mod blocks;
pub(crate) mod compiled;
pub(crate) mod library;
pub(crate) mod loops;
mod maths;
mod show;
mod strings;
mod tables;
mod tokens;

use std::rc::Rc;
use std::sync::atomic::Ordering;

use littoral_model::FailureKind;
use mlua::{Function, Lua, LuaOptions, Result, StdLib, Table, Value, VmState};

use crate::bind;
use crate::bind::args::beginning;
use crate::budget::{Budget, stopped};
use crate::fault::Fault;
use crate::source::Limits;

/// A state that has not met a rule yet: the same for every rule, and thus made before one is asked for.
pub(crate) fn build() -> Result<Lua> {
    let lua = Lua::new_with(StdLib::ALL_SAFE, LuaOptions::new().catch_rust_panics(false))?;
    let globals = lua.globals();
    allow::prune(&globals)?;
    maths::install(&lua, &globals)?;
    strings::install(&lua, &globals)?;
    tables::install(&lua, &globals)?;
    show::install(&lua, &globals)?;
    loops::install(&lua, &globals)?;
    bind::install(&lua, &globals)?;
    bind::warm(&lua)?;
    refuse_unknown_globals(&lua, &globals)?;
    lua.set_compiler(compiled::compiler().clone());
    lua.sandbox(true)?;
    Ok(lua)
}

/// Gives a state the limits of one run.
pub(crate) fn arm(lua: &Lua, budget: &Rc<Budget>, limits: &Limits) -> Result<()> {
    lua.set_app_data(budget.clone());
    lua.set_memory_limit(limits.memory_bytes)?;
    let stop = budget.share_stop();
    // Reading a clock here would double the cost of every loop: the watchdog reads it.
    lua.set_interrupt(move |lua| match stop.load(Ordering::Relaxed) {
        false => Ok(VmState::Continue),
        true => Err(stopped_at(lua)),
    });
    Ok(())
}

/// The end of a stopped run, with the line where it was.
fn stopped_at(lua: &Lua) -> mlua::Error {
    let place = |level| {
        let at = lua.inspect_stack(level, |frame| {
            let chunk = frame.source().short_src?.into_owned();
            let line = frame.current_line().filter(|_| chunk != loops::CHUNK);
            line.map(|line| format!("{chunk}:{line}: stopped"))
        });
        at.flatten()
    };
    match (0..4).find_map(place) {
        Some(text) => Fault::new(FailureKind::Cancelled, text).into(),
        None => stopped(),
    }
}

/// Reading a global that does not exist is an error with the nearest name, not a silent nil.
fn refuse_unknown_globals(lua: &Lua, globals: &Table) -> Result<()> {
    let index = lua.create_function(|lua, (_, key): (Value, Value)| -> Result<Value> {
        let name = match &key {
            Value::String(name) => beginning(name),
            other => other.type_name().to_owned(),
        };
        if let Some(library) = library::get(lua, &name)? {
            return Ok(Value::Table(library));
        }
        let removed = allow::REMOVED.contains(&name.as_str());
        let rest = match removed {
            true => "A rule has no files, clock, chance or other code: it gets a sea and its parameters.",
            false => "",
        };
        let known = allow::GLOBALS.iter().copied().chain(bind::globals()).chain(library::names());
        let known = known.filter(|_| !removed);
        let text = format!("there is no \"{name}\" in a rule");
        Err(Fault::unknown(text, &name, known, rest).into())
    })?;
    let meta = lua.create_table()?;
    meta.raw_set("__index", index)?;
    meta.raw_set("__metatable", false)?;
    globals.set_metatable(Some(meta))
}

/// Replaces `library.name` by a function of the original one.
fn replace(
    lua: &Lua,
    globals: &Table,
    path: (&str, &str),
    make: impl FnOnce(&Lua, Function) -> Result<Function>,
) -> Result<()> {
    let library: Table = globals.raw_get(path.0)?;
    let original: Function = library.raw_get(path.1)?;
    library.raw_set(path.1, make(lua, original)?)
}
