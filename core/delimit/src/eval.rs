//! Scores at a point and over a ball.
//!
//! Distances are looked up only where they can matter. A distance known at one place bounds itself at every
//! other (it changes by at most the way between them), so most holders are ruled out at a new place without a
//! search; the rest are loaded exactly, the likeliest first.
//!
//! Beside its value every part carries the set of distance fields that are *active* in it (the branch
//! that `min` took, nothing for a constant). Active fields with the features they are nearest to make
//! the *signature* of a place; a turning point is a change of signature along a line.

pub(crate) mod before;
mod beyond;
mod focus;
mod held;
mod holder;
mod level;
mod outward;
mod pair;
mod tie;
mod value;
mod water;
mod way;

use std::sync::Arc;

use littoral_geodesy::{Cursor, Earth, Feature, LatLon, Nearest, SurfacePoint, Vec3};

pub(crate) use self::focus::Focus;
pub(crate) use self::holder::SURELY_M;
pub(crate) use self::pair::{Pair, Seen};
use crate::basis::{Basis, TerminusId};
use crate::enclose::{Interval, outside};
use crate::error::DelimitError;
use crate::field::Unary;
use crate::tape::{Op, Reg, Tape};
use crate::waters::{Functions, NoFunctions, SolveOptions};

/// Two scores closer than this, relative to their size, may be a tie at a terminus.
const TIE: f64 = 1e-9;

/// Index of a holder within a partition.
pub(crate) type Label = u8;

/// The active base points of one or two scores: `(slot, feature)` in order of slot.
pub(crate) type Signature = Vec<(u8, Feature)>;

/// What a look at a place tells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) label: Label,
    /// By how much every other score is higher, at least, where scores are distances; else 0.
    pub(crate) margin_m: f64,
    /// Where scores are plain distances: that of the holder, and its nearest base point.
    pub(crate) own: Option<(f64, SurfacePoint)>,
    /// Where scores are straight: the holder's nearest base point.
    pub(crate) feature: Option<Feature>,
    /// The terminus at which the holder ties with another one, and that other; `None` if nobody has looked.
    pub(crate) tied: Option<Option<(TerminusId, Label)>>,
}

/// What is kept of the places asked for: see [`crate::basis`]'s memo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnMesh {
    No,
    /// They may be, and are looked up.
    Maybe,
    /// They are, and are kept.
    Yes,
}

/// A register of a distance with the last place at which it was looked up, or a bound of it.
#[derive(Clone)]
struct Anchor {
    at: Vec3,
    value: Interval,
}

/// Evaluates a tape at points near one another; keeps the last answers as hints.
pub(crate) struct Evaluator<'a> {
    pub(crate) basis: &'a Basis,
    pub(crate) tape: &'a Tape,
    functions: &'a dyn Functions,
    options: &'a SolveOptions<'a>,
    /// Party behind each holder, where it is one.
    parties: &'a [Option<usize>],
    /// What is left of the tape about the places that are asked for now.
    focus: Option<Arc<Focus>>,
    /// Does the focus stand for the present place?
    focused: bool,
    /// By register; the last is the score of holders that are out of the focus.
    value: Vec<f64>,
    active: Vec<u64>,
    /// Registers with a value for the present place.
    known: Vec<bool>,
    /// Enclosures of all registers, as [`Self::contenders`] left them.
    bounds: Vec<Interval>,
    /// Comparisons whose sign is known on the way in question.
    signs: Vec<way::Sign>,
    /// Are the places asked for those of the mesh, of which the next solution asks again?
    pub(crate) on_mesh: OnMesh,
    /// Base points that stand for the nearest: see [`held`].
    held: Vec<held::Held>,
    anchors: Vec<Option<Anchor>>,
    /// Room for [`Self::gradient`].
    pub(crate) gradients: Vec<Vec3>,
    hits: Vec<Option<Nearest>>,
    cursors: Vec<Cursor>,
    /// What distances through the water keep from place to place.
    water: water::Water,
    at: SurfacePoint,
    place: LatLon,
    /// Is there a present place?
    somewhere: bool,
    evaluations: u64,
    fault: Option<DelimitError>,
    /// What an undefined value is said to be of; `None` where it may be undefined.
    pub(crate) blames: Option<&'static str>,
    /// Holders whose scores stand for the present place (bit set).
    loaded: u64,
    /// Who held the last place: asked first.
    last: Label,
    /// How far distances look beyond the nearest base point, as a fraction: see [`Cursor`].
    pub(crate) look: f64,
}

