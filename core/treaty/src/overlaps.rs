//! Where two parties have or claim the same: area, and the deposits that both claim.

use serde::Serialize;

use crate::answer::Question;
use crate::day::Day;
use crate::survey::Survey;
use crate::terms::{Activity, Layer, Modality};

/// What two parties both have or claim, unsettled.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overlap {
    /// The two.
    pub between: [String; 2],
    /// Area that both have or claim by a line, km2.
    pub area_km2: f64,
    /// Deposits that both claim and no agreement has settled.
    pub deposits: Vec<String>,
}

/// A deposit under a joint regime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Joint {
    /// Deposit.
    pub deposit: String,
    /// Instrument.
    pub instrument: String,
    /// Shares by party.
    pub shares: Vec<(String, String)>,
}

impl Day<'_, '_> {
    /// Overlaps of a layer, pair by pair, areas by a survey; pairs without any are left out.
    #[must_use]
    pub fn overlaps(
        &self,
        survey: &Survey<'_, '_>,
        layer: Layer,
        activity: Activity,
    ) -> Vec<Overlap> {
        let n = self.law.record.parties.len();
        let mut out = Vec::new();
        for a in 0..n {
            for b in a + 1..n {
                let area_km2 = survey.rivalry_km2(self, [a, b], (layer, activity));
                let between = [self.law.states[a].clone(), self.law.states[b].clone()];
                let deposits = self.disputed(&between, layer);
                if area_km2 > 0.0 || !deposits.is_empty() {
                    out.push(Overlap { between, area_km2, deposits });
                }
            }
        }
        out
    }

    fn disputed(&self, pair: &[String; 2], layer: Layer) -> Vec<String> {
        let Some(extraction) = Activity::named("extraction") else { return Vec::new() };
        let open = |id: &&String| {
            let between = Some([pair[0].as_str(), pair[1].as_str()]);
            let q = Question { at: None, deposit: Some(id), layer, activity: extraction, between };
            let own = |f: &&crate::answer::LegalFinding| {
                f.norm.starts_with(&format!("claim:{id}:"))
                    && f.verdict == crate::answer::Verdict::Contested
            };
            self.at(&q)
                .is_ok_and(|a| a.dyads.iter().flat_map(|d| &d.findings).filter(own).count() == 2)
        };
        self.law.record.deposits.iter().filter(open).cloned().collect()
    }

    /// Deposits that an agreement in force gives to several parties together.
    #[must_use]
    pub fn joint_deposits(&self) -> Vec<Joint> {
        let mut out = Vec::new();
        for c in &self.law.clauses {
            let (norm, [a, b, ..]) = (self.law.norm(c), &c.bearers[..]) else { continue };
            let Some(deposit) = norm.extent.deposit() else { continue };
            let binds = self.clause(c, *a, *b).standing == crate::day::Standing::Binds;
            if binds && norm.modality == Modality::ExclusiveRight {
                let shares = norm.shares.iter().map(|(p, s)| (p.clone(), s.to_string())).collect();
                let instrument = self.law.instrument(c).id.clone();
                out.push(Joint { deposit: deposit.to_owned(), instrument, shares });
            }
        }
        out.sort_by(|x, y| x.deposit.cmp(&y.deposit));
        out
    }
}
