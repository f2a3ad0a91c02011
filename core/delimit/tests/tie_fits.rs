//! Fits whose bounds fall into the jump of a tie wedge: the ray is turned, against closed forms and counted places.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use littoral_delimit::division::PointKind;
use littoral_delimit::field::Unary;
use littoral_delimit::{
    Bases, Bound, DistanceOptions, Field, FitRequest, Holder, NoFunctions, Partition, Proof,
    SolveOptions, Waters,
};
use littoral_geodesy::{Earth, LatLon};
use littoral_model::{Case, ShoreKind};

/// Unit of the plans below, degrees: small enough that a plane is right to 1e-5.
const UNIT: f64 = 0.1;
/// A degree of latitude in degrees of longitude, at the equator on WGS84: `(1 - e2)` to one.
const NORTH: f64 = 1.0 - 0.006_694_38;

/// A sea by its corners, and coasts by party, `[x, y]` east and north in units.
fn plan(parties: &[&str], sea: &[[f64; 2]], coasts: &[(usize, &[[f64; 2]])]) -> Case {
    let at = |p: &[f64; 2]| LatLon::new(UNIT * p[1] / NORTH, UNIT * p[0]);
    let mut case = common::case(parties);
    case.sea.outer = sea.iter().map(at).collect();
    for (party, line) in coasts {
        let line = line.iter().map(at).collect();
        case.shores.push(common::shore(*party, ShoreKind::Coast, vec![line]));
    }
    case
}

/// Three squares about a corner of land: the coasts of A and B meet at the corner, and of the square beyond it the corner
/// is the nearest point of both.
fn corner() -> Case {
    let sea = [[0., 0.], [0., -1.], [1., -1.], [1., 0.], [1., 1.], [0., 1.], [-1., 1.], [-1., 0.]];
    plan(&["AAA", "BBB"], &sea, &[(0, &[[-1., 0.], [0., 0.]]), (1, &[[0., 0.], [0., -1.]])])
}

/// A bar over a stem: A on the left, B about the stem, C on the right; two corners with wedges that meet in the middle.
fn bar_and_stem() -> Case {
    let sea = [
        [-2., 0.],
        [-0.5, 0.],
        [-0.5, -1.],
        [0.5, -1.],
        [0.5, 0.],
        [2., 0.],
        [2., 1.],
        [0., 1.],
        [-2., 1.],
    ];
    plan(
        &["AAA", "BBB", "CCC"],
        &sea,
        &[
            (0, &[[-2., 0.], [-0.5, 0.]]),
            (1, &[[-0.5, 0.], [-0.5, -1.]]),
            (1, &[[0.5, -1.], [0.5, 0.]]),
            (2, &[[0.5, 0.], [2., 0.]]),
        ],
    )
}

fn scores(waters: &Waters, ratio: bool) -> Vec<(Holder, Field)> {
    let score = |k: usize| {
        let d = waters.distance(k, DistanceOptions::default()).unwrap();
        if ratio { d.unary(Unary::Log) } else { d }
    };
    let parties = waters.case().parties.iter().enumerate();
    parties.map(|(k, p)| (Holder::new(&p.id), score(k))).collect()
}

fn fit(waters: &Waters, ratio: bool, bounds: Vec<Bound>) -> (Partition, Proof) {
    let request = FitRequest::new(scores(waters, ratio), bounds);
    waters.fit(&request, &NoFunctions, &SolveOptions::default()).unwrap()
}

fn shares(waters: &Waters, partition: &Partition) -> Vec<f64> {
    let options = SolveOptions { tolerance_m: 1e-3, ..SolveOptions::default() };
    let percent = waters.solve(partition, &NoFunctions, &options).unwrap().share_percent;
    percent.values().map(|v| v.as_f64().unwrap() / 100.0).collect()
}

