//! `rule { ... }`: the header is read where it is written, so that every refusal has its line.

use std::cell::Cell;
use std::rc::Rc;

use littoral_model::params::{NAME_HINT, did_you_mean, is_name, resolve};
use littoral_model::rule::Example;
use littoral_model::{Names, Param, RuleHeader};
use mlua::{Function, Lua, Result, Table, UserData, UserDataFields, UserDataMethods, Value};
use serde_json::{Map, Value as Json};

use super::args;
use super::noun::{Noun, charge, register};
use super::param::{Declared, from_plain};
use crate::fault::Fault;
use crate::json;
use crate::source::Source;

/// Most parameters, sources, languages and examples of a rule.
const MOST: usize = 64;

/// Host memory charged for a rule.
const RULE_BYTES: usize = 8 * 1024;

const KEYS: &[&str] = &["id", "name", "about", "cite", "params", "run", "examples"];

/// What `rule { ... }` gives back: the value that a rule file returns.
pub(crate) struct Rule {
    /// What the rule says of itself.
    pub(crate) header: RuleHeader,
    /// Its `run`.
    pub(crate) run: Function,
}

impl UserData for Rule {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_meta_field("__type", "Rule");
        fields.add_field_method_get("id", |_, this| Ok(this.header.id.clone()));
    }

    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        let _ = Noun::new("Rule", methods);
    }
}

/// Has the file that is being read made its rule?
struct Written(Cell<bool>);

/// Reads a file, which may make one rule.
pub(crate) fn file<T>(lua: &Lua, read: impl FnOnce() -> Result<T>) -> Result<T> {
    let outer = lua.set_app_data(Written(Cell::new(false)));
    let done = read();
    match outer {
        Some(outer) => drop(lua.set_app_data(outer)),
        None => drop(lua.remove_app_data::<Written>()),
    }
    done
}

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    register("", "rule");
    let rule = |lua: &Lua, spec: Value| {
        let spec = args::table("rule", "its argument", &spec)?;
        if lua.app_data_ref::<Written>().is_some_and(|w| w.0.replace(true)) {
            let text = "rule: this file has made a rule before: a file is one rule";
            let hint = "Keep each rule in a file of its own, or give one rule a parameter.";
            return Err(Fault::wrong(text).hint(hint).token("rule").into());
        }
        let run = match spec.raw_get("run")? {
            Value::Function(f) => f,
            other => return Err(args::refuse("rule", "run", "a function", &other)),
        };
        let source = lua.app_data_ref::<Rc<Source>>().map(|s| s.clone());
        charge(lua, RULE_BYTES)?;
        let header = header(&spec, source.as_deref())?;
        Ok(Rule { header, run })
    };
    globals.raw_set("rule", lua.create_function(rule)?)
}

fn header(spec: &Table, source: Option<&Source>) -> Result<RuleHeader> {
    known_keys("a rule", spec, KEYS)?;
    let id = id(&spec.raw_get("id")?)?;
    let header = RuleHeader {
        name: name(&spec.raw_get("name")?, &id)?,
        about: args::text("rule", "about", &spec.raw_get("about")?)?,
        cite: texts("cite", &spec.raw_get("cite")?)?,
        params: params(&spec.raw_get("params")?, source)?,
        examples: examples(&spec.raw_get("examples")?)?,
        id,
    };
    // Defaults must satisfy their own ranges; parties are not known yet.
    let parties: Vec<&str> = header
        .params
        .iter()
        .filter_map(|p| p.default.as_object())
        .flat_map(Map::keys)
        .map(String::as_str)
        .collect();
    resolve(&header, &Map::new(), &parties).map_err(|e| {
        let name = e.text.split(['.', ' ']).next().unwrap_or("").to_owned();
        Fault::wrong(e.text).hint(e.hint).token(name)
    })?;
    Ok(header)
}

/// Lower-case words joined by hyphens: the id is a file name and a command-line word.
fn id(value: &Value) -> Result<String> {
    let id = args::text("rule", "id", value)?;
    let word =
        |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if id.len() <= 64 && id.split('-').all(word) {
        return Ok(id);
    }
    let text = format!("rule: id must be lower-case words joined by hyphens, not \"{id}\"");
    Err(Fault::wrong(text).hint("For example: id = \"equity-floor\".").token(id).into())
}

