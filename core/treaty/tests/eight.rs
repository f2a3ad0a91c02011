//! The eight queries of the model's specification, on the Natural Earth coast.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{ask, ask_all, date, question, shorts, with_law};
use littoral_treaty::{Law, Question, Verdict};

/// On a day, at a place, in a layer, doing something, between two: the findings as short lines.
fn found(law: &Law<'_>, on: &str, at: &str, what: (&str, &str), pair: [&str; 2]) -> Vec<String> {
    shorts(&ask(&law.on(date(on)), &question(at, what.0, what.1), pair))
}

#[test]
fn q1_fishing_off_iran_in_1995() {
    with_law(|law| {
        let fishing = ("water", "fishing");
        // 12 M off Iran: beyond 10 M both flags fish, and no third one.
        assert_eq!(
            found(law, "1995-06-01", "37.02,51.0", fishing, ["IRN", "RUS"]),
            ["HOLDS IRN+RUS liberty 1940", "HOLDS third prohibition 1940"]
        );
        // 8 M off Iran: its own flag alone.
        assert_eq!(
            found(law, "1995-06-01", "36.93,51.0", fishing, ["IRN", "RUS"]),
            ["HOLDS IRN exclusive_right 1940", "HOLDS third prohibition 1940"]
        );
    });
}

#[test]
fn q2_the_north_between_its_parties_and_against_iran() {
    with_law(|law| {
        let subsoil = ("subsoil", "extraction");
        let own = "HOLDS KAZ sovereign RUKZ1998+RUKZ2002";
        assert_eq!(found(law, "2004-06-01", "44.6,49.2", subsoil, ["KAZ", "RUS"]), [own]);
        let day = law.on(date("2004-06-01"));
        let iran = ask(&day, &question("44.6,49.2", "subsoil", "extraction"), ["KAZ", "IRN"]);
        let contested: Vec<_> = iran.with(Verdict::Contested).collect();
        assert!(contested.iter().any(|f| f.inter_alios && f.norm == "RUKZ1998#sectors"));
        assert!(iran.inter_alios.iter().any(|l| l.norm == "RUKZ1998#sectors"));
        assert!(iran.with(Verdict::Holds).next().is_none());
    });
}

#[test]
fn q3_signed_and_not_yet_in_force() {
    with_law(|law| {
        let day = law.on(date("2003-05-01"));
        let q = question("44.6,49.2", "subsoil", "extraction");
        let dyad = ask(&day, &q, ["KAZ", "RUS"]);
        assert_eq!(shorts(&dyad), ["PENDING KAZ sovereign RUKZ1998+RUKZ2002"]);
        assert_eq!(dyad.findings[0].awaits, ["entry into force of RUKZ1998 (2003-05-16)"]);
    });
}

#[test]
fn q4_kazakhstan_and_turkmenistan() {
    with_law(|law| {
        let seabed = ("seabed", "extraction");
        let pair = ["KAZ", "TKM"];
        assert_eq!(
            found(law, "2014-12-02", "42.5,51.0", seabed, pair),
            ["PENDING KAZ sovereign KZTM2014"]
        );
        assert_eq!(
            found(law, "2015-07-31", "42.5,51.0", seabed, pair),
            ["HOLDS KAZ sovereign KZTM2014"]
        );
    });
}

#[test]
fn q5_kurmangazy() {
    with_law(|law| {
        let day = law.on(date("2004-06-01"));
        let q = question("deposit:kurmangazy", "seabed", "extraction");
        let dyad = ask(&day, &q, ["KAZ", "RUS"]);
        assert_eq!(
            shorts(&dyad),
            ["HOLDS KAZ sovereign RUKZ2002", "HOLDS KAZ+RUS exclusive_right RUKZ2002"]
        );
        let shares: Vec<String> =
            dyad.findings[1].shares.iter().map(|(p, s)| format!("{p} {s}")).collect();
        assert_eq!(shares, ["KAZ 1/2", "RUS 1/2"]);
        assert_eq!(dyad.boundary, Verdict::Holds);
    });
}

