//! Pieces of drawn lines, short enough to be straight, and where they cross.

use littoral_geodesy::{Chain, Earth, Shoreline, SurfacePoint, Vec3};

use crate::error::DelimitError;

/// Lines that part by less than this are as good as one, metres: printed places are rounded.
const APART_M: f64 = 0.5;
/// An end so near to a piece is on it, metres.
const ON_M: f64 = 1e-6;

/// A piece of a line.
pub(super) struct Piece {
    pub(super) line: usize,
    /// Which of its line.
    pub(super) number: usize,
    a: SurfacePoint,
    b: SurfacePoint,
}

/// The pieces of a line in their order, those without length left out.
pub(super) fn pieces(earth: &Earth, line: usize, chain: &Chain<'_>) -> Vec<Piece> {
    let set = Shoreline::new(earth, std::slice::from_ref(chain));
    let all = (0..set.piece_count()).map(|k| (k, set.piece(k)));
    let long = all.filter(|(_, p)| p.a != p.b);
    long.map(|(number, p)| {
        let [a, b] = p.ends(earth);
        Piece { line, number, a, b }
    })
    .collect()
}

/// Calls `found` with every two pieces that cross.
pub(super) fn crossings(
    mut pieces: Vec<Piece>,
    check: impl Fn() -> Result<(), DelimitError>,
    mut found: impl FnMut(&Piece, &Piece) -> Result<(), DelimitError>,
) -> Result<(), DelimitError> {
    // Swept from south to north: only pieces that share a height above the equator's plane can cross.
    pieces.sort_by(|p, q| p.low().total_cmp(&q.low()));
    let mut open: Vec<&Piece> = Vec::new();
    for piece in &pieces {
        check()?;
        open.retain(|p| p.high() >= piece.low());
        for other in open.iter().filter(|p| p.crosses(piece)) {
            found(other, piece)?;
        }
        open.push(piece);
    }
    Ok(())
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
        (c < -ON_M) != (d < -ON_M) && c.abs().max(d.abs()) > APART_M
    }

    /// Where another piece crosses.
    pub(super) fn meets(&self, earth: &Earth, other: &Self) -> SurfacePoint {
        let [c, d] = self.sides(other);
        earth.on_surface(other.a.p + (other.b.p - other.a.p) * (c / (c - d)))
    }
}
