//! Rows of latitude through the cells: who holds which stretch. For integrals of what is known only at points.
//!
//! Edges of cells count as straight in latitude and longitude; between the printed vertices that is within tens of
//! metres, far below the row spacing. Areas by this method are for weights; areas of cells come from the engine.

use crate::division::LayerDivision;

/// Rows a degree of latitude: about 2.2 km.
const ROWS: f64 = 50.0;

/// One row: its latitude and the stretches held, west to east.
pub(super) struct Row {
    pub(super) lat: f64,
    /// From, to (degrees of longitude), index of the holder.
    pub(super) held: Vec<(f64, f64, usize)>,
}

/// Height of a row, degrees.
pub(super) const HEIGHT: f64 = 1.0 / ROWS;

/// All rows of a layer from south to north.
pub(super) fn rows(layer: &LayerDivision) -> Vec<Row> {
    let holders: Vec<&str> = layer.holders().collect();
    let mut first = i64::MAX;
    let mut crossings: Vec<Vec<(usize, f64)>> = Vec::new();
    let lats = layer.cells.values().flatten().flat_map(|a| &a.rings).flatten().map(|p| p[0]);
    let (south, north) = lats.fold((f64::MAX, f64::MIN), |(s, n), y| (s.min(y), n.max(y)));
    if south <= north {
        first = first.min((south * ROWS).floor() as i64);
        crossings.resize_with(((north * ROWS).ceil() as i64 - first + 1) as usize, Vec::new);
    }
    for (k, holder) in holders.iter().enumerate() {
        let rings = layer.cells.get(*holder).into_iter().flatten().flat_map(|a| &a.rings);
        for ring in rings {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                cross(a, b, first, k, &mut crossings);
            }
        }
    }
    let row = |(n, mut cuts): (usize, Vec<(usize, f64)>)| {
        cuts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let pairs = cuts.chunks_exact(2).filter(|w| w[0].0 == w[1].0);
        let mut held: Vec<_> = pairs.map(|w| (w[0].1, w[1].1, w[0].0)).collect();
        held.sort_by(|a, b| a.0.total_cmp(&b.0));
        Row { lat: (first as f64 + n as f64 + 0.5) / ROWS, held }
    };
    crossings.into_iter().enumerate().map(row).collect()
}

/// Notes where an edge crosses the middles of rows.
fn cross(a: &[f64; 2], b: &[f64; 2], first: i64, holder: usize, rows: &mut [Vec<(usize, f64)>]) {
    let (low, high) = if a[0] <= b[0] { (a, b) } else { (b, a) };
    let mut n = (low[0] * ROWS - 0.5).ceil() as i64;
    loop {
        let lat = (n as f64 + 0.5) / ROWS;
        if lat >= high[0] {
            return;
        }
        if lat >= low[0]
            && let Some(row) = rows.get_mut((n - first) as usize)
        {
            let t = (lat - low[0]) / (high[0] - low[0]);
            row.push((holder, low[1] + t * (high[1] - low[1])));
        }
        n += 1;
    }
}

impl Row {
    /// Area of a stretch of longitude in this row, km2, on the authalic sphere of WGS 84.
    pub(super) fn area_km2(&self, width_deg: f64) -> f64 {
        const RADIUS_KM: f64 = 6371.0072;
        let side = RADIUS_KM * 1f64.to_radians();
        side * side * HEIGHT * width_deg * libm::cos(self.lat.to_radians())
    }
}

/// The holder of a place; `None` outside all cells.
pub(super) fn holder_at(layer: &LayerDivision, lat: f64, lon: f64) -> Option<&str> {
    layer.holders().find(|h| {
        let rings = layer.cells.get(*h).into_iter().flatten().flat_map(|a| &a.rings);
        let crossed =
            rings.flat_map(|r| r.iter().zip(r.iter().cycle().skip(1))).filter(|(a, b)| {
                (a[0] > lat) != (b[0] > lat)
                    && a[1] + (lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1]) > lon
            });
        crossed.count() % 2 == 1
    })
}
