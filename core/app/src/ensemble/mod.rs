//! Ensembles: one division is an opinion, a thousand are a finding.
//!
//! ```text
//! study.toml -> prepare -> plan.json -> shard (any number, anywhere) -> parts -> merge -> result.parquet -> analysis
//! ```
//!
//! Scenario k depends on the plan and k alone; a failed one is a row with an error code. Parts are whole or not there, and
//! the merged bytes are the plan's alone, however the work was shared out.

pub mod analysis;
pub mod bench;
pub mod chart;
pub mod contour;
pub mod design;
pub mod front;
pub mod indices;
pub mod lattice;
pub mod merge;
pub mod output;
pub mod page;
pub mod part;
pub mod plan;
pub mod prepare;
pub mod random;
pub mod row;
pub mod shard;
pub mod sobol;
pub mod stats;
pub mod wkb;

pub use analysis::Analysis;
pub use bench::Bench;
pub use merge::merge;
pub use output::{REPORT, write};
pub use part::Parts;
pub use plan::{Plan, resolved};
pub use prepare::prepare;
pub use row::{Cell, Last, row};
pub use shard::{Done, Shard, run};
