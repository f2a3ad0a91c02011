//! The outer ring of a sea, with its long edges in pieces.

use std::collections::HashSet;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::intersect::{self, Crossing};
use littoral_geodesy::{Curve, Earth, LatLon, Vec3};

use super::Passage;
use super::shore::{ROOM_M, Shore, turned};
use crate::geometry::{EdgeKind, Ring, Sea};

/// Shorter edges of the frame are as good as straight in any plane, metres.
const LONG_M: f64 = 5000.0;
/// Longer ones are looked at in pieces of this length, metres.
const PIECE_M: f64 = 2000.0;
/// Crossings so near to a vertex are none, metres.
const END_M: f64 = 1e-3;
/// A side that runs along the frame for so long, metres, tells nothing of where the shore passes it.
const ALONG_M: f64 = 5000.0;
/// Vertices of an island that are looked at: the most of them tell.
const PROBES: usize = 3;

/// A ring with the sea on its left, and its edges where they are long.
pub(super) struct Rim<'a> {
    earth: &'a Earth,
    pub(super) kind: LineKind,
    pub(super) ring: Ring,
    long: Vec<Long>,
}

/// A long edge of a ring.
struct Long {
    edge: usize,
    curve: Curve,
    /// Where its pieces begin and end.
    pieces: Vec<Vec3>,
    /// How far it leaves the straight line in longitude and latitude, metres.
    bulge_m: f64,
}

impl<'a> Rim<'a> {
    pub(super) fn new(earth: &'a Earth, sea: &Sea) -> Self {
        let kind = match sea.edge {
            EdgeKind::Geodesic => LineKind::Geodesic,
            EdgeKind::Loxodrome => LineKind::Loxodrome,
        };
        Self::of(earth, kind, turned(earth, &sea.outer, true))
    }

    pub(super) fn of(earth: &'a Earth, kind: LineKind, ring: Ring) -> Self {
        let places: Vec<Vec3> = ring.iter().map(|p| earth.place(*p)).collect();
        let n = ring.len();
        let is_long = |k: &usize| (places[*k] - places[(k + 1) % n]).norm() > LONG_M;
        let long = |k: usize| Long::new(earth, kind, (k, ring[k], ring[(k + 1) % n]));
        let long = (0..n).filter(is_long).filter_map(long).collect();
        Self { earth, kind, ring, long }
    }

    /// Where a shore passes the long edges, in the order of the frame.
    pub(super) fn passages(&self, shore: &Shore) -> Vec<Passage> {
        let mut out = Vec::new();
        for long in self.long.iter().filter(|l| l.is_within(shore.middle, shore.radius_m)) {
            for k in 0..shore.ring.len() {
                let (middle, radius_m) = shore.side(k);
                if !long.is_within(middle, radius_m) {
                    continue;
                }
                let [a, b] = [k, (k + 1) % shore.ring.len()].map(|k| shore.ring[k]);
                let Some(side) = Curve::between(self.earth, self.kind, a, b) else { continue };
                let found = intersect::crossings(self.earth, &long.curve, &side);
                out.extend(found.points.iter().filter_map(|x| self.passage((long, &side), x, k)));
                if found.unfinished || found.coincide && side.length() > ALONG_M {
                    // What runs along the frame crosses it nowhere for certain.
                    return out.into_iter().take(1).collect();
                }
            }
        }
        out.sort_by(|p, q| p.frame.0.cmp(&q.frame.0).then(p.frame.1.total_cmp(&q.frame.1)));
        out
    }

    /// A crossing of a long edge and a side of a shore, unless it is next to a vertex.
    fn passage(&self, (long, side): (&Long, &Curve), x: &Crossing, k: usize) -> Option<Passage> {
        let at_end = |s: f64, c: &Curve| s < END_M || s > c.length() - END_M;
        if at_end(x.s[0], &long.curve) || at_end(x.s[1], side) {
            return None;
        }
        let way = |c: &Curve, s: f64| c.spot(self.earth, s).azimuth_deg;
        let inward = wrap(way(side, x.s[1]) - way(&long.curve, x.s[0])) < 0.0;
        Some(Passage { frame: (long.edge, x.s[0]), shore: (k, x.s[1]), at: x.at, inward })
    }

