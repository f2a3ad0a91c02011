//! A set of base points: everything from which one distance field is measured.
//!
//! Lines and rings are cut into [`Piece`]s; a bounding-volume tree over the pieces (8-wide, boxes in
//! the earth-centred frame) finds the nearest. Chord length is never more than geodesic length, so a
//! box farther than the best geodesic holds nothing better: the pruning is exact.
//!
//! A [`Feature`] names what is nearest in terms of the *original* coordinates: a vertex, or the inside
//! of an edge; never an artefact of the cutting.

mod filed;

use std::ops::Range;

use self::filed::Filed;
use crate::chain::{self, Chain};
use crate::cursor::Cursor;
use crate::earth::{Earth, SurfacePoint};
use crate::piece::{Foot, Piece};
use crate::position::LatLon;
use crate::sweep::Way;
use crate::tree::Tree;
use crate::vec3::Vec3;

/// A vertex or an edge of the coast as given: `2 v` is vertex `v`, `2 v + 1` the edge from `v` to the
/// next vertex of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature(pub u32);

impl Feature {
    /// The vertex, if this is one.
    #[must_use]
    pub fn vertex(self) -> Option<u32> {
        self.0.is_multiple_of(2).then_some(self.0 / 2)
    }
}

/// An edge of more pieces than this is not gone through piece by piece.
pub(crate) const FEW_PIECES: usize = 16;

/// The nearest point of a set.
#[derive(Debug, Clone, Copy)]
pub struct Nearest {
    /// Geodesic distance, metres; infinite for an empty set.
    pub distance_m: f64,
    /// Vertex or edge.
    pub feature: Feature,
    /// The nearest point itself.
    pub at: SurfacePoint,
    /// Piece on which it lies: a hint for the next query near by.
    pub piece: u32,
}

/// Marks the owner of the last point of a line.
const LINE_END: u32 = 1 << 31;

/// A searchable set of base points.
///
/// The cut points of all lines stand one after another; piece `k` goes from point `k` to point `k + 1`,
/// and the last point of each line is a piece of length zero (a ring repeats its first point there).
#[derive(Debug)]
pub struct Shoreline {
    earth: Earth,
    points: Vec<Vec3>,
    /// For each point: the vertex whose edge it begins or lies on; [`LINE_END`] where a line ends.
    owner: Vec<u32>,
    vertices: Vec<LatLon>,
    /// For each vertex: the first piece of its edge. Where its line ends this is the line's last point or before it, so
    /// that the pieces of a vertex, and which is the next, follow from `owner`.
    first_piece: Vec<u32>,
    /// Where the vertices of each line, ring or group of points end.
    ends: Vec<u32>,
    /// For each ring: its first and last point, which are the same place.
    rings: Vec<(u32, u32)>,
    /// Was an edge of length zero dropped?
    dropped: bool,
    tree: Tree,
}

fn ends(points: &[Vec3], owner: &[u32], k: usize) -> (Vec3, Vec3) {
    let a = points[k];
    (a, if owner[k] & LINE_END == 0 { points[k + 1] } else { a })
}

