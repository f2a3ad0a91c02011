//! Every party's coast and islands as searchable lines: distances for metrics, without an engine.

use std::sync::{OnceLock, PoisonError, RwLock};

use littoral_geodesy::{Chain, Earth, Join, LatLon, Shoreline, SurfacePoint, densify, neighbours};
use littoral_model::{Case, EdgeKind, ShoreKind};
use rustc_hash::FxHashMap;

use super::COAST_SCALE_M;
use super::coast_length::coast_length_m;

/// One line a party; empty for a party without a shore.
pub(crate) struct Coasts {
    earth: Earth,
    lines: Vec<Shoreline>,
    /// Of the mainland at [`COAST_SCALE_M`]: no division changes them.
    lengths_m: OnceLock<Vec<f64>>,
    /// Edges of cells that were asked about: divisions of a sea repeat its coast. For look-up only.
    edges: RwLock<FxHashMap<EdgeKey, Frontage>>,
}

/// The bits of an edge's ends: cells that meet share their vertices exactly.
pub(crate) type EdgeKey = [u64; 4];

/// Edges that are remembered: a coast of a million vertices is not.
const MOST_EDGES: usize = 1 << 16;

/// A shore this near to the middle of an edge is that edge, metres.
const ON_SHORE_M: f64 = 1.0;

/// Whose shore an edge of a cell is, if anybody's, and its length.
#[derive(Clone, Copy)]
pub(crate) struct Frontage {
    pub(crate) party: Option<usize>,
    pub(crate) length_m: f64,
}

/// How much farther than it must a search looks, metres: a few dozen places of a row.
const BEYOND_M: f64 = 100_000.0;

/// A hair on the safe side of bounds that are sums of rounded lengths, metres.
pub(crate) const HAIR_M: f64 = 1e-3;

/// What is known of the parties' shores from the last place asked about.
#[derive(Default)]
pub(crate) struct Hints {
    last: Option<SurfacePoint>,
    of: Vec<Hint>,
    /// Whose shore was nearest of the others'.
    nearest: usize,
}

#[derive(Clone, Copy, Default)]
struct Hint {
    /// Where the shore was nearest.
    piece: Option<u32>,
    /// The place now asked about is no nearer to the shore than this, metres.
    at_least_m: f64,
}

impl Hints {
    /// On to another place: a distance changes by a metre a metre at most.
    fn go_to(&mut self, earth: &Earth, to: &SurfacePoint, parties: usize) {
        self.of.resize(parties, Hint::default());
        let way = self.last.map_or(f64::INFINITY, |from| earth.distance(&from, to) + HAIR_M);
        self.of.iter_mut().for_each(|h| h.at_least_m -= way);
        self.last = Some(*to);
    }
}

/// The bits of an edge, as it runs.
pub(crate) fn edge_key(a: &[f64; 2], b: &[f64; 2]) -> EdgeKey {
    [a[0], a[1], b[0], b[1]].map(f64::to_bits)
}

impl Coasts {
    /// Coasts, islands and base points; straight baselines are no shore.
    pub(crate) fn new(case: &Case) -> Self {
        let earth = Earth::new(&case.ellipsoid);
        let line = |party: usize| {
            let own = case.shores.iter().filter(|s| s.party == party);
            let mut chains = Vec::new();
            for shore in own.filter(|s| s.kind != ShoreKind::Baseline) {
                let join = match (shore.kind, shore.edge) {
                    (ShoreKind::BasePoint, _) => Join::Points,
                    (_, EdgeKind::Geodesic) => Join::Geodesic,
                    (_, EdgeKind::Loxodrome) => Join::Loxodrome,
                };
                let closed = shore.kind == ShoreKind::Islands;
                chains.extend(shore.lines.iter().map(|l| Chain { points: l, closed, join }));
            }
            neighbours::sort(&earth, &mut chains);
            Shoreline::new(&earth, &chains)
        };
        let lines = (0..case.parties.len()).map(line).collect();
        Self { earth, lines, lengths_m: OnceLock::new(), edges: RwLock::default() }
    }

    /// Lengths of the parties' mainland coasts at [`COAST_SCALE_M`], metres; `case` is that of the coasts.
    pub(crate) fn lengths_m(&self, case: &Case) -> &[f64] {
        let length = |k: usize| coast_length_m(&self.earth, case, k, COAST_SCALE_M);
        self.lengths_m.get_or_init(|| (0..case.parties.len()).map(length).collect())
    }

