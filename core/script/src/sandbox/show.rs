//! `tostring`, `string.format` and `print` without addresses: an address is the last thing that
//! differs between two runs.

use std::rc::Rc;

use mlua::{Function, Lua, MultiValue, Result, Table, Value};

use super::replace;
use crate::budget::Budget;

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    let stock: Function = globals.raw_get("tostring")?;
    let to_text = lua.create_function(move |lua, value: Value| show(lua, &stock, value))?;
    globals.raw_set("tostring", &to_text)?;
    let show_args = to_text.clone();
    replace(lua, globals, ("string", "format"), move |lua, original| {
        lua.create_function(move |_, args: MultiValue| {
            let plain = args.into_iter().map(|v| match v {
                Value::Table(_) | Value::Function(_) | Value::Thread(_) => show_args.call(v),
                Value::UserData(_) | Value::Buffer(_) | Value::Error(_) => show_args.call(v),
                other => Ok(other),
            });
            original.call::<Value>(plain.collect::<Result<MultiValue>>()?)
        })
    })?;
    let print = lua.create_function(move |lua, args: MultiValue| {
        let words = args.into_iter().map(|v| to_text.call::<mlua::LuaString>(v));
        let words = words.map(|w| Ok(w?.to_string_lossy())).collect::<Result<Vec<String>>>()?;
        if let Some(budget) = lua.app_data_ref::<Rc<Budget>>() {
            budget.print(words.join("\t"));
        }
        Ok(())
    })?;
    globals.raw_set("print", print)
}

/// The stock text, but for values whose stock text is an address.
fn show(lua: &Lua, stock: &Function, value: Value) -> Result<Value> {
    let own_text = |t: &Table| {
        t.metatable().is_some_and(|m| !m.raw_get("__tostring").unwrap_or(Value::Nil).is_nil())
    };
    let name = match &value {
        Value::Table(t) if !own_text(t) => "table",
        Value::Function(_) => "function",
        Value::Thread(_) => "thread",
        Value::Buffer(_) => "buffer",
        _ => return stock.call(value),
    };
    Ok(Value::String(lua.create_string(name)?))
}
