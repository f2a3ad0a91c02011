//! Vertices that countries share, made the same to the last bit: a reprojection leaves them a rounding apart, and a sea
//! between them would have needles at every land boundary.

use std::collections::BTreeMap;

use littoral_geodesy::LatLon;

/// Vertices nearer than this in latitude and longitude are one, degrees: a millimetre, which no coast knows.
const SAME_DEG: f64 = 1e-8;
/// Cells in which they are looked for, degrees.
const CELL_DEG: f64 = 1e-6;

/// The vertices met so far by cell.
#[derive(Default)]
pub(super) struct Weld(BTreeMap<(i64, i64), Vec<LatLon>>);

impl Weld {
    /// The ring with every vertex that lies on an earlier one replaced by it, and none twice in a row.
    pub(super) fn ring(&mut self, ring: impl Iterator<Item = LatLon>) -> Vec<LatLon> {
        let mut out: Vec<LatLon> = ring.map(|p| self.vertex(p)).collect();
        out.dedup();
        while out.len() > 1 && out.first() == out.last() {
            out.pop();
        }
        out
    }

    fn vertex(&mut self, at: LatLon) -> LatLon {
        let near =
            |p: &LatLon| (p.lat - at.lat).abs() < SAME_DEG && (p.lon - at.lon).abs() < SAME_DEG;
        let cell =
            |lat: f64, lon: f64| ((lat / CELL_DEG).floor() as i64, (lon / CELL_DEG).floor() as i64);
        let (south, west) = cell(at.lat - SAME_DEG, at.lon - SAME_DEG);
        let (north, east) = cell(at.lat + SAME_DEG, at.lon + SAME_DEG);
        // Nearly always one cell.
        for key in (south..=north).flat_map(|j| (west..=east).map(move |i| (j, i))) {
            if let Some(known) = self.0.get(&key).and_then(|list| list.iter().find(|p| near(p))) {
                return *known;
            }
        }
        self.0.entry(cell(at.lat, at.lon)).or_default().push(at);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_a_rounding_apart_is_one_vertex() {
        let mut weld = Weld::default();
        let at = LatLon::new;
        let first = [at(1.0, 2.0), at(1.0, 3.0), at(2.0, 3.0)];
        assert_eq!(weld.ring(first.into_iter()), first);
        let next = [at(1.0 - 1e-14, 3.0 + 1e-14), at(2.0, 3.0), at(2.0 + 4e-9, 3.0), at(2.0, 4.0)];
        assert_eq!(weld.ring(next.into_iter()), [first[1], first[2], at(2.0, 4.0)]);
        // A centimetre is a distance.
        let apart = [at(1.0 + 1e-7, 3.0), at(0.0, 3.0), at(0.0, 2.0), at(1.0 + 1e-7, 3.0)];
        assert_eq!(weld.ring(apart.into_iter()), apart[..3]);
    }
}
