//! Reading `study.toml`, field by field, with a place for whatever is wrong.

use littoral_model::Finding;
use littoral_model::params::did_you_mean;

use super::{
    CoastNoise, Condition, Design, Goal, Keep, Proposal, Spread, Study, StudyRule, SwitchStates,
    Vary,
};
use crate::tree::{Node, Source, Span, Table, Value, toml};

/// Most points whose holder is kept.
const MAX_PLACES: f64 = 200_000.0;

/// Reads a study. Total: the study is `None` where an error is among the findings.
#[must_use]
pub fn study(file: &str, bytes: &[u8]) -> (Option<Study>, Vec<Finding>) {
    let mut log = Vec::new();
    let source = match Source::new(file, bytes) {
        Ok(source) => source,
        Err(finding) => return (None, vec![*finding]),
    };
    let study = match toml::parse(&source) {
        Ok(root) => Table::new(&source, "", &root, &mut log).and_then(|t| whole(t, &mut log)),
        Err(finding) => return (None, vec![*finding]),
    };
    (study.filter(|_| log.is_empty()), log)
}

fn whole(file: Table<'_>, log: &mut Vec<Finding>) -> Option<Study> {
    let mut cases = file.words("cases", log);
    if let Some(case) = file.get("case").map(|_| file.text_or_empty("case", log)) {
        cases.insert(0, case);
    }
    if cases.is_empty() {
        file.required("case", log);
    }
    let study = Study {
        id: file.text("id", log).unwrap_or_default(),
        about: file.text_or_empty("about", log),
        cases,
        seed: whole_number(&file, "seed", 0.0, 9e15, log).unwrap_or(1.0) as u64,
        tolerance_m: within(&file, "tolerance_m", 0.001, 10_000.0, log).unwrap_or(100.0),
        time_s: within(&file, "time_s", 0.01, 86_400.0, log).unwrap_or(30.0),
        memory_mib: whole_number(&file, "memory_mib", 16.0, 1e6, log).unwrap_or(1024.0) as u64,
        layer: file.text_or_empty("layer", log),
        rules: file.tables("rule", log).into_iter().map(|t| rule(t, log)).collect(),
        switches: switches(&file, log),
        noise: file.table("noise", log).map(|t| noise(t, log)),
        keep: file.table("keep", log).map(|t| keep(t, log)).unwrap_or_default(),
        conditions: file.tables("condition", log).into_iter().map(|t| condition(t, log)).collect(),
        goals: file.tables("goal", log).into_iter().map(|t| goal(t, log)).collect(),
        proposals: file.tables("proposal", log).into_iter().map(|t| proposal(t, log)).collect(),
    };
    if study.rules.is_empty() {
        file.required("rule", log);
    }
    file.finish(log);
    Some(study)
}

fn rule(table: Table<'_>, log: &mut Vec<Finding>) -> StudyRule {
    let rule = table.text("rule", log).unwrap_or_default();
    let design = match table.get("design") {
        Some(_) => table.choice("design", &Design::WORDS, log).unwrap_or(Design::Grid),
        None => Design::Grid,
    };
    let vary = table.table("vary", log).map(|t| vary(&t, design, log)).unwrap_or_default();
    let samples = whole_number(&table, "samples", 1.0, 1e9, log);
    if design != Design::Grid && samples.is_none() {
        table.required("samples", log);
    }
    let label = table.text_or_empty("label", log);
    let out = StudyRule {
        label: if label.is_empty() { rule.clone() } else { label },
        rule,
        set: settings(&table, &vary, log),
        design,
        samples: samples.unwrap_or(1.0) as u64,
        vary,
    };
    table.finish(log);
    out
}

/// Fixed settings; a parameter that is fixed cannot vary too, nor be fixed twice.
fn settings(table: &Table<'_>, vary: &[Vary], log: &mut Vec<Finding>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let name = |setting: &str| setting.split('=').next().unwrap_or_default().trim().to_owned();
    for (text, span) in table.texts("set", log) {
        let own = name(&text);
        let varied = vary.iter().any(|v| v.parameter == own);
        if !varied && out.iter().all(|s| name(s) != own) {
            out.push(text);
            continue;
        }
        let fault = if varied { "is both set and varied" } else { "is set twice" };
        let text = format!("{}: the parameter {own} {fault}", table.place);
        let help = "keep it in one place: set fixes a value, vary lists those it takes";
        log.push(table.finding(Finding::error("S021", text).help(help), "set", span));
    }
    out
}

