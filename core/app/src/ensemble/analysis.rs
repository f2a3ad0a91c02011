//! What an ensemble says: ranges, sensitivity, the feasible set, the front, where proposals stand, who accepts.

use littoral_formats::columns::{Column, Kind, Reader};
use littoral_formats::study::Design;
use serde::Serialize;

use super::design::samples;
use super::front::front;
use super::indices::{Index, indices};
use super::lattice::{NOBODY, OTHER};
use super::plan::Plan;
use super::stats::{Summary, percentile, summary};
use crate::failure::{Failure, Outcome};

/// Points of a front that are listed; the rest is counted.
const LISTED: usize = 50;

/// The analysis of one ensemble.
#[derive(Debug, Clone, Serialize)]
pub struct Analysis {
    /// Id of the study.
    pub study: String,
    /// Hash of its plan.
    pub plan: String,
    /// Number of scenarios.
    pub scenarios: u64,
    /// Scenarios without numbers, by error code.
    pub failed: Vec<(String, usize)>,
    /// A rule's scenarios at a time, where coasts are moved at random then those of each reading, and all together where there
    /// are several rules.
    pub groups: Vec<Group>,
    /// Scenarios that meet every condition.
    pub feasible: Feasible,
    /// Scenarios that no other beats in every goal.
    pub front: Vec<Member>,
    /// Number of scenarios on the front.
    pub front_size: usize,
    /// Where proposed shares stand among the feasible scenarios, or among all where none is feasible.
    pub proposals: Vec<Standing>,
    /// How often each party gets what it asks for.
    pub acceptance: Vec<Acceptance>,
    /// Scenarios in which every party that asks gets it.
    pub all_accept: usize,
}

/// Scenarios of one rule, or all.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// Label of the rule; empty for all.
    pub rule: String,
    /// Column and its summary.
    pub ranges: Vec<(String, Summary)>,
    /// Column and the indices of the rule's parameters, from a Saltelli design, for the first case, state of the switches
    /// and coast.
    pub indices: Vec<(String, Vec<Index>)>,
}

/// The feasible set.
#[derive(Debug, Clone, Serialize)]
pub struct Feasible {
    /// Conditions as text.
    pub conditions: Vec<String>,
    /// How many scenarios meet all.
    pub count: usize,
    /// How many meet each one alone.
    pub alone: Vec<usize>,
    /// Column and its summary over the feasible scenarios: shares and varied parameters.
    pub ranges: Vec<(String, Summary)>,
}

/// A scenario on the front.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// Number.
    pub scenario: u64,
    /// Label of its rule.
    pub rule: String,
    /// Its settings and numbers by column.
    pub values: Vec<(String, f64)>,
}

/// Where a proposal stands.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// Name of the proposal.
    pub name: String,
    /// Party, proposed share, per cent of scenarios that give it less.
    pub shares: Vec<(String, f64, Option<f64>)>,
}

/// How often a party accepts.
#[derive(Debug, Clone, Serialize)]
pub struct Acceptance {
    /// Party.
    pub party: String,
    /// Least share that it asks for, per cent; `None` where it names none and so accepts everything.
    pub asks: Option<f64>,
    /// Scenarios that give so much, within 0.05 points.
    pub scenarios: usize,
}

/// The merged table in memory, places and lines left on disk.
pub struct Table {
    names: Vec<String>,
    columns: Vec<Column>,
}

impl Table {
    /// Reads all columns but bytes.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn read(reader: &Reader) -> Outcome<Self> {
        let kept: Vec<usize> = (0..reader.fields().len())
            .filter(|k| reader.fields()[*k].kind != Kind::Bytes)
            .collect();
        let mut columns: Vec<Column> =
            kept.iter().map(|k| Column::empty(reader.fields()[*k].kind)).collect();
        for group in 0..reader.groups() {
            let more = reader.group(group, &kept).map_err(|e| damaged(&e))?;
            super::merge::append(&mut columns, more);
        }
        let names = kept.iter().map(|k| reader.fields()[*k].name.clone()).collect();
        Ok(Self { names, columns })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// A column by name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.names.iter().position(|n| n == name).and_then(|k| self.columns.get(k))
    }

    /// A number; NaN where there is none.
    #[must_use]
    pub fn number(&self, name: &str, row: usize) -> f64 {
        self.column(name).map_or(f64::NAN, |c| c.number(row))
    }

    fn of(&self, name: &str, rows: &[usize]) -> Vec<f64> {
        let Some(column) = self.column(name) else { return Vec::new() };
        rows.iter().map(|r| column.number(*r)).collect()
    }

    fn text(&self, name: &str, row: usize) -> &str {
        self.column(name).map_or("", |c| c.text(row))
    }

    fn ranges(&self, names: &[String], rows: &[usize]) -> Vec<(String, Summary)> {
        let one = |name: &String| Some((name.clone(), summary(&self.of(name, rows))?));
        names.iter().filter_map(one).collect()
    }
}

