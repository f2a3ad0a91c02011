//! What of an arc or parallel stands: no base point is nearer than its own.
//!
//! A stretch is told by its ends. Both stand: `lens.rs` says whether anything can be nearer between, and where.
//! One stands: where the other end is covered by a base point, the place at which that point comes to its distance is
//! found; beyond it, it covers everything up to the end, before it nothing, for it covers one connected stretch.
//! None stands: covered by one as a whole, or by two with something between them.
//!
//! Of a circle a disc of nearly the same radius about another point covers one arc of less than half a turn; the discs
//! about all points of an edge cover one arc, but one that may be wider: what it leaves lies about the direction away from
//! the edge's nearest point, and there the arc is parted (`Rivals::parting`). Of a parallel both cover one stretch, up to
//! what the earth's curvature can bend ([`Cutter::bend_m`]).

use std::sync::atomic::{AtomicBool, Ordering};

use littoral_geodesy::curve::Shape;
use littoral_geodesy::{Feature, LatLon};

use super::Piece;
use super::parts::Part;
use super::rival::{Rivals, Spot};

/// Parts shorter than this are rounding, metres.
const LEAST_M: f64 = 1e-6;
/// Parallels are looked at in stretches of this length, metres.
const LONGEST_M: f64 = 5000.0;
/// Arcs are looked at in parts of a turn of at most this, radians; the second where edges are loxodromes.
const WIDEST: [f64; 2] = [std::f64::consts::FRAC_PI_2, 0.3];

/// Cuts parts.
pub(super) struct Cutter<'a> {
    pub(super) rivals: Rivals<'a>,
    cancel: Option<&'a AtomicBool>,
}

/// A stretch by its ends.
type Stretch = [Spot; 2];

/// Puts the last range and the one before together, if that goes on where the last one ends: [`Cutter::pieces`] would,
/// but there may be more of them than there is room for.
fn join_last(out: &mut Vec<[f64; 2]>) {
    if let [.., after, last] = out.as_mut_slice()
        && last[1] == after[0]
    {
        after[0] = last[0];
        out.pop();
    }
}

/// Stretches of equal length.
struct Run {
    /// Where the run before has ended, which rounding may set apart from `from`.
    start: f64,
    from: f64,
    length: f64,
    step: f64,
}

impl Run {
    fn count(&self) -> f64 {
        (self.length / self.step).ceil().max(1.0)
    }

    /// The end of stretch `k`, the first being 1.
    fn place(&self, k: f64) -> f64 {
        if k == 0.0 { self.start } else { self.from + self.length * (k / self.count()) }
    }
}

impl<'a> Cutter<'a> {
    pub(super) fn new(rivals: Rivals<'a>, cancel: Option<&'a AtomicBool>) -> Self {
        Self { rivals, cancel }
    }

    /// Adds the ranges that stand of a stretch of a part.
    pub(super) fn exposed(&self, part: &Part, [a, b]: [f64; 2], out: &mut Vec<[f64; 2]>) {
        if self.is_stopped() {
            return;
        }
        let mut at = vec![a, b];
        let step = match part.curve.shape {
            Shape::Arc { radius_m, .. } => {
                at.extend(self.rivals.about_the_centre(part, [a, b]));
                radius_m * WIDEST[usize::from(self.rivals.rhumb)]
            }
            _ => LONGEST_M.min(self.rivals.radii.distance_m),
        };
        at.sort_by(f64::total_cmp);
        let mut runs = Vec::new();
        let mut start = a;
        for w in at.windows(2).filter(|w| w[1] > w[0]) {
            let run = Run { start, from: w[0], length: w[1] - w[0], step: step * 1.001 };
            start = run.place(run.count());
            runs.push(run);
        }
        // From the far end, one stretch at a time: a small distance makes more of them than there is room for.
        let mut high = self.rivals.spot(part, start);
        for run in runs.iter().rev() {
            let mut k = run.count();
            while k >= 1.0 && !self.is_stopped() {
                k -= 1.0;
                let low = self.rivals.spot(part, run.place(k));
                self.stretch(part, [low, high], out);
                join_last(out);
                high = low;
            }
        }
    }

    /// Adds what stands of one stretch.
    fn stretch(&self, part: &Part, stretch: Stretch, out: &mut Vec<[f64; 2]>) {
        let mut stack = vec![stretch];
        while let Some([a, b]) = stack.pop().filter(|_| !self.is_stopped()) {
            match [a.by, b.by] {
                [None, None] => self.both(part, [a, b], &mut stack, out),
                [Some(first), Some(last)] => self.none(part, [a, b], [first, last], &mut stack),
                [None, Some(by)] => stack.extend(self.trimmed(part, a, b, by).map(|cut| [a, cut])),
                [Some(by), None] => stack.extend(self.trimmed(part, b, a, by).map(|cut| [cut, b])),
            }
        }
    }

