//! `Sea`: the case as a rule sees it.

use std::rc::Rc;

use littoral_delimit::metric::COAST_SCALE_M;
use littoral_delimit::metric::coast_length::coast_length_m;
use littoral_delimit::{
    DistanceOptions, Field as Tree, From, Holder, Partition as Scores, Path, Region as Set,
};
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use mlua::{
    AnyUserData, Function, Lua, MultiValue, Result, Table, UserData, UserDataFields,
    UserDataMethods, Value,
};

use super::args::{self, Options};
use super::bed;
use super::deposits;
use super::draw;
use super::drawn;
use super::field::{Field, Operand, counted};
use super::fit;
use super::law::Law;
use super::noun::{Noun, charge, property};
use super::optimise;
use super::partition::{Partition, holder};
use super::place;
use super::region::Region;
use super::rng::Rng;
use super::session::{Session, Solvable};
use super::value;
use crate::fault::Fault;
use crate::json;

/// Most places of one drawn line.
const MOST_PLACES: usize = 20_000;
/// Most holders of one partition.
const MOST_HOLDERS: usize = 64;
/// Host memory charged for one of its places beside its index: measured.
const PLACE_BYTES: usize = 5 * 1024;

/// The sea that `run` is given.
pub(crate) struct Sea(pub(crate) Rc<Session>);

impl UserData for Sea {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_meta_field("__type", "Sea");
        property(fields, ("Sea", "parties"), |lua, this: &Self| {
            let list = lua.create_sequence_from(this.0.parties.iter().map(String::as_str))?;
            list.set_readonly(true);
            Ok(list)
        });
        property(fields, ("Sea", "law"), |_, this: &Self| Ok(Law(this.0.clone())));
        property(fields, ("Sea", "id"), |_, this: &Self| Ok(this.0.waters.case().id.clone()));
    }

    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        let mut noun = Noun::new("Sea", methods);
        parties(&mut noun);
        fields(&mut noun);
        partitions(&mut noun);
        places(&mut noun);
        shapes(&mut noun);
        super::construct::words(&mut noun);
        super::reach::words(&mut noun);
        super::shelf::words(&mut noun);
        chance(&mut noun);
        coasts(&mut noun);
        draw::install(&mut noun);
        bed::install(&mut noun);
        deposits::install(&mut noun);
        value::install(&mut noun);
        claims(&mut noun);
        notes(&mut noun);
    }
}

fn parties<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.function("each", |lua, (sea, f): (AnyUserData, Value)| {
        let f = function("sea:each", &f)?;
        let session = sea.borrow::<Sea>()?.0.clone();
        let out = lua.create_table()?;
        for party in &session.parties {
            out.raw_set(party.as_str(), f.call::<Value>((&sea, party.as_str()))?)?;
        }
        Ok(out)
    });
    noun.method("map", |lua, sea: &Sea, (values, f): (Value, Value)| {
        let values = args::table("sea:map", "the values by party", &values)?;
        let f = function("sea:map", &f)?;
        let out = lua.create_table()?;
        for party in &sea.0.parties {
            let value: Value = values.raw_get(party.as_str())?;
            if !value.is_nil() {
                out.raw_set(party.as_str(), f.call::<Value>((value, party.as_str()))?)?;
            }
        }
        Ok(out)
    });
}

fn fields<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("dist", |lua, sea: &Sea, (party, options): (Value, Value)| {
        let party = sea.0.party(&args::text("sea:dist", "the party", &party)?)?;
        let options = distance_options("sea:dist", &options)?;
        Field::leaf(lua, sea.0.ask(|w, _, _| w.distance(party, options))?)
    });
    noun.method("coast", |lua, sea: &Sea, ()| Field::leaf(lua, sea.0.ask(|w, _, _| w.coast())?));
    noun.method("latitude", |lua, _: &Sea, ()| Field::leaf(lua, Tree::latitude()));
    noun.method("longitude", |lua, sea: &Sea, ()| Field::longitude(lua, sea.0.waters.turn()));
    noun.method("east", |_, sea: &Sea, lon: Value| {
        let lon = args::number("sea:east", "the longitude", &lon)?;
        if lon.abs() > 360.0 {
            let text = format!("sea:east: longitude {lon} is beyond one turn");
            return Err(Fault::wrong(text).token("east").into());
        }
        sea.0.counts_longitudes.set(true);
        counted(&sea.0.waters.turn(), lon)
    });
    noun.method("constant", |lua, _: &Sea, value: Value| {
        Field::leaf(lua, Tree::constant(args::number("sea:constant", "the value", &value)?))
    });
    noun.method("field", |lua, sea: &Sea, (f, options): (Value, Value)| {
        let f = function("sea:field", &f)?;
        let options = Options::read("sea:field", &options, &["lipschitz"])?;
        let lipschitz = options.number("lipschitz")?;
        let id = sea.0.functions.add(f, lipschitz);
        let tree = Tree::external(id, Vec::new(), 1, lipschitz).into_iter().next();
        Field::leaf(lua, tree.unwrap_or_else(|| Tree::constant(0.0)))
    });
}

