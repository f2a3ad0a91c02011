//! Where the boundaries of two areas differ.
//!
//! Edges are told by their bits: two divisions of a sea repeat its coast, and each other's unchanged lines, to the last
//! one. An edge of the first area that the second has as well, in the same direction, cancels. What is left closes: as many
//! edges arrive at each place as leave it, so they can be strung together into loops in the order in which they come.

use std::collections::HashMap;

use crate::division::Area;

type Place = [f64; 2];
/// The bits of an edge.
type Key = [u64; 4];

/// Loops round what the first area has and the second has not (as the rings of the first run), and round what only the
/// second has (the other way).
pub(super) fn of(a: &[Area], b: &[Area]) -> Vec<Vec<Place>> {
    strung(&differing(a, b))
}

fn edges(areas: &[Area]) -> impl Iterator<Item = (Place, Place)> + '_ {
    areas.iter().flat_map(|area| &area.rings).flat_map(|ring| {
        let next = ring.iter().skip(1).chain(ring.first());
        ring.iter().zip(next).map(|(p, q)| (*p, *q))
    })
}

/// A zero has one sign.
fn bits(p: Place) -> [u64; 2] {
    p.map(|x| (x + 0.0).to_bits())
}

fn key(p: Place, q: Place) -> Key {
    let ([a, b], [c, d]) = (bits(p), bits(q));
    [a, b, c, d]
}

/// Edges of the first that the second has not, and those of the second that the first has not, turned round.
fn differing(a: &[Area], b: &[Area]) -> Vec<(Place, Place)> {
    // For look-up only: the order is that of the rings.
    let mut left: HashMap<Key, u32> = HashMap::new();
    for (p, q) in edges(b) {
        *left.entry(key(p, q)).or_default() += 1;
    }
    let mut take = |p: Place, q: Place| match left.get_mut(&key(p, q)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let mut out: Vec<(Place, Place)> = edges(a).filter(|(p, q)| !take(*p, *q)).collect();
    out.extend(edges(b).filter(|(p, q)| take(*p, *q)).map(|(p, q)| (q, p)));
    out
}

fn strung(edges: &[(Place, Place)]) -> Vec<Vec<Place>> {
    let mut from: HashMap<[u64; 2], Vec<usize>> = HashMap::new();
    for (k, (p, _)) in edges.iter().enumerate().rev() {
        from.entry(bits(*p)).or_default().push(k);
    }
    let mut used = vec![false; edges.len()];
    let mut out = Vec::new();
    for first in 0..edges.len() {
        if used[first] {
            continue;
        }
        used[first] = true;
        let (start, mut at) = edges[first];
        let mut ring = vec![start];
        while bits(at) != bits(start) {
            ring.push(at);
            let next = from.get_mut(&bits(at)).and_then(|list| {
                while let Some(k) = list.pop() {
                    if !used[k] {
                        return Some(k);
                    }
                }
                None
            });
            let Some(k) = next else { break };
            used[k] = true;
            at = edges[k].1;
        }
        if ring.len() > 2 {
            out.push(ring);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(ring: &[Place]) -> Vec<Area> {
        vec![Area { rings: vec![ring.to_vec()] }]
    }

    const SQUARE: [Place; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]];

    #[test]
    fn what_is_shared_cancels() {
        assert!(of(&area(&SQUARE), &area(&SQUARE)).is_empty());
        let cut = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]];
        let loops = of(&area(&SQUARE), &area(&cut));
        // The lost corner, as the square runs.
        assert_eq!(loops, [vec![[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]]]);
        let back = of(&area(&cut), &area(&SQUARE));
        assert_eq!(back, [vec![[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]]);
    }

    #[test]
    fn areas_that_share_nothing_stay_whole() {
        let away: Vec<Place> = SQUARE.iter().map(|p| [p[0] + 5.0, p[1]]).collect();
        let loops = of(&area(&SQUARE), &area(&away));
        assert_eq!(loops.len(), 2);
        assert_eq!(loops[0], SQUARE);
        assert_eq!(loops[1].len(), 4);
    }

    /// Zeros of both signs are one coordinate.
    #[test]
    fn signs_of_zero() {
        let minus = SQUARE.map(|p| p.map(|x| if x == 0.0 { -0.0 } else { x }));
        assert!(of(&area(&SQUARE), &area(&minus)).is_empty());
    }
}
