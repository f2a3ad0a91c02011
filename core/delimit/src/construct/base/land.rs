//! Land and sea told apart: rings of land by parity of crossings.

use std::collections::BTreeMap;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use super::{BaseLine, Bases, place_key};
use crate::construct::densify::{Drawn, densify};

/// Width of a strip of the index, degrees of longitude.
const STRIP_DEG: f64 = 0.25;

/// Edges of land keep to their curves this well, metres.
const DRAWN_M: f64 = 1e-3;

/// Is a point inside a ring, in longitude and latitude, by parity of crossings to the north? Rings over the
/// antimeridian are followed by the shorter way; a ring round a pole holds that pole.
#[must_use]
pub fn inside(ring: &[LatLon], p: LatLon) -> bool {
    let edge = |k: usize| crosses(ring[k], ring[(k + 1) % ring.len()], p);
    ((0..ring.len()).filter(|&k| edge(k)).count() % 2 == 1) != round_the_north_pole(ring)
}

/// Does a ring go once round the axis, nearer to the north pole? To the north of what it holds there is then no edge.
fn round_the_north_pole(ring: &[LatLon]) -> bool {
    let step = |k: usize| wrap(ring[(k + 1) % ring.len()].lon - ring[k].lon);
    let turn: f64 = (0..ring.len()).map(step).sum();
    turn.abs() > 180.0 && ring.iter().map(|p| p.lat).sum::<f64>() > 0.0
}

/// Does the meridian north of `p` cross the edge?
fn crosses(a: LatLon, b: LatLon, p: LatLon) -> bool {
    // Each end is a whole number of turns from where it is as seen from `p`: so it has the same sign for the edge before it and
    // the edge behind it, also where it lies on the meridian of `p` and is written a turn away.
    let (x, y) = (wrap(a.lon - p.lon), wrap(b.lon - p.lon));
    let turns = ((x + wrap(b.lon - a.lon) - y) / 360.0).round();
    // The edge meets the meridian of p, or its copy a turn away.
    [-1.0, 0.0, 1.0].into_iter().any(|turn| {
        let (x, y) = (x + 360.0 * turn, y + 360.0 * (turns + turn));
        (x <= 0.0) != (y <= 0.0) && a.lat + (b.lat - a.lat) * x / (x - y) > p.lat
    })
}

/// The fraction of a way at which it meets an edge.
fn meets([a, b]: [LatLon; 2], [c, d]: [LatLon; 2]) -> Option<f64> {
    let way = (wrap(b.lon - a.lon), b.lat - a.lat);
    let from = (wrap(c.lon - a.lon), c.lat - a.lat);
    let edge = (wrap(d.lon - c.lon), d.lat - c.lat);
    let cross = |u: (f64, f64), v: (f64, f64)| u.0 * v.1 - u.1 * v.0;
    let det = cross(way, edge);
    // The edge as it lies here, or a turn away.
    [-360.0, 0.0, 360.0].into_iter().find_map(|turn| {
        let from = (from.0 + turn, from.1);
        let (t, u) = (cross(from, edge) / det, cross(from, way) / det);
        ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)).then_some(t)
    })
}

/// A ring with places between its coordinates where an edge leaves the straight line in longitude and latitude.
fn chart(earth: &Earth, ring: &[LatLon], kind: LineKind) -> Vec<LatLon> {
    let mut out = Vec::with_capacity(ring.len());
    for (k, p) in ring.iter().enumerate() {
        let q = ring[(k + 1) % ring.len()];
        out.push(*p);
        let (turn, rise) =
            (wrap(q.lon - p.lon).to_radians().abs(), (q.lat - p.lat).to_radians().abs());
        // A geodesic leaves the straight way by at most this part of the earth.
        if earth.b_m() * turn * (turn / 15.0 + rise / 4.0) < DRAWN_M {
            continue;
        }
        let Some(edge) = Curve::between(earth, kind, *p, q) else { continue };
        let places = densify(earth, &edge, Drawn::Chart, DRAWN_M);
        let inner = places.len().saturating_sub(1).max(1);
        out.extend(places[1..inner].iter().map(|s| s.at));
    }
    out
}

/// Rings of land, their edges filed by strips of longitude: one question costs the edges of a strip.
#[derive(Debug)]
pub struct Land {
    edges: Vec<(u32, LatLon, LatLon)>,
    strips: Vec<Vec<u32>>,
    /// Rings that hold the north pole.
    polar: Vec<u32>,
}

