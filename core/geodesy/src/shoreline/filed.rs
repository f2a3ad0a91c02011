//! Lines, rings and points put one after another: which point belongs to which vertex, and where long edges are cut.

use std::ops::Range;

use super::LINE_END;
use crate::chain::{Chain, Join};
use crate::densify::{self, PIECE_M};
use crate::earth::Earth;
use crate::many;
use crate::position::LatLon;
use crate::vec3::Vec3;

/// Lines, and edges to be cut, to a task.
const LEAST_LINES: usize = 128;
const LEAST_EDGES: usize = 64;

/// What a [`Shoreline`](super::Shoreline) has of its chains, but for vertices and tree: its own fields.
#[derive(Default)]
pub(super) struct Filed {
    pub(super) points: Vec<Vec3>,
    pub(super) owner: Vec<u32>,
    pub(super) first_piece: Vec<u32>,
    pub(super) ends: Vec<u32>,
    pub(super) rings: Vec<(u32, u32)>,
    pub(super) dropped: bool,
}

impl Filed {
    /// The places are those of all coordinates, as [`crate::chain::places`] has them. Where no edge is to be cut they are
    /// the points.
    pub(super) fn new(earth: &Earth, chains: &[Chain<'_>], places: Vec<Vec3>) -> Self {
        let mut end = 0;
        let present = chains.iter().filter(|c| !c.points.is_empty());
        let spans = present.map(|c| {
            end += c.places();
            (c, end - c.places()..end)
        });
        let spans: Vec<(&Chain<'_>, Range<usize>)> = spans.collect();
        let odd = |k: usize| spans[k].0.odd_edges(earth, &places[spans[k].1.clone()]);
        let odd = many::list(spans.len(), LEAST_LINES, odd);
        let whole = odd.iter().all(Vec::is_empty);
        let count = spans.iter().map(|(c, _)| c.points.len()).sum();
        let mut filed = Self {
            points: Vec::with_capacity(if whole { 0 } else { places.len() }),
            owner: Vec::with_capacity(places.len()),
            first_piece: Vec::with_capacity(count),
            ends: Vec::with_capacity(chains.len()),
            ..Self::default()
        };
        let mut first = 0;
        for ((chain, own), odd) in spans.into_iter().zip(odd) {
            if odd.is_empty() {
                if !whole {
                    filed.points.extend_from_slice(&places[own]);
                }
                filed.add_whole(chain, first);
            } else {
                filed.add(earth, (chain, first), &places[own], &odd);
            }
            first += chain.points.len() as u32;
            filed.ends.push(first);
        }
        if whole {
            filed.points = places;
        }
        filed
    }

    /// A chain of which every edge is one piece, and its first vertex; its points are there.
    fn add_whole(&mut self, chain: &Chain<'_>, first: u32) {
        let start = self.owner.len() as u32;
        let mark = if chain.is_alone() { LINE_END } else { 0 };
        self.vertices(first | mark, chain.points.len());
        self.end(chain, (first, start));
    }

    /// A chain with edges that are to be cut, or without length, and its first vertex.
    fn add(
        &mut self,
        earth: &Earth,
        (chain, first): (&Chain<'_>, u32),
        places: &[Vec3],
        odd: &[usize],
    ) {
        let start = self.owner.len() as u32;
        let n = chain.points.len();
        let between = |k: usize| {
            let (k, next) = (odd[k], (odd[k] + 1) % n);
            let ends = [(chain.points[k], places[k]), (chain.points[next], places[k + 1])];
            cut(earth, ends, chain.join)
        };
        let mut from = 0;
        for (k, between) in odd.iter().zip(many::list(odd.len(), LEAST_EDGES, between)) {
            self.run(first, from..*k, places);
            let vertex = first + *k as u32;
            match between {
                Some(between) => {
                    self.run(first, *k..k + 1, places);
                    self.owner.extend(between.iter().map(|_| vertex));
                    self.points.extend(between);
                }
                None => {
                    self.first_piece.push(self.owner.len() as u32);
                    self.dropped = true;
                }
            }
            from = k + 1;
        }
        self.run(first, from..n, places);
        self.points.extend(&places[n..]);
        self.end(chain, (first, start));
    }

    /// Some vertices of a chain whose edges are one piece each.
    fn run(&mut self, first: u32, some: Range<usize>, places: &[Vec3]) {
        self.vertices(first + some.start as u32, some.len());
        self.points.extend_from_slice(&places[some]);
    }

    /// Vertices from one on that have a single point each.
    fn vertices(&mut self, first: u32, count: usize) {
        let piece = self.owner.len() as u32;
        self.first_piece.extend(piece..piece + count as u32);
        self.owner.extend((first..).take(count));
    }

    /// The end of a chain, of which the first vertex and the first point are told: a ring's is its first place once more.
    fn end(&mut self, chain: &Chain<'_>, (first, start): (u32, u32)) {
        if chain.is_alone() {
            return;
        }
        if chain.closed {
            self.rings.push((start, self.owner.len() as u32));
            self.owner.push(first | LINE_END);
        } else if let Some(last) = self.owner.last_mut() {
            *last |= LINE_END;
        }
    }
}

/// Where an edge is to be cut, if it has a length.
fn cut(earth: &Earth, [(a, pa), (b, pb)]: [(LatLon, Vec3); 2], join: Join) -> Option<Vec<Vec3>> {
    if pa == pb {
        return None;
    }
    let line = match join {
        Join::Loxodrome => densify::loxodrome(earth, a, b),
        _ => densify::geodesic(earth, a, b, PIECE_M * earth.scale()),
    };
    Some(line[1..line.len() - 1].iter().map(|p| p.p).collect())
}
