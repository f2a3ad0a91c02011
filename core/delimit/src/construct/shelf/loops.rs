//! Closed lines cut where they cross each other, and what stands put together again by the identity of the crossings.

use std::collections::HashMap;

use littoral_geodesy::area::{AreaRule, Green};
use littoral_geodesy::{Curve, Earth, LatLon};

use super::super::Source;
use crate::error::DelimitError;

/// Pieces of this length are taken for areas, metres.
const PIECE_M: f64 = 2000.0;

/// What a stretch of a line is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// A bridging line, and the fixed points (by index) at which it begins and ends, if it is not cut there.
    Bridge([Option<usize>; 2]),
    /// The limit at a distance from base points, of which limit and by which base point.
    Limit(Zone, Source),
}

/// Which limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// 60 M from the foot of the slope.
    Slope,
    /// 200 M from the baselines.
    TwoHundred,
    /// 350 M from the baselines.
    Distance,
    /// 100 M from the 2 500 m isobath.
    Isobath,
}

/// A piece of a closed line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub curve: Curve,
    /// Is it run through against the curve's own direction?
    pub reversed: bool,
    pub kind: Kind,
}

/// A closed line with the sea on its left.
#[derive(Debug, Clone, Default)]
pub(super) struct Loop {
    pub edges: Vec<Edge>,
}

/// A place on a closed line: line, piece, way along the piece in the line's direction.
pub(super) type Place = (usize, usize, f64);

/// A stretch of a closed line between two crossings.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// The crossings at which it begins and ends; none for a whole closed line.
    pub ends: Option<[usize; 2]>,
    pub edges: Vec<Edge>,
}

impl Zone {
    /// Its distance, nautical miles.
    pub(super) fn miles(self) -> f64 {
        match self {
            Self::Slope => 60.0,
            Self::TwoHundred => 200.0,
            Self::Distance => 350.0,
            Self::Isobath => 100.0,
        }
    }
}

impl Edge {
    /// Parameter of the curve after so much of the way.
    fn s(&self, along: f64) -> f64 {
        let [a, b] = self.curve.range;
        if self.reversed { b - along } else { a + along }
    }

    /// Way along the piece at a parameter of its curve.
    pub(super) fn along(&self, s: f64) -> f64 {
        let [a, b] = self.curve.range;
        (if self.reversed { b - s } else { s - a }).clamp(0.0, b - a)
    }

    pub(super) fn at(&self, earth: &Earth, along: f64) -> LatLon {
        self.curve.at(earth, self.s(along))
    }

    /// The part between two ways along it.
    pub(super) fn part(&self, from: f64, to: f64) -> Self {
        let (s, t) = (self.s(from), self.s(to));
        let whole = [from <= 0.0, to >= self.curve.length()];
        let kind = match self.kind {
            Kind::Bridge([a, b]) => Kind::Bridge([a.filter(|_| whole[0]), b.filter(|_| whole[1])]),
            kind => kind,
        };
        Self { curve: self.curve.over([s.min(t), s.max(t)]), kind, ..*self }
    }

    fn green(&self, earth: &Earth, rule: &AreaRule) -> Green {
        let length = self.curve.length();
        let n = (length / PIECE_M).ceil().max(1.0) as usize;
        let point = |k: f64| earth.point(self.at(earth, length * k / n as f64));
        let mut sum = Green::default();
        for k in 0..n {
            let k = k as f64;
            sum.add(rule.arc(&point(k), &point(k + 0.5), &point(k + 1.0)));
        }
        sum
    }
}

impl Loop {
    /// Area it holds, m2: negative for a hole.
    pub(super) fn area_m2(&self, earth: &Earth) -> f64 {
        let Some(first) = self.edges.first() else { return 0.0 };
        let rule = AreaRule::new(earth, &earth.point(first.at(earth, 0.0)));
        let mut sum = Green::default();
        // Land is on the right.
        self.edges.iter().for_each(|e| sum.add(e.green(earth, &rule).reversed()));
        let cap = |dlon: f64| rule.area_m2(Green { s_dlon: 0.0, dlon });
        let whole = cap(std::f64::consts::TAU) + cap(-std::f64::consts::TAU);
        let area = rule.area_m2(sum);
        if area > whole / 2.0 { area - whole } else { area }
    }

