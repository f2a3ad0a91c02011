//! Land boundaries are no shore: edges that the land of two parties shares are taken out.

use std::collections::BTreeMap;

use littoral_geodesy::LatLon;
use littoral_model::ShoreKind;

use super::{BaseLine, Bases};

impl Bases {
    /// Takes out of rings and coasts the edges that two parties share (their land boundary) and those for
    /// which `cut` holds (seams of a file); what is left of a ring are open coasts. `holes` are closed rings within
    /// the land of a party: no shore themselves, but an enclave has its land boundary there. Returns how many edges
    /// of either sort there were. Doing it again changes nothing.
    pub fn without_borders(
        &mut self,
        holes: &[(usize, Vec<LatLon>)],
        cut: impl Fn(LatLon, LatLon) -> bool,
    ) -> [usize; 2] {
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
        let mut counts = [0, 0];
        for line in std::mem::take(&mut self.lines) {
            if !is_shore(&line) {
                self.lines.push(line);
                continue;
            }
            let keep: Vec<bool> = edges(&line)
                .map(|(a, b)| {
                    let border = owners.get(&key(a, b)).is_some_and(|o| o.len() > 1);
                    let seam = !border && cut(a, b);
                    counts[0] += usize::from(border);
                    counts[1] += usize::from(seam);
                    !border && !seam
                })
                .collect();
            if keep.iter().all(|k| *k) {
                self.lines.push(line);
            } else {
                self.lines.extend(runs(&line, &keep));
            }
        }
        counts
    }
}

fn is_shore(line: &BaseLine) -> bool {
    matches!(line.kind, ShoreKind::Coast | ShoreKind::Islands)
}

fn edges(line: &BaseLine) -> impl Iterator<Item = (LatLon, LatLon)> + '_ {
    let n = line.nodes.len();
    let count = if line.closed() { n } else { n.saturating_sub(1) };
    (0..count).map(move |k| (line.nodes[k].at, line.nodes[(k + 1) % n].at))
}

/// An edge whichever way it is run through.
fn key(a: LatLon, b: LatLon) -> [[u64; 2]; 2] {
    let bits = |p: LatLon| [p.lat.to_bits(), p.lon.to_bits()];
    let (a, b) = (bits(a), bits(b));
    if a < b { [a, b] } else { [b, a] }
}

/// The runs of kept edges as open coasts.
fn runs(line: &BaseLine, keep: &[bool]) -> Vec<BaseLine> {
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
        assert_eq!(bases.without_borders(&[], |_, _| false), [4, 0]);
        let of = |party| bases.lines.iter().filter(move |l| l.party == party);
        assert_eq!(of(0).map(|l| l.nodes.len()).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(of(1).map(|l| l.nodes.len()).collect::<Vec<_>>(), [4]);
        assert_eq!(of(2).map(|l| l.nodes.len()).collect::<Vec<_>>(), [2, 2]);
        assert!(bases.lines.iter().all(|l| l.kind == ShoreKind::Coast));
        let once = bases.clone();
        assert_eq!(bases.without_borders(&[], |_, _| false), [0, 0]);
        assert_eq!(bases, once);
    }
}
