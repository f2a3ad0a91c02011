//! Files as strangers make them: what is read all the same, and what a refusal says.

use littoral_geodesy::LatLon;
use serde_json::json;

use super::*;

fn input(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
    Input { name: name.into(), bytes: bytes.into(), ..Input::default() }
}

fn reading(name: &str, bytes: impl Into<Vec<u8>>) -> Reading {
    let format = by_ending(name.rsplit('.').next().unwrap()).unwrap();
    read(format, &input(name, bytes))
}

fn messages(reading: &Reading) -> String {
    reading.findings.iter().map(|f| f.message() + "\n").collect()
}

fn polygon(ring: &serde_json::Value) -> String {
    json!({ "type": "Polygon", "coordinates": [ring] }).to_string()
}

#[test]
fn a_ring_that_ends_on_the_other_side_of_180_is_closed_there() {
    let ring = json!([[180, -80], [90, -70], [0, -72], [-90, -70], [-180, -80]]);
    let found = reading("a.geojson", polygon(&ring));
    assert!(!found.failed(), "{}", messages(&found));
    assert!(messages(&found).contains("180th meridian"), "{}", messages(&found));
    let Some(Shape::Polygons(cells)) = &found.collection.layers[0].features[0].shape else {
        panic!("no polygon")
    };
    assert_eq!(cells[0][0].len(), 5);
    // Neither another latitude nor another meridian closes anything.
    for end in [json!([-180, -80.1]), json!([-179, -80]), json!([180.5, -80])] {
        let mut ring = ring.clone();
        ring[4] = end;
        let found = reading("a.geojson", polygon(&ring));
        assert!(found.failed() && messages(&found).contains("not closed"), "{}", messages(&found));
    }
}

