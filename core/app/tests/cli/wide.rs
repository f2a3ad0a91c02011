//! Metrics, sensitivity, the inverse question and the report from outside; seas of one, two and eight parties.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{err, out, run};

/// A lake of `n` parties round a pole in mid-sea: each has an equal arc of an oval of 60 vertices, turned so that no axis
/// of symmetry is a meridian. The last `dry` of the parties have no coast.
fn round_lake(dir: &Path, n: usize, dry: usize) {
    let vertex = |k: usize| {
        let a = 0.3 + std::f64::consts::TAU * (k % 60) as f64 / 60.0;
        json!([50.0 + 1.3 * a.sin(), 41.0 + a.cos()])
    };
    let wet = n - dry;
    let mut features = vec![json!({ "type": "Feature", "properties": { "kind": "sea" },
        "geometry": { "type": "Polygon", "coordinates": [(0..=60).map(vertex).collect::<Vec<_>>()] } })];
    let mut toml = String::from(
        "[case]\nid = \"round\"\nname = { en = \"Round Lake\" }\nellipsoid = \"WGS84\"\ncoast = \"coast.geojson\"\nsources = [\"drawn by hand\"]\n",
    );
    for k in 0..n {
        let id = format!("P{}", (b'A' + k as u8) as char);
        toml += &format!("[[party]]\nid = \"{id}\"\nname = {{ en = \"Party {id}\" }}\n");
        if k < wet {
            let (from, to) = (k * 60 / wet, (k + 1) * 60 / wet);
            let coast: Vec<Value> = (from..=to).map(vertex).collect();
            features
                .push(json!({ "type": "Feature", "properties": { "kind": "coast", "party": id },
                "geometry": { "type": "LineString", "coordinates": coast } }));
        }
    }
    fs::create_dir_all(dir).unwrap();
    fs::write(dir.join("case.toml"), toml).unwrap();
    let root = json!({ "type": "FeatureCollection", "features": features });
    fs::write(dir.join("coast.geojson"), root.to_string()).unwrap();
}

fn shares(dir: &Path, args: &[&str]) -> Value {
    let output = run(dir, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    let d: Value = serde_json::from_str(&out(&output)).unwrap();
    d["layers"]["seabed"]["share_percent"].clone()
}

/// Two and eight parties: shares add up to the whole, equal areas are equal, and the report and the decision come out.
#[test]
fn two_and_eight_parties() {
    let dir = tempfile::tempdir().unwrap();
    for (name, n) in [("two", 2), ("eight", 8)] {
        round_lake(&dir.path().join(name), n, 0);
        let of = |rule| shares(dir.path(), &["divide", name, "--rule", rule, "--format", "json"]);
        let plain = of("equidistance");
        let sum: f64 = plain.as_object().unwrap().values().filter_map(Value::as_f64).sum();
        assert!((sum - 100.0).abs() < 1e-6, "{plain}");
        let part = 100.0 / n as f64;
        for (rule, within) in [("equidistance", 0.15 * part), ("equal-areas", 1e-4)] {
            for (_, share) in of(rule).as_object().unwrap() {
                assert!((share.as_f64().unwrap() - part).abs() < within, "{name} {rule}: {share}");
            }
        }
    }
    let decided = run(
        dir.path(),
        &["decide", "eight", "--rules", "equidistance,equal-areas", "--ask", "PA=15,PB=10"],
    );
    assert_eq!(decided.status.code(), Some(0), "{}", err(&decided));
    let report = run(
        dir.path(),
        &["compare", "two", "--rules", "equidistance,half-effect", "-o", "out", "--quiet"],
    );
    assert_eq!(report.status.code(), Some(0), "{}", err(&report));
    assert!(fs::read_to_string(dir.path().join("out/report.html")).unwrap().contains("Round Lake"));
    // One file that cannot take its place keeps all others from theirs.
    fs::create_dir_all(dir.path().join("half/turning-points.csv")).unwrap();
    let half =
        run(dir.path(), &["compare", "two", "--rules", "equidistance", "-o", "half", "--quiet"]);
    assert!(err(&half).contains("nothing was written"), "{}", err(&half));
    let left = fs::read_dir(dir.path().join("half")).unwrap().map(|f| f.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["turning-points.csv"]);
}

/// What cannot be done is said, with who and how much; nothing panics.
#[test]
fn what_cannot_be_done_is_said() {
    let dir = tempfile::tempdir().unwrap();
    round_lake(&dir.path().join("dry"), 3, 1);
    round_lake(&dir.path().join("two"), 2, 0);
    let dry = run(dir.path(), &["divide", "dry", "--rule", "equidistance"]);
    assert_ne!(dry.status.code(), Some(0));
    assert!(err(&dry).contains("PC has no coast"), "{}", err(&dry));
    for (rule, set, says) in [
        ("equity-floor", "floor.PA=120%", "floor"),
        ("thalweg", "step=0.1", "no depths"),
        ("bankruptcy-value", "slack=0.1", "value"),
        ("translation", "first=PX", "PX"),
        ("east-west-midpoint", "west=PQ", "PQ"),
    ] {
        let output = run(dir.path(), &["divide", "two", "--rule", rule, "--set", set]);
        assert!(matches!(output.status.code(), Some(2 | 3)), "{rule}: {}", out(&output));
        assert!(err(&output).contains(says) && !err(&output).contains("panic"), "{}", err(&output));
    }
    let sum = [
        "divide",
        "two",
        "--rule",
        "equity-floor",
        "--set",
        "floor.PA=0.7",
        "--set",
        "floor.PB=0.6",
    ];
    let output = run(dir.path(), &sum);
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("130") && err(&output).contains("PA"), "{}", err(&output));
}

