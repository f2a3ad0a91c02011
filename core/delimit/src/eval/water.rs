//! Distances through the water at the present place: see [`crate::around`].
//!
//! The place is sounded once for all parties. A way that turns has no base point that is nearest as the crow flies: it stays
//! out of signatures, its gradient points away from its first corner, and where two ways end at a common terminus the side of
//! the ray is that of the last corner, from where the terminus is seen.

use littoral_geodesy::{Cursor, SurfacePoint, Vec3, densify};

use super::{Anchor, Evaluator};
use crate::around::{Passage, Sounding, Walker};
use crate::enclose::Interval;
use crate::tape::{Op, Tape};

/// State for all slots.
pub(super) struct Water {
    cursor: Cursor,
    /// How deep the present place is in the sea, once somebody has asked.
    sounding: Option<Sounding>,
    walkers: Vec<Walker>,
    /// By slot: the way from the present place.
    ways: Vec<Option<Passage>>,
}

impl Water {
    pub(super) fn new(tape: &Tape) -> Self {
        // Nearly all tapes have nothing to do with it.
        let asked = tape.ops.iter().any(|op| matches!(op, Op::Water(_)));
        let slots = if asked { tape.sets.len() } else { 0 };
        Self {
            cursor: Cursor::default(),
            sounding: None,
            walkers: vec![Walker::default(); slots],
            ways: vec![None; slots],
        }
    }

    /// Nothing is known of the next place.
    pub(super) fn leave(&mut self) {
        self.sounding = None;
    }

    /// Does the way of a slot turn, or come from land? False of what is measured straight.
    pub(super) fn is_bent(&self, slot: u8) -> bool {
        self.way(slot).is_some_and(|w| w.turns.is_some() || w.landing.is_some())
    }

    fn way(&self, slot: u8) -> Option<&Passage> {
        self.ways.get(slot as usize)?.as_ref()
    }
}

impl Evaluator<'_> {
    /// The length of the way of a slot.
    pub(super) fn through_water(&mut self, register: usize, slot: u8) -> f64 {
        let (basis, k) = (self.basis, slot as usize);
        let id = self.tape.sets[k];
        // A field is made together with its table.
        let Some(table) = basis.table(id) else { return f64::NAN };
        let water = &mut self.water;
        let sounding = match water.sounding {
            Some(known) => known,
            None => basis.sea.signed_from(&self.at, &mut water.cursor, self.look),
        };
        water.sounding = Some(sounding);
        let shores = &basis.sets[id.0 as usize].line;
        let walker = (&mut water.walkers[k], self.look);
        let way = table.passage((&basis.sea, shores), (&self.at, &sounding), walker);
        // As the crow flies from where the place was looked for: at the rim, if it is on land.
        let from = way.landing.map_or(self.at.p, |at| at.p);
        self.anchors[register] = Some(Anchor { at: from, value: Interval::point(way.straight_m) });
        water.ways[k] = Some(way);
        self.hits[k] = Some(way.end);
        way.end.distance_m
    }

    /// What is known of a way over the ball about the present place: it is nowhere shorter than straight. Across land it may
    /// be longer by any amount.
    pub(super) fn around_water(&self, k: usize, radius_m: f64) -> Interval {
        let least = self.anchors[k].as_ref().map_or(0.0, |anchor| {
            let way = (self.at.p - anchor.at).norm();
            // A geodesic exceeds its chord by less than 0.1 % so far.
            if way > 0.14 * self.earth().b_m() { 0.0 } else { anchor.value.lo - way * 1.001 - 1e-3 }
        });
        Interval { lo: (least - radius_m).max(0.0), hi: f64::INFINITY }
    }

    /// Away from where the way of a slot goes first, a unit tangent; `None` at the shore itself.
    pub(crate) fn off_shore(&self, slot: u8) -> Option<Vec3> {
        let way = self.water.way(slot)?;
        let first = way.landing.or(way.turns.map(|t| t[0])).unwrap_or(way.end.at);
        let apart = (first.p - self.at.p).norm() > 1e-3;
        apart.then(|| -densify::towards(&self.at, &first))
    }

    /// The place from which the base points of some slots (bit set) are seen: the present one, or the last corner of ways
    /// that turn.
    pub(super) fn seen_from(&self, mask: u64) -> &SurfacePoint {
        let slots = (0..self.water.ways.len() as u8).filter(|s| mask >> s & 1 == 1);
        let mut turns = slots.filter_map(|s| self.water.way(s)?.turns.as_ref());
        turns.next().map_or(&self.at, |t| &t[1])
    }
}