/// Distance in the plan from a place to a coast: its edges, or its vertices alone.
fn away(coasts: &[Vec<[f64; 2]>], [x, y]: [f64; 2], bases: Bases) -> f64 {
    let to = |[u, v]: [f64; 2]| (x - u).hypot(y - v);
    let edge = |w: &[[f64; 2]]| {
        let along = [w[1][0] - w[0][0], w[1][1] - w[0][1]];
        let t = (x - w[0][0]) * along[0] + (y - w[0][1]) * along[1];
        let t = (t / along.iter().map(|v| v * v).sum::<f64>()).clamp(0.0, 1.0);
        to([w[0][0] + t * along[0], w[0][1] + t * along[1]])
    };
    let all = coasts.iter().flat_map(|line| match bases {
        Bases::Segments => line.windows(2).map(edge).collect::<Vec<_>>(),
        Bases::Vertices => line.iter().copied().map(to).collect(),
    });
    all.fold(f64::INFINITY, f64::min)
}

/// Shares counted on a grid of the plan, from plane distances, the weights printed and the rays printed: nothing of the
/// engine but the sea's outline.
fn counted(waters: &Waters, bases: Bases, ratio: bool, proof: &Proof) -> Vec<f64> {
    let case = waters.case();
    let unit_m = 6_378_137.0 * (UNIT * std::f64::consts::PI / 180.0);
    let plane = |p: &LatLon| [p.lon / UNIT, p.lat * NORTH / UNIT];
    let coasts = |k: usize| -> Vec<Vec<[f64; 2]>> {
        let own = case.shores.iter().filter(|s| s.party == k);
        own.flat_map(|s| &s.lines).map(|l| l.iter().map(plane).collect()).collect()
    };
    let coasts: Vec<_> = (0..case.parties.len()).map(coasts).collect();
    let score = |k: usize, at: [f64; 2]| {
        let d = away(&coasts[k], at, bases) * unit_m;
        (if ratio { d.ln() } else { d }) - proof.weights[k]
    };
    let mut counts = vec![0.0; coasts.len()];
    let along = |k: u32| -2.0 + 4.0 * (f64::from(k) + 0.5) / 160.0;
    for (i, j) in (0..160).flat_map(|i| (40..120).map(move |j| (i, j))) {
        let at = [along(i), along(j)];
        if waters.in_sea(LatLon::new(UNIT * at[1] / NORTH, UNIT * at[0])) {
            let all: Vec<f64> = (0..coasts.len()).map(|k| score(k, at)).collect();
            let least = all.iter().copied().fold(f64::INFINITY, f64::min);
            let near = if ratio { 1e-9 } else { 1e-6 };
            let tied: Vec<usize> = (0..all.len()).filter(|k| all[*k] - least < near).collect();
            match tied.as_slice() {
                [one] => counts[*one] += 1.0,
                many => counts[on_side(waters, proof, many, at)] += 1.0,
            }
        }
    }
    let all: f64 = counts.iter().sum();
    counts.iter().map(|c| c / all).collect()
}

/// Who of two that tie has a place: by the ray of the nearest terminus, turned or not.
fn on_side(waters: &Waters, proof: &Proof, tied: &[usize], [x, y]: [f64; 2]) -> usize {
    let ours = waters.termini().iter().filter(|t| tied == t.parties);
    let from = |at: LatLon| [x - at.lon / UNIT, y - at.lat * NORTH / UNIT];
    let far = |at: LatLon| from(at)[0].hypot(from(at)[1]);
    let t = ours.min_by(|a, b| far(a.at).total_cmp(&far(b.at))).unwrap();
    let split = proof.splits.iter().find(|s| s.terminus == t.at);
    let ray = split.map_or(t.bisector_deg, |s| s.ray_deg);
    let [east, north] = from(t.at);
    let right = (east.atan2(north).to_degrees() - ray + 540.0).rem_euclid(360.0) - 180.0 > 0.0;
    let left = t.parties[usize::from(t.parties[0] == t.right)];
    if right { t.right } else { left }
}

