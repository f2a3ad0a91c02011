//! A run's short name: the rule, and what was set.

use littoral_model::{ParamKind, RuleHeader};
use serde_json::{Map, Value};

use crate::number::short;

/// `equiratio IRN 1.25`, `equity-floor IRN 20 %`, `belt-and-commons belt 20 M`.
///
/// `given` is what the user or the case set, in the units that people see.
#[must_use]
pub fn label(header: &RuleHeader, given: &Map<String, Value>) -> String {
    let mut words = vec![header.id.clone()];
    for param in &header.params {
        if let Some(value) = given.get(&param.name) {
            words.push(setting(&param.name, &param.kind, value));
        }
    }
    words.retain(|w| !w.is_empty());
    words.join(" ")
}

fn setting(name: &str, kind: &ParamKind, value: &Value) -> String {
    match (kind, value) {
        (ParamKind::PerParty { unit, .. }, Value::Object(map)) => {
            let one = |(party, v): (&String, &Value)| format!("{party} {}", amount(v, unit));
            map.iter().map(one).collect::<Vec<_>>().join(" ")
        }
        (ParamKind::Length { unit, .. }, v) => format!("{name} {}", amount(v, unit.symbol())),
        (ParamKind::Flag, Value::Bool(true)) => name.to_owned(),
        (ParamKind::Flag, _) => format!("no {name}"),
        (_, Value::String(word)) => word.clone(),
        (_, v) => format!("{name} {}", amount(v, "")),
    }
}

/// A number as a chart writes it: nautical miles are `M`.
fn amount(value: &Value, unit: &str) -> String {
    let Some(x) = value.as_f64() else { return value.to_string() };
    match unit {
        "share" => format!("{} %", short(x * 100.0)),
        "nm" => format!("{} M", short(x)),
        "km" => format!("{} km", short(x)),
        _ => short(x),
    }
}

/// The settings of a command line that make this run, in the rule's own order.
#[must_use]
pub fn settings(given: &Map<String, Value>) -> Vec<String> {
    let mut out = Vec::new();
    for (name, value) in given {
        match value {
            Value::Object(map) => {
                out.extend(map.iter().map(|(party, v)| format!("{name}.{party}={}", bare(v))));
            }
            v => out.push(format!("{name}={}", bare(v))),
        }
    }
    out
}

fn bare(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Number(n) => n.as_f64().map_or_else(|| n.to_string(), short),
        v => v.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use littoral_model::rule::LengthUnit;
    use littoral_model::{Names, Param};
    use serde_json::json;

    use super::*;

    fn header(params: Vec<(&str, ParamKind, Value)>) -> RuleHeader {
        RuleHeader {
            id: "rule".into(),
            name: Names::default(),
            about: String::new(),
            cite: vec![],
            params: params
                .into_iter()
                .map(|(name, kind, default)| Param {
                    name: name.into(),
                    kind,
                    default,
                    about: String::new(),
                })
                .collect(),
            examples: vec![],
        }
    }

    #[test]
    fn what_is_given_is_named() {
        let h = header(vec![
            (
                "floor",
                ParamKind::PerParty { min: None, max: None, unit: "share".into() },
                json!({}),
            ),
            ("belt", ParamKind::Length { unit: LengthUnit::Nm, min: None, max: None }, json!(15.0)),
        ]);
        let given = |v: Value| v.as_object().cloned().unwrap_or_default();
        assert_eq!(label(&h, &given(json!({"floor": {"IRN": 0.2}}))), "rule IRN 20 %");
        assert_eq!(label(&h, &given(json!({"belt": 12.5}))), "rule belt 12.5 M");
        assert_eq!(
            settings(&given(json!({"floor": {"IRN": 0.2}, "belt": 12.0}))),
            ["floor.IRN=0.2", "belt=12"]
        );
    }
}
