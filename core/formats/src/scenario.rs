//! `scenarios.toml`: the runs that a case is compared by when nobody names rules. Optional.
//!
//! ```toml
//! [[scenario]]
//! rule = "equity-floor"
//! label = "equity-floor IRN 20 %"    # optional: made from rule and params where it is missing
//! params = { floor = { IRN = 0.2 } } # in the units that people see
//! ```

use littoral_model::Finding;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::bundle::CaseBundle;

/// File of a case that holds them.
pub const FILE: &str = "scenarios.toml";

/// One run of a comparison.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Rule id.
    pub rule: String,
    /// Name in tables, where the one made from rule and parameters will not do.
    pub label: Option<String>,
    /// Parameters that differ from the rule's defaults, in the units that people see.
    #[serde(default)]
    pub params: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    scenario: Vec<Scenario>,
}

/// The scenarios of a case; none if it has no such file.
///
/// # Errors
/// A finding with line and column: no TOML, an unknown field, a missing rule.
#[allow(clippy::result_large_err, reason = "read once a run")]
pub fn scenarios(bundle: &CaseBundle) -> Result<Vec<Scenario>, Finding> {
    let Some(bytes) = bundle.files.get(FILE) else { return Ok(Vec::new()) };
    let shown = bundle.shown(FILE);
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Finding::error("F110", format!("{FILE} is not UTF-8")).at(&shown, ""))?;
    let document: Document = toml::from_str(text).map_err(|e| finding(&e, text, &shown))?;
    Ok(document.scenario)
}

fn finding(error: &toml::de::Error, text: &str, shown: &str) -> Finding {
    let mut out = Finding::error("F111", format!("{FILE}: {}", error.message())).at(shown, "");
    let at = error.span().map_or(0, |s| s.start).min(text.len());
    let before = text.get(..at).unwrap_or("");
    out.line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |k| k + 1);
    out.column = before[start..].chars().count() + 1;
    out.excerpt = text[start..].lines().next().unwrap_or("").to_owned();
    out.mark = [out.column - 1, 1];
    out.help("a scenario has rule, and may have label and params")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(text: &str) -> CaseBundle {
        let files = [(FILE.to_owned(), text.as_bytes().to_vec())].into();
        CaseBundle { name: "lake".into(), files }
    }

    #[test]
    fn a_case_without_the_file_has_none() {
        assert_eq!(scenarios(&CaseBundle::default()), Ok(Vec::new()));
    }

    #[test]
    fn rule_label_and_params() {
        let list = scenarios(&bundle("[[scenario]]\nrule = \"r\"\nparams = { a = { X = 1.5 } }\n"))
            .unwrap();
        assert_eq!(list[0].rule, "r");
        assert_eq!(list[0].params["a"]["X"], 1.5);
    }

    #[test]
    fn a_misspelt_field_has_a_place() {
        let finding = scenarios(&bundle("[[scenario]]\nrule = \"r\"\nparms = {}\n")).unwrap_err();
        assert_eq!((finding.line, finding.column), (3, 1));
        assert_eq!(finding.whereabouts(), "lake/scenarios.toml:3:1");
    }
}
