//! A measure with a density: integrals of a field over cells, in the field's unit times square metres.
//!
//! The field is taken at the nodes of a lattice over the sea's chart ([`CELLS`] cells a side); times the area of a cell of
//! the lattice it counts as bilinear between them. That is the measure, and it is then integrated exactly. With
//! `F(x, y)` the integral of the density along the row of the lattice from its west end to `x`, Green's theorem has
//!
//! ```text
//! mass of a cell = int F dy along its rim, the cell on the left
//! ```
//!
//! A geodesic is a quadratic curve on the chart over a cell of the lattice; where it passes from one cell to the next it
//! is cut, and in between the integrand is a polynomial of degree 7, for which four Gauss points are exact. The chart has
//! no seam at a pole or at the antimeridian. Integrals along the coast are kept, as weights do not move it.

mod held;

use std::ops::Range;

use littoral_geodesy::{Earth, SurfacePoint, densify, many};

use crate::basis::Basis;
use crate::chart::Chart;
use crate::coast::Run;
use crate::error::DelimitError;
use crate::eval::Evaluator;
use crate::field::Field;
use crate::partition::{Holder, Partition};
use crate::solve;
use crate::waters::{Functions, SolveOptions};

/// Cells of the lattice along a side of the chart.
const CELLS: usize = 512;
/// Edges to a task.
const LEAST_EDGES: usize = 256;
/// Nodes this many cells of the lattice off the sea count for nothing in it.
const BESIDE: f64 = 2.0;
/// Gauss points on a stretch of length 1, and their weights.
const GAUSS: [(f64, f64); 4] = [
    (0.069_431_844_202_973_71, 0.173_927_422_568_726_93),
    (0.330_009_478_207_571_87, 0.326_072_577_431_273_07),
    (0.669_990_521_792_428_1, 0.326_072_577_431_273_07),
    (0.930_568_155_797_026_3, 0.173_927_422_568_726_93),
];

/// A place on the lattice, in cells from its corner.
type Spot = (f64, f64);

/// The density over one sea.
pub(crate) struct Density<'a> {
    chart: &'a Chart,
    earth: &'a Earth,
    /// Density at the nodes, a cell of the lattice, row by row.
    nodes: Vec<f64>,
    /// Its integral along each row up to each node.
    sums: Vec<f64>,
    /// Integrals of [`Self::along`] over the coast's edges up to each vertex of the sea.
    coast: Vec<f64>,
    /// The whole sea's.
    pub(crate) total: f64,
    /// Side of a cell of the lattice at the middle of the chart, metres.
    pub(crate) spacing_m: f64,
}

/// The density that a field has.
///
/// # Errors
/// As [`Density::sample`].
pub(crate) fn of<'a>(
    basis: &'a Basis,
    field: &Field,
    functions: &dyn Functions,
    options: &SolveOptions<'_>,
) -> Result<Density<'a>, DelimitError> {
    let only = Partition::new(vec![(Holder::new("the measure"), field.clone())]);
    let problem = solve::problem(basis, &only, functions, options)?;
    Density::sample(basis, &mut problem.evaluator())
}

impl<'a> Density<'a> {
    /// Takes an evaluator's only score at the nodes.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] with the place where it is negative or infinite in the sea, or where it is 0 all over it.
    fn sample(basis: &'a Basis, eval: &mut Evaluator<'_>) -> Result<Self, DelimitError> {
        let spacing_m = basis.chart.side_rad() * basis.earth.ellipsoid().a_m / CELLS as f64;
        let nodes = nodes(eval, spacing_m)?;
        let sums = nodes.chunks_exact(CELLS + 1).flat_map(prefixes).collect();
        let (chart, earth, coast) = (&basis.chart, &basis.earth, Vec::new());
        let mut out = Self { chart, earth, nodes, sums, coast, total: 0.0, spacing_m };
        (out.coast, out.total) = out.along_coast(basis);
        let why = if !out.total.is_finite() {
            "the measure is too large: over the sea it adds up to no number; divide it by its greatest value"
        } else if out.total > 0.0 {
            return Ok(out);
        } else {
            "the measure is 0 all over the sea: there is nothing to share out"
        };
        Err(DelimitError::Invalid(why.into()))
    }

