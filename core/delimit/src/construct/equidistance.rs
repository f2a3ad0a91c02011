//! Equidistance of base points, coasts and islands inside a window, for two or more parties.
//!
//! Definition: the line every point of which is equally far from the nearest points of the baselines
//! of two parties, no third being nearer (UNCLOS art. 15; IHO C-51 (TALOS) 6.2). Units metres and
//! degrees. The open sea needs no closed polygon: a window is drawn about the base points, or given.
//!
//! Method: the engine's partition of the window names, at every turning point and tripoint, the base
//! points that control it; the point is then solved afresh with Karney's geodesics to the same base
//! points until all its distances agree within 1e-7 m, and what is printed is measured on that point.
//!
//! Degenerate: base points of two parties that coincide make a tie over an area, which the terminus
//! rule splits and reports; a party without base points is refused; parts of a line on land (where
//! rings of land are known) are left out.

use std::collections::BTreeMap;

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, Ellipsoid, Feature, LatLon};
use littoral_model::{Case, Extent, Names, Party, Sea, Shore, ShoreKind};

use super::base::{BaseLine, BaseSet, Bases, Control};
use super::invalid;
use crate::division::{BoundaryLine, LayerDivision, PointKind, Tie};
use crate::error::DelimitError;
use crate::waters::{self, DistanceOptions, NoFunctions, SolveOptions, Waters};

/// How many corners an automatic window has.
const CORNERS: u32 = 24;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Frame of the sea; empty for one drawn about the base points.
    pub window: Vec<LatLon>,
    /// How far the automatic frame reaches beyond the base points, metres.
    pub margin_m: f64,
    /// Effect of each party's islands, 0 to 1, in the order of the parties; missing is 1.
    pub effects: Vec<f64>,
    /// Only coordinates are base points (treaty practice), not the edges between them.
    pub vertices_only: bool,
    /// Measure from straight baselines too.
    pub baselines: bool,
    /// Greatest distance of geodesics between neighbouring points from the line, metres.
    pub tolerance_m: f64,
}

/// A point of an equidistance line.
#[derive(Debug, Clone, PartialEq)]
pub struct EquidistancePoint {
    /// Where.
    pub at: LatLon,
    /// Turning point, tripoint, end, or a point that only keeps the curve.
    pub kind: PointKind,
    /// Controlling base points: party and control; the two parties of the line first.
    pub controls: Vec<(usize, Control)>,
    /// Greatest less least distance over the controls, metres (partial effects: of the mean distances).
    pub residual_m: f64,
}

/// A line between two parties.
#[derive(Debug, Clone, PartialEq)]
pub struct EquidistanceLine {
    /// The parties; the first lies to the left.
    pub between: [usize; 2],
    /// Points in order.
    pub points: Vec<EquidistancePoint>,
    /// Length, metres.
    pub length_m: f64,
    /// Does it close on itself?
    pub closed: bool,
}

/// All lines of a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Equidistance {
    /// Lines in the order of their parties.
    pub lines: Vec<EquidistanceLine>,
    /// Area of the window by party, km2 (land included).
    pub area_km2: Vec<f64>,
    /// Areas in which two parties share their nearest base point.
    pub ties: Vec<Tie>,
    /// The window used.
    pub window: Vec<LatLon>,
    /// `certified` or `sampled`, as the engine says.
    pub method: String,
    /// Doubts: coordinates that two parties share without a terminus.
    pub findings: Vec<String>,
}

/// Equidistance of every party with every other inside a window.
///
/// # Errors
/// [`DelimitError`]: fewer than two parties, a party without base points, a window that is none, or
/// geometry that the engine cannot close.
pub fn equidistance(
    ellipsoid: &Ellipsoid,
    bases: &Bases,
    options: &Options,
) -> Result<Equidistance, DelimitError> {
    let earth = Earth::new(ellipsoid);
    let clean = bases.joined();
    if clean.parties.len() < 2 {
        return invalid("equidistance needs base points of two parties or more");
    }
    for (k, id) in clean.parties.iter().enumerate() {
        if !clean.lines.iter().any(|l| l.party == k && !l.nodes.is_empty()) {
            return invalid(format!("{id} has no base point to measure from"));
        }
    }
    let findings = shared(&clean)?;
    let (division, window, clip) = framed(ellipsoid, &earth, &clean, options)?;
    let lens = Lens::new(&earth, &clean, options);
    let mut lines: Vec<EquidistanceLine> =
        division.lines.iter().flat_map(|l| lens.line(l)).collect();
    if clip {
        lines = lines.into_iter().flat_map(|l| lens.clipped(l, &window)).collect();
    }
    let area = |id: &String| division.area_km2.get(id).and_then(serde_json::Value::as_f64);
    let area_km2 = clean.parties.iter().map(|id| area(id).unwrap_or(0.0)).collect();
    Ok(Equidistance {
        lines,
        area_km2,
        ties: division.ties,
        window,
        method: division.method,
        findings,
    })
}

