//! Comma-separated values (RFC 4180) as features: a vertex a row.
//!
//! Points have `lat` and `lon` (decimal, shortest text that reads back to the same number) and the same
//! in degrees, minutes and seconds; lines and polygons also `feature`, `part`, `ring`. Several points of one
//! feature are a part each: a table whose parts have one vertex each holds points, since no line has one.
//! Read back, texts of degrees in any usual notation are taken too; a column of nothing but numbers is
//! numbers, one of nothing but `true` and `false` is yes or no.

use littoral_geodesy::LatLon;
use littoral_model::Finding;
use serde_json::{Map, Number, Value};

use super::feature::{Collection, Feature, Layer, Shape, ShapeKind, text};
use super::schema::{self, Field};
use super::{Piece, Reading, Written};
use crate::dms::{Axis, dms, parse, short};
use crate::heading::{Heading, speaks_of_place};
use crate::tree::{Source, Span};

/// Columns that place a vertex.
const PLACE: [&str; 3] = ["feature", "part", "ring"];
/// Columns that repeat the place for people.
const SHOWN: [&str; 3] = ["lat_dms", "lon_dms", "vertex"];
/// Most fields of a row.
const MAX_FIELDS: usize = 4096;

/// One file a layer and kind of geometry; the first has the name asked for.
pub(super) fn write(collection: &Collection) -> Written {
    let mut out = Written::default();
    for (k, (kind, layer)) in collection.parted().into_iter().enumerate() {
        let fields: Vec<Field> = schema::fields(&layer)
            .into_iter()
            .filter(|f| !SHOWN.contains(&f.name.as_str()))
            .collect();
        out.losses.extend(schema::losses(&layer, &fields));
        out.losses.extend(losses(&layer, &fields));
        let simple = matches!(kind, None | Some(ShapeKind::Points)) && !layer.is_multiple();
        let bytes = table(&layer, kind, &fields, simple).into_bytes();
        out.pieces.push(Piece::of_layer(k, &layer.name, bytes));
    }
    out.pieces.extend(Piece::provenance(collection));
    out
}

/// What becomes something else when the table is read: it has no types and no row without a place.
fn losses(layer: &Layer, fields: &[Field]) -> Vec<String> {
    let name = &layer.name;
    let nowhere = layer.features.iter().filter(|f| vertices(f).is_empty()).count();
    let mut out = Vec::new();
    if nowhere > 0 {
        out.push(format!(
            "csv cannot hold features without geometry: {nowhere} of {name} left out"
        ));
    }
    for field in fields.iter().filter(|f| f.kind == schema::FieldKind::Text) {
        let texts = || {
            let values = layer.features.iter().map(|f| schema::value(&f.properties, field));
            values.filter(|v| !v.is_null()).map(|v| text(&v))
        };
        let looks = |kind: fn(&str) -> bool| texts().next().is_some() && texts().all(|t| kind(&t));
        if looks(|t| number(t).is_some()) || looks(|t| flag(t).is_some()) {
            out.push(format!(
                "csv cannot hold types: the texts of \"{}\" read like numbers or yes and no",
                field.name
            ));
        } else if texts().any(|t| t.is_empty()) {
            out.push(format!("csv cannot hold empty texts: those of \"{}\" are null", field.name));
        }
    }
    out
}

fn table(layer: &Layer, kind: Option<ShapeKind>, fields: &[Field], simple: bool) -> String {
    let place: &[&str] = match (simple, kind) {
        (true, _) => &[],
        (false, Some(ShapeKind::Polygons)) => &["feature", "part", "ring"],
        (false, _) => &["feature", "part"],
    };
    let mut head: Vec<String> = place.iter().map(|s| (*s).to_owned()).collect();
    head.extend(["lat", "lon", "lat_dms", "lon_dms"].map(str::to_owned));
    head.extend(
        fields.iter().map(|f| if own(&f.name) { format!("{}_", f.name) } else { f.name.clone() }),
    );
    let mut out = row(&head);
    for (number, feature) in layer.features.iter().enumerate() {
        let values: Vec<String> =
            fields.iter().map(|f| text(&schema::value(&feature.properties, f))).collect();
        for (at, index) in vertices(feature) {
            let mut cells: Vec<String> = Vec::new();
            let index = [number, index[0], index[1]];
            cells.extend(place.iter().zip(index).map(|(_, k)| (k + 1).to_string()));
            cells.extend([at.lat.to_string(), at.lon.to_string()]);
            cells.extend([dms(at.lat, Axis::Latitude, 2), dms(at.lon, Axis::Longitude, 2)]);
            cells.extend(values.iter().cloned());
            out.push_str(&row(&cells));
        }
    }
    out
}

