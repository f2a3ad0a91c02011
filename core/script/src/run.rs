//! One evaluation of a rule, from its text to its outcome.

use std::rc::Rc;
use std::sync::Arc;

use littoral_delimit::layers::{self, MOST as MOST_LAYERS};
use littoral_delimit::{LayerDivision, LayerMap, RuleOutcome, Waters};
use littoral_model::params::{did_you_mean, in_metres, named_elsewhere, resolve};
use littoral_model::{FailureKind, RuleError, RuleHeader};
use littoral_treaty::Record;
use mlua::{Lua, MultiValue, Result as LuaResult, Table, UserDataRef, Value};
use serde_json::{Map, Value as Json};

use crate::bind::args::describe;
use crate::bind::compose;
use crate::bind::partition::{Partition, partition_in};
use crate::bind::rule::{Rule, file};
use crate::bind::sea::Sea;
use crate::bind::session::Session;
use crate::budget::Budget;
use crate::evaluator::Evaluator;
use crate::fault::Fault;
use crate::json;
use crate::sandbox::loops;
use crate::source::{Limits, Source};

/// Note that holds what was printed.
const PRINTED: &str = "print";

/// What a rule says of itself. Runs the text's top level under default limits, never `run`.
///
/// # Errors
/// The text does not parse, fails, or does not return `rule { ... }`.
pub fn read_header(source: &Source) -> Result<RuleHeader, RuleError> {
    read_header_within(source, &Limits::default())
}

/// The same under other limits.
///
/// # Errors
/// As [`read_header`].
pub fn read_header_within(source: &Source, limits: &Limits) -> Result<RuleHeader, RuleError> {
    Evaluator::default().header(source, limits)
}

/// Runs a rule over a case: parameters resolved, `run` called, every returned partition solved.
///
/// Deterministic: same text, case and parameters give the same outcome.
///
/// # Errors
/// As [`FailureKind`] lists them; the time limit covers solving too.
pub fn run(
    source: &Source,
    waters: &Rc<Waters>,
    params: &Map<String, Json>,
    limits: &Limits,
) -> Result<RuleOutcome, RuleError> {
    let parties = waters.case().party_ids().map(str::to_owned).collect();
    let record = Rc::new(Record { parties, ..Record::default() });
    run_under(source, (waters, &record), params, limits)
}

/// The same under the instruments of the case: what `sea.law` asks.
///
/// # Errors
/// As [`run`].
pub fn run_under(
    source: &Source,
    case: (&Rc<Waters>, &Rc<Record>),
    params: &Map<String, Json>,
    limits: &Limits,
) -> Result<RuleOutcome, RuleError> {
    Evaluator::default().run(source, case, params, limits)
}

/// How an evaluation ends early: in the interpreter, or before the rule is called.
pub(crate) enum Stop {
    Lua(mlua::Error),
    Rule(RuleError),
}

impl From<mlua::Error> for Stop {
    fn from(error: mlua::Error) -> Self {
        Self::Lua(error)
    }
}

/// A state with a rule's text.
pub(crate) struct Evaluation<'a> {
    pub(crate) lua: Lua,
    pub(crate) source: &'a Source,
    pub(crate) budget: &'a Rc<Budget>,
    /// Names the rule in messages: its file until its header is known.
    pub(crate) id: &'a mut String,
}

impl Evaluation<'_> {
    /// Runs the text's top level.
    pub(crate) fn rule(&mut self) -> LuaResult<UserDataRef<Rule>> {
        let (chunk, text) = (self.source.chunk(), &self.source.text);
        let read = || loops::compile(&self.lua, chunk, text, None)?.call::<Value>(());
        let value = file(&self.lua, read)?;
        let rule = value.as_userdata().and_then(|data| data.borrow::<Rule>().ok());
        let rule = rule.ok_or_else(|| {
            let text = "the file does not return a rule";
            Fault::new(FailureKind::Type, text)
                .hint("A rule file ends with: return rule { id = ..., about = ..., run = ... }")
        })?;
        self.id.clone_from(&rule.header.id);
        Ok(rule)
    }

    /// The whole run.
    pub(crate) fn outcome(
        &mut self,
        case: (&Rc<Waters>, &Rc<Record>),
        given: &Map<String, Json>,
        limits: &Limits,
    ) -> Result<RuleOutcome, Stop> {
        let rule = self.rule()?;
        let session = Rc::new(Session::new(case, self.budget, limits.tolerance_m));
        let parties: Vec<&str> = session.parties.iter().map(String::as_str).collect();
        let resolved = resolve(&rule.header, given, &parties).map_err(Stop::Rule)?;
        session.names_elsewhere(named_elsewhere(&rule.header, given, &parties));
        let params = params_table(&self.lua, &session, &in_metres(&rule.header, &resolved))?;
        let sea = self.lua.create_userdata(Sea(session.clone()))?;
        compose::begin(&self.lua, &sea)?;
        let returned: MultiValue = rule.run.call((sea, params))?;
        let mut returned = returned.into_iter();
        let layers = returned_layers(returned.next().unwrap_or(Value::Nil))?;
        let noted = returned.next().unwrap_or(Value::Nil);
        let noted = if limits.notes { compose::called(noted)? } else { noted };
        let notes = notes(&session, noted)?;
        let warnings = session.warnings.take();
        let mut outcome = RuleOutcome { notes, warnings, ..RuleOutcome::default() };
        let solved: Vec<Arc<LayerDivision>> =
            layers.iter().map(|(_, p)| session.solve(&p.solvable)).collect::<LuaResult<_>>()?;
        if limits.notes {
            outcome.warnings.extend(doubts(&layers, &solved)?);
            outcome.warnings.extend(session.functions.lies());
            outcome.warnings.extend(session.counted_on());
        }
        outcome.layers = handed_over(layers, solved);
        let printed = self.budget.take_printed();
        if !printed.is_empty() {
            outcome.notes.insert(PRINTED.to_owned(), Json::from(printed));
        }
        Ok(outcome)
    }
}

