//! Several runs on one case: which, in what order, side by side.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use littoral_delimit::Division;
use littoral_model::RuleError;

use crate::cli::Global;
use crate::comparison::{Comparison, Row, stem};
use crate::failure::Outcome;
use crate::progress::Progress;
use crate::session::{Chosen, Session};

/// Workers side by side. Each is a process with an index of the sea and all that it remembers of it: two at most, and no
/// more than there are cores.
pub(crate) fn workers() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(2)
}

/// The runs of a comparison: the rules named, else the case's scenarios, else every rule once.
///
/// # Errors
/// A rule that does not exist, or a scenario that sets what the rule does not have.
pub fn plan(session: &Session, rules: &[String]) -> Outcome<Vec<Chosen>> {
    if !rules.is_empty() {
        return rules.iter().map(|rule| session.choose(rule.trim(), &[])).collect();
    }
    let scenarios = session.scenarios()?;
    if scenarios.is_empty() {
        return session.every_rule();
    }
    scenarios.iter().map(|s| session.scenario(s)).collect()
}

/// Runs everything, two at a time; rows stand in the order of the plan, failed ones too. What changes hands is measured
/// where it is shown ([`Comparison::measure_moved`]).
#[must_use]
pub fn run(session: &Session, plan: &[Chosen], global: &Global) -> Comparison {
    side_by_side(session, plan, global, |chosen| session.divide(chosen))
}

/// The same for shares alone.
#[must_use]
pub fn figures(session: &Session, plan: &[Chosen], global: &Global) -> Comparison {
    side_by_side(session, plan, global, |chosen| session.figures(chosen))
}

fn side_by_side(
    session: &Session,
    plan: &[Chosen],
    global: &Global,
    divide: impl Fn(&Chosen) -> Result<Division, RuleError> + Sync,
) -> Comparison {
    let bar = Progress::new(plan.len(), "rules", global.quiet);
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Row)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers().min(plan.len()) {
            scope.spawn(|| {
                loop {
                    let k = next.fetch_add(1, Ordering::Relaxed);
                    let Some(chosen) = plan.get(k) else { return };
                    bar.doing(&chosen.label);
                    let row = timed(chosen, global, || divide(chosen));
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((k, row));
                    bar.step();
                }
            });
        }
    });
    let mut rows = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    rows.sort_by_key(|(k, _)| *k);
    let mut comparison =
        Comparison { case: session.case.clone(), rows: rows.into_iter().map(|(_, r)| r).collect() };
    for (row, chosen) in comparison.rows.iter_mut().zip(plan) {
        row.source = session.source(chosen);
    }
    distinct(&mut comparison.rows);
    comparison
}

/// [`figures`] without a bar: for many settings of one rule.
#[must_use]
pub fn quietly(session: &Session, plan: &[Chosen]) -> Comparison {
    let global = Global { quiet: true, lang: crate::cli::Language::En };
    figures(session, plan, &global)
}

/// Figures one after the other, for a caller that has several readings of a case side by side.
#[must_use]
pub fn in_turn(session: &Session, plan: &[Chosen]) -> Comparison {
    let global = Global { quiet: true, lang: crate::cli::Language::En };
    let row = |chosen: &Chosen| timed(chosen, &global, || session.figures(chosen));
    Comparison { case: session.case.clone(), rows: plan.iter().map(row).collect() }
}

/// Runs one rule; its failure is the command's.
///
/// # Errors
/// The rule failed.
pub fn one(session: &Session, chosen: &Chosen) -> Outcome<Comparison> {
    let global = Global { quiet: true, lang: crate::cli::Language::En };
    let row = timed(chosen, &global, || session.divide(chosen));
    match row.outcome {
        Err(error) => Err(chosen.blame(error)),
        Ok(_) => Ok(Comparison { case: session.case.clone(), rows: vec![row] }),
    }
}

fn timed(
    chosen: &Chosen,
    global: &Global,
    work: impl FnOnce() -> Result<Division, RuleError>,
) -> Row {
    let start = Instant::now();
    let outcome = work();
    Row {
        label: chosen.label.clone(),
        stem: stem(&chosen.label),
        title: chosen.header.name.get(global.lang.code()).to_owned(),
        about: chosen.header.about.clone(),
        cite: chosen.header.cite.clone(),
        settings: crate::label::settings(&chosen.given),
        outcome: outcome.map(Arc::new),
        source: None,
        moved: None,
        flow: None,
        wall_ms: start.elapsed().as_secs_f64() * 1000.0,
    }
}

/// Two runs with one label get numbered files.
fn distinct(rows: &mut [Row]) {
    for k in 1..rows.len() {
        let (before, rest) = rows.split_at_mut(k);
        let base = rest[0].stem.clone();
        let mut n = 2;
        while before.iter().any(|r| r.stem == rest[0].stem) {
            rest[0].stem = format!("{base}-{n}");
            n += 1;
        }
    }
}
