//! The tokens of a Luau text: comments gone, strings one token each, the values inside `` `{...}` `` read like others.

/// What kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A name or a keyword.
    Word,
    /// A number, a string, `...`.
    Value,
    /// Anything else, one character each but for `..`.
    Sign,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) class: Class,
    pub(super) text: &'a str,
    /// Byte after its last.
    pub(super) end: usize,
    pub(super) line: usize,
}

/// All tokens of a text. What is not a token of the language is a sign; a string without an end runs to the end.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut reader = Reader { text, at: 0, line: 0, curly: Vec::new(), out: Vec::new() };
    while let Some(byte) = reader.byte(0) {
        reader.take(byte);
    }
    reader.out
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// Of every open curly bracket: does it stand in an interpolated string?
    curly: Vec<bool>,
    out: Vec<Token<'a>>,
}

impl<'a> Reader<'a> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn take(&mut self, byte: u8) {
        let rest = &self.text[self.at..];
        match byte {
            b if b.is_ascii_whitespace() => self.skip(1),
            b'-' if rest.starts_with("--") => self.comment(),
            b'[' if long(rest).is_some() => {
                let end = long(rest).unwrap_or(rest.len());
                self.push(Class::Value, end);
            }
            b'"' | b'\'' => self.push(Class::Value, quoted(rest, byte)),
            b'`' => self.interpolated(1),
            b'{' | b'}' => self.curly(byte),
            b'.' if rest.starts_with("...") => self.push(Class::Value, 3),
            b'.' if rest.starts_with("..") => self.push(Class::Sign, 2),
            b'.' if self.byte(1).is_some_and(|b| b.is_ascii_digit()) => self.run(Class::Value),
            b'0'..=b'9' => self.run(Class::Value),
            b if b == b'_' || b.is_ascii_alphabetic() => self.run(Class::Word),
            _ => self.push(Class::Sign, rest.chars().next().map_or(1, char::len_utf8)),
        }
    }

    /// Goes over `length` bytes.
    fn skip(&mut self, length: usize) {
        let end = (self.at + length).min(self.text.len());
        self.line += self.text.as_bytes()[self.at..end].iter().filter(|b| **b == b'\n').count();
        self.at = end;
    }

    fn push(&mut self, class: Class, length: usize) {
        let (from, line) = (self.at, self.line);
        self.skip(length);
        let (text, end) = (&self.text[from..self.at], self.at);
        self.out.push(Token { class, text, end, line });
    }

    fn run(&mut self, class: Class) {
        let dots = class == Class::Value;
        let runs = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || (dots && *b == b'.');
        let length = self.text.as_bytes()[self.at..].iter().take_while(|b| runs(b)).count();
        self.push(class, length);
    }

    fn comment(&mut self) {
        let rest = &self.text[self.at + 2..];
        let length = long(rest).unwrap_or_else(|| rest.find('\n').unwrap_or(rest.len()));
        self.skip(2 + length);
    }

    fn curly(&mut self, byte: u8) {
        if byte == b'{' {
            self.curly.push(false);
            self.push(Class::Sign, 1);
        } else {
            let string = self.curly.pop() == Some(true);
            self.push(Class::Sign, 1);
            if string {
                self.interpolated(0);
            }
        }
    }

    /// The text of an interpolated string up to its end or the next value in it; it begins `skip` bytes from here.
    fn interpolated(&mut self, skip: usize) {
        let bytes = &self.text.as_bytes()[self.at..];
        let mut k = skip;
        while k < bytes.len() && !matches!(bytes[k], b'`' | b'{') {
            k += if bytes[k] == b'\\' { 2 } else { 1 };
        }
        match bytes.get(k) {
            Some(b'{') => {
                self.skip(k);
                self.curly.push(true);
                self.push(Class::Sign, 1);
            }
            _ => {
                // An escape may have led past the end, or into a character of several bytes.
                let length = (k + 1).min(bytes.len());
                self.push(Class::Value, length);
            }
        }
    }
}

/// Length of a string in quotes: to the quote, or to the end of a line that is not continued.
fn quoted(rest: &str, quote: u8) -> usize {
    let bytes = rest.as_bytes();
    let mut k = 1;
    while k < bytes.len() && bytes[k] != quote {
        k += match bytes[k] {
            b'\\' if bytes.get(k + 1) == Some(&b'z') => {
                let blank = bytes[k + 2..].iter().take_while(|b| b.is_ascii_whitespace()).count();
                2 + blank
            }
            b'\\' if bytes[k + 1..].starts_with(b"\r\n") => 3,
            b'\\' => 2,
            b'\n' => return k,
            _ => 1,
        };
    }
    whole(rest, k + 1)
}

/// Length of a long string or comment, `[==[ ... ]==]`, if one begins here.
fn long(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('[')?;
    let level = after.bytes().take_while(|b| *b == b'=').count();
    after[level..].strip_prefix('[')?;
    let close = format!("]{}]", "=".repeat(level));
    let end = rest[level + 2..].find(&close).map(|k| level + 2 + k + close.len());
    Some(end.unwrap_or(rest.len()))
}

/// The nearest end of a character at or after this length.
fn whole(rest: &str, length: usize) -> usize {
    (length..rest.len()).find(|k| rest.is_char_boundary(*k)).unwrap_or(rest.len())
}
