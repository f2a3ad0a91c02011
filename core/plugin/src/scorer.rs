//! A score rule, asked for blocks of points.

#![allow(unsafe_code, reason = "calls into a plugin; the block says why it holds")]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::{mem, ptr};

use littoral_model::RuleError;
use littoral_sdk::abi::{LitBlock, Score};
use serde_json::{Map, Value};

use crate::fault;
use crate::instance::Instance;
use crate::load::Plugin;
use crate::table::Shape;

/// A score rule with its parameters, ready to score points.
pub struct Scorer {
    pub(crate) instance: Instance,
    score: Score,
    wants_dist: bool,
    own_dist: bool,
    lipschitz: Vec<Option<f64>>,
}

/// Points with what the rule gets to know of them.
#[derive(Debug, Clone, Copy)]
pub struct Points<'a> {
    /// Longitudes, degrees.
    pub lon: &'a [f64],
    /// Latitudes, degrees; as many.
    pub lat: &'a [f64],
    /// Metres to each party's coast, `[party * n + i]`; may be empty if the rule wants none.
    pub dist: &'a [f64],
}

// SAFETY: the ABI: `score` may be called by many threads at once on one instance, and everything
// that its table reaches takes any thread. `Scorer` gives a shared reference nothing but `score`
// and what was read when it was made.
unsafe impl Sync for Scorer {}

impl Plugin {
    /// Makes an instance of `rule` for these parties and parameters (in the units that people see).
    /// `stop` is what the plugin's `cancelled` reads.
    ///
    /// # Errors
    /// [`littoral_model::FailureKind::Parameter`] for an unknown rule or parameters that it refuses;
    /// [`littoral_model::FailureKind::Runtime`] if the plugin's `create` fails;
    /// [`littoral_model::FailureKind::Abi`] for a rule of the other shape.
    pub fn scorer(
        &self,
        rule: &str,
        parties: &[&str],
        params: &Map<String, Value>,
        stop: Arc<AtomicBool>,
    ) -> Result<Scorer, RuleError> {
        let instance = self.instance(rule, parties, params, stop)?;
        Scorer::of(instance)
    }
}

impl Scorer {
    /// The instance of a score rule.
    pub(crate) fn of(instance: Instance) -> Result<Self, RuleError> {
        match instance.rule.shape {
            Shape::Score { score, wants_dist, own_dist } => {
                let lipschitz = bounds(&instance)?;
                Ok(Self { instance, score, wants_dist, own_dist, lipschitz })
            }
            Shape::Run(_) => {
                let id = instance.rule.header.id.clone();
                Err(fault::abi(&id, "the rule builds its layers itself; it scores no points"))
            }
        }
    }

    /// Does the rule look at distances?
    #[must_use]
    pub fn wants_dist(&self) -> bool {
        self.wants_dist
    }

    /// Does a party's score depend on no other party's distance?
    #[must_use]
    pub fn own_dist(&self) -> bool {
        self.own_dist
    }

    /// The greatest change a metre of a party's score, if the rule has told one.
    #[must_use]
    pub fn lipschitz(&self, party: usize) -> Option<f64> {
        self.lipschitz.get(party).copied().flatten()
    }

    /// Parties of the case.
    #[must_use]
    pub fn parties(&self) -> &[String] {
        self.instance.parties()
    }

    /// Scores a block of points: `out[party * n + i]`.
    ///
    /// # Errors
    /// [`littoral_model::FailureKind::Runtime`] if the plugin fails or gives NaN (party and point are
    /// named), [`littoral_model::FailureKind::Cancelled`] if it says that it was cancelled,
    /// [`littoral_model::FailureKind::Abi`] for columns of unequal length or a status that does not
    /// exist.
    pub fn score(&self, points: Points<'_>, out: &mut [f64]) -> Result<(), RuleError> {
        let Instance { rule, host, this, .. } = &self.instance;
        let (n, parties) = (points.lon.len(), self.parties().len());
        let dist_fits = points.dist.len() == n * parties || !self.wants_dist();
        if points.lat.len() != n || out.len() != n * parties || !dist_fits {
            return Err(fault::abi(&rule.header.id, "columns of unequal length"));
        }
        let block = LitBlock {
            size: mem::size_of::<LitBlock>() as u32,
            n_parties: host.host.n_parties,
            n,
            lon: points.lon.as_ptr(),
            lat: points.lat.as_ptr(),
            dist: if self.wants_dist() { points.dist.as_ptr() } else { ptr::null() },
        };
        // SAFETY: `this` is what `create` gave; table, block and columns live for the call and
        // have the stated lengths; nobody else holds `out`.
        let status = unsafe { (self.score)(*this, &host.host, &block, out.as_mut_ptr()) };
        self.instance.done(status)?;
        match out.iter().position(|score| score.is_nan()) {
            Some(at) => Err(self.not_a_number(at, points)),
            None => Ok(()),
        }
    }

    /// What the plugin has logged since the last call: `(is it a warning, text)`.
    #[must_use]
    pub fn take_log(&self) -> Vec<(bool, String)> {
        self.instance.take_log()
    }

    fn not_a_number(&self, at: usize, points: Points<'_>) -> RuleError {
        let (party, i) = (at / points.lon.len(), at % points.lon.len());
        let text = format!(
            "the score of {} at lat {:.6}, lon {:.6} is not a number",
            self.parties()[party],
            points.lat[i],
            points.lon[i]
        );
        fault::runtime(&self.instance.rule.header.id, text)
            .with_hint("A score is a number; +infinity means that the party never gets the point.")
    }
}

/// What an instance has said of its scores, party by party.
fn bounds(instance: &Instance) -> Result<Vec<Option<f64>>, RuleError> {
    let of = |(party, id): (u32, &String)| match instance.context.lipschitz(party) {
        Some(bound) if !(0.0..f64::INFINITY).contains(&bound) => {
            let text = format!("the score of {id} cannot change by {bound} a metre at most");
            Err(fault::abi(&instance.rule.header.id, text).with_hint(
                "set_lipschitz takes a number that is not negative, or NaN if none is known.",
            ))
        }
        bound => Ok(bound),
    };
    (0..).zip(instance.parties()).map(of).collect()
}
