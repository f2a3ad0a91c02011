use super::*;

fn lines(text: &str) -> Vec<Printed> {
    let found = line("l.txt", text.as_bytes());
    assert!(!found.failed(), "{text}: {:?}", found.findings);
    found.value
}

/// One point in every form a treaty or a table may have.
#[test]
fn one_point_in_every_form() {
    for text in [
        "7. 41°27'30.5\"N 50°11'04.9\"E",
        "7 41 27 30.5 N, 50 11 04.9 E",
        "7) 41° 27′ 30.5″ N | 50° 11′ 04.9″ E",
        "7 | 41° 27′ 30.5″ N | 50° 11′ 04.9″ E",
        "7: N 41°27'30.5\" E 50°11'04.9\"",
        "7,41°27'30.5\"N,50°11'04.9\"E",
        "name;lat;lon\n7;41 27 30.5 N;50 11 04.9 E",
        "lon,lat,name\n50°11'04.9\"E,41°27'30.5\"N,7",
        "41°27'30.5\"N 50°11'04.9\"E 7",
        "7. N. Lat. 41° 27' 30.5\", E. Long. 50° 11' 04.9\"",
        "Lat. 41° 27' 30.5\" N, Long. 50° 11' 04.9\" E",
        "latitude 41° 27' 30.5\" N, longitude 50° 11' 04.9\" E",
        "7: 41° 27' 30.5\" N. Lat. 50° 11' 04.9\" E. Long.",
        "41° 27' 30.5\" north latitude and 50° 11' 04.9\" east longitude",
        "41d27m30.5s N 50d11m04.9s E",
        "7 41d27m30,5sN, 50d11m04,9sE",
        "41° 27′ 30,5″ северной широты, 50° 11′ 04,9″ восточной долготы",
        "7. 41°27'30,5\" с.ш. 50°11'04,9\" в.д.",
        "41°27'30,5\" с. ш. и 50°11'04,9\" в. д.",
        "7: с.ш. 41°27'30,5\" в.д. 50°11'04,9\"",
        "41о27'30,5\" C.Ш., 50о11'04,9\" B.Д.",
        "7) 41⁰ 27′ 30,5″ с.ш.; 50⁰ 11′ 04,9″ в.д.",
        "41 град. 27 мин. 30,5 сек. с.ш. 50 град. 11 мин. 04,9 сек. в.д.",
        "41° 27' 30,5\" Nord 50° 11' 04,9\" Ost",
        "41° 27' 30,5\" Nord, 50° 11' 04,9\" Øst",
        "41° 27' 30,5\" nördlicher Breite und 50° 11' 04,9\" östlicher Länge",
        "41° 27' 30,5\" latitude Nord et 50° 11' 04,9\" longitude Est",
    ] {
        let p = &lines(text)[0];
        assert!((p.at.lat - 41.458_472_2).abs() < 1e-6, "{text}: {p:?}");
        assert!((p.at.lon - 50.184_694_4).abs() < 1e-6, "{text}: {p:?}");
        assert!((p.grain_deg[0] - 0.1 / 3600.0).abs() < 1e-12, "{text}: {p:?}");
        let number = if p.name.is_empty() { "7" } else { &p.name };
        assert_eq!(number, "7", "{text}: {p:?}");
    }
}

/// An `O` is east or west by the language: the line says so, whatever stands between the coordinates.
#[test]
fn an_o_is_east_or_west() {
    for text in ["54°34' N 8°12' O", "54°34' N, 8°12' O", "P1,54°34'N,8°12'O", "N 54 34 O 8 12"]
    {
        let found = line("l.txt", format!("55 N 8 E\n{text}").as_bytes());
        let said = &found.findings[0];
        assert!(said.text.contains("its O may be Ost (east) or Ouest, Oeste (west)"), "{said:?}");
        assert_eq!((said.line, said.code), (2, "F201"), "{text}");
    }
}

