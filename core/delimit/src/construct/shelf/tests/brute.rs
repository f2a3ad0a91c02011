//! The outer edge against all polygons, and random shelves against their definition, point by point.

use geographiclib_rs::{PolygonArea, Winding};

use super::super::chain::chains;
use super::super::formula::SIXTY_M;
use super::super::made::Made;
use super::super::region::holds;
use super::*;
use crate::construct::densify::{Drawn, densify};

/// The same random numbers on every machine.
struct Random(u64);

impl Random {
    fn from(&mut self, low: f64, high: f64) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (high - low) * ((self.0 >> 33) as f64 / f64::from(1_u32 << 31))
    }
}

fn area_m2(e: &Earth, ring: &[LatLon]) -> f64 {
    let mut judge = PolygonArea::new(e.karney(), Winding::Clockwise);
    ring.iter().for_each(|p| judge.add_point(p.lat, p.lon));
    judge.compute(true).1
}

/// On the chart about the equator, where a geodesic of a degree or two is straight to some metres.
fn left(a: LatLon, b: LatLon, c: LatLon) -> f64 {
    (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon)
}

fn is_simple(ring: &[LatLon]) -> bool {
    let n = ring.len();
    let cross = |i: usize, j: usize| {
        let [a, b, c, d] = [ring[i], ring[(i + 1) % n], ring[j], ring[(j + 1) % n]];
        left(a, b, c) * left(a, b, d) < 0.0 && left(c, d, a) * left(c, d, b) < 0.0
    };
    !(0..n).any(|i| (i + 2..n).any(|j| (j + 1) % n != i && cross(i, j)))
}

/// Every simple polygon with short sides that leaves no point outside: the largest, by trying all orders of all subsets.
struct All<'a> {
    e: &'a Earth,
    points: &'a [LatLon],
    best: f64,
}

impl All<'_> {
    fn grow(&mut self, way: &mut Vec<usize>) {
        let [first, last] = [way[0], way[way.len() - 1]];
        let short = |a: usize, b: usize| self.e.karney_m(self.points[a], self.points[b]) <= SIXTY_M;
        if way.len() > 2 && short(last, first) {
            let ring: Vec<LatLon> = way.iter().map(|k| self.points[*k]).collect();
            let outside = |k: &usize| !way.contains(k) && !holds(self.e, &ring, self.points[*k]);
            let area = area_m2(self.e, &ring);
            if area > self.best
                && area < 1e13
                && is_simple(&ring)
                && !(0..self.points.len()).any(|k| outside(&k))
            {
                self.best = area;
            }
        }
        let next: Vec<usize> = (first + 1..self.points.len())
            .filter(|k| !way.contains(k) && short(last, *k))
            .collect();
        for k in next {
            way.push(k);
            self.grow(way);
            way.pop();
        }
    }
}

#[test]
fn no_polygon_is_larger() {
    let e = Earth::new(&Ellipsoid::wgs84());
    let mut random = Random(76);
    let mut told = [0, 0];
    for round in 0..400 {
        let n = 5 + round % 4;
        let size = random.from(0.8, 2.0);
        let point = |r: &mut Random| LatLon::new(r.from(-size, size), r.from(-size, size) / 1.5);
        let points: Vec<LatLon> = (0..n).map(|_| point(&mut random)).collect();
        let found = chains(&e, (&points, &vec![None; n]), SIXTY_M).unwrap();
        let kept: Vec<LatLon> =
            (0..n).filter(|k| !found.lone.contains(k)).map(|k| points[k]).collect();
        // Polygons that hang together by a point or a line are not one simple polygon.
        if found.loops.len() != 1 {
            continue;
        }
        let ring: Vec<LatLon> = found.loops[0].iter().map(|k| points[*k]).collect();
        for k in 0..ring.len() {
            assert!(e.karney_m(ring[k], ring[(k + 1) % ring.len()]) <= SIXTY_M);
        }
        let mut all = All { e: &e, points: &kept, best: 0.0 };
        (0..kept.len()).for_each(|k| all.grow(&mut vec![k]));
        let area = area_m2(&e, &ring);
        told[usize::from(all.best > 0.0)] += 1;
        if all.best > 0.0 {
            assert!(
                (area / all.best - 1.0).abs() < 1e-9,
                "{round}: {area} {} {points:?}",
                all.best
            );
        }
    }
    assert!(told[1] > 100, "{told:?}");
}

