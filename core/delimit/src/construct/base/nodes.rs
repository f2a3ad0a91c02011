//! Coordinates of one party that lie on another's edges.
//!
//! Where one survey of a straight land boundary has a coordinate that the other lacks, the two have no edge in common, and all
//! along it both parties are equally far: zero. With the coordinate put into the other's edge the boundary is one.

use std::collections::{BTreeMap, BTreeSet};

use littoral_geodesy::{Chain, Earth, Join, LatLon, Shoreline};
use littoral_model::EdgeKind;

use super::borders::is_shore;
use super::join::place_key;
use super::{BaseLine, BaseNode, Bases};

/// A coordinate no farther than this from another party's edge is one of a common boundary, metres: as much as one is moved by
/// rounding to five decimals of a degree. It counts only if an edge is shared by that.
const ON_EDGE_M: f64 = 1.0;
/// And it lies along the edge so many times as far from both ends of it: where two coasts meet at an angle their first
/// coordinates are near to each other as well.
const ALONG_TIMES: f64 = 300.0;

/// Coordinates to be put into an edge, which is told by its line and the coordinate where it starts, with their distances
/// from there.
type Inserts = BTreeMap<(usize, usize), Vec<(f64, LatLon)>>;

impl Bases {
    /// The same with coordinates put into edges of another party that run through them, the land boundaries that come of it
    /// taken out, and what to say of it. `None` where no boundary comes of it.
    pub(crate) fn noded(&self, earth: &Earth) -> Option<(Self, String)> {
        let inserts = self.inserts(earth);
        let (count, first) =
            (inserts.values().map(Vec::len).sum::<usize>(), inserts.values().next()?);
        let (LatLon { lat, lon }, mut out) = (first.first()?.1, self.clone());
        let mut put = BTreeSet::new();
        for ((line, node), mut places) in inserts.into_iter().rev() {
            places.sort_by(|a, b| a.0.total_cmp(&b.0));
            let line = &mut out.lines[line];
            put.extend(places.iter().map(|(_, at)| (line.party, place_key(*at))));
            let new = places.into_iter().map(|(_, at)| BaseNode { at, name: String::new() });
            line.nodes.splice(node + 1..node + 1, new);
        }
        let borders = out.without_borders(&[], |_, _| false).borders;
        if borders == 0 {
            return None;
        }
        // Elsewhere the edges stay as they were.
        let own =
            |l: &BaseLine| l.nodes.iter().map(|n| (l.party, place_key(n.at))).collect::<Vec<_>>();
        let given: BTreeSet<_> = self.lines.iter().flat_map(own).collect();
        out.lines
            .iter_mut()
            .for_each(|line| without(line, |key| put.contains(key) && !given.contains(key)));
        Some((
            out,
            format!(
                "coordinates less than {ON_EDGE_M} m from another party's edge count as on it: {count}, the first near {lat:.6}, {lon:.6}; land boundaries by that: {borders} edges"
            ),
        ))
    }

    /// The coordinates of shores that lie on another party's edges, off the ends of these.
    fn inserts(&self, earth: &Earth) -> Inserts {
        let sets: Vec<Edges> =
            (0..self.parties.len()).map(|k| Edges::new(earth, self, k)).collect();
        let mut inserts = Inserts::new();
        for line in self.lines.iter().filter(|l| is_shore(l)) {
            let others = || sets.iter().enumerate().filter(|(k, _)| *k != line.party);
            for node in &line.nodes {
                let p = earth.point(node.at);
                for (_, set) in others() {
                    let near = set.index.nearest(&p, None, ON_EDGE_M);
                    if !near.distance_m.is_finite() || near.feature.vertex().is_some() {
                        continue;
                    }
                    let (of, start) = set.vertices[near.feature.0 as usize / 2];
                    let nodes = &self.lines[of].nodes;
                    let ends = [start, (start + 1) % nodes.len()].map(|k| nodes[k].at);
                    let least_m = ends
                        .iter()
                        .fold(f64::INFINITY, |m, end| m.min(earth.karney_m(*end, node.at)));
                    if least_m < ALONG_TIMES * near.distance_m {
                        continue;
                    }
                    let from = ends[0];
                    let places = inserts.entry((of, start)).or_default();
                    if !places.iter().any(|(_, at)| place_key(*at) == place_key(node.at)) {
                        places.push((earth.karney_m(from, node.at), node.at));
                    }
                }
            }
        }
        inserts
    }
}

