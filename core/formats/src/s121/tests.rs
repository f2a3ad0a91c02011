//! The register of the Caspian's law and of its divisions: what an importer relies on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use littoral_delimit::division::LayerMap;
use littoral_delimit::{
    DistanceOptions, Division, LayerDivision, NoFunctions, Provenance, SolveOptions, Waters,
};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::{Case, EdgeKind, Names, Party, Shore, ShoreKind};
use littoral_treaty::{Activity, Fraction, Law, Layer};
use serde_json::Map;

use super::{Register, of_division, of_law, plain, read, write};
use crate::{CaseBundle, read_case};

const COARSE: SolveOptions<'_> = SolveOptions { tolerance_m: 25.0, cancel: None };

fn caspian() -> crate::CaseReading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    read_case(&CaseBundle::read_dir(&path).unwrap(), &[])
}

fn equidistance(case: &Case) -> Register {
    let waters = Waters::new(case.clone()).unwrap();
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let layer = waters.solve(&partition, &NoFunctions, &COARSE).unwrap();
    of_division(case, &division(case, "seabed", layer))
}

fn division(case: &Case, name: &str, layer: LayerDivision) -> Division {
    Division {
        case: case.id.clone(),
        rule: "equidistance".into(),
        params: Map::new(),
        layers: LayerMap(vec![(name.into(), layer)]),
        notes: Map::new(),
        warnings: Vec::new(),
        provenance: Provenance::default(),
    }
}

fn law_of(on: &str) -> Register {
    let reading = caspian();
    let case = reading.case.unwrap();
    let waters = Waters::new(case.clone()).unwrap();
    let law = Law::new(&reading.record, &waters).unwrap();
    let day = law.on(on.parse().unwrap());
    let layer = |word, doing| {
        let plan =
            day.regime(Layer::named(word).unwrap(), Activity::named(doing).unwrap()).unwrap();
        day.traced(&plan, &COARSE).unwrap()
    };
    let layers =
        [("seabed", layer("seabed", "extraction")), ("column", layer("column", "fishing"))];
    of_law(&case, &day, &layers)
}

fn sound(register: &Register) {
    let ids: Vec<&str> = register.ids().collect();
    let once: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "every id once");
    let there = |id: &String| assert!(once.contains(id.as_str()), "{id} is not there");
    let places: BTreeMap<&str, [f64; 2]> =
        register.locations.iter().map(|l| (l.id.as_str(), l.at)).collect();
    for r in &register.rights {
        r.holder.iter().for_each(there);
        r.sources.iter().for_each(there);
        there(&r.unit);
        assert!(!r.sources.is_empty() && !r.what.is_empty(), "{r:?}");
    }
    for l in &register.limits {
        assert!(l.locations.len() > 1);
        l.locations.iter().for_each(|id| assert!(places.contains_key(id.as_str())));
    }
    for z in &register.zones {
        there(&z.unit);
        z.limits.iter().for_each(there);
        for ring in z.surfaces.iter().flatten() {
            assert!(ring.len() > 3 && ring.first() == ring.last(), "{} closes", z.id);
        }
    }
    for u in &register.units {
        let used = register.rights.iter().any(|r| r.unit == u.id)
            || register.zones.iter().any(|z| z.unit == u.id);
        assert!(used, "{} is an orphan", u.id);
    }
    for (unit, what, domains) in shares_of(register).keys() {
        let all = &shares_of(register)[&(*unit, *what, domains.clone())];
        let sum: Vec<Fraction> = all.iter().map(|s| s.parse().unwrap()).collect();
        assert!(Fraction::sum_to_one(&sum), "{unit} {what}: {all:?}");
    }
}

type Shares<'a> = BTreeMap<(&'a str, &'a str, Vec<String>), Vec<&'a str>>;

fn shares_of(register: &Register) -> Shares<'_> {
    let mut out = Shares::new();
    for r in register.rights.iter().filter(|r| r.share_check) {
        let key = (r.unit.as_str(), r.what.as_str(), r.domains.clone());
        out.entry(key).or_default().push(&r.share);
    }
    out
}

