//! The result of a rule: per layer who holds what, with lines, points and proof. Plain data.
//!
//! This is the shape of `--format json` and of what a worker sends back. Coordinates are degrees;
//! bare pairs are `[lat, lon]`. Lengths kilometres, areas square kilometres, shares per cent.

mod controls;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::controls::{Control, LinePoint};
use crate::partition::Holder;
use crate::waters::Bases;

/// What a vertex of a printed line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PointKind {
    /// Where the line leaves the coast at a land-boundary terminus.
    Terminus,
    /// Where a controlling base point changes.
    Turning,
    /// Where three holders meet.
    Tripoint,
    /// A published or drawn point.
    Given,
    /// Any other end: on a shore, or on the frame of an open sea.
    End,
    /// Between turning points: keeps the geodesic between neighbours on the curve.
    Curve,
}

/// A boundary line between two holders, from one end to the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoundaryLine {
    /// The two holders in the partition's order; the first lies to the left of the line.
    pub between: [Holder; 2],
    /// Geodesic length, km.
    pub length_km: f64,
    /// True if the line closes on itself (the first point is not repeated).
    pub closed: bool,
    /// Vertices in order.
    pub points: Vec<LinePoint>,
}

/// A polygon with holes; rings are closed implicitly (first vertex not repeated), `[lat, lon]`;
/// the outer ring runs counter-clockwise, holes clockwise.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Area {
    /// Outer ring first, then holes.
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// Area in which two parties share the same nearest point, split by the terminus rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// The two parties.
    pub between: [Holder; 2],
    /// The shared terminus, `[lat, lon]`.
    pub terminus: [f64; 2],
    /// Area of the wedge, km2.
    pub area_km2: f64,
    /// Azimuth of the bisector at the terminus, degrees.
    pub bisector_deg: f64,
    /// Azimuth of the ray that splits the wedge, degrees, where a fit turned it away from the terminus rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turned_deg: Option<f64>,
}

impl Tie {
    /// Azimuth of the ray that splits the wedge, degrees.
    #[must_use]
    pub fn ray_deg(&self) -> f64 {
        self.turned_deg.unwrap_or(self.bisector_deg)
    }
}

/// One layer of a division.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerDivision {
    /// Area of the whole sea, km2.
    pub sea_km2: f64,
    /// Area by holder, km2, in the partition's order.
    pub area_km2: Map<String, Value>,
    /// Share by holder, per cent.
    pub share_percent: Map<String, Value>,
    /// Boundary lines, sorted by the order of the holders.
    pub lines: Vec<BoundaryLine>,
    /// Tie wedges at land-boundary termini.
    pub ties: Vec<Tie>,
    /// Cells as polygons by holder. Left out of `--format json` (write GeoJSON for geometry).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<String, Vec<Area>>,
    /// `certified` or `sampled`.
    pub method: String,
    /// Finest certified radius or sampling step, metres.
    pub finest_m: f64,
}

impl LayerDivision {
    /// The cells of one holder; none if it holds nothing.
    pub(crate) fn cells_of(&self, holder: &str) -> &[Area] {
        self.cells.get(holder).map_or(&[][..], Vec::as_slice)
    }

    /// Share of one holder in per cent; 0 if it holds nothing.
    #[must_use]
    pub fn share(&self, holder: &str) -> f64 {
        self.share_percent.get(holder).and_then(Value::as_f64).unwrap_or(0.0)
    }

    /// What the layer is worth to a party by area, per cent of the sea: its own share, an equal part of what is common to
    /// all of so many parties, and an equal part of what it holds jointly with some (`JOINT:A+B`). A claim is measured
    /// against this everywhere.
    #[must_use]
    pub fn worth(&self, party: &str, parties: usize) -> f64 {
        let joint = |holder: &str| {
            let members: Vec<&str> = holder.strip_prefix("JOINT:")?.split('+').collect();
            members.contains(&party).then(|| self.share(holder) / members.len() as f64)
        };
        let common = self.share("COMMON") / parties.max(1) as f64;
        self.share(party) + common + self.holders().filter_map(joint).sum::<f64>()
    }

    /// Holders in the partition's order.
    pub fn holders(&self) -> impl Iterator<Item = &str> {
        self.area_km2.keys().map(String::as_str)
    }

    /// Total length of the boundary lines, km.
    #[must_use]
    pub fn lines_km(&self) -> f64 {
        self.lines.iter().map(|l| l.length_km).sum()
    }
}

/// What made a division: enough to make it again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// littoral's version.
    pub littoral: String,
    /// SHA-256 of the case's files.
    pub case_hash: String,
    /// Switches of the case that were on.
    pub switches: Vec<String>,
    /// Rule id.
    pub rule: String,
    /// SHA-256 of the rule's source or library.
    pub rule_hash: String,
    /// `luau` or `plugin`.
    pub rule_kind: String,
    /// Greatest distance of the geodesic between neighbouring vertices from the true line, metres.
    pub tolerance_m: f64,
    /// How ties at termini are split.
    pub terminus_rule: String,
    /// What counted as a base point, where it was not every point of the coasts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub base_points: Bases,
    /// Engine time, milliseconds. Not part of what must be equal between two runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine_ms: Option<f64>,
}

fn is_default(bases: &Bases) -> bool {
    *bases == Bases::default()
}

/// A rule's result on a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Division {
    /// Case id.
    pub case: String,
    /// Rule id.
    pub rule: String,
    /// Every parameter with its value.
    pub params: Map<String, Value>,
    /// Layer name -> division, in the order the rule returned them (seabed first where there is one).
    pub layers: LayerMap,
    /// What the rule itself reports (weights, moved area, prints).
    pub notes: Map<String, Value>,
    /// Doubts: every one says where and why.
    pub warnings: Vec<String>,
    /// What made it.
    pub provenance: Provenance,
}

/// Layers in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LayerMap(pub Vec<(String, LayerDivision)>);

impl LayerMap {
    /// One layer by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&LayerDivision> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, d)| d)
    }
}

impl Serialize for LayerMap {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter().map(|(k, v)| (k, v)))
    }
}

impl<'de> Deserialize<'de> for LayerMap {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = LayerMap;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map of layers")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut a: A,
            ) -> Result<LayerMap, A::Error> {
                let mut out = Vec::new();
                while let Some(pair) = a.next_entry()? {
                    out.push(pair);
                }
                Ok(LayerMap(out))
            }
        }
        d.deserialize_map(Visitor)
    }
}

/// What one run of a rule gives, before the host adds case, parameters and provenance.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleOutcome {
    /// Solved layers in the order the rule returned them.
    pub layers: LayerMap,
    /// What the rule reports.
    pub notes: Map<String, Value>,
    /// Doubts.
    pub warnings: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Common space counts for all, joint space for those who have it.
    #[test]
    fn what_a_layer_is_worth_to_a_party() {
        let shares =
            [("A", 20.0), ("B", 10.0), ("COMMON", 30.0), ("JOINT:A+B", 8.0), ("NONE", 32.0)];
        let map = || shares.iter().map(|(h, s)| ((*h).to_owned(), Value::from(*s))).collect();
        let layer = LayerDivision {
            sea_km2: 100.0,
            area_km2: map(),
            share_percent: map(),
            lines: Vec::new(),
            ties: Vec::new(),
            cells: BTreeMap::new(),
            method: "certified".into(),
            finest_m: 0.0,
        };
        let worth = |party| layer.worth(party, 3);
        assert_eq!((worth("A"), worth("B"), worth("C")), (34.0, 24.0, 10.0));
    }
}
