//! Whose water lies beside whose coast.
//!
//! The edges of cells that run along a shore are told from boundaries by their middle: a shore passes within a metre
//! of it. Lengths are geodesic, at the scale of the coast data. (The engine's own walk along the coast, which scripts
//! call by `encroach`, is exact to a millimetre and agrees: see the tests.)

use littoral_geodesy::{Earth, LatLon, SurfacePoint, densify};
use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

use super::{Metric, Subject};

/// A shore this near to the middle of an edge is that edge, metres.
const ON_SHORE_M: f64 = 1.0;

pub(super) const METRIC: Metric = Metric {
    id: "encroachment",
    unit: "% of the coast",
    about: "Matrix encroachment[i][j]: part of the coast of i, islands included, beside which another holder j has the water; empty for a party with all the water at its own shore. Equidistance and ratios give none; additive weights, straight lines and fronts may.",
    measure: |s| {
        let lengths = lengths_km(s);
        let row = |(k, id): (usize, &str)| {
            let whole: f64 = lengths.iter().map(|l| l[k]).sum();
            let other = |(h, l): (&str, &Vec<f64>)| {
                let part = 100.0 * l[k] / whole;
                // Below a thousandth of a coast lie the last metres at a terminus.
                (h != id && part >= 1e-3).then(|| (h.to_owned(), Value::from(part)))
            };
            let cells: Map<_, _> = s.layer.holders().zip(&lengths).filter_map(other).collect();
            (id.to_owned(), Value::Object(cells))
        };
        Some(Value::Object(s.parties().enumerate().map(row).collect()))
    },
};

/// Length of each party's coast (second index) beside each holder's water (first), km.
fn lengths_km(s: &Subject<'_>) -> Vec<Vec<f64>> {
    let coasts = s.waters.coasts();
    let parties = s.waters.case().parties.len();
    let cells: Vec<Vec<Edge>> = s.layer.holders().map(|h| edges(s, h)).collect();
    let all: FxHashSet<Key> = cells.iter().flatten().map(|(a, b)| key(a, b)).collect();
    let mut out = Vec::new();
    for cell in &cells {
        let mut own = vec![0.0; parties];
        let mut last = 0;
        // A boundary is walked by both of its cells, a shore by one.
        for (a, b) in cell.iter().filter(|(a, b)| !all.contains(&key(b, a))) {
            let (middle, long) = halved(coasts.earth(), a, b);
            // Neighbouring edges mostly belong to the same party.
            if let Some((party, _)) = coasts.within(&middle, ON_SHORE_M, last) {
                own[party] += long / 1000.0;
                last = party;
            }
        }
        out.push(own);
    }
    out
}

/// Middle and length of an edge.
fn halved(earth: &Earth, a: &[f64; 2], b: &[f64; 2]) -> (SurfacePoint, f64) {
    let [from, to] = [a, b].map(|p| LatLon::new(p[0], p[1]));
    let (p, q) = (earth.point(from), earth.point(to));
    let long = earth.distance(&p, &q);
    if long <= densify::PIECE_M {
        return (densify::between(earth, &p, &q, 0.5), long);
    }
    let edge = earth.inverse(from, to);
    let middle = earth.direct(from, edge.azimuth1_deg, edge.distance_m / 2.0);
    (earth.point(middle), edge.distance_m)
}

type Edge = ([f64; 2], [f64; 2]);
type Key = [u64; 4];

/// The bits of an edge's ends: neighbours share their vertices exactly.
fn key(a: &[f64; 2], b: &[f64; 2]) -> Key {
    [a[0], a[1], b[0], b[1]].map(f64::to_bits)
}

/// The edges of a holder's cells in the order in which their rings are walked.
fn edges(s: &Subject<'_>, holder: &str) -> Vec<Edge> {
    let cells = s.layer.cells.get(holder).into_iter().flatten();
    let rings = cells.flat_map(|a| &a.rings);
    rings.flat_map(|r| r.iter().zip(r.iter().cycle().skip(1)).map(|(a, b)| (*a, *b))).collect()
}
