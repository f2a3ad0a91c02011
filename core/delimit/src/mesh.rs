//! Where boundaries can be: a quadtree over the chart, with a certificate.
//!
//! A cell whose scores, enclosed over the ball about its centre, leave one holder certain is dropped:
//! nothing in it can be missed. A cell that is certainly land is dropped too. The others are split to
//! the base level, and further near the *seeds*: breakpoints of the coast (where narrow fingers of
//! water begin) and islands (whose own waters may be small). What remains is the mesh on which
//! crossings are sought; its certified radius is reported.

use std::sync::Arc;

use littoral_geodesy::{SurfacePoint, many};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::basis::Basis;
use crate::error::DelimitError;
use crate::eval::{Evaluator, Focus, Label, Look, OnMesh};

/// Depth of the integer lattice on which corners are named.
const LATTICE: u32 = 20;

/// A cell is looked at with what is left of the scores in this many times its ball: the balls about its sides and about
/// its children lie within that.
const FOCUS: f64 = 1.5;

/// The balls of cells are larger than they need be by this part of the side of the whole, or by this much, metres: in a harbour
/// a metre more would be as large as the cells, and none would ever be certain.
const SLACK: f64 = 1e-4;
const MOST_SLACK_M: f64 = 1.0;

/// Depth of the cells that are refined on their own.
const FIRST_LEVEL: u32 = 3;

/// Nodes that are looked at one after another.
const NODES: usize = 64;

/// How often the whole is halved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Depth {
    /// To cells in which nothing can be hidden ([`Evaluator::leads_out`]).
    pub(crate) open: u32,
    /// To all others.
    pub(crate) level: u32,
}

/// A place around which the mesh must be finer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed {
    pub(crate) at: SurfacePoint,
    /// Largest cell radius allowed there, metres.
    pub(crate) radius_m: f64,
    /// How far the seed reaches, metres.
    pub(crate) reach_m: f64,
}

/// A corner of the mesh.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) at: SurfacePoint,
    pub(crate) look: Look,
}

/// Index of a node.
pub(crate) type NodeId = u32;

/// Uncertain cells and their corners.
pub(crate) struct Mesh {
    pub(crate) nodes: Vec<Node>,
    /// Corners of each leaf: lower left, lower right, upper right, upper left.
    pub(crate) leaves: Vec<[NodeId; 4]>,
    /// What the scores are about each leaf, where it is worth knowing.
    pub(crate) focus: Vec<Option<Arc<Focus>>>,
    /// Node at a lattice point, for look-up only.
    lattice: FxHashMap<(u32, u32), NodeId>,
    keys: Vec<(u32, u32)>,
    /// Greatest radius of a leaf away from seeds, metres.
    pub(crate) finest_m: f64,
}

#[derive(Clone, Copy)]
struct Cell {
    level: u32,
    x: u32,
    y: u32,
}

/// An uncertain cell that is fine enough.
struct Leaf {
    cell: Cell,
    radius_m: f64,
    focus: Option<Arc<Focus>>,
}

impl Cell {
    fn above(self, up: u32) -> Self {
        Self { level: self.level - up, x: self.x >> up, y: self.y >> up }
    }

    fn corner(self, dx: u32, dy: u32) -> (u32, u32) {
        let s = LATTICE - self.level;
        ((self.x + dx) << s, (self.y + dy) << s)
    }

    fn children(self) -> [Self; 4] {
        let (level, x, y) = (self.level + 1, 2 * self.x, 2 * self.y);
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| Self { level, x: x + dx, y: y + dy })
    }
}

