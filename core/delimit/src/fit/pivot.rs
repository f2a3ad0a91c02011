//! Which bounds bind.
//!
//! Sought are weights with `share_i` within its bounds where `w_i = 0`, at the floor where `w_i > 0` and at the ceiling
//! where `w_i < 0`: a nonlinear complementarity problem with the gradient of a convex function, the fit's dual. Tried first
//! are pivots of whole blocks (Portugal, Judice, Vicente 1994; a semismooth Newton's method): bounds in force are met as
//! equations, those whose weight has the wrong sign are let go, then those that are broken are taken in. Shares sum to
//! the whole, so bounds in force may leave nothing for the others, or leave water without a holder; then the dual grows
//! along equal weights for all of them until one of them has none, and that one is let go
//! ([`Goal::let_go`]). Far from the solution blocks can return to where they were, or ask for cells next to
//! nothing. Then the dual is raised party by party, each to its best weight, sign and all, which always gains and ends at
//! the solution (Tseng 2001), until the worst deviation is a tenth, and blocks are tried again from there.

use super::FLOOR_MET;
use super::demand::{Side, asked};
use super::newton::{Goal, Oracle, ROUGHLY, Settled, equalise, root};
use crate::error::DelimitError;

/// Times that the parties are raised one by one before a fit is given up.
const MOST_DESCENTS: usize = 10;
/// Rounds of them at a time.
const MOST_ROUNDS: usize = 8;

/// Settles weights from a start; `active` as at the start or as last known.
///
/// # Errors
/// What is asked with the shares reached, if nothing settles; whatever the oracle fails with.
pub(crate) fn settle(
    oracle: &mut dyn Oracle,
    goal: &Goal<'_>,
    mut at: Settled,
) -> Result<Settled, DelimitError> {
    let mut last = None;
    for _ in 0..MOST_DESCENTS {
        match pivots(oracle, goal, at.clone()) {
            Ok(Some(settled)) => return Ok(settled),
            Ok(None) => {}
            Err(e @ DelimitError::Invalid(_)) => last = Some(e),
            Err(e) => return Err(e),
        }
        descend(oracle, goal, &mut at)?;
    }
    Err(last.unwrap_or_else(|| goal.untold(&at)))
}

/// Pivots of blocks until all bounds are met; `None` where a set comes back.
fn pivots(
    oracle: &mut dyn Oracle,
    goal: &Goal<'_>,
    mut at: Settled,
) -> Result<Option<Settled>, DelimitError> {
    let mut seen = Vec::new();
    let mut returned = vec![false; goal.bounds.len()];
    if goal.let_go(&mut at) {
        at.ask(oracle)?;
    }
    loop {
        let set = (at.active.clone(), returned.clone());
        if seen.contains(&set) {
            return Ok(None);
        }
        seen.push(set);
        equalise(oracle, goal, &mut at)?;
        goal.shift(&mut at);
        if !goal.release(&mut at, &mut returned) && !goal.engage(&mut at) {
            return Ok(Some(at));
        }
        goal.let_go(&mut at);
        at.ask(oracle)?;
    }
}

/// Sets one party after another right, its sign as well, until the worst deviation is a tenth of what it was.
fn descend(oracle: &mut dyn Oracle, goal: &Goal<'_>, at: &mut Settled) -> Result<(), DelimitError> {
    let aim = goal.tolerance.max(ROUGHLY * goal.worst(at));
    let roughly = Goal { tolerance: goal.tolerance.max(ROUGHLY * aim), ..*goal };
    for _ in 0..MOST_ROUNDS {
        for k in 0..goal.bounds.len() {
            best(oracle, &roughly, at, k)?;
        }
        if goal.let_go(at) {
            at.ask(oracle)?;
        }
        if goal.worst(at) <= aim {
            break;
        }
    }
    Ok(())
}

/// The best weight of one party, others held: 0 if it meets its bounds so.
fn best(
    oracle: &mut dyn Oracle,
    goal: &Goal<'_>,
    at: &mut Settled,
    k: usize,
) -> Result<(), DelimitError> {
    if let Some(side) = at.active[k] {
        root(oracle, goal, at, (k, goal.bounds[k].at(side)))?;
        if goal.signed(at, k).is_none_or(|weight| weight >= 0.0) {
            return Ok(());
        }
        at.free(k);
        at.ask(oracle)?;
    }
    let Some(side) = goal.bounds[k].broken(at.capacity.share[k], goal.tolerance) else {
        return Ok(());
    };
    at.active[k] = Some(side);
    at.ask(oracle)?;
    root(oracle, goal, at, (k, goal.bounds[k].at(side)))
}