/// What an evaluator is made of where no function lives outside the engine: may go to other threads.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    basis: &'a Basis,
    tape: &'a Tape,
    parties: &'a [Option<usize>],
    options: &'a SolveOptions<'a>,
}

impl<'a> Sources<'a> {
    pub(crate) fn evaluator(&self) -> Evaluator<'a> {
        Evaluator::new(self.basis, self.tape, self.parties, &NoFunctions, self.options)
    }
}

/// How far to look while places are scattered, and while a line is followed.
const LOOK: f64 = 1e-3;
pub(crate) const LOOK_ALONG: f64 = 2e-4;

impl<'a> Evaluator<'a> {
    pub(crate) fn new(
        basis: &'a Basis,
        tape: &'a Tape,
        parties: &'a [Option<usize>],
        functions: &'a dyn Functions,
        options: &'a SolveOptions<'a>,
    ) -> Self {
        let out = tape.ops.len();
        let mut value = vec![0.0; out];
        value.push(f64::INFINITY);
        let mut bounds = vec![Interval::EVERYTHING; out];
        bounds.push(Interval::point(f64::INFINITY));
        let at = basis.chart.centre();
        Self {
            basis,
            tape,
            functions,
            options,
            parties,
            focus: None,
            focused: false,
            value,
            active: vec![0; out + 1],
            known: vec![false; out + 1],
            bounds,
            signs: Vec::new(),
            on_mesh: OnMesh::No,
            held: Vec::new(),
            anchors: vec![None; out],
            gradients: Vec::new(),
            hits: vec![None; tape.sets.len()],
            cursors: vec![Cursor::default(); tape.sets.len()],
            water: water::Water::new(tape),
            place: basis.earth.lat_lon(&at),
            at,
            somewhere: false,
            evaluations: 0,
            fault: None,
            blames: Some("a score"),
            loaded: 0,
            last: 0,
            look: LOOK,
        }
    }

