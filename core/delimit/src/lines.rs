//! All boundary lines of a solution, traced part by part on as many threads as there are.

mod agree;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use littoral_geodesy::{Green, LatLon, many};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::basis::Basis;
use crate::cells::Line;
use crate::chains::{Chain, LineEnd};
use crate::coast::Coast;
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::eval::{Evaluator, Label};
use crate::tape::Tape;
use crate::topology::Topology;
use crate::trace::{Crossed, Traced as Part, Tracer, Vertex, bits, controls};
use crate::waters::{Functions, NoFunctions, SolveOptions};

/// Coarse points to a part that is traced on its own.
const PART: usize = 8;

/// So many vertices back a line is looked at for the place where it stands now; a turning point farther back among the
/// turning points.
const BACK: usize = 8;
const TURNINGS_BACK: usize = 512;
/// Vertices, and turning points, nearer to each other than this are one, metres.
const SAME_M: f64 = 1e-4;
const SAME_TURNING_M: f64 = 2e-3;

/// Adds a point to a line, whose first is not counted. A line never passes a place twice: at a corner sharper than a right
/// angle rounding may lead the tracing to and fro, and that is left out (what lies below it cancels).
pub(crate) fn onward<T>(
    way: &mut Vec<T>,
    next: T,
    turns: impl Fn(&T) -> bool,
    near: impl Fn(&T, &T, f64) -> bool,
) {
    let back = way.len().saturating_sub(BACK).max(1);
    let far_back =
        if turns(&next) { way.len().saturating_sub(TURNINGS_BACK).clamp(1, back) } else { back };
    let here = |k: &usize| {
        let both = turns(&way[*k]) && turns(&next);
        (both || *k >= back) && near(&way[*k], &next, if both { SAME_TURNING_M } else { SAME_M })
    };
    match (far_back..way.len()).find(here) {
        None => way.push(next),
        Some(k) => {
            way.truncate(k + 1);
            if !turns(&way[k]) {
                way[k] = next;
            }
        }
    }
}

/// A traced line with its printed vertices.
pub(crate) struct Traced {
    pub(crate) line: Line,
    pub(crate) vertices: Vec<Vertex>,
}

/// Parts traced where another could not be, by their two holders and coarse points, to the bit: all that they depend on. The
/// next attempt has most of them again.
pub(crate) type Done = FxHashMap<(Label, Label, Vec<[u64; 3]>), Part>;

fn key(chain: &Chain, range: &Range<usize>) -> (Label, Label, Vec<[u64; 3]>) {
    (chain.left, chain.right, chain.points[range.clone()].iter().map(bits).collect())
}

/// What tracing a line needs.
pub(crate) struct Lines<'a> {
    pub(crate) basis: &'a Basis,
    pub(crate) tape: &'a Tape,
    pub(crate) parties: &'a [Option<usize>],
    pub(crate) options: &'a SolveOptions<'a>,
    pub(crate) topology: &'a Topology,
    pub(crate) coast: &'a Coast,
}

