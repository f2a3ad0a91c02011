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

    /// Edges that are not one piece: they are to be cut, or have no length. The places are those of its coordinates.
    pub(crate) fn odd_edges(&self, earth: &Earth, places: &[Vec3]) -> Vec<usize> {
        let edges = if self.is_alone() { 0 } else { places.len() - 1 };
        let longest2 = longest2(earth);
        let odd = |k: &usize| {
            let edge = places[*k + 1] - places[*k];
            let length2 = edge.dot(edge);
            self.join != Join::Geodesic || length2 == 0.0 || length2 >= longest2
        };
        many::blocks(edges, |some| some.filter(odd).collect::<Vec<_>>()).flatten().collect()
    }
}

/// The places of all coordinates on the surface, chain after chain, and of each ring once more that of its first.
#[must_use]
pub fn places(earth: &Earth, chains: &[Chain<'_>]) -> Vec<Vec3> {
    places_by(chains, |chain, some, out| earth.places(&chains[chain].points[some], out))
}

/// The same where the places of some neighbouring coordinates of a chain, told by its number and theirs, come from elsewhere.
#[must_use]
pub fn places_by(
    chains: &[Chain<'_>],
    put: impl Fn(usize, Range<usize>, &mut [Vec3]) + Sync + Send,
) -> Vec<Vec3> {
    let mut count = 0;
    let mut starts = Vec::with_capacity(chains.len());
    for chain in chains {
        starts.push(count);
        count += chain.places();
    }
    let mut places = vec![Vec3::default(); count];
    many::fill(&mut places, |first, some| {
        let chain = starts.partition_point(|start| *start <= first) - 1;
        let (mut from, mut some) = (first - starts[chain], some);
        for (chain, c) in chains.iter().enumerate().skip(chain) {
            let (own, rest) = some.split_at_mut((c.places() - from).min(some.len()));
            let given = own.len().min(c.points.len() - from);
            let (own, again) = own.split_at_mut(given);
            put(chain, from..from + given, own);
            if !again.is_empty() {
                put(chain, 0..1, again);
            }
            if rest.is_empty() {
                break;
            }
            (from, some) = (0, rest);
        }
    });
    places
}

/// Edges with a shorter chord than this, squared, need not be cut.
pub(crate) fn longest2(earth: &Earth) -> f64 {
    let longest_m = 0.999 * PIECE_M * earth.scale();
    longest_m * longest_m
}
