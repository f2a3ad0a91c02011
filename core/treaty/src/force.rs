//! Is an instrument in force for a party, or between two, on a date?

use jiff::civil::Date;
use serde::Serialize;

use crate::date::DateSpan;
use crate::instrument::{Event, EventKind, Instrument};

/// State of an instrument for a party on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The state is no party to it.
    NotParty,
    /// Before signature.
    NotSigned,
    /// Signed, not yet in force: only the duty of good faith (VCLT 18) holds.
    Pending,
    /// Not in force, but applied provisionally (VCLT 25).
    Provisional,
    /// In force.
    InForce,
    /// No longer in force.
    Ended,
    /// Adopted, but not meant to bind in law.
    Political,
}

/// What is known of the state on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The state by the earliest reading of every uncertain date.
    pub state: State,
    /// The state by the latest reading, where it differs: the day falls inside an uncertain date.
    pub or: Option<State>,
    /// The day lies after the last day on which this state is known, and it may have changed.
    pub stale: bool,
}

impl Status {
    fn plain(state: State) -> Self {
        Self { state, or: None, stale: false }
    }

    /// In force by every reading. Staleness does not count: see [`Status::stale`].
    #[must_use]
    pub fn holds(self) -> bool {
        self.state == State::InForce && self.or.is_none()
    }
}

/// One end of an uncertain date.
#[derive(Clone, Copy)]
enum Reading {
    Earliest,
    Latest,
}

impl Reading {
    /// Has the day come by `on`?
    fn reached(self, date: &DateSpan, on: Date) -> bool {
        match self {
            Self::Earliest => date.first <= on,
            Self::Latest => date.last <= on,
        }
    }
}

impl Instrument {
    /// State for one party on a day. A date is half-open in law: in force on the day of entry
    /// into force, not on the day it ends.
    #[must_use]
    pub fn in_force(&self, party: &str, on: Date) -> Status {
        if !self.parties.iter().any(|p| p == party) {
            return Status::plain(State::NotParty);
        }
        let state = self.read(party, on, Reading::Earliest);
        let late = self.read(party, on, Reading::Latest);
        let settled = matches!(state, State::NotSigned | State::Ended | State::Political);
        let stale = !settled && self.as_of.as_ref().is_some_and(|known| on > known.last);
        Status { state, or: (late != state).then_some(late), stale }
    }

    /// State between two parties on a day: in force only if it is for both; otherwise the state
    /// of the party that is less far.
    #[must_use]
    pub fn binds(&self, a: &str, b: &str, on: Date) -> Status {
        let (x, y) = (self.in_force(a, on), self.in_force(b, on));
        let state = lesser(x.state, y.state);
        let late = lesser(x.or.unwrap_or(x.state), y.or.unwrap_or(y.state));
        Status { state, or: (late != state).then_some(late), stale: x.stale || y.stale }
    }

    fn read(&self, party: &str, on: Date, reading: Reading) -> State {
        let reached = |kind| self.events_of(party, kind).any(|e| reading.reached(&e.date, on));
        let signed = self.signed.as_ref().is_some_and(|d| reading.reached(d, on));
        if reached(EventKind::Ended) {
            State::Ended
        } else if reached(EventKind::InForce) {
            State::InForce
        } else if !signed {
            State::NotSigned
        } else if reached(EventKind::Provisional) && !reached(EventKind::ProvisionalEnded) {
            State::Provisional
        } else if self.binding {
            State::Pending
        } else {
            State::Political
        }
    }

    /// Verified events of a kind that concern a party.
    fn events_of<'a>(&'a self, party: &'a str, kind: EventKind) -> impl Iterator<Item = &'a Event> {
        let concerns = move |e: &&Event| e.party.as_deref().is_none_or(|p| p == party);
        self.events.iter().filter(move |e| e.kind == kind && e.is_verified()).filter(concerns)
    }
}

