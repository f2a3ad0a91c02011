//! The sea and its shores as the case states them: plain coordinates, nothing derived.

use littoral_geodesy::LatLon;
use serde::{Deserialize, Serialize};

/// What the straight line between two neighbouring coordinates means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    /// Shortest line on the ellipsoid.
    #[default]
    Geodesic,
    /// Line of constant bearing (straight on a Mercator chart).
    Loxodrome,
}

/// A closed ring; the first place is not repeated at the end.
pub type Ring = Vec<LatLon>;

/// Is the sea bounded by its shores, or by a frame drawn in open water?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// The polygon follows the coasts: a lake or an enclosed sea.
    #[default]
    Closed,
    /// The polygon is a frame that need not follow any coast.
    Window,
}

/// The body of water to divide: one outer ring and the rings of its islands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sea {
    /// Closed sea or window.
    pub extent: Extent,
    /// Outer ring, either orientation.
    pub outer: Ring,
    /// Inner rings (islands), either orientation.
    pub inner: Vec<Ring>,
    /// Nature of the edges between coordinates.
    pub edge: EdgeKind,
}

/// What kind of shore a [`Shore`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShoreKind {
    /// Mainland coast: open lines.
    Coast,
    /// Islands: closed rings.
    Islands,
    /// Straight baselines: open lines.
    Baseline,
    /// Single base points: every coordinate stands alone.
    BasePoint,
}

/// Lines, rings or points from which one party's distance is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Shore {
    /// Index of the party in the case's order.
    pub party: usize,
    /// Kind of shore.
    pub kind: ShoreKind,
    /// One entry a line, ring (first place not repeated) or group of points.
    pub lines: Vec<Vec<LatLon>>,
    /// Nature of the edges between coordinates.
    pub edge: EdgeKind,
    /// Where the shore was read from, for findings (`coast.geojson: feature 3`).
    pub origin: String,
}