fn partitions<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("assign", |lua, sea: &Sea, scores: Value| {
        let scores = args::table("sea:assign", "the scores", &scores)?;
        let scores = read_scores(lua, &sea.0, &scores)?;
        if scores.is_empty() {
            return Err(Fault::wrong("sea:assign: no holder has a score").token("assign").into());
        }
        Ok(Partition::new(&sea.0, Solvable::new(Scores::new(scores))))
    });
    noun.method("equidistance", |_, sea: &Sea, options: Value| {
        let options = distance_options("sea:equidistance", &options)?;
        Ok(Partition::new(&sea.0, sea.0.equidistance(options)?))
    });
    noun.method("fit", |lua, sea: &Sea, request: Value| fit::fit(lua, &sea.0, &request));
    noun.method("optimise", |lua, sea: &Sea, request: Value| {
        optimise::optimise(lua, &sea.0, &request)
    });
    noun.method("from_lines", |lua, sea: &Sea, request: Value| {
        drawn::from_lines(lua, &sea.0, &request)
    });
}

fn places<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("terminus", |lua, sea: &Sea, (a, b, near): (Value, Value, Value)| {
        let index = |v: &Value| sea.0.party(&args::text("sea:terminus", "a party", v)?);
        let near = match near {
            Value::Nil => None,
            near => Some(place::read("sea:terminus", &near)?),
        };
        place::table(lua, terminus(&sea.0, [index(&a)?, index(&b)?], near)?)
    });
    noun.method("contains", |_, sea: &Sea, at: Value| {
        let at = place::read("sea:contains", &at)?;
        sea.0.ask(|w, _, _| Ok(w.in_sea(at)))
    });
    noun.method("side", |lua, sea: &Sea, list: Value| {
        let places = places_of(lua, "sea:side", &list)?;
        if places.len() < 2 {
            let text = format!("sea:side: a line needs two places or more, not {}", places.len());
            return Err(Fault::wrong(text).token("side").into());
        }
        let signed = sea.0.ask(|w, _, _| w.side(&places))?;
        Region::grown(lua, Set::negative(signed), 1)
    });
}

/// The terminus of two parties: of several the nearest to a place, or else the first, and that is said.
fn terminus(session: &Session, [a, b]: [usize; 2], near: Option<LatLon>) -> Result<LatLon> {
    let first = session.ask(|w, _, _| w.terminus(a, b))?;
    let all = session.waters.termini_of(a, b);
    if let Some(near) = near {
        let earth = Earth::new(&session.waters.case().ellipsoid);
        let away = |at: &LatLon| earth.karney_m(*at, near);
        return Ok(all.into_iter().min_by(|p, q| away(p).total_cmp(&away(q))).unwrap_or(first));
    }
    if all.len() > 1 {
        let at = |at: &LatLon| format!("{:.4}, {:.4}", at.lat, wrap(at.lon));
        let [a, b] = [a, b].map(|k| session.parties[k].as_str());
        session.warn(format!(
            "sea:terminus: the coasts of {a} and {b} meet at {}: the first is taken; a place as third argument takes the nearest to it",
            all.iter().map(at).collect::<Vec<_>>().join(" and at ")
        ));
    }
    Ok(first)
}

fn shapes<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("buffer", |lua, sea: &Sea, (list, distance): (Value, Value)| {
        let places = places_of(lua, "sea:buffer", &list)?;
        let distance = args::metres("sea:buffer", "the distance", &distance)?;
        let away = sea.0.ask(|w, _, _| w.away(&places))?;
        off_the_sea(&sea.0, &places, distance)?;
        Region::grown(lua, away.within(distance), 2)
    });
    noun.method("polygon", |lua, sea: &Sea, list: Value| {
        let places = places_of(lua, "sea:polygon", &list)?;
        let ring = sea.0.ask(|w, _, _| w.ring(&places))?;
        if let Some(at) = sea.0.ask(|w, _, o| w.ring_crosses_itself(&places, o))? {
            let text = format!("sea:polygon: the ring crosses itself near {:.4}, {:.4}", at.lat, at.lon);
            let hint = "Give the places in the order in which they follow the rim; two rings are joined by a:either(b).";
            return Err(Fault::wrong(text).hint(hint).token("polygon").into());
        }
        Region::grown(lua, Set::negative(ring), 1)
    });
}

/// Says where a disc about one place reaches no water: that it is empty is seen nowhere else.
fn off_the_sea(session: &Session, places: &[LatLon], distance: f64) -> Result<()> {
    let [at] = places else { return Ok(()) };
    let off_m = session.ask(|w, _, _| Ok(w.off_sea_m(*at)))?;
    if off_m > distance {
        session.warnings.borrow_mut().push(format!(
            "sea:buffer about {}, {}: the sea is {:.0} km away, and nothing of it is within {:.0} km (latitude stands first)",
            at.lat, at.lon, off_m / 1e3, distance / 1e3
        ));
    }
    Ok(())
}