/// Random shelves: every fixed point is where its rule puts it, and every place is on the side the definition says.
#[test]
fn random_shelves() {
    let e = Earth::new(&Ellipsoid::wgs84());
    let mut random = Random(2009);
    let (mut points, mut places, mut rules) = (0, [0, 0], [0; 5]);
    for round in 0..24 {
        let south = random.from(-50.0, 20.0);
        let bases = coast(&mut random, south);
        let far = |r: &mut Random, low: f64, high: f64| {
            LatLon::new(
                south + r.from(-2.5, 2.5),
                170.0 + r.from(low, high) / south.to_radians().cos(),
            )
        };
        let foot: Vec<BaseNode> = (0..3 + round % 5)
            .map(|k| BaseNode { at: far(&mut random, 2.6, 5.8), name: format!("F{k}") })
            .collect();
        let thick = |k: usize, r: &mut Random| {
            let (at, name) = (far(r, 4.0, 7.0), format!("G{k}"));
            Sediment { at, name, thickness_m: r.from(0.0, 5000.0) }
        };
        let sediment: Vec<Sediment> = (0..round % 7).map(|k| thick(k, &mut random)).collect();
        let deep = self::bases(
            (0..3)
                .map(|k| BaseNode { at: far(&mut random, 3.0, 5.0), name: format!("D{k}") })
                .collect(),
            ShoreKind::Baseline,
        );
        let asked = Request {
            slope: &foot,
            sediment: &sediment,
            isobath: (round % 2 == 0).then_some(&deep),
            ridge: round % 6 == 0,
            spacing_m: 3.0 * M,
            ..Request::new(&bases, 0)
        };
        let found = shelf(&e, &asked, None).unwrap_or_else(|e| panic!("{round}: {e}"));
        let judge = Judge { e: &e, asked };
        for p in found.runs.iter().flat_map(|r| &r.points) {
            judge.point(p);
            points += 1;
            rules[p.rule as usize] += 1;
        }
        let made = Made::new(Ground { earth: &e, cancel: None }, &asked).unwrap();
        let rims: Vec<Vec<LatLon>> = made.region.loops.iter().map(|l| l.outline(&e, 1.0)).collect();
        let drawn: Vec<Vec<LatLon>> = made.edge.iter().map(|l| drawn(&e, l)).collect();
        for _ in 0..200 {
            let at = far(&mut random, 2.0, 8.0);
            if made.region.pockets.0 > 0 {
                break;
            }
            if let Some(inside) = judge.inside(&drawn, at) {
                let held = rims.iter().filter(|rim| holds(&e, rim, at)).count() % 2 == 1;
                assert_eq!(held, inside, "{round}: {at:?}");
                places[usize::from(inside)] += 1;
            }
        }
    }
    assert!(points > 2000 && rules.iter().all(|n| *n > 4), "{points} {rules:?}");
    assert!(places.iter().all(|n| *n > 500), "{places:?}");
}

/// A coast of some points, joined.
fn coast(random: &mut Random, south: f64) -> Bases {
    let lon = |r: &mut Random| 170.0 + r.from(-0.4, 0.4);
    let nodes = (0..5).map(|k| node(south + f64::from(k) - 2.0, lon(random), &format!("B{k}")));
    bases(nodes.collect(), ShoreKind::Baseline)
}

struct Judge<'a> {
    e: &'a Earth,
    asked: Request<'a>,
}

impl Judge<'_> {
    fn to(&self, bases: &Bases, at: LatLon) -> f64 {
        let line = &bases.lines[0];
        let edges = (0..line.nodes.len()).filter_map(|k| line.curve(self.e, k));
        edges.map(|c| c.nearest(self.e, at).1).fold(f64::INFINITY, f64::min)
    }

    fn slope(&self, at: LatLon) -> f64 {
        self.asked.slope.iter().map(|f| self.e.karney_m(f.at, at)).fold(f64::INFINITY, f64::min)
    }

    /// How far within the constraints.
    fn allowed(&self, at: LatLon) -> f64 {
        let isobath = self.asked.isobath.filter(|_| !self.asked.ridge);
        let deep = isobath.map_or(f64::NEG_INFINITY, |b| 100.0 * M - self.to(b, at));
        (350.0 * M - self.to(self.asked.bases, at)).max(deep)
    }

    fn point(&self, p: &FixedPoint) {
        let base = self.to(self.asked.bases, p.at);
        assert!((base - p.baselines_m).abs() < 1e-4 && base > 200.0 * M - 1e-3);
        assert!(self.allowed(p.at) > -1e-3 && p.next_ok, "{p:?}");
        let off = match p.rule {
            Rule::Slope => self.slope(p.at) - 60.0 * M,
            Rule::TwoHundred => base - 200.0 * M,
            Rule::Distance => base - 350.0 * M,
            Rule::Isobath => self.to(self.asked.isobath.unwrap(), p.at) - 100.0 * M,
            Rule::Sediment => {
                let own = self.asked.sediment.iter().find(|s| s.name == p.name).unwrap();
                assert!(own.thickness_m >= 0.01 * self.slope(p.at));
                self.e.karney_m(own.at, p.at)
            }
        };
        assert!(off.abs() < 1e-3, "{off} {p:?}");
    }

    /// Is a place in the 200 M zone or on the shelf? `None` where some metres decide.
    fn inside(&self, edge: &[Vec<LatLon>], at: LatLon) -> Option<bool> {
        let beyond = self.to(self.asked.bases, at) - 200.0 * M;
        let allowed = self.allowed(at);
        if beyond.abs() < 10.0 || allowed.abs() < 10.0 {
            return None;
        }
        // By parity in longitude and latitude, not by azimuths.
        let formula =
            edge.iter().filter(|r| crate::construct::base::inside(r, at)).count() % 2 == 1;
        // All within 60 M of the foot is, but for the slivers between an arc and its chords.
        let near = self.slope(at) < 60.0 * M - 40.0;
        assert!(!near || formula, "{at:?}");
        Some(beyond < 0.0 || allowed > 0.0 && formula)
    }
}

/// A polygon with straight sides in longitude and latitude.
fn drawn(e: &Earth, line: &super::super::loops::Loop) -> Vec<LatLon> {
    let side = |edge: &super::super::loops::Edge| {
        let mut points = densify(e, &edge.curve, Drawn::Chart, 1.0);
        points.pop();
        points.into_iter().map(|p| p.at).collect::<Vec<_>>()
    };
    line.edges.iter().flat_map(side).collect()
}
