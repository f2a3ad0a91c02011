//! The text of a treaty as lines, turning points and base points.

use littoral_model::Finding;
use serde_json::{Map, Value};

use super::datum;
use crate::exchange::Reading;
use crate::exchange::feature::{Collection, Feature, Shape};
use crate::survey;

/// One heading and the rows under it.
struct Section {
    between: String,
    rest: String,
    /// The text with everything but the rows blanked, so that line numbers stay.
    points: String,
    base: String,
}

/// Reads what [`super::annex`] prints, and any text with a point a line: then the whole is one line.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Reading {
    let mut out = Reading { collection: Collection::default(), findings: Vec::new() };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let text = format!("byte {} is no UTF-8", e.valid_up_to());
            return Reading::refused(
                Finding::error("F010", text).at(file, "").help("save the file as UTF-8"),
            );
        }
    };
    let sections = sections(text);
    // A text without sections is read whole, with what its rows say.
    let rows = sections.first().map(|s| survey::line(file, s.points.as_bytes()).stated);
    let stated = datum::stated(text, rows.and_then(|s| s.datum));
    let to_wgs84 = match datum::way(file, stated, &mut out.findings) {
        Ok(way) => way,
        Err(finding) => return Reading::refused(*finding),
    };
    for section in sections {
        let reading = survey::line(file, section.points.as_bytes());
        let failed = reading.failed();
        out.findings.extend(reading.findings);
        if failed {
            continue;
        }
        let rows: Vec<&str> = section.points.lines().filter(|l| !l.trim().is_empty()).collect();
        let place = |kind: &str| properties(kind, &section);
        let line = reading.value.iter().map(|p| p.at).collect();
        out.collection.push("lines", feature(Shape::Lines(vec![line]), place("line")));
        // Where a line is a heading, or holds several points, rows are not those of the points.
        let one_each = rows.len() == reading.value.len();
        for (k, p) in reading.value.iter().enumerate() {
            let mut properties = place("point");
            let number = p.name.trim_matches(['-', ' ']);
            properties.insert("number".into(), number.into());
            let row = rows.get(k).filter(|_| one_each);
            if let Some(kind) = row.and_then(|row| kind(row)) {
                properties.insert("point".into(), kind.into());
            }
            out.collection.push("points", feature(Shape::Points(vec![p.at]), properties));
        }
        if section.base.trim().is_empty() {
            continue;
        }
        let base = survey::line(file, section.base.as_bytes());
        out.findings.extend(base.findings);
        for p in base.value {
            let mut properties = place("base_point");
            properties.insert("party".into(), p.name.clone().into());
            out.collection.push("base_points", feature(Shape::Points(vec![p.at]), properties));
        }
    }
    if let Some(way) = to_wgs84 {
        let features = out.collection.layers.iter_mut().flat_map(|l| &mut l.features);
        features.filter_map(|f| f.shape.as_mut()).for_each(|shape| way.brings(shape));
    }
    out.collection.name =
        text.lines().find(|l| !l.trim().is_empty()).unwrap_or("").trim().to_owned();
    out
}

fn feature(shape: Shape, properties: Map<String, Value>) -> Feature {
    Feature { shape: Some(shape), properties, ..Feature::default() }
}

fn properties(kind: &str, section: &Section) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("kind".into(), kind.into());
    let (layer, rule) = section.rest.split_once(", ").unwrap_or((section.rest.as_str(), ""));
    for (key, value) in [("between", section.between.as_str()), ("layer", layer), ("rule", rule)] {
        if !value.is_empty() {
            out.insert(key.into(), value.into());
        }
    }
    out
}

/// The first word behind the longitude that is all letters.
fn kind(row: &str) -> Option<String> {
    const KINDS: [&str; 6] = ["terminus", "turning", "tripoint", "given", "end", "curve"];
    row.split_whitespace().find(|w| KINDS.contains(w)).map(str::to_owned)
}

/// Sections by their headings `Between A and B, layer, rule` (or `Line NAME`, `The line`); without any the
/// text is one section.
fn sections(text: &str) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    let mut base = false;
    for (k, line) in text.lines().enumerate() {
        if let Some((between, rest)) = heading(line) {
            let blank = "\n".repeat(k);
            out.push(Section { between, rest, points: blank.clone(), base: blank });
            base = false;
        }
        base |= line.starts_with("Base points");
        let row = if has_place(line) { line } else { "" };
        if let Some(s) = out.last_mut() {
            let (row, other) = if base { ("", row) } else { (row, "") };
            s.points.push_str(&format!("{row}\n"));
            s.base.push_str(&format!("{other}\n"));
        }
    }
    if out.is_empty() {
        let whole = Section {
            between: String::new(),
            rest: String::new(),
            points: text.to_owned(),
            base: String::new(),
        };
        out.push(whole);
    }
    out
}

fn heading(line: &str) -> Option<(String, String)> {
    let (head, rest) = line.split_once(", ").unwrap_or((line, ""));
    let between = match head.strip_prefix("Between ") {
        Some(two) => two.split_once(" and ").map(|(a, b)| format!("{a}-{b}"))?,
        None if head == "The line" => String::new(),
        None => head.strip_prefix("Line ")?.to_owned(),
    };
    Some((between, rest.to_owned()))
}

/// Does the line hold a latitude and a longitude in degrees?
fn has_place(line: &str) -> bool {
    line.matches(['°', 'º', '˚']).count() >= 2
}
