//! The report: one HTML file that needs nothing beside it.
//!
//! Everything that comes from a case or a rule is escaped. The maps are inline; their ids are
//! made unique, since one page holds many sheets. Same input, same bytes: the page reads no clock.

mod chart;
mod escape;
mod fonts;
mod rule;
mod tables;

use std::fmt::Write as _;

use escape::{escape, unique_ids};

use crate::cli::Language;
use crate::comparison::{Comparison, Row};
use crate::number::{grouped, hash8};
use crate::session::Session;

/// The whole page. `sheets` are the maps by row.
#[must_use]
pub fn html(c: &Comparison, session: &Session, sheets: &[(usize, &str)], lang: Language) -> String {
    let source = Origin { command: session.name(), instruments: session.record.instruments.len() };
    page(c, &source, sheets, lang)
}

/// What the page says of where it comes from.
struct Origin {
    /// The case as a command names it.
    command: String,
    /// Instruments in the case.
    instruments: usize,
}

fn page(c: &Comparison, origin: &Origin, sheets: &[(usize, &str)], lang: Language) -> String {
    let code = lang.code();
    let name = escape(c.case.name.get(code));
    let dir = if lang == Language::Fa { "rtl" } else { "ltr" };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{name}: who gets what</title>\n\
         <style>\n{}\n{}</style>\n</head>\n<body>\n<main>\n<h1 dir=\"{dir}\">{name}</h1>\n",
        fonts::faces(lang),
        include_str!("report/report.css")
    );
    let _ = writeln!(out, "<p class=\"mute\">{}</p>", escape(&facts(c)));
    out.push_str("<p class=\"note\">Working paper: not a claim, and no party's position but where it says so.</p>\n");
    out.push_str(&contents(c));
    out.push_str(&tables::shares(c));
    out.push_str(&chart::shares_by_rule(c));
    out.push_str(&tables::claims(c, code));
    out.push_str(&tables::acceptance(c));
    for (k, row) in c.rows.iter().enumerate() {
        let map =
            sheets.iter().find(|(r, _)| *r == k).map(|(_, svg)| unique_ids(svg, &format!("m{k}-")));
        out.push_str(&rule::section(c, row, map.as_deref(), &origin.command));
    }
    out.push_str(&provenance(c, origin));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn facts(c: &Comparison) -> String {
    let mut parts = Vec::new();
    parts.extend(c.sea_km2().map(|km2| format!("{} km²", grouped(km2))));
    parts.push(format!("{} parties", c.case.parties.len()));
    parts.push(format!("{} results", c.rows.len()));
    parts.extend(c.case.date.map(|d| format!("knowledge of {d}")));
    parts.extend(c.case.switched_on.iter().map(|s| format!("with {s}")));
    parts.extend(c.case.sources.first().map(|s| format!("coast {s}")));
    parts.join(" · ")
}

fn contents(c: &Comparison) -> String {
    let item = |r: &Row| format!("<a href=\"#{}\">{}</a>", escape(&r.stem), escape(&r.label));
    let rules: Vec<String> = c.rows.iter().map(item).collect();
    format!(
        "<nav><a href=\"#shares\">Shares</a> <a href=\"#claims\">Claims</a> {} <a href=\"#provenance\">Provenance</a></nav>\n",
        rules.join(" ")
    )
}

fn provenance(c: &Comparison, origin: &Origin) -> String {
    let mut out =
        String::from("<section id=\"provenance\">\n<h2>Provenance, and how to do it again</h2>\n");
    let switches: String = c.case.switched_on.iter().map(|s| format!(" --with {s}")).collect();
    let _ = writeln!(
        out,
        "<pre>littoral compare {}{}</pre>",
        escape(&origin.command),
        escape(&switches)
    );
    out.push_str("<table class=\"text\">\n");
    let mut fact = |what: &str, text: &str| {
        let _ = writeln!(out, "<tr><th scope=\"row\">{what}</th><td>{}</td></tr>", escape(text));
    };
    fact("littoral", env!("CARGO_PKG_VERSION"));
    fact("case", &format!("{}, SHA-256 {}", c.case.id, c.case.hash));
    fact("figure of the earth", &c.case.ellipsoid.name);
    if let Some(level) = &c.case.level {
        fact("level of the shore", &format!("{} m, {}", level.legal_m, level.datum));
    }
    for source in &c.case.sources {
        fact("coast", source);
    }
    fact("instruments read", &origin.instruments.to_string());
    out.push_str("</table>\n<table class=\"text\">\n<tr><th>rule</th><th>kind</th><th>SHA-256</th><th>tolerance</th><th>terminus rule</th><th>method</th></tr>\n");
    for row in &c.rows {
        let Ok(d) = &row.outcome else { continue };
        let p = &d.provenance;
        let method = row.shown().map(|(_, l)| l.method.clone()).unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td><code title=\"{}\">{}</code></td><td>{} m</td><td>{}</td><td>{}</td></tr>",
            escape(&row.label),
            escape(&p.rule_kind),
            escape(&p.rule_hash),
            escape(hash8(&p.rule_hash)),
            p.tolerance_m,
            escape(&p.terminus_rule),
            escape(&method)
        );
    }
    out.push_str("</table>\n<p class=\"mute\">Every distance is a geodesic on the figure of the earth above; areas are those of geodesic polygons. The same case, rule and parameters give the same bytes.</p>\n</section>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn sample() -> String {
        let origin = Origin { command: "caspian".into(), instruments: 25 };
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><defs><clipPath id=\"a\"/></defs><g clip-path=\"url(#a)\"/></svg>";
        page(&fixtures::comparison(), &origin, &[(0, svg), (2, svg)], Language::En)
    }

    #[test]
    fn nothing_from_outside_is_markup() {
        let page = sample();
        assert!(!page.contains("<per cent>") && page.contains("&lt;per cent&gt;"));
        assert!(page.contains("https://example.org/a?b&amp;c"));
        assert!(!page.contains("<script"));
    }

    #[test]
    fn nothing_is_fetched_and_ids_are_unique() {
        let page = sample();
        for fetch in ["src=\"http", "@import", "url(http", "<link"] {
            assert!(!page.contains(fetch), "{fetch}");
        }
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        assert!(page.contains("url(#m0-a)") && page.contains("url(#m2-a)"));
    }

    #[test]
    fn the_table_has_shares_and_claims() {
        let page = sample();
        for text in ["19.9", "20.4", "equity-floor IRN 20 %", "68.4", "<svg"] {
            assert!(page.contains(text), "{text}");
        }
    }
}
