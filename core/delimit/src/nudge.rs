//! Drawn lines moved by a hair.
//!
//! A line that touches the shore in one point (a meridian by a cape) neither crosses it nor leaves it alone:
//! whether holders change there is a matter of rounding, and the topology may not close. Moved by a tenth of a
//! millimetre to either side it does one or the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::field::{Binary, Field, Node};
use crate::partition::Partition;

/// By how much lines are moved, metres: below the precision of a printed line.
pub(crate) const HAIRS_M: [f64; 2] = [1e-4, -1e-4];

/// The partition with every drawn line moved to its left (positive) or right; `None` if there is none.
pub(crate) fn moved(partition: &Partition, by_m: f64) -> Option<Partition> {
    let mut nudge = Nudge { by: Field::constant(by_m), known: BTreeMap::new(), found: false };
    let scores = partition.scores.iter().map(|(h, f)| (h.clone(), nudge.field(f))).collect();
    nudge.found.then(|| Partition {
        sparse: partition.sparse,
        ..Partition::new(scores).with_rays(partition.turned.to_vec())
    })
}

struct Nudge {
    by: Field,
    /// Parts that trees share are shared again.
    known: BTreeMap<usize, Field>,
    found: bool,
}

impl Nudge {
    fn field(&mut self, field: &Field) -> Field {
        let key = Arc::as_ptr(&field.0) as usize;
        if let Some(done) = self.known.get(&key) {
            return done.clone();
        }
        let new = self.rebuilt(field);
        self.known.insert(key, new.clone());
        new
    }

    fn all(&mut self, fields: &[Field]) -> Arc<[Field]> {
        fields.iter().map(|f| self.field(f)).collect()
    }

    fn rebuilt(&mut self, field: &Field) -> Field {
        match field.node() {
            Node::Constant(_)
            | Node::Distance(_)
            | Node::Water(_)
            | Node::Latitude
            | Node::Longitude => field.clone(),
            Node::Side(_) => {
                self.found = true;
                field.binary(Binary::Add, &self.by)
            }
            Node::External { function, inputs, outputs, output, lipschitz } => {
                Field::new(Node::External {
                    function: *function,
                    inputs: self.all(inputs),
                    outputs: *outputs,
                    output: *output,
                    lipschitz: *lipschitz,
                })
            }
            Node::Unary(op, a) => self.field(a).unary(*op),
            Node::Binary(op, a, b) => {
                let (a, b) = (self.field(a), self.field(b));
                a.binary(*op, &b)
            }
            Node::Where(s, a, b) => {
                let [s, a, b] = [s, a, b].map(|f| self.field(f));
                Field::new(Node::Where(s, a, b))
            }
            Node::Before(a, b, pair) => self.field(a).before(&self.field(b), *pair),
            Node::Excess(all, k) => Field::new(Node::Excess(self.all(all), *k)),
        }
    }
}
