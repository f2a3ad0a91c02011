//! What islands, or single base points, without or with half effect would do to a line.

use std::rc::Rc;

use littoral_geodesy::densify::wrap;
use littoral_model::ShoreKind;

use super::{AuditPoint, Court, MOST_M, Verdict};
use crate::construct::base::BaseSet;

/// Islands taken away one after another at one point, at most.
const MOST: usize = 4;
/// Islands tried alone over the whole line, at most.
const MOST_ALONE: usize = 12;

/// Effects of islands under which a point is equidistant.
#[derive(Debug, Clone, PartialEq)]
pub struct Remedy {
    /// In words: `half effect of Lesvos (GRC)`.
    pub words: String,
    /// Shift that remains, metres.
    pub shift_m: f64,
    /// Number of changes.
    pub changes: usize,
}

/// An assumption on islands over the whole line.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// In words.
    pub words: String,
    /// Points within their tolerance.
    pub within: usize,
    /// Median of the absolute shift, metres.
    pub median_m: f64,
    /// Greatest absolute shift, metres.
    pub greatest_m: f64,
    /// Shift of each point, metres.
    pub shift_m: Vec<f64>,
}

/// A distance under an assumption, the sum of some distances times their shares, with what was assumed.
struct Assumed {
    words: String,
    sum: Vec<(f64, Rc<BaseSet>)>,
    changes: usize,
}

/// The same as it is asked of.
fn lent(sum: &[(f64, Rc<BaseSet>)]) -> Vec<(f64, &BaseSet)> {
    sum.iter().map(|(share, set)| (*share, &**set)).collect()
}

/// Effects of islands that make a point equidistant, simplest first.
pub(super) fn remedies(court: &Court<'_>, p: &AuditPoint, pair: [usize; 2]) -> Vec<Remedy> {
    let [a, b] = pair.map(|k| assumptions(court, p, k));
    let mut out = Vec::new();
    for x in &a {
        for y in &b {
            let changes = x.changes + y.changes;
            if changes == 0 {
                continue;
            }
            let sums = [&lent(&x.sum)[..], &lent(&y.sum)[..]];
            let (shift_m, _) = court.shift_of(p.subject.at, sums, p.tolerance_m);
            if shift_m.is_finite() {
                let words: Vec<&str> = [&x.words, &y.words]
                    .into_iter()
                    .filter(|w| !w.is_empty())
                    .map(String::as_str)
                    .collect();
                out.push(Remedy { words: words.join("; "), shift_m, changes });
            }
        }
    }
    out.sort_by(|x, y| x.changes.cmp(&y.changes).then(x.shift_m.abs().total_cmp(&y.shift_m.abs())));
    out.truncate(3);
    out
}

/// Full effect, then the controlling islands away or at half, one after another.
fn assumptions(court: &Court<'_>, p: &AuditPoint, party: usize) -> Vec<Assumed> {
    let Some(full) = p.controls[party] else { return Vec::new() };
    let whole = court.set(party, &[]);
    let mut out =
        vec![Assumed { words: String::new(), sum: vec![(1.0, whole.clone())], changes: 0 }];
    let mut away: Vec<usize> = Vec::new();
    let mut last = full;
    while away.len() < MOST && court.island[last.source.line] {
        away.push(last.source.line);
        let set = court.set(party, &away);
        let Some(next) = set.control(p.subject.at) else { break };
        let names: Vec<String> = away.iter().map(|k| name(court, *k)).collect();
        let names = names.join(", ");
        let changes = away.len();
        out.push(Assumed {
            words: format!("half effect of {names}"),
            sum: vec![(0.5, whole.clone()), (0.5, set.clone())],
            changes,
        });
        out.push(Assumed {
            words: format!("no effect of {names}"),
            sum: vec![(1.0, set)],
            changes,
        });
        last = next;
    }
    out
}

/// An island, or a single base point, in words.
pub(super) fn name(court: &Court<'_>, line: usize) -> String {
    let l = &court.bases.lines[line];
    let party = &court.bases.parties[l.party];
    let own = l.nodes.iter().map(|n| n.name.as_str()).find(|n| !n.is_empty() && l.nodes.len() == 1);
    let known = if l.name.is_empty() { own } else { Some(l.name.as_str()) };
    let what = if court.island[line] { "island" } else { "base point" };
    match (known, l.nodes.first().map(|n| n.at)) {
        (None, Some(at)) => format!("the {what} of {party} at {:.3}, {:.3}", at.lat, wrap(at.lon)),
        (name, _) => format!("{} ({party})", name.unwrap_or_default()),
    }
}

