//! Every format there and back, and against files that lie.

use std::collections::BTreeMap;

use littoral_geodesy::LatLon;
use littoral_model::Case;
use serde_json::{Map, Value, json};

use super::*;
use crate::s121;

fn p(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon)
}

fn feature(shape: Shape, properties: Value) -> Feature {
    let properties = properties.as_object().cloned().unwrap_or_default();
    Feature { shape: Some(shape), properties, ..Feature::default() }
}

/// Awkward but honest: Persian, quotes, formulas, long numbers, holes, parts, nulls, yes and no.
fn awkward() -> Collection {
    let ring = |a: f64| vec![p(a, a), p(a, a + 3.0), p(a + 3.0, a + 3.0), p(a + 3.0, a)];
    let hole = vec![p(1.0, 1.0), p(2.0, 1.0), p(2.0, 2.0)];
    let cells = vec![
        feature(
            Shape::Polygons(vec![vec![ring(0.0), hole], vec![ring(10.0)]]),
            json!({"holder": "AZE", "نام": "جمهوری آذربایجان", "area_km2": 82_123.456_789_012_3, "n": 12, "yes": true}),
        ),
        feature(
            Shape::Polygons(vec![vec![ring(20.123_456_789_1)]]),
            json!({"holder": "=1+1 \"<&>\", x; y", "نام": null, "area_km2": 1e-7, "n": -9_007_199_254_740_993_i64, "yes": false}),
        ),
    ];
    let lines = vec![feature(
        Shape::Lines(vec![vec![
            p(41.123_456_789_012_3, 49.987_654_321_098_7),
            p(42.0, 50.0),
            p(42.5, 50.0),
        ]]),
        json!({"between": "AZE-KAZ", "share_percent": 12.5, "distance_km": "AZE 1.0"}),
    )];
    let points = vec![
        feature(
            Shape::Points(vec![p(-0.000_000_001, 179.999_999_999)]),
            json!({"number": "T1", "k": 1.5}),
        ),
        feature(Shape::Points(vec![p(89.0, -180.0)]), json!({"number": "2", "k": -1.0e300})),
    ];
    let marks = vec![
        feature(Shape::Points(vec![p(1.0, 2.0), p(3.0, 4.0), p(-5.0, 6.5)]), json!({"mark": "a"})),
        feature(Shape::Points(vec![p(7.0, 8.0)]), json!({"mark": "b"})),
    ];
    let layer = |name: &str, features| Layer { name: name.into(), features };
    Collection {
        name: "a «test» & more".into(),
        layers: vec![
            layer("cells", cells),
            layer("lines", lines),
            layer("points", points),
            layer("spots", marks),
        ],
        ..Collection::default()
    }
}

/// The formats that features are written in.
fn written() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|f| f.write.is_some())
}

/// A register of one zone with its limit, as GML.
fn register() -> Written {
    let corners = [[40.0, 50.0], [40.0, 51.0], [41.0, 51.0], [40.0, 50.0]];
    let location = |(k, at): (usize, &[f64; 2])| s121::Location {
        id: format!("p{k}"),
        role: "turning".into(),
        at: *at,
        ..s121::Location::default()
    };
    let register = s121::Register {
        title: "a «test» & more".into(),
        locations: corners.iter().enumerate().map(location).collect(),
        limits: vec![s121::Limit {
            id: "l".into(),
            kind: "Boundary".into(),
            locations: (0..4).map(|k| format!("p{k}")).collect(),
            ..s121::Limit::default()
        }],
        zones: vec![s121::Zone {
            id: "z".into(),
            limits: vec!["l".into()],
            surfaces: vec![vec![corners.to_vec()]],
            ..s121::Zone::default()
        }],
        ..s121::Register::default()
    };
    Written::one(Piece::main(s121::write(&register).into_bytes()))
}

/// Writes with one format and reads every piece that is a file of its own.
fn there_and_back(format: &Format, c: &Collection) -> Collection {
    let written = write(format, c).unwrap();
    let mut out = Collection::default();
    let mains = written.pieces.iter().filter(|p| p.ending.is_none());
    for main in mains {
        let beside = written.pieces.iter().filter(|q| q.suffix == main.suffix);
        let beside: BTreeMap<String, Vec<u8>> =
            beside.filter_map(|q| Some((q.ending?.to_owned(), q.bytes.clone()))).collect();
        let name = format!("x{}.{}", main.suffix, format.endings[0]);
        let reading = read(format, &Input { name, bytes: main.bytes.clone(), beside });
        let errors: Vec<String> = reading
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error)
            .map(Finding::message)
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{}", format.id);
        out.layers.extend(reading.collection.layers);
    }
    out
}

