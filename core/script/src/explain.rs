//! From an interpreter's error to a message about the rule: kind, place, line, next step.
//!
//! Luau says file and line in the first line of an error, a column never. Errors raised by host
//! functions carry no place: it is the first script frame of the traceback. The column is found
//! by looking for the word at fault in the source line.

use littoral_model::params::did_you_mean;
use littoral_model::rule::Place;
use littoral_model::{FailureKind, RuleError};

use crate::api;
use crate::bind;
use crate::budget::Budget;
use crate::clean::{clean, cleaned};
use crate::fault::Fault;
use crate::sandbox::allow;
use crate::source::{Source, Text};

/// Most script frames that a message lists.
const MOST_FRAMES: usize = 10;
/// Longest text of a message, characters.
const LONGEST_TEXT: usize = 600;
/// What to do where something is called that is nothing.
const NOTHING: &str = "What is called has no value: is its name misspelt?";
/// How the parser names the end of the text.
const END_OF_FILE: &str = "<eof>";

/// The failure of one evaluation, as the user sees it.
pub(crate) fn explain(
    error: &mlua::Error,
    source: &Source,
    rule: &str,
    budget: &Budget,
) -> RuleError {
    let story = Story::of(error);
    let texts = source.texts();
    let frames: Vec<Frame> = story.trace.lines().filter_map(|l| Frame::read(l, &texts)).collect();
    let (raised, text) = split_place(&story.fault.text, &texts);
    let spot = spot(raised, &frames, &texts);
    let (at_text, line) = (&texts[spot.map_or(0, |s| s.text)], spot.map(|s| s.line));
    let mut fault = Fault { text: shortened(without_addresses(text)), ..story.fault };
    if let Some(verdict) = budget.verdict() {
        fault = verdict;
    } else if story.out_of_memory {
        fault = budget.out_of_memory();
    }
    if fault.token.is_empty() {
        let said_on = line.and_then(|n| at_text.line(n)).unwrap_or("");
        fault.token = token(&fault.text, said_on, at_text.text).unwrap_or_default();
    }
    if fault.hint.is_empty() {
        fault.hint = hint(&fault.text, &fault.token);
    }
    let at = place(line, &fault.token, at_text);
    let trace = frames.iter().take(MOST_FRAMES).map(|f| cleaned(f.show(&texts))).collect();
    RuleError {
        rule: clean(rule).into_owned(),
        kind: fault.kind,
        text: cleaned(shortened(fault.text)),
        at: at.map(|at| Place { source: cleaned(at.source), ..at }),
        trace,
        hint: cleaned(fault.hint),
    }
}

/// A line of one of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    text: usize,
    line: u32,
}

