//! The Caspian case as it is committed: sound, complete, equal to the figures of its sources.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

use std::path::Path;

use littoral_formats::{CaseBundle, CaseReading, read_case};
use littoral_model::Severity;
use littoral_treaty::State;

fn bundle() -> CaseBundle {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/caspian");
    CaseBundle::read_dir(&folder).unwrap()
}

fn reading(switches: &[&str]) -> CaseReading {
    let switches: Vec<String> = switches.iter().map(|&s| s.to_owned()).collect();
    read_case(&bundle(), &switches)
}

fn worst(reading: &CaseReading) -> Vec<String> {
    let bad = reading.findings.iter().filter(|f| f.severity > Severity::Note);
    bad.map(littoral_model::Finding::message).collect()
}

#[test]
fn reads_without_error_or_warning() {
    for switches in [&[][..], &["garabogazkol"][..]] {
        assert_eq!(worst(&reading(switches)), Vec::<String>::new());
    }
}

#[test]
fn the_sea_has_the_vertices_of_its_source() {
    let case = reading(&[]).case.unwrap();
    assert_eq!((case.sea.outer.len(), case.sea.inner.len()), (2101, 11));
    assert_eq!(case.sea.inner.iter().map(Vec::len).sum::<usize>(), 2339 - 2101);
    assert_eq!(case.excluded.len(), 1);
    let with = reading(&["garabogazkol"]).case.unwrap();
    assert_eq!((with.sea.outer.len(), with.sea.inner.len(), with.excluded.len()), (2382, 11, 0));
    assert_eq!(with.switched_on, ["garabogazkol"]);
}

#[test]
fn parties_come_in_order_with_names_in_three_languages() {
    let case = reading(&[]).case.unwrap();
    assert_eq!(case.party_ids().collect::<Vec<_>>(), ["AZE", "IRN", "KAZ", "RUS", "TKM"]);
    assert!(
        case.parties.iter().all(|p| ["en", "fa", "ru"].iter().all(|l| p.name.0.contains_key(*l)))
    );
    assert_eq!(case.level.unwrap().legal_m, -28.0);
}

#[test]
fn termini_stand_where_the_source_has_them() {
    let case = reading(&[]).case.unwrap();
    let ids: Vec<&str> = case.party_ids().collect();
    let found = case.termini.iter().map(|t| {
        let [a, b] = t.between.map(|k| ids[k]);
        format!("{} {a}-{b} {:.4} {:.4}", t.name.get("en"), t.at.lon, t.at.lat)
    });
    let expected = [
        "Astara AZE-IRN 48.8759 38.4343",
        "Samur AZE-RUS 48.5807 41.8452",
        "Gasan-Kuli IRN-TKM 53.9123 37.3434",
        "Volga delta KAZ-RUS 49.2287 46.3284",
        "Kazakh-Turkmen coast KAZ-TKM 52.4363 41.7489",
    ];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn claims_to_show_are_dated_and_sourced() {
    let case = reading(&[]).case.unwrap();
    let asks = |k| case.asks(k).and_then(|p| Some((p.share_percent?, p.from.as_str())));
    let (trilateral, iran) = ("2003-05-14", "2008");
    let expected = [
        Some((18.0, trilateral)),
        Some((20.0, iran)),
        Some((27.0, trilateral)),
        Some((19.0, trilateral)),
        None,
    ];
    assert_eq!((0..5).map(asks).collect::<Vec<_>>(), expected);
    assert!(case.positions.iter().all(|p| !p.source.cite.is_empty()));
}

#[test]
fn deposits_without_a_published_place_have_none() {
    let case = reading(&[]).case.unwrap();
    let placed: Vec<&str> =
        case.deposits.iter().filter(|d| d.at.is_some()).map(|d| d.id.as_str()).collect();
    assert_eq!(case.deposits.len(), 16);
    assert_eq!(placed, ["acg", "sardar-e-jangal", "kashagan"]);
}

#[test]
fn instruments_are_in_force_when_the_record_says() {
    let reading = reading(&[]);
    assert_eq!(reading.record.instruments.len(), 40);
    let table = [
        ("RUKZ1998", "KAZ", "RUS", "2003-05-15", State::Pending),
        ("RUKZ1998", "KAZ", "RUS", "2003-05-16", State::InForce),
        ("RUKZ2002", "RUS", "KAZ", "2003-05-16", State::InForce),
        ("RUKZ2002", "RUS", "KAZ", "2002-05-12", State::NotSigned),
        ("RUKZ1998", "KAZ", "IRN", "2004-06-01", State::NotParty),
        ("KZTM2014", "KAZ", "TKM", "2014-12-02", State::Pending),
        ("KZTM2014", "KAZ", "TKM", "2015-07-30", State::Pending),
        ("KZTM2014", "KAZ", "TKM", "2015-07-31", State::InForce),
        ("AKT2018", "IRN", "KAZ", "2019-06-01", State::Pending),
        ("AKT2018", "AZE", "RUS", "2025-12-15", State::Pending),
        ("TEH2003", "AZE", "TKM", "2006-08-11", State::Pending),
        ("TEH2003", "AZE", "TKM", "2006-08-12", State::InForce),
        ("1935", "IRN", "SUN", "1940-03-25", State::Ended),
        ("UNCLOS", "AZE", "RUS", "2005-01-01", State::Pending),
        ("TD2007", "AZE", "IRN", "2010-01-01", State::Political),
    ];
    for (id, a, b, on, state) in table {
        let instrument = reading.record.instruments.iter().find(|i| i.id == id).unwrap();
        let found = instrument.binds(a, b, on.parse().unwrap());
        assert_eq!((found.state, found.or, found.stale), (state, None, false), "{id} {on}");
    }
    let aktau = reading.record.instruments.iter().find(|i| i.id == "AKT2018").unwrap();
    assert!(aktau.in_force("IRN", "2026-01-01".parse().unwrap()).stale);
}

#[test]
fn nothing_in_the_case_has_a_share_alike_licence() {
    for (name, bytes) in bundle().files {
        let text = String::from_utf8(bytes).unwrap();
        for word in ["ODbL", "OpenStreetMap", "LGPL"] {
            assert!(!text.contains(word), "{name} contains {word}");
        }
    }
}
