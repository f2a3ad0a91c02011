//! Pieces of a limit put end to end.
//!
//! Where two curves cross at a small angle the corner is known less well along them than across: there the end
//! of one piece is moved along its own curve to the start of the next, as long as that lies on both.

use littoral_geodesy::{Curve, Earth, LatLon};
use rustc_hash::FxHashMap;

use super::{Envelope, Piece, Ring};

/// An end and a start nearer than this are one corner, metres.
pub(super) const CORNER_M: f64 = 1e-3;
/// A corner is moved along a curve as far as it stays this near to it, metres.
const ON_CURVE_M: f64 = 5e-4;
/// A place this near is abreast of one on a curve, and up to this far a curve is followed by its directions, metres.
const ABREAST_M: f64 = 1e-8;
const FLAT_M: f64 = 1.0;

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
                worst_gap_m = worst_gap_m.max(gap_m(earth, pieces[k].ends[1], pieces[n].ends[0]));
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
    let gap = gap_m(earth, piece.ends[1], corner);
    let [low, high] = piece.curve.range;
    let about = if piece.reversed { low } else { high };
    if gap == 0.0 {
        return None;
    }
    let reach = [about - 2.0 * gap, about + 2.0 * gap];
    let (s, off) = beside(earth, &piece.curve, (about, reach), corner)
        .filter(|near| near.1 < ON_CURVE_M)
        .unwrap_or_else(|| piece.curve.over(reach).nearest(earth, corner));
    (off < ON_CURVE_M).then_some(s)
}

/// Which place of a curve lies abreast of one beside it, and how far off; `None` where the curve bends too much or the
/// place is too far for two steps along it to tell.
fn beside(
    earth: &Earth,
    curve: &Curve,
    (mut s, [low, high]): (f64, [f64; 2]),
    place: LatLon,
) -> Option<(f64, f64)> {
    let to = earth.point(place);
    for _ in 0..3 {
        let spot = curve.spot(earth, s);
        let at = earth.point(spot.at);
        let (east, north) = earth.east_north(&at);
        let (sin, cos) = spot.azimuth_deg.to_radians().sin_cos();
        let (way, along) = (to.p - at.p, north * cos + east * sin);
        let step = way.dot(along) / spot.speed;
        if step.is_nan() || step.abs() > FLAT_M {
            return None;
        }
        if step.abs() < ABREAST_M {
            return Some((s, way.norm()));
        }
        s = (s + step).clamp(low, high);
    }
    None
}

/// Starts of pieces by a grid.
struct Starts<'a> {
    pieces: &'a [Piece],
    cells: FxHashMap<[i64; 3], Vec<usize>>,
    reach_m: f64,
}

impl<'a> Starts<'a> {
    fn new(earth: &Earth, pieces: &'a [Piece], reach_m: f64) -> Self {
        let mut cells: FxHashMap<[i64; 3], Vec<usize>> = FxHashMap::default();
        for (k, p) in pieces.iter().enumerate() {
            cells.entry(key(earth, p.ends[0], reach_m)).or_default().push(k);
        }
        Self { pieces, cells, reach_m }
    }

    /// Starts within reach of an end.
    fn near(&self, earth: &Earth, end: LatLon) -> Vec<(f64, usize)> {
        let [x, y, z] = key(earth, end, self.reach_m);
        let mut out = Vec::new();
        let gap = |&k: &usize| (gap_m(earth, self.pieces[k].ends[0], end), k);
        for turn in 0..27 {
            let cell = [x + turn % 3 - 1, y + turn / 3 % 3 - 1, z + turn / 9 - 1];
            let list = self.cells.get(&cell).into_iter().flatten();
            out.extend(list.map(gap).filter(|g| g.0 < self.reach_m));
        }
        out
    }
}

/// Distance of places that are near each other, metres.
fn gap_m(earth: &Earth, a: LatLon, b: LatLon) -> f64 {
    if a == b { 0.0 } else { earth.distance(&earth.point(a), &earth.point(b)) }
}

fn key(earth: &Earth, at: LatLon, size_m: f64) -> [i64; 3] {
    let p = earth.point(at).p;
    [p.x, p.y, p.z].map(|v| (v / size_m).floor() as i64)
}