fn near(a: LatLon, b: LatLon) -> bool {
    (a.lat - b.lat).abs() <= 1e-9 && (a.lon - b.lon).abs() <= 1e-9
}

/// Rings may begin elsewhere and run the other way; everything else must stay in order.
fn same_ring(a: &[LatLon], b: &[LatLon]) -> bool {
    let back: Vec<LatLon> = b.iter().rev().copied().collect();
    a.len() == b.len()
        && (0..b.len()).any(|k| {
            [b, back.as_slice()]
                .iter()
                .any(|b| (0..a.len()).all(|j| near(a[j], b[(j + k) % b.len()])))
        })
}

fn same_shape(a: &Shape, b: &Shape) -> bool {
    let same_line = |a: &Vec<LatLon>, b: &Vec<LatLon>| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(*a, *b))
    };
    match (a, b) {
        (Shape::Points(a), Shape::Points(b)) => same_line(a, b),
        (Shape::Lines(a), Shape::Lines(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_line(a, b))
        }
        (Shape::Polygons(a), Shape::Polygons(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| {
                    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_ring(a, b))
                })
        }
        _ => false,
    }
}

/// Without nulls: some formats leave them out.
fn facts(f: &Feature) -> Map<String, Value> {
    f.properties
        .iter()
        .filter(|(k, v)| !v.is_null() && *k != "kind")
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

#[test]
fn every_format_keeps_places_and_attributes() {
    for format in written().filter(|f| f.id != "txt") {
        let before = awkward();
        let after = there_and_back(format, &before);
        let all =
            |c: &Collection| c.layers.iter().flat_map(|l| l.features.clone()).collect::<Vec<_>>();
        let (a, b) = (all(&before), all(&after));
        assert_eq!(a.len(), b.len(), "{}", format.id);
        for (a, b) in a.iter().zip(&b) {
            let (x, y) = (a.shape.as_ref().unwrap(), b.shape.as_ref().unwrap());
            assert!(same_shape(x, y), "{}: {x:?} {y:?}", format.id);
            if format.id == "csv" {
                // Text cells do not say whether 12 is a number; the note says so.
                let same = |key: &str| assert_eq!(facts(a).get(key), facts(b).get(key), "csv");
                ["holder", "نام", "area_km2", "n", "yes", "k", "mark"].into_iter().for_each(same);
            } else {
                assert_eq!(facts(a), facts(b), "{}", format.id);
            }
        }
    }
}

#[test]
fn the_same_features_give_the_same_bytes() {
    for format in written() {
        let write = format.write.unwrap();
        assert_eq!(write(&awkward()), write(&awkward()), "{}", format.id);
    }
}

/// Lengths by the closed form of a degree of the meridian, 111132.95 - 559.84 cos 2f + 1.17 cos 4f metres.
#[test]
fn the_text_of_a_treaty_reads_back_to_its_rounding() {
    let case = Case::empty("square");
    let division = crate::samples::division();
    let written = treaty::annex(&case, &division, treaty::Print::default());
    let text = String::from_utf8(written.pieces[0].bytes.clone()).unwrap();
    let expected = "\
square: boundary by test

Coordinates refer to WGS 84, rounded to 0.01″. Working paper: not a claim.

Between A and B, seabed, test
The line follows the geodesics joining, in this order, the points below.

no.          latitude         longitude  kind      to next M  to next km  azimuth  to base points km
  -  02° 00′ 00.00″ N  01° 00′ 00.00″ E  terminus     59.706     110.575   180.00  A 0.000 B 0.000
  1  01° 00′ 00.00″ N  01° 00′ 00.00″ E  turning      59.705     110.574   180.00  A 111.303 B 111.303
  -  00° 00′ 00.00″ N  01° 00′ 00.00″ E  terminus          -           -        -  A 0.000 B 0.000

Base points, and the points that each controls
A  01° 00′ 00.00″ N  00° 00′ 00.00″ E  1
B  01° 00′ 00.00″ N  02° 00′ 00.00″ E  1
B  00° 30′ 00.00″ N  02° 00′ 00.00″ E  1
";
    assert_eq!(text, expected);
    let reading = read(
        by_id("txt").unwrap(),
        &Input { name: "a.txt".into(), bytes: text.into(), ..Input::default() },
    );
    assert_eq!(reading.findings, []);
    let layers: Vec<(&str, usize)> =
        reading.collection.layers.iter().map(|l| (l.name.as_str(), l.features.len())).collect();
    assert_eq!(layers, [("lines", 1), ("points", 3), ("base_points", 3)]);
    let line = &reading.collection.layers[0].features[0];
    assert_eq!(line.shape, Some(Shape::Lines(vec![vec![p(2.0, 1.0), p(1.0, 1.0), p(0.0, 1.0)]])));
    assert_eq!(line.properties["between"], "A-B");
    assert_eq!(reading.collection.layers[1].features[1].properties["number"], "1");
}

fn text_of(format: &str, text: &str) -> Reading {
    let input = Input { name: format!("a.{format}"), bytes: text.into(), ..Input::default() };
    read(by_id(format).unwrap(), &input)
}

/// Members of geometry collections, whole numbers of 64 bits and ids of features, from GeoJSON through every
/// format and back to GeoJSON: kept, or what a format cannot hold is said.
#[test]
fn what_geojson_holds_is_kept_or_its_loss_is_said() {
    let before = text_of(
        "geojson",
        r#"{"type":"FeatureCollection","features":[
{"type":"Feature","id":9007199254740993,"properties":{"n":9223372036854775807,"m":-9007199254740993},"geometry":
 {"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},
  {"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[1,2],[3,4]]},{"type":"Point","coordinates":[5,6]}]},
  {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}]}},
{"type":"Feature","id":"b","properties":{"n":1,"m":2},"geometry":{"type":"Point","coordinates":[7,8]}}]}"#,
    );
    assert_eq!(before.findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["F313"]);
    let kinds = |c: &Collection| -> Vec<(ShapeKind, usize)> {
        let shapes = c.layers.iter().flat_map(|l| &l.features).filter_map(|f| f.shape.as_ref());
        let mut kinds: Vec<_> = shapes.map(|s| (s.kind(), s.parts())).collect();
        kinds.sort();
        kinds
    };
    use ShapeKind::{Lines, Points, Polygons};
    let expected = [(Points, 1), (Points, 2), (Lines, 1), (Polygons, 1)];
    assert_eq!(kinds(&before.collection), expected);
    for format in written().filter(|f| f.id != "txt") {
        let after = there_and_back(format, &before.collection);
        assert_eq!(kinds(&after), expected, "{}", format.id);
        let losses = write(format, &before.collection).unwrap().losses;
        let said = losses.iter().any(|l| l.contains("cannot hold ids of features"));
        assert_eq!(said, format.id != "geojson", "{}: {losses:?}", format.id);
        let big = after.layers.iter().flat_map(|l| &l.features).find(|f| {
            f.properties["n"] == json!(i64::MAX)
                && f.properties["m"] == json!(-9_007_199_254_740_993_i64)
        });
        let big = big.unwrap_or_else(|| panic!("{}: {after:?}", format.id));
        let id = big.id.as_ref().unwrap_or_else(|| &big.properties["id"]);
        let digits = |v: &Value| feature::text(v);
        assert_eq!(digits(id), "9007199254740993", "{}", format.id);
        let last =
            after.layers.iter().flat_map(|l| &l.features).filter(|f| f.properties["n"] == json!(1));
        for f in last {
            assert_eq!(
                f.id.as_ref().unwrap_or_else(|| &f.properties["id"]),
                &json!("b"),
                "{}",
                format.id
            );
        }
    }
}

