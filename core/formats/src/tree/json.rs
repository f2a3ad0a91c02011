//! JSON text to a tree with places.
//!
//! serde_json decides what is valid (and says where it is not); a second pass over the valid text
//! builds the tree, so that every coordinate knows its line and column.

use littoral_model::Finding;
use serde::de::IgnoredAny;

use super::{Entry, Node, Source, Span, Value};

/// Deepest nesting taken.
const MAX_DEPTH: usize = 64;
/// Most values (numbers, lists, texts) in one file: about 2.6 million vertices.
pub(crate) const MAX_VALUES: usize = 8_000_000;

/// Parses a text; the finding names line and column.
pub(crate) fn parse(source: &Source) -> Result<Node, Box<Finding>> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(&source.text) {
        return Err(broken(source, error.line(), error.column(), &error.to_string()));
    }
    let mut scan = Scan { source, at: 0, left: MAX_VALUES };
    scan.space();
    scan.value(0)
}

/// A syntax error where serde_json saw it. The usual cause in coordinates is named.
fn broken(source: &Source, line: usize, column: usize, message: &str) -> Box<Finding> {
    let lines = source.text.split_inclusive('\n');
    let before: usize = lines.take(line.saturating_sub(1)).map(str::len).sum();
    let at = (before + column.saturating_sub(1)).min(source.text.len());
    let what = message.split(" at line ").next().unwrap_or(message);
    let finding = Finding::error("F013", format!("{} is not valid JSON", source.file));
    let rest = source
        .text
        .get(at.saturating_sub(1)..)
        .unwrap_or("")
        .trim_start_matches(['-', '+', '[', ',', ' ']);
    let not_finite = ["NaN", "nan", "Infinity", "inf"].into_iter().find(|w| rest.starts_with(w));
    let finding = match not_finite {
        Some(word) => finding
            .label(format!("{word} is not a number that JSON can hold"))
            .help("give the coordinate, or leave the vertex out"),
        None => finding.label(what).help(next_step(source, what)),
    };
    Box::new(source.show(finding, Span::new(at, at + not_finite.map_or(1, str::len)), None))
}

/// What usually causes it, and what to do.
fn next_step(source: &Source, what: &str) -> &'static str {
    match what {
        _ if source.text.trim().is_empty() => "the file is empty: was it saved?",
        "trailing characters" => {
            "a file is one JSON document: of one feature a line make one FeatureCollection"
        }
        _ if what.starts_with("EOF") => "the file ends too early: was it copied whole?",
        _ => "mend the text at the mark",
    }
}

struct Scan<'a> {
    source: &'a Source,
    at: usize,
    left: usize,
}

impl Scan<'_> {
    fn peek(&self) -> u8 {
        self.source.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Box<Finding>> {
        let start = self.at;
        self.left = self.left.checked_sub(1).ok_or_else(|| self.refuse("F014", too_many()))?;
        if depth > MAX_DEPTH {
            let text = format!("lists or tables are nested deeper than {MAX_DEPTH}");
            return Err(self.refuse("F015", text));
        }
        let value = match self.peek() {
            b'{' => self.table(depth)?,
            b'[' => self.list(depth)?,
            b'"' => Value::Text(self.string()?),
            b't' => self.word(4, Value::Bool(true)),
            b'f' => self.word(5, Value::Bool(false)),
            b'n' => self.word(4, Value::Null),
            _ => self.number(),
        };
        Ok(Node { span: Span::new(start, self.at), value })
    }

    /// Over the colon of a member.
    fn colon(&mut self) {
        self.space();
        self.at += 1;
        self.space();
    }

    /// After a value inside brackets: over the comma (true) or the closing bracket (false).
    fn goes_on(&mut self) -> bool {
        self.space();
        let more = self.peek() == b',';
        self.at += 1;
        if more {
            self.space();
        }
        more
    }

    fn list(&mut self, depth: usize) -> Result<Value, Box<Finding>> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        if self.peek() == b']' {
            self.at += 1;
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.goes_on() {
                return Ok(Value::List(items));
            }
        }
    }

    fn table(&mut self, depth: usize) -> Result<Value, Box<Finding>> {
        let mut entries = Vec::new();
        self.at += 1;
        self.space();
        if self.peek() == b'}' {
            self.at += 1;
            return Ok(Value::Table(entries));
        }
        loop {
            let start = self.at;
            let key = self.string()?;
            let key_span = Span::new(start, self.at);
            self.colon();
            let node = self.value(depth + 1)?;
            entries.push(Entry { key, key_span, node });
            if !self.goes_on() {
                return Ok(Value::Table(entries));
            }
        }
    }

    fn string(&mut self) -> Result<String, Box<Finding>> {
        let start = self.at;
        self.at += 1;
        while self.at < self.source.text.len() && self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + 1).min(self.source.text.len());
        let raw = self.source.text.get(start..self.at).unwrap_or("");
        serde_json::from_str(raw).map_err(|e| {
            let what = e.to_string();
            let what = what.split(" at line ").next().unwrap_or_default().to_owned();
            let finding = Finding::error("F013", format!("{} is not valid JSON", self.source.file));
            Box::new(self.source.show(finding.label(what), Span::new(start, self.at), None))
        })
    }

    fn word(&mut self, length: usize, value: Value) -> Value {
        self.at += length;
        value
    }

    fn number(&mut self) -> Value {
        let start = self.at;
        while matches!(self.peek(), b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') {
            self.at += 1;
        }
        let text = self.source.text.get(start..self.at).unwrap_or("");
        Value::Number(text.parse().unwrap_or(f64::NAN))
    }

    fn refuse(&self, code: &'static str, text: impl Into<String>) -> Box<Finding> {
        Box::new(self.source.show(
            Finding::error(code, text),
            Span::new(self.at, self.at + 1),
            None,
        ))
    }
}

fn too_many() -> String {
    format!("the file holds more than {MAX_VALUES} values; simplify the coast")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Source {
        Source::new("coast.geojson", json.as_bytes()).unwrap()
    }

    #[test]
    fn every_value_knows_its_place() {
        let source = text(" { \"a\" : [1, -2.5e1 , true ,null,\"x\\\"y\"] , \"b\":{} } ");
        let root = parse(&source).unwrap();
        let list = root.get("a").unwrap();
        assert_eq!(&source.text[list.span.range()], "[1, -2.5e1 , true ,null,\"x\\\"y\"]");
        let items = list.list().unwrap();
        assert_eq!(items[1].value, Value::Number(-25.0));
        assert_eq!(&source.text[items[1].span.range()], "-2.5e1");
        assert_eq!(items[4].text(), Some("x\"y"));
        assert_eq!(&source.text[root.get("b").unwrap().span.range()], "{}");
    }

    #[test]
    fn not_a_number_is_named_with_line_and_column() {
        let finding = parse(&text("{\n \"x\": [[48.1, 41.2],\n  [NaN, 41.3]]\n}")).unwrap_err();
        let expected = "\
error: coast.geojson is not valid JSON
  --> coast.geojson:3:4
   |
 3 |   [NaN, 41.3]]
   |    ^^^ NaN is not a number that JSON can hold
   |
  help: give the coordinate, or leave the vertex out";
        assert_eq!(finding.message(), expected);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(parse(&text(&deep)).unwrap_err().code, "F015");
    }
}