/// Area of a box `wide` by `high` between its left side and a ray from its lower left corner that leaves it at slope
/// `tangent` (east by north), found from the area: the inverse of what a fit must find.
fn tangent(wide: f64, high: f64, area: f64) -> f64 {
    let below = 0.5 * wide * high;
    if area <= below {
        2.0 * area / (high * high)
    } else {
        wide * wide / (2.0 * (wide * high - area))
    }
}

fn azimuth(tangent: f64) -> f64 {
    tangent.atan().to_degrees()
}

fn sound(proof: &Proof) {
    assert!(proof.residual <= 1e-9 && proof.kkt == 0.0 && proof.gap == 0.0, "{proof:?}");
    assert!(proof.iterations <= 10, "{proof:?}");
}

/// A third of the sea is tied: floors, ceilings and targets from just over a third to just under two for A are met with
/// weights 0 by the ray that the triangle or trapezoid beside it asks for.
#[test]
fn a_bound_within_the_jump_turns_the_ray() {
    let waters = Waters::new(corner()).unwrap();
    for (ratio, wants) in [(false, [0.36, 0.4]), (true, [0.55, 0.65])] {
        for want in wants {
            let bounds = [
                vec![Bound::floor(want), Bound::floor(1.0 - want)],
                vec![Bound::target(want), Bound::FREE],
                vec![Bound::FREE, Bound::target(1.0 - want)],
                vec![Bound::target(want), Bound::target(1.0 - want)],
                vec![Bound::ceil(want), Bound::ceil(1.0 - want)],
            ];
            for bounds in bounds {
                let (p, proof) = fit(&waters, ratio, bounds);
                sound(&proof);
                assert_eq!(proof.weights, [0.0; 2], "{proof:?}");
                assert!((shares(&waters, &p)[0] - want).abs() < 2e-9, "{proof:?}");
                let split = &proof.splits[0];
                let ray = azimuth(tangent(1.0, 1.0, 3.0 * want - 1.0));
                assert!((split.ray_deg - ray).abs() < 0.01, "{ray} {split:?}");
                assert!(
                    (split.wedge - 1.0 / 3.0).abs() < 1e-3
                        && (split.bisector_deg - 45.0).abs() < 1e-2,
                    "{split:?}"
                );
                assert!((split.given - (want - 0.5).abs()).abs() < 1e-3, "{split:?}");
            }
        }
    }
}

/// Beyond the jump weights are needed again; a floor that the bisector meets turns nothing.
#[test]
fn beside_the_jump_weights_rule() {
    let waters = Waters::new(corner()).unwrap();
    for ratio in [false, true] {
        for want in [0.67, 0.7, 0.9] {
            let (p, proof) = fit(&waters, ratio, vec![Bound::floor(want), Bound::FREE]);
            assert!((shares(&waters, &p)[0] - want).abs() < 2e-9, "{proof:?}");
            assert!(proof.weights[0] > 0.0 && proof.splits.is_empty(), "{proof:?}");
        }
        let (_, proof) = fit(&waters, ratio, vec![Bound::floor(0.45), Bound::FREE]);
        assert!(proof.splits.is_empty() && proof.weights == [0.0; 2] && proof.notes.is_empty());
    }
}

