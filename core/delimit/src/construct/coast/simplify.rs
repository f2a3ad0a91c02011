//! Simplification of lines and rings at a stated tolerance (Douglas and Peucker 1973, distances on the ellipsoid).

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use crate::construct::base::{BaseLine, BaseNode, BaseSet, Bases};
use crate::thin::chosen;

/// The departures by which coordinates are chosen are reckoned on a sphere; so much of them is kept in hand, that
/// the distances on the ellipsoid stay within the tolerance.
const IN_HAND: f64 = 1.0 + 1e-4;

/// Coordinates of a line (or ring) so chosen that those left out are within the tolerance (metres) of its edges. A ring
/// that is narrower than the tolerance keeps three coordinates: its first, the one farthest from that and the one
/// farthest abreast of both. Lines of two coordinates, rings of fewer than three places and a tolerance
/// that is not above 0 give the line as it is.
#[must_use]
pub fn simplify(earth: &Earth, line: &[LatLon], closed: bool, tolerance_m: f64) -> Vec<LatLon> {
    outline(earth, line, closed, tolerance_m).unwrap_or_else(|| triangle(earth, line))
}

/// As [`simplify`], but `None` for a ring that is narrower than the tolerance (metres): nothing with an area is left of
/// it at this scale.
#[must_use]
pub fn outline(
    earth: &Earth,
    line: &[LatLon],
    closed: bool,
    tolerance_m: f64,
) -> Option<Vec<LatLon>> {
    if line.len() < 3 || tolerance_m.is_nan() || tolerance_m <= 0.0 {
        return Some(line.to_vec());
    }
    if !closed {
        return Some(open(earth, line, tolerance_m));
    }
    // A ring is two lines between the first coordinate and the one farthest from it.
    let middle = farthest(earth, line);
    let mut out = open(earth, &line[..=middle], tolerance_m);
    let back: Vec<LatLon> = line[middle..].iter().chain([&line[0]]).copied().collect();
    let back = open(earth, &back, tolerance_m);
    out.extend(back.iter().skip(1).take(back.len().saturating_sub(2)));
    (out.len() > 2).then_some(out)
}

/// Three coordinates of a ring that is within the tolerance of the chord between two of them: that chord is one of the three
/// edges, so that nothing is left out farther off than before.
#[must_use]
pub fn triangle(earth: &Earth, ring: &[LatLon]) -> Vec<LatLon> {
    if ring.len() < 4 {
        return ring.to_vec();
    }
    let middle = farthest(earth, ring);
    let chord = Curve::between(earth, LineKind::Geodesic, ring[0], ring[middle]);
    let off = |k: usize| departure(earth, chord.as_ref(), ring[0], ring[k]);
    let others = (1..ring.len()).filter(|k| ring[*k] != ring[0] && ring[*k] != ring[middle]);
    let Some(third) = others.max_by(|a, b| off(*a).total_cmp(&off(*b))) else {
        return ring.to_vec();
    };
    let (second, third) = (middle.min(third), middle.max(third));
    vec![ring[0], ring[second], ring[third]]
}

/// Greatest distance of the coordinates of a line from the edges of what is kept of it, metres, by Karney: between them no
/// edge left out is farther off. 0 where nothing is kept to be far from.
#[must_use]
pub fn farthest_m(earth: &Earth, line: &[LatLon], kept: &[LatLon], closed: bool) -> f64 {
    let nodes = kept.iter().map(|at| BaseNode { at: *at, name: String::new() }).collect();
    let kind = if closed { ShoreKind::Islands } else { ShoreKind::Coast };
    let (name, origin) = (String::new(), String::new());
    let base = BaseLine { party: 0, name, kind, edge: EdgeKind::Geodesic, nodes, origin };
    let bases = Bases { parties: vec![String::new()], lines: vec![base], ..Bases::default() };
    let set = BaseSet::new(earth, &bases.without_repeats(), false, |_, _| true);
    let left = line.iter().filter(|p| !kept.contains(p));
    left.filter_map(|p| set.control(*p)).fold(0.0, |m: f64, c| m.max(c.distance_m))
}

fn farthest(earth: &Earth, line: &[LatLon]) -> usize {
    let far = |k: &usize| earth.karney_m(line[0], line[*k]);
    (1..line.len()).max_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0)
}

/// Keeps the ends and what departs.
fn open(earth: &Earth, line: &[LatLon], tolerance_m: f64) -> Vec<LatLon> {
    let worst = |(a, b): (usize, usize)| {
        let chord = Curve::between(earth, LineKind::Geodesic, line[a], line[b]);
        let off = |k: usize| (IN_HAND * departure(earth, chord.as_ref(), line[a], line[k]), k);
        // Of several that are as far the first.
        (a + 1..b).map(off).reduce(|most, next| if next.0 > most.0 { next } else { most })
    };
    chosen(line.len(), |_| false, tolerance_m, worst).kept.into_iter().map(|k| line[k]).collect()
}

/// Distance of a coordinate from a chord, or from its one end if it has no length; on the sphere of the mean
/// radius, 1e-5 of itself at coast lengths.
fn departure(earth: &Earth, chord: Option<&Curve>, from: LatLon, p: LatLon) -> f64 {
    const R: f64 = 6_371_000.0;
    let Some(chord) = chord else { return earth.karney_m(from, p) };
    let azimuth = chord.spot(earth, chord.range[0]).azimuth_deg;
    let way = earth.inverse(from, p);
    let (turn, arc) = ((way.azimuth1_deg - azimuth).to_radians(), way.distance_m / R);
    let along = R * libm::atan2(libm::sin(arc) * libm::cos(turn), libm::cos(arc));
    if along <= 0.0 {
        way.distance_m
    } else if along >= chord.length() {
        earth.karney_m(chord.at(earth, chord.range[1]), p)
    } else {
        (libm::asin(libm::sin(arc) * libm::sin(turn)) * R).abs()
    }
}
