//! The host: which rules there are, the worker processes that run them, watching, last good result.
//!
//! A case and a rule go in as [`RunRequest`], a division comes out of [`Host::run`]; in between is
//! always a worker process (the hidden verb `littoral worker`, [`worker::main`]). Here is all that
//! the product knows of processes, pipes and watching; it knows nothing of terminals and maps.

pub mod embed;
pub mod messages;
pub mod open_case;
mod plain;
pub mod protocol;
mod recent;
pub mod registry;
pub mod session;
pub mod supervisor;
pub mod watch;
pub mod worker;

pub use littoral_script::api;
pub use littoral_script::steers;
#[cfg(feature = "types")]
pub use littoral_script::types;
pub use littoral_script::words;
pub use messages::Progress;
pub use open_case::{CaseInput, OpenCase, open_case};
pub use registry::{MetricRef, Offer, PluginAccess, Registry, RuleRef};
pub use session::{Good, Outcome, Session, Trouble};
pub use supervisor::{CancelToken, Host, HostOptions, ListedRule, RunRequest, may_pass};
pub use watch::{Changed, Watch, WatchOptions};
