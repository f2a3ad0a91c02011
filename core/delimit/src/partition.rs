//! Who holds what: a partition is a score a holder; the lowest score holds the point.
//!
//! Overlays stay in the same form. `over(region, holder)` does not cut polygons: it rewrites the
//! scores so that the holder's is lowest inside the region, and one engine traces every boundary,
//! whether it is equidistance, the rim of a belt or a drawn line.

mod caps;
mod names;

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

pub(crate) use self::caps::lifted;
use crate::basis::TerminusId;
use crate::field::{Binary, Field, Node, Region};

/// Who holds a part of the sea: a party's id, `COMMON`, `NONE`, or `JOINT:A+B`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Holder(pub Arc<str>);

impl Holder {
    /// A holder by name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The common space of all parties.
    #[must_use]
    pub fn common() -> Self {
        Self::new("COMMON")
    }

    /// Two parties or more together, in the order of `parties` whatever theirs is: `JOINT:A+B` and `JOINT:B+A` are one holder.
    /// `None` for fewer than two, for one that is named twice and for one that is no party.
    #[must_use]
    pub fn joint<'a>(parties: impl Iterator<Item = &'a str>, members: &[&str]) -> Option<Self> {
        let known: Vec<&str> = parties.filter(|p| members.contains(p)).collect();
        let whole = known.len() == members.len() && known.len() > 1;
        whole.then(|| Self::new(&format!("JOINT:{}", known.join("+"))))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A lazy partition of the sea. Cheap to clone; solved by [`crate::Waters::solve`].
#[derive(Debug, Clone)]
pub struct Partition {
    /// Holders in order (parties in the case's order, then the others) with their scores.
    pub scores: Arc<[(Holder, Field)]>,
    /// Holders that are no party are listed only where they have an area.
    pub(crate) sparse: bool,
    /// Rays of tie wedges that are not where their terminus puts them: a fit turns them.
    pub(crate) turned: Arc<[Turned]>,
}

/// The ray through the tie wedge of a terminus, as a partition has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Turned {
    pub(crate) terminus: TerminusId,
    pub(crate) azimuth_deg: f64,
}

/// Rays of two, at most one a terminus: the first one's where both turn it.
pub(crate) fn joined(first: &Arc<[Turned]>, second: &Arc<[Turned]>) -> Arc<[Turned]> {
    if second.is_empty() {
        return first.clone();
    }
    let known = |t: &&Turned| !first.iter().any(|own| own.terminus == t.terminus);
    first.iter().chain(second.iter().filter(known)).copied().collect()
}

impl Partition {
    /// Lowest score holds.
    #[must_use]
    pub fn new(scores: Vec<(Holder, Field)>) -> Self {
        Self { scores: scores.into(), sparse: false, turned: Arc::default() }
    }

    /// The same for holders that stand for what may be rather than for what is: those that are no party are listed only
    /// where they have an area. The regime of a day names them so.
    #[must_use]
    pub fn sparse(self) -> Self {
        Self { sparse: true, ..self }
    }

    /// The same with rays turned. A terminus has one ray everywhere.
    pub(crate) fn with_rays(mut self, turned: Vec<Turned>) -> Self {
        self.turned = turned.into();
        self
    }

    /// The azimuth to which the ray of a terminus is turned, degrees.
    pub(crate) fn ray_at(&self, terminus: TerminusId) -> Option<f64> {
        self.turned.iter().find(|t| t.terminus == terminus).map(|t| t.azimuth_deg)
    }

    /// Holders in order.
    pub fn holders(&self) -> impl Iterator<Item = &Holder> {
        self.scores.iter().map(|(h, _)| h)
    }

    /// The scores rewritten so that the winner's is 0 and everybody else's positive.
    fn normal(&self) -> Vec<(Holder, Field)> {
        let all: Arc<[Field]> = lifted(&self.scores).into();
        let excess = |k| Field::new(Node::Excess(all.clone(), k));
        self.scores.iter().enumerate().map(|(k, (h, _))| (h.clone(), excess(k))).collect()
    }

    /// This partition outside `region`, `inside` within it.
    #[must_use]
    pub fn over(&self, region: &Region, inside: &Self) -> Self {
        let zero = Field::constant(0.0);
        // Added, not taken as a maximum: two holders that both lose inside must still differ there by
        // what they differ outside, or their line would end in a plateau at the region's rim.
        let out = region.field.unary(crate::field::Unary::Neg).binary(Binary::Max, &zero);
        let g = &region.field.binary(Binary::Max, &zero);
        let mut merged: Vec<(Holder, Option<Field>, Option<Field>)> =
            self.normal().into_iter().map(|(h, f)| (h, Some(f), None)).collect();
        for (h, f) in inside.normal() {
            match merged.iter_mut().find(|(k, ..)| *k == h) {
                Some(slot) => slot.2 = Some(f),
                None => merged.push((h, None, Some(f))),
            }
        }
        let score = |outside: Option<Field>, inside: Option<Field>| {
            let a = outside.map(|f| f.binary(Binary::Add, &out));
            let b = inside.map(|f| f.binary(Binary::Add, g));
            match (a, b) {
                (Some(a), Some(b)) => a.binary(Binary::Min, &b),
                (Some(f), None) | (None, Some(f)) => f,
                (None, None) => Field::constant(f64::INFINITY),
            }
        };
        let merged = Self::new(merged.into_iter().map(|(h, a, b)| (h, score(a, b))).collect());
        let turned = joined(&joined(&self.turned, &inside.turned), &region.turned);
        Self { sparse: self.sparse || inside.sparse, turned, ..merged }
    }

    /// This partition outside `region`, one holder within it.
    #[must_use]
    pub fn over_holder(&self, region: &Region, holder: &Holder) -> Self {
        self.over(region, &Self::new(vec![(holder.clone(), Field::constant(0.0))]))
    }
}
