//! Which shores of a party are rings of the sea, and who that makes their holder.
//!
//! Most islands stand in a case twice: as a hole of the sea and as a shore of a party. Along such a ring the party's distance
//! is zero, so it needs no search.

use littoral_geodesy::{Chain, LatLon, many};
use rustc_hash::FxHashMap;

use super::{Core, SeaRing};
use crate::eval::Label;
use crate::tape::Tape;

/// Lines to a task.
const LEAST_LINES: usize = 64;

/// What tells a ring, in whichever direction and from whichever vertex it goes: its southernmost vertex, and how many there
/// are.
type Mark = ([u64; 2], usize);

fn mark(ring: &[LatLon]) -> Option<Mark> {
    if ring.len() >= many::BLOCK {
        return None;
    }
    let order = |a: &&LatLon, b: &&LatLon| a.lat.total_cmp(&b.lat).then(a.lon.total_cmp(&b.lon));
    let least = ring.iter().min_by(order)?;
    Some(([least.lat.to_bits(), least.lon.to_bits()], ring.len()))
}

/// The rings of the sea by what tells them.
#[derive(Debug, Default)]
pub(super) struct Marks(FxHashMap<Mark, u32>);

impl Marks {
    pub(super) fn new(rings: &[impl AsRef<[LatLon]> + Sync]) -> Self {
        let marks = many::list(rings.len(), LEAST_LINES, |k| mark(rings[k].as_ref()));
        Self((0..).zip(marks).filter_map(|(k, mark)| Some((mark?, k))).collect())
    }
}

/// For each line of a set that has a place: the ring of the sea that it is.
#[derive(Debug, Default)]
pub(crate) struct Rims {
    of_lines: Vec<Option<u32>>,
    /// Are the edges of all lines those of the sea, and not other curves between the same places?
    alike: bool,
}

impl Rims {
    pub(super) fn new(core: &Core, chains: &[Chain<'_>]) -> Self {
        let some: Vec<&Chain<'_>> = chains.iter().filter(|c| !c.points.is_empty()).collect();
        let ring = |k: usize| core.marks.0.get(&mark(some[k].points)?).copied();
        Self {
            of_lines: many::list(some.len(), LEAST_LINES, ring),
            alike: some.iter().all(|c| c.join == core.join),
        }
    }

    /// For each line of the set that has a place: the ring of the sea that it is.
    pub(super) fn of_lines(&self) -> &[Option<u32>] {
        &self.of_lines
    }

    /// Is a line, by its number, a ring of the sea?
    pub(crate) fn is_rim(&self, line: usize) -> bool {
        self.of_lines.get(line).is_some_and(Option::is_some)
    }
}

/// Whose shores the rings of the sea are, where that can be told without a search: the first holder of whom each is a shore.
pub(crate) fn owners(basis: &super::Basis, tape: &Tape) -> Vec<Option<Label>> {
    let mut owners = vec![None; basis.rings.len()];
    for (label, straight) in (0..).zip(tape.straight.iter().flatten()) {
        let rims = &basis.sets[tape.sets[straight.slot as usize].0 as usize].rims;
        for ring in rims.of_lines.iter().flatten().filter(|_| rims.alike) {
            owners[*ring as usize].get_or_insert(label);
        }
    }
    owners
}

impl SeaRing {
    /// Numbers of its vertices in the sea.
    pub(crate) fn vertices(&self) -> std::ops::Range<u32> {
        self.first..self.first + self.count
    }
}
