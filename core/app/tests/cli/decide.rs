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