/// Two wedges at once, on paper, and the division that comes out counted place by place.
#[test]
fn two_wedges_of_three_parties() {
    let waters = Waters::new(bar_and_stem()).unwrap();
    for ratio in [false, true] {
        let bounds = vec![Bound::target(0.34), Bound::FREE, Bound::target(0.37)];
        let (p, proof) = fit(&waters, ratio, bounds);
        sound(&proof);
        assert_eq!(proof.weights, [0.0; 3]);
        let got = shares(&waters, &p);
        assert!(got.iter().zip([0.34, 0.29, 0.37]).all(|(g, w)| (g - w).abs() < 2e-9), "{got:?}");
        let count = counted(&waters, Bases::Segments, ratio, &proof);
        assert!(count.iter().zip(&got).all(|(c, g)| (c - g).abs() < 0.01), "{count:?} {got:?}");
        let rays: Vec<f64> = proof.splits.iter().map(|s| s.ray_deg).collect();
        let want = [azimuth(tangent(0.5, 1.0, 0.2)), 360.0 - azimuth(tangent(0.5, 1.0, 0.35))];
        assert!(rays.iter().zip(want).all(|(r, w)| (r - w).abs() < 0.02), "{rays:?} {want:?}");
        // Ten per cent beyond what rays can give: A has all of its wedge, and weight besides.
        let (p, proof) =
            fit(&waters, ratio, vec![Bound::floor(0.5), Bound::FREE, Bound::floor(0.35)]);
        let got = shares(&waters, &p);
        assert!((got[0] - 0.5).abs() < 2e-9 && (got[2] - 0.35).abs() < 2e-9, "{proof:?}");
        assert!(proof.weights[0] > 0.0 && proof.residual <= 1e-9, "{proof:?}");
    }
}

/// Kept belts keep equidistance; in the wedge that is any ray.
#[test]
fn a_kept_belt_and_a_turned_ray() {
    let waters = Waters::new(corner()).unwrap();
    let plain = scores(&waters, false);
    let region = waters.coast().unwrap().within(2_000.0);
    let keep = Some((region, Partition::new(plain.clone())));
    for want in [0.55, 0.65, 0.8] {
        let bounds = vec![Bound::floor(want), Bound::FREE];
        let request = FitRequest { keep: keep.clone(), ..FitRequest::new(plain.clone(), bounds) };
        let (p, proof) = waters.fit(&request, &NoFunctions, &SolveOptions::default()).unwrap();
        assert!((shares(&waters, &p)[0] - want).abs() < 2e-9, "{proof:?}");
        assert!(proof.residual <= 1e-9 && (proof.weights[0] > 0.0) == (want > 0.7), "{proof:?}");
    }
}

/// Of vertices alone the cell of a terminus is tied, whatever the angle there: any target has its ray or its weights.
#[test]
fn vertices_alone() {
    // A rectangle two units by one, A's coast on its left third: vertices at the corners and on the sides.
    let sea = [[0., 0.], [0.7, 0.], [2., 0.], [2., 1.], [0.7, 1.], [0., 1.]];
    let case = plan(
        &["AAA", "BBB"],
        &sea,
        &[
            (0, &[[0.7, 1.], [0., 1.], [0., 0.], [0.7, 0.]]),
            (1, &[[0.7, 0.], [2., 0.], [2., 1.], [0.7, 1.]]),
        ],
    );
    let waters = Waters::with_bases(case, Bases::Vertices).unwrap();
    // Cells of the termini: from 0.35 to 1.35 wide, 0.5 high each: half of the sea, and A has 0.35 / 2 besides.
    for ratio in [false, true] {
        for want in [0.2, 0.3, 0.5, 0.6, 0.67, 0.7, 0.8] {
            let bounds = vec![Bound::target(want), Bound::target(1.0 - want)];
            let (p, proof) = fit(&waters, ratio, bounds);
            let got = shares(&waters, &p);
            assert!((got[0] - want).abs() < 2e-9 && proof.residual <= 1e-9, "{want} {proof:?}");
            assert!((proof.weights[0] > 0.0) == (want > 0.675), "{want} {proof:?}");
            let count = counted(&waters, Bases::Vertices, ratio, &proof);
            assert!((count[0] - got[0]).abs() < 0.01, "{count:?} {got:?}");
        }
    }
}

