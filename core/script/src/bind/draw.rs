//! What a rule draws with: azimuths, steps along geodesics, distances from a drawn line or a chosen shore.

use littoral_delimit::Shores;
use littoral_geodesy::{Earth, LatLon};
use mlua::{Lua, Result, UserDataMethods, Value};

use super::args::{self, Options};
use super::field::Field;
use super::noun::{Noun, charge};
use super::place;
use super::sea::Sea;
use crate::fault::Fault;

/// Host memory charged for a drawn line: its index, and a part a place.
const LINE_BYTES: usize = 16 * 1024;
/// Longest line of a script, metres: twice and a half round the earth.
const LONGEST_M: f64 = 1.0e8;
/// Length of a part of its index, metres, and what that weighs, bytes.
const PIECE_M: f64 = 2000.0;
const PIECE_BYTES: usize = 128;
/// Degrees between the places of a midline where no step is given.
const MIDLINE_STEP: f64 = 0.02;

pub(super) fn install<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("azimuth", |_, sea: &Sea, (from, to): (Value, Value)| {
        let (a, b) = (place::read("sea:azimuth", &from)?, place::read("sea:azimuth", &to)?);
        Ok(earth(sea).inverse(a, b).azimuth1_deg)
    });
    noun.method("step", |lua, sea: &Sea, (from, azimuth, metres): (Value, Value, Value)| {
        let a = place::read("sea:step", &from)?;
        let azimuth = args::number("sea:step", "the azimuth", &azimuth)?;
        let metres = args::number("sea:step", "the distance", &metres)?;
        place::table(lua, earth(sea).direct(a, azimuth, metres))
    });
    noun.method("offset", |lua, sea: &Sea, list: Value| {
        let places = one_or_more(lua, "sea:offset", &list)?;
        if let [_] = places[..] {
            let text = "sea:offset: one place has no left and no right side";
            let hint = "sea:away({ place }) is the distance from it.";
            return Err(Fault::wrong(text).hint(hint).token("offset").into());
        }
        Field::leaf(lua, sea.0.ask(|w, _, _| w.side(&places))?)
    });
    noun.method("away", |lua, sea: &Sea, list: Value| {
        let places = one_or_more(lua, "sea:away", &list)?;
        Field::leaf(lua, sea.0.ask(|w, _, _| w.away(&places))?)
    });
    noun.method("midline", |lua, sea: &Sea, (west, east, step): (Value, Value, Value)| {
        let call = "sea:midline";
        let party = |v: &Value| sea.0.party(&args::text(call, "a party", v)?);
        let (west, east) = (party(&west)?, party(&east)?);
        let step = match step {
            Value::Nil => MIDLINE_STEP,
            step => args::number(call, "the step", &step)?,
        };
        let line = sea.0.ask(|w, _, _| w.midline(west, east, step))?;
        charge(lua, LINE_BYTES + line.len() * 256)?;
        let places = line.iter().map(|at| place::table(lua, *at)).collect::<Result<Vec<_>>>()?;
        lua.create_sequence_from(places)
    });
    noun.method("shore", |lua, sea: &Sea, (party, options): (Value, Value)| {
        let call = "sea:shore";
        let party = sea.0.party(&args::text(call, "the party", &party)?)?;
        let options = Options::read(call, &options, &["mainland", "islands", "front", "baseline"])?;
        let flag = |name: &str| match options.get(name)? {
            Value::Nil => Ok(true),
            Value::Boolean(b) => Ok(b),
            other => Err(args::refuse(call, name, "true or false", &other)),
        };
        let baseline = match options.get("baseline")? {
            Value::Nil => Vec::new(),
            list => places(lua, call, &list)?,
        };
        let front_m = options.metres("front")?.unwrap_or(0.0);
        charge(lua, LINE_BYTES)?;
        let shores =
            Shores { mainland: flag("mainland")?, islands: flag("islands")?, front_m, baseline };
        Field::leaf(lua, sea.0.ask(|w, _, _| w.distance_from(party, &shores))?)
    });
}

fn earth(sea: &Sea) -> Earth {
    Earth::new(&sea.0.waters.case().ellipsoid)
}

/// Reads a list of places, or a place for a list of one.
fn one_or_more(lua: &Lua, call: &'static str, value: &Value) -> Result<Vec<LatLon>> {
    let alone = |t: &mlua::Table| t.raw_len() == 0 && t.contains_key("lat").unwrap_or(false);
    match value.as_table().filter(|t| alone(t)) {
        Some(_) => Ok(vec![place::read(call, value)?]),
        None => places(lua, call, value),
    }
}

/// Reads a list of places, charged to the run.
pub(crate) fn places(lua: &Lua, call: &'static str, list: &Value) -> Result<Vec<LatLon>> {
    let list = args::table(call, "the places", list)?;
    charge(lua, LINE_BYTES + list.raw_len() * 256)?;
    let places: Vec<LatLon> =
        list.sequence_values::<Value>().map(|v| place::read(call, &v?)).collect::<Result<_>>()?;
    index(lua, call, [places.as_slice()])?;
    Ok(places)
}

/// Charges the index over lines, which has a part every two kilometres, and refuses those without an end in view.
pub(crate) fn index<'a>(
    lua: &Lua,
    call: &'static str,
    lines: impl IntoIterator<Item = &'a [LatLon]>,
) -> Result<()> {
    let length = |line: &[LatLon]| line.windows(2).map(|w| apart_m(w[0], w[1])).sum::<f64>();
    let total: f64 = lines.into_iter().map(length).sum();
    if total > LONGEST_M {
        let text = format!(
            "{call}: {:.0} km of line; at most {:.0} km are read",
            total / 1e3,
            LONGEST_M / 1e3
        );
        let hint = "Do the places follow one another, latitude first?";
        return Err(Fault::wrong(text).hint(hint).token("{").into());
    }
    charge(lua, (total / PIECE_M) as usize * PIECE_BYTES)
}

/// Distance on a sphere: near enough to count parts.
pub(super) fn apart_m(a: LatLon, b: LatLon) -> f64 {
    let half = |x: f64, y: f64| libm::sin((x - y).to_radians() / 2.0);
    let (up, over) = (half(a.lat, b.lat), half(a.lon, b.lon));
    let across = libm::cos(a.lat.to_radians()) * libm::cos(b.lat.to_radians()) * over * over;
    2.0 * 6.371e6 * libm::asin((up * up + across).min(1.0).sqrt())
}
