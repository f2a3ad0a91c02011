//! Numbers over many scenarios: quantiles, spread, rank of a value. Sums run in the order of scenarios.

use serde::Serialize;

/// Quantiles and moments of a list.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// Numbers counted.
    pub count: usize,
    /// Least.
    pub least: f64,
    /// 5 per cent lie below.
    pub q05: f64,
    /// A quarter lies below.
    pub q25: f64,
    /// Half lie below.
    pub q50: f64,
    /// Three quarters lie below.
    pub q75: f64,
    /// 95 per cent lie below.
    pub q95: f64,
    /// Greatest.
    pub most: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation with n - 1; 0 for one number.
    pub sd: f64,
}

/// The summary of all numbers that are finite; `None` without any.
#[must_use]
pub fn summary(values: &[f64]) -> Option<Summary> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    let n = sorted.len() as f64;
    let mean = sorted.iter().sum::<f64>() / n;
    let square: f64 = sorted.iter().map(|x| (x - mean).powi(2)).sum();
    sorted.sort_by(f64::total_cmp);
    Some(Summary {
        count: sorted.len(),
        least: *sorted.first()?,
        q05: quantile(&sorted, 0.05),
        q25: quantile(&sorted, 0.25),
        q50: quantile(&sorted, 0.5),
        q75: quantile(&sorted, 0.75),
        q95: quantile(&sorted, 0.95),
        most: *sorted.last()?,
        mean,
        sd: (square / (n - 1.0).max(1.0)).sqrt(),
    })
}

/// Linear between order statistics (Hyndman and Fan 1996, type 7); NaN for an empty list.
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = p.clamp(0.0, 1.0) * last as f64;
    let (below, part) = (at.floor() as usize, at.fract());
    let a = sorted[below.min(last)];
    let b = sorted[(below + 1).min(last)];
    a + part * (b - a)
}

/// Per cent of numbers below a value, those equal to it counted half.
#[must_use]
pub fn percentile(values: &[f64], value: f64) -> Option<f64> {
    let finite = || values.iter().filter(|x| x.is_finite());
    let (below, equal) =
        (finite().filter(|x| **x < value).count(), finite().filter(|x| **x == value).count());
    let n = finite().count();
    (n > 0).then(|| 100.0 * (below as f64 + equal as f64 / 2.0) / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: quantile(c(1, 2, 4, 8), type = 7) at 5, 25, 50, 75, 95 per cent; sd(c(1, 2, 4, 8)).
    #[test]
    fn quantiles_are_those_of_r() {
        let s = summary(&[4.0, 1.0, f64::NAN, 8.0, 2.0]).unwrap();
        let found = [s.q05, s.q25, s.q50, s.q75, s.q95, s.sd, s.mean];
        let known = [1.15, 1.75, 3.0, 5.0, 7.4, 3.095_695_936_834_452, 3.75];
        for (a, b) in found.iter().zip(known) {
            assert!((a - b).abs() < 1e-12, "{a} {b}");
        }
        assert_eq!((s.count, s.least, s.most), (4, 1.0, 8.0));
        assert_eq!(summary(&[f64::NAN]), None);
    }

    #[test]
    fn ties_count_half() {
        assert_eq!(percentile(&[1.0, 2.0, 2.0, 3.0], 2.0), Some(50.0));
        assert_eq!(percentile(&[1.0, 2.0], 0.0), Some(0.0));
        assert_eq!(percentile(&[], 0.0), None);
    }
}
