//! What can be wrong with a case that could be read: ranges, rings, coasts, termini.
//!
//! Rings are checked in the plane of longitude and latitude with exact predicates. A geodesic edge
//! leaves the straight one by a few metres at the length of coast edges, so a ring that is sound
//! here is sound on the ellipsoid unless two of its edges lie nearer to each other than that.

mod cross;
mod edge;
mod framed;
mod nested;
mod range;
mod rings;
pub(crate) mod strips;
mod termini;
mod twice;
mod uncut;

use littoral_geodesy::LatLon;

use crate::case::Case;
use crate::finding::Finding;
use crate::geometry::{Shore, ShoreKind};

pub use framed::fit_frame;
pub use nested::drop_nested;
pub use twice::drop_twice;
pub use uncut::cut_islands;

/// Where in the case a finding lies. All numbers are 0-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The case as a whole.
    Case,
    /// A vertex of the sea; ring 0 is the outer one.
    Sea {
        /// Ring.
        ring: usize,
        /// Vertex.
        vertex: usize,
    },
    /// A vertex of a shore.
    Shore {
        /// Index in [`Case::shores`].
        shore: usize,
        /// Line or ring of the shore.
        line: usize,
        /// Vertex.
        vertex: usize,
    },
    /// A terminus by its index.
    Terminus(usize),
}

/// Everything that is doubtful or wrong in a case, in a fixed order.
#[must_use]
pub fn check(case: &Case) -> Vec<Finding> {
    located(case).into_iter().map(|(finding, _)| finding).collect()
}

/// The same with the place of each finding as numbers, for readers that know lines and columns.
#[must_use]
pub fn located(case: &Case) -> Vec<(Finding, Spot)> {
    let mut log = Log { case, found: Vec::new() };
    range::check(&mut log);
    if !log.found.is_empty() {
        // Coordinates that are no places make every further test meaningless.
        return log.found;
    }
    rings::check(&mut log);
    edge::check(&mut log);
    twice::check(&mut log);
    termini::check(&mut log);
    log.found
}

/// Drops vertices that repeat the one before, everywhere. The check notes them first.
pub fn drop_repeated(case: &mut Case) {
    let rings = std::iter::once(&mut case.sea.outer).chain(&mut case.sea.inner);
    for ring in rings.chain(&mut case.excluded) {
        close(ring);
    }
    for shore in &mut case.shores {
        for line in &mut shore.lines {
            match shore.kind {
                ShoreKind::Islands => close(line),
                ShoreKind::Coast | ShoreKind::Baseline => line.dedup(),
                ShoreKind::BasePoint => {}
            }
        }
    }
}

/// Drops repeated vertices of a ring, the last against the first too.
fn close(ring: &mut Vec<LatLon>) {
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
}

/// Findings as they are made.
struct Log<'a> {
    case: &'a Case,
    found: Vec<(Finding, Spot)>,
}

impl Log<'_> {
    fn say(&mut self, finding: Finding, spot: Spot) {
        let (file, place) = self.place(spot);
        self.found.push((finding.at(&file, place), spot));
    }

    /// File and place of a spot as people read it, numbers from 1.
    fn place(&self, spot: Spot) -> (String, String) {
        let part = |name, k: usize, of: usize| match of {
            0 | 1 => String::new(),
            _ => format!(", {name} {}", k + 1),
        };
        match spot {
            Spot::Case => (String::new(), String::new()),
            Spot::Sea { ring, vertex } => {
                let rings = 1 + self.case.sea.inner.len();
                (String::new(), format!("sea{}, vertex {}", part("ring", ring, rings), vertex + 1))
            }
            Spot::Shore { shore, line, vertex } => {
                let Some(shore) = self.case.shores.get(shore) else { return Default::default() };
                let (file, place) = origin(&shore.origin);
                let name = if shore.kind == ShoreKind::Islands { "polygon" } else { "line" };
                let line = part(name, line, shore.lines.len());
                (file, format!("{place}{line}, vertex {}", vertex + 1))
            }
            Spot::Terminus(k) => {
                self.case.termini.get(k).map_or_else(Default::default, |t| origin(&t.origin))
            }
        }
    }

    fn party(&self, index: usize) -> &str {
        self.case.parties.get(index).map_or("?", |p| p.id.as_str())
    }

    /// What a shore is called in a sentence, with its verb for "to have".
    fn shore_name(&self, shore: &Shore) -> String {
        let party = self.party(shore.party);
        match shore.kind {
            ShoreKind::Coast => format!("the coast of {party} has"),
            ShoreKind::Islands => format!("the islands of {party} have"),
            ShoreKind::Baseline => format!("the baseline of {party} has"),
            ShoreKind::BasePoint => format!("the base points of {party} have"),
        }
    }
}

/// `coast.geojson: feature 2` as file and place.
fn origin(text: &str) -> (String, String) {
    match text.split_once(": ") {
        Some((file, place)) => (file.to_owned(), place.to_owned()),
        None => (String::new(), text.to_owned()),
    }
}

#[cfg(test)]
mod frame_tests;
#[cfg(test)]
mod land_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod uncut_tests;
