//! Lines by azimuth, and lines until they reach a limit, as words of `Sea`.

use littoral_delimit::construct::ray::ray;
use littoral_delimit::construct::reach::{self, Crossings, Limit};
use littoral_delimit::construct::{Bases, NAUTICAL_MILE_M};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use mlua::{Lua, Result, Table, UserDataMethods, Value};

use super::args::{self, Options};
use super::construct::{done, drawn, earth, list, places};
use super::noun::Noun;
use super::place;
use super::sea::Sea;
use crate::fault::Fault;

/// Length where none is given, metres.
const LENGTH_M: f64 = 200.0 * NAUTICAL_MILE_M;
/// As far a limit is looked for where no length is given, metres.
const LOOKED_M: f64 = 1000.0 * NAUTICAL_MILE_M;

pub(super) fn words<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("ray", |lua, sea: &Sea, (from, azimuth, options): (Value, Value, Value)| {
        let call = "sea:ray";
        let from = place::read(call, &from)?;
        let azimuth = args::number(call, "the azimuth", &azimuth)?;
        let options = Options::read(call, &options, &["length", "edge", "limit", "party"])?;
        let (kind, earth) = (edge(call, &options)?, earth(sea));
        let limit = options.number("limit")?;
        let usual = if limit.is_some() { LOOKED_M } else { LENGTH_M };
        let length = options.number("length")?.unwrap_or(usual);
        let line = done(call, ray(&earth, kind, from, azimuth, length))?;
        let party = options.get("party")?;
        let Some(distance) = limit else {
            if !party.is_nil() {
                let text = format!("{call}: party goes with limit, whose base points it names");
                return Err(Fault::wrong(text).token("party").into());
            }
            return drawn(lua, &earth, &line);
        };
        let found = crossings(call, sea, &earth, &[line], distance, &party)?;
        let (_, end) = first(call, &found)?;
        drawn(lua, &earth, &line.over([line.range[0], end]))
    });
    noun.method("crossings", |lua, sea: &Sea, (line, distance, party): (Value, Value, Value)| {
        let call = "sea:crossings";
        let earth = earth(sea);
        let line = curves(call, &earth, &list(call, &line)?)?;
        let distance = args::number(call, "the distance", &distance)?;
        let found = crossings(call, sea, &earth, &line, distance, &party)?;
        places(lua, &found.points.iter().map(|x| x.at).collect::<Vec<_>>())
    });
    noun.method("cut", |lua, sea: &Sea, (line, distance, party): (Value, Value, Value)| {
        cut(lua, sea, &line, &distance, &party)
    });
}

fn cut(lua: &Lua, sea: &Sea, line: &Value, distance: &Value, party: &Value) -> Result<Table> {
    let (call, earth) = ("sea:cut", earth(sea));
    let mut points = list(call, line)?;
    points.dedup();
    let line = curves(call, &earth, &points)?;
    let distance = args::number(call, "the distance", distance)?;
    let found = crossings(call, sea, &earth, &line, distance, party)?;
    let (edge, s) = first(call, &found)?;
    points.truncate(edge + 1);
    points.push(line[edge].at(&earth, s));
    places(lua, &points)
}

fn edge(call: &'static str, options: &Options) -> Result<LineKind> {
    match options.text("edge")?.as_deref() {
        None | Some("geodesic") => Ok(LineKind::Geodesic),
        Some("loxodrome") => Ok(LineKind::Loxodrome),
        Some(other) => {
            let text = format!("{call}: edge cannot be \"{other}\"");
            let known = ["geodesic", "loxodrome"];
            Err(Fault::unknown(text, other, known, "It is geodesic or loxodrome.").into())
        }
    }
}

/// The geodesics between places; one that repeats its neighbour is left out.
fn curves(call: &'static str, earth: &Earth, points: &[LatLon]) -> Result<Vec<Curve>> {
    let mut points = points.to_vec();
    points.dedup();
    done(call, reach::drawn(earth, LineKind::Geodesic, &points))
}

/// Crossings with the limit at a distance from a party's base points, or from those of all parties.
fn crossings(
    call: &'static str,
    sea: &Sea,
    earth: &Earth,
    line: &[Curve],
    distance: f64,
    party: &Value,
) -> Result<Crossings> {
    let bases = Bases::of_case(sea.0.waters.case());
    let parties = match party {
        Value::Nil => (0..bases.parties.len()).collect(),
        id => vec![sea.0.party(&args::text(call, "the party", id)?)?],
    };
    let limit = done(call, Limit::new(earth, &bases, &parties, distance, false))?;
    done(call, reach::crossings_until(earth, line, &limit, Some(sea.0.stop_flag())))
}

/// Curve and parameter of the first crossing.
fn first(call: &'static str, found: &Crossings) -> Result<(usize, f64)> {
    found.points.first().map(|x| x.on).ok_or_else(|| {
        let [start, end] = found.beyond_m;
        let text = format!(
            "{call}: the line does not reach the limit: it starts {start:.0} m and ends {end:.0} m beyond it"
        );
        Fault::wrong(text).hint("A negative number is within the limit.").token("limit").into()
    })
}
