//! Base points and baselines as a survey states them, and the base points that control a place.
//!
//! A base point *controls* a place if no other point of its party's coast and baselines is nearer
//! (UNCLOS art. 15). The nearest feature is proposed by the fast kernel and its foot polished by
//! Karney's geodesics: distance to 1e-7 m, foot where the line to it is at right angles to the edge.

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Chain, Curve, Earth, Feature, Join, LatLon, Nearest, Shoreline};
use littoral_model::{Case, EdgeKind, ShoreKind};

/// One coordinate of a base line.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseNode {
    /// Where.
    pub at: LatLon,
    /// Name as the survey gives it; may be empty.
    pub name: String,
}

/// A line, ring or group of points of one party.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseLine {
    /// Index in [`Bases::parties`].
    pub party: usize,
    /// Name of the whole (an island), may be empty.
    pub name: String,
    /// Coast, islands (a closed ring), baseline or single base points.
    pub kind: ShoreKind,
    /// Nature of the edges.
    pub edge: EdgeKind,
    /// Coordinates; a ring does not repeat its first.
    pub nodes: Vec<BaseNode>,
    /// Where it was read from, for findings.
    pub origin: String,
}

/// Everything from which distances are measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bases {
    /// Ids in the order in which they were met.
    pub parties: Vec<String>,
    /// Lines, rings and points.
    pub lines: Vec<BaseLine>,
    /// Closed rings of land, by party, for telling land from sea.
    pub land: Vec<(usize, Vec<LatLon>)>,
    /// Frame of the sea, if the survey gives one.
    pub window: Vec<LatLon>,
}

/// What of a survey a control lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// Index in [`Bases::lines`].
    pub line: usize,
    /// Coordinate, or the coordinate at which the edge starts.
    pub node: usize,
    /// True inside an edge.
    pub on_edge: bool,
}

/// A controlling base point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Control {
    /// Karney's distance, metres.
    pub distance_m: f64,
    /// The base point.
    pub at: LatLon,
    /// Azimuth from the place to the base point, degrees.
    pub azimuth_deg: f64,
    /// What it belongs to.
    pub source: Source,
}

impl BaseLine {
    /// Is the last coordinate joined to the first?
    #[must_use]
    pub fn closed(&self) -> bool {
        self.kind == ShoreKind::Islands && self.nodes.len() > 2
    }

    /// Nature of the edges for curves.
    #[must_use]
    pub fn line_kind(&self) -> LineKind {
        line_kind(self.edge)
    }

    /// The edge that starts at a coordinate; `None` at the end of an open line, for single points
    /// and for edges of no length.
    #[must_use]
    pub fn curve(&self, earth: &Earth, node: usize) -> Option<Curve> {
        let n = self.nodes.len();
        if self.kind == ShoreKind::BasePoint || n < 2 || (node + 1 >= n && !self.closed()) {
            return None;
        }
        let (a, b) = (self.nodes.get(node)?.at, self.nodes[(node + 1) % n].at);
        Curve::between(earth, self.line_kind(), a, b)
    }

    /// Coordinates alone.
    #[must_use]
    pub fn points(&self) -> Vec<LatLon> {
        self.nodes.iter().map(|n| n.at).collect()
    }
}

/// The curve's name for an edge's nature.
#[must_use]
pub fn line_kind(edge: EdgeKind) -> LineKind {
    match edge {
        EdgeKind::Geodesic => LineKind::Geodesic,
        EdgeKind::Loxodrome => LineKind::Loxodrome,
    }
}

impl Bases {
    /// The shores of a case.
    #[must_use]
    pub fn of_case(case: &Case) -> Self {
        let mut out =
            Self { parties: case.party_ids().map(str::to_owned).collect(), ..Self::default() };
        for shore in &case.shores {
            for line in &shore.lines {
                let nodes =
                    line.iter().map(|at| BaseNode { at: *at, name: String::new() }).collect();
                let (party, kind, edge) = (shore.party, shore.kind, shore.edge);
                let origin = shore.origin.clone();
                out.lines.push(BaseLine { party, name: String::new(), kind, edge, nodes, origin });
                if kind == ShoreKind::Islands {
                    out.land.push((party, line.clone()));
                }
            }
        }
        out
    }

