//! The law of one day: how every instrument stands between every two states.

use jiff::civil::Date;
use serde::Serialize;

use crate::date::DateSpan;
use crate::force::{State as Force, Status};
use crate::instrument::{EventKind, Instrument, InstrumentKind};
use crate::law::{Clause, Law, State};
use crate::norm::{Norm, RelationKind, Stance, StanceKind};
use crate::terms::Layer;

/// How an instrument stands between two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Neither is, or one is not, party to it, and it is in force between nobody on that day.
    Nothing,
    /// In force between others: a thing between others (VCLT 34).
    Alien,
    /// An act of one state: asserted, not agreed.
    Asserted,
    /// A draft.
    Draft,
    /// Signed, not yet in force.
    Pending,
    /// A political commitment of both.
    Political,
    /// In force between both.
    Binds,
    /// No longer in force between them.
    Ended,
}

/// The standing with what is uncertain about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Between {
    pub(crate) standing: Standing,
    /// The other reading, where the day lies inside an uncertain date.
    pub(crate) or: Option<Standing>,
    pub(crate) stale: bool,
}

/// Law as read on one day.
pub struct Day<'l, 'w> {
    pub(crate) law: &'l Law<'w>,
    pub(crate) date: Date,
    overlays: Vec<String>,
    suppose: Vec<usize>,
    /// By instrument, then by pair of states.
    between: Vec<Vec<Between>>,
    /// By instrument: in force between somebody.
    alive: Vec<bool>,
}

impl<'l, 'w> Day<'l, 'w> {
    pub(crate) fn new(
        law: &'l Law<'w>,
        date: Date,
        overlays: &[String],
        suppose: &[String],
    ) -> Self {
        let all = &law.record.instruments;
        let suppose = (0..all.len()).filter(|k| suppose.contains(&all[*k].id)).collect();
        let mut day = Self {
            law,
            date,
            overlays: overlays.to_vec(),
            suppose,
            between: Vec::new(),
            alive: Vec::new(),
        };
        let n = law.states.len();
        let pairs = |i: usize| {
            let mut row = Vec::with_capacity(n * n);
            for a in 0..n {
                row.extend((0..n).map(|b| day.status(i, a, b)));
            }
            row
        };
        let between: Vec<Vec<Between>> = (0..all.len()).map(pairs).collect();
        let binds = |row: &Vec<Between>| row.iter().any(|b| b.standing == Standing::Binds);
        day.alive = between.iter().map(binds).collect();
        day.between = between;
        day.supersede();
        day
    }

    /// The day.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// The law of which this is a day.
    #[must_use]
    pub fn law(&self) -> &'l Law<'w> {
        self.law
    }

    /// How an instrument stands between two states; `Nothing` for a state that there is not.
    #[must_use]
    pub fn standing(&self, instrument: &str, a: &str, b: &str) -> Standing {
        let all = &self.law.record.instruments;
        let i = all.iter().position(|x| x.id == instrument);
        match (i, self.law.state(a), self.law.state(b)) {
            (Some(i), Some(a), Some(b)) => self.between(i, a, b).standing,
            _ => Standing::Nothing,
        }
    }

    pub(crate) fn between(&self, i: usize, a: State, b: State) -> Between {
        let mut found = self.between[i][a * self.law.states.len() + b];
        if found.standing == Standing::Nothing && self.alive[i] {
            found.standing = Standing::Alien;
        }
        found
    }

    /// How a clause stands between two states: its instrument's standing within its own validity.
    pub(crate) fn clause(&self, c: &Clause, a: State, b: State) -> Between {
        let norm = self.law.norm(c);
        let mut found = self.between(c.instrument, a, b);
        if norm.objective && matches!(found.standing, Standing::Asserted | Standing::Alien) {
            found.standing = Standing::Binds;
        }
        match self.validity(norm) {
            (Some(true), _) => {}
            (Some(false), ended) => {
                found.standing = if ended { Standing::Ended } else { Standing::Nothing };
                found.or = None;
            }
            (None, ended) => {
                let other = if ended { Standing::Ended } else { Standing::Nothing };
                found.or.get_or_insert(other);
            }
        }
        found
    }

    /// Is the norm valid on the day (`None`: in one reading), and if not, is it over?
    fn validity(&self, norm: &Norm) -> (Option<bool>, bool) {
        if let Some(from) = &norm.from
            && self.date < from.first
        {
            return (Some(false), false);
        }
        if let Some(until) = &norm.until
            && self.date >= until.last
        {
            return (Some(false), true);
        }
        if norm.until_event.as_ref().is_some_and(|id| self.in_force_for_all(id)) {
            return (Some(false), true);
        }
        let begun = norm.from.as_ref().is_none_or(|f| self.date >= f.last);
        let open = norm.until.as_ref().is_none_or(|u| self.date < u.first);
        (if begun && open { Some(true) } else { None }, !open)
    }

    /// Is an instrument in force for every one of its parties?
    #[must_use]
    pub fn in_force_for_all(&self, id: &str) -> bool {
        let all = &self.law.record.instruments;
        let Some(k) = all.iter().position(|i| i.id == id) else { return false };
        let every = |p: &String| all[k].in_force(p, self.date).holds();
        self.suppose.contains(&k)
            || (!all[k].parties.is_empty() && all[k].parties.iter().all(every))
    }