impl Shoreline {
    /// Builds a set from lines, rings and points. Edges of length zero are dropped; an empty set is
    /// allowed and is infinitely far from everything.
    #[must_use]
    pub fn new(earth: &Earth, chains: &[Chain<'_>]) -> Self {
        Self::placed(earth, chains, chain::places(earth, chains))
    }

    /// The same where the places of all coordinates are known, as [`chain::places`] has them.
    #[must_use]
    pub fn placed(earth: &Earth, chains: &[Chain<'_>], places: Vec<Vec3>) -> Self {
        let given: Vec<&[LatLon]> = chains.iter().map(|c| c.points).collect();
        let filed = || {
            let filed = Filed::new(earth, chains, places);
            let tree = Tree::new(earth, &filed.points, |k| filed.owner[k] & LINE_END != 0);
            (filed, tree)
        };
        let (vertices, (filed, tree)) = rayon::join(|| given.concat(), filed);
        let Filed { points, owner, first_piece, ends, rings, dropped } = filed;
        let earth = earth.clone();
        Self { earth, points, owner, vertices, first_piece, ends, rings, dropped, tree }
    }

    /// The earth on which the set lies.
    #[must_use]
    pub fn earth(&self) -> &Earth {
        &self.earth
    }

    /// True if nothing is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Number of pieces, those of length zero at the ends of lines included.
    #[must_use]
    pub fn piece_count(&self) -> usize {
        self.points.len()
    }

    /// One piece: they stand line after line, in the order of the coordinates.
    #[must_use]
    pub fn piece(&self, k: usize) -> Piece {
        let (a, b) = self.ends(k);
        Piece { a, b }
    }

    /// Where a piece begins, on the surface.
    #[must_use]
    pub fn start_of(&self, piece: usize) -> SurfacePoint {
        self.earth.on_surface(self.points[piece])
    }

    /// The points from one on, and whether a point is the end of a line; nothing beyond the last.
    pub(crate) fn stations(&self, first: usize) -> Option<(&[Vec3], impl Fn(usize) -> bool)> {
        let points = self.points.get(first..)?;
        Some((points, |k: usize| self.owner[k] & LINE_END != 0))
    }

    /// Is a piece the last point of a line, without length?
    pub(crate) fn is_end(&self, piece: usize) -> bool {
        self.owner.get(piece).is_some_and(|owner| owner & LINE_END != 0)
    }

    /// Positions of the ends of a piece.
    pub(crate) fn ends(&self, k: usize) -> (Vec3, Vec3) {
        ends(&self.points, &self.owner, k)
    }

    /// Pieces of the edge that starts at a vertex; of a base point that no edge joins, itself.
    #[must_use]
    pub fn pieces_of(&self, vertex: u32) -> Range<usize> {
        let own = self.points_of(vertex);
        let Some(end) = self.line_end(&own) else { return own };
        let before = own.start.checked_sub(1);
        let alone =
            own.len() == 1 && end == vertex && before.is_none_or(|k| self.owner[k] & LINE_END != 0);
        if alone { own } else { own.start..own.end - 1 }
    }

    /// A vertex's points: its edge's without the last, and the end of the line where that is the next.
    fn points_of(&self, vertex: u32) -> Range<usize> {
        let first = self.first_piece[vertex as usize] as usize;
        let next = self.first_piece.get(vertex as usize + 1);
        first..next.map_or(self.points.len(), |k| *k as usize)
    }

    /// Where the last of some points of one line is the line's end: the vertex there.
    fn line_end(&self, points: &Range<usize>) -> Option<u32> {
        let last = points.end.checked_sub(1).filter(|_| !points.is_empty())?;
        let owner = self.owner[last];
        (owner & LINE_END != 0).then_some(owner & !LINE_END)
    }

    /// Number of vertices.
    #[must_use]
    pub fn len(&self) -> usize {
        self.vertices.len()
    }

    /// The vertices of each line, ring or group of points.
    pub fn lines(&self) -> impl Iterator<Item = Range<u32>> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| start..*end)
    }

    /// The vertices of the line, ring or group of points that a vertex is of.
    pub(crate) fn line_of(&self, vertex: u32) -> Option<Range<u32>> {
        let k = self.ends.partition_point(|end| *end <= vertex);
        let start = k.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.get(k).map(|end| start..*end)
    }

    /// Position of a vertex.
    #[must_use]
    pub fn vertex(&self, v: u32) -> LatLon {
        self.vertices[v as usize]
    }

    /// Positions of some neighbouring vertices.
    #[must_use]
    pub fn vertices(&self, some: Range<u32>) -> &[LatLon] {
        self.vertices.get(some.start as usize..some.end as usize).unwrap_or(&[])
    }

    /// Has a vertex no piece because its edge has no length?
    #[must_use]
    pub fn has_dropped_edges(&self) -> bool {
        self.dropped
    }

    /// The vertex after one along its line or ring; the last of an open line is its own, and so is a base point that no
    /// edge joins.
    #[must_use]
    pub fn next_vertex(&self, v: u32) -> u32 {
        self.line_end(&self.points_of(v)).unwrap_or(v + 1)
    }

