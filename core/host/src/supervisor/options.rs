//! How a [`super::Host`] starts its workers.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;
use std::{env, io};

/// Names another program as the worker; for tests.
const WORKER: &str = "LITTORAL_WORKER";

/// Options of [`super::Host::new`].
#[derive(Debug, Clone)]
pub struct HostOptions {
    /// Program of the worker; `None` is `$LITTORAL_WORKER`, else this program.
    pub worker: Option<PathBuf>,
    /// Its arguments.
    pub worker_args: Vec<OsString>,
    /// Keep one worker more than needed, so that a run never waits for a start.
    pub spare: bool,
    /// How many idle workers are kept beside the spare.
    pub idle: usize,
    /// How long a fresh worker may take to greet.
    pub greeting: Duration,
    /// Time between asking a run to stop and killing its worker.
    pub grace: Duration,
    /// The same for a run that nobody wants any more: its worker is dearer than the newer run's
    /// time only if it stops at once.
    pub cancelling: Duration,
}

impl HostOptions {
    /// For one command: no more workers than runs.
    #[must_use]
    pub fn once() -> Self {
        let idle = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            worker: None,
            worker_args: vec!["worker".into()],
            spare: false,
            idle,
            greeting: Duration::from_secs(10),
            grace: Duration::from_millis(250),
            cancelling: Duration::from_millis(15),
        }
    }

    /// For a session of many runs: with a spare worker.
    #[must_use]
    pub fn session() -> Self {
        Self { spare: true, ..Self::once() }
    }

    pub(super) fn worker_path(&self) -> io::Result<PathBuf> {
        let named = self.worker.clone().or_else(|| env::var_os(WORKER).map(PathBuf::from));
        named.map_or_else(env::current_exe, Ok)
    }
}

impl Default for HostOptions {
    fn default() -> Self {
        Self::session()
    }
}
