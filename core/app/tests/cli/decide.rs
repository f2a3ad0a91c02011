//! `littoral decide` on the five divisions of the Caspian, against values by hand.

use std::fs;

use serde_json::{Value, json};

use super::{err, out, run};

fn five() -> Value {
    let row =
        |v: [f64; 5]| json!({ "AZE": v[0], "IRN": v[1], "KAZ": v[2], "RUS": v[3], "TKM": v[4] });
    json!({
        "EQ": row([19.86, 14.37, 30.79, 16.41, 18.57]),
        "E20": row([20.0; 5]),
        "SOV": row([21.40, 12.11, 30.79, 16.41, 19.29]),
        "BAND": row([18.38, 17.97, 24.60, 19.62, 19.43]),
        "FLOOR": row([17.30, 19.99, 30.79, 16.41, 15.51]),
    })
}

#[test]
fn methods_and_ties_as_sets() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("five.json"), five().to_string()).unwrap();
    let ask = "AZE=19,IRN=20,KAZ=28,RUS=16,TKM=18";
    let args = ["decide", "caspian", "--utilities", "five.json", "--ask", ask, "--format", "json"];
    let output = run(dir.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let d: Value = serde_json::from_str(&out(&output)).unwrap();
    let winners = |m: &str| d["methods"][m]["winners"].clone();
    for (method, wanted) in [
        ("borda", json!(["E20"])),
        ("condorcet", json!(["E20"])),
        ("fallback", json!(["EQ", "BAND"])),
        ("relative-loss", json!(["BAND"])),
        ("approval", json!(["EQ", "E20", "SOV"])),
    ] {
        assert_eq!(winners(method), wanted, "{method}");
    }
    assert!(winners("impasse").as_array().is_none_or(Vec::is_empty), "{}", winners("impasse"));
    assert_eq!(d["methods"]["borda"]["score"]["EQ"], 8.0);
    assert_eq!(d["claims"]["deficit"], 1.0);
    let gmcr = &d["methods"]["gmcr"]["stable"]["BAND"];
    assert_eq!((&gmcr["adopted"], &gmcr["deadlock"]), (&json!(false), &json!(true)));
    assert_eq!(gmcr["nash"], 29.0);
    let cuts = &d["relaxation"]["EQ"];
    assert!((cuts["sum"].as_f64().unwrap() - 5.63).abs() < 1e-9, "{cuts}");
}

/// The statements of the source leave Turkmenistan twelve per cent; a method that does not exist is refused.
#[test]
fn claims_and_refusals() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("five.json"), five().to_string()).unwrap();
    let ask = "AZE=20,IRN=20,KAZ=29,RUS=19";
    let output = run(dir.path(), &["decide", "caspian", "--utilities", "five.json", "--ask", ask]);
    assert!(
        out(&output).contains("TKM would be left with 12.0 %"),
        "{}{}",
        out(&output),
        err(&output)
    );
    for bad in [["--method", "bordo"], ["--ask", "XYZ=3"], ["--utilities", "none.json"]] {
        let output = run(dir.path(), &["decide", "caspian", bad[0], bad[1]]);
        assert_eq!(output.status.code(), Some(2), "{bad:?}: {}", out(&output));
    }
}

/// What a file or a claim says twice, of nobody of this sea, or beyond any measure is refused with its place: the last one
/// was taken without a word.
#[test]
fn slips_in_utilities_and_claims_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let row = "\"AZE\": 1, \"IRN\": 2, \"KAZ\": 3, \"RUS\": 4, \"TKM\": 5";
    for (text, said) in [
        (format!("{{\"x\": {{{row}}}, \"x\": {{{row}}}}}"), "two options are called \"x\""),
        (format!("{{\"x\": {{{row}, \"AZE\": 2}}}}"), "option \"x\" has two numbers for AZE"),
        (format!("{{\"x\": {{{row}, \"USA\": 2}}}}"), "\"USA\", no party; this sea has AZE IRN"),
        (format!("{{\"x\": {{{row}}}}}").replace('5', "1e300"), "from -1e9 to 1e9 for TKM"),
        (format!("{{\"x\": {{{row}}}}}").replace('5', "\"5\""), "from -1e9 to 1e9 for TKM"),
        ("{\"x\": {\"AZE\": 1}}".to_owned(), "option \"x\" has no number for IRN"),
        ("{\"x\": 5}".to_owned(), "expected a table of options"),
        ("[1]".to_owned(), "expected a table of options"),
        ("{}".to_owned(), "no table of options"),
    ] {
        fs::write(dir.path().join("slip.json"), &text).unwrap();
        let output = run(dir.path(), &["decide", "caspian", "--utilities", "slip.json"]);
        assert_eq!(output.status.code(), Some(2), "{text}: {}", out(&output));
        assert!(
            err(&output).contains(said) && err(&output).contains("slip.json"),
            "{}",
            err(&output)
        );
    }
    fs::write(dir.path().join("five.json"), five().to_string()).unwrap();
    for (args, said) in [
        (["--ask", "AZE=10,AZE=20"], "two claims are given for AZE"),
        (["--ask", "aze=20"], "no party \"aze\"; this sea has AZE"),
        (["--ask", "AZE=120"], "from 0 to 100"),
        (["--band", "-1"], "0 or more"),
    ] {
        let all = [&["decide", "caspian", "--utilities", "five.json"][..], &args].concat();
        let output = run(dir.path(), &all);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", out(&output));
        assert!(err(&output).contains(said), "{args:?}: {}", err(&output));
    }
}