/// Where an error is shown: where it was raised, or the innermost frame; but rather in the user's
/// own files than in littoral's library, whose frames the trace shows.
fn spot(raised: Option<Spot>, frames: &[Frame], texts: &[Text<'_>]) -> Option<Spot> {
    let all = || raised.into_iter().chain(frames.iter().map(|f| f.spot));
    all().find(|s| texts[s.text].own).or_else(|| all().next())
}

/// The place of the word at fault: on the line that the interpreter names; on a later line of the
/// same call, if that line leaves a bracket open; where it is set, if no line is named at all.
fn place(line: Option<u32>, token: &str, within: &Text<'_>) -> Option<Place> {
    let lines: Vec<&str> = within.text.lines().collect();
    let line = line.map(|n| (n as usize).clamp(1, lines.len().max(1)));
    let is_set = |text: &str| {
        let after = find_word(text, token).map(|k| text[k + token.len()..].trim_start());
        after.is_some_and(|rest| rest.starts_with('=') && !rest.starts_with("=="))
    };
    let line = match line {
        Some(n) if lines.get(n - 1).is_some_and(|l| l.trim_end().ends_with(['{', '(', ','])) => {
            let rest = lines.iter().enumerate().skip(n - 1).take(40);
            rest.clone().find(|(_, l)| find_word(l, token).is_some()).map_or(n, |(k, _)| k + 1)
        }
        Some(n) => n,
        None => lines.iter().position(|l| is_set(l))? + 1,
    };
    let text = lines.get(line - 1).copied().unwrap_or("");
    let column =
        if token == END_OF_FILE { text.chars().count() as u32 + 1 } else { column(text, token) };
    Some(Place { file: within.file.clone(), line: line as u32, column, source: text.to_owned() })
}

/// What the nested errors of the interpreter amount to.
struct Story {
    fault: Fault,
    trace: String,
    out_of_memory: bool,
}

impl Story {
    fn of(error: &mlua::Error) -> Self {
        let mut trace = String::new();
        let mut error = error;
        loop {
            match error {
                mlua::Error::CallbackError { traceback, cause } => {
                    trace.clone_from(traceback);
                    error = cause;
                }
                mlua::Error::WithContext { cause, .. } => error = cause,
                mlua::Error::BadArgument { pos: 1, name: Some(name), .. } if name == "self" => {
                    return Self::told(needs_colon(), trace);
                }
                mlua::Error::BadArgument { cause, .. } => error = cause,
                other => return Self::told_by(other, trace),
            }
        }
    }

    fn told(fault: Fault, trace: String) -> Self {
        Self { fault, trace, out_of_memory: false }
    }

    fn told_by(error: &mlua::Error, trace: String) -> Self {
        match error {
            mlua::Error::ExternalError(cause) => match cause.downcast_ref::<Fault>() {
                Some(fault) => Self::told(fault.clone(), trace),
                None => Self::told(Fault::new(FailureKind::Runtime, cause.to_string()), trace),
            },
            mlua::Error::SyntaxError { message, .. } => {
                Self::told(Fault::new(FailureKind::Syntax, message), trace)
            }
            mlua::Error::MemoryError(text) => Self {
                out_of_memory: true,
                ..Self::told(Fault::new(FailureKind::MemoryLimit, text), trace)
            },
            mlua::Error::RuntimeError(text) => {
                let (text, own) = text.split_once("\nstack traceback:").unwrap_or((text, &trace));
                let out_of_memory = text.contains("not enough memory");
                let told = Self::told(Fault::new(FailureKind::Runtime, text), own.to_owned());
                Self { out_of_memory, ..told }
            }
            mlua::Error::FromLuaConversionError { from, message, .. } => {
                let wanted = message.as_deref().unwrap_or("another type was expected");
                Self::told(Fault::wrong(format!("{wanted}, not {from}")), trace)
            }
            other => Self::told(Fault::new(FailureKind::Runtime, other.to_string()), trace),
        }
    }
}

fn needs_colon() -> Fault {
    Fault::wrong("a method was called without its object")
        .hint("Call it with a colon: sea:dist(party), not sea.dist(party).")
}

/// One line of a traceback that lies in a text of this run.
struct Frame {
    spot: Spot,
    function: Option<String>,
}

impl Frame {
    /// `\trule.luau:12: in function 'run'`
    fn read(text: &str, texts: &[Text<'_>]) -> Option<Self> {
        let (k, rest) = within(text.trim_start(), texts)?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let line = rest[..end].parse().ok()?;
        let function = rest.split('\'').nth(1).map(str::to_owned);
        Some(Self { spot: Spot { text: k, line }, function })
    }

    fn show(&self, texts: &[Text<'_>]) -> String {
        let place = format!("{}:{}", texts[self.spot.text].file, self.spot.line);
        match &self.function {
            Some(name) => format!("{place} in {name}"),
            None => place,
        }
    }
}

/// `rule.luau:12 ...` -> which text, and what follows its name and the colon.
fn within<'a>(said: &'a str, texts: &[Text<'_>]) -> Option<(usize, &'a str)> {
    let after = |t: &Text<'_>| said.strip_prefix(t.chunk.as_str())?.strip_prefix(':');
    texts.iter().enumerate().find_map(|(k, t)| Some((k, after(t)?)))
}

/// `rule.luau:12: text` -> (12, `text`); of an error raised again and again, the innermost place.
fn split_place<'a>(text: &'a str, texts: &[Text<'_>]) -> (Option<Spot>, &'a str) {
    let split = |text: &'a str| {
        let (k, rest) = within(text, texts)?;
        let (line, rest) = rest.split_once(':')?;
        Some((Spot { text: k, line: line.parse().ok()? }, rest.trim_start()))
    };
    let (mut spot, mut rest) = (None, text);
    while let Some((inner, after)) = split(rest) {
        (spot, rest) = (Some(inner), after);
    }
    (spot, rest)
}

/// A script may raise a text of any length; a message is a sentence.
fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{} ...", &text[..end]),
        None => text,
    }
}

