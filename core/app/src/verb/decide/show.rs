//! The decision as the terminal shows it.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Decision;
use super::inverse::Answer;
use crate::number::{short, tenth};
use crate::style::Style;

/// Widest name of an option in the table.
const NAME: usize = 30;

/// Utilities with ranks and ticks, methods with winners, what would have to give.
pub(super) fn text(d: &Decision, methods: &[&str], style: Style) -> String {
    let mut out = utilities(d, style);
    out.push('\n');
    let all = &d.notes["methods"];
    let mut line = |name: &str, value: &Value| {
        let winners = names(&value["winners"]);
        let shown = if winners.is_empty() { style.dash().to_owned() } else { winners.join(" = ") };
        let about = value["about"].as_str().unwrap_or("");
        let _ = writeln!(out, "{name:14}{}  {}", style.bold(&shown), style.faint(about));
    };
    for method in methods {
        if let Some(value) = all.get(*method) {
            line(method, value);
        }
    }
    out.push('\n');
    out + &claims(d, style)
}

/// The answers of the inverse question, a block a parameter.
pub(super) fn inverse(answers: &[Answer], rule: &str, style: Style) -> String {
    let head = format!("least change of one parameter that makes {rule} acceptable to all");
    let mut out = format!("{}\n", style.bold(&head));
    for answer in answers {
        let knob = &answer.knob;
        let amount = |x: f64| amount(x, &knob.unit);
        let [low, high] = knob.range;
        let searched = format!("searched {} to {}", amount(low), amount(high));
        let verdict = match (answer.accepted(), answer.value == knob.now) {
            (true, true) => style.green("accepted as it stands"),
            (true, false) => {
                format!("{} → {}", amount(knob.now), style.green(&amount(answer.value)))
            }
            (false, _) => format!("none; best at {}", amount(answer.value)),
        };
        let _ = writeln!(out, "{:24}{verdict}   {}", knob.name, style.faint(&searched));
        let share = |(p, x): &(String, f64)| format!("{p} {}", tenth(*x));
        let list: Vec<String> = answer.shares.iter().map(share).collect();
        let _ = write!(out, "{:24}{}", "", list.join("  "));
        let missing = answer.missing.iter().filter(|(_, x)| *x > 0.0);
        let missing: Vec<String> = missing.map(|(p, x)| format!("{p} −{}", tenth(*x))).collect();
        out.push_str(&if missing.is_empty() {
            String::new()
        } else {
            format!("   short: {}", missing.join(", "))
        });
        out.push('\n');
    }
    let note = "each by itself, the others as they are: 17 evenly spaced values, then bisection towards where it stands; an accepted stretch narrower than a sixteenth of the range can be missed";
    style.fit(&format!("{out}{}\n", style.faint(note)))
}

fn amount(x: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{} %", short((1e4 * x).round() / 100.0)),
        "" | "ratio" => short((1e4 * x).round() / 1e4),
        unit => format!("{} {unit}", short((100.0 * x).round() / 100.0)),
    }
}

fn utilities(d: &Decision, style: Style) -> String {
    let mut out = style.faint(&format!("{:NAME$}", "option"));
    for party in &d.utilities.parties {
        let _ = write!(out, "{:>11}", party);
    }
    let mut out = out + &style.faint("   accepted by") + "\n";
    for (option, row) in d.utilities.options.iter().zip(&d.utilities.rows) {
        let short: String = option.chars().take(NAME - 1).collect();
        let _ = write!(out, "{short:NAME$}");
        let who = names(&d.notes["accepters"][option.as_str()]);
        for (party, value) in d.utilities.parties.iter().zip(row) {
            let rank = d.notes["ranks"][option.as_str()][party.as_str()].as_f64().unwrap_or(0.0);
            let cell = format!("{:>11}", format!("{} ({rank})", tenth(*value)));
            out += &if who.contains(&party.as_str()) { style.green(&cell) } else { cell };
        }
        let _ = writeln!(out, "   {}", who.join(" "));
    }
    let what = "utility (of a case the share of the sea, per cent), and in brackets the option's rank for the party";
    out + &style.faint(what) + "\n"
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What the claims say together, and the least that must give for each option.
fn claims(d: &Decision, style: Style) -> String {
    if d.asked.is_empty() {
        return "claims: no party names a share, so that every option counts as accepted; --ask PARTY=PER-CENT says who asks for what\n".to_owned();
    }
    let c = &d.certificate;
    let list: Vec<String> = c.floors.iter().map(|(p, x)| format!("{p} {}", tenth(*x))).collect();
    let silent: Vec<&str> = d
        .utilities
        .parties
        .iter()
        .filter(|p| !d.asked.iter().any(|(a, _)| a == *p))
        .map(String::as_str)
        .collect();
    let mut out = format!("claims: {} = {} %", list.join(" + "), tenth(c.demand));
    if c.deficit > 0.0 {
        let _ = write!(
            out,
            "; {} points more than there are. Equal cuts: {} each at most; in proportion: all by {:.4}",
            tenth(c.deficit),
            tenth(c.equal_cuts.iter().map(|(_, x)| *x).fold(0.0, f64::max)),
            c.factor
        );
    } else if !silent.is_empty() {
        let _ = write!(out, "; {} would be left with {} %", silent.join(" and "), tenth(c.rest));
    }
    out.push('\n');
    out += &style.faint(
        "least change of positions, per cent of the sea, that makes an option acceptable to all:\n",
    );
    for (option, change) in relaxations(d) {
        let cuts = change["cuts"].as_object().into_iter().flatten();
        let cuts: Vec<String> =
            cuts.map(|(p, x)| format!("{p} −{}", tenth(x.as_f64().unwrap_or(0.0)))).collect();
        let what = if cuts.is_empty() { "none: all accept it".to_owned() } else { cuts.join(", ") };
        let sum = tenth(change["sum"].as_f64().unwrap_or(0.0));
        let _ = writeln!(out, "  {option:NAME$} {sum:>5}   {what}");
    }
    out
}

/// For each option: what every party that refuses it would have to give up of its claim, points.
pub(crate) fn relaxations(d: &Decision) -> Map<String, Value> {
    let mut out = Map::new();
    for (option, row) in d.utilities.options.iter().zip(&d.utilities.rows) {
        let who = names(&d.notes["accepters"][option.as_str()]);
        let mut cuts = Map::new();
        let (mut sum, mut most) = (0.0, 0.0_f64);
        for (party, asked) in d.asked.iter().filter(|(p, _)| !who.contains(&p.as_str())) {
            let has = d.utilities.parties.iter().position(|p| p == party).map_or(0.0, |k| row[k]);
            let cut = asked - has;
            cuts.insert(party.clone(), Value::from(cut));
            (sum, most) = (sum + cut, most.max(cut));
        }
        out.insert(option.clone(), json!({ "cuts": cuts, "sum": sum, "largest": most }));
    }
    out
}