fn damaged(error: &littoral_formats::columns::Error) -> Failure {
    let text = format!("the merged file is damaged: {error}");
    Failure::usage(text, "", "merge again: littoral sweep merge PLAN DIR -o RESULT")
}

/// Analyses a merged table.
#[must_use]
pub fn analyse(plan: &Plan, table: &Table) -> Analysis {
    let all: Vec<usize> = (0..table.rows()).collect();
    let body = &plan.body;
    let feasible: Vec<usize> =
        all.iter().copied().filter(|r| table.number("feasible", *r) > 0.0).collect();
    let (front, front_size) = on_front(plan, table, &feasible);
    let among = if feasible.is_empty() { &all } else { &feasible };
    Analysis {
        study: body.study.id.clone(),
        plan: plan.hash.clone(),
        scenarios: body.scenarios,
        failed: failed(table),
        groups: groups(plan, table, &all),
        feasible: set(plan, table, (&all, &feasible)),
        front,
        front_size,
        proposals: standings(plan, table, among),
        acceptance: acceptance(plan, table),
        all_accept: all
            .iter()
            .filter(|r| (0..body.parties.len()).all(|p| accepts(plan, table, p, **r)))
            .count(),
    }
}

fn failed(table: &Table) -> Vec<(String, usize)> {
    let mut out: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for row in 0..table.rows() {
        let code = table.text("error", row);
        if !code.is_empty() {
            *out.entry(code.to_owned()).or_default() += 1;
        }
    }
    out.into_iter().collect()
}

/// Columns that are outcomes: shares, length, kept metrics.
fn outcomes(plan: &Plan) -> Vec<String> {
    let shares = plan.body.parties.iter().map(|p| format!("share.{p}"));
    let rest = ["share.rest".to_owned(), "lines_km".to_owned()];
    let measures = plan.body.measures.iter().flat_map(super::plan::Measure::columns);
    shares.chain(rest).chain(measures).collect()
}

fn settings(plan: &Plan) -> Vec<String> {
    plan.body.parameters().into_iter().map(|(name, _)| format!("set.{name}")).collect()
}

fn groups(plan: &Plan, table: &Table, all: &[usize]) -> Vec<Group> {
    let names = outcomes(plan);
    let mut out: Vec<Group> = Vec::new();
    for rule in &plan.study().rules {
        let rows: Vec<usize> =
            all.iter().copied().filter(|r| table.text("rule", *r) == rule.label).collect();
        let parameters: Vec<String> = rule.vary.iter().map(|v| v.parameter.clone()).collect();
        // Samples run fastest: the first ones are of one case, one state of the switches and one coast.
        let first = usize::try_from(samples(rule)).unwrap_or(usize::MAX).min(rows.len());
        let found = |name: &String| {
            Some((name.clone(), indices(&parameters, &table.of(name, &rows[..first]))?))
        };
        let indices = match rule.design {
            Design::Saltelli => names.iter().filter_map(found).collect(),
            _ => Vec::new(),
        };
        out.push(Group { rule: rule.label.clone(), ranges: table.ranges(&names, &rows), indices });
        out.extend(by_reading(plan, table, (&rule.label, &rows), &names));
    }
    if plan.study().rules.len() > 1 {
        out.push(Group {
            rule: String::new(),
            ranges: table.ranges(&names, all),
            indices: Vec::new(),
        });
    }
    out
}

/// Where coasts are moved at random, the scenarios of each case, state of the switches and error of the coast apart: a spread
/// over several of them together would be that of nothing. Too many to be read are left together.
fn by_reading(
    plan: &Plan,
    table: &Table,
    (rule, rows): (&str, &[usize]),
    names: &[String],
) -> Vec<Group> {
    const MOST: usize = 24;
    let study = plan.study();
    let Some(noise) = &study.noise else { return Vec::new() };
    let mut all: Vec<(String, Vec<usize>)> = vec![(rule.to_owned(), rows.to_vec())];
    let split = |all: &[(String, Vec<usize>)], word: String, holds: &dyn Fn(usize) -> bool| {
        let part = |(label, rows): &(String, Vec<usize>)| {
            let own = rows.iter().copied().filter(|r| holds(*r)).collect();
            (format!("{label}, {word}"), own)
        };
        all.iter().map(part).collect::<Vec<_>>()
    };
    if study.cases.len() > 1 {
        let one = |case: &String| split(&all, case.clone(), &|r| table.text("case", r) == case);
        all = study.cases.iter().flat_map(one).collect();
    }
    for switch in study.switches.iter().filter(|s| s.states.len() > 1) {
        let name = format!("switch.{}", switch.switch);
        let one = |on: &bool| {
            let word = format!("{} {}", switch.switch, if *on { "on" } else { "off" });
            split(&all, word, &|r| table.number(&name, r) == f64::from(u8::from(*on)))
        };
        all = switch.states.iter().flat_map(one).collect();
    }
    if noise.sigma_km.len() > 1 {
        let one = |sigma: &f64| {
            split(&all, format!("coast ± {sigma} km"), &|r| table.number("sigma_km", r) == *sigma)
        };
        all = noise.sigma_km.iter().flat_map(one).collect();
    }
    let group = |(rule, rows): (String, Vec<usize>)| {
        let ranges = table.ranges(names, &rows);
        Group { rule, ranges, indices: Vec::new() }
    };
    match all.len() {
        2..=MOST => all.into_iter().map(group).collect(),
        _ => Vec::new(),
    }
}