/// Beyond 64 bits a number is rounded, and that is said.
#[test]
fn a_number_with_too_many_digits_is_doubted() {
    let text = r#"{"type":"Feature","properties":{"u":18446744073709551615,"x":18446744073709551616},"geometry":null}"#;
    let reading = text_of("geojson", text);
    let f = &reading.findings[0];
    assert_eq!((f.code, f.place.as_str()), ("F317", "x"));
    let properties = &reading.collection.layers[0].features[0].properties;
    assert_eq!(properties["u"], json!(u64::MAX));
    let written = write(by_id("gpkg").unwrap(), &reading.collection).unwrap();
    assert!(written.losses[0].contains("beyond 63 bits are kept as text"), "{:?}", written.losses);
}

/// Case, rule, parameters, date and hashes go into every format and come back from it.
#[test]
fn every_format_says_what_made_it() {
    let mut c = exchange_of_a_division();
    c.layers.truncate(1);
    assert!(c.about["provenance"]["case_hash"].is_string() && c.about.contains_key("date"));
    for format in written().filter(|f| f.id != "txt") {
        let written = write(format, &c).unwrap();
        let beside = written.pieces.iter().filter_map(|q| {
            let key = if q.suffix == PROVENANCE { &PROVENANCE[1..] } else { q.ending? };
            Some((key.to_owned(), q.bytes.clone()))
        });
        let main = written.pieces[0].bytes.clone();
        let input = Input { name: "x".into(), bytes: main, beside: beside.collect() };
        let reading = read(format, &input);
        let about = Value::Object(reading.collection.about);
        let expected = Value::Object(c.about.clone());
        assert_eq!(real(&about), real(&expected), "{}: {:?}", format.id, reading.findings);
    }
}

