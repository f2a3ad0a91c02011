//! Words that make fields and regions.

use std::ffi::c_void;

use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{DistanceOptions, Field, Region};
use littoral_model::Unsounded;
use littoral_sdk::abi::{LitField, LitPlaces, LitRegion, Values};

use super::case::places;
use super::{DEEPEST, Desk, Done, Fault, NODE_BYTES, at_desk};

impl Desk<'_> {
    fn field(&self, field: Field, depth: u32) -> Done<LitField> {
        self.grow(depth)?;
        Ok(LitField { id: self.fields.add((field, depth))? })
    }

    fn region(&self, region: Region, depth: u32) -> Done<LitRegion> {
        self.grow(depth)?;
        Ok(LitRegion { id: self.regions.add((region, depth))? })
    }

    fn grow(&self, depth: u32) -> Done<()> {
        self.charge(NODE_BYTES)?;
        match depth <= DEEPEST {
            true => Ok(()),
            false => Err(Fault::wrong(format!(
                "a field of more than {DEEPEST} operations inside each other"
            ))),
        }
    }

    fn party(&self, party: u32) -> Done<usize> {
        let n = self.waters.case().parties.len();
        let index = usize::try_from(party).ok().filter(|k| *k < n);
        index.ok_or_else(|| Fault::wrong(format!("no party {party}; there are {n}, from 0")))
    }

    /// The index of a party, for other words.
    pub(super) fn party_index(&self, party: u32) -> Done<usize> {
        self.party(party)
    }

    /// Depth as a field: metres below the case's level, 0 where the bed lies higher.
    fn depth(&self) -> Done<LitField> {
        let lacking = |lack: Unsounded| Fault::lacking(format!("{lack}. {}", lack.next_step()));
        let depth = self.waters.case().depth().map_err(lacking)?;
        let steepest = depth.steepest();
        let id = self.functions.own(move |at| depth.at_m(at))?;
        let field = Field::external(id, Vec::new(), 1, Some(steepest)).pop();
        self.field(field.ok_or_else(|| Fault::wrong("no field was made"))?, 1)
    }
}

fn options(islands: f64) -> DistanceOptions {
    DistanceOptions { islands, ..DistanceOptions::default() }
}

/// A number that a field may be built with.
fn finite(what: &str, x: f64) -> Done<f64> {
    match x.is_finite() {
        true => Ok(x),
        false => Err(Fault::wrong(format!("{what} must be a finite number, not {x}"))),
    }
}

pub(super) extern "C" fn sea_dist(ctx: *mut c_void, party: u32, islands: f64) -> LitField {
    at_desk(ctx, "sea_dist", LitField::default(), |desk| {
        let party = desk.party(party)?;
        let field = desk.ask(|w, _, _| w.distance(party, options(islands)))?;
        desk.field(field, 1)
    })
}

pub(super) extern "C" fn sea_coast(ctx: *mut c_void) -> LitField {
    at_desk(ctx, "sea_coast", LitField::default(), |desk| {
        let field = desk.ask(|w, _, _| w.coast())?;
        desk.field(field, 1)
    })
}

pub(super) extern "C" fn sea_latitude(ctx: *mut c_void) -> LitField {
    at_desk(ctx, "sea_latitude", LitField::default(), |desk| desk.field(Field::latitude(), 1))
}

pub(super) extern "C" fn sea_longitude(ctx: *mut c_void) -> LitField {
    at_desk(ctx, "sea_longitude", LitField::default(), |desk| desk.field(Field::longitude(), 1))
}

pub(super) extern "C" fn sea_constant(ctx: *mut c_void, value: f64) -> LitField {
    at_desk(ctx, "sea_constant", LitField::default(), |desk| match value.is_nan() {
        true => Err(Fault::wrong("the value is not a number")),
        false => desk.field(Field::constant(value), 1),
    })
}

pub(super) extern "C" fn sea_depth(ctx: *mut c_void) -> LitField {
    at_desk(ctx, "sea_depth", LitField::default(), |desk| desk.depth())
}

pub(super) extern "C" fn sea_offset(ctx: *mut c_void, line: LitPlaces) -> LitField {
    at_desk(ctx, "sea_offset", LitField::default(), |desk| {
        let line = places(desk, line)?;
        let field = desk.ask(|w, _, _| w.side(&line))?;
        desk.field(field, 1)
    })
}

pub(super) extern "C" fn sea_side(ctx: *mut c_void, line: LitPlaces) -> LitRegion {
    at_desk(ctx, "sea_side", LitRegion::default(), |desk| {
        let line = places(desk, line)?;
        let field = desk.ask(|w, _, _| w.side(&line))?;
        desk.region(Region::negative(field), 1)
    })
}

