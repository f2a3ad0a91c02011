//! Rows of latitude through the cells: who holds which stretch. For integrals of what is known only at points.
//!
//! Edges of cells count as straight in latitude and longitude; between the printed vertices that is within tens of
//! metres, far below the row spacing. Areas by this method are for weights; areas of cells come from the engine.

use littoral_geodesy::LatLon;

use crate::division::LayerDivision;
use crate::turn::Turn;

/// Rows a degree of latitude: about 2.2 km.
const ROWS: f64 = 50.0;

/// One row: its latitude and the stretches held, west to east.
pub(super) struct Row {
    pub(super) lat: f64,
    /// From, to (degrees of longitude, as the sea counts it), index of the holder.
    pub(super) held: Vec<(f64, f64, usize)>,
}

/// Height of a row, degrees.
pub(super) const HEIGHT: f64 = 1.0 / ROWS;

/// All rows of a layer from south to north.
pub(super) fn rows(layer: &LayerDivision, turn: &Turn) -> Vec<Row> {
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
            for [a, b] in edges(ring, turn) {
                cross(&a, &b, first, k, &mut crossings);
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

/// The edges of a ring with their longitudes in one turn: rims keep those of the case, 179 and -179.
fn edges<'a>(ring: &'a [[f64; 2]], turn: &'a Turn) -> impl Iterator<Item = [[f64; 2]; 2]> + 'a {
    let counted = |p: &[f64; 2]| [p[0], turn.count(p[1])];
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    ends.map(move |(a, b)| [counted(a), counted(b)])
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

/// Index of the holder, and the ends.
type Edge = (usize, [f64; 2], [f64; 2]);

/// The edges of all cells by the rows that they reach, so that a place is asked against the few beside it.
pub(super) struct Edges {
    turn: Turn,
    first: i64,
    rows: Vec<Vec<Edge>>,
}

impl Edges {
    /// The edges of a layer.
    pub(super) fn new(layer: &LayerDivision, turn: Turn) -> Self {
        let lats = layer.cells.values().flatten().flat_map(|a| &a.rings).flatten().map(|p| p[0]);
        let (south, north) = lats.fold((f64::MAX, f64::MIN), |(s, n), y| (s.min(y), n.max(y)));
        if south > north {
            return Self { turn, first: 0, rows: Vec::new() };
        }
        let row = |lat: f64| (lat * ROWS).floor() as i64;
        let first = row(south);
        let mut rows = vec![Vec::new(); (row(north) - first + 1) as usize];
        for (k, holder) in layer.holders().enumerate() {
            let rings = layer.cells.get(holder).into_iter().flatten().flat_map(|a| &a.rings);
            for [a, b] in rings.flat_map(|r| edges(r, &turn)) {
                let (from, to) = (row(a[0].min(b[0])) - first, row(a[0].max(b[0])) - first);
                rows[from as usize..=to as usize].iter_mut().for_each(|r| r.push((k, a, b)));
            }
        }
        Self { turn, first, rows }
    }

    /// Index of the holder of a place, the first if cells overlap; `None` outside all cells.
    pub(super) fn holder_at(&self, at: LatLon) -> Option<usize> {
        let (row, lon) = ((at.lat * ROWS).floor() as i64 - self.first, self.turn.count(at.lon));
        let (mut now, mut odd) = (0, false);
        // Edges stand in the order of holders: how often a ray to the east meets each one's is counted in turn.
        for (k, a, b) in usize::try_from(row).ok().and_then(|r| self.rows.get(r))?.iter() {
            if *k != now {
                if odd {
                    break;
                }
                (now, odd) = (*k, false);
            }
            odd ^= (a[0] > at.lat) != (b[0] > at.lat)
                && a[1] + (at.lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1]) > lon;
        }
        odd.then_some(now)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::division::Area;

    /// Two cells side by side over several rows, the second with a hole; asked on a fine grid against the definition.
    #[test]
    fn a_place_is_found_by_the_edges_of_its_row() {
        let square = |s: f64, w: f64, n: f64, e: f64| vec![[s, w], [s, e], [n, e], [n, w]];
        let rings = vec![square(40.0, 51.0, 40.2, 52.0), square(40.05, 51.4, 40.15, 51.6)];
        let cells = [
            ("A".to_owned(), vec![Area { rings: vec![square(40.0, 50.0, 40.2, 51.0)] }]),
            ("B".to_owned(), vec![Area { rings }]),
        ];
        let area_km2 = [("A", 1.0), ("B", 1.0)].map(|(h, a)| (h.to_owned(), a.into()));
        let layer = LayerDivision {
            sea_km2: 2.0,
            area_km2: area_km2.into_iter().collect(),
            share_percent: Default::default(),
            lines: Vec::new(),
            ties: Vec::new(),
            cells: BTreeMap::from(cells),
            method: "certified".into(),
            finest_m: 0.1,
        };
        let turn = Turn::new(51.0, [50.0, 52.0].into_iter());
        let edges = Edges::new(&layer, turn);
        for (j, i) in (0..60).flat_map(|j| (0..60).map(move |i| (j, i))) {
            let (lat, lon) = (39.93 + 0.0051 * f64::from(j), 49.9 + 0.0403 * f64::from(i));
            let hole = (40.05..40.15).contains(&lat) && (51.4..51.6).contains(&lon);
            let inside = (40.0..40.2).contains(&lat) && (50.0..52.0).contains(&lon) && !hole;
            let wanted = inside.then_some(usize::from(lon >= 51.0));
            assert_eq!(edges.holder_at(LatLon::new(lat, lon)), wanted, "{lat} {lon}");
        }
        assert_eq!(
            Edges::new(&LayerDivision { cells: BTreeMap::new(), ..layer }, turn)
                .holder_at(LatLon::new(40.1, 50.5)),
            None
        );
    }
}
