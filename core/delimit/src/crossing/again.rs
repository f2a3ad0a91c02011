//! Further changes of the same two holders on one edge.
//!
//! That one place is known where their scores are equal does not make it the only one: where two parties hold the coast in
//! turn, strips of their waters lie side by side for tens of kilometres. So between the change and each end of its edge
//! the end's holder is looked after as on an edge with equal ends, up to a hair's breadth from the change. Most edges are
//! settled without a search by the base points nearest at the change. Wedges in which the two tie are left out: nothing
//! but the ray parts them there.

use littoral_geodesy::{Feature, SurfacePoint, densify};

use super::{Change, Crossings, Stop, stop_at, stop_between};
use crate::eval::{Evaluator, Label, Look, SURELY_M};

/// A base point: what it lies on, and where.
pub(super) type Base = (Feature, SurfacePoint);

/// The base points of two holders nearest to a change of theirs; `None` where scores are not straight or a terminus is
/// among them, so that a tie wedge may be near.
pub(super) fn nearest(
    eval: &mut Evaluator<'_>,
    at: &SurfacePoint,
    labels: [Label; 2],
) -> Option<[Base; 2]> {
    let [a, b] = labels;
    let slots = eval.tape.straight.as_ref().map(|s| labels.map(|k| s[k as usize].slot))?;
    eval.load(at, 1 << a | 1 << b);
    let [first, second] = slots.map(|slot| eval.hit(slot).map(|h| (h.feature, h.at)));
    if eval.at_terminus(a, b) { None } else { Some([first?, second?]) }
}

/// Is the way from an end of an edge to the change certainly the end's holder's? Of plain distances it is if the base point
/// nearest at the change is nearer to the end than all others' shores: the places nearer to it are convex.
fn is_settled(eval: &Evaluator<'_>, end: &Stop, base: Option<Base>) -> bool {
    let (Some((_, foot)), Some((own_m, _))) = (base, end.look.own) else { return false };
    let margin_m = end.look.margin_m;
    margin_m > 0.0 && eval.earth().distance(&end.at, &foot) + SURELY_M < own_m + margin_m
}

impl Crossings {
    /// Looks for changes between an end of an edge, the first or another, and a change of its holder found before, of whom
    /// a nearest base point there may be known.
    pub(super) fn again(
        &mut self,
        eval: &mut Evaluator<'_>,
        (end, is_first): (Stop, bool),
        (root, base): (Stop, Option<Base>),
        out: &mut Vec<Change>,
    ) {
        let length = (root.at.p - end.at.p).norm();
        if length <= 2.0 * self.least_m || is_settled(eval, &end, base) {
            return;
        }
        let at = densify::between(eval.earth(), &root.at, &end.at, self.least_m / length);
        let near = match base {
            Some((feature, _)) => {
                let label = end.look.label;
                let look =
                    Look { label, margin_m: 0.0, own: None, feature: Some(feature), tied: None };
                Stop { at, look, tied: None }
            }
            None => stop_at(eval, at, length),
        };
        if near.look.label != end.look.label || keeps(eval, &near, &end) {
            return;
        }
        let Some(beside) = out_of_wedge(eval, near, end, self.least_m) else { return };
        let Some(far) = out_of_wedge(eval, end, beside, self.least_m) else { return };
        let mut stops = [near, beside, far, end];
        if is_first {
            stops.reverse();
        }
        for (k, w) in stops.windows(2).enumerate() {
            if k == 1 || w[0].look.label != w[1].look.label {
                self.scan(eval, w[0], w[1], out);
            }
        }
    }
}

/// Does a place in a tie wedge tell that the other who ties there comes in nowhere on the way to one outside?
fn keeps(eval: &mut Evaluator<'_>, tied: &Stop, there: &Stop) -> bool {
    let holder = tied.look.label;
    let outside = there.tied.is_none();
    tied.tied.is_some_and(|tie| outside && eval.keeps_beside((&tied.at, &there.at), tie, holder))
}

/// From a place in a tie wedge the first out of it on the way to another, to `least_m`; a place in none as it is. `None`
/// where the other is in the same wedge: wedges are convex, and so is all between.
fn out_of_wedge(eval: &mut Evaluator<'_>, from: Stop, to: Stop, least_m: f64) -> Option<Stop> {
    let Some((wedge, _)) = from.tied else { return Some(from) };
    let within = |s: &Stop| s.tied.is_some_and(|(id, _)| id == wedge);
    if within(&to) {
        return None;
    }
    let (mut inside, mut outside) = (from, to);
    while (outside.at.p - inside.at.p).norm() > least_m {
        let middle = stop_between(eval, inside, outside, 0.5);
        if within(&middle) { inside = middle } else { outside = middle }
    }
    outside.tied.is_none().then_some(outside)
}
