//! Lines in GeoJSON: each by itself, with a name where a party has several, and with the kind of its edges.

use std::collections::{HashMap, HashSet};

use littoral_geodesy::LatLon;
use littoral_model::{EdgeKind, Finding};

use super::agreed::edge_word;
use super::json::{PARTY, edge, property, shapes_of};
use super::twice::{self, Twice};
use super::{Printed, Reading, Stated, shapes, stated};
use crate::geojson::read::{self, Feature};
use crate::geojson::shape::{Shape, Vertex};
use crate::tree::{Node, Source, json};

/// Properties that name a line, as littoral and others write them.
const LINE: [&str; 6] = ["line", "name", "id", "between", "ring", "run"];
/// Properties that name a point.
const POINT: [&str; 4] = ["number", "name", "id", "point"];

/// A line of the file.
struct Drawn {
    party: String,
    name: String,
    edge: Option<EdgeKind>,
    places: Vec<LatLon>,
    /// For each place its line in the file.
    rows: Vec<usize>,
}

/// The lines of a file, else its points in their order.
pub(super) fn shown(source: &Source, out: &mut Reading<Vec<Printed>>) {
    let Some(root) = parsed(source, out) else { return };
    let features = features(source, &root, out);
    let twice = Twice::of(source, &root, &features, &mut out.findings);
    let ends = line_ends(source);
    let mut lines = Vec::new();
    for feature in features.iter().filter(|f| twice::is_line(f) && !twice.leaves_out(f)) {
        let party = property(feature, &PARTY).unwrap_or_default();
        let name = property(feature, &LINE).filter(|n| *n != party).unwrap_or_default();
        let Some(edge) = edge(source, feature, &mut out.findings) else { continue };
        for shape in shapes_of(feature) {
            let Shape::Lines(parts) = shape else { continue };
            lines.extend(twice::lines(feature, parts).into_iter().map(|line| {
                let places = line.iter().map(|v| v.at).collect();
                let rows = line.iter().map(|v| row(&ends, v)).collect();
                Drawn { party: party.clone(), name: name.clone(), edge, places, rows }
            }));
        }
    }
    if lines.is_empty() {
        out.value = alone(source, &features, &ends, &mut out.findings);
        return;
    }
    let mut lines = end_to_end(lines);
    told_apart(&mut lines);
    let marks: Vec<Printed> = features.iter().flat_map(points).collect();
    beside(source, &features, &lines, &marks, &mut out.findings);
    out.value = lines.into_iter().flat_map(|line| named(line, &marks)).collect();
}

/// All points and all vertices of lines in their order.
pub(super) fn places(source: &Source, out: &mut Reading<Vec<Printed>>) {
    let Some(root) = parsed(source, out) else { return };
    for feature in features(source, &root, out) {
        out.value.extend(points(&feature));
        for shape in shapes_of(&feature) {
            let Shape::Lines(parts) = shape else { continue };
            let vertices = twice::lines(&feature, parts).into_iter().flatten();
            out.value.extend(vertices.map(|v| Printed::new(v.at)));
        }
    }
}

fn parsed(source: &Source, out: &mut Reading<Vec<Printed>>) -> Option<Node> {
    match json::parse(source) {
        Ok(root) => {
            out.stated = Stated::of_geojson(source, &root);
            Some(root)
        }
        Err(finding) => {
            out.findings.push(*finding);
            None
        }
    }
}

fn features<'a>(
    source: &Source,
    root: &'a Node,
    out: &mut Reading<Vec<Printed>>,
) -> Vec<Feature<'a>> {
    let features = read::asking(source, root, &mut out.findings);
    stated::at_odds(source, &features, &out.stated, &mut out.findings);
    for feature in &features {
        for shape in shapes_of(feature) {
            shapes::places(source, feature, shape, &mut out.findings);
        }
    }
    features
}

/// Bytes at which lines of the file end.
fn line_ends(source: &Source) -> Vec<usize> {
    source.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(k, _)| k).collect()
}

/// The line of the file in which a vertex begins, 1-based.
fn row(ends: &[usize], vertex: &Vertex) -> usize {
    ends.partition_point(|end| *end < vertex.span.range().start) + 1
}

