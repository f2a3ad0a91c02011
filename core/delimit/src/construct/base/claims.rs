//! Land that two parties have: territory that both claim, drawn under each.
//!
//! Along a land boundary the land of the two parties lies on either side of the common edges; where both have the land it lies
//! on the same. Its coast is then a coast of both, and no line is defined where it is nearest.

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Bases;
use super::borders::{edges, is_shore, key, runs};

/// Edges of land that two parties have.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The two parties.
    pub parties: [usize; 2],
    /// How many edges they have in common, with the land on the same side.
    pub edges: usize,
    /// Where the first of them begins.
    pub at: LatLon,
}

/// An edge whichever way it is run through.
type Edge = [[u64; 2]; 2];

impl Bases {
    /// Edges of land that two parties have, pair by pair in the order of the rings of land. Rings that are the same from the
    /// first place to the last are not looked at: they are told as drawn twice.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        let mut found: Vec<Claim> = Vec::new();
        for (_, parties, at) in self.claimed_edges() {
            match found.iter_mut().find(|claim| claim.parties == parties) {
                Some(claim) => claim.edges += 1,
                None => found.push(Claim { parties, edges: 1, at }),
            }
        }
        found
    }

    /// Those edges, with the parties and where each begins.
    pub(super) fn claimed_edges(&self) -> Vec<(Edge, [usize; 2], LatLon)> {
        let mut seen: FxHashMap<(Edge, bool), (usize, usize)> = FxHashMap::default();
        let mut twins: FxHashMap<[usize; 2], bool> = FxHashMap::default();
        let mut found = Vec::new();
        for (ring, (party, places)) in self.land.iter().enumerate() {
            if *party >= self.parties.len() || places.len() < 3 {
                continue;
            }
            let left = turns_left(places);
            for (k, a) in places.iter().enumerate() {
                let edge = key(*a, places[(k + 1) % places.len()]);
                let along = key(*a, *a)[0] == edge[0];
                let (other, of) = *seen.entry((edge, left == along)).or_insert((*party, ring));
                if other == *party {
                    continue;
                }
                if !*twins.entry([of, ring]).or_insert_with(|| self.same_ring(of, ring)) {
                    found.push((edge, [other, *party], *a));
                }
            }
        }
        found
    }

    /// The same with what two of its parties both have no shore of either, and what to say of it.
    pub(crate) fn without_claims(mut self) -> (Self, Vec<String>) {
        let claimed: FxHashSet<Edge> = self.claimed_edges().into_iter().map(|e| e.0).collect();
        if claimed.is_empty() {
            return (self, Vec::new());
        }
        for line in std::mem::take(&mut self.lines) {
            let keep: Vec<bool> =
                edges(&line).map(|(a, b)| !claimed.contains(&key(a, b))).collect();
            if !is_shore(&line) || keep.iter().all(|k| *k) {
                self.lines.push(line);
            } else {
                self.lines.extend(runs(&line, &keep));
            }
        }
        let said = self.claims().into_iter().map(|Claim { parties, edges, at }| {
            let [a, b] = parties.map(|p| self.parties[p].as_str());
            format!(
                "{a} and {b} both have the land near {:.6}, {:.6}: its coast, {edges} edges, counts for neither; leave it out of one of them to give it to the other",
                at.lat,
                wrap(at.lon)
            )
        });
        let said = said.collect();
        (self, said)
    }

    /// Do two rings of land have the same coordinates, whatever their order?
    fn same_ring(&self, a: usize, b: usize) -> bool {
        let sorted = |k: usize| {
            let mut all: Vec<_> = self.land[k].1.iter().map(|p| key(*p, *p)).collect();
            all.sort_unstable();
            all
        };
        self.land[a].1.len() == self.land[b].1.len() && sorted(a) == sorted(b)
    }
}

/// Does a ring have its land on the left? By the sign of its area in longitude and latitude; longitudes run on from place to
/// place.
fn turns_left(ring: &[LatLon]) -> bool {
    let (mut x, mut twice) = (0.0, 0.0);
    for (k, a) in ring.iter().enumerate() {
        let b = ring[(k + 1) % ring.len()];
        let step = wrap(b.lon - a.lon);
        twice += x * b.lat - (x + step) * a.lat;
        x += step;
    }
    twice > 0.0
}

#[cfg(test)]
mod tests {
    use super::super::{BaseLine, BaseNode};
    use super::*;
    use littoral_model::{EdgeKind, ShoreKind};

    fn bases(land: &[(usize, &[(f64, f64)])]) -> Bases {
        let ring = |r: &[(f64, f64)]| r.iter().map(|p| LatLon::new(p.0, p.1)).collect();
        Bases {
            parties: ["A", "B"].map(String::from).to_vec(),
            land: land.iter().map(|(k, r)| (*k, ring(r))).collect(),
            ..Bases::default()
        }
    }

    const WHOLE: [(f64, f64); 6] =
        [(0.0, 179.0), (0.0, 180.0), (0.0, -179.0), (1.0, -179.0), (1.0, 180.0), (1.0, 179.0)];
    const EAST: [(f64, f64); 4] = [(0.0, 180.0), (0.0, -179.0), (1.0, -179.0), (1.0, 180.0)];
    const WEST: [(f64, f64); 4] = [(0.0, 179.0), (0.0, 180.0), (1.0, 180.0), (1.0, 179.0)];

    /// An island over the antimeridian, whole under one party, its eastern half under the other as well: three edges, in
    /// whichever directions the rings run. Its two halves under a party each have a boundary and no claim.
    #[test]
    fn the_half_of_an_island() {
        let mut turned = EAST;
        turned.reverse();
        for east in [EAST, turned] {
            let found = bases(&[(0, &WHOLE), (1, &east)]).claims();
            assert_eq!((found.len(), found[0].parties, found[0].edges), (1, [0, 1], 3));
            assert_eq!(bases(&[(0, &WEST), (1, &east)]).claims(), []);
        }
        assert_eq!(bases(&[(0, &WHOLE), (1, &WHOLE)]).claims(), []);
        assert_eq!(bases(&[(0, &WHOLE), (7, &EAST)]).claims(), [], "of no party");
    }

    /// The coast of the half that both have is a shore of each by itself, as often as land boundaries are taken out, and of
    /// neither between the two: what is left is the west coast of the one and the boundary across the island of the other.
    #[test]
    fn a_coast_of_both_or_of_neither() {
        let mut all = bases(&[(0, &WHOLE), (1, &EAST)]);
        let line = |(party, ring): &(usize, Vec<LatLon>)| BaseLine {
            party: *party,
            name: String::new(),
            kind: ShoreKind::Islands,
            edge: EdgeKind::Geodesic,
            nodes: ring.iter().map(|at| BaseNode { at: *at, name: String::new() }).collect(),
            origin: String::new(),
        };
        all.lines = all.land.iter().map(line).collect();
        let given = all.clone();
        assert_eq!(all.without_borders(&[], |_, _| false).borders, 0);
        assert_eq!(all, given);
        let (left, said) = all.without_claims();
        assert_eq!((left.lines.len(), said.len()), (2, 1));
        assert_eq!(left.lines.iter().map(|l| l.nodes.len()).collect::<Vec<_>>(), [4, 2]);
        assert!(left.lines[1].nodes.iter().all(|n| n.at.lon == 180.0));
    }
}
