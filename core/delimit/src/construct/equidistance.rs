//! Equidistance of base points, coasts and islands inside a window, for two or more parties.
//!
//! Definition: the line every point of which is equally far from the nearest points of the baselines
//! of two parties, no third being nearer (UNCLOS art. 15; IHO C-51 (TALOS) 6.2). Units metres and
//! degrees. The open sea needs no closed polygon: a window is drawn about the base points, or given.
//!
//! Islands may have partial effect and base points weight, one by one ([`Effect`], [`Weight`]): then the reckoned
//! distances are equal.
//!
//! Method: the engine's partition of the window names, at every turning point and tripoint, the base
//! points that control it; the point is then solved afresh with Karney's geodesics to the same base
//! points until all its distances agree within 1e-7 m, and what is printed is measured on that point.
//!
//! Degenerate: base points of two parties that coincide make a tie over an area, which the terminus
//! rule splits and reports, or are refused where no rule settles it; coordinates of two parties less than 0.1 mm apart
//! count as one (single base points are refused); a party without base points is
//! refused, and so are coordinates that are no places; parts of a line on land (where rings of land are
//! known) are left out, and it ends on the shore; repeated coordinates and edges of no length count once.
//!
//! ```
//! use littoral_delimit::construct::equidistance::{Options, equidistance};
//! use littoral_delimit::construct::{BaseLine, BaseNode, Bases};
//! use littoral_geodesy::{Ellipsoid, LatLon};
//! use littoral_model::{EdgeKind, ShoreKind};
//! let point = |party, lat, lon| BaseLine {
//!     party, name: String::new(), kind: ShoreKind::BasePoint, edge: EdgeKind::Geodesic,
//!     nodes: vec![BaseNode { at: LatLon::new(lat, lon), name: String::new() }], origin: String::new(),
//! };
//! // Out Skerries and a rock off Norway: the median line of two points.
//! let lines = vec![point(0, 60.42, -0.72), point(1, 61.04, 4.51)];
//! let bases = Bases { parties: vec!["GBR".into(), "NOR".into()], lines, ..Bases::default() };
//! let options = Options { margin_m: 50_000.0, ..Options::default() };
//! let found = equidistance(&Ellipsoid::wgs84(), &bases, &options).unwrap();
//! assert_eq!(found.lines.len(), 1);
//! assert!(found.lines[0].points.iter().all(|p| p.residual_m < 1e-6));
//! ```

mod crossed;
mod cut;
mod effects;
mod frame;
mod lens;
mod newton;
mod score;
mod shores;

use littoral_geodesy::{Earth, Ellipsoid, LatLon};

use super::base::{Bases, Control, Land};
use super::invalid;
use crate::division::{LayerDivision, PointKind, Tie};
use crate::error::DelimitError;

pub use effects::{Effect, Pick, Weight};
pub use frame::window;

/// The sea is solved again for so many places where a line is contradicted; nearer to each other than this they are one, metres.
const MOST_DOUBTS: usize = 8;
const SAME_DOUBT_M: f64 = 0.01;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Frame of the sea, its corners joined by geodesics; empty for one drawn about the base points.
    pub window: Vec<LatLon>,
    /// How far the automatic frame reaches beyond the base points, metres.
    pub margin_m: f64,
    /// Effects of islands, each in its turn: a later one counts.
    pub effects: Vec<Effect>,
    /// Weights of base points, each in its turn.
    pub weights: Vec<Weight>,
    /// Only coordinates are base points (treaty practice), not the edges between them.
    pub vertices_only: bool,
    /// Measure from straight baselines too where a coast of the same party stands behind them; of a party without one they
    /// count in any case.
    pub baselines: bool,
    /// How much the two distances may differ along the geodesics between neighbouring points, metres, up to
    /// 1000 km from the coasts.
    pub tolerance_m: f64,
}

impl Default for Options {
    /// A window 24 M beyond the base points, coasts and islands in full, 1 m.
    fn default() -> Self {
        Self {
            window: Vec::new(),
            margin_m: 44_448.0,
            effects: Vec::new(),
            weights: Vec::new(),
            vertices_only: false,
            baselines: false,
            tolerance_m: 1.0,
        }
    }
}

impl Options {
    fn check(&self) -> Result<(), DelimitError> {
        if !(0.0..=5.0e6).contains(&self.margin_m) {
            return invalid(format!(
                "the margin is {} m; it goes from 0 to 5000 km",
                self.margin_m
            ));
        }
        if !(1e-4..=1e5).contains(&self.tolerance_m) {
            let text = "it goes from 0.1 mm to 100 km";
            return invalid(format!("the tolerance is {} m; {text}", self.tolerance_m));
        }
        Ok(())
    }
}

/// A point of an equidistance line.
#[derive(Debug, Clone, PartialEq)]
pub struct EquidistancePoint {
    /// Where.
    pub at: LatLon,
    /// Turning point, tripoint, end, or a point that only keeps the curve.
    pub kind: PointKind,
    /// Controlling base points: party and control; the two parties of the line first.
    pub controls: Vec<(usize, Control)>,
    /// What is equal, metres: the distance, with effects or weights the reckoned one.
    pub equal_m: f64,
    /// Greatest less least distance over the controls, metres (with effects or weights: of the reckoned
    /// distances of its parties).
    pub residual_m: f64,
}

