//! How far every corner of the land is from one party's shores, and how its way goes on.
//!
//! Corners that see the nearest point of the shores begin; Dijkstra's method (E. W. Dijkstra, A note on two problems in
//! connexion with graphs, Numer. Math. 1, 1959) carries the distances on. A corner from which the nearest point is hidden may
//! still see another that is nearer than the way found round the others: it is looked for no farther than that, and the
//! method is run once more.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use littoral_geodesy::{Nearest, Shoreline, SurfacePoint, many};

use super::{Corners, TOUCH_M};

/// Corners to a task.
const SOME: usize = 16;

/// A corner where ways to the shores may turn.
#[derive(Debug)]
pub(crate) struct Bend {
    /// Index into the corners.
    pub(crate) corner: u32,
    /// From here to the shores, metres.
    pub(crate) rest_m: f64,
    /// Where the way goes next: a corner, or the shore.
    pub(crate) next: SurfacePoint,
    /// The last corner before the shore, this one or one after it.
    pub(crate) last: SurfacePoint,
    /// Where the way ends; its distance is that from the last corner.
    pub(crate) foot: Nearest,
}

/// All that is known of the ways to one party's shores.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) corners: Arc<Corners>,
    /// The nearest to the shores first.
    pub(crate) bends: Vec<Bend>,
}

/// What is known of a corner so far.
#[derive(Clone)]
struct Known {
    rest_m: f64,
    /// The corner where the way goes next, unless it goes straight to the shore.
    next: Option<u32>,
    /// The point of the shore that is nearest of those seen from here, or infinitely far.
    foot: Nearest,
}

impl Table {
    /// Ways in a sea to the shores of one set.
    pub(crate) fn new(sea: &Shoreline, shores: &Shoreline, corners: Arc<Corners>) -> Self {
        let list = &corners.list;
        let nearest = |k: usize| {
            let at = &list[k].at;
            let near = shores.nearest(at, None, f64::INFINITY);
            (near, sea.sees(at, &near.at, TOUCH_M))
        };
        let near = many::list(list.len(), SOME, nearest);
        let begun = |(near, seen): &(Nearest, bool)| {
            let foot = if *seen { *near } else { Nearest { distance_m: f64::INFINITY, ..*near } };
            Known { rest_m: foot.distance_m, next: None, foot }
        };
        let mut known: Vec<Known> = near.iter().map(begun).collect();
        carry(&corners, &mut known);
        let second = |k: usize| {
            let (hidden, at) = (!near[k].1 && near[k].0.distance_m < known[k].rest_m, &list[k].at);
            let seen = |foot: &SurfacePoint| sea.sees(at, foot, TOUCH_M);
            hidden.then(|| shores.nearest_where(at, known[k].rest_m, seen))
        };
        let others = many::list(list.len(), SOME, second);
        for (k, other) in others.into_iter().enumerate() {
            if let Some(foot) = other.filter(|f| f.distance_m < known[k].rest_m) {
                known[k] = Known { rest_m: foot.distance_m, next: None, foot };
            }
        }
        carry(&corners, &mut known);
        let mut bends: Vec<Bend> =
            (0..list.len()).filter_map(|k| Bend::new(&corners, &known, k)).collect();
        bends.sort_by(|a, b| a.rest_m.total_cmp(&b.rest_m).then(a.corner.cmp(&b.corner)));
        Self { corners, bends }
    }
}

impl Bend {
    /// Nothing turns at a corner that lies on the shore itself, or from which no way leads there.
    fn new(corners: &Corners, known: &[Known], k: usize) -> Option<Self> {
        let Known { rest_m, next, .. } = known[k];
        if rest_m <= TOUCH_M || !rest_m.is_finite() {
            return None;
        }
        let mut last = k;
        // Each is nearer to the shore than the one before it, so this ends.
        while let Some(on) = known[last].next {
            last = on as usize;
        }
        let foot = known[last].foot;
        let next = next.map_or(foot.at, |on| corners.list[on as usize].at);
        Some(Self { corner: k as u32, rest_m, next, last: corners.list[last].at, foot })
    }
}

/// Carries distances on from corner to corner.
fn carry(corners: &Corners, known: &mut [Known]) {
    // Distances are not negative, so their bits order as they do.
    let entry = |rest_m: f64, k: u32| Reverse((rest_m.to_bits(), k));
    let begun = (0..).zip(known.iter()).filter(|(_, c)| c.rest_m.is_finite());
    let mut waiting: BinaryHeap<_> = begun.map(|(k, c)| entry(c.rest_m, k)).collect();
    while let Some(Reverse((bits, k))) = waiting.pop() {
        let rest_m = f64::from_bits(bits);
        if rest_m > known[k as usize].rest_m {
            continue;
        }
        for (j, far_m) in &corners.roads[k as usize] {
            let there = &mut known[*j as usize];
            if rest_m + far_m < there.rest_m {
                (there.rest_m, there.next) = (rest_m + far_m, Some(k));
                waiting.push(entry(there.rest_m, *j));
            }
        }
    }
}
