//! Fields and regions.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Sea, call};
use crate::abi::{LitField, LitRegion};

/// A number at every point of the sea.
#[derive(Clone, Copy)]
pub struct Field<'s> {
    pub(super) sea: &'s Sea<'s>,
    pub(crate) id: LitField,
}

/// A part of the sea.
#[derive(Clone, Copy)]
pub struct Region<'s> {
    pub(super) sea: &'s Sea<'s>,
    pub(crate) id: LitRegion,
}

/// A field, or a number as the same value everywhere.
pub trait Operand<'s> {
    /// As a field of this sea.
    fn on(self, sea: &'s Sea<'s>) -> Field<'s>;
}

impl<'s> Operand<'s> for Field<'s> {
    fn on(self, _: &'s Sea<'s>) -> Self {
        self
    }
}

impl<'s> Operand<'s> for f64 {
    fn on(self, sea: &'s Sea<'s>) -> Field<'s> {
        sea.constant(self)
    }
}

/// `lit_ops` words that take two fields.
macro_rules! binary {
    ($($word:ident $op:ident $doc:literal)*) => { impl<'s> Field<'s> { $(
        #[doc = $doc]
        #[must_use]
        pub fn $word(self, other: impl Operand<'s>) -> Self {
            let other = other.on(self.sea).id;
            Self { id: call!(self.sea, $op(self.id, other), LitField::default()), ..self }
        }
    )* } };
}
binary! {
    min field_min "The lesser of two."
    max field_max "The greater of two."
    plus field_add "Sum."
    less field_sub "Difference."
    times field_mul "Product."
    over field_div "Quotient."
}

/// `lit_ops` words that take one field.
macro_rules! unary {
    ($($word:ident $op:ident $doc:literal)*) => { impl<'s> Field<'s> { $(
        #[doc = $doc]
        #[must_use]
        pub fn $word(self) -> Self {
            Self { id: call!(self.sea, $op(self.id), LitField::default()), ..self }
        }
    )* } };
}
unary! {
    log field_log "Natural logarithm; a distance below a millimetre counts as one."
    sqrt field_sqrt "Square root; of a negative number 0."
    abs field_abs "Size without sign."
}

impl<'s> Field<'s> {
    /// To a constant power.
    #[must_use]
    pub fn pow(self, exponent: f64) -> Self {
        Self { id: call!(self.sea, field_pow(self.id, exponent), LitField::default()), ..self }
    }

    /// This field inside the region, the other one outside.
    #[must_use]
    pub fn inside(self, region: Region<'s>, otherwise: impl Operand<'s>) -> Self {
        let otherwise = otherwise.on(self.sea).id;
        let id = call!(self.sea, field_where(self.id, region.id, otherwise), LitField::default());
        Self { id, ..self }
    }

    fn region(self, id: LitRegion) -> Region<'s> {
        Region { sea: self.sea, id }
    }

    /// Where it is at most `limit`.
    #[must_use]
    pub fn le(self, limit: impl Operand<'s>) -> Region<'s> {
        let limit = limit.on(self.sea).id;
        self.region(call!(self.sea, field_le(self.id, limit), LitRegion::default()))
    }

    /// Where it is at least `limit`.
    #[must_use]
    pub fn ge(self, limit: impl Operand<'s>) -> Region<'s> {
        let limit = limit.on(self.sea).id;
        self.region(call!(self.sea, field_ge(self.id, limit), LitRegion::default()))
    }

    /// Where this distance is at most `metres`.
    #[must_use]
    pub fn within(self, metres: f64) -> Region<'s> {
        self.region(call!(self.sea, field_within(self.id, metres), LitRegion::default()))
    }

    /// Where this distance is more than `metres`.
    #[must_use]
    pub fn beyond(self, metres: f64) -> Region<'s> {
        self.region(call!(self.sea, field_beyond(self.id, metres), LitRegion::default()))
    }
}

/// The operators of Rust for the four kinds of arithmetic.
macro_rules! operator {
    ($($name:ident $method:ident $word:ident)*) => { $(
        impl<'s, T: Operand<'s>> $name<T> for Field<'s> {
            type Output = Self;
            fn $method(self, other: T) -> Self {
                self.$word(other)
            }
        }
        impl<'s> $name<Field<'s>> for f64 {
            type Output = Field<'s>;
            fn $method(self, other: Field<'s>) -> Field<'s> {
                self.on(other.sea).$word(other)
            }
        }
    )* };
}
operator! { Add add plus Sub sub less Mul mul times Div div over }

impl Neg for Field<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        Self { id: call!(self.sea, field_unm(self.id), LitField::default()), ..self }
    }
}

impl Region<'_> {
    /// What lies in both.
    #[must_use]
    pub fn both(self, other: Self) -> Self {
        Self { id: call!(self.sea, region_both(self.id, other.id), LitRegion::default()), ..self }
    }

    /// What lies in either.
    #[must_use]
    pub fn either(self, other: Self) -> Self {
        Self { id: call!(self.sea, region_either(self.id, other.id), LitRegion::default()), ..self }
    }

    /// What lies in this one and not in the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self { id: call!(self.sea, region_minus(self.id, other.id), LitRegion::default()), ..self }
    }

    /// The rest of the sea.
    #[must_use]
    pub fn no(self) -> Self {
        Self { id: call!(self.sea, region_no(self.id), LitRegion::default()), ..self }
    }
}
