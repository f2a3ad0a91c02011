//! What of an arc or parallel stands: no base point is nearer than its own.
//!
//! A stretch is told by its ends. Both stand: `lens.rs` says whether anything can be nearer between, and about where;
//! there it is parted. One stands: where the other end is covered by a rival, the place at which that begins is found
//! (`rival.rs`); beyond it, it covers everything up to the end, before it nothing, for it covers one connected stretch.
//! None stands: covered by one point as a whole, or by two with something between them.

use littoral_geodesy::{Feature, LatLon, SurfacePoint};

use super::Piece;
use super::parts::Part;
use super::rival::Rivals;

/// Parts shorter than this are rounding, metres.
const LEAST_M: f64 = 1e-4;
/// Cuts nearer to an end than this are the end, metres.
const SAME_M: f64 = LEAST_M / 4.0;
/// On a stretch of the square root of this times the distance no distance dips by more than a micrometre between three
/// samples: the curvature of both curves, twice, over a quarter of the stretch. Metres.
const LEAF_M: f64 = 2e-6;

/// Cuts parts.
pub(super) struct Cutter<'a> {
    pub(super) rivals: Rivals<'a>,
    leaf_m: f64,
}

/// A place of a part.
#[derive(Clone, Copy)]
struct Spot {
    s: f64,
    at: SurfacePoint,
    /// Who covers it; none where it stands.
    by: Option<Feature>,
}

/// A stretch by its ends.
type Stretch = [Spot; 2];

impl<'a> Cutter<'a> {
    pub(super) fn new(rivals: Rivals<'a>) -> Self {
        let leaf_m = (LEAF_M * rivals.distance_m).sqrt().max(LEAST_M);
        Self { rivals, leaf_m }
    }

    /// Adds the ranges that stand of a stretch of a part.
    pub(super) fn exposed(&self, part: &Part, range: [f64; 2], out: &mut Vec<[f64; 2]>) {
        let mut stack = vec![range.map(|s| self.spot(part, s))];
        while let Some([a, b]) = stack.pop() {
            match [a.by, b.by] {
                [None, None] => self.both(part, [a, b], &mut stack, out),
                [Some(first), Some(last)] => self.none(part, [a, b], [first, last], &mut stack),
                [None, Some(by)] => stack.extend(self.trimmed(part, a, b, by).map(|cut| [a, cut])),
                [Some(by), None] => stack.extend(self.trimmed(part, b, a, by).map(|cut| [cut, b])),
            }
        }
    }

    /// Pieces of a part from the ranges that stand, put together where one follows another.
    pub(super) fn pieces(&self, part: &Part, mut ranges: Vec<[f64; 2]>) -> Vec<Piece> {
        ranges.sort_by(|x, y| x[0].total_cmp(&y[0]));
        let mut joined: Vec<[f64; 2]> = Vec::new();
        for [a, b] in ranges {
            match joined.last_mut() {
                Some(last) if a - last[1] < 1e-7 => last[1] = b,
                _ => joined.push([a, b]),
            }
        }
        let long = joined.into_iter().filter(|[a, b]| b - a > LEAST_M);
        long.map(|range| self.piece(part, range)).collect()
    }

    /// How far along a curve two pieces may end apart where others are at nearly the same distance, metres.
    pub(super) fn touch_m(&self) -> f64 {
        (2.0 * self.leaf_m).max(1.0)
    }

    fn spot(&self, part: &Part, s: f64) -> Spot {
        let earth = self.rivals.earth();
        let at = earth.point(part.curve.at(earth, s));
        Spot { s, at, by: self.rivals.covering(part, s, &at) }
    }

    /// Both ends stand.
    fn both(
        &self,
        part: &Part,
        [a, b]: Stretch,
        stack: &mut Vec<Stretch>,
        out: &mut Vec<[f64; 2]>,
    ) {
        let short = b.s - a.s <= self.leaf_m;
        let doubt =
            if short { Some((a.s + b.s) / 2.0) } else { self.rivals.doubt(part, [a.s, b.s]) };
        let m = doubt.map(|s| self.spot(part, s));
        match m {
            Some(m) if !short || m.by.is_some() => {
                if b.s - a.s > LEAST_M {
                    stack.extend([[m, b], [a, m]]);
                }
            }
            _ => out.push([a.s, b.s]),
        }
    }

    /// Neither end stands: one point covers both, or what covers one end and what covers the other may leave
    /// something between them.
    fn none(
        &self,
        part: &Part,
        [a, b]: Stretch,
        [first, last]: [Feature; 2],
        stack: &mut Vec<Stretch>,
    ) {
        let covers = |by: Feature, p: &Spot| self.rivals.covers(part, p.s, &p.at, by);
        if covers(first, &b) || covers(last, &a) {
            return;
        }
        let from = self.rivals.begins(part, first, [b.s, a.s]);
        let to = self.rivals.begins(part, last, [a.s, b.s]);
        if to - from > SAME_M {
            stack.push([self.cleared(part, from, first), self.cleared(part, to, last)]);
        }
    }

    /// The place at which a rival comes to the distance: on it only others cover.
    fn cleared(&self, part: &Part, s: f64, rival: Feature) -> Spot {
        let mut spot = self.spot(part, s);
        spot.by = spot.by.filter(|f| *f != rival);
        spot
    }

    /// One end stands, the other is covered: the place up to which its rival covers, unless nothing is left. Where a rival
    /// covers no more than the end itself, the end stands.
    fn trimmed(&self, part: &Part, up: Spot, down: Spot, rival: Feature) -> Option<Spot> {
        let s = self.rivals.begins(part, rival, [up.s, down.s]);
        if (s - up.s).abs() < SAME_M {
            return None;
        }
        let mut cut = self.cleared(part, s, rival);
        cut.by = cut.by.filter(|_| (s - down.s).abs() > 1e-9);
        Some(cut)
    }

    fn piece(&self, part: &Part, range: [f64; 2]) -> Piece {
        let earth = self.rivals.earth();
        let curve = part.curve.over(range);
        let mut ends: [LatLon; 2] = curve.ends(earth);
        if part.reversed {
            ends.reverse();
        }
        let speed = curve.spot(earth, (range[0] + range[1]) / 2.0).speed;
        let length_m = curve.length() * speed;
        Piece { curve, reversed: part.reversed, source: part.source, ends, length_m }
    }
}