    /// Index of a party, added if it is new.
    pub fn party(&mut self, id: &str) -> usize {
        self.parties.iter().position(|p| p == id).unwrap_or_else(|| {
            self.parties.push(id.to_owned());
            self.parties.len() - 1
        })
    }

    /// The same without coordinates that repeat the one before (and a ring's last that repeats its
    /// first): edges of no length have no direction.
    #[must_use]
    pub fn without_repeats(&self) -> Self {
        let mut out = self.clone();
        for line in out.lines.iter_mut().filter(|l| l.kind != ShoreKind::BasePoint) {
            line.nodes.dedup_by(|b, a| a.at == b.at);
            while line.kind == ShoreKind::Islands
                && line.nodes.len() > 1
                && line.nodes.first().map(|n| n.at) == line.nodes.last().map(|n| n.at)
            {
                line.nodes.pop();
            }
        }
        out
    }

    /// The same with lines of one party put end to end where exactly two of them end at the same
    /// coordinate, as straight baselines given segment by segment do; what closes becomes a ring, and
    /// repeats are dropped.
    #[must_use]
    pub fn joined(&self) -> Self {
        let mut out = self.without_repeats();
        let mut k = 0;
        while k < out.lines.len() {
            match out.partner(k) {
                Some((other, turn_self, turn_other)) => {
                    let mut next = out.lines.remove(other);
                    let k = k - usize::from(other < k);
                    if turn_self {
                        out.lines[k].nodes.reverse();
                    }
                    if turn_other {
                        next.nodes.reverse();
                    }
                    out.lines[k].nodes.extend(next.nodes.into_iter().skip(1));
                }
                None => k += 1,
            }
        }
        for line in out.lines.iter_mut().filter(|l| l.kind != ShoreKind::BasePoint) {
            let meets = line.nodes.first().map(|n| n.at) == line.nodes.last().map(|n| n.at);
            if meets && line.nodes.len() > 3 {
                line.nodes.pop();
                line.kind = ShoreKind::Islands;
            }
        }
        out
    }

    /// Another line that alone meets an end of this one, and which of the two must be turned round.
    fn partner(&self, k: usize) -> Option<(usize, bool, bool)> {
        let open =
            |l: &&BaseLine| !l.closed() && l.kind != ShoreKind::BasePoint && l.nodes.len() > 1;
        let ends = |l: &BaseLine| [l.nodes.first().map(|n| n.at), l.nodes.last().map(|n| n.at)];
        let own = self.lines.get(k).filter(open)?;
        let [first, last] = ends(own);
        if first == last {
            return None;
        }
        // The end first, so that lines given in their order keep their direction.
        for (at, turn_self) in [(last, false), (first, true)] {
            let here = self.lines.iter().enumerate().filter(|(j, l)| {
                *j != k && l.party == own.party && open(l) && ends(l).contains(&at)
            });
            let met: Vec<(usize, &BaseLine)> = here.collect();
            if let [(j, other)] = met.as_slice()
                && (other.edge, other.kind) == (own.edge, own.kind)
            {
                return Some((*j, turn_self, ends(other)[0] != at));
            }
        }
        None
    }

    /// How a base point is called: its own name, that of its line and its number, or where it lies.
    #[must_use]
    pub fn name(&self, source: Source) -> String {
        let Some(line) = self.lines.get(source.line) else { return String::new() };
        let own = |k: usize| {
            let node = line.nodes.get(k % line.nodes.len().max(1));
            match node.map(|n| n.name.as_str()) {
                Some(name) if !name.is_empty() => name.to_owned(),
                _ => {
                    format!("{}{}", self.line_prefix(source.line), k % line.nodes.len().max(1) + 1)
                }
            }
        };
        if source.on_edge {
            format!("{}–{}", own(source.node), own(source.node + 1))
        } else {
            own(source.node)
        }
    }

