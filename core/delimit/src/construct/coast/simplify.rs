//! Simplification of lines and rings at a stated tolerance (Douglas and Peucker 1973, distances on the ellipsoid).

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::{EdgeKind, ShoreKind};

use super::anchors::anchors;
use super::apart;
use super::arcs::Arc;
use crate::construct::base::{BaseLine, BaseNode, BaseSet, Bases, place_key};
use crate::thin::chosen;

/// The departures by which coordinates are chosen are reckoned on a sphere; so much of them is kept in hand, that
/// the distances on the ellipsoid stay within the tolerance.
const IN_HAND: f64 = 1.0 + 1e-4;

/// Coordinates of a line (or ring) so chosen that those left out are within the tolerance (metres) of its edges, and that these
/// do not cross where those of the line did not. The choice begins at the ends, of a ring at the two coordinates that are farthest
/// apart: it hangs neither on the direction nor on where a ring begins. A ring
/// that is narrower than the tolerance keeps three coordinates: those two and the one farthest abreast of both. Lines of two coordinates,
/// rings of fewer than four and a tolerance that is not above 0 give the line as it is.
#[must_use]
pub fn simplify(earth: &Earth, line: &[LatLon], closed: bool, tolerance_m: f64) -> Vec<LatLon> {
    if line.len() < 3 || tolerance_m.is_nan() || tolerance_m <= 0.0 {
        return line.to_vec();
    }
    let mut arcs = vec![Arc::new(earth, line, closed, tolerance_m)];
    apart::part(earth, &mut arcs, &[], tolerance_m);
    arcs[0].kept_of(line.len(), closed).into_iter().map(|k| line[k]).collect()
}

/// The coordinates that Douglas and Peucker keep of a line or ring, crossings or no, in its order; `None` for a ring that is narrower than the
/// tolerance (metres): nothing with an area is left of it at this scale.
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
    let kept = if closed {
        let (first, places) = turned(earth, line);
        let kept = ring(earth, &places, opposite(earth, &places, true), tolerance_m);
        let mut kept: Vec<usize> = kept[1..].iter().map(|k| (k + first) % line.len()).collect();
        kept.sort_unstable();
        kept
    } else {
        between(earth, line, (0, line.len() - 1), tolerance_m)
    };
    (!closed || kept.len() > 2).then(|| kept.into_iter().map(|k| line[k]).collect())
}

/// A ring from the first of its two anchors on, that again at its end, and where it stood.
pub(super) fn turned(earth: &Earth, ring: &[LatLon]) -> (usize, Vec<LatLon>) {
    let (first, _) = anchors(earth, ring);
    (first, ring.iter().cycle().skip(first).take(ring.len() + 1).copied().collect())
}

/// Where the second half begins of what comes back to its first place: at the other anchor of a turned ring, at the place farthest from the
/// first of a line, whose ends are given.
pub(super) fn opposite(earth: &Earth, places: &[LatLon], turned: bool) -> usize {
    let last = places.len() - 1;
    if turned {
        let (a, b) = anchors(earth, &places[..last]);
        return a.max(b);
    }
    farthest(earth, places, (0, last)).map_or(last / 2, |m| m.1)
}

/// What is kept of such a line, its two halves each by itself.
pub(super) fn ring(
    earth: &Earth,
    places: &[LatLon],
    middle: usize,
    tolerance_m: f64,
) -> Vec<usize> {
    let mut kept = between(earth, places, (0, middle), tolerance_m);
    kept.pop();
    kept.extend(between(earth, places, (middle, places.len() - 1), tolerance_m));
    kept
}

/// The place of a turned ring that is farthest abreast of its two anchors, between which all of it is narrow.
pub(super) fn abreast(earth: &Earth, turned: &[LatLon], middle: usize) -> Option<usize> {
    let chord = Chord::new(earth, turned[0], turned[middle]);
    let ends = [0, middle].map(|k| place_key(turned[k]));
    let others = (1..turned.len() - 1).filter(|k| !ends.contains(&place_key(turned[*k])));
    let off = others.map(|k| (chord.off_m(earth, turned[k]), k));
    off.reduce(|most, next| farther(turned, most, next)).map(|m| m.1)
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
    let kept: std::collections::BTreeSet<[u64; 2]> = kept.iter().map(|p| place_key(*p)).collect();
    let left = line.iter().filter(|p| !kept.contains(&place_key(**p)));
    left.filter_map(|p| set.control(*p)).fold(0.0, |m: f64, c| m.max(c.distance_m))
}

/// Of a stretch its ends and what departs.
pub(super) fn between(
    earth: &Earth,
    line: &[LatLon],
    (from, to): (usize, usize),
    tolerance_m: f64,
) -> Vec<usize> {
    let worst = |(a, b): (usize, usize)| {
        farthest(earth, line, (from + a, from + b)).map(|(off_m, k)| (IN_HAND * off_m, k - from))
    };
    let kept = chosen(to - from + 1, |_| false, tolerance_m, worst).kept;
    kept.into_iter().map(|k| from + k).collect()
}

/// The place between two others that is farthest from their chord, and how far; of several the one with the least coordinates, so that
/// the direction of the line does not matter.
pub(super) fn farthest(
    earth: &Earth,
    line: &[LatLon],
    (a, b): (usize, usize),
) -> Option<(f64, usize)> {
    let chord = Chord::new(earth, line[a], line[b]);
    let off = |k: usize| (chord.off_m(earth, line[k]), k);
    (a + 1..b).map(off).reduce(|most, next| farther(line, most, next))
}

fn farther(line: &[LatLon], most: (f64, usize), next: (f64, usize)) -> (f64, usize) {
    let less = || place_key(line[next.1]) < place_key(line[most.1]);
    if next.0 > most.0 || next.0 == most.0 && less() { next } else { most }
}

/// The geodesic between two places, from the one with the lesser coordinates: distances from it do not hang on the direction.
struct Chord {
    from: LatLon,
    /// The other end, azimuth and length, if it has one.
    way: Option<(LatLon, f64, f64)>,
}

impl Chord {
    fn new(earth: &Earth, a: LatLon, b: LatLon) -> Self {
        let (from, to) = if place_key(a) <= place_key(b) { (a, b) } else { (b, a) };
        let curve = Curve::between(earth, LineKind::Geodesic, from, to);
        let way = curve.map(|c| (to, c.spot(earth, c.range[0]).azimuth_deg, c.length()));
        Self { from, way }
    }

    /// Distance of a place from it, or from its one end if it has no length; on the sphere of the mean
    /// radius, 1e-5 of itself at coast lengths.
    fn off_m(&self, earth: &Earth, p: LatLon) -> f64 {
        const R: f64 = 6_371_000.0;
        let way = earth.inverse(self.from, p);
        let Some((to, azimuth_deg, length_m)) = self.way else { return way.distance_m };
        let (turn, arc) = ((way.azimuth1_deg - azimuth_deg).to_radians(), way.distance_m / R);
        let along = R * libm::atan2(libm::sin(arc) * libm::cos(turn), libm::cos(arc));
        if along <= 0.0 {
            way.distance_m
        } else if along >= length_m {
            earth.karney_m(to, p)
        } else {
            (libm::asin(libm::sin(arc) * libm::sin(turn)) * R).abs()
        }
    }
}
