//! The fixed points of the two formulae: thickness of sediment (Gardiner), and 60 M from the foot of the slope (Hedberg).

use std::collections::HashMap;

use littoral_geodesy::{Earth, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use super::super::{BaseLine, BaseNode, Bases, NAUTICAL_MILE_M, invalid};
use super::belt::{Belt, Ground};
use super::chain::OnArc;
use super::loops::{Edge, Kind, Place, Zone};
use super::steps::steps;
use super::tangent::End;
use super::{Rule, Sediment, SedimentTest};
use crate::error::DelimitError;

/// Greatest distance of the second formula from the foot of the slope, and length of a bridging line, metres.
pub(super) const SIXTY_M: f64 = 60.0 * NAUTICAL_MILE_M;
/// Thickness as a part of the distance from the foot of the slope.
const PART: f64 = 0.01;
/// Fixed points nearer than this are one, metres.
const SAME_M: f64 = 1e-3;
/// Most fixed points of all.
const MOST: f64 = 20_000.0;

/// A fixed point of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fixed {
    pub at: LatLon,
    pub rule: Rule,
    pub name: String,
}

/// The foot of the slope as base points.
pub(super) fn slope(points: &[BaseNode]) -> Bases {
    let line = BaseLine {
        party: 0,
        name: String::new(),
        kind: ShoreKind::BasePoint,
        edge: EdgeKind::Geodesic,
        nodes: points.to_vec(),
        origin: "foot of the slope".into(),
    };
    Bases { parties: vec!["foot of the slope".into()], lines: vec![line], ..Bases::default() }
}

/// Every sediment point held against one per cent of the shortest distance to the foot of the slope.
pub(super) fn tests(foot: &Belt, sediment: &[Sediment]) -> Result<Vec<SedimentTest>, DelimitError> {
    let test = |(k, s): (usize, &Sediment)| {
        let named = if s.name.is_empty() { format!("{}", k + 1) } else { s.name.clone() };
        if let Err(why) = s.at.check() {
            return invalid(format!("sediment point {named}: {why}"));
        }
        if !(s.thickness_m >= 0.0 && s.thickness_m.is_finite()) {
            let t = s.thickness_m;
            return invalid(format!("sediment point {named}: a thickness is 0 m or more, not {t}"));
        }
        let Some(control) = foot.limit.control(s.at) else {
            return invalid("no foot of the slope");
        };
        let needed_m = PART * control.distance_m;
        Ok(SedimentTest {
            at: s.at,
            name: named,
            thickness_m: s.thickness_m,
            distance_m: control.distance_m,
            foot: foot.limit.bases.name(control.source),
            needed_m,
            pass: s.thickness_m >= needed_m,
        })
    };
    sediment.iter().enumerate().map(test).collect()
}

/// Fixed points of both formulae.
#[derive(Default)]
pub(super) struct Points {
    pub fixed: Vec<Fixed>,
    /// For each of the envelope at 60 M the points before and after it.
    pub arcs: Vec<OnArc>,
    /// And where on the envelope it lies.
    pub on_rim: Vec<Option<Place>>,
}

/// Those of the envelope at 60 M at most `spacing_m` apart along each arc, and sediment points that pass and lie farther out.
pub(super) fn points(
    ground: Ground<'_>,
    foot: &Belt,
    tests: &[SedimentTest],
    spacing_m: f64,
) -> Result<Points, DelimitError> {
    let arcs = || foot.loops.iter().flat_map(|l| &l.edges);
    let many: f64 = arcs().map(|e| (e.curve.length() / spacing_m).ceil()).sum();
    if many + tests.len() as f64 > MOST {
        return invalid(format!(
            "{many} fixed points on the arcs at this spacing; at most {MOST}: take a wider one"
        ));
    }
    let mut apart = Apart::new(ground.earth);
    let mut rings = Vec::new();
    for (l, line) in foot.loops.iter().enumerate() {
        let mut ring: Vec<(usize, Place)> = Vec::new();
        for (e, edge) in line.edges.iter().enumerate() {
            let Kind::Limit(_, source) = edge.kind else { continue };
            let name = foot.limit.bases.name(source);
            for along in steps(edge.curve.length(), spacing_m) {
                let at = edge.at(ground.earth, along);
                let number = apart.number(Fixed { at, rule: Rule::Slope, name: name.clone() });
                ring.push((number, (l, e, along)));
            }
        }
        ring.dedup_by_key(|p| p.0);
        rings.push(ring);
    }
    let far = |t: &&SedimentTest| t.pass && t.distance_m > SIXTY_M;
    for t in tests.iter().filter(far) {
        apart.number(Fixed { at: t.at, rule: Rule::Sediment, name: t.name.clone() });
    }
    let many = apart.points.len();
    let mut out = Points { fixed: apart.points, arcs: vec![None; many], on_rim: vec![None; many] };
    for ring in rings {
        let n = ring.len();
        for (k, (number, place)) in ring.iter().enumerate() {
            out.arcs[*number] = Some([ring[(k + n - 1) % n].0, ring[(k + 1) % n].0]);
            out.on_rim[*number] = Some(*place);
        }
    }
    Ok(out)
}

