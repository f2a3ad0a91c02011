//! The states that are there on the day, and under which party of an instrument each of them stands.

use crate::date::DateSpan;
use crate::day::Day;
use crate::force::{State as Force, Status};
use crate::instrument::Instrument;
use crate::law::State;
use crate::record::Succession;

impl Day<'_, '_> {
    /// Under which of an instrument's parties a state stands on the day, and whether that is in doubt.
    pub(crate) fn origin(&self, i: &Instrument, state: State) -> Option<(String, bool)> {
        let mut todo = vec![(self.law.states[state].clone(), false)];
        if self.is_gone(&todo[0].0) {
            return None;
        }
        while let Some((id, doubt)) = todo.pop() {
            if i.parties.contains(&id) {
                return Some((id, doubt));
            }
            for s in self.law.record.successions.iter().filter(|s| s.by == id) {
                if s.from.first <= self.date {
                    todo.push((s.of.clone(), doubt || self.date < s.from.last));
                }
            }
        }
        None
    }

    /// Has a state come into being? One that succeeded nobody was always there.
    pub(crate) fn is_begun(&self, id: &str) -> bool {
        let mut own = self.law.record.successions.iter().filter(|s| s.by == id).peekable();
        own.peek().is_none() || own.any(|s| s.from.first <= self.date)
    }

    /// States that are there on the day, parties first: before a succession the earlier state instead of those after it.
    pub(crate) fn here(&self) -> Vec<State> {
        let states = &self.law.states;
        (0..states.len())
            .filter(|s| self.is_begun(&states[*s]) && !self.is_gone(&states[*s]))
            .collect()
    }

    /// Every pair of the states that are there on the day.
    #[must_use]
    pub fn dyads(&self) -> Vec<[&str; 2]> {
        let here = self.here();
        let name = |s: State| self.law.states[s].as_str();
        let after = |k: usize| here[k + 1..].iter().map(move |b| [k, *b]);
        (0..here.len()).flat_map(after).map(|[k, b]| [name(here[k]), name(b)]).collect()
    }

    /// State of an instrument for a party to it, or for who stands under one of its parties by succession, which is
    /// then named.
    #[must_use]
    pub fn status_of(&self, i: &Instrument, id: &str) -> (Status, Option<String>) {
        let origin = self.law.state(id).and_then(|s| self.origin(i, s));
        match origin {
            Some((of, doubt)) if of != id => {
                let mut status = i.in_force(&of, self.date);
                if doubt {
                    status.or.get_or_insert(Force::NotParty);
                }
                (status, Some(of))
            }
            _ => (i.in_force(id, self.date), None),
        }
    }

    /// An earlier state that is no more.
    pub(crate) fn is_gone(&self, id: &str) -> bool {
        let after = |s: &&Succession| s.of == id && s.from.last <= self.date;
        self.law.record.successions.iter().any(|s| after(&s))
    }

    /// Since when an instrument is in force between two states, or applied provisionally, as far as known.
    pub(crate) fn since(&self, i: usize, a: State, b: State) -> Option<DateSpan> {
        let instrument = &self.law.record.instruments[i];
        let of = |state| {
            let (origin, _) = self.origin(instrument, state)?;
            let own = instrument.applies_since(&origin, self.date);
            let own_name = &self.law.states[state];
            let succeeded = |s: &&Succession| s.by == *own_name;
            let joined = (*own_name != origin)
                .then(|| self.law.record.successions.iter().find(|s| succeeded(s)))
                .flatten()
                .map(|s| s.from.clone());
            [own, joined].into_iter().flatten().max_by_key(|d| (d.last, d.first))
        };
        [of(a), of(b)].into_iter().flatten().max_by_key(|d| (d.last, d.first))
    }
}