    /// The density at a place, per square metre.
    pub(crate) fn at(&self, p: &SurfacePoint) -> f64 {
        let (x, y) = self.spot(p);
        let (i, j) = cell((x, y));
        let (u, v) = (x - i as f64, y - j as f64);
        let row = |j: usize| self.node(i, j) * (1.0 - u) + self.node(i + 1, j) * u;
        (row(j) * (1.0 - v) + row(j + 1) * v) / cell_m2(self.chart, p)
    }

    /// What a reader should know of how it was taken.
    pub(crate) fn told(&self) -> String {
        format!(
            "shares and integrals of a measure are those of its values every {:.1} km, linear in between: what is narrower is taken too low or too high",
            self.spacing_m / 1000.0
        )
    }

    fn spot(&self, p: &SurfacePoint) -> Spot {
        let (u, v) = self.chart.fraction(p);
        (u * CELLS as f64, v * CELLS as f64)
    }

    fn node(&self, i: usize, j: usize) -> f64 {
        self.nodes[j * (CELLS + 1) + i]
    }

    /// `int F dy` along the geodesic from one place to another.
    pub(crate) fn along(&self, p: &SurfacePoint, q: &SurfacePoint) -> f64 {
        let way = (q.p - p.p).norm();
        let count = (way / self.spacing_m).ceil();
        let place = |part: f64| self.spot(&densify::between(self.earth, p, q, part / count));
        let mut from = self.spot(p);
        let mut sum = 0.0;
        for k in 0..count as usize {
            let k = k as f64;
            let (middle, to) = (place(k + 0.5), place(k + 1.0));
            sum += self.piece([from, middle, to]);
            from = to;
        }
        sum
    }

    /// The same along the quadratic curve through three spots.
    fn piece(&self, spots: [Spot; 3]) -> f64 {
        let (x, y) = (quadratic(spots.map(|s| s.0)), quadratic(spots.map(|s| s.1)));
        let mut cuts = vec![0.0, 1.0];
        cuts.extend(crossings(x).chain(crossings(y)));
        cuts.sort_by(f64::total_cmp);
        let at = |[a, b, c]: [f64; 3], t: f64| a + t * (b + t * c);
        let within = |w: &[f64]| {
            let (from, long) = (w[0], w[1] - w[0]);
            let middle = from + 0.5 * long;
            let home = cell((at(x, middle), at(y, middle)));
            let value = |(t, weight): (f64, f64)| {
                let t = from + t * long;
                weight * self.row((at(x, t), at(y, t)), home) * (y[1] + 2.0 * t * y[2])
            };
            long * GAUSS.into_iter().map(value).sum::<f64>()
        };
        cuts.windows(2).map(within).sum()
    }

    /// `F` at a spot of a cell of the lattice.
    fn row(&self, (x, y): Spot, (i, j): (usize, usize)) -> f64 {
        let (u, v) = (x - i as f64, y - j as f64);
        let row = |j: usize| {
            let (west, east) = (self.node(i, j), self.node(i + 1, j));
            self.sums[j * (CELLS + 1) + i] + u * (west + 0.5 * u * (east - west))
        };
        row(j) * (1.0 - v) + row(j + 1) * v
    }

    /// Integrals along the rings of the sea up to each of its vertices, and the whole.
    fn along_coast(&self, basis: &Basis) -> (Vec<f64>, f64) {
        let sea = &basis.sea;
        let edge = |v: u32| self.along(&sea.vertex_point(v), &sea.vertex_point(sea.next_vertex(v)));
        let edges = many::list(sea.len(), LEAST_EDGES, |v| edge(v as u32));
        let total = edges.iter().sum();
        let mut before = vec![0.0; edges.len()];
        for v in 1..edges.len() {
            before[v] = before[v - 1] + edges[v - 1];
        }
        (before, total)
    }

    /// The integral along a run of the coast.
    fn run(&self, basis: &Basis, run: &Run) -> f64 {
        let (tips, blocks) = run.path();
        let point = |v: u32| basis.sea.vertex_point(v);
        let [first, end] = tips.map_or([None; 2], |t| t.map(|p| Some(self.earth.point(p))));
        let (mut last, mut sum) = (first, 0.0);
        for Range { start, end } in blocks.iter().filter(|b| !b.is_empty()).cloned() {
            sum += last.map_or(0.0, |last| self.along(&last, &point(start)));
            sum += self.coast[end as usize - 1] - self.coast[start as usize];
            last = Some(point(end - 1));
        }
        // A whole ring goes back to its first vertex.
        let back = || blocks.iter().find(|b| !b.is_empty()).map(|b| point(b.start));
        match (last, end.or_else(back)) {
            (Some(last), Some(end)) => sum + self.along(&last, &end),
            _ => sum,
        }
    }
}

