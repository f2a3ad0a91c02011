//! Coasts outside the window: places in it may have their nearest base point there.
//!
//! A party whose coast is in the window is no farther from any place of it than the window is wide: what lies farther off
//! than that controls nothing.

use littoral_geodesy::{Earth, Ellipsoid, LatLon};
use littoral_model::ShoreKind;

use super::{Land, Owners, in_frame, span};
use crate::import::Sketch;

/// Least metres in a degree of latitude, and of longitude at the equator.
const DEGREE_M: f64 = 110_000.0;

/// Adds the coasts beyond an open window, of parties that have some in it.
pub(super) fn add(frame: &[LatLon], land: &Land<'_>, sketch: &mut Sketch) {
    let [inner, wide] = [boxed(frame), widened(frame)];
    let moved = in_frame(&corners(wide), land);
    let rings: Vec<(String, &Vec<Vec<LatLon>>)> =
        moved.iter().map(|(party, polygon)| (party.clone(), polygon)).collect();
    let owners = Owners::new(&rings);
    for (party, polygon) in &rings {
        if !sketch.shores.iter().any(|(p, ..)| p == party) {
            continue;
        }
        let Some(ring) = polygon.first() else { continue };
        let counts = |a: LatLon, b: LatLon| {
            let outside = !(holds(inner, a) && holds(inner, b));
            outside && holds(wide, a) && holds(wide, b) && owners.of_edge(a, b).is_some()
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

/// South, west, north and east.
type Sides = [f64; 4];

fn boxed(frame: &[LatLon]) -> Sides {
    let (west, east) = span(frame);
    let lat = |f: fn(f64, f64) -> f64, from: f64| frame.iter().fold(from, |m, p| f(m, p.lat));
    [lat(f64::min, 90.0), west, lat(f64::max, -90.0), east]
}

/// The box with as much on every side as it measures across, by longitude half a turn in all at most.
fn widened(frame: &[LatLon]) -> Sides {
    let [s, w, n, e] = boxed(frame);
    let earth = Earth::new(&Ellipsoid::wgs84());
    let across = [(s, w, n, e), (n, w, s, e)]
        .map(|(a, b, c, d)| earth.karney_m(LatLon::new(a, b), LatLon::new(c, d)));
    let sides = [s, n].map(|lat| earth.karney_m(LatLon::new(lat, w), LatLon::new(lat, e)));
    let reach = across.into_iter().chain(sides).fold(0.0, f64::max) / DEGREE_M;
    let (south, north) = ((s - reach).max(-90.0), (n + reach).min(90.0));
    let least = south.abs().max(north.abs()).to_radians().cos();
    let room = (180.0 - (e - w)).max(0.0) / 2.0;
    let beside = (reach / least.max(1e-9)).min(room);
    [south, w - beside, north, e + beside]
}

fn corners([s, w, n, e]: Sides) -> Vec<LatLon> {
    [(s, w), (s, e), (n, e), (n, w)].map(|(lat, lon)| LatLon::new(lat, lon)).into()
}

fn holds([s, w, n, e]: Sides, p: LatLon) -> bool {
    (s..=n).contains(&p.lat) && (w..=e).contains(&p.lon)
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
