//! Coasts inside a window of open sea: lines end where they come ashore, capes and poles are no trouble.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::judge::{Judge, Lcg};
use littoral_delimit::PointKind;
use littoral_delimit::construct::equidistance::{
    Equidistance, EquidistanceLine, Options, equidistance,
};
use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

fn line(party: usize, kind: ShoreKind, at: &[(f64, f64)]) -> BaseLine {
    let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
    let (nodes, edge) = (at.iter().map(node).collect(), EdgeKind::Geodesic);
    BaseLine { party, name: String::new(), kind, edge, nodes, origin: String::new() }
}

/// Coasts as they are; rings are land as well.
fn survey(parties: usize, lines: Vec<BaseLine>) -> Bases {
    let rings = lines.iter().filter(|l| l.kind == ShoreKind::Islands);
    let land = rings.map(|l| (l.party, l.points())).collect();
    let parties = (0..parties).map(|k| format!("P{k}")).collect();
    Bases { parties, lines, land, ..Bases::default() }
}

fn about(at: (f64, f64), radius_m: f64) -> Options {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let corner = |k: i32| earth.direct(LatLon::new(at.0, at.1), -f64::from(k) * 15.0, radius_m);
    Options { window: (0..24).map(corner).collect(), ..Options::default() }
}

fn solved(bases: &Bases, options: &Options) -> Equidistance {
    equidistance(&Ellipsoid::wgs84(), bases, options).unwrap()
}

/// Along all lines both parties are equally far within the tolerance and nobody is nearer; at the points within 1 mm.
fn judged(bases: &Bases, found: &Equidistance, tolerance_m: f64) {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let ids: Vec<&str> = bases.parties.iter().map(String::as_str).collect();
    let mut case = common::case(&ids);
    for l in &bases.lines {
        case.shores.push(common::shore(l.party, l.kind, vec![l.points()]));
    }
    let judge = Judge::new(&case, true);
    for line in &found.lines {
        let [a, b] = line.between;
        let off = |at: LatLon| {
            let d = judge.distances_m(at);
            let least = d.iter().copied().fold(f64::INFINITY, f64::min);
            (d[a] - least).max(d[b] - least)
        };
        for p in &line.points {
            assert!(off(p.at) < 1e-3, "{:?} {:?} is off by {}", p.kind, p.at, off(p.at));
        }
        for w in line.points.windows(2) {
            let way = earth.inverse(w[0].at, w[1].at);
            for part in [0.25, 0.5, 0.75] {
                let at = earth.direct(w[0].at, way.azimuth1_deg, part * way.distance_m);
                assert!(off(at) < tolerance_m, "{at:?} is off by {}", off(at));
            }
        }
    }
}

/// At all points both parties are equally far within 1 mm and nobody is nearer, of base points that stand alone.
fn judged_points(bases: &Bases, found: &Equidistance, what: &str) {
    let earth = Earth::new(&Ellipsoid::wgs84());
    for l in &found.lines {
        for p in &l.points {
            let far = |party: usize| {
                let mine = bases.lines.iter().filter(|b| b.party == party);
                let to = mine.map(|b| earth.karney_m(b.nodes[0].at, p.at));
                to.fold(f64::INFINITY, f64::min)
            };
            let least = (0..bases.parties.len()).map(far).fold(f64::INFINITY, f64::min);
            let off = l.between.map(|party| far(party) - least);
            assert!(off[0].max(off[1]) < 1e-3, "{what}: {off:?} at {:?}", p.at);
        }
    }
}

/// Punta Burica, where Costa Rica and Panama meet on a cape: the rims of the wedge in which it is the nearest point of
/// both reach as far as the window. Beside them the two distances are equal but for rounding.
#[test]
fn rims_of_a_cape() {
    let cape = (8.034808, -82.896229);
    let coasts = [
        line(0, ShoreKind::Coast, &[cape, (8.044939, -82.910629)]),
        line(1, ShoreKind::Coast, &[(8.024676, -82.878229), cape]),
    ];
    let bases = survey(2, coasts.into());
    for (at, radius_m) in [
        ((9.277, -82.195), 481_520.0),
        ((8.0, -82.9), 370_400.0),
        ((7.5, -83.2), 277_800.0),
        ((7.6, -83.2), 370_400.0),
        ((7.1, -83.4), 222_240.0),
        ((3.0, -85.0), 1_000_000.0),
    ] {
        let found = solved(&bases, &about(at, radius_m));
        judged(&bases, &found, 1.0);
        assert!(found.ties[0].area_km2 > 1000.0, "{:?}", found.ties);
    }
}

