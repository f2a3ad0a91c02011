//! TOML text to a tree with places.

use littoral_model::Finding;
use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue};

use super::{Entry, Node, Source, Span, Value};

/// Largest TOML file, bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Parses a text; the finding names line and column.
pub(crate) fn parse(source: &Source) -> Result<Node, Box<Finding>> {
    if source.text.len() > MAX_BYTES {
        let text = format!("{} is larger than {} MiB", source.file, MAX_BYTES >> 20);
        return Err(Box::new(Finding::error("F011", text).at(&source.file, "")));
    }
    if source.text.starts_with('\u{feff}') {
        // The parser would drop it as if it stood at the start of the file.
        let finding = Finding::error("F012", format!("{} is not valid TOML", source.file));
        let finding = finding.label("a second byte order mark");
        return Err(Box::new(source.show(finding, Span::new(0, 3), None)));
    }
    match DeTable::parse(&source.text) {
        Ok(table) => {
            let span = table.span();
            let root = table_node(table.get_ref(), Span::new(span.start, span.end));
            match first_bad_number(&root) {
                Some(span) => Err(Box::new(bad_number(source, span))),
                None => Ok(root),
            }
        }
        Err(error) => Err(Box::new(broken(source, &error))),
    }
}

fn broken(source: &Source, error: &toml::de::Error) -> Finding {
    let span = error.span().unwrap_or(0..0);
    let message = error.message().trim().replace('\n', ", ");
    let finding = Finding::error("F012", format!("{} is not valid TOML", source.file));
    source.show(finding.label(message), Span::new(span.start, span.end), None)
}

/// The parser leaves the digits of numbers to us (`0x` without any, digits of other scripts). What
/// it calls a number and we cannot read is marked as null, which TOML itself does not have.
fn first_bad_number(node: &Node) -> Option<Span> {
    match &node.value {
        Value::Null => Some(node.span),
        Value::List(items) => items.iter().find_map(first_bad_number),
        Value::Table(entries) => entries.iter().find_map(|e| first_bad_number(&e.node)),
        _ => None,
    }
}

fn bad_number(source: &Source, span: Span) -> Finding {
    let finding = Finding::error("F012", format!("{} is not valid TOML", source.file));
    source.show(finding.label("this is no number, or too large for one"), span, None)
}

fn table_node(table: &DeTable<'_>, span: Span) -> Node {
    let entry = |(key, value): (&Spanned<toml::de::DeString<'_>>, &Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().to_string(),
        key_span: Span::new(key.span().start, key.span().end),
        node: node(value),
    };
    Node { span, value: Value::Table(table.iter().map(entry).collect()) }
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let span = Span::new(value.span().start, value.span().end);
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => number(integer).map_or(Value::Null, Value::Number),
        DeValue::Float(float) => float.as_str().parse().map_or(Value::Null, Value::Number),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => Value::List(list(items)),
        DeValue::Table(table) => return table_node(table, span),
    };
    Node { span, value }
}

fn list(items: &DeArray<'_>) -> Vec<Node> {
    items.iter().map(node).collect()
}

/// An integer in any base as a number.
fn number(integer: &DeInteger<'_>) -> Option<f64> {
    i64::from_str_radix(integer.as_str(), integer.radix()).map(|n| n as f64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_toml_has_a_line() {
        let source = Source::new("case.toml", b"[case]\nid = \"x\nname = 1\n").unwrap();
        let finding = parse(&source).unwrap_err();
        assert_eq!((finding.line, finding.code), (2, "F012"));
        assert!(
            finding.message().starts_with("error: case.toml is not valid TOML\n  --> case.toml:2:")
        );
    }

    #[test]
    fn numbers_of_every_form() {
        let source =
            Source::new("t", b"a = 0x1F\nb = -1_0\nc = 6.5e1\nd = inf\ne = 2018-08-12").unwrap();
        let root = parse(&source).unwrap();
        let number = |k| match root.get(k).unwrap().value {
            Value::Number(n) => n,
            _ => f64::NAN,
        };
        assert_eq!([number("a"), number("b"), number("c")], [31.0, -10.0, 65.0]);
        assert!(number("d").is_infinite());
        assert_eq!(root.get("e").unwrap().text(), Some("2018-08-12"));
    }
}
