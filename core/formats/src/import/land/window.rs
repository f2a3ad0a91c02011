//! The window's sides, and where the edges of the land cross them.
//!
//! An edge is a geodesic: in the plane of longitude and latitude, where land is taken from the window, its straight line lies up to
//! 1 km off for 3 degrees. So every crossing with a side becomes a vertex of the land first; the overlay then cuts at vertices
//! alone, and what lies within and what lies beyond are two parts of one coast, none of it in both.

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, Ellipsoid, LatLon, intersect};

use super::{GRID, span};

/// Crossings nearer than this to an end of their edge are that end, degrees: a millimetre.
const SAME_DEG: f64 = 1e-8;
/// Longest piece of a parallel that is drawn as a geodesic, degrees: it rises by 1 m at most, at latitude 45.
const PIECE_DEG: f64 = 0.09;

/// South, west, north and east, degrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window(pub [f64; 4]);

impl Window {
    /// The box of a frame.
    pub(super) fn of(frame: &[LatLon]) -> Self {
        let (west, east) = span(frame);
        let lat = |f: fn(f64, f64) -> f64, from: f64| frame.iter().fold(from, |m, p| f(m, p.lat));
        Self([lat(f64::min, 90.0), west, lat(f64::max, -90.0), east])
    }

    pub(super) fn corners(self) -> Vec<LatLon> {
        let [s, w, n, e] = self.0;
        [(s, w), (s, e), (n, e), (n, w)].map(|(lat, lon)| LatLon::new(lat, lon)).into()
    }

    /// Is the place in it or on its rim?
    pub(super) fn holds(self, p: LatLon) -> bool {
        let [s, w, n, e] = self.0;
        (s..=n).contains(&p.lat) && (w..=e).contains(&p.lon)
    }

    /// Do both places lie on one side, to a decimetre?
    pub(super) fn along(self, p: LatLon, q: LatLon) -> bool {
        let on = |at: f64, a: f64, b: f64| (a - at).abs() < GRID && (b - at).abs() < GRID;
        let [s, w, n, e] = self.0;
        on(s, p.lat, q.lat) || on(n, p.lat, q.lat) || on(w, p.lon, q.lon) || on(e, p.lon, q.lon)
    }

    /// The ring with a vertex wherever an edge crosses a side.
    pub(super) fn cut(self, ring: &[LatLon]) -> Vec<LatLon> {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let mut out = Vec::with_capacity(ring.len());
        for (k, &a) in ring.iter().enumerate() {
            out.push(a);
            let b = ring[(k + 1) % ring.len()];
            // From the same end for both countries at a land boundary, so that both get the same bits.
            match (a.lat, a.lon) < (b.lat, b.lon) {
                true => out.extend(self.crossings(&earth, a, b)),
                false => out.extend(self.crossings(&earth, b, a).into_iter().rev()),
            }
        }
        out
    }

    /// Crossings of an edge with the sides in its order, and the middle between two on one side: in the plane nothing else
    /// tells on which hand of the side the edge is there.
    fn crossings(self, earth: &Earth, a: LatLon, b: LatLon) -> Vec<LatLon> {
        let sides = self.met(a, b);
        if sides.is_empty() || self.along(a, b) {
            return vec![];
        }
        let Some(edge) = Curve::between(earth, LineKind::Geodesic, a, b) else { return vec![] };
        let mut met: Vec<(f64, LatLon)> =
            sides.iter().flat_map(|side| self.on_side(earth, &edge, (a, b), *side)).collect();
        met.sort_by(|p, q| p.0.total_cmp(&q.0));
        met.dedup_by(|p, q| same(p.1, q.1));
        let mut all = vec![(edge.range[0], a)];
        all.extend(met);
        all.push((edge.range[1], b));
        let mut out = Vec::new();
        for pair in all.windows(2) {
            let [p, q] = [pair[0], pair[1]];
            if all.len() > 2 && self.along(p.1, q.1) {
                out.push(facing(edge.at(earth, f64::midpoint(p.0, q.0)), a));
            }
            out.push(q.1);
        }
        out.pop();
        out
    }

