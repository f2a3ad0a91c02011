//! Lazy scalar fields over the sea: expression trees, never grids.
//!
//! A [`Field`] is a recipe: building one costs nothing and computes nothing. The engine evaluates
//! it where a boundary needs it (`tape.rs`), with an enclosure over a ball where one is
//! known (engine notes: Lipschitz certificate), so a partition is exact however the score was built.
//! Lengths are metres, angles degrees.

use std::sync::Arc;

use crate::partition::{Partition, Turned, joined};

/// A distance field of the case: index into the engine's registered base-point sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetId(pub(crate) u32);

/// A function outside the engine: a plugin's score or a script's point function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub u32);

/// One argument, one result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unary {
    /// `-x`
    Neg,
    /// `|x|`
    Abs,
    /// Square root; of a negative number 0.
    Sqrt,
    /// Natural logarithm of `max(x, 1e-3)`: a distance of a millimetre counts as one.
    Log,
}

/// Two arguments, one result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Binary {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Product.
    Mul,
    /// Quotient.
    Div,
    /// Power; the exponent is a constant.
    Pow,
    /// Lesser.
    Min,
    /// Greater.
    Max,
}

/// A node of the tree.
#[derive(Debug)]
pub enum Node {
    /// The same everywhere.
    Constant(f64),
    /// Geodesic distance to the nearest point of a set, metres.
    Distance(SetId),
    /// Length of the shortest way through the sea to the nearest point of a set, metres (`around.rs`).
    Water(SetId),
    /// Distance to a line, negative on its left side (seen along the line), metres.
    Side(SetId),
    /// Latitude, degrees.
    Latitude,
    /// Longitude, degrees, as the sea counts it ([`crate::Turn`]).
    Longitude,
    /// Output `output` of a function given the values of `inputs`.
    External {
        /// Which function.
        function: FunctionId,
        /// Its inputs, evaluated first.
        inputs: Arc<[Field]>,
        /// How many outputs the function has.
        outputs: usize,
        /// Which of them this node is.
        output: usize,
        /// Greatest change per metre, where the author declares one.
        lipschitz: Option<f64>,
    },
    /// One-argument operation.
    Unary(Unary, Field),
    /// Two-argument operation.
    Binary(Binary, Field, Field),
    /// `if selector < 0 then first else second`.
    Where(Field, Field, Field),
    /// How far score `index` is above the least of the others, never below 0.
    Excess(Arc<[Field]>, usize),
    /// Half the first minus the second, distances of two parties (indices of the case); where both are equally far from
    /// their common terminus, the distance from its bisector ray, negative on the side of the first.
    Before(Field, Field, [usize; 2]),
}

/// A lazy scalar field. Cheap to clone; compared by identity only.
#[derive(Debug, Clone)]
pub struct Field(pub(crate) Arc<Node>);

/// A part of the sea: the set where a field is negative.
#[derive(Debug, Clone)]
pub struct Region {
    pub(crate) field: Field,
    /// Rays of tie wedges that are turned in the partition whose cells it is made of.
    pub(crate) turned: Arc<[Turned]>,
}

impl Field {
    /// A field from a node.
    #[must_use]
    pub fn new(node: Node) -> Self {
        Self(Arc::new(node))
    }

    /// The same value everywhere.
    #[must_use]
    pub fn constant(value: f64) -> Self {
        Self::new(Node::Constant(value))
    }

    /// Latitude in degrees.
    #[must_use]
    pub fn latitude() -> Self {
        Self::new(Node::Latitude)
    }

    /// Longitude in degrees, as the sea counts it ([`crate::Turn`]).
    #[must_use]
    pub fn longitude() -> Self {
        Self::new(Node::Longitude)
    }

    /// All outputs of an outside function of `inputs`.
    #[must_use]
    pub fn external(
        function: FunctionId,
        inputs: Vec<Field>,
        outputs: usize,
        lipschitz: Option<f64>,
    ) -> Vec<Self> {
        let inputs: Arc<[Field]> = inputs.into();
        (0..outputs)
            .map(|output| {
                let inputs = inputs.clone();
                Self::new(Node::External { function, inputs, outputs, output, lipschitz })
            })
            .collect()
    }

