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

    /// Places that it has in [`places`].
    #[must_use]
    pub fn places(&self) -> usize {
        let again = self.closed && self.points.len() > 1 && self.join != Join::Points;
        self.points.len() + usize::from(again)
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

/// The places of all coordinates on the surface, chain after chain, and of each ring once more that of its first.
#[must_use]
pub fn places(earth: &Earth, chains: &[Chain<'_>]) -> Vec<Vec3> {
    let mut count = 0;
    let mut starts = Vec::with_capacity(chains.len());
    for chain in chains {
        starts.push(count);
        count += chain.places();
    }
    let mut places = vec![Vec3::default(); count];
    many::fill(&mut places, |first, some| {
        let chain = starts.partition_point(|start| *start <= first) - 1;
        let from = first - starts[chain];
        let coordinates = chains[chain..].iter().flat_map(|c| {
            let again = c.points.iter().take(c.places() - c.points.len());
            c.points.iter().chain(again)
        });
        some.iter_mut().zip(coordinates.skip(from)).for_each(|(p, at)| *p = earth.place(*at));
    });
    places
}

/// Is an edge so short that it need not be cut?
pub(crate) fn is_short(earth: &Earth, a: Vec3, b: Vec3) -> bool {
    (b - a).norm() < 0.999 * PIECE_M * earth.scale()
}
