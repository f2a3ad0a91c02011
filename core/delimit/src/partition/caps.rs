//! Scores that stop rising at a cap, as distances of which no more than 12 M count.
//!
//! Beyond the caps of all, scores are equal over an area, and the first holder of the lowest cap has it. There nothing tells
//! how far the area's rim is, and a line that is followed along it has signs alone. So everybody else's cap is lifted: where a
//! score is above its cap, that holder has nothing in either case, and on the rim the scores cross at full slope.

use super::Holder;
use crate::field::{Binary, Field, Node, Unary};

/// Wrappers about a cap are looked through down to this depth.
const DEEPEST: u32 = 16;

/// What a score is at most, and what it is without that bound (`None` for a constant).
struct Capped {
    most: f64,
    lifted: Option<Field>,
}

/// Scores with the same holder everywhere, ties going to the first, of which at most one keeps its cap.
pub(crate) fn lifted(scores: &[(Holder, Field)]) -> Vec<Field> {
    let caps: Vec<Option<Capped>> = scores.iter().map(|(_, f)| capped(f, DEEPEST)).collect();
    let most = |k: usize| caps[k].as_ref().map_or(f64::INFINITY, |c| c.most);
    let least = (0..scores.len()).reduce(|a, b| if most(b) < most(a) { b } else { a });
    let lift = |(k, (_, own)): (usize, &(Holder, Field))| {
        // Without a finite cap of anybody none bounds the others.
        let keeps = Some(k) == least || least.is_none_or(|m| most(m) == f64::INFINITY);
        let lifted = caps[k].as_ref().filter(|_| !keeps).and_then(|c| c.lifted.as_ref());
        lifted.unwrap_or(own).clone()
    };
    scores.iter().enumerate().map(lift).collect()
}

/// The cap of a score: `min` with a constant, rescaled and moved by constants at most, or the root or logarithm of that.
fn capped(field: &Field, depth: u32) -> Option<Capped> {
    if depth == 0 {
        return None;
    }
    if let Some(most) = field.as_constant() {
        return Some(Capped { most, lifted: None });
    }
    let within = |f: &Field| capped(f, depth - 1)?.with_field();
    match field.node() {
        Node::Binary(Binary::Min, a, b) => {
            let (x, most) = b.as_constant().map(|c| (a, c)).or(a.as_constant().map(|c| (b, c)))?;
            Some(Capped { most, lifted: Some(x.clone()) })
        }
        Node::Binary(op, a, b) => match (a.as_constant(), b.as_constant()) {
            (None, Some(c)) if rises(*op, c) => {
                Some(within(a)?.through(|f, most| (f.binary(*op, b), scalar(*op, most, c))))
            }
            (Some(c), None) if *op != Binary::Sub && *op != Binary::Div && rises(*op, c) => {
                Some(within(b)?.through(|f, most| (a.binary(*op, f), scalar(*op, c, most))))
            }
            _ => None,
        },
        Node::Unary(op @ (Unary::Sqrt | Unary::Log), a) => {
            Some(within(a)?.through(|f, most| (f.unary(*op), crate::enclose::unary(*op, most))))
        }
        _ => None,
    }
}

/// Does an operation with a constant rise with its other argument?
fn rises(op: Binary, c: f64) -> bool {
    match op {
        Binary::Add | Binary::Sub => c.is_finite(),
        Binary::Mul | Binary::Div => c > 0.0 && c.is_finite(),
        _ => false,
    }
}

fn scalar(op: Binary, a: f64, b: f64) -> f64 {
    crate::enclose::arithmetic(op, a, b)
}

impl Capped {
    fn with_field(self) -> Option<Self> {
        self.lifted.is_some().then_some(self)
    }

    /// The same with a rising operation done to both.
    fn through(self, f: impl Fn(&Field, f64) -> (Field, f64)) -> Self {
        match &self.lifted {
            Some(x) => {
                let (lifted, most) = f(x, self.most);
                // Where the operation is not defined nothing bounds the score.
                let most = if most.is_nan() { f64::INFINITY } else { most };
                Self { most, lifted: Some(lifted) }
            }
            None => self,
        }
    }
}