/// Is an attribute called like a column of ours? It gets a mark behind, which reading takes away.
fn own(name: &str) -> bool {
    let name = name.trim_end_matches('_').to_lowercase();
    speaks_of_place(&name) || PLACE.contains(&name.as_str())
}

/// The name of an attribute by its column.
fn attribute(head: &str) -> String {
    let name = words(head.trim()).and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    match name.strip_suffix('_') {
        Some(bare) if own(bare) => bare.to_owned(),
        _ => name,
    }
}

/// Every place with its part and ring.
fn vertices(feature: &Feature) -> Vec<(LatLon, [usize; 2])> {
    let mut out = Vec::new();
    match &feature.shape {
        Some(Shape::Points(p)) => out.extend(p.iter().enumerate().map(|(k, p)| (*p, [k, 0]))),
        Some(Shape::Lines(lines)) => {
            for (k, line) in lines.iter().enumerate() {
                out.extend(line.iter().map(|p| (*p, [k, 0])));
            }
        }
        Some(Shape::Polygons(polygons)) => {
            for (k, polygon) in polygons.iter().enumerate() {
                for (r, ring) in polygon.iter().enumerate() {
                    out.extend(ring.iter().map(|p| (*p, [k, r])));
                }
            }
        }
        None => {}
    }
    out
}

fn row(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|c| crate::csv::quote(c)).collect();
    quoted.join(",") + "\n"
}

/// Reads a table with a header that names latitude and longitude.
pub(super) fn read(file: &str, bytes: &[u8]) -> Reading {
    let mut out = Reading::default();
    let source = match Source::new(file, bytes) {
        Ok(source) => source,
        Err(finding) => return Reading::refused(*finding),
    };
    let mut rows = Rows::new(&source);
    let help = "the header names the columns: lat,lon,name";
    let refuse = |code, text: String, span: Span| {
        Reading::refused(source.show(Finding::error(code, text).help(help), span, None))
    };
    let Some((head, span)) = rows.next_row() else {
        return refuse("F370", "the file holds no row".into(), Span::new(0, 0));
    };
    if head.len() >= MAX_FIELDS {
        return refuse("F373", format!("the first row names {MAX_FIELDS} columns or more"), span);
    }
    let find = |names: &[&str]| {
        head.iter().position(|h| names.contains(&h.trim().to_lowercase().as_str()))
    };
    let heading = match Heading::of(&head) {
        Some(Err(text)) => return refuse("F371", text, span),
        found => found.and_then(Result::ok),
    };
    let Some(heading) = heading else {
        let help = match find(&["wkt", "geometry", "geom", "the_geom"]) {
            Some(_) => "shapes in a column are not read: convert them to GeoJSON or GeoPackage",
            None => help,
        };
        let text = "the first row names no column lat and lon";
        return Reading::refused(source.show(Finding::error("F371", text).help(help), span, None));
    };
    let place = PLACE.map(|name| find(&[name]));
    let mut table: Vec<(LatLon, [String; 3], Vec<String>)> = Vec::new();
    while let Some((cells, span)) = rows.next_row() {
        let cell = |k: usize| cells.get(k).map_or("", String::as_str);
        let at = heading.place(&cells).and_then(|[lat, lon]| {
            Ok(LatLon::new(parse(&lat, Axis::Latitude)?, parse(&lon, Axis::Longitude)?))
        });
        match at {
            Ok(at) => {
                let keys = place.map(|k| k.map(cell).unwrap_or_default().to_owned());
                table.push((at, keys, cells.clone()));
            }
            Err(text) => {
                out.findings.push(source.show(Finding::error("F372", text), span, None));
                if out.findings.len() > 20 {
                    return out;
                }
            }
        }
    }
    if let Some(span) = rows.unclosed {
        let text =
            "a quote opens in this row and is not closed: the rest of the file would be its text";
        let finding = Finding::error("F372", text).help("close it, or double it within a text");
        return Reading::refused(source.show(finding, span, None));
    }
    let rows_read: Vec<&[String]> = table.iter().map(|(_, _, c)| c.as_slice()).collect();
    let named: Vec<usize> = place.iter().flatten().copied().collect();
    if let Some(text) = heading.unread(&rows_read, &named) {
        return refuse("F371", text, span);
    }
    let used = |k: &usize| {
        heading.knows(*k) || place.contains(&Some(*k)) || SHOWN.contains(&head[*k].trim())
    };
    let rest: Vec<usize> = (0..head.len()).filter(|k| !used(k)).collect();
    let all = |k: usize, is: fn(&str) -> bool| {
        table.iter().filter_map(|(_, _, c)| c.get(k)).all(|t| t.trim().is_empty() || is(t))
    };
    let typed = |k: &usize| match () {
        () if all(*k, |t| number(t).is_some()) => number,
        () if all(*k, |t| flag(t).is_some()) => flag,
        () => words,
    };
    let typed: Vec<fn(&str) -> Option<Value>> = rest.iter().map(typed).collect();
    let attributes = |cells: &[String]| -> Map<String, Value> {
        let value = |k: &usize, typed: fn(&str) -> Option<Value>| {
            let cell = cells.get(*k).filter(|c| !c.is_empty());
            cell.and_then(|c| typed(c)).unwrap_or(Value::Null)
        };
        rest.iter().zip(&typed).map(|(k, t)| (attribute(&head[*k]), value(k, *t))).collect()
    };
    let layer = assembled(&table, place, attributes);
    out.collection =
        Collection { name: layer.name.clone(), layers: vec![layer], ..Collection::default() };
    let mut stated: Vec<&str> = rows.datum.as_deref().into_iter().collect();
    if let Some(k) = find(&["datum"]) {
        stated.extend(rows_read.iter().filter_map(|r| r.get(k)).map(|c| c.trim()));
    }
    stated.dedup();
    out.findings.extend(doubt(file, &stated));
    out
}

