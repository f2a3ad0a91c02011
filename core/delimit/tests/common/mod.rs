//! Cases for the engine's tests: the Caspian coast read by hand, and seas of simple shape.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]

pub mod cells;
pub mod judge;

use littoral_delimit::{DistanceOptions, LayerDivision, NoFunctions, SolveOptions, Waters};
use littoral_geodesy::LatLon;
use littoral_model::{Case, EdgeKind, Names, Party, Shore, ShoreKind};
use serde::Deserialize;

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

/// The Caspian on the Natural Earth coast, without Garabogazköl.
pub fn caspian() -> Case {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/caspian/coast.geojson");
    coast(&std::fs::read(path).unwrap())
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    kind: String,
    #[serde(alias = "state")]
    party: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    /// A named terminus: not read.
    Point(#[allow(dead_code, reason = "termini are vertices of coasts")] Vec<f64>),
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiLineString(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

/// A sea, coasts and islands in the layout of `examples/caspian/coast.geojson`; parties in the order of the file.
pub fn coast(json: &[u8]) -> Case {
    let at = |p: &[f64; 2]| LatLon::new(p[1], p[0]);
    let line = |l: &Vec<[f64; 2]>| l.iter().map(at).collect::<Vec<_>>();
    // GeoJSON repeats the first place of a ring at its end.
    let ring = |l: &Vec<[f64; 2]>| l[..l.len() - 1].iter().map(at).collect::<Vec<_>>();
    let all: Collection = serde_json::from_slice(json).unwrap();
    let shores = all.features.iter().filter(|f| f.properties.kind != "terminus");
    let mut names: Vec<&str> = shores.filter_map(|f| f.properties.party.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    let mut case = case(&names);
    for f in &all.features {
        let party = f.properties.party.as_deref().and_then(|p| case.party(p));
        match (f.properties.kind.as_str(), party, &f.geometry) {
            ("sea", _, Geometry::Polygon(rings)) => {
                case.sea.outer = ring(&rings[0]);
                case.sea.inner = rings[1..].iter().map(ring).collect();
            }
            ("coast", Some(p), Geometry::MultiLineString(lines)) => {
                let lines = lines.iter().map(line).collect();
                case.shores.push(shore(p, ShoreKind::Coast, lines));
            }
            ("islands", Some(p), Geometry::MultiPolygon(polygons)) => {
                let rings = polygons.iter().flatten().map(ring).collect();
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

/// Three parties round a ragged sea of about 100 km with an island of the first and one of the third.
pub fn ragged(lat: f64, lon: f64, seed: u64) -> Case {
    let mut out = case(&["AAA", "BBB", "CCC"]);
    let mut random = judge::Lcg(seed);
    let stretch = 1.0 / lat.to_radians().cos();
    let mut ring = |y: f64, x: f64, radius: f64, count: usize| -> Vec<LatLon> {
        let corner = |k: usize| {
            let turn = std::f64::consts::TAU * k as f64 / count as f64;
            let r = radius * (0.85 + 0.3 * random.unit());
            LatLon::new(
                lat + y + r * turn.sin(),
                littoral_geodesy::densify::wrap(lon + (x + r * turn.cos()) * stretch),
            )
        };
        (0..count).map(corner).collect()
    };
    let outer = ring(0.0, 0.0, 0.45, 60);
    let islands = [ring(0.1, -0.12, 0.02, 7), ring(-0.15, 0.1, 0.03, 6)];
    for k in 0..3 {
        let line = (20 * k..=20 * k + 20).map(|j| outer[j % 60]).collect();
        out.shores.push(shore(k, ShoreKind::Coast, vec![line]));
    }
    out.sea.outer = outer;
    for (ring, party) in islands.into_iter().zip([0, 2]) {
        out.sea.inner.push(ring.clone());
        out.shores.push(shore(party, ShoreKind::Islands, vec![ring]));
    }
    out
}

/// A strip about the equator, from longitude 0 to `width` degrees, cut into coasts at the given longitudes:
/// meridians, so distances along the equator are exact. Each coast faces both ways.
pub fn strip(width: f64, coasts: &[f64]) -> Case {
    let names = ["AAA", "BBB", "CCC"];
    let mut case = case(&names[..coasts.len()]);
    let (h, at) = (0.05, LatLon::new);
    // A vertex where each coast meets the sea's edge.
    let mut lons = coasts.to_vec();
    lons.sort_by(f64::total_cmp);
    assert_eq!((lons[0], lons[lons.len() - 1]), (0.0, width));
    case.sea.outer =
        lons.iter().map(|l| at(-h, *l)).chain(lons.iter().rev().map(|l| at(h, *l))).collect();
    for (k, lon) in coasts.iter().enumerate() {
        let line = vec![at(-2.0, *lon), at(2.0, *lon)];
        case.shores.push(shore(k, ShoreKind::Coast, vec![line]));
    }
    case
}