#[test]
fn a_division_goes_out_and_comes_back() {
    let case = caspian().case.unwrap();
    let register = equidistance(&case);
    sound(&register);
    let text = write(&register);
    assert_eq!(read("x.gml", &text).unwrap(), register);
    assert_eq!(write(&read("x.gml", &text).unwrap()), text, "the same bytes");
    assert!(text.contains("S-121-structured, not schema-validated"));
    assert_eq!(register.zones.len(), 5);
    assert!(register.limits.iter().all(|l| l.kind == "Boundary"));
    let tripoints = register.locations.iter().filter(|l| l.role == "tripoint").count();
    assert_eq!(tripoints, 3, "three lines share one location");
}

#[test]
fn the_law_of_a_day_goes_out_and_comes_back() {
    let register = law_of("2021-06-01");
    sound(&register);
    let text = write(&register);
    assert_eq!(read("x.gml", &text).unwrap(), register);
    let right = |id: &str| register.rights.iter().find(|r| r.id.contains(id)).unwrap();
    assert_eq!((right("DOST2021").share.as_str(), right("DOST2021").share_check), ("3/10", true));
    let source = |id: &str| register.sources.iter().find(|s| s.id == id).unwrap();
    assert_eq!(source("S.RUKZ1998").acceptance, "2003-05-16");
    assert_eq!(source("S.AKT2018").acceptance, "", "signed, not in force");
    assert!(register.sources.iter().all(|s| {
        s.acceptance.is_empty() || s.submission.is_empty() || s.submission[..4] <= s.acceptance[..4]
    }));
    let contested = register.zones.iter().filter(|z| z.label.contains("contested"));
    let pairs: Vec<&str> = contested.map(|z| z.label.as_str()).collect();
    assert!(pairs.len() >= 2, "contested water is one zone a party: {pairs:?}");
    assert_eq!(register.governance[0].title, "consent of 5");
    let words = plain(&register);
    for part in ["RUKZ1998", "share 3/10", "ZONES", "LIMITS", "AZE, contested, seabed"] {
        assert!(words.contains(part), "{part}");
    }
}

/// Ids stay when the sea gets one more zone: adding a layer changes no other element.
#[test]
fn ids_are_stable() {
    let case = caspian().case.unwrap();
    let waters = Waters::new(case.clone()).unwrap();
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let layer = waters.solve(&partition, &NoFunctions, &COARSE).unwrap();
    let one = division(&case, "seabed", layer.clone());
    let mut two = one.clone();
    two.layers.0.insert(0, ("water".into(), layer));
    let (few, many) = (of_division(&case, &one), of_division(&case, &two));
    let many: BTreeSet<&str> = many.ids().collect();
    assert!(few.ids().all(|id| many.contains(id)));
}

#[test]
fn what_is_no_register_is_refused_with_a_line() {
    let good = write(&equidistance(&caspian().case.unwrap()));
    let cut: String = good.chars().take(good.len() / 2).collect();
    let lost = good.replacen("gml:id=\"P.KAZ\"", "gml:id=\"P.XXX\"", 1);
    let open = good.replacen("<gml:posList>", "<gml:posList>1 2 x ", 1);
    for (text, says) in [
        ("", "one root element"),
        ("<a><b></a>", "not XML"),
        ("<kml/>", "not an S-121 Dataset"),
        ("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", "document type"),
        (cut.as_str(), "not XML"),
        (lost.as_str(), "refers to P.KAZ, which is not there"),
        (open.as_str(), "not pairs of latitude and longitude"),
    ] {
        let findings = read("x.gml", text).unwrap_err();
        let all: Vec<String> = findings.iter().map(|f| f.text.clone()).collect();
        assert!(all.iter().any(|t| t.contains(says)), "{says}: {:?}", all.first());
        assert!(findings.iter().all(|f| f.line > 0));
    }
    let deep = "<a>".repeat(100_000);
    assert!(read("x.gml", &deep).is_err());
}

