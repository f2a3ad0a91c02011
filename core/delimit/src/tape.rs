//! A partition's scores compiled into a flat list of operations.
//!
//! The expression trees of all holders share their parts (every rule uses the same few distance
//! fields), so they become one list in which each part stands once. The list is evaluated at a point
//! by [`crate::eval::Evaluator`], or over a ball as intervals.

mod steps;
mod straight;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use self::steps::{Step, Steps};
pub(crate) use self::straight::Straight;
use crate::error::DelimitError;
use crate::eval::before::Before;
use crate::field::{Binary, Field, FunctionId, Node, SetId, Unary};
use crate::partition::{self, Partition};

/// Number of a register: where a part's value stands.
pub(crate) type Reg = u32;

/// One operation; its result goes to the register of the same number.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Constant(f64),
    /// Distance field number `slot` of the tape.
    Distance(u8),
    /// Distance through the water, same numbering.
    Water(u8),
    /// Signed distance, same numbering.
    Side(u8),
    Latitude,
    Longitude,
    /// Evaluates a function; the following `outputs - 1` registers are [`Op::Output`].
    External {
        function: FunctionId,
        inputs: Vec<Reg>,
        outputs: usize,
        lipschitz: Option<f64>,
    },
    Output,
    Unary(Unary, Reg),
    Binary(Binary, Reg, Reg),
    Where(Reg, Reg, Reg),
    Excess(Vec<Reg>, usize),
    Before(Before),
}

/// Compiled scores.
#[derive(Debug)]
pub(crate) struct Tape {
    pub(crate) ops: Vec<Op>,
    /// All of it, to be done in order.
    pub(crate) steps: Steps,
    /// Register of each holder's score.
    pub(crate) score: Vec<Reg>,
    /// The base-point sets behind the distance slots.
    pub(crate) sets: Vec<SetId>,
    /// True if some part has no enclosure.
    pub(crate) sampled: bool,
    /// True if some part is a function outside the engine.
    pub(crate) outside: bool,
    /// True if scores may jump from place to place: by a choice, or by a function outside the engine.
    pub(crate) jumps: bool,
    /// True if some part asks for latitude or longitude.
    pub(crate) placed: bool,
    /// True if every score is a distance, give or take a constant. Then each part of a cell touches its
    /// holder's own coast (on the way to the nearest point the own score falls at rate 1, others at most
    /// so fast), and the breakpoints of the coast tell of every one.
    pub(crate) reaching: bool,
    /// True if every score is a distance and nothing else.
    pub(crate) plain: bool,
    /// Where scores compare as distances times a factor and plus a constant: those of each holder.
    pub(crate) straight: Option<Vec<Straight>>,
}

fn reaches(ops: &[Op], score: Reg) -> bool {
    let of = |r: &Reg| &ops[*r as usize];
    match of(&score) {
        Op::Distance(_) => true,
        Op::Binary(Binary::Add | Binary::Sub, a, b) => {
            matches!((of(a), of(b)), (Op::Distance(_), Op::Constant(_)))
        }
        _ => false,
    }
}

fn asks_place(op: &Op) -> bool {
    matches!(op, Op::Latitude | Op::Longitude | Op::External { .. })
}

/// Scores are compared down to this depth.
const COMPARED: u32 = 12;
/// Bit sets over holders and over distance slots are 64 wide.
const MOST: usize = 64;

impl Tape {
    /// What two registers are of their distances, if they compare as those do.
    pub(crate) fn straight_pair(&self, pair: [Reg; 2]) -> Option<[Straight; 2]> {
        straight::all(&self.ops, &pair)?.try_into().ok()
    }

    /// Are two registers made alike, but for the distances in them, without a cap? Then they are equal where these are, and
    /// only where these are.
    pub(crate) fn alike(&self, a: Reg, b: Reg) -> bool {
        self.alike_within(a, b, COMPARED)
    }

    fn any_constant(&self, any: &[Reg]) -> bool {
        any.iter().any(|r| matches!(self.ops[*r as usize], Op::Constant(_)))
    }

