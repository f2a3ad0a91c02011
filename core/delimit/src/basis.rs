//! What every solution of a case stands on: the earth, the chart, the shores as searchable sets.

mod memo;
mod rims;
mod shared;

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::Arc;

use littoral_geodesy::{
    AreaRule, Chain, Earth, Feature, Greens, Join, LatLon, Shoreline, SurfacePoint, Vec3, chain,
    densify, many, neighbours,
};
use littoral_model::{Case, EdgeKind, Sea, Shore, ShoreKind};
use rayon::prelude::*;

use self::memo::Memo;
pub(crate) use self::rims::owners;
use self::rims::{Marks, Rims};
use crate::around::Table;
use crate::chart::Chart;
use crate::error::DelimitError;
use crate::field::SetId;
use crate::partition::Partition;
use crate::terminus::{self, Terminus};
use crate::turn::Turn;
use crate::waters::{Bases, From};

/// Rings to a task.
const LEAST_RINGS: usize = 64;

/// Index into [`Core::termini`].
pub(crate) type TerminusId = u16;

/// One distance field's base points.
#[derive(Debug)]
pub(crate) struct BaseSet {
    pub(crate) line: Shoreline,
    /// Party whose shores these are; `None` for a drawn line.
    pub(crate) party: Option<usize>,
    /// Vertices at which the party's coast ends at a terminus.
    termini: Vec<(u32, TerminusId)>,
    /// Which of its lines are rings of the sea.
    pub(crate) rims: Rims,
    pub(crate) memo: Memo,
}

impl BaseSet {
    /// What is nobody's coast.
    fn drawn(line: Shoreline) -> Self {
        let (termini, rims, memo) = Default::default();
        Self { line, party: None, termini, rims, memo }
    }

    /// The vertex of this set at a terminus.
    pub(crate) fn vertex_at(&self, id: TerminusId) -> Option<Feature> {
        let at = self.termini.iter().find(|(_, t)| *t == id)?;
        Some(Feature(2 * at.0))
    }

    /// The terminus at one of this set's vertices that passes a test.
    pub(crate) fn terminus_where(&self, test: impl Fn(TerminusId) -> bool) -> Option<TerminusId> {
        self.termini.iter().map(|t| t.1).find(|id| test(*id))
    }

    /// Is a feature a terminus, or does it join one?
    pub(crate) fn joins_terminus(&self, feature: Feature) -> bool {
        self.termini.iter().any(|(vertex, _)| self.line.adjoin(feature, Feature(2 * vertex)))
    }

    /// Does the nearest point slide from one feature to another, as from an edge to its end or along a straight run of
    /// vertices? Over a terminus it does not: scores tie there.
    pub(crate) fn slides(&self, f: Feature, g: Feature) -> bool {
        self.line.adjoin(f, g)
            || self.line.straight_run(f, g).is_some_and(|run| {
                !self.termini.iter().any(|(vertex, _)| run.contains(Feature(2 * vertex)))
            })
    }

    pub(crate) fn terminus_of(&self, feature: Feature) -> Option<TerminusId> {
        let vertex = feature.vertex()?;
        self.termini.iter().find(|(v, _)| *v == vertex).map(|(_, t)| *t)
    }
}

/// One ring of the sea, walked with the sea on its left.
#[derive(Debug)]
pub(crate) struct SeaRing {
    /// First vertex in [`Core::sea`], and how many.
    pub(crate) first: u32,
    pub(crate) count: u32,
}

/// The part that never changes.
pub(crate) struct Core {
    pub(crate) earth: Earth,
    pub(crate) chart: Chart,
    pub(crate) termini: Arc<[Terminus]>,
    pub(crate) sea: Shoreline,
    pub(crate) rings: Vec<SeaRing>,
    marks: Marks,
    /// How its vertices are joined.
    join: Join,
    pub(crate) rule: AreaRule,
    /// Green integrals of the pieces of the sea's rings.
    pub(crate) greens: Greens,
    pub(crate) sea_m2: f64,
    /// Least radius of curvature of a meridian, metres.
    pub(crate) least_meridian_m: f64,
    /// How it counts longitudes.
    pub(crate) turn: Turn,
    pub(crate) party_names: Vec<String>,
}

/// The core and the sets registered so far.
#[derive(Clone)]
pub(crate) struct Basis {
    core: Arc<Core>,
    pub(crate) sets: Vec<Arc<BaseSet>>,
    /// Ways through the water to some of them.
    tables: Vec<(SetId, Arc<Table>)>,
    /// The core's, with the rays of the partition in hand.
    pub(crate) termini: Arc<[Terminus]>,
}

impl Deref for Basis {
    type Target = Core;
    fn deref(&self) -> &Core {
        &self.core
    }
}

impl Basis {
    pub(crate) fn new(
        core: Arc<Core>,
        sets: Vec<Arc<BaseSet>>,
        tables: Vec<(SetId, Arc<Table>)>,
    ) -> Self {
        let termini = core.termini.clone();
        Self { core, sets, tables, termini }
    }

