//! The law of one day: how every instrument stands between every two states.
//!
//! Who is there on the day, and under which party of an instrument, is `states`; what states say, `stances`.

mod stances;
mod states;

use jiff::civil::Date;
use serde::Serialize;

use crate::force::State as Force;
use crate::instrument::{EventKind, Instrument, InstrumentKind};
use crate::law::{Clause, Law, State};
use crate::norm::{Norm, RelationKind};
use crate::reservation::Effect;

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
    /// In force between both, but for the norm: one of them reserved it (VCLT 21).
    Reserved,
    /// Not in force between both, but applied provisionally (VCLT 25).
    Provisional,
    /// In force between both.
    Binds,
    /// No longer in force between them.
    Ended,
}

impl Standing {
    /// Both have to follow it: in force, or applied provisionally.
    #[must_use]
    pub fn applies(self) -> bool {
        matches!(self, Self::Binds | Self::Provisional)
    }
}

/// The standing with what is uncertain about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Between {
    pub(crate) standing: Standing,
    /// The other reading, where the day lies inside an uncertain date.
    pub(crate) or: Option<Standing>,
    pub(crate) stale: bool,
}

impl Between {
    fn plain(standing: Standing) -> Self {
        Self { standing, or: None, stale: false }
    }
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
        let binds = |row: &Vec<Between>| row.iter().any(|b| b.standing.applies());
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
        let open = found.standing.applies() || found.standing == Standing::Pending;
        let mut reserved = self.reservations(c, [a, b]);
        if open && reserved.any(|r| r.effect == Effect::Excludes) {
            found = Between::plain(Standing::Reserved);
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
        let plain = Between::plain;
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
        if self.refuses(instrument, [&x.0, &y.0]) {
            return plain(Standing::Nothing);
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
                    if came && (was.standing.applies() || was.standing == Standing::Pending) {
                        *was = Between { standing: Standing::Ended, or: None, stale: was.stale };
                    }
                }
            }
        }
    }
}

fn standing(force: Force) -> Standing {
    match force {
        Force::NotParty | Force::NotSigned => Standing::Nothing,
        Force::Pending => Standing::Pending,
        Force::Provisional => Standing::Provisional,
        Force::InForce => Standing::Binds,
        Force::Ended => Standing::Ended,
        Force::Political => Standing::Political,
    }
}
