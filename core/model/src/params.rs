//! From what a person gives to what a rule gets: defaults, types, ranges, names.
//!
//! Values stay in the units that people see (nautical miles on a form, shares from 0 to 1);
//! [`in_metres`] converts lengths at the last moment, when they are handed to a rule. Every
//! refusal names the parameter, what was given, and what would be accepted.

mod foreign;
mod nearest;
mod setting;

pub use foreign::{left_out, named_elsewhere, to_be_named};
pub use nearest::{did_you_mean, nearest};
use serde_json::{Map, Value};
pub use setting::{apply_settings, parse_setting};

use crate::rule::{FailureKind, LengthUnit, Param, ParamKind, RuleError, RuleHeader};

/// Can a parameter be called this? It is a word of a command line before `=` and `.`, of a form, and of a table in a
/// report.
#[must_use]
pub fn is_name(name: &str) -> bool {
    const LONGEST: usize = 64;
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= LONGEST
        && name.chars().all(fits)
}

/// What is said of a name that [`is_name`] refuses.
pub const NAME_HINT: &str =
    "A name begins with a letter and goes on with letters, digits, _ or -: floor, belt_nm.";

/// Metres in one nautical mile, exactly.
pub const METRES_PER_NM: f64 = 1852.0;
/// Metres in one kilometre.
pub const METRES_PER_KM: f64 = 1000.0;

impl LengthUnit {
    /// Metres in one of this unit.
    #[must_use]
    pub fn metres(self) -> f64 {
        match self {
            Self::Nm => METRES_PER_NM,
            Self::Km => METRES_PER_KM,
        }
    }

    /// `nm` or `km`.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Nm => "nm",
            Self::Km => "km",
        }
    }
}

/// Every parameter of the rule with its value: `given` where it is given, else the default.
///
/// Values by party come back in the order of `parties`, complete: a party that nobody names gets
/// the neutral value (ratio 1; share or length 0) where the unit has one. Given values by party
/// replace the default party by party. A default that names a party which this sea does not have is
/// dropped whole, so that a rule written for one sea runs on another; [`left_out`] tells of it.
///
/// # Errors
/// [`FailureKind::Parameter`] for an unknown name or party, a wrong type, or a value out of range.
pub fn resolve(
    header: &RuleHeader,
    given: &Map<String, Value>,
    parties: &[&str],
) -> Result<Map<String, Value>, RuleError> {
    for name in given.keys() {
        find(header, name)?;
    }
    let mut out = Map::new();
    for param in &header.params {
        let check = Check { header, param, parties };
        out.insert(param.name.clone(), check.value(given.get(&param.name))?);
    }
    Ok(out)
}

/// The same values as a rule sees them: lengths in metres, everything else unchanged.
#[must_use]
pub fn in_metres(header: &RuleHeader, resolved: &Map<String, Value>) -> Map<String, Value> {
    let scaled = |name: &str, value: &Value| match factor(header, name) {
        Some(factor) => scale(value, factor),
        None => value.clone(),
    };
    resolved.iter().map(|(name, value)| (name.clone(), scaled(name, value))).collect()
}

/// Values as a rule gives them to another, back in the units that people see.
#[must_use]
pub fn from_metres(header: &RuleHeader, given: &Map<String, Value>) -> Map<String, Value> {
    let back = |name: &String, value: &Value| match factor(header, name) {
        Some(metres) => scale(value, 1.0 / metres),
        None => value.clone(),
    };
    given.iter().map(|(name, value)| (name.clone(), back(name, value))).collect()
}

/// Metres in one of the parameter's unit, if it is a length.
fn factor(header: &RuleHeader, name: &str) -> Option<f64> {
    match &header.params.iter().find(|p| p.name == name)?.kind {
        ParamKind::Length { unit, .. } => Some(unit.metres()),
        ParamKind::PerParty { unit, .. } => length_unit(unit).map(LengthUnit::metres),
        _ => None,
    }
}

fn scale(value: &Value, factor: f64) -> Value {
    match value {
        Value::Number(n) => n.as_f64().map_or(Value::Null, |x| Value::from(x * factor)),
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), scale(v, factor))).collect(),
        other => other.clone(),
    }
}

fn length_unit(unit: &str) -> Option<LengthUnit> {
    match unit {
        "nm" => Some(LengthUnit::Nm),
        "km" => Some(LengthUnit::Km),
        _ => None,
    }
}

/// The parameter by name, or the refusal that names its neighbours.
fn find<'a>(header: &'a RuleHeader, name: &str) -> Result<&'a Param, RuleError> {
    let declared = || header.params.iter().map(|p| p.name.as_str());
    header.params.iter().find(|p| p.name == name).ok_or_else(|| {
        let list: Vec<&str> = declared().collect();
        let has = match list.is_empty() {
            true => "This rule declares no parameters.".to_owned(),
            false => format!("The rule declares: {}.", list.join(", ")),
        };
        RuleError::new(
            &header.id,
            FailureKind::Parameter,
            format!("this rule has no parameter \"{name}\""),
        )
        .with_hint(did_you_mean(name, list, &has))
    })
}

/// One parameter under examination.
struct Check<'a> {
    header: &'a RuleHeader,
    param: &'a Param,
    parties: &'a [&'a str],
}

