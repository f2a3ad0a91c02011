//! What two states have agreed: reservations, provisional application, which of two agreements is the later one, claims
//! to deposits from their day on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{activity, ask, date, event, layer, norm, question, reading, shorts, treaty};
use littoral_delimit::Waters;
use littoral_geodesy::LatLon;
use littoral_model::{Case, Source};
use littoral_treaty::{
    Bearer, Effect, EventKind, Instrument, Law, Modality, Question, Record, Reservation, Standing,
};

/// The record of the Caspian with other instruments.
fn with(instruments: Vec<Instrument>) -> (Record, Waters) {
    let reading = reading();
    let record = Record { instruments, ways: Vec::new(), ..reading.record };
    (record, Waters::new(reading.case.unwrap()).unwrap())
}

fn liberty(id: &str) -> littoral_treaty::Norm {
    norm(id, Bearer::Parties, Modality::Liberty, "navigation", "water")
}

fn reservation(effect: Effect) -> Reservation {
    Reservation {
        party: "IRN".into(),
        norms: vec!["sail".into()],
        effect,
        from: "2001-01-01".parse().ok(),
        until: "2010-01-01".parse().ok(),
        known: None,
        refused_by: Vec::new(),
        text: "not for ships of war".into(),
        source: Source { cite: Vec::new(), confidence: "high".into() },
    }
}

const SAIL: (&str, &str, &str) = ("43.0,50.5", "water", "navigation");

/// VCLT 21: between the reserving party and the rest, in both directions, and not between the others; until withdrawn.
#[test]
fn a_reservation_keeps_a_norm_from_applying_between_its_party_and_the_rest() {
    let mut t = treaty(
        "T",
        "2001-01-01",
        vec![liberty("sail"), {
            norm("clean", Bearer::Parties, Modality::Duty, "discharge", "water")
        }],
    );
    t.reservations = vec![reservation(Effect::Excludes)];
    let (record, waters) = with(vec![t]);
    let law = Law::new(&record, &waters).unwrap();
    let q = question(SAIL.0, SAIL.1, SAIL.2);
    let at = |on: &str, pair| ask(&law.on(date(on)), &q, pair);
    let between = at("2005-01-01", ["KAZ", "IRN"]);
    assert_eq!(shorts(&between), ["LACUNA"]);
    assert_eq!(between.reserved[0].norm, "T#sail");
    assert_eq!(between.reserved[0].why, "reserved by IRN: not for ships of war (VCLT 21)");
    assert_eq!(shorts(&at("2005-01-01", ["KAZ", "RUS"])), ["HOLDS KAZ+RUS liberty T"]);
    assert_eq!(shorts(&at("2010-01-01", ["KAZ", "IRN"])), ["HOLDS IRN+KAZ liberty T"]);
    let other = question(SAIL.0, SAIL.1, "discharge");
    let dyad = ask(&law.on(date("2005-01-01")), &other, ["KAZ", "IRN"]);
    assert_eq!(shorts(&dyad), ["HOLDS IRN+KAZ duty T"], "a norm that is not named");
}

#[test]
fn a_reservation_that_modifies_is_a_condition_and_one_that_is_refused_bars_the_treaty() {
    let mut t = treaty("T", "2001-01-01", vec![liberty("sail")]);
    t.reservations = vec![reservation(Effect::Modifies)];
    t.reservations[0].refused_by = vec!["RUS".into()];
    let (record, waters) = with(vec![t]);
    let law = Law::new(&record, &waters).unwrap();
    let day = law.on(date("2005-01-01"));
    let dyad = ask(&day, &question(SAIL.0, SAIL.1, SAIL.2), ["KAZ", "IRN"]);
    assert_eq!(shorts(&dyad), ["HOLDS IRN+KAZ liberty T"]);
    assert_eq!(dyad.findings[0].condition, "as reserved by IRN: not for ships of war (VCLT 21)");
    assert_ne!(day.standing("T", "IRN", "RUS"), Standing::Binds);
    assert_eq!(day.standing("T", "KAZ", "RUS"), Standing::Binds);
}

