//! Island rings of the sea within one another: a ring on land is no shore.
//!
//! Rings that cross are refused before; of those that do not one lies in another with all of its vertices, but for places where
//! the two touch.

use std::collections::{HashMap, HashSet};

use littoral_geodesy::LatLon;

use crate::case::Case;
use crate::finding::Finding;
use crate::geometry::ShoreKind;

use super::edge::bits;
use super::strips::Strips;
use super::{Log, Spot};

/// Vertices of a ring that are looked at: the most of them tell.
const PROBES: usize = 3;

/// An island ring of the sea within another, by their numbers among the islands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nested {
    pub(super) ring: usize,
    pub(super) around: usize,
}

pub(super) fn check(log: &mut Log<'_>) {
    let parties = Holders::new(log.case);
    for Nested { ring, around } in nested(log.case) {
        let [inner, outer] = [ring, around].map(|k| parties.of(&log.case.sea.inner[k]));
        let name = |party: Option<usize>| party.map_or("no party", |p| log.party(p)).to_owned();
        let number = around + 2;
        let (finding, help) = if inner.is_none() || inner == outer {
            let text = "an island ring lies within another";
            (
                Finding::warning("M015", text),
                "it is no shore of the sea, and is left out".to_owned(),
            )
        } else {
            let text = format!("an island of {} lies within one of {}", name(inner), name(outer));
            let help = "on land it is no shore of this sea: take its ring out of the sea and out of the islands, or, \
                        if the ring about it is no land but a reef, take that one out";
            (Finding::error("M015", text), help.to_owned())
        };
        let finding = finding.label(format!("within ring {number} of the sea")).help(help);
        log.say(finding, Spot::Sea { ring: ring + 1, vertex: 0 });
    }
}

/// Leaves out island rings within another of the same party, and the shores that they are. The check notes them first, and
/// refuses those of another party.
pub fn drop_nested(case: &mut Case) {
    let rings: HashSet<usize> = nested(case).into_iter().map(|n| n.ring).collect();
    if rings.is_empty() {
        return;
    }
    let gone: HashSet<[u64; 2]> =
        rings.iter().flat_map(|k| &case.sea.inner[*k]).map(bits).collect();
    let dry = |line: &Vec<LatLon>| !line.is_empty() && line.iter().all(|p| gone.contains(&bits(p)));
    for shore in &mut case.shores {
        if shore.kind == ShoreKind::Islands {
            shore.lines.retain(|line| !dry(line));
        }
    }
    case.shores.retain(|s| !s.lines.is_empty());
    let mut k = 0;
    case.sea.inner.retain(|_| {
        k += 1;
        !rings.contains(&(k - 1))
    });
}

/// Whose shore has a vertex.
struct Holders(HashMap<[u64; 2], usize>);

impl Holders {
    fn new(case: &Case) -> Self {
        let shores = case.shores.iter().filter(|s| s.kind == ShoreKind::Islands);
        let of = shores.flat_map(|s| s.lines.iter().flatten().map(|at| (bits(at), s.party)));
        Self(of.collect())
    }

    fn of(&self, ring: &[LatLon]) -> Option<usize> {
        ring.iter().find_map(|at| self.0.get(&bits(at)).copied())
    }
}

/// The island rings within another, each with the first about it.
pub(super) fn nested(case: &Case) -> Vec<Nested> {
    let inner = &case.sea.inner;
    if inner.len() < 2 {
        return Vec::new();
    }
    let strips = Strips::new(inner);
    let mut owners: HashMap<[u64; 2], usize> = HashMap::new();
    for at in inner.iter().flatten() {
        *owners.entry(bits(at)).or_default() += 1;
    }
    let of_ring = |ring: usize| {
        let alone = inner[ring].iter().filter(|at| owners.get(&bits(at)) == Some(&1));
        let probes: Vec<Vec<usize>> =
            alone.take(PROBES).map(|at| strips.around(ring, *at)).collect();
        let most = |k: &&usize| 2 * probes.iter().filter(|p| p.contains(k)).count() > probes.len();
        let around = probes.first()?.iter().find(most).or(probes.last()?.iter().find(most))?;
        Some(Nested { ring, around: *around })
    };
    (0..inner.len()).filter_map(of_ring).collect()
}
