//! Where on an edge the scores of two holders are equal, and who holds the place.
//!
//! Newton's method within a bracket. A place that is looked at costs a search for the nearest base points; what they tell of
//! the next place is followed without one, as long as it leads far.

use littoral_geodesy::{SurfacePoint, Vec3, densify};

use super::{Known, ROOT_M, Stop, stop_at, tied};
use crate::basis::TerminusId;
use crate::eval::{Evaluator, Label, OnMesh};
use crate::root::{bracket, newton};

/// Newton steps this short are taken without a second look, metres: what they may be off is less than a root's width.
const SURE_STEP_M: f64 = 1e-4;
/// Of longer steps what is left is worth looking for among the base points just found, metres; so often at most.
const FAR_STEP_M: f64 = 1.0;
const HELD_STEPS: usize = 3;
/// Beside the common rim of two tie wedges a place is looked at this far before and after it, metres: rounding and the last
/// step leave a root less than a tenth of that from the rim.
const BESIDE_RIM_M: f64 = 1e-3;

/// Where the scores of two holders are equal on the way from one place to another, as a fraction, from what is known of
/// the place looked at: its difference and slope tell of a next place, and so on as far as the base points nearest at the
/// first go.
fn next_guess(
    eval: &mut Evaluator<'_>,
    (i, j, common): (Label, Label, &[TerminusId]),
    at: impl Fn(f64) -> SurfacePoint,
    along: Vec3,
    t: f64,
) -> (f64, Option<f64>) {
    let f = eval.difference(&at(t), i, j);
    // In a wedge the difference is the distance from its ray.
    let step = |eval: &mut Evaluator<'_>, f: f64| {
        let slope = if eval.tie(i, j).is_none() { eval.gradient(i, j)? } else { return None };
        Some(-f / slope.dot(along)).filter(|t| t.is_finite())
    };
    let Some(first) = step(eval, f) else { return (f, None) };
    let mut next = t + first;
    let signature = eval.signature(i, j);
    let long = FAR_STEP_M / along.norm();
    if first.abs() > long
        && let Some(pair) = eval.pair((i, j, common), (&signature, &signature))
    {
        for _ in 0..HELD_STEPS {
            let Some(seen) = pair.at(&at(next.clamp(0.0, 1.0))) else { break };
            let more = -seen.difference / seen.gradient.dot(along);
            // Where two scores run alike nothing leads on.
            if !more.is_finite() {
                break;
            }
            next = next.clamp(0.0, 1.0) + more;
            if more.abs() < long {
                break;
            }
        }
    }
    (f, Some(next))
}

/// A third holder at a place, in a wedge in which it ties with one of two. Where the wedges of two termini adjoin, as of B and
/// C and of C and D, the waters of C may lie between the rim and a ray, and B and D be equal on the rim as well: there C
/// ties with the one or the other, as rounding has it, and only beside the rim with the one whose wedge it is.
fn tied_beside(
    eval: &mut Evaluator<'_>,
    at: &SurfacePoint,
    (i, j): (Label, Label),
) -> Option<Stop> {
    let stop = stop_at(eval, *at, 0.0);
    let third = stop.look.label;
    if third == i || third == j {
        return None;
    }
    eval.load(at, 1 << i | 1 << j | 1 << third);
    (eval.tie(third, i).is_some() || eval.tie(third, j).is_some()).then_some(stop)
}

/// The place between `a` and `b` where their holders' scores are equal, with its holder, and what else is known of it.
pub(super) fn root(
    eval: &mut Evaluator<'_>,
    a: Stop,
    b: Stop,
    length: f64,
) -> (Stop, Option<Known>) {
    let (i, j) = (a.look.label, b.look.label);
    let earth = eval.earth();
    let place = |t: f64| densify::between(earth, &a.at, &b.at, t);
    let along = b.at.p - a.at.p;
    let common = eval.common_termini(i, j);
    let (first, last) = margins(&a, &b).unwrap_or_else(|| differences(eval, &a, &b));
    let found = newton((0.0, first), (1.0, last), SURE_STEP_M / length, |t| {
        next_guess(eval, (i, j, &common), place, along, t)
    });
    // A hair's breadth off the root all is known already; a third holder there is looked at again.
    if let Some((seen, t)) = found
        && !eval.at_terminus(i, j)
    {
        let stop = holder(eval, place(seen), (i, j));
        if stop.tied.is_some() || ![i, j].contains(&stop.look.label) {
            return (holder(eval, place(t), (i, j)), None);
        }
        return (Stop { at: place(t), ..stop }, known(eval, (i, j)));
    }
    // Outside a wedge the difference falls to nothing at the rim as well, where it does not change its sign.
    let crossed = found.map(|(_, t)| t).filter(|t| {
        let hair = SURE_STEP_M / length;
        let mut f = |t: f64| eval.difference(&place(t), i, j);
        f(t - hair) <= 0.0 && f(t + hair) >= 0.0
    });
    let t = crossed.unwrap_or_else(|| {
        let (first, last) = differences(eval, &a, &b);
        bracket((0.0, first), (1.0, last), ROOT_M / length, |t| eval.difference(&place(t), i, j))
    });
    let stop = holder(eval, place(t), (i, j));
    if [i, j].contains(&stop.look.label) && eval.at_terminus(i, j) {
        let hair = BESIDE_RIM_M / length;
        // Both parts of the way are shorter than the whole by a hair at least: looks end.
        let mut sides = [t - hair, t + hair].into_iter().filter(|t| *t > hair && *t < 1.0 - hair);
        let third = sides.find_map(|t| tied_beside(eval, &place(t), (i, j)));
        return (third.unwrap_or(stop), None);
    }
    (stop, None)
}

/// What is known of two holders at the loaded place.
fn known(eval: &mut Evaluator<'_>, pair: (Label, Label)) -> Option<Known> {
    let (i, j) = pair;
    let gradient = eval.gradient(i, j)?;
    let score = eval.score(i).min(eval.score(j));
    Some(Known { pair, signature: eval.signature(i, j), score, gradient })
}

/// About what the difference of the two holders' scores is at both ends, by how much each is lower than everybody else.
/// `None` where that is not known, or where they tie with somebody.
fn margins(a: &Stop, b: &Stop) -> Option<(f64, f64)> {
    let known = |s: &Stop| s.tied.is_none() && s.look.margin_m > 0.0;
    (known(a) && known(b)).then_some((-a.look.margin_m, b.look.margin_m))
}

/// What it is there.
fn differences(eval: &mut Evaluator<'_>, a: &Stop, b: &Stop) -> (f64, f64) {
    eval.on_mesh = OnMesh::Maybe;
    let [first, last] = [a, b].map(|s| eval.difference(&s.at, a.look.label, b.look.label));
    eval.on_mesh = OnMesh::No;
    (first.min(-f64::MIN_POSITIVE), last.max(f64::MIN_POSITIVE))
}

/// Who holds a place where two holders' scores are equal. Of the two either may win by a hair; a third counts if it is clearly
/// lower, or holds the place in a tie wedge that it shares with one of them.
fn holder(eval: &mut Evaluator<'_>, at: SurfacePoint, (i, j): (Label, Label)) -> Stop {
    let mut stop = stop_at(eval, at, 0.0);
    let among = eval.among(&stop.at, 0.0) | 1 << i | 1 << j;
    eval.load(&stop.at, among);
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
