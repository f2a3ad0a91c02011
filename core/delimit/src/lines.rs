//! All boundary lines of a solution, traced one by one on as many threads as there are.

use littoral_geodesy::LatLon;
use rayon::prelude::*;

use crate::basis::Basis;
use crate::cells::Line;
use crate::chains::{Chain, LineEnd};
use crate::coast::Coast;
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::eval::Evaluator;
use crate::tape::Tape;
use crate::topology::Topology;
use crate::trace::{Tracer, Vertex, controls};
use crate::waters::{Functions, NoFunctions, SolveOptions};

/// A traced line with its printed vertices.
pub(crate) struct Traced {
    pub(crate) line: Line,
    pub(crate) vertices: Vec<Vertex>,
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
    /// Traces every chain. Lines do not depend on one another and keep their order, so the result is
    /// the same on any number of threads; functions outside the engine live on one thread.
    pub(crate) fn trace_all(
        &self,
        chains: &[Chain],
        functions: &dyn Functions,
    ) -> Result<Vec<Traced>, DelimitError> {
        if self.tape.outside {
            return chains.iter().map(|c| self.trace(c, functions)).collect();
        }
        chains.par_iter().map(|c| self.trace(c, &NoFunctions)).collect()
    }

    fn trace(&self, chain: &Chain, functions: &dyn Functions) -> Result<Traced, DelimitError> {
        self.options.check()?;
        let mut eval = Evaluator::new(self.basis, self.tape, self.parties, functions, self.options);
        let tolerance = self.options.tolerance_m;
        let tracer = Tracer::new(&mut eval, chain.left, chain.right, tolerance);
        let middle = tracer.follow(&chain.points)?;
        let mut vertices = vec![self.end(&mut eval, chain, true)];
        vertices.extend(middle.vertices);
        vertices.push(self.end(&mut eval, chain, false));
        for v in vertices.iter_mut().filter(|v| v.controls.is_empty()) {
            eval.load(&v.at, 1 << chain.left | 1 << chain.right);
            v.controls = controls(&eval, 1 << chain.left | 1 << chain.right);
        }
        eval.check()?;
        let points = vertices.iter().map(|v| self.printed(v, chain)).collect();
        let Chain { left, right, from, to, .. } = *chain;
        Ok(Traced { line: Line { left, right, from, to, points, green: middle.green }, vertices })
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
