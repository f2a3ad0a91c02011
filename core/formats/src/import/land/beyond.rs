//! Coasts outside the window: places in it may have their nearest base point there.
//!
//! A party whose coast is in the window is no farther from any place of it than the window is wide: what lies farther off
//! than that controls nothing.

use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::ShoreKind;

use super::owners::Owners;
use super::window::Window;
use super::{Land, in_frame};
use crate::import::Sketch;

/// Least metres in a degree of latitude, and of longitude at the equator.
const DEGREE_M: f64 = 110_000.0;

/// Adds the coasts beyond an open window, of parties that have some in it.
pub(super) fn add(inner: Window, land: &Land<'_>, sketch: &mut Sketch) {
    let wide = widened(inner);
    let mut moved = in_frame(&wide.corners(), land);
    for ring in moved.iter_mut().flat_map(|(_, polygon)| polygon) {
        *ring = wide.cut(&inner.cut(ring));
    }
    let rings: Vec<(String, &Vec<Vec<LatLon>>)> =
        moved.iter().map(|(party, polygon)| (party.clone(), polygon)).collect();
    let owners = Owners::new(&rings);
    for (party, polygon) in &rings {
        if !sketch.shores.iter().any(|(p, ..)| p == party) {
            continue;
        }
        let Some(ring) = polygon.first() else { continue };
        let counts = |a: LatLon, b: LatLon| {
            let outside = !(inner.holds(a) && inner.holds(b));
            outside && wide.holds(a) && wide.holds(b) && owners.of_edge(a, b).is_some()
        };
        let lines = runs(ring, counts);
        if lines.is_empty() {
            continue;
        }
        let coast = |s: &&mut (String, ShoreKind, Vec<Vec<LatLon>>)| {
            s.0 == *party && s.1 == ShoreKind::Coast
        };
        match sketch.shores.iter_mut().find(coast) {
            Some(shore) => shore.2.extend(lines),
            None => sketch.shores.push((party.clone(), ShoreKind::Coast, lines)),
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

/// Runs of the edges of a ring that count, each as a line.
fn runs(ring: &[LatLon], counts: impl Fn(LatLon, LatLon) -> bool) -> Vec<Vec<LatLon>> {
    let n = ring.len();
    let keep: Vec<bool> = (0..n)
        .map(|k| ring[k] != ring[(k + 1) % n] && counts(ring[k], ring[(k + 1) % n]))
        .collect();
    // Where a run begins; a ring of which all counts begins anywhere.
    let first = (0..n).find(|&k| !keep[k]).map_or(0, |k| k + 1);
    let mut out: Vec<Vec<LatLon>> = Vec::new();
    let mut open = false;
    for k in (first..first + n).map(|k| k % n) {
        if keep[k] && !open {
            out.push(vec![ring[k]]);
        }
        open = keep[k];
        if let Some(line) = out.last_mut().filter(|_| open) {
            line.push(ring[(k + 1) % n]);
        }
    }
    out
}
