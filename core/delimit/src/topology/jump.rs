//! Nodes on a line along which scores jump, as on the rim of a region in which other weights hold.
//!
//! Two holders have the water on one side of the rim and a third that on the other: their scores are equal nowhere, and what a
//! triangle tells is the place alone, to a twentieth of a millimetre. That it is a node, and of whom, is told by the holders of
//! places all round it.

use littoral_geodesy::SurfacePoint;

use super::LEAST_M;
use crate::crossing::Change;
use crate::eval::{Evaluator, Label};

/// Places looked at around a node, and how far from it, in units of the smallest triangle.
const PLACES: u32 = 120;
const AROUND: f64 = 40.0;

/// The place, if scores can jump and the holders around it are those around the triangle, in the same order.
pub(super) fn node(
    eval: &mut Evaluator<'_>,
    at: &SurfacePoint,
    round: &[Change],
) -> Option<SurfacePoint> {
    if !eval.tape.jumps {
        return None;
    }
    let (east, north) = eval.earth().east_north(at);
    let mut around: Vec<Label> = Vec::new();
    for k in 0..PLACES {
        let turn = std::f64::consts::TAU * f64::from(k) / f64::from(PLACES);
        let direction = east * turn.cos() + north * turn.sin();
        let place = eval.earth().step(at, direction, AROUND * LEAST_M);
        let label = eval.label(&place);
        if around.last() != Some(&label) {
            around.push(label);
        }
    }
    if around.len() > 1 && around.first() == around.last() {
        around.pop();
    }
    is_turned(&around, round).then_some(*at)
}

/// Are holders around a place those of a round of changes, begun somewhere?
fn is_turned(around: &[Label], round: &[Change]) -> bool {
    let n = around.len();
    n == round.len() && (0..n).any(|first| (0..n).all(|k| around[(first + k) % n] == round[k].from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_round_begun_elsewhere() {
        let round = [(4, 7), (7, 1), (1, 4)].map(|(from, to)| Change { id: 0, from, to });
        assert!(is_turned(&[1, 4, 7], &round) && is_turned(&[4, 7, 1], &round));
        assert!(!is_turned(&[7, 4, 1], &round), "the other way round");
        assert!(!is_turned(&[4, 7], &round) && !is_turned(&[4, 7, 1, 4, 7, 1], &round));
    }
}
