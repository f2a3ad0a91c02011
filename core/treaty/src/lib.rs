//! The law of a shared sea: who may do what, in which layer, at which point, on which date, between which
//! states, and on what basis.
//!
//! A [`Record`] holds what was read: instruments with their norms, stances and relations, each with
//! article and source. [`Law`] binds it to the geometry of a case; [`Day`] is the law of one day;
//! [`Day::at`] answers a [`Question`]. Pure: no files, no clock. A fact of uncertain date is an interval
//! ([`DateSpan`]), and a question asked inside it answers with both readings instead of a guess.
//!
//! In the terms of LADM (ISO 19152) and IHO S-121: parties, rights, restrictions and responsibilities
//! ([`Norm`]), spatial units ([`Extent`]), sources ([`Instrument`]).

pub mod answer;
pub mod ask;
pub mod date;
pub mod day;
pub mod extent;
pub mod flaws;
pub mod force;
pub mod ground;
pub mod held;
pub mod instrument;
mod known;
pub mod law;
pub mod ledger;
pub mod norm;
pub mod overlaps;
pub mod plan;
mod priority;
mod ratified;
pub mod record;
pub mod regime;
pub mod reservation;
pub mod share;
pub mod survey;
pub mod terms;
pub mod timeline;
pub mod way;

pub use answer::{Answer, Basis, DyadAnswer, LegalFinding, Question, Subject, Verdict};
pub use date::DateSpan;
pub use day::{Day, Standing};
pub use extent::{Extent, Whose};
pub use flaws::Flaw;
pub use force::{State, Status};
pub use held::Held;
pub use instrument::{Event, EventKind, Instrument, InstrumentKind, ZoneHeader};
pub use law::Law;
pub use ledger::Ledger;
pub use norm::{Bearer, Norm, Relation, RelationKind, Stance, StanceKind};
pub use plan::Plan;
pub use ratified::Ratification;
pub use record::{Overlay, Procedure, Record, Succession};
pub use reservation::{Effect, Reservation};
pub use share::Fraction;
pub use survey::Survey;
pub use terms::{Activity, Layer, Modality};
pub use way::{DrawnLine, Node, Way, WayKind};
