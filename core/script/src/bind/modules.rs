//! `require`: modules of the rule's own folder.
//!
//! Every module runs once a state, in an environment of its own, and sees what a rule sees. The
//! texts come with the rule: nothing is looked for on a disk.

use std::rc::Rc;

use littoral_model::FailureKind;
use mlua::{Lua, Result, Table, Value};

use super::args;
use super::noun::{check, register};
use super::rule::file;
use crate::fault::Fault;
use crate::sandbox::loops;
use crate::source::{MAX_SOURCE_BYTES, Source, module_chunk};

/// Registry name of the modules that have been loaded, by chunk.
const LOADED: &str = "littoral.loaded";

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    lua.set_named_registry_value(LOADED, lua.create_table()?)?;
    register("", "require");
    let require = |lua: &Lua, name: Value| {
        let (chunk, text) = module(lua, "require", &name)?;
        once(lua, &chunk, &text)
    };
    globals.raw_set("require", lua.create_function(require)?)
}

/// The module of the rule's folder that a script names, as chunk and text.
pub(super) fn module(lua: &Lua, call: &str, name: &Value) -> Result<(String, String)> {
    let name = args::text(call, "the module", name)?;
    let source = lua.app_data_ref::<Rc<Source>>().map(|s| s.clone());
    let modules = source.as_deref().map(|s| s.modules.as_slice()).unwrap_or_default();
    if let Some(module) = modules.iter().find(|m| m.name == name) {
        return Ok((module_chunk(&name), module.text.clone()));
    }
    let known: Vec<&str> = modules.iter().map(|m| m.name.as_str()).collect();
    let rest = match known.is_empty() {
        true => "Name a file of the rule's own folder in quotes, without its ending: require(\"./weights\").".to_owned(),
        false => format!("This rule's folder gives: {}.", known.join(", ")),
    };
    let text = format!("there is no module \"{name}\"");
    Err(Fault::unknown(text, &name, known, &rest).into())
}

/// The value of a module; it runs at its first use.
fn once(lua: &Lua, chunk: &str, text: &str) -> Result<Value> {
    let loaded: Table = lua.named_registry_value(LOADED)?;
    match loaded.raw_get::<Value>(chunk)? {
        Value::Nil => {}
        // The mark of a module that is being loaded.
        Value::Boolean(false) => {
            let text = format!("the module {chunk} needs itself to load");
            let hint = "Move what both need into a third module.";
            return Err(Fault::new(FailureKind::Runtime, text).hint(hint).into());
        }
        value => return Ok(value),
    }
    loaded.raw_set(chunk, false)?;
    let value = evaluate(lua, chunk, text).and_then(|value| match value {
        Value::Nil | Value::Boolean(false) => {
            Err(Fault::wrong(format!("the module {chunk} returns nothing"))
                .hint("A module ends with: return { name = value }")
                .into())
        }
        value => Ok(value),
    });
    if let Ok(Value::Table(table)) = &value {
        table.set_readonly(true);
    }
    loaded.raw_set(chunk, value.as_ref().map_or(Value::Nil, Clone::clone))?;
    value
}

/// Runs a text in an environment of its own.
pub(super) fn evaluate(lua: &Lua, chunk: &str, text: &str) -> Result<Value> {
    check(lua)?;
    if text.len() > MAX_SOURCE_BYTES {
        let text = format!("{chunk} has {} bytes; at most {MAX_SOURCE_BYTES}", text.len());
        return Err(Fault::new(FailureKind::Syntax, text).into());
    }
    let meta = lua.create_table()?;
    meta.raw_set("__index", lua.globals())?;
    meta.raw_set("__metatable", false)?;
    let environment = lua.create_table()?;
    environment.set_metatable(Some(meta))?;
    file(lua, || loops::compile(lua, chunk, text, Some(environment))?.call(()))
}
