//! `sea:fit`: shares asked for, weights and their proof given back.

use std::rc::Rc;

use littoral_delimit::{
    Bound, Deposited, FitRequest, Infeasible, Measure, Partition as Scores, Proof, Split,
};
use littoral_geodesy::LatLon;
use mlua::{Lua, Result, Table, Value};

use super::args::{self, Options};
use super::field::Field;
use super::noun::charge;
use super::partition::Partition;
use super::place;
use super::region::Region;
use super::sea::read_scores;
use super::session::{Session, Solvable};
use crate::fault::Fault;

const CALL: &str = "sea:fit";
/// Deposits that one fit may count.
const MOST_DEPOSITS: usize = 10_000;
/// Options that bound shares: name, and whether it is a least and a greatest one.
const BOUNDS: [(&str, bool, bool); 3] =
    [("floor", true, false), ("ceil", false, true), ("target", true, true)];

/// `sea:fit { ... }`
pub(crate) fn fit(lua: &Lua, session: &Rc<Session>, value: &Value) -> Result<(Partition, Table)> {
    let request = request(lua, session, value)?;
    let (scores, proof) = session.ask(|w, f, o| w.fit(&request, f, o))?;
    proof.notes.iter().for_each(|note| session.warn(note.clone()));
    let partition = Partition::fitted(session, Solvable::new(scores));
    Ok((partition, proof_table(lua, session, &proof)?))
}

fn request(lua: &Lua, session: &Session, value: &Value) -> Result<FitRequest> {
    let known = ["score", "floor", "ceil", "target", "measure", "keep", "certify"];
    let options = Options::read(CALL, value, &known)?;
    let score = args::table(CALL, "score", &options.get("score")?)?;
    let scores = read_scores(lua, session, &score)?;
    if let Some(party) =
        session.parties.iter().find(|p| !scores.iter().any(|(h, _)| h.as_str() == *p))
    {
        let text = format!("{CALL}: {party} has no score");
        return Err(Fault::wrong(text)
            .hint("Give every party a score: sea:each(sea.dist).")
            .token("score")
            .into());
    }
    let mut bounds = vec![Bound::FREE; scores.len()];
    for (name, least, most) in BOUNDS {
        for (party, share) in shares(session, name, &options.get(name)?)? {
            // Parties come first among the scores, in the case's order.
            let bound = &mut bounds[party];
            // What is asked twice of one party is asked of it together: a target below its floor cannot be met.
            if least {
                bound.least = bound.least.max(share);
            }
            if most {
                bound.most = bound.most.min(share);
            }
        }
    }
    if bounds.iter().all(|b| *b == Bound::FREE)
        && BOUNDS.iter().all(|b| options.get(b.0).is_ok_and(|v| v.is_nil()))
    {
        let text = format!("{CALL}: nothing is asked for");
        return Err(Fault::wrong(text)
            .hint("Give floor, ceil or target: shares by party, { IRN = 0.20 }.")
            .token("fit")
            .into());
    }
    let keep = match options.get("keep")? {
        Value::Nil => None,
        region => {
            let region: Region = lua.unpack(region)?;
            Some((region.set, Scores::new(scores.clone())))
        }
    };
    let measure = measure(lua, session, &options.get("measure")?)?;
    let certify = match options.get("certify")? {
        Value::Nil => false,
        Value::Boolean(yes) => yes,
        other => return Err(args::refuse(CALL, "certify", "true or false", &other)),
    };
    Ok(FitRequest { scores, bounds, measure, keep, certify })
}

/// Shares by party, each from 0 to 1; an option left out is an empty list.
fn shares(session: &Session, what: &str, value: &Value) -> Result<Vec<(usize, f64)>> {
    if value.is_nil() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for pair in args::table(CALL, what, value)?.pairs::<Value, Value>() {
        let (key, value) = pair?;
        let name = args::text(CALL, &format!("a party of {what}"), &key)?;
        let share = args::number(CALL, &format!("the {what} of {name}"), &value)?;
        if !(0.0..=1.0).contains(&share) {
            let text = format!("{CALL}: the {what} of {name} must be from 0 to 1, not {share}");
            return Err(Fault::wrong(text)
                .hint("A share is a fraction of the sea: 0.2 is 20 %.")
                .token(what)
                .into());
        }
        out.push((session.party(&name)?, share));
    }
    Ok(out)
}