impl Check<'_> {
    fn value(&self, given: Option<&Value>) -> Result<Value, RuleError> {
        if let ParamKind::PerParty { min, max, unit } = &self.param.kind {
            return self.per_party(given, (*min, *max), unit);
        }
        let name = &self.param.name;
        let value = given.unwrap_or(&self.param.default);
        match &self.param.kind {
            ParamKind::Number { min, max } => self.number(name, value, (*min, *max), ""),
            ParamKind::Length { unit, min, max } => {
                self.number(name, value, (*min, *max), unit.symbol())
            }
            ParamKind::Choice { options } => self.choice(value, options),
            ParamKind::Flag if value.is_boolean() => Ok(value.clone()),
            ParamKind::Flag => {
                Err(self.refuse(format!("{name} must be true or false, not {value}")))
            }
            ParamKind::Text if value.is_string() => Ok(value.clone()),
            _ => Err(self.refuse(format!("{name} must be a text, not {value}"))),
        }
    }

    fn choice(&self, value: &Value, options: &[String]) -> Result<Value, RuleError> {
        match value.as_str() {
            Some(word) if options.iter().any(|o| o == word) => Ok(value.clone()),
            word => {
                let list = options.iter().map(String::as_str).collect::<Vec<_>>();
                let all = format!("Choose one of: {}.", list.join(", "));
                let text = format!("{} cannot be {value}", self.param.name);
                Err(self.refuse(text).with_hint(did_you_mean(word.unwrap_or(""), list, &all)))
            }
        }
    }

    fn per_party(
        &self,
        given: Option<&Value>,
        range: (Option<f64>, Option<f64>),
        unit: &str,
    ) -> Result<Value, RuleError> {
        let name = &self.param.name;
        let empty = Map::new();
        let given = match given {
            None => &empty,
            Some(Value::Object(map)) => map,
            Some(other) => {
                let text = format!("{name} must be numbers by party, not {other}");
                return Err(self
                    .refuse(text)
                    .with_hint(format!("Write {name}.{} = ...", self.example_party())));
            }
        };
        if let Some(stranger) = given.keys().find(|k| !self.parties.contains(&k.as_str())) {
            return Err(self.no_party(stranger));
        }
        let default = self.param.default.as_object();
        let own = default.filter(|_| !foreign::is_foreign(self.param, self.parties));
        let default = own.unwrap_or(&empty);
        let neutral = match unit {
            "" => None,
            "ratio" => Some(Value::from(1.0)),
            _ => Some(Value::from(0.0)),
        };
        let mut out = Map::new();
        for &party in self.parties {
            let stated = given.get(party).or_else(|| default.get(party));
            let Some(value) = stated.or(neutral.as_ref()) else { continue };
            let checked = match stated {
                Some(_) => self.number(&format!("{name}.{party}"), value, range, unit)?,
                None => value.clone(),
            };
            out.insert(party.to_owned(), checked);
        }
        Ok(Value::Object(out))
    }

    fn number(
        &self,
        name: &str,
        value: &Value,
        (min, max): (Option<f64>, Option<f64>),
        unit: &str,
    ) -> Result<Value, RuleError> {
        let Some(x) = value.as_f64().filter(|x| x.is_finite()) else {
            return Err(self.refuse(format!("{name} must be a number, not {value}")));
        };
        if min.is_some_and(|m| x < m) || max.is_some_and(|m| x > m) {
            let unit = if matches!(unit, "nm" | "km") { format!(" {unit}") } else { String::new() };
            let range = match (min, max) {
                (Some(a), Some(b)) => format!("from {a} to {b}{unit}"),
                (Some(a), None) => format!("at least {a}{unit}"),
                (None, b) => format!("at most {}{unit}", b.unwrap_or(f64::MAX)),
            };
            return Err(self
                .refuse(format!("{name} must be {range}, not {x}"))
                .with_hint(self.percent_hint(x)));
        }
        Ok(Value::from(x))
    }

    /// The commonest slip: 20 for 20 %. A number little above 1 may as well be meant as more than the whole.
    fn percent_hint(&self, x: f64) -> String {
        match &self.param.kind {
            ParamKind::PerParty { unit, .. } if unit != "share" => String::new(),
            ParamKind::PerParty { .. } if (2.0..=100.0).contains(&x) => {
                format!("A share is a fraction of the sea: write {} or {x}%.", x / 100.0)
            }
            ParamKind::PerParty { .. } => {
                "A share is a fraction of the sea, from 0 to 1, or from 0% to 100%.".to_owned()
            }
            _ => String::new(),
        }
    }

    fn no_party(&self, stranger: &str) -> RuleError {
        let text = format!("no party \"{stranger}\"; this sea has {}", self.parties.join(" "));
        self.refuse(text).with_hint(did_you_mean(stranger, self.parties.iter().copied(), ""))
    }

    fn example_party(&self) -> &str {
        self.parties.first().copied().unwrap_or("PARTY")
    }

    fn refuse(&self, text: String) -> RuleError {
        RuleError::new(&self.header.id, FailureKind::Parameter, text)
    }
}

#[cfg(test)]
mod tests;
