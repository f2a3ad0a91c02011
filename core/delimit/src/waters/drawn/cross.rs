//! Drawn lines may meet at their ends and nowhere else.

use littoral_geodesy::{LatLon, Shoreline, SurfacePoint, Vec3};

use super::settle::Settled;
use super::{Desk, JOIN_M, chain};
use crate::error::DelimitError;

/// Lines that part by less than this are as good as one, metres: printed places are rounded.
const APART_M: f64 = 0.5;

/// A piece of a line.
struct Piece {
    line: usize,
    number: usize,
    a: SurfacePoint,
    b: SurfacePoint,
}

/// Refuses the first crossing of two lines, or of one with itself.
pub(super) fn none(desk: &Desk<'_>, lines: &[Settled]) -> Result<(), DelimitError> {
    let mut pieces = Vec::new();
    for (line, l) in lines.iter().enumerate() {
        desk.options.check()?;
        let set = Shoreline::new(&desk.core.earth, &[chain(&l.line.places)]);
        let all = (0..set.piece_count()).map(|k| (k, set.piece(k)));
        let long = all.filter(|(_, p)| p.a != p.b);
        pieces.extend(long.map(|(number, p)| {
            let [a, b] = p.ends(&desk.core.earth);
            Piece { line, number, a, b }
        }));
    }
    // Swept from south to north: only pieces that share a height above the equator's plane can cross.
    pieces.sort_by(|p, q| p.low().total_cmp(&q.low()));
    let mut open: Vec<&Piece> = Vec::new();
    for piece in &pieces {
        desk.options.check()?;
        open.retain(|p| p.high() >= piece.low());
        for other in open.iter().filter(|p| p.crosses(piece)) {
            let at = other.meets(desk, piece);
            if !at_a_common_end(desk, lines, [other.line, piece.line], &at) {
                return Err(crossing(desk, lines, [other.line, piece.line], &at));
            }
        }
        open.push(piece);
    }
    Ok(())
}

/// Two lines that end at the same place leave it side by side: which is on which side is a matter of rounding there.
fn at_a_common_end(
    desk: &Desk<'_>,
    lines: &[Settled],
    [i, j]: [usize; 2],
    at: &SurfacePoint,
) -> bool {
    let near = |end: &LatLon| (desk.point(*end).p - at.p).norm() <= JOIN_M;
    let ends =
        |k: usize| lines[k].line.places.first().into_iter().chain(lines[k].line.places.last());
    ends(i).any(near) && ends(j).any(near)
}

fn crossing(
    desk: &Desk<'_>,
    lines: &[Settled],
    [i, j]: [usize; 2],
    at: &SurfacePoint,
) -> DelimitError {
    let name = |line: usize| {
        let [a, b] = &lines[line].line.between;
        format!("the line between {a} and {b}")
    };
    let text = match i == j {
        true => format!("{} crosses itself", name(i)),
        false => format!("{} crosses {}", name(i.min(j)), name(i.max(j))),
    };
    DelimitError::Geometry { text, at: desk.core.place(at) }
}

impl Piece {
    fn low(&self) -> f64 {
        self.a.p.z.min(self.b.p.z)
    }

    fn high(&self) -> f64 {
        self.a.p.z.max(self.b.p.z)
    }

    fn length(&self) -> f64 {
        (self.b.p - self.a.p).norm()
    }

    fn left(&self) -> Vec3 {
        (self.a.n + self.b.n).cross(self.b.p - self.a.p).unit()
    }

    fn crosses(&self, other: &Self) -> bool {
        let near = (self.a.p - other.a.p).norm() <= self.length() + other.length();
        let next = self.line == other.line && self.number.abs_diff(other.number) <= 1;
        near && !next && self.parts(other) && other.parts(self)
    }

    /// How far the ends of another piece lie to the left.
    fn sides(&self, other: &Self) -> [f64; 2] {
        let left = self.left();
        [other.a.p, other.b.p].map(|end| left.dot(end - self.a.p))
    }

    /// Are the ends of another piece on two sides of this one? An end on it counts to the left: of two pieces that meet
    /// there one crosses if the line does.
    fn parts(&self, other: &Self) -> bool {
        let [c, d] = self.sides(other);
        (c < 0.0) != (d < 0.0) && c.abs().max(d.abs()) > APART_M
    }

    /// Where another piece crosses.
    fn meets(&self, desk: &Desk<'_>, other: &Self) -> SurfacePoint {
        let [c, d] = self.sides(other);
        desk.core.earth.on_surface(other.a.p + (other.b.p - other.a.p) * (c / (c - d)))
    }
}