/// Coordinates that two parties share. Where both are ends of coasts that is a terminus, and the engine has
/// a rule for it; elsewhere the line is not defined wherever that coordinate is nearest to both.
fn shared(bases: &Bases) -> Result<Vec<String>, DelimitError> {
    let mut seen: BTreeMap<[u64; 2], (usize, bool, bool)> = BTreeMap::new();
    let mut out = Vec::new();
    for l in &bases.lines {
        let last = l.nodes.len().saturating_sub(1);
        for (k, n) in l.nodes.iter().enumerate() {
            let lon = if n.at.lat.abs() >= 90.0 { 0.0 } else { wrap(n.at.lon) + 0.0 };
            let key = [(n.at.lat + 0.0).to_bits(), lon.to_bits()];
            let end = l.kind == ShoreKind::Coast && (k == 0 || k == last);
            let point = l.kind == ShoreKind::BasePoint;
            let Some((party, other_end, other_point)) = seen.insert(key, (l.party, end, point))
            else {
                continue;
            };
            if party == l.party || (end && other_end) {
                continue;
            }
            let ids = [party, l.party].map(|p| bases.parties[p].as_str());
            let text = format!(
                "{} and {} share the base point {:.6}, {:.6}: no line is defined where it is nearest to both",
                ids[0], ids[1], n.at.lat, n.at.lon
            );
            if point || other_point {
                return invalid(
                    text + "; take it from one of them, or give both coasts as lines that end there",
                );
            }
            out.push(text);
        }
    }
    Ok(out)
}

/// The division of the window. A line that runs along the engine's own mesh (two points on one parallel,
/// three about a pole) may not close there; then it is solved in frames of other shape about the window,
/// and cut to it.
fn framed(
    ellipsoid: &Ellipsoid,
    earth: &Earth,
    bases: &Bases,
    options: &Options,
) -> Result<(LayerDivision, Vec<LatLon>, bool), DelimitError> {
    const ATTEMPTS: u32 = 6;
    let given = match options.window.len() {
        0 => None,
        1 | 2 => return invalid("a window needs three corners or more"),
        _ => Some(options.window.clone()),
    };
    let mut last = None;
    for attempt in 0..=ATTEMPTS {
        let (frame, clip) = match &given {
            Some(ring) if attempt == 0 => (ring.clone(), false),
            Some(ring) => (about(earth, ring, 0.0, attempt)?, true),
            None => {
                let points: Vec<LatLon> = bases.lines.iter().flat_map(BaseLine::points).collect();
                (about(earth, &points, options.margin_m, attempt + 1)?, false)
            }
        };
        match solve(ellipsoid, earth, bases, options, &frame) {
            Ok(division) => return Ok((division, given.unwrap_or(frame), clip)),
            Err(DelimitError::Geometry { text, at }) => {
                last = Some(DelimitError::Geometry { text, at });
            }
            Err(other) => return Err(other),
        }
    }
    last.map_or_else(|| invalid("the window cannot be solved"), Err)
}

/// A frame about the base points that reaches `margin_m` beyond the farthest.
///
/// # Errors
/// [`DelimitError::Invalid`] if the base points span more than a hemisphere's worth of sea.
pub fn window(earth: &Earth, bases: &Bases, margin_m: f64) -> Result<Vec<LatLon>, DelimitError> {
    let points: Vec<LatLon> = bases.lines.iter().flat_map(BaseLine::points).collect();
    about(earth, &points, margin_m, 0)
}

