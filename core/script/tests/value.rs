//! `sea:value`: what a place is worth, against closed forms.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

#[path = "lake/mod.rs"]
mod lake;

use std::rc::Rc;

use littoral_delimit::Waters;
use littoral_geodesy::LatLon;
use littoral_model::{Deposit, Source as Cited};
use littoral_script::{Source, run};
use serde_json::{Map, Value};

/// A field of 100 km2 worth 6 in the middle of the lake, one of unknown area worth nothing stated, one of unknown place.
fn waters() -> Rc<Waters> {
    let deposit =
        |id: &str, at: Option<LatLon>, value: Option<f64>, area_km2: Option<f64>| Deposit {
            id: id.to_owned(),
            names: Vec::new(),
            claimants: Vec::new(),
            claimed_from: Vec::new(),
            outline: Vec::new(),
            at,
            value,
            area_km2,
            status: String::new(),
            source: Cited { cite: Vec::new(), confidence: String::new() },
        };
    let mut case = lake::lake().case().clone();
    case.deposits = vec![
        deposit("middle", Some(LatLon::new(40.0, 51.0)), Some(6.0), Some(100.0)),
        deposit("north", Some(LatLon::new(40.5, 51.0)), None, None),
        deposit("somewhere", None, Some(5.0), None),
    ];
    Rc::new(Waters::new(case).unwrap())
}

fn notes(waters: &Rc<Waters>, body: &str) -> Result<Map<String, Value>, String> {
    let text = format!(
        "return rule {{ id = \"v\", about = \"v\", run = function(sea)\n{body}\n\
         return {{ seabed = sea:equidistance() }}\nend }}"
    );
    let outcome = run(&Source::new("v.luau", text), waters, &Map::new(), &lake::limits(120_000));
    outcome.map(|o| o.notes).map_err(|e| format!("{} {}", e.text, e.hint))
}

/// Contours of a cone are circles: where the field is a part of its height, the disc has what is left of the radius.
#[test]
fn a_deposit_is_a_cone_with_its_value_within() {
    let body = r#"
        local worth = sea:value("deposit_value")
        local height = 3 * 6 / 100
        for _, part in { 0.25, 0.5, 0.75 } do
            local rich = sea:equidistance():over(worth:ge(part * height), "COMMON")
            sea:note(tostring(part), rich:area("COMMON") / 1e6)
        end
    "#;
    let found = notes(&waters(), body).unwrap();
    for part in [0.25, 0.5, 0.75_f64] {
        let (area, disc) =
            (found[&part.to_string()].as_f64().unwrap(), 100.0 * (1.0 - part).powi(2));
        assert!((area - disc).abs() < 1e-4 * disc, "{part}: {area} km2, a disc has {disc}");
    }
}

/// Without a stated area the radius counts; every deposit is worth one.
#[test]
fn deposits_count_one_each() {
    let body = r#"
        local cone = sea:value("deposits", { radius = 3000 })
        local north = cone:ge(0.5 * 3 / (math.pi * 3 ^ 2))
        sea:note("area", sea:equidistance():over(north, "COMMON"):area("COMMON") / 1e6)
        local every = sea:equidistance():over(sea:value("area"):ge(0.5), "COMMON")
        sea:note("all", every:share("COMMON"))
    "#;
    let found = notes(&waters(), body).unwrap();
    // The other field is larger and so flatter: 3 / 100 a square kilometre at most, which is below the limit.
    let want = std::f64::consts::PI * 1.5 * 1.5;
    let area = found["area"].as_f64().unwrap();
    assert!((area - want).abs() < 1e-4 * want, "{area} km2, not {want}");
    assert!((found["all"].as_f64().unwrap() - 100.0).abs() < 1e-9);
}

#[test]
fn refused_in_words() {
    for (body, words) in [
        ("sea:value()", "the kind"),
        ("sea:value(\"deposit\")", "deposits"),
        ("sea:value(\"gold\")", "There are area, deposits, deposit_value."),
        ("sea:value(\"deposits\", { radius = 1 })", "between 100 m"),
        ("sea:value(\"deposits\", { radius = 0/0 })", "radius"),
        ("sea:value(\"deposits\", { size = 1 })", "size"),
    ] {
        let Err(error) = notes(&waters(), body) else { panic!("{body}: accepted") };
        assert!(error.contains(words), "{body}: {error}");
    }
    let error = notes(&lake::lake(), "sea:value(\"deposits\")").unwrap_err();
    assert!(error.contains("no deposit whose place is known"), "{error}");
}
