//! Where a drawn line comes ashore, and the coast from there to the next line.

use std::ops::Range;

use littoral_geodesy::{LatLon, SurfacePoint};

use super::settle::SAME_M;
use super::{Desk, DrawnLine, JOIN_M};
use crate::basis::Core;
use crate::error::DelimitError;

/// Least step along a line while its way ashore is looked for, metres.
const STEP_M: f64 = 0.1;
/// Halvings of the step that passes the coast.
const HALVINGS: usize = 40;

/// A place on a ring of the sea.
#[derive(Debug, Clone, Copy)]
pub(super) struct Landing {
    pub(super) at: LatLon,
    /// Which ring.
    pub(super) ring: usize,
    /// Piece of the ring and the part of it that lies behind, walking with the sea on the left.
    pub(super) station: f64,
}

/// The place on the coast that is nearest, if it is within `reach_m`.
pub(super) fn beside(desk: &Desk<'_>, at: &SurfacePoint, reach_m: f64) -> Option<Landing> {
    let near = desk.core.sea.nearest(at, None, reach_m);
    if near.distance_m > reach_m {
        return None;
    }
    let k = near.piece as usize;
    let ring = (0..desk.core.rings.len()).find(|r| k <= pieces(desk.core, *r).end)?;
    let span = pieces(desk.core, ring);
    let piece = desk.core.sea.piece(k);
    let length = piece.length_m();
    let part = if length > 0.0 { (near.at.p - piece.a).norm() / length } else { 0.0 };
    // The end of a piece is the beginning of the next, and the end of the ring its beginning.
    let (k, part) = if near.at.p == piece.b && length > 0.0 { (k + 1, 0.0) } else { (k, part) };
    let station = if k >= span.end { span.start as f64 } else { k as f64 + part.min(1.0 - 1e-12) };
    Some(Landing { at: desk.core.place(&near.at), ring, station })
}

/// Pieces of one ring.
pub(super) fn pieces(core: &Core, ring: usize) -> Range<usize> {
    let ring = &core.rings[ring];
    let last = ring.first + ring.count - 1;
    core.sea.pieces_of(ring.first).start..core.sea.pieces_of(last).end
}

/// Corners of the coast after one landing and before another on the same ring, once round if they are the same.
pub(super) fn between(core: &Core, from: &Landing, to: &Landing) -> Vec<LatLon> {
    let span = pieces(core, from.ring);
    let round = (span.end - span.start) as f64;
    let end = if to.station > from.station { to.station } else { to.station + round };
    let corner = |k: usize| {
        let k = if k >= span.end { k - (span.end - span.start) } else { k };
        core.place(&core.sea.start_of(k))
    };
    let first = from.station.floor() as usize + 1;
    (first..).take_while(|k| (*k as f64) < end).map(corner).collect()
}

/// Where an end of a line comes ashore; the line is cut or prolonged as far as there. None if it ends in the water out of
/// reach of the coast.
pub(super) fn landing(
    desk: &Desk<'_>,
    line: &mut DrawnLine,
    last: bool,
) -> Result<Option<Landing>, DelimitError> {
    if !last {
        line.places.reverse();
    }
    let found = ashore(desk, &mut line.places);
    if !last {
        line.places.reverse();
    }
    found
}

fn ashore(desk: &Desk<'_>, places: &mut Vec<LatLon>) -> Result<Option<Landing>, DelimitError> {
    let [.., before, end] = places[..] else { return Ok(None) };
    let depth = depth(desk, end);
    if depth.abs() <= SAME_M {
        return Ok(beside(desk, &desk.point(end), JOIN_M));
    }
    if depth > 0.0 {
        let onward = desk.core.earth.inverse(end, before).azimuth1_deg + 180.0;
        let found = way(desk, end, onward, desk.reach_m)?;
        if let Some(at) = found {
            places.push(at);
        }
        let at = found.unwrap_or(end);
        return Ok(beside(desk, &desk.point(at), JOIN_M));
    }
    while let [.., a, b] = places[..] {
        let back = desk.core.earth.inverse(b, a);
        places.pop();
        if let Some(at) = way(desk, b, back.azimuth1_deg, back.distance_m)? {
            places.push(at);
            return Ok(beside(desk, &desk.point(at), JOIN_M));
        }
    }
    let text = "a line lies on land altogether".to_owned();
    Err(DelimitError::Geometry { text, at: end })
}

/// The first place on the coast along a geodesic: nothing is nearer than the distance from the coast, so one may step as far.
fn way(
    desk: &Desk<'_>,
    from: LatLon,
    azimuth_deg: f64,
    length_m: f64,
) -> Result<Option<LatLon>, DelimitError> {
    let at = |m: f64| desk.core.earth.direct(from, azimuth_deg, m);
    let wet = depth(desk, from) > 0.0;
    let mut behind = 0.0;
    while behind < length_m {
        desk.options.check()?;
        let room = depth(desk, at(behind)).abs();
        if room <= SAME_M && behind > 0.0 {
            return Ok(Some(at(behind)));
        }
        let next = (behind + room.max(STEP_M)).min(length_m);
        if (depth(desk, at(next)) > 0.0) != wet {
            return Ok(Some(at(halved(desk, behind, next, wet, at))));
        }
        behind = next;
    }
    Ok(None)
}

/// Where between two distances along a way the coast is.
fn halved(
    desk: &Desk<'_>,
    mut dry: f64,
    mut over: f64,
    wet: bool,
    at: impl Fn(f64) -> LatLon,
) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(dry, over);
        if (depth(desk, at(middle)) > 0.0) == wet { dry = middle } else { over = middle }
    }
    over
}

/// Distance from the coast, positive in the water, metres.
fn depth(desk: &Desk<'_>, at: LatLon) -> f64 {
    desk.core.sea.signed(&desk.point(at), None).0
}
