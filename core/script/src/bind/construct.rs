//! The surveyor's constructions as words of `Sea`: lists of places, for `sea:side` and for notes.

use littoral_delimit::DelimitError;
use littoral_delimit::construct::densify::{Drawn, densify};
use littoral_delimit::construct::perpendicular::{self, Hand};
use littoral_delimit::construct::translate::{Shift, translate};
use littoral_delimit::construct::{BaseLine, Bases, NAUTICAL_MILE_M, bisector, coast, envelope};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::ShoreKind;
use mlua::{Lua, Result, Table, UserDataMethods, Value};

use super::args::{self, Options};
use super::noun::{Noun, charge, check};
use super::place;
use super::sea::Sea;
use crate::budget::stopped;
use crate::fault::Fault;

/// Length where none is given, metres.
const LENGTH_M: f64 = 200.0 * NAUTICAL_MILE_M;
/// Places handed to scripts follow the true curve within this, metres.
const DRAWN_M: f64 = 10.0;
/// Host memory charged for a place.
const PLACE_BYTES: usize = 160;

pub(super) fn words<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("parallel", |lua, sea: &Sea, (from, length): (Value, Value)| {
        let call = "sea:parallel";
        let (from, length) = ray(call, &from, &length)?;
        drawn(lua, &earth(sea), &done(call, perpendicular::parallel(from, length))?)
    });
    noun.method("meridian", |lua, sea: &Sea, (from, length): (Value, Value)| {
        let (from, length) = ray("sea:meridian", &from, &length)?;
        let earth = earth(sea);
        drawn(lua, &earth, &perpendicular::meridian(&earth, from, length))
    });
    noun.method(
        "perpendicular",
        |lua, sea: &Sea, (from, chord, options): (Value, Value, Value)| {
            let call = "sea:perpendicular";
            let (from, chord) = (place::read(call, &from)?, pair(call, &chord)?);
            let options = Options::read(call, &options, &["length", "side"])?;
            let hand = match options.text("side")?.as_deref() {
                None | Some("right") => Hand::Right,
                Some("left") => Hand::Left,
                Some(other) => {
                    let text = format!("{call}: side cannot be \"{other}\"");
                    return Err(Fault::unknown(
                        text,
                        other,
                        ["left", "right"],
                        "It is left or right.",
                    )
                    .into());
                }
            };
            let length = options.number("length")?.unwrap_or(LENGTH_M);
            let earth = earth(sea);
            let found =
                perpendicular::perpendicular(&earth, chord, LineKind::Geodesic, from, length, hand);
            drawn(lua, &earth, &done(call, found)?.ray)
        },
    );
    noun.method("bisector", |lua, sea: &Sea, (first, second, options): (Value, Value, Value)| {
        let call = "sea:bisector";
        let fronts = [pair(call, &first)?, pair(call, &second)?];
        let options = Options::read(call, &options, &["length", "seaward", "from"])?;
        let length = options.number("length")?.unwrap_or(LENGTH_M);
        let earth = earth(sea);
        let found = bisector::bisector(&earth, fronts, length, options.number("seaward")?);
        let found = done(call, found)?;
        let found = match options.get("from")? {
            Value::Nil => found,
            from => done(call, found.carried(place::read(call, &from)?))?,
        };
        drawn(lua, &earth, &found.ray)
    });
    noun.method("translate", |lua, sea: &Sea, (line, shift): (Value, Value)| {
        let call = "sea:translate";
        let line = list(call, &line)?;
        let options = Options::read(call, &shift, &["lat", "lon", "azimuth", "distance"])?;
        let number = |name| options.number(name);
        let shift = match (number("azimuth")?, number("distance")?) {
            (Some(azimuth_deg), Some(distance_m)) => Shift::Vector { azimuth_deg, distance_m },
            (None, None) => degrees(call, [number("lat")?, number("lon")?])?,
            _ => return Err(unmoved(call, "azimuth and distance go together")),
        };
        if matches!(shift, Shift::Vector { .. }) && [number("lat")?, number("lon")?] != [None; 2] {
            return Err(unmoved(call, "a line moves by degrees or along an azimuth, not by both"));
        }
        places(lua, &done(call, translate(&earth(sea), &line, shift))?)
    });
    noun.method("envelope", |lua, sea: &Sea, (party, distance): (Value, Value)| {
        let call = "sea:envelope";
        let party = sea.0.party(&args::text(call, "the party", &party)?)?;
        let distance = args::number(call, "the distance", &distance)?;
        let (earth, bases) = (earth(sea), Bases::of_case(sea.0.waters.case()));
        let options = envelope::Options::at(distance);
        let stop = Some(sea.0.stop_flag());
        let limit = envelope::envelope_until(&earth, &bases, party, &options, stop);
        let limit = done(call, limit)?;
        let out = lua.create_table()?;
        for ring in &limit.rings {
            let mut line: Vec<LatLon> = Vec::new();
            for piece in &ring.pieces {
                check(lua)?;
                let mut part: Vec<LatLon> = densify(&earth, &piece.curve, Drawn::Geodesic, DRAWN_M)
                    .iter()
                    .map(|s| s.at)
                    .collect();
                if piece.reversed {
                    part.reverse();
                }
                line.extend(part.into_iter().skip(usize::from(!line.is_empty())));
            }
            out.raw_push(places(lua, &line)?)?;
        }
        Ok(out)
    });
    noun.method("front", |lua, sea: &Sea, (party, tolerance): (Value, Value)| {
        let call = "sea:front";
        let party = sea.0.party(&args::text(call, "the party", &party)?)?;
        let tolerance = args::metres(call, "the tolerance", &tolerance)?;
        let (earth, bases) = (earth(sea), Bases::of_case(sea.0.waters.case()));
        let length = |l: &BaseLine| -> f64 {
            l.points().windows(2).map(|w| earth.karney_m(w[0], w[1])).sum()
        };
        let coasts = bases.lines.iter().filter(|l| l.party == party && l.kind == ShoreKind::Coast);
        let longest = coasts.max_by(|a, b| length(a).total_cmp(&length(b)));
        let Some(line) = longest else {
            let text = format!("{call}: {} has no coast", bases.parties[party]);
            return Err(Fault::wrong(text).token("front").into());
        };
        places(lua, &coast::simplify(&earth, &line.points(), line.closed(), tolerance))
    });
}

