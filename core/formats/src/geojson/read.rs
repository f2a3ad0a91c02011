//! Features of a GeoJSON text, with the place of every vertex.

use std::collections::BTreeSet;

use littoral_model::{Finding, params::did_you_mean};

use crate::tree::{Entry, Node, Source, Span, Value};

use super::crs::Crs;
use super::shape::{self, Shape};

/// Most members of one object that are said to stand twice.
const MOST: usize = 20;

/// A feature as read.
pub(crate) struct Feature<'a> {
    /// 1-based number in the file.
    pub(crate) number: usize,
    /// The whole feature.
    pub(crate) node: &'a Node,
    /// `properties`, if it is a table.
    pub(crate) properties: Option<&'a Node>,
    /// The geometry; none if it is null, broken or a collection.
    pub(crate) shape: Option<Shape>,
    /// What a collection of geometries holds, those of collections within it too.
    pub(crate) members: Vec<Shape>,
}

const GEOMETRIES: [&str; 7] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
];

/// Reads a document of any GeoJSON type; a geometry or a feature alone counts as one feature.
pub(crate) fn features<'a>(
    source: &Source,
    root: &'a Node,
    log: &mut Vec<Finding>,
) -> Vec<Feature<'a>> {
    reader(Reader { source, root, log, members: Vec::new(), asks: false })
}

/// The same for a survey: what the document's `crs` means by degrees is left to who reads it, who must ask the user.
pub(crate) fn asking<'a>(
    source: &Source,
    root: &'a Node,
    log: &mut Vec<Finding>,
) -> Vec<Feature<'a>> {
    reader(Reader { source, root, log, members: Vec::new(), asks: true })
}

