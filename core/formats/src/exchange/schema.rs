//! The attributes of a layer as columns with one type each.

use serde_json::{Map, Value};

use super::feature::{Layer, flat};

/// Types that every tabular format has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Yes or no.
    Flag,
    /// Whole numbers of 64 bits.
    Integer,
    /// Numbers.
    Real,
    /// Text.
    Text,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name of the attribute.
    pub name: String,
    /// Type that holds every value of it.
    pub kind: FieldKind,
}

/// Columns in the order in which attributes first appear. Attributes of several types become text;
/// attributes that are always null are text.
#[must_use]
pub fn fields(layer: &Layer) -> Vec<Field> {
    let mut kinds: Map<String, Value> = Map::new();
    let mut out: Vec<(String, Option<FieldKind>)> = Vec::new();
    for (name, value) in layer.features.iter().flat_map(|f| &f.properties) {
        let k = match kinds.get(name).and_then(Value::as_u64) {
            Some(k) => usize::try_from(k).unwrap_or(0),
            None => {
                kinds.insert(name.clone(), Value::from(out.len()));
                out.push((name.clone(), None));
                out.len() - 1
            }
        };
        if let Some((_, kind)) = out.get_mut(k) {
            *kind = joined(*kind, kind_of(value));
        }
    }
    let field = |(name, kind): (String, Option<FieldKind>)| Field {
        name,
        kind: kind.unwrap_or(FieldKind::Text),
    };
    out.into_iter().map(field).collect()
}

fn kind_of(value: &Value) -> Option<FieldKind> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(FieldKind::Flag),
        Value::Number(n) if n.is_i64() => Some(FieldKind::Integer),
        // Beyond 64 bits with a sign: text keeps every digit.
        Value::Number(n) if n.is_u64() => Some(FieldKind::Text),
        Value::Number(_) => Some(FieldKind::Real),
        _ => Some(FieldKind::Text),
    }
}

fn joined(a: Option<FieldKind>, b: Option<FieldKind>) -> Option<FieldKind> {
    use FieldKind::{Integer, Real, Text};
    match (a, b) {
        (None, k) | (k, None) => k,
        (Some(a), Some(b)) if a == b => Some(a),
        (Some(Integer | Real), Some(Integer | Real)) => Some(Real),
        _ => Some(Text),
    }
}

/// Value of a field for a column: flat, and text where the column is text.
#[must_use]
pub fn value(properties: &Map<String, Value>, field: &Field) -> Value {
    let found = properties.get(&field.name).map_or(Value::Null, flat);
    match (field.kind, &found) {
        (FieldKind::Text, Value::Bool(_) | Value::Number(_)) => Value::String(found.to_string()),
        _ => found,
    }
}

/// What a table with one type a column changes: a sentence a field.
#[must_use]
pub fn losses(layer: &Layer, fields: &[Field]) -> Vec<String> {
    let mut out = Vec::new();
    for field in fields {
        let values = || layer.features.iter().filter_map(|f| f.properties.get(&field.name));
        // Whole numbers beside fractions are doubles, which hold 53 bits.
        let large = |v: &Value| v.as_i64().is_some_and(|n| n.unsigned_abs() > 1 << 53);
        if field.kind == FieldKind::Real && values().any(large) {
            out.push(format!(
                "{}: large whole numbers of \"{}\" stand beside fractions and are rounded to 16 digits",
                layer.name, field.name
            ));
        }
        if field.kind != FieldKind::Text {
            continue;
        }
        if values().any(|v| v.is_array() || v.is_object()) {
            out.push(format!(
                "{}: lists and tables of \"{}\" are kept as JSON text",
                layer.name, field.name
            ));
        } else if values().all(|v| v.is_number() || v.is_null()) && values().any(Value::is_u64) {
            out.push(format!(
                "{}: whole numbers of \"{}\" beyond 63 bits are kept as text",
                layer.name, field.name
            ));
        } else if values().any(|v| v.is_number() || v.is_boolean()) {
            out.push(format!(
                "{}: \"{}\" holds values of several types; all are kept as text",
                layer.name, field.name
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::exchange::feature::Feature;

    #[test]
    fn columns_have_the_least_type_that_holds_all() {
        let feature = |v: Value| Feature {
            properties: v.as_object().cloned().unwrap_or_default(),
            ..Feature::default()
        };
        let layer = Layer {
            name: "x".into(),
            features: vec![
                feature(json!({"a": 1, "b": null, "c": true, "d": "t", "e": 1})),
                feature(json!({"a": 1.5, "b": null, "c": false, "d": [1], "e": "x", "f": 9})),
            ],
        };
        let found: Vec<_> = fields(&layer).into_iter().map(|f| (f.name, f.kind)).collect();
        use FieldKind::{Flag, Integer, Real, Text};
        let expected =
            [("a", Real), ("b", Text), ("c", Flag), ("d", Text), ("e", Text), ("f", Integer)];
        assert_eq!(found, expected.map(|(n, k)| (n.to_owned(), k)));
        assert_eq!(losses(&layer, &fields(&layer)).len(), 2);
    }
}
