//! `sea:from_lines`: a partition from its boundary lines, as a treaty or a proposal states them.
//!
//! A holder's lines, each with the holder on its left, are joined end to end into rims. An open rim runs
//! straight on beyond both ends, so it has two sides everywhere; a closed one is a ring. The holder's score is
//! its distance from its rims, negative on its own side: both holders of a line measure from the same line, so
//! their scores are equal there and nowhere else. What came out is then held against what was drawn.

use std::rc::Rc;

use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{Field as Tree, Holder, LayerDivision, Partition as Scores};
use littoral_geodesy::{Earth, LatLon, densify};
use mlua::{Lua, Result, Value};

use super::args::{self, Options};
use super::draw;
use super::noun::charge;
use super::partition::{Partition, holder};
use super::session::{Session, Solvable};
use crate::fault::Fault;

const CALL: &str = "sea:from_lines";
const MOST_LINES: usize = 256;
/// Most distance fields of one rule.
const MOST_RIMS: usize = 64;
/// Ends nearer to one another than this are one place, metres.
const JOIN_M: f64 = 10.0;
/// How far a boundary may run on beyond the end of its line where nothing is said, metres.
const REACH_M: f64 = 1000.0;
/// Sides are looked at so far from a line, metres.
const BESIDE_M: f64 = 50.0;

/// One line with who holds its left and its right.
struct Line {
    between: [Holder; 2],
    places: Vec<LatLon>,
}

/// `sea:from_lines { lines = { { between = { a, b }, places = { ... } } } }`
pub(crate) fn from_lines(lua: &Lua, session: &Rc<Session>, value: &Value) -> Result<Partition> {
    let options = Options::read(CALL, value, &["lines", "reach"])?;
    let reach_m = options.number("reach")?.unwrap_or(REACH_M);
    let lines = lines(lua, session, &options)?;
    let all = holders(session, &lines);
    few(session, &lines, &all)?;
    let mut scores = Vec::new();
    for holder in all {
        let score = score(session, &lines, &holder)?;
        scores.push((holder, score));
    }
    charge(lua, 2048 * scores.len())?;
    let solvable = Solvable::new(Scores::new(scores));
    let layer = session.solve(&solvable)?;
    on_the_lines(session, &lines, &layer, reach_m)?;
    sides(session, &lines, &solvable.partition)?;
    Ok(Partition::new(session, solvable))
}

fn lines(lua: &Lua, session: &Session, options: &Options) -> Result<Vec<Line>> {
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
        let mut places = draw::places(lua, CALL, &item.raw_get("places")?)?;
        places.dedup();
        if between[0] == between[1] || places.len() < 2 {
            let text = format!(
                "{CALL}: the line between {} and {} needs two holders and two places or more",
                between[0], between[1]
            );
            return Err(Fault::wrong(text).token("from_lines").into());
        }
        lines.push(Line { between, places });
    }
    match lines.is_empty() {
        true => Err(Fault::wrong(format!("{CALL}: there are no lines"))
            .hint("lines = { { between = { \"AZE\", \"KAZ\" }, places = { point(41, 50), ... } } }, the first on the left.")
            .token("from_lines")
            .into()),
        false => Ok(lines),
    }
}

/// Everybody whom a line names: parties in the case's order, then the others by name.
fn holders(session: &Session, lines: &[Line]) -> Vec<Holder> {
    let mut all: Vec<Holder> = lines.iter().flat_map(|l| l.between.clone()).collect();
    let rank =
        |h: &Holder| session.parties.iter().position(|p| p == h.as_str()).unwrap_or(usize::MAX);
    all.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
    all.dedup();
    all
}

/// Refuses more rims than the engine tells apart, before any of them is prepared.
fn few(session: &Session, lines: &[Line], holders: &[Holder]) -> Result<()> {
    let earth = Earth::new(&session.waters.case().ellipsoid);
    let mut count = 0;
    for holder in holders {
        count += rims(&earth, lines, holder)?.len();
        if count > MOST_RIMS {
            let text = format!("{CALL}: more than {MOST_RIMS} lines that do not join end to end");
            return Err(Fault::wrong(text).into());
        }
    }
    Ok(())
}

/// Distance from a holder's rims, negative on its side.
fn score(session: &Session, lines: &[Line], holder: &Holder) -> Result<Tree> {
    let earth = Earth::new(&session.waters.case().ellipsoid);
    // Inside every open rim and outside every ring about others, or inside a ring of its own.
    let (mut all, mut any): (Option<Tree>, Option<Tree>) = (None, None);
    for rim in rims(&earth, lines, holder)? {
        let closed = near(&earth, &rim);
        let field = match closed {
            true => session.ask(|w, _, _| w.ring(&rim))?,
            false => session.ask(|w, _, _| w.side(&rim))?,
        };
        if closed && !leftward(&rim) {
            all = Some(join(all, field.unary(Unary::Neg), Binary::Max));
        } else if closed {
            any = Some(join(any, field, Binary::Min));
        } else {
            all = Some(join(all, field, Binary::Max));
        }
    }
    Ok(match (all, any) {
        (Some(all), Some(any)) => all.binary(Binary::Min, &any),
        (Some(field), None) | (None, Some(field)) => field,
        (None, None) => Tree::constant(f64::INFINITY),
    })
}