    /// Corners, and places between them so close that the geodesics between keep the line to a tolerance.
    pub(super) fn outline(&self, earth: &Earth, tolerance_m: f64) -> Vec<LatLon> {
        use super::super::densify::{Drawn, densify};
        let mut out = Vec::new();
        for edge in &self.edges {
            let points = densify(earth, &edge.curve, Drawn::Geodesic, tolerance_m);
            let mut points: Vec<LatLon> = points.iter().map(|p| p.at).collect();
            if edge.reversed {
                points.reverse();
            }
            points.pop();
            out.extend(points);
        }
        out
    }
}

/// Closed lines cut at places that have the number of their crossing.
pub(super) fn cut(loops: &[Loop], places: &[(Place, usize)]) -> Vec<Stretch> {
    let mut on: Vec<Vec<(usize, f64, usize)>> = vec![Vec::new(); loops.len()];
    for ((of, edge, along), id) in places {
        on[*of].push((*edge, *along, *id));
    }
    let mut out = Vec::new();
    for (line, mut at) in loops.iter().zip(on) {
        at.sort_by(|p, q| p.0.cmp(&q.0).then(p.1.total_cmp(&q.1)).then(p.2.cmp(&q.2)));
        if at.is_empty() {
            out.push(Stretch { ends: None, edges: line.edges.clone() });
        }
        for (k, from) in at.iter().enumerate() {
            let to = at[(k + 1) % at.len()];
            let edges = between(line, *from, to, k + 1 == at.len());
            out.push(Stretch { ends: Some([from.2, to.2]), edges });
        }
    }
    out
}

/// The pieces from one place of a line to the next, round the line's start if `around`.
fn between(
    line: &Loop,
    from: (usize, f64, usize),
    to: (usize, f64, usize),
    around: bool,
) -> Vec<Edge> {
    let n = line.edges.len();
    if from.0 == to.0 && !around {
        return vec![line.edges[from.0].part(from.1, to.1)];
    }
    let first = &line.edges[from.0];
    let mut out = vec![first.part(from.1, first.curve.length())];
    let steps = (to.0 + n - from.0 - 1) % n;
    out.extend((1..=steps).map(|k| line.edges[(from.0 + k) % n]));
    out.push(line.edges[to.0].part(0.0, to.1));
    // A crossing at the end of a piece leaves nothing of it.
    out.retain(|e| e.curve.length() > 0.0);
    out
}

/// A place in the middle of a stretch; `None` for one of no length.
pub(super) fn middle(earth: &Earth, stretch: &Stretch) -> Option<LatLon> {
    let whole: f64 = stretch.edges.iter().map(|e| e.curve.length()).sum();
    let mut left = whole / 2.0;
    for edge in &stretch.edges {
        if left <= edge.curve.length() {
            return Some(edge.at(earth, left));
        }
        left -= edge.curve.length();
    }
    stretch.edges.last().map(|e| e.at(earth, e.curve.length()))
}

/// Stretches put end to end into closed lines.
pub(super) fn link(earth: &Earth, kept: Vec<Stretch>) -> Result<Vec<Loop>, DelimitError> {
    let mut starts: HashMap<usize, usize> = HashMap::new();
    for (k, stretch) in kept.iter().enumerate() {
        if let Some(at) = stretch.ends.filter(|e| starts.insert(e[0], k).is_some()) {
            return Err(open(earth, &kept[starts[&at[0]]]));
        }
    }
    let mut used = vec![false; kept.len()];
    let mut out = Vec::new();
    for first in 0..kept.len() {
        let mut line = Loop::default();
        let mut at = first;
        while !std::mem::replace(&mut used[at], true) {
            line.edges.extend(&kept[at].edges);
            let Some([_, end]) = kept[at].ends else { break };
            at = *starts.get(&end).ok_or_else(|| open(earth, &kept[at]))?;
            if used[at] && at != first {
                return Err(open(earth, &kept[at]));
            }
        }
        if !line.edges.is_empty() {
            out.push(line);
        }
    }
    Ok(out)
}

fn open(earth: &Earth, stretch: &Stretch) -> DelimitError {
    let at = stretch.edges.last().map_or(LatLon::new(0.0, 0.0), |e| e.at(earth, e.curve.length()));
    DelimitError::Geometry { text: "the outer limit does not close".into(), at }
}
