//! Writing to standard output and standard error without dying of a closed pipe.

use std::io::{self, ErrorKind, Write};

use crate::failure::{Failure, Outcome};
use crate::style::Style;

/// Writes a result to standard output.
///
/// # Errors
/// [`Failure::Closed`] if the reader is gone; a complaint if the device is full.
pub fn result(text: &str) -> Outcome {
    bytes(text.as_bytes())
}

/// Writes bytes (a PNG) to standard output.
///
/// # Errors
/// As [`result`].
pub fn bytes(bytes: &[u8]) -> Outcome {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Err(Failure::Closed),
        Err(e) => Err(Failure::usage(
            format!("the result cannot be written: {e}"),
            "standard output",
            "write to a file with -o PATH",
        )),
    }
}

/// Says something beside the result. A closed standard error is nobody's loss.
pub fn aside(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes());
}

/// The doubts of a division, each a line on standard error.
pub fn warnings(rule: &str, warnings: &[String], style: Style) {
    for warning in warnings {
        aside(&style.fit(&format!(
            "{}{} {warning}\n",
            style.bold("warning"),
            style.faint(&format!(": {rule}:"))
        )));
    }
}