/// VCLT 25: followed from its day on, said to be provisional, and no end of what it is to replace.
#[test]
fn a_treaty_applied_provisionally_holds_and_says_so() {
    let mut t = treaty("T", "2001-01-01", vec![liberty("sail")]);
    t.events = vec![
        event(EventKind::Provisional, "2002-01-01", None),
        event(EventKind::InForce, "2004-01-01", None),
    ];
    let (record, waters) = with(vec![t]);
    let law = Law::new(&record, &waters).unwrap();
    let at = |on: &str| ask(&law.on(date(on)), &question(SAIL.0, SAIL.1, SAIL.2), ["KAZ", "IRN"]);
    assert_eq!(shorts(&at("2001-12-31")), ["PENDING IRN+KAZ liberty T"]);
    let provisional = at("2002-01-01");
    assert_eq!(shorts(&provisional), ["HOLDS IRN+KAZ liberty T"]);
    assert!(provisional.findings[0].provisional);
    assert_eq!(provisional.findings[0].basis[0].since, "2002-01-01");
    let force = at("2004-01-01");
    assert!(!force.findings[0].provisional);
    assert_eq!(force.findings[0].basis[0].since, "2004-01-01");
    assert_eq!(law.on(date("2003-01-01")).standing("T", "KAZ", "IRN"), Standing::Provisional);
}

/// Signed earlier and in force later is not later in time (VCLT 30): the day of signature decides between the two, and
/// only where it does not tell, the day of entry into force.
#[test]
fn what_was_signed_first_is_earlier_though_it_came_into_force_last() {
    let give = |id: &str, to: &str, signed: &str, force: &str| {
        let bearer = Bearer::States(vec![to.into()]);
        let own = norm("own", bearer, Modality::Sovereign, "extraction", "bed");
        let mut t = treaty(id, signed, vec![own]);
        t.events = vec![event(EventKind::InForce, force, None)];
        t
    };
    let q = question("41.0,50.5", "seabed", "extraction");
    let held = |instruments: Vec<Instrument>| {
        let (record, waters) = with(instruments);
        let law = Law::new(&record, &waters).unwrap();
        shorts(&ask(&law.on(date("2010-01-01")), &q, ["AZE", "KAZ"]))
    };
    let early = give("EARLY", "AZE", "1998-01-01", "2005-01-01");
    let late = give("LATE", "KAZ", "2001-01-01", "2002-01-01");
    assert_eq!(held(vec![early.clone(), late]), ["HOLDS KAZ sovereign LATE"]);
    let same_day = give("SAME", "KAZ", "1998-01-01", "2002-01-01");
    assert_eq!(held(vec![early.clone(), same_day]), ["HOLDS AZE sovereign EARLY"]);
    let twin = give("TWIN", "KAZ", "1998-01-01", "2005-01-01");
    assert_eq!(
        held(vec![early, twin]),
        ["CONFLICT AZE sovereign EARLY", "CONFLICT KAZ sovereign TWIN"]
    );
}

/// The Caspian with days and an outline for some of its deposits.
fn dated(change: impl FnOnce(&mut Case)) -> (Record, Waters) {
    let reading = reading();
    let mut case = reading.case.unwrap();
    change(&mut case);
    (reading.record, Waters::new(case).unwrap())
}

#[test]
fn a_claim_to_a_deposit_holds_from_its_day_on() {
    let (record, waters) = dated(|case| {
        let tkm = case.party("TKM").unwrap();
        let dostluk = case.deposits.iter_mut().find(|d| d.id == "dostluk").unwrap();
        dostluk.claimed_from = vec![(tkm, "1997-07-05".into())];
    });
    let law = Law::new(&record, &waters).unwrap();
    let q = question("deposit:dostluk", "seabed", "extraction");
    let at = |on: &str| shorts(&ask(&law.on(date(on)), &q, ["AZE", "TKM"]));
    assert_eq!(at("1997-07-04"), ["LACUNA"]);
    assert_eq!(at("1997-07-05").len(), 2);
    assert_eq!(law.on(date("1997-07-04")).claimants("dostluk"), ["AZE"]);
    assert_eq!(law.on(date("1997-07-05")).claimants("dostluk"), ["AZE", "TKM"]);
    assert!(law.days().contains(&date("1997-07-05")), "a timeline stops there");
    let known = record.as_known_on(date("1996-01-01"));
    let law = Law::new(&known, &waters).unwrap();
    let then = shorts(&ask(&law.on(date("2000-01-01")), &q, ["AZE", "TKM"]));
    assert_eq!(then, ["LACUNA"], "who asks in 1996 does not know of the claim of 1997");
}

