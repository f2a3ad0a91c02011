//! What of an arc or parallel stands: no base point is nearer than its own.

use std::collections::BTreeMap;

use littoral_geodesy::densify::PIECE_M;
use littoral_geodesy::{Curve, Earth, Feature, LatLon, SurfacePoint, Vec3, intersect};
use littoral_model::{EdgeKind, ShoreKind};

use super::{Options, Part, Piece};
use crate::construct::base::{BaseSet, Bases, Source};

/// Parts shorter than this are rounding, metres.
const LEAST_M: f64 = 1e-4;

type Cell = (i32, i32, i32);

/// The baseline as an index for nearest and for near.
pub(super) struct Cutter<'a> {
    earth: &'a Earth,
    bases: &'a Bases,
    set: BaseSet,
    distance_m: f64,
    vertices_only: bool,
    /// Side of a cell of the grid, metres.
    cell_m: f64,
    /// Features, with an end of a piece, by the cells in which the ends lie.
    grid: BTreeMap<Cell, Vec<(Feature, Vec3)>>,
    /// Source of each vertex of the index.
    sources: Vec<(usize, usize)>,
    /// Distances within this are equal, metres.
    equal_m: f64,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(earth: &'a Earth, bases: &'a Bases, party: usize, options: &Options) -> Self {
        let set = BaseSet::new(earth, bases, options.vertices_only, |_, l| l.party == party);
        let mine = bases.lines.iter().enumerate().filter(|(_, l)| l.party == party);
        let sources = mine.clone().flat_map(|(k, l)| (0..l.nodes.len()).map(move |v| (k, v)));
        let rhumb = mine.clone().any(|(_, l)| l.edge == EdgeKind::Loxodrome);
        let mut cutter = Self {
            earth,
            bases,
            sources: sources.collect(),
            set,
            distance_m: options.distance_m,
            vertices_only: options.vertices_only,
            cell_m: (options.distance_m / 4.0).max(2500.0),
            grid: BTreeMap::new(),
            equal_m: if rhumb { 2e-3 } else { 1e-5_f64.max(options.distance_m * 1e-10) },
        };
        cutter.fill();
        cutter
    }

    fn fill(&mut self) {
        let shore = self.set.shore();
        let mut grid: BTreeMap<Cell, Vec<(Feature, Vec3)>> = BTreeMap::new();
        let mut put = |p: &SurfacePoint, f: Feature| {
            grid.entry(cell(p, self.cell_m)).or_default().push((f, p.p));
        };
        for v in 0..shore.len() as u32 {
            put(&self.earth.point(shore.vertex(v)), Feature(2 * v));
            for k in shore.pieces_of(v) {
                let piece = shore.piece(k);
                if piece.length_m() > 0.0 {
                    put(&piece.a, Feature(2 * v + 1));
                    put(&piece.b, Feature(2 * v + 1));
                }
            }
        }
        self.grid = grid;
    }

    /// The parts of an arc or parallel that belong to the limit.
    pub(super) fn exposed(&self, part: &Part) -> Vec<Piece> {
        let mut kept: Vec<[f64; 2]> = Vec::new();
        let mut stack = vec![part.curve.range];
        let leaf = (self.distance_m / 64.0).max(1.0);
        while let Some([a, b]) = stack.pop() {
            let middle = self.earth.point(part.curve.at(self.earth, (a + b) / 2.0));
            let near = self.set.shore().nearest(&middle, None, f64::INFINITY).distance_m;
            // 1.5: parallels of loxodromes stretch a little.
            if near < self.distance_m - (b - a) * 0.75 - 1e-2 {
                continue;
            }
            if b - a > leaf {
                stack.push([(a + b) / 2.0, b]);
                stack.push([a, (a + b) / 2.0]);
                continue;
            }
            kept.extend(self.leaf(part, [a, b], &middle));
        }
        kept.sort_by(|x, y| x[0].total_cmp(&y[0]));
        let mut joined: Vec<[f64; 2]> = Vec::new();
        for [a, b] in kept {
            match joined.last_mut() {
                Some(last) if a - last[1] < 1e-7 => last[1] = b,
                _ => joined.push([a, b]),
            }
        }
        joined.into_iter().filter(|[a, b]| b - a > LEAST_M).map(|r| self.piece(part, r)).collect()
    }

    fn piece(&self, part: &Part, range: [f64; 2]) -> Piece {
        let curve = part.curve.over(range);
        let mut ends = curve.ends(self.earth);
        if part.reversed {
            ends.reverse();
        }
        let speed = curve.spot(self.earth, (range[0] + range[1]) / 2.0).speed;
        let length_m = curve.length() * speed;
        Piece { curve, reversed: part.reversed, source: part.source, ends, length_m }
    }

    /// Cuts a short part at every curve that may cover some of it, and keeps what stands.
    fn leaf(&self, part: &Part, range: [f64; 2], middle: &SurfacePoint) -> Vec<[f64; 2]> {
        let length = range[1] - range[0];
        let rivals = self.rivals(part, middle, self.distance_m + length + 1.0);
        let own = part.curve.over(range);
        let mut cuts = vec![range[0], range[1]];
        for &rival in rivals.iter().filter(|f| !self.runs_along(&own, **f)) {
            for curve in self.boundary(rival) {
                let found = intersect::crossings(self.earth, &own, &curve);
                cuts.extend(found.points.iter().map(|x| x.s[0]));
            }
        }
        cuts.sort_by(f64::total_cmp);
        cuts.dedup_by(|a, b| *a - *b < 1e-7);
        let stands = |w: &&[f64]| {
            let at = part.curve.at(self.earth, (w[0] + w[1]) / 2.0);
            w[1] - w[0] > LEAST_M && self.stands(part, at, &rivals)
        };
        cuts.windows(2).filter(stands).map(|w| [w[0], w[1]]).collect()
    }

    /// The rival's curve is this one (coincident base points, a baseline drawn on the coast): it
    /// cuts nothing, and the order of the features decides.
    fn runs_along(&self, own: &Curve, f: Feature) -> bool {
        let [a, b] = own.range;
        [a, (2.0 * a + b) / 3.0, b].iter().all(|&s| {
            let d = self.set.to_feature(own.at(self.earth, s), f).distance_m;
            (d - self.distance_m).abs() < 1e-6
        })
    }

    fn stands(&self, part: &Part, at: LatLon, rivals: &[Feature]) -> bool {
        let mine = self.feature(part.source);
        let point = self.earth.point(at);
        rivals.iter().all(|&f| {
            let (near, _) = self.set.shore().to_feature(&point, f);
            if near > self.distance_m + 0.05 {
                return true;
            }
            let exact = self.set.to_feature(at, f).distance_m;
            // Of coincident base points the first one names the arc.
            exact > self.distance_m + self.equal_m
                || (exact > self.distance_m - self.equal_m && f > mine)
        })
    }

    /// Features that come within `reach_m` of a place, without the part's own and its neighbours
    /// along the line, whose share the normals settle.
    fn rivals(&self, part: &Part, p: &SurfacePoint, reach_m: f64) -> Vec<Feature> {
        let mine = self.feature(part.source);
        let shore = self.set.shore();
        let far = reach_m + PIECE_M + 1.0;
        let span = (far / self.cell_m).ceil() as i32;
        let (x, y, z) = cell(p, self.cell_m);
        let mut out = Vec::new();
        for i in x - span..=x + span {
            for j in y - span..=y + span {
                for (_, list) in self.grid.range((i, j, z - span)..=(i, j, z + span)) {
                    // A piece is at most its own length nearer than its end.
                    let near = |e: &&(Feature, Vec3)| {
                        let v = e.1 - p.p;
                        v.dot(v) < far * far
                    };
                    let list = list.iter().filter(near).map(|e| e.0);
                    out.extend(list.filter(|f| !shore.adjoin(mine, *f)));
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        out.retain(|f| shore.to_feature(p, *f).0 < reach_m);
        out
    }

    fn feature(&self, source: Source) -> Feature {
        let at = self.sources.partition_point(|s| *s < (source.line, source.node));
        Feature(2 * at as u32 + u32::from(source.on_edge))
    }

    /// The curves at the distance from a base point or edge.
    fn boundary(&self, f: Feature) -> Vec<Curve> {
        let Some(&(line, node)) = self.sources.get(f.0 as usize / 2) else { return Vec::new() };
        let line = &self.bases.lines[line];
        if f.vertex().is_some() {
            return vec![Curve::circle(line.nodes[node].at, self.distance_m)];
        }
        if self.vertices_only || line.kind == ShoreKind::BasePoint {
            return Vec::new();
        }
        let edge = line.curve(self.earth, node);
        let beside = |side: f64| edge.and_then(|c| c.parallel(side * self.distance_m));
        [beside(-1.0), beside(1.0)].into_iter().flatten().collect()
    }
}

fn cell(p: &SurfacePoint, size: f64) -> Cell {
    let k = |v: f64| (v / size).floor() as i32;
    (k(p.p.x), k(p.p.y), k(p.p.z))
}
