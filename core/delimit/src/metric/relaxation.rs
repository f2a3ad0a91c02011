//! Can everybody have what he asks for? If not: by how much it is too much, and the cheapest ways to give in.

use serde::Serialize;

/// A set of least shares weighed against one sea, all in per cent of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Certificate {
    /// The parties that ask, with what each asks for.
    pub floors: Vec<(String, f64)>,
    /// Sum of the floors.
    pub demand: f64,
    /// What there is: 100.
    pub supply: f64,
    /// Demand beyond supply; 0 if the floors can be met.
    pub deficit: f64,
    /// What is left for those who ask for nothing; 0 with a deficit.
    pub rest: f64,
    /// The cuts with the least largest cut: equal ones, none below 0 (constrained equal losses).
    pub equal_cuts: Vec<(String, f64)>,
    /// The factor that scales all floors to what there is; 1 if they can be met.
    pub factor: f64,
    /// Does dropping any one floor make the others feasible? Then all of them together are the minimal conflict.
    pub minimal: bool,
}

/// The certificate of floors in per cent of the sea. Any split of the deficit has the least sum of cuts; the equal
/// one has the least largest cut.
#[must_use]
pub fn certificate(floors: &[(String, f64)]) -> Certificate {
    let demand: f64 = floors.iter().map(|(_, f)| f).sum();
    let deficit = (demand - 100.0).max(0.0);
    let cut = level(floors, deficit);
    let least = floors.iter().map(|(_, f)| *f).fold(f64::INFINITY, f64::min);
    Certificate {
        floors: floors.to_vec(),
        demand,
        supply: 100.0,
        deficit,
        rest: (100.0 - demand).max(0.0),
        equal_cuts: floors.iter().map(|(id, f)| (id.clone(), f.min(cut))).collect(),
        factor: if deficit > 0.0 { 100.0 / demand } else { 1.0 },
        minimal: deficit > 0.0 && demand - least <= 100.0,
    }
}

/// The common cut, no larger than a floor itself, that sums to the deficit.
fn level(floors: &[(String, f64)], deficit: f64) -> f64 {
    let mut sorted: Vec<f64> = floors.iter().map(|(_, f)| *f).collect();
    sorted.sort_by(f64::total_cmp);
    let mut left = deficit;
    for (k, floor) in sorted.iter().enumerate() {
        let rest = (sorted.len() - k) as f64;
        if floor * rest >= left {
            return left / rest;
        }
        left -= floor;
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(floors: &[(&str, f64)]) -> Certificate {
        certificate(&floors.iter().map(|(p, f)| ((*p).to_owned(), *f)).collect::<Vec<_>>())
    }

    /// The four statements of the source: 19 + 29 + 20 + 20 leave Turkmenistan 12.
    #[test]
    fn four_floors_leave_twelve() {
        let c = of(&[("AZE", 20.0), ("IRN", 20.0), ("KAZ", 29.0), ("RUS", 19.0)]);
        assert_eq!((c.demand, c.deficit, c.rest, c.factor), (88.0, 0.0, 12.0, 1.0));
    }

    #[test]
    fn a_fifth_floor_is_eight_points_too_much() {
        let c = of(&[("AZE", 20.0), ("IRN", 20.0), ("KAZ", 29.0), ("RUS", 19.0), ("TKM", 20.0)]);
        assert_eq!((c.demand, c.deficit, c.rest), (108.0, 8.0, 0.0));
        assert!(c.equal_cuts.iter().all(|(_, cut)| (cut - 1.6).abs() < 1e-12));
        assert!((c.factor - 100.0 / 108.0).abs() < 1e-12 && c.minimal);
    }

    #[test]
    fn nobody_is_cut_below_nothing() {
        let c = of(&[("A", 1.0), ("B", 99.0), ("C", 99.0)]);
        let cuts: Vec<f64> = c.equal_cuts.iter().map(|(_, x)| *x).collect();
        assert_eq!(cuts, [1.0, 49.0, 49.0]);
        // Without A the others still ask for too much.
        assert!(!c.minimal);
    }
}
