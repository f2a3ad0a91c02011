//! Land of one party that lies on another's: coasts that cross, or an island that lies within foreign land.
//!
//! Land boundaries have common edges, or coordinates of the one on edges of the other, and cross nowhere; land that both claim by
//! common edges is told by [`Bases::claims`]. What is left is an error of one of the surveys, or a claim drawn by two hands: there
//! both parties have the shore, and the line between them starts from coasts that the other's land covers.

use std::collections::BTreeSet;

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};

use super::borders::is_shore;
use super::land::{Land, inside};
use super::{BaseNode, Bases, place_key};

/// Where coasts meet a place is looked at that lies farther from both, metres: what is rounded to five decimals of a degree
/// overlaps by less.
const DEEP_M: f64 = 1.5;
/// It is no farther away than this, metres: coasts that run nearly along each other tell nothing.
const NEAR_M: f64 = 500.0;

/// Metres in a degree of latitude, for telling how deep a crossing is.
const DEGREE_M: f64 = 111_195.0;

/// Two parties that have the same land.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// The two parties, in the order of the survey.
    pub parties: [usize; 2],
    /// A place that both have: beside a crossing of their coasts, or a coordinate of the one within the other's land.
    pub at: LatLon,
}

/// An edge of land with its party.
#[derive(Clone, Copy)]
struct Side {
    party: usize,
    ends: [LatLon; 2],
}

impl Bases {
    /// Parties whose rings of land overlap, pair by pair, with a place of each pair; those that [`Bases::claims`] names are left out.
    ///
    /// Edges are taken as straight in longitude and latitude within 1 mm of their curves. Land that overlaps by less than a metre, and
    /// land of no party of the survey, is none; an island in another party's lake, or in a hole of its land, lies in no land.
    #[must_use]
    pub fn overlaps(&self, earth: &Earth) -> Vec<Overlap> {
        let owners: BTreeSet<usize> = self.land.iter().map(|(party, _)| *party).collect();
        if owners.range(..self.parties.len()).count() < 2 {
            return Vec::new();
        }
        let mut told: BTreeSet<[usize; 2]> =
            self.claims().into_iter().map(|c| pair(c.parties[0], c.parties[1])).collect();
        let mut found = self.crossed(earth, &mut told);
        found.extend(self.within(earth, &mut told));
        found.sort_by_key(|o| o.parties);
        found
    }

    /// Pairs whose coasts cross, strip of longitude by strip.
    fn crossed(&self, earth: &Earth, told: &mut BTreeSet<[usize; 2]>) -> Vec<Overlap> {
        let of_parties = |party| party < self.parties.len();
        let land = Land::of(earth, self, of_parties);
        let lands: Vec<Land> =
            (0..self.parties.len()).map(|k| Land::of(earth, self, |party| party == k)).collect();
        let both = |parties: [usize; 2], at: &LatLon| {
            parties.iter().all(|k| lands[*k].holds(*at) && !self.in_lake(*k, *at))
        };
        let owners: Vec<usize> =
            self.land.iter().map(|(party, _)| *party).filter(|p| of_parties(*p)).collect();
        let mut found = Vec::new();
        for strip in land.strips() {
            let side = |(ring, a, b)| Side { party: owners[ring as usize], ends: [a, b] };
            let mut sides: Vec<Side> = strip.map(side).collect();
            sides.sort_by(|s, t| s.low().total_cmp(&t.low()));
            let mut open: Vec<Side> = Vec::new();
            for s in sides {
                open.retain(|t| t.high() >= s.low());
                for t in open.iter().filter(|t| t.party != s.party) {
                    let parties = pair(s.party, t.party);
                    if !told.contains(&parties)
                        && let Some(at) = s.about(t).into_iter().find(|at| both(parties, at))
                    {
                        told.insert(parties);
                        found.push(Overlap { parties, at });
                    }
                }
                open.push(s);
            }
        }
        found
    }

    /// Pairs of which the one has an island within the other's land.
    fn within(&self, earth: &Earth, told: &mut BTreeSet<[usize; 2]>) -> Vec<Overlap> {
        let mut found = Vec::new();
        for other in 0..self.parties.len() {
            let land = Land::of(earth, self, |party| party == other);
            if land.is_empty() {
                continue;
            }
            let own: BTreeSet<[u64; 2]> =
                self.land_of(other).flatten().map(|p| place_key(*p)).collect();
            for line in self.lines.iter().filter(|l| l.party != other && is_shore(l) && l.closed())
            {
                let parties = pair(line.party, other);
                if told.contains(&parties) {
                    continue;
                }
                let common = |p: &LatLon| own.contains(&place_key(*p));
                let Some(at) = line.nodes.iter().map(|n| n.at).find(|p| !common(p)) else {
                    continue;
                };
                // A coordinate that lies on the other's edge is in or out by rounding: all of the ring must be in.
                let covered = |n: &BaseNode| common(&n.at) || land.holds(n.at);
                if land.holds(at) && line.nodes.iter().all(covered) && !self.in_lake(other, at) {
                    told.insert(parties);
                    found.push(Overlap { parties, at });
                }
            }
        }
        found
    }

