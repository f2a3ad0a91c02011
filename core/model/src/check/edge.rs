//! Do the shores lie on the edge of the sea, and has every party one?

use std::collections::HashSet;

use littoral_geodesy::LatLon;

use crate::finding::Finding;
use crate::geometry::{Extent, Shore, ShoreKind};

use super::{Log, Spot, uncut};

/// Nearer than this a vertex lies on the edge, metres.
const TOLERANCE_M: f64 = 1.0;
/// Vertices off the edge that are measured, spread over the shore.
const SAMPLES: usize = 64;

pub(super) fn check(log: &mut Log<'_>) {
    let case = log.case;
    for party in 0..case.parties.len() {
        let ashore = |s: &Shore| s.party == party && !s.lines.iter().all(Vec::is_empty);
        if !case.shores.iter().any(ashore) {
            let text = format!("{} has no coast", log.party(party));
            let help = "add a feature with \"kind\": \"coast\" and this party, or drop the party";
            log.say(Finding::error("M010", text).help(help), Spot::Case);
        }
    }
    if case.sea.extent == Extent::Window || case.sea.outer.is_empty() {
        return;
    }
    let cut = uncut::cut(case);
    let holes = case.sea.inner.iter().chain(&cut);
    let rings: Vec<&[LatLon]> =
        std::iter::once(&case.sea.outer).chain(holes).map(Vec::as_slice).collect();
    let on_edge: HashSet<[u64; 2]> = rings.iter().flat_map(|r| r.iter()).map(bits).collect();
    for (shore, part) in case.shores.iter().enumerate() {
        if matches!(part.kind, ShoreKind::Coast | ShoreKind::Islands) {
            off_edge(log, shore, part, &rings, &on_edge);
        }
    }
}

pub(super) fn bits(at: &LatLon) -> [u64; 2] {
    [at.lat.to_bits(), at.lon.to_bits()]
}

fn off_edge(
    log: &mut Log<'_>,
    shore: usize,
    part: &Shore,
    rings: &[&[LatLon]],
    on_edge: &HashSet<[u64; 2]>,
) {
    let all = part.lines.iter().enumerate();
    let all = all.flat_map(|(l, line)| line.iter().enumerate().map(move |(v, at)| (l, v, at)));
    let off: Vec<(usize, usize, &LatLon)> =
        all.filter(|(.., at)| !on_edge.contains(&bits(at))).collect();
    let step = off.len().div_ceil(SAMPLES).max(1);
    let measured = off.iter().step_by(step).map(|&(l, v, at)| (distance_m(*at, rings), l, v));
    let Some((far, line, vertex)) = measured.max_by(|a, b| a.0.total_cmp(&b.0)) else { return };
    if far <= TOLERANCE_M {
        return;
    }
    let who = log.shore_name(part);
    let text = format!("{who} vertices that are not on the sea's edge");
    let finding = Finding::warning("M011", text)
        .label(format!("{} from the edge", length(far)))
        .help(format!("vertices of this shore that the sea does not have: {}", off.len()));
    log.say(finding, Spot::Shore { shore, line, vertex });
}

fn length(metres: f64) -> String {
    if metres < 1000.0 { format!("{metres:.0} m") } else { format!("{:.1} km", metres / 1000.0) }
}

/// Distance to the nearest ring edge in the local plane, good to a per cent at tens of kilometres.
pub(super) fn distance_m(at: LatLon, rings: &[&[LatLon]]) -> f64 {
    let (kx, ky) = (111_320.0 * at.lat.to_radians().cos(), 110_900.0);
    let plane = |p: &LatLon| {
        let turns = ((p.lon - at.lon) / 360.0).round();
        ((p.lon - 360.0 * turns - at.lon) * kx, (p.lat - at.lat) * ky)
    };
    let mut nearest = f64::INFINITY;
    for ring in rings {
        for (k, p) in ring.iter().enumerate() {
            let (a, b) = (plane(p), plane(&ring[(k + 1) % ring.len()]));
            nearest = nearest.min(from_origin(a, b));
        }
    }
    nearest
}

/// Distance of a segment from the origin.
fn from_origin(a: (f64, f64), b: (f64, f64)) -> f64 {
    let d = (b.0 - a.0, b.1 - a.1);
    let square = d.0 * d.0 + d.1 * d.1;
    let t = if square > 0.0 { (-(a.0 * d.0 + a.1 * d.1) / square).clamp(0.0, 1.0) } else { 0.0 };
    (a.0 + t * d.0).hypot(a.1 + t * d.1)
}

/// Distance in the local plane between two places, metres; for messages.
pub(super) fn apart_m(a: LatLon, b: LatLon) -> f64 {
    distance_m(a, &[&[b]])
}

/// A length for a message.
pub(super) fn shown(metres: f64) -> String {
    length(metres)
}