impl Mesh {
    /// Refines to `level`, and to each seed's radius near it: part by part of the sea, on as many threads as there are.
    pub(crate) fn build(
        eval: &mut Evaluator<'_>,
        depth: Depth,
        seeds: &[Seed],
    ) -> Result<Self, DelimitError> {
        let roots = roots();
        let parts: Vec<Vec<Leaf>> = match eval.sources() {
            Some(sources) => {
                let part = |root: &Cell| refine(&mut sources.evaluator(), *root, depth, seeds);
                many::tasks(roots.par_iter(), part)?
            }
            None => {
                let part = |root: &Cell| refine(eval, *root, depth, seeds);
                roots.iter().map(part).collect::<Result<_, _>>()?
            }
        };
        let leaves: Vec<Leaf> = parts.into_iter().flatten().collect();
        let greatest = |level: u32| {
            let of_level = leaves.iter().filter(|l| l.cell.level == level);
            of_level.map(|l| l.radius_m).fold(0.0, f64::max)
        };
        // Larger cells hide nothing: they tell where there are no others.
        let levels = (depth.open..=depth.level).rev();
        let finest_m = levels.map(greatest).find(|m| *m > 0.0).unwrap_or(0.0);
        let mut mesh = Self {
            nodes: Vec::new(),
            leaves: Vec::with_capacity(leaves.len()),
            focus: leaves.iter().map(|l| l.focus.clone()).collect(),
            lattice: FxHashMap::default(),
            keys: Vec::new(),
            finest_m,
        };
        // The leaf that first asked for each node.
        let mut asked = Vec::new();
        for (k, leaf) in leaves.iter().enumerate() {
            // A finer leaf beside a coarse one must leave a node at each halving of the shared side,
            // even where its own siblings were dropped: the sides are matched half by half.
            let halvings = leaf.cell.level.saturating_sub(depth.open);
            for up in (1..=halvings).chain([0]) {
                let cell = leaf.cell.above(up);
                let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(dx, dy)| cell.corner(dx, dy));
                let ids = corners.map(|key| mesh.id(key));
                asked.resize(mesh.keys.len(), k);
                if up == 0 {
                    mesh.leaves.push(ids);
                }
            }
        }
        mesh.look_at_nodes(eval, &leaves, &asked)?;
        Ok(mesh)
    }

    fn id(&mut self, key: (u32, u32)) -> NodeId {
        let next = self.keys.len() as NodeId;
        let id = *self.lattice.entry(key).or_insert(next);
        if id == next {
            self.keys.push(key);
        }
        id
    }

    /// Looks who holds each node, with what is left of the scores about the leaf that asked for it.
    fn look_at_nodes(
        &mut self,
        eval: &mut Evaluator<'_>,
        leaves: &[Leaf],
        asked: &[usize],
    ) -> Result<(), DelimitError> {
        let wanted: Vec<(&(u32, u32), &usize)> = self.keys.iter().zip(asked).collect();
        let look = |eval: &mut Evaluator<'_>, some: &[(&(u32, u32), &usize)]| {
            let node = |eval: &mut Evaluator<'_>, (key, leaf): &(&(u32, u32), &usize)| {
                let leaf = &leaves[**leaf];
                eval.look_with(leaf.focus.clone());
                let at = eval.basis.chart.point(eval.earth(), lattice_at(eval.basis, **key));
                Node { at, look: eval.look(&at, leaf.radius_m) }
            };
            eval.on_mesh = OnMesh::Yes;
            let nodes: Vec<Node> = some.iter().map(|n| node(eval, n)).collect();
            eval.on_mesh = OnMesh::No;
            eval.look_with(None);
            eval.check().map(|()| nodes)
        };
        let parts: Vec<Vec<Node>> = match eval.sources() {
            Some(sources) => {
                let part = |some: &[_]| look(&mut sources.evaluator(), some);
                many::tasks(wanted.par_chunks(NODES), part)?
            }
            None => vec![look(eval, &wanted)?],
        };
        self.nodes = parts.into_iter().flatten().collect();
        Ok(())
    }

    /// A node off the lattice, for triangles that need a closer look.
    pub(crate) fn extra(&mut self, at: SurfacePoint, label: Label) -> NodeId {
        let look = Look { label, margin_m: 0.0, own: None, feature: None, tied: None };
        self.nodes.push(Node { at, look });
        self.nodes.len() as NodeId - 1
    }

    /// The lattice node half-way between two, if a finer neighbour made one.
    pub(crate) fn between(&self, a: NodeId, b: NodeId) -> Option<NodeId> {
        let (p, q) = (self.keys.get(a as usize)?, self.keys.get(b as usize)?);
        // Only sides of cells have hanging nodes; diagonals are a leaf's own.
        let sum = (p.0 + q.0, p.1 + q.1);
        if (p.0 != q.0 && p.1 != q.1) || sum.0 % 2 == 1 || sum.1 % 2 == 1 {
            return None;
        }
        self.lattice.get(&(sum.0 / 2, sum.1 / 2)).copied()
    }
}

