//! Heights of the bed on a grid.

use serde::{Deserialize, Serialize};

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

impl DepthGrid {
    /// Height at a place, bilinear between the four nodes around it; `None` outside the grid.
    #[must_use]
    pub fn height(&self, lat: f64, lon: f64) -> Option<f64> {
        let (y, x) = ((lat - self.lat0) / self.step, (lon - self.lon0) / self.step);
        if !(y >= 0.0 && x >= 0.0 && x <= (self.nx.checked_sub(1)?) as f64) {
            return None;
        }
        let (j, i) = (y.floor() as usize, (x.floor() as usize).min(self.nx.checked_sub(2)?));
        let (v, u) = (y - j as f64, x - i as f64);
        let node = |j: usize, i: usize| self.z.get(j * self.nx + i).copied();
        let (low, high) = (node(j, i)? * (1.0 - u) + node(j, i + 1)? * u, |k: usize| {
            Some(node(k, i)? * (1.0 - u) + node(k, i + 1)? * u)
        });
        // On the last row nothing lies above.
        if v == 0.0 { Some(low) } else { Some(low * (1.0 - v) + high(j + 1)? * v) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(grid.height(41.01, 51.0), None);
        assert_eq!(grid.height(40.0, 49.99), None);
    }
}