    /// The two features are an edge and one of its end vertices (or the same).
    #[must_use]
    pub fn adjoin(&self, f: Feature, g: Feature) -> bool {
        let ends = |e: Feature, v: u32| {
            let from = e.0 / 2;
            from == v || self.next_vertex(from) == v
        };
        match (f.vertex(), g.vertex()) {
            (Some(a), Some(b)) => a == b,
            (Some(v), None) => ends(g, v),
            (None, Some(v)) => ends(f, v),
            (None, None) => f == g,
        }
    }

    /// The vertex at which two different edges of a line meet, if they do.
    #[must_use]
    pub fn corner(&self, f: Feature, g: Feature) -> Option<u32> {
        if f == g || f.vertex().or(g.vertex()).is_some() {
            return None;
        }
        let (a, b) = (f.0 / 2, g.0 / 2);
        let next = |v: u32| self.next_vertex(v);
        if next(a) == b { Some(b) } else { (next(b) == a).then_some(a) }
    }

    /// The direction in which an edge leaves the vertex at one of its ends, a unit vector along its chord there.
    #[must_use]
    pub fn leaving(&self, edge: Feature, vertex: u32) -> Vec3 {
        let pieces = self.pieces_of(edge.0 / 2);
        if edge.0 / 2 == vertex {
            let (a, b) = self.ends(pieces.start);
            (b - a).unit()
        } else {
            let (a, b) = self.ends(pieces.end - 1);
            (a - b).unit()
        }
    }

    /// The nearest point, no farther than `bound_m` (else a result at infinite distance). `hint` is
    /// the piece of a nearby query.
    #[must_use]
    pub fn nearest(&self, p: &SurfacePoint, hint: Option<u32>, bound_m: f64) -> Nearest {
        match self.search(p, hint, bound_m, 0.0) {
            Some(found) => self.named(found.foot, found.piece),
            None => self.nothing(p),
        }
    }

    /// Near pieces first: see [`Tree::visit`].
    pub(crate) fn visit(
        &self,
        p: &SurfacePoint,
        limit: &mut f64,
        found: impl FnMut(u32, &mut f64),
    ) {
        self.tree.visit(p.p, limit, found);
    }

    /// See [`Tree::beyond`].
    pub(crate) fn keep_beyond(
        &self,
        p: &SurfacePoint,
        limit_m: f64,
        least_m: impl Fn(u32) -> f64,
    ) -> Option<f64> {
        self.tree.beyond(p.p, limit_m, least_m)
    }

    /// No point of the pieces in a range is farther from a place than this, straight through the earth, metres.
    #[must_use]
    pub fn farthest_m(&self, pieces: Range<usize>, p: &SurfacePoint) -> f64 {
        self.tree.farthest_m(pieces, p.p)
    }

    /// Pieces whose boxes may enter a moving ball: see [`Tree::sweep`].
    pub(crate) fn sweep(&self, way: &Way, found: impl FnMut(u32) -> f64) {
        self.tree.sweep(way, found);
    }

    /// Is a piece part of an edge?
    pub(crate) fn owns(&self, edge: Feature, piece: u32) -> bool {
        edge.vertex().is_none() && self.owner[piece as usize] == edge.0 / 2
    }

    /// The edge that a piece is part of; where a line ends, its last vertex.
    pub(crate) fn feature_of(&self, piece: u32) -> Feature {
        let owner = self.owner[piece as usize];
        let end = owner & LINE_END != 0;
        Feature(2 * (owner & !LINE_END) + u32::from(!end))
    }

    /// The place of a vertex, without the normal there.
    #[must_use]
    pub fn place_of(&self, v: u32) -> Vec3 {
        self.points[self.first_piece[v as usize] as usize]
    }

    /// The place of a vertex on the surface.
    #[must_use]
    pub fn vertex_point(&self, v: u32) -> SurfacePoint {
        self.start_of(self.first_piece[v as usize] as usize)
    }

