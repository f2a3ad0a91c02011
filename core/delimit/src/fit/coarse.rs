//! Areas and their rates on a coarse mesh, for first weights.
//!
//! Scores do not depend on weights, so they are taken once at the corners of a uniform mesh over the sea; in
//! each triangle they count as linear. Areas are then those of clipped triangles and the rates their exact
//! derivatives: a few thousand multiplications for new weights instead of a solution. The areas
//! are a thousandth off; the exact solution corrects them (`exact.rs`).

use std::borrow::Cow;

use littoral_geodesy::{SurfacePoint, Vec3};

use super::unfold::{Folded, Wedge};
use super::{Capacity, clip::Clipped};
use crate::basis::Basis;
use crate::density::Density;
use crate::eval::{Evaluator, Label};

/// The mesh has this many cells across the sea.
const CELLS: usize = 64;
/// Scores beyond this are as good as infinite.
const ENDLESS: f64 = 1e30;

/// A triangle of the mesh, or what of it lies in the sea and outside the kept region.
struct Piece {
    corners: [u32; 3],
    /// Doubled area, m2, and the local coordinates of the corners, metres.
    plane: [(f64, f64); 3],
    area_m2: f64,
    /// What of it weights divide; `None` where the whole triangle is free water.
    free: Option<Clipped>,
}

/// A node in a tie wedge.
struct Tied {
    node: u32,
    /// The wedge, by its place in the list.
    wedge: usize,
    pair: [usize; 2],
    /// The turn at which the ray comes by, radians.
    turn: f64,
}

/// In a wedge the two scores differ by this part of the typical difference a radian from the ray: enough to be told
/// apart, not enough to count beside a third.
const SLANT: f64 = 1e-5;

/// Holders of the kept partition's scores, and these scores node by node.
type Kept<'a> = (&'a [Option<usize>], &'a [f64]);

/// The mesh with its scores.
pub(crate) struct Coarse {
    count: usize,
    /// Scores of the parties at each node, then the depth in the sea and outside the kept region.
    nodes: Vec<f64>,
    width: usize,
    pieces: Vec<Piece>,
    /// Nodes in wedges.
    tied: Vec<Tied>,
    /// Density of the measure at each node, if it is not the area.
    density: Option<Vec<f64>>,
    /// What the kept region gives to each party, in m2 or the measure's unit.
    kept: Vec<f64>,
    /// All that: shares are shares of this, so that they sum to the whole.
    total: f64,
    /// Typical difference between the lowest score and the next.
    pub(crate) scale: f64,
}

impl Coarse {
    /// Samples the mesh. The evaluator's first `count` labels are the plain scores; with `keep` there
    /// follow the region's field and the scores of the kept partition, whose holders are these labels.
    pub(crate) fn sample(
        eval: &mut Evaluator<'_>,
        count: usize,
        keep: Option<&[Option<usize>]>,
        (wedges, density): (&[Wedge], Option<&Density<'_>>),
    ) -> Self {
        let basis = eval.basis;
        let width = count + 1 + usize::from(keep.is_some());
        let holders = keep.unwrap_or_default();
        let mut coarse = Self {
            count,
            nodes: Vec::new(),
            width,
            pieces: Vec::new(),
            tied: Vec::new(),
            density: density.map(|_| Vec::new()),
            kept: vec![0.0; count],
            total: basis.sea_m2,
            scale: 1.0,
        };
        let depth = depths(basis);
        let mut ids = vec![u32::MAX; (CELLS + 1) * (CELLS + 1)];
        let mut kept_scores: Vec<f64> = Vec::new();
        for y in 0..CELLS {
            for x in 0..CELLS {
                let square = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
                if square.iter().all(|c| depth[c.1 * (CELLS + 1) + c.0] < 0.0) {
                    continue;
                }
                let node = square.map(|(x, y)| {
                    let key = y * (CELLS + 1) + x;
                    if ids[key] == u32::MAX {
                        ids[key] = coarse.node(eval, (x, y), depth[key], &mut kept_scores);
                        if let (Some(all), Some(density)) = (&mut coarse.density, density) {
                            all.push(density.at(&corner(basis, (x, y))));
                        }
                        coarse.tie(eval, ids[key], wedges);
                    }
                    ids[key]
                });
                let at = square.map(|c| corner(basis, c));
                for t in [[0, 1, 2], [0, 2, 3]] {
                    coarse.piece(t.map(|k| node[k]), t.map(|k| at[k].p), (holders, &kept_scores));
                }
            }
        }
        coarse.scale = coarse.typical();
        coarse.total = coarse.water();
        coarse
    }

    fn node(
        &mut self,
        eval: &mut Evaluator<'_>,
        c: (usize, usize),
        depth: f64,
        kept_scores: &mut Vec<f64>,
    ) -> u32 {
        eval.load_all(&corner(eval.basis, c));
        let score = |k: usize| eval.score(k as Label).clamp(-ENDLESS, ENDLESS);
        self.nodes.extend((0..self.count).map(score));
        self.nodes.push(depth);
        if self.width > self.count + 1 {
            self.nodes.push(score(self.count));
            kept_scores.extend((self.count + 1..eval.labels()).map(score));
        }
        (self.nodes.len() / self.width - 1) as u32
    }

    /// Notes the wedges in which the loaded node lies.
    fn tie(&mut self, eval: &Evaluator<'_>, node: u32, wedges: &[Wedge]) {
        for (e, w) in wedges.iter().enumerate() {
            let [a, b] = w.pair;
            if eval.tie(a as Label, b as Label) == Some(w.terminus) {
                let t = &eval.basis.termini[w.terminus as usize];
                let turn = w.sign * t.off_ray_deg(eval.earth(), eval.at()).to_radians();
                self.tied.push(Tied { node, wedge: e, pair: w.pair, turn });
            }
        }
    }

    /// The scores with those in wedges slanted, so that each ray is where the two are equal.
    fn slanted(&self, turns: &[f64]) -> Cow<'_, [f64]> {
        if self.tied.is_empty() {
            return Cow::Borrowed(&self.nodes);
        }
        let mut nodes = self.nodes.clone();
        for t in &self.tied {
            let by = 0.5 * SLANT * self.scale * (t.turn - turns[t.wedge]);
            let at = t.node as usize * self.width;
            nodes[at + t.pair[0]] += by;
            nodes[at + t.pair[1]] -= by;
        }
        Cow::Owned(nodes)
    }