    /// Is the limit no longer wanted? Whatever has been found then is of no use.
    pub(super) fn is_stopped(&self) -> bool {
        self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// Pieces of a part from the ranges that stand, put together where one follows another.
    pub(super) fn pieces(&self, part: &Part, mut ranges: Vec<[f64; 2]>) -> Vec<Piece> {
        if self.is_stopped() {
            return Vec::new();
        }
        ranges.sort_by(|x, y| x[0].total_cmp(&y[0]));
        let mut joined: Vec<[f64; 2]> = Vec::new();
        for [a, b] in ranges {
            match joined.last_mut() {
                Some(last) if a - last[1] < LEAST_M / 10.0 => last[1] = b,
                _ => joined.push([a, b]),
            }
        }
        let long = joined.into_iter().filter(|[a, b]| b - a > LEAST_M);
        long.map(|range| self.piece(part, range)).collect()
    }

    /// How far along a curve two pieces may end apart where others are at nearly the same distance, metres.
    pub(super) fn touch_m(&self) -> f64 {
        (self.rivals.radii.most_m * self.rivals.radii.distance_m).sqrt().max(1e-2)
    }

    /// By how much the distance from another, along a parallel, can be less than on a plane over a stretch, metres.
    pub(super) fn bend_m(&self, part: &Part, length_m: f64) -> f64 {
        let radius = self.rivals.earth().b_m();
        let turning = 2.2 * self.rivals.radii.distance_m / (radius * radius);
        let bent = match part.curve.shape {
            Shape::Parallel { base, .. } if self.rivals.rhumb => {
                4.0 * libm::tan(base.from.lat.abs().min(89.9).to_radians()) / radius
            }
            _ => 0.0,
        };
        (turning + bent) * length_m * length_m / 8.0
    }

    /// Both ends stand.
    fn both(
        &self,
        part: &Part,
        [a, b]: Stretch,
        stack: &mut Vec<Stretch>,
        out: &mut Vec<[f64; 2]>,
    ) {
        let doubt = if b.s - a.s > LEAST_M { self.doubt(part, [&a, &b]) } else { None };
        match doubt.filter(|s| *s > a.s && *s < b.s) {
            Some(s) => {
                let m = self.rivals.spot(part, s);
                stack.extend([[m, b], [a, m]]);
            }
            None => out.push([a.s, b.s]),
        }
    }

    /// Neither end stands.
    fn none(
        &self,
        part: &Part,
        [a, b]: Stretch,
        [first, last]: [Feature; 2],
        stack: &mut Vec<Stretch>,
    ) {
        if b.s - a.s < LEAST_M {
            return;
        }
        for (by, other) in [(first, &b), (last, &a)] {
            if self.rivals.covers(other, by) {
                if let Some(s) = self.parting(part, by, [&a, &b]) {
                    let m = self.rivals.spot(part, s);
                    stack.extend([[m, b], [a, m]]);
                }
                return;
            }
        }
        let from = self.rivals.begins(part, first, [&b, &a]);
        let to = self.rivals.begins(part, last, [&a, &b]);
        if to.s - from.s > LEAST_M {
            stack.push([self.rivals.asked(part, from), self.rivals.asked(part, to)]);
        }
    }

    /// Where something may stand between two places that one rival covers.
    fn parting(&self, part: &Part, by: Feature, [a, b]: [&Spot; 2]) -> Option<f64> {
        if let Shape::Arc { .. } = part.curve.shape {
            return self.rivals.away(part, by, [a.s, b.s]);
        }
        let deep = [a, b].map(|p| -self.rivals.gap_m(&p.at, p.place, by));
        let bend = 4.0 * self.bend_m(part, b.s - a.s);
        let sure = deep[0].max(deep[1]) > bend || bend < self.rivals.noise_m;
        (!sure).then_some((a.s + b.s) / 2.0)
    }

    /// One end stands, the other is covered: the place up to which its rival covers, unless nothing is left.
    fn trimmed(&self, part: &Part, up: Spot, down: Spot, rival: Feature) -> Option<Spot> {
        let cut = self.rivals.begins(part, rival, [&up, &down]);
        ((cut.s - up.s).abs() > LEAST_M / 2.0).then(|| self.rivals.asked(part, cut)).map(
            |mut cut| {
                cut.by = cut.by.filter(|f| *f != rival);
                cut
            },
        )
    }

    /// A piece at the true distance; an end at which the formula of `radii.rs` applies, where it is without it.
    fn piece(&self, part: &Part, range: [f64; 2]) -> Piece {
        let earth = self.rivals.earth();
        let at_end = |k: usize| range[k] == part.curve.range[k];
        let ends = [0, 1].map(|k| if at_end(k) { part.true_ends[k] } else { range[k] });
        let range = if ends[1] > ends[0] { ends } else { range };
        let curve = part.given(range, self.rivals.radii.distance_m);
        let mut ends: [LatLon; 2] = curve.ends(earth);
        if part.reversed {
            ends.reverse();
        }
        let speed = curve.spot(earth, (curve.range[0] + curve.range[1]) / 2.0).speed;
        let length_m = curve.length() * speed;
        Piece { curve, reversed: part.reversed, source: part.source, ends, length_m }
    }
}
