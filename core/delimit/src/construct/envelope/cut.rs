//! What of an arc or parallel stands: no base point is nearer than its own.
//!
//! Of two base points at the very same distance (to a micrometre) the earlier one names the limit.
//! A stretch is told by its ends. Both stand: the index says how far its middle may move before any other can
//! become nearer, else it is halved. One stands: where the other end is covered by a base point, the place
//! at which that point comes to the distance is found; beyond it, it covers everything up to the end, before it
//! nothing, for it covers one connected stretch. None stands: covered by one point as a whole, or by two
//! with something between them.

use littoral_geodesy::{Feature, LatLon, Nearest, Shoreline, SurfacePoint};
use littoral_model::EdgeKind;

use super::parts::Part;
use super::{Options, Piece};
use crate::construct::base::{BaseSet, Bases};

/// Parts shorter than this are rounding, metres.
const LEAST_M: f64 = 1e-4;
/// A nearest point this near to a vertex is the vertex, metres.
const CLOSE_M: f64 = 0.01;
/// Features looked at one by one where the index sees no room, at most.
const MOST_NEAR: usize = 24;

/// The baseline as an index.
pub(super) struct Cutter<'a> {
    set: &'a BaseSet,
    /// Line and coordinate of each vertex of the index.
    sources: Vec<(usize, usize)>,
    distance_m: f64,
    /// Distances within this are equal by the index, metres.
    equal_m: f64,
    /// The same by the measure with which cuts are made.
    cut_m: f64,
    /// Loxodromes are in the index as geodesics that keep to them within a millimetre.
    rhumb: bool,
    /// On a stretch this short no distance dips by more than that between three samples, metres.
    leaf_m: f64,
}

/// A place of a part.
#[derive(Clone, Copy)]
struct Spot {
    s: f64,
    at: SurfacePoint,
    /// Who covers it; none where it stands.
    by: Option<Feature>,
    /// Another, later one at the very same distance.
    tied: Option<Feature>,
}

/// A stretch: its ends, and who begins to cover the part at either of them, hence nothing in between.
#[derive(Clone, Copy)]
struct Stretch {
    ends: [Spot; 2],
    rivals: [Option<Feature>; 2],
}

impl<'a> Cutter<'a> {
    pub(super) fn new(set: &'a BaseSet, bases: &Bases, party: usize, options: &Options) -> Self {
        let mine = || bases.lines.iter().enumerate().filter(|(_, l)| l.party == party);
        let sources = mine().flat_map(|(k, l)| (0..l.nodes.len()).map(move |v| (k, v)));
        let rhumb = mine().any(|(_, l)| l.edge == EdgeKind::Loxodrome);
        let t = options.distance_m;
        // The kernel is good to a micrometre up to 400 km, to tens of them beyond.
        let fine = if t > 400_000.0 { t * 1e-10 } else { 1e-6_f64.max(t * 1e-11) };
        let equal_m = if rhumb { 2e-3 } else { fine };
        let cut_m = fine;
        // Curvature of both curves, twice, over a quarter of the stretch.
        let leaf_m = (2.0 * equal_m * t).sqrt().max(LEAST_M);
        Self { set, sources: sources.collect(), distance_m: t, equal_m, cut_m, rhumb, leaf_m }
    }

    fn shore(&self) -> &Shoreline {
        self.set.shore()
    }

