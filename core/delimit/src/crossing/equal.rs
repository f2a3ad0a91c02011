//! Where on an edge the scores of two holders are equal, and who holds the place.
//!
//! Newton's method within a bracket. A place that is looked at costs a search for the nearest base points; what they tell of
//! the next place is followed without one, as long as it leads far.

use littoral_geodesy::{SurfacePoint, Vec3, densify};

use super::{ROOT_M, Stop, stop_at, tied};
use crate::eval::{Evaluator, Label, OnMesh};
use crate::root::{bracket, newton};

/// Newton steps this short are taken without a second look, metres: what they may be off is less than a root's width.
const SURE_STEP_M: f64 = 1e-4;
/// Of longer steps what is left is worth looking for among the base points just found, metres; so often at most.
const FAR_STEP_M: f64 = 1.0;
const HELD_STEPS: usize = 3;

/// Where the scores of two holders are equal on the way from one place to another, as a fraction, from what is known of
/// the place looked at: its difference and slope tell of a next place, and so on as far as the base points nearest at the
/// first go.
fn next_guess(
    eval: &mut Evaluator<'_>,
    (i, j): (Label, Label),
    at: impl Fn(f64) -> SurfacePoint,
    along: Vec3,
    t: f64,
) -> (f64, Option<f64>) {
    let f = eval.difference(&at(t), i, j);
    // In a wedge the difference is the distance from its ray.
    let step = |eval: &mut Evaluator<'_>, f: f64| {
        let slope = if eval.tie(i, j).is_none() { eval.gradient(i, j)? } else { return None };
        Some(-f / slope.dot(along))
    };
    let Some(first) = step(eval, f) else { return (f, None) };
    let mut next = t + first;
    let signature = eval.signature(i, j);
    let long = FAR_STEP_M / along.norm();
    if first.abs() > long && eval.hold(&signature, &signature) {
        for _ in 0..HELD_STEPS {
            let f = eval.difference(&at(next.clamp(0.0, 1.0)), i, j);
            let Some(more) = step(eval, f) else { break };
            next = next.clamp(0.0, 1.0) + more;
            if more.abs() < long {
                break;
            }
        }
        eval.let_go();
    }
    (f, Some(next))
}

/// The place between `a` and `b` where their holders' scores are equal, with its holder.
pub(super) fn root(eval: &mut Evaluator<'_>, a: Stop, b: Stop, length: f64) -> Stop {
    let (i, j) = (a.look.label, b.look.label);
    let earth = eval.earth();
    let place = |t: f64| densify::between(earth, &a.at, &b.at, t);
    eval.on_mesh = OnMesh::Maybe;
    let (f0, f1) = (eval.difference(&a.at, i, j), eval.difference(&b.at, i, j));
    eval.on_mesh = OnMesh::No;
    let (f0, f1) = (f0.min(-f64::MIN_POSITIVE), f1.max(f64::MIN_POSITIVE));
    let along = b.at.p - a.at.p;
    let t = newton((0.0, f0), (1.0, f1), SURE_STEP_M / length, |t| {
        next_guess(eval, (i, j), place, along, t)
    });
    // Outside a wedge the difference falls to nothing at the rim as well, where it does not change its sign.
    let t = t.filter(|t| {
        !eval.at_terminus(i, j) || {
            let hair = SURE_STEP_M / length;
            let mut f = |t: f64| eval.difference(&place(t), i, j);
            f(t - hair) <= 0.0 && f(t + hair) >= 0.0
        }
    });
    let t = t.unwrap_or_else(|| {
        bracket((0.0, f0), (1.0, f1), ROOT_M / length, |t| eval.difference(&place(t), i, j))
    });
    let mut stop = stop_at(eval, place(t), 0.0);
    let among = eval.among(&stop.at, 0.0) | 1 << i | 1 << j;
    eval.load(&stop.at, among);
    // Of the two neighbours either may win by a hair; a third counts if it is clearly lower, or holds
    // the place in a tie wedge that it shares with one of them.
    let least = eval.score(i).min(eval.score(j));
    let found = stop.look.label;
    let lower = eval.score(found) < least - 1e-9 * (1.0 + least.abs());
    let label = if found != i && found != j && !lower { i } else { found };
    let holds = |k: Label, other: Label| {
        eval.tie(k, other).is_some() && eval.loaded_difference(k, other) < -10.0 * ROOT_M
    };
    let mut others =
        (0..eval.labels() as Label).filter(|k| among >> k & 1 == 1 && *k != i && *k != j);
    let tied_there = others.find(|k| holds(*k, i) || holds(*k, j));
    let label = tied_there.unwrap_or(label);
    if label != found {
        stop.look = eval.look_as(&stop.at, label);
        stop.tied = tied(eval, &stop.at, &stop.look);
    }
    stop
}
