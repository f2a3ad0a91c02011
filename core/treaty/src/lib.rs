//! Instruments and their force between parties on a date.
//!
//! Pure: no files, no clock. A fact of uncertain date is an interval ([`DateSpan`]), and a question
//! asked inside it answers with both readings instead of a guess.

pub mod date;
pub mod force;
pub mod instrument;

pub use date::DateSpan;
pub use force::{State, Status};
pub use instrument::{Event, EventKind, Instrument, InstrumentKind, ZoneHeader};
