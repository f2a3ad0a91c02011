//! The regime of a layer solved for area: who holds how much, what is claimed twice, how many pairs are settled.

use littoral_delimit::{DelimitError, LayerDivision, NoFunctions, SolveOptions};
use serde::Serialize;

use crate::answer::{LegalFinding, Question, Verdict};
use crate::day::Day;
use crate::plan::Plan;
use crate::regime::CONTESTED;
use crate::terms::{Activity, Layer, Modality};

/// What one holder has of a layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Holder, as [`crate::regime`] names it; for settled pairs their number.
    pub holder: String,
    /// Area, km2.
    pub area_km2: f64,
    /// Share of the sea, per cent.
    pub share_percent: f64,
}

/// The parts of a traced layer that are not empty, in its order.
#[must_use]
pub fn parts(layer: &LayerDivision) -> Vec<Part> {
    let part = |holder: &str| {
        let area_km2 = layer.area_km2.get(holder)?.as_f64().filter(|a| *a > 0.0)?;
        let share_percent = layer.share(holder);
        Some(Part { holder: holder.to_owned(), area_km2, share_percent })
    };
    layer.holders().filter_map(part).collect()
}

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
    /// A plan of this day with its lines traced: areas, cells, boundaries. Of holders that are no party only those with
    /// an area are listed.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn traced(
        &self,
        plan: &Plan,
        options: &SolveOptions<'_>,
    ) -> Result<LayerDivision, DelimitError> {
        let ground = self.law.ground();
        ground.waters().solve(&plan.partition(ground)?, &NoFunctions, options)
    }

    /// Overlaps of a layer, pair by pair, by the areas of its regime; pairs without any are left out.
    #[must_use]
    pub fn overlaps(&self, regime: &[Part], layer: Layer) -> Vec<Overlap> {
        let mut out = Vec::new();
        for [a, b] in self.dyads() {
            let between = [a.to_owned(), b.to_owned()];
            let area_km2 = contested_km2(regime, [a, b]);
            let deposits = self.disputed(&between, layer);
            if area_km2 > 0.0 || !deposits.is_empty() {
                out.push(Overlap { between, area_km2, deposits });
            }
        }
        out
    }

    fn disputed(&self, pair: &[String; 2], layer: Layer) -> Vec<String> {
        let Some(extraction) = Activity::named("extraction") else { return Vec::new() };
        let open = |id: &&String| {
            let between = Some([pair[0].as_str(), pair[1].as_str()]);
            let q = Question { at: None, deposit: Some(id), layer, activity: extraction, between };
            let own = |f: &&LegalFinding| {
                f.norm.starts_with(&format!("claim:{id}:")) && f.verdict == Verdict::Contested
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
            let binds = self.clause(c, *a, *b).standing.applies();
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

/// Area that two parties contest between them, alone or with others, km2.
fn contested_km2(regime: &[Part], pair: [&str; 2]) -> f64 {
    let both = |name: &str| {
        let who = name.strip_prefix(CONTESTED).and_then(|n| n.strip_prefix(':'));
        who.is_some_and(|w| pair.iter().all(|p| w.split('+').any(|x| x == *p)))
    };
    regime.iter().filter(|p| both(&p.holder)).map(|p| p.area_km2).fold(0.0, |a, b| a + b)
}
