//! What a plugin author sees: rules that build their layers themselves, and metrics.

use crate::rule::{Outcome, Params};
use crate::sea::{Partition, Sea};

/// A rule of the shape `run`: it builds layers with the words of scripts ([`Sea`]).
///
/// Called once a run on one thread; same parameters and case, same result.
pub trait RunRule: Sized + 'static {
    /// Id in lower case with hyphens; listed in `plugin.toml`.
    const ID: &'static str;
    /// One sentence.
    const ABOUT: &'static str;
    /// Case, treaty or paper; several separated by `; `.
    const CITE: &'static str = "";
    /// Parameters as a JSON array (README); empty for none.
    const PARAMS: &'static str = "";

    /// Makes the rule for one run.
    ///
    /// # Errors
    /// A sentence for the user: which parameter is wrong and what it may be.
    fn new(params: &Params<'_>) -> Result<Self, String>;

    /// Builds the layers and hands them to [`Sea::layer`].
    ///
    /// # Errors
    /// A sentence for the user.
    fn run(&self, sea: &Sea<'_>) -> Outcome;
}

/// A measure of a solved layer.
pub trait Metric: 'static {
    /// Id in lower case with underscores; listed in `plugin.toml`.
    const ID: &'static str;
    /// Unit; empty for a pure number.
    const UNIT: &'static str = "";
    /// Definition, degenerate cases, source.
    const ABOUT: &'static str;
    /// One number a party, in the case's order; otherwise one number.
    const BY_PARTY: bool = false;

    /// Measures `layer`; `base` is what it is compared with. `out` holds NaN, which stays where the
    /// case does not say enough.
    ///
    /// # Errors
    /// A sentence for the user.
    fn measure<'s>(
        sea: &'s Sea<'s>,
        layer: Partition<'s>,
        base: Option<Partition<'s>>,
        out: &mut [f64],
    ) -> Outcome;
}
