//! A survey at a scale: its coasts, land and waters simplified together.

use littoral_geodesy::{Earth, LatLon};
use littoral_model::ShoreKind;
use rustc_hash::FxHashSet;

use super::apart;
use super::arcs::{Key, arcs};
use crate::construct::base::{Bases, place_key};

/// What is kept of a survey so that what is left out is within a tolerance of it ([`super::simplify()`]), and nothing crosses that
/// did not: neither a line itself nor another one, whoever's; islands, lakes and single base points stay on their side of it.
/// Land boundaries are simplified once for both, places where lines meet are kept, and along the cut of a flat map
/// every coordinate.
#[derive(Debug, Clone, Default)]
pub struct Coarse {
    kept: FxHashSet<Key>,
    /// Rings that are narrower than the tolerance, of which three coordinates are kept, or more where others are near.
    pub narrow: usize,
    /// Pairs of edges that cross as they were given, and still do.
    pub crossed: usize,
    /// A place next to the first of them.
    pub crossed_near: Option<LatLon>,
}

impl Coarse {
    /// Simplifies a survey at a tolerance in metres; one that is not above 0 keeps all.
    #[must_use]
    pub fn new(earth: &Earth, bases: &Bases, tolerance_m: f64) -> Self {
        let mut arcs = arcs(earth, bases, tolerance_m.max(0.0));
        let points = bases.lines.iter().filter(|l| l.kind == ShoreKind::BasePoint);
        let rocks: Vec<LatLon> = points.flat_map(|l| &l.nodes).map(|n| n.at).collect();
        let crossed = apart::part(earth, &mut arcs, &rocks, tolerance_m.max(0.0));
        let kept = arcs.iter().flat_map(|a| a.kept.iter().map(|k| place_key(a.places[*k])));
        Self {
            kept: kept.collect(),
            narrow: arcs.iter().filter(|a| a.narrow).count(),
            crossed: crossed.pairs,
            crossed_near: crossed.near,
        }
    }

    /// What is kept of a line or ring of the survey, in its order, without repeats; a line that comes back to its first place still does.
    #[must_use]
    pub fn of(&self, line: &[LatLon]) -> Vec<LatLon> {
        let ends = line.first().map(|p| place_key(*p)).zip(line.last().map(|p| place_key(*p)));
        let comes_back = line.len() > 2 && ends.is_some_and(|(a, b)| a == b);
        let places = &line[..line.len() - usize::from(comes_back)];
        let kept = places.iter().filter(|p| self.kept.contains(&place_key(**p)));
        let mut out: Vec<LatLon> = kept.copied().collect();
        out.dedup_by(|b, a| place_key(*a) == place_key(*b));
        if comes_back {
            out.extend(out.first().copied());
        }
        out
    }
}
