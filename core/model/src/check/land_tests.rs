//! Rings on land, and shores given twice.

use littoral_geodesy::LatLon;

use super::tests::{lake, messages, ring, shore};
use super::*;
use crate::geometry::EdgeKind;

fn box_ring(west: f64, south: f64, size: f64) -> Vec<LatLon> {
    let (east, north) = (west + size, south + size);
    ring(&[(west, south), (east, south), (east, north), (west, north)])
}

fn islands(party: usize, lines: Vec<Vec<LatLon>>) -> Shore {
    let (kind, edge) = (ShoreKind::Islands, EdgeKind::default());
    Shore { party, kind, lines, edge, origin: "coast.geojson: feature 7".into() }
}

/// The lake with an island of A and one within it.
fn atoll(party: Option<usize>) -> Case {
    let mut case = lake();
    let (outer, inner) = (box_ring(0.4, 0.4, 0.4), box_ring(0.5, 0.5, 0.1));
    case.sea.inner = vec![inner.clone(), outer.clone()];
    case.shores.push(islands(0, vec![outer]));
    case.shores.extend(party.map(|p| islands(p, vec![inner])));
    case
}

#[test]
fn a_ring_within_an_island() {
    for party in [None, Some(0)] {
        let mut case = atoll(party);
        let warned = "M015 : sea, ring 2, vertex 1: an island ring lies within another | within ring 3 of the sea | it is no \
                      shore of the sea, and is left out";
        assert_eq!(messages(&case), [warned]);
        drop_nested(&mut case);
        assert_eq!((case.sea.inner.len(), case.shores.len()), (1, 3));
        assert_eq!(messages(&case), Vec::<String>::new());
    }
    let said = messages(&atoll(Some(1)));
    assert_eq!(said.len(), 1, "{said:?}");
    let refused = "M015 : sea, ring 2, vertex 1: an island of B lies within one of A | within ring 3 of the sea";
    assert!(said[0].starts_with(refused), "{said:?}");
    assert_eq!(check(&atoll(Some(1)))[0].severity, crate::Severity::Error);
}

/// Islands beside each other, one that touches another in a vertex, one in the arms of another and one across the
/// antimeridian are in the sea.
#[test]
fn rings_that_are_not_within_another() {
    let mut case = lake();
    let hook = [
        (0.1, 0.1),
        (0.9, 0.1),
        (0.9, 0.2),
        (0.2, 0.2),
        (0.2, 0.8),
        (0.9, 0.8),
        (0.9, 0.9),
        (0.1, 0.9),
    ];
    let all = [ring(&hook), box_ring(0.5, 0.5, 0.1), box_ring(0.9, 0.9, 0.05)];
    case.sea.inner = all.to_vec();
    assert_eq!(nested::nested(&case), []);
    let move_on = |r: &Vec<LatLon>| {
        let lon = |x: f64| if x + 179.4 > 180.0 { x + 179.4 - 360.0 } else { x + 179.4 };
        r.iter().map(|p| LatLon::new(p.lat, lon(p.lon))).collect::<Vec<_>>()
    };
    case.sea.inner = all.iter().map(move_on).collect();
    assert_eq!(nested::nested(&case), []);
    // With the hook's arms joined the second lies within.
    case.sea.inner[0] = move_on(&box_ring(0.1, 0.1, 0.8));
    assert_eq!(nested::nested(&case), [nested::Nested { ring: 1, around: 0 }]);
}

/// Random boxes by strips as by comparing corners.
#[test]
fn nested_like_all_pairs() {
    let mut seed = 7_u64;
    let mut unit = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut case = lake();
    let boxes: Vec<[f64; 3]> =
        (0..300).map(|_| [350.0 * unit() - 175.0, 80.0 * unit() - 40.0, 12.0 * unit()]).collect();
    case.sea.inner = boxes.iter().map(|b| box_ring(b[0], b[1], b[2])).collect();
    let within =
        |a: &[f64; 3], b: &[f64; 3]| (0..2).all(|i| a[i] > b[i] && a[i] + a[2] < b[i] + b[2]);
    let found: Vec<usize> = nested::nested(&case).iter().map(|n| n.ring).collect();
    for (k, own) in boxes.iter().enumerate() {
        if boxes.iter().any(|other| within(own, other)) {
            assert!(found.contains(&k), "{own:?}");
        }
    }
    for n in nested::nested(&case) {
        let [a, b] = [n.ring, n.around].map(|k| boxes[k]);
        let corner = |x: f64, y: f64| x > b[0] && x < b[0] + b[2] && y > b[1] && y < b[1] + b[2];
        assert!(
            corner(a[0], a[1]) || corner(a[0] + a[2], a[1] + a[2]) || corner(a[0] + a[2], a[1])
        );
    }
}

#[test]
fn a_stretch_of_two_parties() {
    let mut case = lake();
    case.shores.push(shore(1, &[(0., 2.), (0., 0.)]));
    let said = messages(&case);
    let want = "M016 coast.geojson: feature 3, vertex 1: A and B have the same stretch of coast | A has the edge from here too | \
                1 edge of the sea's edge: give it to one of the two";
    assert_eq!(said.iter().filter(|s| s.starts_with("M016")).collect::<Vec<_>>(), [want]);
    // A boundary through an island is no edge of the sea.
    let mut case = lake();
    let (west, east) = (box_ring(0.4, 0.4, 0.2), box_ring(0.6, 0.4, 0.2));
    case.sea.inner =
        vec![ring(&[(0.4, 0.4), (0.6, 0.4), (0.8, 0.4), (0.8, 0.6), (0.6, 0.6), (0.4, 0.6)])];
    case.shores.extend([islands(0, vec![west]), islands(1, vec![east])]);
    assert!(messages(&case).iter().all(|s| !s.starts_with("M016")), "{:?}", messages(&case));
}

#[test]
fn a_stretch_that_a_party_has_twice() {
    let mut case = lake();
    let sound = case.clone();
    case.shores.push(shore(0, &[(0., 2.), (0., 0.)]));
    let said = messages(&case);
    let want =
        "M017 coast.geojson: feature 2, vertex 1: A has this shore already |  | it is left out";
    assert!(said.iter().any(|s| s == want), "{said:?}");
    drop_twice(&mut case);
    assert_eq!(case.shores, sound.shores);
}