    pub(crate) fn nothing(&self, p: &SurfacePoint) -> Nearest {
        let feature = Feature(u32::MAX);
        Nearest { distance_m: f64::INFINITY, feature, at: *p, piece: u32::MAX }
    }

    pub(crate) fn named(&self, foot: Foot, piece: u32) -> Nearest {
        let owner = self.owner[piece as usize];
        let v = owner & !LINE_END;
        let end = || piece as usize + 1 == self.pieces_of(v).end;
        let first = self.first_piece[v as usize];
        let feature = if owner & LINE_END != 0 || foot.fraction <= 0.0 && piece == first {
            Feature(2 * v)
        } else if foot.fraction >= 1.0 && end() {
            Feature(2 * self.next_vertex(v))
        } else {
            Feature(2 * v + 1)
        };
        Nearest { distance_m: foot.distance_m, feature, at: foot.at, piece }
    }

    /// Nearest point of one vertex or edge (ends included), whether or not it is the nearest of all:
    /// distance in metres and the point.
    #[must_use]
    pub fn to_feature(&self, p: &SurfacePoint, feature: Feature) -> (f64, SurfacePoint) {
        if let Some(v) = feature.vertex() {
            let at = self.vertex_point(v);
            return (self.earth.distance(p, &at), at);
        }
        let pieces = self.pieces_of(feature.0 / 2);
        if pieces.len() > FEW_PIECES {
            return self.to_long_edge(p, &pieces);
        }
        let mut best = (f64::INFINITY, *p);
        for k in pieces {
            let nearer = |f: &Foot| f.distance_m < best.0;
            if let Some(foot) = self.piece(k).foot(&self.earth, p, best.0).filter(nearer) {
                best = (foot.distance_m, foot.at);
            }
        }
        best
    }

    /// The same for an edge of many pieces, as loxodromes have that are hundreds of kilometres long: the tree tells which of them
    /// come into question.
    fn to_long_edge(&self, p: &SurfacePoint, pieces: &Range<usize>) -> (f64, SurfacePoint) {
        let mut best = (f64::INFINITY, *p, u32::MAX);
        let mut limit = f64::INFINITY;
        self.tree.visit_range(p.p, pieces, &mut limit, |k, limit| {
            let Some(foot) = self.piece(k as usize).foot(&self.earth, p, best.0) else { return };
            // Of equals the first in the order of the edge.
            if foot.distance_m < best.0 || foot.distance_m == best.0 && k < best.2 {
                best = (foot.distance_m, foot.at, k);
                *limit = best.0;
            }
        });
        (best.0, best.1)
    }

    /// Distance signed by side: positive to the left of the nearest piece. At a vertex the mean of
    /// the two adjoining pieces' sides decides, which is right wherever the vertex is nearest.
    #[must_use]
    pub fn signed(&self, p: &SurfacePoint, hint: Option<u32>) -> (f64, Nearest) {
        self.with_side(p, self.nearest(p, hint, f64::INFINITY))
    }

    /// The same for a moving place.
    #[must_use]
    pub fn signed_from(&self, p: &SurfacePoint, cursor: &mut Cursor, look: f64) -> (f64, Nearest) {
        self.with_side(p, self.nearest_from(p, cursor, look))
    }

    fn with_side(&self, p: &SurfacePoint, near: Nearest) -> (f64, Nearest) {
        if near.piece == u32::MAX {
            return (f64::INFINITY, near);
        }
        let left = self.left_at(&near);
        let sign = if left.dot(p.p - near.at.p) >= 0.0 { 1.0 } else { -1.0 };
        (sign * near.distance_m, near)
    }

    fn left_at(&self, near: &Nearest) -> Vec3 {
        let k = near.piece as usize;
        let own = self.piece(k);
        let left = |piece: Piece| piece.left(&self.earth);
        let other = if near.at.p == own.b {
            self.after(k)
        } else if near.at.p == own.a {
            self.before(k)
        } else {
            return left(own);
        };
        other.map_or_else(|| left(own), |q| left(own) + left(self.piece(q)))
    }

