//! Cases for the engine's tests: the Caspian coast read by hand, and seas of simple shape.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]

pub mod judge;

use littoral_delimit::{DistanceOptions, LayerDivision, NoFunctions, SolveOptions, Waters};
use littoral_geodesy::LatLon;
use littoral_model::{Case, EdgeKind, Names, Party, Shore, ShoreKind};
use serde_json::Value;

/// An empty case with parties named by code.
pub fn case(parties: &[&str]) -> Case {
    let party = |id: &&str| Party { id: (*id).to_owned(), name: Names::english(id) };
    let mut case = Case::empty("test");
    case.parties = parties.iter().map(party).collect();
    case
}

pub fn shore(party: usize, kind: ShoreKind, lines: Vec<Vec<LatLon>>) -> Shore {
    Shore { party, kind, lines, edge: EdgeKind::Geodesic, origin: "test".into() }
}

fn line(v: &Value) -> Vec<LatLon> {
    let list = v.as_array().unwrap();
    list.iter().map(|p| LatLon::new(p[1].as_f64().unwrap(), p[0].as_f64().unwrap())).collect()
}

fn ring(v: &Value) -> Vec<LatLon> {
    let mut r = line(v);
    r.pop();
    r
}

/// The Caspian on the Natural Earth coast, without Garabogazköl.
pub fn caspian() -> Case {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/caspian/coast.geojson");
    let json: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut case = case(&["AZE", "IRN", "KAZ", "RUS", "TKM"]);
    for f in json["features"].as_array().unwrap() {
        let (kind, geometry) =
            (f["properties"]["kind"].as_str().unwrap(), &f["geometry"]["coordinates"]);
        let party = f["properties"]["party"].as_str().and_then(|p| case.party(p));
        let list = || geometry.as_array().unwrap().iter();
        match (kind, party) {
            ("sea", _) => {
                let mut rings = list().map(ring);
                case.sea.outer = rings.next().unwrap();
                case.sea.inner = rings.collect();
            }
            ("coast", Some(p)) => {
                case.shores.push(shore(p, ShoreKind::Coast, list().map(line).collect()))
            }
            ("islands", Some(p)) => {
                let rings = list()
                    .flat_map(|polygon| polygon.as_array().unwrap().iter().map(ring))
                    .collect();
                case.shores.push(shore(p, ShoreKind::Islands, rings));
            }
            _ => {}
        }
    }
    case
}

pub fn equidistance(waters: &Waters, islands: f64, tolerance_m: f64) -> LayerDivision {
    let options = DistanceOptions { islands, ..DistanceOptions::default() };
    let partition = waters.equidistance(options).unwrap();
    waters.solve(&partition, &NoFunctions, &SolveOptions { tolerance_m, cancel: None }).unwrap()
}

/// A sea of `size` degrees of latitude and longitude from its south-west corner, with one party's coast on its west
/// side and another's on its east side.
pub fn facing_coasts(south: f64, west: f64, size: f64) -> Case {
    let mut case = case(&["AAA", "BBB"]);
    let at = LatLon::new;
    let (north, east) = (south + size, west + size);
    case.sea.outer = vec![at(south, west), at(south, east), at(north, east), at(north, west)];
    for (party, lon) in [west, east].into_iter().enumerate() {
        let coast = vec![vec![at(south, lon), at(north, lon)]];
        case.shores.push(shore(party, ShoreKind::Coast, coast));
    }
    case
}
