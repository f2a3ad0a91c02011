//! Entry into force and ratification, party by party.

use jiff::civil::Date;

use crate::date::DateSpan;
use crate::force::Status;
use crate::instrument::{Event, EventKind, Instrument};

/// What is known of the ratification of a party on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ratification {
    /// Ratified, or in force for it.
    Done,
    /// Ratified by one reading: the day falls inside an uncertain date.
    InDoubt,
    /// Known not to be ratified.
    Missing,
    /// The record does not say.
    Unknown,
}

impl Instrument {
    /// The day of entry into force for a party, the earliest that is recorded.
    #[must_use]
    pub fn in_force_since(&self, party: &str) -> Option<DateSpan> {
        self.first_of(party, EventKind::InForce)
    }

    /// The same, or, where it is not in force yet on a day, the day from which it is applied provisionally.
    #[must_use]
    pub fn applies_since(&self, party: &str, on: Date) -> Option<DateSpan> {
        let force = self.in_force_since(party);
        let provisional = || self.first_of(party, EventKind::Provisional);
        if force.as_ref().is_some_and(|d| d.first <= on) { force } else { provisional().or(force) }
    }

    fn first_of(&self, party: &str, kind: EventKind) -> Option<DateSpan> {
        let concerns = |e: &&Event| {
            e.kind == kind && e.is_verified() && e.party.as_deref().is_none_or(|p| p == party)
        };
        let days = self.events.iter().filter(concerns).map(|e| e.date.clone());
        days.min_by_key(|d| (d.first, d.last))
    }

    /// What is known on a day of the ratification of a party.
    #[must_use]
    pub fn ratification(&self, party: &str, on: Date) -> Ratification {
        let mut found = Ratification::Unknown;
        let own = |e: &&Event| {
            e.is_verified() && e.date.first <= on && e.party.as_deref().is_none_or(|q| q == party)
        };
        for e in self.events.iter().filter(own) {
            found = match e.kind {
                EventKind::Ratified | EventKind::InForce if e.date.last <= on => {
                    return Ratification::Done;
                }
                EventKind::Ratified | EventKind::InForce => Ratification::InDoubt,
                EventKind::NotRatified if found == Ratification::Unknown => Ratification::Missing,
                _ => found,
            };
        }
        found
    }

    /// A status for any day, as the record has it.
    #[must_use]
    pub fn status(&self, party: &str, on: Date) -> Status {
        self.in_force(party, on)
    }
}
