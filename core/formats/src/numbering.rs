//! What the vertices of a division are called: the same in map, table, file and report.
//!
//! Lines in alphabetical order of their pair, lines between two parties before limits of common
//! or joint space; along a line from the land-boundary terminus, or else from its coast end, or
//! else from the northern tripoint; one series 1..n over the layer. Tripoints of three parties are
//! T1.. from north to south. A map may leave numbers out, but never renumbers.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

use littoral_delimit::division::{BoundaryLine, LayerDivision, LinePoint, PointKind};

/// Two printed places nearer than this (degrees) are one tripoint: 1 m.
const SAME: f64 = 1e-5;

/// Name of a vertex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointName {
    /// A turning point or a given point.
    Point(u32),
    /// A tripoint of three parties.
    Tripoint(u32),
}

impl fmt::Display for PointName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(n) => write!(f, "{n}"),
            Self::Tripoint(n) => write!(f, "T{n}"),
        }
    }
}

/// Names of a layer's vertices.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Numbering {
    names: Vec<Vec<Option<PointName>>>,
    /// `(line, point)` of every vertex, in the order in which a table lists them.
    pub order: Vec<(usize, usize)>,
    /// `(lat, lon)` of T1, T2, ...
    pub tripoints: Vec<(f64, f64)>,
}

impl Numbering {
    /// Name of vertex `point` of line `line` of the layer; `None` for curve vertices, ends on a
    /// coast and indices out of range.
    #[must_use]
    pub fn name(&self, line: usize, point: usize) -> Option<PointName> {
        self.names.get(line).and_then(|l| l.get(point)).copied().flatten()
    }
}

/// Names every turning point and tripoint of a layer.
#[must_use]
pub fn numbering(layer: &LayerDivision) -> Numbering {
    let tripoints = tripoints(layer);
    let mut order: Vec<usize> = (0..layer.lines.len()).collect();
    order.sort_by_key(|&k| (pair(&layer.lines[k]), k));
    let mut out = Numbering {
        names: layer.lines.iter().map(|l| vec![None; l.points.len()]).collect(),
        order: Vec::new(),
        tripoints,
    };
    let mut next = 1;
    for k in order {
        let line = &layer.lines[k];
        let mut walk: Vec<usize> = (0..line.points.len()).collect();
        if starts_at_its_end(line) {
            walk.reverse();
        }
        for p in walk {
            out.names[k][p] = name(&line.points[p], &out.tripoints, &mut next);
            out.order.push((k, p));
        }
    }
    out
}

/// Is the holder a party, not common, joint or unheld space?
#[must_use]
pub fn is_party(holder: &str) -> bool {
    !matches!(holder, "COMMON" | "NONE") && !holder.starts_with("JOINT:")
}

fn pair(line: &BoundaryLine) -> (bool, String, String) {
    let [a, b] = [line.between[0].as_str(), line.between[1].as_str()];
    let mixed = !is_party(a) || !is_party(b);
    (mixed, a.min(b).to_owned(), a.max(b).to_owned())
}

fn name(p: &LinePoint, tripoints: &[(f64, f64)], next: &mut u32) -> Option<PointName> {
    match p.kind {
        PointKind::Turning | PointKind::Given => {
            *next += 1;
            Some(PointName::Point(*next - 1))
        }
        PointKind::Tripoint => {
            let k = tripoints.iter().position(|&t| same(t, (p.lat, p.lon)))?;
            Some(PointName::Tripoint(u32::try_from(k).ok()? + 1))
        }
        PointKind::Terminus | PointKind::End | PointKind::Curve => None,
    }
}

fn same(a: (f64, f64), b: (f64, f64)) -> bool {
    let around = a.0.to_radians().cos().max(0.01);
    (a.0 - b.0).abs() < SAME && (a.1 - b.1).abs() < SAME / around
}

/// Places where at least three holders meet, all of them parties, from north to south.
fn tripoints(layer: &LayerDivision) -> Vec<(f64, f64)> {
    let mut found: Vec<((f64, f64), BTreeSet<&str>)> = Vec::new();
    for line in &layer.lines {
        for p in line.points.iter().filter(|p| p.kind == PointKind::Tripoint) {
            let holders = line.between.iter().map(|h| h.as_str());
            match found.iter_mut().find(|(t, _)| same(*t, (p.lat, p.lon))) {
                Some((_, all)) => all.extend(holders),
                None => found.push(((p.lat, p.lon), holders.collect())),
            }
        }
    }
    found.retain(|(_, all)| all.len() > 2 && all.iter().all(|h| is_party(h)));
    let mut out: Vec<_> = found.into_iter().map(|(t, _)| t).collect();
    out.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    out
}

