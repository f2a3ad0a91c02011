//! Coasts in the forms people have them.

use serde_json::json;

use super::*;
use crate::exchange::Layer;

pub(super) fn ring(all: &[(f64, f64)]) -> Vec<LatLon> {
    all.iter().map(|p| LatLon::new(p.0, p.1)).collect()
}

pub(super) fn collection(features: Vec<(serde_json::Value, Shape)>) -> Collection {
    let feature = |(p, s): (serde_json::Value, Shape)| Feature {
        shape: Some(s),
        properties: p.as_object().cloned().unwrap_or_default(),
        ..Feature::default()
    };
    let layer = Layer { name: "x".into(), features: features.into_iter().map(feature).collect() };
    Collection { layers: vec![layer], ..Collection::default() }
}

pub(super) fn wishes() -> Wishes {
    Wishes { id: "my-sea".into(), source: "a survey".into(), ..Wishes::default() }
}

pub(super) fn errors(i: &Import) -> Vec<String> {
    i.findings.iter().filter(|f| f.severity == Severity::Error).map(Finding::message).collect()
}

/// Two countries around a square sea of two by two degrees, with an island.
fn countries() -> Collection {
    let west = ring(&[
        (0.0, 0.0),
        (0.0, 2.0),
        (1.0, 2.0),
        (1.0, 1.0),
        (3.0, 1.0),
        (3.0, 2.0),
        (4.0, 2.0),
        (4.0, 0.0),
    ]);
    let east = ring(&[
        (0.0, 2.0),
        (0.0, 4.0),
        (4.0, 4.0),
        (4.0, 2.0),
        (3.0, 2.0),
        (3.0, 3.0),
        (1.0, 3.0),
        (1.0, 2.0),
    ]);
    let island = ring(&[(2.0, 1.4), (2.0, 1.6), (2.2, 1.6)]);
    collection(vec![
        (json!({"ADMIN": "West Land"}), Shape::Polygons(vec![vec![west], vec![island]])),
        (json!({"ADMIN": "شرق"}), Shape::Polygons(vec![vec![east]])),
    ])
}

/// A land boundary whose two sides differ in the last bit, as a reprojection leaves them: the sea between has two termini and
/// no needle.
#[test]
fn a_rounding_between_two_countries_is_no_water() {
    let mut all = countries();
    if let Some(Shape::Polygons(east)) = &mut all.layers[0].features[1].shape {
        for p in east.iter_mut().flatten().flatten().filter(|p| p.lon == 2.0) {
            *p = LatLon::new(p.lat + 3e-16, 2.0 + 4.5e-16);
        }
    }
    let made = import("c.shp", &all, &wishes());
    assert_eq!(errors(&made), Vec::<String>::new());
    let case = read_case(&made.bundle, &[]).case.unwrap();
    assert_eq!((case.sea.inner.len(), case.termini.len(), case.sea.outer.len()), (1, 2, 6));
}

#[test]
fn the_sea_is_what_countries_leave_between_them() {
    let made = import("c.shp", &countries(), &wishes());
    assert_eq!(errors(&made), Vec::<String>::new());
    assert_eq!(made.parties, ["PARTY", "WESTLAND"]);
    let case = read_case(&made.bundle, &[]).case.unwrap();
    assert_eq!(case.sea.extent, littoral_model::Extent::Closed);
    assert_eq!((case.sea.inner.len(), case.termini.len()), (1, 2));
    assert_eq!(case.parties[0].name.get("en"), "شرق");
    let mut corners: Vec<(f64, f64)> = case.sea.outer.iter().map(|p| (p.lat, p.lon)).collect();
    corners.sort_by(|a, b| a.partial_cmp(b).unwrap());
    assert_eq!(corners, [(1.0, 1.0), (1.0, 2.0), (1.0, 3.0), (3.0, 1.0), (3.0, 2.0), (3.0, 3.0)]);
}

/// An island that the two divide: each has its coast there, and the land boundary two termini more; a whole one stays an island.
#[test]
fn a_divided_island_has_the_coast_of_each() {
    let mut all = countries();
    for (feature, lons) in [(0, [2.0, 2.2]), (1, [2.2, 2.5])] {
        let half = ring(&[(1.8, lons[0]), (2.0, lons[0]), (2.0, lons[1]), (1.8, lons[1])]);
        if let Some(Shape::Polygons(land)) = &mut all.layers[0].features[feature].shape {
            land.push(vec![half]);
        }
    }
    let made = import("c.shp", &all, &wishes());
    assert_eq!(errors(&made), Vec::<String>::new());
    let case = read_case(&made.bundle, &[]).case.unwrap();
    assert_eq!((case.sea.inner.len(), case.termini.len()), (2, 4));
    for party in 0..2 {
        let coasts = case.shores.iter().filter(|s| s.party == party && s.kind == ShoreKind::Coast);
        let on_island = coasts.flat_map(|s| &s.lines).filter(|l| l.iter().any(|p| p.lat == 1.8));
        assert_eq!(on_island.map(Vec::len).collect::<Vec<_>>(), [4], "{party}");
    }
    let islands = case.shores.iter().filter(|s| s.kind == ShoreKind::Islands);
    assert_eq!(islands.map(|s| s.lines.len()).sum::<usize>(), 1);
}