/// Every number as a double: 15 and 15.0 are one value.
fn real(value: &Value) -> Value {
    match value {
        Value::Number(n) => Value::from(n.as_f64()),
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), real(v))).collect(),
        other => other.clone(),
    }
}

fn exchange_of_a_division() -> Collection {
    division::collection(&Case::empty("square"), &crate::samples::division())
}

/// So many attributes that work by their square would take minutes: every format is done in seconds, or
/// says in a sentence that it cannot hold them.
#[test]
fn wide_tables_take_linear_time() {
    let many = |count: usize| -> Collection {
        let properties: Map<String, Value> =
            (0..count).map(|k| (format!("attribute number {k}"), json!(k))).collect();
        let f = feature(Shape::Points(vec![p(1.0, 2.0)]), Value::Object(properties));
        let layers = vec![Layer { name: "wide".into(), features: vec![f] }];
        Collection { layers, ..Collection::default() }
    };
    let wide = many(20_000);
    let start = std::time::Instant::now();
    for format in written().filter(|f| f.id != "txt") {
        match write(format, &wide) {
            Ok(written) if format.id.starts_with("sh") => {
                assert!(written.losses[0].contains("shp cannot hold 20000 attributes"));
            }
            Ok(_) => {}
            Err(text) => assert!(text.starts_with("gpkg cannot hold 20000 attributes"), "{text}"),
        }
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    let columns = there_and_back(by_id("gpkg").unwrap(), &many(1998));
    assert_eq!(columns.layers[0].features[0].properties.len(), 1998);
    let members: Vec<String> = (0..50_000).map(|k| format!("\"a{k}\":1,\"a{k}\":2")).collect();
    let text = format!(
        "{{\"type\":\"Feature\",{},\"properties\":{{}},\"geometry\":null}}",
        members.join(",")
    );
    let start = std::time::Instant::now();
    assert!(text_of("geojson", &text).findings.len() <= 40);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

/// What a table of text cells cannot say is said.
#[test]
fn csv_says_what_becomes_something_else() {
    let text = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"zip":"1234","flag":"true","word":"","x":null},"geometry":{"type":"Point","coordinates":[1,2]}},
{"type":"Feature","properties":{"zip":"5678","flag":"false","word":"w","x":null},"geometry":null}]}"#;
    let losses = write(by_id("csv").unwrap(), &text_of("geojson", text).collection).unwrap().losses;
    for part in [
        "features without geometry: 1",
        "texts of \"zip\" read",
        "texts of \"flag\" read",
        "those of \"word\" are null",
    ] {
        assert!(
            losses.iter().any(|l| l.starts_with("csv cannot hold") && l.contains(part)),
            "{part}: {losses:?}"
        );
    }
    assert_eq!(losses.len(), 4, "{losses:?}");
    let losses = write(by_id("shp").unwrap(), &text_of("geojson", text).collection).unwrap().losses;
    assert_eq!(losses, ["features: shp cannot hold empty texts: those of \"word\" are null"]);
}

/// Attributes that are called like columns of ours, or like a formula, come back with their names.
#[test]
fn csv_keeps_names_of_attributes() {
    let names = ["x", "x_", "Latitude", "part", "=1+1", "-a", "vert;ex", "a,\"b\""];
    let properties = names.iter().map(|n| ((*n).to_owned(), json!("v"))).collect();
    let f = feature(Shape::Points(vec![p(1.0, 2.0)]), Value::Object(properties));
    let layers = vec![Layer { name: "points".into(), features: vec![f] }];
    let before = Collection { layers, ..Collection::default() };
    let after = there_and_back(by_id("csv").unwrap(), &before);
    assert_eq!(after.layers[0].features[0].properties, before.layers[0].features[0].properties);
}