    /// True if what carries this mark is read today.
    pub(crate) fn reads(&self, overlay: Option<&String>) -> bool {
        overlay.is_none_or(|o| self.overlays.contains(o))
    }

    fn status(&self, i: usize, a: State, b: State) -> Between {
        let instrument = &self.law.record.instruments[i];
        let plain = |standing| Between { standing, or: None, stale: false };
        if a == b {
            return plain(Standing::Nothing);
        }
        if instrument.kind.asserts() {
            return plain(self.asserted(instrument));
        }
        let (Some(x), Some(y)) = (self.origin(instrument, a), self.origin(instrument, b)) else {
            return plain(Standing::Nothing);
        };
        // Two successors of one party owe each other nothing under its treaty.
        if x.0 == y.0 {
            return plain(Standing::Nothing);
        }
        if self.suppose.contains(&i) {
            return plain(Standing::Binds);
        }
        if instrument.kind == InstrumentKind::Proposal {
            let made = instrument.signed.as_ref().is_none_or(|d| d.first <= self.date);
            return plain(if made { Standing::Draft } else { Standing::Nothing });
        }
        let status = instrument.binds(&x.0, &y.0, self.date);
        let or = match status.or {
            Some(other) => Some(standing(other)),
            None if x.1 || y.1 => Some(Standing::Nothing),
            None => None,
        };
        Between { standing: standing(status.state), or, stale: status.stale }
    }

    /// Is what a clause says asserted on the day? An assertion stands the same to everybody.
    pub(crate) fn is_asserted(&self, c: &Clause) -> bool {
        self.clause(c, 0, 1).standing == Standing::Asserted
    }

    /// An act of one state: asserted from its day until it is given up.
    fn asserted(&self, i: &Instrument) -> Standing {
        // What no state is yet there to assert has no force, whatever the record leaves open of its first day.
        let there = i.parties.is_empty() || i.parties.iter().any(|p| self.is_begun(p));
        let begun = there && i.signed.as_ref().is_none_or(|d| d.first <= self.date);
        let over = |e: &&crate::instrument::Event| {
            e.kind == EventKind::Ended && e.is_verified() && e.date.last <= self.date
        };
        match (begun, i.events.iter().any(|e| over(&e))) {
            (false, _) => Standing::Nothing,
            (true, true) => Standing::Ended,
            (true, false) => Standing::Asserted,
        }
    }

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
    fn is_begun(&self, id: &str) -> bool {
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
        let after = |s: &&crate::record::Succession| s.of == id && s.from.last <= self.date;
        self.law.record.successions.iter().any(|s| after(&s))
    }

    /// What a later instrument replaced stays replaced, even when the later one has ended.
    fn supersede(&mut self) {
        let n = self.law.states.len();
        let all = &self.law.record.instruments;
        for (j, later) in all.iter().enumerate() {
            for r in later.relations.iter().filter(|r| r.kind == RelationKind::Supersedes) {
                let Some(i) = all.iter().position(|x| x.id == r.to) else { continue };
                for pair in 0..n * n {
                    let came =
                        matches!(self.between[j][pair].standing, Standing::Binds | Standing::Ended);
                    let was = &mut self.between[i][pair];
                    if came && matches!(was.standing, Standing::Binds | Standing::Pending) {
                        *was = Between { standing: Standing::Ended, or: None, stale: was.stale };
                    }
                }
            }
        }
    }

    /// Since when an instrument is in force between two states, as far as known.
    pub(crate) fn since(&self, i: usize, a: State, b: State) -> Option<DateSpan> {
        let instrument = &self.law.record.instruments[i];
        let of = |state| {
            let (origin, _) = self.origin(instrument, state)?;
            let own = instrument.in_force_since(&origin);
            let own_name = &self.law.states[state];
            let succeeded = |s: &&crate::record::Succession| s.by == *own_name;
            let joined = (*own_name != origin)
                .then(|| self.law.record.successions.iter().find(|s| succeeded(s)))
                .flatten()
                .map(|s| s.from.clone());
            [own, joined].into_iter().flatten().max_by_key(|d| (d.last, d.first))
        };
        [of(a), of(b)].into_iter().flatten().max_by_key(|d| (d.last, d.first))
    }

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

    pub(crate) fn says(&self, c: &Clause, party: State, layer: Layer, kind: StanceKind) -> bool {
        self.stances(c, party, layer).any(|s| s.kind == kind)
    }
}

fn standing(force: Force) -> Standing {
    match force {
        Force::NotParty | Force::NotSigned => Standing::Nothing,
        Force::Pending => Standing::Pending,
        Force::InForce => Standing::Binds,
        Force::Ended => Standing::Ended,
        Force::Political => Standing::Political,
    }
}

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
        let concerns = |e: &&crate::instrument::Event| {
            e.kind == EventKind::InForce
                && e.is_verified()
                && e.party.as_deref().is_none_or(|p| p == party)
        };
        self.events
            .iter()
            .filter(concerns)
            .map(|e| e.date.clone())
            .min_by_key(|d| (d.first, d.last))
    }

    /// What is known on a day of the ratification of a party.
    #[must_use]
    pub fn ratification(&self, party: &str, on: Date) -> Ratification {
        let mut found = Ratification::Unknown;
        let own = |e: &&crate::instrument::Event| {
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
