//! Envelope of arcs: the outer limit at a distance from normal and straight baselines.
//!
//! Definition: the line every point of which is at the distance from the nearest point of the
//! baseline (UNCLOS art. 4; IHO C-51 (TALOS) 5.2, "envelope of arcs"). About a base point it is an arc
//! of constant distance, along a straight baseline a parallel at that distance; where neither is
//! nearest it is cut off. Units metres. Each piece names the base point or segment that controls it.
//!
//! Method: a vertex owns the arc between the normals of its edges, an edge its parallel, on either side or, where land
//! is known, to seaward (`parts.rs`). Most lie within the distance of another base point, and that is told by discs on
//! places that vectors give (`cover.rs`, `trail.rs`): an arc of less than half a turn or a parallel with both ends in the
//! disc about one point lies in it as a whole. What is left is made by geodesics and cut where another base point comes
//! to the distance exactly; such a point covers one connected stretch of an arc or parallel (`cut.rs`). That nothing
//! else is nearer between two cuts is certain where a small place ahead is empty (`lens.rs`). Nothing is sampled.
//! Neighbouring pieces are joined in one corner (`link.rs`). Lines go in parts on all threads; the result does not depend
//! on how many.
//!
//! Degenerate: repeated points count once; coincident base points give one arc, named by the first;
//! a baseline wholly within the limit of another gives nothing. Rings of land have no limit inland.
//! Base points that are no places are refused, and loxodromes near a pole that bend more sharply than the limit is far (`bends.rs`).
//!
//! ```
//! use littoral_delimit::construct::{BaseLine, BaseNode, Bases, envelope};
//! use littoral_geodesy::{Earth, Ellipsoid, LatLon};
//! use littoral_model::{EdgeKind, ShoreKind};
//! let node = |lat, lon| BaseNode { at: LatLon::new(lat, lon), name: String::new() };
//! let rock = BaseLine {
//!     party: 0, name: "Rockall".into(), kind: ShoreKind::BasePoint, edge: EdgeKind::Geodesic,
//!     nodes: vec![node(57.596, -13.687)], origin: String::new(),
//! };
//! let bases = Bases { parties: vec!["GBR".into()], lines: vec![rock], ..Bases::default() };
//! let limit = envelope::envelope(&Earth::new(&Ellipsoid::wgs84()), &bases, 0, &envelope::Options::at(22_224.0)).unwrap();
//! assert!(limit.rings.len() == 1 && limit.rings[0].closed);
//! ```

mod around;
mod bends;
mod cover;
mod cut;
mod lens;
mod link;
mod parts;
mod radii;
mod rival;
mod sides;
mod trail;

use std::sync::atomic::AtomicBool;

use littoral_geodesy::{Curve, Earth, LatLon};
use rayon::prelude::*;

use super::base::{BaseLine, BaseSet, Bases, Land, Source};
use super::check_distance;
use crate::error::DelimitError;
use link::CORNER_M;

/// Coordinates looked at together: what covers one mostly covers its neighbours.
const TOGETHER: usize = 1024;

/// Limits nearer than this to the baseline are the baseline, metres.
const LEAST_M: f64 = 1e-3;

/// So often the limit is looked for with other distances (`radii.rs`), if it does not close.
const ROUNDS: u64 = 4;

/// Which side of open baselines has a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// Both, and round the ends.
    #[default]
    Both,
    /// Only to the left of the line's direction.
    Left,
    /// Only to the right.
    Right,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Distance of the limit, metres.
    pub distance_m: f64,
    /// Side of open lines.
    pub side: Side,
    /// Only coordinates count, not the edges between them.
    pub vertices_only: bool,
}

impl Options {
    /// A limit at a distance on both sides, from points and edges.
    #[must_use]
    pub fn at(distance_m: f64) -> Self {
        Self { distance_m, side: Side::Both, vertices_only: false }
    }
}

/// One arc or parallel of the limit, run through with the open sea on its left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// An arc about a base point, or the parallel of an edge; its range is the part that counts.
    pub curve: Curve,
    /// True if the limit runs against the curve's own direction.
    pub reversed: bool,
    /// The base point or edge that controls it, in the lines of [`Bases::joined`].
    pub source: Source,
    /// Ends in the limit's direction.
    pub ends: [LatLon; 2],
    /// Length on the ground, metres.
    pub length_m: f64,
}

/// A connected run of the limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// Pieces in order.
    pub pieces: Vec<Piece>,
    /// Does the last piece meet the first?
    pub closed: bool,
    /// Length, metres.
    pub length_m: f64,
}

/// The outer limit of one party.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// Longest first.
    pub rings: Vec<Ring>,
    /// Greatest distance between the end of a piece and the start of the next, metres.
    pub worst_gap_m: f64,
}

