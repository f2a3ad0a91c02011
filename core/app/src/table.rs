//! The comparison as the terminal shows it.
//!
//! 96 columns; a narrower terminal drops time, then lines, then moved, and then the rule's name
//! stands on a line of its own. Numbers end in the columns that the drawing of the terminal has.

use std::fmt::Write as _;

use crate::comparison::{Comparison, Row, common_percent, moved_percent, shown};
use crate::number::{counted, grouped, short, tenth};
use crate::style::Style;

/// Columns of the rule's name.
const NAME: usize = 29;
/// Columns of one party: the number and room for its tick.
const CELL: usize = 9;
/// Columns of moved, lines and time, in the order in which they are kept.
const EXTRA: [usize; 3] = [6, 9, 7];

/// Which columns fit.
#[derive(Debug, Clone, Copy)]
struct Plan {
    name: usize,
    extra: usize,
}

/// The whole table with its footnotes.
#[must_use]
pub fn comparison(c: &Comparison, style: Style) -> String {
    let plan = plan(c.case.parties.len(), style.width);
    let wide = plan.name + CELL * c.case.parties.len() + EXTRA[..plan.extra].iter().sum::<usize>();
    let line = format!("{}\n", style.faint(&style.rule(wide)));
    let mut out = header(c, plan, style) + &line;
    for row in c.rows.iter().filter(|r| r.lacks().is_none()) {
        out.push_str(&body(c, row, plan, style));
    }
    out.push_str(&line);
    out.push_str(&claims(c, plan, style));
    out.push_str(&footnotes(c, style));
    out.push_str(&not_applicable(c, plan, style));
    style.fit(&out)
}

/// The line above the table: version, sea, area, parties, rules, coast.
#[must_use]
pub fn masthead(c: &Comparison, lang: &str, style: Style) -> String {
    let mut facts = vec![c.case.name.get(lang).to_owned()];
    if let Some(km2) = c.sea_km2() {
        facts.push(format!("{} km²", grouped(km2)));
    }
    let many = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    facts.push(
        many(c.case.parties.len(), "part").replace("parts", "parties").replace("1 part", "1 party"),
    );
    facts.push(many(c.rows.iter().filter(|r| r.lacks().is_none()).count(), "result"));
    let short = |s: &String| s.split(" (").next().unwrap_or(s).to_owned();
    facts.extend(c.case.sources.first().map(|s| format!("coast {}", short(s))));
    let name = style.bold(concat!("littoral ", env!("CARGO_PKG_VERSION")));
    style.fit(&format!("{name}  {}\n", style.faint(&facts.join(" · "))))
}

fn plan(parties: usize, width: usize) -> Plan {
    for extra in (0..=EXTRA.len()).rev() {
        if NAME + CELL * parties + EXTRA[..extra].iter().sum::<usize>() <= width {
            return Plan { name: NAME, extra };
        }
    }
    Plan { name: 0, extra: 0 }
}

fn header(c: &Comparison, plan: Plan, style: Style) -> String {
    let cells = CELL * c.case.parties.len();
    let mut first = format!("{:w$}{:^cells$}", "", "share of the sea, per cent", w = plan.name);
    let mut second = format!("{:w$}", if plan.name > 0 { "rule" } else { "" }, w = plan.name);
    second = style.faint(&second);
    for id in c.case.party_ids() {
        let _ = write!(second, "{}  ", style.bold(&format!("{id:>w$}", w = CELL - 2)));
    }
    for (k, [top, unit]) in
        [["moved", "%"], ["lines", "km"], ["time", "ms"]].iter().enumerate().take(plan.extra)
    {
        let _ = write!(first, "{top:>w$}", w = EXTRA[k]);
        second.push_str(&style.faint(&format!("{unit:>w$}", w = EXTRA[k])));
    }
    format!("{}\n{}\n", style.faint(first.trim_end()), second.trim_end())
}

