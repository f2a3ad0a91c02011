//! The surveyor's constructions, one file each, on plain base points, baselines and coasts.
//!
//! They take a [`base::Bases`] or points and an [`Earth`], and give plain records with residuals.
//! Every distance that is returned is Karney's; the fast kernel only proposes. Definitions follow
//! the IHO Manual on Technical Aspects of UNCLOS (C-51, "TALOS") and the articles of UNCLOS.

pub mod archipelago;
pub mod audit;
pub mod base;
pub mod bay;
pub mod bisector;
pub mod coast;
pub mod densify;
pub mod envelope;
pub mod equidistance;
pub mod fraction;
pub mod parallels;
pub mod perpendicular;
pub mod ray;
pub mod reach;
pub mod shelf;
pub mod straight;
pub mod translate;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};

use crate::error::DelimitError;

pub use base::{BaseLine, BaseNode, Bases, Control, Overlap, Source};

/// The nautical mile, metres.
pub const NAUTICAL_MILE_M: f64 = 1852.0;

/// A refusal in words.
pub(crate) fn invalid<T>(text: impl Into<String>) -> Result<T, DelimitError> {
    Err(DelimitError::Invalid(text.into()))
}

/// Refuses points that are no places: not finite, beyond a pole, beyond one turn.
pub(crate) fn check_places(points: &[LatLon]) -> Result<(), DelimitError> {
    for (k, p) in points.iter().enumerate() {
        p.check().map_err(|e| DelimitError::Invalid(format!("point {}: {e}", k + 1)))?;
    }
    Ok(())
}

/// A length that makes sense on the earth: positive, finite, at most a quarter of the equator.
pub(crate) fn check_distance(name: &str, distance_m: f64) -> Result<(), DelimitError> {
    if distance_m > 0.0 && distance_m <= 1.0e7 {
        return Ok(());
    }
    invalid(format!("{name} is {distance_m} m; it must be above 0 and at most 10 000 km"))
}

/// The line between two points, or why there is none.
pub(crate) fn line(
    earth: &Earth,
    kind: LineKind,
    p: LatLon,
    q: LatLon,
) -> Result<Curve, DelimitError> {
    for at in [p, q] {
        at.check().map_err(DelimitError::Invalid)?;
    }
    Curve::between(earth, kind, p, q).map_or_else(
        || {
            let why = if earth.karney_m(p, q) == 0.0 {
                "coincide"
            } else {
                "are opposite points of the earth: no one line joins them"
            };
            invalid(format!(
                "{:.6}, {:.6} and {:.6}, {:.6} {why}",
                p.lat,
                wrap(p.lon),
                q.lat,
                wrap(q.lon)
            ))
        },
        Ok,
    )
}
