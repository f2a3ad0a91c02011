//! Every statement of the source article (section 8 of the model's specification) is represented: one
//! test a row. Where the record differs from the article both are shown.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{ask, ask_all, date, question, reading, with_law};
use littoral_formats::CaseReading;
use littoral_geodesy::LatLon;
use littoral_treaty::ledger::{Happening, Ledger, TopicStatus, agreed_part, certificate};
use littoral_treaty::{InstrumentKind, RelationKind, StanceKind, Standing, Verdict};

const FIVE: [&str; 5] = ["AZE", "IRN", "KAZ", "RUS", "TKM"];
const MID: &str = "43.0,50.5";

fn event<'l>(ledger: &'l Ledger, id: &str) -> &'l Happening {
    ledger.events.iter().find(|e| e.id == id).unwrap_or_else(|| panic!("no event {id}"))
}

/// Topics on a day, named by the article or all.
fn topics(on: &str, all: bool) -> Vec<TopicStatus> {
    let ledger = reading().ledger;
    let (lat, lon) = ledger.mid_sea.unwrap();
    with_law(|law| {
        let day = law.on(date(on));
        let asked = ledger.topics.iter().filter(|t| all || t.named);
        asked.map(|t| day.topic(t, LatLon::new(lat, lon)).unwrap()).collect()
    })
}

fn is_agreed(on: &str, id: &str) -> bool {
    topics(on, true).iter().find(|t| t.topic == id).unwrap().is_agreed()
}

fn position<'r>(r: &'r CaseReading, party: &str, kind: &str) -> Vec<&'r littoral_model::Position> {
    let case = r.case.as_ref().unwrap();
    let own = |p: &&littoral_model::Position| {
        Some(p.party) == case.party(party) && p.kinds.iter().any(|k| k == kind)
    };
    case.positions.iter().filter(own).collect()
}

#[test]
fn s01_the_24th_session_in_astana() {
    let ledger = reading().ledger;
    let e = event(&ledger, "session-24");
    assert_eq!((e.number, e.place.as_str(), e.kind.as_str()), (Some(24), "Astana", "session"));
    assert_eq!(e.date.to_string(), "2008-05/2009-03", "its day is not known, only bounded");
    assert!(e.text.contains("two days") && e.text.contains("deputy foreign ministers"));
}

#[test]
fn s02_its_subjects() {
    let r = reading();
    assert_eq!(event(&r.ledger, "session-24").topics, ["regime", "TD2007", "P-JOINT-ZONE"]);
    assert!(
        r.record.instrument("TD2007").is_some() && r.record.instrument("P-JOINT-ZONE").is_some()
    );
}

#[test]
fn s03_the_working_group_since_1996() {
    let r = reading();
    assert_eq!(event(&r.ledger, "working-group-begins").date.to_string(), "1996");
    assert_eq!(r.record.procedures[0].from.to_string(), "1996");
}

#[test]
fn s04_summits_of_2002_and_2007() {
    let ledger = reading().ledger;
    let (first, second) = (event(&ledger, "summit-1"), event(&ledger, "summit-2"));
    assert_eq!((first.place.as_str(), second.place.as_str()), ("Ashgabat", "Tehran"));
    assert_eq!(first.date.first, date("2002-04-23"));
    assert_eq!(second.date.first, date("2007-10-16"));
}

#[test]
fn s05_sea_or_lake_is_a_switch() {
    with_law(|law| {
        let both = ["sea".to_owned(), "lake".to_owned()];
        assert!(law.read(date("2008-10-01"), &both, &[]).is_err(), "they exclude one another");
        for one in &both {
            assert!(law.read(date("2008-10-01"), std::slice::from_ref(one), &[]).is_ok());
        }
    });
}

#[test]
fn s06_the_convention_of_1982_does_not_fully_apply() {
    with_law(|law| {
        let q = question("42.3,48.6", "seabed", "extraction");
        let sea = law.read(date("2018-01-01"), &["sea".into()], &[]).unwrap();
        let has = |d: &littoral_treaty::DyadAnswer| {
            d.findings.iter().any(|f| f.norm.starts_with("UNCLOS"))
        };
        assert!(has(&ask(&sea, &q, ["AZE", "RUS"])), "binds its two parties");
        assert!(!has(&ask(&sea, &q, ["IRN", "RUS"])), "and nobody else");
        assert!(!has(&ask(&law.on(date("2018-01-01")), &q, ["AZE", "RUS"])), "and not by itself");
    });
}

