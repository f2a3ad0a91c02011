//! `--set name=value`: what a person types, read by the parameter's declared type.

use serde_json::{Map, Value};

use super::{find, length_unit};
use crate::rule::{FailureKind, LengthUnit, Param, ParamKind, RuleError, RuleHeader};

/// One setting as a path and a value: `floor.IRN=20%` -> (`["floor", "IRN"]`, 0.2).
///
/// Lengths may carry a unit (`belt=30km` on a parameter in nautical miles), shares a per cent
/// sign. Whether a party exists and a value is in range is checked by [`super::resolve`].
///
/// # Errors
/// [`FailureKind::Parameter`]: no `=`, unknown name, or text that the type cannot read.
pub fn parse_setting(
    header: &RuleHeader,
    setting: &str,
) -> Result<(Vec<String>, Value), RuleError> {
    let refuse = |text: String| RuleError::new(&header.id, FailureKind::Parameter, text);
    let Some((path, text)) = setting.split_once('=') else {
        return Err(refuse(format!("the setting \"{setting}\" has no value"))
            .with_hint(format!("Write {setting}=VALUE.")));
    };
    let (path, text) = (path.trim(), text.trim());
    let (name, party) = match path.split_once('.') {
        Some((name, party)) => (name, Some(party)),
        None => (path, None),
    };
    let param = find(header, name)?;
    let by_party = matches!(param.kind, ParamKind::PerParty { .. });
    match (party, by_party) {
        (Some(party), true) => {
            per_cent(param, path, text).map_err(refuse)?;
            let value = number(param, path, text).map_err(refuse)?;
            Ok((vec![name.to_owned(), party.to_owned()], value))
        }
        (None, true) => Err(refuse(format!("{name} is a number for each party"))
            .with_hint(format!("Name the party: {name}.PARTY={text}."))),
        (Some(_), false) => {
            Err(refuse(format!("{name} is one value for the whole sea, not one a party"))
                .with_hint(format!("Write {name}={text}.")))
        }
        (None, false) => Ok((vec![name.to_owned()], scalar(param, text).map_err(refuse)?)),
    }
}

/// All settings of a command line as the `given` of [`super::resolve`]; a later one wins.
///
/// # Errors
/// The first refusal of [`parse_setting`].
pub fn apply_settings(
    header: &RuleHeader,
    settings: &[String],
) -> Result<Map<String, Value>, RuleError> {
    let mut given = Map::new();
    for setting in settings {
        let (path, value) = parse_setting(header, setting)?;
        match path.as_slice() {
            [name, party] => {
                let slot = given.entry(name.as_str()).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(map) = slot {
                    map.insert(party.clone(), value);
                }
            }
            path => {
                given.insert(path.concat(), value);
            }
        }
    }
    Ok(given)
}

fn scalar(param: &Param, text: &str) -> Result<Value, String> {
    match &param.kind {
        ParamKind::Number { .. } | ParamKind::Length { .. } | ParamKind::PerParty { .. } => {
            number(param, &param.name, text)
        }
        ParamKind::Flag => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Ok(Value::Bool(true)),
            "false" | "no" | "off" | "0" => Ok(Value::Bool(false)),
            _ => Err(format!("{} must be yes or no, not \"{text}\"", param.name)),
        },
        ParamKind::Choice { .. } | ParamKind::Text => Ok(Value::from(text)),
    }
}

fn number(param: &Param, path: &str, text: &str) -> Result<Value, String> {
    let (digits, suffix) = split_unit(text);
    let factor = match (&param.kind, suffix) {
        (_, "") => Some(1.0),
        (ParamKind::Length { unit, .. }, s) => length_factor(s, *unit),
        (ParamKind::PerParty { unit, .. }, "%") if unit == "share" => Some(0.01),
        (ParamKind::PerParty { unit, .. }, s) => {
            length_unit(unit).and_then(|u| length_factor(s, u))
        }
        _ => None,
    };
    let value = digits.parse::<f64>().ok().filter(|x| x.is_finite());
    match (value, factor) {
        (Some(x), Some(f)) => Ok(Value::from(x * f)),
        _ => Err(format!("{path} must be a number, not \"{text}\"")),
    }
}

/// Refuses a share of less than nothing or more than the whole in the per cent in which it was typed: as a fraction it
/// would look like another slip.
fn per_cent(param: &Param, path: &str, text: &str) -> Result<(), String> {
    let share = matches!(&param.kind, ParamKind::PerParty { unit, .. } if unit == "share");
    let typed = text.strip_suffix('%').filter(|_| share).and_then(|t| t.trim_end().parse().ok());
    match typed {
        Some(x) if !(0.0..=100.0).contains(&x) => {
            Err(format!("{path} must be from 0% to 100%, not {text}"))
        }
        _ => Ok(()),
    }
}

/// `15nm` -> (`15`, `nm`). The exponent of `1e5` is not a unit.
fn split_unit(text: &str) -> (&str, &str) {
    let unit = ["nm", "km", "m", "%", "M"].into_iter().find(|u| text.ends_with(u)).unwrap_or("");
    (text[..text.len() - unit.len()].trim_end(), unit)
}

/// What to multiply by to get from `suffix` to `unit`. `M` is the nautical mile of charts.
fn length_factor(suffix: &str, unit: LengthUnit) -> Option<f64> {
    let metres = match suffix {
        "nm" | "M" => LengthUnit::Nm.metres(),
        "km" => LengthUnit::Km.metres(),
        "m" => 1.0,
        _ => return None,
    };
    Some(metres / unit.metres())
}
