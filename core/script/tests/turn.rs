//! Seas across the meridian of 180 degrees: every number is that of the same sea elsewhere, and of a rectangle reckoned by hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

mod rectangle;

use std::path::Path;
use std::time::Duration;

use littoral_delimit::RuleOutcome;
use littoral_geodesy::densify::wrap;
use littoral_model::{Case, DepthGrid, RuleError};
use littoral_script::{Limits, Source, run};
use serde_json::{Map, Value, json};

use rectangle::{WIDTH, case, deposit, waters};

/// Western sides of seas across 180, with their centres on either side of it and on it, of seas that touch it from the west and
/// from the east, and of one elsewhere.
const WESTS: [f64; 6] = [178.8, 179.2, 179.0, 178.0, 180.0, 29.0];

fn tried(case: Case, body: &str) -> Result<RuleOutcome, RuleError> {
    let text =
        format!("return rule {{ id = \"t\", about = \"t\", run = function(sea)\n{body}\nend }}");
    let limits = Limits { time: Duration::from_secs(60), ..Limits::default() };
    run(&Source::new("t.luau", text), &waters(case), &Map::new(), &limits)
}

/// The notes of a body over equidistance.
fn notes(case: Case, body: &str) -> (Map<String, Value>, Vec<String>) {
    let body = format!("local q = sea:equidistance()\n{body}\nreturn {{ seabed = q }}, out");
    let found = tried(case, &body).unwrap_or_else(|e| panic!("{body}: {} {}", e.text, e.hint));
    (found.notes, found.warnings)
}

fn near(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - wanted).abs() < 1e-6, "{found} for {wanted}");
}

