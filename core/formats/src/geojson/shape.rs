//! Coordinates of a geometry: positions, lines and rings with the place of each in the text.

use littoral_geodesy::LatLon;
use littoral_model::Finding;

use crate::tree::{Node, Source, Span, Value};

/// A vertex and its place in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Vertex {
    pub(crate) at: LatLon,
    pub(crate) span: Span,
}

/// A geometry. Rings do not repeat their first vertex.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// Point or MultiPoint.
    Points(Vec<Vertex>),
    /// LineString or MultiLineString.
    Lines(Vec<Vec<Vertex>>),
    /// Polygon or MultiPolygon: rings of each, outer first.
    Polygons(Vec<Vec<Vec<Vertex>>>),
}

impl Shape {
    /// What it is, for messages.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Points(_) => "points",
            Self::Lines(_) => "lines",
            Self::Polygons(_) => "polygons",
        }
    }
}

/// Is this a finite number?
pub(crate) fn is_number(node: &Node) -> bool {
    matches!(node.value, Value::Number(n) if n.is_finite())
}

/// Reads `coordinates` of a geometry type; `None` if anything in it is broken.
pub(crate) fn read(
    source: &Source,
    kind: &str,
    node: &Node,
    place: &str,
    log: &mut Vec<Finding>,
) -> Option<Shape> {
    let mut reader = Reader { source, place, log, broken: false };
    let shape = match kind {
        "Point" => Shape::Points(reader.position(node, None, "").into_iter().collect()),
        "MultiPoint" => Shape::Points(reader.positions(node, "")),
        "LineString" => Shape::Lines(vec![reader.line(node, "")]),
        "MultiLineString" => Shape::Lines(reader.each(node, "line", |r, n, s| r.line(n, s))),
        "Polygon" => Shape::Polygons(vec![reader.polygon(node, "")]),
        _ => Shape::Polygons(reader.each(node, "polygon", |r, n, s| r.polygon(n, s))),
    };
    (!reader.broken).then_some(shape)
}

struct Reader<'a> {
    source: &'a Source,
    place: &'a str,
    log: &'a mut Vec<Finding>,
    broken: bool,
}

