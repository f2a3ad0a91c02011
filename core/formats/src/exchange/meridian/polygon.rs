//! Polygons cut at 180 degrees: shell and islands at once, so that an island over the meridian becomes
//! part of the boundary on both sides of it.
//!
//! What a side keeps is what lies strictly beyond its meridian. The runs of all rings on that side are
//! joined along the meridian from south to north, in pairs: between the first and the second there is
//! polygon, between the second and the third none. A place on the meridian itself counts as outside, and
//! runs that leave one place together are told apart by their slope, as they would lie a little beyond it.

use littoral_geodesy::LatLon;

use super::{at_meridian, pole, shifted, strip, unwrapped, within};
use crate::exchange::feature::{contains, turned, twice_area};

pub(super) type Ring = Vec<LatLon>;

/// Parts of a polygon, each in one strip. One that stays within half a turn comes back as it is, its holes
/// beside it.
pub(super) fn polygon(rings: &[Ring]) -> Vec<Vec<Ring>> {
    let Some(outer) = rings.first() else { return vec![] };
    let outer = unwrapped(outer);
    let holes = rings[1..].iter().filter(|h| !h.is_empty());
    if pole::turn(&outer) != 0.0 {
        let holes: Vec<Ring> = holes.map(|h| unwrapped(h)).collect();
        return pole::parts(&outer, &holes);
    }
    let holes = holes.map(|h| beside(unwrapped(h), &outer));
    let all: Vec<Ring> = std::iter::once(outer.clone()).chain(holes).collect();
    if all.iter().all(|r| within(r)) {
        return vec![rings.iter().filter(|r| !r.is_empty()).zip(all).map(kept).collect()];
    }
    let all: Vec<Ring> = all.iter().enumerate().map(|(k, r)| turned(r, k == 0)).collect();
    let strips = outer.iter().map(|p| strip(p.lon));
    let (first, last) = strips.fold((f64::MAX, f64::MIN), |(a, b), s| (a.min(s), b.max(s)));
    let mut out = Vec::new();
    let mut k = first;
    while k <= last {
        for part in nested(clipped(&all, k)) {
            out.push(part.into_iter().map(|r| shifted(r, k)).collect());
        }
        k += 1.0;
    }
    out
}

/// A ring as it was given, if it need not be moved: steps of more than half a turn, as frames of the world have, are its own.
fn kept((given, moved): (&Ring, Ring)) -> Ring {
    if within(given) && given.first() == moved.first() { given.clone() } else { moved }
}

/// A hole moved by whole turns next to its outer ring.
pub(super) fn beside(hole: Ring, outer: &[LatLon]) -> Ring {
    let middle = |r: &[LatLon]| {
        let (w, e) = r.iter().fold((f64::MAX, f64::MIN), |(w, e), p| (w.min(p.lon), e.max(p.lon)));
        f64::midpoint(w, e)
    };
    let turns = ((middle(&hole) - middle(outer)) / 360.0).round();
    if turns == 0.0 {
        return hole;
    }
    hole.into_iter().map(|p| LatLon::new(p.lat, p.lon - 360.0 * turns)).collect()
}

/// Shells, each with the holes that lie in it. A shell runs counter-clockwise, a hole clockwise.
pub(super) fn nested(rings: Vec<Ring>) -> Vec<Vec<Ring>> {
    let (shells, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|r| twice_area(r) > 0.0);
    let mut out: Vec<Vec<Ring>> = shells.into_iter().map(|r| vec![r]).collect();
    for hole in holes {
        let home = match out.as_slice() {
            [_] => Some(0),
            // Places of a hole may lie on a shell, its inside is in one only.
            _ => inner(&hole).and_then(|p| out.iter().position(|part| contains(&part[0], p))),
        };
        if let Some(home) = home {
            out[home].push(hole);
        }
    }
    out
}

