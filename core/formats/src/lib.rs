//! Every reader and writer, one file a format.
//!
//! Reading is total: whatever the bytes are, the answer is a value and findings (file, line or
//! feature, field, what to do), never a panic. Writing is deterministic, and files are published
//! whole ([`publish()`]).

pub mod bundle;
pub mod case;
pub mod columns;
pub mod csv;
pub mod dms;
pub mod exchange;
pub mod geojson;
mod heading;
pub mod import;
pub mod json;
pub mod length;
pub mod numbering;
pub mod points;
mod publish;
pub mod s121;
#[cfg(test)]
mod samples;
pub mod scenario;
pub mod study;
pub mod survey;
mod tree;

pub use bundle::CaseBundle;
pub use case::{CaseReading, read_case};
pub use points::PointRow;
pub use publish::{Hand, carry_out, publish, publish_all, publish_by, publish_set, settle};
