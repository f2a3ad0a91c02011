//! A survey as the engine wants it: shores whose termini it can tell, and a warning where it cannot.

use std::collections::BTreeMap;

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Shore, ShoreKind};

use super::effects::Term;
use crate::construct::base::{BaseLine, Bases, Land, Outline, outline, place_key};
use crate::construct::invalid;
use crate::error::DelimitError;

/// A coordinate met before: whose and how it is written, whether it ends a coast, whether it is a single base point.
struct Met {
    party: usize,
    at: LatLon,
    end: bool,
    point: bool,
}

/// A place that was written twice, perhaps with two longitudes.
fn place(first: LatLon, second: LatLon) -> String {
    let text = format!("{:.6}, {:.6}", first.lat, first.lon);
    match (first.lon == second.lon, first.lat.abs() == 90.0) {
        (true, _) => text,
        (false, true) => format!("{text} (the longitude {:.6} means the same pole)", second.lon),
        (false, false) => {
            format!("{text} (the longitude {:.6} means the same meridian)", second.lon)
        }
    }
}

/// Coordinates that two parties share. Where both are ends of coasts that is a terminus, and the engine has
/// a rule for it; elsewhere the line is not defined wherever that coordinate is nearest to both.
pub(super) fn shared(bases: &Bases) -> Result<Vec<String>, DelimitError> {
    let mut seen: BTreeMap<[u64; 2], Met> = BTreeMap::new();
    let mut out = Vec::new();
    for l in &bases.lines {
        let last = l.nodes.len().saturating_sub(1);
        for (k, n) in l.nodes.iter().enumerate() {
            let end = l.kind == ShoreKind::Coast && (k == 0 || k == last);
            let point = l.kind == ShoreKind::BasePoint;
            let here = Met { party: l.party, at: n.at, end, point };
            let Some(met) = seen.insert(place_key(n.at), here) else { continue };
            if met.party == l.party || (end && met.end) {
                continue;
            }
            let [a, b] = [met.party, l.party].map(|p| bases.parties[p].as_str());
            let place = place(met.at, n.at);
            let text = format!(
                "{a} and {b} share the base point {place}: no line is defined where it is nearest to both"
            );
            if point || met.point {
                return invalid(
                    text + "; take it from one of them, or give both coasts as lines that end there",
                );
            }
            out.push(text);
        }
    }
    Ok(out)
}

/// A ring that counts in full for two parties: where it is nearest neither is nearer, all round it.
pub(super) fn drawn_twice(bases: &Bases, terms: &[Vec<Term>]) -> Result<(), DelimitError> {
    let in_full = |k: usize, party: usize| {
        let holds = |t: &Term| t.classes.iter().any(|(f, lines)| *f == 1.0 && lines.contains(&k));
        terms.get(party).is_some_and(|all| all.iter().all(holds))
    };
    let mut seen: BTreeMap<Outline, usize> = BTreeMap::new();
    for (k, l) in bases.lines.iter().enumerate().filter(|(_, l)| l.closed()) {
        if !in_full(k, l.party) {
            continue;
        }
        let first = *seen.entry(outline(l)).or_insert(l.party);
        if first != l.party {
            let [a, b] = [first, l.party].map(|p| bases.parties[p].as_str());
            let at = l.nodes.first().map_or(LatLon::new(0.0, 0.0), |n| n.at);
            return invalid(format!(
                "{a} and {b} both have the whole island about {:.6}, {:.6} ({}): no line is defined where it is nearest to both; draw the part of each (the land boundary that they share is no shore), or leave it out of one (effect 0)",
                at.lat,
                wrap(at.lon),
                l.origin
            ));
        }
    }
    Ok(())
}

/// At a terminus the coast that has the sea on its left, walking away from it, comes first. Every coast is
/// given in two halves, so that each end is on its own.
pub(super) fn shores(earth: &Earth, bases: &Bases, inland: &Land) -> Vec<Shore> {
    let shore = |l: &BaseLine, nodes: Vec<LatLon>| Shore {
        party: l.party,
        kind: l.kind,
        lines: vec![nodes],
        edge: l.edge,
        origin: l.origin.clone(),
    };
    let (mut ahead, mut behind, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    for l in &bases.lines {
        let points = l.points();
        if l.kind != ShoreKind::Coast || points.len() < 3 {
            rest.push(shore(l, points));
            continue;
        }
        let middle = points.len() / 2;
        for (part, turned) in [(&points[..=middle], false), (&points[middle..], true)] {
            // Land on the right of the way from the terminus: sea on its left.
            let mut walk = part.to_vec();
            if turned {
                walk.reverse();
            }
            let first = earth.inverse(walk[0], walk[1]);
            let step = (first.distance_m / 2.0).min(200.0);
            let beside = earth.direct(walk[0], first.azimuth1_deg, first.distance_m / 2.0);
            let left = earth.direct(beside, first.azimuth1_deg - 90.0, step);
            if inland.holds(left) {
                behind.push(shore(l, walk))
            } else {
                ahead.push(shore(l, walk))
            }
        }
    }
    ahead.into_iter().chain(behind).chain(rest).collect()
}