impl Points {
    pub(super) fn places(&self) -> Vec<LatLon> {
        self.fixed.iter().map(|f| f.at).collect()
    }

    /// The arc from a point to another, if that is the next on the envelope or lies before the next.
    pub(super) fn arc(&self, foot: &Belt, a: usize, b: usize) -> Option<Edge> {
        let [_, after] = self.arcs[a]?;
        let (l, e, from) = self.on_rim[a]?;
        let edge = &foot.loops[l].edges[e];
        let on_it = |k: usize| {
            let (m, f, to) = self.on_rim[k]?;
            ((m, f) == (l, e) && to > from).then_some(to)
        };
        let end = on_it(after).unwrap_or(edge.curve.length());
        if after == b {
            return Some(edge.part(from, end));
        }
        on_it(b).filter(|to| *to <= end).map(|to| edge.part(from, to))
    }

    /// A point of an arc as the end of a line that is not moved.
    pub(super) fn end(&self, k: usize) -> Option<End> {
        let (fixed, place) = (self.fixed[k].clone(), self.on_rim[k]?);
        Some(End { fixed, place, between: [k; 2], side: 0 })
    }

    /// The number of a new point.
    pub(super) fn add(&mut self, end: End) -> usize {
        self.fixed.push(end.fixed);
        self.arcs.push(Some(end.between));
        self.on_rim.push(Some(end.place));
        self.fixed.len() - 1
    }

    /// Takes new points out again.
    pub(super) fn forget(&mut self, known: usize) {
        self.fixed.truncate(known);
        self.arcs.truncate(known);
        self.on_rim.truncate(known);
    }
}

/// Points that do not repeat each other.
struct Apart<'a> {
    earth: &'a Earth,
    points: Vec<Fixed>,
    /// Their numbers by cubes of a metre.
    cells: HashMap<[i64; 3], Vec<usize>>,
}

impl<'a> Apart<'a> {
    fn new(earth: &'a Earth) -> Self {
        Self { earth, points: Vec::new(), cells: HashMap::new() }
    }

    /// The number of a point, or of an earlier one at its place.
    fn number(&mut self, p: Fixed) -> usize {
        let v = self.earth.place(p.at);
        let [x, y, z] = [v.x, v.y, v.z].map(|x| x.floor() as i64);
        let around = (0..27).map(|t| [x + t % 3 - 1, y + t / 3 % 3 - 1, z + t / 9 - 1]);
        let near = around.flat_map(|key| self.cells.get(&key).into_iter().flatten());
        let same = |k: &usize| self.earth.karney_m(self.points[*k].at, p.at) < SAME_M;
        if let Some(k) = near.copied().find(same) {
            return k;
        }
        self.cells.entry([x, y, z]).or_default().push(self.points.len());
        self.points.push(p);
        self.points.len() - 1
    }
}

/// The 2 500 m isobath as lines of one party: a closed one comes back to its start.
pub(super) fn isobath(lines: &Bases) -> Bases {
    let mut out = Bases { parties: vec!["isobath".into()], ..Bases::default() };
    for line in lines.lines.iter().filter(|l| !l.nodes.is_empty()) {
        let mut line = BaseLine { party: 0, ..line.clone() };
        if line.closed() {
            line.nodes.push(line.nodes[0].clone());
        }
        let alone = line.kind == ShoreKind::BasePoint || line.nodes.len() < 2;
        line.kind = if alone { ShoreKind::BasePoint } else { ShoreKind::Baseline };
        out.lines.push(line);
    }
    out
}

/// The rule of a limit.
pub(super) fn rule(zone: Zone) -> Rule {
    match zone {
        Zone::Slope => Rule::Slope,
        Zone::TwoHundred => Rule::TwoHundred,
        Zone::Distance => Rule::Distance,
        Zone::Isobath => Rule::Isobath,
    }
}
