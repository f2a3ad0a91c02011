//! Coasts outside the window: places in it may have their nearest base point there.
//!
//! A party whose coast is in the window is no farther from any place of it than the window is wide: what lies farther off
//! than that controls nothing.

use std::collections::HashSet;

use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::ShoreKind;

use super::owners::{Edge, Owners, edge};
use super::window::Window;
use super::{Land, carve, edge_of, in_frame, runs};
use crate::import::Sketch;

/// Least metres in a degree of latitude, and of longitude at the equator.
const DEGREE_M: f64 = 110_000.0;

/// Adds the coasts beyond an open window, of parties that have some in it: the land of all is taken from the wider window as it was
/// from the window, so that borders, lakes and what they hold are no coast there either. A coast along a side that looks out of the
/// window is one beyond; whether another program has cut the land there nobody can tell, and `construct lengths` says that it may be.
pub(super) fn add(inner: Window, land: &Land<'_>, sketch: &mut Sketch) {
    let wide = widened(inner);
    let moved = in_frame(&wide.corners(), land);
    let rings: Vec<(String, Vec<Vec<LatLon>>)> = moved
        .into_iter()
        .map(|(party, polygon)| {
            (party, polygon.iter().map(|ring| wide.cut(&inner.cut(ring))).collect())
        })
        .collect();
    let rings: Vec<(String, &Vec<Vec<LatLon>>)> =
        rings.iter().map(|(party, polygon)| (party.clone(), polygon)).collect();
    let owners = Owners::new(wide, &rings);
    let counts = |party: &usize| sketch.shores.iter().any(|(p, ..)| *p == owners.names[*party]);
    let lines = sketch.shores.iter().flat_map(|(_, _, lines)| lines);
    let known: HashSet<Edge> =
        lines.flat_map(|line| line.windows(2).map(|e| edge(e[0], e[1]))).collect();
    let mut found: Vec<(usize, Vec<LatLon>)> = Vec::new();
    for ring in carve(&wide.corners(), &rings).iter().flat_map(|p| super::rings(p, wide, &owners)) {
        let label = |(k, a): (usize, &LatLon)| {
            let b = ring[(k + 1) % ring.len()];
            let within = inner.holds(*a) && inner.holds(b);
            let outside = !within || inner.along(*a, b) && !known.contains(&edge(*a, b));
            let party = if outside { edge_of([*a, b], wide, &owners, &rings) } else { None };
            party.filter(counts)
        };
        let labels: Vec<Option<usize>> = ring.iter().enumerate().map(label).collect();
        found.extend(runs(&ring, &labels));
    }
    found.sort_by_key(|(party, _)| *party);
    for (party, line) in found {
        let party = &owners.names[party];
        let coast = |s: &&mut (String, ShoreKind, Vec<Vec<LatLon>>)| {
            s.0 == *party && s.1 == ShoreKind::Coast
        };
        match sketch.shores.iter_mut().find(coast) {
            Some(shore) => shore.2.push(line),
            None => sketch.shores.push((party.clone(), ShoreKind::Coast, vec![line])),
        }
    }
}

/// The window with as much on every side as it measures across, by longitude half a turn in all at most.
fn widened(Window([s, w, n, e]): Window) -> Window {
    let earth = Earth::new(&Ellipsoid::wgs84());
    let across = [(s, w, n, e), (n, w, s, e)]
        .map(|(a, b, c, d)| earth.karney_m(LatLon::new(a, b), LatLon::new(c, d)));
    let sides = [s, n].map(|lat| earth.karney_m(LatLon::new(lat, w), LatLon::new(lat, e)));
    let reach = across.into_iter().chain(sides).fold(0.0, f64::max) / DEGREE_M;
    let (south, north) = ((s - reach).max(-90.0), (n + reach).min(90.0));
    let least = south.abs().max(north.abs()).to_radians().cos();
    let room = (180.0 - (e - w)).max(0.0) / 2.0;
    let beside = (reach / least.max(1e-9)).min(room);
    Window([south, w - beside, north, e + beside])
}