    fn line_prefix(&self, line: usize) -> String {
        let l = &self.lines[line];
        let many = self.lines.iter().filter(|o| o.party == l.party).count() > 1;
        match (l.name.is_empty(), many) {
            (false, _) => format!("{} ", l.name),
            (true, true) => {
                let mine = self.lines[..=line].iter().filter(|o| o.party == l.party).count();
                format!("{mine}/")
            }
            (true, false) => String::new(),
        }
    }

    /// Is a place inside a ring of land? (Ray casting on the ellipsoid's longitude and latitude;
    /// rings over the antimeridian are followed by the shorter way.)
    #[must_use]
    pub fn on_land(&self, p: LatLon) -> bool {
        self.land.iter().any(|(_, ring)| inside(ring, p))
    }
}

/// Is a point inside a ring, in longitude and latitude, by parity of crossings to the north?
#[must_use]
pub fn inside(ring: &[LatLon], p: LatLon) -> bool {
    use littoral_geodesy::densify::wrap;
    let mut odd = false;
    for k in 0..ring.len() {
        let (a, b) = (ring[k], ring[(k + 1) % ring.len()]);
        let (x, y) = (wrap(a.lon - p.lon), wrap(a.lon - p.lon) + wrap(b.lon - a.lon));
        // The edge meets the meridian of p, or its copy a turn away.
        for turn in [-360.0, 0.0, 360.0] {
            let (x, y) = (x + turn, y + turn);
            if (x <= 0.0) != (y <= 0.0) && a.lat + (b.lat - a.lat) * x / (x - y) > p.lat {
                odd = !odd;
            }
        }
    }
    odd
}

/// A searchable part of a survey.
#[derive(Debug)]
pub struct BaseSet {
    shore: Shoreline,
    /// For each vertex of the index: line and coordinate.
    vertices: Vec<(u32, u32)>,
    kinds: Vec<LineKind>,
}

impl BaseSet {
    /// Indexes the lines that `keep` takes (index and line). With `vertices_only` nothing but the
    /// coordinates counts (treaty practice).
    #[must_use]
    pub fn new(
        earth: &Earth,
        bases: &Bases,
        vertices_only: bool,
        keep: impl Fn(usize, &BaseLine) -> bool,
    ) -> Self {
        let taken: Vec<(usize, &BaseLine)> =
            bases.lines.iter().enumerate().filter(|(k, l)| keep(*k, l)).collect();
        let points: Vec<Vec<LatLon>> = taken.iter().map(|(_, l)| l.points()).collect();
        let mut chains = Vec::new();
        let mut vertices = Vec::new();
        let mut kinds = Vec::new();
        for ((k, l), points) in taken.iter().zip(&points) {
            let alone = l.kind == ShoreKind::BasePoint || vertices_only;
            let join = match (alone, l.edge) {
                (true, _) => Join::Points,
                (false, EdgeKind::Geodesic) => Join::Geodesic,
                (false, EdgeKind::Loxodrome) => Join::Loxodrome,
            };
            chains.push(Chain { points, closed: l.closed(), join });
            vertices.extend((0..points.len()).map(|v| (*k as u32, v as u32)));
            kinds.extend(points.iter().map(|_| l.line_kind()));
        }
        Self { shore: Shoreline::new(earth, &chains), vertices, kinds }
    }

