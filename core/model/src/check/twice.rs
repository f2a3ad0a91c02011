//! Stretches of shore that are given twice.
//!
//! Along a stretch of the sea's edge that two parties have no line is defined, and no score is the lowest. What one party has
//! twice says nothing new: a line, all of whose edges it has already, is left out.

use std::collections::{HashMap, HashSet};

use littoral_geodesy::LatLon;

use crate::case::Case;
use crate::finding::Finding;
use crate::geometry::{Extent, Shore, ShoreKind};

use super::edge::bits;
use super::{Log, Spot};

/// An edge whichever way it is run through.
pub(super) type Edge = [[u64; 2]; 2];

pub(super) fn check(log: &mut Log<'_>) {
    let case = log.case;
    if case.sea.extent == Extent::Closed {
        held_twice(log);
    }
    for (shore, line) in repeated(case) {
        let spot = Spot::Shore { shore, line, vertex: 0 };
        let party = log.party(case.shores[shore].party);
        let text = format!("{party} has this shore already");
        log.say(Finding::warning("M017", text).help("it is left out"), spot);
    }
}

/// Leaves out lines of shore all of whose edges their party has already. The check notes them first.
pub fn drop_twice(case: &mut Case) {
    let gone: HashSet<(usize, usize)> = repeated(case).into_iter().collect();
    for (k, shore) in case.shores.iter_mut().enumerate() {
        let mut line = 0;
        shore.lines.retain(|_| {
            line += 1;
            !gone.contains(&(k, line - 1))
        });
    }
    case.shores.retain(|s| !s.lines.is_empty());
}

/// Stretches of the sea's edge that two parties have: the first edge of each, and how many there are.
fn held_twice(log: &mut Log<'_>) {
    let case = log.case;
    let rings = std::iter::once(&case.sea.outer).chain(&case.sea.inner);
    // An edge that two rings of the sea have is none of it.
    let mut of_sea: HashMap<Edge, bool> = HashMap::new();
    for (_, edge) in rings.flat_map(|ring| edges(ring, true)) {
        of_sea.entry(edge).and_modify(|once| *once = false).or_insert(true);
    }
    let mut holders: HashMap<Edge, usize> = HashMap::new();
    let mut found: Vec<([usize; 2], Spot, usize)> = Vec::new();
    for (shore, part) in case.shores.iter().enumerate().filter(|(_, s)| holds(s)) {
        for (line, vertices) in part.lines.iter().enumerate() {
            for (vertex, edge) in edges(vertices, part.kind == ShoreKind::Islands) {
                let first = *holders.entry(edge).or_insert(part.party);
                if first == part.party || of_sea.get(&edge) != Some(&true) {
                    continue;
                }
                let pair = [first, part.party];
                match found.iter_mut().find(|f| f.0 == pair) {
                    Some(f) => f.2 += 1,
                    None => found.push((pair, Spot::Shore { shore, line, vertex }, 1)),
                }
            }
        }
    }
    for ([a, b], spot, count) in found {
        let [a, b] = [a, b].map(|p| log.party(p).to_owned());
        let text = format!("{a} and {b} have the same stretch of coast");
        let (noun, they) = if count == 1 { ("edge", "it") } else { ("edges", "each of them") };
        let finding = Finding::error("M016", text)
            .label(format!("{a} has the edge from here too"))
            .help(format!("{count} {noun} of the sea's edge: give {they} to one of the two"));
        log.say(finding, spot);
    }
}

/// Lines all of whose edges their party has in the lines before: shore and line.
pub(super) fn repeated(case: &Case) -> Vec<(usize, usize)> {
    let mut seen: HashSet<(usize, Edge)> = HashSet::new();
    let mut found = Vec::new();
    for (shore, part) in case.shores.iter().enumerate().filter(|(_, s)| holds(s)) {
        for (line, vertices) in part.lines.iter().enumerate() {
            let own: Vec<(usize, Edge)> = edges(vertices, part.kind == ShoreKind::Islands)
                .map(|(_, edge)| (part.party, edge))
                .collect();
            if !own.is_empty() && own.iter().all(|edge| seen.contains(edge)) {
                found.push((shore, line));
            }
            seen.extend(own);
        }
    }
    found
}

/// Does a shore hold the coast?
fn holds(shore: &Shore) -> bool {
    matches!(shore.kind, ShoreKind::Coast | ShoreKind::Islands)
}

/// Edges with the vertex at which each begins, but for those of no length.
pub(super) fn edges(line: &[LatLon], closed: bool) -> impl Iterator<Item = (usize, Edge)> + '_ {
    let count = if closed { line.len() } else { line.len().saturating_sub(1) };
    let ends = move |k: usize| [bits(&line[k]), bits(&line[(k + 1) % line.len()])];
    let edge = |(k, [a, b]): (usize, Edge)| (k, if a < b { [a, b] } else { [b, a] });
    (0..count).map(move |k| (k, ends(k))).filter(|(_, [a, b])| a != b).map(edge)
}
