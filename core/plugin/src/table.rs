//! From a rule of the table to a rule that can run: its header, its one shape.

use littoral_model::params::{NAME_HINT, is_name as is_param};
use littoral_model::{Names, Param, RuleHeader};
use littoral_sdk::abi::{BY_PARTY, Create, Destroy, Measure, OWN_DIST, Run, Score, WANTS_DIST};

use crate::call::{RawMetric, RawRule};
use crate::manifest::{Manifest, is_name};

/// A rule of an opened plugin.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) header: RuleHeader,
    pub(crate) create: Option<Create>,
    pub(crate) destroy: Option<Destroy>,
    pub(crate) shape: Shape,
}

/// What a rule does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// Scores points; the host assigns.
    Score {
        score: Score,
        wants_dist: bool,
        /// Does a party's score depend on no other party's distance?
        own_dist: bool,
    },
    /// Builds its layers with the host's words.
    Run(Run),
}

/// A metric of an opened plugin.
#[derive(Debug)]
pub(crate) struct Metric {
    pub(crate) id: String,
    pub(crate) unit: String,
    pub(crate) about: String,
    pub(crate) by_party: bool,
    pub(crate) measure: Measure,
}

/// Checks one rule of the table.
pub(crate) fn rule(raw: RawRule, manifest: &Manifest) -> Result<Rule, String> {
    let id = raw.id.clone();
    if !is_name(&id, "-") {
        return Err(format!("rule id \"{id}\" is not of lower-case letters, digits and hyphens"));
    }
    let shape = match (raw.score, raw.run) {
        (Some(score), None) => {
            let wants_dist = raw.flags & WANTS_DIST != 0;
            Shape::Score { score, wants_dist, own_dist: wants_dist && raw.flags & OWN_DIST != 0 }
        }
        (None, Some(run)) => Shape::Run(run),
        (None, None) => return Err(format!("rule {id} has neither score nor run")),
        (Some(_), Some(_)) => return Err(format!("rule {id} has both score and run")),
    };
    let (create, destroy) = (raw.create, raw.destroy);
    Ok(Rule { header: header(raw, manifest)?, create, destroy, shape })
}

/// Checks one metric of the table.
pub(crate) fn metric(raw: RawMetric) -> Result<Metric, String> {
    let RawMetric { id, unit, about, flags, measure } = raw;
    if !is_name(&id, "_-") {
        return Err(format!(
            "metric id \"{id}\" is not of lower-case letters, digits and underscores"
        ));
    }
    let measure = measure.ok_or_else(|| format!("metric {id} has no measure"))?;
    Ok(Metric { id, unit, about, by_party: flags & BY_PARTY != 0, measure })
}

fn header(raw: RawRule, manifest: &Manifest) -> Result<RuleHeader, String> {
    let RawRule { id, about, cite, params, .. } = raw;
    let params: Vec<Param> = match params.trim() {
        "" => Vec::new(),
        json => serde_json::from_str(json).map_err(|e| format!("rule {id}: params: {e}"))?,
    };
    if let Some(odd) = params.iter().find(|p| !is_param(&p.name)) {
        return Err(format!(
            "rule {id}: a parameter cannot be called \"{}\". {NAME_HINT}",
            odd.name
        ));
    }
    let twice =
        params.iter().enumerate().find(|(n, p)| params[..*n].iter().any(|q| q.name == p.name));
    if let Some((_, param)) = twice {
        return Err(format!("rule {id} declares the parameter {} twice", param.name));
    }
    let name = manifest.names.get(&id).cloned().unwrap_or_else(|| Names::english(&id));
    let cite = cite.split("; ").filter(|c| !c.is_empty()).map(str::to_owned).collect();
    Ok(RuleHeader { id, name, about, cite, params, examples: Vec::new() })
}
