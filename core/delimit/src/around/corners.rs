//! The corners of the land, and which of them see one another.
//!
//! Only where land sticks out into the sea, its angle being less than half a turn, can a shortest way turn. Two such corners
//! are joined if they see each other and the way between them, prolonged, passes each of them by without running into its
//! land: any other way between them could be cut short. Both hold for every party, so this is made once a sea.

use littoral_geodesy::{Shoreline, SurfacePoint, Vec3, densify, many};

use super::{LEAST_ANGLE, TOUCH_M};
use crate::error::DelimitError;

/// Most corners: the pairs among them are looked at one by one.
const MOST: usize = 4_000;
/// A vertex where the rim turns by less lies on a straight coast, radians: ends of pieces of one edge do by rounding.
const LEAST_TURN: f64 = 1e-8;
/// Corners to a task.
const SOME: usize = 16;

/// A corner of the land.
#[derive(Debug, Clone)]
pub(crate) struct Corner {
    pub(crate) at: SurfacePoint,
    /// Directions of the rim from here, back and on, unit tangents; the sea is on the left of the rim.
    back: Vec3,
    on: Vec3,
}

impl Corner {
    /// The corner at which a piece of the rim begins, if it is one.
    fn at(sea: &Shoreline, piece: usize) -> Option<Self> {
        let (here, last) = (sea.piece(piece), sea.piece(sea.before(piece)?));
        if here.a == here.b {
            return None;
        }
        let at = sea.start_of(piece);
        let tangent = |to: Vec3| {
            let v = to - at.p;
            (v - at.n * v.dot(at.n)).unit()
        };
        let (back, on) = (tangent(last.a), tangent(here.b));
        // Land is on the right: it is less than half a turn wide where the rim turns right.
        let right_turn = at.n.dot(back.cross(on));
        // A spike without width turns by half a turn, of which the sine says nothing.
        let spike = back.dot(on) > 0.0 && right_turn >= 0.0;
        (right_turn > LEAST_TURN || spike).then_some(Self { at, back, on })
    }

    /// Does a direction run into the land, by more than rounding?
    fn is_inland(&self, direction: Vec3) -> bool {
        let side = |a: Vec3, b: Vec3| self.at.n.dot(a.cross(b)) > LEAST_ANGLE;
        side(self.back, direction) && side(direction, self.on)
    }

    /// Does the way from a place to here pass the land by? What runs into it, or would if it went straight on, turns here on
    /// no shortest way.
    pub(crate) fn is_passed_from(&self, p: &SurfacePoint) -> bool {
        let to = densify::towards(&self.at, p);
        !self.is_inland(to) && !self.is_inland(-to)
    }

    /// Does a way from a place that passes here turn round the land when it goes on to another, and not away from it?
    pub(crate) fn turns(&self, p: &SurfacePoint, next: &SurfacePoint) -> bool {
        let ahead = -densify::towards(&self.at, p);
        let side = |direction: Vec3| self.at.n.dot(ahead.cross(direction));
        let (land, way) = (side(self.back + self.on), side(densify::towards(&self.at, next)));
        land.abs() < LEAST_ANGLE || way.abs() < LEAST_ANGLE || land * way > 0.0
    }
}

/// All corners of a sea.
#[derive(Debug)]
pub(crate) struct Corners {
    pub(crate) list: Vec<Corner>,
    /// For each corner: those to which a way may go on, and how far they are, metres.
    pub(crate) roads: Vec<Vec<(u32, f64)>>,
}

impl Corners {
    /// Looks round from every corner of the rings of a sea.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for more corners than can be looked at.
    pub(crate) fn new(sea: &Shoreline) -> Result<Self, DelimitError> {
        let pieces = 0..sea.piece_count();
        let list: Vec<Corner> = pieces.filter_map(|k| Corner::at(sea, k)).collect();
        if list.len() > MOST {
            return Err(DelimitError::Invalid(format!(
                "the land has {} corners; distance through the water can be measured round {MOST} at most: simplify the coast first",
                list.len()
            )));
        }
        let later = |k: usize| {
            let from = &list[k];
            let to = (k as u32 + 1..).zip(&list[k + 1..]);
            let seen = to.filter(|(_, to)| {
                to.is_passed_from(&from.at)
                    && from.is_passed_from(&to.at)
                    && (to.at.p - from.at.p).norm() > TOUCH_M
                    && sea.sees(&from.at, &to.at, TOUCH_M)
            });
            seen.map(|(j, to)| (j, sea.earth().distance(&from.at, &to.at))).collect()
        };
        let mut roads: Vec<Vec<(u32, f64)>> = many::list(list.len(), SOME, later);
        for k in 0..list.len() {
            for (j, far_m) in roads[k].clone() {
                if j as usize > k {
                    roads[j as usize].push((k as u32, far_m));
                }
            }
        }
        Ok(Self { list, roads })
    }
}
