use serde_json::{Map, Value, from_str};

use super::*;
use crate::samples;

/// As much of JSON Schema as the schema uses: `$ref`, `type`, `enum`, `required`, `properties`,
/// `additionalProperties`, `items`, `minItems`, `maxItems`, `minimum`, `maximum`.
fn faults(schema: &Value, root: &Value, value: &Value, path: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).unwrap();
        return faults(target, root, value, path);
    }
    let mut found = Vec::new();
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let wanted = &schema["type"];
    let allowed = |t: &Value| t == kind;
    if !wanted.is_null()
        && !allowed(wanted)
        && !wanted.as_array().is_some_and(|l| l.iter().any(allowed))
    {
        found.push(format!("{path} is {kind}, not {wanted}"));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{path} is {value}"));
    }
    let (low, high) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
    if let Some(n) = value.as_f64()
        && (low.is_some_and(|l| n < l) || high.is_some_and(|h| n > h))
    {
        found.push(format!("{path} is {n}"));
    }
    if let Some(list) = value.as_array() {
        let bound = |key: &str, none| schema[key].as_u64().unwrap_or(none);
        let length = list.len() as u64;
        if length < bound("minItems", 0) || length > bound("maxItems", u64::MAX) {
            found.push(format!("{path} has {length} items"));
        }
        for (k, item) in list.iter().enumerate() {
            found.extend(faults(&schema["items"], root, item, &format!("{path}[{k}]")));
        }
    }
    if let Some(table) = value.as_object() {
        found.extend(members(schema, root, table, path));
    }
    found
}

fn members(schema: &Value, root: &Value, table: &Map<String, Value>, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !table.contains_key(key) {
            found.push(format!("{path} lacks {key}"));
        }
    }
    for (key, item) in table {
        let path = format!("{path}.{key}");
        match (&schema["properties"][key], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => found.push(format!("{path} is not in the schema")),
            (Value::Null, rest) => found.extend(faults(rest, root, item, &path)),
            (own, _) => found.extend(faults(own, root, item, &path)),
        }
    }
    found
}

#[test]
fn a_division_fits_the_schema() {
    let schema: Value = from_str(DIVISION_SCHEMA).unwrap();
    let document: Value = from_str(&division(&samples::division())).unwrap();
    assert_eq!(faults(&schema, &schema, &document, "$"), Vec::<String>::new());
}

#[test]
fn the_schema_refuses_what_is_no_division() {
    let schema: Value = from_str(DIVISION_SCHEMA).unwrap();
    let mut document: Value = from_str(&division(&samples::division())).unwrap();
    document["layers"]["seabed"]["lines"][0]["points"][0]["kind"] = "corner".into();
    document["layers"]["seabed"]["lines"][0]["between"] = json!(["A"]);
    document["extra"] = Value::Null;
    let found = faults(&schema, &schema, &document, "$");
    assert_eq!(
        found,
        [
            "$.layers.seabed.lines[0].between has 1 items",
            "$.layers.seabed.lines[0].points[0].kind is \"corner\"",
            "$.extra is not in the schema",
        ]
    );
}

#[test]
fn reads_back_equal_but_for_the_cells() {
    let mut sample = samples::division();
    let back: Division = from_str(&division(&sample)).unwrap();
    sample.layers.0[0].1.cells.clear();
    assert_eq!(back, sample);
}

#[test]
fn a_vertex_is_one_line() {
    let text = division(&samples::division());
    let lines: Vec<&str> = text.lines().filter(|l| l.contains("\"turning\"")).collect();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("\"base_points\": {\"A\": [[1.0, 0.0]]"), "{}", lines[0]);
}

/// Nothing is copied to be written, and what is written is what a copy without cells and time would give.
#[test]
fn a_division_is_written_as_it_is_without_cells_and_time() {
    let whole = samples::division();
    let mut bare = whole.clone();
    bare.provenance.engine_ms = None;
    bare.layers.0.iter_mut().for_each(|(_, layer)| layer.cells.clear());
    assert_ne!(bare, whole, "the sample has something to leave out");
    assert_eq!(division(&whole), text(&bare));
}
