//! Reading a table field by field: types are checked, unknown names are reported.

use std::cell::RefCell;

use littoral_model::{Finding, Names, Source as Cited, params::did_you_mean};
use littoral_treaty::DateSpan;

use super::{Entry, Node, Source, Span, Value};

/// Words for how sure a fact is.
pub(crate) const CONFIDENCE: [&str; 7] =
    ["high", "medium", "low-medium", "low", "as stated", "derived", "unverified"];

/// A table of a file, with the names that were asked for.
pub(crate) struct Table<'a> {
    pub(crate) source: &'a Source,
    /// Path for messages (`party[1]`).
    pub(crate) place: String,
    pub(crate) node: &'a Node,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Table<'a> {
    /// The table at a node, or a finding if it is something else.
    pub(crate) fn new(
        source: &'a Source,
        place: impl Into<String>,
        node: &'a Node,
        log: &mut Vec<Finding>,
    ) -> Option<Self> {
        let place = place.into();
        if node.entries().is_none() {
            let text = format!("{place} is {}, not a table", node.kind());
            log.push(source.show(Finding::error("F020", text).at("", place), node.span, None));
            return None;
        }
        Some(Self { source, place, node, known: RefCell::default() })
    }

    /// A finding at a node of this table, with the path of the field.
    pub(crate) fn finding(&self, finding: Finding, key: &str, span: Span) -> Finding {
        self.source.show(finding.at("", self.path(key)), span, None)
    }

    fn path(&self, key: &str) -> String {
        match (self.place.as_str(), key) {
            (place, "") => place.to_owned(),
            ("", key) => key.to_owned(),
            (place, key) => format!("{place}.{key}"),
        }
    }

    /// A member, if it is there.
    pub(crate) fn get(&self, key: &'static str) -> Option<&'a Node> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        drop(known);
        self.node.get(key)
    }

    /// All members, each counted as known.
    pub(crate) fn entries(&self) -> &'a [Entry] {
        self.node.entries().unwrap_or(&[])
    }

    fn wrong(&self, key: &str, node: &Node, wanted: &str) -> Finding {
        let text = format!("{} is {}, not {wanted}", self.path(key), node.kind());
        self.finding(Finding::error("F021", text), key, node.span)
    }

    /// A member that must be there.
    pub(crate) fn required(&self, key: &'static str, log: &mut Vec<Finding>) -> Option<&'a Node> {
        let found = self.get(key);
        if found.is_none() {
            log.push(self.missing(key, ""));
        }
        found
    }

    fn missing(&self, key: &str, help: &str) -> Finding {
        let owner = if self.place.is_empty() { "the file" } else { self.place.as_str() };
        let text = format!("{owner} has no \"{key}\"");
        let first = Span { start: self.node.span.start, end: self.node.span.start };
        self.finding(Finding::error("F022", text).help(help), "", first)
    }

    /// A text that must be there and not be empty.
    pub(crate) fn text(&self, key: &'static str, log: &mut Vec<Finding>) -> Option<String> {
        let node = self.required(key, log)?;
        let text = self.as_text(key, node, log)?;
        if text.is_empty() {
            let message = format!("{} is empty", self.path(key));
            log.push(self.finding(Finding::error("F023", message), key, node.span));
            return None;
        }
        Some(text)
    }

    /// A text, or empty if there is none.
    pub(crate) fn text_or_empty(&self, key: &'static str, log: &mut Vec<Finding>) -> String {
        self.get(key).and_then(|node| self.as_text(key, node, log)).unwrap_or_default()
    }

    fn as_text(&self, key: &str, node: &Node, log: &mut Vec<Finding>) -> Option<String> {
        let text = node.text().map(str::to_owned);
        if text.is_none() {
            log.push(self.wrong(key, node, "a text"));
        }
        text
    }

    /// A list of texts; none if absent.
    pub(crate) fn texts(&self, key: &'static str, log: &mut Vec<Finding>) -> Vec<(String, Span)> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let Some(items) = node.list() else {
            log.push(self.wrong(key, node, "a list of texts"));
            return Vec::new();
        };
        let text = |item: &Node| Some((self.as_text(key, item, log)?, item.span));
        items.iter().filter_map(text).collect()
    }

    /// The same without places.
    pub(crate) fn words(&self, key: &'static str, log: &mut Vec<Finding>) -> Vec<String> {
        self.texts(key, log).into_iter().map(|(text, _)| text).collect()
    }

    /// A finite number, if there is one.
    pub(crate) fn number(&self, key: &'static str, log: &mut Vec<Finding>) -> Option<f64> {
        let node = self.get(key)?;
        match node.value {
            Value::Number(number) if number.is_finite() => Some(number),
            Value::Number(number) => {
                let text = format!("{} is {number}, not a finite number", self.path(key));
                log.push(self.finding(Finding::error("F024", text), key, node.span));
                None
            }
            _ => {
                log.push(self.wrong(key, node, "a number"));
                None
            }
        }
    }

    /// Yes or no; no if absent.
    pub(crate) fn flag(&self, key: &'static str, log: &mut Vec<Finding>) -> bool {
        match self.get(key) {
            None => false,
            Some(Node { value: Value::Bool(flag), .. }) => *flag,
            Some(node) => {
                log.push(self.wrong(key, node, "yes or no"));
                false
            }
        }
    }

    /// A date or part of one, if there is one.
    pub(crate) fn date(&self, key: &'static str, log: &mut Vec<Finding>) -> Option<DateSpan> {
        let node = self.get(key)?;
        let text = self.as_text(key, node, log)?;
        let bad = |why| self.finding(Finding::error("F025", why), key, node.span);
        text.parse().map_err(|why: String| log.push(bad(why))).ok()
    }

    /// A name by language: a table, or one text for English.
    pub(crate) fn names(&self, key: &'static str, log: &mut Vec<Finding>) -> Names {
        let Some(node) = self.required(key, log) else { return Names::default() };
        if let Some(text) = node.text() {
            return Names::english(text);
        }
        let Some(entries) = node.entries() else {
            log.push(self.wrong(key, node, "a name by language"));
            return Names::default();
        };
        let pair = |e: &Entry| Some((e.key.clone(), self.as_text(key, &e.node, log)?));
        Names(entries.iter().filter_map(pair).collect())
    }

    /// One of several words.
    pub(crate) fn choice<T: Copy>(
        &self,
        key: &'static str,
        words: &[(&'static str, T)],
        log: &mut Vec<Finding>,
    ) -> Option<T> {
        let all: Vec<&str> = words.iter().map(|(w, _)| *w).collect();
        let Some(node) = self.get(key) else {
            log.push(self.missing(key, &one_of(&all)));
            return None;
        };
        let word = self.as_text(key, node, log)?;
        let found = words.iter().find(|(w, _)| *w == word).map(|(_, value)| *value);
        if found.is_none() {
            let text = format!("{} cannot be \"{word}\"", self.path(key));
            let help = did_you_mean(&word, all.iter().copied(), &one_of(&all));
            log.push(self.finding(Finding::error("F026", text).help(help), key, node.span));
        }
        found
    }

    /// Source and confidence; a fact without a source is reported.
    pub(crate) fn cited(&self, log: &mut Vec<Finding>) -> Cited {
        let cite = self.words("source", log);
        if cite.is_empty() {
            let text = format!("{} has no source", self.place);
            let help = "every fact needs one: an address or a citation in \"source\"";
            let first = Span { start: self.node.span.start, end: self.node.span.start };
            log.push(self.finding(Finding::error("F027", text).help(help), "", first));
        }
        let words: Vec<(&'static str, &'static str)> = CONFIDENCE.iter().map(|&w| (w, w)).collect();
        let confidence = self.choice("confidence", &words, log).unwrap_or_default();
        Cited { cite, confidence: confidence.to_owned() }
    }

    /// The tables of a list (`[[party]]`); none if absent.
    pub(crate) fn tables(&self, key: &'static str, log: &mut Vec<Finding>) -> Vec<Table<'a>> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let Some(items) = node.list() else {
            log.push(self.wrong(key, node, &format!("a list of tables ([[{key}]])")));
            return Vec::new();
        };
        let path = self.path(key);
        let table = |(k, item)| Table::new(self.source, format!("{path}[{k}]"), item, log);
        items.iter().enumerate().filter_map(table).collect()
    }

    /// A table inside this one, if there is one.
    pub(crate) fn table(&self, key: &'static str, log: &mut Vec<Finding>) -> Option<Table<'a>> {
        let node = self.get(key)?;
        Table::new(self.source, self.path(key), node, log)
    }

    /// Reports every member that nobody asked for.
    pub(crate) fn finish(self, log: &mut Vec<Finding>) {
        let known = self.known.borrow();
        for entry in self.entries().iter().filter(|e| !known.contains(&e.key.as_str())) {
            let text = format!("{} is not a known field", self.path(&entry.key));
            let help = did_you_mean(&entry.key, known.iter().copied(), &one_of(&known));
            let finding = Finding::error("F028", text).help(help);
            log.push(self.finding(finding, &entry.key, entry.key_span));
        }
    }
}

/// `one of: a, b, c`
fn one_of(words: &[&str]) -> String {
    format!("known are: {}", words.join(", "))
}