    fn alike_within(&self, a: Reg, b: Reg, depth: u32) -> bool {
        if a == b || depth == 0 {
            return a == b;
        }
        let same = |x: &Reg, y: &Reg| self.alike_within(*x, *y, depth - 1);
        match (&self.ops[a as usize], &self.ops[b as usize]) {
            (Op::Distance(_), Op::Distance(_)) => true,
            (Op::Constant(x), Op::Constant(y)) => x == y,
            (Op::Unary(f, x), Op::Unary(g, y)) => f == g && same(x, y),
            (Op::Binary(Binary::Min | Binary::Max, x, y), _) if self.any_constant(&[*x, *y]) => {
                false
            }
            (Op::Binary(f, x, y), Op::Binary(g, u, v)) => f == g && same(x, u) && same(y, v),
            (Op::Excess(all, i), Op::Excess(others, j)) => {
                all == others && same(&all[*i], &all[*j])
            }
            _ => false,
        }
    }

    pub(crate) fn compile(partition: &Partition) -> Result<Self, DelimitError> {
        if partition.scores.len() > MOST {
            return Err(DelimitError::Invalid(format!(
                "{} holders in one partition; at most {MOST} are possible",
                partition.scores.len()
            )));
        }
        let mut c = Compiler::default();
        let mut score = Vec::new();
        // Parts are known by their places in memory: all of them live as long as the compiler.
        let fields = partition::lifted(&partition.scores);
        for field in &fields {
            score.push(c.field(field)?);
        }
        Ok(Self {
            sampled: c.sampled,
            outside: !c.externals.is_empty(),
            jumps: c.ops.iter().any(|op| matches!(op, Op::Where(..) | Op::External { .. })),
            placed: c.ops.iter().any(asks_place),
            reaching: score.iter().all(|r| reaches(&c.ops, *r)),
            plain: score.iter().all(|r| matches!(c.ops[*r as usize], Op::Distance(_))),
            straight: straight::all(&c.ops, &score),
            steps: Steps::all(&c.ops, &score),
            ops: c.ops,
            score,
            sets: c.sets,
        })
    }
}

impl Op {
    /// The registers it reads.
    pub(crate) fn inputs(&mut self) -> Vec<&mut Reg> {
        match self {
            Self::External { inputs, .. } | Self::Excess(inputs, _) => inputs.iter_mut().collect(),
            Self::Unary(_, a) => vec![a],
            Self::Binary(_, a, b) | Self::Before(Before { a, b, .. }) => vec![a, b],
            Self::Where(g, a, b) => vec![g, a, b],
            _ => Vec::new(),
        }
    }
}

/// What an operation is told by.
type Key = (u8, u64, u64);

/// The same of an operation that has no more parts than that.
fn key(op: &Op) -> Option<Key> {
    match op {
        Op::Constant(v) => Some((0, v.to_bits(), 0)),
        Op::Unary(what, a) => Some((1 + *what as u8, u64::from(*a), 0)),
        Op::Binary(what, a, b) => Some((32 + *what as u8, u64::from(*a), u64::from(*b))),
        Op::Where(g, a, b) => Some((96, u64::from(*g), u64::from(*a) << 32 | u64::from(*b))),
        _ => None,
    }
}

/// What is measured to a set.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Leaf {
    Distance,
    Water,
    Side,
}

#[derive(Default)]
struct Compiler {
    ops: Vec<Op>,
    sets: Vec<SetId>,
    /// Of each set: is it measured to through the water? Such a slot has hits of its own.
    by_water: Vec<bool>,
    /// Parts already compiled, by identity. Used for look-up only, never iterated.
    seen: HashMap<*const Node, Reg>,
    leaves: HashMap<(SetId, Leaf), Reg>,
    /// Operations that say the same stand once: what they do and to which registers. Look-up only.
    same: HashMap<Key, Reg>,
    externals: HashMap<(FunctionId, *const Field), Reg>,
    sampled: bool,
    depth: usize,
}

/// Trees deeper than this come from a script in a loop.
const DEEPEST: usize = 2_000;
const LONGEST: usize = 20_000;

impl Compiler {
    fn push(&mut self, op: Op) -> Result<Reg, DelimitError> {
        if self.ops.len() >= LONGEST {
            return Err(DelimitError::Invalid(format!(
                "a score has more than {LONGEST} operations"
            )));
        }
        let new = self.ops.len() as Reg;
        let known = key(&op).map_or(new, |key| *self.same.entry(key).or_insert(new));
        if known != new {
            return Ok(known);
        }
        self.ops.push(op);
        Ok(new)
    }

