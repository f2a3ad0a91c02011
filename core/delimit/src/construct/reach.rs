//! Where a line reaches a limit: the envelope of arcs at a distance from base points and baselines.
//!
//! Definition: courts let a line run "until it reaches the 200-nautical-mile limit" (Ghana/Cote d'Ivoire, ITLOS 2017;
//! Somalia v. Kenya, ICJ 2021; Bangladesh/Myanmar, ITLOS 2012), or to the territorial sea of a cay. It is reached where
//! the nearest base point of the parties is at the distance. Units metres. All crossings of the line are told, each with
//! the base point that controls it, and none on the parties' own land, where there is no limit.
//!
//! Method: how fast the distance from the nearest base point changes, and how fast that rate grows, is bounded
//! (`reach/span.rs`); a stretch of the line is halved until the bounds leave no room for a crossing between its ends, or to
//! [`STEP_M`]. What lies across the limit by less than [`SURE_M`], or for less than a step, is not told. A crossing is then
//! halved to [`ROOT_M`]; every distance is Karney's.
//!
//! Degenerate: a line that starts on the limit (to [`ON_M`]) does not cross it there; `beyond_m` says so. A line that stays
//! within [`ON_M`] of the limit over [`ALONG_M`], or over the distance of the limit where that is less, runs along it and is
//! refused. No crossing is an empty list.
//!
//! ```
//! use littoral_delimit::construct::{BaseLine, BaseNode, Bases, ray::ray, reach};
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon, curve::LineKind};
//! use littoral_model::{EdgeKind, ShoreKind};
//! let earth = Earth::new(&Ellipsoid::wgs84());
//! let node = BaseNode { at: LatLon::new(0.0, 20.0), name: "rock".into() };
//! let rock = BaseLine {
//!     party: 0, name: String::new(), kind: ShoreKind::BasePoint, edge: EdgeKind::Geodesic,
//!     nodes: vec![node], origin: String::new(),
//! };
//! let bases = Bases { parties: vec!["A".into()], lines: vec![rock], ..Bases::default() };
//! let limit = reach::Limit::new(&earth, &bases, &[0], 22_224.0, false).unwrap();
//! let line = ray(&earth, LineKind::Geodesic, LatLon::new(0.0, 20.1), 90.0, 1.0e5).unwrap();
//! let found = reach::crossings(&earth, &[line], &limit).unwrap();
//! assert!((earth.karney_m(found.points[0].at, LatLon::new(0.0, 20.0)) - 22_224.0).abs() < 1e-6);
//! ```

mod span;
mod walk;

use std::sync::atomic::AtomicBool;

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Curve, Earth, LatLon};

use super::base::{BaseLine, BaseSet, Bases, Control, Land};
use super::{check_distance, invalid};
use crate::error::DelimitError;
use walk::Walk;

/// Shortest stretch near the limit, metres.
pub const STEP_M: f64 = 0.01;
/// On which side of the limit a line lies is known to this, metres.
pub const SURE_M: f64 = 1e-6;
/// A line that starts or ends nearer than this to the limit is on it, metres.
pub const ON_M: f64 = 1e-3;
/// A line that stays on the limit so far runs along it, metres.
pub const ALONG_M: f64 = 1000.0;
/// A crossing is found to this along the line, metres.
pub const ROOT_M: f64 = 1e-8;

/// A limit that lines are held against.
#[derive(Debug)]
pub struct Limit {
    /// The survey in order, in whose lines controls are named.
    pub bases: Bases,
    /// Distance from the nearest base point, metres.
    pub distance_m: f64,
    set: BaseSet,
    land: Land,
}

/// Where a line crosses the limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// Where.
    pub at: LatLon,
    /// Way along the line from its start, metres.
    pub along_m: f64,
    /// Azimuth of the line there, degrees.
    pub azimuth_deg: f64,
    /// Does the line leave what is within the limit?
    pub outward: bool,
    /// The base point at the distance.
    pub control: Control,
    /// Index of the curve, and the parameter on it.
    pub on: (usize, f64),
}

/// All crossings of a line with a limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossings {
    /// In the order of the line.
    pub points: Vec<Crossing>,
    /// How far beyond the limit the line starts and ends, metres; negative within it.
    pub beyond_m: [f64; 2],
}

impl Limit {
    /// The limit at a distance from the base points of parties together; `vertices_only` leaves the edges between
    /// coordinates out.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for a distance out of range, or where the parties have no base point.
    pub fn new(
        earth: &Earth,
        bases: &Bases,
        parties: &[usize],
        distance_m: f64,
        vertices_only: bool,
    ) -> Result<Self, DelimitError> {
        check_distance("the distance of the limit", distance_m)?;
        bases.check()?;
        let bases = bases.joined();
        let mine = |l: &BaseLine| parties.contains(&l.party);
        let set = BaseSet::new(earth, &bases, vertices_only, |_, l| mine(l));
        if set.is_empty() {
            return invalid("there is no base point to measure the limit from");
        }
        let land = Land::of(earth, &bases, |party| parties.contains(&party));
        Ok(Self { bases, distance_m, set, land })
    }

    /// How far a place lies beyond the limit, metres; negative within it.
    pub(super) fn beyond_m(&self, at: LatLon) -> f64 {
        self.control(at).map_or(f64::NAN, |c| c.distance_m - self.distance_m)
    }

    /// Is a place within the limit, or on the parties' own land, where there is none?
    pub(super) fn holds(&self, at: LatLon) -> bool {
        self.beyond_m(at) < 0.0 || self.land.holds(at)
    }

    /// The base point that controls a place.
    pub(super) fn control(&self, at: LatLon) -> Option<Control> {
        self.set.control(at)
    }
}

/// The curves between the points of a drawn line, one an edge.
///
/// # Errors
/// [`DelimitError::Invalid`]: fewer than two points, neighbours that coincide or are opposite points of the earth.
pub fn drawn(earth: &Earth, kind: LineKind, points: &[LatLon]) -> Result<Vec<Curve>, DelimitError> {
    if points.len() < 2 {
        return invalid(format!("a line needs two distinct points, not {}", points.len()));
    }
    points.windows(2).map(|w| super::line(earth, kind, w[0], w[1])).collect()
}

/// All crossings of a line, its curves one after another, with a limit.
///
/// # Errors
/// [`DelimitError::Invalid`] for a line without curves, or one that runs along the limit.
pub fn crossings(earth: &Earth, line: &[Curve], limit: &Limit) -> Result<Crossings, DelimitError> {
    crossings_until(earth, line, limit, None)
}

/// The same, given up once `cancel` is set.
///
/// # Errors
/// As [`crossings`]; [`DelimitError::Cancelled`].
pub fn crossings_until(
    earth: &Earth,
    line: &[Curve],
    limit: &Limit,
    cancel: Option<&AtomicBool>,
) -> Result<Crossings, DelimitError> {
    let (Some(first), Some(last)) = (line.first(), line.last()) else {
        return invalid("there is no line to follow");
    };
    let ends = [first.at(earth, first.range[0]), last.at(earth, last.range[1])];
    let beyond_m = ends.map(|at| limit.beyond_m(at));
    let mut walk = Walk::new(earth, limit, cancel, beyond_m[0]);
    for (k, curve) in line.iter().enumerate() {
        walk.follow(k, curve)?;
        walk.along_m += curve.length();
    }
    let mut points = walk.found;
    points.retain(|x| !limit.land.holds(x.at));
    Ok(Crossings { points, beyond_m })
}

#[cfg(test)]
mod tests;
