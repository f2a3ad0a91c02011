//! Where the boundaries of two divisions differ.
//!
//! Edges are told by their bits: two divisions of a sea repeat its coast, and each other's unchanged lines, to the last
//! one. An edge of a holder's old cells that its new cells have as well, in the same direction, cancels.

use rustc_hash::FxHashMap;

use crate::division::{Area, LayerDivision};

type Place = [f64; 2];
/// The bits of an edge.
type Key = [u64; 4];

/// An edge at which somebody's loss or gain begins or ends.
#[derive(Debug, PartialEq)]
pub(super) struct Change {
    /// From, to.
    pub(super) ends: [Place; 2],
    /// Holder, and by how much its balance (1 where it loses, -1 where it gains) is higher to the left of the edge than to
    /// its right.
    pub(super) by: Vec<(usize, i32)>,
}

/// The edges that differ in the order of the first division's rings, then of the second's; holders by index in `names`.
pub(super) fn between(names: &[&str], from: &LayerDivision, to: &LayerDivision) -> Vec<Change> {
    let mut out = Vec::new();
    // For look-up only.
    let mut known = FxHashMap::default();
    for (holder, name) in names.iter().enumerate() {
        let (old, new) = (rings(from.cells_of(name)), rings(to.cells_of(name)));
        let [old, new] = [unlike(&old, &new), unlike(&new, &old)];
        for (rings, sign) in [(old, 1), (new, -1)] {
            for (p, q) in rings.into_iter().flat_map(edges) {
                add(&mut out, &mut known, [p, q], (holder, sign));
            }
        }
    }
    out.retain(|change| !change.by.is_empty());
    out
}

fn rings(areas: &[Area]) -> Vec<&[Place]> {
    areas.iter().flat_map(|a| &a.rings).map(Vec::as_slice).collect()
}

/// The rings that are not repeated as they are: whole cells often are.
fn unlike<'a>(rings: &[&'a [Place]], others: &[&[Place]]) -> Vec<&'a [Place]> {
    let begin = |ring: &[Place]| ring.first().map(|p| (bits(*p), ring.len()));
    let mut free: FxHashMap<_, Vec<&[Place]>> = FxHashMap::default();
    for other in others {
        free.entry(begin(other)).or_default().push(other);
    }
    let mut repeated = |ring: &[Place]| {
        let same = free.get_mut(&begin(ring))?;
        let k = same.iter().position(|o| *o == ring)?;
        Some(same.swap_remove(k))
    };
    rings.iter().filter(|r| repeated(r).is_none()).copied().collect()
}

fn edges(ring: &[Place]) -> impl Iterator<Item = (Place, Place)> + '_ {
    ring.iter().zip(ring.iter().skip(1).chain(ring.first())).map(|(p, q)| (*p, *q))
}

/// A zero has one sign.
fn bits(p: Place) -> [u64; 2] {
    p.map(|x| (x + 0.0).to_bits())
}

fn key([p, q]: [Place; 2]) -> Key {
    let ([a, b], [c, d]) = (bits(p), bits(q));
    [a, b, c, d]
}

/// Adds to a holder's balance on the left of an edge; what comes to nothing is forgotten.
fn add(
    out: &mut Vec<Change>,
    known: &mut FxHashMap<Key, usize>,
    ends: [Place; 2],
    (holder, sign): (usize, i32),
) {
    let back = [ends[1], ends[0]];
    let (at, sign) = match (known.get(&key(ends)), known.get(&key(back))) {
        (Some(k), _) => (*k, sign),
        (None, Some(k)) => (*k, -sign),
        (None, None) => {
            known.insert(key(ends), out.len());
            out.push(Change { ends, by: vec![(holder, sign)] });
            return;
        }
    };
    let by = &mut out[at].by;
    match by.iter_mut().find(|(h, _)| *h == holder) {
        Some((_, sum)) => *sum += sign,
        None => by.push((holder, sign)),
    }
    by.retain(|(_, sum)| *sum != 0);
}

#[cfg(test)]
mod tests {
    use super::super::tests::layer;
    use super::*;

    const SQUARE: [Place; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]];

    fn of(a: &[Place], b: &[Place]) -> Vec<Change> {
        between(&["A"], &layer(&[("A", a)]), &layer(&[("A", b)]))
    }

    #[test]
    fn what_is_shared_cancels() {
        assert!(of(&SQUARE, &SQUARE).is_empty());
        let turned = [SQUARE[2], SQUARE[3], SQUARE[0], SQUARE[1]];
        assert!(of(&SQUARE, &turned).is_empty());
        let cut = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]];
        let change = |p: Place, q: Place, by: i32| Change { ends: [p, q], by: vec![(0, by)] };
        // The lost corner: its two outer edges as the square runs, and the new line.
        let corner = [
            change([0.0, 1.0], [1.0, 1.0], 1),
            change([1.0, 1.0], [1.0, 0.0], 1),
            change([0.0, 1.0], [1.0, 0.0], -1),
        ];
        assert_eq!(of(&SQUARE, &cut), corner);
    }

    /// Of a line between two that moved one edge is kept for both.
    #[test]
    fn neighbours_share_an_edge() {
        let east: Vec<Place> = SQUARE.iter().map(|p| [p[0], p[1] + 1.0]).collect();
        let all = between(&["A", "B"], &layer(&[("A", &SQUARE), ("B", &east)]), &layer(&[]));
        assert_eq!(all.len(), 7);
        assert!(all.iter().any(|c| c.by == [(0, 1), (1, -1)]));
    }

    /// Zeros of both signs are one coordinate.
    #[test]
    fn signs_of_zero() {
        let minus = SQUARE.map(|p| p.map(|x| if x == 0.0 { -0.0 } else { x }));
        assert!(of(&SQUARE, &minus).is_empty());
    }
}
