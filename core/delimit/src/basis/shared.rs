//! Places of a party's shores that the rings of the sea have already.
//!
//! A coast stands in a case twice: as a rim of the sea and as a party's shore. Of each coordinate that is the same the place
//! on the surface is the same, and is not computed again.

use std::ops::Range;

use littoral_geodesy::{Chain, LatLon, Vec3, chain, many};

use super::Core;

/// Lines to a task.
const LEAST_LINES: usize = 16;

/// A line that runs along a ring: the vertex of the ring at which it begins, and whether it goes on to the next or to the one
/// before.
struct Course {
    ring: Range<u32>,
    begin: u32,
    forward: bool,
}

impl Course {
    /// That of some places along the vertices of a ring, if all of them are there one after another.
    fn find(core: &Core, ring: Range<u32>, points: &[LatLon]) -> Option<Self> {
        let all = core.sea.vertices(ring.clone());
        let first = points.first()?;
        let begin = all.iter().position(|p| p == first)?;
        let (before, after) = all.split_at(begin);
        let forward = points.iter().eq(after.iter().chain(before).take(points.len()));
        let back = after[..1].iter().chain(before.iter().rev()).chain(after[1..].iter().rev());
        let found = forward || points.iter().eq(back.take(points.len()));
        found.then_some(Self { begin: ring.start + begin as u32, ring, forward })
    }

    /// The vertex of the sea at one of the line's coordinates.
    fn vertex(&self, k: usize) -> u32 {
        let (k, count) = (k as u32, self.ring.end - self.ring.start);
        if self.forward {
            let v = self.begin + k;
            if v < self.ring.end { v } else { v - count }
        } else {
            let back = self.begin - self.ring.start;
            if k <= back { self.begin - k } else { self.begin + count - k }
        }
    }
}

/// The places of all coordinates, as [`chain::places`] has them. Of rings the ring of the sea that each is is told, if it is
/// one; lines are looked for along the outer one.
pub(super) fn places(core: &Core, chains: &[Chain<'_>], rings: &[Option<u32>]) -> Vec<Vec3> {
    let course = |k: usize| {
        let chain = &chains[k];
        let ring = if chain.closed { rings.get(k).copied().flatten()? } else { 0 };
        Course::find(core, core.rings.get(ring as usize)?.vertices(), chain.points)
    };
    let courses = many::list(chains.len(), LEAST_LINES, course);
    chain::places_by(chains, |chain, some, out| match &courses[chain] {
        Some(course) => {
            out.iter_mut().zip(some).for_each(|(p, k)| *p = core.sea.place_of(course.vertex(k)));
        }
        None => core.earth.places(&chains[chain].points[some], out),
    })
}
