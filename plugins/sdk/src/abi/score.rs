//! The shape `score` from the host's side.

use std::ffi::c_void;
use std::mem;

use super::guard::{column, column_mut, guarded};
use super::make::{Made, create, destroy};
use super::{HostRef, LitBlock, LitHost, LitRule, LitStr, OWN_DIST, WANTS_DIST};
use crate::rule::{Block, Params, ScoreRule, Scores};

/// Keeps [`Made`] apart from the author's own traits.
struct Scoring<R>(R);

impl<R: ScoreRule> Made for Scoring<R> {
    fn made(params: &Params<'_>) -> Result<Self, String> {
        R::new(params).map(Self)
    }

    fn lipschitz(&self, party: usize) -> Option<f64> {
        self.0.lipschitz(party)
    }
}

/// The table entry of a [`ScoreRule`]. Used by [`crate::export_plugin`].
#[must_use]
pub const fn score_rule<R: ScoreRule>() -> LitRule {
    LitRule {
        size: mem::size_of::<LitRule>() as u32,
        flags: if R::WANTS_DIST { WANTS_DIST } else { 0 } | if R::OWN_DIST { OWN_DIST } else { 0 },
        id: LitStr::new(R::ID),
        version: LitStr::EMPTY,
        about: LitStr::new(R::ABOUT),
        cite: LitStr::new(R::CITE),
        params: LitStr::new(R::PARAMS),
        create: Some(create::<Scoring<R>>),
        destroy: Some(destroy::<Scoring<R>>),
        score: Some(score::<R>),
        run: None,
    }
}

unsafe extern "C" fn score<R: ScoreRule>(
    this: *mut c_void,
    host: *const LitHost,
    block: *const LitBlock,
    out: *mut f64,
) -> i32 {
    // SAFETY: `this` comes from `create` and is only read until `destroy`; `R` is `Sync`.
    // Table, block and its columns are the host's and live for this call.
    let (rule, host, block) =
        unsafe { (&(*this.cast::<Scoring<R>>()).0, HostRef::new(host), &*block) };
    let (n, parties) = (block.n, block.n_parties as usize);
    // SAFETY: `lon` and `lat` have n elements; `dist`, where given, and `out` n a party. Nobody
    // else holds `out` during this call.
    let (lon, lat, dist, out) = unsafe {
        let columns = |p| column(p, n);
        (
            columns(block.lon),
            columns(block.lat),
            column(block.dist, n * parties),
            column_mut(out, n * parties),
        )
    };
    let block = Block { host, parties, lon, lat, dist };
    guarded(host, || rule.score(&block, &mut Scores { points: n, out }))
}
