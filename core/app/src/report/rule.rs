//! One rule's section: what it says, what it gives, its map, how to run it.

use std::fmt::Write as _;

use littoral_delimit::{Division, LayerDivision};
use serde_json::Value;

use super::escape::{cite, escape};
use crate::comparison::{Comparison, Row};
use crate::number::grouped;
use crate::table::plain;

/// The section; `map` is the inline SVG.
pub(super) fn section(c: &Comparison, row: &Row, map: Option<&str>, case: &str) -> String {
    let stem = escape(&row.stem);
    let mut out = format!(
        "<section class=\"rule\" id=\"{stem}\">\n<h2>{}</h2>\n<p>{}. {}.</p>\n",
        escape(&row.label),
        escape(&row.title),
        escape(row.about.trim_end_matches('.'))
    );
    if !row.cite.is_empty() {
        let list: Vec<String> = row.cite.iter().map(|s| cite(s)).collect();
        let _ = writeln!(out, "<p class=\"mute\">After {}.</p>", list.join("; "));
    }
    let division = match &row.outcome {
        Ok(division) => division,
        Err(e) => {
            let _ = write!(
                out,
                "<p class=\"warn\">The rule failed: {} {}</p>\n</section>\n",
                escape(&e.text),
                escape(&e.hint)
            );
            return out;
        }
    };
    for warning in &division.warnings {
        let _ = writeln!(out, "<p class=\"warn\">{}</p>", escape(warning));
    }
    for (name, layer) in &division.layers.0 {
        out.push_str(&layer_table(c, name, layer));
    }
    out.push_str(&facts(division));
    if let (Some(svg), Some((layer, _))) = (map, row.shown()) {
        let _ = writeln!(
            out,
            "<figure>{svg}<figcaption>{}, {}. <a href=\"{stem}.svg\">SVG</a>, <a href=\"{stem}.png\">PNG</a>, <a href=\"{stem}.geojson\">GeoJSON</a>, <a href=\"turning-points.csv\">turning points</a></figcaption></figure>",
            escape(&row.label),
            escape(layer)
        );
    }
    let _ = writeln!(out, "<pre>{}</pre>\n</section>", escape(&command(division, row, case)));
    out
}

fn layer_table(c: &Comparison, name: &str, layer: &LayerDivision) -> String {
    let mut out = format!(
        "<h3>{} <span class=\"mute\">{} lines, {} km; {}</span></h3>\n<table><thead><tr><th scope=\"col\">holder</th><th scope=\"col\">km²</th><th scope=\"col\">per cent</th></tr></thead><tbody>\n",
        escape(name),
        layer.lines.len(),
        grouped(layer.lines_km()),
        escape(&layer.method)
    );
    for holder in layer.holders() {
        let km2 = layer.area_km2.get(holder).and_then(Value::as_f64).unwrap_or(0.0);
        let key = match c.case.party(holder) {
            Some(k) => {
                format!("<span class=\"key\" style=\"background:var(--p{})\"></span>", k % 8 + 1)
            }
            None => "<span class=\"key\"></span>".to_owned(),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{key}{}</th><td>{}</td><td>{:.2}</td></tr>",
            escape(holder),
            grouped(km2),
            layer.share(holder)
        );
    }
    out.push_str("</tbody></table>\n");
    for tie in &layer.ties {
        let _ = writeln!(
            out,
            "<p class=\"mute\">Tie at the terminus {:.4}, {:.4} between {} and {}: {:.1} km², split along {:.1}°.</p>",
            tie.terminus[0],
            tie.terminus[1],
            escape(tie.between[0].as_str()),
            escape(tie.between[1].as_str()),
            tie.area_km2,
            tie.bisector_deg
        );
    }
    out
}

fn facts(d: &Division) -> String {
    let list = |map: &serde_json::Map<String, Value>| {
        let one = |(k, v): (&String, &Value)| {
            format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(k), escape(&plain(v)))
        };
        map.iter().map(one).collect::<String>()
    };
    let mut out = String::new();
    for (title, map) in [("Parameters", &d.params), ("What the rule reports", &d.notes)] {
        if !map.is_empty() {
            let _ = writeln!(out, "<h3>{title}</h3>\n<table class=\"text\">{}</table>", list(map));
        }
    }
    out
}

fn command(d: &Division, row: &Row, case: &str) -> String {
    let set: String = row.settings.iter().map(|s| format!(" --set {s}")).collect();
    let with: String = d.provenance.switches.iter().map(|s| format!(" --with {s}")).collect();
    format!("littoral divide {case} --rule {}{set}{with} --format json", d.rule)
}
