//! Distance through the water as an option: what it needs is made when a rule first asks for it, and kept.

use std::sync::Arc;

use littoral_geodesy::many;

use super::Waters;
use crate::around::{Corners, Table};
use crate::error::DelimitError;
use crate::field::{Field, Node};

/// Along which way distance is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Path {
    /// Straight, over land and water alike: the distance of the law.
    #[default]
    Straight,
    /// The shortest way that stays in the sea.
    Water,
}

impl Waters {
    /// The same distance through the water.
    pub(super) fn through_water(&self, straight: &Field) -> Result<Field, DelimitError> {
        let Node::Distance(id) = *straight.node() else {
            return Err(DelimitError::Invalid("there is no shore to measure from".into()));
        };
        let registry = self.read();
        let known = registry.tables.iter().any(|(of, _)| *of == id);
        let set = registry.sets.get(id.0 as usize).cloned();
        drop(registry);
        if let Some(set) = set.filter(|_| !known) {
            let corners = self.corners()?;
            let table = many::pooled(|| Table::new(&self.core.sea, &set.line, corners));
            self.write()?.tables.push((id, Arc::new(table)));
        }
        Ok(Field::new(Node::Water(id)))
    }

    /// The corners of the land. Of two rules that ask at once both make them, and the same.
    fn corners(&self) -> Result<Arc<Corners>, DelimitError> {
        if let Some(known) = self.corners.get() {
            return Ok(known.clone());
        }
        let new = Arc::new(many::pooled(|| Corners::new(&self.core.sea))?);
        Ok(self.corners.get_or_init(|| new).clone())
    }
}
