//! `law.toml` and what instruments say beyond their headers: norms, lines, relations, stances.

mod extent;
mod norms;
mod record;
mod reservations;

pub(super) use norms::{lines, norms, relations, stances, word};
pub(super) use record::{read, record};
pub(super) use reservations::reservations;
