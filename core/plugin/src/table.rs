//! From a rule of the table to a rule that can run: its header, its one shape.

use littoral_model::{Names, Param, RuleHeader};
use littoral_sdk::abi::{Create, Destroy, OWN_DIST, Score, WANTS_DIST};

use crate::call::RawRule;
use crate::manifest::{Manifest, is_name};

/// A rule of an opened plugin.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) header: RuleHeader,
    pub(crate) wants_dist: bool,
    /// Does a party's score depend on no other party's distance?
    pub(crate) own_dist: bool,
    pub(crate) create: Option<Create>,
    pub(crate) destroy: Option<Destroy>,
    pub(crate) score: Score,
}

/// Checks one rule of the table.
pub(crate) fn rule(raw: RawRule, manifest: &Manifest) -> Result<Rule, String> {
    let id = raw.id.clone();
    if !is_name(&id, "-") {
        return Err(format!("rule id \"{id}\" is not of lower-case letters, digits and hyphens"));
    }
    let score = match (raw.score, raw.run) {
        (Some(score), None) => score,
        (None, None) => return Err(format!("rule {id} has neither score nor run")),
        (Some(_), Some(_)) => return Err(format!("rule {id} has both score and run")),
        (None, Some(_)) => return Err(format!("rule {id} has run, which ABI 1.0 reserves")),
    };
    let wants_dist = raw.flags & WANTS_DIST != 0;
    let own_dist = wants_dist && raw.flags & OWN_DIST != 0;
    let (create, destroy) = (raw.create, raw.destroy);
    Ok(Rule { header: header(raw, manifest)?, wants_dist, own_dist, create, destroy, score })
}

fn header(raw: RawRule, manifest: &Manifest) -> Result<RuleHeader, String> {
    let RawRule { id, about, cite, params, .. } = raw;
    let params: Vec<Param> = match params.trim() {
        "" => Vec::new(),
        json => serde_json::from_str(json).map_err(|e| format!("rule {id}: params: {e}"))?,
    };
    let twice =
        params.iter().enumerate().find(|(n, p)| params[..*n].iter().any(|q| q.name == p.name));
    if let Some((_, param)) = twice {
        return Err(format!("rule {id} declares the parameter {} twice", param.name));
    }
    let name = manifest.names.get(&id).cloned().unwrap_or_else(|| Names::english(&id));
    let cite = cite.split("; ").filter(|c| !c.is_empty()).map(str::to_owned).collect();
    Ok(RuleHeader { id, name, about, cite, params, examples: Vec::new() })
}
