//! Envelope of arcs: the outer limit at a distance from normal and straight baselines.
//!
//! Definition: the line every point of which is at the distance from the nearest point of the
//! baseline (UNCLOS art. 4; IHO C-51 (TALOS) 5.2, "envelope of arcs"). About a base point it is an arc
//! of constant distance, along a straight baseline a parallel at that distance; where neither is
//! nearest it is cut off. Units metres. Each piece names the base point or segment that controls it.
//!
//! Method: a vertex owns the arc between the normals of its edges, an edge its parallel on either side.
//! Each of these is halved; a part whose middle is nearer to the baseline than the distance less half its
//! length is covered and dropped (distance changes by no more than the way). What is left is cut where it
//! crosses the arc or parallel of any base point near enough to matter, and each part is decided at
//! its middle. Nothing is sampled: a part that stands was tested against everything in reach.
//!
//! Degenerate: repeated points count once; coincident base points give one arc, named by the first;
//! a baseline wholly within the limit of another gives nothing. Rings of land have no limit inland.
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

mod cut;
mod link;

use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::ShoreKind;

use super::base::{BaseLine, Bases, Source};
use super::check_distance;
use crate::error::DelimitError;

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

/// An arc or parallel before it is cut.
#[derive(Debug, Clone, Copy)]
struct Part {
    curve: Curve,
    reversed: bool,
    source: Source,
}

/// The limit of one party's baselines.
///
/// # Errors
/// [`DelimitError::Invalid`] for a distance out of range or a party without any base point.
pub fn envelope(
    earth: &Earth,
    bases: &Bases,
    party: usize,
    options: &Options,
) -> Result<Envelope, DelimitError> {
    check_distance("the distance of the limit", options.distance_m)?;
    let clean = bases.joined();
    let mine = |l: &BaseLine| l.party == party && !l.nodes.is_empty();
    if !clean.lines.iter().any(mine) {
        let id = bases.parties.get(party).map_or("?", String::as_str);
        return super::invalid(format!("{id} has no base point to measure from"));
    }
    let mut parts = Vec::new();
    for (k, line) in clean.lines.iter().enumerate().filter(|(_, l)| mine(l)) {
        own_parts(earth, k, line, options, &mut parts);
    }
    let cutter = cut::Cutter::new(earth, &clean, party, options);
    let pieces: Vec<Piece> = parts.iter().flat_map(|p| cutter.exposed(p)).collect();
    let on_land = |p: &Piece| {
        let middle = p.curve.at(earth, (p.curve.range[0] + p.curve.range[1]) / 2.0);
        clean.land.iter().any(|(k, ring)| *k == party && super::base::inside(ring, middle))
    };
    Ok(link::link(earth, pieces.into_iter().filter(|p| !on_land(p)).collect()))
}

/// Arcs of the vertices, between the normals of their edges, and parallels of the edges.
fn own_parts(earth: &Earth, index: usize, line: &BaseLine, options: &Options, out: &mut Vec<Part>) {
    let n = line.nodes.len();
    let t = options.distance_m;
    let alone = options.vertices_only || n == 1 || line.kind == ShoreKind::BasePoint;
    let (left, right) = (options.side != Side::Right, options.side != Side::Left);
    for (k, node) in line.nodes.iter().enumerate() {
        let source = Source { line: index, node: k, on_edge: false };
        let arc = |from: f64, turn: f64| Part {
            curve: Curve::arc(node.at, t, from, turn),
            reversed: false,
            source,
        };
        if alone {
            // Four quarters: a whole circle would meet itself at its seam.
            out.extend((0..4).map(|q| arc(f64::from(q) * 90.0, 90.0)));
            continue;
        }
        let after = line.curve(earth, k);
        let before = (k > 0 || line.closed()).then(|| line.curve(earth, (k + n - 1) % n)).flatten();
        let out_deg = after.map(|c| c.spot(earth, c.range[0]).azimuth_deg);
        let in_deg = before.map(|c| c.spot(earth, c.range[1]).azimuth_deg);
        match (in_deg, out_deg) {
            (Some(a), Some(b)) => {
                let turn = littoral_geodesy::densify::wrap(b - a);
                if turn > 1e-10 && left {
                    out.push(arc(a - 90.0, turn));
                } else if turn < -1e-10 && right {
                    out.push(arc(b + 90.0, -turn));
                }
            }
            (Some(a), None) => {
                out.extend(left.then(|| arc(a - 90.0, 90.0)));
                out.extend(right.then(|| arc(a, 90.0)));
            }
            (None, Some(b)) => {
                out.extend(right.then(|| arc(b + 90.0, 90.0)));
                out.extend(left.then(|| arc(b + 180.0, 90.0)));
            }
            (None, None) => out.extend((0..4).map(|q| arc(f64::from(q) * 90.0, 90.0))),
        }
        let source = Source { on_edge: true, ..source };
        for (wanted, offset, reversed) in [(left, -t, false), (right, t, true)] {
            if let Some(curve) = after.and_then(|c| c.parallel(offset)).filter(|_| wanted) {
                out.push(Part { curve, reversed, source });
            }
        }
    }
}

#[cfg(test)]
mod tests;
