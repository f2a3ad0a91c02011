//! The surveyor's words in a rule: what they give, and what they refuse.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

#[path = "lake/mod.rs"]
mod lake;

use littoral_script::{Source, run};
use serde_json::{Map, Value};

/// Runs a body in the lake of ten corners and gives its notes.
fn notes(body: &str) -> Result<Map<String, Value>, String> {
    let text = format!(
        "return rule {{ id = \"c\", about = \"c\", run = function(sea)\n{body}\n\
         return {{ seabed = sea:equidistance() }}\nend }}"
    );
    let source = Source::new("c.luau", text);
    let outcome = run(&source, &lake::lake(), &Map::new(), &lake::limits(20_000));
    outcome.map(|o| o.notes).map_err(|e| e.text)
}

#[test]
fn lines_from_the_words_of_sea() {
    let found = notes(
        r#"
        local p = point(40, 51)
        local east = sea:parallel(p, nm(10))
        sea:note("east", { lat = east[#east].lat, lon = east[#east].lon })
        local south = sea:meridian(p, -km(50))
        sea:note("south", south[#south].lon)
        local across = sea:perpendicular(p, { point(40, 50), point(40, 52) }, { length = km(20), side = "left" })
        sea:note("across", across[#across].lat)
        local half = sea:bisector({ p, point(39, 50) }, { p, point(39, 52) }, { seaward = 180 })
        sea:note("half", half[#half].lon)
        sea:note("moved", sea:translate({ p }, { lat = 0.3 })[1].lat)
        sea:note("rings", #sea:envelope("AZE", nm(5)))
        sea:note("front", #sea:front("AZE", km(1000)))
        sea:note("length", sea:coastlength("AZE", 0))
        local north = sea:side(sea:parallel(point(40, 49), km(400)))
        sea:note("kind", tostring(north))
        "#,
    )
    .unwrap();
    let number = |k: &str| found[k].as_f64().unwrap();
    assert!((found["east"]["lat"].as_f64().unwrap() - 40.0).abs() < 1e-9);
    assert!((number("south") - 51.0).abs() < 1e-9);
    assert!(number("across") > 40.1);
    assert!((number("half") - 51.0).abs() < 1e-3);
    assert!((number("moved") - 40.3).abs() < 1e-12);
    assert_eq!((number("rings"), number("front")), (1.0, 2.0));
    assert!((1.0e5..3.0e5).contains(&number("length")));
}

#[test]
fn refused_in_words() {
    for (body, words) in [
        ("sea:parallel(point(40, 51), 0)", "a length is not 0"),
        ("sea:perpendicular(point(40, 51), { point(40, 51) })", "two places"),
        ("sea:perpendicular(point(40, 51), { point(40, 51), point(40, 51) })", "coincide"),
        (
            "sea:perpendicular(point(40, 51), { point(40, 51), point(40, 52) }, { side = \"up\" })",
            "side cannot be",
        ),
        ("sea:bisector({ point(0, 0), point(0, 1) }, { point(0, 0), point(0, 2) })", "no angle"),
        ("sea:envelope(\"AZE\", -1)", "distance of the limit"),
        ("sea:envelope(\"XXX\", 1000)", "XXX"),
        ("sea:translate({ point(1, 1) }, { azimuth = 3 })", "go together"),
    ] {
        let Err(error) = notes(body) else { panic!("{body}: accepted") };
        assert!(error.contains(words), "{body}: {error}");
    }
}
