//! Heights of the bed on a grid.

use littoral_geodesy::{LatLon, densify};
use serde::{Deserialize, Serialize};

use crate::case::Case;

/// Heights above the mean level of the ocean at the nodes of a grid of latitude and longitude, metres.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DepthGrid {
    /// Latitude of the first row, degrees; rows run north.
    pub lat0: f64,
    /// Longitude of the first node of a row, degrees; nodes run east.
    pub lon0: f64,
    /// Spacing, degrees.
    pub step: f64,
    /// Nodes a row.
    pub nx: usize,
    /// Heights, row by row.
    pub z: Vec<f64>,
    /// Where it comes from.
    pub source: String,
    /// What the heights refer to.
    pub datum: String,
}

/// Coordinates this far beyond the grid, as parts of a step, are on its edge.
const HAIR: f64 = 1e-9;

impl DepthGrid {
    /// Height at a place, bilinear between the four nodes around it; `None` outside the grid.
    #[must_use]
    pub fn height(&self, lat: f64, lon: f64) -> Option<f64> {
        self.at_latitude(lat)?.height(self.facing(lon))
    }

    /// A longitude within half a turn of the grid's middle.
    #[must_use]
    pub fn facing(&self, lon: f64) -> f64 {
        let middle = self.lon0 + self.step * (self.nx as f64 - 1.0) / 2.0;
        lon - 360.0 * ((lon - middle) / 360.0).round()
    }

    /// The grid at one latitude, for many places along it; `None` outside.
    #[must_use]
    pub fn at_latitude(&self, lat: f64) -> Option<DepthRow<'_>> {
        let y = on((lat - self.lat0) / self.step, self.ny().checked_sub(1)?)?;
        let j = y as usize;
        let part = y - j as f64;
        let row = |j: usize| self.z.get(j * self.nx..(j + 1) * self.nx);
        // On the last row nothing lies above.
        let north = if part == 0.0 { None } else { Some(row(j + 1)?) };
        Some(DepthRow { grid: self, south: row(j)?, north, part })
    }
}

/// A grid of depths at one latitude.
#[derive(Debug, Clone, Copy)]
pub struct DepthRow<'a> {
    grid: &'a DepthGrid,
    /// The nodes at or next below the latitude.
    south: &'a [f64],
    /// Those above it, where it is not that of the nodes.
    north: Option<&'a [f64]>,
    /// How far on from the one to the other.
    part: f64,
}

impl DepthRow<'_> {
    /// Height at a longitude; `None` outside the grid.
    #[must_use]
    pub fn height(&self, lon: f64) -> Option<f64> {
        let x = on((lon - self.grid.lon0) / self.grid.step, self.grid.nx.checked_sub(1)?)?;
        let i = (x as usize).min(self.grid.nx.checked_sub(2)?);
        let u = x - i as f64;
        let along = |z: &[f64]| Some(z.get(i)? * (1.0 - u) + z.get(i + 1)? * u);
        let low = along(self.south)?;
        self.north.map_or(Some(low), |z| Some(low * (1.0 - self.part) + along(z)? * self.part))
    }
}

/// A coordinate in steps from the first node: one on the last row or column is there, however it was rounded.
fn on(steps: f64, last: usize) -> Option<f64> {
    let last = last as f64;
    (-HAIR..=last + HAIR).contains(&steps).then(|| steps.clamp(0.0, last))
}

/// Least length of a degree of latitude on any ellipsoid in use, metres (at the equator).
const DEGREE_LAT_M: f64 = 110_570.0;
/// Least length of a degree of longitude at the equator, metres.
const DEGREE_LON_M: f64 = 111_310.0;

impl DepthGrid {
    /// Rows.
    #[must_use]
    pub fn ny(&self) -> usize {
        self.z.len().checked_div(self.nx).unwrap_or(0)
    }

    /// Height at a place; beyond the grid, that of the nearest place on its edge.
    #[must_use]
    pub fn height_or_edge(&self, lat: f64, lon: f64) -> Option<f64> {
        let (rows, columns) = (self.ny().checked_sub(1)?, self.nx.checked_sub(1)?);
        let north = self.lat0 + self.step * rows as f64;
        let east = self.lon0 + self.step * columns as f64;
        self.height(lat.max(self.lat0).min(north), self.facing(lon).max(self.lon0).min(east))
    }

    /// An upper bound on how fast the height changes with distance: bilinear between the nodes, so
    /// the steepest edges of each cell bound it. A pure number.
    #[must_use]
    pub fn steepest(&self) -> f64 {
        let rows: Vec<&[f64]> = self.z.chunks_exact(self.nx.max(1)).collect();
        let rise = |a: f64, b: f64| (a - b).abs() / self.step;
        let mut most = 0.0_f64;
        for (j, pair) in rows.windows(2).enumerate() {
            // A degree further towards the pole than the cell, for places beyond the edge.
            let poleward = (self.lat0 + self.step * j as f64).abs() + self.step + 1.0;
            let degree = DEGREE_LON_M * poleward.min(89.9).to_radians().cos();
            for (low, high) in pair[0].windows(2).zip(pair[1].windows(2)) {
                let east = rise(low[0], low[1]).max(rise(high[0], high[1])) / degree;
                let north = rise(low[0], high[0]).max(rise(low[1], high[1])) / DEGREE_LAT_M;
                most = most.max(east.hypot(north));
            }
        }
        most
    }
}