    /// A piece, those it joins, and the closing point of its ring or the end of its line; numbers may
    /// repeat.
    pub(crate) fn run(&self, piece: u32) -> [u32; 4] {
        let k = piece as usize;
        let at = self.rings.partition_point(|r| (r.1 as usize) < k);
        let ring = self.rings.get(at).filter(|r| r.0 as usize <= k);
        let before = self.before(k).map_or(piece, |j| j as u32);
        let after = self.after(k).map_or(piece, |j| j as u32);
        let closing = ring.map(|r| r.1);
        let ends = self.owner.get(k + 1).is_some_and(|o| o & LINE_END != 0);
        let last = if ends && self.owner[k] & LINE_END == 0 { piece + 1 } else { piece };
        [piece, before, after, closing.unwrap_or(last)]
    }

    /// The ring whose closing point is `k`.
    fn ring_ending(&self, k: usize) -> Option<(u32, u32)> {
        let at = self.rings.partition_point(|r| (r.1 as usize) < k);
        self.rings.get(at).copied().filter(|r| r.1 as usize == k)
    }

    /// The piece that goes on where piece `k` ends.
    pub(crate) fn after(&self, k: usize) -> Option<usize> {
        let next = if self.owner[k] & LINE_END == 0 { k + 1 } else { k };
        if self.owner[next] & LINE_END == 0 {
            return Some(next);
        }
        self.ring_ending(next).map(|r| r.0 as usize)
    }

