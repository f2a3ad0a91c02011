//! What the vertices of a division are called: as in every file that is written.

pub(super) use littoral_formats::numbering::is_party;
pub use littoral_formats::numbering::{Numbering, PointName, numbering};