/// Depth of the water as a field of places.
#[derive(Debug, Clone, PartialEq)]
pub struct Depth {
    grid: DepthGrid,
    level_m: f64,
}

impl Depth {
    /// Metres at a place below the case's level, 0 where the bed lies higher. The mesh of a partition reaches beyond the sea, and
    /// a little beyond its soundings: there it is that of their edge. `None` of a grid without cells.
    #[must_use]
    pub fn at_m(&self, at: LatLon) -> Option<f64> {
        Some((self.level_m - self.grid.height_or_edge(at.lat, at.lon)?).max(0.0))
    }

    /// An upper bound on its change with distance, metres a metre.
    #[must_use]
    pub fn steepest(&self) -> f64 {
        self.grid.steepest()
    }
}

/// Why a case has no depth as a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unsounded {
    /// It names no bathymetry.
    Nowhere,
    /// A coordinate of the sea's outer rim lies off the soundings.
    At(LatLon),
}

impl std::fmt::Display for Unsounded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nowhere => f.write_str("the case names no bathymetry"),
            Self::At(at) => {
                write!(
                    f,
                    "no depth at {:.3}, {:.3}, on the rim of the sea",
                    at.lat,
                    densify::wrap(at.lon)
                )
            }
        }
    }
}

impl std::error::Error for Unsounded {}

impl Unsounded {
    /// What to do about it.
    #[must_use]
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Nowhere => "Name one in its case.toml.",
            Self::At(_) => "Soundings are to cover all of the sea.",
        }
    }
}

impl Case {
    /// The depth of the sea as a field.
    ///
    /// # Errors
    /// Where the case has no soundings, or they leave out a coordinate of the sea's outer rim.
    pub fn depth(&self) -> Result<Depth, Unsounded> {
        let grid = self.depths.as_ref().ok_or(Unsounded::Nowhere)?;
        let off = |at: &&LatLon| grid.height(at.lat, at.lon).is_none();
        if let Some(at) = self.sea.outer.iter().find(off) {
            return Err(Unsounded::At(*at));
        }
        let level_m = self.level.as_ref().map_or(0.0, |l| l.legal_m);
        Ok(Depth { grid: grid.clone(), level_m })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_places_differ_more_than_the_steepest_slope_allows() {
        let z = vec![0.0, 30.0, -20.0, 5.0, 400.0, 7.0, 1.0, -90.0, 12.0];
        let grid = DepthGrid {
            lat0: 40.0,
            lon0: 50.0,
            step: 0.1,
            nx: 3,
            z,
            source: String::new(),
            datum: String::new(),
        };
        let (slope, mut largest) = (grid.steepest(), 0.0_f64);
        // Neighbours 100 m apart at most, along both axes; metres a degree by WGS 84 at 40 N.
        for k in 0..200 {
            for l in 0..200 {
                let (lat, lon) = (40.0 + f64::from(k) * 0.001, 50.0 + f64::from(l) * 0.001);
                let here = grid.height(lat, lon).unwrap();
                let north = grid.height(lat + 1e-4, lon).map_or(0.0, |z| (z - here) / 11.1);
                let east = grid.height(lat, lon + 1e-4).map_or(0.0, |z| (z - here) / 8.54);
                largest = largest.max(north.hypot(east));
            }
        }
        assert!(largest <= slope && largest > 0.8 * slope, "{largest} of {slope}");
        assert_eq!(grid.height_or_edge(41.0, 49.0), Some(1.0));
    }

    #[test]
    fn a_plane_is_reproduced_and_the_outside_is_unknown() {
        let z = (0..3).flat_map(|j| (0..4).map(move |i| f64::from(10 * j + i))).collect();
        let grid = DepthGrid {
            lat0: 40.0,
            lon0: 50.0,
            step: 0.5,
            nx: 4,
            z,
            source: String::new(),
            datum: String::new(),
        };
        assert_eq!(grid.height(40.25, 50.75), Some(6.5));
        assert_eq!(grid.height(41.0, 51.5), Some(23.0));
        assert_eq!(grid.height(40.25, 50.75 - 360.0), Some(6.5));
        assert_eq!(grid.height_or_edge(40.25, 360.0 + 53.0), Some(8.0));
        assert_eq!(grid.height(41.01, 51.0), None);
        assert_eq!(grid.height(40.0, 49.99), None);
    }
}
