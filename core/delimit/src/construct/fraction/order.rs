//! Order of the points of a fractional line: that of their feet on the first line.
//!
//! From the inside of a bay of the first line points are solved beyond its mouth in any order, for it is the headlands
//! that are nearest there. Joined as they come they would run back along the line found. The shortest ways to a
//! line do not cross, so that on the way along a fractional line the foot never goes back: the longest
//! ascending run of feet is the line.

use super::FractionPoint;
use super::equation::Equation;

/// A foot along the first line, then along the second, micrometres.
type Key = (i64, i64);

/// The points that run on, of points solved from places so far along the first line. Where the feet of several are the
/// same two corners, how far they are from the point before tells their order.
pub(super) fn ordered(
    equation: &Equation<'_>,
    points: &[(f64, FractionPoint)],
) -> Vec<FractionPoint> {
    let keyed = keyed(equation, points);
    let run = ascending(&keyed.iter().map(|k| k.0).collect::<Vec<_>>());
    let run: Vec<(Key, FractionPoint)> = run.into_iter().map(|k| keyed[k]).collect();
    let mut out: Vec<FractionPoint> = Vec::new();
    let mut from = 0;
    for group in run.chunk_by(|a, b| a.0 == b.0) {
        from += group.len();
        let mut group: Vec<FractionPoint> = group.iter().map(|(_, p)| *p).collect();
        let (before, after) = (out.last().copied(), run.get(from).map(|(_, p)| *p));
        let far = |end: FractionPoint, p: &FractionPoint| equation.earth.karney_m(end.at, p.at);
        match (before, after) {
            (Some(end), _) => group.sort_by(|p, q| far(end, p).total_cmp(&far(end, q))),
            (None, Some(end)) => group.sort_by(|p, q| far(end, q).total_cmp(&far(end, p))),
            (None, None) => {}
        }
        out.extend(group);
    }
    out
}

fn keyed(equation: &Equation<'_>, points: &[(f64, FractionPoint)]) -> Vec<(Key, FractionPoint)> {
    let feet: Vec<(f64, [f64; 2], FractionPoint)> =
        points.iter().filter_map(|(m, p)| Some((*m, equation.along_m(p.at)?, *p))).collect();
    let onward = match (feet.first(), feet.last()) {
        (Some(a), Some(b)) if b.1[1] < a.1[1] => -1.0,
        _ => 1.0,
    };
    let turn_m = equation.turn_m();
    let one = |(station_m, [first, second], p): (f64, [f64; 2], FractionPoint)| {
        // On a ring the foot is told from that one turn away by where the point was sought from.
        let turns = turn_m.map_or(0.0, |turn| turn * ((station_m - first) / turn).round());
        let micro = |m: f64| (m * 1e6).round() as i64;
        ((micro(first + turns), micro(second * onward)), p)
    };
    feet.into_iter().map(one).collect()
}

/// Indices of the longest run of keys that never go back (patience sorting).
fn ascending(keys: &[Key]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; keys.len()];
    for k in 0..keys.len() {
        let at = tails.partition_point(|j| keys[*j] <= keys[k]);
        before[k] = at.checked_sub(1).map(|j| tails[j]);
        match tails.get_mut(at) {
            Some(tail) => *tail = k,
            None => tails.push(k),
        }
    }
    let mut out = Vec::new();
    let mut next = tails.last().copied();
    while let Some(k) = next {
        out.push(k);
        next = before[k];
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::ascending;

    #[test]
    fn the_longest_run_that_never_goes_back() {
        let keys = [5, 1, 9, 2, 2, 7, 3, 4].map(|k| (k, 0));
        assert_eq!(ascending(&keys), [1, 3, 4, 6, 7]);
        assert_eq!(ascending(&[(1, 3), (1, 2), (1, 4)]).len(), 2);
        assert!(ascending(&[]).is_empty());
    }
}