/// The days of the embedded case: a query of an earlier date does not use a later claim.
#[test]
fn the_claims_of_the_caspian_carry_their_days() {
    let reading = reading();
    let waters = Waters::new(reading.case.unwrap()).unwrap();
    let law = Law::new(&reading.record, &waters).unwrap();
    let who = |deposit: &str, on: &str| law.on(date(on)).claimants(deposit).join(" ");
    assert_eq!(who("azeri", "1996-06-01"), "AZE");
    assert_eq!(who("azeri", "1997-02-01"), "AZE TKM");
    assert_eq!(who("sardar-e-jangal", "2010-06-01"), "AZE");
    assert_eq!(who("sardar-e-jangal", "2013-02-01"), "AZE IRN");
}

/// A deposit by its id, by a name, and by a point within it: one answer.
#[test]
fn a_point_within_a_deposit_is_asked_as_the_deposit() {
    let middle = LatLon::new(40.05, 51.2);
    let (record, waters) = dated(|case| {
        let azeri = case.deposits.iter_mut().find(|d| d.id == "azeri").unwrap();
        let corner = |lat, lon| LatLon::new(middle.lat + lat, middle.lon + lon);
        azeri.outline =
            vec![corner(-0.05, -0.1), corner(-0.05, 0.1), corner(0.05, 0.1), corner(0.05, -0.1)];
        azeri.at = Some(middle);
    });
    let law = Law::new(&record, &waters).unwrap();
    let day = law.on(date("2010-06-01"));
    let (l, a) = (layer("seabed"), activity("extraction"));
    let of = |at, deposit| {
        let q = Question { at, deposit, layer: l, activity: a, between: Some(["AZE", "TKM"]) };
        shorts(&day.at(&q).unwrap().dyads[0])
    };
    let own = of(None, Some("azeri"));
    assert!(own.contains(&"CONTESTED TKM exclusive_right claim:azeri:TKM".to_owned()), "{own:?}");
    assert_eq!(of(None, Some("khazar")), own, "by one of its names");
    assert_eq!(of(Some(middle), None), own);
    assert_eq!(of(Some(LatLon::new(40.08, 51.28)), None), own);
    assert_ne!(of(Some(LatLon::new(40.08, 51.35)), None), own, "outside");
    // A deposit of which only one point is printed is that point.
    let printed = LatLon::new(38.575, 51.2717);
    let sardar = waters.case().deposit("sardar-e-jangal").unwrap().at.unwrap();
    assert!((sardar.lat - printed.lat).abs() < 1e-3 && (sardar.lon - printed.lon).abs() < 1e-3);
    let q = |at, deposit| Question { at, deposit, layer: l, activity: a, between: None };
    let by_name = law.on(date("2013-02-01")).at(&q(None, Some("sardar-e-jangal"))).unwrap();
    let by_point = law.on(date("2013-02-01")).at(&q(Some(sardar), None)).unwrap();
    assert_eq!(by_point, by_name);
    // The regime by area has the outline as a part of its own.
    let plan = day.regime(l, a).unwrap();
    let spot = law.ground().spot(Some(middle), None);
    let here = day.holder(&day.at(&q(Some(middle), None)).unwrap());
    assert_eq!(plan.holder(law.ground(), &spot), Some(here.as_str()));
    assert_eq!(here, "CONTESTED:AZE+TKM");
}