    /// Distance from a party's shore, metres; infinite for a party without one.
    pub(crate) fn distance(&self, at: LatLon, party: usize) -> f64 {
        let p = self.earth.point(at);
        let line = self.lines.get(party).filter(|l| !l.is_empty());
        line.map_or(f64::INFINITY, |l| l.nearest(&p, None, f64::INFINITY).distance_m)
    }

    /// The party with the nearest shore (of equal distances the earlier) and its distance, metres.
    pub(crate) fn nearest(&self, at: LatLon) -> Option<(usize, f64)> {
        self.within(&self.earth.point(at), f64::INFINITY, 0)
    }

    /// The same for shores nearer than `reach_m` only, where that of `first` is likely the one.
    pub(crate) fn within(
        &self,
        at: &SurfacePoint,
        reach_m: f64,
        first: usize,
    ) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        let rest = (0..self.lines.len()).filter(|k| *k != first);
        for party in std::iter::once(first).chain(rest) {
            let Some(line) = self.lines.get(party).filter(|l| !l.is_empty()) else { continue };
            let most = best.map_or(reach_m, |(_, d)| d);
            let found = line.nearest(at, None, most).distance_m;
            if found < most {
                best = Some((party, found));
            }
        }
        best
    }

    /// Whose shore an edge of a cell is.
    pub(crate) fn frontage(&self, a: &[f64; 2], b: &[f64; 2]) -> Frontage {
        let key = edge_key(a, b);
        if let Some(known) = self.edges.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return *known;
        }
        let (middle, length_m) = halved(&self.earth, a, b);
        // Always asked in one order: what is remembered must not depend on the division that asked first.
        let party = self.within(&middle, ON_SHORE_M, 0).map(|(party, _)| party);
        let found = Frontage { party, length_m };
        let mut edges = self.edges.write().unwrap_or_else(PoisonError::into_inner);
        if edges.len() < MOST_EDGES {
            edges.insert(key, found);
        }
        found
    }

    /// Distance from the holder's shore less that from the nearest, metres. `hints` are of places near by.
    pub(crate) fn extra(&self, at: LatLon, holder: usize, hints: &mut Hints) -> f64 {
        self.extra_at(&self.earth.point(at), holder, hints)
    }

    /// The same.
    pub(crate) fn extra_at(&self, p: &SurfacePoint, holder: usize, hints: &mut Hints) -> f64 {
        hints.go_to(&self.earth, p, self.lines.len());
        let own = self.ask(p, (holder, f64::INFINITY), hints);
        // Only a shore that is nearer than the nearest so far matters, and the last one's is likely that.
        let first = hints.nearest;
        let rest = (0..self.lines.len()).filter(|k| *k != first);
        let others = std::iter::once(first).chain(rest).filter(|k| *k != holder);
        let mut least = own;
        for k in others.filter(|k| self.lines.get(*k).is_some_and(|l| !l.is_empty())) {
            let found = self.ask(p, (k, least), hints);
            if found < least {
                (least, hints.nearest) = (found, k);
            }
        }
        own - least
    }

    /// Distance from a party's shore, metres, where it is less than `most`; no search where it cannot be. A search looks
    /// farther than it must, so that the next places need none.
    fn ask(&self, p: &SurfacePoint, (k, most): (usize, f64), hints: &mut Hints) -> f64 {
        let hint = &mut hints.of[k];
        if hint.at_least_m >= most {
            return f64::INFINITY;
        }
        let reach_m = most + BEYOND_M;
        let found = self.lines[k].nearest(p, hint.piece, reach_m);
        if found.distance_m.is_finite() {
            *hint = Hint { piece: Some(found.piece), at_least_m: found.distance_m };
        } else if most.is_finite() {
            hint.at_least_m = reach_m;
        }
        found.distance_m
    }

    /// The figure of the earth.
    pub(crate) fn earth(&self) -> &Earth {
        &self.earth
    }
}

/// Middle and length of an edge.
fn halved(earth: &Earth, a: &[f64; 2], b: &[f64; 2]) -> (SurfacePoint, f64) {
    let [from, to] = [a, b].map(|p| LatLon::new(p[0], p[1]));
    let (p, q) = (earth.point(from), earth.point(to));
    let long = earth.distance(&p, &q);
    if long <= densify::PIECE_M {
        return (densify::between(earth, &p, &q, 0.5), long);
    }
    let edge = earth.inverse(from, to);
    let middle = earth.direct(from, edge.azimuth1_deg, edge.distance_m / 2.0);
    (earth.point(middle), edge.distance_m)
}
