//! Measures of a division: what it gives whom, how even it is, what moves, who would accept it.
//!
//! One file a metric (or a pair that shares its work), one list. A metric reads a solved layer, the case behind it
//! and, where it compares, a division to compare with (strict equidistance unless the caller has another). Its value
//! is JSON: a number, numbers by holder or by pair, or a matrix of them; `None` where the case does not say enough
//! (no claims, no depths, no division to compare with). Holders come in the order of the layer.

mod acceptance;
mod access;
pub mod coast_length;
pub(crate) mod coasts;
mod compactness;
mod corridor;
mod deposits;
mod depth;
mod disproportionality;
mod encroachment;
mod envy;
mod extent;
mod extra_distance;
mod inequality;
mod known;
mod lines;
pub mod relaxation;
mod relaxed;
mod scan;
mod transfer;
mod treaty;
mod value;

pub use depth::wet_shares;
use serde_json::{Map, Value};

use self::known::Known;
use crate::division::LayerDivision;
use crate::waters::Waters;

/// Scale at which coasts are measured for comparison, metres: lengths of a coast have no limit without one.
pub const COAST_SCALE_M: f64 = 10_000.0;

/// What is measured: one for all metrics of a layer, since some of them share their work.
pub struct Subject<'a> {
    waters: &'a Waters,
    layer: &'a LayerDivision,
    base: Option<&'a LayerDivision>,
    compared: Option<&'a Self>,
    known: Known,
}

/// A registered metric.
pub struct Metric {
    /// Name in scripts and documents.
    pub id: &'static str,
    /// Unit of its numbers; empty for a pure number.
    pub unit: &'static str,
    /// What it says: definition, shape, degenerate cases, source.
    pub about: &'static str,
    /// The measurement.
    pub measure: fn(&Subject<'_>) -> Option<Value>,
}

/// Every metric in the order of documents.
pub const METRICS: &[Metric] = &[
    extent::SHARE,
    extent::AREA,
    coast_length::METRIC,
    disproportionality::METRIC,
    disproportionality::PAIRS,
    compactness::METRIC,
    compactness::INNER,
    lines::LENGTH,
    lines::TURNING_POINTS,
    treaty::POINTS,
    treaty::ERROR,
    transfer::METRIC,
    transfer::FLOW,
    extra_distance::MEAN,
    extra_distance::MOST,
    encroachment::METRIC,
    inequality::GINI,
    inequality::JAIN,
    inequality::THEIL,
    envy::METRIC,
    acceptance::METRIC,
    acceptance::SHORTFALL,
    relaxed::SUM,
    relaxed::MOST,
    depth::VOLUME,
    depth::SHELF,
    deposits::METRIC,
    value::WHOLE,
    value::BY_AREA,
    access::DISTANCE,
    access::AT_HAND,
    corridor::METRIC,
];

/// A metric by name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.id == id)
}

impl<'a> Subject<'a> {
    /// A solved layer of the case behind `waters`, and what it is compared with.
    #[must_use]
    pub fn new(
        waters: &'a Waters,
        layer: &'a LayerDivision,
        base: Option<&'a LayerDivision>,
    ) -> Self {
        Self { waters, layer, base, compared: None, known: Known::default() }
    }

    /// The same where many layers are compared with one division: `base`, made of that one, knows for all of them what
    /// need be known of it.
    #[must_use]
    pub fn beside(self, base: &'a Self) -> Self {
        Self { base: Some(base.layer), compared: Some(base), ..self }
    }

    /// The same where [`Waters::flow_between`] of the two divisions is known already: overlays are dear.
    #[must_use]
    pub fn with_flow(mut self, flow: Vec<Vec<f64>>) -> Self {
        self.known = Known::of_flow(flow);
        self
    }
}

impl Subject<'_> {
    /// Ids of the parties in the case's order.
    fn parties(&self) -> impl Iterator<Item = &str> {
        self.waters.case().party_ids()
    }

    /// Area of one holder, km2.
    fn area_km2(&self, holder: &str) -> f64 {
        self.layer.area_km2.get(holder).and_then(Value::as_f64).unwrap_or(0.0)
    }

    /// A number for every party that has one.
    fn by_party(&self, value: impl Fn(usize, &str) -> Option<f64>) -> Value {
        let entry = |(k, id): (usize, &str)| Some((id.to_owned(), Value::from(value(k, id)?)));
        Value::Object(self.parties().enumerate().filter_map(entry).collect::<Map<_, _>>())
    }
}
