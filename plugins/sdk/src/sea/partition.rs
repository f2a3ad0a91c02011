//! Partitions: overlays and questions.

use super::{Place, Region, Sea, call, listed};
use crate::abi::{LitPartition, LitStr};

/// Who holds what.
#[derive(Clone, Copy)]
pub struct Partition<'s> {
    pub(super) sea: &'s Sea<'s>,
    pub(crate) id: LitPartition,
}

impl<'s> Partition<'s> {
    pub(crate) fn given(sea: &'s Sea<'s>, id: LitPartition) -> Self {
        Self { sea, id }
    }

    /// Inside the region a holder: a party's id, `COMMON`, `JOINT:AZE+IRN`.
    #[must_use]
    pub fn over(self, inside: Region<'_>, holder: &str) -> Self {
        let holder = LitStr::new(holder);
        let id =
            call!(self.sea, partition_over(self.id, inside.id, holder), LitPartition::default());
        Self { id, ..self }
    }

    /// Inside the region what another partition says.
    #[must_use]
    pub fn overlay(self, inside: Region<'_>, other: Self) -> Self {
        let word = LitPartition::default();
        let id = call!(self.sea, partition_overlay(self.id, inside.id, other.id), word);
        Self { id, ..self }
    }

    /// Per cent of the sea; solves the partition at the first question.
    #[must_use]
    pub fn share(self, holder: &str) -> f64 {
        call!(self.sea, partition_share(self.id, LitStr::new(holder)), f64::NAN)
    }

    /// Square metres.
    #[must_use]
    pub fn area(self, holder: &str) -> f64 {
        call!(self.sea, partition_area(self.id, LitStr::new(holder)), f64::NAN)
    }

    /// Per cent of the sea that changes hands.
    #[must_use]
    pub fn moved(self, other: Self) -> f64 {
        call!(self.sea, partition_moved(self.id, other.id), f64::NAN)
    }

    /// The boundary of two holders, the longest part of it; empty if they have none.
    #[must_use]
    pub fn line(self, a: &str, b: &str) -> Vec<Place> {
        let (a, b) = (LitStr::new(a), LitStr::new(b));
        listed(|lat, lon, room| call!(self.sea, partition_line(self.id, a, b, lat, lon, room), 0))
    }

    /// The closed rings of a holder's water, holes among them.
    #[must_use]
    pub fn rings(self, holder: &str) -> Vec<Vec<Place>> {
        let holder = LitStr::new(holder);
        let ring = |n: usize| {
            listed(|lat, lon, room| {
                call!(self.sea, partition_ring(self.id, holder, n, lat, lon, room), 0)
            })
        };
        (0..).map(ring).take_while(|ring| !ring.is_empty()).collect()
    }
}
