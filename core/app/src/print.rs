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
    if steering(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = steering(rest) {
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

/// Bytes looked at together: documents are long and nearly all of it plain.
const RUN: usize = 64;

/// Where the first character stands that steers.
fn steering(text: &str) -> Option<usize> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    let mut at = 0;
    loop {
        let rest = &text.as_bytes()[at..];
        // Without an early end to it, a run is looked at in a few steps.
        let plain = rest
            .chunks(RUN)
            .take_while(|run| run.iter().fold(true, |so_far, b| so_far & is_plain(b)));
        let skipped = plain.map(<[u8]>::len).sum::<usize>();
        at += skipped + rest[skipped..].iter().position(|b| !is_plain(b))?;
        // Plain bytes are whole characters, so one begins here.
        let c = text[at..].chars().next()?;
        if steers(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wherever it stands among runs of plain and of other writing, the first is found.
    #[test]
    fn what_steers_is_found_behind_any_length_of_writing() {
        for before in ["", "a", "é", "کف", "a\tb", "✓"] {
            for n in (0..200).step_by(7) {
                let text = before.repeat(n) + &"x".repeat(n);
                assert_eq!(steering(&text), None);
                for (steer, after) in [("\u{1b}", "z\u{7}"), ("\u{202e}", "é"), ("\r", "")] {
                    let all = format!("{text}{steer}{after}");
                    assert_eq!(steering(&all), Some(text.len()), "{all:?}");
                    assert_eq!(steering(&all), all.find(steers));
                }
            }
        }
    }

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
