//! From crossings to arcs: what runs through each triangle of the mesh.
//!
//! Around a triangle the holders form a cyclic list. No change: nothing. Two changes: one arc. Three
//! changes of three holders: a tripoint and three arcs. Anything else: split along the longest edge and
//! look again; below half a metre (at another go a centimetre, for nodes may lie centimetres apart) a node of higher degree is
//! accepted where it satisfies its equations, and below a centimetre one where lines meet as tangents, or so nearly in one
//! point that all scores agree within half a millimetre. Where scores jump no equation holds at a node: in the smallest triangles the holders all round tell it (`topology/jump.rs`).

mod jump;
mod slit;

use littoral_geodesy::{SurfacePoint, Vec3};

use crate::crossing::{Change, CrossingId, Crossings};
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label};
use crate::mesh::{Mesh, NodeId};
use crate::root::bracket;

/// Triangles smaller than this are not split further, metres.
const SMALLEST_M: f64 = 0.5;

/// Where an earlier solution was found wrong they are split further, metres: two junctions a few centimetres apart are one node of
/// higher degree to larger ones, or two lines that pass each other.
const SMALLEST_AGAIN_M: f64 = SMALLEST_M / 64.0;

/// Where the scores agree to this, a place will do as a node of any degree, metres: half of what a printed point may be
/// off. Triangles are split for it down to [`LEAST_M`].
const AGREE_M: f64 = 5e-4;
const LEAST_M: f64 = 5e-5;

/// A junction lies in its triangle but for this many metres and this part of its size: the sides are geodesics, not planes.
/// Where one party has two base points the same three may meet again a little farther on.
const BESIDE_M: f64 = 1e-4;
const OFF_SIDE: f64 = 1e-6;

/// A triangle is split into so many parts at most: what needs more, a line that is everywhere in doubt, does not close.
const MOST_PARTS: usize = 1 << 13;

/// In a tie wedge a junction lies on the bisector ray this closely, metres.
const ON_RAY_M: f64 = 1e-6;

/// A place where three or more holders meet.
#[derive(Debug, Clone)]
pub(crate) struct Junction {
    pub(crate) at: SurfacePoint,
    /// Holders around it, counter-clockwise.
    pub(crate) labels: Vec<Label>,
}

/// An end of an arc.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ArcEnd {
    /// On a mesh edge, shared with the next arc.
    Crossing(CrossingId),
    /// Index of a junction.
    Junction(u32),
}

/// A stretch of boundary through one triangle: `left` holds the water to the left.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arc {
    pub(crate) left: Label,
    pub(crate) right: Label,
    pub(crate) from: ArcEnd,
    pub(crate) to: ArcEnd,
}

impl Arc {
    /// The same arc with the lower label on its left.
    fn normal(self) -> Self {
        if self.left < self.right {
            return self;
        }
        Self { left: self.right, right: self.left, from: self.to, to: self.from }
    }
}

/// Everything the mesh knows of the boundaries.
pub(crate) struct Topology {
    pub(crate) crossings: Crossings,
    pub(crate) junctions: Vec<Junction>,
    pub(crate) arcs: Vec<Arc>,
    /// Triangles smaller than this are not split further, metres.
    smallest_m: f64,
}

impl Topology {
    pub(crate) fn trace(
        eval: &mut Evaluator<'_>,
        mesh: &mut Mesh,
        crossings: Crossings,
        again: bool,
    ) -> Result<Self, DelimitError> {
        let smallest_m = if again { SMALLEST_AGAIN_M } else { SMALLEST_M };
        let mut t = Self { crossings, junctions: Vec::new(), arcs: Vec::new(), smallest_m };
        t.crossings.search_all(eval, mesh)?;
        for k in 0..mesh.leaves.len() {
            let [ll, lr, ur, ul] = mesh.leaves[k];
            eval.look_with(mesh.focus[k].clone());
            t.triangle(eval, mesh, [ll, lr, ur])?;
            t.triangle(eval, mesh, [ll, ur, ul])?;
        }
        eval.look_with(None);
        Ok(t)
    }

