//! The least value of a function inside a box, without derivatives, the same way every time.
//!
//! One unknown: a scan, then Brent's method ("Algorithms for Minimization without Derivatives", 1973,
//! chapter 5) in the bracket about the best place of the scan. Several: the simplex of Nelder and Mead (1965)
//! with the coefficients of Gao and Han ("Implementing the Nelder-Mead simplex algorithm with adaptive
//! parameters", 2012), begun once more about its result, since a simplex may collapse before the least value.
//! Both work on the unit box; a place outside is moved to its wall. Nothing promises the least of all values
//! where a function has several valleys.

/// Places of the scan of one unknown.
const SCAN: usize = 9;
/// Edge of the first simplex, and of the second one.
const EDGES: [f64; 2] = [0.2, 0.05];
/// Golden section: (3 - sqrt 5) / 2.
const GOLDEN: f64 = 0.381_966_011_250_105_1;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Least {
    /// The place, in the unit box.
    pub(crate) at: Vec<f64>,
    /// The value there.
    pub(crate) value: f64,
    /// Places tried.
    pub(crate) evaluations: usize,
    /// Did the search end by itself, before its evaluations were used up?
    pub(crate) converged: bool,
}

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop {
    /// Most places tried.
    pub(crate) evaluations: usize,
    /// Size of the last bracket or simplex, as a fraction of the box.
    pub(crate) tolerance: f64,
}

/// The search as it goes on: the function, the best place, and what is left.
struct Search<'a, E> {
    f: &'a mut dyn FnMut(&[f64]) -> Result<f64, E>,
    stop: Stop,
    best: Least,
}

/// Searches the unit box from `start`, which has one number an unknown. A value that is not a number counts
/// as greater than every other.
pub(crate) fn minimise<E>(
    start: &[f64],
    stop: Stop,
    f: &mut dyn FnMut(&[f64]) -> Result<f64, E>,
) -> Result<Least, E> {
    let at: Vec<f64> = start.iter().map(|x| x.clamp(0.0, 1.0)).collect();
    let best = Least { at, value: f64::INFINITY, evaluations: 0, converged: false };
    let mut search = Search { f, stop, best };
    let start = search.best.at.clone();
    search.best.value = search.value(&start)?;
    match start.len() {
        0 => search.best.converged = true,
        1 => search.one()?,
        _ => {
            for edge in EDGES {
                if search.spent() {
                    break;
                }
                search.best.converged = false;
                search.simplex(edge)?;
            }
        }
    }
    Ok(search.best)
}

