//! The library: `fair`, `vote`, `coop`, `gmcr`, pure Luau from `scripts/lib`, read when a rule first names one.
//!
//! A library is a text that returns a table. It sees what a rule sees, is loaded once a state, and is read-only.

use mlua::{Lua, Result, Table, Value};

use super::loops;

/// Name, and text.
pub(crate) const LIBRARY: &[(&str, &str)] = &[
    ("coop", include_str!("../../../../scripts/lib/coop.luau")),
    ("fair", include_str!("../../../../scripts/lib/fair.luau")),
    ("gmcr", include_str!("../../../../scripts/lib/gmcr.luau")),
    ("vote", include_str!("../../../../scripts/lib/vote.luau")),
];

/// Names of the libraries.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    LIBRARY.iter().map(|(name, _)| *name)
}

/// How the interpreter names a library's text.
pub(crate) fn chunk(name: &str) -> String {
    format!("scripts/lib/{name}.luau")
}

/// The library of this name, if there is one.
pub(crate) fn get(lua: &Lua, name: &str) -> Result<Option<Table>> {
    let Some((name, text)) = LIBRARY.iter().find(|(n, _)| *n == name) else { return Ok(None) };
    let key = format!("littoral library {name}");
    if let Value::Table(known) = lua.named_registry_value(&key)? {
        return Ok(Some(known));
    }
    let table: Table = loops::compile(lua, &chunk(name), text, None)?.call(())?;
    freeze(&table)?;
    lua.set_named_registry_value(&key, &table)?;
    Ok(Some(table))
}

fn freeze(table: &Table) -> Result<()> {
    for pair in table.pairs::<Value, Value>() {
        if let Value::Table(inner) = pair?.1 {
            freeze(&inner)?;
        }
    }
    table.set_readonly(true);
    Ok(())
}
