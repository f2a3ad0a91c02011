//! Islands that are no holes of the sea: their land is no water.
//!
//! An island that lies in the sea with nothing about it is cut out of it. What crosses a ring of the sea or another island, or lies
//! on land, is left as it is and told: what of it is land cannot be known. Seen in the plane of longitude and latitude, as the rings
//! of the sea are; within a ring about a pole islands are not looked for.

mod placed;

use std::collections::HashSet;

use littoral_geodesy::{Earth, LatLon};

use crate::case::Case;
use crate::finding::Finding;
use crate::frame;
use crate::geometry::{Ring, Sea, ShoreKind};

use self::placed::Placed;
use super::twice::{Edge, edges, repeated};
use super::{Log, Spot, close};

/// How an island that is no hole lies.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Lie {
    /// In the sea, with nothing but water about it.
    Water,
    /// Within a hole, by its number among the rings of the sea.
    Land(usize),
    /// Across something, or about it.
    Across(Other, LatLon),
    /// Beyond the sea, or along its rings.
    Beyond,
}

/// What an island crosses.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Other {
    Itself,
    /// A ring of the sea.
    Ring(usize),
    /// Another island that is no hole, by its number among those.
    Island(usize),
}

/// An island that is no hole: shore, line, and the ring without repeated vertices.
struct Loose {
    shore: usize,
    line: usize,
    ring: Ring,
    lie: Lie,
}

pub(super) fn check(log: &mut Log<'_>) {
    let case = log.case;
    let found = loose(case);
    for island in &found {
        let party = |l: &Loose| log.party(case.shores[l.shore].party).to_owned();
        let who = party(island);
        let finding = match island.lie {
            Lie::Beyond => continue,
            Lie::Water => Finding::warning("M021", format!("an island of {who} is no hole of the sea"))
                .label("it is cut out: its land is no water")
                .help("give its ring to the sea's polygon as a hole, vertex by vertex"),
            Lie::Land(ring) => {
                Finding::warning("M022", format!("an island of {who} lies within a hole of the sea"))
                    .label(format!("within ring {} of the sea", ring + 1))
                    .help("on land it is no shore of this sea: take it out, or, if that ring is no land, the ring")
            }
            Lie::Across(other, at) => {
                let other = match other {
                    Other::Itself => "itself".to_owned(),
                    Other::Ring(0) => "the sea's outer ring".to_owned(),
                    Other::Ring(k) => format!("ring {} of the sea", k + 1),
                    Other::Island(k) => format!("an island of {}", party(&found[k])),
                };
                Finding::warning("M022", format!("an island of {who} overlaps or touches {other}"))
                    .label(format!("at {:.4}, {:.4}", at.lat, at.lon))
                    .help("it is not cut out, and its land counts as water: lead the rings round it, or make one island of the two")
            }
        };
        log.say(finding, Spot::Shore { shore: island.shore, line: island.line, vertex: 0 });
    }
}

/// Cuts islands out of the sea that lie in it and are no holes. The check notes them first.
pub fn cut_islands(case: &mut Case) {
    let rings = cut(case);
    case.sea.inner.extend(rings);
}

/// The rings that [`cut_islands`] adds to the sea.
pub(super) fn cut(case: &Case) -> Vec<Ring> {
    loose(case).into_iter().filter(|l| l.lie == Lie::Water).map(|l| l.ring).collect()
}

fn loose(case: &Case) -> Vec<Loose> {
    let mut found = uncut(case);
    if found.is_empty() || case.sea.outer.len() < 3 {
        return Vec::new();
    }
    let sea: Vec<&Ring> = std::iter::once(&case.sea.outer).chain(&case.sea.inner).collect();
    let rings: Vec<Ring> =
        sea.iter().copied().chain(found.iter().map(|l| &l.ring)).cloned().collect();
    let place = Placed::new(&sea, &rings);
    let met = place.met();
    for (k, island) in found.iter_mut().enumerate() {
        island.lie = place.lie(sea.len() + k, met[k]);
    }
    beyond_on_the_ellipsoid(case, &mut found);
    found
}

/// Islands none of whose rings the sea has; what a party repeats is left out anyway.
fn uncut(case: &Case) -> Vec<Loose> {
    let outline = |ring: &[LatLon]| {
        let mut all: Vec<Edge> = edges(ring, true).map(|(_, edge)| edge).collect();
        all.sort_unstable();
        all
    };
    let holes: HashSet<Vec<Edge>> = case.sea.inner.iter().map(|r| outline(r)).collect();
    let again: HashSet<(usize, usize)> = repeated(case).into_iter().collect();
    let mut found = Vec::new();
    let islands = case.shores.iter().enumerate().filter(|(_, s)| s.kind == ShoreKind::Islands);
    for (shore, line, given) in
        islands.flat_map(|(k, s)| s.lines.iter().enumerate().map(move |(l, r)| (k, l, r)))
    {
        let mut ring = given.clone();
        close(&mut ring);
        if ring.len() > 2 && !again.contains(&(shore, line)) && !holes.contains(&outline(&ring)) {
            found.push(Loose { shore, line, ring, lie: Lie::Beyond });
        }
    }
    found
}

/// In the plane an island beside the outer ring may lie in the sea, and on the ellipsoid beyond it.
fn beyond_on_the_ellipsoid(case: &Case, found: &mut [Loose]) {
    let water: Vec<usize> = (0..found.len()).filter(|k| found[*k].lie == Lie::Water).collect();
    let inner = water.iter().map(|k| found[*k].ring.clone()).collect();
    let mut sea = Sea { inner, outer: case.sea.outer.clone(), ..case.sea };
    for k in frame::fit(&mut sea, &Earth::new(&case.ellipsoid)).beyond {
        found[water[k]].lie = Lie::Beyond;
    }
}
