//! How far shares move when the case is read another way: a range of each share, not one number.
//!
//! Every reading changes one thing: islands, a switch of the case (a lagoon, another coast), what counts as a base
//! point, the rounding of print, the level of the sea, or the coast by random fields of the error of its source.

mod level;
pub(crate) mod noise;
mod printed;
#[cfg(test)]
mod spread;
mod table;
pub(crate) mod vary;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use littoral_delimit::{Bases, LayerDivision, Waters};
pub use noise::Noise;
pub use table::{csv, text};

use crate::cli::Global;
use crate::comparison::{Comparison, Row};
use crate::failure::{Failure, Outcome};
use crate::print;
use crate::progress::Progress;
use crate::session::{Chosen, Session};
use crate::sweep;
use crate::verb::line::Grain;

/// Fall of the sea below the level of the case, metres.
const FALL_M: f64 = 1.0;
/// Step of print, degrees: a tenth of a minute.
const GRAIN: Grain = Grain { degrees: 1.0 / 600.0, places: 1 };

/// What a reading changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Islands are no base points.
    Islands,
    /// A switch of the case is on.
    Switch(String),
    /// Base points are the coordinates alone, or every point of the coasts.
    BasePoints,
    /// Lines are rounded for print.
    Printing,
    /// The sea is lower, the lines stay.
    Level,
    /// The coast is moved at random.
    Coast,
}

/// The same rules on the case read another way.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What it changes.
    pub cause: Cause,
    /// Shares by row of the comparison and party, per cent; `None` where the rule failed.
    pub shares: Vec<Option<Vec<f64>>>,
}

/// All readings beside the result itself.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// Indices of the comparison's rows that were read again.
    pub rows: Vec<usize>,
    /// Their shares as the case stands.
    pub base: Vec<Option<Vec<f64>>>,
    /// The readings in the order of causes; every draw of the coast is one.
    pub readings: Vec<Reading>,
    /// How coasts were moved.
    pub noise: Noise,
}

impl Sensitivity {
    /// Shares of one row and party over the result and all readings.
    pub fn values(&self, row: usize, party: usize) -> impl Iterator<Item = f64> {
        let of = move |s: &Vec<Option<Vec<f64>>>| s.get(row)?.as_ref()?.get(party).copied();
        let readings = self.readings.iter().filter_map(move |r| of(&r.shares));
        of(&self.base).into_iter().chain(readings)
    }

    /// Least and greatest share; `None` if the rule gave no result.
    #[must_use]
    pub fn range(&self, row: usize, party: usize) -> Option<(f64, f64)> {
        let all = self.values(row, party);
        all.fold(None, |r, x| Some(r.map_or((x, x), |(a, b): (f64, f64)| (a.min(x), b.max(x)))))
    }

    /// Largest change of a share by one cause alone, points.
    #[must_use]
    pub fn effect(&self, cause: &Cause, row: usize, party: usize) -> Option<f64> {
        let base = *self.base.get(row)?.as_ref()?.get(party)?;
        let of = |r: &Reading| r.shares.get(row)?.as_ref()?.get(party).copied();
        let changes = self.readings.iter().filter(|r| r.cause == *cause).filter_map(of);
        changes.map(|x| (x - base).abs()).reduce(f64::max)
    }

    /// Standard deviation of a share over the draws of the coast, points.
    #[must_use]
    pub fn spread(&self, row: usize, party: usize) -> Option<f64> {
        let of = |r: &Reading| r.shares.get(row)?.as_ref()?.get(party).copied();
        let draws = self.readings.iter().filter(|r| r.cause == Cause::Coast);
        let values: Vec<f64> = draws.filter_map(of).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let square: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
        (values.len() > 1).then(|| (square / (values.len() - 1) as f64).sqrt())
    }

    /// The causes, each once.
    #[must_use]
    pub fn causes(&self) -> Vec<Cause> {
        let mut out: Vec<Cause> = Vec::new();
        for reading in &self.readings {
            if !out.contains(&reading.cause) {
                out.push(reading.cause.clone());
            }
        }
        out
    }
}

