//! What rows and features say of their datum.

use super::*;

#[test]
fn a_row_states_a_datum() {
    for text in [
        "7. 55°04′06.3″ N 8°23′17.8″ E ED50",
        "7. 55°04′06.3″ N 8°23′17.8″ E (ED 50)",
        "P1,55,8,ED50\nP2,56,8,ED50",
        "name,lat,lon,crs\na,55,8,EPSG:4230",
        "name,lat,lon,datum\na,55,8,European Datum 1950",
        "# crs: EPSG:4230\n55,8",
    ] {
        let found = line("d.txt", text.as_bytes());
        assert!(!found.failed(), "{text}: {:?}", found.findings);
        let stated = found.stated.datum.as_deref().unwrap();
        assert_eq!(littoral_geodesy::Datum::named(stated).unwrap().name, "ED50", "{text}");
        assert!(!found.value[0].name.contains("ED"), "{:?}", found.value[0]);
    }
    for text in [
        "# datum: WGS84\n7. 55°04′06.3″ N 8°23′17.8″ E (ED50)",
        "1. 55°04′ N 8°23′ E (ED50)\n2. 55°04′ N 8°23′ E (WGS 84)",
    ] {
        let said = refusal(text);
        assert!(said.contains("the datum is \"") && said.contains("WGS"), "{text}: {said}");
    }
}

/// One point on two datums, side by side.
#[test]
fn two_pairs_under_one_label() {
    let first = "7. 55°04′06.3″ N 8°23′17.8″ E 55°04′03.3″ N 8°23′12.8″ E";
    let said = refusal(first);
    assert!(said.contains("2 points stand in one row under the label \"7.\""), "{said}");
    assert!(refusal(&first[3..]).contains("write a file for each datum"));
    assert!(refusal("Point 7: N 55°04′ E 8°23′; N 56°04′ E 9°23′").contains("under the label"));
    // A list in a paragraph is one.
    assert_eq!(lines("N 44°11 W 67°16, N 42°53 W 67°44").len(), 2);
    assert_eq!(lines("From 12°N 100°E, 13°N 101°E and 14°N 102°E").len(), 3);
}

#[test]
fn a_feature_states_another_datum() {
    let read = |datum: &str, geometry: &str| {
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"party\":\"A\",\"datum\":\"{datum}\"}},\"geometry\":{geometry}}}]}}"
        );
        let codes = |f: Vec<Finding>| f.iter().map(|f| f.code).collect::<Vec<_>>();
        [
            codes(line("d.geojson", text.as_bytes()).findings),
            codes(bases("d.geojson", text.as_bytes(), &Options::default()).findings),
        ]
    };
    for geometry in [
        "{\"type\":\"Point\",\"coordinates\":[8,55]}",
        "{\"type\":\"LineString\",\"coordinates\":[[8,55],[9,55]]}",
    ] {
        assert_eq!(read("ED50", geometry), [vec!["F216"], vec!["F216"]]);
        assert_eq!(read("EPSG:4230", geometry), [vec!["F216"], vec!["F216"]]);
        for fits in ["WGS 84", "ETRS89", "EPSG:4326", "mean sea level"] {
            assert_eq!(read(fits, geometry), [Vec::<&str>::new(), Vec::new()], "{fits}");
        }
    }
}