/// A frame about some points; frames of different `variant` share no axis.
fn about(
    earth: &Earth,
    points: &[LatLon],
    margin_m: f64,
    variant: u32,
) -> Result<Vec<LatLon>, DelimitError> {
    let sum =
        points.iter().fold(littoral_geodesy::Vec3::default(), |s, p| s + earth.point(*p).p.unit());
    if sum.norm() < 1e-6 {
        return invalid("the base points lie all round the earth: give a window");
    }
    let centre = earth.lat_lon(&earth.in_direction(sum.unit()));
    let far = points.iter().fold(0.0, |m: f64, p| m.max(earth.karney_m(centre, *p)));
    let radius = far + margin_m;
    if radius > 5.0e6 {
        let km = radius / 1000.0;
        return invalid(format!(
            "the base points need a window of {km:.0} km about their middle: give a smaller one"
        ));
    }
    // Off centre, so that no mesh about the frame's middle shares an axis with the base points.
    let off = radius * 0.0137 * f64::from(variant);
    let middle = earth.direct(centre, 37.3 + 71.9 * f64::from(variant), off);
    // The middle of the frame's sides lies within the circle: stretch it so that it does not cut.
    let reach = (radius + off) / libm::cos(std::f64::consts::PI / f64::from(CORNERS)) * 1.01;
    let first = 360.0 - 4.1 * f64::from(variant);
    let corner =
        |k: u32| earth.direct(middle, first - 360.0 * f64::from(k) / f64::from(CORNERS), reach);
    Ok((0..CORNERS).map(corner).collect())
}

/// The engine's partition of the window.
fn solve(
    ellipsoid: &Ellipsoid,
    earth: &Earth,
    bases: &Bases,
    options: &Options,
    window: &[LatLon],
) -> Result<LayerDivision, DelimitError> {
    let mut case = Case::empty("survey");
    case.ellipsoid = ellipsoid.clone();
    case.parties =
        bases.parties.iter().map(|id| Party { id: id.clone(), name: Names::english(id) }).collect();
    case.sea = Sea { extent: Extent::Window, outer: window.to_vec(), ..Sea::default() };
    case.shores = shores(earth, bases);
    let bases_of =
        if options.vertices_only { waters::Bases::Vertices } else { waters::Bases::Segments };
    let waters = Waters::with_bases(case, bases_of)?;
    let from = if options.baselines { waters::From::Baseline } else { waters::From::Coast };
    let score = |k: usize| {
        let islands = options.effects.get(k).copied().unwrap_or(1.0);
        let d = waters.distance(k, DistanceOptions { islands, from })?;
        Ok((crate::Holder::new(&bases.parties[k]), d))
    };
    let scores = (0..bases.parties.len()).map(score).collect::<Result<Vec<_>, DelimitError>>()?;
    let solve = SolveOptions { tolerance_m: options.tolerance_m, cancel: None };
    waters.solve(&crate::Partition::new(scores), &NoFunctions, &solve)
}

/// Shores as the engine wants them: at a terminus the coast that has the sea on its left, walking away
/// from it, comes first. Every coast is given in two halves, so that each end is on its own.
fn shores(earth: &Earth, bases: &Bases) -> Vec<Shore> {
    let shore = |l: &BaseLine, nodes: Vec<LatLon>| Shore {
        party: l.party,
        kind: l.kind,
        lines: vec![nodes],
        edge: l.edge,
        origin: l.origin.clone(),
    };
    let (mut ahead, mut behind, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    for l in &bases.lines {
        let points = l.points();
        if l.kind != ShoreKind::Coast || points.len() < 3 {
            rest.push(shore(l, points));
            continue;
        }
        let middle = points.len() / 2;
        for (part, turned) in [(&points[..=middle], false), (&points[middle..], true)] {
            // Land on the right of the way from the terminus: sea on its left.
            let mut walk = part.to_vec();
            if turned {
                walk.reverse();
            }
            let first = earth.inverse(walk[0], walk[1]);
            let step = (first.distance_m / 2.0).min(200.0);
            let beside = earth.direct(walk[0], first.azimuth1_deg, first.distance_m / 2.0);
            let left = earth.direct(beside, first.azimuth1_deg - 90.0, step);
            if bases.on_land(left) {
                behind.push(shore(l, walk))
            } else {
                ahead.push(shore(l, walk))
            }
        }
    }
    ahead.into_iter().chain(behind).chain(rest).collect()
}

/// Looks at the engine's lines with Karney's eyes.
struct Lens<'a> {
    earth: &'a Earth,
    bases: &'a Bases,
    /// With all islands, by party.
    sets: Vec<BaseSet>,
    /// Parties with partial effect are not solved afresh.
    partial: Vec<bool>,
}

