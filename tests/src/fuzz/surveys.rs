//! Surveys: base points, coasts, published lines.

use littoral_formats::survey::{self, Options, readings};
use littoral_model::{EdgeKind, Finding};

/// Base points and coasts.
pub const BASES: &[&[u8]] = &[
    "# datum: ED50\nparty,lat,lon,name,line,edge,kind\nNOR,58°00'N,7°01.5'E,Lista,a,geodesic,baseline\n\
     NOR,58.1,7.3,,a,,\nDNK,57.1,8.5,Hanstholm,,,\nDNK,56.9,8.2,,,,base_points\n".as_bytes(),
    "NOR,61.0,4.5\nGBR,60.8,-0.7\nGBR,60.1,-1.0,Skerries\n".as_bytes(),
    "A;54 10.5 N;179 59.9 E\nB;54 11 N;179 58 W\n".as_bytes(),
    r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"party":"A","kind":"coast","edge":"loxodrome"},"geometry":{"type":"LineString","coordinates":[[179.5,-10],[-179.5,-10.5],[-179,-11]]}},
{"type":"Feature","properties":{"ISO_A3":"B"},"geometry":{"type":"Polygon","coordinates":[[[178,-12],[179,-12],[179,-13],[178,-13],[178,-12]]]}},
{"type":"Feature","properties":{"party":"C"},"geometry":{"type":"MultiPoint","coordinates":[[170,-9],[171,-9]]}},
{"type":"Feature","properties":{"kind":"window"},"geometry":{"type":"Polygon","coordinates":[[[170,-20],[-170,-20],[-170,-5],[170,-5],[170,-20]]]}}]}"#.as_bytes(),
];

/// Published lines.
pub const LINES: &[&[u8]] = &[
    "1. 41°27'30.5\"N 50°11'04.9\"E\n2. 41°32.4'N, 50°56.6'E\n3) 42 33 36 N 49 53 18 E\n".as_bytes(),
    "number,lat,lon\nA1,-10.5,179.9\nA2,-10.7,-179.9\n".as_bytes(),
    r#"{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"LineString","coordinates":[[3.5,56],[4,56.5]]}}"#.as_bytes(),
];

/// Base points: places are places, parties exist, findings say where.
pub fn bases(data: &[u8]) {
    for join in [None, Some(EdgeKind::Loxodrome)] {
        let reading = survey::bases("survey", data, &Options { party_property: None, join });
        said(&reading.findings);
        if reading.failed() {
            continue;
        }
        let all = &reading.value;
        for line in &all.lines {
            assert!(line.party < all.parties.len() && !line.nodes.is_empty());
            line.nodes.iter().for_each(|n| assert!(n.at.check().is_ok(), "{:?}", n.at));
        }
        let places = all.land.iter().flat_map(|l| &l.1).chain(&all.window);
        places.for_each(|p| assert!(p.check().is_ok(), "{p:?}"));
        let joined = all.joined();
        assert_eq!(joined.joined(), joined, "putting end to end once is enough");
    }
}

/// Points of a line, and every other reading of their text.
pub fn printed_line(data: &[u8]) {
    let reading = survey::line("line", data);
    said(&reading.findings);
    assert_eq!(survey::line("line", data).value, reading.value, "the same bytes, the same points");
    if reading.failed() {
        return;
    }
    for point in reading.value.iter().take(20) {
        assert!(point.at.check().is_ok(), "{point:?}");
        assert!(point.grain_deg.iter().all(|g| (0.0..=90.0).contains(g)), "{point:?}");
        let slips = readings::readings(point);
        slips.iter().for_each(|(_, at)| assert!(at.check().is_ok(), "{at:?}"));
    }
}

fn said(findings: &[Finding]) {
    for f in findings {
        assert!(!f.text.is_empty() && !f.file.is_empty(), "{f:?}");
        assert!(f.text.len() < 4000 && f.excerpt.len() < 4000, "a finding as long as the file");
    }
}
