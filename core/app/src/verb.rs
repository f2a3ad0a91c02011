//! One file a verb. Each takes its arguments and the globals, and fails with a [`Failure`].
//!
//! [`Failure`]: crate::failure::Failure

pub mod api;
pub mod case;
pub mod compare;
pub mod construct;
pub mod convert;
pub mod decide;
pub mod divide;
pub mod export;
pub mod law;
pub mod line;
pub mod plugin;
pub mod rule;
pub mod studio;
pub mod sweep;
pub mod watch;
