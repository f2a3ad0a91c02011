//! How areas change with weights: exact line integrals along the boundary.
//!
//! Each point goes to the lowest `u_i - w_i`. Raising `w_i` by `dw` moves the line between `i` and `j` into `j`'s
//! water by `dw / |grad (u_i - u_j)|`, so with `L_ij` the line between the two
//!
//! ```text
//! d area_i / d w_j = - int_{L_ij} ds / |grad (u_i - u_j)|        d area_i / d w_i = - sum_j of these
//! ```
//!
//! (Kitagawa, Merigot, Thibert 2019, "Convergence of a Newton algorithm for semi-discrete optimal transport",
//! arXiv 1603.05579, section 4). The matrix is a weighted graph Laplacian: symmetric, rows sum to zero.
//! For a measure with a density `rho` it is `int rho ds / |grad|`. Additive weights: `|grad| = |e_i - e_j|` with unit vectors from the feet; logarithms: `|e_i/d_i - e_j/d_j|`.
//!
//! Stretches that weights do not move (rims of a kept region, kept lines inside it) are told by their
//! scores: there `u_i - w_i` and `u_j - w_j` differ. In a tie wedge the gradient vanishes; it is left out.

use littoral_geodesy::{SurfacePoint, densify};

use crate::cells::Line;
use crate::density::Density;
use crate::eval::{Evaluator, Label};

/// Gauss points on a stretch of unit length.
const GAUSS: [f64; 2] = [0.211_324_865_405_187_1, 0.788_675_134_594_812_9];
/// A stretch is short below this part of the way to the nearest base point: its middle stands for all of it within 1e-4.
const SHORT: f64 = 0.05;
/// Gradients below this fraction of the steepest possible are a tie, not a line.
const FLAT: f64 = 1e-7;

/// Areas against weights: `rate[i][j]` is the change of area `i` (m2) by weight `j`, or of a measure.
pub(crate) type Rates = Vec<Vec<f64>>;

/// The matrix over the first `count` holders. `eval` evaluates the weighted scores alone, without any
/// kept region; a point farther than `reach_m` from where they are equal does not move. Of a measure each stretch counts by
/// the density in its middle.
pub(crate) fn rates(
    eval: &mut Evaluator<'_>,
    lines: &[&Line],
    count: usize,
    (reach_m, density): (f64, Option<&Density<'_>>),
) -> Rates {
    let mut rates = vec![vec![0.0; count]; count];
    let earth = eval.earth();
    for line in lines {
        let (i, j) = (line.left as usize, line.right as usize);
        if i >= count || j >= count {
            continue;
        }
        let rate: f64 = line
            .points
            .windows(2)
            .map(|w| {
                let ends = [w[0], w[1]].map(|p| earth.point(p));
                let (p, q) = (&ends[0], &ends[1]);
                let rate = stretch(eval, (line.left, line.right), (p, q), reach_m);
                rate * density.map_or(1.0, |d| d.at(&densify::between(earth, p, q, 0.5)))
            })
            .sum();
        rates[i][i] += rate;
        rates[j][j] += rate;
        rates[i][j] -= rate;
        rates[j][i] -= rate;
    }
    rates
}

/// `int ds / |grad|` from one vertex of a line to the next: by its middle where the base points are far for its length, as
/// the slope changes little then, else by two Gauss points, with the base points of the middle: on a stretch nothing turns.
fn stretch(
    eval: &mut Evaluator<'_>,
    pair: (Label, Label),
    (p, q): (&SurfacePoint, &SurfacePoint),
    reach_m: f64,
) -> f64 {
    let earth = eval.earth();
    let length = earth.distance(p, q);
    let over = |eval: &mut Evaluator<'_>, t: f64| {
        slowness(eval, pair, &densify::between(earth, p, q, t), reach_m)
    };
    let (middle, near_m) = over(eval, 0.5);
    if length < SHORT * near_m {
        return length * middle;
    }
    let signature = eval.signature(pair.0, pair.1);
    eval.hold(&signature, &signature);
    let sum = GAUSS.map(|t| 0.5 * length * over(eval, t).0).iter().sum();
    eval.let_go();
    sum
}

/// `1 / |grad|` at a place, nothing where weights do not move the line, and how near the nearest base point is, metres.
fn slowness(
    eval: &mut Evaluator<'_>,
    (a, b): (Label, Label),
    at: &SurfacePoint,
    reach_m: f64,
) -> (f64, f64) {
    eval.load(at, 1 << a | 1 << b);
    let off = (eval.score(a) - eval.score(b)).abs();
    let near = |k: Label| eval.nearest_of(k).map_or(0.0, |(d, _)| d);
    let near_m = near(a).min(near(b));
    let tied = eval.tie(a, b).is_some();
    let slope = eval.slope(a, b);
    let steep = libm::hypot(slope.0, slope.1);
    let moves = !tied && steep > FLAT * steepest(eval, at, (a, b)) && off <= reach_m * steep;
    (if moves { 1.0 / steep } else { 0.0 }, near_m)
}

/// What counts as steep: the size of the two scores over the earth's radius.
fn steepest(eval: &Evaluator<'_>, at: &SurfacePoint, (a, b): (Label, Label)) -> f64 {
    eval.score(a).abs().max(eval.score(b).abs()) / at.p.norm()
}
