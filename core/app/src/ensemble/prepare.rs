//! From a study to a plan: every reference is checked against cases, rules and metrics before anything is run.

use std::path::Path;

use littoral_delimit::metric::{self, METRICS, Subject};
use littoral_delimit::{Division, Waters};
use littoral_formats::study::{MAX_SCENARIOS, Spread, Study, study};
use littoral_model::Finding;
use littoral_model::params::did_you_mean;

use super::bench::{Bench, ISLANDS, VERTICES};
use super::design::Scenarios;
use super::plan::{Body, Measure, Plan};
use super::row::shape;
use super::sobol::MAX_DIMENSIONS;
use crate::cli::PluginArgs;
use crate::comparison::shown;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::session::Session;

/// The text of a study, for places in messages.
struct File<'a> {
    shown: &'a str,
    text: &'a str,
}

/// Reads a study and makes it a plan.
///
/// # Errors
/// The study does not read, or names what is not there; every finding has a line.
pub fn prepare(path: &Path, plugins: &PluginArgs) -> Outcome<Plan> {
    let bytes = files::bytes(path, files::LARGEST_TEXT)?;
    let shown = path.display().to_string();
    let (read, findings) = study(&shown, &bytes);
    let Some(study) = read else { return Err(Failure::Findings(findings)) };
    let text = String::from_utf8_lossy(&bytes);
    let file = File { shown: &shown, text: &text };
    let folder = path.parent().unwrap_or(Path::new(""));
    let names: Vec<String> = study.rules.iter().map(|r| r.rule.clone()).collect();
    let bench = Bench::open(&study, (&study.cases, &names), folder, plugins)?;
    let parties = parties(&file, &bench)?;
    let mut log = Vec::new();
    switches(&file, &study, bench.cases(), &mut log);
    sizes(&file, &study, &mut log);
    stop(&mut log)?;
    let (labels, hashes) = rules(&file, &study, &bench, &mut log);
    stop(&mut log)?;
    let measures = measures(&file, &study, bench.cases(), &mut log)?;
    let first = bench.cases().first();
    let mut body = Body {
        littoral: env!("CARGO_PKG_VERSION").into(),
        case_hashes: bench.cases().iter().map(|s| s.bundle().hash()).collect(),
        rule_hashes: hashes,
        asks: (0..parties.len()).map(|k| first?.case.asks(k)?.share_percent).collect(),
        parties,
        measures,
        scenarios: Scenarios::new(&study, "").count(),
        block: 0,
        study: study.clone(),
    };
    body.block = Body::block_of(body.scenarios);
    named(&file, &body, &mut log);
    possible(&file, &body, &mut log);
    stop(&mut log)?;
    // Names of files are not part of what is hashed.
    body.study.cases = bench.cases().iter().map(|s| s.case.id.clone()).collect();
    for (rule, label) in body.study.rules.iter_mut().zip(labels) {
        rule.rule = label;
    }
    Ok(Plan::new(body, study.cases.clone(), names))
}

fn stop(log: &mut Vec<Finding>) -> Outcome {
    if log.is_empty() { Ok(()) } else { Err(Failure::Findings(std::mem::take(log))) }
}

impl File<'_> {
    /// A finding at the first line that has this word.
    fn fault(&self, code: &'static str, text: String, word: &str) -> Finding {
        let mut finding = Finding::error(code, text).at(self.shown, "");
        let Some(at) = self.text.find(word).filter(|_| !word.is_empty()) else { return finding };
        let before = &self.text[..at];
        finding.line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |k| k + 1);
        finding.column = before[start..].chars().count() + 1;
        finding.excerpt = self.text[start..].lines().next().unwrap_or_default().to_owned();
        finding.mark = [finding.column - 1, word.chars().count()];
        finding
    }
}

