//! The report of an ensemble: one HTML file that needs nothing else.

use std::fmt::Write as _;

use super::analysis::{Analysis, Group};
use super::chart;
use super::plan::Plan;
use crate::report::escape::escape;

/// What a page shows beside the analysis.
pub struct Pictures {
    /// Map of chances as SVG, if places were kept.
    pub chances: Option<String>,
}

/// The page.
#[must_use]
pub fn html(plan: &Plan, a: &Analysis, pictures: &Pictures) -> String {
    let study = plan.study();
    let mut out = String::new();
    let title = escape(&study.id);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\n<meta name=\"viewport\" \
         content=\"width=device-width\"><style>{}{}</style></head><body><main>\n<h1>Ensemble: {title}</h1>\n",
        include_str!("../report/report.css"),
        CSS
    );
    if !study.about.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(&study.about));
    }
    let _ = writeln!(out, "<p class=\"mute\">{}</p>", lead(plan, a));
    for group in &a.groups {
        shares(&mut out, plan, group);
        sensitivity(&mut out, group);
    }
    feasible(&mut out, a);
    front(&mut out, plan, a);
    standings(&mut out, a);
    acceptance(&mut out, a);
    if let Some(svg) = &pictures.chances {
        let _ = writeln!(
            out,
            "<h2>Whose would a point be?</h2><figure>{svg}<figcaption>Each place has the colour of the party that most scenarios \
             give it, the paler the fewer. Full lines: a party's chance is 50 per cent; dashed: 5 and 95. Lambert azimuthal \
             equal-area. {}</figcaption></figure>",
            legend(plan)
        );
    }
    provenance(&mut out, plan, a);
    out.push_str("</main></body></html>\n");
    out
}

const CSS: &str = ".chart text.n{font-size:7px}.share{font-variant-numeric:tabular-nums}";

fn lead(plan: &Plan, a: &Analysis) -> String {
    let failed: usize = a.failed.iter().map(|(_, n)| n).sum();
    let mut text = format!("{} scenarios", a.scenarios);
    if failed > 0 {
        let list: Vec<String> = a.failed.iter().map(|(code, n)| format!("{n} {code}")).collect();
        let _ = write!(text, "; {failed} without a result ({})", escape(&list.join(", ")));
    }
    if !a.feasible.conditions.is_empty() {
        let _ = write!(text, "; {} meet every condition", a.feasible.count);
    }
    let _ =
        write!(text, ". Lines within {} m; seed {}.", plan.study().tolerance_m, plan.study().seed);
    text
}

fn legend(plan: &Plan) -> String {
    let key = |(k, p): (usize, &String)| {
        format!(
            "<span class=\"key\" style=\"background:{}\"></span>{} ",
            crate::map::party_fill(k),
            escape(p)
        )
    };
    plan.body.parties.iter().enumerate().map(key).collect()
}

fn heading(group: &Group) -> String {
    if group.rule.is_empty() { "All rules".into() } else { escape(&group.rule) }
}

fn shares(out: &mut String, plan: &Plan, group: &Group) {
    let _ = writeln!(out, "<h2>{}: range of each number</h2>", heading(group));
    let parties = &plan.body.parties;
    let share =
        |p: &String| group.ranges.iter().find(|(n, _)| *n == format!("share.{p}")).map(|(_, s)| *s);
    let boxes: Vec<_> = parties.iter().map(|p| (p.clone(), share(p))).collect();
    let _ = writeln!(
        out,
        "<figure>{}<figcaption>Share of the sea, per cent: whiskers from 5 to 95, box from 25 to 75, line \
                           at 50 per cent of the scenarios; dots are the least and the greatest; triangles show what a party asks for.</figcaption></figure>",
        chart::boxes(&boxes, &plan.body.asks)
    );
    ranges(out, &group.ranges);
}

