//! Distances made unequal by micrometres, so that no three base points are at theirs in one place.
//!
//! Surveys are full of ties: lines that lie on each other, points said twice, discs that touch, lattices. Who controls
//! the limit there is decided by rounding, differently from each side, and the pieces do not meet. So each edge with its
//! two ends has its own distance, longer than the true one by a part of [`Radii::most_m`] that looks random and is the same
//! on every machine (Edelsbrunner and Muecke, "Simulation of simplicity", 1990, by numbers instead of symbols): borders
//! then cross at angles that arithmetic can tell. Only *where* one piece ends and another begins is told by them; the
//! pieces themselves are given at the true distance. A straight run of edges has one distance.
//!
//! Where an edge meets an end with a longer distance, the arc about the end goes on beyond the edge's normal by a small
//! angle, and the parallel begins so much later ([`Radii::slip`]).

use littoral_geodesy::{Feature, Shoreline, Vec3};

/// Longest distance added, metres, and as a part of short distances.
const MOST_M: f64 = 4e-6;
const MOST_PART: f64 = 1e-6;
/// The part of it that edges have; the rest is for the ends of short ones.
const EDGES: f64 = 0.6;
/// Least of it: some hundred times the rounding of places.
const LEAST_M: f64 = 5e-7;
/// Up to here an end and its edge are told by the formula, metres.
const FORMULA_M: f64 = 1.0e6;
/// Edges that turn by less follow each other straight on, radians.
const STRAIGHT: f64 = 1e-3;

/// What is added to the distance of each vertex and edge.
pub(super) struct Radii {
    pub(super) distance_m: f64,
    pub(super) most_m: f64,
    /// Longest of the lengths of [`Self::slip`], metres.
    pub(super) slip_m: f64,
    /// Radius of the earth times the tangent of the distance.
    tangent_m: f64,
    vertices: Vec<f64>,
    edges: Vec<f64>,
    /// Edges so long that what happens at one end does not touch the other.
    long: Vec<bool>,
}

impl Radii {
    /// `round` gives other numbers.
    pub(super) fn new(shore: &Shoreline, distance_m: f64, round: u64) -> Self {
        let most_m = (distance_m * MOST_PART).clamp(LEAST_M, MOST_M).max(distance_m * 4e-12);
        let radius = shore.earth().b_m();
        let tangent_m = radius * libm::tan((distance_m / radius).min(1.5));
        let n = shore.len();
        let (vertices, edges, long) = (vec![0.0; n], vec![0.0; n], vec![false; n]);
        let slip_m = (2.0 * most_m * tangent_m).sqrt();
        let mut out = Self { distance_m, most_m, slip_m, tangent_m, vertices, edges, long };
        out.fill(shore, round);
        out
    }

    fn fill(&mut self, shore: &Shoreline, round: u64) {
        let straight = (4.0 * (2.0 * self.most_m / self.tangent_m).sqrt()).clamp(STRAIGHT, 0.3);
        let mut edges = vec![false; shore.len()];
        let mut before: Option<(u32, Way)> = None;
        for v in 0..shore.len() as u32 {
            self.vertices[v as usize] = EDGES * self.most_m * random(v, round);
            let Some(way) = Way::of(shore, v) else {
                before = None;
                continue;
            };
            edges[v as usize] = true;
            let follows = |b: &&(u32, Way)| shore.next_vertex(b.0) == v;
            let same = before.as_ref().filter(follows).filter(|b| b.1.on(&way, straight));
            let more = same.map_or(self.vertices[v as usize], |b| self.edges[b.0 as usize]);
            self.edges[v as usize] = more;
            self.long[v as usize] =
                self.distance_m <= FORMULA_M && way.length_m > 4.0 * self.slip_m + 1e-4;
            let first = shore.next_vertex(v);
            if first < v && Way::of(shore, first).is_some_and(|w| way.on(&w, straight)) {
                self.round_off(first, v);
            }
            before = Some((v, way));
        }
        self.ends(shore, round, &edges);
    }

