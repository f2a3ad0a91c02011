//! Whose water lies beside whose coast.
//!
//! The edges of cells that run along a shore are told from boundaries by their middle: a shore passes within a metre
//! of it. Lengths are geodesic, at the scale of the coast data. (The engine's own walk along the coast, which scripts
//! call by `encroach`, is exact to a millimetre and agrees: see the tests.)

use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

use super::coasts::{EdgeKey, Frontage, edge_key};
use super::{Metric, Subject};

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
    let all: FxHashSet<EdgeKey> =
        s.layer.holders().flat_map(|h| edges(s, h)).map(|(a, b)| edge_key(a, b)).collect();
    let own = |holder: &str| {
        let mut own = vec![0.0; parties];
        // A boundary is walked by both of its cells, a shore by one.
        for (a, b) in edges(s, holder).filter(|(a, b)| !all.contains(&edge_key(b, a))) {
            let Frontage { party, length_m } = coasts.frontage(a, b);
            if let Some(own) = party.and_then(|k| own.get_mut(k)) {
                *own += length_m / 1000.0;
            }
        }
        own
    };
    s.layer.holders().map(own).collect()
}

/// The edges of a holder's cells in the order in which their rings are walked.
fn edges<'a>(
    s: &'a Subject<'_>,
    holder: &str,
) -> impl Iterator<Item = (&'a [f64; 2], &'a [f64; 2])> + use<'a> {
    let rings = s.layer.cells_of(holder).iter().flat_map(|a| &a.rings);
    rings.flat_map(|r| r.iter().zip(r.iter().cycle().skip(1)))
}