/// A list of places, charged to the run.
fn places_of(lua: &Lua, call: &'static str, list: &Value) -> Result<Vec<LatLon>> {
    let list = args::table(call, "the places", list)?;
    args::at_most(call, "the line", &list, MOST_PLACES)?;
    charge(lua, list.raw_len() * PLACE_BYTES)?;
    draw::places(lua, call, &Value::Table(list))
}

fn chance<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("rng", |lua, _: &Sea, seed: Value| {
        charge(lua, 64)?;
        Rng::seeded(&seed)
    });
}

fn coasts<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("coastlength", |_, sea: &Sea, (party, scale): (Value, Value)| {
        let party = sea.0.party(&args::text("sea:coastlength", "the party", &party)?)?;
        let scale = match scale {
            Value::Nil => COAST_SCALE_M,
            scale => args::metres("sea:coastlength", "the scale", &scale)?,
        };
        sea.0.ask(|w, _, _| {
            let earth = Earth::new(&w.case().ellipsoid);
            Ok(coast_length_m(&earth, w.case(), party, scale))
        })
    });
}

fn claims<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("claims", |lua, sea: &Sea, ()| {
        let (case, out) = (sea.0.waters.case(), lua.create_table()?);
        for (k, party) in sea.0.parties.iter().enumerate() {
            let asked = case.asks(k).and_then(|p| p.share_percent).unwrap_or(0.0);
            out.raw_set(party.as_str(), asked / 100.0)?;
        }
        Ok(out)
    });
}

fn notes<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("log", |lua, _: &Sea, words: MultiValue| {
        lua.globals().get::<Function>("print")?.call::<()>(words)
    });
    noun.method("lacks", |_, _: &Sea, (what, next): (Value, Value)| -> Result<()> {
        let what = args::text("sea:lacks", "what is missing", &what)?;
        let next = match next {
            Value::Nil => String::new(),
            next => args::text("sea:lacks", "the next step", &next)?,
        };
        Err(Fault::lacking(what).hint(next).token("lacks").into())
    });
    noun.method("note", |_, sea: &Sea, (name, value): (Value, Value)| {
        let name = args::text("sea:note", "the name", &name)?;
        let value = json::noted(&value, &sea.0.parties)?;
        sea.0.weigh_note(&value)?;
        sea.0.weigh_note(&name.as_str().into())?;
        sea.0.notes.borrow_mut().insert(name, value);
        Ok(())
    });
}

fn function(call: &str, value: &Value) -> Result<Function> {
    match value {
        Value::Function(f) => Ok(f.clone()),
        other => Err(args::refuse(call, "the argument", "a function", other)),
    }
}

fn distance_options(call: &'static str, value: &Value) -> Result<DistanceOptions> {
    let options = Options::read(call, value, &["islands", "from", "path"])?;
    let islands = options.number("islands")?.unwrap_or(1.0);
    if !(0.0..=1.0).contains(&islands) {
        let text = format!("{call}: islands must be from 0 to 1, not {islands}");
        return Err(Fault::wrong(text)
            .hint("0 ignores islands, 1 counts them fully.")
            .token("islands")
            .into());
    }
    let from = match options.text("from")?.as_deref() {
        None | Some("coast") => From::Coast,
        Some("baseline") => From::Baseline,
        Some(other) => {
            let text = format!("{call}: from cannot be \"{other}\"");
            let rest = "Choose one of: coast, baseline.";
            return Err(Fault::unknown(text, other, ["coast", "baseline"], rest).into());
        }
    };
    let path = match options.text("path")?.as_deref() {
        None | Some("straight") => Path::Straight,
        Some("water") => Path::Water,
        Some(other) => {
            let text = format!("{call}: path cannot be \"{other}\"");
            let rest = "Choose one of: straight, water.";
            return Err(Fault::unknown(text, other, ["straight", "water"], rest).into());
        }
    };
    Ok(DistanceOptions { islands, from, path })
}

/// Scores by holder: parties in the case's order, then the others by name.
pub(crate) fn read_scores(
    lua: &Lua,
    session: &Session,
    table: &Table,
) -> Result<Vec<(Holder, Tree)>> {
    args::at_most("sea:assign", "the scores", table, MOST_HOLDERS)?;
    let mut scores = Vec::new();
    for pair in table.pairs::<Value, Operand>() {
        let (key, score) = pair?;
        let name = args::text("sea:assign", "a holder", &key)?;
        scores.push((holder(session, &name)?, score.0.tree));
    }
    charge(lua, 1024 * scores.len())?;
    let rank =
        |h: &Holder| session.parties.iter().position(|p| p == h.as_str()).unwrap_or(usize::MAX);
    scores.sort_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
    Ok(scores)
}