/// The cells from which refining starts, in the order in which children follow one another.
fn roots() -> Vec<Cell> {
    let mut cells = vec![Cell { level: 0, x: 0, y: 0 }];
    while cells[0].level < FIRST_LEVEL {
        cells = cells.into_iter().flat_map(Cell::children).collect();
    }
    cells
}

/// The leaves below a cell, in the order of children.
fn refine(
    eval: &mut Evaluator<'_>,
    root: Cell,
    depth: Depth,
    seeds: &[Seed],
) -> Result<Vec<Leaf>, DelimitError> {
    let basis = eval.basis;
    eval.on_mesh = OnMesh::Yes;
    let mut leaves = Vec::new();
    let all: Near = (0..seeds.len()).collect();
    let mut stack = vec![(root, all, None, (f64::NEG_INFINITY, basis.chart.centre()))];
    let slack_m = slack_m(basis);
    let mut shore_hint = None;
    while let Some((cell, near, focus, (inside_m, there))) = stack.pop() {
        eval.check()?;
        let (centre, radius_m) = ball(basis, cell);
        // How far from land the place is at least, as was seen from another; only what may all be land is looked at.
        let mut inside = (inside_m - 1.001 * (centre.p - there.p).norm() - slack_m, centre);
        if inside.0 < -radius_m {
            let (seen, shore) = basis.sea.signed(&centre, shore_hint);
            shore_hint = Some(shore.piece);
            inside.0 = seen;
        }
        eval.look_with(focus.clone());
        // A doubtful certificate is no certificate: it is asked of the whole ball.
        if inside.0 < -radius_m || eval.certain(&centre, radius_m).is_some() {
            continue;
        }
        let focus = eval.focus(&centre, FOCUS * radius_m, 0).or(focus);
        let near = close(seeds, &near, &centre, radius_m);
        let want = near.iter().fold(f64::INFINITY, |m, k| m.min(seeds[*k].radius_m));
        let fine = radius_m <= want
            && (cell.level >= depth.level
                || cell.level >= depth.open && eval.leads_out(&centre, radius_m));
        if fine || cell.level >= LATTICE - 2 {
            leaves.push(Leaf { cell, radius_m, focus });
        } else {
            let child = |c: Cell| (c, near.clone(), focus.clone(), inside);
            stack.extend(cell.children().map(child).into_iter().rev());
        }
    }
    eval.on_mesh = OnMesh::No;
    eval.look_with(None);
    Ok(leaves)
}

fn lattice_at(basis: &Basis, key: (u32, u32)) -> (f64, f64) {
    let unit = 1.0 / f64::from(1u32 << LATTICE);
    basis.chart.at(f64::from(key.0) * unit, f64::from(key.1) * unit)
}

fn slack_m(basis: &Basis) -> f64 {
    (SLACK * basis.chart.side_rad() * basis.earth.b_m()).min(MOST_SLACK_M)
}

/// Centre of a cell and the geodesic distance to its farthest corner, rounded up.
fn ball(basis: &Basis, cell: Cell) -> (SurfacePoint, f64) {
    let (a, b) = (lattice_at(basis, cell.corner(0, 0)), lattice_at(basis, cell.corner(1, 1)));
    let earth = &basis.earth;
    let (centre, corners) = basis.chart.rectangle(earth, a, b);
    let far = corners.iter().fold(0.0_f64, |m, c| m.max((c.p - centre.p).norm()));
    let radius = earth.b_m();
    (centre, far * 1.0005 * (1.0 + far * far / (22.0 * radius * radius)) + slack_m(basis))
}

/// Seeds that reach a cell, of those that reach its parent: a sea may have ten thousand islands.
type Near = Arc<[usize]>;

fn close(seeds: &[Seed], parent: &[usize], centre: &SurfacePoint, radius: f64) -> Near {
    let near = |k: &&usize| {
        let seed = &seeds[**k];
        (seed.at.p - centre.p).norm() <= radius + seed.reach_m
    };
    parent.iter().filter(near).copied().collect()
}
