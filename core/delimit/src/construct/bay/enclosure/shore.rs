//! The shore of a bay in short pieces: places on it, chords between them, and the water behind.
//!
//! A place is the number of a piece and a fraction. A chord is the section of the plane through its ends and their mean
//! normal, 5e-5 m off the geodesic at 24 M.

use std::ops::RangeInclusive;

use littoral_geodesy::{AreaRule, Earth, Green, LatLon, SurfacePoint, Vec3, densify};

use super::tree::{Block, Step, Tree};

/// Coordinates nearer than this to the one before are left out, metres.
const REPEAT_M: f64 = 1e-3;
/// Nearer than this to a vertex an end counts as lying in it, metres.
const VERTEX_M: f64 = 1e-4;
/// Pieces along which the other end is followed at most.
const FOLLOWED: usize = 200;

pub(in super::super) struct Shore<'a> {
    pub(super) earth: &'a Earth,
    pub(super) stations: Vec<SurfacePoint>,
    pub(super) length_m: f64,
    /// 1 where water lies to the left of the shore, -1 to the right.
    pub(super) hand: f64,
    pub(super) tree: Tree,
    rule: AreaRule,
    /// Green's integral from the first station to each.
    greens: Vec<Green>,
}

impl<'a> Shore<'a> {
    pub(super) fn new(earth: &'a Earth, shore: &[LatLon], length_m: f64) -> Option<Self> {
        let mut stations = vec![earth.point(*shore.first()?)];
        for w in shore.windows(2) {
            for s in densify::geodesic(earth, w[0], w[1], densify::PIECE_M).into_iter().skip(1) {
                if stations.last().is_some_and(|t| (t.p - s.p).norm() > REPEAT_M) {
                    stations.push(s);
                }
            }
        }
        if stations.len() < 3 {
            return None;
        }
        let rule = AreaRule::new(earth, &stations[0]);
        let mut greens = vec![Green::default()];
        let mut sum = Green::default();
        for w in stations.windows(2) {
            sum.add(rule.arc(&w[0], &densify::between(earth, &w[0], &w[1], 0.5), &w[1]));
            greens.push(sum);
        }
        let blocks: Vec<Block> =
            stations.windows(2).map(|w| Block::about(w[0].p, w[1].p)).collect();
        let tree = Tree::new(&blocks);
        let mut out = Self { earth, stations, length_m, hand: 1.0, tree, rule, greens };
        let ring = out.ring(0.0, out.last());
        let [left, right] = [ring, ring.reversed()].map(|g| out.rule.area_m2(g));
        // Without a pole one is the other's negative; with one both are above 0, and a bay is the smaller.
        if (left < 0.0) || (right > 0.0 && right < left) {
            out.hand = -1.0;
        }
        Some(out)
    }

    pub(super) fn pieces(&self) -> usize {
        self.stations.len() - 1
    }

    /// The last place.
    pub(super) fn last(&self) -> f64 {
        self.pieces() as f64
    }

    fn split(&self, u: f64) -> (usize, f64) {
        let k = (u.max(0.0).floor() as usize).min(self.pieces() - 1);
        (k, (u - k as f64).clamp(0.0, 1.0))
    }

    /// From the first end of a piece to the second.
    pub(super) fn along(&self, k: usize) -> Vec3 {
        self.stations[k + 1].p - self.stations[k].p
    }

    pub(super) fn at(&self, u: f64) -> SurfacePoint {
        let (k, fraction) = self.split(u);
        match fraction {
            0.0 => self.stations[k],
            1.0 => self.stations[k + 1],
            f => densify::between(self.earth, &self.stations[k], &self.stations[k + 1], f),
        }
    }

    /// The place some metres farther along the shore, or back; `None` beyond its ends.
    pub(super) fn farther(&self, u: f64, metres: f64) -> Option<f64> {
        let (mut k, fraction) = self.split(u);
        let mut at = metres + fraction * self.along(k).norm();
        loop {
            let piece = self.along(k).norm();
            if at < 0.0 {
                k = k.checked_sub(1)?;
                at += self.along(k).norm();
            } else if at > piece {
                at -= piece;
                k += 1;
                if k == self.pieces() {
                    return None;
                }
            } else {
                return Some(k as f64 + at / piece);
            }
        }
    }