/// A label, decimal commas and both orders of letters: read right, or refused with the line.
#[test]
fn what_is_not_surely_understood_is_refused() {
    for (text, lat, lon) in [
        ("45.5° N 12.5° W", 45.5, -12.5),
        ("1. 45.5° N 12.5° W", 45.5, -12.5),
        ("1. 45.5N, 12.5W", 45.5, -12.5),
        ("45°30'36,5\"N, 12°20'24,6\"W", 45.510_138_9, -12.340_166_7),
        ("45°30,5'N, 12°20,6'W", 45.508_333_3, -12.343_333_3),
        ("45,5°N, 12,5°W", 45.5, -12.5),
        ("45,5N 12,5W", 45.5, -12.5),
        ("A1 45-30-36N 12-15-00W", 45.51, -12.25),
        ("South Point 45°30' North, 12°30' West", 45.5, -12.5),
        ("45°30' N., 12°30' W.", 45.5, -12.5),
        ("7: N 45 30 W 12 30", 45.5, -12.5),
        ("P1,45 30 N,12 W", 45.5, -12.0),
    ] {
        let p = &lines(text)[0];
        let off = (p.at.lat - lat).abs().max((p.at.lon - lon).abs());
        assert!(off < 1e-7, "{text}: {p:?}");
    }
    for text in [
        "1 45.5 N 12.5 W",
        "1 45.5N, 12.5W",
        "7 45 30 N 12 30 E",
        "7,45°N 12°E",
        "7 N 41 E 50",
        "7 N 41 27 E 50 11",
        "P1,30'N,12E",
        "P2,31\"N,12E",
        "P1,45,5N,12W",
        "45d30m36s, 12d15m04s",
        "Long. 45° 30' N, 12° 15' E",
        "Lat. 45,5, Long. 12,5",
    ] {
        let found = line("l.txt", text.as_bytes());
        assert!(found.failed(), "{text}: {:?}", found.value);
        assert_eq!(found.findings[0].line, 1, "{text}");
    }
}

#[test]
fn numbers_and_their_order() {
    let numbered = lines("1,55.5,8.2\n2,55.6,8.3\n3,55.7,8.1");
    assert_eq!((numbered[2].at.lat, numbered[2].name.as_str()), (55.7, "3"));
    let plain = lines("55.5,-8.2\n-55.6,8.3");
    assert_eq!((plain[1].at.lat, plain[0].at.lon), (-55.6, -8.2));
    assert!(line("l.csv", b"1,55.5,8.2\n4,55.6,8.3").failed());
    for bad in ["", "a,b", "95,10", "55.5 N", "60°61'N 5°E", "nan,1", "\u{feff}lat,lon\n1"] {
        assert!(line("l.csv", bad.as_bytes()).failed(), "{bad}");
    }
}

#[test]
fn base_points_and_lines() {
    let text = "# datum: ED50\nparty,lat,lon,name,line,edge\nA,1,2,p,,\nB,3,4,q,,\nA,5,6,,s,loxodrome\nA,7,8,,s,\n";
    let found = bases("b.csv", text.as_bytes(), &Options::default());
    assert_eq!(found.datum.as_deref(), Some("ED50"));
    let b = found.value;
    assert_eq!(b.parties, ["A", "B"]);
    assert_eq!(b.lines.len(), 3);
    assert_eq!((b.lines[2].nodes.len(), b.lines[2].edge), (2, EdgeKind::Loxodrome));
    let joined = Options { join: Some(EdgeKind::Geodesic), ..Options::default() };
    assert_eq!(bases("b.csv", b"1,2\n3,4\n5,6", &joined).value.lines[0].nodes.len(), 3);
}

