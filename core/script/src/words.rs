//! Words of a rule that do not exist, found without running it.
//!
//! A run meets only the branches it takes. This reads the text: every method that is called must be one
//! of some noun of the API, of texts, or of the file itself; `sea.x`, `param.x` and the parameters of
//! `run` must exist. What it cannot know it does not doubt: types need the checker (feature `types`).

use littoral_model::RuleHeader;
use littoral_model::params::did_you_mean;

use crate::api::{self, API, Form};

/// Methods of texts.
const OF_TEXTS: [&str; 17] = [
    "byte", "find", "format", "gmatch", "gsub", "len", "lower", "match", "pack", "packsize", "rep",
    "reverse", "split", "sub", "unpack", "upper", "char",
];

/// A word that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong.
    pub text: String,
}

/// Every doubt about a text, in order; `header` tells its parameters.
#[must_use]
pub fn doubts(text: &str, header: &RuleHeader) -> Vec<Doubt> {
    let tokens = tokens(text);
    let own: Vec<&str> = methods_of_the_file(&tokens);
    let params = parameters_of_run(&tokens);
    // A module may give its tables methods that are not seen here.
    let alone = !tokens.iter().any(|t| t.text == "require");
    let mut found = Vec::new();
    for window in tokens.windows(4) {
        let [a, joint, word, after] = window else { continue };
        let doubt = match (a.text, joint.text, after.text) {
            (of, ":", "(" | "{" | "\"")
                if is_word(word) && !a.is_type_mark() && (alone || of == "sea") =>
            {
                method(word.text, &own)
            }
            ("sea", ".", _) if params.0 == Some("sea") => member("Sea", word.text),
            ("param", ".", _) => member("param", word.text),
            (p, ".", _) if params.1 == Some(p) => parameter(word.text, header),
            _ => None,
        };
        if let Some(text) = doubt {
            found.push(Doubt { line: word.line, column: word.column, text });
        }
    }
    found
}

fn method(word: &str, own: &[&str]) -> Option<String> {
    let methods = || API.iter().filter(|e| e.form == Form::Method).map(|e| e.name);
    // `p: typeof(params)` is a type.
    if word == "typeof"
        || methods().any(|m| m == word)
        || OF_TEXTS.contains(&word)
        || own.contains(&word)
    {
        return None;
    }
    Some(format!("nothing has a method \"{word}\"; {}", did_you_mean(word, methods(), "")))
}

fn member(noun: &'static str, word: &str) -> Option<String> {
    let known = api::names(noun);
    match api::find(noun, word) {
        Some(_) => None,
        None => Some(format!("there is no {noun}.{word}; {}", did_you_mean(word, known, ""))),
    }
}

fn parameter(word: &str, header: &RuleHeader) -> Option<String> {
    let known = || header.params.iter().map(|p| p.name.as_str());
    match known().any(|p| p == word) {
        true => None,
        false => {
            let all = known().collect::<Vec<_>>().join(", ");
            let rest = format!("it declares: {all}");
            Some(format!(
                "the rule has no parameter \"{word}\"; {}",
                did_you_mean(word, known(), &rest)
            ))
        }
    }
}

/// Names of the two parameters of `run = function(sea, p)`.
fn parameters_of_run<'a>(tokens: &[Token<'a>]) -> (Option<&'a str>, Option<&'a str>) {
    let opens = |w: &[Token<'_>]| {
        w[0].text == "run" && w[1].text == "=" && w[2].text == "function" && w[3].text == "("
    };
    let Some(at) = tokens.windows(4).position(opens) else { return (None, None) };
    let mut names = Vec::new();
    let mut before = "(";
    for token in &tokens[at + 4..] {
        if token.text == ")" && names.len() < 3 && before != "typeof" {
            break;
        }
        if is_word(token) && matches!(before, "(" | ",") {
            names.push(token.text);
        }
        before = token.text;
        if names.len() == 2 {
            break;
        }
    }
    (names.first().copied(), names.get(1).copied())
}

/// Methods that the file gives to its own tables: `function t:name`, and `name = function`.
fn methods_of_the_file<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let named = |w: &[Token<'a>]| match (w[0].text, w[1].text, w[2].text) {
        (_, ":" | ".", _) if is_word(&w[0]) && is_word(&w[2]) => Some((w[2].text, false)),
        (name, "=", "function") => Some((name, true)),
        _ => None,
    };
    let mut own = Vec::new();
    for (k, window) in tokens.windows(3).enumerate() {
        match named(window) {
            Some((name, true)) => own.push(name),
            Some((name, false)) if k > 0 && tokens[k - 1].text == "function" => own.push(name),
            _ => {}
        }
    }
    own
}

/// A word or a sign, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    line: u32,
    column: u32,
}

impl Token<'_> {
    /// After these a colon gives a type, not a method.
    fn is_type_mark(&self) -> bool {
        matches!(self.text, "::" | "," | "(" | ":" | "{")
    }
}