/// What lies east and west of a meridian, written in either turn, and in every form of comparison.
#[test]
fn sides_of_a_meridian() {
    for west in WESTS {
        for (east, turn) in [(1.4, 0.0), (0.3, 360.0)] {
            // Half a turn is in between: -180 to 180, and 0 to 360 or -360 to 0.
            let lon = wrap(west + east);
            let lon = if lon < 0.0 { lon + turn } else { lon - turn };
            let body = format!(
                "local out, lon, m = {{}}, sea:longitude(), {lon}
                local function common(region) return q:over(region, \"COMMON\"):share(\"COMMON\") end
                out.ge, out.le = common(lon:ge(m)), common(lon:le(m))
                out.beyond, out.within = common(lon:beyond(m)), common(lon:within(m))
                out.minus = common((lon - m):ge(0))
                out.less = common((m - lon):le(0))
                out.constant = common(lon:ge(sea:constant(m)))
                out.field = common(sea:field(function(_, x) return x end):ge(sea:east(m)))"
            );
            let (notes, warnings) = notes(case(west, 1.0), &body);
            let part = 100.0 * (WIDTH - east) / WIDTH;
            for name in ["ge", "beyond", "minus", "less", "constant", "field"] {
                near(&notes[name], part);
            }
            for name in ["le", "within"] {
                near(&notes[name], 100.0 - part);
            }
            assert!(!warnings.iter().any(|w| w.contains("180 degrees")), "{warnings:?}");
        }
    }
}

/// What would be wrong with a number of the other turn is refused, with the next step; elsewhere it is as it was.
#[test]
fn what_cannot_be_brought_to_the_turn_is_refused() {
    for body in [
        "local f = sea:longitude() * 2",
        "local f = sea:longitude() + 1",
        "local f = -sea:longitude()",
        "local f = sea:longitude():max(179.5)",
        "local f = sea:longitude():ge(sea:latitude())",
        "local f = sea:assign({ WWW = sea:longitude(), EEE = 179.5 })",
        "local f = sea:equidistance():integral(sea:longitude())",
        "local f = sea:fit { score = sea:each(sea.dist), floor = { WWW = 0.6 }, measure = sea:longitude() }",
        "local f = sea:longitude():where(sea:coast():le(km(20)), 0)",
        "local f = sea:longitude():ge(0)",
        "local f = sea:longitude():within(20)",
        "local f = sea:longitude() - 51",
        "local f = sea:east(51)",
    ] {
        let body = format!("{body}\nreturn {{ seabed = sea:equidistance() }}");
        let error = tried(case(178.8, 1.0), &body).err().unwrap_or_else(|| panic!("{body}"));
        assert!(error.text.contains("180 degrees") && !error.hint.is_empty(), "{error:?}");
        assert_eq!(error.at.as_ref().map(|at| at.line), Some(2), "{error:?}");
        if !body.contains("measure") {
            tried(case(29.0, 1.0), &body).unwrap_or_else(|e| panic!("{body}: {}", e.text));
        }
    }
}

/// A function is told how its longitudes are counted, unless it asked or takes none.
#[test]
fn functions_across_180_are_warned_of() {
    let told = |west: f64, f: &str| {
        let body = format!("local out = {{}} q = q:over(sea:field({f}):ge(0), \"COMMON\")");
        notes(case(west, 1.0), &body).1.iter().filter(|w| w.contains("180 degrees")).count()
    };
    assert_eq!(told(178.8, "function(_, lon) return lon - 179.5 end"), 1);
    assert_eq!(told(178.8, "function(lat) return lat end"), 0);
    assert_eq!(told(29.0, "function(_, lon) return lon - 29.5 end"), 0);
}

fn built_in(id: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/rules");
    std::fs::read_to_string(path.join(format!("{id}.luau"))).unwrap()
}

fn shares(case: Case, id: &str, params: &Value) -> Vec<f64> {
    let params = params.as_object().cloned().unwrap();
    let limits = Limits { time: Duration::from_secs(60), ..Limits::default() };
    let found = run(&Source::new("r.luau", built_in(id)), &waters(case), &params, &limits);
    let found = found.unwrap_or_else(|e| panic!("{id}: {} {}", e.text, e.hint));
    let map = &found.layers.0[0].1.share_percent;
    ["WWW", "EEE"].map(|p| map[p].as_f64().unwrap()).to_vec()
}

/// The rules that read longitudes: the meridian of the terminus, and the middle of two coasts.
#[test]
fn rules_by_meridians() {
    for west in WESTS {
        for meet in [0.5, 1.3] {
            let meridian = json!({ "first": "WWW", "second": "EEE", "along": "meridian" });
            let found = shares(case(west, meet), "parallel-meridian", &meridian);
            assert!((found[0] - 100.0 * meet / WIDTH).abs() < 1e-4, "{west} {meet} {found:?}");
            let middle = json!({ "west": "WWW", "east": "EEE" });
            let found = shares(case(west, meet), "east-west-midpoint", &middle);
            assert!((found[0] - 50.0).abs() < 1e-4, "{west} {meet} {found:?}");
        }
    }
}

/// Places that a script is given are written from -180 to 180, and the midline runs in the middle.
#[test]
fn places_are_written_within_half_a_turn() {
    for west in WESTS {
        let body = "local out = { midline = sea:midline(\"WWW\", \"EEE\", 0.5), terminus = sea:terminus(\"WWW\", \"EEE\"), \
                    line = q:line(\"WWW\", \"EEE\"), point = point(0, 190) }";
        let (notes, _) = notes(case(west, 0.7), body);
        let lon = |place: &Value| place["lon"].as_f64().unwrap();
        for place in notes["midline"].as_array().unwrap() {
            assert!(wrap(lon(place) - west - 1.0).abs() < 1e-9, "{west} {place}");
        }
        let list = ["midline", "line"].iter().flat_map(|k| notes[*k].as_array().unwrap());
        let all: Vec<f64> = list.chain([&notes["terminus"], &notes["point"]]).map(lon).collect();
        assert!(all.iter().all(|lon| lon.abs() <= 180.0), "{west} {all:?}");
        assert!(wrap(lon(&notes["terminus"]) - west - 0.7).abs() < 1e-9);
    }
}

/// Depths that grow eastwards, from 20 m by 50 m a degree, and three deposits.
fn furnished(west: f64) -> Case {
    let mut case = case(west, 1.0);
    let (step, nx) = (0.1, 25);
    let z = (0..nx * nx).map(|n| -20.0 - 50.0 * (step * (n % nx) as f64 - 0.2)).collect();
    case.depths = Some(DepthGrid {
        lat0: -1.2,
        lon0: wrap(west - 0.2),
        step,
        nx,
        z,
        source: String::new(),
        datum: String::new(),
    });
    case.deposits = [("a", (0.1, 0.3), 3.0), ("b", (-0.2, 0.8), 1.0), ("c", (0.0, 1.25), 4.0)]
        .map(|(id, at, value)| deposit(west, id, at, value))
        .to_vec();
    case
}

/// Metrics of depths and deposits.
#[test]
fn metrics_of_what_lies_below() {
    let body = "local out = {} for _, m in { \"deposit_value\", \"deposit_value_by_area\", \"water_volume\", \"shelf_area\", \"deposits\" } do out[m] = q:metric(m) end";
    let there = notes(furnished(29.0), body).0;
    for west in [178.8, 179.2, 179.0] {
        let here = notes(furnished(west), body).0;
        for metric in ["deposit_value", "deposit_value_by_area"] {
            near(&here[metric]["WWW"], 50.0);
            near(&here[metric]["EEE"], 50.0);
        }
        let held = json!({ "a": "WWW", "b": "WWW", "c": "EEE" });
        assert_eq!(here["deposits"], held);
        for party in ["WWW", "EEE"] {
            for metric in ["water_volume", "shelf_area"] {
                let [a, b] = [&here, &there].map(|n| n[metric][party].as_f64().unwrap());
                assert!((a / b - 1.0).abs() < 1e-6, "{west} {metric} {party}: {a} {b}");
            }
        }
        // The depth at the middle of each half, times half of 2 by 2 degrees on the sphere.
        let half_km2 = 6371.0072_f64.powi(2) * 1f64.to_radians() * 2.0 * 1f64.to_radians().sin();
        for (party, depth_km) in [("WWW", 0.045), ("EEE", 0.095)] {
            let volume = here["water_volume"][party].as_f64().unwrap();
            // Equidistance is the middle but in the corners, where it is as well: the halves are mirrored.
            assert!((volume / (half_km2 * depth_km) - 1.0).abs() < 1e-3, "{party}: {volume}");
        }
    }
}
