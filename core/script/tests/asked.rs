//! What a rule asks for and cannot have: shares that contradict each other, deposits ashore, holders and rings that are none.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

#[path = "lake/mod.rs"]
mod lake;
mod rectangle;

use std::path::Path;
use std::rc::Rc;

use littoral_delimit::{RuleOutcome, Waters};
use littoral_model::{Case, FailureKind, RuleError};
use littoral_script::{Source, run};
use serde_json::{Map, Value, json};

use rectangle::{case, deposit, waters};

fn tried(waters: &Rc<Waters>, body: &str) -> Result<RuleOutcome, RuleError> {
    let text =
        format!("return rule {{ id = \"t\", about = \"t\", run = function(sea)\n{body}\nend }}");
    run(&Source::new("t.luau", text), waters, &Map::new(), &lake::limits(60_000))
}

/// WWW from 29 E to 30, EEE from 30 to 31.
fn plain() -> Rc<Waters> {
    waters(case(29.0, 1.0))
}

fn done(waters: &Rc<Waters>, body: &str) -> RuleOutcome {
    tried(waters, body).unwrap_or_else(|e| panic!("{body}: {} {}", e.text, e.hint))
}

fn refused(body: &str) -> RuleError {
    let body = format!("{body}\nreturn {{ seabed = sea:equidistance() }}");
    let error = tried(&plain(), &body).err().unwrap_or_else(|| panic!("{body}"));
    assert_eq!(error.at.as_ref().map(|at| at.line), Some(2), "{error:?}");
    error
}

/// A target outside the floor and the ceiling of the same party contradicts them; within them it is what is asked.
#[test]
fn a_target_and_a_floor_must_agree() {
    for asked in [
        "floor = { WWW = 0.5 }, target = { WWW = 0.4 }",
        "ceil = { WWW = 0.3 }, target = { WWW = 0.4 }",
        "floor = { WWW = 0.5 }, ceil = { WWW = 0.4 }",
        "floor = { WWW = 0.5 }, target = { WWW = 0.4, EEE = 0.6 }",
    ] {
        let fit = format!("local f = sea:fit {{ score = sea:each(sea.dist), {asked}");
        let error = refused(&format!("{fit} }}"));
        assert_eq!(error.kind, FailureKind::Infeasible, "{error:?}");
        assert!(error.text.contains("WWW") && error.text.contains("40.0 %"), "{error:?}");
        let body = format!("{fit}, certify = true }}").replace("local f", "local f, proof");
        let certified = done(&plain(), &format!("{body}\nreturn {{ seabed = f }}, proof"));
        assert_eq!(certified.notes["infeasible"]["violated"], json!(["WWW"]));
    }
    for asked in ["floor = { WWW = 0.3 }", "ceil = { WWW = 0.5 }", "floor = { WWW = 0, EEE = 0.1 }"]
    {
        let body = format!(
            "return {{ seabed = sea:fit {{ score = sea:each(sea.dist), target = {{ WWW = 0.4 }}, {asked} }} }}"
        );
        let share = done(&plain(), &body).layers.0[0].1.share_percent["WWW"].as_f64().unwrap();
        assert!((share - 40.0).abs() < 1e-5, "{asked}: {share}");
    }
}

/// A deposit outside the sea, or ashore, has no holder: it is named with its place.
#[test]
fn deposits_of_a_fit_lie_in_the_sea() {
    for (item, told) in [
        ("lat = 30, lon = 0.5", "at 30, 0.5"),
        ("lat = 0.5, lon = 28.9, id = \"ashore\"", "\"ashore\" at 0.5, 28.9"),
    ] {
        let error = refused(&format!(
            "local f = sea:fit {{ score = sea:each(sea.dist), floor = {{ WWW = 0.6 }}, measure = {{ {{ lat = 0.5, lon = 30.5, value = 1 }}, {{ {item}, value = 1 }} }} }}"
        ));
        assert!(error.text.contains(told) && error.text.contains("does not lie"), "{error:?}");
        assert!(error.hint.contains("sea:contains"), "{error:?}");
    }
}

