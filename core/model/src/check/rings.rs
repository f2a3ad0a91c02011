//! Rings: enough vertices, none repeated, no edge across another.

use std::collections::BTreeSet;

use littoral_geodesy::LatLon;

use crate::finding::Finding;
use crate::geometry::ShoreKind;

use super::cross::{Meeting, meetings};
use super::{Log, Spot, framed, nested, uncut};

/// Most crossings reported; more of them say nothing new.
const MOST: usize = 5;
/// Places that agree to seven decimals of a degree are one.
const SAME: f64 = 1e7;

pub(super) fn check(log: &mut Log<'_>) {
    let case = log.case;
    let rings: Vec<&[LatLon]> =
        std::iter::once(&case.sea.outer).chain(&case.sea.inner).map(Vec::as_slice).collect();
    let mut sound = true;
    for (ring, vertices) in rings.iter().enumerate() {
        let spot = |vertex| Spot::Sea { ring, vertex };
        sound &= enough(log, "the sea has", vertices, true, spot);
    }
    for (shore, part) in case.shores.iter().enumerate() {
        let who = log.shore_name(part);
        for (line, vertices) in part.lines.iter().enumerate() {
            let spot = |vertex| Spot::Shore { shore, line, vertex };
            match part.kind {
                ShoreKind::Islands => drop(enough(log, &who, vertices, true, spot)),
                ShoreKind::BasePoint => {}
                ShoreKind::Coast | ShoreKind::Baseline => {
                    enough(log, &who, vertices, false, spot);
                }
            }
        }
    }
    if sound {
        let apart = crossings(log, &rings);
        if apart {
            nested::check(log);
            framed::check(log);
            uncut::check(log);
        }
    }
}

/// Enough distinct vertices, and a note of those that repeat the one before.
fn enough(
    log: &mut Log<'_>,
    who: &str,
    vertices: &[LatLon],
    closed: bool,
    spot: impl Fn(usize) -> Spot,
) -> bool {
    let mut distinct: Vec<LatLon> = Vec::new();
    for at in vertices {
        if distinct.len() < 3 && !distinct.contains(at) {
            distinct.push(*at);
        }
    }
    let (least, what) = if closed { (3, "ring") } else { (2, "line") };
    if distinct.len() < least {
        let text = format!("{who} a {what} of fewer than {least} distinct vertices");
        log.say(Finding::error("M002", text), spot(0));
        return false;
    }
    let repeats = (1..vertices.len()).filter(|&k| vertices[k] == vertices[k - 1]);
    let repeats: Vec<usize> = repeats.collect();
    if let Some(&first) = repeats.first() {
        let count = repeats.len();
        let plural = if count == 1 { "vertex that repeats" } else { "vertices that repeat" };
        let text = format!("{who} {count} {plural} the one before");
        log.say(Finding::note("M003", text).help("they are left out"), spot(first));
    }
    true
}

/// Says where rings cross or touch; does none cross?
fn crossings(log: &mut Log<'_>, rings: &[&[LatLon]]) -> bool {
    let (found, complete) = meetings(rings);
    let touching = || found.iter().filter(|f| f.2 == Meeting::Touch);
    // Where two vertices lie on one another four pairs of edges meet in one place.
    let places: BTreeSet<[i64; 2]> =
        touching().map(|f| [f.3.lat, f.3.lon].map(|x| (x * SAME).round() as i64)).collect();
    let mut crossing = found.iter().filter(|f| f.2 != Meeting::Touch).peekable();
    let none = crossing.peek().is_none();
    for (a, b, how, at) in crossing.take(MOST) {
        let text = match a.0 == b.0 {
            true => "the sea has a ring that crosses itself",
            false => "two rings of the sea cross",
        };
        let label = format!(
            "the edge from here meets the edge from {} at {:.4}, {:.4}",
            vertex_name(b.0, b.1, rings.len()),
            at.lat,
            at.lon
        );
        let finding = Finding::error("M004", text).label(label);
        let finding = finding.help(match (how, a.0 == b.0) {
            (Meeting::Along, false) => {
                "islands with a common edge are one: give their outline as one ring"
            }
            (_, false) if a.0 == 0 => {
                "an island ends where the outer ring does: cut it there, or lead the ring round it"
            }
            _ => "are two vertices in the wrong order?",
        });
        log.say(finding, Spot::Sea { ring: a.0, vertex: a.1 });
    }
    if let Some((a, _, _, at)) = touching().next() {
        let text = format!("the sea touches itself at {:.4}, {:.4}", at.lat, at.lon);
        let help = match places.len() {
            1 => "a shore that touches itself is doubtful, but can be divided".to_owned(),
            n => format!("there are {n} such places; they are doubtful, but can be divided"),
        };
        log.say(Finding::warning("M005", text).help(help), Spot::Sea { ring: a.0, vertex: a.1 });
    }
    if !complete {
        let text = "the sea is too entangled to compare every edge with every other";
        log.say(Finding::warning("M006", text), Spot::Case);
    }
    none
}

fn vertex_name(ring: usize, vertex: usize, rings: usize) -> String {
    match rings {
        1 => format!("vertex {}", vertex + 1),
        _ => format!("ring {}, vertex {}", ring + 1, vertex + 1),
    }
}
