//! `param.*`: declared parameters. A script sees plain values; the host keeps type and range.

use littoral_model::ParamKind;
use littoral_model::rule::LengthUnit;
use mlua::{Lua, Result, Table, UserData, UserDataFields, UserDataMethods, Value};
use serde_json::Value as Json;

use super::args::{self, Options};
use super::noun::{Noun, charge, register};
use crate::fault::Fault;
use crate::json;

/// Host memory charged for a declaration.
const DECLARED_BYTES: usize = 1024;
/// Most words of a choice, and numbers by party.
const MOST: usize = 64;

/// A declaration before it has a name.
#[derive(Clone)]
pub(crate) struct Declared {
    /// Type, unit and range.
    pub(crate) kind: ParamKind,
    /// Value when none is given.
    pub(crate) default: Json,
    /// What it means.
    pub(crate) about: String,
}

impl UserData for Declared {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_meta_field("__type", "Parameter");
    }

    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        let _ = Noun::new("Parameter", methods);
    }
}

type Make = fn(&Value, &Value, &Value) -> Result<Declared>;

const MAKERS: &[(&str, Make)] = &[
    ("number", |d, o, _| numeric("param.number", d, o, None)),
    ("nm", |d, o, _| numeric("param.nm", d, o, Some(LengthUnit::Nm))),
    ("km", |d, o, _| numeric("param.km", d, o, Some(LengthUnit::Km))),
    ("choice", choice),
    ("flag", |d, o, _| plain("param.flag", d, o, ParamKind::Flag)),
    ("text", |d, o, _| plain("param.text", d, o, ParamKind::Text)),
    ("shares", |d, o, _| shares(d, o)),
    ("weights", |d, o, _| weights(d, o)),
];

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    let library = lua.create_table()?;
    for &(name, make) in MAKERS {
        register("param", name);
        let f = move |lua: &Lua, (default, a, b): (Value, Value, Value)| {
            charge(lua, DECLARED_BYTES)?;
            make(&default, &a, &b)
        };
        library.raw_set(name, lua.create_function(f)?)?;
    }
    // A rule that reads `param.nmi` learns the nearest name.
    let index = lua.create_function(|_, (_, key): (Value, Value)| -> Result<Value> {
        let word = args::text("param", "the name", &key)?;
        let known = MAKERS.iter().map(|(n, _)| *n);
        let rest = format!("param has: {}.", known.clone().collect::<Vec<_>>().join(", "));
        Err(Fault::unknown(format!("param has no \"{word}\""), &word, known, &rest).into())
    })?;
    let meta = lua.create_table()?;
    meta.raw_set("__index", index)?;
    library.set_metatable(Some(meta))?;
    library.set_readonly(true);
    globals.raw_set("param", library)
}

/// A plain value as a declaration: `params = { weights = { AZE = 1 }, strict = false }`.
pub(crate) fn from_plain(name: &str, value: &Value) -> Result<Declared> {
    let kind = match value {
        Value::Integer(_) | Value::Number(_) => ParamKind::Number { min: None, max: None },
        Value::Boolean(_) => ParamKind::Flag,
        Value::String(_) => ParamKind::Text,
        Value::Table(_) => {
            by_party("rule", value)?;
            ParamKind::PerParty { min: None, max: None, unit: String::new() }
        }
        other => {
            return Err(args::refuse(
                "rule",
                name,
                "a number, a text, true or false, numbers by party, or a param",
                other,
            ));
        }
    };
    Ok(Declared { kind, default: json::from_lua(value, &[])?, about: String::new() })
}

fn numeric(
    call: &'static str,
    default: &Value,
    options: &Value,
    unit: Option<LengthUnit>,
) -> Result<Declared> {
    let options = Options::read(call, options, &["min", "max", "about"])?;
    let (min, max) = (options.number("min")?, options.number("max")?);
    let kind = match unit {
        Some(unit) => ParamKind::Length { unit, min: min.or(Some(0.0)), max },
        None => ParamKind::Number { min, max },
    };
    let default = Json::from(args::number(call, "the default", default)?);
    Ok(Declared { kind, default, about: options.text("about")?.unwrap_or_default() })
}

fn plain(
    call: &'static str,
    default: &Value,
    options: &Value,
    kind: ParamKind,
) -> Result<Declared> {
    let options = Options::read(call, options, &["about"])?;
    let fits = match kind {
        ParamKind::Flag => default.is_boolean(),
        _ => default.is_string(),
    };
    if !fits {
        let wanted = if kind == ParamKind::Flag { "true or false" } else { "a text" };
        return Err(args::refuse(call, "the default", wanted, default));
    }
    let about = options.text("about")?.unwrap_or_default();
    Ok(Declared { kind, default: json::from_lua(default, &[])?, about })
}

fn choice(default: &Value, words: &Value, options: &Value) -> Result<Declared> {
    let call = "param.choice";
    let default = args::text(call, "the default", default)?;
    let list = args::table(call, "the list of words", words)?;
    args::at_most(call, "the list of words", &list, MOST)?;
    let words = list.sequence_values::<Value>().map(|w| args::text(call, "a word", &w?));
    let words = words.collect::<Result<Vec<_>>>()?;
    if !words.contains(&default) {
        let text = format!("{call}: the default \"{default}\" is not one of {}", words.join(", "));
        return Err(Fault::wrong(text).token(default).into());
    }
    let options = Options::read(call, options, &["about"])?;
    let about = options.text("about")?.unwrap_or_default();
    Ok(Declared { kind: ParamKind::Choice { options: words }, default: Json::from(default), about })
}

fn shares(default: &Value, options: &Value) -> Result<Declared> {
    let call = "param.shares";
    let options = Options::read(call, options, &["min", "max", "about"])?;
    let min = options.number("min")?.or(Some(0.0));
    let max = options.number("max")?.or(Some(1.0));
    let kind = ParamKind::PerParty { min, max, unit: "share".to_owned() };
    Ok(Declared {
        kind,
        default: by_party(call, default)?,
        about: options.text("about")?.unwrap_or_default(),
    })
}

fn weights(default: &Value, options: &Value) -> Result<Declared> {
    let call = "param.weights";
    let options = Options::read(call, options, &["min", "max", "unit", "about"])?;
    let unit = options.text("unit")?.unwrap_or_else(|| "ratio".to_owned());
    if !["ratio", "km", "nm"].contains(&unit.as_str()) {
        let text = format!("{call}: unit must be ratio, km or nm, not \"{unit}\"");
        return Err(Fault::wrong(text).token(unit).into());
    }
    // A ratio divides a distance: it stays away from 0.
    let least = (unit == "ratio").then_some(0.001);
    let min = options.number("min")?.or(least);
    let kind = ParamKind::PerParty { min, max: options.number("max")?, unit };
    Ok(Declared {
        kind,
        default: by_party(call, default)?,
        about: options.text("about")?.unwrap_or_default(),
    })
}

/// Numbers by party as JSON.
fn by_party(call: &'static str, value: &Value) -> Result<Json> {
    let table = args::table(call, "the default", value)?;
    args::at_most(call, "the default", &table, MOST)?;
    let mut entries = Vec::new();
    for pair in table.pairs::<Value, Value>() {
        let (key, value) = pair?;
        let party = args::text(call, "a party", &key)?;
        let x = args::number(call, &party, &value)?;
        entries.push((party, Json::from(x)));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(Json::Object(entries.into_iter().collect()))
}
