//! Point symbols. Shape says what a point is; all are ink on white and survive grey print.

use super::palette::{INK, PAPER};
use super::plane::{Pt, Rect};
use super::svg::{Svg, num, path_data};

/// Half the space each symbol takes, mm.
pub(super) const NUMBERED_R: f64 = 0.74;
pub(super) const DOT_R: f64 = 0.32;
pub(super) const TRIPOINT_R: f64 = 1.35;
pub(super) const TERMINUS_R: f64 = 0.75;

/// Turning point with a number.
pub(super) fn numbered(svg: &mut Svg, at: Pt) {
    svg.circle(at, 0.62, &[("fill", PAPER), ("stroke", INK), ("stroke-width", "0.24")]);
}

/// Turning point that stands in the table only.
pub(super) fn dot(svg: &mut Svg, at: Pt) {
    svg.circle(at, DOT_R, &[("fill", INK), ("stroke", PAPER), ("stroke-width", "0.1")]);
}

/// Base point.
pub(super) fn base_point(svg: &mut Svg, at: Pt) {
    svg.circle(at, 0.55, &[("fill", "none"), ("stroke", PAPER), ("stroke-width", "0.55")]);
    svg.circle(at, 0.55, &[("fill", "none"), ("stroke", INK), ("stroke-width", "0.2")]);
}

/// Tripoint: triangle with a dot at the place itself.
pub(super) fn tripoint(svg: &mut Svg, at: Pt, side: f64) {
    let (half, up, down) = (side / 2.0, side / 3f64.sqrt(), side / 12f64.sqrt());
    let corners = [(0.0, -up), (half, down), (-half, down)].map(|(x, y)| at + Pt { x, y });
    let pen =
        [("fill", PAPER), ("stroke", INK), ("stroke-width", "0.3"), ("stroke-linejoin", "round")];
    svg.path(&path_data(&corners, true), &pen);
    svg.circle(at, 0.3, &[("fill", INK)]);
}

/// Terminus of a land boundary.
pub(super) fn terminus(svg: &mut Svg, at: Pt) {
    let pen = [("fill", INK), ("stroke", PAPER), ("stroke-width", "0.25")];
    svg.rect(Rect::around(at, 0.62), &pen);
}

/// Deposit: open lozenge.
pub(super) fn deposit(svg: &mut Svg, at: Pt) {
    let corners = [(0.0, -0.8), (0.8, 0.0), (0.0, 0.8), (-0.8, 0.0)].map(|(x, y)| at + Pt { x, y });
    let pen = [("fill", PAPER), ("fill-opacity", "0.6"), ("stroke", INK), ("stroke-width", "0.2")];
    svg.path(&path_data(&corners, true), &pen);
}

/// Construction line from a tripoint to a base point.
pub(super) fn construction(svg: &mut Svg, from: Pt, to: Pt) {
    let d = format!("M{} {}L{} {}", num(from.x), num(from.y), num(to.x), num(to.y));
    svg.path(&d, &[("stroke", INK), ("stroke-width", "0.11"), ("fill", "none")]);
}