/// Takes coordinates out of a line, but for the ends of an open one.
fn without(line: &mut BaseLine, out: impl Fn(&(usize, [u64; 2])) -> bool) {
    let (party, last) = (line.party, line.nodes.len().saturating_sub(1));
    let open = !line.closed();
    let mut k = 0;
    line.nodes.retain(|node| {
        let end = open && (k == 0 || k == last);
        k += 1;
        end || !out(&(party, place_key(node.at)))
    });
}

/// The edges of one party's shores.
struct Edges {
    index: Shoreline,
    /// For each vertex of the index its line and coordinate.
    vertices: Vec<(usize, usize)>,
}

impl Edges {
    fn new(earth: &Earth, bases: &Bases, party: usize) -> Self {
        let own =
            || bases.lines.iter().enumerate().filter(|(_, l)| l.party == party && is_shore(l));
        let points: Vec<Vec<LatLon>> = own().map(|(_, l)| l.points()).collect();
        let join = |l: &BaseLine| match l.edge {
            EdgeKind::Geodesic => Join::Geodesic,
            EdgeKind::Loxodrome => Join::Loxodrome,
        };
        let chains: Vec<Chain<'_>> = points
            .iter()
            .zip(own())
            .map(|(points, (_, l))| Chain { points, closed: l.closed(), join: join(l) })
            .collect();
        let vertices = own().flat_map(|(k, l)| (0..l.nodes.len()).map(move |n| (k, n))).collect();
        Self { index: Shoreline::new(earth, &chains), vertices }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use littoral_geodesy::Ellipsoid;
    use littoral_model::ShoreKind;

    fn ring(party: usize, at: &[(f64, f64)]) -> BaseLine {
        let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
        let (nodes, edge) = (at.iter().map(node).collect(), EdgeKind::Geodesic);
        let (name, origin) = (String::new(), String::new());
        BaseLine { party, name, kind: ShoreKind::Islands, edge, nodes, origin }
    }

    fn noded(lines: Vec<BaseLine>) -> Option<Bases> {
        let parties = ["A", "B"].map(String::from).to_vec();
        let bases = Bases { parties, lines, ..Bases::default() };
        bases.noded(&Earth::new(&Ellipsoid::wgs84())).map(|n| n.0)
    }

    /// Two lands along a meridian, one with two coordinates more there: no common edge is left, and no coordinate more.
    #[test]
    fn a_boundary_with_more_coordinates_on_one_side() {
        let a = ring(0, &[(60.0, 0.0), (60.0, 1.0), (62.0, 1.0), (62.0, 0.0)]);
        let b = ring(
            1,
            &[(60.0, 1.0), (60.0, 2.0), (62.0, 2.0), (62.0, 1.0), (61.5, 1.0), (61.0, 1.0)],
        );
        let out = noded(vec![a, b]).unwrap();
        assert_eq!(out.lines.iter().map(|l| l.nodes.len()).collect::<Vec<_>>(), [4, 4]);
        assert!(out.lines.iter().all(|l| l.kind == ShoreKind::Coast));
    }

    /// Lands that touch along a part of their sides: the coasts end at each other's corners.
    #[test]
    fn a_part_of_a_side() {
        let a = ring(0, &[(60.0, 0.0), (60.0, 1.0), (62.0, 1.0), (62.0, 0.0)]);
        let b = ring(1, &[(61.0, 1.0), (61.0, 2.0), (63.0, 2.0), (63.0, 1.0)]);
        let out = noded(vec![a, b]).unwrap();
        let ends = |party: usize| {
            let line = out.lines.iter().find(|l| l.party == party).unwrap();
            [line.nodes[0].at, line.nodes[line.nodes.len() - 1].at]
        };
        let at = |lat| LatLon::new(lat, 1.0);
        assert_eq!(ends(0), [at(62.0), at(61.0)]);
        assert_eq!(ends(1), [at(61.0), at(62.0)]);
    }

    /// A corner in the middle of a side makes no boundary.
    #[test]
    fn lands_that_touch_in_a_place() {
        let a = ring(0, &[(60.0, 0.0), (60.0, 1.0), (62.0, 1.0), (62.0, 0.0)]);
        let b = ring(1, &[(61.0, 1.0), (60.5, 2.0), (61.5, 2.0)]);
        assert!(noded(vec![a, b]).is_none());
    }
}