/// Two parties on one land, and a ring cut at the antimeridian: borders and cuts are no shore.
#[test]
fn land_without_borders_and_cuts() {
    let ring = |party: &str, r: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"{party}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{r}]}}}}"
        )
    };
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{},{},{}]}}",
        ring("A", "[[0,0],[1,0],[1,1],[0,1],[0,0]]"),
        ring("B", "[[1,0],[2,0],[2,1],[1,1],[1,0]]"),
        ring("C", "[[179,5],[180,5],[180,6],[179,6],[179,5]]"),
    );
    let found = bases("x.geojson", text.as_bytes(), &Options::default());
    assert!(!found.failed(), "{:?}", found.findings);
    let b = found.value;
    assert_eq!((b.lines.len(), b.land.len()), (3, 3));
    assert!(b.lines.iter().all(|l| l.kind == ShoreKind::Coast && l.nodes.len() == 4));
    // The ends of the two coasts are the terminus.
    assert_eq!(b.lines[0].nodes[0].at, LatLon::new(1.0, 1.0));
}

fn feature(party: &str, geometry: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"{party}\"}},\"geometry\":{geometry}}}"
    )
}

fn collection(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}

/// Longitudes from 0 to 360: land beyond 180 is no cut, but the seams at 180 and at Greenwich are; in a file that goes from
/// -180 to 180 a coast along Greenwich is a coast.
#[test]
fn longitudes_beyond_180() {
    let ring = |party: &str, r: &str| {
        feature(party, &format!("{{\"type\":\"Polygon\",\"coordinates\":[{r}]}}"))
    };
    let eastward = collection(&[
        ring("A", "[[184,5],[186,5],[186,6],[184,6],[184,5]]"),
        ring("B", "[[180,1],[181,1],[181,2],[180,2],[180,1]]"),
        ring("C", "[[0,1],[1,1],[1,2],[0,2],[0,1]]"),
    ]);
    let kept = |text: &str| -> Vec<usize> {
        let found = bases("x.geojson", text.as_bytes(), &Options::default());
        assert!(!found.failed(), "{:?}", found.findings);
        let whole = |l: &BaseLine| if l.closed() { 10 + l.nodes.len() } else { l.nodes.len() };
        found.value.lines.iter().map(whole).collect()
    };
    assert_eq!(kept(&eastward), [14, 4, 4]);
    let both_ways = collection(&[
        ring("A", "[[-4,5],[-2,5],[-2,6],[-4,6],[-4,5]]"),
        ring("C", "[[0,1],[1,1],[1,2],[0,2],[0,1]]"),
    ]);
    assert_eq!(kept(&both_ways), [14, 14]);
}

/// A collection of geometries is read member by member, whatever they are.
#[test]
fn collections_of_geometries() {
    let members = "{\"type\":\"GeometryCollection\",\"geometries\":[\
        {\"type\":\"Point\",\"coordinates\":[1,2]},\
        {\"type\":\"LineString\",\"coordinates\":[[3,2],[4,2],[4,3]]},\
        {\"type\":\"Polygon\",\"coordinates\":[[[7,5],[8,5],[8,6],[7,5]]]}]}";
    let nothing = feature("B", "null");
    let text = collection(&[feature("A", members), nothing]);
    let found = bases("x.geojson", text.as_bytes(), &Options::default());
    assert!(!found.failed(), "{:?}", found.findings);
    let kinds: Vec<(ShoreKind, usize)> =
        found.value.lines.iter().map(|l| (l.kind, l.nodes.len())).collect();
    let want = [(ShoreKind::BasePoint, 1), (ShoreKind::Coast, 3), (ShoreKind::Islands, 3)];
    assert_eq!(kinds, want);
    // What has no shape names no party.
    assert_eq!(found.value.parties, ["A"]);
}