    /// Corners counter-clockwise.
    fn triangle(
        &mut self,
        eval: &mut Evaluator<'_>,
        mesh: &mut Mesh,
        tri: [NodeId; 3],
    ) -> Result<(), DelimitError> {
        let mut stack = vec![tri];
        let mut parts = 0;
        while let Some(tri) = stack.pop() {
            parts += 1;
            if parts > MOST_PARTS {
                return Err(unclosed(eval, mesh, tri));
            }
            let mut round: Vec<Change> = Vec::new();
            let mut edges = Vec::new();
            for k in 0..3 {
                round.extend(self.crossings.along(eval, mesh, tri[k], tri[(k + 1) % 3])?);
                edges.resize(round.len(), k);
            }
            match round.as_slice() {
                [] => {}
                [a, b] => self.arc(a.from, a.to, ArcEnd::Crossing(a.id), ArcEnd::Crossing(b.id)),
                _ => {
                    let size = size(mesh, tri);
                    let junction = match round.len() {
                        3 => junction(eval, mesh, tri, &round, size),
                        _ if size < self.smallest_m => junction(eval, mesh, tri, &round, size),
                        _ => None,
                    };
                    let slack_m = BESIDE_M + OFF_SIDE * size;
                    let junction = junction.filter(|at| contains(mesh, tri, at, slack_m));
                    match junction {
                        Some(at) => self.star(&round, at),
                        None if size < self.smallest_m && self.passing(&round) => {}
                        None if size < SMALLEST_AGAIN_M => match cusp(eval, mesh, tri, &round) {
                            Some(at) => self.star(&round, at),
                            None if size > LEAST_M => stack.extend(self.halves(eval, mesh, tri)),
                            None => match jump::node(eval, &centroid(eval, mesh, tri), &round) {
                                Some(at) => self.star(&round, at),
                                None => return Err(unclosed(eval, mesh, tri)),
                            },
                        },
                        None => match self.slit(eval, mesh, tri, (&round, &edges)) {
                            Some(parts) => stack.extend(parts),
                            None => stack.extend(self.halves(eval, mesh, tri)),
                        },
                    }
                }
            }
        }
        Ok(())
    }

    fn arc(&mut self, left: Label, right: Label, from: ArcEnd, to: ArcEnd) {
        self.arcs.push(Arc { left, right, from, to }.normal());
    }

    /// Lines that pass through the triangle side by side without meeting in it, as beside a place where they cross: around
    /// it the holders come one after another, each another one, and back again.
    fn passing(&mut self, round: &[Change]) -> bool {
        let lines = round.len() / 2;
        if round.len() % 2 == 1 || lines < 2 {
            return false;
        }
        let at = |k: usize| &round[k % round.len()];
        let mirrored = |first: usize| {
            (0..lines).all(|k| {
                let (out, back) = (at(first + k), at(first + round.len() - 1 - k));
                out.from == back.to && out.to == back.from
            })
        };
        let each_another = |first: usize| {
            let met = (0..lines).fold(1 << at(first).from, |m: u64, k| m | 1 << at(first + k).to);
            met.count_ones() as usize == lines + 1
        };
        let Some(first) = (0..round.len()).find(|k| mirrored(*k) && each_another(*k)) else {
            return false;
        };
        for k in 0..lines {
            let (out, back) = (at(first + k), at(first + round.len() - 1 - k));
            let (from, to) = (ArcEnd::Crossing(out.id), ArcEnd::Crossing(back.id));
            self.arc(out.from, out.to, from, to);
        }
        true
    }

    fn star(&mut self, round: &[Change], at: SurfacePoint) {
        let id = ArcEnd::Junction(self.junctions.len() as u32);
        self.junctions.push(Junction { at, labels: round.iter().map(|c| c.from).collect() });
        for c in round {
            self.arc(c.from, c.to, ArcEnd::Crossing(c.id), id);
        }
    }

    fn halves(
        &mut self,
        eval: &mut Evaluator<'_>,
        mesh: &mut Mesh,
        tri: [NodeId; 3],
    ) -> [[NodeId; 3]; 2] {
        let length = |k: usize| {
            let (a, b) = (tri[k], tri[(k + 1) % 3]);
            (mesh.nodes[a as usize].at.p - mesh.nodes[b as usize].at.p).norm()
        };
        let longest = (0..3).max_by(|a, b| length(*a).total_cmp(&length(*b))).unwrap_or(0);
        let (a, b, c) = (tri[longest], tri[(longest + 1) % 3], tri[(longest + 2) % 3]);
        let m = self.crossings.split(mesh, eval, a, b);
        [[a, m, c], [m, b, c]]
    }
}

fn size(mesh: &Mesh, tri: [NodeId; 3]) -> f64 {
    let at = |k: usize| mesh.nodes[tri[k] as usize].at.p;
    (at(0) - at(1)).norm().max((at(1) - at(2)).norm()).max((at(2) - at(0)).norm())
}

/// Does the triangle, its corners counter-clockwise, contain a point, give or take so many metres?
fn contains(mesh: &Mesh, tri: [NodeId; 3], at: &SurfacePoint, slack_m: f64) -> bool {
    let corner = |k: usize| mesh.nodes[tri[k % 3] as usize].at.p;
    (0..3).all(|k| {
        let (a, b) = (corner(k), corner(k + 1));
        (b - a).cross(at.p - a).dot(at.n) >= -slack_m * (b - a).norm()
    })
}