fn body(c: &Comparison, row: &Row, plan: Plan, style: Style) -> String {
    let mut out = name(&row.label, plan);
    let Some((_, layer)) = row.shown() else {
        let why = match &row.outcome {
            Err(e) => e.text.clone(),
            Ok(_) => "divides nothing".to_owned(),
        };
        return format!("{out}  {} {why}\n", style.red("error"));
    };
    for (k, id) in c.case.party_ids().enumerate() {
        let share = layer.share(id);
        let number = format!("{:>w$}", tenth(share), w = CELL - 2);
        match c.accepts(k, layer) {
            true => {
                out.push_str(&style.green(&number));
                out.push_str(&style.green(&format!(" {}", style.tick())));
            }
            false => {
                let _ = write!(out, "{number}  ");
            }
        }
    }
    let moved = row.moved.map_or_else(|| style.dash().to_owned(), tenth);
    let extras = [moved, grouped(layer.lines_km()), grouped(row.time_ms())];
    for (k, text) in extras.iter().enumerate().take(plan.extra) {
        let text = format!("{text:>w$}", w = EXTRA[k]);
        out.push_str(&if k == 0 { text } else { style.faint(&text) });
    }
    format!("{}\n", out.trim_end())
}

/// The name padded to its column, cut with `…`, or on a line of its own.
fn name(label: &str, plan: Plan) -> String {
    if plan.name == 0 {
        return format!("{label}\n");
    }
    let long = label.chars().count() >= plan.name;
    let cut: String = label.chars().take(plan.name - 2).collect();
    let text = if long { format!("{cut}…") } else { label.to_owned() };
    format!("{text:w$}", w = plan.name)
}

fn claims(c: &Comparison, plan: Plan, style: Style) -> String {
    let any = (0..c.case.parties.len()).any(|k| c.case.asks(k).is_some());
    if !any {
        return String::new();
    }
    let mut out = name("what the party asks for", plan);
    for k in 0..c.case.parties.len() {
        let asked = c.case.asks(k).and_then(|p| p.share_percent);
        let text = asked.map_or_else(|| style.dash().to_owned(), tenth);
        let _ = write!(out, "{text:>w$}  ", w = CELL - 2);
    }
    format!("{}\n", style.faint(out.trim_end()))
}

fn footnotes(c: &Comparison, style: Style) -> String {
    let mut notes = Vec::new();
    if (0..c.case.parties.len()).any(|k| c.case.asks(k).is_some()) {
        let shared = c.rows.iter().filter_map(Row::shown).any(|(_, l)| common_percent(l) > 0.0);
        let how = if shared { ", common and joint space counted in equal parts" } else { "" };
        notes.push(format!("{} reaches it{how}.", style.green(style.tick())));
    }
    notes.extend(like_equidistance(c));
    notes.extend(c.rows.iter().filter_map(|r| common_space(c, r)));
    notes.retain(|n| !n.is_empty());
    if notes.is_empty() { String::new() } else { format!("{}\n", style.faint(&notes.join("\n"))) }
}

/// Rules that end at the lines of equidistance, though they are other rules: a reader would wonder.
/// Without equidistance among the rows what moved is against another result, and says nothing of it.
fn like_equidistance(c: &Comparison) -> Option<String> {
    let base = c.base_row()?;
    let others = c.rows.iter().enumerate().filter(|(k, _)| *k != base).map(|(_, r)| r);
    let alike = others.filter(|r| r.moved.is_some_and(|m| m < 0.05));
    let names: Vec<&str> = alike.map(|r| r.label.as_str()).collect();
    let said = match names.as_slice() {
        [] => return None,
        [_] => "ends at the lines of equidistance; its notes in the report say more",
        _ => "end at the lines of equidistance; the notes on each in the report say more",
    };
    Some(format!("{} {said}.", names.join(", ")))
}

