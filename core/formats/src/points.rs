//! Rows of a table of turning points, whatever the file they end in.

use littoral_delimit::Division;
use littoral_delimit::division::{LayerDivision, LinePoint, PointKind};
use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;

use crate::numbering::numbering;

/// One vertex of a boundary line with its name.
#[derive(Debug, Clone, Copy)]
pub struct PointRow<'a> {
    /// Rule id.
    pub rule: &'a str,
    /// Layer.
    pub layer: &'a str,
    /// The two holders.
    pub between: [&'a str; 2],
    /// Name on map and in tables: a number, `T1` for a tripoint, none for a terminus or an end.
    pub name: Option<crate::numbering::PointName>,
    /// The vertex.
    pub point: &'a LinePoint,
}

impl PointRow<'_> {
    /// The name, or a dash.
    #[must_use]
    pub fn number(&self) -> String {
        self.name.map_or_else(|| "-".to_owned(), |n| n.to_string())
    }
}

/// Where a vertex is written to lie: longitudes run on over the antimeridian along a line, and are within half a turn in files.
#[must_use]
pub fn written_at(point: &LinePoint) -> LatLon {
    LatLon::new(point.lat, wrap(point.lon))
}

/// The word for a kind of vertex.
#[must_use]
pub fn kind_word(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Terminus => "terminus",
        PointKind::Turning => "turning",
        PointKind::Tripoint => "tripoint",
        PointKind::Given => "given",
        PointKind::End => "end",
        PointKind::Curve => "curve",
    }
}

/// Every true vertex of a layer in the order of its numbers. Vertices that only keep the printed
/// line on the curve are left out.
#[must_use]
pub fn layer_rows<'a>(rule: &'a str, name: &'a str, layer: &'a LayerDivision) -> Vec<PointRow<'a>> {
    let names = numbering(layer);
    let row = |&(l, p): &(usize, usize)| {
        let line = layer.lines.get(l)?;
        let point = line.points.get(p)?;
        let between = [line.between[0].as_str(), line.between[1].as_str()];
        let row = PointRow { rule, layer: name, between, name: names.name(l, p), point };
        (point.kind != PointKind::Curve).then_some(row)
    };
    names.order.iter().filter_map(row).collect()
}

/// Every true vertex of every layer.
#[must_use]
pub fn rows(division: &Division) -> Vec<PointRow<'_>> {
    let layers = division.layers.0.iter();
    layers.flat_map(|(name, layer)| layer_rows(&division.rule, name, layer)).collect()
}
