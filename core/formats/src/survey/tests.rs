use super::*;

mod ambiguous;
mod comments;
mod datums;
mod edges;
mod phrases;

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

/// In a table of a line a row, a quote without an end in its line is the finding, and the only one.
#[test]
fn an_open_quote_is_refused() {
    for text in ["lat,lon,name\n53,5,\"Cape\nHorn\"\n54,7,b", "lat,lon,name\n53,5,\"open\n54,7,b"] {
        let found = line("l.csv", text.as_bytes());
        let said: Vec<_> = found.findings.iter().map(|f| (f.code, f.line)).collect();
        assert_eq!(said, [("F201", 2)], "{text}");
        assert!(found.findings[0].text.contains("not closed in this line"));
    }
    assert_eq!(lines("lat,lon,name\n53,5,\"a, \"\"b\"\"\"")[0].name, "a, \"b\"");
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
        ("45 30,-12 15,7", 45.5, -12.25),
        ("45 30 30,-12 15 30,7", 45.508_333_3, -12.258_333_3),
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
        "54 30,5 14 20,5",
        "54,0283 14,2394",
        "54 30 10,5 -14 20 30,5",
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
    assert_eq!(found.stated.datum.as_deref(), Some("ED50"));
    let b = found.value;
    assert_eq!(b.parties, ["A", "B"]);
    assert_eq!(b.lines.len(), 3);
    assert_eq!((b.lines[2].nodes.len(), b.lines[2].edge), (2, EdgeKind::Loxodrome));
    let joined = Options { join: Some(EdgeKind::Geodesic), ..Options::default() };
    assert_eq!(bases("b.csv", b"1,2\n3,4\n5,6", &joined).value.lines[0].nodes.len(), 3);
}

