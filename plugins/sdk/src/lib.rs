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
mod run;
mod sea;

pub use rule::{Block, Outcome, Params, ScoreRule, Scores};
pub use run::{Metric, RunRule};
pub use sea::{Depths, Field, Fit, Partition, Place, Region, Sea};

/// Exports a plugin: `export_plugin!("id", "version"; score RuleA, run RuleB, metric C)`.
///
/// The id is a reversed domain name, as in `plugin.toml`; each word is followed by a type with
/// [`ScoreRule`], [`RunRule`] or [`Metric`].
#[macro_export]
macro_rules! export_plugin {
    (@sort $id:expr, $version:expr, [$($rules:tt)*] [$($metrics:tt)*] $(,)*) => {
        /// The one symbol that the host looks for.
        #[unsafe(no_mangle)]
        pub extern "C" fn littoral_plugin_v1(
            host_major: u32,
            _host_minor: u32,
        ) -> *const $crate::abi::LitPlugin {
            static RULES: &[$crate::abi::LitRule] = &[$($rules)*];
            static METRICS: &[$crate::abi::LitMetric] = &[$($metrics)*];
            static PLUGIN: $crate::abi::LitPlugin =
                $crate::abi::plugin($id, $version, RULES, METRICS);
            if host_major == $crate::abi::ABI_MAJOR { &PLUGIN } else { ::std::ptr::null() }
        }
    };
    (@sort $id:expr, $version:expr, [$($r:tt)*] [$($m:tt)*] score $t:ty, $($rest:tt)*) => {
        $crate::export_plugin!(@sort $id, $version,
            [$($r)* $crate::abi::score_rule::<$t>(),] [$($m)*] $($rest)*);
    };
    (@sort $id:expr, $version:expr, [$($r:tt)*] [$($m:tt)*] run $t:ty, $($rest:tt)*) => {
        $crate::export_plugin!(@sort $id, $version,
            [$($r)* $crate::abi::run_rule::<$t>(),] [$($m)*] $($rest)*);
    };
    (@sort $id:expr, $version:expr, [$($r:tt)*] [$($m:tt)*] metric $t:ty, $($rest:tt)*) => {
        $crate::export_plugin!(@sort $id, $version,
            [$($r)*] [$($m)* $crate::abi::metric::<$t>(),] $($rest)*);
    };
    ($id:expr, $version:expr; $($rest:tt)+) => {
        $crate::export_plugin!(@sort $id, $version, [] [] $($rest)+,);
    };
}

/// The plugins of the manual, built and run as the tests of this page.
#[cfg(doctest)]
#[doc = include_str!("../../../examples/manual/plugin-authors.md")]
pub struct Manual;
