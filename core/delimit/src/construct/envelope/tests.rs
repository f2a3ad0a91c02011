use super::*;
use crate::construct::base::{BaseNode, BaseSet};
use littoral_geodesy::Ellipsoid;
use littoral_model::{EdgeKind, ShoreKind};

fn wgs() -> Earth {
    Earth::new(&Ellipsoid::wgs84())
}

fn line(kind: ShoreKind, edge: EdgeKind, at: &[(f64, f64)]) -> BaseLine {
    let node = |p: &(f64, f64)| BaseNode { at: LatLon::new(p.0, p.1), name: String::new() };
    let nodes = at.iter().map(node).collect();
    BaseLine { party: 0, name: String::new(), kind, edge, nodes, origin: String::new() }
}

fn bases(lines: Vec<BaseLine>) -> Bases {
    Bases { parties: vec!["A".into()], lines, ..Bases::default() }
}

/// Every point of every piece is at the distance, by Karney, and no ring is open; returns the rings.
fn judged(bases: &Bases, t: f64) -> Envelope {
    let e = wgs();
    let found = envelope(&e, bases, 0, &Options::at(t)).unwrap();
    let set = BaseSet::new(&e, bases, false, |_, _| true);
    let rhumb = bases.lines.iter().any(|l| l.edge == EdgeKind::Loxodrome);
    for ring in &found.rings {
        assert!(ring.closed, "{} pieces, {} m", ring.pieces.len(), ring.length_m);
        for p in &ring.pieces {
            for k in 0..=8 {
                let s = p.curve.range[0] + p.curve.length() * f64::from(k) / 8.0;
                let d = set.control(p.curve.at(&e, s)).unwrap().distance_m;
                assert!((d - t).abs() < if rhumb { 3e-3 } else { 2e-5 }, "{d} {t} {p:?}");
            }
        }
    }
    assert!(found.worst_gap_m < 1e-3, "{}", found.worst_gap_m);
    found
}

#[test]
fn two_points() {
    let at = |d: f64| {
        vec![line(ShoreKind::BasePoint, EdgeKind::Geodesic, &[(-40.0, 179.9), (-40.0, d)])]
    };
    // Apart: two circles; overlapping: one ring of two arcs (in quarters); coincident: one circle.
    assert_eq!(judged(&bases(at(-179.0)), 22_224.0).rings.len(), 2);
    let one = judged(&bases(at(-179.95)), 22_224.0);
    assert_eq!(one.rings.len(), 1);
    let same = judged(&bases(at(179.9)), 22_224.0);
    assert_eq!(same.rings.len(), 1);
    assert!((same.rings[0].length_m / (std::f64::consts::TAU * 22_224.0) - 1.0).abs() < 1e-5);
}

/// An open baseline with corners both ways, geodesic and loxodrome, in high latitude.
#[test]
fn straight_baselines() {
    for edge in [EdgeKind::Geodesic, EdgeKind::Loxodrome] {
        let l = line(
            ShoreKind::Baseline,
            edge,
            &[(70.0, 20.0), (70.3, 21.0), (70.1, 22.0), (70.6, 22.5)],
        );
        let found = judged(&bases(vec![l]), 22_224.0);
        assert_eq!(found.rings.len(), 1);
        let parallels = found.rings[0].pieces.iter().filter(|p| p.source.on_edge).count();
        assert_eq!(parallels, 6, "each edge on both sides");
    }
}

/// Loxodromes about a pole: a limit nearer than the centre of their curvature is at its distance everywhere, one beyond it is
/// refused with the poleward end. The radii of curvature are those of a circle of latitude, `N cot(lat)`, by the sine of the azimuth
/// on paper (87 N: 335 km due east).
#[test]
fn loxodromes_that_bend() {
    let edge = |a, b| bases(vec![line(ShoreKind::Baseline, EdgeKind::Loxodrome, &[a, b])]);
    let refused = |bases: &Bases, t: f64| match envelope(&wgs(), bases, 0, &Options::at(t)) {
        Err(DelimitError::Geometry { at, .. }) => Some(at),
        Err(other) => panic!("{other}"),
        Ok(_) => None,
    };
    let east = edge((-87.0, 10.0), (-87.0, 40.0));
    judged(&east, 320e3);
    assert!(refused(&east, 340e3).is_some());
    for (a, b) in [
        ((84.0, 10.0), (85.5, 40.0)),
        ((85.0, 10.0), (86.0, 25.0)),
        ((88.0, 10.0), (89.0, 20.0)),
        ((87.0, 10.0), (88.0, 20.0)),
    ] {
        assert_eq!(refused(&edge(a, b), 350.0 * 1852.0), Some(LatLon::new(b.0, b.1)), "{a:?}");
        judged(&edge(a, b), 12.0 * 1852.0);
    }
    // Of points alone no edge bends.
    let only = Options { vertices_only: true, ..Options::at(340e3) };
    assert!(envelope(&wgs(), &east, 0, &only).is_ok());
}