/// Two neighbours on one island: the line goes through both termini and is cut there, and where a third state's island
/// lies in its way it ends on that shore.
#[test]
fn lines_end_where_they_come_ashore() {
    let west = [(10.0, 20.0), (10.0, 19.5), (10.4, 19.4), (10.5, 20.1)];
    let east = [(10.5, 20.1), (10.4, 20.6), (10.0, 20.7), (10.0, 20.0)];
    let ring = |half: &[(f64, f64)]| half.iter().map(|p| LatLon::new(p.0, p.1)).collect();
    let mut bases =
        survey(2, vec![line(0, ShoreKind::Coast, &west), line(1, ShoreKind::Coast, &east)]);
    let stranger = [(9.4, 19.8), (9.4, 20.4), (9.405, 20.4), (9.405, 19.8)];
    bases.land = vec![(0, ring(&west)), (1, ring(&east)), (usize::MAX, ring(&stranger))];
    let earth = Earth::new(&Ellipsoid::wgs84());
    for tolerance_m in [1e-3, 1.0, 100.0] {
        let options = Options { tolerance_m, ..about((10.0, 20.0), 150_000.0) };
        let found = solved(&bases, &options);
        judged(&bases, &found, tolerance_m);
        let ends: Vec<LatLon> = found
            .lines
            .iter()
            .flat_map(|l| [&l.points[0], &l.points[l.points.len() - 1]])
            .inspect(|p| assert_eq!(p.kind, PointKind::End, "{p:?}"))
            .map(|p| p.at)
            .collect();
        assert_eq!(ends.len(), 6, "{ends:?}");
        for shore in [(10.0, 20.0), (10.5, 20.1)] {
            let shore = LatLon::new(shore.0, shore.1);
            assert!(ends.iter().any(|e| earth.karney_m(*e, shore) < 1e-6), "{ends:?}");
        }
        // The island's edges are geodesics, 12.6 m to the north of their parallels there.
        for lat in [9.4, 9.405] {
            let [a, b] = [19.8, 20.4].map(|lon| LatLon::new(lat, lon));
            let way = earth.inverse(a, b);
            let on_shore = |e: &LatLon| {
                let (mut low, mut high) = (0.0, way.distance_m);
                for _ in 0..60 {
                    let middle = (low + high) / 2.0;
                    let at = earth.direct(a, way.azimuth1_deg, middle);
                    if at.lon < e.lon { low = middle } else { high = middle }
                }
                earth.karney_m(earth.direct(a, way.azimuth1_deg, low), *e) < 2e-3
            };
            assert!(ends.iter().any(on_shore), "{lat}: {ends:?}");
        }
    }
}

/// An island that holds the north pole, and a coast to the south of it.
#[test]
fn an_island_round_the_pole() {
    let ring: Vec<(f64, f64)> = (0..36).map(|k| (84.0, f64::from(k) * 10.0 - 180.0)).collect();
    let coast: Vec<(f64, f64)> = (0..9).map(|k| (72.0, f64::from(k) * 5.0)).collect();
    let lines = vec![line(0, ShoreKind::Islands, &ring), line(1, ShoreKind::Coast, &coast)];
    let bases = survey(2, lines);
    let found = solved(&bases, &about((80.0, 20.0), 1.2e6));
    judged(&bases, &found, 1.0);
    assert!(found.lines.iter().map(|l| l.length_m).sum::<f64>() > 1e6);
}

