//! Rules written in Luau: sandbox, budgets, bindings.
//!
//! A rule is a text that ends with `return rule { ... }`. [`read_header`] evaluates it far enough
//! to learn its name and parameters; [`run`] calls its `run` function with a sea and solves the
//! partitions that it returns; an [`Evaluator`] does both for many rules in turn. Every evaluation
//! gets a fresh state, a time limit, a memory limit and nothing of the machine: no files, clock,
//! network, randomness or other code.
//!
//! Knows nothing of processes, files or commands: text in, [`littoral_delimit::RuleOutcome`] or
//! [`littoral_model::RuleError`] out. Lengths in scripts are metres, areas square metres, angles
//! degrees, shares per cent. The only user of mlua.

pub mod api;
mod bind;
mod budget;
mod clean;
mod evaluator;
mod explain;
mod fault;
mod json;
mod minimise;
mod run;
mod sandbox;
pub mod shelf;
mod source;
#[cfg(feature = "types")]
pub mod types;
mod watchdog;
pub mod words;

pub use clean::steers;
pub use evaluator::Evaluator;
pub use run::{read_header, read_header_within, run, run_under};
pub use source::{Limits, Module, Source};
