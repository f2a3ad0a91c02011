//! A set of base points: everything from which one distance field is measured.
//!
//! Lines and rings are cut into [`Piece`]s; a bounding-volume tree over the pieces (8-wide, boxes in
//! the earth-centred frame) finds the nearest. Chord length is never more than geodesic length, so a
//! box farther than the best geodesic holds nothing better: the pruning is exact.
//!
//! A [`Feature`] names what is nearest in terms of the *original* coordinates: a vertex, or the inside
//! of an edge; never an artefact of the cutting.

use crate::densify::{self, PIECE_M};
use crate::earth::{Earth, SurfacePoint};
use crate::piece::{Foot, Piece};
use crate::position::LatLon;
use crate::tree::Tree;

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

/// A searchable set of base points.
#[derive(Debug)]
pub struct Shoreline {
    earth: Earth,
    pieces: Vec<Piece>,
    /// For each piece: edge number, and whether its ends are vertices.
    edge: Vec<(u32, bool, bool)>,
    /// For each vertex: position, next vertex of its line, first piece of its edge.
    vertices: Vec<Vertex>,
    tree: Tree,
}

#[derive(Debug, Clone, Copy)]
struct Vertex {
    at: LatLon,
    next: u32,
    first_piece: u32,
    pieces: u32,
}

