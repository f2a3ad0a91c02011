//! A searchable part of a survey: nearest base points, polished by Karney's geodesics.

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{
    Chain, Curve, Earth, Feature, Join, LatLon, Nearest, Shoreline, Vec3, neighbours,
};
use littoral_model::{EdgeKind, ShoreKind};

use super::{BaseLine, Bases, Control, Source};

/// Up to here the kernel's foot gives the distance to 1e-6 m.
const GLANCE_M: f64 = 300_000.0;

/// A searchable part of a survey.
#[derive(Debug)]
pub struct BaseSet {
    shore: Shoreline,
    /// For each vertex of the index: line and coordinate.
    vertices: Vec<(u32, u32)>,
    kinds: Vec<LineKind>,
    /// For each line of the survey: its first vertex, if it is in the index.
    firsts: Vec<Option<u32>>,
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
        let first = |p: &Vec<LatLon>| p.first().map_or(Vec3::default(), |p| earth.place(*p));
        let order = neighbours::order(&points.iter().map(first).collect::<Vec<_>>());
        let mut chains = Vec::new();
        let mut vertices = Vec::new();
        let mut kinds = Vec::new();
        let mut firsts = vec![None; bases.lines.len()];
        for ((k, l), points) in order.iter().map(|j| (taken[*j as usize], &points[*j as usize])) {
            let alone = l.kind == ShoreKind::BasePoint || vertices_only;
            let join = match (alone, l.edge) {
                (true, _) => Join::Points,
                (false, EdgeKind::Geodesic) => Join::Geodesic,
                (false, EdgeKind::Loxodrome) => Join::Loxodrome,
            };
            chains.push(Chain { points, closed: l.closed(), join });
            firsts[k] = Some(vertices.len() as u32);
            vertices.extend((0..points.len()).map(|v| (k as u32, v as u32)));
            kinds.extend(points.iter().map(|_| l.line_kind()));
        }
        Self { shore: Shoreline::new(earth, &chains), vertices, kinds, firsts }
    }

    /// Nothing to measure from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shore.is_empty()
    }

    /// The first vertex of a line in the index, where lines stand in another order: neighbours together.
    #[must_use]
    pub fn first_of(&self, line: usize) -> Option<u32> {
        self.firsts.get(line).copied().flatten()
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

    /// Distance from a place to one feature, and where the kernel sees its foot: a foot that is off by some
    /// metres along the edge at long range changes the distance by less than a micrometre up to
    /// `GLANCE_M`; farther off it is polished.
    #[must_use]
    pub fn glance(&self, p: LatLon, feature: Feature) -> Control {
        let (distance_m, at) = self.shore.to_feature(&self.shore.earth().point(p), feature);
        let near = Nearest { distance_m, feature, at, piece: 0 };
        if feature.vertex().is_some() || distance_m > GLANCE_M {
            return self.polished(p, feature, &near);
        }
        let earth = self.shore.earth();
        let v = feature.0 / 2;
        let (line, node) = self.vertices.get(v as usize).copied().unwrap_or((0, 0));
        let source = Source { line: line as usize, node: node as usize, on_edge: true };
        let at = earth.lat_lon(&at);
        let way = earth.inverse(p, at);
        Control { distance_m: way.distance_m, at, azimuth_deg: way.azimuth1_deg, source }
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
        let earth = self.shore.earth();
        let to = earth.lat_lon(&self.shore.piece(last).ends(earth)[1]);
        Curve::between(earth, *self.kinds.get(v as usize)?, self.shore.vertex(v), to)
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
    use super::super::BaseNode;
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
}
