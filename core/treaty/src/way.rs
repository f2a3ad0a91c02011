//! Ways of dividing that instruments and claims name, and the lines that they draw.

use littoral_geodesy::LatLon;
use littoral_model::Source;
use serde::Serialize;

/// A way of dividing the sea among its parties.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// Id (`equidistance`).
    pub id: String,
    /// In words.
    pub text: String,
    /// How.
    pub kind: WayKind,
    /// Source and confidence.
    pub source: Source,
}

/// How a way divides.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum WayKind {
    /// Each point to the nearest coast.
    Equidistance {
        /// Islands count.
        islands: bool,
        /// Straight baselines: a party and the line that counts as its coast too.
        baselines: Vec<(String, String)>,
    },
    /// Between two parties the midpoint of their shores on every parallel (the western first);
    /// between others equidistance.
    Midpoint {
        /// Western and eastern party.
        between: [String; 2],
    },
}

/// One end of a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// A published place.
    At {
        /// Latitude, degrees.
        lat: f64,
        /// Longitude, degrees.
        lon: f64,
    },
    /// Where the coasts of two parties meet.
    Terminus(String, String),
}

impl Node {
    /// A place.
    #[must_use]
    pub fn at(place: LatLon) -> Self {
        Self::At { lat: place.lat, lon: place.lon }
    }
}

/// A line that an instrument or a party draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DrawnLine {
    /// Id.
    pub id: String,
    /// The two parties whose limit it is, or nobody's.
    pub between: Option<[String; 2]>,
    /// Its points in order.
    pub nodes: Vec<Node>,
    /// True if these are all its points; false if the record has only some of them.
    pub complete: bool,
    /// In words.
    pub text: String,
}
