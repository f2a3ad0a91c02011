//! Placemarks of a KML document as features.

use std::collections::{BTreeMap, BTreeSet};

use littoral_geodesy::LatLon;
use littoral_model::Finding;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Number, Value};

use super::OWN;
use crate::exchange::Reading;
use crate::exchange::feature::{Collection, Feature, Shape};
use crate::exchange::wkb::opened;
use crate::tree::{Source, Span};

/// Deepest nesting of elements taken.
const MAX_DEPTH: usize = 100;

/// Elements with places that are not read.
const PASSED: [&str; 6] =
    ["NetworkLink", "Track", "MultiTrack", "Model", "GroundOverlay", "PhotoOverlay"];

/// Reads a document. A DOCTYPE is refused: KML needs none, and entities are how XML files explode.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Reading {
    let mut out = Reading::default();
    match Source::new(file, bytes) {
        Ok(source) => {
            let mut reader = Kml::new(&source);
            if let Err(finding) = reader.document() {
                out.findings.push(*finding);
            }
            out.findings.append(&mut reader.findings);
            out.collection = reader.collection;
        }
        Err(finding) => out.findings.push(*finding),
    }
    out
}

type Step = Result<(), Box<Finding>>;

/// A placemark under construction.
#[derive(Default)]
struct Placemark {
    properties: Map<String, Value>,
    /// `name` and `description` are labels of our own, not data.
    own: bool,
    labels: Map<String, Value>,
    parts: Vec<Shape>,
    rings: Vec<Vec<LatLon>>,
}

struct Kml<'a> {
    source: &'a Source,
    /// Names of the open elements.
    open: Vec<String>,
    /// Names of the open containers; empty until they are known.
    containers: Vec<String>,
    /// Type of each field by schema id.
    schemas: BTreeMap<String, BTreeMap<String, String>>,
    /// Schema whose fields are being listed, or whose data are being given.
    schema: String,
    /// Field whose value is being read.
    field: String,
    text: String,
    placemark: Option<Placemark>,
    mixed: bool,
    /// Kinds of elements that hold places but are not read.
    passed: BTreeSet<&'static str>,
    collection: Collection,
    findings: Vec<Finding>,
}

