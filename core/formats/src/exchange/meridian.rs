//! Cutting at 180 degrees, as RFC 7946 section 3.1.9 asks: only on export, never in a computation.
//!
//! Inside littoral longitudes run on over the antimeridian. Here a line or polygon that does is cut into
//! parts that lie within -180 to 180. The latitude of a cut is interpolated in the plane of longitude and
//! latitude: exports are densified first, so that this is exact to the tolerance of the export.

use littoral_geodesy::LatLon;

use super::feature::Shape;

/// The shape with every longitude within half a turn of zero. Shapes that do not reach the
/// antimeridian come back as they are.
#[must_use]
pub fn cut(shape: &Shape) -> Shape {
    match shape {
        Shape::Points(p) => Shape::Points(p.iter().map(|p| wrapped(*p)).collect()),
        Shape::Lines(lines) => {
            Shape::Lines(lines.iter().flat_map(|l| line(&unwrapped(l))).collect())
        }
        Shape::Polygons(all) => Shape::Polygons(all.iter().flat_map(|p| polygon(p)).collect()),
    }
}

fn wrapped(p: LatLon) -> LatLon {
    match p.lon.abs() > 180.0 {
        true => LatLon::new(p.lat, (p.lon + 180.0).rem_euclid(360.0) - 180.0),
        false => p,
    }
}

/// The line with longitudes that run on: no step longer than half a turn.
pub(crate) fn unwrapped(line: &[LatLon]) -> Vec<LatLon> {
    let mut out: Vec<LatLon> = Vec::with_capacity(line.len());
    for p in line {
        let last = out.last().map_or(p.lon, |q| q.lon);
        let turns = ((p.lon - last) / 360.0).round();
        out.push(if turns == 0.0 { *p } else { LatLon::new(p.lat, p.lon - 360.0 * turns) });
    }
    out
}

/// The strip of 360 degrees in which a longitude lies: 0 for -180 to 180.
fn strip(lon: f64) -> f64 {
    ((lon + 180.0) / 360.0).floor()
}

fn within(line: &[LatLon]) -> bool {
    line.iter().all(|p| p.lon.abs() <= 180.0)
}

fn shifted(line: Vec<LatLon>, strip: f64) -> Vec<LatLon> {
    let by = |p: LatLon| LatLon::new(p.lat, (p.lon - 360.0 * strip).clamp(-180.0, 180.0));
    if strip == 0.0 { line } else { line.into_iter().map(by).collect() }
}

/// Where the segment meets a meridian.
fn at_meridian(a: LatLon, b: LatLon, lon: f64) -> LatLon {
    let t = ((lon - a.lon) / (b.lon - a.lon)).clamp(0.0, 1.0);
    LatLon::new(a.lat + t * (b.lat - a.lat), lon)
}

/// Parts of an unwrapped line, each in one strip.
fn line(line: &[LatLon]) -> Vec<Vec<LatLon>> {
    if within(line) {
        return vec![line.to_vec()];
    }
    let mut out = Vec::new();
    let mut part: Vec<LatLon> = Vec::new();
    let mut here = None;
    for w in line.windows(2) {
        let &[a, b] = w else { continue };
        // A segment is shorter than half a turn: it meets one border at most.
        let middle = strip(f64::midpoint(a.lon, b.lon));
        let now =
            *here.get_or_insert(if strip(a.lon) == strip(b.lon) { middle } else { strip(a.lon) });
        if part.is_empty() {
            part.push(a);
        }
        let next = strip(b.lon);
        let border = 360.0 * now.max(next) - 180.0;
        if next != now && b.lon != border {
            let at = at_meridian(a, b, border);
            if part.last() != Some(&at) {
                part.push(at);
            }
            out.push(shifted(std::mem::take(&mut part), now));
            part.push(at);
            here = Some(next);
        }
        part.push(b);
    }
    out.push(shifted(part, here.unwrap_or(0.0)));
    out.retain(|p| p.len() > 1 && p.iter().any(|q| Some(q) != p.first()));
    out
}

/// Parts of a polygon, each in one strip.
fn polygon(rings: &[Vec<LatLon>]) -> Vec<Vec<Vec<LatLon>>> {
    let Some(outer) = rings.first() else { return vec![] };
    let outer = unwrapped(outer);
    let goes_round =
        outer.first().zip(outer.last()).is_some_and(|(a, b)| (a.lon - b.lon).abs() > 180.0);
    let holes: Vec<Vec<LatLon>> = rings[1..].iter().map(|h| beside(unwrapped(h), &outer)).collect();
    if goes_round || (within(&outer) && holes.iter().all(|h| within(h))) {
        return vec![rings.to_vec()];
    }
    let strips = outer.iter().map(|p| strip(p.lon));
    let (first, last) = strips.fold((f64::MAX, f64::MIN), |(a, b), s| (a.min(s), b.max(s)));
    let mut out = Vec::new();
    let mut k = first;
    while k <= last {
        for part in clipped(&outer, k) {
            let inside =
                |h: &Vec<LatLon>| h.first().is_some_and(|p| super::feature::contains(&part, *p));
            // A hole over the border is cut like the ring; its parts touch the border.
            let mut whole = vec![shifted(part.clone(), k)];
            let pieces = holes.iter().flat_map(|h| clipped(h, k)).filter(inside);
            whole.extend(pieces.map(|h| shifted(h, k)));
            out.push(whole);
        }
        k += 1.0;
    }
    out
}

