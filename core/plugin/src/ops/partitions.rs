//! Words that make partitions.

use std::cell::OnceCell;
use std::ffi::c_void;
use std::rc::Rc;
use std::slice;

use littoral_delimit::{
    Bound, DistanceOptions, Field, FitRequest, Holder, LayerDivision, Partition,
};
use littoral_sdk::abi::{LitField, LitFit, LitPartition, LitRegion, LitStr};

use super::{Desk, Done, Fault, HOLDER_BYTES, at_desk};
use crate::context;

/// Deepest pile of overlays: beyond it a loop is piling them up.
const DEEPEST: u32 = 64;

/// A partition, or a solved layer of one that is not known any more.
pub(crate) struct Held {
    /// Scores by holder, while they are known.
    partition: Option<Partition>,
    solved: OnceCell<Rc<LayerDivision>>,
    /// Were weights fitted for it? What they do to coasts is then reported.
    fitted: bool,
    depth: u32,
}

impl Held {
    fn lazy(partition: Partition, fitted: bool, depth: u32) -> Self {
        Self { partition: Some(partition), solved: OnceCell::new(), fitted, depth }
    }

    /// A solved layer: what metrics are given.
    fn solved(layer: Rc<LayerDivision>) -> Self {
        Self { partition: None, solved: OnceCell::from(layer), fitted: false, depth: 0 }
    }

    fn scores(&self) -> Done<&Partition> {
        let text = "a layer that a metric is given can be asked, not overlaid";
        self.partition.as_ref().ok_or_else(|| Fault::wrong(text))
    }
}

impl Desk<'_> {
    /// Puts a solved layer on the desk.
    pub(crate) fn solved_layer(&self, layer: &LayerDivision) -> Done<LitPartition> {
        let held = Held::solved(Rc::new(layer.clone()));
        Ok(LitPartition { id: self.partitions.add(Rc::new(held))? })
    }

    fn partition(&self, held: Held) -> Done<LitPartition> {
        let holders = held.partition.as_ref().map_or(0, |p| p.scores.len());
        self.charge(holders.saturating_mul(HOLDER_BYTES))?;
        Ok(LitPartition { id: self.partitions.add(Rc::new(held))? })
    }

    /// The solution of a partition; computed once.
    pub(super) fn solve(&self, held: &Held) -> Done<Rc<LayerDivision>> {
        if let Some(layer) = held.solved.get() {
            return Ok(layer.clone());
        }
        let scores = held.scores()?;
        let layer = self.ask(|w, f, o| w.solve(scores, f, o))?;
        let vertices: usize = layer.lines.iter().map(|l| l.points.len()).sum();
        self.charge(vertices.saturating_mul(1024))?;
        Ok(held.solved.get_or_init(|| Rc::new(layer)).clone())
    }

    /// What fitted weights do to coasts.
    pub(super) fn doubts(&self, held: &Held) -> Done<Vec<String>> {
        if !held.fitted {
            return Ok(Vec::new());
        }
        let (layer, scores) = (self.solve(held)?, held.scores()?);
        self.ask(|w, f, o| w.doubts(scores, &layer, f, o))
    }

    /// A holder by name.
    pub(super) fn holder(&self, name: LitStr) -> Done<Holder> {
        // SAFETY: the ABI: a text that lives for the call.
        let name = unsafe { context::text(name) };
        let parties = || self.waters.case().party_ids();
        let holder = match name.strip_prefix("JOINT:") {
            Some(joint) => Holder::joint(parties(), &joint.split('+').collect::<Vec<_>>()),
            None => {
                let known = matches!(name.as_str(), "COMMON" | "NONE");
                (known || parties().any(|p| p == name)).then(|| Holder::new(&name))
            }
        };
        holder.ok_or_else(|| {
            Fault::wrong(format!(
                "no holder \"{name}\"; this sea has {}; others are COMMON, NONE and JOINT:A+B",
                parties().collect::<Vec<_>>().join(" ")
            ))
        })
    }

    /// Scores by party, in the case's order.
    fn scores(&self, score: *const LitField, n: usize) -> Done<Vec<(Holder, Field)>> {
        let parties = &self.waters.case().parties;
        if score.is_null() || n != parties.len() {
            return Err(Fault::wrong(format!("{n} scores for {} parties", parties.len())));
        }
        // SAFETY: the ABI: `n` handles that live for the call.
        let list = unsafe { slice::from_raw_parts(score, n) };
        let one = |(party, f): (&littoral_model::Party, &LitField)| {
            Ok((Holder::new(&party.id), self.fields.get(f.id)?.0))
        };
        parties.iter().zip(list).map(one).collect()
    }

    fn fit(&self, request: &LitFit, weights: *mut f64) -> Done<LitPartition> {
        let n = self.waters.case().parties.len();
        let scores = self.scores(request.score, request.n_parties as usize)?;
        let mut bounds = vec![Bound::FREE; n];
        for (list, least, most) in [
            (request.floor, true, false),
            (request.ceil, false, true),
            (request.target, true, true),
        ] {
            if list.is_null() {
                continue;
            }
            // SAFETY: the ABI: one number a party, which live for the call.
            let list = unsafe { slice::from_raw_parts(list, n) };
            for (bound, share) in bounds.iter_mut().zip(list).filter(|(_, s)| !s.is_nan()) {
                if !(0.0..=1.0).contains(share) {
                    return Err(Fault::wrong(format!("a share is from 0 to 1, not {share}")));
                }
                // A floor of 0 asks for nothing.
                if least && (*share > 0.0 || most) {
                    bound.least = *share;
                }
                if most {
                    bound.most = *share;
                }
            }
        }
        let mut wish = FitRequest::new(scores.clone(), bounds);
        if request.keep.id != 0 {
            wish.keep = Some((self.regions.get(request.keep.id)?.0, Partition::new(scores)));
        }
        let (partition, proof) = self.ask(|w, f, o| w.fit(&wish, f, o))?;
        self.warnings.borrow_mut().extend(proof.notes.iter().cloned());
        if !weights.is_null() {
            // SAFETY: the ABI: room for one number a party.
            let out = unsafe { slice::from_raw_parts_mut(weights, n) };
            out.iter_mut().zip(&proof.weights).for_each(|(out, w)| *out = *w);
        }
        self.partition(Held::lazy(partition, true, 0))
    }
}