fn vary(table: &Table<'_>, design: Design, log: &mut Vec<Finding>) -> Vec<Vary> {
    let mut out = Vec::new();
    for entry in table.entries() {
        let place = format!("{}.\"{}\"", table.place, entry.key);
        let Some(inner) = Table::new(table.source, place, &entry.node, log) else { continue };
        let Some(spread) = spread(&inner, log) else { continue };
        if design == Design::Grid && spread.count().is_none() {
            let text =
                format!("{} is continuous, and a grid has only lists and steps", inner.place);
            let help =
                "give from, to and steps, or choose design = \"latin-hypercube\" and samples";
            let finding = Finding::error("S010", text).help(help);
            log.push(table.finding(finding, &entry.key, entry.node.span));
        }
        inner.finish(log);
        out.push(Vary { parameter: entry.key.clone(), spread });
    }
    out
}

const SPREADS: [&str; 6] = ["list", "from", "uniform", "log_uniform", "normal", "triangular"];

fn spread(table: &Table<'_>, log: &mut Vec<Finding>) -> Option<Spread> {
    let Some(word) = SPREADS.into_iter().find(|w| table.node.get(w).is_some()) else {
        let text = format!("{} says no values", table.place);
        let help = "list = [...], from = 0.8, to = 1.4, steps = 13, uniform = [least, most], log_uniform, normal = [mean, \
                    standard deviation], or triangular = [least, likely, most]";
        let found = table.entries().first().map(|e| e.key.as_str()).unwrap_or_default();
        let help = did_you_mean(found, SPREADS, help);
        log.push(table.finding(Finding::error("S011", text).help(help), "", table.node.span));
        return None;
    };
    let node = table.get(word)?;
    let spread = match word {
        "list" => Spread::List(list(table, node, log)?),
        "from" => steps(table, log)?,
        "uniform" => Spread::Uniform(numbers(table, word, log)?),
        "log_uniform" => Spread::LogUniform(numbers(table, word, log)?),
        "normal" => Spread::Normal(numbers(table, word, log)?),
        _ => Spread::Triangular(numbers(table, word, log)?),
    };
    let fault = match &spread {
        Spread::List(values) if values.is_empty() => "the list is empty",
        Spread::Steps { from, to, .. } if from == to => "the steps stand still: from equals to",
        Spread::Uniform([a, b]) | Spread::LogUniform([a, b]) if a >= b => {
            "the bounds are not in order"
        }
        Spread::LogUniform([a, _]) if *a <= 0.0 => "a logarithm needs positive bounds",
        Spread::Normal([_, sd]) if *sd <= 0.0 => "the standard deviation must be positive",
        Spread::Triangular([a, c, b]) if !(a <= c && c <= b && a < b) => {
            "the corners are not in order"
        }
        _ => return Some(spread),
    };
    let text = format!("{}: {fault}", table.place);
    log.push(table.finding(Finding::error("S012", text), word, node.span));
    None
}

/// Values as a command line writes them.
fn list(table: &Table<'_>, node: &Node, log: &mut Vec<Finding>) -> Option<Vec<String>> {
    let items = node.list();
    let text = |n: &Node| match &n.value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    };
    let texts: Option<Vec<String>> = items.and_then(|l| l.iter().map(text).collect());
    if texts.is_none() {
        let text = format!("{}.list is not a list of numbers or texts", table.place);
        log.push(table.finding(Finding::error("S013", text), "list", node.span));
    }
    texts
}

fn steps(table: &Table<'_>, log: &mut Vec<Finding>) -> Option<Spread> {
    table.required("to", log);
    table.required("steps", log);
    let (from, to) = (table.number("from", log)?, table.number("to", log)?);
    let count = whole_number(table, "steps", 2.0, 1e9, log)? as u64;
    Some(Spread::Steps { from, to, count })
}

/// So many finite numbers.
fn numbers<const N: usize>(
    table: &Table<'_>,
    key: &'static str,
    log: &mut Vec<Finding>,
) -> Option<[f64; N]> {
    let node = table.get(key)?;
    let number = |n: &Node| match n.value {
        Value::Number(x) if x.is_finite() => Some(x),
        _ => None,
    };
    let found: Option<Vec<f64>> = node.list().and_then(|l| l.iter().map(number).collect());
    let out = found.and_then(|v| <[f64; N]>::try_from(v).ok());
    if out.is_none() {
        let text = format!("{}.{key} is not a list of {N} numbers", table.place);
        log.push(table.finding(Finding::error("S014", text), key, node.span));
    }
    out
}