impl Lines<'_> {
    /// Traces every chain, in parts that do not depend on one another and keep their order: the result is the same on
    /// any number of threads. Functions outside the engine live on one thread.
    pub(crate) fn trace_all<'c>(
        &self,
        chains: &'c [Chain],
        functions: &dyn Functions,
        done: &mut Done,
    ) -> Result<Vec<Traced>, DelimitError> {
        let crossings = self.crossings();
        if self.tape.outside {
            let whole = |c: &Chain| {
                let part = self.part(c, 0..c.points.len(), &crossings, functions)?;
                self.joined(c, vec![part], functions)
            };
            return chains.iter().map(whole).collect();
        }
        let mut tasks: Vec<(&Chain, Range<usize>)> = Vec::new();
        let mut ends = Vec::with_capacity(chains.len());
        for chain in chains {
            tasks.extend(self.cut(chain, &crossings).into_iter().map(|r| (chain, r)));
            ends.push(tasks.len());
        }
        let mut parts = self.parts(&tasks, &crossings, done)?.into_iter();
        let mut first = 0;
        let of_chain = |(chain, end): (&'c Chain, usize)| {
            let own: Vec<Part> = parts.by_ref().take(end - first).collect();
            first = end;
            (chain, own)
        };
        let lines: Vec<_> = chains.iter().zip(ends).map(of_chain).collect();
        let join = |(chain, own)| self.joined(chain, own, &NoFunctions);
        many::tasks(lines.into_par_iter(), join)
    }

    /// What is known of the crossings through which lines go.
    fn crossings(&self) -> Crossed<'_> {
        let all = self.topology.crossings.list.iter();
        all.filter_map(|c| Some((bits(&c.at), c.known.as_ref()?))).collect()
    }

    /// All parts, but for those that are `done`. Of several errors the first in the list stands, on any number of threads:
    /// what comes before it is traced in any case, and kept; what comes after it is traced no more, or, where other threads
    /// have gone ahead, forgotten: the next attempt sees other crossings about, and what it finds must not hang on threads.
    fn parts(
        &self,
        tasks: &[(&Chain, Range<usize>)],
        crossings: &Crossed<'_>,
        done: &mut Done,
    ) -> Result<Vec<Part>, DelimitError> {
        let failed = AtomicUsize::new(usize::MAX);
        let trace = |(k, (chain, range)): (usize, &(&Chain, Range<usize>))| {
            if k > failed.load(Ordering::Relaxed) {
                return None;
            }
            let known = if done.is_empty() { None } else { done.get(&key(chain, range)) };
            let part = match known {
                Some(part) => Ok(part.clone()),
                None => self.part(chain, range.clone(), crossings, &NoFunctions),
            };
            if part.is_err() {
                failed.fetch_min(k, Ordering::Relaxed);
            }
            Some(part)
        };
        let parts: Vec<_> = tasks.par_iter().with_max_len(1).enumerate().map(trace).collect();
        if failed.into_inner() == usize::MAX {
            return parts.into_iter().flatten().collect();
        }
        for ((chain, range), part) in tasks.iter().zip(parts) {
            let Some(part) = part else { continue };
            done.insert(key(chain, range), part?);
        }
        Ok(Vec::new())
    }

    /// Where a chain is cut: at every so many coarse points, if the point is a plain one of the curve.
    fn cut(&self, chain: &Chain, crossings: &Crossed<'_>) -> Vec<Range<usize>> {
        let count = chain.points.len();
        let mut eval =
            Evaluator::new(self.basis, self.tape, self.parties, &NoFunctions, self.options);
        let tolerance = self.options.tolerance_m;
        let pair = 1 << chain.left | 1 << chain.right;
        let tracer = Tracer::new(&mut eval, chain.left, chain.right, tolerance);
        let mut tracer = tracer.through(crossings);
        let mut parts = Vec::new();
        let mut from = 0;
        for k in 1..count.saturating_sub(1) {
            if k % PART == 1 {
                tracer.focus_on(&chain.points[k..count.min(k + PART)], pair);
            }
            if k - from >= PART && tracer.is_plain(&chain.points[k]) {
                parts.push(from..k + 1);
                from = k;
            }
        }
        parts.push(from..count);
        parts
    }

    /// One part of a chain: the vertices after its first point, its last included where another part follows.
    fn part(
        &self,
        chain: &Chain,
        range: Range<usize>,
        crossings: &Crossed<'_>,
        functions: &dyn Functions,
    ) -> Result<Part, DelimitError> {
        self.options.check()?;
        let mut eval = Evaluator::new(self.basis, self.tape, self.parties, functions, self.options);
        let tolerance = self.options.tolerance_m;
        let pair = 1 << chain.left | 1 << chain.right;
        eval.focus_on(&chain.points[range.clone()], pair);
        let tracer = Tracer::new(&mut eval, chain.left, chain.right, tolerance);
        let mut part = tracer.through(crossings).follow(&chain.points[range.clone()])?;
        if range.end < chain.points.len() {
            let at = chain.points[range.end - 1];
            part.vertices.push(Vertex { at, kind: PointKind::Curve, controls: Vec::new() });
        }
        for v in part.vertices.iter_mut().filter(|v| v.controls.is_empty()) {
            eval.load(&v.at, pair);
            v.controls = controls(&eval, pair);
        }
        eval.check()?;
        Ok(part)
    }

    fn joined(
        &self,
        chain: &Chain,
        parts: Vec<Part>,
        functions: &dyn Functions,
    ) -> Result<Traced, DelimitError> {
        let mut eval = Evaluator::new(self.basis, self.tape, self.parties, functions, self.options);
        let mut vertices = vec![self.end(&mut eval, chain, true)];
        let mut green = Green::default();
        for part in parts {
            for v in part.vertices {
                let near = |u: &Vertex, v: &Vertex, m: f64| (u.at.p - v.at.p).norm() < m;
                onward(&mut vertices, v, |v| v.kind == PointKind::Turning, near);
            }
            green.add(part.green);
        }
        vertices.push(self.end(&mut eval, chain, false));
        eval.check()?;
        let (basis, closed) = (self.basis, chain.from == LineEnd::Loop);
        let on = (&basis.earth, &basis.rule);
        if !agree::agrees(on, &vertices, green, (self.options.tolerance_m, closed)) {
            let text = "a boundary line could not be followed".to_owned();
            let at = basis.earth.lat_lon(&vertices[0].at);
            return Err(DelimitError::Geometry { text, at });
        }
        let points = vertices.iter().map(|v| self.printed(v, chain)).collect();
        let Chain { left, right, from, to, .. } = *chain;
        Ok(Traced { line: Line { left, right, from, to, points, green }, vertices })
    }

    /// The place as printed; a terminus keeps the coordinates of the case to the last digit.
    fn printed(&self, v: &Vertex, chain: &Chain) -> LatLon {
        if v.kind == PointKind::Terminus {
            for end in [chain.from, chain.to] {
                let LineEnd::Breakpoint(b) = end else { continue };
                let b = &self.coast.breakpoints[b as usize];
                if let Some(t) = b.terminus.filter(|_| b.at == v.at) {
                    return self.basis.termini[t as usize].at;
                }
            }
        }
        self.basis.place(&v.at)
    }

    fn end(&self, eval: &mut Evaluator<'_>, chain: &Chain, first: bool) -> Vertex {
        let end = if first { chain.from } else { chain.to };
        let point = if first { chain.points.first() } else { chain.points.last() };
        let at = point.copied().unwrap_or_else(|| self.basis.chart.centre());
        eval.load_all(&at);
        let pair = 1 << chain.left | 1 << chain.right;
        let (kind, labels) = match end {
            LineEnd::Loop => (PointKind::Curve, pair),
            LineEnd::Breakpoint(b) if self.coast.breakpoints[b as usize].terminus.is_some() => {
                (PointKind::Terminus, pair)
            }
            LineEnd::Breakpoint(_) => (PointKind::End, pair),
            LineEnd::Junction(j) => {
                let labels = &self.topology.junctions[j as usize].labels;
                (PointKind::Tripoint, labels.iter().fold(0, |m, l| m | 1 << l))
            }
        };
        Vertex { at, kind, controls: controls(eval, labels) }
    }
}
