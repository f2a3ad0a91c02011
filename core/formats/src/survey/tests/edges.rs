//! The kind of edge that a file states: one for a line, wherever in it.

use super::*;

const MIXED: &str = "party,line,edge,lat,lon,name\nA,1,geodesic,60,0,p\nA,1,loxodrome,60,5,q\nA,1,loxodrome,60,10,r\n";

fn read(text: &str, join: Option<EdgeKind>) -> Reading<Bases> {
    bases("m.csv", text.as_bytes(), &Options { join, ..Options::default() })
}

fn refused<T>(found: &Reading<T>, number: usize, words: &str) {
    let errors: Vec<_> = found.findings.iter().filter(|f| f.severity == Severity::Error).collect();
    let said = errors.iter().map(|f| (f.code, f.line, f.file.as_str())).next();
    assert_eq!(said, Some(("F211", number, "m.csv")), "{:?}", found.findings);
    assert!(errors[0].text.contains(words) && errors[0].help.contains("line"), "{:?}", errors[0]);
}

/// How much a base point counts is no matter of a column, and that is said.
#[test]
fn a_column_of_weights_is_told() {
    for (head, told) in [
        ("party,lat,lon,weight", true),
        ("party,lat,lon,Effect", true),
        ("party,lat,lon,note", false),
    ] {
        let found =
            bases("b.csv", format!("{head}\nA,50,1,3\nB,50,3,1\n").as_bytes(), &Options::default());
        assert!(!found.failed(), "{head}: {:?}", found.findings);
        let said = found.findings.iter().any(|f| f.code == "F213" && f.line == 1);
        assert_eq!(said, told, "{head}: {:?}", found.findings);
    }
}

#[test]
fn a_line_has_one_kind_of_edge() {
    let words = "column edge says loxodrome here, and geodesic in line 2";
    refused(&read(MIXED, None), 3, words);
    refused(&line("m.csv", MIXED.as_bytes()), 3, words);
    // Two lines that share the node are two kinds.
    let two = MIXED.replace("A,1,lox", "A,2,lox") + "A,1,,60,5,q\n";
    let found = read(&two, None);
    assert!(!found.failed(), "{:?}", found.findings);
    let edges: Vec<_> = found.value.lines.iter().map(|l| (l.nodes.len(), l.edge)).collect();
    assert_eq!(edges, [(2, EdgeKind::Geodesic), (2, EdgeKind::Loxodrome)]);
    // Rows of a party without a column `line` are one line where they are read or joined as one.
    let unnamed = "party,edge,lat,lon\nA,loxodrome,60,0\nB,geodesic,0,0\nA,geodesic,60,5\n";
    refused(&line("m.csv", unnamed.as_bytes()), 4, "geodesic here, and loxodrome in line 2");
    refused(&read(unnamed, Some(EdgeKind::Geodesic)), 4, "geodesic here, and loxodrome in line 2");
    // Places stand each for itself, and base points alone have no edge: that is said.
    assert!(!places("m.csv", unnamed.as_bytes()).failed());
    let alone = read(unnamed, None);
    assert!(!alone.failed() && alone.value.lines.len() == 3);
    let said = alone.findings.iter().find(|f| f.code == "F212").unwrap();
    assert!(said.text.contains("3 rows state an edge, but no line"), "{said:?}");
}

/// Empty cells are as the line, which any of its rows may state; against that `join` has no say.
#[test]
fn any_row_states_the_kind() {
    let later = "party,line,edge,kind,lat,lon\nA,1,,,60,0\nA,1,loxodrome,,60,5\nA,1,,coast,60,10\n";
    for join in [None, Some(EdgeKind::Geodesic)] {
        let l = read(later, join).value.lines.remove(0);
        assert_eq!((l.edge, l.kind, l.nodes.len()), (EdgeKind::Loxodrome, ShoreKind::Coast, 3));
    }
    let found = lines("lat,lon,edge\n60,0,\n60,5,loxodrome\n");
    assert_eq!(found.iter().map(|p| p.edge).collect::<Vec<_>>(), [None, Some(EdgeKind::Loxodrome)]);
    assert_eq!(found.iter().map(|p| p.row).collect::<Vec<_>>(), [2, 3]);
    let ring = "party,line,kind,lat,lon\nA,i,,0,0\nA,i,,0,1\nA,i,,1,1\nA,i,islands,0,0\n";
    let found = read(ring, None).value;
    assert_eq!((found.land.len(), found.lines[0].nodes.len()), (1, 3));
}

#[test]
fn a_line_is_of_one_kind_of_shore() {
    let rows = "party,line,kind,lat,lon\nA,1,coast,60,0\nA,1,baseline,60,5\n";
    refused(&read(rows, None), 3, "column kind says baseline here, and coast in line 2");
    // The kind of a printed point is its own affair.
    assert!(!line("m.csv", rows.as_bytes()).failed());
}

fn feature(properties: &str, kind: &str, places: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{places}}}}}"
    )
}

fn shown(features: &[String]) -> Reading<Vec<Printed>> {
    let list = features.join(",\n");
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{list}]}}");
    line("m.csv", text.as_bytes())
}

/// Lines of two kinds that go on end to end are two.
#[test]
fn geojson_states_it_by_a_property() {
    let (geodesic, loxodrome) = ("\"edge\":\"geodesic\"", "\"edge\":\"loxodrome\"");
    let (first, second) = ("[[0,60],[5,60]]", "[[5,60],[10,60]]");
    let of = |a, b| shown(&[feature(a, "LineString", first), feature(b, "LineString", second)]);
    let one = of(loxodrome, loxodrome).value;
    assert!(one.len() == 3 && one.iter().all(|p| p.edge == Some(EdgeKind::Loxodrome)), "{one:?}");
    assert_eq!(one.iter().map(|p| p.row).collect::<Vec<_>>(), [2, 2, 3]);
    let two = of(geodesic, loxodrome).value;
    let said: Vec<_> = two.iter().map(|p| (p.line.as_str(), p.edge)).collect();
    let [g, l] = [EdgeKind::Geodesic, EdgeKind::Loxodrome].map(Some);
    assert_eq!(said, [("1", g), ("1", g), ("2", l), ("2", l)]);
    let wrong = of(geodesic, "\"edge\":\"rhumb\"");
    assert!(wrong.findings.iter().any(|f| f.code == "F202" && f.place.starts_with("feature 2")));
    // Points alone are one line.
    let points = |b| shown(&[feature(loxodrome, "Point", "[0,60]"), feature(b, "Point", "[5,60]")]);
    assert_eq!(points(loxodrome).value[1].edge, l);
    let at_odds = points(geodesic);
    let said = at_odds.findings.iter().find(|f| f.code == "F211").unwrap();
    assert!(said.place.starts_with("feature 2"), "{said:?}");
}