fn centroid(eval: &Evaluator<'_>, mesh: &Mesh, tri: [NodeId; 3]) -> SurfacePoint {
    let sum = tri.iter().fold(Vec3::default(), |s, n| s + mesh.nodes[*n as usize].at.p);
    eval.earth().in_direction(sum)
}

/// Where lines meet as tangents no three equations tell the place: near it all holders' scores agree, and any such
/// point will do.
fn cusp(
    eval: &mut Evaluator<'_>,
    mesh: &Mesh,
    tri: [NodeId; 3],
    round: &[Change],
) -> Option<SurfacePoint> {
    let at = centroid(eval, mesh, tri);
    let met = round.iter().fold(0, |m, c| m | 1 << c.from);
    alike(eval, &at, met).then_some(at)
}

/// Do the scores of some holders agree within half a millimetre of way, at the rate at which the fastest changes?
fn alike(eval: &mut Evaluator<'_>, at: &SurfacePoint, met: u64) -> bool {
    let all = |eval: &mut Evaluator<'_>, p: &SurfacePoint| -> Vec<f64> {
        eval.load_all(p);
        (0..eval.labels() as Label).filter(|k| met >> k & 1 == 1).map(|k| eval.score(k)).collect()
    };
    let (east, north) = eval.earth().east_north(at);
    let here = all(eval, at);
    let mut rate = 0.0_f64;
    for direction in [east, north] {
        let there = eval.earth().step(at, direction, 1.0);
        let change = all(eval, &there).into_iter().zip(&here).map(|(x, y)| (x - y).abs());
        rate = change.filter(|c| c.is_finite()).fold(rate, f64::max);
    }
    eval.load_all(at);
    let least = here.iter().fold(f64::INFINITY, |m, v| m.min(*v));
    here.iter().all(|v| v - least <= AGREE_M * std::f64::consts::SQRT_2 * rate)
}

fn unclosed(eval: &Evaluator<'_>, mesh: &Mesh, tri: [NodeId; 3]) -> DelimitError {
    let at = eval.earth().lat_lon(&centroid(eval, mesh, tri));
    DelimitError::Geometry {
        text: "boundaries meet in a way that could not be resolved".into(),
        at,
    }
}

/// The point where the first three holders' scores are equal, or `None` if there is none near the
/// triangle, or a fourth holder is lower there. Each of the three is tried as the one compared with both
/// others: in a tie wedge only two of the three differences tell.
fn junction(
    eval: &mut Evaluator<'_>,
    mesh: &Mesh,
    tri: [NodeId; 3],
    round: &[Change],
    size: f64,
) -> Option<SurfacePoint> {
    let (a, b) = (round[0].from, round[0].to);
    let c = round.iter().map(|c| c.to).find(|c| *c != a && *c != b)?;
    let start = centroid(eval, mesh, tri);
    let near = Near { start, size, met: round.iter().fold(0, |m, c| m | 1 << c.from) };
    if let Some(at) =
        [[a, b, c], [b, c, a], [c, a, b]].into_iter().find_map(|three| on_ray(eval, &near, three))
    {
        return Some(at);
    }
    [[a, b, c], [b, c, a], [c, a, b]].into_iter().find_map(|three| newton(eval, &near, three))
}

/// Where a junction is looked for.
struct Near {
    start: SurfacePoint,
    /// Of the triangle, metres.
    size: f64,
    /// Holders around the triangle (bit set).
    met: u64,
}

/// In the tie wedge of `a` and `b` their line is the terminus's bisector ray, and the junction is where the
/// third holder's score equals theirs along it. Looked for first: next to a thin wedge the scores alone are
/// equal on its rim as well.
fn on_ray(eval: &mut Evaluator<'_>, near: &Near, [a, b, c]: [Label; 3]) -> Option<SurfacePoint> {
    let (start, size) = (&near.start, near.size);
    let (earth, basis) = (eval.earth(), eval.basis);
    let (pa, pb) = (eval.party(a)?, eval.party(b)?);
    let reach = 2.0 * size + 1e-3;
    let rays =
        basis.termini.iter().filter(|t| t.joins(pa, pb)).flat_map(|t| t.rays_deg().map(|r| (t, r)));
    rays.into_iter().find_map(|(t, azimuth_deg)| {
        let ray = |m: f64| earth.point(earth.direct(t.at, azimuth_deg, m));
        let middle = (t.point.p - start.p).norm();
        if (ray(middle).p - start.p).norm() > reach {
            return None;
        }
        let ends = ((middle - reach).max(0.0), middle + reach);
        let (f0, f1) = (eval.difference(&ray(ends.0), a, c), eval.difference(&ray(ends.1), a, c));
        if (f0 < 0.0) == (f1 < 0.0) {
            return None;
        }
        let m = bracket((ends.0, f0), (ends.1, f1), 1e-7, |m| eval.difference(&ray(m), a, c));
        let at = ray(m);
        eval.difference(&at, a, b);
        (eval.tie(a, b).is_some() && confirmed(eval, &at, [a, b, c], near.met)).then_some(at)
    })
}