    /// How much longer than wanted the chord between two places is, metres.
    pub(super) fn over(&self, u: f64, v: f64) -> f64 {
        self.earth.distance(&self.at(u), &self.at(v)) - self.length_m
    }

    /// The place between two others, on one piece, at which the chord from `u` has the length.
    pub(super) fn mate(&self, u: f64, [mut low, mut high]: [f64; 2]) -> Option<f64> {
        let from = self.at(u);
        let over = |v: f64| self.earth.distance(&from, &self.at(v)) - self.length_m;
        let (mut f, mut g) = (over(low), over(high));
        if f == 0.0 {
            return Some(low);
        }
        if (f > 0.0) == (g > 0.0) {
            return None;
        }
        // False position, the end that stays counting half (Illinois).
        for _ in 0..60 {
            let v = low + (high - low) * f / (f - g);
            let h = over(v);
            if h.abs() < 1e-8 || (high - low).abs() < 1e-13 {
                return Some(v);
            }
            if (h > 0.0) == (g > 0.0) {
                f *= 0.5;
            } else {
                (low, f) = (high, g);
            }
            (high, g) = (v, h);
        }
        Some(high)
    }

    /// The place near `from`, within some metres of it along the shore, at which the chord from `u` has the length.
    pub(super) fn follow(&self, u: f64, from: f64, metres: f64) -> Option<f64> {
        let sign = self.over(u, from) > 0.0;
        let mut found: Option<(f64, f64)> = None;
        for forward in [true, false] {
            let (mut at, mut gone) = (from, 0.0);
            for _ in 0..FOLLOWED {
                if gone > found.map_or(metres, |(way, _)| way) {
                    break;
                }
                let next = if forward { at.floor() + 1.0 } else { at.ceil() - 1.0 };
                if next < 0.0 || next > self.last() {
                    break;
                }
                if (self.over(u, next) > 0.0) != sign {
                    if let Some(v) = self.mate(u, [at, next]) {
                        let way = gone + (self.at(v).p - self.at(at).p).norm();
                        if found.is_none_or(|f| way < f.0) {
                            found = Some((way, v));
                        }
                    }
                    break;
                }
                gone += (self.at(next).p - self.at(at).p).norm();
                at = next;
            }
        }
        found.map(|f| f.1)
    }

    /// Water between the shore from `u` to `v` and the chord back, m2.
    pub(super) fn area(&self, u: f64, v: f64) -> f64 {
        let ring = self.ring(u, v);
        self.rule.area_m2(if self.hand > 0.0 { ring } else { ring.reversed() })
    }

    fn ring(&self, u: f64, v: f64) -> Green {
        let mut sum = self.green(v);
        sum.add(self.green(u).reversed());
        let (p, q) = (self.at(v), self.at(u));
        let length = (q.p - p.p).norm();
        // An integral along an arc is the poorer the nearer to a pole: arcs of a two-hundredth of the way.
        let axis = libm::hypot(p.p.x, p.p.y).min(libm::hypot(q.p.x, q.p.y));
        let arc = (axis / 200.0).clamp(2e3, 12e3);
        if length > 10.0 * self.length_m {
            let (p, q) = (self.earth.lat_lon(&p), self.earth.lat_lon(&q));
            for w in densify::geodesic(self.earth, p, q, 2000.0).windows(2) {
                sum.add(self.arc(&w[0], &w[1]));
            }
            return sum;
        }
        let n = (length / arc).ceil().max(1.0);
        let mut from = p;
        for k in 1..=n as usize {
            let to = densify::between(self.earth, &p, &q, k as f64 / n);
            sum.add(self.arc(&from, &to));
            from = to;
        }
        sum
    }

    fn arc(&self, a: &SurfacePoint, b: &SurfacePoint) -> Green {
        self.rule.arc(a, &densify::between(self.earth, a, b, 0.5), b)
    }

    fn green(&self, u: f64) -> Green {
        let (k, fraction) = self.split(u);
        let mut sum = self.greens[k];
        if fraction > 0.0 {
            sum.add(self.arc(&self.stations[k], &self.at(u)));
        }
        sum
    }

