//! Ratios of squares by PROJ's polygons, lengths along the equator.

use super::*;
use littoral_geodesy::Ellipsoid;

fn square(lat: f64, lon: f64, size: f64) -> Vec<LatLon> {
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
        .map(|(y, x)| LatLon::new(lat + y * size, lon + x * size))
        .to_vec()
}

fn closed(mut ring: Vec<LatLon>) -> Vec<LatLon> {
    ring.push(ring[0]);
    ring
}

fn passes(found: &Archipelago) -> Vec<bool> {
    found.tests.iter().map(|t| t.pass).collect()
}

/// Areas by PROJ's polygons across 180 degrees; the ratio passes between its bounds and not beyond.
#[test]
fn ratio_of_water_to_land() {
    let e = Earth::new(&Ellipsoid::wgs84());
    let line = closed(square(-18.0, 179.2, 1.5));
    let small = square(-17.6, 179.7, 0.5);
    let large = square(-17.7, 179.5, 1.1);
    for (island, ratio, pass) in
        [(small.clone(), 8.004_888_912_05, true), (large, 0.858_536_431_834, false)]
    {
        let found = article_47(&e, &line, LineKind::Geodesic, &[island]).unwrap();
        let (land, within) = (found.land_m2, found.within_m2.unwrap());
        assert!(((within - land) / land / ratio - 1.0).abs() < 1e-9, "{found:?}");
        assert!((within / 26_481_218_222.585_2 - 1.0).abs() < 1e-9, "{found:?}");
        assert_eq!(passes(&found), [true, pass, true, true], "{found:?}");
    }
    // Of an island across the line the part within counts; one outside does not.
    let rings = [small, square(-17.0, 178.9, 0.6), square(-14.0, 179.0, 0.2)];
    let found = article_47(&e, &line, LineKind::Geodesic, &rings).unwrap();
    assert!(
        (found.land_m2 - 4_709_612_541.043).abs() < 1e3 && found.findings.len() == 2,
        "{found:?}"
    );
    assert_eq!(passes(&found), [true, true, true, true], "{found:?}");
    // Land over all of it leaves no water.
    let all = article_47(&e, &line, LineKind::Geodesic, &[square(-19.0, 178.0, 4.0)]).unwrap();
    assert!((all.land_m2 / all.within_m2.unwrap() - 1.0).abs() < 1e-6, "{all:?}");
    assert_eq!(passes(&all), [true, false, true, true]);
    let none = article_47(&e, &line, LineKind::Geodesic, &[]).unwrap();
    assert!(none.tests.len() == 3 && none.findings[0].contains("not tested"), "{none:?}");
}

/// Three of a hundred segments may be longer than 100 M, none longer than 125 M; a line that does not close fails.
#[test]
fn lengths_of_segments() {
    let e = Earth::new(&Ellipsoid::wgs84());
    // A minute of the equator is 1855.32 m.
    let along = |miles: &[f64]| {
        let mut lon = 0.0;
        let mut line = vec![LatLon::new(0.0, 0.0)];
        for m in miles {
            lon += m * NAUTICAL_MILE_M / 1_855.324_847 / 60.0;
            line.push(LatLon::new(0.0, lon));
        }
        line
    };
    for (long, pass) in [
        (vec![124.9, 120.0, 101.0], [false, true, true]),
        (vec![124.9, 120.0, 101.0, 100.1], [false, true, false]),
        (vec![125.1], [false, false, true]),
    ] {
        let miles = [long.clone(), vec![20.0; 100 - long.len()]].concat();
        let found = article_47(&e, &along(&miles), LineKind::Geodesic, &[]).unwrap();
        assert_eq!(passes(&found), pass, "{long:?} {found:?}");
    }
    let two = along(&[20.0]);
    assert!(article_47(&e, &two, LineKind::Geodesic, &[]).is_err());
    let bad = [LatLon::new(95.0, 0.0), two[0], two[1]];
    assert!(article_47(&e, &bad, LineKind::Geodesic, &[]).is_err());
}

/// A lagoon counts as land, and the ratio without it is told: areas by PROJ's polygons. One off the baselines is not named.
#[test]
fn lagoons_count_as_land() {
    let e = Earth::new(&Ellipsoid::wgs84());
    let line = closed(square(-18.0, 179.2, 1.5));
    let (island, lagoon) = (square(-17.6, 179.7, 0.5), square(-17.5, 179.8, 0.25));
    let found = article_47(&e, &line, LineKind::Geodesic, &[island]).unwrap();
    let with = |lakes: &[Vec<LatLon>], islets: &[Vec<LatLon>]| {
        found.of_lakes(&e, &line, LineKind::Geodesic, lakes, islets)
    };
    let said = |lakes: &[Vec<LatLon>]| with(lakes, &[]);
    let text = said(&[lagoon.clone(), square(10.0, 10.0, 1.0)]).unwrap();
    assert!(text.starts_with("1 lake or lagoon within the land"), "{text}");
    assert!(
        text.contains("735.0913 km2, counts as land") && text.ends_with("11.0060 to 1"),
        "{text}"
    );
    assert!(said(&[]).is_none() && said(&[square(10.0, 10.0, 1.0)]).is_none());
    // An island in the lagoon is within land that counts; as water the lagoon is less by it (PROJ: 117.5989 km2).
    let islet = square(-17.45, 179.85, 0.1);
    let standing =
        in_lakes(&[islet.clone(), square(-17.6, 179.7, 0.5)], std::slice::from_ref(&lagoon));
    assert_eq!(standing, [true, false]);
    let text = with(&[lagoon], &[islet]).unwrap();
    assert!(text.contains("617.4924 km2 without the islands in them, counts as land"), "{text}");
}

/// What would be counted twice, or against itself, is refused.
#[test]
fn overlaps_and_crossings() {
    let e = Earth::new(&Ellipsoid::wgs84());
    let line = closed(square(0.0, 0.0, 1.0));
    let refused = |line: &[LatLon], land: &[Vec<LatLon>]| {
        article_47(&e, line, LineKind::Geodesic, land).unwrap_err().to_string()
    };
    let (island, inner) = (square(0.2, 0.2, 0.5), square(0.3, 0.3, 0.1));
    for land in [
        vec![island.clone(), island.clone()],
        vec![island.clone(), inner],
        vec![island.clone(), square(0.6, 0.6, 0.3)],
    ] {
        let text = refused(&line, &land);
        assert!(text.contains("rings of land overlap"), "{text}");
    }
    let mut eight = island.clone();
    eight.swap(2, 3);
    assert!(refused(&line, &[eight]).contains("cross themselves"));
    let mut crossed = square(0.0, 0.0, 1.0);
    crossed.swap(1, 2);
    assert!(refused(&closed(crossed), &[]).contains("the baselines cross themselves"));
    // Islands that touch along an edge are two.
    let beside = [square(0.2, 0.2, 0.3), square(0.2, 0.5, 0.3)];
    assert!(article_47(&e, &line, LineKind::Geodesic, &beside).is_ok());
}
