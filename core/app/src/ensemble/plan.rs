//! A study made definite: what is run, from which bytes, into which columns. Canonical and hashed.
//!
//! The hash covers the study, the hashes of cases and rules, the columns and littoral's version: whatever can change a
//! number. Names of files are not in it, so that a plan may move to another machine with its files.

use std::path::{Path, PathBuf};

use littoral_formats::columns::{Field, Kind};
use littoral_formats::study::{Spread, Study};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::design::Scenarios;
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::output;

/// Version of the plan's form.
const FORMAT: u32 = 1;
/// Part files of a large plan; a small one has fewer.
const PARTS: u64 = 4096;
/// Least scenarios of a part file.
const LEAST_BLOCK: u64 = 4;

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of this form.
    pub littoral_plan: u32,
    /// SHA-256 over everything below.
    pub hash: String,
    /// What is run.
    pub body: Body,
    /// Names of the cases where the plan was made, in the study's order.
    pub cases: Vec<String>,
    /// Names of the rules, the same way.
    pub rules: Vec<String>,
}

/// All that can change a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// littoral's version.
    pub littoral: String,
    /// The study; its cases and rules are named by id alone.
    pub study: Study,
    /// SHA-256 of each case's files.
    pub case_hashes: Vec<String>,
    /// SHA-256 of each rule.
    pub rule_hashes: Vec<String>,
    /// Ids of the parties, the same in all cases.
    pub parties: Vec<String>,
    /// Least share that each party asks for in the first case, per cent.
    pub asks: Vec<Option<f64>>,
    /// Kept metrics and the columns they fill.
    pub measures: Vec<Measure>,
    /// Number of scenarios.
    pub scenarios: u64,
    /// Scenarios of a part file.
    pub block: u64,
}

/// A kept metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Id of the metric.
    pub id: String,
    /// Unit of its numbers.
    pub unit: String,
    /// Parties or pairs that it has a number for; empty where it is one number.
    pub of: Vec<String>,
}

impl Measure {
    /// Names of its columns.
    pub fn columns(&self) -> impl Iterator<Item = String> {
        let one = self.of.is_empty().then(|| self.id.clone());
        one.into_iter().chain(self.of.iter().map(|of| format!("{}.{of}", self.id)))
    }
}

impl Plan {
    /// Seals a body.
    #[must_use]
    pub fn new(body: Body, cases: Vec<String>, rules: Vec<String>) -> Self {
        Self { littoral_plan: FORMAT, hash: body.hash(), body, cases, rules }
    }

    /// Reads and checks a plan.
    ///
    /// # Errors
    /// The file cannot be read, is no plan, was changed by hand, or was made by another version.
    pub fn read(path: &Path) -> Outcome<Self> {
        let bytes = files::bytes(path, files::LARGEST_TEXT)?;
        let place = path.display().to_string();
        let refuse = |text: String, help: &str| Failure::usage(text, place.clone(), help);
        let again = "make it again: littoral sweep plan STUDY -o PLAN";
        let plan: Self = serde_json::from_slice(&bytes).map_err(|e| {
            let text = format!("this is no plan: {e}");
            refuse(text, again)
        })?;
        if plan.littoral_plan != FORMAT || plan.body.littoral != env!("CARGO_PKG_VERSION") {
            let text = format!(
                "the plan was made by littoral {}, this is {}",
                plan.body.littoral,
                env!("CARGO_PKG_VERSION")
            );
            return Err(refuse(
                text,
                "use that version, or make the plan again: numbers may differ between versions",
            ));
        }
        if plan.hash != plan.body.hash() {
            return Err(refuse("the plan was changed after it was made".into(), again));
        }
        Ok(plan)
    }

    /// Writes the plan.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> Outcome {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        output::publish(path, text.as_bytes())
    }

    /// First digits of the hash, for file names.
    #[must_use]
    pub fn short(&self) -> &str {
        self.hash.get(..8).unwrap_or(&self.hash)
    }

    /// The study.
    #[must_use]
    pub fn study(&self) -> &Study {
        &self.body.study
    }

    /// Its scenarios.
    #[must_use]
    pub fn scenarios(&self) -> Scenarios<'_> {
        Scenarios::new(&self.body.study, &self.hash)
    }

    /// Number of part files.
    #[must_use]
    pub fn blocks(&self) -> u64 {
        self.body.scenarios.div_ceil(self.body.block.max(1))
    }

    /// Numbers of the scenarios of a part file.
    #[must_use]
    pub fn block(&self, block: u64) -> std::ops::Range<u64> {
        let size = self.body.block.max(1);
        let start = block.saturating_mul(size).min(self.body.scenarios);
        start..start.saturating_add(size).min(self.body.scenarios)
    }
}

