//! Which parameter matters: variance-based indices of sensitivity from a Saltelli design.
//!
//! With A and B two independent samples and AB(i) sample A with column i from B: the first index is the part of the
//! variance that parameter i explains alone, mean(B (AB(i) - A)) / V (Saltelli 2010, table 2, b); the total index adds all
//! its interactions, mean((A - AB(i))^2) / 2 V (Jansen 1999). Numbers are taken about their mean first, which changes no
//! expectation and much of the noise. The standard error is that of the mean of n terms.

use serde::Serialize;

/// Indices of one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Index {
    /// Name of the parameter.
    pub parameter: String,
    /// First index and its standard error.
    pub first: [f64; 2],
    /// Total index and its standard error.
    pub total: [f64; 2],
}

/// Indices from the numbers of whole points, d + 2 each: A, B, AB(1) .. AB(d). Points with a gap are left out; fewer than
/// two points, or a number that never changes, have no indices.
#[must_use]
pub fn indices(parameters: &[String], values: &[f64]) -> Option<Vec<Index>> {
    let d = parameters.len();
    let points: Vec<&[f64]> =
        values.chunks_exact(d + 2).filter(|p| p.iter().all(|x| x.is_finite())).collect();
    let n = points.len() as f64;
    if n < 2.0 {
        return None;
    }
    let mean = points.iter().map(|p| p[0] + p[1]).sum::<f64>() / (2.0 * n);
    let square = |x: f64| (x - mean).powi(2);
    let variance = points.iter().map(|p| square(p[0]) + square(p[1])).sum::<f64>() / (2.0 * n);
    // What moves by less than a part in a million is the noise of the lines' tolerance.
    if variance.sqrt() <= 1e-6 * mean.abs().max(f64::MIN_POSITIVE) {
        return None;
    }
    let index = |(i, name): (usize, &String)| {
        let first = |p: &&[f64]| (p[1] - mean) * (p[i + 2] - p[0]) / variance;
        let total = |p: &&[f64]| (p[0] - p[i + 2]).powi(2) / (2.0 * variance);
        Index {
            parameter: name.clone(),
            first: estimate(points.iter().map(first).collect()),
            total: estimate(points.iter().map(total).collect()),
        }
    };
    Some(parameters.iter().enumerate().map(index).collect())
}

/// Mean and its standard error.
fn estimate(terms: Vec<f64>) -> [f64; 2] {
    let n = terms.len() as f64;
    let mean = terms.iter().sum::<f64>() / n;
    let square: f64 = terms.iter().map(|x| (x - mean).powi(2)).sum();
    [mean, (square / (n - 1.0).max(1.0) / n).sqrt()]
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use littoral_formats::study::study;

    use super::super::design::Scenarios;
    use super::*;

    /// Ishigami and Homma 1990 with a = 7, b = 0.1: first indices 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437
    /// (closed forms, as printed in Saltelli 2008, table 4.1 and following).
    #[test]
    fn the_ishigami_function_has_its_published_indices() {
        let text = "id = \"i\"\ncase = \"c\"\n[[rule]]\nrule = \"r\"\ndesign = \"saltelli\"\nsamples = 8192\n[rule.vary]\nx1 = { \
                    uniform = [0, 1] }\nx2 = { uniform = [0, 1] }\nx3 = { uniform = [0, 1] }\n";
        let study = study("s", text.as_bytes()).0.unwrap();
        let all = Scenarios::new(&study, "key");
        let value = |k: u64| {
            let x: Vec<f64> = all
                .get(k)
                .unwrap()
                .values
                .iter()
                .map(|v| PI * (2.0 * v.parse::<f64>().unwrap() - 1.0))
                .collect();
            x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
        };
        let values: Vec<f64> = (0..all.count()).map(value).collect();
        let names = ["x1", "x2", "x3"].map(str::to_owned);
        let found = indices(&names, &values).unwrap();
        let known = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
        for (index, (first, total)) in found.iter().zip(known) {
            assert!((index.first[0] - first).abs() < 0.01, "{index:?}");
            assert!((index.total[0] - total).abs() < 0.01, "{index:?}");
        }
    }

    #[test]
    fn what_never_changes_has_no_indices() {
        let names = ["p".to_owned()];
        assert_eq!(indices(&names, &[1.0; 30]), None);
        assert_eq!(indices(&names, &[1.0, f64::NAN, 2.0]), None);
    }
}
