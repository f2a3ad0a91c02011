//! What parties assert of a place, and between whom it is open.

use super::Candidate;
use crate::answer::{Assertion, DyadAnswer, Verdict};
use crate::day::Day;
use crate::extent::Extent;

impl Day<'_, '_> {
    /// Who asserts the place for whom, and the parties between which that is open.
    pub(super) fn assertions(
        &self,
        candidates: &[Candidate<'_>],
        dyads: &[DyadAnswer],
    ) -> (Vec<Assertion>, Vec<String>) {
        let mut found: Vec<Assertion> = Vec::new();
        let here = self.here();
        for c in candidates.iter().filter(|c| c.is_inside()) {
            let instrument = self.law.instrument(c.clause);
            let [holder] = c.clause.bearers[..] else { continue };
            if !instrument.kind.asserts()
                || !self.law.norm(c.clause).modality.allots()
                || !self.is_asserted(c.clause)
                || instrument.parties.iter().all(|p| self.is_gone(p))
                || !here.contains(&holder)
            {
                continue;
            }
            let way = match &c.clause.extent {
                Extent::Sector { way, .. } => way.clone(),
                _ => instrument.id.clone(),
            };
            let holder = self.law.states[holder].clone();
            match found.iter_mut().find(|a| a.way == way && a.holder == holder) {
                Some(a) => {
                    let more = instrument.parties.iter().filter(|p| !a.by.contains(p));
                    let more: Vec<String> = more.cloned().collect();
                    a.by.extend(more);
                }
                None => {
                    let limit_nm = c.limit_nm();
                    found.push(Assertion { by: instrument.parties.clone(), way, holder, limit_nm });
                }
            }
        }
        let mut holders: Vec<String> = found.iter().map(|a| a.holder.clone()).collect();
        for f in dyads.iter().flat_map(|d| d.with(Verdict::Holds)) {
            if f.modality.is_some_and(crate::terms::Modality::allots) && f.bearer.len() == 1 {
                holders.extend(f.bearer.iter().cloned());
            }
        }
        let settled = |a: &str, b: &str| {
            let own = |d: &&DyadAnswer| d.between.iter().all(|x| x == a || x == b);
            a == b || dyads.iter().find(own).is_some_and(|d| d.is_settled() || d.is_allotted())
        };
        let open = |p: &&String| holders.contains(p) && holders.iter().any(|h| !settled(p, h));
        let overlap = here.iter().map(|s| &self.law.states[*s]).filter(open).cloned().collect();
        (found, overlap)
    }
}
