//! Every rule of `scripts/rules`: its header is complete, and its examples come out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use littoral_delimit::{RuleOutcome, Waters};
use littoral_formats::{CaseBundle, read_case};
use littoral_model::RuleHeader;
use littoral_model::rule::Example;
use littoral_script::{Limits, Source, read_header, run, run_under};
use littoral_treaty::Record;
use serde_json::{Map, Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn source(path: &Path) -> Source {
    let name = path.strip_prefix(root()).unwrap().display().to_string();
    Source::new(name, std::fs::read_to_string(path).unwrap())
}

fn rules() -> Vec<Source> {
    let entries = std::fs::read_dir(root().join("scripts/rules")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|p| source(p)).collect()
}

fn rule(id: &str) -> Source {
    source(&root().join(format!("scripts/rules/{id}.luau")))
}

fn waters(case: &str) -> Rc<Waters> {
    opened(case).0
}

/// A case with its instruments.
fn opened(case: &str) -> (Rc<Waters>, Rc<Record>) {
    let bundle = CaseBundle::read_dir(&root().join("examples").join(case)).unwrap();
    let reading = read_case(&bundle, &[]);
    let case = reading.case.unwrap_or_else(|| panic!("{:?}", reading.findings));
    (Rc::new(Waters::new(case).unwrap()), Rc::new(reading.record))
}

fn outcome(waters: &Rc<Waters>, source: &Source, params: &Value) -> RuleOutcome {
    let params = params.as_object().cloned().unwrap_or_default();
    run(source, waters, &params, &Limits::default()).unwrap_or_else(|e| panic!("{e:?}"))
}

#[test]
fn headers_are_complete() {
    for source in rules() {
        let header = read_header(&source).unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(source.file, format!("scripts/rules/{}.luau", header.id));
        assert_eq!(header.name.0.keys().collect::<Vec<_>>(), ["en", "fa", "ru"], "{}", header.id);
        assert!(!header.about.is_empty() && !header.cite.is_empty() && !header.examples.is_empty());
        assert!(
            source.text.starts_with("--!strict\n") && source.text.lines().count() <= 40,
            "{}",
            header.id
        );
        assert!(header.params.iter().all(|p| !p.about.is_empty()), "{}", header.id);
    }
}

#[test]
fn parameters_come_in_the_order_of_the_source() {
    let names = |id: &str| {
        let header: RuleHeader = read_header(&rule(id)).unwrap();
        header.params.into_iter().map(|p| p.name).collect::<Vec<_>>()
    };
    assert_eq!(names("equity-floor"), ["floor", "kernel", "belt"]);
    assert_eq!(names("astara-gasan-kuli"), ["west", "holder", "east"]);
}

/// Shares as the rules' own examples state them: computed apart from this program, on the same
/// coast, by a raster and by geodesic samples.
#[test]
fn examples_come_out() {
    let (waters, record) = opened("caspian");
    let mut wrong = Vec::new();
    for source in rules() {
        for example in read_header(&source).unwrap().examples {
            let what = format!("{} {}", source.file, Value::Object(example.params.clone()));
            let limits = Limits { time: Duration::from_secs(60), ..Limits::default() };
            match run_under(&source, (&waters, &record), &example.params, &limits) {
                Ok(outcome) => {
                    wrong.extend(differences(&example, &outcome).map(|d| format!("{what}: {d}")))
                }
                Err(error) => wrong.push(format!("{what}: {}", error.text)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What an example expects and did not get.
fn differences(example: &Example, outcome: &RuleOutcome) -> impl Iterator<Item = String> {
    let mut out = Vec::new();
    for (layer, expected) in &example.expect {
        let solved = outcome.layers.get(layer).unwrap();
        for (holder, pair) in expected.as_object().unwrap() {
            let (share, tolerance) = (pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap());
            let got = solved.share(holder);
            if (got - share).abs() > tolerance {
                out.push(format!("{layer} {holder} {got:.3}, expected {share}"));
            }
        }
    }
    out.into_iter()
}

/// Weights of the floor of 20 per cent for Iran, and what moves: computed apart, on the same coast,
/// by a raster of 2 km cells with exact ties at the termini. (With 1 km of coast on both sides of a
/// terminus left out, as some tables do, the weights are larger: 48.7 and 58.9 km, 1.631 and 1.669.)
#[test]
fn weights_of_the_floor() {
    let waters = waters("caspian");
    let floor = rule("equity-floor");
    for (params, weight, tolerance) in [
        (json!({ "kernel": "additive", "belt": 0 }), 48.17, 0.3),
        (json!({ "kernel": "additive", "belt": 15 }), 58.55, 0.3),
        (json!({ "kernel": "equiratio", "belt": 0 }), 1.625, 0.003),
        (json!({ "kernel": "equiratio", "belt": 15 }), 1.665, 0.003),
    ] {
        let notes = outcome(&waters, &floor, &params).notes;
        let got = notes["weights"]["IRN"].as_f64().unwrap();
        assert!((got - weight).abs() <= tolerance, "{params}: {got}, expected {weight}");
        let moved = notes["moved"].as_f64().unwrap();
        assert!((moved - 5.63).abs() <= 0.1, "{params}: moved {moved}");
        assert_eq!(notes["binding"], json!(["IRN"]));
    }
}

#[test]
fn an_impossible_floor_is_refused_with_its_proof() {
    let waters = waters("caspian");
    let params = json!({ "floor": { "IRN": 0.9, "KAZ": 0.3 } });
    let params: Map<String, Value> = params.as_object().cloned().unwrap();
    let error = run(&rule("equity-floor"), &waters, &params, &Limits::default()).unwrap_err();
    assert_eq!(error.kind, littoral_model::FailureKind::Infeasible);
    assert!(error.text.contains("IRN") && error.text.contains("KAZ"), "{}", error.text);
    assert_eq!(error.at.unwrap().line, 23);
}

/// Six rays meet in one point, wherever the pole is: sectors of any width close.
#[test]
fn sectors_from_poles_in_the_black_sea() {
    let waters = waters("black-sea");
    let sectoral = rule("sectoral");
    for (lat, lon) in [(43.0, 34.0), (44.0, 31.0), (42.5, 32.0), (43.3, 40.0)] {
        let found = outcome(&waters, &sectoral, &json!({ "lat": lat, "lon": lon }));
        let layer = found.layers.get("seabed").unwrap();
        let shares = ["BGR", "GEO", "ROU", "RUS", "TUR", "UKR"].map(|p| layer.share(p));
        assert!((shares.iter().sum::<f64>() - 100.0).abs() < 1e-6, "{lat} {lon}: {shares:?}");
        assert!(shares.iter().all(|s| *s > 1.0), "{lat} {lon}: {shares:?}");
    }
}

/// The cell of a partition whose ray a fit turned is parted by that ray: put over equidistance, whose scores are the same,
/// it gives the fitted shares and not those of the bisector.
#[test]
fn a_cell_keeps_the_turned_ray() {
    let text = r#"return rule { id = "cell", about = "cell", run = function(sea)
        local plain = sea:equidistance()
        local fitted, proof = sea:fit { score = sea:each(sea.dist), floor = { KAZ = 0.31 } }
        local over = plain:over(fitted:cell("KAZ"), plain)
        sea:note("turned", #proof.splits)
        sea:note("off", { over:share("KAZ") - 31, over:share("TKM") - fitted:share("TKM") })
        sea:note("plain", plain:share("KAZ"))
        return { seabed = over }
    end }"#;
    let out = outcome(&waters("caspian"), &Source::new("cell.luau", text), &json!({}));
    assert_eq!(out.notes["turned"].as_f64(), Some(1.0));
    assert!(out.notes["plain"].as_f64().unwrap() < 30.9);
    let off: Vec<f64> = serde_json::from_value(out.notes["off"].clone()).unwrap();
    assert!(off.iter().all(|x| x.abs() < 1e-6), "{off:?}");
}

/// The lines of the Caspian by rules of several kinds, handed back, give the division again.
#[test]
fn lines_of_the_caspian_give_it_again() {
    let (waters, record) = opened("caspian");
    for rule in ["equidistance", "half-effect", "enclave", "belt-and-commons", "thalweg"] {
        let text = format!(
            r#"return rule {{ id = "again", about = "again", run = function(sea)
                for name, was in run("{rule}") do
                    local drawn = sea:from_lines {{ lines = was:lines() }}
                    sea:note(name, drawn:moved(was))
                    return {{ seabed = drawn }}
                end
            end }}"#
        );
        let limits = Limits { time: Duration::from_secs(60), ..Limits::default() };
        let source = Source::new("again.luau", text);
        let outcome = run_under(&source, (&waters, &record), &Map::new(), &limits)
            .unwrap_or_else(|e| panic!("{rule}: {}", e.text));
        let moved: Vec<f64> = outcome.notes.values().filter_map(Value::as_f64).collect();
        assert!(moved.len() == 1 && moved[0] < 1e-4, "{rule}: {moved:?} per cent of the sea");
    }
}
