//! Pieces of a limit put end to end.
//!
//! Where two curves cross at a small angle the corner is known less well along them than across: there the end
//! of one piece is moved along its own curve to the start of the next, as long as that lies on both.

use std::collections::BTreeMap;

use littoral_geodesy::{Earth, LatLon};

use super::{Envelope, Piece, Ring};

/// An end and a start nearer than this are one corner, metres.
pub(super) const CORNER_M: f64 = 1e-3;
/// A corner is moved along a curve as far as it stays this near to it, metres.
const ON_CURVE_M: f64 = 5e-4;

/// Joins pieces whose ends meet, up to `touch_m` apart where curves only touch; longest runs first.
pub(super) fn link(earth: &Earth, mut pieces: Vec<Piece>, touch_m: f64) -> Envelope {
    let (next, preceded) = followers(earth, &pieces, touch_m);
    for (k, follower) in next.iter().enumerate() {
        if let Some(n) = *follower {
            let corner = pieces[n].ends[0];
            move_end(earth, &mut pieces[k], corner);
        }
    }
    // A crumb that nothing meets, no longer than rounding can make it.
    let crumb = |k: usize| next[k].is_none() && !preceded[k] && pieces[k].length_m < 2.0 * touch_m;
    let mut used: Vec<bool> = (0..pieces.len()).map(crumb).collect();
    let mut rings = Vec::new();
    let mut worst_gap_m = 0.0_f64;
    // Open runs from their beginnings first, then what is left are closed rings.
    let order = (0..pieces.len()).filter(|&k| !preceded[k]).chain(0..pieces.len());
    for first in order.collect::<Vec<_>>() {
        if used[first] {
            continue;
        }
        let (mut run, mut at, mut closed) = (Vec::new(), Some(first), false);
        while let Some(k) = at.filter(|&k| !used[k]) {
            used[k] = true;
            run.push(pieces[k]);
            at = next[k];
            if let Some(n) = at {
                worst_gap_m = worst_gap_m.max(earth.karney_m(pieces[k].ends[1], pieces[n].ends[0]));
            }
            closed = at == Some(first);
        }
        let length_m = run.iter().map(|p| p.length_m).sum();
        rings.push(Ring { pieces: run, closed, length_m });
    }
    rings.sort_by(|a, b| b.length_m.total_cmp(&a.length_m));
    Envelope { rings, worst_gap_m }
}

/// The piece that follows each, and which pieces follow one: the nearest corners first, then what only touches.
fn followers(earth: &Earth, pieces: &[Piece], touch_m: f64) -> (Vec<Option<usize>>, Vec<bool>) {
    let mut next: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut preceded = vec![false; pieces.len()];
    for reach in [CORNER_M, touch_m] {
        let free: Vec<usize> = (0..pieces.len()).filter(|&k| next[k].is_none()).collect();
        if free.is_empty() {
            break;
        }
        let starts = Starts::new(earth, pieces, reach);
        let fits = |k: usize, j: usize| {
            reach == CORNER_M
                || !preceded[j] && on_curve(earth, &pieces[k], pieces[j].ends[0]).is_some()
        };
        let pairs = |k: usize| {
            let near = starts.near(earth, pieces[k].ends[1]);
            let other = near.into_iter().filter(move |n| n.1 != k);
            other.filter(move |n| fits(k, n.1)).map(move |(gap, j)| (gap, k, j))
        };
        let mut found: Vec<(f64, usize, usize)> = free.into_iter().flat_map(pairs).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, k, j) in found {
            if next[k].is_none() && !preceded[j] {
                (next[k], preceded[j]) = (Some(j), true);
            }
        }
    }
    (next, preceded)
}

/// Moves the end of a piece along its curve to a corner, if the corner lies on it.
fn move_end(earth: &Earth, piece: &mut Piece, corner: LatLon) {
    let Some(s) = on_curve(earth, piece, corner) else { return };
    let mut range = piece.curve.range;
    range[usize::from(!piece.reversed)] = s;
    if range[1] > range[0] {
        piece.curve = piece.curve.over(range);
        piece.ends[1] = corner;
        let speed = piece.curve.spot(earth, (range[0] + range[1]) / 2.0).speed;
        piece.length_m = piece.curve.length() * speed;
    }
}

/// Where on a piece's curve, near its end, a corner lies; `None` if it does not, or is the end itself.
fn on_curve(earth: &Earth, piece: &Piece, corner: LatLon) -> Option<f64> {
    let gap = earth.karney_m(piece.ends[1], corner);
    let [low, high] = piece.curve.range;
    let about = if piece.reversed { low } else { high };
    let reach = piece.curve.over([about - 2.0 * gap, about + 2.0 * gap]);
    if gap == 0.0 {
        return None;
    }
    let (s, off) = reach.nearest(earth, corner);
    (off < ON_CURVE_M).then_some(s)
}

/// Starts of pieces by a grid.
struct Starts<'a> {
    pieces: &'a [Piece],
    cells: BTreeMap<[i64; 3], Vec<usize>>,
    reach_m: f64,
}

impl<'a> Starts<'a> {
    fn new(earth: &Earth, pieces: &'a [Piece], reach_m: f64) -> Self {
        let mut cells: BTreeMap<[i64; 3], Vec<usize>> = BTreeMap::new();
        for (k, p) in pieces.iter().enumerate() {
            cells.entry(key(earth, p.ends[0], reach_m)).or_default().push(k);
        }
        Self { pieces, cells, reach_m }
    }

    /// Starts within reach of an end.
    fn near(&self, earth: &Earth, end: LatLon) -> Vec<(f64, usize)> {
        let [x, y, z] = key(earth, end, self.reach_m);
        let mut out = Vec::new();
        for i in x - 1..=x + 1 {
            for j in y - 1..=y + 1 {
                for (_, list) in self.cells.range([i, j, z - 1]..=[i, j, z + 1]) {
                    let gap = |&k: &usize| (earth.karney_m(self.pieces[k].ends[0], end), k);
                    out.extend(list.iter().map(gap).filter(|g| g.0 < self.reach_m));
                }
            }
        }
        out
    }
}

fn key(earth: &Earth, at: LatLon, size_m: f64) -> [i64; 3] {
    let p = earth.point(at).p;
    [p.x, p.y, p.z].map(|v| (v / size_m).floor() as i64)
}
