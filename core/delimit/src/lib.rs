//! Distance fields -> partition -> division.
//!
//! Pure: no I/O, no clock, no randomness. Same input, same bytes. Knows nothing of law, scripts
//! or files. Lengths metres, angles degrees at the public surface (radians inside).

pub mod division;
pub mod error;
pub mod field;
pub mod partition;
pub mod waters;

pub use division::{Area, BoundaryLine, Division, LayerDivision, LayerMap, LinePoint, PointKind, Provenance, RuleOutcome, Tie};
pub use error::DelimitError;
pub use field::{Field, FunctionId, Region};
pub use partition::{Holder, Partition};
pub use waters::{DistanceOptions, FitRequest, From, Functions, NoFunctions, Proof, SolveOptions, Waters};
