//! Between two states every candidate is put where it belongs: it binds, is pending, political, ended, asserted, or
//! a thing between others (VCLT 34).

use super::Candidate;
use super::finding::Make;
use crate::answer::{Defeat, DyadAnswer, Listed, Verdict};
use crate::day::{Day, Standing};
use crate::law::{Clause, State};
use crate::norm::{RelationKind, StanceKind};
use crate::priority::collide;
use crate::reservation::Reservation;
use crate::terms::Layer;

/// Candidates between two states by how they stand.
#[derive(Default)]
pub(super) struct Heap<'c> {
    pub(super) binding: Vec<&'c Candidate<'c>>,
    pub(super) pending: Vec<&'c Candidate<'c>>,
    pub(super) asserted: Vec<&'c Candidate<'c>>,
    /// Between others, and protested by one of the two.
    pub(super) foreign: Vec<&'c Candidate<'c>>,
    pub(super) inter_alios: Vec<Listed>,
    pub(super) political: Vec<Listed>,
    pub(super) ended: Vec<Defeat>,
    /// Norms that a reservation of one of the two keeps from applying.
    pub(super) reserved: Vec<Listed>,
    pub(super) boundary: Option<Verdict>,
}

impl Heap<'_> {
    fn bound(&mut self, standing: Standing) {
        match standing {
            s if s.applies() => self.boundary = Some(Verdict::Holds),
            Standing::Pending if self.boundary.is_none() => self.boundary = Some(Verdict::Pending),
            _ => {}
        }
    }
}