fn newton(eval: &mut Evaluator<'_>, near: &Near, three: [Label; 3]) -> Option<SurfacePoint> {
    let (start, size) = (&near.start, near.size);
    let earth = eval.earth();
    let probe = (size * 1e-3).clamp(1e-3, 10.0);
    let [a, b, c] = three;
    let both = |eval: &mut Evaluator<'_>, p: &SurfacePoint| {
        (eval.difference(p, a, b), eval.difference(p, a, c))
    };
    let mut at = *start;
    for _ in 0..40 {
        let (east, north) = earth.east_north(&at);
        let f = both(eval, &at);
        let fe = both(eval, &earth.step(&at, east, probe));
        let fn_ = both(eval, &earth.step(&at, north, probe));
        let (j11, j12) = ((fe.0 - f.0) / probe, (fn_.0 - f.0) / probe);
        let (j21, j22) = ((fe.1 - f.1) / probe, (fn_.1 - f.1) / probe);
        let det = j11 * j22 - j12 * j21;
        let scale = (j11 * j11 + j12 * j12).sqrt() * (j21 * j21 + j22 * j22).sqrt();
        if det.abs() <= 1e-7 * scale || !det.is_finite() {
            return None;
        }
        let dx = (-f.0 * j22 + f.1 * j12) / det;
        let dy = (-f.1 * j11 + f.0 * j21) / det;
        let step = (dx * dx + dy * dy).sqrt();
        let cut = (size / step).min(1.0);
        at = earth.step(&at, (east * dx + north * dy).unit(), step * cut);
        if (at.p - start.p).norm() > 2.0 * size + 1e-3 {
            return None;
        }
        if step < 2e-7 {
            return confirmed(eval, &at, three, near.met).then_some(at);
        }
    }
    None
}

/// The three agree pairwise (in a tie wedge the scores alone would hide that two are apart), and no other
/// holder is lower: one that meets them here by no more than the place is exact, where two lines cross. All that meet
/// around the triangle do so here: of two nodes close to each other one does not stand for both.
fn confirmed(eval: &mut Evaluator<'_>, at: &SurfacePoint, three: [Label; 3], met: u64) -> bool {
    eval.load_all(at);
    let least = three.iter().fold(f64::INFINITY, |m, l| m.min(eval.score(*l)));
    let slack = 1e-9 * (1.0 + least.abs());
    let [a, b, c] = three;
    let pairs = [(a, b), (b, c), (c, a)];
    let level = |(i, j): (Label, Label)| {
        let off = eval.loaded_difference(i, j).abs();
        if eval.tie(i, j).is_some() { off < ON_RAY_M } else { off <= slack.max(1e-6) }
    };
    let meets = |k: Label| met >> k & 1 == 1;
    let room = |k: Label| if meets(k) { slack.max(ON_RAY_M) } else { slack };
    (0..eval.labels() as Label).all(|k| eval.score(k) >= least - room(k))
        && pairs.into_iter().all(level)
        && (met.count_ones() <= 3 || alike(eval, at, met))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(labels: &[Label]) -> Vec<Change> {
        let next = |k: usize| labels[(k + 1) % labels.len()];
        let change = |(k, from): (usize, &Label)| Change { id: k as u32, from: *from, to: next(k) };
        labels.iter().enumerate().map(change).collect()
    }

    fn passing(labels: &[Label]) -> Option<Vec<[Label; 2]>> {
        let (crossings, junctions, arcs) = (Crossings::new(0.1, false), Vec::new(), Vec::new());
        let mut t = Topology { crossings, junctions, arcs, smallest_m: SMALLEST_M };
        let through = t.passing(&round(labels));
        let mut lines: Vec<[Label; 2]> = t.arcs.iter().map(|a| [a.left, a.right]).collect();
        lines.sort_unstable();
        through.then_some(lines)
    }

    /// One line after another and back again; who comes round again alone is no strip.
    #[test]
    fn lines_side_by_side() {
        assert_eq!(passing(&[0, 1, 2, 1]), Some(vec![[0, 1], [1, 2]]));
        assert_eq!(passing(&[1, 2, 3, 2, 1, 0]), Some(vec![[0, 1], [1, 2], [2, 3]]));
        assert_eq!(passing(&[4, 3, 5, 0, 5, 3]), Some(vec![[0, 5], [3, 4], [3, 5]]));
        for other in [&[0, 1, 0, 1][..], &[0, 1, 0, 1, 0, 1], &[0, 1, 2, 3], &[0, 1, 2], &[0, 1]] {
            assert_eq!(passing(other), None, "{other:?}");
        }
    }
}