/// Assumptions over the whole line: as given, without and with half effect of all islands of each party,
/// of each island that controls a point, and of each single base point that controls one that is off.
pub(super) fn scenarios(
    court: &Court<'_>,
    points: &[AuditPoint],
    pair: [usize; 2],
) -> Vec<Scenario> {
    let given = points.iter().map(|p| (p.shift_m, p.tolerance_m)).collect();
    let mut out = vec![summary("as given".into(), given)];
    let id = |k: usize| court.bases.parties[pair[k]].clone();
    let mut try_without = |words: [String; 2], away: [Vec<usize>; 2]| {
        let full = pair.map(|party| court.set(party, &[]));
        let without = [0, 1].map(|k| court.set(pair[k], &away[k]));
        if full.iter().chain(&without).any(|set| set.is_empty()) {
            return;
        }
        let shifts = |sums: [Vec<(f64, &BaseSet)>; 2]| {
            let shift = |p: &AuditPoint| {
                let (shift_m, _) = court.shift_of(p.subject.at, [&sums[0], &sums[1]], MOST_M);
                (shift_m, p.tolerance_m)
            };
            points.iter().map(shift).collect::<Vec<_>>()
        };
        let none = shifts([0, 1].map(|k| vec![(1.0, &*without[k])]));
        let half = shifts([0, 1].map(|k| vec![(0.5, &*full[k]), (0.5, &*without[k])]));
        let [no, at_half] = words;
        out.push(summary(no, none));
        out.push(summary(at_half, half));
    };
    let all = pair.map(|party| {
        let lines = court.bases.lines.iter().enumerate();
        lines
            .filter(|(k, l)| l.party == party && court.island[*k])
            .map(|(k, _)| k)
            .collect::<Vec<_>>()
    });
    let both = |who: &str| {
        [
            format!("no effect of the islands of {who}"),
            format!("half effect of the islands of {who}"),
        ]
    };
    for k in 0..2 {
        if !all[k].is_empty() {
            let mut away = [Vec::new(), Vec::new()];
            away[k].clone_from(&all[k]);
            try_without(both(&id(k)), away);
        }
    }
    if all.iter().all(|a| !a.is_empty()) {
        try_without(both(&format!("{} and {}", id(0), id(1))), all);
    }
    for line in controlling(court, points, pair) {
        let own = usize::from(court.bases.lines[line].party == pair[1]);
        let mut away = [Vec::new(), Vec::new()];
        away[own].push(line);
        let n = name(court, line);
        try_without([format!("no effect of {n}"), format!("half effect of {n}")], away);
    }
    out
}

/// Islands that control a point, most points first; then single base points that control one that is off.
fn controlling(court: &Court<'_>, points: &[AuditPoint], pair: [usize; 2]) -> Vec<usize> {
    let most = |counts: &dyn Fn(&AuditPoint, usize) -> bool| {
        let mut count: Vec<(usize, usize)> = Vec::new();
        let of = |p: &AuditPoint| pair.map(|k| p.controls[k]).into_iter().flatten();
        for (p, c) in points.iter().flat_map(|p| of(p).map(move |c| (p, c))) {
            let line = c.source.line;
            match count.iter_mut().find(|x| x.0 == line) {
                _ if !counts(p, line) => {}
                Some(x) => x.1 += 1,
                None => count.push((line, 1)),
            }
        }
        count.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(&y.0)));
        count.into_iter().take(MOST_ALONE).map(|x| x.0)
    };
    let single = |line: usize| {
        let l = &court.bases.lines[line];
        l.kind == ShoreKind::BasePoint && l.nodes.len() == 1
    };
    let off = |p: &AuditPoint| p.shift_m.abs() > p.tolerance_m;
    let islands = most(&|_, line| court.island[line]);
    islands.chain(most(&|p, line| off(p) && single(line) && !court.island[line])).collect()
}

/// The assumption under which most points fit, if it is not the one as given and explains two of them at least.
pub(super) fn best(scenarios: &[Scenario]) -> Option<&Scenario> {
    let (given, others) = scenarios.split_first()?;
    let better = |s: &&Scenario| s.within >= given.within + 2;
    let order = |x: &&Scenario, y: &&Scenario| {
        x.within.cmp(&y.within).then(y.greatest_m.total_cmp(&x.greatest_m))
    };
    // Of equal ones the first, which is the more general.
    others.iter().rev().filter(better).max_by(order)
}

/// Points without an explanation of their own that fit under the assumption that explains the line.
pub(super) fn explain(best: &Scenario, points: &mut [AuditPoint]) {
    for (p, shift_m) in points.iter_mut().zip(&best.shift_m) {
        if p.verdict == Verdict::Negotiated && shift_m.abs() <= p.tolerance_m {
            p.verdict = Verdict::Islands;
            p.remedies.push(Remedy { words: best.words.clone(), shift_m: *shift_m, changes: 1 });
        }
    }
}

fn summary(words: String, shifts: Vec<(f64, f64)>) -> Scenario {
    let within = shifts.iter().filter(|(s, t)| s.abs() <= *t).count();
    let mut sorted: Vec<f64> = shifts.iter().map(|s| s.0.abs()).collect();
    sorted.sort_by(f64::total_cmp);
    let median_m = super::median(&sorted);
    let greatest_m = sorted.last().copied().unwrap_or(f64::NAN);
    let shift_m = shifts.iter().map(|s| s.0).collect();
    Scenario { words, within, median_m, greatest_m, shift_m }
}
