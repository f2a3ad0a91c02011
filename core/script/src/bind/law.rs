//! `sea.law`: the instruments of the case, asked at a place or by area.

use std::rc::Rc;

use jiff::civil::Date;
use littoral_delimit::SolveOptions;
use littoral_model::params::did_you_mean;
use littoral_treaty::overlaps::parts;
use littoral_treaty::{Activity, Day, Instrument, Layer, Question, StanceKind};
use mlua::{Lua, Result, Table, UserData, UserDataFields, UserDataMethods, Value};

use super::args::{self, Options};
use super::noun::{Noun, charge, property};
use super::partition::Partition;
use super::place;
use super::session::{Session, Solvable};
use crate::fault::Fault;
use crate::json;

/// Host memory charged for the law of a day.
const DAY_BYTES: usize = 256 * 1024;
/// Lines by which overlaps are measured are kept to this, metres.
const COARSE_M: f64 = 1.0;
/// How the record may be read.
const READ: [&str; 2] = ["overlay", "suppose"];

/// The law of the case.
pub(crate) struct Law(pub(crate) Rc<Session>);

impl UserData for Law {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_meta_field("__type", "Law");
        property(fields, ("Law", "instruments"), |lua, this: &Self| {
            let ids = this.0.record.instruments.iter().map(|i| i.id.as_str());
            let list = lua.create_sequence_from(ids)?;
            list.set_readonly(true);
            Ok(list)
        });
    }

    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        let mut noun = Noun::new("Law", methods);
        noun.method("at", |lua, law: &Self, question: Value| law.at(lua, &question));
        noun.method("partition", |lua, law: &Self, (date, options): (Value, Value)| {
            law.partition(lua, &date, &options)
        });
        noun.method("overlaps", |lua, law: &Self, (date, options): (Value, Value)| {
            law.overlaps(lua, &date, &options)
        });
        noun.method("line", |lua, law: &Self, instrument: Value| law.line(lua, &instrument));
        noun.method("status", |_, law: &Self, (instrument, party, date): (Value, Value, Value)| {
            law.status(&instrument, &party, &date)
        });
        noun.method("stance", |_, law: &Self, (party, target, date): (Value, Value, Value)| {
            law.stance(&party, &target, &date)
        });
    }
}

impl Law {
    /// Does something with the law of a day.
    fn on<T>(
        &self,
        lua: &Lua,
        date: &Value,
        options: &Options,
        work: impl FnOnce(&Day<'_, '_>) -> std::result::Result<T, String>,
    ) -> Result<T> {
        charge(lua, DAY_BYTES)?;
        let date = day("sea.law", date)?;
        let (overlays, suppose) = (texts(options, "overlay")?, texts(options, "suppose")?);
        let law = self.0.law()?;
        let done = law.read(date, &overlays, &suppose).and_then(|day| work(&day));
        done.map_err(|text| Fault::wrong(format!("sea.law: {text}")).token("law").into())
    }

    fn at(&self, lua: &Lua, question: &Value) -> Result<Value> {
        let known =
            ["point", "deposit", "layer", "activity", "date", "between", "overlay", "suppose"];
        let options = Options::read("sea.law:at", question, &known)?;
        let at = match options.get("point")? {
            Value::Nil => None,
            value => Some(place::read("sea.law:at", &value)?),
        };
        let deposit = options.text("deposit")?;
        if at.is_some() && deposit.is_some() {
            let text = "sea.law:at: a point and a deposit are two places: ask at one of them";
            return Err(Fault::wrong(text).token("deposit").into());
        }
        let between = texts(&options, "between")?;
        let between = match &between[..] {
            [] => None,
            [a, b] => Some([a.as_str(), b.as_str()]),
            _ => {
                let text = "sea.law:at: between names two states";
                return Err(Fault::wrong(text).token("between").into());
            }
        };
        let (layer, activity) = subject(&options, ("all", "all"))?;
        let date = options.get("date")?;
        let answer = self.on(lua, &date, &options, |day| {
            let q = Question { at, deposit: deposit.as_deref(), layer, activity, between };
            let answer = day.at(&q)?;
            let holder = day.holder(&answer);
            let mut document = serde_json::to_value(&answer).map_err(|e| e.to_string())?;
            if let Some(map) = document.as_object_mut() {
                map.insert("holder".into(), holder.into());
            }
            Ok(document)
        })?;
        json::to_lua(lua, &answer)
    }

