//! The Pareto front: scenarios that no other one beats in every goal at once.

/// Rows that no other row dominates, in their order. A row with a gap in a goal is never on the front. `signs` is 1 where
/// less is better and -1 where more is.
///
/// Rows are taken from the best in the first goal on; each is compared with the front so far, so that the work grows with
/// rows times front.
#[must_use]
pub fn front(rows: &[Vec<f64>], signs: &[f64]) -> Vec<usize> {
    let cost = |k: usize| -> Vec<f64> { rows[k].iter().zip(signs).map(|(x, s)| x * s).collect() };
    let mut order: Vec<(Vec<f64>, usize)> = (0..rows.len())
        .filter(|&k| rows[k].iter().all(|x| x.is_finite()) && !signs.is_empty())
        .map(|k| (cost(k), k))
        .collect();
    order.sort_by(|a, b| {
        let goals = a.0.iter().zip(&b.0).map(|(x, y)| x.total_cmp(y));
        goals.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(a.1.cmp(&b.1))
    });
    let mut front: Vec<(Vec<f64>, usize)> = Vec::new();
    for (cost, k) in order {
        if !front.iter().any(|(better, _)| dominates(better, &cost)) {
            front.push((cost, k));
        }
    }
    let mut out: Vec<usize> = front.into_iter().map(|(_, k)| k).collect();
    out.sort_unstable();
    out
}

/// At least as good everywhere and better somewhere.
fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(x, y)| x <= y) && a.iter().zip(b).any(|(x, y)| x < y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_hand(rows: &[Vec<f64>]) -> Vec<usize> {
        (0..rows.len()).filter(|&k| !rows.iter().any(|r| dominates(r, &rows[k]))).collect()
    }

    /// Against comparing every pair, on points of a spiral with ties.
    #[test]
    fn the_front_is_what_comparing_every_pair_finds() {
        let rows: Vec<Vec<f64>> = (0..200)
            .map(|k| {
                let t = f64::from(k);
                vec![
                    (t * 0.7).sin().abs().mul_add(10.0, t / 50.0).round(),
                    (t * 0.7).cos().abs().mul_add(10.0, t / 60.0).round(),
                ]
            })
            .collect();
        assert_eq!(front(&rows, &[1.0, 1.0]), by_hand(&rows));
    }

    #[test]
    fn gaps_are_never_on_it_and_signs_turn_goals_round() {
        let rows = vec![vec![1.0, 5.0], vec![2.0, 9.0], vec![f64::NAN, 99.0], vec![3.0, 1.0]];
        assert_eq!(front(&rows, &[1.0, -1.0]), [0, 1]);
        assert_eq!(front(&rows, &[]), Vec::<usize>::new());
    }
}