fn name(value: &Value, id: &str) -> Result<Names> {
    match value {
        Value::Nil => Ok(Names::english(id)),
        Value::String(_) => Ok(Names::english(&args::text("rule", "name", value)?)),
        Value::Table(t) => {
            args::at_most("rule", "name", t, MOST)?;
            let names = t.pairs::<Value, Value>().map(|pair| {
                let (language, name) = pair?;
                Ok((
                    args::text("rule", "a language", &language)?,
                    args::text("rule", "a name", &name)?,
                ))
            });
            names.collect::<Result<_>>().map(Names)
        }
        other => Err(args::refuse("rule", "name", "a text, or texts by language", other)),
    }
}

fn texts(key: &str, value: &Value) -> Result<Vec<String>> {
    match value {
        Value::Nil => Ok(Vec::new()),
        Value::String(_) => Ok(vec![args::text("rule", key, value)?]),
        Value::Table(t) => {
            args::at_most("rule", key, t, MOST)?;
            t.sequence_values::<Value>().map(|v| args::text("rule", key, &v?)).collect()
        }
        other => Err(args::refuse("rule", key, "a text or a list of texts", other)),
    }
}

/// A word that the table may not have is refused, with the nearest that it may.
fn known_keys(what: &str, table: &Table, keys: &[&str]) -> Result<()> {
    for pair in table.pairs::<Value, Value>() {
        let key = args::text("rule", &format!("a key of {what}"), &pair?.0)?;
        if !keys.contains(&key.as_str()) {
            let all = format!("It takes: {}.", keys.join(", "));
            let hint = did_you_mean(&key, keys.iter().copied(), &all);
            return Err(Fault::wrong(format!("{what} has no \"{key}\""))
                .hint(hint)
                .token(key)
                .into());
        }
    }
    Ok(())
}

/// Parameters in the order in which the source names them.
fn params(value: &Value, source: Option<&Source>) -> Result<Vec<Param>> {
    if value.is_nil() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    let table = args::table("rule", "params", value)?;
    args::at_most("rule", "params", &table, MOST)?;
    for pair in table.pairs::<Value, Value>() {
        let (key, value) = pair?;
        let name = args::text("rule", "a parameter's name", &key)?;
        if !is_name(&name) {
            let text = format!("rule: a parameter cannot be called \"{name}\"");
            return Err(Fault::wrong(text).hint(NAME_HINT).token(name).into());
        }
        let declared = match value.as_userdata().and_then(|d| d.borrow::<Declared>().ok()) {
            Some(declared) => declared.clone(),
            None => from_plain(&name, &value)?,
        };
        let Declared { kind, default, about } = declared;
        out.push(Param { name, kind, default, about });
    }
    let place = |name: &str| source.and_then(|s| declared_at(&s.text, name)).unwrap_or(usize::MAX);
    out.sort_by(|a, b| place(&a.name).cmp(&place(&b.name)).then_with(|| a.name.cmp(&b.name)));
    Ok(out)
}

/// Byte offset of `name =` after the word `params`. A table has no order of its own, a form has.
fn declared_at(text: &str, name: &str) -> Option<usize> {
    let start = text.find("params")?;
    let rest = text.get(start..)?;
    let ends_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut matches = rest.match_indices(name).filter(|(k, _)| {
        let before = rest[..*k].chars().next_back();
        let after = rest[k + name.len()..].trim_start();
        !before.is_some_and(ends_word) && after.starts_with('=') && !after.starts_with("==")
    });
    matches.next().map(|(k, _)| start + k)
}

fn examples(value: &Value) -> Result<Vec<Example>> {
    if value.is_nil() {
        return Ok(Vec::new());
    }
    let list = args::table("rule", "examples", value)?;
    args::at_most("rule", "examples", &list, MOST)?;
    list.sequence_values::<Value>().map(|v| example(&v?)).collect()
}

fn example(value: &Value) -> Result<Example> {
    let table = args::table("rule", "an example", value)?;
    known_keys("an example", &table, &["case", "params", "expect"])?;
    let object = |key: &str| match table.raw_get::<Value>(key)? {
        Value::Nil => Ok(Map::new()),
        value => match json::from_lua(&value, &[])? {
            Json::Object(map) => Ok(map),
            _ => Err(args::refuse(
                "rule",
                &format!("{key} of an example"),
                "a table by name",
                &value,
            )),
        },
    };
    let case = args::text("rule", "case of an example", &table.raw_get("case")?)?;
    Ok(Example { case, params: object("params")?, expect: object("expect")? })
}
