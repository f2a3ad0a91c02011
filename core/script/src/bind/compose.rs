//! `run`: another rule's partitions, to build on.

use littoral_model::params::{from_metres, in_metres, named_elsewhere, resolve};
use littoral_model::{FailureKind, RuleError};
use mlua::{Lua, MultiValue, Result, Table, UserDataRef, Value};
use serde_json::{Map, Value as Json};

use super::args;
use super::modules::{evaluate, module};
use super::noun::{check, register};
use super::rule::Rule;
use super::sea::Sea;
use crate::fault::Fault;
use crate::{json, shelf};

/// Registry name of the sea of this run.
const SEA: &str = "littoral.sea";
/// Registry name of the rules that are being run, innermost last.
const RUNNING: &str = "littoral.running";
/// Most rules inside each other.
const DEEPEST: usize = 8;

pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    lua.set_named_registry_value(RUNNING, lua.create_table()?)?;
    register("", "run");
    globals.raw_set("run", lua.create_function(compose)?)
}

/// Gives `run` the sea; before that it is refused.
pub(crate) fn begin(lua: &Lua, sea: &mlua::AnyUserData) -> Result<()> {
    lua.set_named_registry_value(SEA, sea)
}

fn compose(lua: &Lua, (id, given): (Value, Value)) -> Result<MultiValue> {
    check(lua)?;
    let name = args::text("run", "the rule", &id)?;
    let sea: Value = lua.named_registry_value(SEA)?;
    let Value::UserData(sea) = sea else {
        let text = "run(...) needs a sea: call it inside the rule's run function";
        return Err(Fault::new(FailureKind::Runtime, text).token("run").into());
    };
    let (chunk, text) = text(lua, &name, &id)?;
    let running: Table = lua.named_registry_value(RUNNING)?;
    let depth = running.raw_len();
    for k in 1..=depth {
        if running.raw_get::<String>(k)? == chunk {
            let text = format!("the rule \"{name}\" runs itself");
            return Err(Fault::new(FailureKind::Runtime, text).token(name).into());
        }
    }
    if depth >= DEEPEST {
        let text = format!("more than {DEEPEST} rules inside each other");
        return Err(Fault::new(FailureKind::Runtime, text).token("run").into());
    }
    running.raw_set(depth + 1, chunk.as_str())?;
    let result = apply(lua, &sea, (&chunk, &text), &given);
    running.raw_set(depth + 1, Value::Nil)?;
    result
}

/// A built-in rule by id, or a rule of this rule's own folder.
fn text(lua: &Lua, name: &str, id: &Value) -> Result<(String, String)> {
    if name.starts_with("./") {
        return module(lua, "run", id);
    }
    let all = shelf::rules();
    if let Some(found) = all.iter().find(|s| s.name == name) {
        return Ok((shelf::chunk(found), found.text.to_owned()));
    }
    let known: Vec<&str> = all.iter().map(|s| s.name).collect();
    let rest =
        format!("The rules are: {}; or name one of this folder: \"./NAME\".", known.join(", "));
    Err(Fault::unknown(format!("there is no rule \"{name}\""), name, known, &rest).into())
}

fn apply(
    lua: &Lua,
    sea: &mlua::AnyUserData,
    (chunk, text): (&str, &str),
    given: &Value,
) -> Result<MultiValue> {
    let value = evaluate(lua, chunk, text)?;
    let rule: Option<UserDataRef<Rule>> = value.as_userdata().and_then(|d| d.borrow().ok());
    let Some(rule) = rule else {
        let hint = "A rule file ends with: return rule { ... }; other modules are for require.";
        return Err(Fault::wrong(format!("{chunk} returns no rule")).hint(hint).into());
    };
    let session = sea.borrow::<Sea>()?.0.clone();
    let given = match json::from_lua(given, &session.parties)? {
        Json::Null => Map::new(),
        Json::Object(map) => map,
        // An empty table has no keys to tell what it is.
        Json::Array(list) if list.is_empty() => Map::new(),
        _ => return Err(args::refuse("run", "the parameters", "a table by name", given)),
    };
    let parties: Vec<&str> = session.parties.iter().map(String::as_str).collect();
    session.names_elsewhere(named_elsewhere(&rule.header, &given, &parties));
    let resolved = resolve(&rule.header, &from_metres(&rule.header, &given), &parties);
    let resolved = resolved.map_err(|e| refused(&e))?;
    let params = in_metres(&rule.header, &resolved);
    let params = crate::run::params_table(lua, &session, &params)?;
    let mut returned: MultiValue = rule.run.call((sea, params))?;
    if let Some(notes) = returned.get_mut(1) {
        *notes = called(notes.clone())?;
    }
    Ok(returned)
}

/// Notes as they are, or what the function gives that a rule returns in their place.
pub(crate) fn called(notes: Value) -> Result<Value> {
    match notes {
        Value::Function(give) => give.call(()),
        ready => Ok(ready),
    }
}

fn refused(error: &RuleError) -> mlua::Error {
    let word = error.text.split(['.', ' ', '"']).find(|w| !w.is_empty()).unwrap_or("run");
    Fault::new(error.kind, format!("run: {}", error.text)).hint(&error.hint).token(word).into()
}