/// A place inside a ring: on the parallel half-way over its widest gap of latitudes, between the first two
/// places where the ring meets it. None in a ring without area.
fn inner(ring: &[LatLon]) -> Option<LatLon> {
    let mut lats: Vec<f64> = ring.iter().map(|p| p.lat).collect();
    lats.sort_by(f64::total_cmp);
    let gap = lats.windows(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    let lat = f64::midpoint(gap[0], gap[1]);
    let next = ring.iter().cycle().skip(1);
    let meets = ring.iter().zip(next).filter(|(a, b)| (a.lat > lat) != (b.lat > lat));
    let mut lons: Vec<f64> = meets
        .map(|(a, b)| (b.lon - a.lon).mul_add((lat - a.lat) / (b.lat - a.lat), a.lon))
        .collect();
    lons.sort_by(f64::total_cmp);
    let [a, b, ..] = lons.as_slice() else { return None };
    Some(LatLon::new(lat, f64::midpoint(*a, *b)))
}

/// The parts of all rings inside one strip: clipped at its two borders.
pub(super) fn clipped(rings: &[Ring], strip: f64) -> Vec<Ring> {
    let (west, east) = (360.0 * strip - 180.0, 360.0 * strip + 180.0);
    let halves = half(rings, west, |lon, border| lon > border);
    half(&halves, east, |lon, border| lon < border)
}

/// Places of a ring that follow one another beyond the meridian, between two places on it.
struct Run {
    places: Ring,
    /// Change of latitude a degree away from the meridian, at the start and at the end.
    slopes: [f64; 2],
}

/// The parts of a polygon on one side of a meridian.
fn half(rings: &[Ring], border: f64, keep: fn(f64, f64) -> bool) -> Vec<Ring> {
    let (mut out, mut cut) = (Vec::new(), Vec::new());
    for ring in rings {
        let inside: Vec<bool> = ring.iter().map(|p| keep(p.lon, border)).collect();
        match inside.iter().all(|i| *i) {
            true => out.push(ring.clone()),
            false => cut.extend(runs(ring, &inside, border)),
        }
    }
    let whole = joined(&cut);
    out.extend(whole.into_iter().flat_map(|r| simple(r, border)));
    out
}

fn runs(ring: &[LatLon], inside: &[bool], border: f64) -> Vec<Run> {
    let n = ring.len();
    let slope = |on: LatLon, p: LatLon| (p.lat - on.lat) / (p.lon - border).abs();
    let mut out = Vec::new();
    for start in (0..n).filter(|&k| inside[k] && !inside[(k + n - 1) % n]) {
        let mut places = vec![at_meridian(ring[(start + n - 1) % n], ring[start], border)];
        let mut k = start;
        while inside[k] {
            places.push(ring[k]);
            k = (k + 1) % n;
        }
        let (enters, last) = (places[0], ring[(k + n - 1) % n]);
        let leaves = at_meridian(last, ring[k], border);
        places.push(leaves);
        let slopes = [slope(enters, ring[start]), slope(leaves, last)];
        out.push(Run { places, slopes });
    }
    out
}

/// Runs joined into rings: every end goes to its neighbour in the order of latitude.
fn joined(runs: &[Run]) -> Vec<Ring> {
    let mut ends: Vec<(f64, f64, usize, bool)> = Vec::new();
    for (k, run) in runs.iter().enumerate() {
        if let (Some(a), Some(b)) = (run.places.first(), run.places.last()) {
            ends.extend([(a.lat, run.slopes[0], k, true), (b.lat, run.slopes[1], k, false)]);
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut next = vec![None; runs.len()];
    for pair in ends.chunks_exact(2) {
        match (pair[0], pair[1]) {
            ((.., k, false), (.., after, true)) | ((.., after, true), (.., k, false)) => {
                next[k] = Some(after);
            }
            _ => {}
        }
    }
    let mut used = vec![false; runs.len()];
    let mut out = Vec::new();
    for start in 0..runs.len() {
        let (mut ring, mut at) = (Vec::new(), Some(start));
        while let Some(k) = at.filter(|&k| !used[k]) {
            used[k] = true;
            ring.extend(runs[k].places.iter().copied());
            at = next[k];
        }
        out.push(ring);
    }
    out
}

/// A ring that comes back to a place on the meridian, parted there: an island that touches the meridian
/// in one place stays an island.
fn simple(ring: Ring, border: f64) -> Vec<Ring> {
    let (mut out, mut open, mut on): (Vec<Ring>, Ring, Vec<usize>) = Default::default();
    for p in ring {
        if p.lon == border {
            if let Some(at) = on.iter().copied().find(|&at| open[at] == p) {
                out.push(open.drain(at..).collect());
                on.retain(|&k| k < at);
            }
            on.push(open.len());
        }
        open.push(p);
    }
    out.push(open);
    out.retain(|r| r.len() > 2);
    out
}