#[test]
fn s07_before_1991_the_treaties_of_1921_and_1940() {
    with_law(|law| {
        let day = law.on(date("1991-01-01"));
        assert_eq!(day.standing("1940", "IRN", "SUN"), Standing::Binds);
        assert_eq!(day.standing("1921", "IRN", "SUN"), Standing::Binds);
        assert_ne!(law.on(date("1992-01-01")).standing("1940", "IRN", "SUN"), Standing::Binds);
    });
}

#[test]
fn s08_a_new_regime_needs_unanimity() {
    let procedure = &reading().record.procedures[0];
    assert_eq!((procedure.id.as_str(), procedure.consent_of), ("consensus", 5));
    with_law(|law| {
        let day = law.on(date("2008-10-01"));
        let topic = |l, a| (common::layer(l), common::activity(a));
        let at = LatLon::new(43.0, 50.5);
        assert!(day.is_unanimous(at, &[topic("water", "environment")]).unwrap());
        let all = [topic("water", "environment"), topic("seabed", "boundary")];
        assert!(!day.is_unanimous(at, &all).unwrap());
    });
}

#[test]
fn s09_alma_ata_and_the_treaties_until_a_new_regime() {
    let record = reading().record;
    let declaration = record.instrument("1991").unwrap();
    assert!(!declaration.parties.contains(&"IRN".to_owned()), "Iran is no signatory");
    let gloss = declaration.stances.iter().find(|s| s.party == "IRN").unwrap();
    assert!(gloss.text.contains("1921 and 1940"), "what the article says is Iran's reading");
    let old = record.instrument("1940").unwrap();
    assert!(old.norms.iter().all(|n| n.until_event.as_deref() == Some("AKT2018")));
    with_law(|law| {
        let aktau = law.read(date("2020-01-01"), &[], &["AKT2018".into()]).unwrap();
        let dyad = ask(&aktau, &question(MID, "water", "navigation"), ["IRN", "KAZ"]);
        assert!(dyad.findings.iter().all(|f| !f.norm.starts_with("1940")));
    });
}

#[test]
fn s10_outside_powers_are_context_and_never_a_norm() {
    let r = reading();
    assert_eq!(event(&r.ledger, "outside-powers").kind, "context");
    assert!(r.record.instruments.iter().flat_map(|i| &i.parties).all(|p| p != "USA"));
}

#[test]
fn s11_the_working_group_serves_peace() {
    let ledger = reading().ledger;
    let sessions = ledger.events.iter().filter(|e| e.kind == "session").count();
    assert!(sessions >= 15, "sessions are kept as events, whatever they serve: {sessions}");
}

#[test]
fn s12_deposits_disputed_between_azerbaijan_and_turkmenistan() {
    with_law(|law| {
        let day = law.on(date("2008-10-01"));
        let overlaps = day.overlaps(&[], common::layer("seabed"));
        let own =
            overlaps.iter().find(|o| o.between == ["AZE".to_owned(), "TKM".to_owned()]).unwrap();
        for id in ["dostluk", "azeri", "chirag", "araz-alov-sharg"] {
            assert!(own.deposits.iter().any(|d| d == id), "{id}: {:?}", own.deposits);
        }
    });
}

#[test]
fn s13_seventy_per_cent_beside_what_can_be_counted() {
    let claim = &reading().ledger.agreed[0];
    assert_eq!((claim.percent, claim.source.confidence.as_str()), (70.0, "as stated"));
    assert_eq!(agreed_part(&topics("2008-10-01", false)).unwrap().to_string(), "3/5");
    let with_military = topics("2008-10-01", true);
    assert_eq!(
        (with_military.len(), agreed_part(&with_military).unwrap().to_string()),
        (6, "2/3".into())
    );
}

