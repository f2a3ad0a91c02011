//! Outer limit of the continental shelf beyond 200 M: UNCLOS article 76.
//!
//! Reading, after the Commission's Scientific and Technical Guidelines (CLCS/11, 1999, chapter 2: the formula line is the *outer*
//! envelope of the two formulae, the constraint line the outer envelope of the two constraints, the outer limit the *inner*
//! envelope of both):
//!
//! - **Formulae**, 76 (4)(a). (i) *Gardiner*: fixed points where the sediment is at least 1 % as thick as the shortest distance
//!   to the foot of the slope is long; every point is tested. (ii) *Hedberg*: fixed points not more than 60 M from the foot of the
//!   slope: the envelope of arcs, taken at points at most `spacing_m` apart along each arc, its corners among them.
//! - **Lines**, 76 (7): geodesics of at most 60 M that join fixed points, of either formula or one of each. Of two lines that
//!   cross only one can stand (their crossing is no fixed point). The outer edge is therefore the polygon of *largest area*
//!   with such sides that leaves no fixed point of its group outside (`shelf/chain.rs`). Points that one line alone
//!   reaches, or none, enclose nothing; they are findings.
//! - **Constraints**, 76 (5): 350 M from the baselines or 100 M from the 2 500 m isobath, whichever is farther out at a place; on
//!   submarine ridges, 76 (6), 350 M alone (`ridge`). What a line has beyond the constraint line is cut off, and the
//!   constraint line itself, at points `spacing_m` apart, is followed. No line bridges it.
//! - Only what lies beyond 200 M counts. Where the formulae and the 200 M limit enclose a place it lies landward of the outer
//!   edge and is shelf. No line is drawn to the 200 M limit that does not lead to a fixed point within it: the limit ends where
//!   it meets the 200 M limit.
//!
//! What this does not do: choose the foot of the slope, follow the sediment to it without a break, tell ridges from elevations
//! (76 (6)), end the limit at a neighbour's.
//! Lines are sought between points `spacing_m` apart; where they touch an arc they end at a nearer place of it (`tangent.rs`).
//! What is listed of an arc, of whichever limit, has points so near each other that the geodesics between fall short of it by
//! `tolerance_m` at most (943 m apart for 1 m at 60 M), and so do lines that touch arcs. A line that only its 60 M hold back ends
//! at a point of the spacing. Along a straight baseline the geodesics between points of the 350 M line pass
//! it by millimetres (7 mm for 1 M); article 76 (5) is asked of the points.
//!
//! Units metres. Degenerate: no foot of the slope is refused; no place beyond 200 M gives no run. Lines that face the baselines
//! (flanks next to the 200 M limit; or the landward rim of what the points reach, where no fixed points lead from there to the
//! 200 M limit, which is no outer edge) are marked and told.
//!
//! ```
//! use littoral_delimit::construct::{BaseLine, BaseNode, Bases, shelf};
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! use littoral_model::{EdgeKind, ShoreKind};
//! let node = |lon, name: &str| BaseNode { at: LatLon::new(0.0, lon), name: name.into() };
//! let rock = BaseLine {
//!     party: 0, name: String::new(), kind: ShoreKind::BasePoint, edge: EdgeKind::Geodesic,
//!     nodes: vec![node(0.0, "rock")], origin: String::new(),
//! };
//! let bases = Bases { parties: vec!["A".into()], lines: vec![rock], ..Bases::default() };
//! let (earth, foot) = (Earth::new(&Ellipsoid::wgs84()), [node(3.0, "F1")]);
//! let asked = shelf::Request { slope: &foot, ..shelf::Request::new(&bases, 0) };
//! let found = shelf::shelf(&earth, &asked, None).unwrap();
//! let far = found.runs[0].points.iter().map(|p| p.baselines_m).fold(0.0, f64::max);
//! assert!((far - earth.karney_m(bases.lines[0].nodes[0].at, foot[0].at) - 111_120.0).abs() < 5.0);
//! ```

mod authalic;
mod belt;
mod chain;
mod formula;
mod graph;
mod loops;
mod made;
mod pocket;
mod region;
mod runs;
mod steps;
mod tangent;
mod tell;

use std::sync::atomic::AtomicBool;

use littoral_geodesy::{Earth, LatLon};

use super::{BaseNode, Bases, NAUTICAL_MILE_M};
use crate::error::DelimitError;
use belt::Ground;
use loops::Loop;

/// A point at which the thickness of sedimentary rocks is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Sediment {
    /// Where.
    pub at: LatLon,
    /// Name; may be empty.
    pub name: String,
    /// Thickness, metres.
    pub thickness_m: f64,
}

