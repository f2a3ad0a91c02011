//! The inverse question: what is the least change of a parameter that makes a rule acceptable to all?
//!
//! One parameter (or one party's part of it) moves, the others stay. The rule runs at evenly spaced values; from the
//! accepted one nearest to where the parameter stands, bisection goes back towards it. Where none is accepted, the
//! greatest shortfall of a party is made least between the best of the values. What is found is true at its value; an
//! accepted interval narrower than the spacing can still be missed, and the answer says how fine the search was.

use littoral_model::{Param, ParamKind};
use serde_json::{Value, json};

use super::table::{self, Claims};
use super::usage;
use crate::comparison::Comparison;
use crate::failure::Outcome;
use crate::session::{Chosen, Session};
use crate::sweep;

/// Intervals of the first search, and halvings of the second.
const INTERVALS: usize = 16;
const HALVINGS: usize = 12;
/// Where no value is accepted: how many valleys of the shortfall are looked into, and how often each is narrowed.
const VALLEYS: usize = 3;
const NARROWINGS: usize = 16;

/// One number that can move.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Knob {
    /// As `--set` names it: `floor.IRN`.
    pub(super) name: String,
    /// `share`, `ratio`, `nm`, `km` or empty.
    pub(super) unit: String,
    /// Where it stands.
    pub(super) now: f64,
    /// The range searched.
    pub(super) range: [f64; 2],
}

/// What was found for one of them.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) knob: Knob,
    /// The accepted value nearest to where it stands, else the one that leaves least missing.
    pub(super) value: f64,
    /// Missing points by party there; all 0 if it is accepted.
    pub(super) missing: Vec<(String, f64)>,
    /// Shares there.
    pub(super) shares: Vec<(String, f64)>,
    /// Runs of the rule that failed: outside what the rule takes, or infeasible.
    pub(super) failed: usize,
}

/// The rule asked about.
pub(super) struct Question<'a> {
    pub(super) session: &'a Session,
    pub(super) rule: &'a str,
    pub(super) set: &'a [String],
    pub(super) claims: Claims<'a>,
}

/// The answer for every parameter that can move, or for those named (`floor.IRN`, `floor.IRN=0.1..0.4`).
///
/// # Errors
/// No such rule or parameter, a range that does not read, or a rule that never gives a result.
pub(super) fn ask(question: &Question<'_>, vary: &[String]) -> Outcome<Vec<Answer>> {
    let knobs = knobs(question, vary)?;
    if knobs.is_empty() {
        let text = format!("{} has no number to vary", question.rule);
        return Err(usage(&text, question.rule));
    }
    knobs.iter().map(|k| answer(question, k)).collect()
}

fn knobs(question: &Question<'_>, vary: &[String]) -> Outcome<Vec<Knob>> {
    let base = question.session.choose(question.rule, question.set)?;
    let all: Vec<Knob> =
        base.header.params.iter().flat_map(|p| of_param(question, &base, p)).collect();
    if vary.is_empty() {
        return Ok(all);
    }
    let one = |text: &String| {
        let (name, range) =
            text.split_once('=').map_or((text.as_str(), None), |(n, r)| (n, Some(r)));
        let known = all.iter().find(|k| k.name == name.trim()).cloned();
        let mut knob = known.ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|k| k.name.as_str()).collect();
            usage(
                &format!("{} has no number \"{name}\"; it has {}", question.rule, names.join(" ")),
                text,
            )
        })?;
        if let Some(range) = range {
            knob.range = self::range(range).ok_or_else(|| {
                usage(
                    "a range is written NAME=LEAST..GREATEST, as floor.IRN=0.1..0.4 or =10%..40%",
                    text,
                )
            })?;
        }
        Ok(knob)
    };
    vary.iter().map(one).collect()
}

/// `0.1..0.4`, `10%..40%`
fn range(text: &str) -> Option<[f64; 2]> {
    let number = |t: &str| -> Option<f64> {
        let t = t.trim();
        let bare = t.trim_end_matches('%');
        let value: f64 = bare.parse().ok()?;
        Some(if bare.len() < t.len() { value / 100.0 } else { value })
    };
    let (low, high) = text.split_once("..")?;
    let found = [number(low)?, number(high)?];
    (found[0] < found[1] && found.iter().all(|x| x.is_finite())).then_some(found)
}