impl Body {
    /// Scenarios of a part file, for so many in all.
    #[must_use]
    pub fn block_of(scenarios: u64) -> u64 {
        scenarios.div_ceil(PARTS).max(LEAST_BLOCK)
    }

    fn hash(&self) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Varied parameters, each once, in the study's order; a parameter is a number if all its values are.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, Kind)> {
        let mut out: Vec<(String, Kind)> = Vec::new();
        for vary in self.study.rules.iter().flat_map(|r| &r.vary) {
            let number = match &vary.spread {
                Spread::List(values) => values.iter().all(|v| v.parse::<f64>().is_ok()),
                _ => true,
            };
            match out.iter_mut().find(|(name, _)| *name == vary.parameter) {
                Some((_, kind)) if !number => *kind = Kind::Text,
                Some(_) => {}
                None if number => out.push((vary.parameter.clone(), Kind::Number)),
                None => out.push((vary.parameter.clone(), Kind::Text)),
            }
        }
        out
    }

    /// The columns of every file of this plan.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let mut out: Vec<Field> = Vec::new();
        let mut add = |name: String, kind| out.push(Field::new(name, kind));
        add("scenario".into(), Kind::Integer);
        add("rule".into(), Kind::Text);
        add("case".into(), Kind::Text);
        for switch in &self.study.switches {
            add(format!("switch.{}", switch.switch), Kind::Integer);
        }
        if self.study.noise.is_some() {
            add("sigma_km".into(), Kind::Number);
            add("field".into(), Kind::Integer);
        }
        for (name, kind) in self.parameters() {
            add(format!("set.{name}"), kind);
        }
        add("error".into(), Kind::Text);
        add("message".into(), Kind::Text);
        add("layer".into(), Kind::Text);
        add("sea_km2".into(), Kind::Number);
        for party in &self.parties {
            add(format!("area_km2.{party}"), Kind::Number);
        }
        for party in &self.parties {
            add(format!("share.{party}"), Kind::Number);
        }
        add("share.rest".into(), Kind::Number);
        add("lines_km".into(), Kind::Number);
        for column in self.measures.iter().flat_map(Measure::columns) {
            add(column, Kind::Number);
        }
        add("feasible".into(), Kind::Integer);
        if self.study.keep.lines {
            add("lines".into(), Kind::Bytes);
        }
        if self.study.keep.places > 0 {
            add("places".into(), Kind::Bytes);
        }
        out
    }
}

/// A name as it is used from the folder of a plan: a file beside the study is found from there.
#[must_use]
pub fn resolved(name: &str, folder: &Path) -> String {
    let path = Path::new(name);
    let beside = folder.join(path);
    let file = path.extension().is_some() || name.contains(['/', '\\']) || beside.is_dir();
    let there: PathBuf = if path.is_absolute() || !file { path.into() } else { beside };
    there.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> Body {
        let text = "id = \"s\"\ncase = \"caspian\"\n[[rule]]\nrule = \"r\"\nvary.p = { list = [1, 2] }\nvary.q = { list = [1, \
                    \"a\"] }";
        let study = littoral_formats::study::study("s", text.as_bytes()).0.unwrap();
        Body {
            littoral: env!("CARGO_PKG_VERSION").into(),
            study,
            case_hashes: vec!["c".into()],
            rule_hashes: vec!["r".into()],
            parties: vec!["A".into(), "B".into()],
            asks: vec![Some(20.0), None],
            measures: vec![],
            scenarios: 4,
            block: 16,
        }
    }

    #[test]
    fn a_plan_comes_back_and_a_changed_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        let plan = Plan::new(body(), vec!["caspian".into()], vec!["r".into()]);
        plan.write(&path).unwrap();
        assert_eq!(Plan::read(&path).unwrap(), plan);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("\"seed\": 1", "\"seed\": 2")).unwrap();
        let refusal = Plan::read(&path).unwrap_err().body(crate::style::Style::plain());
        assert!(refusal.contains("was changed"), "{refusal}");
    }

    #[test]
    fn columns_tell_numbers_from_words() {
        let fields = body().fields();
        let kind = |name: &str| fields.iter().find(|f| f.name == name).map(|f| f.kind);
        assert_eq!((kind("set.p"), kind("set.q")), (Some(Kind::Number), Some(Kind::Text)));
        assert_eq!(kind("share.B"), Some(Kind::Number));
        assert_eq!(kind("lines"), None);
    }

    #[test]
    fn blocks_cover_every_scenario_once() {
        let mut plan = Plan::new(body(), vec![], vec![]);
        for scenarios in [1, 15, 16, 17, 100, 70_000] {
            plan.body.scenarios = scenarios;
            plan.body.block = Body::block_of(scenarios);
            let all: u64 = (0..plan.blocks()).map(|b| plan.block(b).count() as u64).sum();
            assert_eq!(all, scenarios);
            assert!(plan.blocks() <= PARTS + 1);
        }
    }
}
