//! What of an arc or parallel stands: no base point is nearer than its own.
//!
//! Of two base points at the very same distance (to a micrometre) the earlier one names the limit.
//! A stretch is told by its ends. Both stand: `lens.rs` says whether anything can be nearer between, and about where;
//! there it is parted. One stands: where the other end is covered by a base point, the place at which that point comes to
//! the distance is found; beyond it, it covers everything up to the end, before it nothing, for it covers one
//! connected stretch. None stands: covered by one point as a whole, or by two with something between them.

use littoral_geodesy::{Feature, LatLon, Nearest, Shoreline, SurfacePoint};
use littoral_model::EdgeKind;

use super::parts::Part;
use super::{Options, Piece};
use crate::construct::base::{BaseSet, Bases};

/// Parts shorter than this are rounding, metres.
const LEAST_M: f64 = 1e-4;
/// Cuts nearer to an end than this are the end, metres.
const SAME_M: f64 = LEAST_M / 4.0;
/// A nearest point this near to a vertex is the vertex, metres.
const CLOSE_M: f64 = 0.01;

/// The baseline as an index.
pub(super) struct Cutter<'a> {
    set: &'a BaseSet,
    /// Line and coordinate of each vertex of the index.
    sources: Vec<(usize, usize)>,
    pub(super) distance_m: f64,
    /// Distances within this are equal by the index, metres.
    pub(super) equal_m: f64,
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
}

/// A stretch by its ends.
type Stretch = [Spot; 2];

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

    pub(super) fn shore(&self) -> &Shoreline {
        self.set.shore()
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

    /// A feature covers what is nearer to it than this, metres.
    fn reach_m(&self, mine: Feature, other: Feature, equal_m: f64) -> f64 {
        if other < mine { self.distance_m + equal_m } else { self.distance_m - equal_m }
    }

    fn spot(&self, part: &Part, s: f64) -> Spot {
        let (earth, mine) = (self.shore().earth(), self.feature(part));
        let at = earth.point(part.curve.at(earth, s));
        let reach = self.distance_m + self.equal_m;
        let near = self.shore().nearest(&at, None, reach + 1.0);
        let mut out = Spot { s, at, by: None };
        if near.distance_m < self.distance_m - self.equal_m
            && !self.shore().adjoin(mine, near.feature)
        {
            out.by = Some(near.feature);
            return out;
        }
        let covers = |n: &Nearest| {
            !self.shore().adjoin(mine, n.feature)
                && !self.follow(mine, n)
                && n.distance_m < self.reach_m(mine, n.feature, self.equal_m)
        };
        out.by = self.shore().within(&at, reach).into_iter().find(covers).map(|n| n.feature);
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

    /// Both ends stand.
    fn both(
        &self,
        part: &Part,
        [a, b]: Stretch,
        stack: &mut Vec<Stretch>,
        out: &mut Vec<[f64; 2]>,
    ) {
        let short = b.s - a.s <= self.leaf_m;
        let doubt = if short { Some((a.s + b.s) / 2.0) } else { self.doubt(part, [a.s, b.s]) };
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
        let mine = self.feature(part);
        if self.covers(mine, first, &b) || self.covers(mine, last, &a) {
            return;
        }
        let from = self.comes_near(part, first, [b.s, a.s]);
        let to = self.comes_near(part, last, [a.s, b.s]);
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
        let s = self.comes_near(part, rival, [up.s, down.s]);
        if (s - up.s).abs() < SAME_M {
            return None;
        }
        let mut cut = self.cleared(part, s, rival);
        cut.by = cut.by.filter(|_| (s - down.s).abs() > 1e-9);
        Some(cut)
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

    pub(super) fn feature(&self, part: &Part) -> Feature {
        let source = part.source;
        let at = self.sources.partition_point(|s| *s < (source.line, source.node));
        Feature(2 * at as u32 + u32::from(source.on_edge))
    }
}
