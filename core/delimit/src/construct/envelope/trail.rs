//! Arcs and parallels by vectors: a place costs some dozen operations, where a geodesic costs hundreds.
//!
//! Steps go along the sphere that touches the surface best and are pushed onto it: good for telling which arcs and
//! parallels are covered for certain (`cover.rs` says by how much they are off), never for the limit itself.

use littoral_geodesy::{Curve, Earth, Shoreline, SurfacePoint, Vec3};

/// Vectors tell the direction of an edge that is longer, metres.
const SURE_LENGTH_M: f64 = 0.1;

/// An edge by vectors: its ends and the directions to its left there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) ends: [SurfacePoint; 2],
    pub(super) left: [Vec3; 2],
    /// The places a step to the left and to the right of its ends, as good as on the surface.
    pub(super) abreast: [[Vec3; 2]; 2],
    /// Short enough for vectors, and long enough.
    pub(super) short: bool,
    /// Long enough for the formula of `radii.rs`.
    pub(super) long: bool,
}

impl Edge {
    /// The edge that starts at a vertex of the index.
    pub(super) fn new(
        shore: &Shoreline,
        vertex: u32,
        step: Step,
        [long, loxodrome]: [bool; 2],
    ) -> Option<Self> {
        let pieces = shore.pieces_of(vertex);
        if pieces.is_empty() {
            return None;
        }
        let single = pieces.len() == 1;
        let a = shore.piece(pieces.start);
        let b = if single { a } else { shore.piece(pieces.end - 1) };
        let left = |n: Vec3, along: Vec3| n.cross(level(along, n));
        let ends = [a.a, b.b].map(|p| shore.earth().on_surface(p));
        let left = [left(ends[0].n, a.b - a.a), left(ends[1].n, b.b - b.a)];
        let beside = |k: usize| [left[k], -left[k]].map(|out| step.raw(&ends[k], out));
        Some(Self {
            ends,
            left,
            abreast: [beside(0), beside(1)],
            short: single && !loxodrome && a.length_m() > SURE_LENGTH_M,
            long,
        })
    }
}

/// The places of an arc or parallel for fractions from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trail {
    /// About a base point, clockwise from one direction to another, over an angle in radians.
    Arc { centre: SurfacePoint, ends: [Vec3; 2], turn: f64 },
    /// Beside a short edge: its ends and the directions away from it.
    Beside { ends: [SurfacePoint; 2], out: [Vec3; 2] },
    /// A long edge or a loxodrome: the curve itself.
    Curve(Curve),
}

/// A step of the distance along the sphere: how far out, and how far down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    out_m: f64,
    down_m: f64,
}

impl Step {
    pub(super) fn new(earth: &Earth, distance_m: f64) -> Self {
        let radius = earth.b_m();
        let (sin, cos) = (distance_m / radius).sin_cos();
        Self { out_m: radius * sin, down_m: radius * (1.0 - cos) }
    }

    fn from(&self, earth: &Earth, foot: &SurfacePoint, out: Vec3) -> SurfacePoint {
        earth.push(self.raw(foot, out), foot.n)
    }

    /// On the sphere, which leaves the surface by the flattening's part of the bend.
    fn raw(&self, foot: &SurfacePoint, out: Vec3) -> Vec3 {
        foot.p + out * self.out_m - foot.n * self.down_m
    }
}

impl Trail {
    /// An arc that begins before its first direction and ends after its last by small angles.
    pub(super) fn arc(
        centre: SurfacePoint,
        [from, to]: [Vec3; 2],
        turn: f64,
        [before, after]: [f64; 2],
    ) -> Self {
        if before == 0.0 && after == 0.0 {
            return Self::Arc { centre, ends: [from, to], turn };
        }
        let ends = [turned(from, centre.n, -before), turned(to, centre.n, after)];
        Self::Arc { centre, ends, turn: turn + before + after }
    }

    /// By how much an arc turns, radians; nothing for the others.
    pub(super) fn turn(&self) -> f64 {
        if let Self::Arc { turn, .. } = self { *turn } else { 0.0 }
    }

    /// The place at a fraction, and which way it lies from the base point or edge.
    pub(super) fn place(&self, earth: &Earth, step: Step, fraction: f64) -> (SurfacePoint, Vec3) {
        match self {
            Self::Arc { centre, ends, turn } => {
                let out = if fraction == 0.0 || fraction == 1.0 {
                    ends[fraction as usize]
                } else {
                    turned(ends[0], centre.n, turn * fraction)
                };
                (step.from(earth, centre, out), out)
            }
            Self::Beside { ends, out } if fraction == 0.0 || fraction == 1.0 => {
                let k = fraction as usize;
                (step.from(earth, &ends[k], out[k]), out[k])
            }
            Self::Beside { ends: [a, b], out: [u, v] } => {
                let foot = earth.push(a.p + (b.p - a.p) * fraction, a.n + b.n);
                let out = level(*u + (*v - *u) * fraction, foot.n);
                (step.from(earth, &foot, out), out)
            }
            Self::Curve(curve) => {
                let [a, b] = curve.range;
                let at = earth.point(curve.at(earth, a + (b - a) * fraction));
                (at, at.n)
            }
        }
    }
}

/// A direction made level, as a unit vector.
pub(super) fn level(direction: Vec3, up: Vec3) -> Vec3 {
    (direction - up * direction.dot(up)).unit()
}

/// A level direction turned clockwise by an angle.
pub(super) fn turned(direction: Vec3, up: Vec3, angle: f64) -> Vec3 {
    let (sin, cos) = angle.sin_cos();
    direction * cos + direction.cross(up) * sin
}