/// A line between two parties.
#[derive(Debug, Clone, PartialEq)]
pub struct EquidistanceLine {
    /// The parties; the first lies to the left.
    pub between: [usize; 2],
    /// Points in order.
    pub points: Vec<EquidistancePoint>,
    /// Length, metres.
    pub length_m: f64,
    /// Does it close on itself?
    pub closed: bool,
}

/// All lines of a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Equidistance {
    /// Lines in the order of their parties.
    pub lines: Vec<EquidistanceLine>,
    /// Area of the window by party, km2 (land included).
    pub area_km2: Vec<f64>,
    /// Areas in which two parties share their nearest base point.
    pub ties: Vec<Tie>,
    /// The window used.
    pub window: Vec<LatLon>,
    /// `certified` or `sampled`, as the engine says.
    pub method: String,
    /// Doubts: coordinates that two parties share without a terminus; the ring that stands for the mainland of a party all
    /// whose islands have an effect.
    pub findings: Vec<String>,
    /// The base points as they were used, to which controls refer.
    pub bases: Bases,
}

/// Equidistance of every party with every other inside a window.
///
/// # Errors
/// [`DelimitError`]: fewer than two parties, a party without base points, a window that is none,
/// geometry that the engine cannot close, or a line of which a point does not stand the last measurement: a wrong line
/// is never handed out.
pub fn equidistance(
    ellipsoid: &Ellipsoid,
    bases: &Bases,
    options: &Options,
) -> Result<Equidistance, DelimitError> {
    options.check()?;
    bases.check()?;
    let earth = Earth::new(ellipsoid);
    let (clean, together) = bases.joined().drawn_together(&earth)?;
    let (clean, claims) = clean.without_claims();
    let (clean, noded) = match clean.noded(&earth) {
        Some((clean, said)) => (clean, Some(said)),
        None => (clean, None),
    };
    if clean.parties.len() < 2 {
        return invalid("equidistance needs base points of two parties or more");
    }
    for (k, id) in clean.parties.iter().enumerate() {
        if !clean.lines.iter().any(|l| l.party == k && !l.nodes.is_empty()) {
            return invalid(format!("{id} has no base point to measure from"));
        }
    }
    let mut findings = shores::shared(&clean)?;
    findings.extend(together.into_iter().chain(claims).chain(noded));
    findings.extend(effects::mainlands(&earth, &clean, options));
    findings.extend(effects::left_out(&clean, options));
    let terms = effects::reckoning(&earth, &clean, options)?;
    shores::drawn_twice(&clean, &terms)?;
    let land = Land::of(&earth, &clean, |_| true);
    let survey = frame::Survey {
        ellipsoid,
        earth: &earth,
        bases: &clean,
        land: &land,
        terms: &terms,
        options,
    };
    let lens = lens::Lens::new(&earth, &clean, &land, &terms, options);
    let (division, window, lines) = proved(&survey, &lens)?;
    let area = |id: &String| division.area_km2.get(id).and_then(serde_json::Value::as_f64);
    let area_km2 = clean.parties.iter().map(|id| area(id).unwrap_or(0.0)).collect();
    let (ties, method) = (division.ties, division.method);
    Ok(Equidistance { lines, area_km2, ties, window, method, findings, bases: clean })
}

/// The engine's lines, every point measured once more. Where one is contradicted, by a neck of a third party's waters that is
/// too narrow for the mesh, the sea is solved again with the smallest cells about that place, and measured again.
///
/// # Errors
/// As [`equidistance`]: what is still contradicted there, or at more places than [`MOST_DOUBTS`].
fn proved(
    survey: &frame::Survey<'_>,
    lens: &lens::Lens<'_>,
) -> Result<(LayerDivision, Vec<LatLon>, Vec<EquidistanceLine>), DelimitError> {
    let mut doubts: Vec<LatLon> = Vec::new();
    loop {
        let (division, window, cut) = survey.framed(&doubts)?;
        let mut lines: Vec<EquidistanceLine> =
            division.lines.iter().flat_map(|l| lens.line(l)).collect();
        if cut {
            let rim = cut::Rim::new(survey.earth, &window)?;
            lines = lines.into_iter().flat_map(|l| lens.cut(l, &rim)).collect();
        }
        match lens.prove(&lines) {
            Ok(()) => return Ok((division, window, lines)),
            Err(DelimitError::Geometry { text, at }) => {
                let known = doubts.iter().any(|d| survey.earth.karney_m(*d, at) < SAME_DOUBT_M);
                if known {
                    let text = format!("{text}, with the smallest cells about it too,");
                    return Err(DelimitError::Geometry { text, at });
                }
                if doubts.len() >= MOST_DOUBTS {
                    return Err(DelimitError::Geometry { text, at });
                }
                doubts.push(at);
            }
            Err(other) => return Err(other),
        }
    }
}
