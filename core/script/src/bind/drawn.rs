//! `sea:from_lines`: a partition from its boundary lines, as a treaty or a proposal states them.
//!
//! The engine joins them, closes them along the coast and says where they do not close (`Waters::drawn`). What came out is
//! then held against what was drawn.

use std::rc::Rc;

use littoral_delimit::{DelimitError, DrawnLine};
use mlua::{Lua, Result, Table, Value};

use super::args::{self, Options};
use super::draw;
use super::noun::charge;
use super::partition::{Partition, holder};
use super::session::{Session, Solvable};
use crate::fault::Fault;

const CALL: &str = "sea:from_lines";
const MOST_LINES: usize = 256;
/// How far a line may run on beyond its last place where nothing is said, metres.
const REACH_M: f64 = 1000.0;
/// Host memory charged for a holder's rims, which follow the coast: a part a corner of the sea.
const CORNER_BYTES: usize = 256;

/// `sea:from_lines { lines = { { between = { a, b }, places = { ... } } } }`
pub(crate) fn from_lines(lua: &Lua, session: &Rc<Session>, value: &Value) -> Result<Partition> {
    let options = Options::read(CALL, value, &["lines", "reach"])?;
    let reach_m = options.number("reach")?.unwrap_or(REACH_M);
    let lines = lines(lua, session, &options)?;
    let sea = &session.waters.case().sea;
    let corners = sea.outer.len() + sea.inner.iter().map(Vec::len).sum::<usize>();
    charge(lua, 2 * CORNER_BYTES * corners)?;
    let drawn = session.ask(|w, _, o| refusable(w.drawn(&lines, reach_m, o)))??;
    charge(lua, 2048 * drawn.partition.scores.len())?;
    let solvable = Solvable::new(drawn.partition.clone());
    let layer = session.solve(&solvable)?;
    session.ask(|w, _, o| refusable(w.as_drawn(&drawn, &layer, o)))??;
    Ok(Partition::new(session, solvable))
}

/// What the engine says of lines that do not close is about what the author wrote.
fn refusable<T>(
    answer: std::result::Result<T, DelimitError>,
) -> std::result::Result<Result<T>, DelimitError> {
    match answer {
        Ok(done) => Ok(Ok(done)),
        Err(error @ (DelimitError::Geometry { .. } | DelimitError::Invalid(_))) => {
            let hint = "Lines end on a coast or where another line of the same holders begins; the first holder of \
                        `between` lies to the left of the places in their order; `reach` lets lines run on.";
            Ok(Err(Fault::wrong(format!("{CALL}: {error}")).hint(hint).token("from_lines").into()))
        }
        Err(other) => Err(other),
    }
}

fn lines(lua: &Lua, session: &Session, options: &Options) -> Result<Vec<DrawnLine>> {
    let list = args::table(CALL, "lines", &options.get("lines")?)?;
    args::at_most(CALL, "lines", &list, MOST_LINES)?;
    let mut lines = Vec::new();
    for item in list.sequence_values::<Value>() {
        let item = args::table(CALL, "a line", &item?)?;
        let between = args::table(CALL, "between of a line", &item.raw_get("between")?)?;
        let name = |k: i64| {
            let name: Value = between.raw_get(k)?;
            holder(session, &args::text(CALL, "a holder of between", &name)?)
        };
        let between = [name(1)?, name(2)?];
        let places = draw::places(lua, CALL, &item.raw_get("places")?)?;
        lines.push(DrawnLine { between, places });
    }
    draw::index(lua, CALL, lines.iter().map(|l| l.places.as_slice()))?;
    match lines.is_empty() {
        true => Err(Fault::wrong(format!("{CALL}: there are no lines"))
            .hint("lines = { { between = { \"AZE\", \"KAZ\" }, places = { point(41, 50), ... } } }, the first on the left.")
            .token("from_lines")
            .into()),
        false => Ok(lines),
    }
}

/// All boundary lines of a solved partition as [`from_lines`] takes them.
pub(crate) fn lines_of(lua: &Lua, layer: &littoral_delimit::LayerDivision) -> Result<Table> {
    let all = lua.create_table()?;
    for line in &layer.lines {
        charge(lua, 1024 + line.points.len() * 256)?;
        let between = line.between.iter().map(|h| h.as_str());
        let mut places: Vec<_> = line.points.iter().map(littoral_delimit::LinePoint::at).collect();
        places.extend(line.closed.then(|| places.first().copied()).flatten());
        let places = places.into_iter().map(|at| super::place::table(lua, at));
        let item = lua.create_table()?;
        item.raw_set("between", lua.create_sequence_from(between)?)?;
        item.raw_set("places", lua.create_sequence_from(places.collect::<Result<Vec<_>>>()?)?)?;
        all.raw_push(item)?;
    }
    Ok(all)
}