/// As a treaty prints it, without the sign of a comment; a second statement must say the same.
#[test]
fn a_datum_in_a_line_of_its_own() {
    let text = "Datum: ED 50\nEllipsoid: International 1924\n\n1. 62\u{b0}49'39.7\"N 00\u{b0}10'27.5\"W\n2. 60-07-44.51N 001-56-51.43E\n";
    let found = line("l.txt", text.as_bytes());
    assert!(!found.failed(), "{:?}", found.findings);
    assert_eq!((found.stated.datum.as_deref(), found.stated.line), (Some("ED 50"), 1));
    assert_eq!(found.stated.ellipsoid.as_deref(), Some("International 1924"));
    assert_eq!(found.value.len(), 2);
    assert!(line("l.txt", format!("{text}Datum: WGS 84\n").as_bytes()).failed());
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

fn refusal(text: &str) -> String {
    let found = line("l.txt", text.as_bytes());
    assert!(found.failed(), "{text}: {:?}", found.value);
    assert!(found.findings[0].line > 0, "{:?}", found.findings[0]);
    found.findings[0].text.clone()
}

fn placed(text: &str) -> Vec<(f64, f64, String)> {
    lines(text).into_iter().map(|p| (p.at.lat, p.at.lon, p.name)).collect()
}

fn near(found: &[(f64, f64, String)], expected: &[(f64, f64, &str)], text: &str) {
    assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
    for (f, e) in found.iter().zip(expected) {
        let off = (f.0 - e.0).abs().max((f.1 - e.1).abs());
        assert!(off < 1e-8 && f.2 == e.2, "{text}: {f:?}, not {e:?}");
    }
}

/// Degrees, minutes and seconds with colons between are no label and a rest.
#[test]
fn colons() {
    let (lat, lon) = (12.508_333_333_3, 100.254_166_666_7);
    for (text, lat, lon, name) in [
        ("12:30:30N 100:15:15E", lat, lon, ""),
        ("12:30:30 N 100:15:15 E", lat, lon, ""),
        ("12:30:30 N, 100:15:15 E", lat, lon, ""),
        ("P1 12:30:30N 100:15:15E", lat, lon, "P1"),
        ("P1: 12:30:30N 100:15:15E", lat, lon, "P1"),
        ("7: 12:30:30N 100:15:15E", lat, lon, "7"),
        ("7 12:30:30N 100:15:15E", lat, lon, "7"),
        ("12 : 30 : 30 N 100 : 15 : 15 E", lat, lon, ""),
        ("12: 30: 30 N 100: 15: 15 E", lat, lon, ""),
        ("12:30N 100:15E", 12.5, 100.25, ""),
        ("12:30.5N 100:15.5E", lat, 100.258_333_333_3, ""),
        ("N12:30:30 E100:15:15", lat, lon, ""),
        ("100:15:15E 12:30:30N", lat, lon, ""),
        ("A 12: 30 30 N 100 15 15 E", 30.5, lon, "A 12"),
    ] {
        near(&placed(text), &[(lat, lon, name)], text);
    }
    for text in
        ["7:12:30N 100:15E", "7: 12: 30N 100: 15: 15E 5:30", "12:30N 100:15E 13:30N 101:15E"]
    {
        refusal(text);
    }
}

/// Nothing that looks like part of a coordinate is left over in silence.
#[test]
fn nothing_is_left_over() {
    for text in [
        "12,30,30 N 100,15,15 E",
        "12;30;30 N;100;15;15 E",
        "B,3,12.5,100.25",
        "A,12,5,100,25",
        "P,12.5,100.25,30 N",
        "12 30 N 100 15 E 13 30 N 101 15 E",
        "E 10 15 N 12 30 E 5",
        "12°30'N 100°15'E 13 30 N 101 15 E",
        "12°30'N 100°15'E 20'",
    ] {
        let said = refusal(text);
        assert!(said.contains("left over") || said.contains("which number"), "{text}: {said}");
    }
    let said = refusal("12,30,30 N 100,15,15 E");
    assert!(said.contains("\"30 N 100\"") && said.contains("12:30:30 N"), "{said}");
    // The points that a base point controls are no coordinates.
    near(&placed("KAZ  46°12'N  49°48'E  41, 42, 43"), &[(46.2, 49.8, "KAZ")], "annex");
    // A point may have a number for its name, and a remark.
    assert_eq!(lines("NOR,61,-4.5,7,a rock")[0].name, "7");
}

/// Paragraphs, longitude first, and headings that say the hemispheres.
#[test]
fn points_that_are_not_one_a_line() {
    let judgment = "... until Point 2 (with co-ordinates 45° 03' 18.5\" N and 30° 09' 24.6\" E) where it meets Points 3 \
        (with co-ordinates 44° 46' 38.7\" N and 30° 58' 37.3\" E) and 4 (with co-ordinates 44° 44' 13.4\" N and 31° \
        10' 27.7\" E), then at a geodetic azimuth of 185° 23' 54.5\" until third States may be affected.";
    near(
        &placed(judgment),
        &[
            (45.055_138_888_9, 30.156_833_333_3, "2"),
            (44.777_416_666_7, 30.977_027_777_8, "3"),
            (44.737_055_555_6, 31.174_361_111_1, "4"),
        ],
        "judgment",
    );
    let note = &line("l.txt", judgment.as_bytes()).findings[0];
    assert!(note.text.contains("185° 23' 54.5\" is taken for a bearing"), "{note:?}");
    for (text, expected) in [
        ("79°02'58\"E 08°29'35\"N", (8.493_055_555_6, 79.049_444_444_4, "")),
        ("7. E 79°30' N 08°30'", (8.5, 79.5, "7")),
        ("100 15 E 12 30 N", (12.5, 100.25, "")),
        ("Latitude (South) Longitude (West)\n17°30' 166°15'", (-17.5, -166.25, "")),
        ("Point  Long. W  Lat. S\n(3) 166°15' 17°30'", (-17.5, -166.25, "3")),
        ("Latitude Longitude\n17°30'S 166°15'W", (-17.5, -166.25, "")),
        (
            "59 град. 30 мин. 0 сек. северной широты и 23 град. 15 мин. 0 сек. восточной долготы;",
            (59.5, 23.25, ""),
        ),
        ("59 ° 30 ' 0 \" N 23 ° 15 ' 0 \" E.", (59.5, 23.25, "")),
    ] {
        near(&placed(text), &[expected], text);
    }
    for (text, said) in [
        ("Point (2) 27°00'35\" 51°23'00\"", "the line has 2 angles but no hemisphere: add N or S"),
        ("12.5° -100.25°", "the line has 2 angles but no hemisphere"),
        (
            "Latitude (South) Longitude (West)\n17°30'N 166°15'W",
            "another hemisphere than the heading",
        ),
        ("Latitude (South) Longitude (West)\n17.5, 166.25", "says of none that it is a latitude"),
        ("12°N 100°E 13°N", "stands alone"),
        ("12°N 100°E 13°N 101°", "101° has no hemisphere"),
        ("12°N 100°E 101°E 13°N", "in the order of the others"),
        ("12 30 N", "a latitude but no longitude"),
    ] {
        let found = refusal(text);
        assert!(found.contains(said), "{text}: {found}");
    }
}

/// Files of another kind are called what they are, and long lines take no longer than short ones.
#[test]
fn files_of_another_kind() {
    let pairs = |n: usize| (0..n).map(|k| format!("{k} 10")).collect::<Vec<_>>().join(", ");
    let long = pairs(30_000);
    for (text, said) in [
        (format!("LINESTRING({long})"), "seems to be WKT"),
        ("SRID=4326;POINT Z (1 2 3)".to_owned(), "seems to be WKT"),
        ("multipolygon(((1 2, 3 4".to_owned(), "seems to be WKT"),
        ("<kml></kml>".to_owned(), "seems to be XML"),
        (format!("[[{long}]]"), "JSON, but no GeoJSON"),
        (
            format!("x{{\"type\": \"FeatureCollection\", \"features\": [{long}"),
            "\"x\" stands before it",
        ),
    ] {
        let said_here = refusal(&text);
        assert!(said_here.contains(said), "{said_here}");
        let coasts = bases("x.txt", text.as_bytes(), &Options::default());
        assert!(coasts.findings[0].text.contains(said));
    }
    for long in [
        "12 30 N 100 15 E ".repeat(20_000),
        "1 ".repeat(200_000),
        "1 N ".repeat(100_000),
        "' ".repeat(100_000),
        format!("1d{}", " ".repeat(300_000)),
        "12°N 1o 5 lat ".repeat(20_000),
    ] {
        let began = std::time::Instant::now();
        assert!(refusal(&long).len() < 400);
        // Quadratic, these took minutes.
        assert!(began.elapsed().as_secs() < 20, "{}", &long[..20]);
    }
}

/// An empty cell is no party: not that of rows that name none.
#[test]
fn an_empty_party_is_refused() {
    let said = |text: &str| {
        let reading = bases("b.csv", text.as_bytes(), &Options::default());
        let said = |f: &Finding| format!("{}:{} {}", f.severity == Severity::Error, f.line, f.text);
        (reading.value.parties, reading.findings.iter().map(said).collect::<Vec<_>>())
    };
    for (text, line, field) in [
        ("party,lat,lon\nA,50,0\n,50,1\n", 3, 1),
        ("lat,lon,party\n50,0,A\n50,1, \n", 3, 3),
        ("A,50,0\n,50,1\n", 2, 1),
        (",50,0\nA,50,1\n", 1, 1),
    ] {
        let want = format!("true:{line} the party, field {field} of the line, is empty");
        let (_, findings) = said(text);
        assert!(findings.len() == 1 && findings[0].starts_with(&want), "{text}: {findings:?}");
    }
    assert_eq!(said("lat,lon\n50,0\n50,1\n"), (vec!["base".to_owned()], Vec::new()));
    assert!(line("b.csv", b"party,lat,lon\n,50,0\n,50,1\n").findings.is_empty());
}

/// A feature that names nobody beside others that do is told, and so is one without the property that was asked for.
#[test]
fn features_without_a_party_are_told() {
    let point = |properties: &str, lon: f64| {
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Point","coordinates":[{lon},50]}}}}"#
        )
    };
    let said = |features: &[&str], wanted: Option<&str>| {
        let all: Vec<String> =
            features.iter().enumerate().map(|(k, p)| point(p, k as f64)).collect();
        let text =
            format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}]}}", all.join(",\n"));
        let options = Options { party_property: wanted.map(str::to_owned), ..Options::default() };
        let found = bases("b.geojson", text.as_bytes(), &options).findings;
        assert!(found.iter().all(|f| f.severity == Severity::Warning && f.code == "F214"));
        found.into_iter().map(|f| (f.line, f.text, f.help)).collect::<Vec<_>>()
    };
    let (a, b, none) = (r#"{"party":"A"}"#, r#"{"party":"B"}"#, r#"{"nation":"C"}"#);
    assert_eq!(said(&[a, b], None), []);
    assert_eq!(said(&[none, "null"], None), []);
    let [(line, text, help)] = &said(&[a, none, b], None)[..] else { panic!("not told") };
    assert_eq!((*line, text.as_str()), (3, "feature 2 names no party: taken for a party \"base\""));
    assert!(help.contains("\"party\"") && help.contains("--party-property"), "{help}");
    let [(line, text, help)] = &said(&[a, none, b], Some("nation"))[..] else { panic!("not told") };
    let words = "feature 1 and 1 more name no party: taken for a party \"base\"";
    assert_eq!((*line, text.as_str()), (2, words));
    assert!(help.contains("\"nation\""), "{help}");
    assert_eq!(said(&[a, b], Some("none")).len(), 1);
}