/// What the limit is made from.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Foot of the continental slope.
    pub slope: &'a [BaseNode],
    /// Thickness of sediment.
    pub sediment: &'a [Sediment],
    /// Baselines from which the breadth of the territorial sea is measured.
    pub bases: &'a Bases,
    /// Whose.
    pub party: usize,
    /// Only the coordinates of baselines count, not the edges between.
    pub vertices_only: bool,
    /// Lines of the 2 500 m isobath, of whatever party.
    pub isobath: Option<&'a Bases>,
    /// Greatest distance between fixed points along an arc, metres: 18.52 m to 60 M.
    pub spacing_m: f64,
    /// Greatest distance by which lines between points of an arc fall short of it, metres: 1 mm to 100 km.
    pub tolerance_m: f64,
    /// A submarine ridge: the isobath does not count.
    pub ridge: bool,
}

impl<'a> Request<'a> {
    /// Nothing but baselines, points 1 M apart and lines within a metre of arcs.
    #[must_use]
    pub fn new(bases: &'a Bases, party: usize) -> Self {
        let (slope, sediment, isobath) = (&[][..], &[][..], None);
        let (vertices_only, ridge) = (false, false);
        let (spacing_m, tolerance_m) = (NAUTICAL_MILE_M, 1.0);
        Self {
            slope,
            sediment,
            bases,
            party,
            vertices_only,
            isobath,
            spacing_m,
            tolerance_m,
            ridge,
        }
    }
}

/// Which provision makes a fixed point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// 60 M from the foot of the slope, 76 (4)(a)(ii).
    Slope,
    /// Sediment of one per cent of the distance, 76 (4)(a)(i).
    Sediment,
    /// 350 M from the baselines, 76 (5).
    Distance,
    /// 100 M from the 2 500 m isobath, 76 (5).
    Isobath,
    /// Where the limit meets the 200 M limit.
    TwoHundred,
}

/// A sediment point held against 76 (4)(a)(i).
#[derive(Debug, Clone, PartialEq)]
pub struct SedimentTest {
    /// Where.
    pub at: LatLon,
    /// Name, or number.
    pub name: String,
    /// Thickness, metres.
    pub thickness_m: f64,
    /// Shortest distance to the foot of the slope, metres.
    pub distance_m: f64,
    /// Its nearest point.
    pub foot: String,
    /// One per cent of the distance, metres.
    pub needed_m: f64,
    /// Is it as thick?
    pub pass: bool,
}

/// A fixed point of the limit.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedPoint {
    /// Where.
    pub at: LatLon,
    /// What makes it.
    pub rule: Rule,
    /// The foot of the slope, sediment point, base point or isobath point that does.
    pub name: String,
    /// Length of the line to the next point, metres.
    pub next_m: Option<f64>,
    /// Is that at most 60 M?
    pub next_ok: bool,
    /// Does the line to the next point face the baselines?
    pub landward: bool,
    /// Distance from the baselines, metres.
    pub baselines_m: f64,
    /// Distance from the foot of the slope, metres.
    pub slope_m: f64,
    /// Distance from the isobath, metres.
    pub isobath_m: Option<f64>,
}

/// A connected run of the limit, the shelf on its right.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// In order.
    pub points: Vec<FixedPoint>,
    /// Does the last line lead back to the first point?
    pub closed: bool,
    /// Length, metres.
    pub length_m: f64,
}

/// The limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    /// Every sediment point.
    pub sediment: Vec<SedimentTest>,
    /// Longest first.
    pub runs: Vec<Run>,
    /// The outer edge by the formulae alone, as polygons of geodesics, clockwise.
    pub edge: Vec<Vec<LatLon>>,
    /// Area between the 200 M limit and the outer limit, m2.
    pub area_m2: f64,
    /// What a surveyor must know besides.
    pub findings: Vec<String>,
}

/// The outer limit of a party's continental shelf; given up once `cancel` is set.
///
/// # Errors
/// [`DelimitError::Invalid`]: no foot of the slope, places that are none, a spacing or thickness out of range, a party without base
/// points; [`DelimitError::Geometry`] where lines run along each other or do not close; [`DelimitError::Cancelled`].
pub fn shelf(
    earth: &Earth,
    request: &Request<'_>,
    cancel: Option<&AtomicBool>,
) -> Result<Shelf, DelimitError> {
    let ground = Ground { earth, cancel };
    let made = made::Made::new(ground, request)?;
    let measures = runs::Measures { ground, made: &made };
    let runs = measures.runs(&made.region.loops);
    let area = |loops: &[Loop]| -> f64 { loops.iter().map(|l| l.area_m2(earth)).sum() };
    let (whole, zone) = (area(&made.region.loops), area(&made.zone.loops));
    let area_m2 = if runs.is_empty() { 0.0 } else { whole - zone };
    let findings = tell::findings(&runs, &made);
    let edge = made.edge.iter().map(|l| l.outline(earth, request.tolerance_m)).collect();
    Ok(Shelf { sediment: made.sediment, runs, edge, area_m2, findings })
}

#[cfg(test)]
mod tests;
