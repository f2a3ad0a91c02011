//! Two short parts of the shore, and all chords of one length from the one to the other.
//!
//! With `s` and `t` the ways along the two straight parts, the water behind a chord is bilinear in `s` and `t`, and its
//! length `F` is convex. So the most water is at a corner; and as every chord has the length `c`, no chord encloses more
//! than the most of `A - k (F - c)`, for any `k`: with `k` as the slopes of both have it only what changes along chords
//! of that length is left. Sides are told in the plane of the chord's middle: 6 mm off at 24 M.

use littoral_geodesy::Vec3;

use super::shore::Shore;
use super::tree::Step;

/// Two parts of pieces.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// Pieces, the one nearer to the beginning of the shore first.
    piece: [usize; 2],
    /// From and to of each, parts of the piece.
    part: [[f64; 2]; 2],
    /// No chord encloses more, m2.
    pub(super) most_m2: f64,
}

/// A pair looked at: from the middles of the parts.
pub(super) struct Look {
    /// Middles of the parts.
    middle: [Vec3; 2],
    /// Directions of the pieces, of length 1.
    along: [Vec3; 2],
    /// Half of each part, metres.
    pub(super) half_m: [f64; 2],
    up: Vec3,
}

impl Pair {
    pub(super) fn new(ends: [(usize, [f64; 2]); 2]) -> Self {
        let most_m2 = f64::INFINITY;
        Self { piece: ends.map(|e| e.0), part: ends.map(|e| e.1), most_m2 }
    }

    pub(super) fn order(&self, o: &Self) -> std::cmp::Ordering {
        let key = |p: &Self| (p.piece, p.part.map(|e| e.map(f64::to_bits)));
        self.most_m2.total_cmp(&o.most_m2).then_with(|| key(self).cmp(&key(o)))
    }

    pub(super) fn look(&self, shore: &Shore<'_>) -> Look {
        let end = |j: usize| {
            let (k, [from, to]) = (self.piece[j], self.part[j]);
            let along = shore.along(k);
            let middle = shore.stations[k].p + along * ((from + to) / 2.0);
            (middle, along.unit(), along.norm() * (to - from) / 2.0, shore.stations[k].n)
        };
        let (a, b) = (end(0), end(1));
        let up = (a.3 + b.3).unit() * shore.hand;
        Look { middle: [a.0, b.0], along: [a.1, b.1], half_m: [a.2, b.2], up }
    }

    /// The two halves by the longer part.
    pub(super) fn halves(&self, half_m: [f64; 2]) -> [Self; 2] {
        let j = usize::from(half_m[1] > half_m[0]);
        let middle = (self.part[j][0] + self.part[j][1]) / 2.0;
        let mut out = [*self; 2];
        out[0].part[j][1] = middle;
        out[1].part[j][0] = middle;
        out
    }

    /// Bounds what chords enclose; false if none has the length.
    pub(super) fn bound(&mut self, shore: &Shore<'_>, look: &Look, chord: [f64; 2]) -> bool {
        let way = look.middle[1] - look.middle[0];
        let length = way.norm();
        let [fs, ft] = [-look.along[0].dot(way) / length, look.along[1].dot(way) / length];
        let [hs, ht] = look.half_m;
        let corners = [(-hs, -ht), (-hs, ht), (hs, -ht), (hs, ht)];
        let long = corners.map(|(s, t)| (way + look.along[1] * t - look.along[0] * s).norm());
        if length - fs.abs() * hs - ft.abs() * ht > chord[1] || long.iter().all(|f| *f < chord[0]) {
            return false;
        }
        let half = |a: Vec3, b: Vec3| look.up.dot(a.cross(b)) / 2.0;
        let (a_s, a_t) = (-half(look.along[0], way), half(way, look.along[1]));
        let a_st = -half(look.along[0], look.along[1]);
        let area = |(s, t): (f64, f64)| a_s * s + a_t * t + a_st * s * t;
        let corner = corners.into_iter().map(area).fold(f64::NEG_INFINITY, f64::max);
        let k = (a_s * fs + a_t * ft) / (fs * fs + ft * ft).max(1e-12);
        let c = (chord[0] + chord[1]) / 2.0;
        // Above its tangent, below its greatest corner.
        let over = |(s, t): (f64, f64), true_m: f64| {
            if k > 0.0 { length + fs * s + ft * t - c } else { true_m - c }
        };
        let along = corners.iter().zip(long).map(|(at, f)| area(*at) - k * over(*at, f));
        let along = along.fold(f64::NEG_INFINITY, f64::max) + k.abs() * (chord[1] - chord[0]);
        // The plane stands for the ellipsoid.
        let slack = 1.0 + 2e-6 * shore.length_m * (hs + ht);
        let [u, v] = [0, 1].map(|j| self.place(j, 0.0, look.half_m[j]));
        self.most_m2 = self.most_m2.min(shore.area(u, v) + corner.min(along) + slack);
        true
    }

