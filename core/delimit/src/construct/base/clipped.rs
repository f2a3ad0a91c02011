//! Coasts that look cut by a box: straight edges along the limit of all that a party has.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};

use super::Bases;
use super::borders::{edges, is_shore};

/// Coordinates of one cut agree to this, degrees.
const LEVEL_DEG: f64 = 1e-9;
/// An edge of a cut is so much longer than those of a coast.
const LONG: f64 = 5.0;

/// Edges that look like a cut: along the parallel or meridian beyond which a party has no coordinate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clip {
    /// Index of the party.
    pub party: usize,
    /// Where it has no coordinate beyond.
    pub side: &'static str,
    /// The latitude north and south, the longitude east and west, degrees.
    pub at_deg: f64,
    /// Number of edges.
    pub edges: usize,
    /// Their length, metres.
    pub length_m: f64,
}

type Edge = (LatLon, LatLon);
/// How far a place lies towards a side; longitudes count from a middle one.
type Way = fn(LatLon, f64) -> f64;

const WAYS: [(&str, Way); 4] = [
    ("north", |p, _| p.lat),
    ("south", |p, _| -p.lat),
    ("east", |p, middle| wrap(p.lon - middle)),
    ("west", |p, middle| -wrap(p.lon - middle)),
];

impl Bases {
    /// Where coasts and rings look cut, by party and side: edges along the limit of a party's coordinates, one of them much longer
    /// than its other edges are. A coast may lie so; the edges still count.
    #[must_use]
    pub fn clips(&self, earth: &Earth) -> Vec<Clip> {
        (0..self.parties.len()).flat_map(|party| self.clips_of(earth, party)).collect()
    }

    fn clips_of(&self, earth: &Earth, party: usize) -> Vec<Clip> {
        let mine: Vec<Edge> =
            self.shore_edges().filter(|(p, ..)| *p == party).map(|(_, a, b)| (a, b)).collect();
        let Some(middle) = mine.first().map(|(a, _)| a.lon) else { return Vec::new() };
        let clip = |(side, way): &(&'static str, Way)| {
            let (at, edges, length_m) = cut(earth, &mine, &|p| way(p, middle))?;
            let at_deg = if matches!(*side, "north" | "south") { at.lat } else { wrap(at.lon) };
            Some(Clip { party, side, at_deg, edges, length_m })
        };
        WAYS.iter().filter_map(clip).collect()
    }

    /// Edges of coasts and rings with their party.
    pub(super) fn shore_edges(&self) -> impl Iterator<Item = (usize, LatLon, LatLon)> + '_ {
        let shores = self.lines.iter().filter(|l| is_shore(l));
        shores.flat_map(|l| edges(l).map(|(a, b)| (l.party, a, b)))
    }
}

/// The edges along the limit of all, farthest one way, where the longest of them is long beside the others: a place of them,
/// their number and their length.
fn cut(earth: &Earth, edges: &[Edge], far: &dyn Fn(LatLon) -> f64) -> Option<(LatLon, usize, f64)> {
    let most = edges.iter().flat_map(|(a, b)| [far(*a), far(*b)]).fold(f64::MIN, f64::max);
    let on = |(a, b): &Edge| most - far(*a).min(far(*b)) <= LEVEL_DEG;
    // Most coasts have none: the others are not looked at then.
    let limit: Vec<Edge> = edges.iter().copied().filter(on).collect();
    let at = limit.first()?.0;
    let others = edges.iter().filter(|e| !on(e));
    let mut usual: Vec<f64> = others.map(span_deg).filter(|x| *x > 0.0).collect();
    usual.sort_unstable_by(f64::total_cmp);
    let usual = *usual.get(usual.len() / 2)?;
    let limit: Vec<Edge> = limit.into_iter().filter(|e| span_deg(e) > 0.0).collect();
    let longest = limit.iter().map(span_deg).fold(0.0, f64::max);
    let length_m = limit.iter().map(|(a, b)| earth.karney_m(*a, *b)).sum();
    (longest > 0.0 && longest >= LONG * usual).then_some((at, limit.len(), length_m))
}

