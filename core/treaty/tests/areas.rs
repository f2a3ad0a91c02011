//! The regime of a day by area: its traced lines against the point query, and against what was found apart.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{Draws, activity, layer, reading, with_law};
use littoral_delimit::{Area, LayerDivision, SolveOptions, Waters};
use littoral_geodesy::LatLon;
use littoral_treaty::{Law, Question};

/// Lines for areas: printed vertices within a metre.
fn tried(
    law: &Law<'_>,
    on: &str,
    what: (&str, &str),
    suppose: &[&str],
) -> Result<LayerDivision, String> {
    let suppose: Vec<String> = suppose.iter().map(|s| (*s).to_owned()).collect();
    let day = law.read(on.parse().unwrap(), &[], &suppose).unwrap();
    let plan = day.regime(layer(what.0), activity(what.1)).unwrap();
    let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
    day.traced(&plan, &options).map_err(|e| format!("{on} {what:?}: {e}"))
}

fn traced(law: &Law<'_>, on: &str, what: (&str, &str), suppose: &[&str]) -> LayerDivision {
    tried(law, on, what, suppose).unwrap_or_else(|e| panic!("{e}"))
}

/// Even-odd, on the polygons as they are printed.
fn inside(area: &Area, at: LatLon) -> bool {
    let crossings = area.rings.iter().flat_map(|r| r.iter().zip(r.iter().cycle().skip(1)));
    let east = |(a, b): &(&[f64; 2], &[f64; 2])| {
        (a[0] > at.lat) != (b[0] > at.lat)
            && at.lon < a[1] + (at.lat - a[0]) / (b[0] - a[0]) * (b[1] - a[1])
    };
    crossings.filter(east).count() % 2 == 1
}

fn cell_of(d: &LayerDivision, at: LatLon) -> Option<&str> {
    let has = |areas: &[Area]| areas.iter().any(|a| inside(a, at));
    d.cells.iter().find(|(_, areas)| has(areas)).map(|(name, _)| name.as_str())
}

/// Days on which the regime differs most, with what may be supposed.
const REGIMES: [(&str, (&str, &str), &[&str]); 8] = [
    ("2004-06-01", ("seabed", "extraction"), &[]),
    ("2013-02-01", ("seabed", "extraction"), &[]),
    ("2016-06-01", ("seabed", "extraction"), &[]),
    ("2003-05-20", ("subsoil", "extraction"), &[]),
    ("1995-06-01", ("water", "fishing"), &[]),
    ("2019-06-01", ("water", "fishing"), &["AKT2018"]),
    ("2007-06-01", ("water", "discharge"), &[]),
    ("1993-01-01", ("seabed", "extraction"), &["P-CONDOMINIUM"]),
];

#[test]
fn a_point_query_agrees_with_the_area_query_at_ten_thousand_points() {
    with_law(|law| {
        let ground = law.ground();
        let mut draws = Draws::new(13);
        let mut seen = 0;
        for (on, what, suppose) in REGIMES {
            let regime = traced(law, on, what, suppose);
            let suppose: Vec<String> = suppose.iter().map(|s| (*s).to_owned()).collect();
            let day = law.read(on.parse().unwrap(), &[], &suppose).unwrap();
            let (layer, activity) = (layer(what.0), activity(what.1));
            let plan = day.regime(layer, activity).unwrap();
            for _ in 0..1300 {
                let at = draws.place(ground.waters());
                let spot = ground.spot(Some(at), None);
                // Printed edges are straight between vertices up to 10 km apart: 20 m off a parallel.
                if plan.clearance_m(ground, &spot) < 50.0 {
                    continue;
                }
                seen += 1;
                let q = Question { at: Some(at), deposit: None, layer, activity, between: None };
                let here = day.holder(&day.at(&q).unwrap());
                assert_eq!(plan.holder(ground, &spot), Some(here.as_str()), "{on} {at:?}");
                assert_eq!(cell_of(&regime, at), Some(here.as_str()), "{on} {what:?} {at:?}");
            }
        }
        assert!(seen >= 10_000, "{seen}");
    });
}