#[test]
fn q6_the_middle_of_the_water_in_2019_under_both_theories() {
    with_law(|law| {
        for doing in ["navigation", "fishing"] {
            let q = question("43.0,50.5", "water", doing);
            let read = |overlays: &[&str]| {
                let overlays: Vec<String> = overlays.iter().map(|o| (*o).to_owned()).collect();
                let day = law.read(date("2019-06-01"), &overlays, &[]).unwrap();
                shorts(&ask(&day, &q, ["IRN", "KAZ"]))
            };
            let pending = "PENDING IRN+KAZ liberty AKT2018";
            for (overlays, word) in
                [(&[][..], "HOLDS"), (&["continuity"], "HOLDS"), (&["lapse"], "CONTESTED")]
            {
                let lines = read(overlays);
                let old = format!("{word} IRN+KAZ liberty ");
                let residual = |l: &&String| l.starts_with(&old) && l.ends_with("1940");
                assert!(lines.iter().any(|l| residual(&l)), "{doing} {overlays:?} {lines:?}");
                assert!(lines.contains(&pending.to_owned()), "{doing} {lines:?}");
            }
        }
    });
}

#[test]
fn q7_discharge_anywhere_in_2007() {
    with_law(|law| {
        let day = law.on(date("2007-06-01"));
        for place in ["44.6,49.2", "37.02,51.0", "40.0,51.0", "deposit:kurmangazy"] {
            let answer = ask_all(&day, &question(place, "water", "discharge"));
            assert_eq!(answer.settled, 10, "{place}");
            for d in &answer.dyads {
                let duty = format!("HOLDS {} duty TEH2003", d.between.join("+"));
                assert!(shorts(d).contains(&duty));
            }
        }
        let before = law.on(date("2006-08-11"));
        assert_eq!(ask_all(&before, &question("40.0,51.0", "water", "discharge")).settled, 0);
    });
}

#[test]
fn q8_kyapaz_before_and_after_2021() {
    with_law(|law| {
        let q = question("deposit:dostluk", "seabed", "extraction");
        let pair = ["AZE", "TKM"];
        let day = law.on(date("2010-06-01"));
        let answer = day.at(&Question { between: Some(pair), ..q }).unwrap();
        let dyad = &answer.dyads[0];
        assert_eq!(answer.overlap, ["AZE", "TKM"]);
        assert_eq!(
            shorts(dyad),
            [
                "CONTESTED AZE exclusive_right claim:dostluk:AZE",
                "CONTESTED TKM exclusive_right claim:dostluk:TKM"
            ]
        );
        assert_eq!(dyad.boundary, Verdict::Lacuna);
        let dyad = ask(&law.on(date("2021-06-01")), &q, pair);
        assert_eq!(shorts(&dyad), ["HOLDS AZE+TKM exclusive_right DOST2021"]);
        let shares: Vec<String> =
            dyad.findings[0].shares.values().map(ToString::to_string).collect();
        assert_eq!(shares, ["3/10", "7/10"]);
        assert_eq!(dyad.boundary, Verdict::Lacuna);
    });
}

#[test]
fn q9_sardar_e_jangal_three_sectors_by_rule() {
    with_law(|law| {
        let day = law.on(date("2013-02-01"));
        let answer = ask_all(&day, &question("38.575,51.2717", "seabed", "extraction"));
        let ways: Vec<(&str, &str)> =
            answer.assertions.iter().map(|a| (a.way.as_str(), a.holder.as_str())).collect();
        assert!(ways.contains(&("equidistance", "TKM")), "{ways:?}");
        assert!(ways.contains(&("straight-baseline", "IRN")), "{ways:?}");
        assert!(ways.contains(&("east-west-midpoint", "AZE")), "{ways:?}");
        assert_eq!(answer.overlap, ["AZE", "IRN", "TKM"]);
        assert_eq!(answer.settled, 0);
    });
}