/// The parameters as `run` sees them: read-only, and a misspelt name is an error with the nearest.
pub(crate) fn params_table(
    lua: &Lua,
    session: &Rc<Session>,
    params: &Map<String, Json>,
) -> LuaResult<Table> {
    let table = lua.create_table()?;
    for (name, value) in params {
        let value = json::to_lua(lua, value)?;
        if let Value::Table(by_party) = &value {
            guard_parties(lua, session, by_party)?;
        }
        table.raw_set(name.as_str(), value)?;
    }
    let names: Vec<String> = params.keys().cloned().collect();
    let index = lua.create_function(move |_, (_, key): (Value, Value)| -> LuaResult<Value> {
        let word = key.to_string()?;
        let rest = match names.is_empty() {
            true => "The rule declares no parameters.".to_owned(),
            false => format!("The rule declares: {}.", names.join(", ")),
        };
        let text = format!("this rule has no parameter \"{word}\"");
        let known = names.iter().map(String::as_str);
        let hint = did_you_mean(&word, known, &rest);
        Err(Fault::new(FailureKind::Parameter, text).hint(hint).token(word).into())
    })?;
    seal(lua, &table, index)?;
    Ok(table)
}

/// Reading a party that this sea does not have is an error, not nil.
fn guard_parties(lua: &Lua, session: &Rc<Session>, table: &Table) -> LuaResult<()> {
    let session = session.clone();
    let index = lua.create_function(move |_, (_, key): (Value, Value)| -> LuaResult<Value> {
        let word = key.to_string()?;
        match session.parties.contains(&word) {
            true => Ok(Value::Nil),
            false => Err(session.no_party(&word).into()),
        }
    })?;
    seal(lua, table, index)
}

fn seal(lua: &Lua, table: &Table, index: mlua::Function) -> LuaResult<()> {
    let meta = lua.create_table()?;
    meta.raw_set("__index", index)?;
    meta.raw_set("__metatable", false)?;
    table.set_metatable(Some(meta))?;
    table.set_readonly(true);
    Ok(())
}

/// What `run` returned, checked and in order.
fn returned_layers(value: Value) -> LuaResult<Vec<(String, Partition)>> {
    let refuse = |text: String, word: &str| {
        let hint = "run ends with: return { seabed = partition }";
        Fault::new(FailureKind::Type, text).hint(hint).token(word)
    };
    let Value::Table(table) = value else {
        let got = describe(&value);
        return Err(refuse(
            format!("run must return a table from layer to Partition, not {got}"),
            "run",
        )
        .into());
    };
    let mut out = Vec::new();
    for pair in table.pairs::<Value, Value>().take(MOST_LAYERS + 1) {
        let (key, value) = pair?;
        let got = describe(&value);
        let name = match &key {
            Value::String(s) if layers::is_name(&s.to_string_lossy()) => s.to_string_lossy(),
            other => {
                return Err(refuse(
                    format!(
                        "a layer needs a name of letters, digits, _ and -, not {}",
                        describe(other)
                    ),
                    "run",
                )
                .into());
            }
        };
        let partition = partition_in(&value).ok_or_else(|| {
            refuse(format!("layer \"{name}\" must be a Partition, not {got}"), &name)
        })?;
        out.push((name, partition));
    }
    if out.len() > MOST_LAYERS {
        return Err(refuse(format!("run returned more than {MOST_LAYERS} layers"), "run").into());
    }
    if out.is_empty() {
        return Err(refuse("run returned no layer".to_owned(), "run").into());
    }
    layers::sort(&mut out);
    Ok(out)
}

/// Notes: what `sea:note` added, then what `run` returned. A function that nobody called says nothing.
fn notes(session: &Session, value: Value) -> LuaResult<Map<String, Json>> {
    let mut notes = session.notes.take();
    if value.is_function() {
        return Ok(notes);
    }
    match json::noted(&value, &session.parties)? {
        Json::Null => {}
        Json::Array(empty) if empty.is_empty() => {}
        Json::Object(map) => {
            session.weigh_note(&Json::Object(map.clone()))?;
            notes.extend(map);
        }
        other => {
            notes.insert("note".to_owned(), other);
        }
    }
    Ok(notes)
}

/// The layers of the outcome: nobody needs what the run had of them, so most are not copied.
fn handed_over(layers: Vec<(String, Partition)>, solved: Vec<Arc<LayerDivision>>) -> LayerMap {
    layers.iter().for_each(|(_, partition)| partition.solvable.let_go());
    let layer = |((name, _), layer)| (name, Arc::unwrap_or_clone(layer));
    LayerMap(layers.into_iter().zip(solved).map(layer).collect())
}

/// What is to be said of solved layers.
fn doubts(layers: &[(String, Partition)], solved: &[Arc<LayerDivision>]) -> LuaResult<Vec<String>> {
    let mut out = Vec::new();
    for ((name, partition), layer) in layers.iter().zip(solved) {
        if layer.method == "sampled" {
            out.push(layers::sampled(name, layer.finest_m));
        }
        if partition.fitted {
            let doubts = partition.doubts()?;
            out.extend(doubts.iter().map(|text| format!("layer {name}: {text}")));
        }
    }
    Ok(out)
}