/// Base points of six parties mingled within kilometres, in a window that reaches 24 M beyond: many a party's waters are far
/// smaller than the cells of the mesh.
#[test]
fn small_waters_in_a_wide_window() {
    let mut random = Lcg(11);
    for k in 0..60 {
        let lat: f64 = [52.0, -35.0, 20.0, 70.0, -17.0][k % 5];
        let lon = [0.0, 180.0, -75.0, -179.5][k % 4];
        let spread = [0.05, 0.5][k % 2];
        let count = [5, 9][k / 2 % 2];
        let mut at = || {
            let north = spread * (2.0 * random.unit() - 1.0);
            let east = spread * (2.0 * random.unit() - 1.0) / lat.to_radians().cos();
            (lat + north, lon + east)
        };
        let points = (0..6 * count).map(|n| line(n / count, ShoreKind::BasePoint, &[at()]));
        let bases = survey(6, points.collect());
        let options = Options { baselines: true, ..Options::default() };
        let found = equidistance(&Ellipsoid::wgs84(), &bases, &options)
            .unwrap_or_else(|e| panic!("survey {k}: {e}"));
        judged_points(&bases, &found, &format!("survey {k}"));
    }
}

/// The three nearest to one another have a second place where they are equally far, by another base point of one of them:
/// a junction is the one in its triangle.
#[test]
fn three_parties_meet_twice() {
    let sets: [&[(f64, f64)]; 3] = [
        &[(51.7238, 0.6139)],
        &[(51.8516, 0.7988), (51.7134, 0.6116)],
        &[
            (52.1847, -0.6875),
            (51.959, -0.2729),
            (52.0219, 0.6247),
            (51.5861, -0.5433),
            (52.4258, -0.7693),
            (51.7043, 0.6258),
            (52.2008, 0.372),
        ],
    ];
    let points = |(party, set): (usize, &&[(f64, f64)])| {
        set.iter().map(|p| line(party, ShoreKind::BasePoint, &[*p])).collect::<Vec<_>>()
    };
    let bases = survey(3, sets.iter().enumerate().flat_map(points).collect());
    let options = Options { baselines: true, ..Options::default() };
    let found = solved(&bases, &options);
    let count = found.lines.iter().flat_map(|l| &l.points);
    assert!(count.filter(|p| p.kind == PointKind::Tripoint).count() >= 6);
}

/// Where on the way between two places the nearest party changes, by Karney's distances, with the two parties.
fn changes(
    bases: &Bases,
    earth: &Earth,
    (from, to): (LatLon, LatLon),
) -> Vec<(LatLon, [usize; 2])> {
    let way = earth.inverse(from, to);
    let at = |t: f64| earth.direct(from, way.azimuth1_deg, t * way.distance_m);
    let nearest = |t: f64| {
        let far = |l: &&BaseLine| earth.karney_m(l.nodes[0].at, at(t));
        bases.lines.iter().min_by(|l, m| far(l).total_cmp(&far(m))).unwrap().party
    };
    let step = |k: i32| f64::from(k) / 60.0;
    let change = |k: i32| {
        let (mut lo, mut hi) = (step(k), step(k + 1));
        let ends = [nearest(lo), nearest(hi)];
        for _ in 0..30 {
            let middle = (lo + hi) / 2.0;
            if nearest(middle) == ends[0] { lo = middle } else { hi = middle }
        }
        // With a third between them the way has more changes than this one.
        (ends[0] != ends[1] && nearest(hi) == ends[1]).then(|| (at(lo), ends))
    };
    (0..60).filter_map(change).collect()
}

/// Twelve marks of three parties in a harbour a kilometre wide and in ones of 20, 5 and 1 m: the lines are there wherever the
/// nearest party changes on 20 ways across, and nowhere else.
#[test]
fn harbours_of_metres() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let middle = LatLon::new(54.0, 10.0);
    for size_m in [1000.0, 20.0, 5.0, 1.0] {
        let mut random = Lcg(7);
        let mut place =
            || earth.direct(middle, 360.0 * random.unit(), 0.9 * size_m * random.unit().sqrt());
        let marks: Vec<LatLon> = (0..12).map(|_| place()).collect();
        let mark = |k: usize| line(k % 3, ShoreKind::BasePoint, &[(marks[k].lat, marks[k].lon)]);
        let bases = survey(3, (0..12).map(mark).collect());
        let options = Options { tolerance_m: 1e-3, ..about((54.0, 10.0), size_m) };
        let found = solved(&bases, &options);
        judged_points(&bases, &found, &format!("{size_m} m"));
        let p = |at: LatLon| earth.point(at).p;
        let beside = |at: LatLon, [a, b]: [LatLon; 2]| {
            let (at, a, way) = (p(at), p(a), p(b) - p(a));
            let t = (at - a).dot(way) / way.dot(way);
            (at - a - way * t.clamp(0.0, 1.0)).norm()
        };
        for (at, ends) in (0..20).flat_map(|_| changes(&bases, &earth, (place(), place()))) {
            let of_both =
                |l: &&EquidistanceLine| l.between == ends || l.between == [ends[1], ends[0]];
            let lines = found.lines.iter().filter(of_both);
            let off =
                lines.flat_map(|l| l.points.windows(2).map(|w| beside(at, [w[0].at, w[1].at])));
            let off = off.fold(f64::INFINITY, f64::min);
            assert!(off < 2e-3 + 1e-3 * size_m, "{size_m} m: {ends:?} at {at:?}, {off}");
        }
    }
}