impl Shoreline {
    /// Builds a set from lines, rings and points. Edges of length zero are dropped; an empty set is
    /// allowed and is infinitely far from everything.
    #[must_use]
    pub fn new(earth: &Earth, chains: &[Chain<'_>]) -> Self {
        let mut set = Self {
            earth: earth.clone(),
            pieces: Vec::new(),
            edge: Vec::new(),
            vertices: Vec::new(),
            tree: Tree::default(),
        };
        for chain in chains {
            set.add(chain);
        }
        set.tree = Tree::new(&set.pieces);
        set
    }

    fn add(&mut self, chain: &Chain<'_>) {
        let first = self.vertices.len() as u32;
        let n = chain.points.len();
        for (k, &at) in chain.points.iter().enumerate() {
            let v = self.vertices.len() as u32;
            let last = k + 1 == n;
            let next = if !last {
                v + 1
            } else if chain.closed {
                first
            } else {
                v
            };
            let first_piece = self.pieces.len() as u32;
            if chain.join == Join::Points || n == 1 {
                let p = self.earth.point(at);
                self.pieces.push(Piece::new(p, p));
                self.edge.push((v, true, true));
            } else if next != v {
                self.add_edge(v, at, chain.points[if last { 0 } else { k + 1 }], chain.join);
            }
            let pieces = self.pieces.len() as u32 - first_piece;
            self.vertices.push(Vertex { at, next, first_piece, pieces });
        }
    }

    fn add_edge(&mut self, v: u32, a: LatLon, b: LatLon, join: Join) {
        let line = match join {
            Join::Loxodrome => densify::loxodrome(&self.earth, a, b),
            _ => densify::geodesic(&self.earth, a, b, PIECE_M),
        };
        let last = line.len().saturating_sub(2);
        for (k, w) in line.windows(2).enumerate() {
            if w[0].p == w[1].p {
                continue;
            }
            self.pieces.push(Piece::new(w[0], w[1]));
            self.edge.push((v, k == 0, k == last));
        }
    }

    /// The earth on which the set lies.
    #[must_use]
    pub fn earth(&self) -> &Earth {
        &self.earth
    }

    /// True if nothing is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The pieces, line after line, in the order of the coordinates.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Pieces of the edge that starts at a vertex.
    #[must_use]
    pub fn pieces_of(&self, vertex: u32) -> std::ops::Range<usize> {
        let v = &self.vertices[vertex as usize];
        v.first_piece as usize..(v.first_piece + v.pieces) as usize
    }

    /// Number of vertices.
    #[must_use]
    pub fn len(&self) -> usize {
        self.vertices.len()
    }

    /// Position of a vertex.
    #[must_use]
    pub fn vertex(&self, v: u32) -> LatLon {
        self.vertices[v as usize].at
    }

    /// The two features are an edge and one of its end vertices (or the same).
    #[must_use]
    pub fn adjoin(&self, f: Feature, g: Feature) -> bool {
        let ends = |e: Feature, v: u32| {
            let from = e.0 / 2;
            from == v || self.vertices[from as usize].next == v
        };
        match (f.vertex(), g.vertex()) {
            (Some(a), Some(b)) => a == b,
            (Some(v), None) => ends(g, v),
            (None, Some(v)) => ends(f, v),
            (None, None) => f == g,
        }
    }

    /// The nearest point, no farther than `bound_m` (else a result at infinite distance). `hint` is
    /// the piece of a nearby query.
    #[must_use]
    pub fn nearest(&self, p: &SurfacePoint, hint: Option<u32>, bound_m: f64) -> Nearest {
        let mut best = Best { distance_m: bound_m, piece: u32::MAX, foot: None };
        if let Some(h) = hint.filter(|h| (*h as usize) < self.pieces.len()) {
            self.consider(p, h, &mut best);
        }
        let mut limit = best.distance_m;
        self.tree.visit(p.p, &mut limit, |piece, limit| {
            self.consider(p, piece, &mut best);
            *limit = best.distance_m;
        });
        match best.foot {
            Some(foot) => self.named(foot, best.piece),
            None => Nearest {
                distance_m: f64::INFINITY,
                feature: Feature(u32::MAX),
                at: *p,
                piece: u32::MAX,
            },
        }
    }

    /// Keeps the nearer; equal distances go to the earlier piece, whatever the order of visits.
    fn consider(&self, p: &SurfacePoint, piece: u32, best: &mut Best) {
        let Some(foot) = self.pieces[piece as usize].foot(&self.earth, p, best.distance_m) else {
            return;
        };
        let d = foot.distance_m;
        if d < best.distance_m || (d == best.distance_m && piece < best.piece) {
            *best = Best { distance_m: d, piece, foot: Some(foot) };
        }
    }

    fn named(&self, foot: Foot, piece: u32) -> Nearest {
        let (v, from_vertex, to_vertex) = self.edge[piece as usize];
        let feature = if foot.fraction <= 0.0 && from_vertex {
            Feature(2 * v)
        } else if foot.fraction >= 1.0 && to_vertex {
            Feature(2 * self.vertices[v as usize].next)
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
            let at = self.earth.point(self.vertex(v));
            return (self.earth.distance(p, &at), at);
        }
        let mut best = (f64::INFINITY, *p);
        for k in self.pieces_of(feature.0 / 2) {
            let nearer = |f: &Foot| f.distance_m < best.0;
            if let Some(foot) = self.pieces[k].foot(&self.earth, p, best.0).filter(nearer) {
                best = (foot.distance_m, foot.at);
            }
        }
        best
    }

    /// Distance signed by side: positive to the left of the nearest piece. At a vertex the mean of
    /// the two adjoining pieces' sides decides, which is right wherever the vertex is nearest.
    #[must_use]
    pub fn signed(&self, p: &SurfacePoint, hint: Option<u32>) -> (f64, Nearest) {
        let near = self.nearest(p, hint, f64::INFINITY);
        if near.piece == u32::MAX {
            return (f64::INFINITY, near);
        }
        let left = self.left_at(&near);
        let sign = if left.dot(p.p - near.at.p) >= 0.0 { 1.0 } else { -1.0 };
        (sign * near.distance_m, near)
    }

    fn left_at(&self, near: &Nearest) -> crate::vec3::Vec3 {
        let k = near.piece as usize;
        let own = self.pieces[k].left;
        let end = if near.at.p == self.pieces[k].b.p {
            self.pieces.get(k + 1).filter(|q| q.a.p == near.at.p)
        } else if near.at.p == self.pieces[k].a.p {
            k.checked_sub(1).and_then(|j| self.pieces.get(j)).filter(|q| q.b.p == near.at.p)
        } else {
            return own;
        };
        // A ring closes from its last piece to its first: look that joint up among all pieces.
        let other = end.or_else(|| {
            let joined = |q: &&Piece| q.b.p == near.at.p || q.a.p == near.at.p;
            self.pieces.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, q)| q).find(joined)
        });
        other.map_or(own, |q| own + q.left)
    }
}

struct Best {
    distance_m: f64,
    piece: u32,
    foot: Option<Foot>,
}

#[cfg(test)]
mod tests {
    use super::*;
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
            let want = set
                .pieces()
                .iter()
                .filter_map(|q| q.foot(&e, &p, f64::INFINITY))
                .fold(f64::INFINITY, |m, f| m.min(f.distance_m));
            assert_eq!(got.distance_m, want, "{at:?}");
            assert!((set.to_feature(&p, got.feature).0 - want).abs() < 1e-9);
        }
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
