//! Between Luau values and JSON, in an order that does not depend on hashing.

use mlua::{Lua, Result, Table, Value};
use serde_json::{Map, Value as Json};

use crate::bind::args::{describe, float};
use crate::fault::Fault;

/// Deepest nesting that is read; a cycle ends here.
const DEEPEST: usize = 16;

/// A Luau value as JSON. Keys of a table come in the order of `first`, then sorted.
///
/// Numbers that JSON cannot say become texts (`"infinity"`); objects become their type's name.
pub(crate) fn from_lua(value: &Value, first: &[String]) -> Result<Json> {
    read(value, first, 0)
}

fn read(value: &Value, first: &[String], depth: usize) -> Result<Json> {
    if depth > DEEPEST {
        return Err(Fault::wrong(format!("a table of more than {DEEPEST} levels")).into());
    }
    Ok(match value {
        Value::Nil => Json::Null,
        Value::Boolean(b) => Json::Bool(*b),
        Value::Integer(i) => Json::from(*i as f64),
        Value::Number(x) => number(*x),
        Value::String(s) => Json::String(s.to_string_lossy()),
        Value::Table(t) => return table(t, first, depth + 1),
        other => Json::String(describe(other)),
    })
}

fn number(x: f64) -> Json {
    match (x.is_nan(), x.is_infinite(), x > 0.0) {
        (true, ..) => Json::from("not a number"),
        (_, true, true) => Json::from("infinity"),
        (_, true, false) => Json::from("-infinity"),
        _ => Json::from(x),
    }
}

fn table(table: &Table, first: &[String], depth: usize) -> Result<Json> {
    let length = table.raw_len();
    let mut named = Vec::new();
    for pair in table.pairs::<Value, Value>() {
        let (key, value) = pair?;
        let index = float(&key);
        match (&key, index) {
            (_, Some(k)) if k >= 1.0 && k <= length as f64 => {}
            (Value::String(s), _) => named.push((s.to_string_lossy(), value)),
            (_, Some(k)) => named.push((k.to_string(), value)),
            _ => named.push((describe(&key), value)),
        }
    }
    if named.is_empty() && length > 0 {
        let items = table.sequence_values::<Value>().map(|v| read(&v?, first, depth));
        return items.collect::<Result<Vec<_>>>().map(Json::Array);
    }
    for k in 1..=length {
        named.push((k.to_string(), table.raw_get(k)?));
    }
    let rank = |name: &str| first.iter().position(|f| f == name).unwrap_or(first.len());
    named.sort_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
    let entries = named.into_iter().map(|(k, v)| Ok((k, read(&v, first, depth)?)));
    entries.collect::<Result<Map<_, _>>>().map(Json::Object)
}

/// JSON as a Luau value.
pub(crate) fn to_lua(lua: &Lua, json: &Json) -> Result<Value> {
    Ok(match json {
        Json::Null => Value::Nil,
        Json::Bool(b) => Value::Boolean(*b),
        Json::Number(n) => Value::Number(n.as_f64().unwrap_or(f64::NAN)),
        Json::String(s) => Value::String(lua.create_string(s)?),
        Json::Array(items) => {
            let items = items.iter().map(|v| to_lua(lua, v)).collect::<Result<Vec<_>>>()?;
            Value::Table(lua.create_sequence_from(items)?)
        }
        Json::Object(map) => {
            let table = lua.create_table()?;
            for (key, value) in map {
                table.raw_set(key.as_str(), to_lua(lua, value)?)?;
            }
            Value::Table(table)
        }
    })
}
