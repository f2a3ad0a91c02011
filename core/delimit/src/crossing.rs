//! Where boundaries cross the edges of the mesh.
//!
//! An edge is the geodesic between two nodes, and owns the ordered list of its label changes; both triangles beside it read the same list, so
//! lines close by construction: a crossing is an id, never a coordinate compared with another. At each
//! root all holders are asked: if a third is lower there, the edge is split into two changes, so that the
//! list is that of the true envelope. Edges with equal ends are certified in one dimension.

mod again;
mod ahead;
mod equal;
mod jump;
mod rim;

use littoral_geodesy::{SurfacePoint, Vec3, densify};
use rustc_hash::FxHashMap;

use crate::basis::TerminusId;
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label, Look, Signature};
use crate::mesh::{Mesh, NodeId};

/// Index of a crossing.
pub(crate) type CrossingId = u32;

/// Roots on edges are found to this distance, metres.
const ROOT_M: f64 = 1e-7;
/// Whether somebody comes in on a way longer than this is asked of the base points: that is never in doubt by more than
/// a small part of it, metres.
const SWEPT_M: f64 = 10.0;

/// Looks along an edge one within the other: halving a thousand kilometres to a decimetre takes two dozen.
const DEEPEST: u32 = 300;

/// A point where the holder changes along an edge.
#[derive(Debug, Clone)]
pub(crate) struct Crossing {
    pub(crate) at: SurfacePoint,
    pub(crate) known: Option<Known>,
}

/// What was seen of two holders a hair's breadth from a crossing: a line that is followed through it need not look again.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) pair: (Label, Label),
    pub(crate) signature: Signature,
    /// The lower of the two scores.
    pub(crate) score: f64,
    /// Change per metre of the first score less the second.
    pub(crate) gradient: Vec3,
}

/// A crossing as met when walking along an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Change {
    pub(crate) id: CrossingId,
    pub(crate) from: Label,
    pub(crate) to: Label,
}

/// All crossings, and the changes along each edge asked for so far.
pub(crate) struct Crossings {
    pub(crate) list: Vec<Crossing>,
    edges: FxHashMap<(NodeId, NodeId), Vec<Change>>,
    /// Equal-ended edges are looked into down to this length, metres.
    least_m: f64,
    /// Between a change of two holders and the ends of its edge further changes of the same two are looked for as well.
    thorough: bool,
    /// Looks under way, one within the other.
    depth: u32,
}

/// A place on an edge with its holder.
#[derive(Clone, Copy)]
struct Stop {
    at: SurfacePoint,
    look: Look,
    /// The terminus at which the holder ties with another here, and that other.
    tied: Option<(TerminusId, Label)>,
}

impl Crossings {
    pub(crate) fn new(least_m: f64, thorough: bool) -> Self {
        Self { list: Vec::new(), edges: FxHashMap::default(), least_m, thorough, depth: 0 }
    }

    /// Changes from `a` to `b`, in order.
    pub(crate) fn along(
        &mut self,
        eval: &mut Evaluator<'_>,
        mesh: &Mesh,
        a: NodeId,
        b: NodeId,
    ) -> Result<Vec<Change>, DelimitError> {
        let key = (a.min(b), a.max(b));
        if !self.edges.contains_key(&key) {
            let found = match mesh.between(key.0, key.1) {
                Some(m) => {
                    let mut first = self.along(eval, mesh, key.0, m)?;
                    first.extend(self.along(eval, mesh, m, key.1)?);
                    first
                }
                None => self.search(eval, mesh, key)?,
            };
            self.edges.insert(key, found);
        }
        let found = self.edges.get(&key).cloned().unwrap_or_default();
        Ok(if a < b { found } else { reversed(&found) })
    }

    /// Splits an edge at a new node on it whose label follows from the edge's list: both halves keep
    /// the crossings they had, so the neighbour on the other side need not know.
    pub(crate) fn split(
        &mut self,
        mesh: &mut Mesh,
        eval: &Evaluator<'_>,
        a: NodeId,
        b: NodeId,
    ) -> NodeId {
        let key = (a.min(b), a.max(b));
        let list = self.edges.get(&key).cloned().unwrap_or_default();
        let (p, q) = (mesh.nodes[key.0 as usize].clone(), mesh.nodes[key.1 as usize].clone());
        let middle = densify::between(eval.earth(), &p.at, &q.at, 0.5);
        let along = |c: &SurfacePoint| (c.p - p.at.p).dot(q.at.p - p.at.p);
        let half = along(&middle);
        let cut = list.partition_point(|c| along(&self.list[c.id as usize].at) <= half);
        let label = if cut > 0 { list[cut - 1].to } else { p.look.label };
        self.insert(mesh, key, &list, (middle, cut, label))
    }