    /// The piece that ends where piece `k` begins, unless a line begins there.
    #[must_use]
    pub fn before(&self, k: usize) -> Option<usize> {
        let at = self.rings.partition_point(|r| (r.1 as usize) < k);
        match self.rings.get(at) {
            Some(r) if r.0 as usize == k => (r.1 as usize).checked_sub(1),
            _ => k.checked_sub(1).filter(|j| self.owner[*j] & LINE_END == 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Join;
    use crate::ellipsoid::Ellipsoid;

    fn square() -> Vec<LatLon> {
        [(40.0, 50.0), (40.0, 51.0), (41.0, 51.0), (41.0, 50.0)]
            .map(|(a, b)| LatLon::new(a, b))
            .to_vec()
    }

    fn ring(points: &[LatLon]) -> Shoreline {
        let e = Earth::new(&Ellipsoid::wgs84());
        Shoreline::new(&e, &[Chain { points, closed: true, join: Join::Geodesic }])
    }

    /// The tree finds what a look at every piece finds.
    #[test]
    fn tree_equals_brute_force() {
        let set = ring(&square());
        let e = set.earth().clone();
        for k in 0..400 {
            let at =
                LatLon::new(39.0 + 3.0 * f64::from(k % 20) / 19.0, 49.0 + f64::from(k / 20) / 6.0);
            let p = e.point(at);
            let got = set.nearest(&p, None, f64::INFINITY);
            let want = (0..set.piece_count())
                .filter_map(|k| set.piece(k).foot(&e, &p, f64::INFINITY))
                .fold(f64::INFINITY, |m, f| m.min(f.distance_m));
            assert_eq!(got.distance_m, want, "{at:?}");
            assert!((set.to_feature(&p, got.feature).0 - want).abs() < 1e-9);
        }
    }

    /// Chains of which no edge is cut are filed at once: piece by piece they are what they are beside one that is cut.
    #[test]
    fn filed_as_added() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let coast: Vec<LatLon> = (0..9000)
            .map(|k| LatLon::new(40.0 + 1e-4 * f64::from(k), 50.0 + 1e-4 * f64::from(k * k % 7)))
            .collect();
        let islet = [(40.2, 50.3), (40.201, 50.3), (40.2, 50.301)].map(|(a, b)| LatLon::new(a, b));
        let points = [(40.1, 50.1), (40.4, 50.2)].map(|(a, b)| LatLon::new(a, b));
        let far = [LatLon::new(60.0, 50.0), LatLon::new(60.1, 50.0)];
        let chain = |points, closed, join| Chain { points, closed, join };
        let alone = [LatLon::new(40.5, 50.1)];
        let mut chains = vec![
            chain(&coast[..], false, Join::Geodesic),
            chain(&islet[..], true, Join::Geodesic),
            chain(&points[..], false, Join::Points),
            chain(&alone[..], true, Join::Geodesic),
            chain(&[][..], true, Join::Geodesic),
            chain(&islet[..2], true, Join::Geodesic),
        ];
        let filed = Shoreline::new(&e, &chains);
        chains.push(chain(&far[..], false, Join::Geodesic));
        let added = Shoreline::new(&e, &chains);
        assert_eq!(filed.piece_count(), 9000 + 4 + 2 + 1 + 3);
        let lines: Vec<_> = filed.lines().collect();
        assert_eq!(lines[..3], [0..9000, 9000..9003, 9003..9005]);
        assert_eq!(added.lines().take(lines.len()).collect::<Vec<_>>(), lines);
        for v in 0..filed.len() as u32 {
            assert_eq!(filed.pieces_of(v), added.pieces_of(v), "{v}");
            assert_eq!(filed.next_vertex(v), added.next_vertex(v), "{v}");
            assert_eq!(filed.vertex_point(v), added.vertex_point(v), "{v}");
        }
        for k in 0..filed.piece_count() {
            assert_eq!(filed.ends(k), added.ends(k), "{k}");
            assert_eq!(filed.run(k as u32), added.run(k as u32), "{k}");
        }
    }

    /// The pieces of every vertex and the one that follows it, counted on paper: of a ring with an edge without length and
    /// one cut in three, a line, points alone, a ring of one vertex and one all at one place.
    #[test]
    fn pieces_and_followers() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let places = |all: &[(f64, f64)]| {
            all.iter().map(|(lat, lon)| LatLon::new(*lat, *lon)).collect::<Vec<_>>()
        };
        let ring = places(&[(40.0, 50.0), (40.0, 50.01), (40.0, 50.01), (40.04, 50.01)]);
        let line = places(&[(41.0, 50.0), (41.0, 50.01), (41.01, 50.01)]);
        let alone = places(&[(42.0, 50.0), (42.0, 50.01)]);
        let (one, same) = (places(&[(43.0, 50.0)]), places(&[(44.0, 50.0), (44.0, 50.0)]));
        let chain = |points, closed, join| Chain { points, closed, join };
        let set = Shoreline::new(
            &e,
            &[
                chain(&ring, true, Join::Geodesic),
                chain(&line, false, Join::Geodesic),
                chain(&alone, false, Join::Points),
                chain(&one, true, Join::Geodesic),
                chain(&same, true, Join::Geodesic),
            ],
        );
        let pieces: Vec<Range<usize>> = (0..12).map(|v| set.pieces_of(v)).collect();
        let ring_line = [0..1, 1..1, 1..4, 4..7, 8..9, 9..10, 10..10];
        assert_eq!(pieces[..7], ring_line);
        assert_eq!(pieces[7..], [11..12, 12..13, 13..14, 14..14, 14..14]);
        assert_eq!(set.piece_count(), 15);
        assert!(set.has_dropped_edges());
        assert_eq!(set.vertices(4..7), line);
        let next: Vec<u32> = (0..12).map(|v| set.next_vertex(v)).collect();
        assert_eq!(next, [1, 2, 3, 0, 5, 6, 6, 7, 8, 9, 11, 10]);
    }

    /// The same where the set is hundreds of islets in a random order, and what they bound and what enters a ball as well.
    #[test]
    fn tree_over_islets() {
        let e = Earth::new(&Ellipsoid::wgs84());
        let islet = |k: i32| {
            let (x, y) =
                (f64::from(k * 7919 % 1009) / 1009.0, f64::from(k * 104_729 % 997) / 997.0);
            let corner =
                |(a, b)| LatLon::new(58.0 + 3.0 * y + 0.002 * a, 178.5 + 3.0 * x + 0.004 * b);
            [(0.0, 0.0), (0.3, 1.0), (1.0, 0.2)].map(corner)
        };
        let islets: Vec<[LatLon; 3]> = (0..700).map(islet).collect();
        let ring = |points| Chain { points, closed: true, join: Join::Geodesic };
        let chains: Vec<Chain<'_>> = islets.iter().map(|i| ring(&i[..])).collect();
        let set = Shoreline::new(&e, &chains);
        let n = set.piece_count();
        for k in 0..300 {
            let at =
                LatLon::new(57.5 + 4.0 * f64::from(k % 17) / 16.0, 178.0 + f64::from(k) / 75.0);
            let p = e.point(at);
            let foot = |k: usize| set.piece(k).foot(&e, &p, f64::INFINITY);
            let all = (0..n).filter_map(foot);
            let want = all.fold(f64::INFINITY, |m, f| m.min(f.distance_m));
            let found = set.nearest(&p, None, f64::INFINITY);
            assert_eq!(found.distance_m, want, "{at:?}");
            let q = e.point(LatLon::new(at.lat, at.lon + 0.01));
            let by = e.distance(&p, &q);
            assert!(set.entered(&p, &q, [want + 1.0, want + 1.0]).is_some(), "{at:?}");
            assert_eq!(set.entered(&p, &q, [want - 1.1 * by - 1.0; 2]), None, "{at:?}");
        }
        let p = e.point(LatLon::new(59.0, 180.0));
        for (first, end) in [(0, n), (5, 600), (17, 18), (n - 40, n)] {
            let far = |k: usize| (set.ends(k).0 - p.p).norm();
            let want = (first..end).map(far).fold(0.0_f64, f64::max);
            let got = set.farthest_m(first..end, &p);
            assert!(got >= want && got < 1.1 * want + 1e3, "{first} {end}: {got} {want}");
        }
    }

    /// The bound of a range holds for every piece of it, and is no looser than the boxes' corners.
    #[test]
    fn farthest_of_a_range() {
        let set = ring(&square());
        let n = set.piece_count();
        let p = set.earth().point(LatLon::new(40.3, 50.2));
        for (first, end) in [(0, n), (3, 3), (1, 2), (7, 71), (5, n - 1), (n - 9, n)] {
            let piece = |k: usize| set.piece(k);
            let far = |k: usize| (piece(k).a - p.p).norm().max((piece(k).b - p.p).norm());
            let want = (first..end).map(far).fold(0.0_f64, f64::max);
            let got = set.farthest_m(first..end, &p);
            assert!(got >= want && got <= 1.5 * want + 1.0, "{first} {end}: {got} {want}");
        }
    }

    /// Neighbouring edges of a ring meet in a corner, which they leave along their own chords; others do not.
    #[test]
    fn corners_of_a_square() {
        let set = ring(&square());
        let [south, east, north, west] = [1, 3, 5, 7].map(Feature);
        assert_eq!(set.corner(south, east), Some(1));
        assert_eq!(set.corner(south, west), Some(0));
        assert_eq!(set.corner(south, north), None);
        assert_eq!(set.corner(south, south), None);
        assert_eq!(set.corner(south, Feature(2)), None);
        let (to_west, to_north) = (set.leaving(south, 1), set.leaving(east, 1));
        let (east_of, north_of) = set.earth().east_north(&set.vertex_point(1));
        assert!(to_west.dot(east_of) < -0.999 && to_north.dot(north_of) > 0.999);
        assert!(set.leaving(south, 0).dot(to_west) < -0.999);
    }

    /// Inside a counter-clockwise ring is left, at edges, near corners and at the closing vertex.
    #[test]
    fn sides() {
        let set = ring(&square());
        let e = set.earth().clone();
        for (lat, lon, inside) in [
            (40.5, 50.5, true),
            (40.001, 50.001, true),
            (39.999, 49.999, false),
            (39.9, 49.9, false),
            (41.3, 51.3, false),
            (40.999, 50.999, true),
            (40.5, 49.9, false),
        ] {
            let (d, _) = set.signed(&e.point(LatLon::new(lat, lon)), None);
            assert_eq!(d > 0.0, inside, "{lat} {lon} {d}");
        }
    }
}
