//! The accuracy gate of every kind of line: places 200 m apart along the printed geodesics satisfy the rule's own
//! equation within a millimetre, and random places carry the label of the lowest score, by Karney's geodesics to every
//! edge. In a temperate sea, and in one across the antimeridian.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg, along};
use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, PointKind, SolveOptions, Waters,
};
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};
use littoral_model::Case;

/// The rule's score of each party in metres, as the rule says it and as brute force measures it.
struct Gate {
    name: &'static str,
    factor: [f64; 3],
    weight: [f64; 3],
    islands: f64,
}

const GATES: [Gate; 4] = [
    Gate { name: "equidistance", factor: [1.0; 3], weight: [0.0; 3], islands: 1.0 },
    Gate { name: "equiratio", factor: [1.0, 1.35, 0.8], weight: [0.0; 3], islands: 1.0 },
    Gate { name: "additive", factor: [1.0; 3], weight: [0.0, 6_000.0, -2_500.0], islands: 1.0 },
    Gate { name: "half effect", factor: [1.0; 3], weight: [0.0; 3], islands: 0.5 },
];

impl Gate {
    fn partition(&self, waters: &Waters) -> Partition {
        let options = DistanceOptions { islands: self.islands, ..DistanceOptions::default() };
        let score = |k: usize| {
            let d = waters.distance(k, options).unwrap();
            let constant = |f: &Field, op, v: f64| f.binary(op, &Field::constant(v));
            let u = match self.name {
                // By logarithms, as rules write it.
                "equiratio" => constant(&d.unary(Unary::Log), Binary::Sub, self.factor[k].ln()),
                "additive" => constant(&d, Binary::Sub, self.weight[k]),
                _ => d,
            };
            (Holder::new(&waters.case().parties[k].id), u)
        };
        Partition::new((0..3).map(score).collect())
    }

    fn judged(&self, case: &Case, places: usize) {
        let waters = Waters::new(case.clone()).unwrap();
        let partition = self.partition(&waters);
        let options = SolveOptions { tolerance_m: 1e-3, cancel: None };
        let division = waters.solve(&partition, &NoFunctions, &options).unwrap();
        let (all, mainland) = (Judge::new(case, true), Judge::new(case, false));
        let score = |k: usize, p: LatLon| {
            let d = self.islands * all.distance_m(k, p)
                + (1.0 - self.islands)
                    * if self.islands < 1.0 { mainland.distance_m(k, p) } else { 0.0 };
            d / self.factor[k] - self.weight[k]
        };
        let earth = Earth::new(&case.ellipsoid);
        assert!(division.lines.len() >= 3, "{}", self.name);
        for line in &division.lines {
            let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
            for (p, kind) in along(&earth, line, 200.0) {
                if kind == PointKind::Curve && !waters.in_sea(p) {
                    continue;
                }
                let u = [0, 1, 2].map(|k| score(k, p));
                let [a, b] = pair.map(|k| u[k]);
                assert!((a - b).abs() < 1e-3, "{} {kind:?} {p:?} {}", self.name, a - b);
                assert!(u.iter().all(|v| *v > a.min(b) - 1e-3), "{} {p:?} {u:?}", self.name);
            }
        }
        let mut random = Lcg(5);
        let middle = case.sea.outer[15];
        for _ in 0..places {
            let lat = middle.lat - 0.9 * random.unit();
            let p = LatLon::new(lat, wrap(middle.lon + 2.0 * (random.unit() - 0.5)));
            if waters.in_sea(p) {
                let holder = waters.holder_at(&partition, &NoFunctions, p).unwrap();
                let own = score(case.party(holder.as_str()).unwrap(), p);
                assert!((0..3).all(|k| score(k, p) > own - 1e-3), "{} {p:?}", self.name);
            }
        }
    }
}

#[test]
fn lines_of_every_kind_within_a_millimetre() {
    let case = common::ragged(58.0, 21.0, 3);
    GATES.iter().for_each(|gate| gate.judged(&case, 150));
}

#[test]
fn lines_of_every_kind_across_the_antimeridian() {
    let case = common::ragged(-17.0, 179.97, 8);
    GATES.iter().for_each(|gate| gate.judged(&case, 150));
}
