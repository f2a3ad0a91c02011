//! What a set of base points is made of: lines, rings and groups of points, with their places on the surface.

use std::ops::Range;

use crate::densify::PIECE_M;
use crate::earth::Earth;
use crate::many;
use crate::position::LatLon;
use crate::vec3::Vec3;

/// How two neighbouring coordinates are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// By a geodesic.
    Geodesic,
    /// By a loxodrome.
    Loxodrome,
    /// Not at all: every coordinate is a base point of its own.
    Points,
}

/// One line, ring or group of points to put into a set.
#[derive(Debug, Clone)]
pub struct Chain<'a> {
    /// Coordinates; a ring does not repeat its first.
    pub points: &'a [LatLon],
    /// Is the last coordinate joined to the first?
    pub closed: bool,
    /// Nature of the edges.
    pub join: Join,
}

impl Chain<'_> {
    /// Is every coordinate a base point of its own?
    pub(crate) fn is_alone(&self) -> bool {
        self.join == Join::Points || self.points.len() == 1
    }

    /// Places that [`Self::place`] adds.
    #[must_use]
    pub fn places(&self) -> usize {
        let again = self.closed && self.points.len() > 1 && self.join != Join::Points;
        self.points.len() + usize::from(again)
    }

    /// Adds the places of the coordinates on the surface to a list, and of a ring once more that of the first.
    pub fn place(&self, earth: &Earth, to: &mut Vec<Vec3>) {
        let start = to.len();
        many::extend(to, self.points.len(), |k| earth.place(self.points[k]));
        if self.places() > self.points.len() {
            to.push(to[start]);
        }
    }

    /// Is every edge one piece, neither to be cut nor to be dropped?
    pub(crate) fn is_whole(&self, earth: &Earth, places: &[Vec3]) -> bool {
        let whole = |k: usize| {
            let (a, b) = (places[k], places[k + 1]);
            a != b && is_short(earth, a, b)
        };
        let block = |mut edges: Range<usize>| edges.all(whole);
        self.is_alone()
            || self.join == Join::Geodesic
                && many::blocks(places.len() - 1, block).into_iter().all(|whole| whole)
    }
}

/// Is an edge so short that it need not be cut?
pub(crate) fn is_short(earth: &Earth, a: Vec3, b: Vec3) -> bool {
    (b - a).norm() < 0.999 * PIECE_M * earth.scale()
}
