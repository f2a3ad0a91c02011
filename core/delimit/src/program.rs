//! Small linear and concave programs, by the interior-point solver of the crate `clarabel`.
//!
//! minimise `cost . x - sum log_i ln(x_i)` subject to `row . x <= bound` and `row . x = bound`. A linear program
//! where no `log` is positive; with `log` the weighted Nash product over a polytope. An interior-point solution
//! is strictly complementary: a constraint that binds in every optimum has a positive price, which is what the
//! nucleolus needs and a vertex solution does not give. Goulart, Chen 2024, arXiv 2405.12762.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettings, DefaultSolver, IPSolver, SolverStatus, SupportedConeT, SupportedConeT::*,
};

use crate::error::DelimitError;

mod refine;

/// Most unknowns and most constraints: scripts solve small programs.
pub const MOST_UNKNOWNS: usize = 64;
/// See [`MOST_UNKNOWNS`].
pub const MOST_ROWS: usize = 8192;
/// Relative accuracy asked of the solver, and that below which its answer is refused.
const ASKED: f64 = 1e-13;
const ACCEPTED: f64 = 1e-8;

/// One constraint: `row . x` against `bound`.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// One coefficient an unknown.
    pub row: Vec<f64>,
    /// Right-hand side.
    pub bound: f64,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Program {
    /// Linear cost, one an unknown.
    pub cost: Vec<f64>,
    /// Weight of `ln(x_i)` in what is maximised; empty, or one an unknown, 0 or more.
    pub log: Vec<f64>,
    /// `row . x <= bound`.
    pub most: Vec<Row>,
    /// `row . x = bound`.
    pub equal: Vec<Row>,
}

/// An optimum.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    /// The unknowns.
    pub x: Vec<f64>,
    /// Price of each `most` constraint, 0 or more: how fast the cost falls as its bound rises.
    pub most: Vec<f64>,
    /// Price of each `equal` constraint, any sign.
    pub equal: Vec<f64>,
}

/// Solves a program.
///
/// # Errors
/// [`DelimitError::Invalid`] for sizes that do not fit, values that are not finite, an unbounded program or one
/// that the solver could not finish; [`DelimitError::Infeasible`] where no point meets the constraints.
pub fn minimise(program: &Program) -> Result<Optimum, DelimitError> {
    minimise_until(program, None)
}

/// The same, given up once `cancel` is set.
///
/// # Errors
/// As [`minimise`]; [`DelimitError::Cancelled`].
pub fn minimise_until(
    program: &Program,
    cancel: Option<Arc<AtomicBool>>,
) -> Result<Optimum, DelimitError> {
    check(program)?;
    let n = program.cost.len();
    let logs: Vec<usize> = (0..program.log.len()).filter(|k| program.log[*k] > 0.0).collect();
    let cones = cones(program, logs.len());
    let (matrix, bounds) = constraints(program, &logs);
    // Unknown n + j stands below ln(x) of the j-th logarithm.
    let mut cost = program.cost.clone();
    cost.extend(logs.iter().map(|k| -program.log[*k]));
    let quadratic = CscMatrix::zeros((cost.len(), cost.len()));
    let mut solver = DefaultSolver::new(&quadratic, &cost, &matrix, &bounds, &cones, settings())
        .map_err(|e| DelimitError::Invalid(format!("the program is malformed: {e}")))?;
    if let Some(flag) = cancel {
        solver.set_termination_callback(move |_| flag.load(Ordering::Relaxed));
    }
    solver.solve();
    let solution = &solver.solution;
    match solution.status {
        SolverStatus::CallbackTerminated => return Err(DelimitError::Cancelled),
        SolverStatus::Solved | SolverStatus::AlmostSolved => {}
        SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => {
            return Err(DelimitError::Infeasible("no point meets the constraints".into()));
        }
        SolverStatus::DualInfeasible | SolverStatus::AlmostDualInfeasible => {
            return Err(DelimitError::Invalid("the cost falls without end".into()));
        }
        other => {
            return Err(DelimitError::Invalid(format!("the solver gave up: {other}")));
        }
    }
    let (equal, rows) = (program.equal.len(), program.equal.len() + program.most.len());
    let binds = |k: usize| k < equal || solution.z[k] > solution.s[k];
    let all = program.equal.iter().chain(&program.most);
    let binding: Vec<&Row> = all.enumerate().filter(|(k, _)| binds(*k)).map(|(_, r)| r).collect();
    let x = solution.x[..n].to_vec();
    Ok(Optimum {
        x: refine::refine(program, &binding, &x).unwrap_or(x),
        equal: solution.z[..equal].to_vec(),
        most: solution.z[equal..rows].to_vec(),
    })
}