    /// The node, for the compiler and for printing.
    #[must_use]
    pub fn node(&self) -> &Node {
        &self.0
    }

    /// The value, if it is the same everywhere because the field is a constant.
    #[must_use]
    pub fn as_constant(&self) -> Option<f64> {
        match self.node() {
            Node::Constant(v) if !v.is_nan() => Some(*v),
            _ => None,
        }
    }

    /// Is it a distance, or the least of several? Such a field is nowhere below 0. Of more than a thousand parts nothing is said.
    #[must_use]
    pub fn is_distance(&self) -> bool {
        let mut todo = vec![self];
        for _ in 0..1000 {
            match todo.pop().map(Self::node) {
                None => return true,
                Some(Node::Distance(_) | Node::Water(_)) => {}
                Some(Node::Binary(Binary::Min, a, b)) => todo.extend([a, b]),
                Some(_) => return false,
            }
        }
        false
    }

    /// Applies a one-argument operation.
    #[must_use]
    pub fn unary(&self, op: Unary) -> Self {
        Self::new(Node::Unary(op, self.clone()))
    }

    /// Applies a two-argument operation.
    #[must_use]
    pub fn binary(&self, op: Binary, other: &Self) -> Self {
        Self::new(Node::Binary(op, self.clone(), other.clone()))
    }

    /// `self` raised to a constant power.
    #[must_use]
    pub fn powf(&self, exponent: f64) -> Self {
        self.binary(Binary::Pow, &Self::constant(exponent))
    }

    /// Where `self <= limit`.
    #[must_use]
    pub fn le(&self, limit: &Self) -> Region {
        Region::negative(self.binary(Binary::Sub, limit))
    }

    /// Where `self >= limit`.
    #[must_use]
    pub fn ge(&self, limit: &Self) -> Region {
        Region::negative(limit.binary(Binary::Sub, self))
    }

    /// Where the field is at most `limit` (for distances: metres).
    #[must_use]
    pub fn within(&self, limit: f64) -> Region {
        self.le(&Self::constant(limit))
    }

    /// Where the field is at least `limit`.
    #[must_use]
    pub fn beyond(&self, limit: f64) -> Region {
        self.ge(&Self::constant(limit))
    }

    /// How far a place is nearer to one party than to another, negative where it is: `self` and `other` are their
    /// distances, the indices are those of the case. Decided in the wedge of their terminus as well.
    #[must_use]
    pub fn before(&self, other: &Self, parties: [usize; 2]) -> Self {
        Self::new(Node::Before(self.clone(), other.clone(), parties))
    }

    /// `self` inside the region, `otherwise` outside.
    #[must_use]
    pub fn choose(&self, region: &Region, otherwise: &Self) -> Self {
        Self::new(Node::Where(region.field.clone(), self.clone(), otherwise.clone()))
    }
}

impl Region {
    /// The part where `field` is negative.
    #[must_use]
    pub fn negative(field: Field) -> Self {
        Self { field, turned: Arc::default() }
    }

    /// The same in the waters of a partition: where it divides a tie wedge by a turned ray, so does the region.
    #[must_use]
    pub fn of(self, partition: &Partition) -> Self {
        Self { turned: joined(&partition.turned, &self.turned), ..self }
    }

    /// The field that is negative inside.
    #[must_use]
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// Points in both.
    #[must_use]
    pub fn both(&self, other: &Self) -> Self {
        self.with(Binary::Max, other)
    }

    /// Points in at least one.
    #[must_use]
    pub fn either(&self, other: &Self) -> Self {
        self.with(Binary::Min, other)
    }

    /// Points in this one and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.both(&other.no())
    }

    /// Points outside.
    #[must_use]
    pub fn no(&self) -> Self {
        Self { field: self.field.unary(Unary::Neg), turned: self.turned.clone() }
    }

    fn with(&self, op: Binary, other: &Self) -> Self {
        let field = self.field.binary(op, &other.field);
        Self { field, turned: joined(&self.turned, &other.turned) }
    }
}
