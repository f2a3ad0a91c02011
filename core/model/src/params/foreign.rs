//! Defaults that were written for another sea: left out where they are numbers by party, and told.

use serde_json::{Map, Value};

use crate::rule::{Param, ParamKind, RuleHeader};

/// Does the default by party name somebody whom this sea has not? Then it was written for another one, where a namesake of
/// a party of this sea may stand for something else altogether: nothing of it counts here.
pub(super) fn is_foreign(param: &Param, parties: &[&str]) -> bool {
    strangers(param, parties).next().is_some()
}

fn strangers<'a>(param: &'a Param, parties: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let named = param.default.as_object().into_iter().flat_map(Map::keys).map(String::as_str);
    named.filter(|k| matches!(param.kind, ParamKind::PerParty { .. }) && !parties.contains(k))
}

/// What is to be said of such defaults where nothing is given in their place: a sentence each.
#[must_use]
pub fn left_out(header: &RuleHeader, given: &Map<String, Value>, parties: &[&str]) -> Vec<String> {
    let open = header.params.iter().filter(|p| !given.contains_key(&p.name));
    let sentence = |p: &Param| {
        let strangers: Vec<&str> = strangers(p, parties).collect();
        let (name, first) = (&p.name, parties.first()?);
        (!strangers.is_empty()).then(|| {
            format!(
                "the default of {name} is of another sea (it names {}) and counts for nobody here: set it, as in --set {name}.{first}=...",
                strangers.join(" ")
            )
        })
    };
    open.filter_map(sentence).collect()
}

/// The next step where a rule failed with `text` because a text that by default names a party of another sea was left as it
/// is: which texts to set.
#[must_use]
pub fn to_be_named(
    header: &RuleHeader,
    given: &Map<String, Value>,
    parties: &[&str],
    text: &str,
) -> Option<String> {
    let open = texts_of_elsewhere(header, parties, |p| !given.contains_key(&p.name));
    let blamed = open.iter().any(|(_, party)| text.contains(&format!("\"{party}\"")));
    let (first, party) = (open.first()?.0, parties.first()?);
    let names: Vec<&str> = open.iter().map(|(name, _)| *name).collect();
    blamed.then(|| {
        format!(
            "By default the rule names parties of another sea. Set for this one: {}; as in --set {first}={party}.",
            names.join(", ")
        )
    })
}

/// The parties of another sea that the rule names by default, where nothing else is given in their place: to miss one of
/// them is a want of the case, not a fault of the rule.
#[must_use]
pub fn named_elsewhere(
    header: &RuleHeader,
    given: &Map<String, Value>,
    parties: &[&str],
) -> Vec<String> {
    // Parameters may come resolved: what a default says then stands among them.
    let left = |p: &Param| given.get(&p.name).is_none_or(|value| *value == p.default);
    let open = texts_of_elsewhere(header, parties, left);
    open.into_iter().map(|(_, party)| party.to_owned()).collect()
}

/// Texts that were left as they are and look like a party that this sea has not: name and default.
fn texts_of_elsewhere<'a>(
    header: &'a RuleHeader,
    parties: &[&str],
    left: impl Fn(&Param) -> bool,
) -> Vec<(&'a str, &'a str)> {
    let open = header.params.iter().filter(|p| p.kind == ParamKind::Text);
    open.filter(|p| left(p))
        .filter_map(|p| Some((p.name.as_str(), p.default.as_str()?)))
        .filter(|(_, party)| looks_like_a_party(party) && !parties.contains(party))
        .collect()
}

/// Ids of parties are short words in capitals.
fn looks_like_a_party(word: &str) -> bool {
    (2..=8).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Names;
    use crate::params::resolve;

    fn header() -> RuleHeader {
        let param = |name: &str, kind: ParamKind, default: Value| Param {
            name: name.into(),
            kind,
            default,
            about: String::new(),
        };
        let share = ParamKind::PerParty { min: Some(0.0), max: Some(1.0), unit: "share".into() };
        RuleHeader {
            id: "r".into(),
            name: Names::english("r"),
            about: String::new(),
            cite: Vec::new(),
            params: vec![
                param("claims", share, json!({ "RUS": 0.2, "IRN": 0.2 })),
                param("first", ParamKind::Text, json!("AZE")),
                param("second", ParamKind::Text, json!("RUS")),
                param("note", ParamKind::Text, json!("as agreed")),
            ],
            examples: Vec::new(),
        }
    }

    /// The claim of a namesake on another sea is no claim on this one.
    #[test]
    fn a_default_of_another_sea_counts_for_nobody_and_is_told() {
        let (header, none) = (header(), Map::new());
        let there = resolve(&header, &none, &["IRN", "RUS", "TKM"]).unwrap();
        assert_eq!(there["claims"], json!({ "IRN": 0.2, "RUS": 0.2, "TKM": 0.0 }));
        assert!(left_out(&header, &none, &["IRN", "RUS", "TKM"]).is_empty());
        let here = resolve(&header, &none, &["BGR", "RUS"]).unwrap();
        assert_eq!(here["claims"], json!({ "BGR": 0.0, "RUS": 0.0 }));
        let said = left_out(&header, &none, &["BGR", "RUS"]);
        assert!(said.len() == 1 && said[0].contains("IRN") && said[0].contains("claims.BGR"));
        let given = Map::from_iter([("claims".to_owned(), json!({ "BGR": 0.1 }))]);
        assert!(left_out(&header, &given, &["BGR", "RUS"]).is_empty());
        let mixed = resolve(&header, &given, &["BGR", "RUS"]).unwrap();
        assert_eq!(mixed["claims"], json!({ "BGR": 0.1, "RUS": 0.0 }));
    }

    #[test]
    fn texts_that_name_parties_of_another_sea_are_asked_for() {
        let (header, none) = (header(), Map::new());
        let ask = |text: &str| to_be_named(&header, &none, &["BGR", "ROU"], text);
        let said = ask("no party \"AZE\"; this sea has BGR ROU").unwrap();
        assert!(said.contains("first, second; as in --set first=BGR"), "{said}");
        assert_eq!(ask("no party \"XYZ\"; this sea has BGR ROU"), None);
        assert_eq!(named_elsewhere(&header, &none, &["BGR", "ROU"]), ["AZE", "RUS"]);
        let given = Map::from_iter([("first".to_owned(), json!("AZE"))]);
        let text = "no party \"AZE\"; this sea has BGR ROU";
        assert_eq!(to_be_named(&header, &given, &["BGR", "ROU"], text), None);
        let given = resolve(&header, &none, &["BGR", "ROU"]).unwrap();
        assert_eq!(named_elsewhere(&header, &given, &["BGR", "ROU"]), ["AZE", "RUS"]);
        let given = Map::from_iter([("first".to_owned(), json!("XYZ"))]);
        assert_eq!(named_elsewhere(&header, &given, &["BGR", "ROU"]), ["RUS"]);
    }
}