#[test]
fn json_that_is_none_says_what_to_do() {
    let feature = r#"{"type":"Feature","properties":{},"geometry":null}"#;
    for (text, help) in [
        (String::new(), "the file is empty"),
        (format!("{feature}\n{feature}"), "of one feature a line make one FeatureCollection"),
        (feature[..20].to_owned(), "was it copied whole?"),
        (r#"{"type":"Topology","arcs":[]}"#.to_owned(), "TopoJSON"),
        (r#"{"geometryType":"esriGeometryPoint","features":[]}"#.to_owned(), "Esri"),
        (polygon(&json!([[0, 0], [1, 1], [0, 0]])), "leave the ring out"),
    ] {
        let said = messages(&reading("a.json", text));
        assert!(said.contains(help), "{said}");
    }
}

/// Natural Earth, and whoever packs a folder: an archive called `.zip`, with what a Macintosh adds.
#[test]
fn a_zip_of_shapefiles_is_read_wherever_they_lie_in_it() {
    let at = LatLon::new(40.0, 50.0);
    let point = Feature { shape: Some(Shape::Points(vec![at])), ..Feature::default() };
    let layer = Layer { name: "spots".into(), features: vec![point] };
    let collection = Collection { layers: vec![layer], ..Collection::default() };
    let written = write(by_id("shp").unwrap(), &collection).unwrap();
    let mut members = vec![
        ("__MACOSX/data/._spots.shp".to_owned(), b"Mac OS X".to_vec()),
        ("data/._spots.dbf".to_owned(), b"Mac OS X".to_vec()),
        ("README.txt".to_owned(), b"read me".to_vec()),
    ];
    let named = |p: Piece| (format!("data/SPOTS.{}", p.ending.unwrap_or("SHP")), p.bytes);
    members.extend(written.pieces.into_iter().map(named));
    let found = reading("ne.zip", archive::pack(&members));
    assert!(!found.failed(), "{}", messages(&found));
    assert_eq!(found.collection.layers.len(), 1);
    assert_eq!(found.collection.layers[0].features[0].shape, Some(Shape::Points(vec![at])));
}

#[test]
fn a_shapefile_in_another_system_is_refused_or_doubted_with_what_to_do() {
    let at = LatLon::new(40.0, 50.0);
    let point = Feature { shape: Some(Shape::Points(vec![at])), ..Feature::default() };
    let layer = Layer { name: "a".into(), features: vec![point] };
    let collection = Collection { layers: vec![layer], ..Collection::default() };
    let written = write(by_id("shp").unwrap(), &collection).unwrap();
    let bytes = &written.pieces[0].bytes;
    let with = |prj: &str| {
        let beside = BTreeMap::from([("prj".to_owned(), prj.as_bytes().to_vec())]);
        let name = "a.shp".to_owned();
        read(by_id("shp").unwrap(), &Input { name, bytes: bytes.clone(), beside })
    };
    let degrees = r#"UNIT["Degree",0.0174532925199433]]"#;
    let pulkovo = format!(r#"GEOGCS["GCS_Pulkovo_1942",PRIMEM["Greenwich",0.0],{degrees}"#);
    let found = with(&pulkovo);
    assert!(!found.failed() && messages(&found).contains("EPSG:4326"), "{}", messages(&found));
    for (prj, word) in [
        (r#"COMPD_CS["x",PROJCS["UTM 39N",GEOGCS["y"]]]"#.to_owned(), "projected"),
        (pulkovo.replace(r#"["Greenwich",0.0]"#, r#"["Pulkovo",30.32771667]"#), "30.32771667 east"),
        (pulkovo.replace("0.0174532925199433", "0.0157079632679"), "not in degrees"),
    ] {
        let found = with(&prj);
        assert!(found.failed() && messages(&found).contains(word), "{}", messages(&found));
    }
}

#[test]
fn kml_names_the_place_of_a_broken_position_and_what_it_passes_over() {
    let kml = |inside: &str| {
        format!(
            "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>AAA</name>\n{inside}\n</Placemark></Document></kml>"
        )
    };
    let line = "<LineString><coordinates>\n50,40\n51, 40\n52,40</coordinates></LineString>";
    let said = messages(&reading("a.kml", kml(line)));
    assert!(said.contains("\"51,\" is no longitude"), "{said}");
    assert!(said.contains("placemark \"AAA\"") && said.contains(" 4 | 51, 40"), "{said}");
    assert!(said.contains("no space within a position"), "{said}");
    let link = "<Point><coordinates>50,40</coordinates></Point></Placemark><NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink><Placemark>";
    let found = reading("a.kml", kml(link));
    assert!(!found.failed() && messages(&found).contains("not read: NetworkLink"));
}

#[test]
fn what_is_not_read_is_said_with_what_to_do() {
    // A curve of GeoPackage in well-known binary is no damage.
    let curve = cursor::Broken::new(40, "geometries of type 10 are not read");
    assert!(curve.finding("F340", "a.gpkg", "").help.contains("straight pieces"));
    let said = messages(&reading("a.csv", "WKT,name\n\"POINT (50 40)\",a\n"));
    assert!(said.contains("convert them to GeoJSON"), "{said}");
    let kml = "<kml><Placemark><Point><coordinates>50,40</coordinates></Point></Placemark></kml>";
    let one = |name: &str| (name.to_owned(), kml.as_bytes().to_vec());
    let found = reading("a.kmz", archive::pack(&[one("a.kml"), one("files/b.kml")]));
    assert!(!found.failed() && messages(&found).contains("only a.kml is read"));
}

#[test]
fn blanks_that_a_table_of_fixed_width_loses_are_said() {
    let with = |text: &str| {
        let properties = json!({ "name": text }).as_object().cloned().unwrap();
        let feature = Feature { properties, ..Feature::default() };
        let layer = Layer { name: "a".into(), features: vec![feature] };
        let collection = Collection { layers: vec![layer], ..Collection::default() };
        write(by_id("shp").unwrap(), &collection).unwrap().losses
    };
    assert!(with("ends so ").iter().any(|l| l.contains("blanks at the end")));
    assert_eq!(with(" begins so"), Vec::<String>::new());
}
