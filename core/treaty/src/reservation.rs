//! Reservations: a party that excludes or changes the effect of some norms of an instrument for itself (VCLT 19-23).

use jiff::civil::Date;
use littoral_model::Source;
use serde::Serialize;

use crate::date::DateSpan;

/// What a reservation does to the norms that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// They do not apply between the reserving party and the rest.
    Excludes,
    /// They apply as changed, in both directions (VCLT 21(1)).
    Modifies,
}

impl Effect {
    /// Every effect with its word in files.
    pub const WORDS: [(&'static str, Self); 2] =
        [("excludes", Self::Excludes), ("modifies", Self::Modifies)];
}

/// A reservation of one party.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reservation {
    /// Whose.
    pub party: String,
    /// Norms of the instrument that it touches, by id; all of them if empty.
    pub norms: Vec<String>,
    /// What it does.
    pub effect: Effect,
    /// From when; from the signature on, if none.
    pub from: Option<DateSpan>,
    /// When it was withdrawn, half-open.
    pub until: Option<DateSpan>,
    /// When the case learned of it, where that is later than its beginning.
    pub known: Option<DateSpan>,
    /// Parties that objected and said that the instrument is therefore not in force between them (VCLT 20(4)(b)). An
    /// objection that does not say so leaves the reservation its effect (VCLT 21(3)).
    pub refused_by: Vec<String>,
    /// In words.
    pub text: String,
    /// Source and confidence.
    pub source: Source,
}

impl Reservation {
    /// Does it touch a norm of its instrument?
    #[must_use]
    pub fn touches(&self, norm: &str) -> bool {
        self.norms.is_empty() || self.norms.iter().any(|n| n == norm)
    }

    /// Is it held on a day? A day inside an uncertain beginning or end counts; a recollection without a source does not.
    #[must_use]
    pub fn holds(&self, on: Date) -> bool {
        self.source.confidence != "unverified"
            && self.from.as_ref().is_none_or(|f| f.first <= on)
            && self.until.as_ref().is_none_or(|u| on < u.last)
    }
}
