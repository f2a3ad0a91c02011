//! A scenario as a row: numbers of its division, or the reason why there are none.

use std::sync::Arc;

use littoral_delimit::LayerDivision;
use littoral_delimit::metric::{self, Subject};
use littoral_formats::columns::{Column, Field, Kind};
use littoral_model::FailureKind;
use serde_json::Value;

use super::bench::{Bench, Reading};
use super::design::Scenario;
use super::plan::{Measure, Plan};
use super::wkb;
use crate::failure::Failure;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    None,
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Rows under a plan's columns.
pub struct Rows {
    fields: Vec<Field>,
    /// One column a field.
    pub columns: Vec<Column>,
}

impl Rows {
    /// No rows yet.
    #[must_use]
    pub fn new(fields: Vec<Field>) -> Self {
        let columns = fields.iter().map(|f| Column::empty(f.kind)).collect();
        Self { fields, columns }
    }

    /// Adds a row of named cells; columns without one stay empty there.
    pub fn push(&mut self, mut cells: Vec<(String, Cell)>) {
        for (field, column) in self.fields.iter().zip(&mut self.columns) {
            let at = cells.iter().position(|(name, _)| *name == field.name);
            let cell = at.map_or(Cell::None, |at| cells.swap_remove(at).1);
            match (column, cell) {
                (Column::Integer(v), Cell::Integer(x)) => v.push(Some(x)),
                (Column::Number(v), Cell::Number(x)) => v.push(Some(x).filter(|x| x.is_finite())),
                (Column::Text(v), Cell::Text(x)) => v.push(Some(x)),
                (Column::Bytes(v), Cell::Bytes(x)) => v.push(Some(x)),
                (Column::Integer(v), _) => v.push(None),
                (Column::Number(v), _) => v.push(None),
                (Column::Text(v), _) => v.push(None),
                (Column::Bytes(v), _) => v.push(None),
            }
        }
    }
}

/// Runs a scenario. Whatever happens, there is a row.
#[must_use]
pub fn row(
    plan: &Plan,
    bench: &Bench<'_>,
    scenario: &Scenario,
    last: &mut Last,
) -> Vec<(String, Cell)> {
    let mut cells = named(plan, scenario);
    match numbers(plan, bench, scenario, last) {
        Ok(more) => cells.extend(more),
        Err((kind, text)) => {
            cells.push(("error".into(), Cell::Text(kind)));
            cells.push(("message".into(), Cell::Text(text)));
            cells.push(("feasible".into(), Cell::Integer(0)));
        }
    }
    cells
}

/// The reading of the scenario before, which the next one mostly shares.
#[derive(Default)]
pub struct Last(Option<(Which, Arc<Reading>)>);

/// Case, states of the switches, coast.
type Which = (usize, Vec<bool>, (f64, u64));

impl Last {
    fn reading(&mut self, bench: &Bench<'_>, s: &Scenario) -> Result<Arc<Reading>, Failure> {
        if let Some(((case, switches, coast), reading)) = &self.0
            && (*case, switches, *coast) == (s.case, &s.switches, s.coast)
        {
            return Ok(reading.clone());
        }
        let stands = bench.reading(s)?;
        let reading = bench.moved(s, &stands)?;
        self.0 = Some(((s.case, s.switches.clone(), s.coast), reading.clone()));
        Ok(reading)
    }
}

/// Cells that say which scenario it is.
fn named(plan: &Plan, s: &Scenario) -> Vec<(String, Cell)> {
    let study = plan.study();
    let rule = &study.rules[s.rule];
    let mut cells = vec![
        ("scenario".into(), Cell::Integer(i64::try_from(s.number).unwrap_or(i64::MAX))),
        ("rule".into(), Cell::Text(rule.label.clone())),
        ("case".into(), Cell::Text(study.cases[s.case].clone())),
        ("sigma_km".into(), Cell::Number(s.coast.0)),
        ("field".into(), Cell::Integer(i64::try_from(s.coast.1).unwrap_or(i64::MAX))),
    ];
    for (switch, on) in study.switches.iter().zip(&s.switches) {
        cells.push((format!("switch.{}", switch.switch), Cell::Integer(i64::from(*on))));
    }
    let kinds = plan.body.parameters();
    for (vary, value) in rule.vary.iter().zip(&s.values) {
        let kind = kinds.iter().find(|(name, _)| *name == vary.parameter).map(|(_, k)| *k);
        let cell = match (kind, value.parse()) {
            (Some(Kind::Number), Ok(number)) => Cell::Number(number),
            _ => Cell::Text(value.clone()),
        };
        cells.push((format!("set.{}", vary.parameter), cell));
    }
    cells
}

type Failed = (String, String);