/// Land about a pole with edges of 500 km, which leave the straight way on a chart by tens of kilometres: one ring and
/// nothing inland, however near the limit.
#[test]
fn long_edges_about_a_pole() {
    for pole in [-1.0, 1.0] {
        let at = |k: i32| (pole * (71.0 + 6.0 * f64::from(k % 3)), f64::from(15 * k - 180));
        let at: Vec<(f64, f64)> = (0..24).map(at).collect();
        let mut bases = bases(vec![line(ShoreKind::Islands, EdgeKind::Geodesic, &at)]);
        bases.land.push((0, bases.lines[0].points()));
        let found = judged(&bases, 3.0 * 1852.0);
        assert_eq!(found.rings.len(), 1, "{pole}");
    }
}

/// A ring of land with a deep bay and an island before it; nothing inland.
#[test]
fn land_and_island() {
    let shore = [
        (10.0, 100.0),
        (10.0, 101.5),
        (10.6, 101.5),
        (10.6, 100.9),
        (10.25, 100.85),
        (10.25, 100.65),
        (10.6, 100.6),
        (10.6, 100.0),
    ];
    let land = line(ShoreKind::Islands, EdgeKind::Geodesic, &shore);
    let island = line(
        ShoreKind::Islands,
        EdgeKind::Geodesic,
        &[(10.9, 100.7), (10.9, 100.8), (10.95, 100.75)],
    );
    let mut all = bases(vec![land, island]);
    all.land = all.lines.iter().map(|l| (0, l.points())).collect();
    let found = judged(&all, 22_224.0);
    assert_eq!(found.rings.len(), 1);
    assert!(found.rings[0].pieces.iter().any(|p| p.source.line == 1));
}

/// Where the circle about a base point is nearer to nothing else (by Karney), there is a piece of the limit.
fn complete(bases: &Bases, t: f64) {
    let (e, found) = (wgs(), judged(bases, t));
    let set = BaseSet::new(&e, bases, false, |_, _| true);
    let pieces = || found.rings.iter().flat_map(|r| &r.pieces);
    for centre in bases.lines.iter().flat_map(|l| &l.nodes) {
        for k in 0..72 {
            let p = e.direct(centre.at, 5.0 * f64::from(k), t);
            if set.control(p).unwrap().distance_m > t - 1e-6 {
                let off = pieces().map(|c| c.curve.nearest(&e, p).1).fold(f64::INFINITY, f64::min);
                assert!(off < 1e-4, "no limit at {p:?}: {off}");
            }
        }
    }
}

/// The tip of a spike before an edge that covers both ends of its arc, but not the middle.
#[test]
fn an_edge_behind_a_tip() {
    let spike = [(0.1, -0.005), (0.0, 0.0), (0.1, 0.005)];
    for (lat, west) in [(0.01, -0.3), (0.001, -0.3), (1e-6, -0.3), (0.1, -0.3), (0.01, -0.01)] {
        let spike = line(ShoreKind::Coast, EdgeKind::Geodesic, &spike);
        let edge = line(ShoreKind::Baseline, EdgeKind::Geodesic, &[(lat, west), (lat, 0.3)]);
        complete(&bases(vec![spike, edge]), 22_224.0);
    }
}

/// Round a pole.
#[test]
fn about_a_pole() {
    let l = line(ShoreKind::BasePoint, EdgeKind::Geodesic, &[(89.9, 0.0), (89.8, 170.0)]);
    assert_eq!(judged(&bases(vec![l]), 50_000.0).rings.len(), 1);
}

#[test]
fn refused() {
    let e = wgs();
    let l = bases(vec![line(ShoreKind::BasePoint, EdgeKind::Geodesic, &[(0.0, 0.0)])]);
    for t in [0.0, -1.0, f64::NAN, 2.0e7] {
        assert!(envelope(&e, &l, 0, &Options::at(t)).is_err());
    }
    assert!(envelope(&e, &l, 1, &Options::at(1000.0)).is_err());
}

/// A small distance makes a hundred million stretches of this edge: one at a time, until nobody wants them any more.
#[test]
fn given_up_when_it_is_no_longer_wanted() {
    let edge = [(40.0, 50.0), (40.0, 60.0), (40.1, 60.0), (40.1, 50.0)];
    let b = bases(vec![line(ShoreKind::Coast, EdgeKind::Geodesic, &edge)]);
    let cancel = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let limit =
            scope.spawn(|| envelope_until(&wgs(), &b, 0, &Options::at(LEAST_M), Some(&cancel)));
        std::thread::sleep(std::time::Duration::from_millis(20));
        cancel.store(true, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(limit.join().unwrap(), Err(DelimitError::Cancelled));
    });
    assert!(envelope(&wgs(), &b, 0, &Options::at(1e-4)).is_err());
}
