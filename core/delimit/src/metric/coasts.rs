//! Every party's coast and islands as searchable lines: distances for metrics, without an engine.

use littoral_geodesy::{Chain, Earth, Join, LatLon, Shoreline, SurfacePoint};
use littoral_model::{Case, EdgeKind, ShoreKind};

/// One line a party; empty for a party without a shore.
pub(crate) struct Coasts {
    earth: Earth,
    lines: Vec<Shoreline>,
}

/// Where each party's shore was nearest to the last place.
#[derive(Default)]
pub(crate) struct Hints(Vec<Option<u32>>);

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
            Shoreline::new(&earth, &chains)
        };
        let lines = (0..case.parties.len()).map(line).collect();
        Self { earth, lines }
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

    /// Distance from the holder's shore less that from the nearest, metres. `hints` are of places near by.
    pub(crate) fn extra(&self, at: LatLon, holder: usize, hints: &mut Hints) -> f64 {
        self.extra_at(&self.earth.point(at), holder, hints)
    }

    /// The same.
    pub(crate) fn extra_at(&self, p: &SurfacePoint, holder: usize, hints: &mut Hints) -> f64 {
        hints.0.resize(self.lines.len(), None);
        let mut ask = |k: usize, most: f64| {
            let found = self.lines[k].nearest(p, hints.0[k], most);
            if found.distance_m.is_finite() {
                hints.0[k] = Some(found.piece);
            }
            found.distance_m
        };
        let own = ask(holder, f64::INFINITY);
        // Only a shore that is nearer than the nearest so far matters.
        let others = (0..self.lines.len()).filter(|k| *k != holder && !self.lines[*k].is_empty());
        own - others.fold(own, |most, k| most.min(ask(k, most)))
    }

    /// The figure of the earth.
    pub(crate) fn earth(&self) -> &Earth {
        &self.earth
    }
}