/// Reads the case again in every way that it offers, for some rows of a comparison: `plan[k]` made row `k`.
///
/// # Errors
/// A switch of the case cannot be read. A rule that fails in a reading has no shares there.
pub fn study(
    session: &Session,
    (plan, base): (&[Chosen], &Comparison),
    rows: &[usize],
    mut noise: Noise,
    global: &Global,
) -> Outcome<Sensitivity> {
    let chosen: Vec<Chosen> = rows.iter().filter_map(|k| plan.get(*k)).cloned().collect();
    let shown: Vec<&Row> = rows.iter().filter_map(|k| base.rows.get(*k)).collect();
    let layers: Vec<Option<&str>> = shown.iter().map(|r| r.shown().map(|(n, _)| n)).collect();
    let again = |other: &Session| shares(&sweep::in_turn(other, &chosen), &layers);
    let asked = noise;
    let others = others(session, &asked);
    let bar = Progress::new(others.len(), "readings", global.quiet);
    bar.doing("reading the case again");
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Outcome<Option<Reading>>)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..sweep::workers().min(others.len()) {
            scope.spawn(|| {
                while let Some((k, (cause, other))) = taken(&next, &others) {
                    let reading = match other() {
                        Ok(s) => Ok(Some(Reading { cause: cause.clone(), shares: again(&s) })),
                        // A narrow strait moved at random may cross itself: no sea, and no reading.
                        Err(Failure::Findings(_)) if *cause == Cause::Coast => Ok(None),
                        Err(why) => Err(why),
                    };
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((k, reading));
                    bar.step();
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(k, _)| *k);
    let read = done.into_iter().map(|(_, r)| r).collect::<Outcome<Vec<Option<Reading>>>>()?;
    let mut readings: Vec<Reading> = read.into_iter().flatten().collect();
    let drawn = readings.iter().filter(|r| r.cause == Cause::Coast).count();
    if drawn < noise.draws && !global.quiet {
        let out = noise.draws - drawn;
        print::aside(&format!(
            "note: {out} of {} random coasts cross themselves; left out\n",
            noise.draws
        ));
    }
    noise.draws = drawn;
    let still = |f: &dyn Fn(&LayerDivision) -> Option<Vec<f64>>| {
        shown.iter().map(|r| f(r.shown()?.1)).collect::<Vec<_>>()
    };
    let printed = still(&|l| Some(printed::shares(&base.case, l, GRAIN)));
    readings.push(Reading { cause: Cause::Printing, shares: printed });
    if base.case.depths.is_some()
        && let Ok(waters) = Waters::new(base.case.clone())
    {
        let lower = still(&|l| level::shares(&waters, l, FALL_M));
        readings.push(Reading { cause: Cause::Level, shares: lower });
    }
    let own = still(&|l| Some(base.case.party_ids().map(|id| l.share(id)).collect()));
    Ok(Sensitivity { rows: rows.to_vec(), base: own, readings, noise })
}

type Opens<'a> = Box<dyn Fn() -> Outcome<Session> + Sync + 'a>;

/// The next of a list that several threads share.
fn taken<'l, T>(next: &AtomicUsize, list: &'l [T]) -> Option<(usize, &'l T)> {
    let k = next.fetch_add(1, Ordering::Relaxed);
    Some((k, list.get(k)?))
}

/// The other readings that need the rules to run again.
fn others<'a>(session: &'a Session, noise: &'a Noise) -> Vec<(Cause, Opens<'a>)> {
    let on = &session.case.switched_on;
    let bases = session.bases();
    let mut out: Vec<(Cause, Opens<'a>)> = Vec::new();
    for switch in session.case.switches.iter().filter(|s| !on.contains(&s.id)) {
        let with: Vec<String> = on.iter().cloned().chain([switch.id.clone()]).collect();
        let open = move || session.varied(session.bundle().clone(), &with, bases);
        out.push((Cause::Switch(switch.id.clone()), Box::new(open)));
    }
    if session.case.shores.iter().any(|s| s.kind == littoral_model::ShoreKind::Islands) {
        let open = move || session.varied(vary::without_islands(session.bundle()), on, bases);
        out.push((Cause::Islands, Box::new(open)));
    }
    let other = if bases == Bases::Segments { Bases::Vertices } else { Bases::Segments };
    let open = move || session.varied(session.bundle().clone(), on, other);
    out.push((Cause::BasePoints, Box::new(open)));
    for k in 0..noise.draws {
        let open = move || {
            let field = noise::Field::draw(noise, k, noise::middle(&session.case.sea.outer));
            session.varied(vary::moved(session.bundle(), |at| field.moved(at)), on, bases)
        };
        out.push((Cause::Coast, Box::new(open)));
    }
    out
}

/// Shares on the layers that the comparison shows.
fn shares(c: &Comparison, layers: &[Option<&str>]) -> Vec<Option<Vec<f64>>> {
    let of = |(row, layer): (&Row, &Option<&str>)| {
        let layer = row.outcome.as_ref().ok()?.layers.get((*layer)?)?;
        Some(c.case.party_ids().map(|id| layer.share(id)).collect())
    };
    c.rows.iter().zip(layers).map(of).collect()
}