    /// The place some metres from the middle of a part.
    fn place(&self, j: usize, metres: f64, half_m: f64) -> f64 {
        let [from, to] = self.part[j];
        let half = (to - from) / 2.0;
        self.piece[j] as f64 + (from + to) / 2.0 + metres / half_m * half
    }

    /// Places about which chords from the middle of one part have the length.
    pub(super) fn chords(&self, shore: &Shore<'_>, look: &Look, length_m: f64) -> Vec<(f64, f64)> {
        let way = look.middle[1] - look.middle[0];
        let mut out = Vec::new();
        for j in 0..2 {
            // |way + w t| = length
            let b = way.dot(look.along[j]) * if j == 1 { 1.0 } else { -1.0 };
            let root = b * b - way.dot(way) + length_m * length_m;
            let half = look.half_m[j];
            if root < 0.0 || half == 0.0 {
                continue;
            }
            for t in [-b - root.sqrt(), -b + root.sqrt()] {
                if t.abs() > half {
                    continue;
                }
                let fixed = self.place(1 - j, 0.0, 1.0);
                let near = [(t - 0.1).max(-half), (t + 0.1).min(half)];
                let found = shore.mate(fixed, near.map(|m| self.place(j, m, half)));
                out.extend(found.map(|w| if j == 1 { (fixed, w) } else { (w, fixed) }));
            }
        }
        out
    }

    /// Are all chords stopped by the shore?
    pub(super) fn stopped(&self, shore: &Shore<'_>, look: &Look, slack_m: f64) -> bool {
        let [u, v] = [0, 1].map(|j| {
            let way = look.along[j] * look.half_m[j];
            [look.middle[j] - way, look.middle[j] + way]
        });
        // Into the land of their own piece.
        let landward = |j: usize, to: &[Vec3; 2]| {
            let side = |p: &Vec3| look.up.dot(look.along[j].cross(*p - look.middle[j]));
            to.iter().all(|p| side(p) < -slack_m)
        };
        if landward(0, &v) || landward(1, &u) {
            return true;
        }
        let way = look.middle[1] - look.middle[0];
        let (length, ahead) = (way.norm(), way.unit());
        let across = look.up.cross(ahead).unit();
        let corners = [(u[0], v[0]), (u[0], v[1]), (u[1], v[0]), (u[1], v[1])];
        let beside = |x: Vec3| {
            let side = |(p, q): &(Vec3, Vec3)| look.up.dot((*q - *p).cross(x - *p)) / length;
            let sides = corners.each_ref().map(side);
            let left = sides.iter().all(|s| *s > slack_m);
            let right = sides.iter().all(|s| *s < -slack_m);
            i32::from(left) - i32::from(right)
        };
        let [before, behind] = [look.half_m[0] + slack_m, length - look.half_m[1] - slack_m];
        shore.tree.walk(&mut |block, pieces| {
            let from = block.centre - look.middle[0];
            let (at, reach) = (ahead.dot(from), block.reach(ahead));
            if at + reach < 0.0 || at - reach > length {
                return Step::Past;
            }
            if across.dot(from).abs() > block.reach(across) {
                return Step::Past;
            }
            let ends = [pieces.start, pieces.end].map(|k| shore.stations[k].p);
            let between = at - reach > before && at + reach < behind;
            let single = pieces.len() == 1 && !self.piece.contains(&pieces.start);
            if between || single {
                let sides = ends.map(beside);
                let opposite = sides[0] * sides[1] < 0;
                if opposite && (between || parts(look.up, ends, [u, v], slack_m)) {
                    return Step::Stop;
                }
            }
            Step::Into
        })
    }
}

/// Does the line of a piece part two others?
fn parts(up: Vec3, [a, b]: [Vec3; 2], ends: [[Vec3; 2]; 2], slack_m: f64) -> bool {
    let line = (b - a).unit();
    let [u, v] = ends.map(|e| e.map(|p| up.dot(line.cross(p - a))));
    let left = |e: [f64; 2]| e.iter().all(|s| *s > slack_m);
    let right = |e: [f64; 2]| e.iter().all(|s| *s < -slack_m);
    (left(u) && right(v)) || (right(u) && left(v))
}
