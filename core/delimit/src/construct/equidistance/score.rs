//! A party's distance by Karney's geodesics: what the engine calls its score, with gradient and controls.

use littoral_geodesy::{Earth, LatLon};

use super::effects::Term;
use crate::construct::base::{BaseSet, Bases, Control};

/// A party's reckoned distance.
pub(super) struct Score {
    /// Share, and the sets of one factor each.
    terms: Vec<(f64, Vec<(f64, BaseSet)>)>,
    /// Everything that counts, if there is one term of one factor 1.
    simple: bool,
}

/// The value of a score at a place.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// Reckoned distance, metres.
    pub(super) value: f64,
    /// How it grows to the east and to the north, per metre.
    pub(super) gradient: (f64, f64),
    /// The base points that make it.
    pub(super) controls: Vec<Control>,
}

impl Score {
    pub(super) fn new(earth: &Earth, bases: &Bases, terms: &[Term], vertices_only: bool) -> Self {
        let set = |lines: &[usize]| {
            BaseSet::new(earth, bases, vertices_only, |k, _| lines.binary_search(&k).is_ok())
        };
        let term = |t: &Term| {
            (t.share, t.classes.iter().map(|(factor, lines)| (*factor, set(lines))).collect())
        };
        let simple = matches!(terms, [Term { classes, .. }] if matches!(classes[..], [(1.0, _)]));
        Self { terms: terms.iter().map(term).collect(), simple }
    }

    /// The one set of a party whose shores all have full effect and no weight.
    pub(super) fn simple(&self) -> Option<&BaseSet> {
        let first = self.terms.first()?.1.first()?;
        self.simple.then_some(&first.1)
    }

    /// Value, gradient and controls at a place.
    pub(super) fn at(&self, p: LatLon) -> Option<Reading> {
        let mut out = Reading { value: 0.0, gradient: (0.0, 0.0), controls: Vec::new() };
        for (share, classes) in &self.terms {
            let nearest = classes.iter().filter_map(|(k, set)| Some((*k, set.control(p)?)));
            let (factor, control) =
                nearest.min_by(|a, b| (a.1.distance_m / a.0).total_cmp(&(b.1.distance_m / b.0)))?;
            let rate = share / factor;
            let (east, north) = unit(control.azimuth_deg);
            out.value += rate * control.distance_m;
            out.gradient = (out.gradient.0 - rate * east, out.gradient.1 - rate * north);
            if !out.controls.iter().any(|c| c.source == control.source) {
                out.controls.push(control);
            }
        }
        Some(out)
    }
}

/// East and north of an azimuth.
pub(super) fn unit(deg: f64) -> (f64, f64) {
    (libm::sin(deg.to_radians()), libm::cos(deg.to_radians()))
}