impl<'a> Lens<'a> {
    fn new(earth: &'a Earth, bases: &'a Bases, options: &Options) -> Self {
        let effect = |k: usize| options.effects.get(k).copied().unwrap_or(1.0);
        let set = |k: usize| {
            let counts = |_: usize, l: &BaseLine| {
                l.party == k
                    && (options.baselines || l.kind != ShoreKind::Baseline)
                    && (effect(k) > 0.0 || l.kind != ShoreKind::Islands)
            };
            BaseSet::new(earth, bases, options.vertices_only, counts)
        };
        let count = bases.parties.len();
        let partial = (0..count).map(|k| effect(k) > 0.0 && effect(k) < 1.0).collect();
        Self { earth, bases, sets: (0..count).map(set).collect(), partial }
    }

    /// A line with its points solved afresh, in parts where it runs over land.
    fn line(&self, line: &BoundaryLine) -> Vec<EquidistanceLine> {
        let index = |h: &crate::Holder| self.bases.parties.iter().position(|p| p == h.as_str());
        let [Some(a), Some(b)] = [index(&line.between[0]), index(&line.between[1])] else {
            return Vec::new();
        };
        let mut runs: Vec<Vec<EquidistancePoint>> = vec![Vec::new()];
        for p in &line.points {
            let point = self.point([a, b], p);
            let ashore = point.controls.iter().all(|(_, c)| c.distance_m < 1e-3);
            let land = !ashore && self.bases.on_land(point.at);
            if land {
                runs.push(Vec::new());
                continue;
            }
            if let Some(run) = runs.last_mut() {
                run.push(point);
            }
            // A line that touches the shore of both begins anew there.
            if ashore && runs.last().is_some_and(|r| r.len() > 1) {
                let again = runs.last().and_then(|r| r.last()).cloned();
                runs.push(again.into_iter().collect());
            }
        }
        let whole = runs.len() == 1;
        let keep = runs.into_iter().filter(|r| r.len() > 1);
        keep.map(|points| {
            let closed = line.closed && whole;
            let ends = points.windows(2).map(|w| self.earth.karney_m(w[0].at, w[1].at));
            let back = closed.then(|| points.first().zip(points.last())).flatten();
            let close = back.map_or(0.0, |(f, l)| self.earth.karney_m(l.at, f.at));
            let length_m = ends.sum::<f64>() + close;
            EquidistanceLine { between: [a, b], points, length_m, closed }
        })
        .collect()
    }

    /// The parts of a line inside a ring; where it is cut the end is solved on the line.
    fn clipped(&self, line: EquidistanceLine, ring: &[LatLon]) -> Vec<EquidistanceLine> {
        let mut runs: Vec<Vec<EquidistancePoint>> = vec![Vec::new()];
        let mut points = line.points;
        if line.closed {
            points.extend(points.first().cloned());
        }
        let mut before: Option<(EquidistancePoint, bool)> = None;
        let mut cut = false;
        for p in points {
            let within = super::base::inside(ring, p.at);
            if let Some((q, was)) = &before
                && *was != within
            {
                cut = true;
                let end = self.end_between(q, &p, ring, *was);
                if *was {
                    runs.last_mut().into_iter().for_each(|r| r.push(end.clone()));
                    runs.push(Vec::new());
                } else {
                    runs.push(vec![end]);
                }
            }
            if within {
                runs.last_mut().into_iter().for_each(|r| r.push(p.clone()));
            }
            before = Some((p, within));
        }
        let closed = line.closed && !cut;
        let parts = runs.into_iter().filter(|r| r.len() > 1);
        parts
            .map(|mut points| {
                if closed {
                    points.pop();
                }
                let steps = points.windows(2).map(|w| self.earth.karney_m(w[0].at, w[1].at));
                let length_m = if closed { line.length_m } else { steps.sum() };
                EquidistanceLine { between: line.between, points, length_m, closed }
            })
            .collect()
    }

    /// Where the line leaves the ring between two of its points.
    fn end_between(
        &self,
        p: &EquidistancePoint,
        q: &EquidistancePoint,
        ring: &[LatLon],
        first_within: bool,
    ) -> EquidistancePoint {
        let way = self.earth.inverse(p.at, q.at);
        let (mut low, mut high) = (0.0, way.distance_m);
        while high - low > 1e-3 {
            let middle = (low + high) / 2.0;
            let at = self.earth.direct(p.at, way.azimuth1_deg, middle);
            if super::base::inside(ring, at) == first_within { low = middle } else { high = middle }
        }
        let at = self.earth.direct(p.at, way.azimuth1_deg, (low + high) / 2.0);
        let pair: Vec<usize> = p.controls.iter().map(|c| c.0).collect();
        let mut features: Vec<(usize, Feature)> = Vec::new();
        for party in pair {
            let base = self.sets[party].control(at).and_then(|c| self.sets[party].feature_at(c.at));
            if let Some(f) = base.filter(|_| !features.iter().any(|(k, _)| *k == party)) {
                features.push((party, f));
            }
        }
        features.truncate(2);
        self.measured(at, PointKind::End, &features)
    }

