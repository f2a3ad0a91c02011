//! What the terminal can show: colour, emphasis, characters, width.
//!
//! Ink is the terminal's own. Nothing is said by colour alone, so `NO_COLOR`, a pipe and a plain
//! terminal lose nothing.

use std::env;
use std::io::{self, IsTerminal};

/// How text for one stream is dressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Bold, faint and colours are allowed.
    pub colour: bool,
    /// Characters beyond ASCII are allowed.
    pub unicode: bool,
    /// Columns at most.
    pub width: usize,
}

/// Widest line that is ever printed.
const WIDEST: usize = 100;

impl Style {
    /// Every sequence that dresses text. A terminal gets no other.
    pub const CODES: [&str; 6] =
        ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[32m", "\u{1b}[1;31m", "\u{1b}[36m"];

    /// Plain text in UTF-8 at full width.
    #[must_use]
    pub const fn plain() -> Self {
        Self { colour: false, unicode: true, width: WIDEST }
    }

    /// For results on standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self::of(io::stdout().is_terminal())
    }

    /// For messages on standard error.
    #[must_use]
    pub fn stderr() -> Self {
        Self::of(io::stderr().is_terminal())
    }

    fn of(terminal: bool) -> Self {
        let off = env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
            || env::var_os("TERM").is_some_and(|t| t == "dumb");
        let width = if terminal { columns() } else { WIDEST };
        Self { colour: terminal && !off, unicode: utf8(), width }
    }

    fn paint(self, code: &str, text: &str) -> String {
        match self.colour && !text.is_empty() {
            true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }

    /// Party codes, the first words of a message.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Everything beside the point.
    #[must_use]
    pub fn faint(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Only with a tick.
    #[must_use]
    pub fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// The word `error` and the mark under its cause.
    #[must_use]
    pub fn red(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    /// Commands to type.
    #[must_use]
    pub fn cyan(self, text: &str) -> String {
        self.paint("36", text)
    }

    /// "Reaches it".
    #[must_use]
    pub const fn tick(self) -> &'static str {
        if self.unicode { "✓" } else { "*" }
    }

    /// "No such number".
    #[must_use]
    pub const fn dash(self) -> &'static str {
        if self.unicode { "–" } else { "-" }
    }

    /// A rule across the table.
    #[must_use]
    pub fn rule(self, width: usize) -> String {
        if self.unicode { "─" } else { "-" }.repeat(width)
    }

    /// Text as this terminal can show it: other characters become their nearest, or `?`.
    #[must_use]
    pub fn fit(self, text: &str) -> String {
        if self.unicode { text.to_owned() } else { text.chars().map(ascii).collect() }
    }
}

fn ascii(c: char) -> &'static str {
    const PLAIN: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    match c {
        '\n' => "\n",
        '\u{1b}' => "\u{1b}",
        '²' => "2",
        '·' => "-",
        '–' | '—' | '−' | '─' => "-",
        '✓' => "*",
        '…' => "...",
        '′' => "'",
        '″' => "\"",
        '°' => "d",
        'ö' => "o",
        '\u{a0}' | '\u{2009}' | '\u{202f}' => " ",
        c => PLAIN.find(c).map_or("?", |k| &PLAIN[k..=k]),
    }
}

/// UTF-8 by the locale variables, in their order of precedence; with none set: yes on a system
/// that speaks UTF-8 anyway, no in the bare `C` locale that somebody asked for by name.
fn utf8() -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|v| {
        let value = env::var(v).ok()?;
        (!value.is_empty()).then_some(value)
    });
    match named {
        None => true,
        Some(name) => {
            let name = name.to_ascii_lowercase();
            name.contains("utf-8") || name.contains("utf8")
        }
    }
}

fn columns() -> usize {
    let stated = env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let seen = || usize::from(console::Term::stdout().size().1);
    stated.unwrap_or_else(seen).clamp(40, WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_without_unicode() {
        let poor = Style { unicode: false, ..Style::plain() };
        assert_eq!(
            poor.fit("379 164 km² · 30° ✓ – Garabogazköl"),
            "379 164 km2 - 30d * - Garabogazkol"
        );
    }

    #[test]
    fn colour_only_where_allowed() {
        assert_eq!(Style::plain().red("error"), "error");
        let rich = Style { colour: true, ..Style::plain() };
        assert_eq!(rich.green("✓"), "\u{1b}[32m✓\u{1b}[0m");
    }
}
