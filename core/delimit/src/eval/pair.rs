//! Two straight scores, each measured from a base point that is held, without the tape.
//!
//! Along a stretch of a line between two places with the same nearest base points all that is asked of a place is how far
//! it is from the two: their scores' difference and gradient follow on paper. What holds of [`super::held`] holds here:
//! distances are never less than the true ones, and that nothing else is nearer is proved afterwards.

use littoral_geodesy::{Earth, Feature, Shoreline, SurfacePoint, Vec3, densify};

use super::{Evaluator, Label, Signature};
use crate::basis::{BaseSet, TerminusId};

/// As near to a terminus of both as this the two may tie, by rounding, at a base point beside it, metres.
const BESIDE_M: f64 = 20.0;
/// No nearer to a base point than this is there a gradient, metres.
const AT_BASE_M: f64 = 1e-3;

/// One score: `factor * distance + constant`, or the logarithm of that.
struct Side<'a> {
    slot: u8,
    line: &'a Shoreline,
    /// The nearer of two that adjoin, or of the same twice.
    features: [Feature; 2],
    factor: f64,
    constant: f64,
    logarithm: bool,
}

/// A score at a place.
struct Measured {
    feature: Feature,
    distance_m: f64,
    value: f64,
    /// Change per metre.
    gradient: Vec3,
}

/// Two holders' scores.
pub(crate) struct Pair<'a> {
    earth: &'a Earth,
    sides: [Side<'a>; 2],
}

/// What is known of a place.
pub(crate) struct Seen {
    /// The first score less the second, and its change per metre.
    pub(crate) difference: f64,
    pub(crate) gradient: Vec3,
    pub(crate) lower: f64,
    pub(crate) signature: [(u8, Feature); 2],
    /// Distance from the nearer base point, metres.
    pub(crate) near_m: f64,
}

impl<'a> Evaluator<'a> {
    /// The termini of two holders' parties.
    pub(crate) fn common_termini(&self, a: Label, b: Label) -> Vec<TerminusId> {
        let (Some(pa), Some(pb)) = (self.party(a), self.party(b)) else { return Vec::new() };
        let ids = (0..).zip(self.basis.termini.iter());
        ids.filter(|(_, t)| t.joins(pa, pb)).map(|(id, _)| id).collect()
    }

    /// Two holders, of whom the common termini are told, with the base points of two signatures. `None` where scores are not straight, where the base points are
    /// not of the two holders' own coasts, or where they are at a terminus at which the scores may tie: of scores that cannot tie over an
    /// area one may have a terminus for its base point, as where the waters of a party with a greater weight go beyond it.
    pub(crate) fn pair(
        &self,
        (a, b, common): (Label, Label, &[TerminusId]),
        (p, q): (&Signature, &Signature),
    ) -> Option<Pair<'a>> {
        if p.len() != 2 || q.len() != 2 {
            return None;
        }
        let sides = [self.straight_side(a, (p, q))?, self.straight_side(b, (p, q))?];
        let at_terminus = sides.each_ref().map(|s| s.joins_terminus(self.set_of(s.slot)));
        let pair = Pair { earth: self.earth(), sides };
        match at_terminus {
            [false, false] => {}
            [true, true] => return None,
            _ if self.may_tie(a, b) => return None,
            _ => return Some(pair),
        }
        let beside = |id: &TerminusId| {
            let at = &self.basis.termini[*id as usize].point;
            pair.sides.iter().all(|s| s.comes_near(at))
        };
        (!common.iter().any(beside)).then_some(pair)
    }

    /// A straight score that is measured from the holder's own coast, with the base points of two signatures.
    fn straight_side(&self, k: Label, (p, q): (&Signature, &Signature)) -> Option<Side<'a>> {
        let score = self.tape.straight.as_ref()?[k as usize];
        let of = |s: &Signature| s.iter().find(|x| x.0 == score.slot).map(|x| x.1);
        let (set, features) = (self.set_of(score.slot), [of(p)?, of(q)?]);
        set.party.is_some().then_some(Side {
            slot: score.slot,
            line: &set.line,
            features,
            factor: score.factor,
            constant: score.constant,
            logarithm: score.logarithm,
        })
    }
}

impl Pair<'_> {
    /// The two scores at a place; `None` at a base point itself.
    pub(crate) fn at(&self, at: &SurfacePoint) -> Option<Seen> {
        let [x, y] = [&self.sides[0], &self.sides[1]].map(|s| s.at(at));
        let (x, y) = (x?, y?);
        let mut signature = [(self.sides[0].slot, x.feature), (self.sides[1].slot, y.feature)];
        signature.sort_by_key(|s| s.0);
        Some(Seen {
            difference: x.value - y.value,
            gradient: x.gradient - y.gradient,
            lower: x.value.min(y.value),
            signature,
            near_m: x.distance_m.min(y.distance_m),
        })
    }

    pub(crate) fn earth(&self) -> &Earth {
        self.earth
    }
}

impl Side<'_> {
    fn joins_terminus(&self, set: &BaseSet) -> bool {
        self.features.iter().any(|f| set.joins_terminus(*f))
    }

    fn at(&self, at: &SurfacePoint) -> Option<Measured> {
        let [f, g] = self.features;
        let (mut feature, (mut distance_m, mut foot)) = (f, self.line.to_feature(at, f));
        if f != g {
            let second = self.line.to_feature(at, g);
            if second.0 < distance_m {
                (feature, (distance_m, foot)) = (g, second);
            }
        }
        if distance_m < AT_BASE_M {
            return None;
        }
        let away = -densify::towards(at, &foot);
        let value = self.factor * distance_m + self.constant;
        let (value, rate) = match self.logarithm {
            true => (libm::log(value), 1.0 / distance_m),
            false => (value, self.factor),
        };
        Some(Measured { feature, distance_m, value, gradient: away * rate })
    }

    /// Does one of the base points lie beside a place? An edge is no farther than its ends are apart.
    fn comes_near(&self, at: &SurfacePoint) -> bool {
        self.features.iter().any(|f| {
            let pieces = self.line.pieces_of(f.0 / 2);
            let first = pieces.clone().next().map(|k| self.line.piece(k).a);
            let last = pieces.last().map(|k| self.line.piece(k).b);
            let may = first.zip(last).is_none_or(|(a, b)| {
                (a - at.p).norm().min((b - at.p).norm()) < (b - a).norm() + BESIDE_M
            });
            may && self.line.to_feature(at, *f).0 < BESIDE_M
        })
    }
}