    /// Splits an edge at a new node half-way between two neighbouring crossings on it, in the same way.
    pub(crate) fn split_between(
        &mut self,
        mesh: &mut Mesh,
        eval: &Evaluator<'_>,
        (a, b): (NodeId, NodeId),
        pair: [CrossingId; 2],
    ) -> Option<NodeId> {
        let key = (a.min(b), a.max(b));
        let list = self.edges.get(&key).cloned().unwrap_or_default();
        let cut = 1 + list.iter().position(|c| pair.contains(&c.id))?;
        let [p, q] = pair.map(|id| self.list[id as usize].at);
        let middle = densify::between(eval.earth(), &p, &q, 0.5);
        let label = list[cut - 1].to;
        Some(self.insert(mesh, key, &list, (middle, cut, label)))
    }

    fn insert(
        &mut self,
        mesh: &mut Mesh,
        key: (NodeId, NodeId),
        list: &[Change],
        (at, cut, label): (SurfacePoint, usize, Label),
    ) -> NodeId {
        let m = mesh.extra(at, label);
        self.edges.insert((key.0, m), list[..cut].to_vec());
        self.edges.insert((key.1, m), reversed(&list[cut..]));
        m
    }

    fn search(
        &mut self,
        eval: &mut Evaluator<'_>,
        mesh: &Mesh,
        (a, b): (NodeId, NodeId),
    ) -> Result<Vec<Change>, DelimitError> {
        eval.check()?;
        let stop = |eval: &mut Evaluator<'_>, id: NodeId| {
            let n = &mesh.nodes[id as usize];
            Stop { at: n.at, look: n.look, tied: tied(eval, &n.at, &n.look) }
        };
        let (a, b) = (stop(eval, a), stop(eval, b));
        let mut out = Vec::new();
        self.scan(eval, a, b, &mut out);
        eval.check()?;
        Ok(out)
    }

    /// The changes between two places of an edge. Where three take turns about one place without end what is deeper is not
    /// found, and the lines do not close there.
    fn scan(&mut self, eval: &mut Evaluator<'_>, a: Stop, b: Stop, out: &mut Vec<Change>) {
        if self.depth < DEEPEST && !eval.has_failed() {
            self.depth += 1;
            self.looked_through(eval, a, b, out);
            self.depth -= 1;
        }
    }

    fn looked_through(
        &mut self,
        eval: &mut Evaluator<'_>,
        a: Stop,
        b: Stop,
        out: &mut Vec<Change>,
    ) {
        let length = (b.at.p - a.at.p).norm();
        if a.look.label != b.look.label {
            self.change(eval, a, b, length, out);
            return;
        }
        // Distances that differ by the margins at the ends meet after half of their sum at the soonest.
        let apart = a.look.margin_m + b.look.margin_m > 2.0 * length * 1.001;
        let earth = eval.earth();
        let reaches = |p: &Stop, q: &Stop| p.look.reaches(earth, (&q.at, &q.look));
        // What is not a length ends the search as well.
        let over = length <= self.least_m || length.is_nan();
        if over || apart || reaches(&a, &b) || reaches(&b, &a) {
            return;
        }
        if let (Some(straight), None, None) = (&eval.tape.straight, a.tied, b.tied)
            && length > SWEPT_M
        {
            let but = 1 << a.look.label;
            let invaded = eval.invaded(straight, (&a.at, &a.look), (&b.at, &b.look), but);
            let Some(t) = invaded else { return };
            let at = densify::between(earth, &a.at, &b.at, 0.5);
            let among = eval.among(&at, length * 0.5005 + 1e-2);
            if eval.serves([(&a.at, &a.look), (&b.at, &b.look)], among) {
                return;
            }
            let at = densify::between(earth, &a.at, &b.at, t.clamp(0.2, 0.8));
            let middle = stop_at(eval, at, length);
            self.scan(eval, a, middle, out);
            self.scan(eval, middle, b, out);
            return;
        }
        let at = densify::between(earth, &a.at, &b.at, 0.5);
        let radius_m = length * 0.5005 + 1e-2;
        let mut among = eval.among(&at, radius_m);
        if among == 1 << a.look.label {
            return;
        }
        let own = 1 << a.look.label;
        // Asked while the bounds of the scores are those of this ball.
        let parted_by_ray =
            a.tied.or(b.tied).is_some_and(|tie| eval.parted_by_ray(a.look.label, tie.1));
        let untied = a.tied.is_none() && b.tied.is_none() && length > SWEPT_M;
        if untied && eval.holders_of_way((&a.at, &b.at), (&at, radius_m), among) == own {
            return;
        }
        if eval.serves([(&a.at, &a.look), (&b.at, &b.look)], among) {
            return;
        }
        let beside = match (a.tied, b.tied) {
            (Some(tie), None) => Some(((&a.at, &b.at), tie)),
            (None, Some(tie)) => Some(((&b.at, &a.at), tie)),
            _ => None,
        };
        if let Some((ends, tie)) = beside
            && parted_by_ray
            && among & !(own | 1 << tie.1) == 0
            && eval.keeps_beside(ends, tie, a.look.label)
        {
            return;
        }
        let middle = stop_at(eval, at, length);
        // A wedge is convex: with both ends in it the edge stays in it.
        if let Some((_, other)) = a.tied.filter(|_| parted_by_ray && a.tied == b.tied) {
            among &= !(1 << other);
        }
        if among == 1 << a.look.label {
            return;
        }
        self.scan(eval, a, middle, out);
        self.scan(eval, middle, b, out);
    }

    fn change(
        &mut self,
        eval: &mut Evaluator<'_>,
        a: Stop,
        b: Stop,
        length: f64,
        out: &mut Vec<Change>,
    ) {
        let (root, known) = if length <= 10.0 * ROOT_M {
            (stop_between(eval, a, b, 0.5), None)
        } else {
            equal::root(eval, a, b, length)
        };
        let labels = [a.look.label, b.look.label];
        if eval.tape.jumps && self.jumped(eval, (a, b), root, out) {
            return;
        }
        let nearest = if self.thorough { again::nearest(eval, &root.at, labels) } else { None };
        let third = root.look.label;
        let apart = |s: &Stop| (s.at.p - root.at.p).norm() > 10.0 * ROOT_M;
        if third != a.look.label && third != b.look.label && apart(&a) && apart(&b) {
            self.scan(eval, a, root, out);
            self.scan(eval, root, b, out);
            return;
        }
        if third != a.look.label && third != b.look.label && self.on_rim(eval, (a, b), root, out) {
            return;
        }
        let pair = labels.iter().fold(0, |pair, k| pair | 1 << k);
        if let Some(middle) =
            self.third(eval, a, root, pair).or_else(|| self.third(eval, root, b, pair))
        {
            self.scan(eval, a, middle, out);
            self.scan(eval, middle, b, out);
            return;
        }
        if self.thorough {
            self.again(eval, (a, true), (root, nearest.map(|n| n[0])), out);
        }
        self.found(Crossing { at: root.at, known }, labels, out);
        if self.thorough {
            self.again(eval, (b, false), (root, nearest.map(|n| n[1])), out);
        }
    }
}