    /// The wedge in which a whole triangle lies.
    fn wedge_of(&self, corners: [u32; 3]) -> Option<&Tied> {
        let of = |n: u32| self.tied.binary_search_by_key(&n, |t| t.node).ok();
        let [a, b, c] = corners.map(|n| of(n).map(|k| &self.tied[k]));
        a.filter(|a| [b, c].iter().all(|o| o.is_some_and(|o| o.wedge == a.wedge)))
    }

    fn piece(&mut self, corners: [u32; 3], p: [Vec3; 3], kept: Kept<'_>) {
        let (u, v) = (p[1] - p[0], p[2] - p[0]);
        let long = u.norm();
        let across = u.cross(v).norm() / long;
        let plane = [(0.0, 0.0), (long, 0.0), (v.dot(u) / long, across)];
        let area_m2 = 0.5 * long * across;
        // Depth in the sea, and with a kept region how far outside it: both signs at the corners.
        let gates: Vec<[f64; 3]> =
            (self.count..self.width).map(|k| corners.map(|c| self.value(c, k))).collect();
        let outside = |gate: &[f64; 3]| gate.iter().all(|v| *v < 0.0);
        if gates.first().is_some_and(outside) {
            return;
        }
        if gates.get(1).is_some_and(|gate| gate.iter().any(|v| *v < 0.0)) {
            self.keep(corners, &plane, kept);
        }
        let whole = gates.iter().flatten().all(|v| *v >= 0.0);
        let none = gates.iter().any(outside);
        if !none {
            let free = (!whole).then(|| self.free(corners, &plane));
            self.pieces.push(Piece { corners, plane, area_m2, free });
        }
    }

    /// Counts the kept part of a triangle to the holders of the kept partition.
    fn keep(&mut self, corners: [u32; 3], plane: &[(f64, f64); 3], (holders, scores): Kept<'_>) {
        let mut inside = Clipped::triangle(plane);
        inside.cut(corners.map(|c| -self.value(c, self.count)));
        inside.cut(corners.map(|c| self.value(c, self.count + 1)));
        let score = |c: u32, k: usize| scores[c as usize * holders.len() + k];
        for (k, holder) in holders.iter().enumerate() {
            let Some(holder) = holder else { continue };
            let mut own = inside.clone();
            for j in (0..holders.len()).filter(|j| *j != k) {
                own.cut_tied(corners.map(|c| score(c, k) - score(c, j)), k < j);
            }
            self.kept[*holder] += self.measure(corners, &own);
        }
    }

    fn value(&self, node: u32, k: usize) -> f64 {
        self.nodes[node as usize * self.width + k]
    }

    fn water(&self) -> f64 {
        let of = |p: &Piece| match &p.free {
            Some(free) => self.measure(p.corners, free),
            None => p.area_m2 * self.dense(p.corners),
        };
        let free: f64 = self.pieces.iter().map(of).sum();
        free + self.kept.iter().sum::<f64>()
    }

    /// Area of a part of a triangle, or what the measure has there.
    fn measure(&self, corners: [u32; 3], part: &Clipped) -> f64 {
        let of = |density: &Vec<f64>| part.integral(corners.map(|n| density[n as usize]));
        self.density.as_ref().map_or_else(|| part.area(), of)
    }

    /// Mean density of the measure in a triangle; 1 where it is the area.
    fn dense(&self, corners: [u32; 3]) -> f64 {
        let mean = |d: &Vec<f64>| corners.iter().map(|n| d[*n as usize]).sum::<f64>() / 3.0;
        self.density.as_ref().map_or(1.0, mean)
    }

