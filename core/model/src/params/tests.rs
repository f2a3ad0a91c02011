use serde_json::json;

use super::*;
use crate::names::Names;

const PARTIES: [&str; 5] = ["AZE", "IRN", "KAZ", "RUS", "TKM"];

fn param(name: &str, kind: ParamKind, default: Value) -> Param {
    Param { name: name.to_owned(), kind, default, about: String::new() }
}

fn header() -> RuleHeader {
    let shares = ParamKind::PerParty { min: Some(0.0), max: Some(1.0), unit: "share".into() };
    let ratio = ParamKind::PerParty { min: Some(0.01), max: None, unit: "ratio".into() };
    let kernel = ParamKind::Choice { options: vec!["equiratio".into(), "additive".into()] };
    let belt = ParamKind::Length { unit: LengthUnit::Nm, min: Some(0.0), max: Some(60.0) };
    RuleHeader {
        id: "equity-floor".into(),
        name: Names::english("Equity with a floor"),
        about: String::new(),
        cite: vec![],
        params: vec![
            param("floor", shares, json!({ "IRN": 0.2 })),
            param("weights", ratio, json!({})),
            param("kernel", kernel, json!("equiratio")),
            param("belt", belt, json!(15.0)),
            param("strict", ParamKind::Flag, json!(false)),
        ],
        examples: vec![],
    }
}

fn run(settings: &[&str]) -> Result<Map<String, Value>, RuleError> {
    let settings: Vec<String> = settings.iter().map(|s| (*s).to_owned()).collect();
    let given = apply_settings(&header(), &settings)?;
    resolve(&header(), &given, &PARTIES)
}

fn refusal(settings: &[&str]) -> (String, String) {
    let error = run(settings).unwrap_err();
    assert_eq!(error.kind, FailureKind::Parameter);
    (error.text, error.hint)
}

#[test]
fn defaults_are_complete_and_in_party_order() {
    let all = run(&[]).unwrap();
    assert_eq!(
        serde_json::to_string(&all["floor"]).unwrap(),
        r#"{"AZE":0.0,"IRN":0.2,"KAZ":0.0,"RUS":0.0,"TKM":0.0}"#
    );
    assert_eq!(all["weights"]["TKM"], json!(1.0));
    assert_eq!(all.keys().collect::<Vec<_>>(), ["floor", "weights", "kernel", "belt", "strict"]);
}

#[test]
fn settings_join_the_defaults_party_by_party() {
    let all = run(&["floor.AZE=18%", "belt=18.52 km", "strict=yes", "kernel=additive"]).unwrap();
    assert_eq!(all["floor"]["AZE"], json!(0.18));
    assert_eq!(all["floor"]["IRN"], json!(0.2));
    assert!((all["belt"].as_f64().unwrap() - 10.0).abs() < 1e-12);
    assert_eq!(all["strict"], json!(true));
}

#[test]
fn lengths_become_metres_for_the_rule_only() {
    let metres = in_metres(&header(), &run(&[]).unwrap());
    assert_eq!(metres["belt"], json!(27780.0));
    assert_eq!(metres["floor"]["IRN"], json!(0.2));
}

#[test]
fn refusals_name_the_cause_and_the_way_out() {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        refusal(&["flor.IRN=0.2"]),
        pair(
            "this rule has no parameter \"flor\"",
            "did you mean \"floor\"? The rule declares: floor, weights, kernel, belt, strict."
        )
    );
    assert_eq!(
        refusal(&["floor.AZ=0.2"]),
        pair("no party \"AZ\"; this sea has AZE IRN KAZ RUS TKM", "did you mean \"AZE\"?")
    );
    assert_eq!(
        refusal(&["floor.IRN=20"]),
        pair(
            "floor.IRN must be from 0 to 1, not 20",
            "A share is a fraction of the sea: write 0.2 or 20%."
        )
    );
    assert_eq!(
        refusal(&["floor.IRN=120%"]),
        pair("floor.IRN must be from 0% to 100%, not 120%", "")
    );
    assert_eq!(
        refusal(&["floor.IRN=1.2"]),
        pair(
            "floor.IRN must be from 0 to 1, not 1.2",
            "A share is a fraction of the sea, from 0 to 1, or from 0% to 100%."
        )
    );
    assert_eq!(
        refusal(&["kernel=equirato"]),
        pair(
            "kernel cannot be \"equirato\"",
            "did you mean \"equiratio\"? Choose one of: equiratio, additive."
        )
    );
    assert_eq!(refusal(&["belt"]), pair("the setting \"belt\" has no value", "Write belt=VALUE."));
    assert_eq!(refusal(&["belt=wide"]).0, "belt must be a number, not \"wide\"");
    assert_eq!(refusal(&["belt=99"]).0, "belt must be from 0 to 60 nm, not 99");
    assert_eq!(refusal(&["belt=NaN"]).0, "belt must be a number, not \"NaN\"");
    assert_eq!(refusal(&["floor=0.2"]).1, "Name the party: floor.PARTY=0.2.");
    assert_eq!(refusal(&["belt.IRN=3"]).1, "Write belt=3.");
}

#[test]
fn wrong_types_in_json_are_refused() {
    for (name, value) in [
        ("floor", json!(3)),
        ("floor", json!({ "IRN": "much" })),
        ("belt", json!("15")),
        ("strict", json!(1)),
        ("kernel", json!(null)),
    ] {
        let given = Map::from_iter([(name.to_owned(), value.clone())]);
        let error = resolve(&header(), &given, &PARTIES).unwrap_err();
        assert!(error.text.starts_with(name), "{value}: {}", error.text);
    }
}
