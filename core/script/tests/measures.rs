//! Measures of `sea:fit` and `partition:integral` at the edge of what is one: undefined ashore, narrow, not to be met.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

#[path = "lake/mod.rs"]
mod lake;

use littoral_delimit::RuleOutcome;
use littoral_script::{Source, run};
use serde_json::Map;

fn outcome(body: &str) -> RuleOutcome {
    let text = format!(
        "return rule {{ id = \"m\", about = \"m\", run = function(sea)\n{body}\n\
         return {{ seabed = sea:equidistance() }}\nend }}"
    );
    let source = Source::new("m.luau", text);
    let outcome = run(&source, &lake::lake(), &Map::new(), &lake::limits(60_000));
    outcome.unwrap_or_else(|e| panic!("{body}: {} {}", e.text, e.hint))
}

/// The root of the latitude above the lake's southern end is not defined on the land south of it. Wanted: strips of latitude
/// on the ellipsoid, the rim densified by PROJ.
#[test]
fn a_field_that_is_undefined_ashore() {
    let body = "local total = 0
        for _, v in sea:equidistance():integral((sea:latitude() - 39.0489):sqrt()) do total += v end
        sea:note(\"total\", total)";
    let found = outcome(body);
    let total = found.notes["total"].as_f64().unwrap();
    assert!((total / 33_793_483_908.7 - 1.0).abs() < 2e-4, "{total}");
    let told = found.warnings.iter().filter(|w| w.contains("linear in between")).count();
    assert_eq!(told, 1, "{:?}", found.warnings);
}

/// What both a fit and integrals of its measure say of the lattice is said once.
#[test]
fn the_lattice_is_told_once() {
    let body = "local m = sea:latitude()
        local fit = sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.3 }, measure = m }
        sea:note(\"a\", fit:integral(m))
        sea:note(\"b\", sea:equidistance():integral(m))";
    let found = outcome(body);
    let told: Vec<_> = found.warnings.iter().filter(|w| w.contains("linear in between")).collect();
    assert!(told.len() == 1 && told[0].contains("every 0.4 km"), "{told:?}");
}

/// A place is a list of one.
#[test]
fn away_from_a_place() {
    let body = "local function area(f) return sea:equidistance():over(f:within(km(20)), \"COMMON\"):area(\"COMMON\") end
        sea:note(\"place\", area(sea:away(point(40, 51))))
        sea:note(\"list\", area(sea:away({ point(40, 51) })))";
    let found = outcome(body);
    let area = found.notes["place"].as_f64().unwrap();
    assert_eq!(found.notes["place"], found.notes["list"]);
    // A circle of 20 km.
    assert!((area / (std::f64::consts::PI * 4e8) - 1.0).abs() < 1e-4, "{area}");
}

/// Where nothing gives what is asked there is a certificate, and no word for a number that is none.
#[test]
fn an_infeasible_fit_has_no_infinite_numbers() {
    let body = "local _, proof = sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.9, KAZ = 0.3 }, certify = true }
        sea:note(\"proof\", proof)
        local _, good = sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.3 }, certify = true }
        sea:note(\"good\", good)";
    let found = outcome(body);
    let (proof, good) = (&found.notes["proof"], &found.notes["good"]);
    assert!(!proof.to_string().contains("infinity"), "{proof}");
    assert!(proof.get("primal").is_none() && proof.get("dual").is_none(), "{proof}");
    assert!((proof["infeasible"]["deficit"].as_f64().unwrap() - 0.2).abs() < 1e-9, "{proof}");
    assert!(good["primal"].is_number() && good["dual"].is_number(), "{good}");
}

/// A lake with soundings over the box of its outer rim, everywhere so deep; its rim is cut off in the south if asked for.
fn sounded(depth_m: f64, cut: bool) -> std::rc::Rc<littoral_delimit::Waters> {
    let mut case = lake::lake().case().clone();
    let outer = &case.sea.outer;
    let least = |of: fn(&littoral_geodesy::LatLon) -> f64| {
        outer.iter().map(of).fold(f64::INFINITY, f64::min)
    };
    let most =
        |of: fn(&littoral_geodesy::LatLon) -> f64| outer.iter().map(of).fold(-180.0, f64::max);
    let (south, north, west, east) =
        (least(|p| p.lat), most(|p| p.lat), least(|p| p.lon), most(|p| p.lon));
    let step = 0.125;
    let count = |length: f64| (length / step).ceil() as usize + 1;
    let (nx, ny) = (count(east - west), count(north - south));
    case.depths = Some(littoral_model::DepthGrid {
        lat0: if cut { south + 0.01 } else { south },
        lon0: west,
        step,
        nx,
        z: vec![case.level.as_ref().map_or(0.0, |l| l.legal_m) - depth_m; nx * ny],
        source: String::new(),
        datum: String::new(),
    });
    std::rc::Rc::new(littoral_delimit::Waters::new(case).unwrap())
}

/// The mesh of a partition reaches beyond the sea and its soundings: scores capped by a bed that is 15 m deep everywhere divide it
/// as scores capped by 15 km do. Soundings that leave out a coordinate of the rim are refused with it.
#[test]
fn a_bed_that_is_sounded_to_the_rim() {
    let body = |cap: &str| {
        format!(
            "return rule {{ id = \"m\", about = \"m\", run = function(sea)
            return {{ seabed = sea:assign(sea:each(function(s, p) return s:dist(p):min({cap}) end)) }}
            end }}"
        )
    };
    let divided = |cap: &str, cut: bool| {
        let source = Source::new("m.luau", body(cap));
        run(&source, &sounded(15.0, cut), &Map::new(), &lake::limits(60_000))
    };
    let areas = |cap: &str| {
        let found = divided(cap, false).unwrap_or_else(|e| panic!("{} {}", e.text, e.hint));
        found.layers.0[0].1.area_km2.clone()
    };
    let plain = areas("15000");
    for (holder, area) in areas("sea:depth() * 1000") {
        let [area, plain] = [&area, &plain[&holder]].map(|a| a.as_f64().unwrap());
        assert!((area - plain).abs() < 1e-6, "{holder}: {area} {plain}");
    }
    let error = divided("sea:depth() * 1000", true).err().map(|e| e.text).unwrap_or_default();
    assert!(
        error.starts_with("sea:depth: no depth at") && error.ends_with("on the rim of the sea"),
        "{error}"
    );
}
