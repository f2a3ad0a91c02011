//! Points of the sea, and who holds each in a division: what maps of probability are made of.
//!
//! Rows of equal steps in latitude, columns of equal steps in longitude such that a mesh is about square in the middle of
//! the sea. A point's holder is read off the printed cells row by row, with the edges taken straight in longitude and
//! latitude; that differs from the geodesic by less than the tolerance of the lines times a few, far below the step.

use littoral_delimit::LayerDivision;
use littoral_geodesy::LatLon;
use littoral_model::Case;

use super::contour::Grid;

/// No holder: a gap between printed cells.
pub const NOBODY: u8 = 0;
/// Held in common, jointly, or by nobody named among the parties.
pub const OTHER: u8 = 255;

/// The points.
#[derive(Debug, Clone, PartialEq)]
pub struct Lattice {
    south: f64,
    step_lat: f64,
    /// Longitudes of the points of each row, from the south, unwrapped about `middle`.
    rows: Vec<Vec<f64>>,
    step_lon: f64,
    west: f64,
    middle: f64,
}

impl Lattice {
    /// About so many points in the sea of a case; none for 0.
    #[must_use]
    pub fn new(case: &Case, places: u64) -> Self {
        let middle = case.sea.outer.first().map_or(0.0, |p| p.lon);
        let rings: Vec<Vec<[f64; 2]>> = [&case.sea.outer]
            .into_iter()
            .chain(&case.sea.inner)
            .map(|r| unwrapped(r, middle))
            .collect();
        let none =
            Self { south: 0.0, step_lat: 1.0, rows: Vec::new(), step_lon: 1.0, west: 0.0, middle };
        let all = || rings.iter().flatten();
        let span = |k: usize| {
            all().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), p| (a.min(p[k]), b.max(p[k])))
        };
        let ((south, north), (west, east)) = (span(0), span(1));
        if places == 0 || !(north > south && east > west) {
            return none;
        }
        let shrink = f64::midpoint(south, north).to_radians().cos().max(0.01);
        let share = (area(&rings).abs() / ((north - south) * (east - west))).clamp(0.001, 1.0);
        let box_area = (north - south) * (east - west) * shrink;
        let step_lat = (box_area * share / places as f64).sqrt();
        let step_lon = step_lat / shrink;
        let count = ((north - south) / step_lat).ceil() as usize;
        let mut lattice = Self {
            south: south + step_lat / 2.0,
            step_lat,
            rows: vec![Vec::new(); count],
            step_lon,
            west,
            middle,
        };
        for (row, spans) in lattice.spans(&rings).into_iter().enumerate() {
            for [from, to] in spans {
                let (first, last) =
                    (((from - west) / step_lon).ceil(), ((to - west) / step_lon).floor());
                let columns = (first as i64)..=(last as i64);
                lattice.rows[row].extend(columns.map(|k| west + k as f64 * step_lon));
            }
        }
        lattice
    }

    /// Number of points.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Latitude and longitude of every point, row by row from the south-west.
    pub fn points(&self) -> impl Iterator<Item = LatLon> + '_ {
        let row = |(k, lons): (usize, &'_ Vec<f64>)| {
            let lat = self.lat(k);
            lons.iter().map(move |lon| LatLon::new(lat, wrapped(*lon))).collect::<Vec<_>>()
        };
        self.rows.iter().enumerate().flat_map(row)
    }

    /// Half a mesh, degrees of latitude and of longitude.
    #[must_use]
    pub fn half_mesh_deg(&self) -> [f64; 2] {
        [self.step_lat / 2.0, self.step_lon / 2.0]
    }

    /// Values of the points as rows and columns, `None` on land.
    #[must_use]
    pub fn grid(&self, values: &[f64]) -> Grid {
        let column = |lon: f64| ((lon - self.west) / self.step_lon).round().max(0.0) as usize;
        let width = self.rows.iter().flatten().map(|l| column(*l) + 1).max().unwrap_or(0);
        let mut values = values.iter();
        let row = |lons: &Vec<f64>| {
            let mut row = vec![None; width];
            for lon in lons {
                row[column(*lon)] = values.next().copied();
            }
            row
        };
        self.rows.iter().map(row).collect()
    }

    /// The place at a row and a column, in parts of a mesh.
    #[must_use]
    pub fn at(&self, [row, column]: [f64; 2]) -> LatLon {
        let lat = self.south + row * self.step_lat;
        LatLon::new(lat, wrapped(self.west + column * self.step_lon))
    }

    fn lat(&self, row: usize) -> f64 {
        self.south + row as f64 * self.step_lat
    }

    /// The holder of every point: 1 + index of the party, [`OTHER`], or [`NOBODY`].
    #[must_use]
    pub fn holders(&self, layer: &LayerDivision, parties: &[String]) -> Vec<u8> {
        let mut rows: Vec<Vec<u8>> = self.rows.iter().map(|r| vec![NOBODY; r.len()]).collect();
        for (holder, areas) in &layer.cells {
            let party = parties.iter().position(|p| p == holder);
            let label = party.and_then(|k| u8::try_from(k + 1).ok()).unwrap_or(OTHER);
            for area in areas {
                let ring = |r: &Vec<[f64; 2]>| {
                    let points: Vec<LatLon> = r.iter().map(|p| LatLon::new(p[0], p[1])).collect();
                    unwrapped(&points, self.middle)
                };
                let rings: Vec<Vec<[f64; 2]>> = area.rings.iter().map(ring).collect();
                for (row, spans) in self.spans(&rings).into_iter().enumerate() {
                    for [from, to] in spans {
                        let lons = &self.rows[row];
                        let first = lons.partition_point(|x| *x < from);
                        let last = lons.partition_point(|x| *x < to);
                        rows[row][first..last.max(first)].fill(label);
                    }
                }
            }
        }
        rows.concat()
    }

    /// Where each row lies inside rings, by counting crossings (even-odd); spans from west to east.
    fn spans(&self, rings: &[Vec<[f64; 2]>]) -> Vec<Vec<[f64; 2]>> {
        let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); self.rows.len()];
        for ring in rings {
            for (k, a) in ring.iter().enumerate() {
                let b = &ring[(k + 1) % ring.len()];
                let (low, high) = if a[0] <= b[0] { (a, b) } else { (b, a) };
                let row = |lat: f64| ((lat - self.south) / self.step_lat).ceil().max(0.0) as usize;
                let met = crossings.iter_mut().enumerate().take(row(high[0])).skip(row(low[0]));
                for (k, crossings) in met {
                    let t = (self.lat(k) - low[0]) / (high[0] - low[0]);
                    crossings.push(low[1] + t * (high[1] - low[1]));
                }
            }
        }
        let pairs = |mut row: Vec<f64>| {
            row.sort_by(f64::total_cmp);
            row.chunks_exact(2).map(|p| [p[0], p[1]]).collect()
        };
        crossings.into_iter().map(pairs).collect()
    }
}

