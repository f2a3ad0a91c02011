//! Native plugins: from a folder with `plugin.toml` to rules that run.
//!
//! A plugin is machine code with all the rights of the user. So its bytes are read once, compared
//! with what the user has trusted ([`TrustStore`]), checked for being whole ([`complete`]), copied
//! to a private folder, and only that copy is opened ([`Plugin::open`]), in a worker process. An
//! opened library is never closed: a changed plugin means a new worker.
//!
//! The supervisor may call everything here but [`Plugin::open`] and [`Plugin::load`]; those run
//! foreign code and belong to a worker. Knows nothing of processes, scripts or commands. The only
//! user of libloading. Lengths metres, angles degrees.

mod call;
pub mod complete;
mod conformance;
mod context;
mod deadline;
mod fault;
mod files;
mod instance;
mod list;
mod load;
mod manifest;
mod measure;
mod ops;
mod rounding;
mod run;
mod scorer;
mod stage;
mod table;
#[doc(hidden)]
pub mod tape;
mod trust;

pub use conformance::Verdict;
pub use list::{Listing, discover, inspect};
pub use load::{LoadOptions, Plugin};
pub use manifest::{AbiVersion, Manifest};
pub use measure::Measured;
pub use run::Limits;
pub use scorer::{Points, Scorer};
pub use stage::{Fingerprint, Staged};
pub use trust::{Trust, TrustStore, Trusted};