/// A warning where coordinates that are taken as WGS 84 are not stated to be.
pub(super) fn doubt(file: &str, stated: &[&str]) -> Option<Finding> {
    let wgs84 = |d: &&str| {
        matches!(d.to_ascii_uppercase().replace(' ', "").as_str(), "WGS84" | "EPSG:4326")
    };
    let other = stated.iter().find(|d| !wgs84(d) && !d.is_empty());
    let (said, help) = match (other, stated.iter().find(|d| wgs84(d))) {
        (Some(d), _) => (
            format!("the datum is stated as \"{}\"", short(d)),
            "`littoral construct datum FILE --to WGS84` brings points there",
        ),
        (None, None) => ("no datum is stated".into(), "a line \"# datum: WGS 84\" says it"),
        (None, Some(_)) => return None,
    };
    let text = format!("{said}; the coordinates are taken as WGS 84");
    Some(Finding::warning("F323", text).at(file, "").help(help))
}

/// A text, without the mark that keeps a spreadsheet from taking it for a formula.
fn words(cell: &str) -> Option<Value> {
    let formula = |t: &&str| t.starts_with(['=', '+', '-', '@']);
    Some(cell.strip_prefix('\'').filter(formula).unwrap_or(cell).into())
}

/// Yes or no; nothing for any other text.
fn flag(cell: &str) -> Option<Value> {
    cell.trim().parse::<bool>().ok().map(Value::Bool)
}

/// A number as text cells write it; nothing for any other text.
fn number(cell: &str) -> Option<Value> {
    let cell = cell.trim();
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && (!digits.starts_with('0') || digits.len() == 1 || digits.starts_with("0."));
    if !plain {
        return None;
    }
    let whole = cell.parse::<i64>().ok().map(Value::from);
    // More digits than 64 bits hold stay a text.
    let long = digits.bytes().all(|b| b.is_ascii_digit());
    let real = || cell.parse().ok().and_then(Number::from_f64).map(Value::Number);
    whole.or_else(|| if long { None } else { real() })
}

