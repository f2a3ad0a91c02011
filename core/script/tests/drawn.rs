//! `sea:optimise` and `sea:from_lines` against other methods, closed forms, and what they must refuse.
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
    let outcome = run(&source, &lake::lake(), &Map::new(), &lake::limits(120_000));
    outcome.map(|o| o.notes).map_err(|e| e.text)
}

fn number(notes: &Map<String, Value>, name: &str) -> f64 {
    notes[name].as_f64().unwrap_or_else(|| panic!("{name}: {notes:?}"))
}

/// The additive weight that gives a share is the one of `sea:fit`, which finds it by Newton steps.
#[test]
fn one_number_is_that_of_the_fit() {
    let found = notes(
        r#"
        local d = sea:each(sea.dist)
        local _, proof = sea:fit { score = d, target = { IRN = 0.3 } }
        sea:note("fit", proof.weights.IRN)
        local q, best = sea:optimise {
            vary = { IRN = { 0, km(60) } },
            divide = function(x) return sea:assign(sea:map(d, function(f, s) return f - (x[s] or 0) end)) end,
            cost = function(q) return (q:share("IRN") - 30) ^ 2 end,
            tolerance = 1e-6,
        }
        sea:note("weight", best.x.IRN)
        sea:note("share", q:share("IRN"))
        sea:note("converged", best.converged)
        sea:note("evaluations", best.evaluations)
        "#,
    )
    .unwrap();
    assert!((number(&found, "share") - 30.0).abs() < 1e-3, "{found:?}");
    assert!((number(&found, "weight") - number(&found, "fit")).abs() < 5.0, "{found:?}");
    assert_eq!(found["converged"], true);
    assert!(number(&found, "evaluations") < 60.0, "{found:?}");
}

/// The product of all shares is greatest where all are equal (arithmetic and geometric mean).
#[test]
fn the_greatest_product_is_of_equal_shares() {
    let found = notes(
        r#"
        local d = sea:each(sea.dist)
        local q, best = sea:optimise {
            vary = { AZE = { 0.6, 1.6 }, KAZ = { 0.6, 1.6 }, RUS = { 0.6, 1.6 }, TKM = { 0.6, 1.6 } },
            start = { AZE = 1.3, TKM = 0.8 },
            divide = function(x) return sea:assign(sea:map(d, function(f, s) return f * (x[s] or 1) end)) end,
            cost = function(q)
                local cost = 0
                for _, s in sea.parties do
                    local share = q:share(s)
                    cost = cost - (if share > 0 then math.log(share) else -1e3)
                end
                return cost
            end,
            evaluations = 300,
            tolerance = 1e-3,
        }
        for _, s in sea.parties do sea:note(s, q:share(s)) end
        "#,
    )
    .unwrap();
    for party in lake::PARTIES {
        assert!((number(&found, party) - 20.0).abs() < 0.02, "{found:?}");
    }
}

/// Lines that a division drew give the division again.
#[test]
fn lines_of_a_division_give_it_again() {
    let found = notes(
        r#"
        local eq = sea:equidistance()
        local lines = eq:lines()
        local drawn = sea:from_lines { lines = lines }
        sea:note("moved", drawn:moved(eq))
        sea:note("lines", #lines)
        for _, s in sea.parties do sea:note(s, drawn:share(s) - eq:share(s)) end
        "#,
    )
    .unwrap();
    assert!(number(&found, "lines") >= 5.0);
    assert!(number(&found, "moved") < 1e-3, "{found:?}");
    for party in lake::PARTIES {
        assert!(number(&found, party).abs() < 1e-5, "{found:?}");
    }
}

/// A square ring of half a degree about the middle: the area of the geodesic polygon is GeographicLib's (its
/// Python edition 2.1).
#[test]
fn a_ring_encloses_the_holder_on_its_left() {
    let body = |between: &str| {
        format!(
            r#"
            local ring = {{ point(39.75, 50.75), point(39.75, 51.25), point(40.25, 51.25),
                point(40.25, 50.75), point(39.75, 50.75) }}
            local q = sea:from_lines {{ lines = {{ {{ between = {between}, places = ring }} }} }}
            sea:note("common", q:area("COMMON"))
            sea:note("iran", q:area("IRN"))
            sea:note("sea", q:area("IRN") + q:area("COMMON"))
            "#
        )
    };
    let inside = notes(&body(r#"{ "COMMON", "IRN" }"#)).unwrap();
    let outside = notes(&body(r#"{ "IRN", "COMMON" }"#)).unwrap();
    assert!((number(&inside, "common") - RING_M2).abs() < 1e3, "{inside:?}");
    assert!((number(&outside, "iran") - RING_M2).abs() < 1e3, "{outside:?}");
    assert!((number(&inside, "sea") - number(&outside, "sea")).abs() < 1e3);
}

const RING_M2: f64 = 2_370_407_663.276;

#[test]
fn refused_in_words() {
    for (body, words) in [
        ("sea:optimise {}", "vary must be a table, not nothing"),
        ("sea:optimise { vary = {}, divide = print, cost = print }", "vary names no number"),
        (
            "sea:optimise { vary = { k = { 2, 1 } }, divide = print, cost = print }",
            "{ least, greatest }",
        ),
        (
            "sea:optimise { vary = { k = { 0, 0/0 } }, divide = print, cost = print }",
            "finite number",
        ),
        (
            "sea:optimise { vary = { k = { 0, 1 } }, start = { k = 2 }, divide = print, cost = print }",
            "outside its range",
        ),
        (
            "sea:optimise { vary = { k = { 0, 1 } }, start = { j = 0 }, divide = print, cost = print }",
            "start names \"j\"",
        ),
        (
            "sea:optimise { vary = { k = { 0, 1 } }, divide = print, cost = print }",
            "must be a Partition",
        ),
        (
            "sea:optimise { vary = { k = { 0, 1 } }, divide = function() return sea:equidistance() end, cost = function() return 0/0 end }",
            "what cost returns must be a number",
        ),
        (
            "sea:optimise { vary = { k = { 0, 1 } }, divide = function() error(\"mine\") end, cost = print }",
            "mine",
        ),
        ("sea:from_lines {}", "lines must be a table"),
        ("sea:from_lines { lines = {} }", "there are no lines"),
        (
            "sea:from_lines { lines = { { between = { \"AZE\", \"AZE\" }, places = { point(40, 50), point(40, 51) } } } }",
            "two holders",
        ),
        (
            "sea:from_lines { lines = { { between = { \"AZE\", \"IRN\" }, places = { point(40, 50.5), point(40, 51) } } } }",
            "the line between AZE and IRN ends 64.9 km from the coast",
        ),
        (
            "sea:from_lines { lines = { { between = { \"AZE\", \"XXX\" }, places = { point(40, 50), point(40, 51) } } } }",
            "no holder \"XXX\"",
        ),
    ] {
        let Err(error) = notes(body) else { panic!("{body}: accepted") };
        assert!(error.contains(words), "{body}: {error}");
    }
}