impl Goal<'_> {
    /// The weight of a party at a floor, or its opposite at a ceiling: never negative at the solution. `None` for targets,
    /// whose weight may have any sign, and for those that do not bind.
    fn signed(&self, at: &Settled, k: usize) -> Option<f64> {
        let held = at.capacity.at.weights[k];
        match at.active[k]? {
            Side::Least => Some(held),
            Side::Most => Some(-held),
            Side::Both => None,
        }
    }

    /// Where the bounds in force ask for all there is and others are to have something as well, or for more than there
    /// is, no weights meet them: raising all of them alike raises the dual until a ceiling carries no weight, which goes.
    /// Where they hold everybody and leave water without a holder, likewise the first floor on the way down. True if
    /// any went. What is feasible has such a bound as long as that is so.
    fn let_go(&self, at: &mut Settled) -> bool {
        let mut changed = false;
        while let Some(side) = self.in_the_way(at) {
            let held = &at.capacity.at.weights;
            let all = (0..held.len()).filter(|k| at.active[*k] == Some(side));
            let Some(k) = all.min_by(|a, b| held[*a].abs().total_cmp(&held[*b].abs())) else {
                break;
            };
            at.lower(held[k]);
            at.free(k);
            changed = true;
        }
        changed
    }

    /// The side of which one bound cannot be in force with the others.
    fn in_the_way(&self, at: &Settled) -> Option<Side> {
        let mut asked = 0.0;
        for ((side, bound), kept) in at.active.iter().zip(self.bounds).zip(self.kept) {
            asked += side.map_or(*kept, |side| bound.at(side));
        }
        let sure = self.tolerance.max(FLOOR_MET);
        let idle = at.active.iter().any(Option::is_none);
        match asked - 1.0 {
            beyond if beyond > sure || idle && beyond >= -sure => Some(Side::Most),
            beyond if beyond < -sure && !idle => Some(Side::Least),
            _ => None,
        }
    }

    /// With every party bound, only differences of weights count: targets are centred on 0, floors keep the
    /// least weight at 0, ceilings the greatest.
    fn shift(&self, at: &mut Settled) {
        if at.active.iter().any(Option::is_none) {
            return;
        }
        let held = &at.capacity.at.weights;
        let of = |side: Side| {
            let mine = at.active.iter().zip(held).filter(move |(a, _)| **a == Some(side));
            mine.map(|(_, w)| *w)
        };
        let least = of(Side::Least).fold(f64::INFINITY, f64::min);
        let most = of(Side::Most).fold(f64::NEG_INFINITY, f64::max);
        let by = match (least.is_finite(), most.is_finite()) {
            (true, _) => least,
            (_, true) => most,
            _ => held.iter().sum::<f64>() / held.len() as f64,
        };
        at.lower(by);
    }

    /// Lets go of bounds whose weight has the wrong sign. Of one without weight, for whom rays alone are turned the wrong
    /// way, it is tried once: with several wedges that may be as it must.
    fn release(&self, at: &mut Settled, returned: &mut [bool]) -> bool {
        let mut changed = false;
        for (k, returned) in returned.iter_mut().enumerate() {
            let Some(held) = self.signed(at, k) else { continue };
            let unfolded =
                if at.active[k] == Some(Side::Most) { -at.weights[k] } else { at.weights[k] };
            let idle = held == 0.0 && unfolded < 0.0 && !*returned;
            if held < 0.0 || idle {
                *returned |= idle;
                at.free(k);
                changed = true;
            }
        }
        changed
    }

    /// Takes in bounds that are broken.
    fn engage(&self, at: &mut Settled) -> bool {
        let mut changed = false;
        for k in 0..self.bounds.len() {
            if at.active[k].is_none() {
                at.active[k] = self.bounds[k].broken(at.capacity.share[k], self.tolerance);
                changed |= at.active[k].is_some();
            }
        }
        changed
    }

    /// The refusal: what is asked, and the party furthest from it.
    fn untold(&self, at: &Settled) -> DelimitError {
        let beyond = |k: &usize| {
            let (share, bound) = (at.capacity.share[*k], self.bounds[*k]);
            (bound.least - share).max(share - bound.most)
        };
        let worst = (0..self.bounds.len()).max_by(|a, b| beyond(a).total_cmp(&beyond(b)));
        let furthest = worst.map_or_else(String::new, |k| {
            format!("; at the last {} had {:.6} %", self.names[k], 100.0 * at.capacity.share[k])
        });
        DelimitError::Invalid(format!(
            "it could not be told which of the bounds bind: {} are asked for{furthest}; ask for a little more or less, or leave one of them out",
            asked(self.names, self.bounds)
        ))
    }
}