fn parties(file: &File<'_>, bench: &Bench<'_>) -> Outcome<Vec<String>> {
    let of = |s: &Session| s.case.party_ids().map(str::to_owned).collect::<Vec<_>>();
    let first = bench.cases().first().map(of).unwrap_or_default();
    for session in bench.cases().iter().skip(1) {
        if of(session) != first {
            let text = format!(
                "{} has other parties than the first case: one table needs one set",
                session.case.id
            );
            let finding = file.fault("S030", text, &session.name());
            return Err(Failure::Findings(vec![finding.help("make a study for each")]));
        }
    }
    Ok(first)
}

fn switches(file: &File<'_>, study: &Study, cases: &[Session], log: &mut Vec<Finding>) {
    for switch in &study.switches {
        for session in cases {
            let known: Vec<&str> = session
                .case
                .switches
                .iter()
                .map(|s| s.id.as_str())
                .chain([ISLANDS, VERTICES])
                .collect();
            if !known.contains(&switch.switch.as_str()) {
                let text = format!("{} has no switch \"{}\"", session.case.id, switch.switch);
                let rest = format!("known are: {}", known.join(", "));
                let help = did_you_mean(&switch.switch, known.iter().copied(), &rest);
                log.push(file.fault("S031", text, &switch.switch).help(help));
            }
        }
    }
}

fn sizes(file: &File<'_>, study: &Study, log: &mut Vec<Finding>) {
    let count = Scenarios::new(study, "").count();
    if count > MAX_SCENARIOS {
        let text = format!("the study has {count} scenarios; {MAX_SCENARIOS} are possible");
        log.push(
            file.fault("S032", text, "steps").help("take fewer steps, or a design with samples"),
        );
    }
    for rule in study.rules.iter().filter(|r| 2 * r.vary.len() > MAX_DIMENSIONS) {
        let text = format!(
            "{} varies {} parameters; {} are possible",
            rule.label,
            rule.vary.len(),
            MAX_DIMENSIONS / 2
        );
        log.push(file.fault("S033", text, &rule.label));
    }
    let labels: Vec<&str> = study.rules.iter().map(|r| r.label.as_str()).collect();
    if let Some(twice) = labels.iter().find(|l| labels.iter().filter(|o| o == l).count() > 1) {
        let text = format!("two rules are labelled \"{twice}\"");
        log.push(file.fault("S034", text, twice).help("give each a label"));
    }
}

/// Ids and hashes of the rules. Every value of a list or of steps, and both ends of a distribution, must be one that the
/// rule takes.
fn rules(
    file: &File<'_>,
    study: &Study,
    bench: &Bench<'_>,
    log: &mut Vec<Finding>,
) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut hashes) = (Vec::new(), Vec::new());
    for (k, rule) in study.rules.iter().enumerate() {
        match bench.with((0, k), []) {
            Ok(chosen) => {
                ids.push(chosen.header.id.clone());
                hashes.push(bench.hash(&chosen));
            }
            Err(failure) => {
                let text = format!("{} cannot run: {}", rule.label, said(&failure));
                log.push(file.fault("S035", text, &rule.rule));
                continue;
            }
        }
        for vary in &rule.vary {
            let setting = |value: String| format!("{}={value}", vary.parameter);
            let refusal = tried(&vary.spread)
                .into_iter()
                .map(setting)
                .find_map(|setting| Some((setting.clone(), bench.with((0, k), [setting]).err()?)));
            if let Some((setting, failure)) = refusal {
                let text = format!("{} does not take {setting}: {}", rule.label, said(&failure));
                log.push(file.fault("S036", text, &vary.parameter));
            }
        }
    }
    (ids, hashes)
}

/// The values that are tried before a run.
fn tried(spread: &Spread) -> Vec<String> {
    match spread.count() {
        Some(count) => (0..count.min(1000)).map(|k| spread.nth(k)).collect(),
        None => [1e-6, 1.0 - 1e-6].map(|u| spread.at(u)).to_vec(),
    }
}