fn with_deposits() -> Case {
    let mut case = case(29.0, 1.0);
    // On the western coast, outside, and in the east.
    case.deposits = [("rim", (0.0, 0.0), 4.0), ("off", (0.0, -5.0), 3.0), ("in", (0.0, 1.5), 2.0)]
        .map(|(id, at, value)| deposit(29.0, id, at, value))
        .to_vec();
    case
}

/// Half of a disc on a straight coast is in the sea; what lies outside is left out and said.
#[test]
fn what_is_spread_ashore_is_left_out() {
    let body = "local sum, ids = { rim = 0, off = 0, [\"in\"] = 0 }, {}
        for _, part in sea:deposited({ parts = 1000 }) do sum[part.id] += part.value end
        return { seabed = sea:equidistance() }, sum";
    let found = done(&waters(with_deposits()), body);
    let value = |id: &str| found.notes[id].as_f64().unwrap();
    assert!((value("rim") - 2.0).abs() < 0.02 && (value("in") - 2.0).abs() < 1e-9);
    assert_eq!(value("off"), 0.0);
    assert!(found.warnings.iter().any(|w| w.contains("\"off\"")), "{:?}", found.warnings);
}

fn built_in(waters: &Rc<Waters>, id: &str, params: &Value) -> Result<RuleOutcome, RuleError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/rules");
    let text = std::fs::read_to_string(path.join(format!("{id}.luau"))).unwrap();
    let params = params.as_object().cloned().unwrap();
    run(&Source::new("r.luau", text), waters, &params, &lake::limits(60_000))
}

/// The rule of known deposits counts those in the sea.
#[test]
fn a_floor_on_known_deposits_counts_those_in_the_sea() {
    let mut case = with_deposits();
    case.deposits[0] = deposit(29.0, "west", (0.0, 0.5), 1.0);
    let found =
        built_in(&waters(case), "value-floor", &json!({ "floor": { "WWW": 0.6 } })).unwrap();
    assert_eq!((&found.notes["deposits"], &found.notes["outside"]), (&json!(2.0), &json!(["off"])));
    // Both of two: the line passes the eastern one at three quarters of the width.
    let share = found.layers.0[0].1.share_percent["WWW"].as_f64().unwrap();
    assert!(share > 60.0 && found.notes["gap"].is_number(), "{share}");
}

