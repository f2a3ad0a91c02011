//! Properties of every answer, over places and days drawn from a fixed sequence.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{Draws, activity, layer, reading, shorts, with_law};
use jiff::ToSpan as _;
use jiff::civil::Date;
use littoral_delimit::Waters;
use littoral_treaty::{
    DateSpan, EventKind, Instrument, InstrumentKind, Law, Question, Record, Relation, RelationKind,
    Standing, Verdict,
};

const WHAT: [(&str, &str); 6] = [
    ("seabed", "drilling"),
    ("seabed", "boundary"),
    ("water", "fishing"),
    ("water", "navigation"),
    ("water", "discharge"),
    ("surface", "outside_forces"),
];

fn asked<'a>(draws: &mut Draws, waters: &Waters) -> (Date, Question<'a>) {
    let (l, a) = draws.pick(&WHAT);
    let at = Some(draws.place(waters));
    (
        draws.day(),
        Question { at, deposit: None, layer: layer(l), activity: activity(a), between: None },
    )
}

/// The answers of a record to a fixed list of questions, as text.
fn answers(record: &Record, waters: &Waters, n: usize) -> Vec<String> {
    let law = Law::new(record, waters).unwrap();
    let mut draws = Draws::new(7);
    let mut out = Vec::new();
    for _ in 0..n {
        let (day, q) = asked(&mut draws, waters);
        let answer = law.on(day).at(&q).unwrap();
        let dyads = answer.dyads.iter().map(|d| format!("{:?} {:?}", d.between, shorts(d)));
        out.push(format!("{day} {:?} {}", q.at, dyads.collect::<Vec<_>>().join(" ")));
    }
    out
}

#[test]
fn order_of_files_is_irrelevant_and_an_unrelated_instrument_changes_nothing() {
    let reading = reading();
    let waters = Waters::new(reading.case.unwrap()).unwrap();
    let own = answers(&reading.record, &waters, 60);
    let mut turned = reading.record.clone();
    turned.instruments.reverse();
    assert_eq!(answers(&turned, &waters, 60), own);
    let mut more = reading.record.clone();
    let mut other = reading.record.instrument("TEH2003").unwrap().clone();
    other.id = "ZZZ".into();
    for n in &mut other.norms {
        n.activities = vec![activity("overflight")];
    }
    more.instruments.push(other);
    assert_eq!(answers(&more, &waters, 60), own, "nobody asked about overflight");
    let mut fewer = reading.record.clone();
    fewer.instruments.retain(|i| i.id != "SEC2010");
    assert_eq!(answers(&fewer, &waters, 60), own, "nobody asked about security");
}

#[test]
fn a_norm_binds_no_stranger_holds_rest_on_a_basis_and_pending_names_its_event() {
    with_law(|law| {
        let mut draws = Draws::new(11);
        for _ in 0..150 {
            let (day, q) = asked(&mut draws, law.ground().waters());
            let day = law.on(day);
            for dyad in day.at(&q).unwrap().dyads {
                let [a, b] = [dyad.between[0].as_str(), dyad.between[1].as_str()];
                for f in &dyad.findings {
                    let known: Vec<Standing> =
                        f.basis.iter().map(|x| day.standing(&x.instrument, a, b)).collect();
                    match f.verdict {
                        Verdict::Holds => assert!(known.contains(&Standing::Binds), "{f:?}"),
                        Verdict::Pending => {
                            assert!(known.contains(&Standing::Pending) && !f.awaits.is_empty());
                        }
                        Verdict::Contested => assert!(!f.basis.is_empty()),
                        Verdict::Lacuna => assert!(f.basis.is_empty()),
                        Verdict::Conflict => panic!("the record has no conflict: {f:?}"),
                    }
                    assert!(f.bearer.iter().all(|p| law.record().states().contains(p)));
                }
            }
        }
    });
}

#[test]
fn nothing_holds_before_signature_or_after_the_end() {
    with_law(|law| {
        for i in &law.record().instruments {
            let Some(signed) = &i.signed else { continue };
            let day = law.on(signed.first.checked_sub(1.days()).unwrap());
            for [a, b] in law.dyads() {
                let standing = day.standing(&i.id, a, b);
                let none = matches!(standing, Standing::Nothing | Standing::Ended);
                assert!(none, "{} {a} {b} {standing:?}", i.id);
            }
            let end = i.events.iter().find(|e| e.kind == EventKind::Ended);
            let Some(end) = end.filter(|_| i.kind != InstrumentKind::Proposal) else { continue };
            let day = law.on(end.date.last);
            for [a, b] in law.dyads() {
                let standing = day.standing(&i.id, a, b);
                assert!(!matches!(standing, Standing::Binds | Standing::Asserted), "{}", i.id);
            }
        }
    });
}