impl<'a> Kml<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            source,
            open: Vec::new(),
            containers: Vec::new(),
            schemas: BTreeMap::new(),
            schema: String::new(),
            field: String::new(),
            text: String::new(),
            placemark: None,
            mixed: false,
            passed: BTreeSet::new(),
            collection: Collection::default(),
            findings: Vec::new(),
        }
    }

    fn document(&mut self) -> Step {
        let mut reader = quick_xml::Reader::from_str(&self.source.text);
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
            let event = reader.read_event().map_err(|e| {
                let at = usize::try_from(reader.error_position()).unwrap_or(0);
                self.refuse("F311", format!("the file is not well-formed XML: {e}"), at)
            })?;
            match event {
                Event::Start(e) => self.start(&e, at)?,
                Event::Empty(e) => {
                    self.start(&e, at)?;
                    self.end(at)?;
                }
                Event::End(_) => self.end(at)?,
                Event::Text(t) => self.text.push_str(&t.xml10_content()),
                Event::CData(t) => self.text.push_str(&t.xml10_content()),
                Event::GeneralRef(r) => self.reference(&r, at)?,
                Event::DocType(_) => {
                    let text =
                        "the file declares a document type; KML needs none, and none is read";
                    return Err(self.refuse("F312", text, at));
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        if let Some(name) = self.open.last() {
            let text = format!("the file ends inside <{name}>: it is cut short");
            return Err(self.refuse("F311", text, self.source.text.len()));
        }
        if self.mixed {
            let text = "placemarks with several kinds of geometry became a feature a kind";
            self.findings.push(Finding::warning("F313", text).at(&self.source.file, ""));
        }
        if !self.passed.is_empty() {
            let names: Vec<&str> = self.passed.iter().copied().collect();
            let text = format!("not read: {}", names.join(", "));
            let help = "only placemarks with points, lines and polygons are read, and no other file is fetched";
            self.findings.push(Finding::warning("F318", text).at(&self.source.file, "").help(help));
        }
        Ok(())
    }

    fn refuse(&self, code: &'static str, text: impl Into<String>, at: usize) -> Box<Finding> {
        Box::new(self.source.show(Finding::error(code, text), Span::new(at, at), None))
    }

    fn reference(&mut self, r: &quick_xml::events::BytesRef<'_>, at: usize) -> Step {
        let name = r.xml10_content();
        let known = match name.as_ref() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => r.resolve_char_ref().ok().flatten(),
        };
        match known {
            Some(c) => {
                self.text.push(c);
                Ok(())
            }
            None => Err(self.refuse("F312", format!("the entity &{name}; is not known"), at)),
        }
    }

    fn start(&mut self, e: &BytesStart<'_>, at: usize) -> Step {
        let name = e.local_name().into_inner().to_owned();
        if self.open.is_empty() && name != "kml" {
            let text = format!("the file begins with <{name}>, not with <kml>");
            return Err(self.refuse("F314", text, at));
        }
        if self.open.len() >= MAX_DEPTH {
            let text = format!("elements are nested deeper than {MAX_DEPTH}");
            return Err(self.refuse("F315", text, at));
        }
        self.passed.extend(PASSED.iter().find(|p| **p == name));
        let attribute = |key: &str| -> Option<String> {
            let found = e.try_get_attribute(key).ok().flatten()?;
            found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
        };
        match name.as_str() {
            "Folder" | "Document" => self.containers.push(String::new()),
            "Placemark" => self.placemark = Some(Placemark::default()),
            "Schema" => {
                self.schema = attribute("id").or_else(|| attribute("name")).unwrap_or_default()
            }
            "SimpleField" => {
                let kinds = self.schemas.entry(self.schema.clone()).or_default();
                kinds.insert(
                    attribute("name").unwrap_or_default(),
                    attribute("type").unwrap_or_default(),
                );
            }
            "SchemaData" => {
                let url = attribute("schemaUrl").unwrap_or_default();
                self.schema = url.trim_start_matches('#').to_owned();
                let own = self.schema.starts_with(OWN);
                self.placemark.iter_mut().for_each(|p| p.own = own);
            }
            "SimpleData" | "Data" => self.field = attribute("name").unwrap_or_default(),
            _ => {}
        }
        self.text.clear();
        self.open.push(name);
        Ok(())
    }

    fn end(&mut self, at: usize) -> Step {
        let Some(name) = self.open.pop() else { return Ok(()) };
        let parent = self.open.last().cloned().unwrap_or_default();
        let text = std::mem::take(&mut self.text);
        match (name.as_str(), parent.as_str()) {
            ("name", "Folder" | "Document") => {
                if let Some(last) = self.containers.last_mut() {
                    text.trim().clone_into(last);
                }
                if self.containers.len() == 1 {
                    text.trim().clone_into(&mut self.collection.name);
                }
            }
            ("Folder" | "Document", _) => drop(self.containers.pop()),
            ("description", "Document") if self.containers.len() == 1 => {
                self.collection.take_provenance(&text);
            }
            ("name" | "description", "Placemark") => {
                let value = Value::String(text.trim().to_owned());
                self.placemark
                    .iter_mut()
                    .for_each(|p| drop(p.labels.insert(name.clone(), value.clone())));
            }
            ("SimpleData", _) => self.datum(&text),
            ("value", "Data") => self.insert(Value::String(text)),
            ("coordinates", shape) => {
                let line = self.places(&text, at)?;
                self.geometry(shape, line);
            }
            ("Polygon", _) => {
                if let Some(p) = &mut self.placemark {
                    let rings = std::mem::take(&mut p.rings);
                    p.parts.push(Shape::Polygons(vec![rings]));
                }
            }
            ("Placemark", _) => self.finish(),
            _ => {}
        }
        Ok(())
    }

    fn datum(&mut self, text: &str) {
        let kinds = self.schemas.get(&self.schema);
        let kind = kinds.and_then(|k| k.get(&self.field)).map_or("string", String::as_str);
        let plain = text.trim();
        let value = match kind {
            "int" | "uint" | "short" | "ushort" => plain.parse::<i64>().ok().map(Value::from),
            "double" | "float" => plain.parse().ok().and_then(Number::from_f64).map(Value::Number),
            "bool" => Some(Value::Bool(matches!(plain, "1" | "true"))),
            _ => None,
        };
        self.insert(value.unwrap_or_else(|| Value::String(text.to_owned())));
    }

    fn insert(&mut self, value: Value) {
        if let Some(p) = &mut self.placemark {
            p.properties.insert(self.field.clone(), value);
        }
    }

    /// `lon,lat[,height]`, separated by spaces; `at` is where the text ends.
    fn places(&self, text: &str, at: usize) -> Result<Vec<LatLon>, Box<Finding>> {
        let start = at.checked_sub(text.len());
        let start = start.filter(|s| self.source.text.get(*s..at) == Some(text));
        let one = |word: &str| {
            let mut numbers = word.split(',').map(str::trim).map(str::parse::<f64>);
            match (numbers.next(), numbers.next()) {
                (Some(Ok(lon)), Some(Ok(lat))) => Ok(LatLon::new(lat, lon)),
                _ => {
                    let shown: String = word.chars().take(40).collect();
                    let said = format!("\"{shown}\" is no longitude,latitude[,height]");
                    let help = "write no space within a position: 50.25,40.5,0 51,41,0";
                    let finding = Finding::error("F316", said).at("", self.place()).help(help);
                    let offset = word.as_ptr() as usize - text.as_ptr() as usize;
                    let span = start.map_or(Span::new(at, at), |s| {
                        Span::new(s + offset, s + offset + word.len().min(40))
                    });
                    Err(Box::new(self.source.show(finding, span, None)))
                }
            }
        };
        text.split_whitespace().map(one).collect()
    }

    /// Where the placemark at hand has its name.
    fn place(&self) -> String {
        let name = self.placemark.as_ref().and_then(|p| p.labels.get("name"));
        name.and_then(Value::as_str).map(|n| format!("placemark \"{n}\"")).unwrap_or_default()
    }

    fn geometry(&mut self, shape: &str, line: Vec<LatLon>) {
        let in_polygon = self.open.iter().any(|n| n == "Polygon");
        let Some(p) = &mut self.placemark else { return };
        match shape {
            "Point" => p.parts.push(Shape::Points(line)),
            "LineString" => p.parts.push(Shape::Lines(vec![line])),
            "LinearRing" if in_polygon => p.rings.push(opened(line)),
            "LinearRing" => p.parts.push(Shape::Lines(vec![line])),
            _ => {}
        }
    }

    /// The placemark as features: one a kind of geometry.
    fn finish(&mut self) {
        let Some(mut p) = self.placemark.take() else { return };
        if !p.own {
            for (key, value) in p.labels {
                p.properties.entry(key).or_insert(value);
            }
        }
        let shapes = Shape::by_kind(p.parts);
        self.mixed |= shapes.len() > 1;
        let name = self.containers.iter().rev().find(|n| !n.is_empty());
        let name = name.cloned().unwrap_or_else(|| "features".to_owned());
        let whole = Feature { properties: p.properties, ..Feature::default() };
        whole.with_each(shapes).into_iter().for_each(|f| self.collection.push(&name, f));
    }
}