/// In whatever order its parties are named a joint zone is one holder.
#[test]
fn a_joint_zone_is_one_holder() {
    let body = "local q = sea:equidistance()
        q = q:over(sea:longitude():le(29.5), \"JOINT:WWW+EEE\"):over(sea:longitude():ge(30.5), \"JOINT:EEE+WWW\")
        return { seabed = q }, { a = q:share(\"JOINT:WWW+EEE\"), b = q:share(\"JOINT:EEE+WWW\") }";
    let found = done(&plain(), body);
    for name in ["a", "b"] {
        assert!((found.notes[name].as_f64().unwrap() - 50.0).abs() < 1e-6);
    }
    let holders: Vec<&str> = found.layers.0[0].1.holders().collect();
    assert_eq!(holders, ["WWW", "EEE", "JOINT:WWW+EEE"]);
    for (name, why) in [
        ("JOINT:WWW", "one party alone"),
        ("JOINT:WWW+WWW", "twice"),
        ("JOINT:EEE+WWW+EEE", "twice"),
        ("JOINT:WWW+XXX", "no party"),
        ("JOINT:", "no party"),
    ] {
        let error = refused(&format!("local q = sea:equidistance():share(\"{name}\")"));
        assert!(error.text.contains(why), "{name}: {error:?}");
    }
}

/// A ring that crosses itself has no inside. By hand: the diagonals of a trapezium, of a square whose crossing is its middle.
#[test]
fn a_ring_that_crosses_itself_is_refused() {
    for (ring, at) in [
        (
            "point(-0.5, 29.5), point(0.5, 30.5), point(-0.5, 30.5), point(0.5, 29.5)",
            "0.0000, 30.0000",
        ),
        (
            "point(0.5, 30.5), point(-0.5, 29.5), point(0.5, 29.5), point(-0.5, 30.5), point(0.5, 30.5)",
            "0.0000, 30.0000",
        ),
    ] {
        let error = refused(&format!("local r = sea:polygon({{ {ring} }})"));
        let near = error.text.replace("-0.0000", "0.0000");
        assert!(near.contains("crosses itself") && near.contains(at), "{error:?}");
    }
    let error = refused("local r = sea:polygon({ point(0, 29.5), point(0.5, 30) })");
    assert!(error.text.contains("three distinct places"), "{error:?}");
    let error =
        refused("local r = sea:polygon({ point(0, 29.5), point(0.5, 30), point(0, 29.5) })");
    assert!(error.text.contains("three distinct places"), "{error:?}");
}

/// One that only touches itself has, and so has one of thousands of places.
#[test]
fn rings_that_only_touch_are_taken() {
    let share = |make: &str| {
        let body = format!(
            "local ring = {{}} {make}
            local q = sea:equidistance():over(sea:polygon(ring), \"COMMON\")
            return {{ seabed = q }}, {{ share = q:share(\"COMMON\") }}"
        );
        done(&plain(), &body).notes["share"].as_f64().unwrap()
    };
    // Two squares of half a degree that share a corner, walked in one direction; on the sphere geodesics near the equator
    // differ from its parallels by less than a thousandth of the area.
    let corners = "for _, c in { {0,30}, {0,30.5}, {0.5,30.5}, {0.5,30}, {0,30}, {0,29.5}, {-0.5,29.5}, {-0.5,30} } do table.insert(ring, point(c[1], c[2])) end";
    let found = share(corners);
    assert!((found - 12.5).abs() < 0.02, "{found}");
    // A circle of half a degree: pi / 4 of a square of a degree, a quarter of the sea.
    let circle = "for k = 1, 5000 do local a = 2 * math.pi * k / 5000 table.insert(ring, point(0.5 * math.sin(a), 30 + 0.5 * math.cos(a))) end";
    let found = share(circle);
    assert!((found - 25.0 * std::f64::consts::FRAC_PI_4).abs() < 0.02, "{found}");
}

/// Coasts that meet twice: the first is taken and that is said, or the one near a place.
#[test]
fn the_terminus_of_two_is_chosen() {
    let ask = |near: &str| {
        let body = format!(
            "return {{ seabed = sea:equidistance() }}, {{ at = sea:terminus(\"WWW\", \"EEE\"{near}) }}"
        );
        let found = done(&plain(), &body);
        let said = found.warnings.iter().filter(|w| w.contains("sea:terminus")).count();
        (found.notes["at"]["lat"].as_f64().unwrap(), said)
    };
    assert_eq!(ask("").1, 1);
    assert_eq!([ask(", point(-0.8, 29.2)"), ask(", point(0.1, 30)")], [(-1.0, 0), (1.0, 0)]);
}

/// Whoever is named has its floor, the others give the same fraction; and more than the whole is refused.
#[test]
fn a_shared_burden_keeps_every_floor() {
    let lake = lake::lake();
    let shares = |rule: &str, params: Value| -> Vec<f64> {
        let found = built_in(&lake, rule, &params).unwrap();
        let map = found.layers.0[0].1.share_percent.clone();
        lake::PARTIES.iter().map(|p| map[*p].as_f64().unwrap()).collect()
    };
    let own = shares("equidistance", json!({}));
    // KAZ has about a fifth: with IRN at 30 % the others keep seven eighths, and KAZ would fall below 19 %.
    let found = shares("burden-shared-floor", json!({ "floor": { "IRN": 0.30, "KAZ": 0.19 } }));
    assert!((found[1] - 30.0).abs() < 1e-4 && (found[2] - 19.0).abs() < 1e-4, "{found:?}");
    let kept: Vec<f64> = [0, 3, 4].map(|k| found[k] / own[k]).to_vec();
    assert!(kept.iter().all(|k| (k - kept[0]).abs() < 1e-5 && *k < 0.9), "{kept:?}");
    // A floor that the burden does not reach changes nothing.
    let with = shares("burden-shared-floor", json!({ "floor": { "IRN": 0.30, "KAZ": 0.10 } }));
    let without = shares("burden-shared-floor", json!({ "floor": { "IRN": 0.30 } }));
    assert!(with.iter().zip(&without).all(|(a, b)| (a - b).abs() < 1e-6), "{with:?} {without:?}");
    let whole = json!({ "floor": { "AZE": 0.2, "IRN": 0.3, "KAZ": 0.2, "RUS": 0.1, "TKM": 0.2 } });
    let found = shares("burden-shared-floor", whole);
    assert!((found[1] - 30.0).abs() < 1e-4 && (found[3] - 10.0).abs() < 1e-4, "{found:?}");
    let error =
        built_in(&lake, "burden-shared-floor", &json!({ "floor": { "IRN": 0.5, "KAZ": 0.6 } }));
    let error = error.err().unwrap();
    assert_eq!(error.kind, FailureKind::Infeasible);
    assert!(error.text.contains("110") && error.text.contains("IRN 50.0 %"), "{}", error.text);
}

/// A ratio gives nobody nothing: said at once, not after the time limit. By distances it is given.
#[test]
fn nothing_by_a_ratio_is_refused() {
    let fit = |score: &str| {
        format!(
            "local f = sea:fit {{ score = sea:each(function(s, p) return {score} end), ceil = {{ WWW = 0 }} }}"
        )
    };
    for score in ["s:dist(p):log()", "(s:dist(p) / 2):log() - 1"] {
        let error = refused(&fit(score));
        assert!(error.text.contains("WWW cannot have nothing of the sea by a ratio"), "{error:?}");
    }
}

/// A length below nothing, options that contradict each other or say nothing, and a meridian beyond one turn.
#[test]
fn what_says_nothing_is_refused() {
    for (body, words) in [
        ("sea:coastlength(\"WWW\", -1)", "the scale must be 0 m or more"),
        ("sea:front(\"WWW\", -1)", "the tolerance must be 0 m or more"),
        ("sea:shore(\"WWW\", { front = -1 })", "front must be 0 m or more"),
        ("sea:buffer({ point(0, 30) }, -1)", "the distance must be 0 m or more"),
        ("sea:east(400)", "longitude 400 is beyond one turn"),
        ("sea:translate({ point(0, 30), point(1, 30) }, {})", "nothing says whereto"),
        ("sea:translate({ point(0, 30), point(1, 30) })", "nothing says whereto"),
        (
            "sea:translate({ point(0, 30), point(1, 30) }, { lat = 1, azimuth = 2, distance = 3 })",
            "not by both",
        ),
        ("sea:translate({ point(0, 30), point(1, 30) }, { azimuth = 2 })", "go together"),
        ("sea:rng(1):integer(-2 ^ 53, 2 ^ 53)", "more than 2^53"),
    ] {
        let error = refused(&format!("local x = {body}"));
        assert!(error.text.contains(words), "{body}: {error:?}");
    }
}

/// A distance added to itself over and over is one node a step, not a tree of 2^60.
#[test]
fn shared_parts_of_a_field_are_walked_once() {
    let body = "local f = sea:dist('WWW')\nfor k = 1, 60 do f = (f + f) / 2 end\nreturn { seabed = sea:assign { WWW = f, EEE = sea:dist('EEE') } }";
    let share = |out: RuleOutcome| out.layers.get("seabed").unwrap().share("WWW");
    let equal = share(done(&plain(), "return { seabed = sea:equidistance() }"));
    assert!((share(done(&plain(), body)) - equal).abs() < 1e-6);
}

/// A file is one rule.
#[test]
fn a_second_rule_is_refused_where_it_stands() {
    let one = "rule { id = \"t\", about = \"t\", run = function(sea) return { seabed = sea:equidistance() } end }";
    let source = Source::new("t.luau", format!("{one}\nreturn {one}"));
    let error = run(&source, &plain(), &Map::new(), &lake::limits(60_000)).err().unwrap();
    assert!(error.text.contains("a file is one rule"), "{error:?}");
    assert_eq!(error.at.as_ref().map(|at| at.line), Some(2), "{error:?}");
}