#[test]
fn a_superseding_instrument_never_revives_the_old_even_when_it_ends() {
    let reading = reading();
    let waters = Waters::new(reading.case.unwrap()).unwrap();
    let mut record = reading.record;
    let event = |kind, day: &str| littoral_treaty::Event {
        date: day.parse::<DateSpan>().unwrap(),
        kind,
        party: None,
        text: String::new(),
        known: None,
        confidence: None,
    };
    let newer = Instrument {
        signed: "2005-01-01".parse().ok(),
        events: vec![
            event(EventKind::InForce, "2005-06-01"),
            event(EventKind::Ended, "2010-01-01"),
        ],
        relations: vec![Relation {
            kind: RelationKind::Supersedes,
            to: "RUKZ1998".into(),
            text: String::new(),
        }],
        ..Instrument::empty("NEW", InstrumentKind::Treaty, &["KAZ", "RUS"])
    };
    record.instruments.push(newer);
    let law = Law::new(&record, &waters).unwrap();
    let standing = |day: &str| law.on(day.parse().unwrap()).standing("RUKZ1998", "KAZ", "RUS");
    assert_eq!(standing("2005-05-31"), Standing::Binds);
    for day in ["2005-06-01", "2009-12-31", "2010-01-01", "2025-01-01"] {
        assert_eq!(standing(day), Standing::Ended, "{day}");
    }
}

#[test]
fn time_moves_only_through_events() {
    with_law(|law| {
        let days = law.days();
        let mut draws = Draws::new(5);
        for w in days.windows(2).filter(|w| w[0].until(w[1]).unwrap().get_days() > 2) {
            let (_, q) = asked(&mut draws, law.ground().waters());
            let on = |day: Date| {
                let a = law.on(day).at(&q).unwrap();
                a.dyads.iter().map(shorts).collect::<Vec<_>>()
            };
            let (first, last) = (w[0], w[1].checked_sub(1.days()).unwrap());
            assert_eq!(on(first), on(last), "{first} {last}");
        }
    });
}

#[test]
fn without_stances_nothing_agreed_is_contested() {
    let reading = reading();
    let waters = Waters::new(reading.case.unwrap()).unwrap();
    let mut record = reading.record;
    record.instruments.iter_mut().for_each(|i| i.stances.clear());
    let law = Law::new(&record, &waters).unwrap();
    let mut draws = Draws::new(3);
    for _ in 0..100 {
        let (day, q) = asked(&mut draws, &waters);
        for f in law.on(day).at(&q).unwrap().dyads.iter().flat_map(|d| d.with(Verdict::Contested)) {
            let kind = record.instrument(f.norm.split('#').next().unwrap()).map(|i| i.kind);
            assert!(kind.is_none_or(InstrumentKind::asserts), "{f:?}");
        }
    }
}

/// Before a state is there it asserts nothing, and those that are there are the ones asked between.
#[test]
fn the_states_of_a_day_are_those_that_are_there() {
    with_law(|law| {
        let day = |text: &str| law.on(text.parse().unwrap());
        let old = day("1960-01-01");
        assert_eq!(old.dyads(), [["IRN", "SUN"]]);
        assert_eq!(day("1992-01-01").dyads().len(), 10);
        let plan = old.regime(layer("water"), activity("fishing")).unwrap();
        let spot = law.ground().spot(Some(littoral_geodesy::LatLon::new(42.5, 50.5)), None);
        assert_ne!(plan.holder(law.ground(), &spot), Some("NONE"), "1940 gives it to the two");
        let q = Question {
            at: None,
            deposit: Some("dostluk"),
            layer: layer("seabed"),
            activity: activity("extraction"),
            between: Some(["AZE", "TKM"]),
        };
        for (on, contested) in [("1900-01-01", false), ("1991-12-20", false), ("1995-01-01", true)]
        {
            let answer = day(on).at(&q).unwrap();
            let found = answer.dyads[0].with(Verdict::Contested).next().is_some();
            assert_eq!(found, contested, "{on}");
        }
        let treaty = law.record().instrument("1940").unwrap();
        let (status, under) = day("1995-01-01").status_of(treaty, "KAZ");
        assert_eq!(
            (status.state, under.as_deref()),
            (littoral_treaty::State::InForce, Some("SUN"))
        );
        assert_eq!(old.status_of(treaty, "KAZ").1, None, "not yet");
    });
}