fn settings() -> DefaultSettings<f64> {
    DefaultSettings {
        verbose: false,
        tol_gap_abs: ASKED,
        tol_gap_rel: ASKED,
        tol_feas: ASKED,
        reduced_tol_gap_abs: ACCEPTED,
        reduced_tol_gap_rel: ACCEPTED,
        reduced_tol_feas: ACCEPTED,
        ..DefaultSettings::default()
    }
}

fn check(program: &Program) -> Result<(), DelimitError> {
    let n = program.cost.len();
    let refuse = |text: String| Err(DelimitError::Invalid(text));
    if n == 0 || n > MOST_UNKNOWNS {
        return refuse(format!("a program of {n} unknowns; from 1 to {MOST_UNKNOWNS}"));
    }
    let rows = program.most.len() + program.equal.len();
    if rows > MOST_ROWS {
        return refuse(format!("a program of {rows} constraints; at most {MOST_ROWS}"));
    }
    if !program.log.is_empty() && program.log.len() != n {
        return refuse(format!("{} weights of logarithms for {n} unknowns", program.log.len()));
    }
    if let Some(w) = program.log.iter().find(|w| !(w.is_finite() && **w >= 0.0)) {
        return refuse(format!("a weight of {w}; weights of logarithms are 0 or more"));
    }
    if program.cost.iter().any(|c| !c.is_finite()) {
        return refuse("a cost is not finite".into());
    }
    for (k, r) in program.most.iter().chain(&program.equal).enumerate() {
        if r.row.len() != n {
            let place = k + 1;
            return refuse(format!(
                "constraint {place} has {} coefficients for {n} unknowns",
                r.row.len()
            ));
        }
        if !r.bound.is_finite() || r.row.iter().any(|c| !c.is_finite()) {
            return refuse(format!("constraint {} has a coefficient that is not finite", k + 1));
        }
    }
    Ok(())
}

fn cones(program: &Program, logs: usize) -> Vec<SupportedConeT<f64>> {
    let mut cones = Vec::new();
    if !program.equal.is_empty() {
        cones.push(ZeroConeT(program.equal.len()));
    }
    if !program.most.is_empty() {
        cones.push(NonnegativeConeT(program.most.len()));
    }
    cones.extend((0..logs).map(|_| ExponentialConeT()));
    cones
}