/// The kite of the teaching lake by its four vertices: up to 63 % by rays alone, weights beyond.
#[test]
fn the_kite_by_its_corners() {
    let sea = [[0.5, -2.], [1., 0.], [0.5, 2.], [0., 0.]];
    let case = plan(
        &["EST", "WST"],
        &sea,
        &[(0, &[[0.5, -2.], [1., 0.], [0.5, 2.]]), (1, &[[0.5, 2.], [0., 0.], [0.5, -2.]])],
    );
    let waters = Waters::with_bases(case, Bases::Vertices).unwrap();
    for ratio in [false, true] {
        for want in [0.55, 0.61, 0.7] {
            let (p, proof) = fit(&waters, ratio, vec![Bound::floor(want), Bound::FREE]);
            let got = shares(&waters, &p);
            assert!((got[0] - want).abs() < 2e-9 && proof.iterations < 20, "{proof:?}");
            assert!((proof.weights[0] > 0.0) == (want == 0.7), "{proof:?}");
        }
    }
}

/// Numbers from 0 to 1 that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Shares that leave everybody something.
    fn shares(&mut self, count: usize) -> Vec<f64> {
        let all: Vec<f64> = (0..count).map(|_| 0.15 + self.roll()).collect();
        let sum: f64 = all.iter().sum();
        all.iter().map(|v| v / sum).collect()
    }
}

