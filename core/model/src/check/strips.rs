//! Rings in the plane of longitude and latitude, filed so that a place finds those about it.

use std::collections::HashSet;

use geo::{Coord, Line};
use littoral_geodesy::LatLon;

use super::cross::edges;

/// So many edges a strip in the mean.
const A_STRIP: usize = 8;

/// Edges of rings by strips of longitude.
pub(crate) struct Strips {
    west: f64,
    width: f64,
    filed: Vec<Vec<(usize, Line<f64>)>>,
}

impl Strips {
    pub(crate) fn new(rings: &[Vec<LatLon>]) -> Self {
        let closed = |e: &Vec<(usize, Line<f64>)>| {
            e.first().zip(e.last()).is_some_and(|(a, b)| a.1.start == b.1.end)
        };
        let of = |(k, ring): (usize, &Vec<LatLon>)| {
            edges(k, ring).into_iter().map(|e| (k, e.line)).collect::<Vec<_>>()
        };
        // A ring about a pole does not come back to where it began: its islands are not looked for.
        let all: Vec<(usize, Line<f64>)> =
            rings.iter().enumerate().map(of).filter(closed).flatten().collect();
        let ends = || all.iter().flat_map(|(_, l)| [l.start.x, l.end.x]);
        let (west, east) =
            ends().fold((f64::INFINITY, f64::NEG_INFINITY), |(w, e), x| (w.min(x), e.max(x)));
        let count = (all.len() / A_STRIP).max(1);
        let width = ((east - west) / count as f64).max(1e-9);
        let mut out = Self { west, width, filed: vec![Vec::new(); count] };
        for (k, line) in all {
            let [a, b] = [line.start.x.min(line.end.x), line.start.x.max(line.end.x)];
            for strip in out.strip(a)..=out.strip(b) {
                out.filed[strip].push((k, line));
            }
        }
        out
    }

    /// Does a ring that was given alone hold a place in the plane?
    pub(crate) fn hold(&self, at: LatLon) -> bool {
        !self.around(usize::MAX, at).is_empty()
    }

    fn strip(&self, x: f64) -> usize {
        (((x - self.west) / self.width).max(0.0) as usize).min(self.filed.len() - 1)
    }

    /// The other rings about a place, in order: those with an odd number of edges to the north of it.
    pub(super) fn around(&self, own: usize, at: LatLon) -> Vec<usize> {
        let mut odd: HashSet<usize> = HashSet::new();
        for turn in [-360.0, 0.0, 360.0] {
            let p = Coord { x: at.lon + turn, y: at.lat };
            for (k, line) in self.filed[self.strip(p.x)].iter().filter(|(k, _)| *k != own) {
                if north(line, p) && !odd.insert(*k) {
                    odd.remove(k);
                }
            }
        }
        let mut all: Vec<usize> = odd.into_iter().collect();
        all.sort_unstable();
        all
    }
}

/// Does an edge pass to the north of a place?
fn north(line: &Line<f64>, p: Coord<f64>) -> bool {
    let (a, b) = (line.start, line.end);
    (a.x <= p.x) != (b.x <= p.x) && a.y + (b.y - a.y) * (p.x - a.x) / (b.x - a.x) > p.y
}
