//! Land-boundary termini: each shared by exactly the two parties that it is between.

use littoral_geodesy::LatLon;

use crate::finding::Finding;
use crate::geometry::{Extent, ShoreKind};

use super::edge::{apart_m, shown};
use super::{Log, Spot};

/// Ends of two coasts nearer than this were meant to be one place, metres.
const SLIP_M: f64 = 500.0;

/// An end of a coast.
struct End {
    shore: usize,
    line: usize,
    vertex: usize,
    party: usize,
    at: LatLon,
}

pub(super) fn check(log: &mut Log<'_>) {
    let ends = ends(log);
    for k in 0..log.case.termini.len() {
        terminus(log, k, &ends);
    }
    if log.case.sea.extent == Extent::Closed {
        loose(log, &ends);
    }
}

fn ends(log: &Log<'_>) -> Vec<End> {
    let mut found = Vec::new();
    for (shore, part) in log.case.shores.iter().enumerate() {
        if part.kind != ShoreKind::Coast {
            continue;
        }
        for (line, vertices) in part.lines.iter().enumerate() {
            let last = vertices.len().saturating_sub(1);
            // A coast that closes on itself (one party around the whole sea) has no end.
            if vertices.first() == vertices.last() {
                continue;
            }
            for vertex in [0, last] {
                let Some(&at) = vertices.get(vertex) else { continue };
                found.push(End { shore, line, vertex, party: part.party, at });
            }
        }
    }
    found
}

/// Parties whose coasts end at a place, in the case's order.
fn parties_at(at: LatLon, ends: &[End]) -> Vec<usize> {
    let mut parties: Vec<usize> = ends.iter().filter(|e| e.at == at).map(|e| e.party).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn terminus(log: &mut Log<'_>, k: usize, ends: &[End]) {
    let Some(terminus) = log.case.termini.get(k) else { return };
    let found = parties_at(terminus.at, ends);
    if found == terminus.between {
        return;
    }
    let names = |list: &[usize]| list.iter().map(|&p| log.party(p)).collect::<Vec<_>>().join(", ");
    let name = terminus.name.get("en");
    let text = format!("the terminus {name} is not shared by exactly {}", names(&terminus.between));
    let label = match found.as_slice() {
        [] => "no coast ends here".to_owned(),
        [one] => format!("only the coast of {} ends here", log.party(*one)),
        several => format!("the coasts of {} end here", names(several)),
    };
    let missing = |e: &&End| terminus.between.contains(&e.party) && !found.contains(&e.party);
    let near = ends.iter().filter(missing);
    let near = near.map(|e| (apart_m(terminus.at, e.at), e)).min_by(|a, b| a.0.total_cmp(&b.0));
    let help = near.map_or_else(String::new, |(m, e)| {
        let party = log.party(e.party);
        format!("the coast of {party} ends {} away, at {}, {}", shown(m), e.at.lat, e.at.lon)
    });
    log.say(Finding::error("M012", text).label(label).help(help), Spot::Terminus(k));
}

/// Ends that no other coast shares: the land between two coasts belongs to nobody.
fn loose(log: &mut Log<'_>, ends: &[End]) {
    for end in ends {
        let sharing = parties_at(end.at, ends);
        let party = log.party(end.party).to_owned();
        let spot = Spot::Shore { shore: end.shore, line: end.line, vertex: end.vertex };
        if sharing.len() > 2 {
            let text = format!("{} coasts end at one place", sharing.len());
            log.say(Finding::error("M014", text).help("a terminus is shared by two"), spot);
        }
        let others = ends.iter().filter(|e| e.party != end.party);
        let near = others.map(|e| (apart_m(end.at, e.at), e)).min_by(|a, b| a.0.total_cmp(&b.0));
        let Some((gap, other)) = near.filter(|_| sharing.len() == 1) else { continue };
        let text = format!("the coast of {party} ends where no other coast begins");
        let other = log.party(other.party);
        let help = match gap < SLIP_M {
            true => format!("make it the same vertex as the end of the coast of {other}"),
            false => format!("the nearest end of another coast is that of {other}"),
        };
        let label = format!("{} from the coast of {other}", shown(gap));
        log.say(Finding::warning("M013", text).label(label).help(help), spot);
    }
}
