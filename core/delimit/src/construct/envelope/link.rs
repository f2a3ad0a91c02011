//! Pieces of a limit put end to end.

use std::collections::BTreeMap;

use littoral_geodesy::{Earth, LatLon};

use super::{Envelope, Piece, Ring};

/// An end and a start nearer than this are one corner, metres.
const CORNER_M: f64 = 1e-3;

/// The same for curves that only touch; the gap is reported.
const TOUCH_M: f64 = 1.0;

/// Joins pieces whose ends meet; longest runs first.
pub(super) fn link(earth: &Earth, pieces: Vec<Piece>) -> Envelope {
    let starts = Starts::new(earth, &pieces);
    let mut next: Vec<Option<usize>> = pieces.iter().map(|p| starts.at(earth, p.ends[1])).collect();
    let mut preceded = vec![false; pieces.len()];
    next.iter().flatten().for_each(|&k| preceded[k] = true);
    // Where curves touch without crossing (three lines from one point), the corner is known less well.
    for k in 0..pieces.len() {
        if next[k].is_none() {
            let gap = |j: usize| earth.karney_m(pieces[k].ends[1], pieces[j].ends[0]);
            let free = (0..pieces.len()).filter(|&j| !preceded[j]).map(|j| (gap(j), j));
            if let Some((_, j)) = free.filter(|g| g.0 < TOUCH_M).min_by(|a, b| a.0.total_cmp(&b.0))
            {
                next[k] = Some(j);
                preceded[j] = true;
            }
        }
    }
    let mut used = vec![false; pieces.len()];
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

/// Starts of pieces by a grid of centimetres.
struct Starts<'a> {
    pieces: &'a [Piece],
    cells: BTreeMap<[i64; 3], Vec<usize>>,
}

impl<'a> Starts<'a> {
    fn new(earth: &Earth, pieces: &'a [Piece]) -> Self {
        let mut cells: BTreeMap<[i64; 3], Vec<usize>> = BTreeMap::new();
        for (k, p) in pieces.iter().enumerate() {
            cells.entry(key(earth, p.ends[0])).or_default().push(k);
        }
        Self { pieces, cells }
    }

    /// The nearest start at a corner.
    fn at(&self, earth: &Earth, end: LatLon) -> Option<usize> {
        let [x, y, z] = key(earth, end);
        let mut best = (CORNER_M, None);
        for i in x - 1..=x + 1 {
            for j in y - 1..=y + 1 {
                for (_, list) in self.cells.range([i, j, z - 1]..=[i, j, z + 1]) {
                    for &k in list {
                        let d = earth.karney_m(self.pieces[k].ends[0], end);
                        if d < best.0 {
                            best = (d, Some(k));
                        }
                    }
                }
            }
        }
        best.1
    }
}

fn key(earth: &Earth, at: LatLon) -> [i64; 3] {
    let p = earth.point(at).p;
    [p.x, p.y, p.z].map(|v| (v * 100.0).floor() as i64)
}