    fn partition(&self, lua: &Lua, date: &Value, options: &Value) -> Result<Partition> {
        let known = ["layer", "activity", "show", READ[0], READ[1]];
        let options = Options::read("sea.law:partition", options, &known)?;
        let (layer, activity) = subject(&options, ("seabed", "extraction"))?;
        let settled = match options.text("show")?.as_deref() {
            None | Some("regime") => false,
            Some("settled") => true,
            Some(other) => {
                let text = format!("sea.law:partition: show cannot be \"{other}\"");
                let known = ["regime", "settled"];
                return Err(Fault::unknown(text, other, known, "Choose regime or settled.").into());
            }
        };
        let scores = self.on(lua, date, &options, |day| {
            let plan = match settled {
                true => day.settled(layer, activity)?,
                false => day.regime(layer, activity)?,
            };
            plan.partition(day.law().ground()).map_err(|e| e.to_string())
        })?;
        charge(lua, 16 * 1024 * scores.scores.len())?;
        Ok(Partition::new(&self.0, Solvable::new(scores)))
    }

    fn overlaps(&self, lua: &Lua, date: &Value, options: &Value) -> Result<Table> {
        let known = ["layer", "activity", READ[0], READ[1]];
        let options = Options::read("sea.law:overlaps", options, &known)?;
        let (layer, activity) = subject(&options, ("seabed", "extraction"))?;
        let found = self.on(lua, date, &options, |day| {
            let solve = SolveOptions { tolerance_m: COARSE_M, cancel: Some(self.0.stop_flag()) };
            let regime = day.traced(&day.regime(layer, activity)?, &solve);
            Ok(day.overlaps(&parts(&regime.map_err(|e| e.to_string())?), layer))
        })?;
        let list = lua.create_table()?;
        for o in found {
            let entry = lua.create_table()?;
            entry.raw_set("between", lua.create_sequence_from(o.between)?)?;
            entry.raw_set("area", o.area_km2 * 1e6)?;
            entry.raw_set("deposits", lua.create_sequence_from(o.deposits)?)?;
            list.raw_push(entry)?;
        }
        Ok(list)
    }

    /// Lines that an instrument draws.
    fn line(&self, lua: &Lua, instrument: &Value) -> Result<Table> {
        let id = self.instrument("sea.law:line", instrument)?;
        let law = self.0.law()?;
        let list = lua.create_table()?;
        let own = law.record().instrument(&id).map(|i| i.lines.as_slice()).unwrap_or_default();
        for line in own {
            let entry = lua.create_table()?;
            entry.raw_set("id", line.id.as_str())?;
            if let Some(pair) = &line.between {
                entry.raw_set("between", lua.create_sequence_from(pair.iter().cloned())?)?;
                entry.raw_set("left", law.ground().left_of(&line.id, [&pair[0], &pair[1]]))?;
            }
            entry.raw_set("complete", line.complete)?;
            let places = lua.create_table()?;
            for at in law.ground().points_of(&line.id).unwrap_or_default() {
                places.raw_push(place::table(lua, *at)?)?;
            }
            entry.raw_set("places", places)?;
            list.raw_push(entry)?;
        }
        Ok(list)
    }

    fn status(&self, instrument: &Value, party: &Value, date: &Value) -> Result<String> {
        let id = self.instrument("sea.law:status", instrument)?;
        let party = args::text("sea.law:status", "the party", party)?;
        self.0.party(&party)?;
        let on = day("sea.law:status", date)?;
        let law = self.0.law()?;
        let of = |i: &Instrument| law.on(on).status_of(i, &party).0.state;
        let status = law.record().instrument(&id).map(of);
        let word = status.and_then(|s| serde_json::to_value(s).ok());
        Ok(word.and_then(|w| w.as_str().map(str::to_owned)).unwrap_or_default())
    }