#[test]
fn settled_pairs_by_area_agree_with_the_point_query() {
    with_law(|law| {
        let ground = law.ground();
        let mut draws = Draws::new(17);
        for (on, what) in [
            ("2004-06-01", ("seabed", "extraction")),
            ("2016-06-01", ("seabed", "extraction")),
            ("2007-06-01", ("water", "discharge")),
            ("1995-06-01", ("water", "fishing")),
        ] {
            let day = law.on(on.parse().unwrap());
            let (layer, activity) = (layer(what.0), activity(what.1));
            let plan = day.settled(layer, activity).unwrap();
            let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
            let map = day.traced(&plan, &options).unwrap();
            for _ in 0..300 {
                let at = draws.place(ground.waters());
                let spot = ground.spot(Some(at), None);
                if plan.clearance_m(ground, &spot) < 50.0 {
                    continue;
                }
                let q = Question { at: Some(at), deposit: None, layer, activity, between: None };
                let settled = day.at(&q).unwrap().settled.to_string();
                assert_eq!(cell_of(&map, at), Some(settled.as_str()), "{on} {at:?}");
            }
        }
    });
}

/// Once every pair that shares a boundary in the north has one in force, what it has is what equidistance
/// gives: the same engine, asked without any law. Both tell Russia's part to a hundred thousandth.
#[test]
fn areas_of_the_regime_against_plain_equidistance() {
    with_law(|law| {
        let waters = law.ground().waters();
        let options = SolveOptions { tolerance_m: 1.0, ..SolveOptions::default() };
        let plain = waters
            .solve(
                &waters.equidistance(littoral_delimit::DistanceOptions::default()).unwrap(),
                &littoral_delimit::NoFunctions,
                &options,
            )
            .unwrap();
        let mut open = Vec::new();
        for (on, what, suppose) in REGIMES {
            match tried(law, on, what, suppose) {
                Ok(d) => {
                    let sum: f64 = d.area_km2.values().filter_map(serde_json::Value::as_f64).sum();
                    assert!(
                        (sum / d.sea_km2 - 1.0).abs() < 1e-9,
                        "{on}: parts sum to the sea, {sum}"
                    );
                }
                Err(why) => open.push(why),
            }
        }
        assert!(open.is_empty(), "{}", open.join("\n"));
        let regime = traced(law, "2004-06-01", ("seabed", "extraction"), &[]);
        assert!((regime.share("RUS") - plain.share("RUS")).abs() < 1e-5, "{}", regime.share("RUS"));
        assert_eq!(regime.method, "certified");
        // From 2015 on Kazakhstan has agreed with all: the wedge at its terminus with Turkmenistan (3 600 km2) is split
        // here by a field, there by the engine's own rule.
        let north = traced(law, "2016-06-01", ("seabed", "extraction"), &[]);
        assert!((north.share("KAZ") - plain.share("KAZ")).abs() < 1e-5, "{}", north.share("KAZ"));
        let before = traced(law, "1997-01-01", ("seabed", "extraction"), &[]);
        assert!(before.share("RUS") == 0.0 && before.share("KAZ") == 0.0);
    });
}

#[test]
fn overlaps_are_the_contested_parts_of_the_regime() {
    with_law(|law| {
        let day = law.on("2013-02-01".parse().unwrap());
        let regime = traced(law, "2013-02-01", ("seabed", "extraction"), &[]);
        let overlaps = day.overlaps(&littoral_treaty::overlaps::parts(&regime), layer("seabed"));
        let of = |a: &str, b: &str| overlaps.iter().find(|o| o.between == [a, b]).unwrap();
        // Half of the strip between both lines lies within what Iran claims by its baseline.
        assert!(of("AZE", "TKM").area_km2 > 1000.0 && of("IRN", "TKM").area_km2 > 1000.0);
        assert!(of("AZE", "IRN").deposits.contains(&"sardar-e-jangal".to_owned()));
        for o in &overlaps {
            assert!(o.area_km2 < regime.sea_km2);
        }
    });
}

/// A sea without a law, and a sea whose parties share no boundary in force: one holder.
#[test]
fn a_regime_of_one_part() {
    let reading = reading();
    let waters = Waters::new(reading.case.unwrap()).unwrap();
    let mut record = reading.record;
    record.instruments.clear();
    record.ways.clear();
    let law = Law::new(&record, &waters).unwrap();
    let regime = traced(&law, "2004-06-01", ("seabed", "extraction"), &[]);
    assert_eq!(regime.holders().collect::<Vec<_>>(), ["NONE"]);
    assert!((regime.share("NONE") - 100.0).abs() < 1e-9 && regime.lines.is_empty());
}
