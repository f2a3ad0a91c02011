use littoral_geodesy::LatLon;

use super::*;
use crate::case::{Party, Terminus};
use crate::geometry::Sea;
use crate::names::Names;

pub(super) fn ring(pairs: &[(f64, f64)]) -> Vec<LatLon> {
    pairs.iter().map(|&(lon, lat)| LatLon::new(lat, lon)).collect()
}

pub(super) fn shore(party: usize, pairs: &[(f64, f64)]) -> Shore {
    Shore {
        party,
        kind: ShoreKind::Coast,
        lines: vec![ring(pairs)],
        edge: crate::geometry::EdgeKind::default(),
        origin: format!("coast.geojson: feature {}", party + 2),
    }
}

/// A square lake of two parties, west and east.
pub(super) fn lake() -> Case {
    let mut case = Case::empty("lake");
    case.parties = ["A", "B"]
        .map(|id| Party { id: id.into(), name: Names::english(id) })
        .into_iter()
        .collect();
    case.sea = Sea {
        outer: ring(&[(0., 0.), (1., 0.), (2., 0.), (2., 2.), (1., 2.), (0., 2.)]),
        ..Sea::default()
    };
    case.shores = vec![
        shore(0, &[(1., 2.), (0., 2.), (0., 0.), (1., 0.)]),
        shore(1, &[(1., 0.), (2., 0.), (2., 2.), (1., 2.)]),
    ];
    let terminus = |name: &str, lat| Terminus {
        name: Names::english(name),
        between: [0, 1],
        at: LatLon::new(lat, 1.0),
        origin: "coast.geojson: feature 4".into(),
    };
    case.termini = vec![terminus("South", 0.0), terminus("North", 2.0)];
    case
}

pub(super) fn messages(case: &Case) -> Vec<String> {
    check(case).iter().map(|f| format!("{} {} | {} | {}", f.code, f, f.label, f.help)).collect()
}

#[test]
fn a_sound_lake_has_no_findings() {
    assert_eq!(messages(&lake()), Vec::<String>::new());
}

#[test]
fn every_finding_names_its_place() {
    type Change = fn(&mut Case);
    let table: [(Change, &str); 10] = [
        (
            |c| c.shores[0].lines[0][1] = LatLon::new(91.831, 0.0),
            "M001 coast.geojson: feature 2, vertex 2: the coast of A has a latitude out of range | \
             91.8310 is beyond the pole | its neighbours are near 2.0",
        ),
        (
            |c| c.sea.outer[2].lon = 362.0,
            "M001 : sea, vertex 3: the sea has a longitude out of range | 362.0000 is beyond one \
             turn | its neighbours are near 1.0",
        ),
        (
            |c| c.sea.outer[2].lat = f64::NAN,
            "M001 : sea, vertex 3: the sea has a latitude out of range | NaN is no number | its \
             neighbours are near 0.0",
        ),
        (
            |c| c.sea.inner.push(ring(&[(0.5, 0.5), (0.6, 0.6), (0.5, 0.5)])),
            "M002 : sea, ring 2, vertex 1: the sea has a ring of fewer than 3 distinct vertices |  | ",
        ),
        (
            |c| c.sea.outer.insert(2, LatLon::new(0.0, 1.0)),
            "M003 : sea, vertex 3: the sea has 1 vertex that repeats the one before |  | they are \
             left out",
        ),
        (
            |c| c.sea.inner.push(ring(&[(0.5, 0.5), (1.5, 1.5), (1.5, 0.5), (0.5, 1.5)])),
            "M004 : sea, ring 2, vertex 1: the sea has a ring that crosses itself | the edge from \
             here meets the edge from ring 2, vertex 3 at 1.0000, 1.0000 | are two vertices in the \
             wrong order?",
        ),
        (
            |c| c.sea.inner.push(ring(&[(1.0, 0.0), (1.2, 0.5), (0.8, 0.5)])),
            "M005 : sea, ring 1, vertex 1: the sea touches itself at 0.0000, 1.0000 |  | a shore that \
             touches itself is doubtful, but can be divided",
        ),
        (
            |c| c.parties.push(Party { id: "C".into(), name: Names::default() }),
            "M010 : C has no coast |  | add a feature with \"kind\": \"coast\" and this party, or \
             drop the party",
        ),
        (
            |c| c.shores[1].lines[0][1].lat = -0.1,
            "M011 coast.geojson: feature 3, vertex 2: the coast of B has vertices that are not on \
             the sea's edge | 11.1 km from the edge | vertices of this shore that the sea does not have: 1",
        ),
        (
            |c| c.termini[0].at.lon = 1.01,
            "M012 coast.geojson: feature 4: the terminus South is not shared by exactly A, B | no \
             coast ends here | the coast of A ends 1.1 km away, at 0, 1",
        ),
    ];
    for (change, expected) in table {
        let mut case = lake();
        change(&mut case);
        let found = messages(&case);
        assert_eq!(found.first().map(String::as_str), Some(expected));
    }
}

#[test]
fn a_slip_of_a_digit_is_offered() {
    let mut case = lake();
    case.sea.outer = ring(&[(48.5807, 41.8452), (48.5991, 91.8310), (48.6120, 41.8244)]);
    let finding = &check(&case)[0];
    assert_eq!(finding.help, "its neighbours are near 41.8; is this a slip for 41.8310?");
    assert_eq!(finding.label, "91.8310 is beyond the pole");
}

#[test]
fn coasts_that_do_not_meet_are_doubtful() {
    let mut case = lake();
    case.termini.clear();
    case.shores[1].lines[0][0] = LatLon::new(0.0, 1.001);
    let found = messages(&case);
    assert_eq!(
        found[0],
        "M013 coast.geojson: feature 2, vertex 4: the coast of A ends where no other coast begins | \
         111 m from the coast of B | make it the same vertex as the end of the coast of B"
    );
}

#[test]
fn repeated_vertices_are_dropped() {
    let mut case = lake();
    let sound = case.clone();
    case.sea.outer.insert(2, LatLon::new(0.0, 1.0));
    case.sea.outer.push(LatLon::new(0.0, 0.0));
    case.shores[0].lines[0].insert(1, LatLon::new(2.0, 1.0));
    drop_repeated(&mut case);
    assert_eq!((case.sea, case.shores), (sound.sea, sound.shores));
}

#[test]
fn a_ring_over_the_antimeridian_is_sound() {
    let mut case = lake();
    case.shores.clear();
    case.termini.clear();
    case.parties.clear();
    case.sea.outer = ring(&[(179., 0.), (-179., 0.), (-179., 1.), (179., 1.)]);
    assert_eq!(messages(&case), Vec::<String>::new());
}