/// A quote without its end would take the rest of the table as a text; one over two lines ends.
#[test]
fn csv_quotes_end() {
    let read = |text: &str| csv::read("p.csv", text.as_bytes());
    let open = read("lat,lon,name\n53,5,\"open\n54,7,b\n");
    assert_eq!(open.collection.count(), 0);
    assert_eq!((open.findings[0].code, open.findings[0].line), ("F372", 2));
    let closed = read("lat,lon,name\n53,5,\"Cape\nHorn\"\n54,7,b\n");
    assert_eq!(closed.collection.count(), 2);
    assert_eq!(closed.collection.layers[0].features[0].properties["name"], "Cape\nHorn");
}

/// Every byte of every format damaged, and every cut: never a panic, never a silent half.
#[test]
fn damaged_files_are_refused_or_read_but_never_panic() {
    let mut seed = 7_u64;
    let mut random = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    for format in FORMATS {
        // What is only read comes from its own writer.
        let written = format.write.map_or_else(register, |write| write(&awkward()).unwrap());
        let main = &written.pieces[0];
        let beside: BTreeMap<String, Vec<u8>> = written
            .pieces
            .iter()
            .filter(|q| q.suffix.is_empty())
            .filter_map(|q| Some((q.ending?.to_owned(), q.bytes.clone())))
            .collect();
        let try_it = |bytes: Vec<u8>, beside: BTreeMap<String, Vec<u8>>| {
            read(format, &Input { name: "x".into(), bytes, beside })
        };
        let step = (main.bytes.len() / 60).max(1);
        for cut in (0..main.bytes.len()).step_by(step) {
            drop(try_it(main.bytes[..cut].to_vec(), beside.clone()));
        }
        for round in 0..60 {
            let damage = |bytes: &[u8], random: &mut dyn FnMut() -> u64| -> Vec<u8> {
                let rate = if round % 2 == 0 { 50 } else { 1000 };
                bytes
                    .iter()
                    .map(|b| if random().is_multiple_of(rate) { random() as u8 } else { *b })
                    .collect()
            };
            let others = beside.iter().map(|(k, b)| (k.clone(), damage(b, &mut random))).collect();
            drop(try_it(damage(&main.bytes, &mut random), others));
        }
    }
}

#[test]
fn impossible_places_are_refused_with_their_place() {
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2],[500000,4600000]]}}]}"#;
    let reading = read(
        by_id("geojson").unwrap(),
        &Input { name: "a.geojson".into(), bytes: text.into(), ..Input::default() },
    );
    let f = &reading.findings[0];
    assert_eq!(f.whereabouts(), "a.geojson: layer features, feature 1, vertex 2");
    assert!(f.help.contains("look projected"), "{}", f.help);
}

#[test]
fn a_document_type_is_refused_with_its_line() {
    let text = "<?xml version=\"1.0\"?>\n<!DOCTYPE kml [<!ENTITY a \"aaaa\">]>\n<kml>&a;</kml>";
    let reading = read(
        by_id("kml").unwrap(),
        &Input { name: "a.kml".into(), bytes: text.into(), ..Input::default() },
    );
    assert_eq!((reading.findings[0].code, reading.findings[0].line), ("F312", 2));
}

#[test]
fn kml_of_others_is_read_with_its_names() {
    let text = r#"<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Coast</name>
<Placemark><name>A &amp; B</name><ExtendedData><Data name="party"><value>AZE</value></Data></ExtendedData>
<MultiGeometry><LineString><coordinates>49.1,41.2,0 49.2,41.3,0</coordinates></LineString>
<Point><coordinates>1,2</coordinates></Point></MultiGeometry></Placemark></Folder></Document></kml>"#;
    let reading = read(
        by_id("kml").unwrap(),
        &Input { name: "a.kml".into(), bytes: text.into(), ..Input::default() },
    );
    assert_eq!(reading.findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["F313"]);
    let layer = &reading.collection.layers[0];
    assert_eq!((layer.name.as_str(), layer.features.len()), ("Coast", 2));
    assert_eq!(layer.features[0].properties["name"], "A & B");
    assert_eq!(layer.features[0].properties["party"], "AZE");
}