/// An enclave fills a hole in another state's land: no shore of it is one of the sea.
#[test]
fn enclaves_have_no_shore() {
    let hole = "[[1,1],[2,1],[2,2],[1,2],[1,1]]";
    let land = |party: &str, rings: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"{party}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{rings}]}}}}"
        )
    };
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{},{},{}]}}",
        land("A", &format!("[[0,0],[3,0],[3,3],[0,3],[0,0]],{hole}")),
        land("B", hole),
        land("B", "[[5,0],[6,0],[6,1],[5,0]]"),
    );
    let found = bases("x.geojson", text.as_bytes(), &Options::default());
    assert!(!found.failed(), "{:?}", found.findings);
    let shores: Vec<(usize, usize)> =
        found.value.lines.iter().map(|l| (l.party, l.nodes.len())).collect();
    assert_eq!((shores, found.value.land.len()), (vec![(0, 4), (1, 3)], 3));
}

/// A ring of one place is a rock, one of two is a line, and places beyond the earth are no places.
#[test]
fn rocks_and_places_beyond_the_earth() {
    let land = |r: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"party\":\"A\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{r}]}}}}"
        )
    };
    for (ring, kind, count) in [
        ("[[3,4],[3,4],[3,4],[3,4]]", ShoreKind::BasePoint, 1),
        ("[[3,4],[5,4],[3,4],[3,4]]", ShoreKind::Coast, 2),
        ("[[3,4],[5,4],[5,4],[5,5],[3,4]]", ShoreKind::Islands, 4),
    ] {
        let found = bases("x.geojson", land(ring).as_bytes(), &Options::default());
        assert!(!found.failed(), "{:?}", found.findings);
        assert_eq!(found.findings.len(), usize::from(count < 3));
        let l = &found.value.lines[0];
        assert_eq!((l.kind, l.nodes.len()), (kind, count), "{ring}");
    }
    for ring in [
        "[[3,4],[5,94],[5,5],[3,4]]",
        "[[3,4],[1e308,4],[5,5],[3,4]]",
        "[[540,4],[5,4],[5,5],[540,4]]",
    ] {
        let found = bases("x.geojson", land(ring).as_bytes(), &Options::default());
        assert!(
            found.findings.iter().any(|f| f.code == "F206" && f.column > 0),
            "{:?}",
            found.findings
        );
    }
    let text = "{\"type\":\"LineString\",\"coordinates\":[[3.5,96],[4,56.5]]}";
    assert!(line("x.geojson", text.as_bytes()).failed());
}

/// A file that is no survey: the first errors and a count, not one for each line.
#[test]
fn few_errors_of_many() {
    for (lines, said, last) in
        [(5, 5, None), (6, 6, Some("1 more error in")), (112, 6, Some("107 more errors"))]
    {
        let text = "this is no survey\n".repeat(lines);
        for findings in [
            bases("x.csv", text.as_bytes(), &Options::default()).findings,
            line("x.csv", text.as_bytes()).findings,
        ] {
            assert_eq!(findings.len(), said, "{findings:?}");
            let end = findings.last().unwrap();
            assert!(last.is_none_or(|words| end.message().contains(words)), "{end:?}");
        }
    }
}

/// A line cut at the antimeridian is one line again, there and back; one that ends at 180 is not.
#[test]
fn lines_cut_at_the_antimeridian() {
    let cut = "{\"type\":\"MultiLineString\",\"coordinates\":[[[179,1],[180,2]],[[-180,2],[-179,3],[-180,4]],[[180,4],[178,5]]]}";
    let lons = |p: &[Printed]| p.iter().map(|p| p.at.lon).collect::<Vec<_>>();
    let whole = [179.0, 180.0, -179.0, -180.0, 178.0];
    assert_eq!(lons(&lines(cut)), whole);
    let apart = "{\"type\":\"MultiLineString\",\"coordinates\":[[[179,11],[180,12]],[[-180,12.1],[-179,13]]]}";
    assert_eq!(lines(apart).len(), 4);
    let coast = collection(&[feature("A", cut), feature("B", apart)]);
    let found = bases("x.geojson", coast.as_bytes(), &Options::default());
    let nodes: Vec<usize> = found.value.lines.iter().map(|l| l.nodes.len()).collect();
    assert_eq!(nodes, [5, 2, 2]);
}
