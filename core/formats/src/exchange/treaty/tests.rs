use littoral_delimit::division::{BoundaryLine, LayerDivision, LinePoint, PointKind};
use littoral_delimit::{Division, Holder};
use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::Case;

use super::{Print, annex};
use crate::exchange::{Input, Shape, by_id, read};

/// A closed line without a turning point, as of an enclave by ratios: a circle of 50 km of which every degree is a vertex.
/// Chords over `n` degrees rise `r (1 - cos(n / 2))` above it, so 10 m is kept by vertices two degrees apart and no farther.
#[test]
fn a_closed_curve_is_printed_as_near_as_is_said() {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let (centre, radius_m) = (LatLon::new(40.0, 50.0), 5e4);
    let vertex = |k: i32| {
        let at = earth.direct(centre, f64::from(k), radius_m);
        LinePoint { lat: at.lat, lon: at.lon, kind: PointKind::Curve, controls: Vec::new() }
    };
    let mut division: Division = crate::samples::division();
    let layer: &mut LayerDivision = &mut division.layers.0[0].1;
    let ring: Vec<LinePoint> = (0..360).map(vertex).collect();
    let between = ["A", "B"].map(Holder::new);
    layer.lines = vec![
        BoundaryLine {
            between: between.clone(),
            length_km: 314.0,
            closed: true,
            points: ring.clone(),
        },
        BoundaryLine { between, length_km: 1.0, closed: false, points: ring[..3].to_vec() },
    ];
    let written = annex(&Case::empty("circle"), &division, Print::default());
    let text = String::from_utf8(written.pieces[0].bytes.clone()).unwrap();
    let said = text.split("at most ").nth(1).and_then(|t| t.split(' ').next()).unwrap();
    let rise = |degrees: f64| radius_m * (1.0 - (degrees / 2.0).to_radians().cos());
    let said: f64 = said.parse().unwrap();
    // Half a hundredth of a second to the north and to the east is 0.22 m, and tenths are rounded up.
    assert!((rise(2.0)..rise(2.0) + 0.32).contains(&said), "{said} {}", rise(2.0));
    let input = Input { name: "a.txt".into(), bytes: text.into(), ..Input::default() };
    let reading = read(by_id("txt").unwrap(), &input);
    assert_eq!(reading.findings, []);
    let lines = &reading.collection.layers[0].features;
    // Two lines of the same pair stay two.
    assert_eq!(lines.len(), 2);
    let Some(Shape::Lines(parts)) = &lines[0].shape else { panic!("{:?}", lines[0]) };
    assert_eq!(parts[0].first(), parts[0].last());
    assert!((181..=361).contains(&parts[0].len()), "{}", parts[0].len());
    for w in parts[0].windows(2) {
        let way = earth.inverse(w[0], w[1]);
        let middle = earth.direct(w[0], way.azimuth1_deg, way.distance_m / 2.0);
        assert!((radius_m - earth.karney_m(centre, middle)).abs() <= said, "{w:?} {said}");
    }
}

/// Coordinates of a stated datum come to WGS 84 by its parameters, or not at all. The values: the textbook's change to vectors,
/// three translations, and back by iteration.
#[test]
fn a_stated_datum_is_heeded() {
    let rows = "1. 55°04′06.3″ N 8°23′17.8″ E\n2. 55°14′06.3″ N 8°03′17.8″ E\n";
    let of = |head: &str| {
        let bytes = format!("{head}{rows}").into();
        read(by_id("txt").unwrap(), &Input { name: "a.txt".into(), bytes, ..Input::default() })
    };
    let first = |head: &str| {
        let found = of(head);
        let Some(Shape::Lines(parts)) = &found.collection.layers[0].features[0].shape else {
            panic!("{:?}", found.findings)
        };
        (parts[0][0], found.findings.iter().map(|f| f.code).collect::<Vec<_>>())
    };
    for head in [
        "# datum: ED50 (mean)\n",
        "Datum: ED50 (mean)\n",
        "Coordinates refer to ED50 (mean), so.\n\nThe line\n",
    ] {
        let (at, codes) = first(head);
        assert!(
            (at.lat - 55.067_761_976_4).abs() < 1e-9 && (at.lon - 8.386_958_877_6).abs() < 1e-9,
            "{head}: {at:?}"
        );
        assert_eq!(codes, ["F323"]);
    }
    for head in ["# datum: ED50\n", "Datum: ED50\n", "Datum: of my own\n"] {
        let found = of(head);
        let said = &found.findings[0];
        assert!(found.collection.layers.is_empty() && said.text.contains("settles no parameters"));
        assert!(said.help.contains("--helmert"), "{said:?}");
    }
    let (at, codes) = first("Datum: World Geodetic System 1984\n");
    assert!((at.lat - 55.068_416_666_7).abs() < 1e-9 && codes.is_empty());
    assert_eq!(first("").1, ["F323"]);
}