/// Names that XML does not take: markup, control characters, other alphabets.
#[test]
fn strange_names_survive() {
    let mut register = equidistance(&caspian().case.unwrap());
    register.title = "a < b & \"c\" 'd' دریای خزر".into();
    assert_eq!(read("x.gml", &write(&register)).unwrap().title, register.title);
    register.title = "bell \u{7} and \u{fffe}".into();
    assert_eq!(read("x.gml", &write(&register)).unwrap().title, "bell  and");
}

/// Two coasts of 400 km over the antimeridian: everything is written within -180 to 180, cells and the line are cut where
/// their edges, geodesics hundreds of kilometres long, meet it, and no place is lost.
#[test]
fn what_runs_over_the_antimeridian_is_cut() {
    let at = LatLon::new;
    let mut case = Case::empty("strait");
    case.parties = ["A", "B"].map(|id| Party { id: id.into(), name: Names::english(id) }).to_vec();
    let corners = [at(60.0, 175.9), at(60.0, 184.3), at(62.0, 184.0), at(62.0, 176.2)];
    case.sea.outer = corners.to_vec();
    let shore = |party: usize, line: [LatLon; 2]| Shore {
        party,
        kind: ShoreKind::Coast,
        lines: vec![line.to_vec()],
        edge: EdgeKind::default(),
        origin: String::new(),
    };
    case.shores = vec![shore(0, [corners[0], corners[1]]), shore(1, [corners[2], corners[3]])];
    let waters = Waters::new(case.clone()).unwrap();
    let partition = waters.equidistance(DistanceOptions::default()).unwrap();
    let layer = waters.solve(&partition, &NoFunctions, &COARSE).unwrap();
    let register = of_division(&case, &division(&case, "seabed", layer.clone()));
    sound(&register);
    assert_eq!(read("x.gml", &write(&register)).unwrap(), register);
    assert_eq!(register.extent, [60.0, -180.0, 62.0, 180.0]);

    let earth = Earth::new(&case.ellipsoid);
    let turned = |p: [f64; 2]| [p[0], if p[1] < 0.0 { p[1] + 360.0 } else { p[1] }];
    let off_edges = |ring: &[[f64; 2]], p: [f64; 2]| {
        let edges = ring.iter().zip(ring.iter().cycle().skip(1));
        let edges = edges.filter_map(|(a, b)| {
            Curve::between(&earth, LineKind::Geodesic, at(a[0], a[1]), at(b[0], b[1]))
        });
        edges.map(|e| e.nearest(&earth, at(p[0], p[1])).1).fold(f64::INFINITY, f64::min)
    };
    for zone in &register.zones {
        assert_eq!(zone.surfaces.len(), 2, "one part on either side: {}", zone.id);
        let holder = layer.cells.iter().find(|(h, _)| zone.label.starts_with(h.as_str())).unwrap();
        let whole = &holder.1[0].rings[0];
        for ring in zone.surfaces.iter().flatten() {
            assert!(ring.iter().all(|p| p[1].abs() <= 180.0), "{ring:?}");
            let on = ring.iter().skip(1).filter(|p| p[1].abs() == 180.0);
            let off: Vec<f64> = on.map(|p| off_edges(whole, turned(*p))).collect();
            assert!(off.len() == 2 && off.iter().all(|d| *d < 5e-4), "{off:?}");
        }
        let parts: usize = zone.surfaces.iter().flatten().map(|r| r.len() - 3).sum();
        assert_eq!(parts, whole.len(), "every vertex once, two more on the border a part");
    }
    let places: BTreeMap<&str, [f64; 2]> =
        register.locations.iter().map(|l| (l.id.as_str(), l.at)).collect();
    let ends: Vec<[f64; 2]> = register
        .limits
        .iter()
        .flat_map(|l| [l.locations.first(), l.locations.last()])
        .map(|id| places[id.unwrap().as_str()])
        .filter(|p| p[1].abs() == 180.0)
        .collect();
    assert!(ends.len() == 2 && ends[0][0] == ends[1][0] && ends[0][1] == -ends[1][1], "{ends:?}");
    let line: Vec<[f64; 2]> = layer.lines[0].points.iter().map(|p| [p.lat, p.lon]).collect();
    assert!(off_edges(&line, turned(ends[0])) < 5e-4);
}