    /// The last edges of a ring that go straight on into its first have its distance.
    fn round_off(&mut self, first: u32, last: u32) {
        let (own, wanted) = (self.edges[last as usize], self.edges[first as usize]);
        let run = (first..=last).rev().take_while(|k| self.edges[*k as usize] == own).count();
        self.edges[last as usize + 1 - run..=last as usize].fill(wanted);
    }

    /// A vertex has the longest distance of its edges; of edges too short for the formula a longer one, or both would be
    /// at their distances wherever the vertex is nearest.
    fn ends(&mut self, shore: &Shoreline, round: u64, edges: &[bool]) {
        let mut met = vec![false; self.vertices.len()];
        for v in (0..shore.len() as u32).filter(|v| edges[*v as usize]) {
            for end in [v, shore.next_vertex(v)].map(|k| k as usize) {
                let here = if met[end] { self.vertices[end] } else { 0.0 };
                let part = || 0.5 + 0.5 * random(end as u32, round + 1000);
                let more = if self.long[v as usize] { 0.0 } else { part() * self.most_m };
                self.vertices[end] = here.max(self.edges[v as usize] + (1.0 - EDGES) * more);
                met[end] = true;
            }
        }
    }

    /// The distance at which a vertex or edge has its limit, metres.
    pub(super) fn of(&self, feature: Feature) -> f64 {
        let k = (feature.0 / 2) as usize;
        let more =
            if feature.vertex().is_some() { self.vertices.get(k) } else { self.edges.get(k) };
        self.distance_m + more.copied().unwrap_or(0.0)
    }

    /// Is an edge so long that its ends are told by the formula?
    pub(super) fn long(&self, edge: Feature) -> bool {
        self.long.get((edge.0 / 2) as usize).copied().unwrap_or(false)
    }

    /// Does the formula say how these two share the limit? They are one, or a long edge and its end.
    pub(super) fn settled(&self, shore: &Shoreline, f: Feature, g: Feature) -> bool {
        if f == g {
            return true;
        }
        let edge = if f.vertex().is_some() { g } else { f };
        self.long(edge) && shore.adjoin(f, g)
    }

    /// The longest of the angles of [`Self::slip`], radians.
    pub(super) fn longest_slip(&self) -> f64 {
        (2.0 * self.most_m / self.tangent_m).sqrt()
    }

    /// By how much the arc about a vertex goes beyond the normal of one of its edges, radians, and how much later the
    /// edge's parallel begins, metres.
    pub(super) fn slip(&self, vertex: u32, edge: u32) -> [f64; 2] {
        let more = self.vertices[vertex as usize] - self.edges[edge as usize];
        [(2.0 * more / self.tangent_m).sqrt(), (2.0 * more * self.tangent_m).sqrt()]
    }
}

/// How an edge begins and ends.
struct Way {
    first: Vec3,
    last: Vec3,
    length_m: f64,
}

impl Way {
    /// The edge that starts at a vertex, unless there is none or it has no length.
    fn of(shore: &Shoreline, v: u32) -> Option<Self> {
        let pieces = shore.pieces_of(v);
        if shore.next_vertex(v) == v || pieces.is_empty() {
            return None;
        }
        let chord = |k: usize| {
            let piece = shore.piece(k);
            piece.b - piece.a
        };
        let first = chord(pieces.start);
        let last = if pieces.len() > 1 { chord(pieces.end - 1) } else { first };
        let length_m = first.norm() + if pieces.len() > 1 { last.norm() } else { 0.0 };
        (length_m > 0.0).then_some(Self { first, last, length_m })
    }

    /// Does another go straight on?
    fn on(&self, next: &Self, angle: f64) -> bool {
        let (u, w) = (self.last, next.first);
        let turn = u.cross(w);
        u.dot(w) > 0.0 && turn.dot(turn) < angle * angle * u.dot(u) * w.dot(w)
    }
}

/// A number from 0 to 1 (splitmix64 by Steele, Lea and Flood, 2014).
fn random(k: u32, round: u64) -> f64 {
    let mut z = (u64::from(k) + (round << 40)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}
