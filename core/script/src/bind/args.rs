//! Reading arguments, with refusals that name the call, the argument and what was given.

use mlua::{LuaString, Result, Table, Value};

use crate::clean::cleaned;
use crate::fault::Fault;

/// Longest text that a host function takes, bytes.
const LONGEST: usize = 64 * 1024;
/// So much of a text is repeated in a message, characters.
const REPEATED: usize = 60;

/// A value in words: `the number 3`, `the text "half"`, `a table`.
pub(crate) fn describe(value: &Value) -> String {
    match value {
        Value::Nil => "nothing".to_owned(),
        Value::Boolean(b) => b.to_string(),
        Value::Integer(i) => format!("the number {i}"),
        Value::Number(x) => format!("the number {x}"),
        Value::String(s) => format!("the text \"{}\"", beginning(s)),
        Value::UserData(data) => match data.type_name() {
            Ok(name) => format!("a {}", name.to_string_lossy()),
            Err(_) => "an object".to_owned(),
        },
        other => format!("a {}", other.type_name()),
    }
}

/// The number in a value: whole ones arrive as integers.
pub(crate) fn float(value: &Value) -> Option<f64> {
    value.as_number().or_else(|| value.as_integer().map(|i| i as f64))
}

/// A finite number.
pub(crate) fn number(call: &str, name: &str, value: &Value) -> Result<f64> {
    match float(value) {
        Some(x) if x.is_finite() => Ok(x),
        _ => Err(refuse(call, name, "a finite number", value)),
    }
}

/// A length that is not negative, metres.
pub(crate) fn metres(call: &str, name: &str, value: &Value) -> Result<f64> {
    match number(call, name, value)? {
        x if x >= 0.0 => Ok(x),
        _ => Err(refuse(call, name, "0 m or more", value)),
    }
}

/// A text.
pub(crate) fn text(call: &str, name: &str, value: &Value) -> Result<String> {
    match value {
        Value::String(s) if s.as_bytes().len() > LONGEST => {
            let wanted = format!("a text of at most {LONGEST} bytes");
            Err(refuse(call, name, &wanted, value))
        }
        Value::String(s) => Ok(cleaned(s.to_string_lossy())),
        other => Err(refuse(call, name, "a text", other)),
    }
}

/// The beginning of a text, for messages.
pub(crate) fn beginning(text: &LuaString) -> String {
    let bytes = text.as_bytes();
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * REPEATED)]);
    match start.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}...", &start[..end]),
        None => start.into_owned(),
    }
}

/// Refuses a table of more than `most` entries.
pub(crate) fn at_most(call: &str, name: &str, table: &Table, most: usize) -> Result<()> {
    match table.pairs::<Value, Value>().take(most + 1).count() {
        n if n <= most => Ok(()),
        _ => Err(Fault::wrong(format!("{call}: more than {most} entries in {name}")).into()),
    }
}

/// A table.
pub(crate) fn table(call: &str, name: &str, value: &Value) -> Result<Table> {
    match value {
        Value::Table(t) => Ok(t.clone()),
        other => Err(refuse(call, name, "a table", other)),
    }
}

/// `sea:dist: islands must be a number, not the text "half"`
pub(crate) fn refuse(call: &str, name: &str, wanted: &str, given: &Value) -> mlua::Error {
    let word = call.rsplit([':', '.']).next().unwrap_or(call);
    let token = match given {
        Value::String(s) => beginning(s),
        _ => word.to_owned(),
    };
    Fault::wrong(format!("{call}: {name} must be {wanted}, not {}", describe(given)))
        .token(token)
        .into()
}

/// A table of named options, each known by name.
pub(crate) struct Options {
    call: &'static str,
    table: Option<Table>,
}

impl Options {
    /// Reads the table, refusing names outside `known`.
    pub(crate) fn read(call: &'static str, value: &Value, known: &[&'static str]) -> Result<Self> {
        if value.is_nil() {
            return Ok(Self { call, table: None });
        }
        let table = table(call, "options", value)?;
        for pair in table.pairs::<Value, Value>() {
            let (key, _) = pair?;
            let name = match &key {
                Value::String(s) => beginning(s),
                other => describe(other),
            };
            if !known.contains(&name.as_str()) {
                let rest = format!("It takes: {}.", known.join(", "));
                let text = format!("{call} has no option \"{name}\"");
                return Err(Fault::unknown(text, &name, known.iter().copied(), &rest).into());
            }
        }
        Ok(Self { call, table: Some(table) })
    }

    /// The raw value of one option; nil if it is left out.
    pub(crate) fn get(&self, name: &str) -> Result<Value> {
        self.table.as_ref().map_or(Ok(Value::Nil), |t| t.raw_get(name))
    }

    /// A number, if given.
    pub(crate) fn number(&self, name: &str) -> Result<Option<f64>> {
        match self.get(name)? {
            Value::Nil => Ok(None),
            value => number(self.call, name, &value).map(Some),
        }
    }

    /// A length that is not negative, metres, if given.
    pub(crate) fn metres(&self, name: &str) -> Result<Option<f64>> {
        match self.get(name)? {
            Value::Nil => Ok(None),
            value => metres(self.call, name, &value).map(Some),
        }
    }

    /// A text, if given.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>> {
        match self.get(name)? {
            Value::Nil => Ok(None),
            value => text(self.call, name, &value).map(Some),
        }
    }
}
