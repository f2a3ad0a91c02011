//! Lines and rings put in an order in which neighbours in space are neighbours in the list.
//!
//! A [`Shoreline`](crate::Shoreline) takes neighbours in its list together without sorting. Within a coast they are
//! neighbours in space as well; of islands that is for whoever wrote the file to say, and files list them by size, by
//! name or by no rule: the boxes over eight scattered islands are as large as the sea, and each search opens nearly all of them.
//! Here they follow a Hilbert curve (D. Hilbert, "Ueber die stetige Abbildung einer Linie auf ein Flächenstück", Math.
//! Annalen 38, 1891) in the plane that faces their middle. Nearest points do not hang on the order, only the time
//! to find them.

use crate::chain::Chain;
use crate::earth::Earth;
use crate::many;
use crate::vec3::Vec3;

/// Steps of the curve along each side of the square, as a power of two.
const BITS: u32 = 16;
/// Places to a task.
const FEW: usize = 512;

/// Sorts lines and rings by the places of their first coordinates; those without any come last. The same lines in any
/// order come out in the same one, but for lines that begin at the very same place, which keep theirs.
pub fn sort(earth: &Earth, chains: &mut Vec<Chain<'_>>) {
    // Without a coordinate a line is nowhere, and stays so.
    chains.sort_by_key(|c| c.points.is_empty());
    let some = chains.partition_point(|c| !c.points.is_empty());
    let places = order(&many::list(some, FEW, |k| earth.place(chains[k].points[0])));
    let rest = places.len()..chains.len();
    let all = places.into_iter().map(|k| k as usize).chain(rest);
    *chains = all.map(|k| chains[k].clone()).collect();
}

/// The order of some places along the curve: the index of the first, of the second and so on.
#[must_use]
pub fn order(places: &[Vec3]) -> Vec<u32> {
    let (lo, hi) = extremes(places.iter().map(|p| [p.x, p.y, p.z]));
    let out = Vec3::new(lo[0] + hi[0], lo[1] + hi[1], lo[2] + hi[2]).unit();
    // An axis of the earth that does not face the middle gives the plane its directions.
    let axis = if out.z.abs() < 0.8 { Vec3::new(0.0, 0.0, 1.0) } else { Vec3::new(1.0, 0.0, 0.0) };
    let east = axis.cross(out).unit();
    let north = out.cross(east);
    let flat = |p: &Vec3| [p.dot(east), p.dot(north)];
    let (lo, hi) = extremes(places.iter().map(flat));
    let side = (hi[0] - lo[0]).max(hi[1] - lo[1]);
    let scale = if side > 0.0 { f64::from((1 << BITS) - 1) / side } else { 0.0 };
    let step = |p: &Vec3| {
        let p = flat(p);
        along([0, 1].map(|k| ((p[k] - lo[k]) * scale) as u32))
    };
    let key = |k: usize| u64::from(step(&places[k])) << 32 | k as u64;
    let mut keyed = many::list(places.len(), FEW, key);
    keyed.sort_unstable();
    // Within a step the places themselves tell.
    let by_place = |a: &u64, b: &u64| {
        let [a, b] = [a, b].map(|k| places[*k as u32 as usize]);
        a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)).then(a.z.total_cmp(&b.z))
    };
    keyed.chunk_by_mut(|a, b| a >> 32 == b >> 32).for_each(|step| step.sort_by(by_place));
    keyed.into_iter().map(|k| k as u32).collect()
}

/// The least and the greatest of each coordinate.
fn extremes<const N: usize>(all: impl Iterator<Item = [f64; N]>) -> ([f64; N], [f64; N]) {
    let (mut lo, mut hi) = ([f64::INFINITY; N], [f64::NEG_INFINITY; N]);
    for p in all {
        lo = std::array::from_fn(|k| lo[k].min(p[k]));
        hi = std::array::from_fn(|k| hi[k].max(p[k]));
    }
    (lo, hi)
}

/// How far along the curve a cell of the square lies.
fn along([mut x, mut y]: [u32; 2]) -> u32 {
    let mut steps = 0;
    for half in (0..BITS).rev().map(|bit| 1 << bit) {
        let (right, up) = (x & half != 0, y & half != 0);
        // Quarters in the order in which the curve takes them: lower left, upper left, upper right, lower right.
        let quarter = if right { 3 - u32::from(up) } else { u32::from(up) };
        steps = steps << 2 | quarter;
        // Within the first and the last quarter the curve is mirrored.
        (x, y) = (x & (half - 1), y & (half - 1));
        if !up {
            if right {
                (x, y) = (half - 1 - x, half - 1 - y);
            }
            (x, y) = (y, x);
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ellipsoid, Join, LatLon};

    /// The curve goes through every cell of a square of 64 by 64, each step into a cell beside the last.
    #[test]
    fn one_step_at_a_time() {
        let mut cells: Vec<[u32; 2]> = (0..64).flat_map(|x| (0..64).map(move |y| [x, y])).collect();
        cells.sort_by_key(|c| along(*c));
        for pair in cells.windows(2) {
            let way = pair[0][0].abs_diff(pair[1][0]) + pair[0][1].abs_diff(pair[1][1]);
            assert_eq!(way, 1, "{pair:?}");
        }
    }

    /// A thousand places in a square have a way of at most twice the shortest (0.7124 times the root of area by number,
    /// Beardwood, Halton and Hammersley 1959), at a pole, across the antimeridian and elsewhere; the same from any list.
    #[test]
    fn a_short_way() {
        let e = Earth::new(&Ellipsoid::wgs84());
        for middle in [LatLon::new(90.0, 0.0), LatLon::new(-17.0, 179.9), LatLon::new(60.0, 20.0)] {
            let mut x = 0.37_f64;
            let mut next = || {
                x = (x * 997.13 + 0.123).fract();
                x
            };
            let centre = e.point(middle);
            let (east, north) = e.east_north(&centre);
            let mut place = || centre.p + east * (4e5 * next()) + north * (4e5 * next());
            let places: Vec<Vec3> = (0..1000).map(|_| place()).collect();
            let sorted: Vec<Vec3> = order(&places).iter().map(|k| places[*k as usize]).collect();
            let way: f64 = sorted.windows(2).map(|p| (p[1] - p[0]).norm()).sum();
            assert!(way < 2.0 * 0.7124 * (1000.0 * 4e5_f64 * 4e5).sqrt(), "{way}");
            let turned: Vec<Vec3> = places.iter().rev().copied().collect();
            let again: Vec<Vec3> = order(&turned).iter().map(|k| turned[*k as usize]).collect();
            assert_eq!(sorted, again);
        }
    }

    /// Lines without coordinates are last, and one place has no side.
    #[test]
    fn nowhere() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let at = [LatLon::new(1.0, 2.0)];
        let chain = |points| Chain { points, closed: false, join: Join::Points };
        let mut chains = vec![chain(&[][..]), chain(&at), chain(&[][..]), chain(&at)];
        sort(&e, &mut chains);
        assert_eq!(chains.iter().map(|c| c.points.len()).collect::<Vec<_>>(), [1, 1, 0, 0]);
        assert!(order(&[]).is_empty());
    }
}
