//! Islets of several parties strewn among one another: lines with sharp tips, corners beyond their chords, enclaves.
//!
//! As about Åland, where the line between two groups of islets runs up to a tip and back beside itself.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg, along};
use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{
    DistanceOptions, Field, Holder, NoFunctions, Partition, PointKind, SolveOptions, Waters,
};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, Names, Party, ShoreKind};

/// Islets in a row and in a column.
const SIDE: usize = 9;

/// A strait of 0.5 degrees with 81 islets of three to six corners, each of a party drawn by lot; the third has no other
/// coast.
fn strewn(seed: u64) -> Case {
    let mut case = common::facing_coasts(60.0, 20.0, 0.5);
    case.parties.push(Party { id: "CCC".into(), name: Names::english("CCC") });
    let mut random = Lcg(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 5);
    for _ in 0..8 {
        random.unit();
    }
    let mut islets = vec![Vec::new(); 3];
    for k in 0..SIDE * SIDE {
        let step = 0.5 / (SIDE + 1) as f64;
        let [row, column] = [k / SIDE, k % SIDE].map(|n| (n + 1) as f64 * step);
        let (lat, lon) =
            (60.0 + row + 0.3 * step * random.unit(), 20.0 + column + 0.3 * step * random.unit());
        let (corners, size) =
            (3 + (4.0 * random.unit()) as usize, step * (0.01 + 0.2 * random.unit().powi(3)));
        let ring = (0..corners).map(|c| {
            let (s, c) = (std::f64::consts::TAU * (c as f64 + 0.8 * random.unit())
                / corners as f64)
                .sin_cos();
            LatLon::new(lat + size * s, lon + 2.0 * size * c)
        });
        let ring: Vec<LatLon> = ring.collect();
        let party = (10.0 * random.unit()) as usize;
        islets[[0, 0, 0, 0, 1, 1, 1, 1, 2, 2][party]].push(ring.clone());
        case.sea.inner.push(ring);
    }
    for (party, rings) in islets.into_iter().enumerate() {
        case.shores.push(common::shore(party, ShoreKind::Islands, rings));
    }
    case
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|n| n.parse().ok())
}

/// Draws: more can be asked for, and others.
fn draws() -> u64 {
    asked("LITTORAL_DRAWS").unwrap_or(3)
}

fn first() -> u64 {
    asked("LITTORAL_FIRST_DRAW").unwrap_or(0)
}

/// A rule's score in metres: distance by a factor, less a weight.
struct Kind {
    name: &'static str,
    factor: [f64; 3],
    weight_m: [f64; 3],
}

const KINDS: [Kind; 3] = [
    Kind { name: "equidistance", factor: [1.0; 3], weight_m: [0.0; 3] },
    Kind { name: "equiratio", factor: [1.0, 1.35, 0.8], weight_m: [0.0; 3] },
    Kind { name: "additive", factor: [1.0; 3], weight_m: [0.0, 600.0, -250.0] },
];

impl Kind {
    fn partition(&self, waters: &Waters) -> Partition {
        let score = |k: usize| {
            let d = waters.distance(k, DistanceOptions::default()).unwrap();
            let by = |f: &Field, v: f64| f.binary(Binary::Sub, &Field::constant(v));
            let u = match self.name {
                "equiratio" => by(&d.unary(Unary::Log), self.factor[k].ln()),
                "additive" => by(&d, self.weight_m[k]),
                _ => d,
            };
            (Holder::new(&waters.case().parties[k].id), u)
        };
        Partition::new((0..3).map(score).collect())
    }

    /// Places every 150 m along all lines against brute force.
    fn judged(&self, case: &Case, draw: u64) {
        let (earth, judge) = (Earth::new(&case.ellipsoid), Judge::new(case, true));
        let waters = Waters::new(case.clone()).unwrap();
        let options = SolveOptions { tolerance_m: 1e-3, cancel: None };
        let solved = waters.solve(&self.partition(&waters), &NoFunctions, &options);
        let division = solved.unwrap_or_else(|e| panic!("draw {draw}, {}: {e}", self.name));
        let mut judged = 0;
        for line in &division.lines {
            let pair = line.between.clone().map(|h| case.party(h.as_str()).unwrap());
            let places = along(&earth, line, 150.0).into_iter();
            for (p, _) in places.filter(|(p, kind)| *kind != PointKind::Curve || waters.in_sea(*p))
            {
                let u =
                    [0, 1, 2].map(|k| judge.distance_m(k, p) / self.factor[k] - self.weight_m[k]);
                let [a, b] = pair.map(|k| u[k]);
                let what =
                    || format!("draw {draw}, {}: {p:?} of {:?}: {u:?}", self.name, line.between);
                assert!((a - b).abs() < 1e-3, "{}", what());
                assert!(u.iter().all(|v| *v > a.min(b) - 1e-3), "{}", what());
                judged += 1;
            }
        }
        assert!(judged > 1_000, "draw {draw}: {judged} places on {} lines", division.lines.len());
        let total: f64 = division.area_km2.values().filter_map(serde_json::Value::as_f64).sum();
        assert!((total / division.sea_km2 - 1.0).abs() < 1e-9, "draw {draw}: {total}");
    }
}

#[test]
fn lines_among_islets_satisfy_their_equation_and_nobody_is_nearer() {
    for draw in first()..first() + draws() {
        let case = strewn(draw);
        KINDS.iter().for_each(|kind| kind.judged(&case, draw));
    }
}

/// Two lines of a thin wedge of a third party come to the rim of the sea a decimetre apart: between the stretches of rim that
/// are certain only the first and the last holder were seen.
#[test]
fn a_wedge_that_is_a_decimetre_wide_at_the_rim() {
    KINDS[2].judged(&strewn(7010), 7010);
}

/// Islands listed in any other order are the same sea, to the bit: in which order a file has them says nothing.
#[test]
fn islets_in_any_order() {
    for seed in 0..2 {
        let case = strewn(seed);
        let mut other = case.clone();
        let mut random = Lcg(seed ^ 0x51ab);
        let mut shuffle = |rings: &mut Vec<Vec<LatLon>>| {
            for k in (1..rings.len()).rev() {
                rings.swap(k, (random.unit() * (k + 1) as f64) as usize);
            }
        };
        shuffle(&mut other.sea.inner);
        other.shores.iter_mut().for_each(|shore| shuffle(&mut shore.lines));
        assert_ne!(case.sea.inner, other.sea.inner);
        let [one, two] =
            [case, other].map(|c| common::equidistance(&Waters::new(c).unwrap(), 1.0, 0.1));
        assert!(one == two, "seed {seed}");
    }
}

/// A party of islands alone has them for its coast: at half effect and at none the division is that of full effect, while
/// islands off a mainland lose theirs.
#[test]
fn states_of_islands_alone() {
    let case = strewn(2);
    let divided = |islands: f64| {
        let waters = Waters::new(case.clone()).unwrap();
        let effect = |party: usize, islands: f64| {
            let options = DistanceOptions { islands, ..DistanceOptions::default() };
            waters.distance(party, options).unwrap()
        };
        let at = |party: usize| (Holder::new(&case.parties[party].id), effect(party, 1.0));
        let third = (Holder::new(&case.parties[2].id), effect(2, islands));
        let partition = Partition::new(vec![at(0), at(1), third]);
        waters.areas(&partition, &NoFunctions, &SolveOptions::default()).unwrap()
    };
    let whole = divided(1.0);
    assert_eq!(divided(0.5), whole);
    assert_eq!(divided(0.0), whole);
}
