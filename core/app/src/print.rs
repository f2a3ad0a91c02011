//! Writing to standard output and standard error without dying of a closed pipe, and without letting what others
//! have written steer the terminal.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};

use littoral_host::steers;

use crate::failure::{Failure, Outcome};
use crate::style::Style;

/// Writes a result to standard output.
///
/// # Errors
/// [`Failure::Closed`] if the reader is gone; a complaint if the device is full.
pub fn result(text: &str) -> Outcome {
    raw(tame(text).as_bytes())
}

/// Writes a document (text or PNG) to standard output: as it is for a program, fit to be looked at for a person.
///
/// # Errors
/// As [`result`].
pub fn bytes(bytes: &[u8]) -> Outcome {
    match std::str::from_utf8(bytes) {
        Ok(text) if io::stdout().is_terminal() => result(text),
        _ => raw(bytes),
    }
}

fn raw(bytes: &[u8]) -> Outcome {
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
    let _ = err.write_all(tame(text).as_bytes());
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

/// The text with everything spelt out that would steer a terminal or turn the writing round, but for our own dress:
/// rules, plugins and cases give names, messages and lines of source that nobody has looked at.
#[must_use]
pub fn tame(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find(steers) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let dress = Style::CODES.iter().find(|code| from.starts_with(**code));
        let taken =
            dress.map_or_else(|| from.chars().next().map_or(1, char::len_utf8), |c| c.len());
        let (steering, after) = from.split_at(taken);
        match dress {
            Some(_) => out.push_str(steering),
            None => out.extend(steering.chars().flat_map(char::escape_unicode)),
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_dress_stays_and_foreign_steering_is_spelt_out() {
        let rich = Style { colour: true, ..Style::plain() };
        let ours =
            [rich.bold("a"), rich.faint("b"), rich.green("c"), rich.red("d"), rich.cyan("e")];
        let ours = ours.concat() + "\n\tکف سهم\u{200c}ها ✓";
        assert_eq!(tame(&ours), ours);
        let theirs = "\u{1b}]0;title\u{7}\u{1b}[2J\u{1b}[8mhidden\r\u{9b}1A\u{202e}";
        assert_eq!(
            tame(theirs),
            "\\u{1b}]0;title\\u{7}\\u{1b}[2J\\u{1b}[8mhidden\\u{d}\\u{9b}1A\\u{202e}"
        );
        assert_eq!(tame("\u{1b}"), "\\u{1b}");
    }
}
