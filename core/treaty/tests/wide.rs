//! Questions that leave the layer or the activity open are asked of each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{
    Draws, activity, ask, date, layer, norm, question, reading, shorts, treaty, with_law,
};
use littoral_delimit::Waters;
use littoral_treaty::{Activity, Bearer, DyadAnswer, Law, Layer, Modality, Question, Verdict};

/// What of a dyad a finding speaks of, as `seabed extraction`.
fn subjects(d: &DyadAnswer, k: usize) -> Vec<String> {
    let word = |s: &littoral_treaty::Subject| format!("{} {}", s.layer.word(), s.activity.word());
    d.findings[k].subjects.iter().map(word).collect()
}

/// The queries of the model's specification that name no activity.
#[test]
fn the_queries_without_an_activity_are_answered() {
    with_law(|law| {
        let found = |on: &str, place: &str, over: &str, pair| {
            ask(&law.on(date(on)), &question(place, over, "all"), pair)
        };
        let q2a = found("2004-06-01", "44.6,49.2", "subsoil", ["KAZ", "RUS"]);
        let sovereign = "HOLDS KAZ sovereign RUKZ1998+RUKZ2002";
        assert_eq!(shorts(&q2a), [sovereign, "PENDING KAZ+RUS duty TEH2003"]);
        let matters = ["boundary", "extraction", "exploration", "drilling"];
        assert_eq!(subjects(&q2a, 0), matters.map(|m| format!("subsoil {m}")));
        let q2b = found("2004-06-01", "44.6,49.2", "subsoil", ["KAZ", "IRN"]);
        assert!(q2b.with(Verdict::Contested).any(|f| f.inter_alios), "{:?}", shorts(&q2b));
        assert!(q2b.with(Verdict::Holds).next().is_none());
        let q3 = found("2003-05-01", "44.6,49.2", "subsoil", ["KAZ", "RUS"]);
        assert_eq!(shorts(&q3), ["PENDING KAZ sovereign RUKZ1998+RUKZ2002"]);
        assert!(!q3.is_settled(), "what is pending is not settled");
        let q4a = found("2014-12-02", "42.5,51.0", "seabed", ["KAZ", "TKM"]);
        assert!(shorts(&q4a).contains(&"PENDING KAZ sovereign KZTM2014".to_owned()));
        let q4b = found("2015-07-31", "42.5,51.0", "seabed", ["KAZ", "TKM"]);
        assert!(shorts(&q4b).contains(&"HOLDS KAZ sovereign KZTM2014".to_owned()));
        let q8a = found("2010-06-01", "deposit:dostluk", "seabed", ["AZE", "TKM"]);
        assert!(
            shorts(&q8a).contains(&"CONTESTED AZE exclusive_right claim:dostluk:AZE".to_owned())
        );
        let q8b = found("2021-06-01", "deposit:dostluk", "seabed", ["AZE", "TKM"]);
        let joint = "HOLDS AZE+TKM exclusive_right DOST2021";
        assert!(shorts(&q8b).contains(&joint.to_owned()), "{:?}", shorts(&q8b));
        assert_eq!(q8b.boundary, Verdict::Lacuna);
    });
}

/// Whatever a narrow question finds the wide one finds too, of that matter, and nothing else of it.
#[test]
fn the_wide_answer_is_the_narrow_ones_together() {
    with_law(|law| {
        let mut draws = Draws::new(23);
        for _ in 0..60 {
            let at = Some(draws.place(law.ground().waters()));
            let day = law.on(draws.day());
            let q =
                |layer, activity| Question { at, deposit: None, layer, activity, between: None };
            let wide = day.at(&q(Layer::ALL, Activity::ALL)).unwrap();
            for (l, a) in [("seabed", "drilling"), ("column", "fishing"), ("surface", "navigation")]
            {
                let (l, a) = (layer(l), activity(a));
                let narrow = day.at(&q(l, a)).unwrap();
                for (n, w) in narrow.dyads.iter().zip(&wide.dyads) {
                    let own = |f: &&littoral_treaty::LegalFinding| {
                        f.subjects.iter().any(|s| s.layer == l && s.activity == a)
                    };
                    let found: Vec<String> =
                        w.findings.iter().filter(own).map(common::short).collect();
                    let mut expected = shorts(n);
                    expected.retain(|s| s != "LACUNA");
                    assert_eq!(found, expected, "{at:?} {} {:?}", day.date(), n.between);
                    assert!(!w.is_settled() || found.is_empty() || n.is_settled());
                }
            }
        }
    });
}

/// Who has everything gives way in fishing to a later agreement on fishing alone, and keeps the rest.
#[test]
fn a_norm_gives_way_in_one_matter_and_stands_in_the_others() {
    let waters = Waters::new(reading().case.unwrap()).unwrap();
    let all = norm("all", Bearer::States(vec!["AZE".into()]), Modality::Sovereign, "all", "all");
    let fish = norm(
        "fish",
        Bearer::States(vec!["KAZ".into()]),
        Modality::ExclusiveRight,
        "fishing",
        "water",
    );
    let mut record = reading().record;
    record.ways.clear();
    record.instruments =
        vec![treaty("OLD", "2000-01-01", vec![all]), treaty("NEW", "2005-01-01", vec![fish])];
    let law = Law::new(&record, &waters).unwrap();
    let q = question("41.0,50.5", "column", "all");
    let dyad = ask(&law.on(date("2010-01-01")), &q, ["AZE", "KAZ"]);
    assert_eq!(shorts(&dyad), ["HOLDS AZE sovereign OLD", "HOLDS KAZ exclusive_right NEW"]);
    assert_eq!(subjects(&dyad, 1), ["column fishing"]);
    let rest = subjects(&dyad, 0);
    assert!(!rest.contains(&"column fishing".to_owned()) && rest.len() == 10, "{rest:?}");
    assert_eq!(dyad.findings[1].defeated.len(), 1);
}