/// The density at every node, a cell of the lattice; 0 where the sea is far.
fn nodes(eval: &mut Evaluator<'_>, spacing_m: f64) -> Result<Vec<f64>, DelimitError> {
    let basis = eval.basis;
    let part = |k: usize| k as f64 / CELLS as f64;
    let mut out = Vec::with_capacity((CELLS + 1) * (CELLS + 1));
    let mut hint = None;
    for y in 0..=CELLS {
        eval.check()?;
        for x in 0..=CELLS {
            let p = basis.chart.point(&basis.earth, basis.chart.at(part(x), part(y)));
            let (depth, near) = basis.sea.signed(&p, hint);
            hint = Some(near.piece);
            if depth < -BESIDE * spacing_m {
                out.push(0.0);
                continue;
            }
            let value = if depth < 0.0 { ashore(eval, &p, &near.at) } else { at_sea(eval, &p) };
            if depth >= 0.0 && !(value >= 0.0 && value.is_finite()) {
                eval.check()?;
                let at = basis.earth.lat_lon(&p);
                let next = match value < 0.0 {
                    true => "keep it from falling below 0, for example with max(..., 0)",
                    false => "leave out where it has no bound, for example with min(..., 1e6)",
                };
                return Err(DelimitError::Invalid(format!(
                    "the measure is {value} at {:.4}, {:.4}: a density is finite and not negative; {next}",
                    at.lat, at.lon
                )));
            }
            let value = if value.is_finite() { value.max(0.0) } else { 0.0 };
            out.push(value * cell_m2(&basis.chart, &p));
        }
    }
    eval.check()?;
    Ok(out)
}

/// The field at a place of the sea, which must be defined there.
fn at_sea(eval: &mut Evaluator<'_>, p: &SurfacePoint) -> f64 {
    eval.blames = Some("the measure");
    eval.load_all(p);
    eval.score(0)
}

/// The field beside the sea, where it is needed to be linear up to the coast. Where it is not defined, as the root of the
/// distance from a line along the coast, it is what it is at the nearest place of the coast.
fn ashore(eval: &mut Evaluator<'_>, p: &SurfacePoint, coast: &SurfacePoint) -> f64 {
    eval.blames = None;
    eval.load_all(p);
    let value = eval.score(0);
    if !value.is_nan() {
        return value;
    }
    eval.load_all(coast);
    eval.score(0)
}

/// Area of a cell of the lattice at a place, m2.
fn cell_m2(chart: &Chart, p: &SurfacePoint) -> f64 {
    chart.square_m2(p) / (CELLS * CELLS) as f64
}

/// Integrals of a piecewise linear function with these values from the first to each.
fn prefixes(row: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let steps = row.windows(2).map(|w| 0.5 * (w[0] + w[1]));
    std::iter::once(0.0)
        .chain(steps.map(|step| {
            sum += step;
            sum
        }))
        .collect()
}

/// The cell of a spot; what lies beyond the lattice is in the nearest one.
fn cell((x, y): Spot) -> (usize, usize) {
    let clamp = |v: f64| (v.max(0.0) as usize).min(CELLS - 1);
    (clamp(x), clamp(y))
}

/// Coefficients of the quadratic with these values at 0, 1/2 and 1.
fn quadratic([a, m, b]: [f64; 3]) -> [f64; 3] {
    [a, 4.0 * m - 3.0 * a - b, 2.0 * (a + b) - 4.0 * m]
}

/// Where a quadratic passes whole numbers between 0 and 1. A piece is no longer than a cell: few.
fn crossings([a, b, c]: [f64; 3]) -> impl Iterator<Item = f64> {
    let ends = [a, a + b + c, a + 0.5 * b + 0.25 * c];
    let low = ends.into_iter().fold(f64::INFINITY, f64::min).floor() as i64;
    let high = ends.into_iter().fold(f64::NEG_INFINITY, f64::max).ceil() as i64;
    (low..=high).flat_map(move |k| {
        let a = a - k as f64;
        let root = (b * b - 4.0 * a * c).sqrt();
        // The stable form; without a root both are no number.
        let q = -0.5 * (b + if b < 0.0 { -root } else { root });
        [q / c, a / q].into_iter().filter(|t| *t > 0.0 && *t < 1.0)
    })
}
