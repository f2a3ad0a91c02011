//! What can go wrong in the engine.

use std::fmt;

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;

use crate::fit::Infeasible;

/// A failure of the engine: never a panic, always a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum DelimitError {
    /// Cancelled or out of time.
    Cancelled,
    /// The case or the rule asks for what does not exist (a party without coast, an empty set).
    Invalid(String),
    /// The case lacks what is asked for (depths): no fault of the asking.
    Lacking {
        /// What it lacks.
        text: String,
        /// What to do about it.
        next: String,
    },
    /// No division meets the demand: with the certificate.
    Infeasible(Box<Infeasible>),
    /// A function outside the engine failed.
    Function(String),
    /// The geometry could not be closed near a place, after every refinement.
    Geometry {
        /// What did not close.
        text: String,
        /// Near where.
        at: LatLon,
    },
}

impl fmt::Display for DelimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("cancelled"),
            Self::Invalid(text) | Self::Function(text) | Self::Lacking { text, .. } => {
                f.write_str(text)
            }
            Self::Infeasible(proof) => f.write_str(&proof.text),
            Self::Geometry { text, at } => {
                write!(f, "{text} near {:.4}, {:.4}", at.lat, wrap(at.lon))
            }
        }
    }
}

impl std::error::Error for DelimitError {}
