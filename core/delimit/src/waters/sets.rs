//! Sets of base points: built when a rule first asks for them, kept for the next run.

use std::sync::{Arc, PoisonError, RwLockReadGuard, RwLockWriteGuard};

use littoral_model::ShoreKind;
use rayon::prelude::*;

use super::{DistanceOptions, From, Mark, Path, Waters};
use crate::around::Table;
use crate::basis::BaseSet;
use crate::error::DelimitError;
use crate::field::{Binary, Field, Node, SetId};

/// Most base-point sets of one case: drawn lines of a runaway script end here.
const MOST_SETS: usize = 4096;

#[derive(Default)]
pub(super) struct Registry {
    pub(super) sets: Vec<Arc<BaseSet>>,
    /// Party, islands counted, baseline used -> index.
    known: Vec<((usize, bool, bool), SetId)>,
    /// Ways through the water to some sets.
    pub(super) tables: Vec<(SetId, Arc<Table>)>,
}

impl Waters {
    /// Distance from a party's shores, metres. Partial effect of islands is the mean of the distances
    /// without and with them, weighted by the effect. Of a party that has nothing but islands they are the coast: they count
    /// in full, whatever the effect.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for an effect outside 0 to 1 or a party without any base point; through the water also for
    /// a coast with too many corners.
    pub fn distance(&self, party: usize, options: DistanceOptions) -> Result<Field, DelimitError> {
        let effect = options.islands;
        if !(0.0..=1.0).contains(&effect) {
            return Err(DelimitError::Invalid(format!(
                "effect of islands is {effect}; it goes from 0 to 1"
            )));
        }
        let mut own = self.case.shores.iter().filter(|s| s.party == party).map(|s| s.kind);
        let has_islands = own.clone().any(|kind| kind == ShoreKind::Islands);
        let has_mainland = own.any(|kind| matches!(kind, ShoreKind::Coast | ShoreKind::BasePoint));
        if !has_islands || effect == 0.0 && has_mainland {
            return self.measured(party, false, options);
        }
        let full = self.measured(party, true, options)?;
        if effect == 1.0 || !has_mainland {
            return Ok(full);
        }
        let none = self.measured(party, false, options)?;
        let part = |f: &Field, k: f64| f.binary(Binary::Mul, &Field::constant(k));
        Ok(part(&none, 1.0 - effect).binary(Binary::Add, &part(&full, effect)))
    }

    fn measured(
        &self,
        party: usize,
        islands: bool,
        options: DistanceOptions,
    ) -> Result<Field, DelimitError> {
        let straight = self.set_distance(party, islands, options.from)?;
        match options.path {
            Path::Straight => Ok(straight),
            Path::Water => self.through_water(&straight),
        }
    }

    fn set_distance(&self, party: usize, islands: bool, from: From) -> Result<Field, DelimitError> {
        let key = (party, islands, from == From::Baseline);
        if let Some(id) = self.known(key) {
            return Ok(Field::new(Node::Distance(id)));
        }
        if party >= self.case.parties.len() {
            return Err(DelimitError::Invalid(format!("there is no party number {party}")));
        }
        self.keep(key, self.core.base_set(&self.case, party, islands, from, self.bases))
    }

    fn known(&self, key: (usize, bool, bool)) -> Option<SetId> {
        self.read().known.iter().find(|k| k.0 == key).map(|k| k.1)
    }

    fn keep(&self, key: (usize, bool, bool), set: BaseSet) -> Result<Field, DelimitError> {
        if set.line.is_empty() {
            let name = &self.case.parties[key.0].id;
            return Err(DelimitError::Invalid(format!("{name} has no coast to measure from")));
        }
        let id = self.register(set)?;
        self.write()?.known.push((key, id));
        Ok(Field::new(Node::Distance(id)))
    }

    /// Builds the sets of all parties that are not there yet, on as many threads as there are.
    pub(super) fn prepare(&self, islands: bool, from: From) -> Result<(), DelimitError> {
        let key = |k: usize| (k, islands, from == From::Baseline);
        let missing: Vec<usize> =
            (0..self.case.parties.len()).filter(|k| self.known(key(*k)).is_none()).collect();
        let build = |k: &usize| self.core.base_set(&self.case, *k, islands, from, self.bases);
        let sets: Vec<BaseSet> = missing.par_iter().map(build).collect();
        missing.into_iter().zip(sets).try_for_each(|(k, set)| self.keep(key(k), set).map(drop))
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Registry> {
        // A panic while holding the lock cannot leave the registry half-changed: sets are only added.
        self.sets.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> Result<RwLockWriteGuard<'_, Registry>, DelimitError> {
        Ok(self.sets.write().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn register(&self, set: BaseSet) -> Result<SetId, DelimitError> {
        let mut registry = self.write()?;
        if registry.sets.len() >= MOST_SETS {
            return Err(DelimitError::Invalid(format!(
                "more than {MOST_SETS} sets of base points"
            )));
        }
        registry.sets.push(Arc::new(set));
        Ok(SetId(registry.sets.len() as u32 - 1))
    }

    /// How many lines have been drawn: for [`Self::rewind`].
    #[must_use]
    pub fn mark(&self) -> Mark {
        let registry = self.read();
        Mark { sets: registry.sets.len(), known: registry.known.len() }
    }

    /// Forgets what was registered since the mark, if lines were drawn since: they belong to one run
    /// of one rule. Fields made since then must not be used any more.
    pub fn rewind(&self, mark: Mark) {
        let Ok(mut registry) = self.write() else { return };
        let added = (registry.sets.len() - mark.sets.min(registry.sets.len()))
            .saturating_sub(registry.known.len() - mark.known.min(registry.known.len()));
        if added > 0 {
            registry.sets.truncate(mark.sets);
            registry.known.retain(|(_, id)| (id.0 as usize) < mark.sets);
            registry.tables.retain(|(id, _)| (id.0 as usize) < mark.sets);
        }
    }
}