    fn land_of(&self, party: usize) -> impl Iterator<Item = &Vec<LatLon>> {
        self.land.iter().filter(move |(k, _)| *k == party).map(|(_, ring)| ring)
    }

    /// Does a place lie in water that the land of a party encloses?
    fn in_lake(&self, party: usize, at: LatLon) -> bool {
        self.enclosed.iter().any(|(k, hole)| *k == party && inside(hole, at))
    }
}

fn pair(a: usize, b: usize) -> [usize; 2] {
    [a.min(b), a.max(b)]
}

impl Side {
    fn low(&self) -> f64 {
        self.ends[0].lat.min(self.ends[1].lat)
    }

    fn high(&self) -> f64 {
        self.ends[0].lat.max(self.ends[1].lat)
    }

    /// Where it meets another, a place in each of the four corners, as far from both as [`DEEP_M`]; none where they do not meet, or
    /// have an end in common as along land boundaries.
    fn about(&self, other: &Self) -> Vec<LatLon> {
        let from = self.ends[0];
        let wide = DEGREE_M * from.lat.to_radians().cos();
        let plane = |p: LatLon| [wrap(p.lon - from.lon) * wide, (p.lat - from.lat) * DEGREE_M];
        let ([a, b], [c, d]) = (self.ends.map(plane), other.ends.map(plane));
        let (Some(along), Some(of)) = (beside([a, b], [c, d]), beside([c, d], [a, b])) else {
            return Vec::new();
        };
        let meet = |[p, q]: [f64; 2]| p * q <= 0.0 && p != q;
        let keys = self.ends.map(place_key);
        if !(meet(along) && meet(of)) || other.ends.iter().any(|p| keys.contains(&place_key(*p))) {
            return Vec::new();
        }
        let t = of[0] / (of[0] - of[1]);
        let (u, v) = (unit(a, b), unit(c, d));
        let corner = |[x, y]: [f64; 2]| {
            // A step this long leads as far from both: across either direction it has the same part.
            let reach = DEEP_M / (u[0] * y - u[1] * x).abs();
            let step = reach * x.hypot(y);
            let at = [t * b[0] + reach * x, t * b[1] + reach * y];
            let place = LatLon::new(from.lat + at[1] / DEGREE_M, wrap(from.lon + at[0] / wide));
            (step <= NEAR_M).then_some(place)
        };
        let (sum, difference) = ([u[0] + v[0], u[1] + v[1]], [u[0] - v[0], u[1] - v[1]]);
        let ways = [sum, difference, sum.map(|x| -x), difference.map(|x| -x)];
        ways.into_iter().filter_map(corner).collect()
    }
}

/// The direction from a place to another.
fn unit(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let (x, y) = (b[0] - a[0], b[1] - a[1]);
    let length = x.hypot(y);
    [x / length, y / length]
}

/// How far left of a line two places are, metres; `None` for a line of no length.
fn beside([a, b]: [[f64; 2]; 2], places: [[f64; 2]; 2]) -> Option<[f64; 2]> {
    let (x, y) = (b[0] - a[0], b[1] - a[1]);
    let length = x.hypot(y);
    (length > 0.0).then(|| places.map(|p| (x * (p[1] - a[1]) - y * (p[0] - a[0])) / length))
}

#[cfg(test)]
mod tests {
    use super::super::BaseLine;
    use super::*;
    use littoral_geodesy::Ellipsoid;
    use littoral_model::{EdgeKind, ShoreKind};

