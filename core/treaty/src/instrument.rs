//! The header of an instrument: what it is, who is party, what happened to it when.

use littoral_model::Source;
use serde::Serialize;

use crate::date::DateSpan;

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
}

impl InstrumentKind {
    /// Every kind with its word in files.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("treaty", Self::Treaty),
        ("protocol", Self::Protocol),
        ("declaration", Self::Declaration),
        ("memorandum", Self::Memorandum),
        ("unilateral", Self::Unilateral),
        ("practice", Self::Practice),
        ("meeting", Self::Meeting),
    ];
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
    /// Change by a later instrument.
    Amended,
    /// A protocol to the instrument.
    Protocol,
    /// End: replaced, denounced, expired.
    Ended,
}

impl EventKind {
    /// Every kind with its word in files.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("signed", Self::Signed),
        ("adopted", Self::Adopted),
        ("consent", Self::Consent),
        ("ratified", Self::Ratified),
        ("not_ratified", Self::NotRatified),
        ("in_force", Self::InForce),
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
    /// Day of signature or adoption.
    pub signed: Option<DateSpan>,
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
    pub norms: Vec<String>,
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
