//! The regime of a day by area: who holds what by agreement, what is joint or common, what is contested, and
//! where no norm speaks.
//!
//! Nothing is decided here that a question at a point does not decide: a [`Plan`] asks, for every set of
//! extents that can meet at a place, what [`Day::at`] answers there, and names the answer.

use littoral_geodesy::LatLon;

use crate::answer::{Answer, LegalFinding, Question, Verdict};
use crate::ask::Candidate;
use crate::day::Day;
use crate::ground::Site;
use crate::plan::Plan;
use crate::terms::{Activity, Layer, Modality};

/// Holder of what two or more parties claim and have not settled; as `CONTESTED:AZE+TKM` it says which.
pub const CONTESTED: &str = "CONTESTED";
/// Holder of what no norm gives to anybody.
pub const LACUNA: &str = "NONE";
/// Holder of what all have together.
pub const COMMON: &str = "COMMON";

impl Day<'_, '_> {
    /// The regime of a layer for one activity. Holders are a party, where an agreement in force gives it the place
    /// and no other claims it; `JOINT:A+B`; `COMMON`; `CONTESTED:A+B`; or `NONE`.
    ///
    /// # Errors
    /// A sentence: the extents fall into too many parts.
    pub fn regime(&self, layer: Layer, activity: Activity) -> Result<Plan, String> {
        self.plan(layer, activity, &|answer| self.holder(answer))
    }

    /// How many pairs are settled where, as a division whose holders are numbers.
    ///
    /// # Errors
    /// As [`Day::regime`].
    pub fn settled(&self, layer: Layer, activity: Activity) -> Result<Plan, String> {
        self.plan(layer, activity, &|answer| answer.settled.to_string())
    }

    /// The answers of a layer by area, each under a name.
    fn plan(
        &self,
        layer: Layer,
        activity: Activity,
        name: &dyn Fn(&Answer) -> String,
    ) -> Result<Plan, String> {
        let q = Question { at: None, deposit: None, layer, activity, between: None };
        let clauses: Vec<_> =
            self.speaking(layer, activity).filter(|c| !c.third && self.matters(c)).collect();
        let mut sites: Vec<Site> = Vec::new();
        for c in &clauses {
            let site = &self.law.sites[c.site];
            if site.is_placed() && !sites.contains(site) {
                sites.push(site.clone());
            }
        }
        sites.sort_by_key(order);
        let place = |site: &Site| sites.iter().position(|s| s == site);
        let asked: Vec<_> =
            clauses.into_iter().map(|c| (c, place(&self.law.sites[c.site]))).collect();
        let pairs = self.pairs(&q)?;
        let mut leaf = |inside: &[bool]| {
            let value = |k: usize| if inside[k] { f64::NEG_INFINITY } else { f64::INFINITY };
            let candidates: Vec<Candidate<'_>> =
                asked.iter().map(|(c, k)| Candidate { clause: c, value: k.map(value) }).collect();
            name(&self.answer(&q, &pairs, &candidates))
        };
        Plan::new(self.law.ground(), sites.clone(), &mut leaf)
    }

    /// Who holds a place, by the answer to a question that names no pair.
    #[must_use]
    pub fn holder(&self, answer: &Answer) -> String {
        let parties: Vec<&String> = self.here().iter().map(|s| &self.law.states[*s]).collect();
        let all = || answer.dyads.iter().flat_map(|d| &d.findings).filter(|f| !f.third);
        let holds = |allots: bool| {
            all().filter(move |f| {
                f.verdict == Verdict::Holds
                    && match f.modality {
                        Some(m) if allots => m.allots(),
                        m => m == Some(Modality::Liberty),
                    }
            })
        };
        let together = |f: &LegalFinding, allots: bool| {
            let same = holds(allots).filter(|g| g.norm == f.norm);
            let named = |p: &&String| same.clone().any(|g| g.bearer.contains(p));
            parties.iter().copied().filter(named).cloned().collect::<Vec<_>>()
        };
        if let Some(f) = holds(true).find(|f| f.bearer.len() > 1) {
            let bearers = together(f, true);
            if bearers.len() == parties.len() {
                return COMMON.to_owned();
            }
            return format!("JOINT:{}", bearers.join("+"));
        }
        let agreed: Vec<&String> = holds(true).flat_map(|f| &f.bearer).collect();
        let open = self.contenders(answer, &agreed);
        if !open.is_empty() {
            return format!("{CONTESTED}:{}", open.join("+"));
        }
        if let Some(party) = parties.iter().find(|p| agreed.contains(p)) {
            return (*party).clone();
        }
        match holds(false).any(|f| together(f, false).len() > 1) {
            true => COMMON.to_owned(),
            false => LACUNA.to_owned(),
        }
    }

    /// Parties that each have or claim the place for themselves, unsettled with another of them; or one alone, if
    /// what an agreement in force gives it is protested by a party to that agreement.
    fn contenders(&self, answer: &Answer, agreed: &[&String]) -> Vec<String> {
        let asserts = |f: &LegalFinding| {
            let id = f.norm.split('#').next().unwrap_or_default();
            self.law.record.instrument(id).is_some_and(|i| i.kind.asserts())
        };
        let disputed = |f: &&LegalFinding| {
            matches!(f.verdict, Verdict::Contested | Verdict::Conflict)
                && f.modality.is_some_and(Modality::allots)
                && !f.inter_alios
        };
        let own = |p: &String| {
            let claims = |f: &LegalFinding| asserts(f) && f.bearer == [p.clone()];
            agreed.contains(&p)
                || answer.dyads.iter().flat_map(|d| &d.findings).filter(disputed).any(claims)
        };
        let mut open: Vec<&String> = Vec::new();
        for dyad in &answer.dyads {
            let [a, b] = &dyad.between;
            let (first, second) = (own(a), own(b));
            for f in dyad.findings.iter().filter(disputed) {
                match asserts(f) {
                    true if first && second => open.extend([a, b]),
                    true => {}
                    false => open.extend(&f.bearer),
                }
            }
        }
        self.here()
            .iter()
            .map(|s| &self.law.states[*s])
            .filter(|p| open.contains(p))
            .cloned()
            .collect()
    }

    /// Is the day's law settled as a whole at a place: has every pair, for every topic asked about, a norm that
    /// holds, and none that is contested?
    ///
    /// # Errors
    /// As [`Day::at`].
    pub fn is_unanimous(&self, at: LatLon, topics: &[(Layer, Activity)]) -> Result<bool, String> {
        for (layer, activity) in topics {
            let (layer, activity) = (*layer, *activity);
            let q = Question { at: Some(at), deposit: None, layer, activity, between: None };
            let answer = self.at(&q)?;
            let open = answer
                .dyads
                .iter()
                .any(|d| !d.is_settled() || d.with(Verdict::Contested).next().is_some());
            if open {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Sites from which others follow are asked about first: sectors of one way together, whole ones before the parts
/// that face one neighbour.
fn order(site: &Site) -> (u8, usize, bool, usize) {
    match site {
        Site::Whole => (0, 0, false, 0),
        Site::Sector(way, party, facing) => (1, *way, !facing.is_empty(), *party),
        Site::Belt(..) => (2, 0, false, 0),
        Site::Side(line, _) | Site::Near(line, _) => (3, *line, false, 0),
        _ => (4, 0, false, 0),
    }
}