/// Inside an uncertain day of ratification, and after a day on which it was known to be missing.
#[test]
fn ratifications_are_said_as_the_record_knows_them() {
    use littoral_treaty::Ratification::{Done, InDoubt, Missing, Unknown};
    let record = reading().record;
    for (id, party, on, wanted) in [
        ("AKT2018", "RUS", "2018-12-31", Unknown),
        ("AKT2018", "RUS", "2019-01-15", InDoubt),
        ("AKT2018", "RUS", "2020-01-01", Done),
        ("AKT2018", "IRN", "2025-12-15", Missing),
        ("SEC2010", "IRN", "2026-01-01", Done),
    ] {
        let found = record.instrument(id).unwrap().ratification(party, on.parse().unwrap());
        assert_eq!(found, wanted, "{id} {party} {on}");
    }
}

/// Between two states an answer does not depend on which of them is named first.
#[test]
fn the_order_of_the_two_states_is_irrelevant() {
    with_law(|law| {
        let mut draws = Draws::new(29);
        for _ in 0..60 {
            let (day, q) = asked(&mut draws, law.ground().waters());
            let day = law.on(day);
            for [a, b] in day.dyads() {
                let between = |pair| {
                    let answer = day.at(&Question { between: Some(pair), ..q }).unwrap();
                    let mut lines = shorts(&answer.dyads[0]);
                    lines.sort_unstable();
                    (lines, answer.dyads[0].boundary, answer.settled)
                };
                assert_eq!(between([a, b]), between([b, a]), "{a} {b} {:?}", q.at);
            }
        }
    });
}

/// What two agree changes nothing between others.
#[test]
fn an_agreement_of_two_changes_nothing_between_others() {
    let reading = reading();
    let waters = Waters::new(reading.case.unwrap()).unwrap();
    let own = Law::new(&reading.record, &waters).unwrap();
    let mut record = reading.record.clone();
    let all = common::norm(
        "all",
        littoral_treaty::Bearer::States(vec!["AZE".into()]),
        littoral_treaty::Modality::Sovereign,
        "all",
        "all",
    );
    let mut two = common::treaty("TWO", "1992-01-01", vec![all]);
    two.parties.retain(|p| ["AZE", "KAZ"].contains(&p.as_str()));
    record.instruments.push(two);
    let more = Law::new(&record, &waters).unwrap();
    let mut draws = Draws::new(31);
    let mut changed = 0;
    for _ in 0..80 {
        let (day, q) = asked(&mut draws, &waters);
        let of = |law: &Law<'_>| {
            let day = law.on(day);
            let answer = day.at(&q).unwrap();
            let one = |d: &littoral_treaty::DyadAnswer| (d.between.clone(), shorts(d));
            answer.dyads.iter().map(one).collect::<Vec<_>>()
        };
        for (before, after) in of(&own).into_iter().zip(of(&more)) {
            let two = before.0.iter().all(|p| ["AZE", "KAZ"].contains(&p.as_str()));
            match two {
                true => changed += usize::from(before != after),
                false => assert_eq!(before, after, "{day} {:?}", q.at),
            }
        }
    }
    assert!(changed > 0, "between the two it does");
}

/// The answer of a day is that of the events up to it: what came later, and was learned of later, changes nothing.
#[test]
fn the_answer_of_a_day_follows_from_the_events_up_to_it() {
    let reading = reading();
    let waters = Waters::new(reading.case.unwrap()).unwrap();
    let whole = Law::new(&reading.record, &waters).unwrap();
    let mut draws = Draws::new(37);
    for _ in 0..40 {
        let (day, q) = asked(&mut draws, &waters);
        let mut record = reading.record.clone();
        for i in &mut record.instruments {
            i.events.retain(|e| e.date.first <= day);
            i.stances.retain(|s| s.from.as_ref().is_none_or(|f| f.first <= day));
        }
        let folded = Law::new(&record, &waters).unwrap();
        let of = |law: &Law<'_>| {
            law.on(day).at(&q).unwrap().dyads.iter().map(shorts).collect::<Vec<_>>()
        };
        assert_eq!(of(&whole), of(&folded), "{day} {:?}", q.at);
    }
}
