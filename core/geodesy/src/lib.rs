//! The ellipsoid: distance, nearest coast, area.

pub mod ellipsoid;
pub mod position;

pub use ellipsoid::Ellipsoid;
pub use position::LatLon;