    /// What other evaluators like this are made of; `None` if functions outside the engine, which live on one thread, are
    /// among it.
    pub(crate) fn sources(&self) -> Option<Sources<'a>> {
        let Self { basis, tape, parties, options, .. } = *self;
        (!tape.outside).then_some(Sources { basis, tape, parties, options })
    }

    pub(crate) fn earth(&self) -> &'a Earth {
        &self.basis.earth
    }

    pub(crate) fn labels(&self) -> usize {
        self.tape.score.len()
    }

    /// All holders (bit set).
    pub(crate) fn everybody(&self) -> u64 {
        u64::MAX >> (64 - self.labels())
    }

    /// Fails if a function failed or the work was cancelled since the last check.
    pub(crate) fn check(&mut self) -> Result<(), DelimitError> {
        match self.fault.take() {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }

    /// Has something failed since the last check? What is looked for by halving need not go on then.
    pub(crate) fn has_failed(&self) -> bool {
        self.fault.is_some()
    }

    /// Goes to a place, to ask about the ball of `radius_m` about it; nothing is known there yet.
    fn go(&mut self, at: &SurfacePoint, radius_m: f64) {
        let here = self.at == *at && self.somewhere;
        if here && !self.focused {
            return;
        }
        let focused = self.focus.as_ref().is_some_and(|f| f.covers(at, radius_m));
        if here && focused {
            return;
        }
        self.focused = focused;
        self.at = *at;
        self.somewhere = true;
        self.loaded = 0;
        self.known.fill(false);
        self.hits.fill(None);
        self.water.leave();
        self.evaluations += 1;
        if self.evaluations.is_multiple_of(512) && self.fault.is_none() {
            self.fault = self.options.check().err();
        }
        if self.tape.placed {
            self.place = self.basis.place(at);
        }
    }

    /// Forgets what is known of the present place.
    fn forget(&mut self) {
        (self.somewhere, self.focused, self.loaded) = (false, false, 0);
        self.known.fill(false);
    }

    /// Evaluates the scores of the holders in `labels` (bit set) at a point.
    pub(crate) fn load(&mut self, at: &SurfacePoint, labels: u64) {
        self.go(at, 0.0);
        let missing = labels & !self.loaded;
        if missing == 0 {
            return;
        }
        self.loaded |= labels;
        for step in &self.steps().list {
            if step.needed & missing != 0 && !self.known[step.reg as usize] {
                self.step(step);
            }
        }
        let undefined = |k: &Label| missing >> k & 1 == 1 && self.score(*k).is_nan();
        let blamed = self.blames.is_some() && self.fault.is_none();
        if blamed && (0..self.labels() as Label).any(|k| undefined(&k)) {
            self.fault = self.undefined();
        }
    }

    /// Why a score is not a number at the present place, if a root or logarithm is to blame. (Zero over zero, as of two
    /// distances where their coasts meet, is a matter of one place and passes.)
    fn undefined(&self) -> Option<DelimitError> {
        let blamed = self.tape.ops.iter().enumerate().find_map(|(k, op)| match op {
            Op::Unary(op @ (Unary::Sqrt | Unary::Log), a) if self.known[k] => {
                let x = self.value[*a as usize];
                (x < 0.0 && outside(x)).then_some((op, x))
            }
            _ => None,
        })?;
        let name = if *blamed.0 == Unary::Log { "logarithm" } else { "square root" };
        let at = self.earth().lat_lon(&self.at);
        Some(DelimitError::Invalid(format!(
            "{} takes the {name} of {:.6} near {:.4}, {:.4}: keep its argument positive, for example with max(..., 1)",
            self.blames?, blamed.1, at.lat, at.lon
        )))
    }

    pub(crate) fn load_all(&mut self, at: &SurfacePoint) {
        self.load(at, self.everybody());
    }

    /// Score of a holder at the loaded point.
    pub(crate) fn score(&self, label: Label) -> f64 {
        self.value[self.score_of(label)]
    }

    /// The present place.
    pub(crate) fn at(&self) -> &SurfacePoint {
        &self.at
    }

    /// Value of a register at the loaded point.
    pub(crate) fn value_at(&self, r: Reg) -> f64 {
        self.value[r as usize]
    }

    /// Is the loaded point to the right of the line behind a slot (where `Side` is positive)?
    pub(crate) fn right_of(&self, slot: u8) -> bool {
        let side = |op: &Op| matches!(op, Op::Side(s) if *s == slot);
        self.tape.ops.iter().position(side).is_some_and(|k| self.value[k] > 0.0)
    }

    /// The nearest base point of a distance slot at the loaded point.
    pub(crate) fn hit(&self, slot: u8) -> Option<&Nearest> {
        self.hits[slot as usize].as_ref()
    }

    /// Distance and place of the nearest base point active in a holder's score at the loaded point.
    pub(crate) fn nearest_of(&self, label: Label) -> Option<(f64, SurfacePoint)> {
        let hit = self.hit(self.base_of(label)?.0)?;
        Some((hit.distance_m, hit.at))
    }

    /// What of a set is nearest to the loaded point, of the sets active in a holder's score.
    pub(crate) fn base_of(&self, label: Label) -> Option<(u8, Feature)> {
        let mask = self.active(label);
        let slots = (0..self.hits.len() as u8).filter(|s| mask >> s & 1 == 1);
        let hits = slots.filter_map(|s| Some((s, self.hit(s)?)));
        let nearest = hits.min_by(|x, y| x.1.distance_m.total_cmp(&y.1.distance_m))?;
        Some((nearest.0, nearest.1.feature))
    }

    /// Slots active in a holder's score.
    pub(crate) fn active(&self, label: Label) -> u64 {
        self.active[self.score_of(label)]
    }

    /// The party behind a holder, where it is one.
    pub(crate) fn party(&self, label: Label) -> Option<usize> {
        self.parties.get(label as usize).copied().flatten()
    }

    /// The party from whose shores a slot measures.
    pub(crate) fn party_of(&self, slot: u8) -> Option<usize> {
        self.basis.sets[self.tape.sets[slot as usize].0 as usize].party
    }

    /// The set behind a slot.
    pub(crate) fn set_of(&self, slot: u8) -> &'a crate::basis::BaseSet {
        &self.basis.sets[self.tape.sets[slot as usize].0 as usize]
    }
}