fn is_word(token: &Token<'_>) -> bool {
    token.text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Words and signs of a Luau text without its comments; a text in quotes is one sign, `"`.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut out, mut at, mut line, mut start) = (Vec::new(), 0, 1, 0);
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            '"' | '\'' | '`' => quoted(rest),
            '[' => long(rest),
            '-' if rest.starts_with("--") => comment(rest),
            ':' if rest.starts_with("::") => 2,
            c if c.is_ascii_alphanumeric() || c == '_' => word(rest),
            c => c.len_utf8(),
        };
        let piece = &rest[..length];
        let is_text = matches!(first, '"' | '\'' | '`') || (first == '[' && length > 1);
        if !first.is_whitespace() && !piece.starts_with("--") {
            let column = (at - start) as u32 + 1;
            out.push(Token { text: if is_text { "\"" } else { piece }, line, column });
        }
        line += piece.matches('\n').count() as u32;
        if let Some(last) = piece.rfind('\n') {
            start = at + last + 1;
        }
        at += length;
    }
    out
}

fn word(rest: &str) -> usize {
    rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())
}

fn comment(rest: &str) -> usize {
    match rest[2..].starts_with("[[") || rest[2..].starts_with("[=") {
        true => 2 + long(&rest[2..]),
        false => rest.find('\n').unwrap_or(rest.len()),
    }
}

/// Length of a text in quotes; one that is not closed ends with its line.
fn quoted(rest: &str) -> usize {
    let quote = rest.as_bytes()[0];
    let mut at = 1;
    while let Some(byte) = rest.as_bytes().get(at) {
        match byte {
            b'\\' if rest.as_bytes().get(at + 1).is_some_and(u8::is_ascii) => at += 1,
            b'\n' => return at,
            b if *b == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

/// Length of `[[ ... ]]` or `[=[ ... ]=]`; 1 where it is none.
fn long(rest: &str) -> usize {
    let level = rest[1..].bytes().take_while(|b| *b == b'=').count();
    if rest.as_bytes().get(1 + level) != Some(&b'[') {
        return 1;
    }
    let close = format!("]{}]", "=".repeat(level));
    rest.find(&close).map_or(rest.len(), |k| k + close.len())
}

#[cfg(test)]
mod tests {
    use littoral_model::{Names, Param, ParamKind};

    use super::*;

    fn header() -> RuleHeader {
        let kind = ParamKind::Number { min: None, max: None };
        let (name, about) = ("belt".to_owned(), String::new());
        let params = vec![Param { name, kind, default: 1.into(), about }];
        let (id, name) = ("a".to_owned(), Names::english("a"));
        RuleHeader { id, name, about: String::new(), cite: vec![], params, examples: vec![] }
    }

    fn found(body: &str) -> Vec<(u32, u32, String)> {
        let text = format!(
            "local t = {{}}\nfunction t:own() end\nreturn rule {{ id = 'a', about = 'x',\n\
             run = function(sea: Sea, p: typeof(params))\n{body}\nend }}"
        );
        doubts(&text, &header()).into_iter().map(|d| (d.line, d.column, d.text)).collect()
    }

    #[test]
    fn words_that_do_not_exist_are_found_where_they_stand() {
        let all =
            found("if false then sea:distt('IRN') end\nlocal f = sea:coast():withinn(p.belt)");
        assert_eq!((all[0].0, all[0].1), (5, 19));
        assert_eq!(all[0].2, "nothing has a method \"distt\"; did you mean \"dist\"?");
        assert_eq!((all[1].0, all[1].1, all.len()), (6, 23, 2));
        assert_eq!(
            found("local x = p.belts")[0].2,
            "the rule has no parameter \"belts\"; did you mean \"belt\"? it declares: belt"
        );
        assert_eq!(found("local x = sea.partys").len(), 1);
        assert_eq!(found("local x = param.nmi(1)").len(), 1);
    }

    #[test]
    fn what_exists_or_cannot_be_known_is_not_doubted() {
        for good in [
            "local s = ('x'):rep(3) t:own() local n: number = 1 local f: (a: number) -> number = g",
            "-- sea:nothing()\n--[[ sea:nothing()\nsea:nothing() ]] local s = 'sea:nothing()'",
            "local s = [[sea:nothing()]] .. `a{1}b` .. \"\\\"sea:nothing()\"",
            "for _, x in sea.parties do sea:dist(x):log():min(3) end sea:fit { score = 1 }",
            "local u = { a = function(self) end } u:a() local y = q.anything x = a[b[1]]",
        ] {
            assert_eq!(found(good), [], "{good}");
        }
    }

    #[test]
    fn no_text_is_too_odd() {
        for odd in [
            "'",
            "[[",
            "--[[",
            "[=[ ]]",
            "\\",
            "'\\",
            "sea:",
            "é:ü(",
            "`",
            ":::(",
            "run = function(",
        ] {
            let _ = doubts(odd, &header());
        }
    }

    /// Littoral's own rules are beyond doubt.
    #[test]
    fn the_shelf_has_none() {
        for shelved in crate::shelf::rules() {
            let header =
                crate::read_header(&crate::Source::new(shelved.file, shelved.text)).unwrap();
            assert_eq!(doubts(shelved.text, &header), [], "{}", shelved.file);
        }
    }
}