fn reader<'a>(mut reader: Reader<'a, '_>) -> Vec<Feature<'a>> {
    let root = reader.root;
    reader.foreign(root);
    match reader.kind(root, "the file") {
        Some("FeatureCollection") => reader.collection(root),
        Some("Feature") => reader.feature(1, root).into_iter().collect(),
        Some(kind) if GEOMETRIES.contains(&kind) => {
            let shape = reader.geometry(root, "the geometry");
            let members = std::mem::take(&mut reader.members);
            vec![Feature { number: 1, node: root, properties: None, shape, members }]
        }
        Some(kind) => {
            let words = ["FeatureCollection", "Feature"].into_iter().chain(GEOMETRIES);
            let text = format!("\"{kind}\" is no type of GeoJSON");
            let rest = match kind {
                "Topology" => "this is TopoJSON: convert it to GeoJSON first",
                _ => "GeoJSON begins with a FeatureCollection",
            };
            let finding = Finding::error("F061", text).help(did_you_mean(kind, words, rest));
            reader.say(finding, root.get("type").map_or(root.span, |n| n.span), "the file");
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// How messages name a feature: its kind and its party, where it has them.
pub(crate) fn label(number: usize, properties: Option<&Node>) -> String {
    let word = |key| properties.and_then(|p| p.get(key)).and_then(Node::text);
    match (word("kind"), word("party")) {
        (Some(kind), Some(party)) => format!("feature {number} ({kind}, {party})"),
        (Some(kind), None) => format!("feature {number} ({kind})"),
        _ => match word("id") {
            Some(id) => format!("feature {number} ({id})"),
            None => format!("feature {number}"),
        },
    }
}

struct Reader<'a, 'l> {
    source: &'l Source,
    root: &'a Node,
    log: &'l mut Vec<Finding>,
    /// Is the user asked what the document's reference system is?
    asks: bool,
    /// Geometries of the collections of the feature at hand.
    members: Vec<Shape>,
}

impl<'a> Reader<'a, '_> {
    fn say(&mut self, finding: Finding, span: Span, place: &str) {
        self.log.push(self.source.show(finding.at("", place), span, None));
    }

    fn is_root(&self, node: &Node) -> bool {
        std::ptr::eq(node, self.root)
    }

    fn kind<'n>(&mut self, node: &'n Node, place: &str) -> Option<&'n str> {
        let found = node.get("type");
        let text = match found {
            Some(Node { value: Value::Text(text), .. }) => return Some(text),
            Some(other) => format!("{place} has {} for a type", other.kind()),
            None if node.entries().is_none() => {
                format!("{place} is {}, not an object", node.kind())
            }
            None => format!("{place} has no \"type\""),
        };
        let span = found.map_or(Span { end: node.span.start + 1, ..node.span }, |n| n.span);
        let has = |name| node.get(name).is_some();
        let help = match () {
            () if has("geometryType") || has("rings") => {
                "this is the JSON of Esri: export it as GeoJSON"
            }
            () if has("construct") && has("facts") => {
                "this is the JSON of littoral construct: write GeoJSON or CSV to go on with"
            }
            () => "GeoJSON has a \"type\": FeatureCollection, Feature or a kind of geometry",
        };
        self.say(Finding::error("F060", text).help(help), span, place);
        None
    }

    /// Members that change what coordinates mean, and boxes of the wrong length.
    fn foreign(&mut self, node: &Node) {
        self.reference(node);
        if let Some(bbox) = node.get("bbox") {
            let numbers = bbox.list().is_some_and(|l| l.iter().all(shape::is_number));
            let length = bbox.list().map_or(0, <[Node]>::len);
            if !numbers || !matches!(length, 4 | 6) {
                let text = "a box is four or six numbers";
                self.say(Finding::error("F063", text), bbox.span, "bbox");
            }
        }
        self.misplaced(node);
        self.doubled(node);
    }

    /// The reference system of GeoJSON 2008. RFC 7946 has WGS 84 always: another one moves every place.
    fn reference(&mut self, node: &Node) {
        let Some((crs, at)) = Crs::of(node) else { return };
        let names = crs.words();
        let finding = match &crs {
            Crs::Wgs84 => {
                let text = "the file names a coordinate reference system; GeoJSON is WGS 84 always";
                Finding::note("F062", text).help("drop \"crs\"")
            }
            Crs::Other { datum: Some("ETRS89"), .. } => {
                let text =
                    format!("\"crs\" names {names}, which is taken as WGS 84; it agrees to 1 m");
                Finding::warning("F062", text).help("drop \"crs\" where that is near enough")
            }
            Crs::Other { .. } if self.asks && self.is_root(node) => return,
            Crs::Other { .. } => {
                let text = format!("\"crs\" names {names}; GeoJSON is WGS 84 always (RFC 7946)");
                Finding::error("F062", text).help(
                    "bring the coordinates to WGS 84 (`littoral construct datum FILE --datum NAME --to WGS84`), and drop \"crs\"",
                )
            }
            Crs::Projected(_) => {
                let text =
                    format!("\"crs\" names {names}: no longitudes and latitudes, but a map's");
                Finding::error("F062", text)
                    .help("reproject the file to WGS 84 (EPSG:4326) first, and drop \"crs\"")
            }
        };
        self.say(finding, at.span, "crs");
    }

    /// Members given twice: which of them counts depends on the program that reads.
    fn doubled(&mut self, node: &Node) {
        let mut seen = BTreeSet::new();
        let entries = node.entries().unwrap_or(&[]).iter();
        let twice: Vec<&Entry> = entries.filter(|e| !seen.insert(e.key.as_str())).collect();
        for entry in twice.into_iter().take(MOST) {
            let text = format!("the member \"{}\" stands twice; the last one counts", entry.key);
            self.say(Finding::warning("F069", text), entry.key_span, &entry.key);
        }
    }

    /// Members that RFC 7946 section 7.1 forbids beside the type.
    fn misplaced(&mut self, node: &Node) {
        let Some(kind) = node.get("type").and_then(Node::text) else { return };
        let forbidden: &[&str] = match kind {
            "FeatureCollection" => &["coordinates", "geometries", "geometry", "properties"],
            "Feature" => &["coordinates", "geometries", "features"],
            _ => &["geometry", "properties", "features"],
        };
        for name in forbidden {
            if let Some(found) = node.get(name) {
                let text = format!("a {kind} must not have \"{name}\"");
                self.say(Finding::error("F064", text), found.span, name);
            }
        }
    }

    fn collection<'n>(&mut self, root: &'n Node) -> Vec<Feature<'n>> {
        let Some(items) = root.get("features").and_then(Node::list) else {
            let span = root.get("features").map_or(root.span, |n| n.span);
            self.say(
                Finding::error("F065", "the collection has no list \"features\""),
                span,
                "features",
            );
            return Vec::new();
        };
        let one = |(k, item)| self.feature(k + 1, item);
        items.iter().enumerate().filter_map(one).collect()
    }

    fn feature<'n>(&mut self, number: usize, node: &'n Node) -> Option<Feature<'n>> {
        let place = label(number, node.get("properties"));
        let kind = self.kind(node, &place)?;
        if kind != "Feature" {
            let text = format!("{place} is a \"{kind}\", not a Feature");
            self.say(Finding::error("F061", text), node.get("type")?.span, &place);
            return None;
        }
        if !self.is_root(node) {
            self.foreign(node);
        }
        self.id(node, &place);
        let properties = self.properties(node, &place);
        let shape = match node.get("geometry") {
            Some(Node { value: Value::Null, .. }) => None,
            Some(geometry) => self.geometry(geometry, &place),
            None => {
                let first = Span { end: node.span.start + 1, ..node.span };
                self.say(
                    Finding::error("F066", format!("{place} has no \"geometry\"")),
                    first,
                    &place,
                );
                None
            }
        };
        let members = std::mem::take(&mut self.members);
        Some(Feature { number, node, properties, shape, members })
    }

    fn id(&mut self, node: &Node, place: &str) {
        if let Some(id) = node.get("id")
            && !matches!(id.value, Value::Text(_) | Value::Number(_))
        {
            let text = format!("the id of {place} is {}, not a text or a number", id.kind());
            self.say(Finding::error("F067", text), id.span, place);
        }
    }

    fn properties<'n>(&mut self, node: &'n Node, place: &str) -> Option<&'n Node> {
        let found = node.get("properties");
        match found.map(|n| &n.value) {
            Some(Value::Table(_)) => return found,
            Some(Value::Null) => {}
            Some(_) | None => {
                let span = found.map_or(Span { end: node.span.start + 1, ..node.span }, |n| n.span);
                let text = format!("{place} has no table \"properties\"");
                self.say(Finding::error("F068", text), span, place);
            }
        }
        None
    }

    fn geometry(&mut self, node: &Node, place: &str) -> Option<Shape> {
        let kind = self.kind(node, place)?;
        if !self.is_root(node) {
            self.foreign(node);
        }
        if kind == "GeometryCollection" {
            return self.parts(node, place);
        }
        if !GEOMETRIES.contains(&kind) {
            let text = format!("\"{kind}\" is no type of geometry");
            let finding = Finding::error("F061", text).help(did_you_mean(kind, GEOMETRIES, ""));
            self.say(finding, node.get("type")?.span, place);
            return None;
        }
        let Some(coordinates) = node.get("coordinates") else {
            let first = Span { end: node.span.start + 1, ..node.span };
            self.say(
                Finding::error("F066", format!("{place} has no \"coordinates\"")),
                first,
                place,
            );
            return None;
        };
        shape::read(self.source, kind, coordinates, place, self.log)
    }

    /// A collection of geometries is no shore: it gives no shape of its own, but its members.
    fn parts(&mut self, node: &Node, place: &str) -> Option<Shape> {
        match node.get("geometries").and_then(Node::list) {
            Some(items) => {
                for item in items {
                    let found = self.geometry(item, place);
                    self.members.extend(found);
                }
            }
            None => {
                let text = format!("{place} has no list \"geometries\"");
                self.say(Finding::error("F066", text), node.span, place);
            }
        }
        None
    }
}
