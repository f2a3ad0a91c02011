//! The ellipsoid: distance, nearest coast, area.
//!
//! Knows figures of the earth and lines on them; nothing of parties, seas or rules. Pure: no I/O, no
//! clock. Lengths in metres, areas in square metres, angles in degrees at the public surface.
//! Geodesics: C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87 (2013), through the crate
//! geographiclib-rs; the fast distance kernel and its error table are in [`earth`].

pub mod area;
pub mod chain;
mod cursor;
pub mod curve;
pub mod datum;
mod degrees;
pub mod densify;
pub mod earth;
pub mod ellipsoid;
mod greens;
pub mod intersect;
pub mod loxodrome;
pub mod many;
pub mod neighbours;
pub mod piece;
pub mod position;
mod run;
mod search;
pub mod shoreline;
mod sight;
mod sweep;
mod tree;
pub mod vec3;
mod within;

pub use area::{AreaRule, Green};
pub use chain::{Chain, Join};
pub use cursor::Cursor;
pub use curve::{Curve, Spot};
pub use datum::{Datum, Helmert};
pub use earth::{Direct, Earth, Inverse, SurfacePoint};
pub use ellipsoid::Ellipsoid;
pub use greens::Greens;
pub use intersect::{Crossing, Crossings};
pub use position::LatLon;
pub use run::Run;
pub use shoreline::{Feature, Nearest, Shoreline};
pub use vec3::Vec3;
