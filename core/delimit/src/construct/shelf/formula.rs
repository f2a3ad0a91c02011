//! The fixed points of the two formulae: thickness of sediment (Gardiner), and 60 M from the foot of the slope (Hedberg).

use std::collections::HashMap;

use littoral_geodesy::{Earth, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use super::super::{BaseLine, BaseNode, Bases, NAUTICAL_MILE_M, invalid};
use super::belt::{Belt, Ground};
use super::chain::OnArc;
use super::loops::{Kind, Zone};
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

/// Fixed points of both formulae: those of the envelope at 60 M at most `spacing_m` apart along each arc, and sediment
/// points that pass and lie farther out; and for each of the envelope the points before and after it.
pub(super) fn points(
    ground: Ground<'_>,
    foot: &Belt,
    tests: &[SedimentTest],
    spacing_m: f64,
) -> Result<(Vec<Fixed>, Vec<OnArc>), DelimitError> {
    let arcs = || foot.loops.iter().flat_map(|l| &l.edges);
    let many: f64 = arcs().map(|e| (e.curve.length() / spacing_m).ceil()).sum();
    if many + tests.len() as f64 > MOST {
        return invalid(format!(
            "{many} fixed points on the arcs at this spacing; at most {MOST}: take a wider one"
        ));
    }
    let mut apart = Apart::new(ground.earth);
    let mut rings = Vec::new();
    for line in &foot.loops {
        let mut ring = Vec::new();
        for edge in &line.edges {
            let Kind::Limit(_, source) = edge.kind else { continue };
            let name = foot.limit.bases.name(source);
            for along in steps(edge.curve.length(), spacing_m) {
                let at = edge.at(ground.earth, along);
                ring.push(apart.number(Fixed { at, rule: Rule::Slope, name: name.clone() }));
            }
        }
        ring.dedup();
        rings.push(ring);
    }
    let far = |t: &&SedimentTest| t.pass && t.distance_m > SIXTY_M;
    for t in tests.iter().filter(far) {
        apart.number(Fixed { at: t.at, rule: Rule::Sediment, name: t.name.clone() });
    }
    let mut on_arc = vec![None; apart.points.len()];
    for ring in rings {
        let n = ring.len();
        (0..n).for_each(|k| on_arc[ring[k]] = Some([ring[(k + n - 1) % n], ring[(k + 1) % n]]));
    }
    Ok((apart.points, on_arc))
}

/// Equal steps of at most `spacing_m` over a length, its end left out.
pub(super) fn steps(length_m: f64, spacing_m: f64) -> impl Iterator<Item = f64> {
    let n = (length_m / spacing_m).ceil().max(1.0) as usize;
    (0..n).map(move |k| length_m * k as f64 / n as f64)
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
