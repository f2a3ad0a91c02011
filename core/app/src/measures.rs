//! Every metric of every result as one table: a line a number.

use std::fmt::Write as _;

use littoral_delimit::metric::{METRICS, Metric, Subject, find};
use littoral_delimit::{LayerDivision, Waters};
use littoral_model::params::did_you_mean;
use serde_json::Value;

use crate::comparison::{Comparison, Row, shown};
use crate::failure::{Failure, Outcome};
use crate::print;
use crate::session::Session;
use crate::style::Style;

/// The metrics named; all for none or `all`.
///
/// # Errors
/// There is no such metric.
pub fn named(names: &[String]) -> Outcome<Vec<&'static Metric>> {
    if names.is_empty() || names == ["all"] {
        return Ok(METRICS.iter().collect());
    }
    let one = |name: &String| {
        find(name.trim()).ok_or_else(|| {
            let all = "`littoral compare caspian --metrics list` says which there are";
            let help = did_you_mean(name, METRICS.iter().map(|m| m.id), all);
            Failure::usage(format!("there is no metric \"{name}\""), name.as_str(), help)
        })
    };
    names.iter().map(one).collect()
}

/// Every metric with its unit and what it says.
#[must_use]
pub fn list(style: Style) -> String {
    let wide = METRICS.iter().map(|m| m.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for metric in METRICS {
        let unit = if metric.unit.is_empty() { "a pure number" } else { metric.unit };
        let name = style.bold(&format!("{:wide$}", metric.id));
        let _ = writeln!(out, "{name}  {}\n{:wide$}  {}", style.faint(unit), "", metric.about);
    }
    style.fit(&out)
}

/// CSV with rule, layer, metric, unit, holder or pair, second holder of a matrix, value; every layer of every result.
/// Metrics that compare do so with strict equidistance, where it is among the results.
///
/// # Errors
/// The case has no sea to measure.
pub fn csv(c: &Comparison, metrics: &[&Metric]) -> Outcome<String> {
    let waters = Waters::new(c.case.clone()).map_err(|e| {
        Failure::usage(e.to_string(), "", "littoral case check says what is missing")
    })?;
    let base = c.equidistance().and_then(shown).map(|(_, base)| Subject::new(&waters, base, None));
    let mut out = String::from("rule,layer,metric,unit,of,to,value\n");
    for row in &c.rows {
        for (name, layer) in layers(row) {
            let mut subject = Subject::new(&waters, layer, None);
            if let Some(base) = &base {
                subject = subject.beside(base);
            }
            // The layer shown has been laid over equidistance for the table.
            if let (Some(flow), Some((shown, _))) = (&row.flow, row.shown())
                && shown == name
            {
                subject = subject.with_flow(flow.clone());
            }
            for metric in metrics {
                let Some(value) = (metric.measure)(&subject) else { continue };
                let head =
                    [quoted(&row.label), quoted(name), metric.id.into(), quoted(metric.unit)];
                lines(&mut out, &head.join(","), &value);
            }
        }
    }
    Ok(out)
}

/// The lines of plugins' metrics in the same table. One that fails is told and left out.
#[must_use]
pub fn of_plugins(session: &Session, c: &Comparison) -> String {
    let base = c.equidistance().and_then(shown).map(|(_, layer)| layer);
    let mut out = String::new();
    for row in &c.rows {
        for (name, layer) in layers(row) {
            for (metric, found) in session.plugin_metrics(layer, base) {
                match found {
                    Ok(found) if found.value.is_null() => {}
                    Ok(found) => {
                        let head = [quoted(&row.label), quoted(name), metric, quoted(&found.unit)];
                        lines(&mut out, &head.join(","), &found.value);
                    }
                    Err(e) => print::warnings(&metric, &[e.text], Style::stderr()),
                }
            }
        }
    }
    out
}

/// The layers of a result, if it is one.
fn layers(row: &Row) -> impl Iterator<Item = (&str, &LayerDivision)> {
    let all = row.outcome.as_ref().ok().map(|d| d.layers.0.iter());
    all.into_iter().flatten().map(|(name, layer)| (name.as_str(), layer))
}

/// One line a number: of a holder or pair, of a matrix's cell, or of the whole.
fn lines(out: &mut String, head: &str, value: &Value) {
    let Some(map) = value.as_object() else {
        let _ = writeln!(out, "{head},,,{}", plain(value));
        return;
    };
    for (of, value) in map {
        match value.as_object() {
            Some(row) => {
                for (to, value) in row {
                    let _ = writeln!(out, "{head},{},{},{}", quoted(of), quoted(to), plain(value));
                }
            }
            None => {
                let _ = writeln!(out, "{head},{},,{}", quoted(of), plain(value));
            }
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// Quoted where a comma, quote or line break would end the cell.
pub(crate) fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_maps_and_matrices_flatten() {
        let mut out = String::new();
        lines(&mut out, "r,l,m,km", &json!(1.5));
        lines(&mut out, "r,l,m,", &json!({ "A,B": true }));
        lines(&mut out, "r,l,m,", &json!({ "A": { "B": 2.0 } }));
        assert_eq!(out, "r,l,m,km,,,1.5\nr,l,m,,\"A,B\",,true\nr,l,m,,A,B,2.0\n");
    }
}