fn set(plan: &Plan, table: &Table, (all, feasible): (&[usize], &[usize])) -> Feasible {
    let conditions = &plan.study().conditions;
    let meets = |c: &littoral_formats::study::Condition| {
        all.iter().filter(|r| c.holds(table.number(&c.measure, **r))).count()
    };
    let shares = plan.body.parties.iter().map(|p| format!("share.{p}"));
    let names: Vec<String> = shares.chain(settings(plan)).collect();
    Feasible {
        conditions: conditions.iter().map(littoral_formats::study::Condition::text).collect(),
        count: feasible.len(),
        alone: conditions.iter().map(meets).collect(),
        ranges: table.ranges(&names, feasible),
    }
}

fn on_front(plan: &Plan, table: &Table, feasible: &[usize]) -> (Vec<Member>, usize) {
    let goals = &plan.study().goals;
    let values: Vec<Vec<f64>> = feasible
        .iter()
        .map(|r| goals.iter().map(|g| table.number(&g.measure, *r)).collect())
        .collect();
    let signs: Vec<f64> = goals.iter().map(|g| if g.least { 1.0 } else { -1.0 }).collect();
    let members = front(&values, &signs);
    let shares = plan.body.parties.iter().map(|p| format!("share.{p}"));
    let names: Vec<String> =
        goals.iter().map(|g| g.measure.clone()).chain(settings(plan)).chain(shares).collect();
    let member = |k: &usize| {
        let row = feasible[*k];
        Member {
            scenario: table.number("scenario", row) as u64,
            rule: table.text("rule", row).to_owned(),
            values: names
                .iter()
                .map(|n| (n.clone(), table.number(n, row)))
                .filter(|(_, x)| x.is_finite())
                .collect(),
        }
    };
    (members.iter().take(LISTED).map(member).collect(), members.len())
}

fn standings(plan: &Plan, table: &Table, among: &[usize]) -> Vec<Standing> {
    let share = |(party, share): &(String, f64)| {
        let values = table.of(&format!("share.{party}"), among);
        (party.clone(), *share, percentile(&values, *share))
    };
    let one = |p: &littoral_formats::study::Proposal| Standing {
        name: p.name.clone(),
        shares: p.share.iter().map(share).collect(),
    };
    plan.study().proposals.iter().map(one).collect()
}

/// A party accepts what reaches its claim within 0.05 points; one that names no share accepts every result.
fn accepts(plan: &Plan, table: &Table, party: usize, row: usize) -> bool {
    let share = table.number(&format!("share.{}", plan.body.parties[party]), row);
    share >= plan.body.asks[party].unwrap_or(f64::NEG_INFINITY) - 0.05
}

fn acceptance(plan: &Plan, table: &Table) -> Vec<Acceptance> {
    let one = |(k, party): (usize, &String)| Acceptance {
        party: party.clone(),
        asks: plan.body.asks[k],
        scenarios: (0..table.rows()).filter(|r| accepts(plan, table, k, *r)).count(),
    };
    plan.body.parties.iter().enumerate().map(one).collect()
}

/// Chance of each party at each kept place, over all scenarios with a result; the last list is of what no party holds.
///
/// # Errors
/// The file is damaged.
pub fn chances(plan: &Plan, reader: &Reader) -> Outcome<Option<Vec<Vec<f64>>>> {
    let Some(column) = reader.find("places") else { return Ok(None) };
    let parties = plan.body.parties.len();
    let mut counts: Vec<Vec<u32>> = vec![Vec::new(); parties + 1];
    let mut seen = 0_u32;
    for group in 0..reader.groups() {
        let columns = reader.group(group, &[column]).map_err(|e| damaged(&e))?;
        let Some(Column::Bytes(rows)) = columns.first() else { continue };
        for places in rows.iter().flatten() {
            seen += 1;
            for (k, count) in counts.iter_mut().enumerate() {
                count.resize(places.len(), 0);
                let label =
                    if k == parties { OTHER } else { u8::try_from(k + 1).unwrap_or(NOBODY) };
                for (count, place) in count.iter_mut().zip(places) {
                    *count += u32::from(*place == label);
                }
            }
        }
    }
    let chance =
        |c: Vec<u32>| c.into_iter().map(|n| f64::from(n) / f64::from(seen.max(1))).collect();
    Ok((seen > 0).then(|| counts.into_iter().map(chance).collect()))
}