impl Reader<'_> {
    /// An error at a span; `within` names line, ring and vertex.
    fn say(&mut self, finding: Finding, span: Span, within: &str, context: Option<Span>) {
        self.broken = true;
        let finding = finding.at("", format!("{}{within}", self.place));
        self.log.push(self.source.show(finding, span, context));
    }

    fn list<'n>(&mut self, node: &'n Node, wanted: &str, within: &str) -> &'n [Node] {
        node.list().unwrap_or_else(|| {
            let text = format!("{} stands where {wanted} should be", node.kind());
            self.say(Finding::error("F070", text), node.span, within, None);
            &[]
        })
    }

    /// Every item of a list; items are numbered in messages if there is more than one.
    fn each<T>(
        &mut self,
        node: &Node,
        name: &str,
        one: impl Fn(&mut Self, &Node, &str) -> T,
    ) -> Vec<T> {
        let items = self.list(node, &format!("a list of {name}s"), "");
        let within =
            |k| if items.len() > 1 { format!(", {name} {}", k + 1) } else { String::new() };
        items.iter().enumerate().map(|(k, item)| one(self, item, &within(k))).collect()
    }

    fn position(&mut self, node: &Node, context: Option<Span>, within: &str) -> Option<Vertex> {
        let items = self.list(node, "a position [longitude, latitude]", within);
        let number = |k: usize| match items.get(k).map(|n| &n.value) {
            Some(Value::Number(n)) if n.is_finite() => Some(*n),
            _ => None,
        };
        if let (Some(lon), Some(lat)) = (number(0), number(1))
            && items.len() <= 3
            && items.iter().all(is_number)
        {
            return Some(Vertex { at: LatLon::new(lat, lon), span: node.span });
        }
        if node.list().is_some() {
            let infinite =
                items.iter().find(|n| matches!(n.value, Value::Number(x) if !x.is_finite()));
            let (finding, span) = match infinite {
                Some(n) => {
                    (Finding::error("F071", "a coordinate is too large for a number"), n.span)
                }
                None => {
                    let text = "a position is not two or three numbers";
                    (Finding::error("F072", text), node.span)
                }
            };
            let help = "a position is [longitude, latitude] in degrees";
            self.say(finding.help(help), span, within, context);
        }
        None
    }

    fn positions(&mut self, node: &Node, within: &str) -> Vec<Vertex> {
        let items = self.list(node, "a list of positions", within);
        let mut found = Vec::with_capacity(items.len());
        for (k, item) in items.iter().enumerate() {
            let context = neighbours(items, k);
            let vertex = match item.list() {
                Some(_) if is_good(item) => self.position(item, None, ""),
                _ => self.position(item, context, &format!("{within}, vertex {}", k + 1)),
            };
            found.extend(vertex);
        }
        found
    }

    fn line(&mut self, node: &Node, within: &str) -> Vec<Vertex> {
        let vertices = self.positions(node, within);
        if vertices.len() < 2 && !self.broken {
            let text = "a line has fewer than two positions";
            self.say(Finding::error("F073", text), node.span, within, None);
        }
        vertices
    }

    fn polygon(&mut self, node: &Node, within: &str) -> Vec<Vec<Vertex>> {
        let items = self.list(node, "a list of rings", within);
        if items.is_empty() && !self.broken {
            self.say(Finding::error("F074", "a polygon has no ring"), node.span, within, None);
        }
        let name = |k| match items.len() {
            0 | 1 => within.to_owned(),
            _ => format!("{within}, ring {}", k + 1),
        };
        items.iter().enumerate().map(|(k, item)| self.ring(item, &name(k))).collect()
    }

    fn ring(&mut self, node: &Node, within: &str) -> Vec<Vertex> {
        let mut vertices = self.positions(node, within);
        let (Some(first), Some(last)) = (vertices.first().copied(), vertices.last().copied())
        else {
            if node.list().is_some_and(<[Node]>::is_empty) {
                self.say(Finding::error("F075", "a ring has no position"), node.span, within, None);
            }
            return vertices;
        };
        let ends = node.list().and_then(|items| Some((items.first()?, items.last()?)));
        if vertices.len() > 1 && ends.is_some_and(|(a, b)| same_numbers(a, b)) {
            vertices.pop();
        } else if vertices.len() > 2
            && (first.at.lat, -first.at.lon) == (last.at.lat, last.at.lon)
            && last.at.lon.abs() == 180.0
        {
            self.round(last, vertices.len(), within);
        } else {
            self.open(first, last, vertices.len(), node, within);
        }
        self.distinct(&vertices, node, within);
        vertices
    }

    /// Closed on the sphere: 180 and -180 are one meridian. Both positions stay, as flat maps need them.
    fn round(&mut self, last: Vertex, count: usize, within: &str) {
        let text = "a ring ends on the other side of the 180th meridian from where it began; it is closed there";
        let finding = Finding::warning("F078", text)
            .help("repeat the first position at the end, as RFC 7946 wants it");
        let finding = finding.at("", format!("{}{within}, vertex {count}", self.place));
        self.log.push(self.source.show(finding, last.span, None));
    }

    fn open(&mut self, first: Vertex, last: Vertex, count: usize, node: &Node, within: &str) {
        let finding = Finding::error("F076", format!("a ring of {} is not closed", self.place))
            .label(format!("the ring ends here, but began at {}", self.quote(first)))
            .help("repeat the first position at the end");
        let context = node.list().and_then(|items| neighbours(items, count - 1));
        self.say(finding, last.span, &format!("{within}, vertex {count}"), context);
    }

    fn distinct(&mut self, vertices: &[Vertex], node: &Node, within: &str) {
        let mut seen: Vec<LatLon> = Vec::new();
        for vertex in vertices {
            if !seen.contains(&vertex.at) {
                seen.push(vertex.at);
            }
            if seen.len() >= 3 {
                return;
            }
        }
        // The positions themselves are good: a reader may make a rock of them.
        let broken = self.broken;
        let text = "a ring has fewer than three distinct positions";
        let help = "leave the ring out, or give it the positions it lost";
        self.say(Finding::error("F077", text).help(help), node.span, within, None);
        self.broken = broken;
    }

    /// A vertex as it stands in the text.
    fn quote(&self, vertex: Vertex) -> &str {
        self.source.text.get(vertex.span.range()).unwrap_or_default()
    }
}

/// The same position, height included.
fn same_numbers(a: &Node, b: &Node) -> bool {
    let values = |n: &Node| n.list().map(|l| l.iter().map(|v| v.value.clone()).collect::<Vec<_>>());
    values(a) == values(b)
}

/// A position of two or three finite numbers.
fn is_good(node: &Node) -> bool {
    node.list().is_some_and(|l| matches!(l.len(), 2 | 3) && l.iter().all(is_number))
}

/// From the position before to the position after.
pub(crate) fn neighbours(items: &[Node], k: usize) -> Option<Span> {
    let first = items.get(k.saturating_sub(1))?;
    let last = items.get(k + 1).or_else(|| items.get(k))?;
    Some(Span { start: first.span.start, end: last.span.end })
}
