//! Land boundaries are no shore: edges that the land of two parties shares are taken out.

use std::collections::{BTreeMap, BTreeSet};

use littoral_geodesy::LatLon;
use littoral_model::ShoreKind;

use super::join::place_key;
use super::{BaseLine, Bases};

/// What was found where land meets land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Borders {
    /// Edges that two parties share.
    pub borders: usize,
    /// Edges that are seams of a file.
    pub cuts: usize,
    /// Rings that two parties have from the first place to the last: islands that both claim, not land boundaries.
    pub twice: usize,
    /// Edges of such rings that a third party has too: land boundaries that still count as shore.
    pub kept: usize,
}

impl Bases {
    /// Takes out of rings and coasts the edges that two parties share (their land boundary) and those for
    /// which `cut` holds (seams of a file); what is left of a ring are open coasts. `holes` are closed rings within
    /// the land of a party: no shore themselves, but an enclave has its land boundary there. A ring that another party's land
    /// repeats whole is no land boundary: it stays, for both, and so do edges with the land of both on the same side. Doing it again changes nothing more.
    pub fn without_borders(
        &mut self,
        holes: &[(usize, Vec<LatLon>)],
        cut: impl Fn(LatLon, LatLon) -> bool,
    ) -> Borders {
        let mut owners: BTreeMap<[[u64; 2]; 2], Vec<usize>> = BTreeMap::new();
        let shores = self.lines.iter().filter(|l| is_shore(l));
        let sides = shores.flat_map(|l| edges(l).map(|e| (l.party, e)));
        let inner = holes.iter().flat_map(|(party, h)| {
            (0..h.len()).map(move |k| (*party, (h[k], h[(k + 1) % h.len()])))
        });
        for (party, (a, b)) in sides.chain(inner) {
            let of = owners.entry(key(a, b)).or_default();
            if !of.contains(&party) {
                of.push(party);
            }
        }
        // Where both have the land it is no boundary.
        let claimed: BTreeSet<_> = self.claimed_edges().into_iter().map(|e| e.0).collect();
        let shared = |a, b| {
            let edge = key(a, b);
            owners.get(&edge).is_some_and(|o| o.len() > 1) && !claimed.contains(&edge)
        };
        let mut twins: BTreeMap<Outline, Vec<usize>> = BTreeMap::new();
        for line in self.lines.iter().filter(|l| is_shore(l) && l.closed()) {
            if edges(line).all(|(a, b)| shared(a, b)) {
                twins.entry(outline(line)).or_default().push(line.party);
            }
        }
        let is_twin = |line: &BaseLine| {
            let same = line.closed().then(|| twins.get(&outline(line))).flatten();
            same.is_some_and(|parties| parties.iter().any(|p| *p != line.party))
        };
        let mut found = Borders::default();
        for line in std::mem::take(&mut self.lines) {
            let twin = !twins.is_empty() && is_shore(&line) && is_twin(&line);
            found.twice += usize::from(twin);
            if twin {
                let pair = twins.get(&outline(&line)).map_or(&[][..], Vec::as_slice);
                let third = |(a, b)| {
                    owners.get(&key(a, b)).is_some_and(|o| o.iter().any(|p| !pair.contains(p)))
                };
                found.kept += edges(&line).filter(|e| third(*e)).count();
            }
            if twin || !is_shore(&line) {
                self.lines.push(line);
                continue;
            }
            let keep: Vec<bool> = edges(&line)
                .map(|(a, b)| {
                    let border = shared(a, b);
                    let seam = !border && cut(a, b);
                    found.borders += usize::from(border);
                    found.cuts += usize::from(seam);
                    !border && !seam
                })
                .collect();
            if keep.iter().all(|k| *k) {
                self.lines.push(line);
            } else {
                self.lines.extend(runs(&line, &keep));
            }
        }
        found
    }
}

/// The edges of a ring in an order that does not hang on where it begins.
pub(crate) type Outline = Vec<[[u64; 2]; 2]>;

/// The outline of a line.
pub(crate) fn outline(line: &BaseLine) -> Outline {
    let mut all: Outline = edges(line).map(|(a, b)| key(a, b)).collect();
    all.sort_unstable();
    all
}

pub(super) fn is_shore(line: &BaseLine) -> bool {
    matches!(line.kind, ShoreKind::Coast | ShoreKind::Islands)
}

pub(super) fn edges(line: &BaseLine) -> impl Iterator<Item = (LatLon, LatLon)> + '_ {
    let n = line.nodes.len();
    let count = if line.closed() { n } else { n.saturating_sub(1) };
    (0..count).map(move |k| (line.nodes[k].at, line.nodes[(k + 1) % n].at))
}

/// An edge whichever way it is run through.
pub(super) fn key(a: LatLon, b: LatLon) -> [[u64; 2]; 2] {
    let (a, b) = (place_key(a), place_key(b));
    if a < b { [a, b] } else { [b, a] }
}

