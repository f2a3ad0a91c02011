//! Cutting at 180 degrees, as RFC 7946 section 3.1.9 asks: only on export, never in a computation.
//!
//! Inside littoral longitudes run on over the antimeridian. Here a line or polygon that does is cut into
//! parts that lie within -180 to 180. The latitude of a cut is interpolated in the plane of longitude and
//! latitude: exports are densified first, so that this is exact to the tolerance of the export.

use littoral_geodesy::LatLon;

use super::feature::Shape;

mod pole;
mod polygon;

#[cfg(test)]
mod polygon_tests;
#[cfg(test)]
mod tests;

/// The shape with every longitude within half a turn of zero. Shapes that do not reach the
/// antimeridian come back as they are.
#[must_use]
pub fn cut(shape: &Shape) -> Shape {
    match shape {
        Shape::Points(p) => Shape::Points(p.iter().map(|p| wrapped(*p)).collect()),
        Shape::Lines(lines) => {
            Shape::Lines(lines.iter().flat_map(|l| line(&unwrapped(l))).collect())
        }
        Shape::Polygons(all) => {
            Shape::Polygons(all.iter().flat_map(|p| polygon::polygon(p)).collect())
        }
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

/// Where the segment meets a meridian: one place, whichever way the segment runs.
fn at_meridian(a: LatLon, b: LatLon, lon: f64) -> LatLon {
    let (a, b) = if a.lon < b.lon { (a, b) } else { (b, a) };
    if b.lon == lon {
        return b;
    }
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