/// Area, a field that is integrated, or a list of places with values.
fn measure(lua: &Lua, session: &Session, value: &Value) -> Result<Measure> {
    if value.is_nil() {
        return Ok(Measure::Area);
    }
    if let Some(field) = value.as_userdata().and_then(|v| v.borrow::<Field>().ok()) {
        return Ok(Measure::Density(field.plain()?.clone()));
    }
    if !value.is_table() {
        return Err(args::refuse(CALL, "measure", "a field or a list of deposits", value));
    }
    let list = args::table(CALL, "measure", value)?;
    args::at_most(CALL, "measure", &list, MOST_DEPOSITS)?;
    charge(lua, list.raw_len() * 256)?;
    let mut deposits = Vec::new();
    for item in list.sequence_values::<Value>() {
        let item = item?;
        let at = place::read(CALL, &item)?;
        let table = args::table(CALL, "a deposit of measure", &item)?;
        let value = args::number(CALL, "the value of a deposit", &table.raw_get("value")?)?;
        if !session.ask(|w, _, _| Ok(w.in_sea(at)))? {
            return Err(held_by_nobody(at, &table.raw_get("id")?).into());
        }
        deposits.push(Deposited { at, value });
    }
    Ok(Measure::Value(deposits))
}

/// A deposit ashore or outside the sea would count in the whole and for the party with the lowest score there.
fn held_by_nobody(at: LatLon, id: &Value) -> Fault {
    let named = match id {
        Value::String(id) => format!(" \"{}\"", args::beginning(id)),
        _ => String::new(),
    };
    let text = format!(
        "{CALL}: the deposit{named} at {}, {} does not lie in this sea: nobody here can hold it",
        at.lat, at.lon
    );
    let hint = "Latitude comes first; leave out what sea:contains(place) says is not in the sea.";
    Fault::wrong(text).hint(hint).token("measure")
}

fn proof_table(lua: &Lua, session: &Session, proof: &Proof) -> Result<Table> {
    let weights = lua.create_table()?;
    for (party, weight) in session.parties.iter().zip(&proof.weights) {
        weights.raw_set(party.as_str(), *weight)?;
    }
    let active = proof.active.iter().filter_map(|k| session.parties.get(*k).map(String::as_str));
    let out = lua.create_table()?;
    out.raw_set("weights", weights)?;
    out.raw_set("active", lua.create_sequence_from(active)?)?;
    for (name, value) in [
        ("residual", proof.residual),
        ("kkt", proof.kkt),
        ("primal", proof.primal),
        ("dual", proof.dual),
        ("gap", proof.gap),
        ("iterations", proof.iterations as f64),
    ] {
        // Where nothing gives what is asked no score and no bound of one is known: the certificate stands instead.
        if value.is_finite() {
            out.raw_set(name, value)?;
        }
    }
    let splits = proof.splits.iter().map(|s| split(lua, s)).collect::<Result<Vec<_>>>()?;
    out.raw_set("splits", lua.create_sequence_from(splits)?)?;
    if let Some(why) = &proof.infeasible {
        out.raw_set("infeasible", certificate(lua, why)?)?;
    }
    Ok(out)
}

/// A tie wedge and the ray that divides it.
fn split(lua: &Lua, split: &Split) -> Result<Table> {
    let out = lua.create_table()?;
    out.raw_set("between", lua.create_sequence_from(split.between.iter().map(String::as_str))?)?;
    out.raw_set("terminus", place::table(lua, split.terminus)?)?;
    for (name, value) in [
        ("wedge", split.wedge),
        ("bisector", split.bisector_deg),
        ("ray", split.ray_deg),
        ("given", split.given),
    ] {
        out.raw_set(name, value)?;
    }
    Ok(out)
}

/// Who asks for too much, and by how much.
fn certificate(lua: &Lua, why: &Infeasible) -> Result<Table> {
    let out = lua.create_table()?;
    out.raw_set("text", why.text.as_str())?;
    out.raw_set("violated", lua.create_sequence_from(why.violated.iter().map(String::as_str))?)?;
    for (name, value) in [("demand", why.demand), ("supply", why.supply), ("deficit", why.deficit)]
    {
        out.raw_set(name, value)?;
    }
    Ok(out)
}
