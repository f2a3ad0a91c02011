//! Where a text's generalized loops have their values: just enough of the language to match `in` with its `do`.

use super::loops::WALK;
use super::tokens::{Class, Token, tokens};

/// A place in the text where something is put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Insertion {
    /// Before the values.
    Open(usize),
    /// After them.
    Close(usize),
}

impl Insertion {
    pub(super) fn at(self) -> usize {
        match self {
            Self::Open(at) | Self::Close(at) => at,
        }
    }
}

/// How far an `if` has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum If {
    Condition,
    Then,
    Else,
}

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Ends with `end`: `function`, `do`.
    Block,
    /// `while`, until its `do`.
    While,
    /// `for`, until its `do`; the token of its `in`.
    For(Option<usize>),
    Repeat,
    /// Ends with `end`.
    Statement(If),
    /// An `if` that gives a value: nothing ends it but what follows.
    Value(If),
    Bracket(char),
}

/// The blocks of a text while it is read.
pub(super) struct Blocks<'a> {
    tokens: Vec<Token<'a>>,
    open: Vec<Open>,
    /// Did the last `then` or `else` belong to an `if` that gives a value?
    gives: bool,
    ipairs_is_stock: bool,
    found: Vec<Insertion>,
}

impl<'a> Blocks<'a> {
    /// The places around the values of every generalized loop.
    ///
    /// # Errors
    /// The word at which the blocks of the text do not match, or which is not the text's to use.
    pub(super) fn read(text: &'a str) -> Result<Vec<Insertion>, &'static str> {
        let tokens = tokens(text);
        if tokens.iter().any(|t| t.text == WALK && t.class == Class::Word) {
            return Err(WALK);
        }
        let ipairs_is_stock = ipairs_is_stock(&tokens);
        let (open, found) = (Vec::new(), Vec::new());
        let mut blocks = Self { tokens, open, gives: false, ipairs_is_stock, found };
        for k in 0..blocks.tokens.len() {
            blocks.take(k)?;
        }
        blocks.drop_values();
        if blocks.open.is_empty() { Ok(blocks.found) } else { Err("<eof>") }
    }

    fn take(&mut self, k: usize) -> Result<(), &'static str> {
        let token = self.tokens[k];
        match (token.class, token.text) {
            (Class::Word, "function") => self.open.push(Open::Block),
            (Class::Word, "while") => self.open.push(Open::While),
            (Class::Word, "for") => self.open.push(Open::For(None)),
            (Class::Word, "repeat") => self.open.push(Open::Repeat),
            (Class::Word, "if") => {
                let value = self.gives_a_value(k);
                let kind = if value { Open::Value } else { Open::Statement };
                self.open.push(kind(If::Condition));
            }
            (Class::Word, "then") => self.advance(If::Condition, If::Then, "then")?,
            (Class::Word, "elseif") => self.advance(If::Then, If::Condition, "elseif")?,
            (Class::Word, "else") => self.advance(If::Then, If::Else, "else")?,
            (Class::Word, "in") => self.begin_values(k),
            (Class::Word, "do") => self.begin_body(k),
            (Class::Word, "end") => {
                self.drop_values();
                let ends = matches!(self.open.pop(), Some(Open::Block | Open::Statement(_)));
                ends.then_some(()).ok_or("end")?;
            }
            (Class::Word, "until") => {
                self.drop_values();
                (self.open.pop() == Some(Open::Repeat)).then_some(()).ok_or("until")?;
            }
            (Class::Sign, "(" | "{" | "[") => {
                self.open.extend(token.text.chars().next().map(Open::Bracket));
            }
            (Class::Sign, ")") => self.close('(', ")")?,
            (Class::Sign, "}") => self.close('{', "}")?,
            (Class::Sign, "]") => self.close('[', "]")?,
            _ => {}
        }
        Ok(())
    }