fn ranges(out: &mut String, ranges: &[(String, super::stats::Summary)]) {
    out.push_str("<div class=\"scroll\"><table><thead><tr><th>number</th><th>least</th><th>5 %</th><th>25 %</th><th>50 %</th><th>75 %</th><th>95 %</th><th>most</th><th>mean</th><th>sd</th></tr></thead><tbody>\n");
    for (name, s) in ranges {
        let _ = write!(out, "<tr><th>{}</th>", escape(name));
        for x in [s.least, s.q05, s.q25, s.q50, s.q75, s.q95, s.most, s.mean, s.sd] {
            let _ = write!(out, "<td>{}</td>", chart::short(x));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn sensitivity(out: &mut String, group: &Group) {
    if group.indices.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<h3>What moves it</h3><p>First: part of the variance that a parameter explains alone; total: with \
                           its interactions (Saltelli 2010, Jansen 1999). ± is one standard error.</p>\n<div class=\"scroll\"><table><thead><tr><th>number</th><th>parameter</th><th>first</th><th>total</th></tr></thead><tbody>"
    );
    for (name, list) in &group.indices {
        for index in list {
            let pair = |[x, e]: [f64; 2]| format!("{x:.3} ± {e:.3}");
            let _ = writeln!(
                out,
                "<tr><th>{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(name),
                escape(&index.parameter),
                pair(index.first),
                pair(index.total)
            );
        }
    }
    out.push_str("</tbody></table></div>\n");
}

fn feasible(out: &mut String, a: &Analysis) {
    if a.feasible.conditions.is_empty() {
        return;
    }
    out.push_str("<h2>What is feasible</h2>\n<table><thead><tr><th>condition</th><th>met alone</th></tr></thead><tbody>\n");
    for (text, n) in a.feasible.conditions.iter().zip(&a.feasible.alone) {
        let _ = writeln!(out, "<tr><th>{}</th><td>{n} of {}</td></tr>", escape(text), a.scenarios);
    }
    let _ = writeln!(
        out,
        "</tbody></table>\n<p>All together: {} of {}.</p>",
        a.feasible.count, a.scenarios
    );
    if a.feasible.count > 0 {
        ranges(out, &a.feasible.ranges);
    }
}

fn front(out: &mut String, plan: &Plan, a: &Analysis) {
    let Some(first) = a.front.first() else { return };
    let goal = |g: &littoral_formats::study::Goal| {
        format!("{} {}", if g.least { "least" } else { "most" }, g.measure)
    };
    let goals: Vec<String> = plan.study().goals.iter().map(goal).collect();
    let _ = writeln!(
        out,
        "<h2>Not beaten in every goal</h2><p>{}: {} feasible scenarios that no other one beats in every goal; {} are \
         listed.</p>\n<div class=\"scroll\"><table><thead><tr><th>scenario</th><th>rule</th>",
        escape(&goals.join("; ")),
        a.front_size,
        a.front.len()
    );
    for (name, _) in &first.values {
        let _ = write!(out, "<th>{}</th>", escape(name));
    }
    out.push_str("</tr></thead><tbody>\n");
    for member in &a.front {
        let _ = write!(out, "<tr><th>{}</th><td>{}</td>", member.scenario, escape(&member.rule));
        for (name, _) in &first.values {
            let value = member
                .values
                .iter()
                .find(|(n, _)| n == name)
                .map_or(String::new(), |(_, x)| chart::short(*x));
            let _ = write!(out, "<td>{value}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn standings(out: &mut String, a: &Analysis) {
    if a.proposals.is_empty() {
        return;
    }
    let among = if a.feasible.count > 0 { "feasible scenarios" } else { "scenarios" };
    let _ = writeln!(
        out,
        "<h2>Where proposals stand</h2><p>Per cent of the {among} that give the party less than the proposal does.</p>\n<table><thead><tr><th>proposal</th><th>party</th><th>share</th><th>percentile</th></tr></thead><tbody>"
    );
    for p in &a.proposals {
        for (party, share, at) in &p.shares {
            let at = at.map_or_else(|| "–".to_owned(), chart::short);
            let _ = writeln!(
                out,
                "<tr><th>{}</th><td>{}</td><td>{}</td><td>{at}</td></tr>",
                escape(&p.name),
                escape(party),
                chart::short(*share)
            );
        }
    }
    out.push_str("</tbody></table>\n");
}

fn acceptance(out: &mut String, a: &Analysis) {
    if a.acceptance.iter().all(|p| p.asks.is_none()) {
        return;
    }
    out.push_str("<h2>Who gets what it asks for</h2>\n<table><thead><tr><th>party</th><th>asks, %</th><th>scenarios</th><th>%</th></tr></thead><tbody>\n");
    for p in &a.acceptance {
        let asks = p.asks.map_or_else(|| "–".to_owned(), chart::short);
        let percent = 100.0 * p.scenarios as f64 / (a.scenarios.max(1)) as f64;
        let _ = writeln!(
            out,
            "<tr><th>{}</th><td>{asks}</td><td>{}</td><td>{}</td></tr>",
            escape(&p.party),
            p.scenarios,
            chart::short(percent)
        );
    }
    let _ = writeln!(
        out,
        "</tbody></table>\n<p>All of them at once: {} of {}.</p>",
        a.all_accept, a.scenarios
    );
}

fn provenance(out: &mut String, plan: &Plan, a: &Analysis) {
    let body = &plan.body;
    let _ = writeln!(
        out,
        "<h2>How to make it again</h2><p>littoral {}; plan <code>{}</code>; cases <code>{}</code>; rules <code>{}</code>.</p>\n<pre>littoral sweep run plan.json -o parts\nlittoral sweep merge plan.json parts -o result.parquet\nlittoral sweep report plan.json result.parquet</pre>",
        escape(&body.littoral),
        escape(&a.plan),
        escape(&body.case_hashes.join(" ")),
        escape(&body.rule_hashes.join(" "))
    );
}