#[test]
fn s14_environment_shipping_and_fisheries_are_agreed() {
    for id in ["environment", "navigation", "fisheries"] {
        assert!(is_agreed("2008-10-01", id), "{id}");
    }
    let in_law =
        |id: &str| topics("2008-10-01", true).into_iter().find(|t| t.topic == id).unwrap().in_law;
    assert_eq!(in_law("environment"), 10, "in force for all five");
    assert!(in_law("navigation") < 10, "between successors of the USSR only a declaration");
}

#[test]
fn s15_the_tehran_convention_and_its_dates() {
    let record = reading().record;
    let convention = record.instrument("TEH2003").unwrap();
    assert_eq!(convention.signed.as_ref().unwrap().to_string(), "2003-11-04");
    for party in FIVE {
        assert_eq!(convention.in_force_since(party).unwrap().to_string(), "2006-08-12");
    }
    let year = |text: &str| text.starts_with("2004");
    assert!(!convention.events.iter().any(|e| year(&e.date.to_string())), "the article says 2004");
}

#[test]
fn s16_a_common_view_against_outside_forces() {
    with_law(|law| {
        let q = question(MID, "water", "military");
        let answer = ask_all(&law.on(date("2008-10-01")), &q);
        assert!(
            answer.dyads.iter().all(|d| d.political.iter().any(|p| p.norm.starts_with("TD2007")))
        );
        let aktau = law.read(date("2019-01-01"), &[], &["AKT2018".into()]).unwrap();
        assert_eq!(ask_all(&aktau, &question(MID, "water", "outside_forces")).settled, 10);
    });
}

#[test]
fn s17_the_exercises_of_2004_and_2005() {
    let r = reading();
    let e = event(&r.ledger, "aze-usa-exercise-2004-2005");
    assert_eq!(e.kind, "incident");
    let protests: Vec<&str> = r
        .record
        .instruments
        .iter()
        .flat_map(|i| &i.stances)
        .filter(|s| s.target == "event:aze-usa-exercise-2004-2005" && s.kind == StanceKind::Protest)
        .map(|s| s.party.as_str())
        .collect();
    assert_eq!(protests, ["IRN", "KAZ", "RUS", "TKM"]);
    assert!(event(&r.ledger, "no-further-exercise").text.contains("not repeated"));
}

#[test]
fn s18_surface_and_seabed_are_still_to_be_divided() {
    assert!(!is_agreed("2008-10-01", "surface") && !is_agreed("2008-10-01", "seabed"));
}

#[test]
fn s19_agreements_of_two_and_of_three() {
    let record = reading().record;
    let of = |n: usize| {
        let made = |i: &&littoral_treaty::Instrument| {
            let treaty = matches!(i.kind, InstrumentKind::Treaty | InstrumentKind::Protocol);
            treaty && i.parties.len() == n && i.parties.iter().all(|p| FIVE.contains(&p.as_str()))
        };
        record.instruments.iter().filter(made).map(|i| i.id.as_str()).collect::<Vec<_>>()
    };
    for id in ["RUKZ1998", "RUKZ2002", "KZAZ2001", "KZAZ2003", "RUAZ2002"] {
        assert!(of(2).contains(&id), "{id}");
    }
    assert_eq!(of(3), ["TRI2003"]);
}

#[test]
fn s20_russia_divides_the_seabed_and_keeps_the_surface_common() {
    let r = reading();
    assert!(!position(&r, "RUS", "modified_median").is_empty());
    assert!(!position(&r, "RUS", "common_water").is_empty());
    let draft = r.record.instrument("P-MODIFIED-MEDIAN").unwrap();
    assert_eq!(
        (draft.proposer.as_slice(), draft.kind),
        (&["RUS".to_owned()][..], InstrumentKind::Proposal)
    );
}

#[test]
fn s21_the_russian_agreements_and_their_dates() {
    let record = reading().record;
    let signed = |id: &str| record.instrument(id).unwrap().signed.as_ref().unwrap().to_string();
    let dates = ["RUKZ1998", "RUKZ2002", "RUAZ2002"].map(signed);
    assert_eq!(dates, ["1998-07-06", "2002-05-13", "2002-09-23"], "the article says 1999 to 2002");
}

