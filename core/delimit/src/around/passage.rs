//! The shortest way from a place to a party's shores.
//!
//! Where the nearest point of the shores is seen it is the answer, as no way is shorter than straight. Else corners are
//! tried, those first by which the way would be shortest if they were seen; then other points of the shores, which have to be
//! nearer than the way found. Corners that the way would pass on the wrong side are not looked at. The corner of the last
//! place is tried first: it saves looking at what is farther, and changes no bit of the answer.

use littoral_geodesy::{Cursor, Nearest, Shoreline, SurfacePoint};

use super::TOUCH_M;
use super::table::{Bend, Table};

/// A shortest way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage {
    /// Where it ends, with the length of the whole way for its distance.
    pub(crate) end: Nearest,
    /// The straight distance, metres.
    pub(crate) straight_m: f64,
    /// Where it turns: the first time and the last, if it does.
    pub(crate) turns: Option<[SurfacePoint; 2]>,
    /// For a place on land: where it reaches the water.
    pub(crate) landing: Option<SurfacePoint>,
}

impl Passage {
    fn straight(end: Nearest, straight_m: f64) -> Self {
        Self { end, straight_m, turns: None, landing: None }
    }
}

/// What is kept from place to place, for one set of shores.
#[derive(Debug, Clone, Default)]
pub(crate) struct Walker {
    pub(crate) cursor: Cursor,
    /// The bend taken last.
    bend: Option<usize>,
}

/// How far a place is from the rim of the sea, negative on land, and the nearest place of the rim.
pub(crate) type Sounding = (f64, Nearest);

impl Table {
    /// The shortest way from a place that was sounded.
    pub(crate) fn passage(
        &self,
        (sea, shores): (&Shoreline, &Shoreline),
        (p, (depth_m, rim)): (&SurfacePoint, &Sounding),
        (walker, look): (&mut Walker, f64),
    ) -> Passage {
        if *depth_m >= -TOUCH_M {
            return self.afloat((sea, shores), p, (walker, look));
        }
        let mut passage = self.afloat((sea, shores), &rim.at, (walker, look));
        passage.end.distance_m += rim.distance_m;
        passage.landing = Some(rim.at);
        passage
    }

    fn afloat(
        &self,
        (sea, shores): (&Shoreline, &Shoreline),
        p: &SurfacePoint,
        (walker, look): (&mut Walker, f64),
    ) -> Passage {
        let near = shores.nearest_from(p, &mut walker.cursor, look);
        if near.distance_m <= TOUCH_M || sea.sees(p, &near.at, TOUCH_M) {
            return Passage::straight(near, near.distance_m);
        }
        let best = self.best_bend(sea, p, walker.bend);
        walker.bend = best.map(|b| b.1);
        let bound_m = best.map_or(f64::INFINITY, |b| b.0);
        let other = shores.nearest_where(p, bound_m, |foot| sea.sees(p, foot, TOUCH_M));
        match best {
            Some((distance_m, k)) if other.distance_m > distance_m => {
                let bend = &self.bends[k];
                let first = self.corners.list[bend.corner as usize].at;
                let end = Nearest { distance_m, ..bend.foot };
                let (straight_m, turns) = (near.distance_m, Some([first, bend.last]));
                Passage { end, straight_m, turns, landing: None }
            }
            // Nothing leads there: farther than any place is, and still a number to reckon with.
            None if other.distance_m.is_infinite() => {
                let end = Nearest { distance_m: near.distance_m + unreached_m(sea), ..near };
                Passage::straight(end, near.distance_m)
            }
            _ => Passage::straight(other, near.distance_m),
        }
    }

    /// Length of the shortest way that turns, and its first bend; of several the nearest to the shores.
    fn best_bend(
        &self,
        sea: &Shoreline,
        p: &SurfacePoint,
        guess: Option<usize>,
    ) -> Option<(f64, usize)> {
        let spot = |bend: &Bend| &self.corners.list[bend.corner as usize];
        let leads = |bend: &Bend| {
            let corner = spot(bend);
            corner.is_passed_from(p) && corner.turns(p, &bend.next)
        };
        let length = |bend: &Bend| bend.rest_m + sea.earth().distance(p, &spot(bend).at);
        let is_seen = |bend: &Bend| sea.sees(p, &spot(bend).at, TOUCH_M);
        let guessed = guess.and_then(|k| Some((k, self.bends.get(k)?)));
        let guessed = guessed.filter(|(_, bend)| leads(bend) && is_seen(bend));
        let mut best = guessed.map(|(k, bend)| (length(bend), k));
        let most_m = best.map_or(f64::INFINITY, |b| b.0);
        // A chord is never longer than the geodesic.
        let least = |bend: &Bend| bend.rest_m + (spot(bend).at.p - p.p).norm();
        let near = self.bends.iter().take_while(|bend| bend.rest_m <= most_m);
        let mut open: Vec<(f64, usize)> = near
            .enumerate()
            .map(|(k, bend)| (least(bend), k))
            .filter(|(least_m, k)| *least_m <= most_m && leads(&self.bends[*k]))
            .collect();
        open.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (least_m, k) in open {
            if best.is_some_and(|b| least_m > b.0) {
                break;
            }
            let found = (length(&self.bends[k]), k);
            if best.is_none_or(|b| found < b) && is_seen(&self.bends[k]) {
                best = Some(found);
            }
        }
        best
    }
}

/// What is added to the straight distance where no way leads: half round the earth, metres.
fn unreached_m(sea: &Shoreline) -> f64 {
    std::f64::consts::PI * sea.earth().b_m()
}