fn said(failure: &Failure) -> String {
    match failure {
        Failure::Rule(error, _) => error.text.clone(),
        other => other
            .body(crate::style::Style::plain())
            .trim()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// The shapes of the kept metrics, read off strict equidistance.
fn measures(
    file: &File<'_>,
    study: &Study,
    cases: &[Session],
    log: &mut Vec<Finding>,
) -> Outcome<Vec<Measure>> {
    let (false, Some(session)) = (study.keep.measures.is_empty(), cases.first()) else {
        return Ok(Vec::new());
    };
    let chosen = session.choose("equidistance", &[])?;
    let division: Division = session.divide(&chosen).map_err(|e| chosen.blame(e))?;
    let waters = Waters::new(session.case.clone()).map_err(|e| {
        Failure::usage(e.to_string(), "", "littoral case check says what is missing")
    })?;
    let layer = shown(&division).map(|(_, l)| l);
    let mut out: Vec<Measure> = Vec::new();
    for id in &study.keep.measures {
        let ids = METRICS.iter().map(|m| m.id);
        let Some(metric) = metric::find(id) else {
            let rest = format!("known are: {}", ids.clone().collect::<Vec<_>>().join(", "));
            let finding = file.fault("S037", format!("there is no metric \"{id}\""), id);
            log.push(finding.help(did_you_mean(id, ids, &rest)));
            continue;
        };
        let subject = layer.map(|layer| Subject::new(&waters, layer, Some(layer)));
        match subject.and_then(|s| (metric.measure)(&s)).map(|v| shape(id, metric.unit, &v)) {
            Some(Some(measure)) => out.push(measure),
            Some(None) => {
                let text = format!("{id} is a matrix, and a row has numbers");
                log.push(
                    file.fault("S038", text, id)
                        .help("leave it out; compare --metrics prints it for one run"),
                );
            }
            None => {
                let text = format!("the case does not say enough for {id}");
                log.push(file.fault("S039", text, id).help("leave it out"));
            }
        }
    }
    Ok(out)
}

/// Conditions, goals and proposals name columns and parties that there are.
fn named(file: &File<'_>, body: &Body, log: &mut Vec<Finding>) {
    let columns: Vec<String> = body.fields().into_iter().map(|f| f.name).collect();
    let conditions = body.study.conditions.iter().map(|c| &c.measure);
    for name in conditions.chain(body.study.goals.iter().map(|g| &g.measure)) {
        if !columns.contains(name) {
            let known = columns.iter().map(String::as_str);
            let rest = "a column of the result: share.PARTY, area_km2.PARTY, lines_km, or a metric under keep.measures";
            let help = did_you_mean(name, known, rest);
            log.push(file.fault("S040", format!("there is no column \"{name}\""), name).help(help));
        }
    }
    for (party, _) in body.study.proposals.iter().flat_map(|p| &p.share) {
        if !body.parties.contains(party) {
            let known = body.parties.iter().map(String::as_str);
            let help =
                did_you_mean(party, known, &format!("parties are: {}", body.parties.join(", ")));
            log.push(
                file.fault("S041", format!("there is no party \"{party}\""), party).help(help),
            );
        }
    }
}

/// Least shares that together exceed the sea can never be met.
fn possible(file: &File<'_>, body: &Body, log: &mut Vec<Finding>) {
    let least = |party: &String| {
        let of = |c: &&littoral_formats::study::Condition| c.measure == format!("share.{party}");
        body.study.conditions.iter().filter(of).filter_map(|c| c.at_least).reduce(f64::max)
    };
    let floors: Vec<(&String, f64)> =
        body.parties.iter().filter_map(|p| Some((p, least(p)?))).collect();
    let sum: f64 = floors.iter().map(|(_, x)| x).sum();
    if sum > 100.0 {
        let list: Vec<String> = floors.iter().map(|(p, x)| format!("{p} {x}")).collect();
        let text = format!(
            "no division can meet the conditions: {} are {sum} per cent together",
            list.join(" + ")
        );
        log.push(file.fault("S042", text, "[[condition]]").help("lower one of them"));
    }
    for c in &body.study.conditions {
        if let (Some(a), Some(b)) = (c.at_least, c.at_most)
            && a > b
        {
            log.push(file.fault("S043", format!("no number meets {}", c.text()), &c.measure));
        }
    }
}