/// A hole moved by whole turns next to its outer ring.
fn beside(hole: Vec<LatLon>, outer: &[LatLon]) -> Vec<LatLon> {
    let middle = |r: &[LatLon]| r.iter().map(|p| p.lon).sum::<f64>() / r.len().max(1) as f64;
    let turns = ((middle(&hole) - middle(outer)) / 360.0).round();
    hole.into_iter().map(|p| LatLon::new(p.lat, p.lon - 360.0 * turns)).collect()
}

/// The parts of a ring inside one strip: clipped at its two borders.
fn clipped(ring: &[LatLon], strip: f64) -> Vec<Vec<LatLon>> {
    let (west, east) = (360.0 * strip - 180.0, 360.0 * strip + 180.0);
    let halves = half(ring, west, |lon, border| lon >= border);
    halves.iter().flat_map(|r| half(r, east, |lon, border| lon <= border)).collect()
}

/// The parts of a ring on one side of a meridian. Crossings are joined in pairs along the meridian
/// from south to north, which is right for every simple ring.
fn half(ring: &[LatLon], border: f64, keep: fn(f64, f64) -> bool) -> Vec<Vec<LatLon>> {
    let inside: Vec<bool> = ring.iter().map(|p| keep(p.lon, border)).collect();
    if inside.iter().all(|i| *i) {
        return vec![ring.to_vec()];
    }
    // Runs of kept places, each from where it enters to where it leaves.
    let n = ring.len();
    let mut runs: Vec<Vec<LatLon>> = Vec::new();
    for start in (0..n).filter(|&k| inside[k] && !inside[(k + n - 1) % n]) {
        let mut run = vec![at_meridian(ring[(start + n - 1) % n], ring[start], border)];
        let mut k = start;
        while inside[k] {
            run.push(ring[k]);
            k = (k + 1) % n;
        }
        run.push(at_meridian(ring[(k + n - 1) % n], ring[k], border));
        runs.push(run);
    }
    joined(runs)
}

/// Runs joined into rings: every end goes to its neighbour in the order of latitude.
fn joined(runs: Vec<Vec<LatLon>>) -> Vec<Vec<LatLon>> {
    let mut ends: Vec<(f64, usize, bool)> = Vec::new();
    for (k, run) in runs.iter().enumerate() {
        if let (Some(a), Some(b)) = (run.first(), run.last()) {
            ends.extend([(a.lat, k, true), (b.lat, k, false)]);
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let partner = |k: usize, first: bool| {
        let at = ends.iter().position(|e| (e.1, e.2) == (k, first))?;
        ends.get(at ^ 1).map(|e| (e.1, e.2))
    };
    let mut used = vec![false; runs.len()];
    let mut out = Vec::new();
    for start in 0..runs.len() {
        let (mut ring, mut k) = (Vec::new(), start);
        while !used[k] {
            used[k] = true;
            ring.extend(runs[k].iter().copied());
            match partner(k, false) {
                Some((next, true)) => k = next,
                _ => break,
            }
        }
        ring.dedup();
        if ring.len() > 2 {
            out.push(ring);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::feature::twice_area;

    fn places(all: &[(f64, f64)]) -> Vec<LatLon> {
        all.iter().map(|p| LatLon::new(p.0, p.1)).collect()
    }

    #[test]
    fn a_line_is_cut_in_two_at_the_latitude_of_the_crossing() {
        let lines = Shape::Lines(vec![places(&[(10.0, 179.0), (12.0, 181.0)])]);
        let Shape::Lines(parts) = cut(&lines) else { return };
        assert_eq!(
            parts,
            [places(&[(10.0, 179.0), (11.0, 180.0)]), places(&[(11.0, -180.0), (12.0, -179.0)])]
        );
    }

    #[test]
    fn what_stays_on_one_side_is_left_as_it_is() {
        let shape =
            Shape::Polygons(vec![vec![places(&[(0.0, 170.0), (0.0, 180.0), (5.0, 180.0)])]]);
        assert_eq!(cut(&shape), shape);
    }

    /// A comb of three teeth over the antimeridian: one spine west of it, three teeth east.
    #[test]
    fn a_polygon_falls_into_its_pieces_and_keeps_its_area() {
        let comb = places(&[
            (0.0, 178.0),
            (0.0, 182.0),
            (1.0, 182.0),
            (1.0, 179.0),
            (2.0, 179.0),
            (2.0, 183.0),
            (3.0, 183.0),
            (3.0, 179.0),
            (4.0, 179.0),
            (4.0, 182.0),
            (5.0, 182.0),
            (5.0, 178.0),
        ]);
        let whole = twice_area(&comb).abs();
        let hole = places(&[(0.2, 178.2), (0.2, 178.6), (0.8, 178.6), (0.8, 178.2)]);
        let less = twice_area(&hole).abs();
        let Shape::Polygons(parts) = cut(&Shape::Polygons(vec![vec![comb, hole]])) else { return };
        assert_eq!(parts.len(), 4);
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1, 1]);
        assert!(parts.iter().flatten().flatten().all(|p| p.lon.abs() <= 180.0));
        let area = |p: &Vec<Vec<LatLon>>| {
            p.iter()
                .enumerate()
                .map(|(k, r)| twice_area(r).abs() * if k == 0 { 1.0 } else { -1.0 })
                .sum::<f64>()
        };
        assert!((parts.iter().map(area).sum::<f64>() - (whole - less)).abs() < 1e-9);
    }
}