#[test]
fn s22_nineteen_twenty_nine_twenty_are_claims() {
    let ledger = reading().ledger;
    let said: Vec<(&str, f64)> = ledger
        .shares
        .iter()
        .filter(|s| s.statement == "article" && !s.floor)
        .map(|s| (s.party.as_str(), s.percent))
        .collect();
    assert_eq!(said, [("AZE", 20.0), ("KAZ", 29.0), ("RUS", 19.0)]);
}

#[test]
fn s23_no_value_says_iran_and_in_force_between_the_two() {
    with_law(|law| {
        let day = law.on(date("2008-10-01"));
        let q = question("44.6,49.2", "seabed", "extraction");
        assert!(ask(&day, &q, ["KAZ", "RUS"]).with(Verdict::Holds).next().is_some());
        assert!(ask(&day, &q, ["IRN", "KAZ"]).with(Verdict::Contested).next().is_some());
    });
}

#[test]
fn s24_russia_does_not_call_them_part_of_the_regime() {
    let record = reading().record;
    let own = &record.instrument("RUKZ1998").unwrap().relations;
    assert!(own.iter().any(|r| r.kind == RelationKind::WithoutPrejudice && r.to == "AKT2018"));
    assert!(record.procedures.iter().any(|p| p.consent_of == 5));
}

#[test]
fn s25_tehran_has_several_acceptable_regimes() {
    let r = reading();
    let kinds = ["condominium", "equal_shares", "equidistance_straight_baseline", "floor"];
    assert!(kinds.iter().all(|k| !position(&r, "IRN", k).is_empty()));
}

#[test]
fn s26_iran_first_proposed_common_use() {
    let r = reading();
    let first = position(&r, "IRN", "condominium");
    assert_eq!(first[0].from, "1992");
    with_law(|law| {
        let day = law.read(date("1993-01-01"), &[], &["P-CONDOMINIUM".into()]).unwrap();
        let plan = day.regime(common::layer("seabed"), common::activity("extraction")).unwrap();
        let spot = law.ground().spot(Some(LatLon::new(43.0, 50.5)), None);
        assert_eq!(plan.holder(law.ground(), &spot), Some("COMMON"));
    });
}

#[test]
fn s27_and_later_did_not_oppose_division() {
    let r = reading();
    let common_use = position(&r, "IRN", "condominium");
    let division = position(&r, "IRN", "equidistance_straight_baseline");
    assert!(
        common_use.iter().all(|p| p.until != "open") && division.iter().any(|p| p.until == "open")
    );
}

#[test]
fn s28_at_least_twenty_per_cent() {
    let ledger = reading().ledger;
    let floor = ledger.shares.iter().find(|s| s.floor).unwrap();
    assert_eq!((floor.party.as_str(), floor.percent), ("IRN", 20.0));
}

#[test]
fn s29_the_joint_zone_of_kazakhstans_president() {
    let record = reading().record;
    let zone = record.instrument("P-JOINT-ZONE").unwrap();
    assert_eq!(zone.proposer, ["KAZ"]);
    assert!(zone.norms[0].extent.to_string().contains("width of the zone is not given"));
}

#[test]
fn s30_the_stated_shares_leave_twelve() {
    let r = reading();
    let said = r.ledger.shares.iter().filter(|s| s.statement == "article");
    let floors: Vec<(String, f64)> = said.map(|s| (s.party.clone(), s.percent)).collect();
    let c = certificate(&floors, &r.record.parties);
    assert!(c.feasible);
    assert_eq!((c.demand, c.left, c.silent), (88.0, 12.0, vec!["TKM".to_owned()]));
}

#[test]
fn s31_a_final_convention_is_the_aim() {
    with_law(|law| {
        let day = law.on(date("2025-12-15"));
        assert_eq!(day.standing("AKT2018", "IRN", "RUS"), Standing::Pending);
        assert!(!day.in_force_for_all("AKT2018"));
        let dyad = ask(&day, &question(MID, "water", "navigation"), ["IRN", "RUS"]);
        let pending = dyad.with(Verdict::Pending).next().unwrap();
        assert_eq!(pending.awaits, ["entry into force of AKT2018: not ratified by IRN"]);
    });
}