/// Base points of three parties a kilometre or two about the pole, and some far from it: in some frames a line was followed
/// from one arm of a curve to another, for ever.
#[test]
fn points_about_the_pole() {
    let sets: [&[(f64, f64)]; 3] = [
        &[(89.99, 119.3736), (89.99, 161.1933)],
        &[(89.99, 176.1162), (89.99, 126.2708), (86.1689, 194.7487)],
        &[(85.7561, 190.995), (89.99, 124.0308), (89.99, 239.0154)],
    ];
    let points = |(party, set): (usize, &&[(f64, f64)])| {
        set.iter().map(|p| line(party, ShoreKind::BasePoint, &[*p])).collect::<Vec<_>>()
    };
    let bases = survey(3, sets.iter().enumerate().flat_map(points).collect());
    let options = Options { baselines: true, ..Options::default() };
    let found = solved(&bases, &options);
    judged_points(&bases, &found, "about the pole");
    // Six base points are equally far from the pole: within rounding their sectors meet there, or two pass between others.
    assert!(found.lines.len() >= 4, "{} lines", found.lines.len());
}

/// Coasts that meet at the head of a bay, in windows that reach far behind it: there the terminus is the nearest point of
/// both as well, over as wide an angle as the bay leaves.
#[test]
fn behind_the_head_of_a_bay() {
    let head = (10.0, 20.0);
    for (north, south) in [
        (vec![(11.0, 19.0)], vec![(9.0, 19.0)]),
        (vec![(10.9, 19.5), (11.1, 18.0)], vec![(9.3, 19.2), (9.5, 18.1)]),
        (vec![(11.0, 19.9)], vec![(9.0, 19.7)]),
    ] {
        let coast = |ends: &[(f64, f64)]| [&[head], ends].concat();
        let coasts = vec![
            line(0, ShoreKind::Coast, &coast(&north)),
            line(1, ShoreKind::Coast, &coast(&south)),
        ];
        let bases = survey(2, coasts);
        for (at, radius_m) in [
            (head, 185_200.0),
            ((10.3, 20.8), 277_800.0),
            ((10.0, 21.0), 111_120.0),
            ((10.0, 20.7), 37_040.0),
        ] {
            let found = solved(&bases, &about(at, radius_m));
            judged(&bases, &found, 1.0);
            // From the rim to the terminus, and on behind it; the last window has no more than that.
            let through: f64 = found.lines.iter().map(|l| l.length_m).sum();
            assert!(through > 0.9 * 2.0 * radius_m, "{at:?}: {through} m");
            let vertices = Options { vertices_only: true, ..about(at, radius_m) };
            assert!(!solved(&bases, &vertices).lines.is_empty(), "{at:?}");
        }
    }
}

/// Portland Canal: beyond the end of the ray through its wedge the line turns back beside it.
#[test]
fn a_line_that_turns_back_from_its_ray() {
    let head = (55.907662, -130.0207);
    let east = [
        (55.77933, -130.114301),
        (55.848562, -130.0351),
        (55.905973, -129.9847),
        (55.92117, -129.9631),
        (55.931302, -129.9703),
        (55.934679, -129.9811),
        (55.932991, -129.9955),
        (55.927925, -130.0099),
        head,
    ];
    let west = [head, (55.900908, -130.0243), (55.872202, -130.0495), (55.824922, -130.103501)];
    let coasts = vec![line(0, ShoreKind::Coast, &east), line(1, ShoreKind::Coast, &west)];
    let bases = survey(2, coasts);
    let options = about((54.5, -132.0), 277_800.0);
    judged(&bases, &solved(&bases, &options), 1.0);
}