    /// Adds the ranges that stand of a stretch of a part.
    pub(super) fn exposed(&self, part: &Part, range: [f64; 2], out: &mut Vec<[f64; 2]>) {
        let ends = range.map(|s| self.spot(part, s));
        let mut stack = vec![Stretch { ends, rivals: [None; 2] }];
        while let Some(stretch) = stack.pop() {
            self.decide(part, stretch, &mut stack, out);
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

    /// A feature covers what is nearer to it than this, metres.
    fn reach_m(&self, mine: Feature, other: Feature, equal_m: f64) -> f64 {
        if other < mine { self.distance_m + equal_m } else { self.distance_m - equal_m }
    }

    fn spot(&self, part: &Part, s: f64) -> Spot {
        let (earth, mine) = (self.shore().earth(), self.feature(part));
        let at = earth.point(part.curve.at(earth, s));
        let near = self.shore().nearest(&at, None, f64::INFINITY);
        let mut out = Spot { s, at, by: None, tied: None };
        if near.distance_m < self.distance_m - self.equal_m
            && !self.shore().adjoin(mine, near.feature)
        {
            out.by = Some(near.feature);
            return out;
        }
        for n in self.shore().within(&at, self.distance_m + self.equal_m) {
            if self.shore().adjoin(mine, n.feature) || self.follow(mine, &n) {
                continue;
            }
            let covers = n.distance_m < self.reach_m(mine, n.feature, self.equal_m);
            let slot = if covers { &mut out.by } else { &mut out.tied };
            slot.get_or_insert(n.feature);
        }
        out
    }

    /// Two edges of a line, one after the other, at their common vertex: both are at the same distance there.
    fn follow(&self, mine: Feature, other: &Nearest) -> bool {
        let start = |f: Feature| Feature(f.0 & !1);
        let edges = mine.vertex().is_none() && other.feature.vertex().is_none();
        let meet = |a: Feature, b: Feature| self.shore().adjoin(start(a), b);
        let common = edges && (meet(mine, other.feature) || meet(other.feature, mine));
        common
            && self
                .ends(mine)
                .is_some_and(|e| e.iter().any(|p| (other.at.p - p.p).norm() < CLOSE_M))
    }

    /// Both ends of an edge.
    fn ends(&self, edge: Feature) -> Option<[SurfacePoint; 2]> {
        let mut pieces = self.shore().pieces_of(edge.0 / 2);
        let first = pieces.next()?;
        let last = pieces.next_back().unwrap_or(first);
        Some([self.shore().piece(first).a, self.shore().piece(last).b])
    }

    fn covers(&self, mine: Feature, other: Feature, p: &Spot) -> bool {
        self.shore().to_feature(&p.at, other).0 < self.reach_m(mine, other, self.equal_m)
    }

    fn decide(&self, part: &Part, it: Stretch, stack: &mut Vec<Stretch>, out: &mut Vec<[f64; 2]>) {
        match it.ends.map(|e| e.by) {
            [None, None] => self.both(part, it, stack, out),
            [Some(first), Some(last)] => self.none(part, &it, [first, last], stack),
            [None, Some(by)] => self.one(part, it, (1, by), stack),
            [Some(by), None] => self.one(part, it, (0, by), stack),
        }
    }

    /// Both ends stand.
    fn both(&self, part: &Part, it: Stretch, stack: &mut Vec<Stretch>, out: &mut Vec<[f64; 2]>) {
        let [a, b] = it.ends;
        let m = self.spot(part, (a.s + b.s) / 2.0);
        let short = b.s - a.s <= self.leaf_m;
        // The index tells the room about one rival at a time.
        if m.by.is_some() || !short && it.rivals.iter().all(Option::is_some) {
            if b.s - a.s > LEAST_M {
                halves(&it, m, stack);
            }
            return;
        }
        let known: Vec<Feature> = [Some(self.feature(part)), it.rivals[0], it.rivals[1], m.tied]
            .into_iter()
            .flatten()
            .take(3)
            .collect();
        let half = (b.s - a.s) * 0.75;
        // Looked at a little farther, for the index is careful.
        let room = || self.shore().room_m(&m.at, &known, half * 1.2 + 2.0) >= half;
        if short || room() || self.quiet(self.feature(part), &it, &m) {
            out.push([a.s, b.s]);
        } else {
            halves(&it, m, stack);
        }
    }

    /// Does nothing come nearer between the ends, although much is nearly as near? Told for each that might by
    /// how little its distance can bend: that of an edge along another edge's parallel does not at all, that of a
    /// point along another point's arc by their own distance over the square of the radius, others by twice the
    /// curvature.
    fn quiet(&self, mine: Feature, it: &Stretch, m: &Spot) -> bool {
        let length = it.ends[1].s - it.ends[0].s;
        let near = self.shore().within(&m.at, self.distance_m + length * 0.75);
        if near.len() > MOST_NEAR {
            return false;
        }
        near.iter().all(|n| {
            let f = n.feature;
            if self.shore().adjoin(mine, f) || it.rivals.contains(&Some(f)) {
                return true;
            }
            let far = |p: &Spot| self.shore().to_feature(&p.at, f);
            let all = [far(&it.ends[0]), far(m), far(&it.ends[1])];
            let least = all.iter().fold(f64::INFINITY, |l, d| l.min(d.0));
            let bend = match (mine.vertex(), f.vertex()) {
                (Some(v), Some(w)) => {
                    let apart = self
                        .shore()
                        .earth()
                        .karney_m(self.shore().vertex(v), self.shore().vertex(w));
                    apart / (self.distance_m * self.distance_m)
                }
                (None, None) if self.abreast(f, [&it.ends[0], &it.ends[1]]) => 0.0,
                _ => 2.0 / self.distance_m,
            };
            least - bend * length * length / 32.0 >= self.reach_m(mine, f, self.equal_m)
        })
    }

    /// Do both places have their nearest point of an edge inside it?
    fn abreast(&self, edge: Feature, places: [&Spot; 2]) -> bool {
        let Some(ends) = self.ends(edge) else { return false };
        places.into_iter().all(|p| {
            let near = self.shore().to_feature(&p.at, edge).1;
            ends.iter().all(|e| (near.p - e.p).norm() > CLOSE_M)
        })
    }

    /// Neither end stands: one point covers both, or what covers one end and what covers the other may leave
    /// something between them.
    fn none(
        &self,
        part: &Part,
        it: &Stretch,
        [first, last]: [Feature; 2],
        stack: &mut Vec<Stretch>,
    ) {
        let ([a, b], mine) = (it.ends, self.feature(part));
        if self.covers(mine, first, &b) || self.covers(mine, last, &a) {
            return;
        }
        let from = self.comes_near(part, first, [b.s, a.s]);
        let to = self.comes_near(part, last, [a.s, b.s]);
        if to - from > LEAST_M / 4.0 {
            let ends = [self.cleared(part, from, first), self.cleared(part, to, last)];
            stack.push(Stretch { ends, rivals: [Some(first), Some(last)] });
        }
    }

    /// The place at which a rival comes to the distance: on it only others cover.
    fn cleared(&self, part: &Part, s: f64, rival: Feature) -> Spot {
        let mut spot = self.spot(part, s);
        spot.by = spot.by.filter(|f| *f != rival);
        spot
    }

    /// One end stands, the other is covered.
    fn one(
        &self,
        part: &Part,
        it: Stretch,
        (down, rival): (usize, Feature),
        stack: &mut Vec<Stretch>,
    ) {
        let up = it.ends[1 - down].s;
        let cut = self.comes_near(part, rival, [up, it.ends[down].s]);
        if (cut - up).abs() < LEAST_M / 4.0 {
            return;
        }
        let mut next = it;
        next.ends[down] = self.cleared(part, cut, rival);
        next.rivals[down] = next.ends[down].by.is_none().then_some(rival);
        stack.push(next);
    }

    /// Where a feature that is nearer at the second parameter, not at the first, comes to the distance: by
    /// false position, each kept end halved (Illinois).
    fn comes_near(&self, part: &Part, rival: Feature, [far, near]: [f64; 2]) -> f64 {
        let (earth, reach) =
            (self.shore().earth(), self.reach_m(self.feature(part), rival, self.cut_m));
        let beyond = |s: f64| {
            let at = part.curve.at(earth, s);
            let far = match self.rhumb {
                true => self.set.to_feature(at, rival).distance_m,
                false => self.shore().to_feature(&earth.point(at), rival).0,
            };
            far - reach
        };
        let (mut x, mut y) = (far, near);
        let (mut f, mut g) = (beyond(x), beyond(y));
        if f <= 0.0 {
            return x;
        }
        // By the finer measure it does not come near at all.
        if g >= 0.0 {
            return y;
        }
        for round in 0..80 {
            let s = if round % 4 == 3 { (x + y) / 2.0 } else { x + (y - x) * f / (f - g) };
            let h = beyond(s);
            if h.abs() < 1e-9 || (y - x).abs() < 1e-9 {
                return s;
            }
            if h > 0.0 {
                (x, f, g) = (s, h, g / 2.0);
            } else {
                (y, g, f) = (s, h, f / 2.0);
            }
        }
        (x + y) / 2.0
    }

    fn piece(&self, part: &Part, range: [f64; 2]) -> Piece {
        let earth = self.shore().earth();
        let curve = part.curve.over(range);
        let mut ends: [LatLon; 2] = curve.ends(earth);
        if part.reversed {
            ends.reverse();
        }
        let speed = curve.spot(earth, (range[0] + range[1]) / 2.0).speed;
        let length_m = curve.length() * speed;
        Piece { curve, reversed: part.reversed, source: part.source, ends, length_m }
    }

    fn feature(&self, part: &Part) -> Feature {
        let source = part.source;
        let at = self.sources.partition_point(|s| *s < (source.line, source.node));
        Feature(2 * at as u32 + u32::from(source.on_edge))
    }
}

fn halves(it: &Stretch, m: Spot, stack: &mut Vec<Stretch>) {
    let ([a, b], [first, last]) = (it.ends, it.rivals);
    stack.push(Stretch { ends: [m, b], rivals: [None, last] });
    stack.push(Stretch { ends: [a, m], rivals: [first, None] });
}
