//! Polygons round a pole, cut at 180 degrees and closed along the meridian and the pole.
//!
//! A ring round a pole has no inside in the plane of longitude and latitude. Unrolled over several turns and closed
//! far to the west and to the east along its pole, or along the hole about it, it has one, and what lies within -180 to 180 of
//! that is the polygon: a place on ±180 to the pole, along latitude 90 or -90, and back. So do others write Antarctica.

use littoral_geodesy::LatLon;

use super::polygon::{Ring, beside, clipped, nested};
use crate::exchange::feature::turned;

/// Turns over which a ring is unrolled: one in the strip, and two on both sides for rings that go to and fro.
const TURNS: i32 = 5;

/// How an unwrapped ring goes round a pole: 1 eastward, -1 westward; 0 if it comes back to the longitude of its start.
pub(super) fn turn(ring: &[LatLon]) -> f64 {
    let ends = ring.first().zip(ring.last());
    ends.map_or(0.0, |(a, b)| ((b.lon - a.lon) / 360.0).round())
}

/// Parts of a polygon whose unwrapped outer ring goes round a pole.
pub(super) fn parts(outer: &[LatLon], holes: &[Ring]) -> Vec<Vec<Ring>> {
    let (about, holes): (Vec<&Ring>, Vec<&Ring>) = holes.iter().partition(|h| turn(h) != 0.0);
    let mut shell = unrolled(outer);
    match about.first() {
        Some(inner) => shell.extend(unrolled(inner).into_iter().rev()),
        None => {
            let pole = 90.0_f64.copysign(mean_height(outer));
            let ends = [shell.last(), shell.first()].map(|p| p.map_or(0.0, |p| p.lon));
            shell.extend(ends.map(|lon| LatLon::new(pole, lon)));
        }
    }
    let mut all = vec![turned(&shell, true)];
    let strip = [LatLon::new(0.0, 0.0)];
    for hole in holes {
        let hole = turned(&beside(hole.clone(), &strip), false);
        // An island over the meridian is there on both sides of the strip.
        all.extend([-360.0, 0.0, 360.0].map(|by| moved(&hole, by)));
    }
    nested(clipped(&all, 0.0))
}

/// An unwrapped ring over several turns, eastward, with the strip in the middle.
fn unrolled(ring: &[LatLon]) -> Ring {
    let mut ring = ring.to_vec();
    if turn(&ring) < 0.0 {
        ring.reverse();
    }
    let start = ring.first().map_or(0.0, |p| (p.lon / 360.0).round());
    let all = (0..TURNS).map(|k| f64::from(k - TURNS / 2) - start);
    all.flat_map(|k| moved(&ring, 360.0 * k)).collect()
}

fn moved(ring: &[LatLon], by: f64) -> Ring {
    ring.iter().map(|p| LatLon::new(p.lat, p.lon + by)).collect()
}

/// Which pole is nearer is told by the mean of the sine of latitude over a turn: the greater part of the earth is no sea's.
fn mean_height(ring: &[LatLon]) -> f64 {
    let sine = |p: &LatLon| p.lat.to_radians().sin();
    let step = |w: &[LatLon]| (w[1].lon - w[0].lon) * (sine(&w[0]) + sine(&w[1])) / 2.0;
    turn(ring) * ring.windows(2).map(step).sum::<f64>()
}
