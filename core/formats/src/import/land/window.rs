//! The window's sides, and where the edges of the land cross them.
//!
//! An edge is a geodesic: in the plane of longitude and latitude, where land is taken from the window, its straight line lies up to
//! 1 km off for 3 degrees. So every crossing with a side becomes a vertex of the land first; the overlay then cuts at vertices
//! alone, and what lies within and what lies beyond are two parts of one coast, none of it in both.

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, Ellipsoid, LatLon, intersect};

use super::{GRID, span};
use crate::exchange::feature::twice_area;

/// Crossings nearer than this to an end of their edge are that end, degrees: a millimetre.
const SAME_DEG: f64 = 1e-8;
/// Halvings of an edge beside a corner: those of half a turn are shorter than 2 cm then.
const MOST_HALVINGS: u32 = 30;
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

    /// Do both places lie on one side?
    pub(super) fn along(self, p: LatLon, q: LatLon) -> bool {
        let [s, w, n, e] = self.0;
        let on = |at: f64, a: f64, b: f64| a == at && b == at;
        on(s, p.lat, q.lat) || on(n, p.lat, q.lat) || on(w, p.lon, q.lon) || on(e, p.lon, q.lon)
    }

    /// The place, on a side if it is within [`GRID`] of it: land that was cut at the window by other programs lies along it with
    /// their rounding.
    pub(super) fn snapped(self, p: LatLon) -> LatLon {
        let [s, w, n, e] = self.0;
        let near = |x: f64, at: f64| (x - at).abs() < GRID;
        let to = |x: f64, sides: [f64; 2]| sides.into_iter().find(|at| near(x, *at)).unwrap_or(x);
        let beside = |x: f64, [low, high]: [f64; 2]| x > low - GRID && x < high + GRID;
        let lat = if beside(p.lon, [w, e]) { to(p.lat, [s, n]) } else { p.lat };
        let lon = if beside(p.lat, [s, n]) { to(p.lon, [w, e]) } else { p.lon };
        LatLon::new(lat, lon)
    }

    /// The ring with a vertex wherever an edge crosses a side.
    pub(super) fn cut(self, ring: &[LatLon]) -> Vec<LatLon> {
        let earth = Earth::new(&Ellipsoid::wgs84());
        let mut on: Vec<LatLon> = ring.iter().map(|p| self.snapped(*p)).collect();
        on.dedup();
        let counterclockwise = twice_area(&on) > 0.0;
        let mut out = Vec::with_capacity(on.len());
        for (k, &a) in on.iter().enumerate() {
            out.push(a);
            let b = on[(k + 1) % on.len()];
            // Land lies to the left of its edges, or to the right of all of them.
            let northward = (b.lon > a.lon) == counterclockwise;
            let inward = northward == (a.lat == self.0[0]);
            // From the same end for both countries at a land boundary, so that both get the same bits.
            match (a.lat, a.lon) < (b.lat, b.lon) {
                true => out.extend(self.crossings(&earth, (a, b), inward)),
                false => out.extend(self.crossings(&earth, (b, a), inward).into_iter().rev()),
            }
        }
        out
    }

    /// Where an edge crosses the sides, in its order, and what else the plane needs of it. `inward` says that land lies on the window's
    /// hand of an edge along a parallel side.
    fn crossings(self, earth: &Earth, (a, b): (LatLon, LatLon), inward: bool) -> Vec<LatLon> {
        let sides = self.met(a, b);
        if sides.is_empty() {
            return vec![];
        }
        let Some(edge) = Curve::between(earth, LineKind::Geodesic, a, b) else { return vec![] };
        let at = |s: f64| facing(edge.at(earth, s), a);
        let straight = self.straight(&at, &edge, (a, b), inward);
        let follows = straight.is_some();
        let mut met: Vec<Spot> = match straight {
            Some(corners) => corners,
            None => {
                sides.iter().flat_map(|side| self.on_side(earth, &edge, (a, b), *side)).collect()
            }
        };
        met.sort_by(|p, q| p.0.total_cmp(&q.0));
        met.dedup_by(|p, q| same(p.1, q.1));
        let mut all = vec![(edge.range[0], a)];
        all.extend(met);
        all.push((edge.range[1], b));
        let mut out = Vec::new();
        for pair in all.windows(2) {
            if !follows {
                self.beside(&at, [pair[0], pair[1]], MOST_HALVINGS, &mut out);
            }
            out.push(pair[1].1);
        }
        out.pop();
        out
    }

    /// Of an edge that follows a side the corners on it. A meridian is a geodesic; along a parallel follow edges whose geodesics keep
    /// to it within [`GRID`], and those at which land was cut: they have it on the window's hand.
    fn straight(
        self,
        at: &impl Fn(f64) -> LatLon,
        edge: &Curve,
        (a, b): (LatLon, LatLon),
        inward: bool,
    ) -> Option<Vec<Spot>> {
        let middle = at(f64::midpoint(edge.range[0], edge.range[1]));
        let cut = inward && self.holds(a) && self.holds(b);
        let off = if a.lat == b.lat && !cut { (middle.lat - a.lat).abs() } else { 0.0 };
        if !self.along(a, b) || off >= GRID {
            return None;
        }
        let way = (b.lat - a.lat, b.lon - a.lon);
        let along = |p: LatLon| {
            ((p.lat - a.lat) * way.0 + (p.lon - a.lon) * way.1) / (way.0 * way.0 + way.1 * way.1)
        };
        let on = self.corners().into_iter().filter(|c| self.along(a, *c) && self.along(*c, b));
        let spots = on.map(|c| (along(c) * edge.range[1], c));
        Some(spots.filter(|(s, c)| *s > 0.0 && *s < edge.range[1] && *c != a && *c != b).collect())
    }

    /// Places between two neighbouring crossings without which the plane would have the edge on the wrong hand of a side: where
    /// both lie on one side, and where the straight line cuts a corner that the geodesic leaves outside.
    fn beside(
        self,
        at: &impl Fn(f64) -> LatLon,
        [p, q]: [Spot; 2],
        halvings: u32,
        out: &mut Vec<LatLon>,
    ) {
        let s = f64::midpoint(p.0, q.0);
        let middle = at(s);
        let far = self.snapped(middle) == middle;
        let on_side = self.along(p.1, q.1) && far && p.1.lat == q.1.lat;
        let through = !self.holds(middle) && far && self.meets_chord(p.1, q.1);
        if halvings == 0 || !(on_side || through) {
            return;
        }
        self.beside(at, [p, (s, middle)], halvings - 1, out);
        out.push(middle);
        self.beside(at, [(s, middle), q], halvings - 1, out);
    }

    /// Does the straight line between two places, in longitude and latitude, pass within the window by more than [`GRID`]?
    fn meets_chord(self, p: LatLon, q: LatLon) -> bool {
        let [s, w, n, e] = self.0;
        let mut part = [0.0_f64, 1.0];
        for (from, way, low, high) in
            [(p.lat, q.lat - p.lat, s + GRID, n - GRID), (p.lon, q.lon - p.lon, w + GRID, e - GRID)]
        {
            if way == 0.0 {
                if from < low || from > high {
                    return false;
                }
                continue;
            }
            let (t, u) = ((low - from) / way, (high - from) / way);
            part = [part[0].max(t.min(u)), part[1].min(t.max(u))];
        }
        part[0] < part[1]
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
    ) -> Vec<Spot> {
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
        let found = found.map(|x| (x.s[0], self.snapped(exact(x.at))));
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

/// A place of an edge, after its distance along it in metres.
type Spot = (f64, LatLon);

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
