//! Claims to deposits: what the case says of claimants, as instruments of the record.

use littoral_delimit::Waters;
use littoral_model::Source;

use crate::date::DateSpan;
use crate::day::Day;
use crate::extent::Extent;
use crate::instrument::{Instrument, InstrumentKind};
use crate::norm::{Bearer, Norm};
use crate::record::Record;
use crate::terms::{Activity, Layer, Modality};

impl Day<'_, '_> {
    /// Parties that claim a deposit of the case on the day.
    #[must_use]
    pub fn claimants(&self, deposit: &str) -> Vec<&str> {
        let prefix = format!("claim:{deposit}:");
        let own = |c: &&crate::law::Clause| {
            self.law.instrument(c).id.starts_with(&prefix) && self.is_asserted(c)
        };
        let by = |c: &crate::law::Clause| self.law.instrument(c).parties.first();
        self.law.clauses.iter().filter(own).filter_map(by).map(String::as_str).collect()
    }
}

/// What the case's deposits say of claimants, as claims from the day on from which they are known.
pub(super) fn claims(record: &mut Record, waters: &Waters) {
    let case = waters.case();
    for deposit in &case.deposits {
        for claimant in &deposit.claimants {
            let Some(party) = case.parties.get(*claimant).map(|p| p.id.clone()) else { continue };
            let id = format!("claim:{}:{party}", deposit.id);
            let from = deposit.claimed_from.iter().find(|(p, _)| p == claimant);
            let from = from.and_then(|(_, day)| day.parse::<DateSpan>().ok());
            let later = |d: &DateSpan| record.known_on.is_some_and(|on| d.first > on);
            if from.as_ref().is_some_and(later) {
                continue;
            }
            let mut claim = claim(&id, &party, &deposit.id, &deposit.source);
            claim.signed = from;
            record.instruments.push(claim);
        }
    }
}

fn claim(id: &str, party: &str, deposit: &str, source: &Source) -> Instrument {
    let norm = Norm {
        id: "deposit".into(),
        bearer: Bearer::States(vec![party.to_owned()]),
        modality: Modality::ExclusiveRight,
        activities: Activity::named("extraction").into_iter().collect(),
        layers: Layer::named("bed").into_iter().collect(),
        extent: Extent::Deposit(deposit.to_owned()),
        condition: String::new(),
        text: format!("{party} claims the deposit {deposit}"),
        article: String::new(),
        from: None,
        until: None,
        until_event: None,
        shares: Vec::new(),
        boundary: false,
        objective: false,
        overlay: None,
        model: String::new(),
        confidence: None,
    };
    Instrument {
        title: format!("claim of {party} to the deposit {deposit}"),
        norms: vec![norm],
        source: source.clone(),
        ..Instrument::empty(id, InstrumentKind::Claim, &[party])
    }
}