fn switches(file: &Table<'_>, log: &mut Vec<Finding>) -> Vec<SwitchStates> {
    let Some(table) = file.table("switch", log) else { return Vec::new() };
    let mut out = Vec::new();
    for entry in table.entries() {
        let states = match entry.node.text() {
            Some("on") => vec![true],
            Some("off") => vec![false],
            Some("both") => vec![false, true],
            _ => {
                let text = format!("switch.{} is not on, off or both", entry.key);
                let finding =
                    Finding::error("S015", text).help("write \"both\" for a run each way");
                log.push(table.finding(finding, &entry.key, entry.node.span));
                continue;
            }
        };
        out.push(SwitchStates { switch: entry.key.clone(), states });
    }
    out
}

fn noise(table: Table<'_>, log: &mut Vec<Finding>) -> CoastNoise {
    let sigma_km = match table.required("sigma_km", log).map(|n| &n.value) {
        Some(Value::Number(one)) => vec![*one],
        Some(Value::List(many)) => many
            .iter()
            .filter_map(|n| match n.value {
                Value::Number(x) => Some(x),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let span = table.node.get("sigma_km").map(|n| n.span).unwrap_or_default();
    if sigma_km.is_empty() || sigma_km.iter().any(|s| !(0.0..=1000.0).contains(s)) {
        let text =
            "noise.sigma_km is not a number of kilometres, or a list of them, from 0 to 1000";
        log.push(table.finding(Finding::error("S016", text), "sigma_km", span));
    }
    let length_km = within(&table, "length_km", 0.001, 100_000.0, log).unwrap_or(20.0);
    let draws = whole_number(&table, "draws", 1.0, 1e9, log).unwrap_or(1.0) as u64;
    table.finish(log);
    CoastNoise { sigma_km, length_km, draws }
}

fn keep(table: Table<'_>, log: &mut Vec<Finding>) -> Keep {
    let keep = Keep {
        measures: table.words("measures", log),
        lines: table.flag("lines", log),
        places: whole_number(&table, "places", 0.0, MAX_PLACES, log).unwrap_or(0.0) as u64,
    };
    table.finish(log);
    keep
}

fn condition(table: Table<'_>, log: &mut Vec<Finding>) -> Condition {
    let out = Condition {
        measure: table.text("measure", log).unwrap_or_default(),
        at_least: table.number("at_least", log),
        at_most: table.number("at_most", log),
    };
    if out.at_least.is_none() && out.at_most.is_none() {
        let text = format!("{} bounds nothing", table.place);
        let finding = Finding::error("S017", text).help("add at_least, at_most or both");
        log.push(table.finding(
            finding,
            "",
            Span { end: table.node.span.start, ..table.node.span },
        ));
    }
    table.finish(log);
    out
}

fn goal(table: Table<'_>, log: &mut Vec<Finding>) -> Goal {
    let measure = table.text("measure", log).unwrap_or_default();
    let least = table.choice("best", &[("least", true), ("most", false)], log).unwrap_or(true);
    table.finish(log);
    Goal { measure, least }
}

fn proposal(table: Table<'_>, log: &mut Vec<Finding>) -> Proposal {
    let name = table.text("name", log).unwrap_or_default();
    let mut share = Vec::new();
    table.required("share", log);
    if let Some(shares) = table.table("share", log) {
        for entry in shares.entries() {
            match entry.node.value {
                Value::Number(x) if (0.0..=100.0).contains(&x) => {
                    share.push((entry.key.clone(), x))
                }
                _ => {
                    let text = format!("{}.{} is not a share in per cent", shares.place, entry.key);
                    let finding = Finding::error("S018", text);
                    log.push(shares.finding(finding, &entry.key, entry.node.span));
                }
            }
        }
    }
    table.finish(log);
    Proposal { name, share }
}

fn within(
    table: &Table<'_>,
    key: &'static str,
    least: f64,
    most: f64,
    log: &mut Vec<Finding>,
) -> Option<f64> {
    let value = table.number(key, log)?;
    if (least..=most).contains(&value) {
        return Some(value);
    }
    let span = table.get(key).map(|n| n.span).unwrap_or_default();
    let text = format!("{key} is {value}; it must be from {least} to {most}");
    log.push(table.finding(Finding::error("S019", text), key, span));
    None
}

fn whole_number(
    table: &Table<'_>,
    key: &'static str,
    least: f64,
    most: f64,
    log: &mut Vec<Finding>,
) -> Option<f64> {
    let value = within(table, key, least, most, log)?;
    if value.fract() == 0.0 {
        return Some(value);
    }
    let span = table.get(key).map(|n| n.span).unwrap_or_default();
    let text = format!("{key} is {value}, not a whole number");
    log.push(table.finding(Finding::error("S020", text), key, span));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
id = "w"
case = "caspian"
[[rule]]
rule = "equiratio"
[rule.vary]
"weights.IRN" = { from = 0.8, to = 1.4, steps = 4 }
kernel = { list = ["a", 2, true] }
[switch]
garabogazkol = "both"
[noise]
sigma_km = 0.5
draws = 3
[keep]
measures = ["gini"]
[[condition]]
measure = "share.IRN"
at_least = 20
[[proposal]]
name = "p"
share = { AZE = 19, RUS = 20.5 }
"#;

    fn refused(text: &str) -> Finding {
        let (study, log) = study("study.toml", text.as_bytes());
        assert!(study.is_none(), "{text}");
        log.first().cloned().unwrap()
    }

    /// An error with line and field, and not whichever of the two came last.
    #[test]
    fn a_parameter_is_set_once_or_varied() {
        let with = |set: &str| {
            let rule = format!("rule = \"equiratio\"\nset = [{set}]\n");
            let text = GOOD.replace("rule = \"equiratio\"\n", &rule);
            let (found, log) = study("study.toml", text.as_bytes());
            assert_eq!(found.is_some(), log.is_empty());
            log.iter().map(|f| format!("{}:{}: {}", f.line, f.place, f.text)).collect::<Vec<_>>()
        };
        assert!(with("\"weights.TKM=1.1\"").is_empty());
        let both = with("\"weights.TKM=1.1\", \"weights.IRN = 1.2\"");
        assert_eq!(
            both,
            ["6:rule[0].set: rule[0]: the parameter weights.IRN is both set and varied"]
        );
        let twice = with("\"weights.TKM=1.1\", \"weights.TKM=1.2\"");
        assert_eq!(twice, ["6:rule[0].set: rule[0]: the parameter weights.TKM is set twice"]);
    }

    #[test]
    fn a_good_study_is_read_whole() {
        let (study, log) = study("study.toml", GOOD.as_bytes());
        assert_eq!(log, []);
        let study = study.unwrap();
        assert_eq!(study.rules[0].label, "equiratio");
        assert_eq!(study.rules[0].vary[0].parameter, "weights.IRN");
        assert_eq!(
            study.rules[0].vary[1].spread,
            Spread::List(vec!["a".into(), "2".into(), "true".into()])
        );
        assert_eq!(study.switches[0].states, [false, true]);
        assert_eq!(study.noise.unwrap().sigma_km, [0.5]);
        assert_eq!(study.proposals[0].share, [("AZE".to_owned(), 19.0), ("RUS".to_owned(), 20.5)]);
        assert_eq!((study.seed, study.tolerance_m), (1, 100.0));
    }

    #[test]
    fn faults_have_a_line() {
        let cases: [(&str, &str, &str, usize); 9] = [
            ("steps = 4", "steps = 1", "steps is 1", 7),
            ("steps = 4", "step = 4", "has no \"steps\"", 7),
            ("{ from = 0.8, to = 1.4, steps = 4 }", "{ uniform = [1, 2] }", "continuous", 7),
            ("{ from = 0.8, to = 1.4, steps = 4 }", "{ unifrom = [1, 2] }", "says no values", 7),
            ("\"both\"", "\"maybe\"", "on, off or both", 10),
            ("sigma_km = 0.5", "sigma_km = -1", "kilometres", 12),
            ("at_least = 20", "", "bounds nothing", 16),
            ("AZE = 19", "AZE = 190", "not a share", 21),
            ("draws = 3", "draw = 3", "noise.draw", 13),
        ];
        for (from, to, says, line) in cases {
            let finding = refused(&GOOD.replace(from, to));
            assert!(finding.text.contains(says), "{}", finding.text);
            assert_eq!(finding.line, line, "{}", finding.text);
        }
    }

    #[test]
    fn nothing_and_garbage_are_refused() {
        assert!(refused("").text.contains("case"));
        assert!(refused("id = \"a\"\ncase = \"b\"").text.contains("rule"));
        assert!(refused("id = [").text.contains("TOML"));
        let (none, log) = study("s", &[0xff, 0xfe]);
        assert!(none.is_none() && log[0].text.contains("UTF-8"));
    }
}