    /// Ways through the water to a set, where a field asks for them.
    pub(crate) fn table(&self, set: SetId) -> Option<&Table> {
        self.tables.iter().find(|(id, _)| *id == set).map(|(_, table)| &**table)
    }

    /// The same with the rays that a partition has turned.
    pub(crate) fn for_rays_of(mut self, partition: &Partition) -> Self {
        if !partition.turned.is_empty() {
            let mut termini = self.termini.to_vec();
            for turned in partition.turned.iter() {
                let t = &mut termini[turned.terminus as usize];
                *t = t.with_ray(turned.azimuth_deg);
            }
            self.termini = termini.into();
        }
        self
    }
}

impl Core {
    pub(crate) fn new(case: &Case, bases: Bases) -> Result<Self, DelimitError> {
        let earth = Earth::new(&case.ellipsoid);
        if case.sea.outer.len() < 3 {
            return Err(DelimitError::Invalid("the sea has no outer ring".into()));
        }
        let sea = &case.sea;
        let join = join(sea.edge);
        let ring = |r| Chain { points: r, closed: true, join };
        let given: Vec<Chain<'_>> = in_order(&earth, sea).into_iter().map(ring).collect();
        let mut places = chain::places(&earth, &given);
        let chart = Chart::new(&earth, &places[..sea.outer.len()]);
        let rule = AreaRule::new(&earth, &chart.centre());
        let rings = oriented(&chart, &given, &mut places);
        let chains: Vec<Chain<'_>> = rings.iter().map(|r| ring(r.as_ref())).collect();
        let indexed = || {
            let sea = Shoreline::placed(&earth, &chains, places);
            let greens = Greens::new(&sea, &rule);
            (sea, greens)
        };
        let ((sea, greens), termini) =
            rayon::join(indexed, || terminus::find(&earth, case, bases, &rings));
        let marks = Marks::new(&rings);
        let mut first = 0;
        let spans = rings.iter().map(|r| {
            let count = r.len() as u32;
            first += count;
            SeaRing { first: first - count, count }
        });
        let rings = spans.collect();
        let centre_lon = earth.lat_lon(&chart.centre()).lon;
        let turn = Turn::new(centre_lon, case.sea.outer.iter().map(|p| p.lon));
        let least_meridian_m = earth.ellipsoid().a_m * (1.0 - earth.e2());
        Ok(Self {
            earth,
            chart,
            termini: termini.into(),
            sea_m2: rule.area_m2(greens.whole()),
            sea,
            rings,
            marks,
            join,
            rule,
            greens,
            least_meridian_m,
            turn,
            party_names: case.party_ids().map(str::to_owned).collect(),
        })
    }

    /// Latitude, and longitude as the sea counts it.
    pub(crate) fn place(&self, p: &SurfacePoint) -> LatLon {
        let at = self.earth.lat_lon(p);
        let centre_lon = self.turn.centre();
        LatLon::new(at.lat, centre_lon + densify::wrap(at.lon - centre_lon))
    }

    /// The outer rim of the sea alone: whether a place lies within it islands do not tell.
    pub(crate) fn outer_rim(&self) -> Shoreline {
        let points = self.rings.first().map_or(&[][..], |r| self.sea.vertices(0..r.count));
        Shoreline::new(&self.earth, &[Chain { points, closed: true, join: self.join }])
    }

    /// Base points of one party.
    pub(crate) fn base_set(
        &self,
        case: &Case,
        party: usize,
        islands: bool,
        from: From,
        bases: Bases,
    ) -> BaseSet {
        let take = |s: &&Shore| {
            s.party == party
                && match s.kind {
                    ShoreKind::Coast | ShoreKind::BasePoint => true,
                    ShoreKind::Islands => islands,
                    ShoreKind::Baseline => from == From::Baseline,
                }
        };
        let mut chains = Vec::new();
        for shore in case.shores.iter().filter(take) {
            let points = shore.kind == ShoreKind::BasePoint || bases == Bases::Vertices;
            let join = if points { Join::Points } else { join(shore.edge) };
            let closed = shore.kind == ShoreKind::Islands;
            chains.extend(shore.lines.iter().map(|l| Chain { points: l, closed, join }));
        }
        self.set_of(chains, party)
    }

