//! The edges of all leaves, searched before anybody asks for them, on as many threads as there are.
//!
//! Some edges at a time are searched by an evaluator of their own, and crossings are numbered in the order of the edges: the
//! result does not depend on the number of threads.

use littoral_geodesy::many;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Change, CrossingId, Crossings};
use crate::error::DelimitError;
use crate::eval::{Evaluator, Sources};
use crate::mesh::{Mesh, NodeId};

/// Edges that are searched one after another.
const EDGES: usize = 64;

/// An edge between neighbouring nodes, the lower first, and the leaf that it was met at.
type Edge = ((NodeId, NodeId), usize);

impl Crossings {
    /// Searches all edges of leaves. Where functions live on one thread each edge waits until it is asked for.
    pub(crate) fn search_all(
        &mut self,
        eval: &Evaluator<'_>,
        mesh: &Mesh,
    ) -> Result<(), DelimitError> {
        let Some(sources) = eval.sources() else { return Ok(()) };
        let edges = edges(mesh);
        let new = || Self::new(self.least_m, self.thorough);
        let part = |some: &[Edge]| searched(sources, mesh, new(), some);
        let parts = many::tasks(edges.par_chunks(EDGES), part)?;
        for (some, (found, changes)) in edges.chunks(EDGES).zip(parts) {
            let first = self.list.len() as CrossingId;
            self.list.extend(found.list);
            let numbered = |c: Change| Change { id: first + c.id, ..c };
            for ((key, _), list) in some.iter().zip(changes) {
                self.edges.insert(*key, list.into_iter().map(numbered).collect());
            }
        }
        Ok(())
    }
}

/// The crossings on some edges, and the changes along each.
fn searched(
    sources: Sources<'_>,
    mesh: &Mesh,
    mut found: Crossings,
    some: &[Edge],
) -> Result<(Crossings, Vec<Vec<Change>>), DelimitError> {
    let mut eval = sources.evaluator();
    let mut changes = Vec::with_capacity(some.len());
    for (key, leaf) in some {
        eval.look_with(mesh.focus[*leaf].clone());
        changes.push(found.search(&mut eval, mesh, *key)?);
    }
    Ok((found, changes))
}

/// Every edge once, with hanging nodes cut.
fn edges(mesh: &Mesh) -> Vec<Edge> {
    let mut seen = FxHashSet::default();
    let mut out = Vec::new();
    for (leaf, [ll, lr, ur, ul]) in mesh.leaves.iter().enumerate() {
        let mut stack = vec![(*ur, *ul), (*ul, *ll), (*ll, *ur), (*lr, *ur), (*ll, *lr)];
        while let Some((a, b)) = stack.pop() {
            let key = (a.min(b), a.max(b));
            match mesh.between(key.0, key.1) {
                Some(m) => stack.extend([(m, key.1), (key.0, m)]),
                None if seen.insert(key) => out.push((key, leaf)),
                None => {}
            }
        }
    }
    out
}
