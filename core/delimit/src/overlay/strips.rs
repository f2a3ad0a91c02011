//! Areas between straight pieces in the plane, strip by strip.
//!
//! Between two neighbouring heights of ends no piece begins or ends, so those that pass run from the lower to the upper rim
//! of the strip. Where none of them cross, they stand in one order, and the area between neighbours is their distance at
//! half height times the height. A strip with crossings is cut at their heights first. Every area is a product of a width
//! and a height, so that lines which nearly coincide cost a rounding of their distance and no more.

use super::changes::Change;

type Point = [f64; 2];

/// A straight piece of an edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    low: Point,
    high: Point,
    /// Of the edge.
    change: usize,
    /// Does the edge run upwards here? Its left is to the west then.
    up: bool,
}

impl Piece {
    /// Nothing for a level piece: no strip passes through it.
    pub(super) fn new(from: Point, to: Point, change: usize) -> Option<Self> {
        let up = to[1] > from[1];
        let [low, high] = if up { [from, to] } else { [to, from] };
        (low[1] < high[1]).then_some(Self { low, high, change, up })
    }

    fn x(&self, y: f64) -> f64 {
        let t = (y - self.low[1]) / (self.high[1] - self.low[1]);
        self.low[0] + t * (self.high[0] - self.low[0])
    }
}

/// A piece within a strip: where it stands at the lower and at the upper rim.
#[derive(Clone, Copy)]
struct Way {
    piece: usize,
    x: [f64; 2],
}

impl Way {
    /// Where it stands at a part of the strip's height.
    fn at(&self, part: f64) -> f64 {
        self.x[0] + part * (self.x[1] - self.x[0])
    }
}

/// `sum[i][j]`: area where holder `i` loses and `j` gains.
pub(super) fn sum(holders: usize, changes: &[Change], pieces: &[Piece]) -> Vec<Vec<f64>> {
    let mut pieces = pieces.to_vec();
    pieces.sort_by(|a, b| a.low[1].total_cmp(&b.low[1]));
    let mut heights: Vec<f64> = pieces.iter().flat_map(|p| [p.low[1], p.high[1]]).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    let mut all = Sums::new(holders, changes, &pieces);
    let mut ways: Vec<Way> = Vec::new();
    let mut next = 0;
    for rims in heights.windows(2) {
        let [low, high] = [rims[0], rims[1]];
        ways.retain(|w| pieces[w.piece].high[1] > low);
        while pieces.get(next).is_some_and(|p| p.low[1] <= low) {
            ways.push(Way { piece: next, x: [0.0; 2] });
            next += 1;
        }
        for way in &mut ways {
            way.x = [low, high].map(|y| pieces[way.piece].x(y));
        }
        all.strip(&mut ways, high - low);
    }
    all.sums
}

struct Sums<'a> {
    changes: &'a [Change],
    pieces: &'a [Piece],
    /// What each holder loses (above 0) or gains (below) between the pieces at hand.
    balance: Vec<i32>,
    sums: Vec<Vec<f64>>,
}

impl<'a> Sums<'a> {
    fn new(holders: usize, changes: &'a [Change], pieces: &'a [Piece]) -> Self {
        let sums = vec![vec![0.0; holders]; holders];
        Self { changes, pieces, balance: vec![0; holders], sums }
    }

    /// Adds a strip, cut at the crossings in it.
    fn strip(&mut self, ways: &mut [Way], height: f64) {
        sort(ways, 0.5);
        if ways.windows(2).all(|w| (0..2).all(|rim| w[0].x[rim] <= w[1].x[rim])) {
            return self.row(ways, 0.5, height);
        }
        let mut cuts = crossings(ways);
        cuts.extend([0.0, 1.0]);
        cuts.sort_by(f64::total_cmp);
        for cut in cuts.windows(2).filter(|c| c[0] < c[1]) {
            let middle = f64::midpoint(cut[0], cut[1]);
            sort(ways, middle);
            self.row(ways, middle, height * (cut[1] - cut[0]));
        }
    }

    /// Adds what lies between neighbours that do not cross.
    fn row(&mut self, ways: &[Way], middle: f64, height: f64) {
        self.balance.fill(0);
        for pair in ways.windows(2) {
            self.pass(pair[0].piece);
            let width = pair[1].at(middle) - pair[0].at(middle);
            if width > 0.0 {
                self.add(width * height);
            }
        }
    }

    /// From the west of a piece to its east.
    fn pass(&mut self, piece: usize) {
        let Piece { change, up, .. } = self.pieces[piece];
        for (holder, by) in &self.changes[change].by {
            self.balance[*holder] += if up { -by } else { *by };
        }
    }

    fn add(&mut self, area: f64) {
        for (row, _) in self.sums.iter_mut().zip(&self.balance).filter(|(_, b)| **b > 0) {
            for (sum, _) in row.iter_mut().zip(&self.balance).filter(|(_, b)| **b < 0) {
                *sum += area;
            }
        }
    }
}

/// From west to east at a part of the height: an insertion, since the order hardly changes from strip to strip.
fn sort(ways: &mut [Way], part: f64) {
    for k in 1..ways.len() {
        let (way, x) = (ways[k], ways[k].at(part));
        let mut to = k;
        while to > 0 && ways[to - 1].at(part) > x {
            ways[to] = ways[to - 1];
            to -= 1;
        }
        ways[to] = way;
    }
}

/// The parts of the height at which two ways cross.
fn crossings(ways: &[Way]) -> Vec<f64> {
    let mut out = Vec::new();
    for (k, a) in ways.iter().enumerate() {
        for b in &ways[k + 1..] {
            let [low, high] = [b.x[0] - a.x[0], b.x[1] - a.x[1]];
            if low * high < 0.0 {
                out.push(low / (low - high));
            }
        }
    }
    out
}
