//! Distance fields -> partition -> division.
//!
//! Pure: no I/O, no clock, no randomness. Same input, same bytes. Knows nothing of law, scripts
//! or files. Lengths metres, angles degrees at the public surface (radians inside).

mod around;
mod basis;
mod cells;
mod chains;
mod chart;
mod coast;
pub mod construct;
mod crossing;
mod density;
pub mod division;
mod edge;
mod enclose;
pub mod encroach;
pub mod error;
mod eval;
pub mod field;
pub mod fit;
mod gradient;
mod jacobian;
pub mod layers;
mod lines;
mod mesh;
pub mod metric;
mod nudge;
mod outline;
pub mod overlay;
pub mod partition;
pub mod program;
mod root;
mod seeds;
mod solve;
mod tape;
pub mod terminus;
pub mod thin;
mod ties;
mod topology;
pub mod touches;
mod trace;
pub mod turn;
pub mod waters;
pub mod watershed;

pub use division::{
    Area, BoundaryLine, Control, Division, LayerDivision, LayerMap, LinePoint, PointKind,
    Provenance, RuleOutcome, Tie,
};
pub use encroach::Frontage;
pub use error::DelimitError;
pub use field::{Field, FunctionId, Region};
pub use fit::{Bound, Capacity, Deposited, FitRequest, Infeasible, Measure, Proof, Split};
pub use partition::{Holder, Partition};
pub use terminus::Terminus;
pub use touches::Orphan;
pub use turn::Turn;
pub use waters::{
    Bases, DistanceOptions, Drawn, DrawnLine, From, Functions, Integrals, Mark, NoFunctions, Path,
    Shores, SolveOptions, Waters,
};