/// A rectangle whose sides are cut at random among two or three parties.
fn rectangle(dice: &mut Dice, count: usize) -> Case {
    let corners = [[-2., -1.], [2., -1.], [2., 1.], [-2., 1.]];
    // By the way round, from 0 to 4, a side each; termini keep off the corners.
    let place = |s: f64| {
        let (k, t) = (s.floor() as usize % 4, s.fract());
        let (a, b) = (corners[k], corners[(k + 1) % 4]);
        [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    };
    let cut = |k: usize, r: f64| 4.0 * k as f64 / count as f64 + 0.1 + 0.8 * r;
    let cuts: Vec<f64> = (0..count).map(|k| cut(k, dice.roll())).collect();
    let mut sea = Vec::new();
    let mut coasts = Vec::new();
    for (k, from) in cuts.iter().enumerate() {
        let to = if k + 1 == count { cuts[0] + 4.0 } else { cuts[k + 1] };
        let inner = (0..9).map(f64::from).filter(|s| s > from && *s < to);
        let all: Vec<[f64; 2]> = std::iter::once(*from).chain(inner).map(place).collect();
        sea.extend_from_slice(&all);
        coasts.push(all.into_iter().chain([place(to)]).collect::<Vec<_>>());
    }
    let coasts: Vec<(usize, &[[f64; 2]])> =
        coasts.iter().enumerate().map(|(k, c)| (k, c.as_slice())).collect();
    plan(&["AAA", "BBB", "CCC"][..count], &sea, &coasts)
}

/// Any shares in any rectangle, about a corner and about a stem, by both kernels: met to 2e-9 by the engine's areas, and to
/// what a grid resolves by distances in the plane, the weights and the rays that the proof prints.
#[test]
fn random_shares() {
    let mut dice = Dice(7);
    for round in 0..24 {
        let case = match round % 4 {
            0 => rectangle(&mut dice, 2),
            1 => rectangle(&mut dice, 3),
            2 => corner(),
            _ => bar_and_stem(),
        };
        let ratio = round % 8 < 4;
        let want = dice.shares(case.parties.len());
        let waters = Waters::new(case).unwrap();
        let floors = dice.roll() < 0.5;
        let part = if floors { 0.97 } else { 1.0 };
        let bound = |s: &f64| if floors { Bound::floor(s * part) } else { Bound::target(*s) };
        let (p, proof) = fit(&waters, ratio, want.iter().map(bound).collect());
        let got = shares(&waters, &p);
        for (g, w) in got.iter().zip(&want) {
            let least = g - w * part > -2e-9;
            assert!(least && (floors || g - w < 2e-9), "{round} {got:?} {want:?} {proof:?}");
        }
        let count = counted(&waters, Bases::Segments, ratio, &proof);
        let near = count.iter().zip(&got).all(|(c, g)| (c - g).abs() < 0.015);
        assert!(near, "{round} {count:?} {got:?} {proof:?}");
    }
}

/// A target within the jump on the Caspian coast, and weights written as they are printed (six decimals of a ratio or of
/// kilometres) that give the division back.
#[test]
fn printed_weights_give_the_division_back() {
    let waters = Waters::new(common::caspian()).unwrap();
    let mut bounds = vec![Bound::FREE; 5];
    bounds[4] = Bound::floor(0.19);
    let (p, proof) = fit(&waters, false, bounds.clone());
    sound(&proof);
    assert!((shares(&waters, &p)[4] - 0.19).abs() < 2e-9, "{proof:?}");
    assert!(proof.weights == [0.0; 5] && !proof.splits.is_empty(), "{proof:?}");
    bounds[1] = Bound::floor(0.2);
    for ratio in [false, true] {
        let (p, proof) = fit(&waters, ratio, bounds.clone());
        let printed = |w: f64| if ratio { w.exp() } else { w / 1e3 };
        let read = |w: f64| {
            let v = (printed(w) * 1e6).round() / 1e6;
            if ratio { v.ln() } else { v * 1e3 }
        };
        let weights: Vec<f64> = proof.weights.iter().map(|w| read(*w)).collect();
        let request = FitRequest::new(scores(&waters, ratio), vec![Bound::FREE; 5]);
        let back =
            waters.capacity(&request, &weights, &NoFunctions, &SolveOptions::default()).unwrap();
        let got = shares(&waters, &p);
        let near = got.iter().zip(&back.share).all(|(g, b)| (g - b).abs() < 2e-6);
        assert!(near, "{got:?} {:?} {proof:?}", back.share);
    }
}

/// A rectangle two units by one with a vertex at each terminus and corner: A's terminus below is a third along, the one
/// above two thirds. Their cells adjoin along the middle, the rays meet it at different places, and the line runs along
/// it between them: shares on paper, and places counted one by one.
#[test]
fn the_line_follows_the_common_rim() {
    let sea = [[0., 0.], [0.7, 0.], [2., 0.], [2., 1.], [1.3, 1.], [0., 1.]];
    let case = plan(
        &["AAA", "BBB"],
        &sea,
        &[
            (0, &[[1.3, 1.], [0., 1.], [0., 0.], [0.7, 0.]]),
            (1, &[[0.7, 0.], [2., 0.], [2., 1.], [1.3, 1.]]),
        ],
    );
    let waters = Waters::with_bases(case.clone(), Bases::Vertices).unwrap();
    let plain = Partition::new(scores(&waters, false));
    let got = shares(&waters, &plain);
    assert!((got[0] - 0.5).abs() < 1e-5, "{got:?}");
    let d = waters.solve(&plain, &NoFunctions, &SolveOptions::default()).unwrap();
    assert_eq!(d.lines.len(), 1);
    let earth = Earth::new(&case.ellipsoid);
    let [one, other] = [[0.7, 0.], [1.3, 1.]].map(|[x, y]| LatLon::new(UNIT * y / NORTH, UNIT * x));
    let level = |p: &LatLon| (earth.karney_m(*p, one) - earth.karney_m(*p, other)).abs() < 1e-3;
    let line = &d.lines[0];
    let turning = line.points.iter().filter(|p| p.kind == PointKind::Turning);
    assert_eq!(turning.filter(|p| level(&p.at())).count(), 2, "{line:?}");
    for want in [0.4, 0.5, 0.6] {
        let bounds = vec![Bound::target(want), Bound::target(1.0 - want)];
        let (p, proof) = fit(&waters, false, bounds);
        let got = shares(&waters, &p);
        assert!((got[0] - want).abs() < 2e-9 && proof.residual <= 1e-9, "{want} {proof:?}");
        let count = counted(&waters, Bases::Vertices, false, &proof);
        assert!((count[0] - got[0]).abs() < 0.01, "{count:?} {got:?}");
    }
}