/// Rows by column: equalities, inequalities, then `(t, 1, x)` in the exponential cone for every logarithm.
fn constraints(program: &Program, logs: &[usize]) -> (CscMatrix<f64>, Vec<f64>) {
    let n = program.cost.len();
    let all: Vec<&Row> = program.equal.iter().chain(&program.most).collect();
    let mut bounds: Vec<f64> = all.iter().map(|r| r.bound).collect();
    let (mut column, mut row, mut value) = (vec![0], Vec::new(), Vec::new());
    for k in 0..n + logs.len() {
        let mut put = |at: usize, x: f64| {
            row.push(at);
            value.push(x);
        };
        for (at, r) in all.iter().enumerate() {
            if let Some(x) = r.row.get(k).filter(|x| **x != 0.0) {
                put(at, *x);
            }
        }
        for (j, unknown) in logs.iter().enumerate() {
            let first = all.len() + 3 * j;
            if k == n + j {
                put(first, -1.0);
            } else if k == *unknown {
                put(first + 2, -1.0);
            }
        }
        column.push(row.len());
    }
    bounds.extend(logs.iter().flat_map(|_| [0.0, 1.0, 0.0]));
    (CscMatrix::new(bounds.len(), n + logs.len(), column, row, value), bounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(row: &[f64], bound: f64) -> Row {
        Row { row: row.to_vec(), bound }
    }

    /// Nash's product under x + 2y <= 2, y <= 1 is greatest at (1, 1/2).
    #[test]
    fn given_up_when_it_is_no_longer_wanted() {
        let program = Program { cost: vec![1.0], equal: Vec::new(), ..Program::default() };
        let stop = Some(Arc::new(AtomicBool::new(true)));
        assert_eq!(minimise_until(&program, stop), Err(DelimitError::Cancelled));
    }

    #[test]
    fn a_product_under_a_line() {
        let most = vec![row(&[1.0, 2.0], 2.0), row(&[0.0, 1.0], 1.0)];
        let program = Program { cost: vec![0.0; 2], log: vec![1.0; 2], most, ..Program::default() };
        let best = minimise(&program).unwrap();
        assert!((best.x[0] - 1.0).abs() < 1e-10 && (best.x[1] - 0.5).abs() < 1e-10, "{best:?}");
        assert!((best.most[0] - 1.0).abs() < 1e-8 && best.most[1].abs() < 1e-8, "{best:?}");
    }

    /// The same without the slack constraint: the solver alone stops at seven digits there.
    #[test]
    fn products_are_refined_to_the_last_digits() {
        let all = Row { row: vec![1.0; 5], bound: 1.0 };
        let cut = row(&[1.0, 1.0, 0.0, 0.0, 0.0], 0.3);
        let log = vec![1.0, 2.0, 3.0, 4.0, 10.0];
        let program = Program { cost: vec![0.0; 5], log, most: vec![cut], equal: vec![all] };
        // 1 and 2 would have 3/20 of it: the cut is slack; the rest by weight.
        let best = minimise(&program).unwrap();
        for (x, wanted) in best.x.iter().zip([0.05, 0.1, 0.15, 0.2, 0.5]) {
            assert!((x - wanted).abs() < 1e-12, "{best:?}");
        }
        let line = Program {
            cost: vec![0.0; 2],
            log: vec![1.0; 2],
            most: vec![row(&[1.0, 2.0], 2.0)],
            ..Program::default()
        };
        let best = minimise(&line).unwrap();
        assert!((best.x[0] - 1.0).abs() < 1e-12 && (best.x[1] - 0.5).abs() < 1e-12, "{best:?}");
    }

    /// A linear program with two optima: the price of the binding constraint is positive, of the slack one 0.
    #[test]
    fn prices_are_strictly_complementary() {
        let most = vec![row(&[1.0, 1.0], 1.0), row(&[-1.0, 0.0], 0.0), row(&[0.0, -1.0], 0.0)];
        let best =
            minimise(&Program { cost: vec![-1.0, -1.0], most, ..Program::default() }).unwrap();
        assert!((best.x[0] + best.x[1] - 1.0).abs() < 1e-11);
        assert!((best.most[0] - 1.0).abs() < 1e-9 && best.most[1] < 1e-6 && best.most[2] < 1e-6);
    }

    #[test]
    fn what_has_no_answer_says_so() {
        let apart = vec![row(&[1.0], -1.0), row(&[-1.0], 0.0)];
        let none = minimise(&Program { cost: vec![1.0], most: apart, ..Program::default() });
        assert!(matches!(none, Err(DelimitError::Infeasible(_))), "{none:?}");
        let open =
            Program { cost: vec![-1.0], most: vec![row(&[-1.0], 0.0)], ..Program::default() };
        assert!(matches!(minimise(&open), Err(DelimitError::Invalid(_))));
        let short = Program { cost: vec![1.0, 1.0], most: vec![row(&[1.0], 0.0)], ..open };
        assert!(matches!(minimise(&short), Err(DelimitError::Invalid(_))));
    }
}
