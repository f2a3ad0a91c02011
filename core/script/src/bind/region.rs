//! `Region`: a part of the sea, as lazy as a field.

use littoral_delimit::Region as Set;
use mlua::{FromLua, Lua, Result, UserData, UserDataFields, UserDataMethods, Value};

use super::args;
use super::field::Field;
use super::noun::Noun;
use crate::fault::Fault;

/// A region in a script.
#[derive(Clone)]
pub(crate) struct Region {
    /// The engine's set.
    pub(crate) set: Set,
    /// Height of the tree behind it.
    pub(crate) depth: u32,
}

impl Region {
    /// A region whose field has height `depth`, charged to the run.
    pub(crate) fn grown(lua: &Lua, set: Set, depth: u32) -> Result<Self> {
        let field = Field::grown(lua, set.field().clone(), depth)?;
        Ok(Self { set, depth: field.depth })
    }

    fn joined(&self, lua: &Lua, set: Set, other: &Self) -> Result<Self> {
        Self::grown(lua, set, self.depth.max(other.depth) + 2)
    }
}

impl FromLua for Region {
    fn from_lua(value: Value, _: &Lua) -> Result<Self> {
        match &value {
            Value::UserData(data) if data.is::<Self>() => data.borrow::<Self>().map(|r| r.clone()),
            other => {
                let text = format!("a Region is wanted here, not {}", args::describe(other));
                Err(Fault::wrong(text)
                    .hint("field:le(x), field:ge(x), field:within(m) make one.")
                    .into())
            }
        }
    }
}

impl UserData for Region {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_meta_field("__type", "Region");
    }

    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        let mut noun = Noun::new("Region", methods);
        noun.method("both", |lua, this: &Self, other: Self| {
            this.joined(lua, this.set.both(&other.set), &other)
        });
        noun.method("either", |lua, this: &Self, other: Self| {
            this.joined(lua, this.set.either(&other.set), &other)
        });
        noun.method("minus", |lua, this: &Self, other: Self| {
            this.joined(lua, this.set.minus(&other.set), &other)
        });
        noun.method("no", |lua, this: &Self, ()| Self::grown(lua, this.set.no(), this.depth + 1));
    }
}
