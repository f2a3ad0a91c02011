//! The last digits of a concave optimum: Newton's method on the constraints that bind.
//!
//! The solver's gap is quadratic in the unknowns, so a gap of 1e-14 leaves them at seven digits. With the binding
//! constraints known, the optimum of a sum of logarithms is smooth and a few steps reach the last digit.

use super::{MOST_UNKNOWNS, Program, Row};

/// Steps: each doubles the digits.
const STEPS: usize = 4;
/// Pivots below this part of the greatest belong to constraints that repeat others.
const DEPENDENT: f64 = 1e-12;
/// Most constraints at once: elimination takes their number to the third power, and of more than there are unknowns
/// the rest repeat others.
const MOST_BINDING: usize = 4 * MOST_UNKNOWNS;
/// Refinement corrects digits; a move larger than this part of an unknown means another optimum.
const FAR: f64 = 1e-3;

/// The refined optimum; `None` where the objective is not strictly concave or the steps lead away.
pub(super) fn refine(program: &Program, binding: &[&Row], start: &[f64]) -> Option<Vec<f64>> {
    if program.log.is_empty() || program.log.iter().any(|w| *w <= 0.0) {
        return None;
    }
    if binding.len() > MOST_BINDING {
        return None;
    }
    let mut x = start.to_vec();
    for _ in 0..STEPS {
        step(program, binding, &mut x)?;
    }
    let stays = |(a, b): (&f64, &f64)| *a > 0.0 && (a - b).abs() <= FAR * b.abs();
    let meets = |r: &Row, slack: f64| dot(&r.row, &x) <= r.bound + slack * r.bound.abs().max(1.0);
    let good = x.iter().zip(start).all(stays) && program.most.iter().all(|r| meets(r, 1e-10));
    good.then_some(x)
}

/// One step: the gradient vanishes along the binding constraints, and these hold.
fn step(program: &Program, binding: &[&Row], x: &mut [f64]) -> Option<()> {
    let slope: Vec<f64> =
        x.iter().zip(&program.log).zip(&program.cost).map(|((x, w), c)| c - w / x).collect();
    let inverse: Vec<f64> = x.iter().zip(&program.log).map(|(x, w)| x * x / w).collect();
    let scaled = |r: &Row| -> Vec<f64> { r.row.iter().zip(&inverse).map(|(a, h)| a * h).collect() };
    let rows: Vec<Vec<f64>> = binding.iter().map(|r| scaled(r)).collect();
    let matrix: Vec<Vec<f64>> =
        rows.iter().map(|a| binding.iter().map(|b| dot(a, &b.row)).collect()).collect();
    let right: Vec<f64> =
        binding.iter().zip(&rows).map(|(r, a)| dot(&r.row, x) - r.bound - dot(a, &slope)).collect();
    let price = solve(matrix, right);
    for (k, x) in x.iter_mut().enumerate() {
        let pull: f64 = binding.iter().zip(&price).map(|(r, p)| r.row[k] * p).sum();
        *x -= inverse[k] * (slope[k] + pull);
    }
    x.iter().all(|x| x.is_finite()).then_some(())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Elimination for a symmetric matrix without negative eigenvalues; repeated rows get a price of 0.
fn solve(mut m: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    let top = (0..n).map(|k| m[k][k]).fold(0.0, f64::max);
    let mut out = vec![0.0; n];
    let mut used = Vec::new();
    for _ in 0..n {
        let free = (0..n).filter(|k| !used.contains(k));
        let Some(p) = free.max_by(|a, b| m[*a][*a].total_cmp(&m[*b][*b])) else { break };
        if m[p][p] <= DEPENDENT * top {
            break;
        }
        used.push(p);
        for r in (0..n).filter(|r| *r != p) {
            let factor = m[r][p] / m[p][p];
            let row = m[p].clone();
            m[r].iter_mut().zip(row).for_each(|(a, b)| *a -= factor * b);
            right[r] -= factor * right[p];
        }
    }
    for p in used {
        out[p] = right[p] / m[p][p];
    }
    out
}
