//! A strip of one holder's waters that runs through a triangle between two others, far narrower than the triangle.
//!
//! Halving would go on until the triangles are as small as the strip is narrow. Cut along the strip instead, each side
//! has one line; the new edge, which lies in the strip or leaves it, is searched like any other.

use crate::crossing::{Change, CrossingId};
use crate::eval::Evaluator;
use crate::mesh::{Mesh, NodeId};

use super::{Topology, size};

/// A strip is narrow if it is so much narrower than its triangle, and no narrower than crossings are exact, metres.
const NARROW: f64 = 1.0 / 16.0;
const LEAST_M: f64 = 1e-5;

/// Where a strip leaves a triangle.
#[derive(Clone, Copy)]
enum Door {
    /// Through an edge, between two crossings.
    Edge(usize, [CrossingId; 2]),
    /// At a corner.
    Corner(usize),
}

impl Topology {
    /// The parts of a triangle cut along a narrow strip; `None` if its `round` of changes, of which `edges` tells the
    /// edges, is not that of one.
    pub(super) fn slit(
        &mut self,
        eval: &Evaluator<'_>,
        mesh: &mut Mesh,
        tri: [NodeId; 3],
        round: (&[Change], &[usize]),
    ) -> Option<Vec<[NodeId; 3]>> {
        let widest = NARROW * size(mesh, tri);
        let [one, other] = doors(round)?;
        if !self.is_narrow(one, widest) || !self.is_narrow(other, widest) {
            return None;
        }
        let corner = |k: usize| tri[k % 3];
        let node = |t: &mut Self, mesh: &mut Mesh, e: usize, pair| {
            t.crossings.split_between(mesh, eval, (corner(e), corner(e + 1)), pair)
        };
        match (one, other) {
            (Door::Edge(e, pair), Door::Corner(c)) | (Door::Corner(c), Door::Edge(e, pair))
                if c == (e + 2) % 3 =>
            {
                let m = node(self, mesh, e, pair)?;
                Some(vec![[corner(e), m, corner(c)], [m, corner(e + 1), corner(c)]])
            }
            (Door::Edge(e, first), Door::Edge(f, second)) if e != f => {
                let ((e, first), (f, second)) = if f == (e + 1) % 3 {
                    ((e, first), (f, second))
                } else {
                    ((f, second), (e, first))
                };
                let (m, n) = (node(self, mesh, e, first)?, node(self, mesh, f, second)?);
                let (p, x, q) = (corner(e), corner(e + 1), corner(e + 2));
                Some(vec![[m, x, n], [p, m, n], [p, n, q]])
            }
            _ => None,
        }
    }

    fn is_narrow(&self, door: Door, widest: f64) -> bool {
        let Door::Edge(_, [a, b]) = door else { return true };
        let at = |id: CrossingId| self.crossings.list[id as usize].at.p;
        (LEAST_M..widest).contains(&(at(a) - at(b)).norm())
    }
}

/// The two doors of a holder that is met twice around a triangle, between two others or, of lines that pass through side by
/// side, in the middle: around it the holders come one after another, and back again.
fn doors((round, edges): (&[Change], &[usize])) -> Option<[Door; 2]> {
    let (n, lines) = (round.len(), round.len() / 2);
    if n % 2 == 1 || lines < 2 {
        return None;
    }
    let at = |k: usize| &round[k % n];
    let mirrored = |first: usize| {
        (0..lines).all(|k| {
            let (out, back) = (at(first + k), at(first + n - 1 - k));
            out.from == back.to && out.to == back.from
        })
    };
    let middle = (lines - 1) / 2;
    let pair = |first: usize| {
        let back = first + n - 2 - middle;
        let both = [door(round, edges, (first + middle) % n)?, door(round, edges, back % n)?];
        let through = match both {
            [Door::Edge(e, _), Door::Edge(f, _)] => e != f,
            _ => lines == 2 && at(first).from != at(first + 1).to,
        };
        through.then_some(both)
    };
    (0..n).filter(|first| mirrored(*first)).find_map(pair)
}

/// Where the holder is that stands between a change and the next one around.
fn door(round: &[Change], edges: &[usize], from: usize) -> Option<Door> {
    let to = (from + 1) % round.len();
    let (e, f) = (*edges.get(from)?, *edges.get(to)?);
    match (f + 3 - e) % 3 {
        0 if to > from => Some(Door::Edge(e, [round[from].id, round[to].id])),
        1 => Some(Door::Corner(f)),
        _ => None,
    }
}