/// The numbers of one parameter with the range that its kind suggests.
fn of_param(question: &Question<'_>, base: &Chosen, param: &Param) -> Vec<Knob> {
    let stands = base.given.get(&param.name).unwrap_or(&param.default);
    let knob = |name: String,
                unit: &str,
                now: f64,
                usual: [f64; 2],
                min: &Option<f64>,
                max: &Option<f64>| {
        let range = [min.unwrap_or(usual[0]), max.unwrap_or(usual[1])];
        Knob { name, unit: unit.to_owned(), now, range: [range[0].min(now), range[1].max(now)] }
    };
    let number = |v: &Value| v.as_f64();
    match &param.kind {
        ParamKind::Number { min: Some(a), max: Some(b) } => number(stands)
            .map(|now| knob(param.name.clone(), "", now, [*a, *b], &Some(*a), &Some(*b)))
            .into_iter()
            .collect(),
        ParamKind::Length { unit, min, max } => number(stands)
            .map(|now| knob(param.name.clone(), unit.symbol(), now, [0.0, 100.0], min, max))
            .into_iter()
            .collect(),
        ParamKind::PerParty { min, max, unit } => {
            let (neutral, usual) = match unit.as_str() {
                "share" => (0.0, [0.0, 1.0]),
                "ratio" => (1.0, [0.5, 3.0]),
                _ => (0.0, [-100.0, 100.0]),
            };
            let of = |v: &Value, party: &str| v.get(party).and_then(number);
            let parties = question.session.case.party_ids();
            parties
                .map(|id| {
                    let now = of(stands, id).or(of(&param.default, id)).unwrap_or(neutral);
                    // A weight has no greatest value of its own; the usual range is wide enough.
                    let usual_min = min.filter(|m| unit == "share" || *m > usual[0]);
                    knob(format!("{}.{id}", param.name), unit, now, usual, &usual_min, max)
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// A value tried and what was missing.
struct Tried {
    value: f64,
    shares: Vec<(String, f64)>,
    missing: Vec<(String, f64)>,
}

impl Tried {
    fn short(&self) -> f64 {
        self.missing.iter().map(|(_, x)| x).sum()
    }

    /// What the party misses that misses most.
    fn worst(&self) -> f64 {
        self.missing.iter().map(|(_, x)| *x).fold(0.0, f64::max)
    }
}

fn answer(question: &Question<'_>, knob: &Knob) -> Outcome<Answer> {
    let [low, high] = knob.range;
    let step = (high - low) / INTERVALS as f64;
    let values = (0..=INTERVALS).map(|k| low + step * k as f64).chain([knob.now]);
    let mut failed = 0;
    let mut tried = Vec::new();
    for one in run(question, knob, &values.collect::<Vec<_>>())? {
        match one {
            Ok(t) => tried.push(t),
            Err(_) => failed += 1,
        }
    }
    if !tried.iter().any(|t| t.short() == 0.0) {
        tried.extend(between(question, knob, &mut tried.iter().collect::<Vec<_>>(), step)?);
    }
    let far = |t: &Tried| (t.value - knob.now).abs();
    let accepted = tried.iter().filter(|t| t.short() == 0.0);
    let best = match accepted.min_by(|a, b| far(a).total_cmp(&far(b))) {
        Some(found) => back(question, knob, found, step)?,
        None => None,
    };
    let least = || {
        tried
            .into_iter()
            .min_by(|a, b| a.short().total_cmp(&b.short()).then(far(a).total_cmp(&far(b))))
    };
    let Some(found) = best.or_else(least) else {
        let text = format!("{} gives no result for any value of {}", question.rule, knob.name);
        return Err(usage(&text, &knob.name));
    };
    let Tried { value, shares, missing } = found;
    Ok(Answer { knob: knob.clone(), value, missing, shares, failed })
}

/// Values between samples at which the worst shortfall is less than at all of them: around the least samples, deepest
/// first, until one is accepted.
fn between(
    question: &Question<'_>,
    knob: &Knob,
    samples: &mut [&Tried],
    step: f64,
) -> Outcome<Vec<Tried>> {
    samples.sort_by(|a, b| a.value.total_cmp(&b.value));
    let worst =
        |k: Option<usize>| k.and_then(|k| samples.get(k)).map_or(f64::INFINITY, |t| t.worst());
    let is_valley = |k: &usize| {
        let here = worst(Some(*k));
        here <= worst(k.checked_sub(1)) && here <= worst(Some(k + 1))
    };
    let mut valleys: Vec<usize> = (0..samples.len()).filter(is_valley).collect();
    valleys.sort_by(|a, b| worst(Some(*a)).total_cmp(&worst(Some(*b))));
    let mut out = Vec::new();
    for k in valleys.into_iter().take(VALLEYS) {
        out.extend(narrow(question, knob, samples[k].value, step)?);
        if out.iter().any(|t: &Tried| t.short() == 0.0) {
            break;
        }
    }
    Ok(out)
}

/// Golden section within a step of a value; it stops at the first accepted one.
fn narrow(question: &Question<'_>, knob: &Knob, around: f64, step: f64) -> Outcome<Vec<Tried>> {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) =
        ((around - step).max(knob.range[0]), (around + step).min(knob.range[1]));
    let mut out: Vec<Tried> = Vec::new();
    let mut worst = |value: f64| -> Outcome<f64> {
        let one = run(question, knob, &[value])?.pop().and_then(Result::ok);
        let found = one.as_ref().map_or(f64::INFINITY, Tried::worst);
        out.extend(one);
        Ok(found)
    };
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_a, mut at_b) = (worst(a)?, worst(b)?);
    for _ in 0..NARROWINGS {
        if at_a == 0.0 || at_b == 0.0 {
            break;
        }
        if at_a <= at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - golden * (high - low);
            at_a = worst(a)?;
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + golden * (high - low);
            at_b = worst(b)?;
        }
    }
    Ok(out)
}

/// From an accepted value back towards where the parameter stands, as far as all still accept.
fn back(question: &Question<'_>, knob: &Knob, from: &Tried, step: f64) -> Outcome<Option<Tried>> {
    let mut good =
        Tried { value: from.value, shares: from.shares.clone(), missing: from.missing.clone() };
    let gap = (knob.now - from.value).clamp(-step, step);
    let (mut inside, mut outside) = (from.value, from.value + gap);
    for _ in 0..if gap == 0.0 { 0 } else { HALVINGS } {
        let middle = (inside + outside) / 2.0;
        match run(question, knob, &[middle])?.pop() {
            Some(Ok(t)) if t.short() == 0.0 => (inside, good) = (middle, t),
            _ => outside = middle,
        }
    }
    Ok(Some(good))
}

/// Runs the rule at several values, side by side.
fn run(question: &Question<'_>, knob: &Knob, values: &[f64]) -> Outcome<Vec<Result<Tried, ()>>> {
    let mut plan: Vec<Option<Chosen>> = Vec::new();
    for value in values {
        let mut set: Vec<String> = question.set.to_vec();
        let own = format!("{}=", knob.name);
        set.retain(|s| !s.starts_with(&own));
        set.push(format!("{own}{value}"));
        // What the rule's own range refuses is a value that does not work.
        plan.push(question.session.choose(question.rule, &set).ok());
    }
    let some: Vec<Chosen> = plan.iter().flatten().cloned().collect();
    let done = sweep::quietly(question.session, &some);
    let mut rows = done.rows.into_iter();
    let mut out = Vec::new();
    for (value, chosen) in values.iter().zip(&plan) {
        let row = chosen.as_ref().and_then(|_| rows.next());
        let one = row.filter(|r| r.outcome.is_ok()).ok_or(()).and_then(|row| {
            let c = Comparison { case: question.session.case.clone(), rows: vec![row] };
            let utilities = table::of_rules(&c, true).map_err(|_| ())?;
            let shares: Vec<(String, f64)> =
                utilities.parties.iter().cloned().zip(utilities.rows.concat()).collect();
            let missing = question.claims.missing(&shares);
            Ok(Tried { value: *value, shares, missing })
        });
        out.push(one);
    }
    Ok(out)
}

impl Answer {
    /// Do all accept the rule at the value?
    pub(super) fn accepted(&self) -> bool {
        self.missing.iter().all(|(_, x)| *x == 0.0)
    }

    pub(super) fn document(&self) -> Value {
        let map = |list: &[(String, f64)]| -> Value {
            Value::Object(list.iter().map(|(p, x)| (p.clone(), Value::from(*x))).collect())
        };
        let Knob { name, unit, now, range } = &self.knob;
        json!({
            "parameter": name, "unit": unit, "now": now, "searched": range,
            "spacing": (range[1] - range[0]) / INTERVALS as f64,
            "accepted": self.accepted(), "value": self.value, "change": self.value - now,
            "share_percent": map(&self.shares), "missing": map(&self.missing), "failed_runs": self.failed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_in_fractions_and_per_cent() {
        assert_eq!(range("0.1..0.4"), Some([0.1, 0.4]));
        assert_eq!(range("10%..40 %"), None);
        assert_eq!(range("10%..40%"), Some([0.1, 0.4]));
        for bad in ["1", "4..1", "a..b", "1..inf"] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }
}
