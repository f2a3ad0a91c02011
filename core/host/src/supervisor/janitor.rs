//! What plugins have left behind is ended also when the supervisor itself is killed.
//!
//! A killed supervisor takes its workers with it, but nobody is left to look for what a plugin has started. So a
//! process of its own waits for the end of a pipe, in which no plugin is ever opened. It is started with the first
//! plugin: scripts start nothing.

use std::io::{self, Read};
use std::process::{Child, Command, ExitCode, Stdio};

use super::options::HostOptions;
use super::strays::Marks;

/// Tells a worker that it is the janitor of the workers with these marks.
const MARKS: &str = "LITTORAL_JANITOR";

/// The process that outlives the supervisor by a moment.
pub(super) struct Janitor(Child);

impl Janitor {
    /// Starts it.
    pub(super) fn start(options: &HostOptions) -> io::Result<Self> {
        let mut command = Command::new(options.worker_path()?);
        // The verb alone: what follows it is for workers.
        command.args(options.worker_args.iter().take(1)).env(MARKS, Marks::own().text());
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // An interrupt from the terminal ends the supervisor, and the janitor has its work then.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.spawn().map(Self)
    }
}

impl Drop for Janitor {
    /// A host that ends in order has ended its workers, with all that they had started.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits for the end of the supervisor and cleans up, if this process was started for that.
pub(crate) fn serve() -> Option<ExitCode> {
    let marks = std::env::var(MARKS).ok().filter(|marks| !marks.is_empty());
    let marks = Marks::from_text(marks?);
    let mut rest = [0; 64];
    while !matches!(io::stdin().read(&mut rest), Ok(0) | Err(_)) {}
    marks.sweep();
    Some(ExitCode::SUCCESS)
}