impl Land {
    /// Files the rings of a survey.
    #[must_use]
    pub fn new(bases: &Bases) -> Self {
        let count = (360.0 / STRIP_DEG) as usize;
        let strips = vec![Vec::new(); count];
        let mut out = Self { edges: Vec::new(), strips, polar: Vec::new() };
        for (ring, (_, places)) in bases.land.iter().enumerate() {
            if round_the_north_pole(places) {
                out.polar.push(ring as u32);
            }
            for k in 0..places.len() {
                out.file(ring as u32, places[k], places[(k + 1) % places.len()]);
            }
        }
        out
    }

    /// The same, for rings whose edges are geodesics or loxodromes: long ones are far from straight in longitude and
    /// latitude.
    #[must_use]
    pub fn curved(earth: &Earth, rings: &[(usize, Vec<LatLon>)], kind: LineKind) -> Self {
        let land = rings.iter().map(|(k, ring)| (*k, chart(earth, ring, kind))).collect();
        Self::new(&Bases { land, ..Bases::default() })
    }

    /// The rings of some parties, each with edges of the kind that its shore has in the survey.
    #[must_use]
    pub fn of(earth: &Earth, bases: &Bases, whose: impl Fn(usize) -> bool) -> Self {
        let side = |a: LatLon, b: LatLon| {
            let (a, b) = (place_key(a), place_key(b));
            if a < b { [a, b] } else { [b, a] }
        };
        let shore = |l: &&BaseLine| matches!(l.kind, ShoreKind::Coast | ShoreKind::Islands);
        let mut kinds = BTreeMap::new();
        for l in bases.lines.iter().filter(|l| l.edge != EdgeKind::Geodesic).filter(shore) {
            let round = l.closed().then(|| l.nodes.last().zip(l.nodes.first())).flatten();
            let next = l.nodes.iter().zip(l.nodes.iter().skip(1)).chain(round);
            kinds.extend(next.map(|(a, b)| (side(a.at, b.at), l.line_kind())));
        }
        let drawn = |(party, ring): &(usize, Vec<LatLon>)| {
            let mut sides = (1..ring.len()).map(|k| side(ring[k - 1], ring[k]));
            let known = if kinds.is_empty() { None } else { sides.find_map(|s| kinds.get(&s)) };
            (*party, chart(earth, ring, known.copied().unwrap_or(LineKind::Geodesic)))
        };
        let land = bases.land.iter().filter(|(party, _)| whose(*party)).map(drawn).collect();
        Self::new(&Bases { land, ..Bases::default() })
    }

    fn file(&mut self, ring: u32, a: LatLon, b: LatLon) {
        let id = self.edges.len() as u32;
        self.edges.push((ring, a, b));
        for k in self.strips_of(a, b) {
            self.strips[k].push(id);
        }
    }

    /// The strips through which the shorter way between two places leads.
    fn strips_of(&self, a: LatLon, b: LatLon) -> impl Iterator<Item = usize> + use<> {
        let step = wrap(b.lon - a.lon);
        let (west, east) = (a.lon + step.min(0.0), a.lon + step.max(0.0));
        let (first, last) = ((west / STRIP_DEG).floor() as i64, (east / STRIP_DEG).floor() as i64);
        let count = self.strips.len() as i64;
        (first..=last.min(first + count - 1)).map(move |k| k.rem_euclid(count) as usize)
    }

    /// Where the straight way between two places, in longitude and latitude, meets edges of land: fractions of it, in
    /// order.
    #[must_use]
    pub fn met(&self, a: LatLon, b: LatLon) -> Vec<f64> {
        let strips = self.strips_of(a, b).flat_map(|k| &self.strips[k]);
        let edge = |&id: &u32| {
            let (_, c, d) = self.edges[id as usize];
            meets([a, b], [c, d])
        };
        let mut out: Vec<f64> = strips.filter_map(edge).collect();
        out.sort_by(f64::total_cmp);
        out.dedup();
        out
    }

    /// The edges of each strip of longitude with the numbers of their rings, counted among those that were filed.
    pub(super) fn strips(
        &self,
    ) -> impl Iterator<Item = impl Iterator<Item = (u32, LatLon, LatLon)>> {
        self.strips.iter().map(move |strip| strip.iter().map(move |&e| self.edges[e as usize]))
    }