/// The runs of kept edges as open coasts.
pub(super) fn runs(line: &BaseLine, keep: &[bool]) -> Vec<BaseLine> {
    let (n, count) = (line.nodes.len(), keep.len());
    let begins =
        |k: usize| keep[k] && ((k == 0 && !line.closed()) || !keep[(k + count - 1) % count]);
    let mut out = Vec::new();
    for start in (0..count).filter(|&k| begins(k)) {
        let mut nodes = vec![line.nodes[start].clone()];
        let mut k = start;
        while k < count && keep[k] {
            nodes.push(line.nodes[(k + 1) % n].clone());
            k = if line.closed() { (k + 1) % count } else { k + 1 };
            if k == start {
                break;
            }
        }
        out.push(BaseLine { kind: ShoreKind::Coast, nodes, ..line.clone() });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::BaseNode;
    use super::*;
    use littoral_model::EdgeKind;

    fn line(party: usize, kind: ShoreKind, at: &[(f64, f64)]) -> BaseLine {
        let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
        let (nodes, edge) = (at.iter().map(node).collect(), EdgeKind::Geodesic);
        BaseLine { party, name: String::new(), kind, edge, nodes, origin: String::new() }
    }

    /// Two squares side by side and an open coast along one of them: the common edges go, twice over the
    /// same.
    #[test]
    fn borders_of_rings_and_coasts() {
        let ring = |party, x: f64| {
            let at = [(0.0, x), (0.0, x + 1.0), (1.0, x + 1.0), (1.0, x)];
            line(party, ShoreKind::Islands, &at)
        };
        let coast = line(2, ShoreKind::Coast, &[(3.0, 0.0), (1.0, 0.0), (0.0, 0.0), (-1.0, 0.0)]);
        let ids = ["A", "B", "C"].map(String::from).to_vec();
        let lines = vec![ring(0, 0.0), ring(1, 1.0), coast];
        let mut bases = Bases { parties: ids, lines, ..Bases::default() };
        let found = bases.without_borders(&[], |_, _| false);
        assert_eq!((found.borders, found.cuts, found.twice), (4, 0, 0));
        let of = |party| bases.lines.iter().filter(move |l| l.party == party);
        assert_eq!(of(0).map(|l| l.nodes.len()).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(of(1).map(|l| l.nodes.len()).collect::<Vec<_>>(), [4]);
        assert_eq!(of(2).map(|l| l.nodes.len()).collect::<Vec<_>>(), [2, 2]);
        assert!(bases.lines.iter().all(|l| l.kind == ShoreKind::Coast));
        let once = bases.clone();
        assert_eq!(bases.without_borders(&[], |_, _| false), Borders::default());
        assert_eq!(bases, once);
    }

    /// An island under two parties that borders a third one's land: its part there cannot be told from shore, which is counted.
    #[test]
    fn islands_drawn_twice_beside_a_third_party() {
        let ring = [(5.0, 5.0), (5.0, 6.0), (6.0, 6.0), (6.0, 5.0)];
        let beside = [(5.0, 6.0), (5.0, 7.0), (6.0, 7.0), (6.0, 6.0)];
        let lines = [(0, ring), (1, ring), (2, beside)];
        let lines = lines.map(|(party, at)| line(party, ShoreKind::Islands, &at)).to_vec();
        let ids = ["A", "B", "C"].map(String::from).to_vec();
        let mut bases = Bases { parties: ids, lines, ..Bases::default() };
        let found = bases.without_borders(&[], |_, _| false);
        assert_eq!((found.borders, found.twice, found.kept), (1, 2, 2));
    }

    /// An island drawn under two parties, the second time from another place and the other way round, stays for both; an
    /// enclave, of which the other party has the hole, has no shore.
    #[test]
    fn islands_drawn_twice() {
        let ring = [(5.0, 5.0), (5.0, 6.0), (6.0, 6.0), (6.0, 5.0)];
        let mut turned = [ring[2], ring[1], ring[0], ring[3]];
        let lines = vec![
            line(0, ShoreKind::Islands, &ring),
            line(1, ShoreKind::Islands, &turned),
            line(1, ShoreKind::Islands, &[(0.0, 0.0), (0.0, 1.0), (1.0, 0.0)]),
        ];
        let ids = ["A", "B"].map(String::from).to_vec();
        let mut bases = Bases { parties: ids, lines, ..Bases::default() };
        let once = bases.clone();
        let found = bases.without_borders(&[], |_, _| false);
        assert_eq!((found.borders, found.twice), (0, 2));
        assert_eq!(bases, once);
        turned.reverse();
        let hole = turned.map(|(lat, lon)| LatLon::new(lat, lon)).to_vec();
        bases.lines.remove(1);
        let found = bases.without_borders(&[(1, hole)], |_, _| false);
        assert_eq!((found.borders, found.twice), (4, 0));
        assert_eq!(bases.lines.len(), 1);
    }
}