    fn slot(&mut self, set: SetId, by_water: bool) -> Result<u8, DelimitError> {
        let mut slots = self.sets.iter().zip(&self.by_water);
        if let Some(k) = slots.position(|slot| slot == (&set, &by_water)) {
            return Ok(k as u8);
        }
        if self.sets.len() == MOST {
            return Err(DelimitError::Invalid(format!(
                "more than {MOST} distance fields in one rule"
            )));
        }
        self.sets.push(set);
        self.by_water.push(by_water);
        Ok(self.sets.len() as u8 - 1)
    }

    fn leaf(&mut self, set: SetId, leaf: Leaf) -> Result<Reg, DelimitError> {
        if let Some(r) = self.leaves.get(&(set, leaf)) {
            return Ok(*r);
        }
        let slot = self.slot(set, leaf == Leaf::Water)?;
        self.sampled |= leaf == Leaf::Water;
        let r = self.push(match leaf {
            Leaf::Distance => Op::Distance(slot),
            Leaf::Water => Op::Water(slot),
            Leaf::Side => Op::Side(slot),
        })?;
        self.leaves.insert((set, leaf), r);
        Ok(r)
    }

    fn field(&mut self, field: &Field) -> Result<Reg, DelimitError> {
        let key = Arc::as_ptr(&field.0);
        if let Some(r) = self.seen.get(&key) {
            return Ok(*r);
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(DelimitError::Invalid(format!("a score is nested deeper than {DEEPEST}")));
        }
        let r = self.node(field.node())?;
        self.depth -= 1;
        self.seen.insert(key, r);
        Ok(r)
    }

    fn node(&mut self, node: &Node) -> Result<Reg, DelimitError> {
        match node {
            Node::Constant(v) if v.is_nan() => {
                Err(DelimitError::Invalid("a score contains not-a-number".into()))
            }
            Node::Constant(v) => self.push(Op::Constant(*v)),
            Node::Distance(set) => self.leaf(*set, Leaf::Distance),
            Node::Water(set) => self.leaf(*set, Leaf::Water),
            Node::Side(set) => self.leaf(*set, Leaf::Side),
            Node::Latitude => self.push(Op::Latitude),
            Node::Longitude => self.push(Op::Longitude),
            Node::External { function, inputs, outputs, output, lipschitz } => {
                let key = (*function, inputs.as_ptr());
                let first = match self.externals.get(&key) {
                    Some(r) => *r,
                    None => self.external(*function, inputs, *outputs, *lipschitz, key)?,
                };
                Ok(first + *output as Reg)
            }
            Node::Unary(op, a) => {
                let a = self.field(a)?;
                self.push(Op::Unary(*op, a))
            }
            Node::Binary(op, a, b) => {
                let (a, b) = (self.field(a)?, self.field(b)?);
                self.push(Op::Binary(*op, a, b))
            }
            Node::Where(g, a, b) => {
                let (g, a, b) = (self.field(g)?, self.field(a)?, self.field(b)?);
                self.push(Op::Where(g, a, b))
            }
            Node::Before(a, b, pair) => {
                let (a, b) = (self.field(a)?, self.field(b)?);
                self.push(Op::Before(Before { a, b, pair: *pair }))
            }
            Node::Excess(all, k) => {
                let all = all.iter().map(|f| self.field(f)).collect::<Result<Vec<_>, _>>()?;
                self.push(Op::Excess(all, *k))
            }
        }
    }

    fn external(
        &mut self,
        function: FunctionId,
        inputs: &Arc<[Field]>,
        outputs: usize,
        lipschitz: Option<f64>,
        key: (FunctionId, *const Field),
    ) -> Result<Reg, DelimitError> {
        self.sampled |= lipschitz.is_none();
        let regs = inputs.iter().map(|f| self.field(f)).collect::<Result<Vec<_>, _>>()?;
        let first = self.push(Op::External { function, inputs: regs, outputs, lipschitz })?;
        for _ in 1..outputs {
            self.push(Op::Output)?;
        }
        self.externals.insert(key, first);
        Ok(first)
    }
}