fn join(known: Option<Tree>, field: Tree, op: Binary) -> Tree {
    known.map_or(field.clone(), |k| k.binary(op, &field))
}

/// The holder's lines with the holder on the left, joined end to end.
fn rims(earth: &Earth, lines: &[Line], holder: &Holder) -> Result<Vec<Vec<LatLon>>> {
    let own = lines.iter().filter(|l| l.between.contains(holder));
    let mut rims: Vec<Vec<LatLon>> = own
        .map(|l| match l.between[0] == *holder {
            true => l.places.clone(),
            false => l.places.iter().rev().copied().collect(),
        })
        .collect();
    let mut k = 0;
    while k < rims.len() {
        if near(earth, &rims[k]) {
            k += 1;
            continue;
        }
        let end = rims[k][rims[k].len() - 1];
        let next: Vec<usize> = (0..rims.len())
            .filter(|j| *j != k && earth.karney_m(rims[*j][0], end) <= JOIN_M)
            .collect();
        match next[..] {
            [] => k += 1,
            [j] => {
                let more = rims.remove(j);
                k -= usize::from(j < k);
                rims[k].extend(more.into_iter().skip(1));
            }
            _ => {
                let text = format!(
                    "{CALL}: at {:.4}, {:.4} more than one line goes on with {holder} on its left",
                    end.lat, end.lon
                );
                return Err(Fault::wrong(text).token("from_lines").into());
            }
        }
    }
    Ok(rims)
}

/// Does a rim end where it begins?
fn near(earth: &Earth, rim: &[LatLon]) -> bool {
    match rim {
        [first, .., last] => rim.len() > 2 && earth.karney_m(*first, *last) <= JOIN_M,
        _ => false,
    }
}

/// Does a ring have its inside on the left?
fn leftward(ring: &[LatLon]) -> bool {
    let from = ring[0];
    let east = |p: &LatLon| densify::wrap(p.lon - from.lon);
    let around = ring.iter().zip(ring.iter().cycle().skip(1));
    around.map(|(a, b)| east(a) * b.lat - east(b) * a.lat).sum::<f64>() > 0.0
}

/// Refuses a boundary that nobody drew.
fn on_the_lines(
    session: &Session,
    lines: &[Line],
    layer: &LayerDivision,
    reach_m: f64,
) -> Result<()> {
    for found in &layer.lines {
        let drawn = lines.iter().filter(|l| l.between.iter().all(|h| found.between.contains(h)));
        let mut away: Option<Tree> = None;
        for line in drawn {
            let field = session.ask(|w, _, _| w.away(&line.places))?;
            away = Some(join(away, field, Binary::Min));
        }
        let places: Vec<LatLon> = found.points.iter().map(|p| p.at()).collect();
        let far = match away {
            Some(away) => session.ask(|w, f, o| w.values(&away, f, o, &places))?,
            None => vec![f64::INFINITY; places.len()],
        };
        if let Some((at, _)) = places.iter().zip(&far).find(|(_, far)| **far > reach_m) {
            let text = format!(
                "{CALL}: {} and {} would meet at {:.4}, {:.4}, where no line between them is drawn",
                found.between[0], found.between[1], at.lat, at.lon
            );
            return Err(Fault::wrong(text)
                .hint("Lines end on a coast or where another line of the same holders begins; `reach` lets them run on.")
                .token("from_lines")
                .into());
        }
    }
    Ok(())
}

/// Refuses a line that has not its holders on its sides.
fn sides(session: &Session, lines: &[Line], partition: &Scores) -> Result<()> {
    let earth = Earth::new(&session.waters.case().ellipsoid);
    for line in lines {
        let longest = line
            .places
            .windows(2)
            .max_by(|a, b| earth.karney_m(a[0], a[1]).total_cmp(&earth.karney_m(b[0], b[1])));
        let Some([a, b]) = longest else { continue };
        let way = earth.inverse(*a, *b);
        let middle = earth.direct(*a, way.azimuth1_deg, way.distance_m / 2.0);
        for (side, holder) in line.between.iter().enumerate() {
            let turn = if side == 0 { -90.0 } else { 90.0 };
            let beside = earth.direct(middle, way.azimuth1_deg + turn, BESIDE_M);
            if !session.waters.in_sea(beside) {
                continue;
            }
            let found = session.ask(|w, f, _| w.holder_at(partition, f, beside))?;
            if found != *holder {
                let (left, right) = (&line.between[0], &line.between[1]);
                let text = format!(
                    "{CALL}: {found} would hold {:.4}, {:.4}, beside the line between {left} and {right}",
                    beside.lat, beside.lon
                );
                return Err(Fault::wrong(text)
                    .hint("The first holder of `between` lies to the left of the places in their order.")
                    .token("from_lines")
                    .into());
            }
        }
    }
    Ok(())
}