    /// Does the chord leave both ends over water and cross no shore?
    pub(super) fn over_water(&self, u: f64, v: f64) -> bool {
        let (p, q) = (self.at(u), self.at(v));
        let chord = q.p - p.p;
        let ends = [self.touched(u), self.touched(v)];
        if !self.seaward(&p, &ends[0], chord) || !self.seaward(&q, &ends[1], -chord) {
            return false;
        }
        let length = chord.norm();
        let (across, along) = ((p.n + q.n).cross(chord).unit(), chord.unit());
        let stopped = self.tree.walk(&mut |block, pieces| {
            let from = block.centre - p.p;
            let (way, reach) = (along.dot(from), block.reach(along));
            if across.dot(from).abs() > block.reach(across) || way + reach < 0.0 {
                return Step::Past;
            }
            if way - reach > length {
                return Step::Past;
            }
            if pieces.len() > 1 {
                return Step::Into;
            }
            let k = pieces.start;
            if ends.iter().any(|e| e.contains(&k)) {
                return Step::Past;
            }
            let [a, b] = [k, k + 1].map(|j| self.stations[j].p - p.p);
            let (s, t) = (across.dot(a), across.dot(b));
            if (s > 0.0) == (t > 0.0) {
                return Step::Past;
            }
            let x = along.dot(a + (b - a) * (s / (s - t)));
            if (0.0..=length).contains(&x) { Step::Stop } else { Step::Past }
        });
        !stopped
    }

    /// The pieces in which an end lies: one, or both at a vertex.
    fn touched(&self, u: f64) -> RangeInclusive<usize> {
        let (k, fraction) = self.split(u);
        let piece = self.along(k).norm();
        if fraction * piece < VERTEX_M {
            k.saturating_sub(1)..=k
        } else if (1.0 - fraction) * piece < VERTEX_M {
            k..=(k + 1).min(self.pieces() - 1)
        } else {
            k..=k
        }
    }

    /// Does a direction lead from an end over water?
    fn seaward(&self, at: &SurfacePoint, pieces: &RangeInclusive<usize>, direction: Vec3) -> bool {
        let up = at.n * self.hand;
        let (first, second) = (self.along(*pieces.start()), self.along(*pieces.end()));
        let [a, b] = [first, second].map(|w| up.dot(w.cross(direction)) > 0.0);
        // Between the pieces of a vertex water is less or more than half a turn.
        if up.dot(first.cross(second)) >= 0.0 { a && b } else { a || b }
    }

    /// The first place at which the shore crosses itself.
    pub(in super::super) fn crosses_itself(&self) -> Option<LatLon> {
        let n = self.pieces();
        for k in 0..n {
            let (p, q) = (&self.stations[k], &self.stations[k + 1]);
            let own = Block::about(p.p, q.p);
            let mut other = None;
            self.tree.walk(&mut |block, pieces| {
                if pieces.end <= k + 2 || !own.meets(block) {
                    return Step::Past;
                }
                if pieces.len() > 1 {
                    return Step::Into;
                }
                let j = pieces.start;
                other = self.crossing(k, j);
                if other.is_some() { Step::Stop } else { Step::Past }
            });
            if other.is_some() {
                return other;
            }
        }
        None
    }

    /// Where two pieces cross. What only touches does not.
    fn crossing(&self, k: usize, j: usize) -> Option<LatLon> {
        let (a, b) = (&self.stations[k], &self.stations[k + 1]);
        let (c, d) = (&self.stations[j], &self.stations[j + 1]);
        let apart = |p: &SurfacePoint, q: &SurfacePoint, x: &SurfacePoint, y: &SurfacePoint| {
            let across = (p.n + q.n).cross(q.p - p.p).unit();
            let [s, t] = [x, y].map(|w| across.dot(w.p - p.p));
            let beside = s.abs() > VERTEX_M && t.abs() > VERTEX_M && (s > 0.0) != (t > 0.0);
            beside.then(|| s / (s - t))
        };
        let along = apart(a, b, c, d)?;
        apart(c, d, a, b)?;
        Some(self.earth.lat_lon(&densify::between(self.earth, c, d, along)))
    }
}