/// An `e` with a number at both sides is a power, where no blank stands before it; else it is East.
#[test]
fn powers_are_no_east() {
    for (text, lat, lon) in [
        ("-4.87e-06,-179.99", -4.87e-6, -179.99),
        ("10,1.5e-05", 10.0, 1.5e-5),
        ("1e1, 2E1", 10.0, 20.0),
        ("lat,lon\n1.5e1,1e+2", 15.0, 100.0),
        ("party,lat,lon\nA,1e0,1.5E-05", 1.0, 1.5e-5),
        ("P1,-1e1,2.5", -10.0, 2.5),
        ("1.5e-05 N 2e-05 E", 1.5e-5, 2e-5),
        // These are East as before.
        ("1.5N 2.5E", 1.5, 2.5),
        ("N12E30", 12.0, 30.0),
        ("E 2.5 N 1.5", 1.5, 2.5),
        ("1.5 N, 2.5 E", 1.5, 2.5),
    ] {
        let p = &lines(text)[0];
        assert_eq!((p.at.lat, p.at.lon), (lat, lon), "{text}: {p:?}");
    }
    assert!(refusal("1.5e-05 10").contains("has 2 numbers and says of none"));
    let grain = lines("1.5e-05 N 2e-05 E")[0].grain_deg;
    assert!((grain[0] - 1e-6).abs() < 1e-15 && (grain[1] - 1e-5).abs() < 1e-15, "{grain:?}");
}

