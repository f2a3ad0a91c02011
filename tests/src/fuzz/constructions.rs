//! Degenerate coasts: small surveys on a coarse lattice, where coordinates repeat, edges overlap, islands
//! touch and coasts of two parties cross, in the tropics, at a pole and across the antimeridian.

use littoral_delimit::construct::{
    BaseLine, BaseNode, Bases, bay, coast, envelope, equidistance, straight,
};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

/// Any bytes make a survey.
pub const SEEDS: &[&[u8]] = &[
    "\x00\x02\x00\x00\x03\x05\x11\x12\x13\x21\x01\x02\x04\x00\x55\x66\x77\x08".as_bytes(),
    "cA coast of one and a coast of another".as_bytes(),
    "\x02\x01\x01\x00\x02\x00\x04\x08\x08\x08\x00\x01\x02\x00\x04\x44\x4c\x6c\u{1}\x02".as_bytes(),
    "\x03\x03\x02\x01\x00\x03\x10\x20\x30\x00\x01\x06\x01\x23\x45\x67\x01\x23\x02\x07".as_bytes(),
];

/// Places about which the lattice lies.
const PLACES: [(f64, f64); 7] = [
    (0.0, 0.0),
    (57.0, 8.0),
    (-17.0, 180.0),
    (89.7, 30.0),
    (-75.0, -60.0),
    (12.0, -180.0),
    (-90.0, 0.0),
];

/// Degrees between points of the lattice.
const SPACINGS: [f64; 5] = [1e-7, 1e-4, 0.01, 0.1, 1.0];

/// Distance of the outer limit, metres.
const LIMIT_M: f64 = 12.0 * 1852.0;

/// Every construction on the survey that the bytes make: an error in words or finite places, and lines of
/// equidistance that brute force confirms.
pub fn constructions(data: &[u8]) {
    let mut bytes = data.iter().copied();
    let survey = survey(&mut bytes);
    let earth = Earth::new(&Ellipsoid::wgs84());
    let flags = bytes.next().unwrap_or(0);
    for l in &survey.lines {
        shape(&earth, l);
    }
    limit(&earth, &survey);
    let options = equidistance::Options {
        margin_m: 20_000.0,
        vertices_only: flags & 1 == 1,
        baselines: flags & 2 == 2,
        ..equidistance::Options::default()
    };
    match equidistance::equidistance(earth.ellipsoid(), &survey, &options) {
        Ok(found) if found.findings.is_empty() && found.ties.is_empty() => {
            lines(&earth, &survey, &options, &found);
        }
        Ok(_) => {}
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The outer limit of the first party: a reason in words, or finite places.
fn limit(earth: &Earth, survey: &Bases) {
    match envelope::envelope(earth, survey, 0, &envelope::Options::at(LIMIT_M)) {
        Ok(limit) => {
            let pieces = limit.rings.iter().flat_map(|r| &r.pieces);
            for p in pieces.flat_map(|p| p.ends) {
                assert!(p.lat.is_finite() && p.lon.is_finite(), "{p:?}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn survey(bytes: &mut impl Iterator<Item = u8>) -> Bases {
    let mut next = |n: usize| bytes.next().map_or(0, |b| usize::from(b) % n);
    let (lat, lon) = PLACES[next(PLACES.len())];
    let step = SPACINGS[next(SPACINGS.len())];
    let parties = 2 + next(3);
    let mut out = Bases {
        parties: ["A", "B", "C", "D"][..parties].iter().map(|p| (*p).into()).collect(),
        ..Bases::default()
    };
    // Loxodromes by a pole are cut into very many pieces: right, but slow.
    let polar = lat.abs() > 80.0;
    let edges = [EdgeKind::Geodesic, if polar { EdgeKind::Geodesic } else { EdgeKind::Loxodrome }];
    for k in 0..parties + next(4) {
        let kind =
            [ShoreKind::Coast, ShoreKind::Islands, ShoreKind::Baseline, ShoreKind::BasePoint];
        let (kind, edge) = (kind[next(4)], edges[next(2)]);
        let nodes = (0..1 + next(9)).map(|_| {
            let (i, j) = (next(12) as f64, next(12) as f64);
            let at = LatLon::new((lat + i * step).clamp(-90.0, 90.0), lon + j * step);
            BaseNode { at, name: String::new() }
        });
        let line = BaseLine {
            party: k % parties,
            name: String::new(),
            kind,
            edge,
            nodes: nodes.collect(),
            origin: String::new(),
        };
        if kind == ShoreKind::Islands && line.nodes.len() > 2 {
            out.land.push((line.party, line.points()));
        }
        out.lines.push(line);
    }
    out
}

/// Constructions on one line.
fn shape(earth: &Earth, line: &BaseLine) {
    let points = line.points();
    let simple = coast::simplify(earth, &points, line.closed(), 100.0);
    assert!(simple.iter().all(|p| points.contains(p)));
    for kind in [LineKind::Geodesic, LineKind::Loxodrome] {
        if let Ok(c) = straight::check(earth, &points, kind, &straight::Limits::default(), None) {
            assert!(
                c.segments.iter().all(|s| s.length_m.is_finite() && s.departure_deg.is_finite())
            );
        }
    }
    if let Ok(found) = bay::bay(earth, &points, &[]) {
        assert!(found.tests.iter().all(|t| !t.figures.is_empty()));
    }
}

/// Brute force on every point: Karney to every edge of every party.
fn lines(
    earth: &Earth,
    survey: &Bases,
    options: &equidistance::Options,
    found: &equidistance::Equidistance,
) {
    for line in &found.lines {
        for p in &line.points {
            let d: Vec<f64> = (0..survey.parties.len())
                .map(|k| nearest(earth, survey, options, k, p.at))
                .collect();
            let [a, b] = line.between;
            assert!((d[a] - d[b]).abs() < 1e-3, "{:?} {:?}: {d:?}", p.at, p.kind);
            assert!(d.iter().all(|x| *x > d[a] - 1e-3), "{:?}: a third is nearer {d:?}", p.at);
        }
    }
}

fn nearest(
    earth: &Earth,
    survey: &Bases,
    options: &equidistance::Options,
    party: usize,
    p: LatLon,
) -> f64 {
    let coast = |l: &BaseLine| matches!(l.kind, ShoreKind::Coast | ShoreKind::Islands);
    // Baselines without a coast behind them count in any case.
    let baselines = options.baselines || !survey.lines.iter().any(|l| l.party == party && coast(l));
    let counts = |l: &&BaseLine| l.party == party && (baselines || l.kind != ShoreKind::Baseline);
    let mut best = f64::INFINITY;
    for l in survey.lines.iter().filter(counts) {
        for k in 0..l.nodes.len() {
            best = best.min(earth.karney_m(p, l.nodes[k].at));
            if let (Some(edge), false) = (l.curve(earth, k), options.vertices_only) {
                best = best.min(edge.nearest(earth, p).1);
            }
        }
    }
    best
}
