//! What a survey makes of shapes that a map would refuse: places beyond the earth are errors, rings of one
//! or two places are rocks and lines that still have a distance.

use std::collections::HashSet;

use littoral_delimit::construct::BaseLine;
use littoral_geodesy::LatLon;
use littoral_model::{Finding, Severity, ShoreKind};

use crate::geojson::read::{self, Feature};
use crate::geojson::shape::{Shape, Vertex};
use crate::tree::Source;

/// Along a cut of a flat map edges run to this, degrees.
pub(super) const ON_CUT_DEG: f64 = 1e-9;

/// Says which vertices are no places; the first is shown, the others are counted.
pub(super) fn places(
    source: &Source,
    feature: &Feature<'_>,
    shape: &Shape,
    log: &mut Vec<Finding>,
) {
    let lines: Vec<&Vec<Vertex>> = match shape {
        Shape::Points(v) => vec![v],
        Shape::Lines(lines) => lines.iter().collect(),
        Shape::Polygons(p) => p.iter().flatten().collect(),
    };
    let mut wrong = lines.into_iter().flatten().filter(|v| v.at.check().is_err());
    let Some(first) = wrong.next() else { return };
    let Err(text) = first.at.check() else { return };
    let more = match wrong.count() {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
    let place = read::label(feature.number, feature.properties);
    let finding = Finding::error("F206", format!("{text}{more}")).at("", place);
    let help = "a position is [longitude, latitude] in degrees; are the two exchanged?";
    log.push(source.show(finding.help(help), first.span, None));
}

/// Rings of fewer than three places count as what they are, with a warning instead of an error.
pub(super) fn short_rings(log: &mut [Finding]) {
    for finding in log.iter_mut().filter(|f| f.code == "F077") {
        finding.severity = Severity::Warning;
        finding.help = "it counts as the points it has".into();
    }
}

/// The shore that a ring is: land, a line of two places there and back, or a rock.
pub(super) fn of_ring(ring: &[Vertex]) -> (ShoreKind, Vec<LatLon>) {
    let mut distinct: Vec<LatLon> = Vec::new();
    for v in ring {
        if distinct.len() > 2 {
            return (ShoreKind::Islands, ring.iter().map(|v| v.at).collect());
        }
        if !distinct.contains(&v.at) {
            distinct.push(v.at);
        }
    }
    match distinct.len() {
        0 | 1 => (ShoreKind::BasePoint, distinct),
        2 => (ShoreKind::Coast, distinct),
        _ => (ShoreKind::Islands, ring.iter().map(|v| v.at).collect()),
    }
}

/// Holes of land that no land fills: lakes and lagoons. An enclave has the edges of the hole that it lies in.
pub(super) fn waters(
    holes: &[(usize, Vec<LatLon>)],
    lines: &[BaseLine],
) -> Vec<(usize, Vec<LatLon>)> {
    let key = |p: &LatLon| [p.lat.to_bits(), p.lon.to_bits()];
    let nodes = lines.iter().filter(|l| l.closed()).flat_map(|l| &l.nodes);
    let shores: HashSet<[u64; 2]> = nodes.map(|n| key(&n.at)).collect();
    let filled = |ring: &[LatLon]| ring.iter().all(|p| shores.contains(&key(p)));
    holes.iter().filter(|(_, ring)| ring.len() > 2 && !filled(ring)).cloned().collect()
}

/// Lines with what was cut at the antimeridian (RFC 7946, 3.1.9) joined again; of the two places of a cut one is kept.
pub(super) fn mended(lines: &[Vec<Vertex>]) -> Vec<Vec<Vertex>> {
    let on = |v: &Vertex, lon: f64| (v.at.lon - lon).abs() <= ON_CUT_DEG;
    let goes_on = |a: &Vertex, b: &Vertex| {
        let across = on(a, 180.0) && on(b, -180.0) || on(a, -180.0) && on(b, 180.0);
        across && (a.at.lat - b.at.lat).abs() <= ON_CUT_DEG
    };
    let mut out: Vec<Vec<Vertex>> = Vec::new();
    for line in lines {
        match (out.last_mut(), line.first()) {
            (Some(before), Some(first))
                if before.last().is_some_and(|last| goes_on(last, first)) =>
            {
                before.extend(line.iter().skip(1).copied());
            }
            _ => out.push(line.clone()),
        }
    }
    out
}