impl<E> Search<'_, E> {
    fn value(&mut self, at: &[f64]) -> Result<f64, E> {
        self.best.evaluations += 1;
        let value = (self.f)(at)?;
        let value = if value.is_nan() { f64::INFINITY } else { value };
        if value < self.best.value {
            self.best.value = value;
            self.best.at = at.to_vec();
        }
        Ok(value)
    }

    fn spent(&self) -> bool {
        self.best.evaluations >= self.stop.evaluations
    }

    /// One unknown: scan, then Brent.
    fn one(&mut self) -> Result<(), E> {
        for k in 0..SCAN {
            if self.spent() {
                return Ok(());
            }
            self.value(&[k as f64 / (SCAN - 1) as f64])?;
        }
        let step = 1.0 / (SCAN - 1) as f64;
        let x = self.best.at[0];
        self.brent((x - step).max(0.0), (x + step).min(1.0))
    }

    /// Brent's method from the best place, which lies between `a` and `b`.
    fn brent(&mut self, mut a: f64, mut b: f64) -> Result<(), E> {
        let (mut x, mut fx) = (self.best.at[0], self.best.value);
        let ((mut w, mut fw), (mut v, mut fv)) = ((x, fx), (x, fx));
        let (mut d, mut e) = (0.0_f64, 0.0_f64);
        while !self.spent() {
            let middle = f64::midpoint(a, b);
            let least = self.stop.tolerance.max(1e-12) / 2.0;
            if (x - middle).abs() + (b - a) / 2.0 <= 2.0 * least {
                self.best.converged = true;
                return Ok(());
            }
            match parabola((x, fx), (w, fw), (v, fv)) {
                Some(p) if p.abs() < e.abs() / 2.0 && x + p > a && x + p < b => {
                    e = d;
                    d = p;
                }
                _ => {
                    e = if x < middle { b - x } else { a - x };
                    d = GOLDEN * e;
                }
            }
            let u = x + if d.abs() >= least { d } else { least.copysign(d) };
            let fu = self.value(&[u])?;
            if fu <= fx {
                if u < x {
                    b = x
                } else {
                    a = x
                }
                (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu);
            } else {
                if u < x {
                    a = u
                } else {
                    b = u
                }
                if fu <= fw || w == x {
                    (v, fv, w, fw) = (w, fw, u, fu);
                } else if fu <= fv || v == x || v == w {
                    (v, fv) = (u, fu);
                }
            }
        }
        Ok(())
    }

    /// Nelder and Mead's simplex about the best place.
    fn simplex(&mut self, edge: f64) -> Result<(), E> {
        let n = self.best.at.len() as f64;
        let (expand, contract, shrink) = (1.0 + 2.0 / n, 0.75 - 0.5 / n, 1.0 - 1.0 / n);
        let mut corners = self.corners(edge)?;
        while !self.spent() {
            corners.sort_by(|a, b| a.1.total_cmp(&b.1));
            if size(&corners) <= self.stop.tolerance {
                self.best.converged = true;
                return Ok(());
            }
            let last = corners.len() - 1;
            let (worst, second) = (corners[last].clone(), corners[last - 1].1);
            let centre = centre(&corners[..last]);
            let reflected = self.along(&centre, &worst.0, 1.0)?;
            corners[last] = if reflected.1 < corners[0].1 {
                let expanded = self.along(&centre, &worst.0, expand)?;
                if expanded.1 < reflected.1 { expanded } else { reflected }
            } else if reflected.1 < second {
                reflected
            } else {
                let outside = reflected.1 < worst.1;
                let by = if outside { contract } else { -contract };
                let contracted = self.along(&centre, &worst.0, by)?;
                let enough = contracted.1 < if outside { reflected.1 } else { worst.1 };
                if !enough {
                    self.shrink(&mut corners, shrink)?;
                    continue;
                }
                contracted
            };
        }
        Ok(())
    }

    /// The best place and one step from it along each axis, inwards where there is no room.
    fn corners(&mut self, edge: f64) -> Result<Vec<(Vec<f64>, f64)>, E> {
        let first = (self.best.at.clone(), self.best.value);
        let mut corners = vec![first.clone()];
        for k in 0..first.0.len() {
            let mut at = first.0.clone();
            at[k] += if at[k] + edge <= 1.0 { edge } else { -edge };
            let value = self.value(&at)?;
            corners.push((at, value));
        }
        Ok(corners)
    }

    /// The place from `centre` away from `worst` by a multiple of their distance, within the box.
    fn along(&mut self, centre: &[f64], worst: &[f64], by: f64) -> Result<(Vec<f64>, f64), E> {
        let step = |(c, w): (&f64, &f64)| (c + by * (c - w)).clamp(0.0, 1.0);
        let at: Vec<f64> = centre.iter().zip(worst).map(step).collect();
        let value = self.value(&at)?;
        Ok((at, value))
    }

    /// All corners towards the best one.
    fn shrink(&mut self, corners: &mut [(Vec<f64>, f64)], by: f64) -> Result<(), E> {
        let best = corners[0].0.clone();
        for corner in &mut corners[1..] {
            for (x, b) in corner.0.iter_mut().zip(&best) {
                *x = b + by * (*x - b);
            }
            corner.1 = self.value(&corner.0)?;
        }
        Ok(())
    }
}

/// Step from `x` to the lowest point of the parabola through three places.
fn parabola((x, fx): (f64, f64), (w, fw): (f64, f64), (v, fv): (f64, f64)) -> Option<f64> {
    let (r, q) = ((x - w) * (fx - fv), (x - v) * (fx - fw));
    let p = (x - v) * q - (x - w) * r;
    let q = 2.0 * (q - r);
    let step = -p / q;
    (q != 0.0 && step.is_finite()).then_some(step)
}