    /// Nothing to measure from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shore.is_empty()
    }

    /// The index itself.
    #[must_use]
    pub fn shore(&self) -> &Shoreline {
        &self.shore
    }

    /// The base point that controls a place; `None` for an empty set.
    #[must_use]
    pub fn control(&self, p: LatLon) -> Option<Control> {
        let at = self.shore.earth().point(p);
        let near = self.shore.nearest(&at, None, f64::INFINITY);
        (near.piece != u32::MAX).then(|| self.polished(p, near.feature, &near))
    }

    /// The feature of the index at a base point, for following it to another place.
    #[must_use]
    pub fn feature_at(&self, base: LatLon) -> Option<Feature> {
        let near = self.shore.nearest(&self.shore.earth().point(base), None, f64::INFINITY);
        (near.piece != u32::MAX && near.distance_m < 1.0).then_some(near.feature)
    }

    /// Distance from a place to one feature.
    #[must_use]
    pub fn to_feature(&self, p: LatLon, feature: Feature) -> Control {
        let (distance_m, at) = self.shore.to_feature(&self.shore.earth().point(p), feature);
        let near = Nearest { distance_m, feature, at, piece: 0 };
        self.polished(p, feature, &near)
    }

    fn polished(&self, p: LatLon, feature: Feature, near: &Nearest) -> Control {
        let earth = self.shore.earth();
        let v = feature.0 / 2;
        let (line, node) = self.vertices.get(v as usize).copied().unwrap_or((0, 0));
        let on_edge = feature.vertex().is_none();
        let source = Source { line: line as usize, node: node as usize, on_edge };
        let mut at = if on_edge { earth.lat_lon(&near.at) } else { self.shore.vertex(v) };
        if on_edge && let Some(edge) = self.edge(v) {
            let from = self.shore.vertex(v);
            // The kernel's foot is metres off at long range; the distance is not.
            let along = edge_parameter(earth, &edge, from, at);
            let slack = 50.0 + near.distance_m * 1e-4;
            let bracket = [(along - slack).max(0.0), (along + slack).min(edge.range[1])];
            at = edge.at(earth, edge.foot(earth, p, bracket));
        }
        let way = earth.inverse(p, at);
        Control { distance_m: way.distance_m, at, azimuth_deg: way.azimuth1_deg, source }
    }

    /// The edge from a vertex of the index to the next piece's end.
    fn edge(&self, v: u32) -> Option<Curve> {
        let pieces = self.shore.pieces_of(v);
        let last = pieces.last()?;
        let end = self.shore.piece(last).b;
        let to = self.shore.earth().lat_lon(&end);
        Curve::between(self.shore.earth(), *self.kinds.get(v as usize)?, self.shore.vertex(v), to)
    }
}

/// Parameter of a point on an edge.
fn edge_parameter(earth: &Earth, edge: &Curve, from: LatLon, at: LatLon) -> f64 {
    match edge.shape {
        littoral_geodesy::curve::Shape::Line(l) if l.kind == LineKind::Loxodrome => {
            littoral_geodesy::loxodrome::inverse(earth, from, at).distance_m
        }
        _ => earth.karney_m(from, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;

    fn line(kind: ShoreKind, edge: EdgeKind, at: &[(f64, f64)]) -> BaseLine {
        let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
        let nodes = at.iter().map(node).collect();
        BaseLine { party: 0, name: String::new(), kind, edge, nodes, origin: String::new() }
    }

    /// The polished foot is at right angles to long geodesic and loxodrome edges, far away too.
    #[test]
    fn feet_of_long_edges() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        for edge in [EdgeKind::Geodesic, EdgeKind::Loxodrome] {
            let base = line(ShoreKind::Baseline, edge, &[(-50.0, 176.0), (-50.5, -178.0)]);
            let curve = base.curve(&earth, 0).unwrap();
            let bases = Bases { parties: vec!["A".into()], lines: vec![base], ..Bases::default() };
            let set = BaseSet::new(&earth, &bases, false, |_, _| true);
            for (lat, lon) in [(-49.0, 179.0), (-45.0, 179.5), (-60.0, -179.9)] {
                let p = LatLon::new(lat, lon);
                let c = set.control(p).unwrap();
                let (_, d) = curve.nearest(&earth, p);
                assert!((c.distance_m - d).abs() < 1e-6, "{edge:?} {lat}: {} {d}", c.distance_m);
                // Far to the south the end of the loxodrome is nearest.
                assert_eq!(c.source.on_edge, edge == EdgeKind::Geodesic || lat > -55.0);
            }
        }
    }

    #[test]
    fn inside_over_the_antimeridian() {
        let ring: Vec<LatLon> = [(10.0, 178.0), (10.0, -178.0), (14.0, -178.0), (14.0, 178.0)]
            .map(|p| LatLon::new(p.0, p.1))
            .into();
        for (lat, lon, want) in [
            (12.0, 179.9, true),
            (12.0, -179.9, true),
            (12.0, 0.0, false),
            (12.0, 177.9, false),
            (9.0, 180.0, false),
        ] {
            assert_eq!(inside(&ring, LatLon::new(lat, lon)), want, "{lat} {lon}");
        }
    }
}