    fn stance(&self, party: &Value, target: &Value, date: &Value) -> Result<Option<&'static str>> {
        let party = args::text("sea.law:stance", "the party", party)?;
        self.0.party(&party)?;
        let target = self.target("sea.law:stance", target)?;
        let on = day("sea.law:stance", date)?;
        let held = |s: &&littoral_treaty::Stance| {
            s.party == party
                && s.target == target
                && s.overlay.is_none()
                && s.from.as_ref().is_none_or(|f| f.first <= on)
                && s.until.as_ref().is_none_or(|u| on < u.last)
        };
        let all = || self.0.record.instruments.iter().flat_map(|i| &i.stances).filter(held);
        let protest = all().find(|s| s.kind == StanceKind::Protest);
        Ok(protest.or_else(|| all().next()).map(|s| s.kind.word()))
    }

    /// What a stance can be to: an instrument, a norm or a succession of the record, or an event. Events are not of the record:
    /// to one on which nobody took a stance there is none.
    fn target(&self, call: &'static str, value: &Value) -> Result<String> {
        let target = args::text(call, "the target", value)?;
        let record = &self.0.record;
        let of = |i: &Instrument| {
            let norms = i.norms.iter().map(|n| format!("{}#{}", i.id, n.id));
            let stances = i.stances.iter().map(|s| s.target.clone());
            std::iter::once(i.id.clone()).chain(norms).chain(stances).collect::<Vec<_>>()
        };
        let mut known: Vec<String> = record.instruments.iter().flat_map(of).collect();
        known.extend(record.successions.iter().map(|s| format!("succession:{}", s.of)));
        let event = target.strip_prefix("event:").is_some_and(|id| !id.is_empty());
        if event || known.contains(&target) {
            return Ok(target);
        }
        let text = format!("{call}: this case records nothing called \"{target}\"");
        let rest = "A stance is to INSTRUMENT, INSTRUMENT#norm, succession:STATE or event:ID.";
        Err(Fault::unknown(text, &target, known.iter().map(String::as_str), rest).into())
    }

    /// The id of an instrument that the case has.
    fn instrument(&self, call: &'static str, value: &Value) -> Result<String> {
        let id = args::text(call, "the instrument", value)?;
        if self.0.record.instrument(&id).is_some() {
            return Ok(id);
        }
        let ids = || self.0.record.instruments.iter().map(|i| i.id.as_str());
        let hint = did_you_mean(&id, ids(), "sea.law.instruments lists them.");
        let text = format!("{call}: this case has no instrument \"{id}\"");
        Err(Fault::wrong(text).hint(hint).token(id).into())
    }
}

/// A day, as `2004-06-01`.
fn day(call: &'static str, value: &Value) -> Result<Date> {
    let text = args::text(call, "the date", value)?;
    text.parse().map_err(|_| {
        let fault = Fault::wrong(format!("{call}: \"{text}\" is not a day"));
        fault.hint("Write year-month-day: \"2004-06-01\".").token(text.clone()).into()
    })
}

/// Layer and activity, or what stands for them.
fn subject(options: &Options, rest: (&str, &str)) -> Result<(Layer, Activity)> {
    let layer = options.text("layer")?.unwrap_or_else(|| rest.0.to_owned());
    let activity = options.text("activity")?.unwrap_or_else(|| rest.1.to_owned());
    let unknown = |what: &str, word: &str, known: Vec<&'static str>| {
        let text = format!("sea.law: there is no {what} \"{word}\"");
        let all = format!("Known are: {}.", known.join(", "));
        Fault::unknown(text, word, known, &all)
    };
    let found =
        Layer::named(&layer).ok_or_else(|| unknown("layer", &layer, Layer::words().collect()))?;
    let doing = Activity::named(&activity)
        .ok_or_else(|| unknown("activity", &activity, Activity::words().collect()))?;
    Ok((found, doing))
}

/// One text or a list of texts; nothing if it is left out.
fn texts(options: &Options, name: &'static str) -> Result<Vec<String>> {
    match options.get(name)? {
        Value::Nil => Ok(Vec::new()),
        Value::Table(list) => {
            let one = |v: Result<Value>| args::text("sea.law", name, &v?);
            list.sequence_values::<Value>().map(one).collect()
        }
        one => Ok(vec![args::text("sea.law", name, &one)?]),
    }
}