/// West of the terminus of Cambodia and Viet Nam the line follows the rim of its wedge: no place of it is a turning point.
#[test]
fn no_turning_points_along_a_rim() {
    let terminus = (10.419079, 104.449644);
    let north = [
        terminus,
        (10.425833, 104.449644),
        (10.446096, 104.431644),
        (10.45285, 104.420844),
        (10.446096, 104.406444),
        (10.481556, 104.374044),
        (10.48831, 104.363244),
        (10.48831, 104.330843),
        (10.481556, 104.316443),
        (10.478179, 104.305643),
        (10.481556, 104.298443),
        (10.496753, 104.291243),
        (10.540656, 104.287643),
    ];
    let south =
        [(10.373487, 104.503645), (10.380242, 104.453245), (10.407259, 104.456845), terminus];
    let coasts = vec![line(0, ShoreKind::Coast, &north), line(1, ShoreKind::Coast, &south)];
    let bases = survey(2, coasts);
    let found = solved(&bases, &about((7.0, 102.0), 555_600.0));
    judged(&bases, &found, 1.0);
    let points = found.lines.iter().flat_map(|l| &l.points);
    assert!(points.filter(|p| p.kind == PointKind::Turning).count() < 20);
}

/// Two parties in turn all round a pole, at one latitude: every line makes for the one place that is equally far from all.
/// An edge of the mesh beside the pole then changes between the same two again and again; with one of the changes seen
/// alone no line could be followed, at half a minute a try.
#[test]
fn two_parties_in_turn_about_a_pole() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    for (count, lat) in [(9, 50.0), (10, 50.0), (10, 70.0), (11, -75.0)] {
        let lon = |k: usize| 360.0 * k as f64 / count as f64 - 179.0;
        let point = |k: usize| line(k % 2, ShoreKind::BasePoint, &[(lat, lon(k))]);
        let bases = survey(2, (0..count).map(point).collect());
        let found = solved(&bases, &Options { tolerance_m: 10.0, ..Options::default() });
        // All lines but those of the last point and the first, if they are of one party.
        assert_eq!(found.lines.len(), count / 2, "{count} about {lat}");
        let far = |party: usize, p: LatLon| {
            let own = (0..count).filter(|k| k % 2 == party);
            let all = own.map(|k| earth.karney_m(p, LatLon::new(lat, lon(k))));
            all.fold(f64::INFINITY, f64::min)
        };
        for p in found.lines.iter().flat_map(|l| &l.points) {
            let off = (far(0, p.at) - far(1, p.at)).abs();
            assert!(off < 1e-3, "{count} about {lat}: {:?} is off by {off}", p.at);
        }
    }
}

/// A frame whose corners are out of order is refused with the place, however it is turned; a frame with a reflex corner is none.
#[test]
fn frames_that_cross_themselves() {
    let lines = [(0.0, -1.0), (0.0, 1.0)].map(|at| line(0, ShoreKind::BasePoint, &[at]));
    let mut bases = survey(2, lines.to_vec());
    bases.lines[1].party = 1;
    let framed = |corners: &[(f64, f64)]| {
        let window = corners.iter().map(|p| LatLon::new(p.0, p.1)).collect();
        equidistance(&Ellipsoid::wgs84(), &bases, &Options { window, ..Options::default() })
    };
    let tie = [(-2.0, -2.0), (2.0, 2.0), (2.0, -2.0), (-2.0, 2.0)];
    for turn in 0..4 {
        let mut corners = tie;
        corners.rotate_left(turn);
        let text = framed(&corners).unwrap_err().to_string();
        assert!(text.contains("crosses itself"), "{text}");
    }
    let arrow = [(-2.0, -2.0), (-1.0, 0.0), (-2.0, 2.0), (2.0, 2.0), (2.0, -2.0)];
    let found = framed(&arrow).unwrap();
    assert_eq!(found.lines.len(), 1);
    let ends = [found.lines[0].points[0].at.lat, found.lines[0].points.last().unwrap().at.lat];
    assert!((ends[0].min(ends[1]) + 1.0).abs() < 1e-6, "{ends:?}");
}