/// The points of a file that has no lines: they are one of each party and `line`, and so agree on its edge.
fn alone(
    source: &Source,
    features: &[Feature<'_>],
    ends: &[usize],
    log: &mut Vec<Finding>,
) -> Vec<Printed> {
    let mut out: Vec<Printed> = Vec::new();
    let mut first: HashMap<(String, String), EdgeKind> = HashMap::new();
    for feature in features {
        let Some(edge) = edge(source, feature, log) else { continue };
        arcs(source, feature, edge, log);
        let vertices = shapes_of(feature).filter_map(|shape| match shape {
            Shape::Points(v) => Some(v),
            _ => None,
        });
        let rows: Vec<usize> = vertices.flatten().map(|v| row(ends, v)).collect();
        let found = points(feature).into_iter().zip(rows);
        out.extend(found.map(|(p, row)| Printed { edge, row, ..p }));
        let (Some(edge), Some(last)) = (edge, out.last()) else { continue };
        let known = *first.entry((last.party.clone(), last.line.clone())).or_insert(edge);
        if known != edge {
            let text = format!(
                "a point of a line says edge {} here, and one before it {}: a line has one kind of edge",
                edge_word(edge),
                edge_word(known)
            );
            let place = read::label(feature.number, feature.properties);
            let finding = Finding::error("F211", text).at(&source.file, place);
            log.push(finding.help("give the points of each kind a \"line\" of their own"));
        }
    }
    out
}

/// Refuses a point from which the line goes on along a curve that no edge is, where it does not say that edges follow it.
fn arcs(source: &Source, feature: &Feature<'_>, edge: Option<EdgeKind>, log: &mut Vec<Finding>) {
    let Some(word) = property(feature, &["to_the_next"]) else { return };
    if edge.is_some() || !matches!(word.as_str(), "arc" | "parallel") {
        return;
    }
    let text = format!(
        "the point says {word} of the way to the next, which edges between points would cut off"
    );
    let place = read::label(feature.number, feature.properties);
    let help = "write the limit again as GeoJSON, which holds places along it";
    log.push(Finding::error("F201", text).at(&source.file, place).help(help));
}

/// The points of a feature.
fn points(feature: &Feature<'_>) -> Vec<Printed> {
    let of = |names: &[&str]| property(feature, names).unwrap_or_default();
    let (name, party, line) = (of(&POINT), of(&PARTY), of(&["line"]));
    let printed = |at| Printed {
        name: name.clone(),
        party: party.clone(),
        line: line.clone(),
        ..Printed::new(at)
    };
    let shapes = shapes_of(feature).filter_map(|shape| match shape {
        Shape::Points(v) => Some(v),
        _ => None,
    });
    shapes.flatten().map(|v| printed(v.at)).collect()
}

/// Lines of a party that go on where the one before them in the file ends are one, unless names or kinds of edges tell them
/// apart: baselines are often drawn with a line for each segment. A line that comes back to its beginning ends there.
fn end_to_end(lines: Vec<Drawn>) -> Vec<Drawn> {
    let mut out: Vec<Drawn> = Vec::with_capacity(lines.len());
    for line in lines {
        let ends = |l: &Drawn| l.places.first().zip(l.places.last()).map(|(a, b)| [*a, *b]);
        let goes_on = |before: &&mut Drawn| {
            let met = ends(before).zip(ends(&line)).is_some_and(|([first, last], [next, _])| {
                key(last) == key(next) && key(first) != key(last)
            });
            let named = before.party == line.party && before.name == line.name;
            met && named && before.edge == line.edge
        };
        match out.last_mut().filter(goes_on) {
            Some(before) => {
                before.places.extend(line.places.into_iter().skip(1));
                before.rows.extend(line.rows.into_iter().skip(1));
            }
            None => out.push(line),
        }
    }
    out
}

/// Gives the lines of a party names that differ; one that is alone needs none.
fn told_apart(lines: &mut [Drawn]) {
    let mut of_party: HashMap<String, usize> = HashMap::new();
    let mut so_named: HashMap<(String, String), usize> = HashMap::new();
    for line in lines.iter() {
        *of_party.entry(line.party.clone()).or_default() += 1;
        *so_named.entry((line.party.clone(), line.name.clone())).or_default() += 1;
    }
    let mut taken: HashSet<(String, String)> = so_named.keys().cloned().collect();
    let mut met: HashMap<(String, String), usize> = HashMap::new();
    for line in lines {
        let key = (line.party.clone(), line.name.clone());
        if of_party.get(&line.party) == Some(&1) {
            line.name.clear();
        } else if line.name.is_empty() || so_named.get(&key).is_some_and(|n| *n > 1) {
            let k = met.entry(key.clone()).or_default();
            loop {
                *k += 1;
                line.name = format!("{} {k}", key.1).trim().to_owned();
                if taken.insert((line.party.clone(), line.name.clone())) {
                    break;
                }
            }
        }
    }
}

fn key(at: LatLon) -> [u64; 2] {
    // Zero has two signs.
    [(at.lat + 0.0).to_bits(), (at.lon + 0.0).to_bits()]
}

/// The points of a line, with names where points beside it give one to each.
fn named(line: Drawn, marks: &[Printed]) -> Vec<Printed> {
    let mut names: HashMap<[u64; 2], &str> = HashMap::new();
    for mark in marks.iter().filter(|m| !m.name.is_empty()) {
        names.entry(key(mark.at)).or_insert(&mark.name);
    }
    let all = line.places.iter().all(|at| names.contains_key(&key(*at)));
    let name = |at: LatLon| names.get(&key(at)).filter(|_| all).map_or("", |n| *n).to_owned();
    let Drawn { party, name: of, edge, places, rows } = &line;
    let printed = |(at, row): (&LatLon, &usize)| Printed {
        name: name(*at),
        party: party.clone(),
        line: of.clone(),
        edge: *edge,
        row: *row,
        ..Printed::new(*at)
    };
    places.iter().zip(rows).map(printed).collect()
}

/// Says what stands beside the lines and is none of their vertices.
fn beside(
    source: &Source,
    features: &[Feature<'_>],
    lines: &[Drawn],
    marks: &[Printed],
    log: &mut Vec<Finding>,
) {
    let vertices: HashSet<[u64; 2]> =
        lines.iter().flat_map(|l| &l.places).map(|at| key(*at)).collect();
    let apart = marks.iter().filter(|m| !vertices.contains(&key(m.at))).count();
    let polygon = |shape: &Shape| match shape {
        Shape::Polygons(p) => p.len(),
        _ => 0,
    };
    let polygons: usize = features.iter().flat_map(shapes_of).map(polygon).sum();
    for (n, one, many) in [(apart, "point", "points"), (polygons, "polygon", "polygons")] {
        if n > 0 {
            let what = if n == 1 { one } else { many };
            let text = format!("the lines are read; {n} {what} beside them left out");
            log.push(Finding::note("F209", text).at(&source.file, ""));
        }
    }
}