    /// Base points of one party from lines of any kind; its termini are found by their places.
    pub(crate) fn set_of(&self, mut chains: Vec<Chain<'_>>, party: usize) -> BaseSet {
        neighbours::sort(&self.earth, &mut chains);
        let rims = Rims::new(self, &chains);
        let places = shared::places(self, &chains, rims.of_lines());
        let line = Shoreline::placed(&self.earth, &chains, places);
        let own: Vec<(LatLon, TerminusId)> = (0..)
            .zip(self.termini.iter())
            .filter(|(_, t)| t.parties.contains(&party))
            .map(|(k, t)| (t.at, k))
            .collect();
        let at = |v: u32| {
            let p = line.vertex(v);
            own.iter().find(|(at, _)| *at == p).map(|(_, id)| (v, *id))
        };
        let vertices = 0..line.len() as u32;
        let termini = match line.len() {
            _ if own.is_empty() => Vec::new(),
            0..many::BLOCK => vertices.filter_map(at).collect(),
            _ => vertices.into_par_iter().with_min_len(many::BLOCK).filter_map(at).collect(),
        };
        BaseSet { line, party: Some(party), termini, rims, memo: Memo::default() }
    }

    /// A line or ring of nobody's, as it is.
    pub(crate) fn chain_set(&self, points: &[LatLon], closed: bool, join: Join) -> BaseSet {
        let chain = Chain { points, closed, join };
        BaseSet::drawn(Shoreline::new(&self.earth, &[chain]))
    }

    /// The rims of one holder's waters.
    pub(crate) fn rims_set(&self, rims: &[Vec<LatLon>]) -> BaseSet {
        let ring = |r| Chain { points: r, closed: true, join: Join::Geodesic };
        let chains: Vec<Chain<'_>> = rims.iter().map(|r| ring(r.as_slice())).collect();
        BaseSet::drawn(Shoreline::new(&self.earth, &chains))
    }

    /// A drawn line, prolonged at both ends by geodesics so that it has two sides everywhere.
    pub(crate) fn drawn_line(&self, points: &[LatLon]) -> BaseSet {
        let reach = 1.5 * self.chart.side_rad() * self.earth.ellipsoid().a_m;
        let beyond = |from: LatLon, end: LatLon| {
            let back = self.earth.inverse(end, from).azimuth1_deg + 180.0;
            self.earth.direct(end, back, reach)
        };
        let mut line = Vec::with_capacity(points.len() + 2);
        if let [a, b, ..] = points {
            line.push(beyond(*b, *a));
        }
        line.extend_from_slice(points);
        if let [.., a, b] = points {
            line.push(beyond(*a, *b));
        }
        let chain = Chain { points: &line, closed: false, join: Join::Geodesic };
        BaseSet::drawn(Shoreline::new(&self.earth, &[chain]))
    }
}

fn join(edge: EdgeKind) -> Join {
    match edge {
        EdgeKind::Geodesic => Join::Geodesic,
        EdgeKind::Loxodrome => Join::Loxodrome,
    }
}

/// The sea's rings as given: the outer, then the inner with neighbours together.
fn in_order<'a>(earth: &Earth, sea: &'a Sea) -> Vec<&'a [LatLon]> {
    let first = |k: usize| sea.inner[k].first().map_or(Vec3::default(), |p| earth.place(*p));
    let firsts = many::list(sea.inner.len(), LEAST_RINGS, first);
    let inner = neighbours::order(&firsts).into_iter().map(|k| sea.inner[k as usize].as_slice());
    std::iter::once(sea.outer.as_slice()).chain(inner).collect()
}

/// Rings with the sea on their left: the first counter-clockwise, all others clockwise. Their places are turned likewise.
fn oriented<'a>(chart: &Chart, rings: &[Chain<'a>], places: &mut [Vec3]) -> Vec<Cow<'a, [LatLon]>> {
    let mut end = 0;
    let spans: Vec<Range<usize>> = rings
        .iter()
        .map(|r| {
            end += r.places();
            end - r.places()..end
        })
        .collect();
    let turned = |k: usize| {
        let (points, start) = (rings[k].points, spans[k].start);
        let positive = is_positive(chart, &places[start..start + points.len()]);
        if positive == (k == 0) {
            Cow::Borrowed(points)
        } else {
            Cow::Owned(points.iter().rev().copied().collect())
        }
    };
    let turned = many::list(rings.len(), LEAST_RINGS, turned);
    for (ring, span) in turned.iter().zip(spans) {
        if let Cow::Owned(points) = ring {
            let (own, again) = places[span].split_at_mut(points.len());
            own.reverse();
            own.first().into_iter().for_each(|first| again.fill(*first));
        }
    }
    turned
}

/// Does a ring turn counter-clockwise? Its area vector, seen from above the middle of the sea, tells without a metric.
fn is_positive(chart: &Chart, places: &[Vec3]) -> bool {
    let (above, middle) = (chart.centre().n, chart.centre().p);
    let block = |block: Range<usize>| {
        let before = block.start.checked_sub(1).or(places.len().checked_sub(1));
        let mut last = before.map_or(Vec3::default(), |k| places[k] - middle);
        let mut sum = Vec3::default();
        for p in &places[block] {
            let next = *p - middle;
            sum = sum + last.cross(next);
            last = next;
        }
        sum
    };
    let blocks = many::blocks(places.len(), block);
    blocks.fold(Vec3::default(), |sum, b| sum + b).dot(above) > 0.0
}