/// About how long an edge is, degrees of latitude: to compare edges, of which there may be a million.
fn span_deg((a, b): &Edge) -> f64 {
    libm::hypot(a.lat - b.lat, wrap(a.lon - b.lon) * libm::cos(a.lat.to_radians()))
}

#[cfg(test)]
mod tests {
    use super::super::{BaseLine, BaseNode};
    use super::*;
    use littoral_geodesy::curve::LineKind;
    use littoral_geodesy::{Curve, Ellipsoid};
    use littoral_model::{EdgeKind, ShoreKind};

    /// Land from 10 N with a toothed coast in the south, cut at 20 N and at 180: teeth of about 16 km, the cut in one edge or in
    /// four.
    fn land(cut: &[(f64, f64)]) -> Bases {
        let tooth = |k: i32| (10.0 + 0.1 * f64::from(k % 2), 176.0 + 0.1 * f64::from(k));
        let ring = (0..=40).map(tooth).chain(cut.iter().copied());
        let node = |(lat, lon)| BaseNode { at: LatLon::new(lat, lon), name: String::new() };
        let line = BaseLine {
            party: 0,
            name: String::new(),
            kind: ShoreKind::Islands,
            edge: EdgeKind::Geodesic,
            nodes: ring.map(node).collect(),
            origin: String::new(),
        };
        Bases { parties: vec!["A".into()], lines: vec![line], ..Bases::default() }
    }

    const FOUR: [(f64, f64); 4] = [(20.0, -180.0), (20.0, 179.0), (20.0, 177.0), (20.0, 176.0)];

    /// Geodesics by PROJ: the three along 20 N together, and the one along a meridian.
    #[test]
    fn cuts_are_seen_and_taken_out() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let mut bases = land(&FOUR);
        let found = bases.clips(&earth);
        let sides: Vec<(&str, usize)> = found.iter().map(|c| (c.side, c.edges)).collect();
        assert_eq!(sides, [("north", 3), ("east", 1), ("west", 1)]);
        assert_eq!(found[0].at_deg, 20.0);
        assert!((found[0].length_m - 418_586.791_4).abs() < 0.01, "{found:?}");
        assert!((found[1].length_m - 1_106_511.420_9).abs() < 0.01, "{found:?}");
        let frame = [(0.0, 176.0), (0.0, 180.0), (20.0, 180.0), (20.0, 176.0)];
        let frame = frame.map(|(lat, lon)| LatLon::new(lat, lon));
        let (edges, length_m) = bases.without_frame(&earth, &frame);
        assert_eq!(edges, 5);
        assert!((length_m - 418_586.791_4 - 2.0 * 1_106_511.420_9).abs() < 0.03, "{length_m}");
        assert_eq!(bases.lines.iter().map(|l| l.nodes.len()).collect::<Vec<_>>(), [41]);
        assert!(bases.clips(&earth).is_empty());
        assert_eq!(bases.without_frame(&earth, &frame), (0, 0.0));
    }

    /// A frame of geodesics, whose middle lies north of its corners; and a ring whose edges are all alike, which looks like no cut.
    #[test]
    fn geodesic_frames_and_plain_rings() {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let corner = LatLon::new;
        let (a, b) = (corner(20.0, 176.0), corner(20.0, 180.0));
        let side = Curve::between(&earth, LineKind::Geodesic, a, b).unwrap();
        let [from, to] = side.range;
        let inner = [0.7, 0.3].map(|s| side.at(&earth, from + s * (to - from)));
        let cut: Vec<(f64, f64)> =
            [b, inner[0], inner[1], a].iter().map(|p| (p.lat, p.lon)).collect();
        let frame = [corner(0.0, 176.0), corner(0.0, 180.0), b, a];
        assert!(inner[0].lat > 20.005);
        assert_eq!(land(&cut).without_frame(&earth, &frame).0, 5);
        let mut square = land(&[]);
        square.lines[0].nodes.truncate(3);
        square.lines[0].nodes[1].at = corner(10.0, 177.0);
        square.lines[0].nodes[2].at = corner(11.0, 177.0);
        assert!(square.clips(&earth).is_empty());
    }
}