/// The same countries across the antimeridian, one of them cut there as files have it.
#[test]
fn a_window_across_the_antimeridian_holds_both_sides() {
    let turned = |shift: f64| {
        let mut c = countries();
        for p in c.layers[0].features.iter_mut().filter_map(|f| match &mut f.shape {
            Some(Shape::Polygons(p)) => Some(p),
            _ => None,
        }) {
            for at in p.iter_mut().flatten().flatten() {
                let lon = at.lon + shift;
                at.lon = if lon > 180.0 { lon - 360.0 } else { lon };
            }
        }
        c
    };
    for (window, west) in
        [([-1.0, 177.0, 5.0, 183.0], 179.0), ([-1.0, -183.0, 5.0, -177.0], -181.0)]
    {
        for shift in [178.0, 178.5] {
            let sea = Some(LatLon::new(1.5, shift - 178.0 - 179.5));
            let made =
                import("c.shp", &turned(shift), &Wishes { window: Some(window), sea, ..wishes() });
            assert_eq!(errors(&made), Vec::<String>::new());
            assert_eq!(made.parties, ["PARTY", "WESTLAND"]);
            let case = read_case(&made.bundle, &[]).case.unwrap();
            assert_eq!(case.sea.extent, littoral_model::Extent::Closed);
            assert_eq!((case.sea.inner.len(), case.termini.len()), (1, 2));
            let least = case.sea.outer.iter().map(|p| p.lon).fold(f64::INFINITY, f64::min);
            assert!((least - (west + shift - 178.0)).abs() < 1e-9, "{least}");
        }
    }
}

/// A window on a strait: the capes of both outside it are nearer to its corners than the coasts inside, and stay.
#[test]
fn coasts_beyond_a_window_are_measured_from() {
    let west =
        ring(&[(0.0, 0.0), (0.0, 1.0), (2.0, 1.0), (2.2, 1.9), (2.4, 1.0), (4.0, 1.0), (4.0, 0.0)]);
    let east = ring(&[(0.0, 3.0), (0.0, 4.0), (4.0, 4.0), (4.0, 3.0)]);
    let far = ring(&[(60.0, 3.0), (60.0, 4.0), (61.0, 4.0)]);
    let c = collection(vec![
        (json!({"ADMIN": "West"}), Shape::Polygons(vec![vec![west]])),
        (json!({"ADMIN": "East"}), Shape::Polygons(vec![vec![east], vec![far]])),
    ]);
    let window = Some([0.5, 0.5, 1.8, 3.5]);
    let made = import("c.shp", &c, &Wishes { window, ..wishes() });
    assert_eq!(errors(&made), Vec::<String>::new());
    let case = read_case(&made.bundle, &[]).case.unwrap();
    assert_eq!(case.sea.extent, littoral_model::Extent::Window);
    let has = |lat: f64, lon: f64| {
        let lines = case.shores.iter().flat_map(|s| &s.lines).flatten();
        lines.filter(|p| (p.lat, p.lon) == (lat, lon)).count() > 0
    };
    assert!(has(2.2, 1.9) && has(4.0, 3.0), "{:?}", case.shores);
    assert!(!has(60.0, 3.0), "too far to control anything");
}

/// A line among the countries is no land: it is left out, and that is said.
#[test]
fn lines_beside_land_are_named() {
    let mut mixed = countries();
    let line = Shape::Lines(vec![ring(&[(2.0, 2.0), (2.5, 2.5)])]);
    let properties = json!({"ADMIN": "West Land"}).as_object().cloned().unwrap();
    mixed.layers[0].features.push(Feature { shape: Some(line), properties, ..Feature::default() });
    let made = import("a.geojson", &mixed, &wishes());
    assert!(errors(&made).is_empty(), "{:?}", errors(&made));
    assert!(
        made.findings
            .iter()
            .any(|f| f.code == "F406" && f.text.starts_with("1 feature of lines or points is"))
    );
    assert!(
        !import("a.geojson", &countries(), &wishes()).findings.iter().any(|f| f.code == "F406")
    );
}

#[test]
fn a_place_on_land_is_refused() {
    let made =
        import("c.shp", &countries(), &Wishes { sea: Some(LatLon::new(0.5, 0.5)), ..wishes() });
    assert!(errors(&made)[0].contains("is on land"), "{:?}", made.findings);
    assert!(made.bundle.files.is_empty());
}

#[test]
fn coasts_that_meet_close_a_sea_and_others_get_a_window() {
    let a = ring(&[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)]);
    let b = ring(&[(2.0, 1.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)]);
    let line = |id: &str, l: &Vec<LatLon>| (json!({"party": id}), Shape::Lines(vec![l.clone()]));
    let made = import("c.kml", &collection(vec![line("AAA", &a), line("BBB", &b)]), &wishes());
    assert_eq!(errors(&made), Vec::<String>::new());
    assert_eq!(read_case(&made.bundle, &[]).case.unwrap().sea.outer.len(), 5);
    let apart = import(
        "c.kml",
        &collection(vec![line("AAA", &a[..2].to_vec()), line("BBB", &b[1..3].to_vec())]),
        &wishes(),
    );
    assert_eq!(errors(&apart), Vec::<String>::new());
    let case = read_case(&apart.bundle, &[]).case.unwrap();
    assert_eq!(case.sea.extent, littoral_model::Extent::Window);
}

#[test]
fn a_file_without_parties_is_met_with_its_attributes() {
    let c = collection(vec![(json!({"owner": "X"}), Shape::Points(ring(&[(1.0, 1.0)])))]);
    let made = import("c.gpkg", &c, &wishes());
    assert!(errors(&made)[0].contains("its attributes are: owner"), "{:?}", made.findings);
    let named = import("c.gpkg", &c, &Wishes { party_field: Some("ownr".into()), ..wishes() });
    assert!(errors(&named)[0].contains("owner"), "{:?}", named.findings);
}
