//! Between Luau values and JSON, in an order that does not depend on hashing.

use mlua::{Lua, LuaString, Result, Table, Value};
use serde_json::{Map, Value as Json};

use crate::bind::args::{describe, float};
use crate::clean::cleaned;
use crate::fault::Fault;

/// Deepest nesting that is read; a cycle ends here.
const DEEPEST: usize = 16;

/// Most values and bytes of text that one reading takes: a table that holds another many times over
/// can be far larger as JSON than it is in the interpreter.
const MOST_VALUES: usize = 20_000;
const MOST_BYTES: usize = 1024 * 1024;

/// A Luau value as JSON. Keys of a table come in the order of `first`, then sorted.
///
/// Numbers that JSON cannot say become texts (`"infinity"`); objects become their type's name.
pub(crate) fn from_lua(value: &Value, first: &[String]) -> Result<Json> {
    Reader { first, values: MOST_VALUES, bytes: MOST_BYTES, lists: false }.read(value, 0)
}

/// The same for what a rule notes: an empty table is an empty list. Luau cannot tell the two apart, and what a rule says
/// of nobody (no winners, no lines drawn) is a list that came out empty.
pub(crate) fn noted(value: &Value, first: &[String]) -> Result<Json> {
    Reader { first, values: MOST_VALUES, bytes: MOST_BYTES, lists: true }.read(value, 0)
}

/// What may still be read.
struct Reader<'a> {
    first: &'a [String],
    values: usize,
    bytes: usize,
    /// An empty table is an empty list.
    lists: bool,
}

impl Reader<'_> {
    fn read(&mut self, value: &Value, depth: usize) -> Result<Json> {
        if depth > DEEPEST {
            let hint = "Does the table hold itself?";
            let text = format!("a table of more than {DEEPEST} levels");
            return Err(Fault::wrong(text).hint(hint).into());
        }
        self.values = self.values.checked_sub(1).ok_or_else(|| {
            Fault::wrong(format!("more than {MOST_VALUES} values in one table"))
                .hint("Notes are for people: keep what they would read.")
        })?;
        Ok(match value {
            Value::Nil => Json::Null,
            Value::Boolean(b) => Json::Bool(*b),
            Value::Integer(i) => Json::from(*i as f64),
            Value::Number(x) => number(*x),
            Value::String(s) => Json::String(self.text(s)?),
            Value::Table(t) => return self.table(t, depth + 1),
            other => Json::String(describe(other)),
        })
    }

    fn text(&mut self, text: &LuaString) -> Result<String> {
        self.bytes = self.bytes.checked_sub(text.as_bytes().len()).ok_or_else(|| {
            Fault::wrong(format!("more than {MOST_BYTES} bytes of text in one table"))
        })?;
        Ok(cleaned(text.to_string_lossy()))
    }

    fn table(&mut self, table: &Table, depth: usize) -> Result<Json> {
        let length = table.raw_len();
        let mut named = Vec::new();
        for pair in table.pairs::<Value, Value>() {
            let (key, value) = pair?;
            let index = float(&key);
            match (&key, index) {
                (_, Some(k)) if k >= 1.0 && k <= length as f64 => continue,
                (Value::String(s), _) => named.push((self.text(s)?, value)),
                (_, Some(k)) => named.push((k.to_string(), value)),
                _ => named.push((describe(&key), value)),
            }
            if named.len() > self.values {
                break;
            }
        }
        if named.is_empty() && (length > 0 || self.lists) {
            let items = table.sequence_values::<Value>().map(|v| self.read(&v?, depth));
            return items.collect::<Result<Vec<_>>>().map(Json::Array);
        }
        for k in 1..=length.min(self.values) {
            named.push((k.to_string(), table.raw_get(k)?));
        }
        let rank = |name: &str| self.first.iter().position(|f| f == name).unwrap_or(usize::MAX);
        named.sort_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
        let entries = named.into_iter().map(|(k, v)| Ok((k, self.read(&v, depth)?)));
        entries.collect::<Result<Map<_, _>>>().map(Json::Object)
    }
}

fn number(x: f64) -> Json {
    match (x.is_nan(), x.is_infinite(), x > 0.0) {
        (true, ..) => Json::from("not a number"),
        (_, true, true) => Json::from("infinity"),
        (_, true, false) => Json::from("-infinity"),
        // JSON's -0.0 is a number of its own to some readers.
        _ => Json::from(x + 0.0),
    }
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