impl Day<'_, '_> {
    /// Puts a candidate where it belongs between two states.
    pub(super) fn sort<'c>(
        &self,
        layer: Layer,
        pair: [State; 2],
        c: &'c Candidate<'c>,
        heap: &mut Heap<'c>,
    ) {
        let norm = self.law.norm(c.clause);
        let between = self.clause(c.clause, pair[0], pair[1]);
        let concerns = c.clause.third || pair.iter().any(|s| c.clause.bearers.contains(s));
        if norm.boundary && (c.is_inside() || c.value.is_none()) {
            heap.bound(between.standing);
        }
        if !c.is_inside() || !concerns {
            return;
        }
        match between.standing {
            Standing::Binds | Standing::Provisional => heap.binding.push(c),
            Standing::Pending => heap.pending.push(c),
            Standing::Political => heap.political.push(self.listed(c.clause, "political, not law")),
            Standing::Ended if self.law.instrument(c.clause).kind.asserts() => {}
            Standing::Ended => heap.ended.push(self.over(c.clause)),
            Standing::Asserted => heap.asserted.push(c),
            Standing::Reserved => {
                let why = self.reservations(c.clause, pair).map(reserved).collect::<Vec<_>>();
                heap.reserved.push(self.listed(c.clause, &why.join("; ")));
            }
            Standing::Alien => self.alien(layer, pair, c, heap),
            Standing::Nothing | Standing::Draft => {}
        }
    }

    /// In force between others: binds who accepts it, is contested by who protests, else is listed.
    fn alien<'c>(&self, layer: Layer, pair: [State; 2], c: &'c Candidate<'c>, heap: &mut Heap<'c>) {
        let instrument = self.law.instrument(c.clause);
        let party = pair.map(|s| self.origin(instrument, s).is_some());
        let (own, other) = match party {
            [true, false] => (pair[0], pair[1]),
            [false, true] => (pair[1], pair[0]),
            [true, true] => {
                let why = "both stand under one and the same party of it";
                return heap.inter_alios.push(self.listed(c.clause, why));
            }
            [false, false] => return,
        };
        if !c.clause.bearers.contains(&own) {
            return;
        }
        if self.says(c.clause, other, layer, StanceKind::Accept) {
            heap.binding.push(c);
        } else {
            if self.says(c.clause, other, layer, StanceKind::Protest) {
                heap.foreign.push(c);
            }
            heap.inter_alios.push(self.listed(c.clause, "in force between others (VCLT 34)"));
        }
    }

    /// What one of the two asserts: accepted it holds, disputed it is contested, else it is listed.
    pub(super) fn claims(
        &self,
        make: &Make<'_, '_, '_>,
        asserted: &[&Candidate<'_>],
        binding: &[&Candidate<'_>],
        dyad: &mut DyadAnswer,
    ) {
        for c in asserted {
            let instrument = self.law.instrument(c.clause);
            let by = |s: &State| instrument.parties.contains(&self.law.states[*s]);
            let Some(own) = make.pair.iter().copied().find(by) else { continue };
            let other = make.pair[usize::from(make.pair[0] == own)];
            if !c.clause.bearers.contains(&own)
                || instrument.parties.contains(&self.law.states[other])
            {
                dyad.claims.push(self.listed(c.clause, "asserted; it gives the place to another"));
                continue;
            }
            let agreed = binding.iter().any(|b| collide(self, b.clause, c.clause));
            let joint = binding.iter().any(|b| self.law.norm(b.clause).modality.allots());
            if agreed || joint {
                let why = "asserted; between the two an agreement has settled it";
                dyad.claims.push(self.listed(c.clause, why));
            } else if self.says(c.clause, other, make.subject.layer, StanceKind::Accept) {
                dyad.findings.push(make.finding(c, Standing::Binds));
            } else if self.says(c.clause, other, make.subject.layer, StanceKind::Protest)
                || self.asserts_otherwise(other, own, asserted)
            {
                let mut finding = make.finding(c, Standing::Asserted);
                finding.verdict = Verdict::Contested;
                dyad.findings.push(finding);
            } else {
                dyad.claims.push(self.listed(c.clause, "asserted; the other has not taken it up"));
            }
        }
    }

    /// Does `other` itself say that the place is not `own`'s?
    fn asserts_otherwise(&self, other: State, own: State, asserted: &[&Candidate<'_>]) -> bool {
        asserted.iter().any(|c| {
            self.law.instrument(c.clause).parties.contains(&self.law.states[other])
                && self.law.norm(c.clause).modality.allots()
                && !c.clause.bearers.contains(&own)
        })
    }

    fn listed(&self, c: &Clause, why: &str) -> Listed {
        let norm = self.law.norm(c);
        Listed {
            norm: self.name(c),
            bearer: c.bearers.iter().map(|s| self.law.states[*s].clone()).collect(),
            text: norm.text.clone(),
            why: why.to_owned(),
        }
    }

    /// Why a norm is over.
    fn over(&self, c: &Clause) -> Defeat {
        let (norm, own) = (self.law.norm(c), &self.law.instrument(c).id);
        let all = &self.law.record.instruments;
        let later = all.iter().find(|i| {
            let replaces =
                |r: &crate::norm::Relation| r.kind == RelationKind::Supersedes && r.to == *own;
            i.relations.iter().any(replaces)
        });
        let (to, why) = match (&norm.until_event, later) {
            (Some(id), _) if self.in_force_for_all(id) => {
                (id.clone(), format!("it was to last until {id} is in force"))
            }
            (_, Some(i)) => (i.id.clone(), format!("replaced by {}", i.id)),
            _ => (String::new(), "it has ended".to_owned()),
        };
        Defeat { norm: self.name(c), to, why }
    }

    /// `RUKZ1998#sectors`
    pub(crate) fn name(&self, c: &Clause) -> String {
        format!("{}#{}", self.law.instrument(c).id, self.law.norm(c).id)
    }
}

/// Why a norm does not apply between who reserved it and the rest.
fn reserved(r: &Reservation) -> String {
    let said = if r.text.is_empty() { String::new() } else { format!(": {}", r.text) };
    format!("reserved by {}{said} (VCLT 21)", r.party)
}
