//! Looking at a part of the sea with what is left there of a long score: see [`crate::tape::Steps`].
//!
//! A focus holds for every place of its ball, and for every ball within it; elsewhere the whole tape is asked. It gives
//! the same values, so it is a matter of time alone. Short scores have none: they are asked for margins, which are about
//! everybody.

use std::ops::Deref;
use std::sync::Arc;

use littoral_geodesy::{SurfacePoint, Vec3};

use super::{Evaluator, Label};
use crate::tape::Steps;

/// A tape shorter than this for every holder is done as a whole.
const LONG: usize = 3;

/// Room about places that lie in a row, as a factor and in metres.
const ROOM: f64 = 1.1;
const ROOM_M: f64 = 200.0;

/// What is left of a tape within a ball.
#[derive(Debug)]
pub(crate) struct Focus {
    at: Vec3,
    radius_m: f64,
    steps: Steps,
}

impl Focus {
    /// Does the ball of `radius_m` about a point lie within this one? A geodesic exceeds its chord by less than 0.1 % up
    /// to 900 km on an earth.
    pub(super) fn covers(&self, at: &SurfacePoint, radius_m: f64) -> bool {
        1.001 * (at.p - self.at).norm() + radius_m <= self.radius_m
    }
}

/// The steps that stand for the present place.
pub(crate) enum Present<'a> {
    Whole(&'a Steps),
    Part(Arc<Focus>),
}

impl Deref for Present<'_> {
    type Target = Steps;

    fn deref(&self) -> &Steps {
        match self {
            Self::Whole(steps) => steps,
            Self::Part(focus) => &focus.steps,
        }
    }
}

impl<'a> Evaluator<'a> {
    /// What is to be done for the scores at the present place.
    pub(crate) fn steps(&self) -> Present<'a> {
        match &self.focus {
            Some(focus) if self.focused => Present::Part(focus.clone()),
            _ => Present::Whole(&self.tape.steps),
        }
    }

    /// The register of a holder's score at the present place.
    pub(crate) fn score_of(&self, label: Label) -> usize {
        let score = match &self.focus {
            Some(focus) if self.focused => &focus.steps.score,
            _ => &self.tape.score,
        };
        score[label as usize] as usize
    }

    /// Looks from now on with a focus, or with none.
    pub(crate) fn look_with(&mut self, focus: Option<Arc<Focus>>) {
        self.forget();
        self.focus = focus;
    }

    /// Narrows the present focus to a ball, in which some holders (bit set) are kept whether they can hold a place of it
    /// or not. `None`, and as before, where the tape is short or the ball too large.
    pub(crate) fn focus(
        &mut self,
        at: &SurfacePoint,
        radius_m: f64,
        keep: u64,
    ) -> Option<Arc<Focus>> {
        let short = self.tape.straight.is_some() || self.tape.ops.len() < LONG * self.labels();
        if short || self.tape.sampled || self.tape.reaching || radius_m > 0.14 * self.earth().b_m()
        {
            return None;
        }
        let among = self.narrow(at, radius_m) | keep;
        self.load(at, among);
        self.enclose(radius_m, among);
        let steps = self.steps().within(&self.bounds, among);
        let focus = Arc::new(Focus { at: at.p, radius_m, steps });
        self.look_with(Some(focus.clone()));
        Some(focus)
    }

    /// Looks from now on about some places, with room for what is asked beside them.
    pub(crate) fn focus_on(&mut self, places: &[SurfacePoint], keep: u64) {
        self.look_with(None);
        let Some(middle) = places.get(places.len() / 2) else { return };
        let far = places.iter().map(|p| (p.p - middle.p).norm()).fold(0.0, f64::max);
        self.focus(middle, ROOM * far + ROOM_M, keep);
    }
}