pub(super) fn earth(sea: &Sea) -> Earth {
    Earth::new(&sea.0.waters.case().ellipsoid)
}

/// The engine's refusal as the script's fault.
pub(super) fn done<T>(
    call: &'static str,
    found: std::result::Result<T, DelimitError>,
) -> Result<T> {
    found.map_err(|e| {
        if e == DelimitError::Cancelled {
            return stopped();
        }
        let word = call.rsplit(':').next().unwrap_or(call);
        Fault::wrong(format!("{call}: {e}")).token(word).into()
    })
}

fn ray(call: &'static str, from: &Value, length: &Value) -> Result<(LatLon, f64)> {
    let length = args::number(call, "the length", length)?;
    if !(length != 0.0 && length.abs() <= 2.0e7) {
        let text = format!("{call}: a length is not 0 and at most 20 000 km, not {length}");
        return Err(Fault::wrong(text).token("length").into());
    }
    Ok((place::read(call, from)?, length))
}

pub(super) fn list(call: &'static str, value: &Value) -> Result<Vec<LatLon>> {
    let table = args::table(call, "the line", value)?;
    table.sequence_values::<Value>().map(|v| place::read(call, &v?)).collect()
}

/// A move by degrees; one that is left out is none.
fn degrees(call: &'static str, by: [Option<f64>; 2]) -> Result<Shift> {
    match by {
        [None, None] => Err(unmoved(call, "nothing says whereto the line moves")),
        [lat, lon] => Ok(Shift::Degrees { lat: lat.unwrap_or(0.0), lon: lon.unwrap_or(0.0) }),
    }
}

fn unmoved(call: &'static str, why: &str) -> mlua::Error {
    let hint = "Give lat, lon or both, degrees; or azimuth, degrees, and distance, metres.";
    Fault::wrong(format!("{call}: {why}")).hint(hint).token("translate").into()
}

/// First and last place of a list: a chord or a front.
fn pair(call: &'static str, value: &Value) -> Result<[LatLon; 2]> {
    let line = list(call, value)?;
    match (line.first(), line.last()) {
        (Some(a), Some(b)) if line.len() > 1 => Ok([*a, *b]),
        _ => {
            let text = format!("{call}: a chord needs two places, not {}", line.len());
            Err(Fault::wrong(text).token("{").into())
        }
    }
}

/// Places along a curve, near enough for geodesics between them.
pub(super) fn drawn(lua: &Lua, earth: &Earth, curve: &Curve) -> Result<Table> {
    let stations = densify(earth, curve, Drawn::Geodesic, DRAWN_M);
    places(lua, &stations.iter().map(|s| s.at).collect::<Vec<_>>())
}

pub(super) fn places(lua: &Lua, line: &[LatLon]) -> Result<Table> {
    charge(lua, line.len() * PLACE_BYTES)?;
    let out = lua.create_table()?;
    for at in line {
        out.raw_push(place::table(lua, *at)?)?;
    }
    Ok(out)
}