/// Noise of the solver decides nothing, and a claim given for one party leaves those of the others.
#[test]
fn noise_is_no_difference_and_one_claim_replaces_one() {
    let dir = tempfile::tempdir().unwrap();
    let row =
        |d: f64| json!({ "AZE": 20.0 + d, "IRN": 20.0 - d, "KAZ": 30.0, "RUS": 16.0, "TKM": 14.0 });
    let options = json!({ "A": row(1e-8), "B": row(-1e-8), "C": row(0.0), "D": row(-0.01) });
    fs::write(dir.path().join("tie.json"), options.to_string()).unwrap();
    let args =
        ["decide", "caspian", "--utilities", "tie.json", "--ask", "AZE=19", "--format", "json"];
    let output = run(dir.path(), &args);
    let d: Value = serde_json::from_str(&out(&output)).unwrap();
    for method in ["saw", "topsis", "maximin", "leximin", "relative-loss"] {
        assert_eq!(d["methods"][method]["winners"], json!(["A", "B", "C", "D"]), "{method}");
    }
    let about = d["methods"]["gmcr"]["about"].as_str().unwrap();
    assert!(about.contains("deadlock"), "{about}");
    let asked = &d["reservation"];
    assert_eq!((&asked["AZE"], &asked["KAZ"]), (&json!(19.0), &json!(27.0)), "{asked}");
}

/// What is accepted only between two samples is found.
#[test]
fn the_inverse_question_looks_between_its_samples() {
    let dir = tempfile::tempdir().unwrap();
    let ask = "AZE=17,IRN=20,KAZ=27,RUS=16,TKM=15";
    let args =
        ["decide", "caspian", "--inverse", "equiratio", "--vary", "weights.IRN", "--ask", ask];
    let output = run(dir.path(), &[&args[..], &["--format", "json"]].concat());
    let d: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(d["inverse"][0]["accepted"], json!(true), "{d}{}", err(&output));
}

/// A lake halved or given by two to three: somebody has his worst of each, and a thousandth of a point of the solver's noise
/// above it wins nothing. What is best for the worst-off and then for the next is best for the worst-off.
#[test]
fn noise_above_the_worst_is_no_maximin() {
    let dir = tempfile::tempdir().unwrap();
    let row = |e: f64, w: f64| json!({ "EST": e, "WST": w });
    let options =
        json!({ "HALF": row(50.0, 50.0), "FIT": row(40.0003, 60.0007), "RATIO": row(40.0, 60.0) });
    fs::write(dir.path().join("lake.json"), options.to_string()).unwrap();
    let args = ["decide", "teaching-lake", "--utilities", "lake.json", "--format", "json"];
    let d: Value = serde_json::from_str(&out(&run(dir.path(), &args))).unwrap();
    for method in ["maximin", "leximin"] {
        let winners = d["methods"][method]["winners"].as_array().unwrap();
        assert_eq!(winners.len(), 3, "{method}: {winners:?}");
    }
}

#[test]
fn a_decision_without_claims_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let done = run(dir.path(), &["decide", "black-sea", "--rules", "equidistance,condominium"]);
    assert!(out(&done).contains("no party names a share"), "{}{}", out(&done), err(&done));
    assert!(!out(&done).contains("all accept it"), "{}", out(&done));
}