fn numbers(
    plan: &Plan,
    bench: &Bench<'_>,
    s: &Scenario,
    last: &mut Last,
) -> Result<Vec<(String, Cell)>, Failed> {
    let refused = |f: &Failure| match f {
        Failure::Rule(e, _) => (word(e.kind), e.text.clone()),
        other => ("case".to_owned(), other.body(crate::style::Style::plain()).trim().to_owned()),
    };
    let reading = last.reading(bench, s).map_err(|f| refused(&f))?;
    let chosen = bench.choose(s).map_err(|f| refused(&f))?;
    let failed = |e: littoral_model::RuleError| (word(e.kind), e.text);
    let division = bench.divide(&reading, &chosen).map_err(failed)?;
    let (name, layer) = bench.layer(&division).map_err(failed)?;
    let mut cells = vec![("layer".to_owned(), Cell::Text(name.to_owned()))];
    cells.extend(shares(plan, layer));
    cells.extend(measures(plan, bench, &reading, layer));
    let value = |name: &str| match cells.iter().find(|(n, _)| n == name) {
        Some((_, Cell::Number(x))) => *x,
        _ => f64::NAN,
    };
    let feasible = plan.study().conditions.iter().all(|c| c.holds(value(&c.measure)));
    cells.push(("feasible".into(), Cell::Integer(i64::from(feasible))));
    if plan.study().keep.lines {
        cells.push(("lines".into(), Cell::Bytes(wkb::lines(layer))));
    }
    if plan.study().keep.places > 0 {
        cells
            .push(("places".into(), Cell::Bytes(bench.lattice.holders(layer, &plan.body.parties))));
    }
    Ok(cells)
}

/// `time-limit` for [`FailureKind::TimeLimit`]: the error code of a row.
fn word(kind: FailureKind) -> String {
    let mut out = String::new();
    for c in format!("{kind:?}").chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn shares(plan: &Plan, layer: &LayerDivision) -> Vec<(String, Cell)> {
    let mut cells = vec![
        ("sea_km2".to_owned(), Cell::Number(layer.sea_km2)),
        ("lines_km".to_owned(), Cell::Number(layer.lines_km())),
    ];
    let mut rest = 100.0;
    for party in &plan.body.parties {
        let area = layer.area_km2.get(party).and_then(Value::as_f64).unwrap_or(0.0);
        cells.push((format!("area_km2.{party}"), Cell::Number(area)));
        cells.push((format!("share.{party}"), Cell::Number(layer.share(party))));
        rest -= layer.share(party);
    }
    // What no party holds alone; rounding of a hundred shares is no common space.
    cells.push(("share.rest".into(), Cell::Number(if rest.abs() < 1e-7 { 0.0 } else { rest })));
    cells
}

fn measures(
    plan: &Plan,
    bench: &Bench<'_>,
    reading: &Reading,
    layer: &LayerDivision,
) -> Vec<(String, Cell)> {
    let Some(waters) = &reading.waters else { return Vec::new() };
    let base = reading.base.as_ref().and_then(|d| bench.layer(d).ok()).map(|(_, l)| l);
    let subject = Subject::new(waters, layer, base);
    let mut cells = Vec::new();
    for kept in &plan.body.measures {
        let Some(value) = metric::find(&kept.id).and_then(|m| (m.measure)(&subject)) else {
            continue;
        };
        cells.extend(flat(kept, &value));
    }
    cells
}

/// The numbers of a metric under the names of its columns.
fn flat(kept: &Measure, value: &Value) -> Vec<(String, Cell)> {
    let number = |v: &Value| v.as_f64().or_else(|| v.as_bool().map(f64::from));
    let cell = |name: String, v: &Value| Some((name, Cell::Number(number(v)?)));
    match value.as_object() {
        None => cell(kept.id.clone(), value).into_iter().collect(),
        Some(map) => {
            map.iter().filter_map(|(of, v)| cell(format!("{}.{of}", kept.id), v)).collect()
        }
    }
}

/// The shape of a metric, from one value of it; `None` for a matrix, which has no place in a row.
#[must_use]
pub fn shape(id: &str, unit: &str, value: &Value) -> Option<Measure> {
    let of: Vec<String> = match value.as_object() {
        None => Vec::new(),
        Some(map) if map.values().any(Value::is_object) => return None,
        Some(map) => map.keys().cloned().collect(),
    };
    Some(Measure { id: id.to_owned(), unit: unit.to_owned(), of })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn metrics_flatten_to_columns() {
        let one = shape("gini", "", &json!(0.2)).unwrap();
        assert_eq!(flat(&one, &json!(0.2)), [("gini".to_owned(), Cell::Number(0.2))]);
        let by = shape("acceptance", "", &json!({ "A": true, "B": false })).unwrap();
        assert_eq!(by.columns().collect::<Vec<_>>(), ["acceptance.A", "acceptance.B"]);
        assert_eq!(
            flat(&by, &json!({ "B": true }))[0],
            ("acceptance.B".to_owned(), Cell::Number(1.0))
        );
        assert_eq!(shape("flow", "", &json!({ "A": { "B": 1 } })), None);
    }

    #[test]
    fn error_codes_are_words() {
        assert_eq!(word(FailureKind::TimeLimit), "time-limit");
        assert_eq!(word(FailureKind::Infeasible), "infeasible");
    }

    #[test]
    fn a_row_without_numbers_is_still_a_row() {
        let fields = vec![Field::new("a", Kind::Integer), Field::new("b", Kind::Number)];
        let mut rows = Rows::new(fields);
        rows.push(vec![("a".into(), Cell::Integer(1)), ("c".into(), Cell::Number(2.0))]);
        rows.push(vec![("b".into(), Cell::Number(f64::NAN))]);
        assert_eq!(rows.columns[0], Column::Integer(vec![Some(1), None]));
        assert_eq!(rows.columns[1], Column::Number(vec![None, None]));
    }
}
