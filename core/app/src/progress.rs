//! One line that says how far the work is: on a terminal only, cleared at the end.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::print;
use crate::style::Style;

/// A bar over a known number of steps, or nothing at all.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar over `steps` steps called `unit`; silent when quiet or when nobody watches.
    #[must_use]
    pub fn new(steps: usize, unit: &str, quiet: bool) -> Self {
        let style = Style::stderr();
        if quiet || !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr());
        let colour = if style.colour { ".cyan" } else { "" };
        let template =
            format!("  {{msg:24!}} {{bar:30{colour}}}  {{pos}} of {{len}} {unit}   {{elapsed}}");
        if let Ok(look) = ProgressStyle::with_template(&template) {
            bar.set_style(look.progress_chars(if style.unicode { "━━─" } else { "##-" }));
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    /// What is being done now.
    pub fn doing(&self, what: &str) {
        self.0.set_message(print::tame(what).into_owned());
    }

    /// One step is done.
    pub fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