fn centre(corners: &[(Vec<f64>, f64)]) -> Vec<f64> {
    let n = corners.len() as f64;
    let unknowns = corners.first().map_or(0, |c| c.0.len());
    (0..unknowns).map(|k| corners.iter().map(|c| c.0[k]).sum::<f64>() / n).collect()
}

/// Greatest distance of a corner from the first one, by axis.
fn size(corners: &[(Vec<f64>, f64)]) -> f64 {
    let away = |c: &(Vec<f64>, f64)| {
        c.0.iter().zip(&corners[0].0).fold(0.0_f64, |m, (a, b)| m.max((a - b).abs()))
    };
    corners.iter().skip(1).map(away).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::f64::consts::PI;

    use super::*;

    fn least(start: &[f64], mut f: impl FnMut(&[f64]) -> f64) -> Least {
        let stop = Stop { evaluations: 4000, tolerance: 1e-7 };
        let found: Result<_, Infallible> = minimise(start, stop, &mut |x| Ok(f(x)));
        found.unwrap()
    }

    /// The cosine is least at pi.
    #[test]
    fn one_unknown() {
        let found = least(&[0.1], |x| (2.0 + 2.0 * x[0]).cos());
        assert!((2.0 + 2.0 * found.at[0] - PI).abs() < 1e-6, "{found:?}");
        assert!(found.converged && found.evaluations < 60, "{found:?}");
        // At the wall, and a valley that a bracket from the start would not see.
        assert!(least(&[0.5], |x| x[0]).at[0] < 1e-6);
        let two = least(&[0.9], |x| (x[0] - 0.13).powi(2).min((x[0] - 0.9).powi(2) + 0.01));
        assert!((two.at[0] - 0.13).abs() < 1e-6, "{two:?}");
    }

    /// Rosenbrock's valley is 0 at (1, 1); Himmelblau's four places are 0 (3, 2 is the nearest); a sum of squares in
    /// six unknowns.
    #[test]
    fn several_unknowns() {
        let rosenbrock = |x: &[f64]| {
            let (a, b) = (4.0 * x[0] - 2.0, 4.0 * x[1] - 2.0);
            (1.0 - a).powi(2) + 100.0 * (b - a * a).powi(2)
        };
        let found = least(&[0.2, 0.7], rosenbrock);
        assert!(found.value < 1e-8 && (4.0 * found.at[0] - 3.0).abs() < 1e-3, "{found:?}");
        let himmelblau = |x: &[f64]| {
            let (a, b) = (10.0 * x[0] - 5.0, 10.0 * x[1] - 5.0);
            (a * a + b - 11.0).powi(2) + (a + b * b - 7.0).powi(2)
        };
        let found = least(&[0.75, 0.75], himmelblau);
        assert!((found.at[0] - 0.8).abs() < 1e-5 && (found.at[1] - 0.7).abs() < 1e-5, "{found:?}");
        let places = [0.1, 0.3, 0.5, 0.6, 0.8, 0.95];
        let found = least(&[0.5; 6], |x| x.iter().zip(places).map(|(x, p)| (x - p).powi(2)).sum());
        assert!(found.value < 1e-8 && found.converged, "{found:?}");
    }

    #[test]
    fn ends_where_nothing_is_a_number() {
        let found = least(&[0.5, 0.5], |_| f64::NAN);
        assert_eq!(found.value, f64::INFINITY);
        assert!(found.evaluations <= 4010, "{found:?}");
        let stop = Stop { evaluations: 5, tolerance: 0.0 };
        let found: Result<_, Infallible> = minimise(&[0.5], stop, &mut |x| Ok(x[0]));
        assert_eq!(found.unwrap().evaluations, 5);
        let failing = minimise(&[0.5], stop, &mut |_| Err("no"));
        assert_eq!(failing.unwrap_err(), "no");
    }
}
