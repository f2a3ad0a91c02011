//! Which of two norms that cannot both be followed gives way (VCLT 30).

use crate::answer::Defeat;
use crate::ask::Candidate;
use crate::date::DateSpan;
use crate::day::Day;
use crate::extent::Extent;
use crate::law::{Clause, State};
use crate::norm::RelationKind;
use crate::terms::Modality;

/// Can the two norms not both be followed?
pub(crate) fn collide(day: &Day<'_, '_>, x: &Clause, y: &Clause) -> bool {
    let (m, n) = (day.law.norm(x).modality, day.law.norm(y).modality);
    let apart = || !x.bearers.iter().any(|b| y.bearers.contains(b));
    // An exclusive right leaves no room for a liberty of anybody else.
    let beyond =
        |few: &Clause, many: &Clause| many.bearers.iter().any(|b| !few.bearers.contains(b));
    let shared = || x.third && y.third || x.bearers.iter().any(|b| y.bearers.contains(b));
    match (m, n) {
        (a, b) if a.allots() && b.allots() => apart(),
        (a, Modality::Liberty) if a.allots() => beyond(x, y),
        (Modality::Liberty, b) if b.allots() => beyond(y, x),
        (Modality::Prohibition, b) if b.allots() || b == Modality::Liberty => shared(),
        (a, Modality::Prohibition) if a.allots() || a == Modality::Liberty => shared(),
        _ => false,
    }
}

/// What became of binding norms between two states.
pub(crate) struct Priority {
    /// By norm: what it gave way to and why.
    lost: Vec<Option<(usize, String)>>,
    conflict: Vec<bool>,
    names: Vec<String>,
}

impl Priority {
    /// Looks at every two norms once; the order of the list does not matter.
    pub(crate) fn decide(day: &Day<'_, '_>, pair: [State; 2], binding: &[&Candidate<'_>]) -> Self {
        let n = binding.len();
        let names = binding.iter().map(|c| day.name(c.clause)).collect();
        let mut found = Self { lost: vec![None; n], conflict: vec![false; n], names };
        let mut open = Vec::new();
        for a in 0..n {
            for b in a + 1..n {
                let (x, y) = (binding[a].clause, binding[b].clause);
                if !collide(day, x, y) {
                    continue;
                }
                match goes_before(day, pair, x, y) {
                    Some((true, why)) => found.loses(b, a, why),
                    Some((false, why)) => found.loses(a, b, why),
                    None => open.push((a, b)),
                }
            }
        }
        for (a, b) in open {
            if found.lost[a].is_none() && found.lost[b].is_none() {
                found.conflict[a] = true;
                found.conflict[b] = true;
            }
        }
        found
    }

    fn loses(&mut self, loser: usize, winner: usize, why: String) {
        self.lost[loser].get_or_insert((winner, why));
    }

    pub(crate) fn lost(&self, k: usize) -> bool {
        self.lost[k].is_some()
    }

    pub(crate) fn in_conflict(&self, k: usize) -> bool {
        self.conflict[k]
    }

    /// The norms that gave way to one.
    pub(crate) fn defeated_by(&self, k: usize) -> Vec<Defeat> {
        let gave = self.lost.iter().enumerate().filter_map(|(j, l)| {
            let (winner, why) = l.as_ref().filter(|(w, _)| *w == k)?;
            Some(Defeat {
                norm: self.names[j].clone(),
                to: self.names[*winner].clone(),
                why: why.clone(),
            })
        });
        gave.collect()
    }
}

/// Does the first go before the second, and why; `None` if nothing decides.
fn goes_before(
    day: &Day<'_, '_>,
    pair: [State; 2],
    x: &Clause,
    y: &Clause,
) -> Option<(bool, String)> {
    by_relation(day, x, y)
        .map(|why| (true, why))
        .or_else(|| by_relation(day, y, x).map(|why| (false, why)))
        .or_else(|| by_time(day, pair, x, y))
        .or_else(|| by_place(x, y))
        .or_else(|| by_activity(day, x, y))
}

/// The first says so itself, or the second leaves it untouched.
fn by_relation(day: &Day<'_, '_>, x: &Clause, y: &Clause) -> Option<String> {
    let (a, b) = (day.law.instrument(x), day.law.instrument(y));
    let over = a.relations.iter().find(|r| {
        r.to == b.id
            && matches!(
                r.kind,
                RelationKind::Supersedes | RelationKind::LexSpecialis | RelationKind::Amends
            )
    });
    let untouched =
        b.relations.iter().any(|r| r.to == a.id && r.kind == RelationKind::WithoutPrejudice);
    match over {
        Some(_) => Some(format!("{} goes before {} by its own terms", a.id, b.id)),
        None if untouched => Some(format!("{} is without prejudice to {}", b.id, a.id)),
        None => None,
    }
}

/// Later in time between the two (VCLT 30(3), 30(4)). Which treaty is the later one is told by its signature or
/// adoption: one that was signed first and came into force last is still the earlier will of the two. Where those days
/// do not tell, the entry into force between the two does.
fn by_time(day: &Day<'_, '_>, pair: [State; 2], x: &Clause, y: &Clause) -> Option<(bool, String)> {
    let signed = |c: &Clause| day.law.instrument(c).signed.clone();
    let since = |c: &Clause| day.since(c.instrument, pair[0], pair[1]);
    later(day, [x, y], &signed).or_else(|| later(day, [x, y], &since))
}

/// Is the first the later one by a day of each, if the days tell?
fn later(
    day: &Day<'_, '_>,
    [x, y]: [&Clause; 2],
    of: &dyn Fn(&Clause) -> Option<DateSpan>,
) -> Option<(bool, String)> {
    let (a, b) = (of(x)?, of(y)?);
    let why = |late: &Clause| {
        format!("{} is later between the two (VCLT 30)", day.law.instrument(late).id)
    };
    if a.first > b.last {
        Some((true, why(x)))
    } else if b.first > a.last {
        Some((false, why(y)))
    } else {
        None
    }
}

/// The narrower place: a deposit within anything, anything within the whole sea.
fn by_place(x: &Clause, y: &Clause) -> Option<(bool, String)> {
    let width = |e: &Extent| match e {
        Extent::Deposit(_) => 0,
        Extent::Whole => 2,
        _ => 1,
    };
    let (a, b) = (width(&x.extent), width(&y.extent));
    (a != b).then(|| (a < b, "the more special place".to_owned()))
}

/// The narrower activity.
fn by_activity(day: &Day<'_, '_>, x: &Clause, y: &Clause) -> Option<(bool, String)> {
    let (a, b) = (&day.law.norm(x).activities, &day.law.norm(y).activities);
    let within = |few: &[crate::terms::Activity], many: &[crate::terms::Activity]| {
        few.iter().all(|f| many.iter().any(|m| m.covers(*f)))
    };
    match (within(a, b), within(b, a)) {
        (true, false) => Some((true, "the more special activity".to_owned())),
        (false, true) => Some((false, "the more special activity".to_owned())),
        _ => None,
    }
}