    /// An `if` that gives a value is over when something outside it goes on.
    fn drop_values(&mut self) {
        while matches!(self.open.last(), Some(Open::Value(If::Else))) {
            self.open.pop();
        }
    }

    fn close(&mut self, bracket: char, word: &'static str) -> Result<(), &'static str> {
        self.drop_values();
        (self.open.pop() == Some(Open::Bracket(bracket))).then_some(()).ok_or(word)
    }

    fn advance(&mut self, from: If, to: If, word: &'static str) -> Result<(), &'static str> {
        self.drop_values();
        match self.open.last_mut() {
            Some(Open::Statement(state)) if *state == from => {
                (*state, self.gives) = (to, false);
            }
            Some(Open::Value(state)) if *state == from => (*state, self.gives) = (to, true),
            _ => return Err(word),
        }
        Ok(())
    }

    fn begin_values(&mut self, k: usize) {
        if let Some(Open::For(values @ None)) = self.open.last_mut() {
            *values = Some(k);
        }
    }

    fn begin_body(&mut self, k: usize) {
        self.drop_values();
        match self.open.last() {
            Some(Open::For(values)) => {
                let values = *values;
                self.open.pop();
                self.open.push(Open::Block);
                let places = values.map(|v| self.around(v, k));
                self.found.extend(places.unwrap_or_default());
            }
            Some(Open::While) => {
                self.open.pop();
                self.open.push(Open::Block);
            }
            _ => self.open.push(Open::Block),
        }
    }

    /// The places around the values between `in` and `do`; none around a plain call of `ipairs`, which walks by
    /// number and has a quick way of its own.
    fn around(&self, before: usize, after: usize) -> Vec<Insertion> {
        let values = &self.tokens[before + 1..after];
        let Some(last) = values.last() else { return Vec::new() };
        let listed = values[0].text == "ipairs" && self.ipairs_is_stock;
        if listed && whole_call(&values[1..]) {
            return Vec::new();
        }
        vec![Insertion::Open(self.tokens[before].end), Insertion::Close(last.end)]
    }

    /// Does the `if` at token `k` stand where a value is expected?
    fn gives_a_value(&self, k: usize) -> bool {
        let Some(before) = k.checked_sub(1).map(|b| self.tokens[b]) else { return false };
        match (before.class, before.text) {
            (Class::Word, "then" | "else") => self.gives,
            (Class::Word, word) => VALUE_FOLLOWS.contains(&word),
            // Of a type's arguments: `local m: Map<string>`.
            (Class::Sign, ">") => self.tokens[k].line == before.line,
            (Class::Sign, ";") => {
                let open = self.open.iter().rev().find(|o| !matches!(o, Open::Value(_)));
                open == Some(&Open::Bracket('{'))
            }
            (Class::Sign, sign) => "+-*/%^#<=~([{,.".contains(sign),
            (Class::Value, _) => false,
        }
    }
}

/// Words after which a value is expected.
const VALUE_FOLLOWS: &[&str] =
    &["return", "in", "and", "or", "not", "until", "while", "if", "elseif"];

/// `( ... )` and nothing after it.
fn whole_call(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    for (k, token) in tokens.iter().enumerate() {
        match (token.class, token.text) {
            (Class::Sign, "(" | "{" | "[") => depth += 1,
            (Class::Sign, ")" | "}" | "]") => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return k + 1 == tokens.len() && k > 0;
        }
    }
    false
}

/// Is `ipairs` only ever called in this text, and nowhere made anew?
fn ipairs_is_stock(tokens: &[Token<'_>]) -> bool {
    let called = |k: usize| {
        let after = tokens.get(k + 1).is_some_and(|t| t.text == "(" && t.class == Class::Sign);
        let before = k.checked_sub(1).map(|b| tokens[b].text);
        after && !matches!(before, Some("function" | "." | ":"))
    };
    tokens
        .iter()
        .enumerate()
        .all(|(k, t)| t.text != "ipairs" || t.class != Class::Word || called(k))
}