/// Without what differs from run to run: `table: 0x55cb7a0fa440` -> `table`.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(k) = rest.find(": 0x") {
        let after = &rest[k + 4..];
        let end = after.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(after.len());
        out.push_str(&rest[..k]);
        rest = &after[end..];
    }
    out + rest
}

/// The word at fault: quoted in the message, an operator, or a call of what nobody defined.
fn token(text: &str, line: &str, source: &str) -> Option<String> {
    if text.ends_with(END_OF_FILE) {
        return Some(END_OF_FILE.to_owned());
    }
    if let Some(operator) = operator(text) {
        return Some(operator.to_owned());
    }
    let quoted = text.split('\'').skip(1).step_by(2).find(|w| !w.is_empty() && line.contains(w));
    if let Some(word) = quoted {
        return Some(word.to_owned());
    }
    if text.starts_with("attempt to call a nil value") {
        return words(line)
            .find(|w| is_called(line, w) && !is_defined(w, source))
            .map(str::to_owned);
    }
    None
}

/// `attempt to perform arithmetic (add) on ...` -> `+`; `attempt to compare A < B` -> `<`.
fn operator(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("attempt to compare ") {
        return rest.split(' ').nth(1);
    }
    let name = text.strip_prefix("attempt to perform arithmetic (")?.split(')').next()?;
    let signs = [
        ("add", "+"),
        ("sub", "-"),
        ("mul", "*"),
        ("div", "/"),
        ("pow", "^"),
        ("mod", "%"),
        ("unm", "-"),
    ];
    signs.iter().find(|(n, _)| *n == name).map(|(_, sign)| *sign)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty())
}

fn is_called(line: &str, word: &str) -> bool {
    line.match_indices(word)
        .any(|(k, _)| line[k + word.len()..].trim_start().starts_with(['(', '{', '"']))
}

fn is_defined(word: &str, source: &str) -> bool {
    let defined = |prefix: &str| source.contains(&format!("{prefix} {word}"));
    allow::GLOBALS.contains(&word)
        || bind::globals().any(|g| g == word)
        || defined("local")
        || defined("function")
}

/// What to do about the commonest errors of Luau itself.
fn hint(text: &str, token: &str) -> String {
    if text.starts_with("attempt to compare") && text.contains("Field") {
        return "A Field has a value at every point and no order: f:le(x) gives the Region where it is at most x."
            .to_owned();
    }
    if text.contains("on nil") || text.contains("and nil") {
        return "One side has no value: is a name misspelt, or a party left out?".to_owned();
    }
    if !text.starts_with("attempt to call") {
        return String::new();
    }
    if let Some((_, instead)) = allow::INSTEAD.iter().find(|(name, _)| *name == token) {
        return (*instead).to_owned();
    }
    if token.is_empty() {
        return NOTHING.to_owned();
    }
    let known = api::API.iter().map(|e| e.name).chain(allow::GLOBALS.iter().copied());
    did_you_mean(token, known, NOTHING)
}

/// Column of the word in the line, in characters from 1; of the first character if the word is
/// not there.
fn column(line: &str, token: &str) -> u32 {
    let start = find_word(line, token).or_else(|| line.find(|c: char| !c.is_whitespace()));
    start.map_or(1, |k| line[..k].chars().count() as u32 + 1)
}

/// Byte offset of the whole word in the line.
fn find_word(line: &str, token: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let runs_on = |next: Option<char>, own: Option<char>| {
        next.is_some_and(is_word) && own.is_some_and(is_word)
    };
    let whole = |k: usize| {
        let (before, after) = (&line[..k], &line[k + token.len()..]);
        let begins = !runs_on(before.chars().next_back(), token.chars().next());
        begins && !runs_on(after.chars().next(), token.chars().next_back())
    };
    let found = line.match_indices(token).map(|(k, _)| k).find(|k| whole(*k));
    found.filter(|_| !token.is_empty())
}