    /// The frame led round a shore that comes in at the first of two passages and goes out at the second.
    pub(super) fn round(&self, shore: &[LatLon], [enter, leave]: [Passage; 2]) -> Ring {
        let mut ring = vec![enter.at];
        ring.extend(stretch(shore, enter.shore, leave.shore));
        ring.push(leave.at);
        ring.extend(stretch(&self.ring, leave.frame, enter.frame));
        ring
    }

    /// Does a shore have a vertex between a long edge and the straight line on some map between the same ends?
    pub(super) fn is_near(&self, shore: &Shore) -> bool {
        let near = |l: &&Long| l.is_within(shore.middle, shore.radius_m + l.bulge_m);
        self.long
            .iter()
            .filter(near)
            .any(|l| shore.places.iter().any(|p| l.is_within(*p, l.bulge_m)))
    }

    /// Does it hold a shore that it does not cross?
    pub(super) fn holds(&self, shore: &[LatLon]) -> bool {
        let mut corners: Vec<Vec3> = Vec::new();
        let mut long = self.long.iter().peekable();
        for (k, p) in self.ring.iter().enumerate() {
            match long.next_if(|l| l.edge == k) {
                Some(l) => corners.extend(&l.pieces[..l.pieces.len() - 1]),
                None => corners.push(self.earth.place(*p)),
            }
        }
        let own: HashSet<[u64; 2]> = self.ring.iter().map(bits).collect();
        let alone = shore.iter().filter(|p| !own.contains(&bits(p)));
        let probes: Vec<bool> = alone.take(PROBES).map(|p| self.around(&corners, *p)).collect();
        2 * probes.iter().filter(|held| **held).count() >= probes.len()
    }

    /// Does a ring of corners lie about a place? By parity of crossings of the way to the east.
    fn around(&self, corners: &[Vec3], at: LatLon) -> bool {
        let at = self.earth.point(at);
        let (east, north) = self.earth.east_north(&at);
        let seen = |p: &Vec3| ((*p - at.p).dot(east), (*p - at.p).dot(north));
        let Some(last) = corners.last() else { return true };
        let (mut before, mut odd) = (seen(last), false);
        for now in corners.iter().map(seen) {
            let crosses = (before.1 > 0.0) != (now.1 > 0.0);
            odd ^= crosses && before.0 - before.1 * (now.0 - before.0) / (now.1 - before.1) > 0.0;
            before = now;
        }
        odd
    }
}

impl Long {
    fn new(earth: &Earth, kind: LineKind, (edge, a, b): (usize, LatLon, LatLon)) -> Option<Self> {
        let curve = Curve::between(earth, kind, a, b)?;
        let many = (curve.length() / PIECE_M).ceil();
        let at = |j: usize| earth.place(curve.at(earth, curve.length() * j as f64 / many));
        let pieces = (0..=many as usize).map(at).collect();
        let half = LatLon::new((a.lat + b.lat) / 2.0, a.lon + wrap(b.lon - a.lon) / 2.0);
        let bulge_m = curve.nearest(earth, half).1 * 1.1 + ROOM_M;
        Some(Self { edge, curve, pieces, bulge_m })
    }

    /// Does it come within a distance of a place?
    fn is_within(&self, at: Vec3, distance_m: f64) -> bool {
        let mut k = 0;
        while let (Some(a), Some(b)) = (self.pieces.get(k), self.pieces.get(k + 1)) {
            let (way, to) = (*b - *a, at - *a);
            let t = (to.dot(way) / way.dot(way)).clamp(0.0, 1.0);
            let far = (to - way * t).norm() - distance_m;
            if far <= 0.0 {
                return true;
            }
            // As far no other piece can be within.
            k += ((far / (PIECE_M * 1.01)) as usize).clamp(1, self.pieces.len());
        }
        false
    }
}

fn bits(at: &LatLon) -> [u64; 2] {
    [at.lat.to_bits(), at.lon.to_bits()]
}

/// The vertices of a ring from one place on it to the next.
fn stretch(ring: &[LatLon], from: (usize, f64), to: (usize, f64)) -> impl Iterator<Item = LatLon> {
    let n = ring.len();
    let around = from.0 == to.0 && to.1 <= from.1;
    let many = if around { n } else { (to.0 + n - from.0) % n };
    (1..=many).map(move |k| ring[(from.0 + k) % n])
}
