//! Dropping vertices that the tolerance does not need.

use littoral_geodesy::SurfacePoint;

use crate::division::PointKind;
use crate::trace::Vertex;

/// Keeps the ends, every vertex that is not [`PointKind::Curve`], and of the others as many as keep
/// the geodesics between neighbours within `tolerance_m` of all dropped ones (Douglas and Peucker 1973,
/// on the surface).
pub(crate) fn thin(line: Vec<Vertex>, tolerance_m: f64) -> Vec<Vertex> {
    let mut keep: Vec<bool> = line.iter().map(|v| v.kind != PointKind::Curve).collect();
    if let Some(first) = keep.first_mut() {
        *first = true;
    }
    if let Some(last) = keep.last_mut() {
        *last = true;
    }
    let fixed: Vec<usize> = (0..line.len()).filter(|k| keep[*k]).collect();
    let mut stack: Vec<(usize, usize)> = fixed.windows(2).map(|w| (w[0], w[1])).collect();
    while let Some((a, b)) = stack.pop() {
        let off = |k: &usize| away(&line[a].at, &line[b].at, &line[*k].at);
        let farthest = (a + 1..b).map(|k| (off(&k), k)).max_by(|x, y| x.0.total_cmp(&y.0));
        let needed = |f: &(f64, usize)| f.0 > tolerance_m || long(&line[a].at, &line[b].at);
        if let Some((_, k)) = farthest.filter(needed) {
            keep[k] = true;
            stack.extend([(a, k), (k, b)]);
        }
    }
    line.into_iter().zip(keep).filter_map(|(v, k)| k.then_some(v)).collect()
}

/// The plane stands for the geodesic up to about 20 km (3e-6 m).
fn long(a: &SurfacePoint, b: &SurfacePoint) -> bool {
    (b.p - a.p).norm() > 20_000.0
}

/// Distance of a point from the surface curve between two others, metres.
fn away(a: &SurfacePoint, b: &SurfacePoint, p: &SurfacePoint) -> f64 {
    let left = (a.n + b.n).cross(b.p - a.p).unit();
    left.dot(p.p - a.p).abs()
}
