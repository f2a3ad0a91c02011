//! The API bound to the engine: one file a noun.

pub(crate) mod args;
mod bed;
pub(crate) mod compose;
pub(crate) mod construct;
mod convex;
mod deposits;
mod draw;
mod drawn;
pub(crate) mod field;
pub(crate) mod fit;
pub(crate) mod law;
pub(crate) mod modules;
pub(crate) mod noun;
mod optimise;
pub(crate) mod param;
pub(crate) mod partition;
pub(crate) mod place;
mod points;
mod reach;
pub(crate) mod region;
pub(crate) mod rng;
pub(crate) mod rule;
pub(crate) mod sea;
pub(crate) mod session;
mod shelf;
mod value;

use mlua::{Lua, Result, Table};

use crate::api;

/// Registers what a rule file sees before it runs. The sea comes with `run`.
pub(crate) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    place::install(lua, globals)?;
    param::install(lua, globals)?;
    convex::install(lua, globals)?;
    modules::install(lua, globals)?;
    compose::install(lua, globals)?;
    rule::install(lua, globals)
}

/// Makes what the first value with words costs a state, while nobody waits for it.
pub(crate) fn warm(lua: &Lua) -> Result<()> {
    let any = field::Field::leaf(lua, littoral_delimit::Field::constant(0.0))?;
    lua.create_userdata(any).map(drop)
}

/// Global names that [`install`] registers.
pub(crate) fn globals() -> impl Iterator<Item = &'static str> {
    api::names("").chain(["convex", "param"])
}