pub(super) extern "C" fn sea_field(
    ctx: *mut c_void,
    values: Option<Values>,
    data: *mut c_void,
    lipschitz: f64,
) -> LitField {
    at_desk(ctx, "sea_field", LitField::default(), |desk| {
        let values = values.ok_or_else(|| Fault::abi("the function is null"))?;
        let lipschitz = (!lipschitz.is_nan()).then_some(lipschitz);
        if lipschitz.is_some_and(|l| l < 0.0 || l.is_infinite()) {
            return Err(Fault::wrong("lipschitz must be 0 or more, or NaN where it is unknown"));
        }
        let id = desk.functions.plugin(values, data)?;
        let field = Field::external(id, Vec::new(), 1, lipschitz).pop();
        desk.field(field.ok_or_else(|| Fault::wrong("no field was made"))?, 1)
    })
}

/// Words of two fields.
macro_rules! binary {
    ($($word:ident $op:ident)*) => { $(
        pub(super) extern "C" fn $word(ctx: *mut c_void, a: LitField, b: LitField) -> LitField {
            at_desk(ctx, stringify!($word), LitField::default(), |desk| {
                let ((a, high), (b, other)) = (desk.fields.get(a.id)?, desk.fields.get(b.id)?);
                desk.field(a.binary(Binary::$op, &b), high.max(other) + 1)
            })
        }
    )* };
}
binary! { field_add Add field_sub Sub field_mul Mul field_div Div field_min Min field_max Max }

/// Words of one field.
macro_rules! unary {
    ($($word:ident $op:ident)*) => { $(
        pub(super) extern "C" fn $word(ctx: *mut c_void, a: LitField) -> LitField {
            at_desk(ctx, stringify!($word), LitField::default(), |desk| {
                let (a, high) = desk.fields.get(a.id)?;
                desk.field(a.unary(Unary::$op), high + 1)
            })
        }
    )* };
}
unary! { field_unm Neg field_log Log field_sqrt Sqrt field_abs Abs }

pub(super) extern "C" fn field_pow(ctx: *mut c_void, a: LitField, exponent: f64) -> LitField {
    at_desk(ctx, "field_pow", LitField::default(), |desk| {
        let (a, high) = desk.fields.get(a.id)?;
        desk.field(a.powf(finite("the exponent", exponent)?), high + 1)
    })
}

pub(super) extern "C" fn field_where(
    ctx: *mut c_void,
    a: LitField,
    inside: LitRegion,
    otherwise: LitField,
) -> LitField {
    at_desk(ctx, "field_where", LitField::default(), |desk| {
        let ((a, high), (b, other)) = (desk.fields.get(a.id)?, desk.fields.get(otherwise.id)?);
        let (region, edge) = desk.regions.get(inside.id)?;
        desk.field(a.choose(&region, &b), high.max(other).max(edge) + 1)
    })
}

/// Regions of two fields.
macro_rules! compare {
    ($($word:ident $op:ident)*) => { $(
        pub(super) extern "C" fn $word(ctx: *mut c_void, a: LitField, b: LitField) -> LitRegion {
            at_desk(ctx, stringify!($word), LitRegion::default(), |desk| {
                let ((a, high), (b, other)) = (desk.fields.get(a.id)?, desk.fields.get(b.id)?);
                desk.region(a.$op(&b), high.max(other) + 1)
            })
        }
    )* };
}
compare! { field_le le field_ge ge }

/// Regions of a field and a length.
macro_rules! limit {
    ($($word:ident $op:ident)*) => { $(
        pub(super) extern "C" fn $word(ctx: *mut c_void, a: LitField, limit: f64) -> LitRegion {
            at_desk(ctx, stringify!($word), LitRegion::default(), |desk| {
                let (a, high) = desk.fields.get(a.id)?;
                desk.region(a.$op(finite("the distance", limit)?), high + 1)
            })
        }
    )* };
}
limit! { field_within within field_beyond beyond }

/// Regions of two regions.
macro_rules! set {
    ($($word:ident $op:ident)*) => { $(
        pub(super) extern "C" fn $word(ctx: *mut c_void, a: LitRegion, b: LitRegion) -> LitRegion {
            at_desk(ctx, stringify!($word), LitRegion::default(), |desk| {
                let ((a, high), (b, other)) = (desk.regions.get(a.id)?, desk.regions.get(b.id)?);
                desk.region(a.$op(&b), high.max(other) + 2)
            })
        }
    )* };
}
set! { region_both both region_either either region_minus minus }

pub(super) extern "C" fn region_no(ctx: *mut c_void, a: LitRegion) -> LitRegion {
    at_desk(ctx, "region_no", LitRegion::default(), |desk| {
        let (a, high) = desk.regions.get(a.id)?;
        desk.region(a.no(), high + 1)
    })
}