/// Lines of GeoJSON stand by themselves, under names that tell them apart; a lone one of a party needs none.
#[test]
fn lines_of_geojson_have_names() {
    let feature = |properties: &str, geometry: &str, places: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"{geometry}","coordinates":{places}}}}}"#
        )
    };
    let names = |features: &[String]| -> Vec<String> {
        let list = features.join(",");
        let text = format!(r#"{{"type":"FeatureCollection","features":[{list}]}}"#);
        let found = line("l.geojson", text.as_bytes());
        assert!(!found.failed(), "{:?}", found.findings);
        found.value.iter().map(|p| format!("{}/{}/{}", p.party, p.line, p.name)).collect()
    };
    let of = |properties: &str| feature(properties, "LineString", "[[0,0],[1,0]]");
    assert_eq!(names(&[of("")]), ["//", "//"]);
    assert_eq!(names(&[of(r#""party":"A","name":"n""#)]), ["A//", "A//"]);
    let pairs = [of(r#""between":"A-B""#), of(r#""between":"A-C""#), of(r#""between":"A-B""#)];
    assert_eq!(names(&pairs), ["/A-B 1/", "/A-B 1/", "/A-C/", "/A-C/", "/A-B 2/", "/A-B 2/"]);
    let taken = [of(r#""name":"1""#), of(""), of("")];
    assert_eq!(names(&taken), ["/1/", "/1/", "/2/", "/2/", "/3/", "/3/"]);
    // Segments that go on where the one before ends are one line, under one name or none; a ring that has closed is done.
    let segment = |properties: &str, places: &str| feature(properties, "LineString", places);
    let on = |x: &str, y: &str| [segment(x, "[[0,0],[1,2]]"), segment(y, "[[1,2],[2,2]]")];
    assert_eq!(names(&on("", "")), ["//", "//", "//"]);
    let party = r#""party":"A""#;
    assert_eq!(names(&on(party, party)), ["A//", "A//", "A//"]);
    assert_eq!(names(&on(r#""name":"a""#, r#""name":"b""#)), ["/a/", "/a/", "/b/", "/b/"]);
    assert_eq!(names(&on(party, r#""party":"B""#)), ["A//", "A//", "B//", "B//"]);
    let parts = feature("", "MultiLineString", "[[[0,0],[1,2]],[[1,2],[2,2]],[[5,5],[6,6]]]");
    assert_eq!(names(&[parts]), ["/1/", "/1/", "/1/", "/2/", "/2/"]);
    let ring = [segment("", "[[0,0],[1,2],[2,0],[0,0]]"), segment("", "[[0,0],[-1,-1]]")];
    assert_eq!(names(&ring).len(), 6);
    // Points name the vertices where every one has its point; alone they are the line.
    let [p, q] = ["[0,0]", "[1,0]"].map(|at| move |name: &str| feature(name, "Point", at));
    let named = [p(r#""number":7"#), q(r#""point":"x""#), of("")];
    assert_eq!(names(&named), ["//7", "//x"]);
    assert_eq!(names(&[p(r#""number":7"#), of("")]), ["//", "//"]);
    let alone = [p(r#""line":"a","name":"1""#), q(r#""line":"b","name":"2""#)];
    assert_eq!(names(&alone), ["/a/1", "/b/2"]);
}
