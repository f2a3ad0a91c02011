//! Scores measured from base points that are held: what is nearest is known, or is proved afterwards.
//!
//! Along a stretch of a line between two places with the same nearest base points a search at every place on the way tells
//! nothing new. While base points are held, distances are those to them alone. They are never less than the true ones, and
//! nothing that is remembered for bounds or hints comes of them.

use littoral_geodesy::{Feature, Nearest, SurfacePoint};

use super::{Evaluator, Label, Signature};
use crate::tape::Straight;

/// A slot and what stands for its nearest base point: the nearer of two that adjoin, or of the same twice.
pub(super) type Held = (u8, Feature, Feature);

impl Evaluator<'_> {
    /// Holds the base points of two signatures. False, and nothing held, where they are not of the same slots, where a slot
    /// is no party's coast (a drawn line has sides), or where one of them is a terminus, at which scores tie, or joins one:
    /// rounding decides which of the two is named.
    pub(crate) fn hold(&mut self, p: &Signature, q: &Signature) -> bool {
        let plain = |slot: u8, f: Feature| {
            let set = self.set_of(slot);
            set.party.is_some() && !set.joins_terminus(f)
        };
        let alike = |((s, f), (t, g)): (&(u8, Feature), &(u8, Feature))| {
            s == t && plain(*s, *f) && plain(*s, *g)
        };
        if p.is_empty() || p.len() != q.len() || !p.iter().zip(q).all(alike) {
            return false;
        }
        self.forget();
        self.held.clear();
        self.held.extend(p.iter().zip(q).map(|((s, f), (_, g))| (*s, *f, *g)));
        true
    }

    /// Searches again from now on.
    pub(crate) fn let_go(&mut self) {
        self.held.clear();
        self.forget();
    }

    /// The held base point of a slot as seen from the present place.
    pub(super) fn held_hit(&self, slot: u8) -> Option<Nearest> {
        let (_, f, g) = *self.held.iter().find(|h| h.0 == slot)?;
        let line = &self.set_of(slot).line;
        let hit = |feature: Feature| {
            let (distance_m, at) = line.to_feature(&self.at, feature);
            let piece = line.pieces_of(feature.0 / 2).start as u32;
            Nearest { distance_m, feature, at, piece }
        };
        let first = hit(f);
        let second = (f != g).then(|| hit(g)).filter(|s| s.distance_m < first.distance_m);
        Some(second.unwrap_or(first))
    }

    /// Is a slot's base point held?
    pub(super) fn is_held(&self, slot: u8) -> bool {
        self.held.iter().any(|h| h.0 == slot)
    }

    /// Is some holder outside `but` (bit set) lower than a value at a place? Asked only of those of whom no bound says no.
    pub(crate) fn undercut(&mut self, at: &SurfacePoint, value: f64, but: u64) -> bool {
        self.go(at, 0.0);
        let open = match &self.tape.straight {
            Some(straight) if !self.focused => self.not_beyond(straight, value, !but),
            _ => {
                let others = self.steps().labels & !but;
                self.enclose(0.0, others);
                let all = (0..self.labels() as Label).filter(|k| others >> k & 1 == 1);
                // What is not a number rules nobody out.
                let ruled_out = |k: &Label| self.bounds[self.score_of(*k)].lo >= value;
                all.filter(|k| !ruled_out(k)).fold(0_u64, |m, k| m | 1 << k)
            }
        };
        self.load(at, open);
        (0..self.labels() as Label).any(|k| open >> k & 1 == 1 && self.score(k) < value)
    }

    /// Those of some holders (bit set) with straight scores that may be lower than a value at the present place.
    fn not_beyond(&mut self, straight: &[Straight], value: f64, others: u64) -> u64 {
        let at = self.at;
        let mut open = 0;
        for (k, own) in straight.iter().enumerate().filter(|(k, _)| others >> k & 1 == 1) {
            let value = if own.logarithm { libm::exp(value) } else { value };
            let need_m = (value - own.constant) / own.factor;
            let far = self.drift(own.reg as usize, 1.0).lo >= need_m;
            if !far && !self.keeps_off(&at, *own, need_m) {
                open |= 1 << k;
            }
        }
        open
    }
}
