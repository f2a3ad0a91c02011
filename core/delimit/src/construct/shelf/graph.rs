//! Which fixed points lines of at most 60 M join.

use littoral_geodesy::{Earth, LatLon};

/// For each point those within the longest line, in order.
pub(super) fn neighbours(earth: &Earth, points: &[LatLon], longest_m: f64) -> Vec<Vec<usize>> {
    let places: Vec<_> = points.iter().map(|p| earth.point(*p)).collect();
    let joined = |a: usize, b: usize| {
        let v = places[a].p - places[b].p;
        // A chord is shorter than its geodesic.
        if v.dot(v) > longest_m * longest_m {
            return false;
        }
        let d = earth.distance(&places[a], &places[b]);
        let near = (d - longest_m).abs() < 1e-3;
        d <= longest_m && !near || near && earth.karney_m(points[a], points[b]) <= longest_m
    };
    (0..points.len())
        .map(|a| (0..points.len()).filter(|&b| a != b && joined(a, b)).collect())
        .collect()
}

/// Takes a point out.
pub(super) fn remove(near: &mut [Vec<usize>], gone: &mut [bool], k: usize) {
    gone[k] = true;
    for j in std::mem::take(&mut near[k]) {
        near[j].retain(|x| *x != k);
    }
}

/// Takes out points that one line alone reaches, or none, again and again.
pub(super) fn prune(near: &mut [Vec<usize>], gone: &mut [bool]) {
    let mut few: Vec<usize> = (0..near.len()).filter(|k| near[*k].len() < 2).collect();
    while let Some(k) = few.pop() {
        let others = near[k].clone();
        remove(near, gone, k);
        few.extend(others.into_iter().filter(|j| near[*j].len() < 2 && !gone[*j]));
    }
}

/// Points that hang together.
pub(super) fn groups(near: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; near.len()];
    let mut out = Vec::new();
    for first in 0..near.len() {
        if seen[first] || near[first].is_empty() {
            continue;
        }
        let mut group = vec![first];
        seen[first] = true;
        let mut next = 0;
        while let Some(k) = group.get(next).copied() {
            next += 1;
            let new: Vec<usize> = near[k].iter().copied().filter(|j| !seen[*j]).collect();
            new.iter().for_each(|j| seen[*j] = true);
            group.extend(new);
        }
        group.sort_unstable();
        out.push(group);
    }
    out
}
