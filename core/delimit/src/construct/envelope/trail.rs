//! Arcs and parallels by vectors: a place costs some dozen operations, where a geodesic costs hundreds.
//!
//! Steps go along the sphere that touches the surface best and are pushed onto it: good for telling which arcs and
//! parallels are covered for certain (`cover.rs` says by how much they are off), never for the limit itself.

use littoral_geodesy::{Curve, Earth, SurfacePoint, Vec3};

/// The places of an arc or parallel for fractions from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trail {
    /// About a base point, clockwise from a direction.
    Arc { centre: SurfacePoint, from: Vec3, turn: f64 },
    /// Beside a short edge: its ends and the directions away from it.
    Beside { ends: [SurfacePoint; 2], out: [Vec3; 2] },
    /// A long edge or a loxodrome: the curve itself.
    Curve(Curve),
}

impl Trail {
    /// The place at a fraction, and which way it lies from the base point or edge.
    pub(super) fn place(
        &self,
        earth: &Earth,
        distance_m: f64,
        fraction: f64,
    ) -> (SurfacePoint, Vec3) {
        match self {
            Self::Arc { centre, from, turn } => {
                let (sin, cos) = (turn * fraction).sin_cos();
                let out = *from * cos + from.cross(centre.n) * sin;
                (step(earth, centre, out, distance_m), out)
            }
            Self::Beside { ends: [a, b], out: [u, v] } => {
                let foot = earth.push(a.p + (b.p - a.p) * fraction, a.n + b.n);
                let out = level(*u + (*v - *u) * fraction, foot.n);
                (step(earth, &foot, out, distance_m), out)
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

fn step(earth: &Earth, from: &SurfacePoint, out: Vec3, distance_m: f64) -> SurfacePoint {
    let radius = earth.b_m();
    let (sin, cos) = (distance_m / radius).sin_cos();
    earth.push(from.p + out * (radius * sin) - from.n * (radius * (1.0 - cos)), from.n)
}
