//! The case: sea, parties, coasts, deposits, positions; and the public face of a rule.
//!
//! Pure data and checks. Knows nothing of files, rules' insides, lines or law.
//! Coordinates are geodetic degrees on the case's ellipsoid.

pub mod case;
pub mod check;
pub mod depths;
pub mod finding;
pub mod frame;
pub mod geometry;
pub mod names;
pub mod params;
pub mod rule;

pub use case::{Case, Deposit, Level, Party, Port, Position, Source, Switch, Terminus};
pub use check::check;
pub use depths::{Depth, DepthGrid, Unsounded};
pub use finding::{Finding, Severity};
pub use geometry::{EdgeKind, Extent, Ring, Sea, Shore, ShoreKind};
pub use names::Names;
pub use rule::{FailureKind, Param, ParamKind, RuleError, RuleHeader};