    fn point(&self, pair: [usize; 2], p: &crate::division::LinePoint) -> EquidistancePoint {
        let rest = (0..self.bases.parties.len()).filter(|k| !pair.contains(k));
        let order = pair.into_iter().chain(rest);
        let mut features: Vec<(usize, Feature)> = Vec::new();
        for k in order {
            for base in p.base_points_of(&self.bases.parties[k]) {
                if let Some(f) = self.sets[k].feature_at(base)
                    && !features.contains(&(k, f))
                {
                    features.push((k, f));
                }
            }
        }
        self.measured(p.at(), p.kind, &features)
    }

    /// A point solved afresh for its controls and measured.
    fn measured(
        &self,
        start: LatLon,
        kind: PointKind,
        features: &[(usize, Feature)],
    ) -> EquidistancePoint {
        let partial = features.iter().any(|(k, _)| self.partial[*k]);
        let free = matches!(kind, PointKind::Turning | PointKind::Tripoint);
        let mut at = start;
        if !partial {
            at = self.solved(at, features, free).unwrap_or(at);
        }
        let controls: Vec<(usize, Control)> =
            features.iter().map(|(k, f)| (*k, self.sets[*k].to_feature(at, *f))).collect();
        let d = || controls.iter().map(|(_, c)| c.distance_m);
        let spread = d().fold(f64::NEG_INFINITY, f64::max) - d().fold(f64::INFINITY, f64::min);
        let residual_m = if controls.is_empty() || partial { 0.0 } else { spread };
        EquidistancePoint { at, kind, controls, residual_m }
    }

    /// Newton's method on equal distances to the controls. A point with a single condition moves along
    /// the gradient only; one with two or more moves freely (least squares if there are more).
    fn solved(&self, start: LatLon, features: &[(usize, Feature)], free: bool) -> Option<LatLon> {
        let mut at = start;
        for _ in 0..20 {
            let all: Vec<Control> =
                features.iter().map(|(k, f)| self.sets[*k].to_feature(at, *f)).collect();
            let first = all.first()?;
            if all.iter().any(|c| c.distance_m < 1.0) {
                return None;
            }
            let unit = |deg: f64| (libm::sin(deg.to_radians()), libm::cos(deg.to_radians()));
            let (fx, fy) = unit(first.azimuth_deg);
            // Rows: gradient of (first - other), and the value to bring to nothing.
            let rows: Vec<(f64, f64, f64)> = all[1..]
                .iter()
                .map(|c| {
                    let (x, y) = unit(c.azimuth_deg);
                    (x - fx, y - fy, first.distance_m - c.distance_m)
                })
                .collect();
            let worst = rows.iter().fold(0.0, |m: f64, r| m.max(r.2.abs()));
            if worst < 2e-8 {
                return Some(at);
            }
            let (dx, dy) = step(&rows, free)?;
            let length = libm::hypot(dx, dy);
            if length.is_nan() || length > 5000.0 || self.earth.karney_m(start, at) > 5000.0 {
                return None;
            }
            at = self.earth.direct(at, libm::atan2(dx, dy).to_degrees(), length);
            at = LatLon::new(at.lat, start.lon + wrap(at.lon - start.lon));
        }
        (self.earth.karney_m(start, at) < 5.0).then_some(at)
    }
}

/// Smallest step that meets the conditions `g . step = -value`.
fn step(rows: &[(f64, f64, f64)], free: bool) -> Option<(f64, f64)> {
    if rows.len() == 1 || !free {
        let (gx, gy, f) = *rows.first()?;
        let g2 = gx * gx + gy * gy;
        return (g2 > 1e-12).then(|| (-f * gx / g2, -f * gy / g2));
    }
    let sum = |h: &dyn Fn(&(f64, f64, f64)) -> f64| rows.iter().map(h).sum::<f64>();
    let (xx, xy, yy) = (sum(&|r| r.0 * r.0), sum(&|r| r.0 * r.1), sum(&|r| r.1 * r.1));
    let (xf, yf) = (sum(&|r| r.0 * r.2), sum(&|r| r.1 * r.2));
    let det = xx * yy - xy * xy;
    (det.abs() > 1e-10).then(|| ((xy * yf - yy * xf) / det, (xy * xf - xx * yf) / det))
}