impl Crossings {
    fn found(&mut self, crossing: Crossing, [from, to]: [Label; 2], out: &mut Vec<Change>) {
        let id = self.list.len() as CrossingId;
        self.list.push(crossing);
        out.push(Change { id, from, to });
    }

    /// A place between an end of an edge and where its two holders change at which somebody else is lower, if there is
    /// one: four shores nearly on a circle leave a tip of one party's waters between those of two others.
    fn third(&self, eval: &mut Evaluator<'_>, p: Stop, q: Stop, pair: u64) -> Option<Stop> {
        let length = (q.at.p - p.at.p).norm();
        // In a tie wedge the one that ties is as near all along: it would be in doubt down to the last metre.
        let tied = p.tied.is_some() || q.tied.is_some();
        if length <= self.least_m || tied || eval.has_failed() {
            return None;
        }
        let earth = eval.earth();
        let at = match eval.tape.straight.as_ref().filter(|_| length > SWEPT_M) {
            Some(straight) => {
                let t = eval.invaded(straight, (&p.at, &p.look), (&q.at, &q.look), pair)?;
                densify::between(earth, &p.at, &q.at, t.clamp(0.2, 0.8))
            }
            None => {
                let at = densify::between(earth, &p.at, &q.at, 0.5);
                let radius_m = length * 0.5005 + 1e-2;
                let among = eval.among(&at, radius_m);
                let ends = (&p.at, &q.at);
                if among & !pair == 0
                    || length > SWEPT_M
                        && eval.holders_of_way(ends, (&at, radius_m), among) & !pair == 0
                {
                    return None;
                }
                at
            }
        };
        if eval.shared_out([&p.at, &q.at], pair) {
            return None;
        }
        let middle = stop_at(eval, at, length);
        if pair >> middle.look.label & 1 == 0 {
            return Some(middle);
        }
        self.third(eval, p, middle, pair).or_else(|| self.third(eval, middle, q, pair))
    }
}

fn reversed(list: &[Change]) -> Vec<Change> {
    list.iter().rev().map(|c| Change { id: c.id, from: c.to, to: c.from }).collect()
}

fn stop_between(eval: &mut Evaluator<'_>, a: Stop, b: Stop, t: f64) -> Stop {
    let at = densify::between(eval.earth(), &a.at, &b.at, t);
    stop_at(eval, at, (b.at.p - a.at.p).norm())
}

/// A place on a stretch of an edge, of which `length` metres are left.
fn stop_at(eval: &mut Evaluator<'_>, at: SurfacePoint, length: f64) -> Stop {
    let look = eval.look(&at, length / 2.0);
    Stop { at, look, tied: tied(eval, &at, &look) }
}

fn tied(eval: &mut Evaluator<'_>, at: &SurfacePoint, look: &Look) -> Option<(TerminusId, Label)> {
    look.tied.unwrap_or_else(|| eval.tied_with(at, look.label))
}