    type Ring<'a> = (usize, &'a [(f64, f64)]);

    fn survey(rings: &[Ring<'_>]) -> Bases {
        let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
        let line = |(party, at): &Ring<'_>| BaseLine {
            party: *party,
            name: String::new(),
            kind: ShoreKind::Islands,
            edge: EdgeKind::Geodesic,
            nodes: at.iter().map(node).collect(),
            origin: String::new(),
        };
        let lines: Vec<BaseLine> = rings.iter().map(line).collect();
        let land = lines.iter().map(|l| (l.party, l.points())).collect();
        let parties = ["A", "B", "C"].map(String::from).to_vec();
        Bases { parties, lines, land, ..Bases::default() }
    }

    fn found(mut bases: Bases) -> Vec<Overlap> {
        bases.without_borders(&[], |_, _| false);
        bases.overlaps(&Earth::new(&Ellipsoid::wgs84()))
    }

    const SQUARE: [(f64, f64); 4] = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)];

    /// Squares over the equator that overlap by a corner cross on both sides of it; the same across 180 degrees and with rings run
    /// the other way round.
    #[test]
    fn coasts_that_cross() {
        for east in [0.0, 179.0, -181.0] {
            for turned in [false, true] {
                let wrapped = |x: f64| wrap(x + east);
                let at = |dx: f64, dy: f64| SQUARE.map(|p| (p.0 + dy, wrapped(p.1 + dx)));
                let (a, mut b) = (at(0.0, 0.0), at(1.0, 1.5));
                if turned {
                    b.reverse();
                }
                let all = found(survey(&[(0, &a), (1, &b)]));
                let [Overlap { parties: [0, 1], at }] = all[..] else { panic!("{all:?}") };
                let (x, y) = (wrap(at.lon - east), at.lat);
                let corners = [(1.0, 2.0), (2.0, 1.5)];
                let near = corners.iter().any(|c| (c.0 - x).abs() < 1e-3 && (c.1 - y).abs() < 1e-3);
                assert!(near, "{east} {at:?}");
            }
        }
    }

    /// Side by side, with the boundary's coordinates the same, more in one of the two, or off the other's edge by rounding to five
    /// decimals: a land boundary. And an island whole under two, or half of one under both, is told as such.
    #[test]
    fn boundaries_do_not_overlap() {
        let beside = [(0.0, 2.0), (0.0, 4.0), (2.0, 4.0), (2.0, 2.0)];
        let more = [(0.0, 2.0), (0.0, 4.0), (2.0, 4.0), (2.0, 2.0), (1.2, 2.0), (0.7, 2.0)];
        let off =
            [(0.0, 2.0), (0.0, 4.0), (2.0, 4.0), (2.0, 2.0), (1.2, 1.999_995), (0.7, 2.000_004)];
        let apart = [(0.3, 2.0), (0.3, 4.0), (1.2, 4.0), (1.2, 1.999_996)];
        let half = [(0.0, 0.0), (0.0, 1.0), (2.0, 1.0), (2.0, 0.0)];
        for other in [&beside[..], &more, &off, &apart, &SQUARE, &half] {
            assert_eq!(found(survey(&[(0, &SQUARE), (1, other)])), [], "{other:?}");
        }
    }

    /// An island of B within the land of A is on it, unless it lies in a lake; beside it, or of the same party, it is not.
    #[test]
    fn islands_within_land() {
        let islet = |x: f64| [(1.0, x), (1.0, x + 0.1), (1.1, x + 0.05)];
        let (within, beside) = (islet(1.0), islet(2.5));
        let told = found(survey(&[(0, &SQUARE), (1, &within)]));
        let [Overlap { parties: [0, 1], at }] = told[..] else { panic!("{told:?}") };
        assert_eq!(at, LatLon::new(1.0, 1.0));
        let turned = found(survey(&[(1, &within), (0, &SQUARE)]));
        assert_eq!(turned[0].parties, [0, 1]);
        assert_eq!(found(survey(&[(0, &SQUARE), (1, &beside)])), []);
        assert_eq!(found(survey(&[(0, &SQUARE), (0, &within)])), []);
        let mut lake = survey(&[(0, &SQUARE), (1, &within)]);
        let shore = [(0.9, 0.9), (0.9, 1.2), (1.2, 1.2), (1.2, 0.9)];
        lake.enclosed = vec![(0, shore.map(|p| LatLon::new(p.0, p.1)).to_vec())];
        assert_eq!(found(lake), []);
        // An enclave, of which the other has the hole.
        let mut enclave = survey(&[(0, &SQUARE), (1, &within)]);
        let hole = within.map(|p| LatLon::new(p.0, p.1)).to_vec();
        enclave.without_borders(&[(0, hole)], |_, _| false);
        assert_eq!(found(enclave), []);
    }

    /// Every pair is told once.
    #[test]
    fn three_parties() {
        let moved = |d: f64| SQUARE.map(|p| (p.0 + d, p.1 + d));
        let (b, c) = (moved(1.5), moved(3.0));
        let all = found(survey(&[(0, &SQUARE), (1, &b), (2, &c)]));
        assert_eq!(all.iter().map(|o| o.parties).collect::<Vec<_>>(), [[0, 1], [1, 2]]);
    }
}
