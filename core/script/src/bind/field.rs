//! `Field`: lazy arithmetic. A script builds the tree once; the engine visits the points.

use std::rc::Rc;

use littoral_delimit::{
    Field as Tree, Region as Set,
    field::{Binary, Unary},
};
use mlua::{FromLua, Lua, Result, UserData, UserDataFields, UserDataMethods, Value};

use super::args;
use super::noun::{Noun, charge};
use super::region::Region;
use crate::budget::Budget;
use crate::fault::Fault;

/// Deepest expression: beyond it a loop is building a field that no rule means.
const DEEPEST: u32 = 400;
/// Greatest factor of a field, and least: its reciprocal.
const MOST: f64 = 1e100;
/// Host memory charged for one node.
const NODE_BYTES: usize = 320;

/// A field in a script.
#[derive(Clone)]
pub(crate) struct Field {
    /// The engine's tree.
    pub(crate) tree: Tree,
    /// Height of the tree.
    pub(crate) depth: u32,
}

impl Field {
    /// A leaf of the tree.
    pub(crate) fn leaf(lua: &Lua, tree: Tree) -> Result<Self> {
        Self::grown(lua, tree, 1)
    }

    /// A tree of height `depth`, charged to the run.
    pub(crate) fn grown(lua: &Lua, tree: Tree, depth: u32) -> Result<Self> {
        charge(lua, NODE_BYTES)?;
        if depth <= DEEPEST {
            return Ok(Self { tree, depth });
        }
        let text = format!("a field of more than {DEEPEST} operations inside each other");
        Err(Fault::wrong(text).hint("Is a field growing in a loop?").into())
    }

    fn unary(&self, lua: &Lua, op: Unary) -> Result<Self> {
        Self::grown(lua, self.tree.unary(op), self.depth + 1)
    }

    fn binary(&self, lua: &Lua, op: Binary, other: &Self) -> Result<Self> {
        let tree = self.tree.binary(op, &other.tree);
        Self::grown(lua, tree, self.depth.max(other.depth) + 1)
    }

    fn region(&self, lua: &Lua, set: Set, other: &Self) -> Result<Region> {
        Region::grown(lua, set, self.depth.max(other.depth) + 1)
    }
}

/// An operand: a field, or a number as the same value everywhere.
#[derive(Clone)]
pub(crate) struct Operand(pub(crate) Field);

impl FromLua for Operand {
    fn from_lua(value: Value, lua: &Lua) -> Result<Self> {
        if let Value::UserData(data) = &value
            && let Ok(field) = data.borrow::<Field>()
        {
            return Ok(Self(field.clone()));
        }
        match args::float(&value) {
            Some(x) if !x.is_nan() => Ok(Self(Field::leaf(lua, Tree::constant(x))?)),
            _ => {
                let text =
                    format!("a Field or a number is wanted here, not {}", args::describe(&value));
                Err(Fault::wrong(text).into())
            }
        }
    }
}

impl UserData for Field {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_meta_field("__type", "Field");
    }

    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        let mut noun = Noun::new("Field", methods);
        operators(&mut noun);
        for (name, op) in [("log", Unary::Log), ("sqrt", Unary::Sqrt), ("abs", Unary::Abs)] {
            noun.method(name, move |lua, this: &Self, ()| this.unary(lua, op));
        }
        for (name, op) in [("min", Binary::Min), ("max", Binary::Max)] {
            noun.method(name, move |lua, this: &Self, other: Operand| {
                this.binary(lua, op, &other.0)
            });
        }
        noun.method("le", |lua, this: &Self, Operand(limit): Operand| {
            this.region(lua, this.tree.le(&limit.tree), &limit)
        });
        noun.method("ge", |lua, this: &Self, Operand(limit): Operand| {
            this.region(lua, this.tree.ge(&limit.tree), &limit)
        });
        noun.method("within", |lua, this: &Self, limit: Value| {
            let limit = belt(lua, "field:within", this, &limit)?;
            Region::grown(lua, this.tree.within(limit), this.depth + 1)
        });
        noun.method("beyond", |lua, this: &Self, limit: Value| {
            let limit = belt(lua, "field:beyond", this, &limit)?;
            Region::grown(lua, this.tree.beyond(limit), this.depth + 1)
        });
        noun.method("where", |lua, this: &Self, (region, other): (Region, Operand)| {
            let tree = this.tree.choose(&region.set, &other.0.tree);
            Self::grown(lua, tree, this.depth.max(region.depth).max(other.0.depth) + 1)
        });
    }
}

/// The limit of a belt, metres. No place is nearer to a coast than 0.
fn belt(lua: &Lua, call: &'static str, field: &Field, limit: &Value) -> Result<f64> {
    let limit = args::number(call, "the distance", limit)?;
    if !field.tree.is_distance() {
        return Ok(limit);
    }
    if limit < 0.0 {
        let text = format!("{call}: a distance is nowhere below 0, and {limit} m is asked for");
        let word = call.rsplit(':').next().unwrap_or(call);
        return Err(Fault::wrong(text).token(word).into());
    }
    if let Some(budget) = lua.app_data_ref::<Rc<Budget>>() {
        budget.asks_for_belt(limit);
    }
    Ok(limit)
}

/// Refuses factors and divisors that leave nothing of a field: divided by 0 it is infinite at every place, and so it is times
/// what no number on earth is as large as.
fn reckons(op: Binary, a: &Field, b: &Field) -> Result<()> {
    let constants = [a.tree.as_constant(), b.tree.as_constant()];
    let divisor = constants[1].filter(|_| op == Binary::Div);
    if divisor == Some(0.0) {
        let hint = "A party without weight has no score: leave it out of sea:assign, or give it a small weight.";
        return Err(Fault::wrong("a field divided by 0 is infinite everywhere")
            .hint(hint)
            .token("/")
            .into());
    }
    let beyond = |v: f64| v.is_finite() && v.abs() > MOST || v != 0.0 && v.abs() < 1.0 / MOST;
    let factors = constants.into_iter().flatten();
    if matches!(op, Binary::Mul | Binary::Div)
        && let Some(v) = factors.into_iter().find(|v| beyond(*v))
    {
        let text =
            format!("a field is not reckoned with {v:e}: its values would run out of numbers");
        return Err(Fault::wrong(text).token(if op == Binary::Mul { "*" } else { "/" }).into());
    }
    Ok(())
}

fn operators<M: UserDataMethods<Field>>(noun: &mut Noun<'_, M>) {
    for (name, op) in [
        ("__add", Binary::Add),
        ("__sub", Binary::Sub),
        ("__mul", Binary::Mul),
        ("__div", Binary::Div),
    ] {
        noun.operator(name, move |lua, (a, b): (Operand, Operand)| {
            reckons(op, &a.0, &b.0)?;
            a.0.binary(lua, op, &b.0)
        });
    }
    noun.operator("__unm", |lua, a: Operand| a.0.unary(lua, Unary::Neg));
    noun.operator("__pow", |lua, (base, exponent): (Operand, Value)| {
        let exponent = args::number("field ^", "the exponent", &exponent)?;
        Field::grown(lua, base.0.tree.powf(exponent), base.0.depth + 1)
    });
}