/// Rows put together to features by their columns `feature`, `part` and `ring`.
fn assembled(
    table: &[(LatLon, [String; 3], Vec<String>)],
    place: [Option<usize>; 3],
    attributes: impl Fn(&[String]) -> Map<String, Value>,
) -> Layer {
    let mut layer = Layer { name: "points".into(), features: Vec::new() };
    let [feature, part, ring] = place;
    if feature.is_none() {
        let one = |(at, _, cells): &(LatLon, _, Vec<String>)| Feature {
            shape: Some(Shape::Points(vec![*at])),
            properties: attributes(cells),
            ..Feature::default()
        };
        layer.features = table.iter().map(one).collect();
        return layer;
    }
    layer.name = if ring.is_some() { "polygons" } else { "lines" }.into();
    let mut last: Option<&[String; 3]> = None;
    for (at, keys, cells) in table {
        let same = |n: usize| last.is_some_and(|l| l[..n] == keys[..n]);
        if !same(1) {
            let shape = if ring.is_some() { Shape::Polygons(vec![]) } else { Shape::Lines(vec![]) };
            let properties = attributes(cells);
            layer.features.push(Feature { shape: Some(shape), properties, ..Feature::default() });
        }
        let new = [!same(if part.is_some() { 2 } else { 1 }), !same(3)];
        match layer.features.last_mut().and_then(|f| f.shape.as_mut()) {
            Some(Shape::Lines(lines)) => {
                if new[0] {
                    lines.push(vec![]);
                }
                lines.iter_mut().next_back().into_iter().for_each(|l| l.push(*at));
            }
            Some(Shape::Polygons(polygons)) => {
                if new[0] {
                    polygons.push(vec![]);
                }
                if let Some(rings) = polygons.last_mut() {
                    if new[0] || new[1] {
                        rings.push(vec![]);
                    }
                    rings.iter_mut().next_back().into_iter().for_each(|r| r.push(*at));
                }
            }
            _ => {}
        }
        last = Some(keys);
    }
    scattered(&mut layer);
    layer
}

/// Features of lines whose every part is one place are points.
fn scattered(layer: &mut Layer) {
    let single = |f: &Feature| match &f.shape {
        Some(Shape::Lines(lines)) => lines.iter().all(|l| l.len() == 1),
        _ => false,
    };
    if !layer.features.iter().all(single) || layer.features.is_empty() {
        return;
    }
    layer.name = "points".into();
    for feature in &mut layer.features {
        if let Some(Shape::Lines(lines)) = feature.shape.take() {
            feature.shape = Some(Shape::Points(lines.into_iter().flatten().collect()));
        }
    }
}

/// Rows of a text; comments and empty lines are passed over.
struct Rows<'a> {
    source: &'a Source,
    at: usize,
    delimiter: char,
    datum: Option<String>,
    /// The row whose quote is open at the end of the text.
    unclosed: Option<Span>,
}

impl<'a> Rows<'a> {
    fn new(source: &'a Source) -> Self {
        let data = |l: &&str| !l.trim().is_empty() && !l.starts_with('#');
        let first = source.text.lines().find(data).unwrap_or("");
        // What stands between quotes belongs to a name.
        let bare: String = first.split('"').step_by(2).collect();
        let most = [',', ';', '\t'].into_iter().max_by_key(|c| bare.matches(*c).count());
        let delimiter = most.unwrap_or(',');
        Self { source, at: 0, delimiter, datum: None, unclosed: None }
    }

    fn skip(&mut self) {
        loop {
            let rest = self.source.text.get(self.at..).unwrap_or("");
            let line = rest.split_inclusive('\n').next().unwrap_or("");
            let comment = line.strip_prefix('#');
            if let Some((key, value)) = comment.and_then(|c| c.split_once(':'))
                && key.trim().eq_ignore_ascii_case("datum")
            {
                self.datum = Some(value.trim().to_owned());
            }
            if line.is_empty() || (comment.is_none() && !line.trim().is_empty()) {
                return;
            }
            self.at += line.len();
        }
    }

    fn next_row(&mut self) -> Option<(Vec<String>, Span)> {
        self.skip();
        let start = self.at;
        let rest = self.source.text.get(start..).filter(|r| !r.is_empty())?;
        let mut out = vec![String::new()];
        let (mut quoted, mut end) = (false, rest.len());
        let mut chars = rest.char_indices().peekable();
        while let Some((k, c)) = chars.next() {
            let full = out.len() >= MAX_FIELDS;
            let Some(field) = out.last_mut() else { break };
            match c {
                '"' if quoted && chars.peek().is_some_and(|(_, n)| *n == '"') => {
                    chars.next();
                    field.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if field.is_empty() => quoted = true,
                '\n' if !quoted => {
                    end = k + 1;
                    break;
                }
                '\r' if !quoted => {}
                c if c == self.delimiter && !quoted && !full => out.push(String::new()),
                c => field.push(c),
            }
        }
        self.at = start + end;
        let span = Span::new(start, start + end.min(200));
        self.unclosed = quoted.then_some(span);
        Some((out, span))
    }
}
