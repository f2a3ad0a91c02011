//! Outer limits of random surveys, judged by brute force: clusters of base points, coasts with spikes, long baselines,
//! base points on one meridian, across the antimeridian, about a pole, lines that lie on each other; from 0.001 to 350 M.
//! The campaign is run by hand: `cargo test -p littoral-delimit --release --test limits -- --ignored`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "common/limit.rs"]
mod limit;

use limit::{Judge, Random, said};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

/// Makes surveys of the size of their distance.
struct Maker {
    earth: Earth,
    random: Random,
    distance_m: f64,
    place: LatLon,
    lines: Vec<BaseLine>,
}

impl Maker {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        // Neighbouring seeds begin alike.
        let _ = (0..8).map(|_| random.unit()).sum::<f64>();
        let distance_m = 1852.0 * 10.0_f64.powf(random.from(-3.0, 350.0_f64.log10()));
        let place = LatLon::new(random.from(-75.0, 75.0), random.from(-180.0, 180.0));
        Self { earth: Earth::new(&Ellipsoid::wgs84()), random, distance_m, place, lines: vec![] }
    }

    fn add(&mut self, kind: ShoreKind, edge: EdgeKind, at: impl IntoIterator<Item = LatLon>) {
        let nodes = at.into_iter().map(|at| BaseNode { at, name: String::new() }).collect();
        let (name, origin) = (String::new(), String::new());
        self.lines.push(BaseLine { party: 0, name, kind, edge, nodes, origin });
    }

    /// Base points within a distance of the place.
    fn near(&mut self, count: usize, radius_m: f64) -> Vec<LatLon> {
        let at = |_| {
            let (azimuth, part) = (self.random.from(0.0, 360.0), self.random.unit().sqrt());
            self.earth.direct(self.place, azimuth, radius_m * part)
        };
        (0..count).map(at).collect()
    }

    fn edge(&mut self) -> EdgeKind {
        if self.random.below(5) == 0 { EdgeKind::Loxodrome } else { EdgeKind::Geodesic }
    }

    fn cluster(&mut self) {
        let radius = self.distance_m * 10.0_f64.powf(self.random.from(-4.0, 0.6));
        let count = 1 + self.random.below(30);
        let points = self.near(count, radius);
        self.add(ShoreKind::BasePoint, EdgeKind::Geodesic, points);
    }

    /// A way of random steps, some of them out and back.
    fn coast(&mut self) {
        let (mut at, mut azimuth) = (self.place, self.random.from(0.0, 360.0));
        let step = self.distance_m * 10.0_f64.powf(self.random.from(-2.5, 0.3));
        let mut points = vec![at];
        for _ in 0..2 + self.random.below(20) {
            azimuth += self.random.from(-70.0, 70.0);
            let next = self.earth.direct(at, azimuth, step * self.random.from(0.3, 1.0));
            if self.random.below(3) == 0 {
                let wide = 10.0_f64.powf(self.random.from(-9.0, -1.0));
                let out = azimuth + 90.0 + self.random.from(-60.0, 60.0);
                points.push(self.earth.direct(next, out, step * self.random.from(0.5, 3.0)));
                points.push(self.earth.direct(next, azimuth, step * wide));
            } else {
                points.push(next);
            }
            at = next;
        }
        let kind =
            [ShoreKind::Coast, ShoreKind::Islands, ShoreKind::Baseline][self.random.below(3)];
        let edge = self.edge();
        self.add(kind, edge, points);
    }

    /// Two baselines of up to 400 km, crossing, side by side or almost on each other.
    fn baselines(&mut self) {
        let azimuth = self.random.from(0.0, 360.0);
        let long = (self.distance_m * self.random.from(1.0, 20.0)).min(400_000.0);
        let aside = self.distance_m * 10.0_f64.powf(self.random.from(-9.0, 0.5));
        let other = self.earth.direct(self.place, azimuth + 90.0, aside);
        let turn = [0.0, 1e-7, 1e-4, 0.3, 30.0][self.random.below(5)];
        let start = self.random.from(-0.5, 0.5) * long;
        for (from, azimuth, start) in [(self.place, azimuth, 0.0), (other, azimuth + turn, start)] {
            let a = self.earth.direct(from, azimuth, start);
            let b = self.earth.direct(from, azimuth, start + long);
            let edge = self.edge();
            self.add(ShoreKind::Baseline, edge, [a, b]);
        }
    }

    /// Base points one behind another on a meridian, as points or joined.
    fn meridian(&mut self) {
        let step = self.distance_m * 10.0_f64.powf(self.random.from(-3.0, 0.4));
        let even = self.random.below(2) == 0;
        let mut points = Vec::new();
        let mut s = 0.0;
        for _ in 0..2 + self.random.below(15) {
            points.push(self.earth.direct(self.place, 0.0, s));
            s += if even { step } else { step * self.random.from(-0.5, 1.0) };
        }
        let kind = [ShoreKind::BasePoint, ShoreKind::Baseline][self.random.below(2)];
        self.add(kind, EdgeKind::Geodesic, points);
    }

    /// An edge, and another line along a part of it, its points on it.
    fn along(&mut self) {
        let (azimuth, long) = (self.random.from(0.0, 360.0), self.distance_m * 3.0);
        let place = self.place;
        let on = |e: &Earth, t: f64| e.direct(place, azimuth, long.min(300_000.0) * t);
        let ends = [on(&self.earth, 0.0), on(&self.earth, 1.0)];
        self.add(ShoreKind::Baseline, EdgeKind::Geodesic, ends);
        let mut parts: Vec<f64> =
            (0..2 + self.random.below(12)).map(|_| self.random.from(-0.2, 1.2)).collect();
        if self.random.below(2) == 0 {
            parts.sort_by(f64::total_cmp);
        }
        if self.random.below(2) == 0 {
            parts[0] = 0.0;
        }
        let points: Vec<LatLon> = parts.iter().map(|t| on(&self.earth, *t)).collect();
        self.add(ShoreKind::Coast, EdgeKind::Geodesic, points);
        // A line that ends in the edge.
        let foot = on(&self.earth, self.random.unit());
        let tip = self.earth.direct(foot, self.random.from(0.0, 360.0), long / 5.0);
        self.add(ShoreKind::Coast, EdgeKind::Geodesic, [tip, foot]);
    }

    fn survey(mut self, seed: u64) -> (Bases, f64, Random) {
        match seed / 6 % 4 {
            1 => self.place.lon = 180.0,
            // Loxodromes by a pole are not asked for.
            2 => {
                self.place = LatLon::new([90.0, 89.9, -89.0][self.random.below(3)], self.place.lon);
            }
            _ => {}
        }
        match seed % 6 {
            0 => self.cluster(),
            1 => self.coast(),
            2 => self.baselines(),
            3 => self.meridian(),
            4 => self.along(),
            _ => {
                self.coast();
                self.cluster();
                self.place = self.near(1, self.distance_m * 2.0)[0];
                self.coast();
            }
        }
        if self.place.lat.abs() > 80.0 {
            self.lines.iter_mut().for_each(|l| l.edge = EdgeKind::Geodesic);
        }
        let bases = Bases { parties: vec!["A".into()], lines: self.lines, ..Bases::default() };
        (bases, self.distance_m, self.random)
    }
}

fn campaign(seeds: impl Iterator<Item = u64>) {
    let mut failed = Vec::new();
    for seed in seeds {
        let (bases, distance_m, mut random) = Maker::new(seed).survey(seed);
        if let Err(why) = Judge::new(&bases).judged(&bases, distance_m, &mut random) {
            failed.push(format!("{seed}, {distance_m}: {why}\n  {}", said(&bases)));
        }
    }
    assert!(failed.is_empty(), "{} failed\n{}", failed.len(), failed.join("\n"));
}

/// Some of each kind, and those that the campaign found.
#[test]
fn random_surveys() {
    campaign((0..30).chain([85, 349, 429, 507, 579]));
}

/// Some minutes.
#[test]
#[ignore = "a campaign"]
fn many_random_surveys() {
    campaign(48..1008);
}