    /// Are there no rings?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// Is a place inside one of the rings?
    #[must_use]
    pub fn holds(&self, p: LatLon) -> bool {
        let k = ((p.lon / STRIP_DEG).floor() as i64).rem_euclid(self.strips.len() as i64);
        let mut odd: BTreeMap<u32, bool> = self.polar.iter().map(|ring| (*ring, true)).collect();
        for (ring, a, b) in self.strips[k as usize].iter().map(|&e| self.edges[e as usize]) {
            if crosses(a, b, p) {
                *odd.entry(ring).or_default() ^= true;
            }
        }
        odd.values().any(|o| *o)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_over_the_antimeridian() {
        let ring: Vec<LatLon> = [(10.0, 178.0), (10.0, -178.0), (14.0, -178.0), (14.0, 178.0)]
            .map(|p| LatLon::new(p.0, p.1))
            .into();
        for (lat, lon, want) in [
            (12.0, 179.9, true),
            (12.0, -179.9, true),
            (12.0, 0.0, false),
            (12.0, 177.9, false),
            (9.0, 180.0, false),
        ] {
            assert_eq!(inside(&ring, LatLon::new(lat, lon)), want, "{lat} {lon}");
        }
    }

    /// A vertex on the meridian of a place, written a turn away, with a longitude of which a turn is not exactly 360 more.
    #[test]
    fn a_vertex_due_north_a_turn_away() {
        let at = LatLon::new;
        for lon in [179.123_456_789_012_3, -179.999_999_999_999_97, 180.0, 0.1] {
            let ring = [at(10.0, lon - 2.0), at(9.0, lon), at(10.0, lon + 2.0), at(14.0, lon)]
                .map(|p| at(p.lat, wrap(p.lon)));
            for turn in [-360.0, 0.0, 360.0] {
                assert!(inside(&ring, at(12.0, lon + turn)), "{lon} {turn}");
                assert!(!inside(&ring, at(8.0, lon + turn)), "{lon} {turn}");
            }
        }
    }

    /// Rings round a pole hold it, seam or no seam; a way through a ring is told where.
    #[test]
    fn poles_and_ways() {
        let at = LatLon::new;
        let ring =
            |lat: f64| -> Vec<LatLon> { [0.0, 90.0, 180.0, -90.0].map(|lon| at(lat, lon)).into() };
        let seam = [(80.0, -180.0), (80.0, 0.0), (80.0, 180.0), (90.0, 180.0), (90.0, -180.0)];
        let seam: Vec<LatLon> = seam.map(|p| at(p.0, p.1)).into();
        for (ring, pole) in [(ring(80.0), 90.0), (ring(-80.0), -90.0), (seam, 90.0)] {
            let land = Land::new(&Bases { land: vec![(0, ring.clone())], ..Bases::default() });
            for (lat, want) in [(0.99 * pole, true), (0.8 * pole, false), (-0.99 * pole, false)] {
                for lon in [-170.0, 0.0, 33.0, 180.0] {
                    let p = at(lat, lon);
                    assert_eq!((inside(&ring, p), land.holds(p)), (want, want), "{pole} {p:?}");
                }
            }
        }
        let box_ring = [(10.0, 178.0), (10.0, -178.0), (14.0, -178.0), (14.0, 178.0)];
        let box_ring: Vec<LatLon> = box_ring.map(|p| at(p.0, p.1)).into();
        let land = Land::new(&Bases { land: vec![(0, box_ring)], ..Bases::default() });
        let through = land.met(at(12.0, 177.0), at(12.0, -177.0));
        assert!(through.len() == 2 && (through[0] - 1.0 / 6.0).abs() < 1e-12, "{through:?}");
        assert!(land.met(at(9.0, 177.0), at(9.0, -177.0)).is_empty());
    }

    /// The index says what every ring says, rings over the antimeridian and round a pole among them.
    #[test]
    fn index_and_rings_agree() {
        let mut seed = 5_u64;
        let mut unit = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut bases = Bases::default();
        for k in 0..60 {
            let (lat, lon, size) = (120.0 * unit() - 60.0, 360.0 * unit() - 180.0, 20.0 * unit());
            let corner = |j: i32| {
                let turn = f64::from(j) * std::f64::consts::TAU / 7.0;
                let r = size * (0.4 + 0.6 * unit());
                LatLon::new(lat + r * libm::sin(turn), wrap(lon + r * libm::cos(turn)))
            };
            bases.land.push((k % 2, (0..7).map(corner).collect()));
        }
        let cap = [(-60.0, -180.0), (-65.0, 0.0), (-60.0, 180.0), (-90.0, 180.0), (-90.0, -180.0)];
        bases.land.push((0, cap.map(|p| LatLon::new(p.0, p.1)).into()));
        let land = Land::new(&bases);
        let mut hits = 0;
        for _ in 0..5000 {
            let p = LatLon::new(180.0 * unit() - 90.0, 720.0 * unit() - 360.0);
            let held = bases.land.iter().any(|(_, ring)| inside(ring, p));
            assert_eq!(land.holds(p), held, "{p:?}");
            hits += usize::from(land.holds(p));
        }
        assert!(hits > 500 && land.holds(LatLon::new(-80.0, 77.0)));
    }
}