    /// The part of a triangle that weights divide.
    fn free(&self, corners: [u32; 3], plane: &[(f64, f64); 3]) -> Clipped {
        let mut free = Clipped::triangle(plane);
        for k in self.count..self.width {
            free.cut(corners.map(|c| -self.value(c, k)));
        }
        free
    }

    /// Median difference between the two lowest scores.
    fn typical(&self) -> f64 {
        let gap = |node: &[f64]| {
            let mut own = node[..self.count].to_vec();
            own.sort_by(f64::total_cmp);
            own.get(1).map_or(1.0, |second| second - own[0])
        };
        let mut gaps: Vec<f64> = self.nodes.chunks(self.width).map(gap).collect();
        gaps.sort_by(f64::total_cmp);
        gaps.get(gaps.len() / 2).copied().filter(|g| *g > 0.0 && *g < ENDLESS).unwrap_or(1.0)
    }

    /// Share of the whole that the kept region gives to each party.
    pub(crate) fn kept(&self) -> Vec<f64> {
        self.kept.iter().map(|a| a / self.total).collect()
    }

    /// Shares, their rates, and the mean score under weights and turns.
    pub(crate) fn capacity(&self, at: &Folded) -> Capacity {
        let mut out = Capacity::empty(self.count);
        out.by_turn = vec![0.0; at.turns.len()];
        let (w, nodes) = (at.weights.as_slice(), &*self.slanted(&at.turns));
        for (share, kept) in out.share.iter_mut().zip(&self.kept) {
            *share = *kept;
        }
        let winner: Vec<u8> = nodes.chunks(self.width).map(|n| lowest(n, w)).collect();
        for piece in &self.pieces {
            let [a, b, c] = piece.corners.map(|n| winner[n as usize]);
            if piece.free.is_none() && a == b && b == c {
                let all = piece.area_m2 * self.dense(piece.corners);
                out.share[a as usize] += all;
                let sum: f64 = piece.corners.iter().map(|n| self.value(*n, a as usize)).sum();
                out.cost += all * sum / 3.0;
            } else {
                self.split(piece, (w, nodes), &mut out);
            }
        }
        out.scaled(self.total)
    }

    /// A triangle that more than one party, land or the kept region shares.
    fn split(&self, piece: &Piece, (w, nodes): (&[f64], &[f64]), out: &mut Capacity) {
        let free = match &piece.free {
            Some(free) => Cow::Borrowed(free),
            None => Cow::Owned(Clipped::triangle(&piece.plane)),
        };
        let wedge = self.wedge_of(piece.corners);
        let score = |k: usize| piece.corners.map(|c| nodes[c as usize * self.width + k] - w[k]);
        let best = (0..self.count).map(|k| highest(score(k))).fold(f64::INFINITY, f64::min);
        let near: Vec<usize> =
            (0..self.count).filter(|k| score(*k).iter().any(|v| *v <= best)).collect();
        for &i in &near {
            let mut own = Clipped::clone(&free);
            for &j in near.iter().filter(|j| **j != i) {
                let (p, q) = (score(i), score(j));
                let tag = (i < j).then_some(j);
                own.cut_by([p[0] - q[0], p[1] - q[1], p[2] - q[2]], i < j, tag);
            }
            let dense = self.dense(piece.corners);
            out.share[i] += self.measure(piece.corners, &own);
            out.cost += dense * own.integral(piece.corners.map(|c| self.value(c, i)));
            for (j, rate) in own.rates().map(|(j, rate)| (j, rate * dense)) {
                match wedge.filter(|t| t.pair.contains(&i) && t.pair.contains(&j)) {
                    Some(t) => out.by_turn[t.wedge] += SLANT * self.scale * rate,
                    None => out.join(i, j, rate),
                }
            }
        }
    }
}

fn lowest(node: &[f64], w: &[f64]) -> u8 {
    let mut best = 0;
    for k in 1..w.len() {
        if node[k] - w[k] < node[best] - w[best] {
            best = k;
        }
    }
    best as u8
}

fn highest(v: [f64; 3]) -> f64 {
    v[0].max(v[1]).max(v[2])
}

fn corner(basis: &Basis, (x, y): (usize, usize)) -> SurfacePoint {
    let part = |k: usize| k as f64 / CELLS as f64;
    basis.chart.point(&basis.earth, basis.chart.at(part(x), part(y)))
}

/// Depth in the sea at every corner of the mesh, metres (negative on land).
fn depths(basis: &Basis) -> Vec<f64> {
    let mut hint = None;
    let mut out = Vec::with_capacity((CELLS + 1) * (CELLS + 1));
    for y in 0..=CELLS {
        for x in 0..=CELLS {
            let (d, near) = basis.sea.signed(&corner(basis, (x, y)), hint);
            hint = Some(near.piece);
            out.push(d);
        }
    }
    out
}
