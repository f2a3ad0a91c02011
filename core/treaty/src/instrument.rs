//! The header of an instrument: what it is, who is party, what happened to it when.

use littoral_model::Source;
use serde::Serialize;

use crate::date::DateSpan;
use crate::norm::{Norm, Relation, Stance};
use crate::reservation::Reservation;
use crate::way::DrawnLine;

/// Kinds of instruments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InstrumentKind {
    /// Treaty, convention or agreement.
    Treaty,
    /// Protocol to a treaty.
    Protocol,
    /// Political declaration or joint statement.
    Declaration,
    /// Memorandum of understanding.
    Memorandum,
    /// Act of one state.
    Unilateral,
    /// What states did, without a text.
    Practice,
    /// A meeting that matters although no text came of it.
    Meeting,
    /// What a state asserts for itself: never binds by itself.
    Claim,
    /// A draft or proposal: never binds, may be supposed to.
    Proposal,
}

impl InstrumentKind {
    /// Every kind with its word in files.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("treaty", Self::Treaty),
        ("protocol", Self::Protocol),
        ("declaration", Self::Declaration),
        ("memorandum", Self::Memorandum),
        ("unilateral", Self::Unilateral),
        ("practice", Self::Practice),
        ("meeting", Self::Meeting),
        ("claim", Self::Claim),
        ("proposal", Self::Proposal),
    ];

    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, k)| *k == self).map_or("", |(w, _)| w)
    }

    /// Asserts without binding anybody else.
    #[must_use]
    pub fn asserts(self) -> bool {
        matches!(self, Self::Unilateral | Self::Practice | Self::Claim)
    }
}

/// Kinds of events in the life of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Signature.
    Signed,
    /// Adoption of a text that is not signed: a declaration, a decree, a meeting.
    Adopted,
    /// Consent of a parliament or a chamber; does not bind the state by itself.
    Consent,
    /// Ratification, or the law that ratifies.
    Ratified,
    /// Known not to be ratified on that day.
    NotRatified,
    /// Entry into force, for one party or for all.
    InForce,
    /// Applied provisionally from then on, before it is in force (VCLT 25).
    Provisional,
    /// No longer applied provisionally: a party gave notice that it will not join.
    ProvisionalEnded,
    /// Change by a later instrument.
    Amended,
    /// A protocol to the instrument.
    Protocol,
    /// End: replaced, expired, or, for one party, denounced.
    Ended,
}

impl EventKind {
    /// Every kind with its word in files.
    pub const WORDS: [(&'static str, Self); 11] = [
        ("signed", Self::Signed),
        ("adopted", Self::Adopted),
        ("consent", Self::Consent),
        ("ratified", Self::Ratified),
        ("not_ratified", Self::NotRatified),
        ("in_force", Self::InForce),
        ("provisional", Self::Provisional),
        ("provisional_ended", Self::ProvisionalEnded),
        ("amended", Self::Amended),
        ("protocol", Self::Protocol),
        ("ended", Self::Ended),
    ];
}

/// Something that happened to an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub date: DateSpan,
    /// What.
    pub kind: EventKind,
    /// Of which party; of all if none.
    pub party: Option<String>,
    /// In words.
    pub text: String,
    /// When the case learned of it, where that is later than the day itself.
    pub known: Option<DateSpan>,
    /// Confidence, where it differs from the instrument's. `unverified` events are kept for
    /// people to check and never decide anything.
    pub confidence: Option<String>,
}

impl Event {
    /// False for a recollection without a source.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.confidence.as_deref() != Some("unverified")
    }
}

/// A zone that an instrument names; its width only, the geometry belongs to rules.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ZoneHeader {
    /// Name.
    pub name: String,
    /// Width in nautical miles, where one is given.
    pub width_nm: Option<f64>,
    /// The zone that it follows seaward.
    pub beyond: String,
    /// Article.
    pub locator: String,
    /// Rule in words.
    pub rule: String,
}

/// An instrument's header.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Instrument {
    /// Stable id (`RUKZ1998`).
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: InstrumentKind,
    /// Meant to bind in law.
    pub binding: bool,
    /// Parties, predecessor states among them.
    pub parties: Vec<String>,
    /// Who proposed it, where it is a draft.
    pub proposer: Vec<String>,
    /// Day of signature or adoption.
    pub signed: Option<DateSpan>,
    /// When the case learned of it, where that is later than its signature.
    pub known: Option<DateSpan>,
    /// Place of signature.
    pub place: String,
    /// Layers and subjects.
    pub layers: Vec<String>,
    /// State in words, as the sources put it.
    pub state: String,
    /// Last day on which that state is known to hold.
    pub as_of: Option<DateSpan>,
    /// Method of delimitation in words.
    pub method: String,
    /// Length of the agreed line, nautical miles.
    pub line_length_nm: Option<f64>,
    /// Contents in short.
    pub contents: Vec<String>,
    /// Its norms.
    pub norms: Vec<Norm>,
    /// Lines that it draws.
    pub lines: Vec<DrawnLine>,
    /// Its bearing on other instruments.
    pub relations: Vec<Relation>,
    /// What states say to it.
    pub stances: Vec<Stance>,
    /// What parties exclude or change for themselves.
    pub reservations: Vec<Reservation>,
    /// Zones that it names.
    pub zones: Vec<ZoneHeader>,
    /// Shares of deposits by party, as exact fractions in text (`3/10`).
    pub shares: Vec<(String, String)>,
    /// Deposits that it allots, by party or `joint`.
    pub deposits: Vec<(String, Vec<String>)>,
    /// Events in the order of their first possible day.
    pub events: Vec<Event>,
    /// Note.
    pub note: String,
    /// Source and confidence.
    pub source: Source,
    /// File, for findings.
    pub origin: String,
}

impl Instrument {
    /// An instrument of which nothing is known but its name, kind and parties.
    #[must_use]
    pub fn empty(id: &str, kind: InstrumentKind, parties: &[&str]) -> Self {
        Self {
            id: id.to_owned(),
            title: String::new(),
            kind,
            binding: true,
            parties: parties.iter().map(|&p| p.to_owned()).collect(),
            proposer: Vec::new(),
            signed: None,
            known: None,
            place: String::new(),
            layers: Vec::new(),
            state: String::new(),
            as_of: None,
            method: String::new(),
            line_length_nm: None,
            contents: Vec::new(),
            norms: Vec::new(),
            lines: Vec::new(),
            relations: Vec::new(),
            stances: Vec::new(),
            reservations: Vec::new(),
            zones: Vec::new(),
            shares: Vec::new(),
            deposits: Vec::new(),
            events: Vec::new(),
            note: String::new(),
            source: Source { cite: Vec::new(), confidence: "high".into() },
            origin: String::new(),
        }
    }
}