/// Of two states the one that binds less; an end counts as the least but for no party at all.
fn lesser(a: State, b: State) -> State {
    let rank = |s| match s {
        State::NotParty => 0,
        State::Ended => 1,
        State::NotSigned => 2,
        State::Political => 3,
        State::Pending => 4,
        State::Provisional => 5,
        State::InForce => 6,
    };
    if rank(a) <= rank(b) { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::InstrumentKind;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// An instrument with the events `(date, kind, party)`.
    fn instrument(
        parties: &[&str],
        signed: &str,
        events: &[(&str, EventKind, &str)],
    ) -> Instrument {
        let event = |&(date, kind, party): &(&str, EventKind, &str)| Event {
            date: date.parse().unwrap(),
            kind,
            party: (!party.is_empty()).then(|| party.to_owned()),
            text: String::new(),
            known: None,
            confidence: None,
        };
        Instrument {
            signed: signed.parse().ok(),
            as_of: "2025-12-15".parse().ok(),
            events: events.iter().map(event).collect(),
            ..Instrument::empty("T", InstrumentKind::Treaty, parties)
        }
    }

    #[test]
    fn force_begins_on_its_day_and_ends_before_the_day_of_the_end() {
        let kinds = [("1936-02-01", EventKind::InForce, ""), ("1940-03-25", EventKind::Ended, "")];
        let t = instrument(&["IRN", "SUN"], "1935-08-25", &kinds);
        for (on, state) in [
            ("1935-08-24", State::NotSigned),
            ("1935-08-25", State::Pending),
            ("1936-01-31", State::Pending),
            ("1936-02-01", State::InForce),
            ("1940-03-24", State::InForce),
            ("1940-03-25", State::Ended),
        ] {
            assert_eq!(t.in_force("IRN", date(on)), Status::plain(state), "{on}");
        }
        assert_eq!(t.in_force("KAZ", date("1938-01-01")), Status::plain(State::NotParty));
    }

    #[test]
    fn inside_an_uncertain_date_both_readings_are_given() {
        let t = instrument(&["AZE", "KAZ"], "2001-11-29", &[("2003-07", EventKind::InForce, "")]);
        let status = t.binds("AZE", "KAZ", date("2003-07-10"));
        assert_eq!((status.state, status.or), (State::InForce, Some(State::Pending)));
        assert!(!status.holds());
        assert!(t.binds("AZE", "KAZ", date("2003-07-31")).holds());
    }

    #[test]
    fn a_party_that_joined_later_binds_from_its_own_day() {
        let joined = [("1997", EventKind::InForce, "RUS"), ("2016", EventKind::InForce, "AZE")];
        let t = instrument(&["AZE", "RUS"], "1982-12-10", &joined);
        let day = date("2005-01-01");
        assert_eq!(t.in_force("RUS", day).state, State::InForce);
        assert_eq!(t.binds("RUS", "AZE", day).state, State::Pending);
        assert_eq!(t.binds("AZE", "RUS", day), t.binds("RUS", "AZE", day));
        assert!(t.binds("RUS", "AZE", date("2017-01-01")).holds());
        assert!(t.binds("RUS", "AZE", date("2026-01-01")).stale);
    }

    #[test]
    fn applied_provisionally_until_in_force_or_until_notice() {
        let kinds = [
            ("2010-06-01", EventKind::Provisional, ""),
            ("2011-03-01", EventKind::ProvisionalEnded, "BBB"),
            ("2012-01-01", EventKind::InForce, "AAA"),
        ];
        let t = instrument(&["AAA", "BBB", "CCC"], "2010-01-01", &kinds);
        let state = |a, b, on| t.binds(a, b, date(on)).state;
        assert_eq!(state("AAA", "BBB", "2010-05-31"), State::Pending);
        assert_eq!(state("AAA", "BBB", "2010-06-01"), State::Provisional);
        assert_eq!(state("AAA", "BBB", "2011-03-01"), State::Pending, "one gave notice");
        assert_eq!(state("AAA", "CCC", "2012-01-01"), State::Provisional, "in force for one alone");
        assert!(!t.in_force("CCC", date("2012-01-01")).holds());
    }

    #[test]
    fn an_unverified_event_decides_nothing() {
        let mut t = instrument(&["AZE", "RUS"], "2018-08-12", &[("2019", EventKind::InForce, "")]);
        t.events[0].confidence = Some("unverified".into());
        assert_eq!(t.in_force("RUS", date("2024-01-01")).state, State::Pending);
    }
}