/// `[lat, lon]` with longitudes that run on from one vertex to the next.
fn unwrapped(ring: &[LatLon], middle: f64) -> Vec<[f64; 2]> {
    let mut last = middle;
    let point = |p: &LatLon| {
        last += wrapped(p.lon - last);
        [p.lat, last]
    };
    ring.iter().map(point).collect()
}

/// From -180 to 180.
fn wrapped(degrees: f64) -> f64 {
    degrees - 360.0 * (degrees / 360.0).round()
}

/// Area in square degrees; only for choosing a step.
fn area(rings: &[Vec<[f64; 2]>]) -> f64 {
    let one = |r: &Vec<[f64; 2]>| {
        let next = r.iter().cycle().skip(1);
        r.iter().zip(next).map(|(a, b)| a[1] * b[0] - b[1] * a[0]).sum::<f64>().abs() / 2.0
    };
    rings.first().map_or(0.0, one) - rings.iter().skip(1).map(one).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use littoral_delimit::division::Area;
    use serde_json::Map;

    use super::*;

    fn square(west: f64) -> Case {
        let mut case = Case::empty("square");
        case.sea.outer = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0)]
            .map(|(a, b)| LatLon::new(a, wrapped(west + b)))
            .to_vec();
        case
    }

    fn halves(west: f64) -> LayerDivision {
        let cell = |a: f64, b: f64| {
            vec![Area {
                rings: vec![vec![
                    [0.0, wrapped(west + a)],
                    [0.0, wrapped(west + b)],
                    [10.0, wrapped(west + b)],
                    [10.0, wrapped(west + a)],
                ]],
            }]
        };
        LayerDivision {
            sea_km2: 1.0,
            area_km2: Map::new(),
            share_percent: Map::new(),
            lines: vec![],
            ties: vec![],
            cells: BTreeMap::from([
                ("A".into(), cell(0.0, 2.5)),
                ("COMMON".into(), cell(2.5, 10.0)),
            ]),
            method: "certified".into(),
            finest_m: 1.0,
        }
    }

    /// A quarter of a square sea is A's, also where it lies across 180 degrees.
    #[test]
    fn holders_are_counted_by_area() {
        for west in [20.0, 175.0, -183.0] {
            let lattice = Lattice::new(&square(west), 10_000);
            assert!((lattice.len() as f64 / 10_000.0 - 1.0).abs() < 0.05, "{}", lattice.len());
            let holders = lattice.holders(&halves(west), &["A".to_owned()]);
            let share = |label: u8| {
                holders.iter().filter(|h| **h == label).count() as f64 / holders.len() as f64
            };
            assert!((share(1) - 0.25).abs() < 0.01, "{}", share(1));
            assert!((share(OTHER) - 0.75).abs() < 0.02);
            assert_eq!(lattice.points().count(), lattice.len());
        }
    }

    #[test]
    fn no_sea_and_no_places_have_no_points() {
        assert_eq!(Lattice::new(&Case::empty("square"), 100).len(), 0);
        assert_eq!(Lattice::new(&square(0.0), 0).len(), 0);
    }
}