/// The metrics have a list, a name that is none is refused with the nearest, and those named alone are written.
#[test]
fn metrics_by_name() {
    let dir = tempfile::tempdir().unwrap();
    round_lake(&dir.path().join("two"), 2, 0);
    let list = out(&run(dir.path(), &["compare", "two", "--metrics", "list"]));
    for id in [
        "gini",
        "encroachment",
        "corridor",
        "port_access",
        "deposit_value_by_area",
        "relaxation",
        "treaty_points",
    ] {
        assert!(list.contains(id), "{id}: {list}");
    }
    let wrong = run(dir.path(), &["compare", "two", "--metrics", "gnii"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("\"gini\""), "{}", err(&wrong));
    let args = [
        "compare",
        "two",
        "--rules",
        "equidistance",
        "--metrics",
        "gini,share",
        "-o",
        "out",
        "--quiet",
    ];
    assert_eq!(run(dir.path(), &args).status.code(), Some(0));
    let csv = fs::read_to_string(dir.path().join("out/metrics.csv")).unwrap();
    assert!(csv.contains(",gini,") && csv.contains(",share,") && !csv.contains(",jain,"), "{csv}");
}

/// In a halved lake the weight with which PA reaches 55 % is found from both sides of nothing: the answer is accepted
/// and a little less is not.
#[test]
fn the_least_change_of_a_parameter() {
    let dir = tempfile::tempdir().unwrap();
    round_lake(&dir.path().join("two"), 2, 0);
    let args = [
        "decide",
        "two",
        "--inverse",
        "additive",
        "--set",
        "weights.PA=0",
        "--vary",
        "weights.PA=0..40",
        "--ask",
        "PA=55,PB=40",
        "--format",
        "json",
    ];
    let output = run(dir.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let d: Value = serde_json::from_str(&out(&output)).unwrap();
    let answer = &d["inverse"][0];
    assert_eq!(answer["accepted"], true, "{answer}");
    let weight = answer["value"].as_f64().unwrap();
    let at = |w: f64| {
        let set = format!("weights.PA={w}");
        let args = ["divide", "two", "--rule", "additive", "--set", &set, "--format", "json"];
        shares(dir.path(), &args)["PA"].as_f64().unwrap()
    };
    assert!(at(weight) >= 54.95 - 1e-6 && at(weight - 0.05) < 54.95, "{weight}");
    let never = [
        "decide",
        "two",
        "--inverse",
        "additive",
        "--set",
        "weights.PA=0",
        "--vary",
        "weights.PA=0..40",
        "--ask",
        "PA=60,PB=50",
    ];
    let text = out(&run(dir.path(), &never));
    assert!(text.contains("none; best at") && text.contains("short:"), "{text}");
}

/// The same study twice has the same bytes; every cause is there; the report speaks three languages.
#[test]
fn sensitivity_and_report_again_and_in_three_languages() {
    let dir = tempfile::tempdir().unwrap();
    let mut seen = Vec::new();
    for (out_dir, lang) in [("a", "en"), ("b", "en"), ("fa", "fa"), ("ru", "ru")] {
        let args = [
            "compare",
            "caspian",
            "--rules",
            "equidistance",
            "--sensitivity",
            "--draws",
            "2",
            "-o",
            out_dir,
            "--quiet",
            "--lang",
            lang,
        ];
        let output = run(dir.path(), &args);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let text = out(&output);
        for cause in
            ["garabogazkol", "coast50m", "islands", "base points", "printed", "lower", "at random"]
        {
            assert!(text.contains(cause), "{cause}: {text}");
        }
        seen.push(fs::read_to_string(dir.path().join(out_dir).join("report.html")).unwrap());
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].contains("12.0"), "what the four claims of the source leave");
    assert!(seen[2].contains("dir=\"rtl\"") && seen[2].contains("۱۲٫۰٪"));
    assert!(seen[3].contains("12,0"));
}