/// The limit of one party's baselines.
///
/// # Errors
/// [`DelimitError::Invalid`] for a distance out of range or a party without any base point; [`DelimitError::Geometry`] where a
/// loxodrome has no parallel at the distance.
pub fn envelope(
    earth: &Earth,
    bases: &Bases,
    party: usize,
    options: &Options,
) -> Result<Envelope, DelimitError> {
    envelope_until(earth, bases, party, options, None)
}

/// The same, given up once `cancel` is set.
///
/// # Errors
/// As [`envelope`]; [`DelimitError::Cancelled`].
pub fn envelope_until(
    earth: &Earth,
    bases: &Bases,
    party: usize,
    options: &Options,
    cancel: Option<&AtomicBool>,
) -> Result<Envelope, DelimitError> {
    check_distance("the distance of the limit", options.distance_m)?;
    if options.distance_m < LEAST_M {
        let text = format!(
            "the distance of the limit is {} m; the least is a millimetre",
            options.distance_m
        );
        return super::invalid(text);
    }
    bases.check()?;
    let clean = bases.joined();
    let mine = |l: &BaseLine| l.party == party && !l.nodes.is_empty();
    if !clean.lines.iter().any(mine) {
        let id = bases.parties.get(party).map_or("?", String::as_str);
        return super::invalid(format!("{id} has no base point to measure from"));
    }
    if !options.vertices_only {
        let mut own = clean.lines.iter().filter(|l| mine(l));
        own.try_for_each(|l| bends::check(earth, l, options.distance_m))?;
    }
    let land = Land::of(earth, &clean, |of| of == party);
    let set = BaseSet::new(earth, &clean, options.vertices_only, |_, l| l.party == party);
    let mut best: Option<Envelope> = None;
    for round in 0..ROUNDS {
        let radii = radii::Radii::new(set.shore(), options.distance_m, round);
        let rivals = rival::Rivals::new(&set, &clean, party, radii);
        let cutter = cut::Cutter::new(rivals, cancel);
        let found = limit(earth, &clean, options, &land, &cutter);
        if cutter.is_stopped() {
            return Err(DelimitError::Cancelled);
        }
        let open = |e: &Envelope| {
            e.rings.iter().filter(|r| !r.closed).count() + usize::from(e.worst_gap_m > CORNER_M)
        };
        let before = best.as_ref().map(open);
        if before.is_none_or(|n| open(&found) < n) {
            best = Some(found);
        }
        // As open as before: so it is.
        let now = best.as_ref().map_or(0, open);
        if now == 0 || round > 1 && before == Some(now) {
            break;
        }
    }
    best.map_or_else(|| super::invalid("no limit"), Ok)
}

/// The limit with one set of distances.
fn limit(
    earth: &Earth,
    clean: &Bases,
    options: &Options,
    land: &Land,
    cutter: &cut::Cutter<'_>,
) -> Envelope {
    let (shore, radii) = (cutter.rivals.shore(), &cutter.rivals.radii);
    let step = trail::Step::new(earth, options.distance_m);
    let mut walks = Vec::new();
    for (index, line) in clean.lines.iter().enumerate().filter(|(_, l)| !l.nodes.is_empty()) {
        let Some(first) = cutter.rivals.set.first_of(index) else { continue };
        let sides = sides::seaward(earth, line, options.side, land);
        walks.push(parts::Walk { earth, shore, radii, line, index, first, options, step, sides });
    }
    let some: Vec<(&parts::Walk<'_>, usize)> = walks
        .iter()
        .flat_map(|w| (0..w.line.nodes.len()).step_by(TOGETHER).map(move |start| (w, start)))
        .collect();
    let pieces = some.par_iter().flat_map_iter(|(w, start)| standing(w, *start, cutter, land));
    let pieces: Vec<Piece> = pieces.collect();
    // Of no use to anybody, and long to join.
    let wanted = if cutter.is_stopped() { Vec::new() } else { pieces };
    link::link(earth, wanted, cutter.touch_m())
}

/// Pieces of the limit that some coordinates of a line and their edges control.
fn standing(
    walk: &parts::Walk<'_>,
    start: usize,
    cutter: &cut::Cutter<'_>,
    land: &Land,
) -> Vec<Piece> {
    let end = (start + TOGETHER).min(walk.line.nodes.len());
    let slip = walk.radii.longest_slip();
    let mut cover = cover::Cover::new(walk.earth, walk.shore, walk.options.distance_m, slip);
    let mut pieces = Vec::new();
    if cutter.is_stopped() {
        return pieces;
    }
    walk.each(start..end, &mut cover, &mut |part, open| {
        let mut ranges = Vec::new();
        open.iter().for_each(|range| cutter.exposed(&part, *range, &mut ranges));
        pieces.extend(cutter.pieces(&part, ranges));
    });
    if !land.is_empty() {
        let middle = |p: &Piece| (p.curve.range[0] + p.curve.range[1]) / 2.0;
        pieces.retain(|p| !land.holds(p.curve.at(walk.earth, middle(p))));
    }
    pieces
}

#[cfg(test)]
mod tests;