    /// The sides that an edge may cross: its box, with what a geodesic bulges out of it, meets them.
    fn met(self, a: LatLon, b: LatLon) -> Vec<Side> {
        let [s, w, n, e] = self.0;
        let turn = (a.lon - b.lon).abs();
        if turn >= 180.0 {
            return vec![];
        }
        let (lat, lon) = (bulged(a, b), [a.lon.min(b.lon), a.lon.max(b.lon)]);
        let meets = |at: f64, of: [f64; 2], across: [f64; 2], side: [f64; 2]| {
            (of[0]..=of[1]).contains(&at) && across[0] <= side[1] && side[0] <= across[1]
        };
        let parallels = [s, n].into_iter().filter(|at| at.abs() < 90.0);
        let parallels = parallels.filter(|&at| meets(at, lat, lon, [w, e])).map(Side::Parallel);
        let meridians = [w, e].into_iter().filter(|&at| turn > 0.0 && meets(at, lon, lat, [s, n]));
        parallels.chain(meridians.map(Side::Meridian)).collect()
    }

    /// Crossings of an edge with one side, by their distance along the edge in metres.
    fn on_side(
        self,
        earth: &Earth,
        edge: &Curve,
        (a, b): (LatLon, LatLon),
        side: Side,
    ) -> Vec<(f64, LatLon)> {
        let lat = bulged(a, b);
        let (west, east) = (a.lon.min(b.lon), a.lon.max(b.lon));
        let ends = match side {
            Side::Parallel(at) => [LatLon::new(at, west - GRID), LatLon::new(at, east + GRID)],
            Side::Meridian(at) => [LatLon::new(lat[0], at), LatLon::new(lat[1], at)],
        };
        let Some(line) = Curve::between(earth, LineKind::Loxodrome, ends[0], ends[1]) else {
            return vec![];
        };
        let exact = |p: LatLon| match side {
            Side::Parallel(at) => LatLon::new(at, facing(p, a).lon),
            Side::Meridian(at) => LatLon::new(p.lat, at),
        };
        let found = intersect::crossings(earth, edge, &line).points.into_iter();
        let found = found.map(|x| (x.s[0], exact(x.at)));
        found.filter(|(_, p)| self.holds(*p) && !same(*p, a) && !same(*p, b)).collect()
    }

    /// A ring whose edges along a parallel of the window, where `free` says that they are no coast, follow it: a geodesic between
    /// their ends lies kilometres off, over islands or land.
    pub(super) fn followed(self, ring: &[LatLon], free: &[bool]) -> Vec<LatLon> {
        let [s, _, n, _] = self.0;
        let mut out = Vec::with_capacity(ring.len());
        for (k, &a) in ring.iter().enumerate() {
            let b = ring[(k + 1) % ring.len()];
            out.push(a);
            let on = |at: f64| a.lat == at && b.lat == at;
            if free[k] && (on(s) || on(n)) {
                let count = ((b.lon - a.lon).abs() / PIECE_DEG).ceil().max(1.0) as usize;
                let step = (b.lon - a.lon) / count as f64;
                out.extend((1..count).map(|i| LatLon::new(a.lat, a.lon + step * i as f64)));
            }
        }
        out
    }
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Parallel(f64),
    Meridian(f64),
}

fn same(p: LatLon, q: LatLon) -> bool {
    (p.lat - q.lat).abs() < SAME_DEG && (p.lon - q.lon).abs() < SAME_DEG
}

/// The place with the longitude in the turn of another's.
fn facing(p: LatLon, of: LatLon) -> LatLon {
    LatLon::new(p.lat, p.lon - 360.0 * ((p.lon - of.lon) / 360.0).round())
}

/// Least and greatest latitude of a geodesic, at most: half the square of half the turn, times the sine and cosine of the latitude,
/// is what it rises above its ends; edges of over 60 degrees may come to a pole.
fn bulged(a: LatLon, b: LatLon) -> [f64; 2] {
    let turn = (a.lon - b.lon).abs().to_radians();
    let rise = if turn > 1.0 { 90.0 } else { (turn * turn / 12.0).to_degrees() + GRID };
    [(a.lat.min(b.lat) - rise).max(-90.0), (a.lat.max(b.lat) + rise).min(90.0)]
}
