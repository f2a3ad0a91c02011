//! `sea:away`: distances from a place and from a line of places, by Karney's geodesics at every printed point of their rims.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

#[path = "lake/mod.rs"]
mod lake;

use littoral_delimit::RuleOutcome;
use littoral_geodesy::{Earth, LatLon};
use littoral_script::{Source, run};
use serde_json::Map;

const PLACES: [(f64, f64); 3] = [(40.1, 50.6), (40.0, 51.2), (40.25, 51.4)];

fn outcome(body: &str) -> RuleOutcome {
    let text =
        format!("return rule {{ id = \"c\", about = \"c\", run = function(sea)\n{body}\nend }}");
    let source = Source::new("c.luau", text);
    let outcome = run(&source, &lake::lake(), &Map::new(), &lake::limits(20_000));
    outcome.unwrap_or_else(|e| panic!("{body}: {}", e.text))
}

/// Distance from the geodesic through some places, by looking at every ten metres of it, metres.
fn from_line(earth: &Earth, places: &[(f64, f64)], at: LatLon) -> f64 {
    let all: Vec<LatLon> = places.iter().map(|p| LatLon::new(p.0, p.1)).collect();
    let mut least = earth.karney_m(all[0], at);
    for w in all.windows(2) {
        let way = earth.inverse(w[0], w[1]);
        let steps = (way.distance_m / 10.0).ceil();
        for k in 0..=steps as u32 {
            let s = way.distance_m * f64::from(k) / steps;
            least = least.min(earth.karney_m(earth.direct(w[0], way.azimuth1_deg, s), at));
        }
    }
    least
}

#[test]
fn rims_of_fields_of_distance() {
    let earth = Earth::new(&lake::lake().case().ellipsoid);
    let list: Vec<String> = PLACES.iter().map(|p| format!("point({}, {})", p.0, p.1)).collect();
    for count in [1, 3] {
        let body = format!(
            "local f = sea:away({{ {} }})\n\
             return {{ seabed = sea:equidistance():over(f:within(km(20)), \"COMMON\") }}",
            list[..count].join(", ")
        );
        let outcome = outcome(&body);
        let lines = &outcome.layers.0[0].1.lines;
        let rims = lines.iter().filter(|l| l.between.iter().any(|h| h.as_str() == "COMMON"));
        let mut points = 0;
        for p in rims.flat_map(|l| &l.points) {
            let d = from_line(&earth, &PLACES[..count], LatLon::new(p.lat, p.lon));
            // Ten metres beside the foot of a perpendicular of 20 km are a millimetre.
            assert!((d - 20_000.0).abs() < 5e-3, "{count}: {p:?} {d}");
            points += 1;
        }
        assert!(points > 10, "{count}: {points} points");
    }
}

/// A place as a base point among scores: the line is as far from it as from the coast.
#[test]
fn a_place_among_the_scores() {
    let (earth, port) = (Earth::new(&lake::lake().case().ellipsoid), LatLon::new(40.0, 51.0));
    let outcome = outcome(
        "local s = sea:each(sea.dist)\n\
         s.COMMON = sea:away({ point(40, 51) })\n\
         return { seabed = sea:assign(s) }",
    );
    let waters = lake::lake();
    let coast = &waters.case().sea.outer;
    let ring: Vec<(f64, f64)> = coast.iter().chain(coast.first()).map(|p| (p.lat, p.lon)).collect();
    let lines = &outcome.layers.0[0].1.lines;
    let all = lines.iter().filter(|l| l.between.iter().any(|h| h.as_str() == "COMMON"));
    let points: Vec<LatLon> =
        all.flat_map(|l| &l.points).map(|p| LatLon::new(p.lat, p.lon)).collect();
    assert!(points.len() > 20);
    for p in points.iter().step_by(points.len() / 20) {
        let (a, b) = (earth.karney_m(port, *p), from_line(&earth, &ring, *p));
        assert!((a - b).abs() < 5e-3, "{p:?} {a} {b}");
    }
}

/// One place far from the sea bounds nothing of it, and that is said: latitude and longitude are easily exchanged.
#[test]
fn a_disc_off_the_sea_is_said() {
    let body = |lat: f64, lon: f64| {
        format!(
            "local r = sea:buffer({{ point({lat}, {lon}) }}, nm(12))\n\
             return {{ seabed = sea:equidistance():over(r, \"COMMON\") }}"
        )
    };
    let off = outcome(&body(51.0, 40.0)).warnings;
    assert!(off.iter().any(|w| w.contains("latitude stands first")), "{off:?}");
    for at in [(40.0, 51.0), (41.1, 51.0)] {
        assert!(outcome(&body(at.0, at.1)).warnings.is_empty(), "{at:?} is within reach of water");
    }
}
