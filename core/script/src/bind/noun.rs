//! Registering a noun's words: every call checks the budget, every unknown word is refused with
//! the nearest one.

use std::rc::Rc;

use mlua::{
    FromLuaMulti, IntoLua, IntoLuaMulti, Lua, MetaMethod, Result, UserDataFields, UserDataMethods,
    Value,
};

use super::args::beginning;
use crate::api;
use crate::budget::Budget;
use crate::fault::Fault;

/// Refuses to go on once the run is stopped.
pub(crate) fn check(lua: &Lua) -> Result<()> {
    lua.app_data_ref::<Rc<Budget>>().map_or(Ok(()), |budget| budget.check())
}

/// Charges host memory to the run.
pub(crate) fn charge(lua: &Lua, bytes: usize) -> Result<()> {
    lua.app_data_ref::<Rc<Budget>>().map_or(Ok(()), |budget| budget.charge(bytes))
}

/// Adds the words of one noun.
pub(crate) struct Noun<'a, M> {
    name: &'static str,
    methods: &'a mut M,
}

impl<'a, M> Noun<'a, M> {
    /// Begins a noun: its type name, its text, and the refusal of unknown words.
    pub(crate) fn new<T>(name: &'static str, methods: &'a mut M) -> Self
    where
        M: UserDataMethods<T>,
    {
        methods.add_meta_method(MetaMethod::Index, move |_, _, key: Value| -> Result<Value> {
            Err(unknown_word(name, &key).into())
        });
        methods.add_meta_method(MetaMethod::ToString, move |_, _, ()| Ok(name));
        Self { name, methods }
    }

    /// `noun:name(...)`
    pub(crate) fn method<T, A, R>(
        &mut self,
        name: &'static str,
        f: impl Fn(&Lua, &T, A) -> Result<R> + 'static,
    ) where
        M: UserDataMethods<T>,
        A: FromLuaMulti,
        R: IntoLuaMulti,
    {
        register(self.name, name);
        self.methods.add_method(name, move |lua, this, args: A| {
            check(lua)?;
            f(lua, this, args)
        });
    }

    /// `noun:name(...)` where the noun itself is handed on.
    pub(crate) fn function<T, A, R>(
        &mut self,
        name: &'static str,
        f: impl Fn(&Lua, A) -> Result<R> + 'static,
    ) where
        M: UserDataMethods<T>,
        A: FromLuaMulti,
        R: IntoLuaMulti,
    {
        register(self.name, name);
        self.methods.add_function(name, move |lua, args: A| {
            check(lua)?;
            f(lua, args)
        });
    }

    /// An operator: either operand may be the noun.
    pub(crate) fn operator<T, A, R>(
        &mut self,
        name: &'static str,
        f: impl Fn(&Lua, A) -> Result<R> + 'static,
    ) where
        M: UserDataMethods<T>,
        A: FromLuaMulti,
        R: IntoLuaMulti,
    {
        register(self.name, name);
        self.methods.add_meta_function(name, move |lua, args: A| {
            check(lua)?;
            f(lua, args)
        });
    }
}

/// `noun.name`
pub(crate) fn property<T, F: UserDataFields<T>, R: IntoLua>(
    fields: &mut F,
    (noun, name): (&'static str, &'static str),
    f: impl Fn(&Lua, &T) -> Result<R> + 'static,
) {
    register(noun, name);
    fields.add_field_method_get(name, f);
}

fn unknown_word(noun: &str, key: &Value) -> Fault {
    let word = match key {
        Value::String(s) => beginning(s),
        other => other.type_name().to_owned(),
    };
    let words: Vec<&str> = api::names(noun).filter(|n| !n.starts_with("__")).collect();
    let rest = format!("A {noun} has: {}.", words.join(", "));
    Fault::unknown(format!("a {noun} has no \"{word}\""), &word, words, &rest)
}

#[cfg(test)]
thread_local! {
    /// What was registered on this thread, for the test that compares it with the table.
    pub(crate) static REGISTERED: std::cell::RefCell<std::collections::BTreeSet<(&'static str, &'static str)>> =
        const { std::cell::RefCell::new(std::collections::BTreeSet::new()) };
}

/// Notes a registered word; only the test reads it.
pub(crate) fn register(_noun: &'static str, _name: &'static str) {
    #[cfg(test)]
    REGISTERED.with_borrow_mut(|all| all.insert((_noun, _name)));
}
