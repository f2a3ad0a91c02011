//! The legal record of a sea as it was read: instruments and what they are read with.

use littoral_model::Source;
use serde::Serialize;

use crate::date::DateSpan;
use crate::instrument::Instrument;
use crate::way::{DrawnLine, Way};

/// A state that takes the place of an earlier one in its treaties.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Succession {
    /// The earlier state.
    pub of: String,
    /// The later one.
    pub by: String,
    /// Since when; on that day the earlier one is no more.
    pub from: DateSpan,
    /// Source and confidence.
    pub source: Source,
}

/// A theory or characterisation that can be read over the record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overlay {
    /// Id (`continuity`).
    pub id: String,
    /// Those of one group exclude one another (`succession`, `character`).
    pub group: String,
    /// In words.
    pub text: String,
    /// Source and confidence.
    pub source: Source,
}

/// How a new regime may be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Procedure {
    /// Id.
    pub id: String,
    /// How many parties must agree.
    pub consent_of: usize,
    /// From when.
    pub from: DateSpan,
    /// In words.
    pub text: String,
    /// Source and confidence.
    pub source: Source,
}

/// The record.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Record {
    /// Littoral states in the case's order.
    pub parties: Vec<String>,
    /// Earlier states, with what came after them.
    pub successions: Vec<Succession>,
    /// Instruments by id.
    pub instruments: Vec<Instrument>,
    /// Ways of dividing.
    pub ways: Vec<Way>,
    /// Lines outside instruments.
    pub lines: Vec<DrawnLine>,
    /// Overlays.
    pub overlays: Vec<Overlay>,
    /// Procedures.
    pub procedures: Vec<Procedure>,
    /// Deposits that the case knows.
    pub deposits: Vec<String>,
    /// The day up to which it is known, where that is an earlier one ([`Record::as_known_on`]).
    #[serde(skip)]
    pub known_on: Option<jiff::civil::Date>,
    /// How near a limit a point must be to be called doubtful, nautical miles.
    pub near_nm: f64,
}

impl Record {
    /// Parties, then earlier states.
    #[must_use]
    pub fn states(&self) -> Vec<String> {
        let mut all = self.parties.clone();
        for s in &self.successions {
            if !all.contains(&s.of) {
                all.push(s.of.clone());
            }
        }
        all
    }

    /// An instrument by id.
    #[must_use]
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|i| i.id == id)
    }

    /// All lines: those of the record, then those of its instruments.
    pub fn all_lines(&self) -> impl Iterator<Item = &DrawnLine> {
        self.lines.iter().chain(self.instruments.iter().flat_map(|i| &i.lines))
    }
}
