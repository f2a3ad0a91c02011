//! The outer limit of the continental shelf, article 76, as a word of `Sea`.

use littoral_delimit::construct::shelf::{self, Request, Sediment};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::LatLon;
use littoral_model::{EdgeKind, ShoreKind};
use mlua::{Lua, Result, Table, UserDataMethods, Value};

use super::args::{self, Options};
use super::construct::{done, earth, list, places};
use super::noun::{Noun, check};
use super::place;
use super::sea::Sea;

const CALL: &str = "sea:shelf";
const OPTIONS: [&str; 6] = ["slope", "sediment", "isobath", "ridge", "spacing", "tolerance"];

pub(super) fn words<M: UserDataMethods<Sea>>(noun: &mut Noun<'_, M>) {
    noun.method("shelf", |lua, sea: &Sea, (party, request): (Value, Value)| {
        limit(lua, sea, &party, &request)
    });
}

/// The runs of the limit, and what a surveyor must know besides.
fn limit(lua: &Lua, sea: &Sea, party: &Value, request: &Value) -> Result<(Table, Table)> {
    let party = sea.0.party(&args::text(CALL, "the party", party)?)?;
    let given = Options::read(CALL, request, &OPTIONS)?;
    let (earth, bases) = (earth(sea), Bases::of_case(sea.0.waters.case()));
    let slope = nodes(list(CALL, &given.get("slope")?)?);
    let (sediment, isobath) =
        (sediment(&given.get("sediment")?)?, isobath(&given.get("isobath")?)?);
    let usual = Request::new(&bases, party);
    let asked = Request {
        slope: &slope,
        sediment: &sediment,
        isobath: isobath.as_ref(),
        ridge: ridge(&given)?,
        spacing_m: given.number("spacing")?.unwrap_or(usual.spacing_m),
        tolerance_m: given.number("tolerance")?.unwrap_or(usual.tolerance_m),
        ..usual
    };
    let found = done(CALL, shelf::shelf(&earth, &asked, Some(sea.0.stop_flag())))?;
    let runs = lua.create_table()?;
    for run in &found.runs {
        check(lua)?;
        let mut line: Vec<LatLon> = run.points.iter().map(|p| p.at).collect();
        line.extend(run.closed.then(|| run.points[0].at));
        runs.raw_push(places(lua, &line)?)?;
    }
    Ok((runs, lua.create_sequence_from(found.findings)?))
}

fn ridge(given: &Options) -> Result<bool> {
    match given.get("ridge")? {
        Value::Nil => Ok(false),
        Value::Boolean(yes) => Ok(yes),
        other => Err(args::refuse(CALL, "ridge", "true or false", &other)),
    }
}

fn nodes(places: Vec<LatLon>) -> Vec<BaseNode> {
    let node = |(k, at): (usize, LatLon)| BaseNode { at, name: (k + 1).to_string() };
    places.into_iter().enumerate().map(node).collect()
}

/// Places with the thickness of their sediment.
fn sediment(value: &Value) -> Result<Vec<Sediment>> {
    if value.is_nil() {
        return Ok(Vec::new());
    }
    let point = |value: Value| {
        let at = place::read(CALL, &value)?;
        let thickness = args::table(CALL, "a place", &value)?.raw_get::<Value>("thickness")?;
        let thickness_m = args::number(CALL, "thickness", &thickness)?;
        Ok(Sediment { at, name: String::new(), thickness_m })
    };
    let table = args::table(CALL, "the sediment", value)?;
    table.sequence_values::<Value>().map(|v| point(v?)).collect()
}

/// The lines of the isobath, if there are any.
fn isobath(value: &Value) -> Result<Option<Bases>> {
    if value.is_nil() {
        return Ok(None);
    }
    let line = |value: Value| {
        Ok(BaseLine {
            party: 0,
            name: String::new(),
            kind: ShoreKind::Baseline,
            edge: EdgeKind::Geodesic,
            nodes: nodes(list(CALL, &value)?),
            origin: String::new(),
        })
    };
    let table = args::table(CALL, "the isobath", value)?;
    let lines = table.sequence_values::<Value>().map(|v| line(v?)).collect::<Result<_>>()?;
    Ok(Some(Bases { parties: vec!["isobath".into()], lines, ..Bases::default() }))
}