pub(super) extern "C" fn sea_assign(
    ctx: *mut c_void,
    score: *const LitField,
    n: usize,
) -> LitPartition {
    at_desk(ctx, "sea_assign", LitPartition::default(), |desk| {
        let scores = desk.scores(score, n)?;
        desk.partition(Held::lazy(Partition::new(scores), false, 0))
    })
}

pub(super) extern "C" fn sea_equidistance(ctx: *mut c_void, islands: f64) -> LitPartition {
    at_desk(ctx, "sea_equidistance", LitPartition::default(), |desk| {
        let options = DistanceOptions { islands, ..DistanceOptions::default() };
        let partition = desk.ask(|w, _, _| w.equidistance(options))?;
        desk.partition(Held::lazy(partition, false, 0))
    })
}

pub(super) extern "C" fn sea_fit(
    ctx: *mut c_void,
    request: *const LitFit,
    weights: *mut f64,
) -> LitPartition {
    at_desk(ctx, "sea_fit", LitPartition::default(), |desk| {
        // SAFETY: the ABI: null, or a request that begins with its own size and lives for the call.
        let request = unsafe { crate::call::sized(request, "the request") }.map_err(Fault::abi)?;
        desk.fit(&request, weights)
    })
}

fn over(
    desk: &Desk<'_>,
    (p, inside): (LitPartition, LitRegion),
    with: impl FnOnce(&Partition, &littoral_delimit::Region) -> Done<(Partition, bool, u32)>,
) -> Done<LitPartition> {
    let (held, (region, _)) = (desk.partitions.get(p.id)?, desk.regions.get(inside.id)?);
    let (partition, fitted, other) = with(held.scores()?, &region)?;
    let depth = held.depth.max(other) + 1;
    if depth > DEEPEST {
        return Err(Fault::wrong(format!("more than {DEEPEST} overlays on each other")));
    }
    desk.partition(Held::lazy(partition, held.fitted || fitted, depth))
}

pub(super) extern "C" fn partition_over(
    ctx: *mut c_void,
    p: LitPartition,
    inside: LitRegion,
    holder: LitStr,
) -> LitPartition {
    at_desk(ctx, "partition_over", LitPartition::default(), |desk| {
        let holder = desk.holder(holder)?;
        over(desk, (p, inside), |p, r| Ok((p.over_holder(r, &holder), false, 0)))
    })
}

pub(super) extern "C" fn partition_overlay(
    ctx: *mut c_void,
    p: LitPartition,
    inside: LitRegion,
    q: LitPartition,
) -> LitPartition {
    at_desk(ctx, "partition_overlay", LitPartition::default(), |desk| {
        let other = desk.partitions.get(q.id)?;
        over(desk, (p, inside), |p, r| Ok((p.over(r, other.scores()?), other.fitted, other.depth)))
    })
}