/// Rules for which the case lacks something: what, and the next step; a step that several share is said once.
fn not_applicable(c: &Comparison, plan: Plan, style: Style) -> String {
    let mut out = String::new();
    let mut steps: Vec<(&str, Vec<&str>)> = Vec::new();
    for (row, why) in c.rows.iter().filter_map(|r| Some((r, r.lacks()?))) {
        let _ = writeln!(out, "{}{}", name(&row.label, plan), style.faint(&why.text));
        match steps.iter_mut().find(|(step, _)| *step == why.hint) {
            Some((_, rules)) => rules.push(&row.label),
            None => steps.push((&why.hint, vec![&row.label])),
        }
    }
    if out.is_empty() {
        return out;
    }
    for (step, rules) in steps.iter().filter(|(step, _)| !step.is_empty()) {
        let _ = writeln!(out, "{}", style.faint(&format!("{}: {step}", rules.join(", "))));
    }
    format!("\n{}\n{out}", style.bold("not applicable to this case"))
}

/// What a rule with common space leaves to all, and what becomes of its other layers.
fn common_space(c: &Comparison, row: &Row) -> Option<String> {
    let (name, layer) = row.shown()?;
    let common = common_percent(layer);
    if common <= 0.0 {
        return None;
    }
    let division = row.outcome.as_ref().ok()?;
    let mut out = format!("{} ({name}) leaves {} % common", row.label, tenth(common));
    for (other, layer) in
        division.layers.0.iter().filter(|(n, l)| n != name && common_percent(l) <= 0.0)
    {
        let base = c.equidistance().and_then(shown);
        // The same rule on the same case draws the same bits; only what differs needs measuring.
        let same = base.is_some_and(|(_, b)| {
            b.cells == layer.cells || moved_percent(b, layer).is_some_and(|m| m < 0.05)
        });
        match same {
            true => {
                let _ = write!(out, "; its {other} is that of equidistance");
            }
            false => {
                let shares: Vec<String> =
                    layer.holders().map(|h| format!("{h} {}", tenth(layer.share(h)))).collect();
                let _ = write!(out, "; its {other}: {}", shares.join(", "));
            }
        }
    }
    Some(out + ".")
}

/// One division alone: holder, area, share, what it asks for, layer by layer.
#[must_use]
pub fn division(c: &Comparison, only: Option<&str>, style: Style) -> String {
    let Some(division) = c.rows.first().and_then(|r| r.outcome.as_ref().ok()) else {
        return String::new();
    };
    let mut out = String::new();
    for (name, layer) in division.layers.0.iter().filter(|(n, _)| only.is_none_or(|o| o == n)) {
        let title = style.bold(name);
        let what = format!(
            "{} km² · {}, {} km",
            grouped(layer.sea_km2),
            counted(layer.lines.len(), "line", "lines"),
            grouped(layer.lines_km())
        );
        let _ = writeln!(out, "{title}  {}", style.faint(&what));
        for holder in layer.holders() {
            let party = c.case.party(holder);
            let asked = party.and_then(|k| c.case.asks(k)).and_then(|p| p.share_percent);
            let reaches = party.is_some_and(|k| c.accepts(k, layer));
            let tick = if reaches { style.green(style.tick()) } else { " ".to_owned() };
            let km2 = layer.area_km2.get(holder).and_then(serde_json::Value::as_f64).unwrap_or(0.0);
            let asks = asked
                .map_or_else(String::new, |a| style.faint(&format!("   asks for {} %", tenth(a))));
            let line = format!(
                "  {:<8}{:>10} km² {:>7.2} % {tick}{asks}",
                holder,
                grouped(km2),
                layer.share(holder)
            );
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    for (key, value) in &division.notes {
        let _ = writeln!(out, "{}", style.faint(&format!("note {key}: {}", plain(value))));
    }
    style.fit(&out)
}

/// A note's value in words.
#[must_use]
pub fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(s) => s.clone(),
        serde_json::Value::Number(n) => n.as_f64().map_or_else(|| n.to_string(), short),
        serde_json::Value::Object(map) => {
            map.iter().map(|(k, v)| format!("{k} {}", plain(v))).collect::<Vec<_>>().join(", ")
        }
        serde_json::Value::Array(list) if list.is_empty() => "–".to_owned(),
        serde_json::Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
