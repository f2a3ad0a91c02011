//! Native plugins for littoral in Rust: one trait, one macro. C authors use `include/littoral.h`.
//!
//! ```
//! use littoral_sdk::*;
//! struct Nearest;
//! impl ScoreRule for Nearest {
//!     const ID: &'static str = "nearest";
//!     const ABOUT: &'static str = "Each point to the nearest coast";
//!     const OWN_DIST: bool = true;
//!     fn new(_params: &Params) -> Result<Self, String> {
//!         Ok(Self)
//!     }
//!     fn score(&self, block: &Block, out: &mut Scores) -> Outcome {
//!         for party in 0..block.parties() {
//!             out.of(party).copy_from_slice(block.dist(party));
//!         }
//!         Ok(())
//!     }
//! }
//! export_plugin!("org.example.nearest", "1.0.0"; score Nearest);
//! ```
//!
//! Build it as a `cdylib`, put it beside a `plugin.toml`, and `littoral plugin trust` the folder.
//! Panics are caught at the boundary and reported with their text; do not set `panic = "abort"`.

pub mod abi;
mod rule;

pub use rule::{Block, Outcome, Params, ScoreRule, Scores};

/// Exports a plugin: `export_plugin!("id", "version"; score RuleA, score RuleB)`.
///
/// The id is a reversed domain name, as in `plugin.toml`; each rule is a type with [`ScoreRule`].
#[macro_export]
macro_rules! export_plugin {
    ($id:expr, $version:expr; $(score $rule:ty),+ $(,)?) => {
        /// The one symbol that the host looks for.
        #[unsafe(no_mangle)]
        pub extern "C" fn littoral_plugin_v1(
            host_major: u32,
            _host_minor: u32,
        ) -> *const $crate::abi::LitPlugin {
            static RULES: &[$crate::abi::LitRule] = &[$($crate::abi::score_rule::<$rule>()),+];
            static PLUGIN: $crate::abi::LitPlugin = $crate::abi::plugin($id, $version, RULES);
            if host_major == $crate::abi::ABI_MAJOR { &PLUGIN } else { ::std::ptr::null() }
        }
    };
}
