//! What states say on the day: stances and reservations.

use crate::day::Day;
use crate::instrument::Instrument;
use crate::law::{Clause, State};
use crate::norm::{RelationKind, Stance, StanceKind};
use crate::reservation::Reservation;
use crate::terms::Layer;

impl Day<'_, '_> {
    /// Stances of one party that are held today on a clause, its instrument, or the succession by
    /// which it reached the party.
    pub(crate) fn stances<'s>(
        &'s self,
        c: &'s Clause,
        party: State,
        layer: Layer,
    ) -> impl Iterator<Item = &'s Stance> {
        let instrument = self.law.instrument(c);
        let own = &instrument.id;
        let norm = &self.law.norm(c).id;
        let held = move |s: &&Stance| {
            self.law.state(&s.party) == Some(party)
                && self.targets(&s.target, own, norm, instrument)
                && (s.layers.is_empty() || s.layers.iter().any(|l| l.covers(layer)))
                && self.holds(s)
        };
        self.law.record.instruments.iter().flat_map(|i| &i.stances).filter(held)
    }

    fn targets(&self, target: &str, id: &str, norm: &str, instrument: &Instrument) -> bool {
        // Who protests an agreement protests the protocol that carries it out.
        let serves = |r: &&crate::norm::Relation| {
            matches!(r.kind, RelationKind::Implements | RelationKind::Amends) && r.to == target
        };
        if target == id || instrument.relations.iter().any(|r| serves(&r)) {
            return true;
        }
        match target.split_once([':', '#']) {
            Some(("succession", of)) => instrument.parties.iter().any(|p| p == of),
            Some((i, n)) => i == id && n == norm,
            None => false,
        }
    }

    /// Is a stance held today? A day inside an uncertain end still counts as held.
    pub(crate) fn holds(&self, s: &Stance) -> bool {
        self.reads(s.overlay.as_ref())
            && s.from.as_ref().is_none_or(|f| f.first <= self.date)
            && s.until.as_ref().is_none_or(|u| self.date < u.last)
    }

    /// Reservations of either of two states that touch a clause today. Both ways: who reserved a norm cannot claim it
    /// of the other either (VCLT 21(1)(b)).
    pub(crate) fn reservations<'s>(
        &'s self,
        c: &'s Clause,
        pair: [State; 2],
    ) -> impl Iterator<Item = &'s Reservation> {
        let instrument = self.law.instrument(c);
        let norm = &self.law.norm(c).id;
        let own = move |r: &&Reservation| {
            let by = |s: &State| self.origin(instrument, *s).is_some_and(|(id, _)| id == r.party);
            r.touches(norm) && r.holds(self.date) && pair.iter().any(by)
        };
        instrument.reservations.iter().filter(own)
    }

    /// Does one of two parties refuse a reservation of the other so that nothing is in force between them?
    pub(crate) fn refuses(&self, instrument: &Instrument, [a, b]: [&str; 2]) -> bool {
        let between = |r: &Reservation, own: &str, other: &str| {
            r.party == own && r.refused_by.iter().any(|p| p == other)
        };
        let refused = |r: &Reservation| between(r, a, b) || between(r, b, a);
        instrument.reservations.iter().any(|r| r.holds(self.date) && refused(r))
    }

    pub(crate) fn says(&self, c: &Clause, party: State, layer: Layer, kind: StanceKind) -> bool {
        self.stances(c, party, layer).any(|s| s.kind == kind)
    }
}