/// Does the walk along the line begin at its last vertex?
fn starts_at_its_end(line: &BoundaryLine) -> bool {
    let (Some(a), Some(b), false) = (line.points.first(), line.points.last(), line.closed) else {
        return false;
    };
    let rank = |p: &LinePoint| match p.kind {
        PointKind::Terminus => 0,
        PointKind::End => 1,
        _ => 2,
    };
    // The northern end first, the western one on a parallel.
    let key = |p: &LinePoint| (rank(p), Reverse(ordered(p.lat)), ordered(p.lon));
    key(b) < key(a)
}

/// Degrees as an integer that sorts like the number.
fn ordered(v: f64) -> i64 {
    (v * 1e9).round() as i64
}

#[cfg(test)]
mod tests {
    use littoral_delimit::partition::Holder;
    use serde_json::Map;

    use super::*;

    fn point(lat: f64, lon: f64, kind: PointKind) -> LinePoint {
        LinePoint { lat, lon, kind, controls: Vec::new() }
    }

    fn line(a: &str, b: &str, points: Vec<LinePoint>) -> BoundaryLine {
        let between = [Holder::new(a), Holder::new(b)];
        BoundaryLine { between, length_km: 1.0, closed: false, points }
    }

    fn layer(lines: Vec<BoundaryLine>) -> LayerDivision {
        LayerDivision {
            sea_km2: 1.0,
            area_km2: Map::new(),
            share_percent: Map::new(),
            lines,
            ties: Vec::new(),
            cells: Default::default(),
            method: "certified".into(),
            finest_m: 0.1,
        }
    }

    #[test]
    fn one_series_from_the_terminus_in_alphabetical_order() {
        use PointKind::{Curve, End, Terminus, Tripoint, Turning};
        let l = layer(vec![
            line(
                "RUS",
                "KAZ",
                vec![
                    point(43.0, 50.0, Tripoint),
                    point(45.0, 49.0, Turning),
                    point(46.0, 49.0, Terminus),
                ],
            ),
            line(
                "AZE",
                "COMMON",
                vec![point(41.0, 49.0, End), point(40.0, 50.0, Turning), point(39.0, 49.0, End)],
            ),
            line(
                "AZE",
                "KAZ",
                vec![
                    point(41.0, 51.0, Tripoint),
                    point(41.5, 50.8, Turning),
                    point(41.7, 50.7, Curve),
                    point(42.0, 50.5, Turning),
                    point(43.0, 50.0, Tripoint),
                ],
            ),
        ]);
        let mut l = l;
        l.lines.push(line(
            "TKM",
            "KAZ",
            vec![point(41.0, 51.0, Tripoint), point(41.2, 52.0, Terminus)],
        ));
        l.lines.push(line(
            "RUS",
            "AZE",
            vec![point(43.0, 50.0, Tripoint), point(42.0, 48.0, Terminus)],
        ));
        let n = numbering(&l);
        // AZE KAZ from the northern tripoint, then KAZ RUS from its terminus, then the limit.
        let of = |l: usize, p: usize| n.name(l, p).map(|x| x.to_string()).unwrap_or_default();
        assert_eq!([of(2, 4), of(2, 3), of(2, 2), of(2, 1), of(2, 0)], ["T1", "1", "", "2", "T2"]);
        assert_eq!([of(0, 2), of(0, 1), of(0, 0)], ["", "3", "T1"]);
        assert_eq!([of(1, 0), of(1, 1)], ["", "4"]);
        assert_eq!(n.order[0], (2, 4));
        assert_eq!(n.name(9, 9), None);
    }

    #[test]
    fn a_point_where_common_space_begins_is_no_tripoint() {
        let at =
            |k| vec![point(41.0, 49.5, PointKind::Tripoint), point(41.0, 48.0 + k, PointKind::End)];
        let l = layer(vec![line("AZE", "RUS", at(0.0)), line("AZE", "COMMON", at(1.0))]);
        assert!(numbering(&l).tripoints.is_empty());
    }
}
