//! What RFC 7946 advises against without forbidding it.

use littoral_model::Finding;

use crate::tree::{Node, Source, Span, Value};

/// Decimals that still mean something: 0.1 mm.
const DECIMALS: usize = 9;

/// Notes on everything inside a document.
pub(super) fn collect(source: &Source, node: &Node, log: &mut Vec<Finding>) {
    let mut advice = Advice { source, log, precise: false };
    advice.walk(node, false);
}

struct Advice<'a> {
    source: &'a Source,
    log: &'a mut Vec<Finding>,
    precise: bool,
}

impl Advice<'_> {
    fn note(&mut self, code: &'static str, text: &str, span: Span) {
        self.log.push(self.source.show(Finding::note(code, text), span, None));
    }

    /// Geometries wherever they stand.
    fn walk(&mut self, node: &Node, inside: bool) {
        let kind = node.get("type").and_then(Node::text).unwrap_or_default();
        let members = |key| node.get(key).and_then(Node::list).unwrap_or(&[]);
        match kind {
            "FeatureCollection" => members("features").iter().for_each(|n| self.walk(n, false)),
            "Feature" => node.get("geometry").into_iter().for_each(|n| self.walk(n, false)),
            "GeometryCollection" => {
                self.gathered(node, members("geometries").len(), inside);
                members("geometries").iter().for_each(|n| self.walk(n, true));
            }
            "Polygon" => self.winding(members("coordinates")),
            "MultiPolygon" => {
                members("coordinates").iter().filter_map(Node::list).for_each(|p| self.winding(p));
            }
            _ => {}
        }
        if let Some(coordinates) = node.get("coordinates") {
            self.decimals(coordinates);
        }
    }

    fn gathered(&mut self, node: &Node, count: usize, inside: bool) {
        let span = node.get("type").map(|n| n.span).unwrap_or_default();
        if inside {
            self.note("F100", "a collection of geometries stands inside another", span);
        }
        if count == 1 {
            self.note("F101", "a collection holds a single geometry", span);
        }
    }

    fn winding(&mut self, rings: &[Node]) {
        for (k, ring) in rings.iter().enumerate() {
            let places: Vec<[f64; 2]> =
                ring.list().unwrap_or(&[]).iter().filter_map(pair).collect();
            let area = twice_area(&places);
            if area != 0.0 && (area > 0.0) != (k == 0) {
                let text = match k {
                    0 => "an outer ring runs clockwise (RFC 7946 wants the right-hand rule)",
                    _ => {
                        "an inner ring runs counter-clockwise (RFC 7946 wants the right-hand rule)"
                    }
                };
                self.note("F102", text, Span { end: ring.span.start + 1, ..ring.span });
            }
        }
    }

    /// The first number with more decimals than a tenth of a millimetre.
    fn decimals(&mut self, node: &Node) {
        if self.precise {
            return;
        }
        if let Some(items) = node.list() {
            items.iter().for_each(|item| self.decimals(item));
        }
        let text = self.source.text.get(node.span.range()).unwrap_or_default();
        let after = text
            .split_once('.')
            .map_or(0, |(_, d)| d.bytes().take_while(u8::is_ascii_digit).count());
        if matches!(node.value, Value::Number(_)) && after > DECIMALS {
            self.precise = true;
            let text =
                "coordinates have more than nine decimals; the ninth is a tenth of a millimetre";
            self.note("F103", text, node.span);
        }
    }
}

fn pair(node: &Node) -> Option<[f64; 2]> {
    let number = |k: usize| match node.list()?.get(k)?.value {
        Value::Number(n) => Some(n),
        _ => None,
    };
    Some([number(0)?, number(1)?])
}

/// Twice the plane area of a closed ring, positive counter-clockwise.
fn twice_area(ring: &[[f64; 2]]) -> f64 {
    ring.windows(2)
        .map(|w| match w {
            [a, b] => a[0] * b[1] - b[0] * a[1],
            _ => 0.0,
        })
        .sum()
}
