//! `Field`: lazy arithmetic. A script builds the tree once; the engine visits the points.

use std::rc::Rc;

use littoral_delimit::{
    Field as Tree, Region as Set, Turn,
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
    /// Of a longitude and nothing else: how its sea counts it.
    turn: Option<Turn>,
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
            return Ok(Self { tree, depth, turn: None });
        }
        let text = format!("a field of more than {DEEPEST} operations inside each other");
        Err(Fault::wrong(text).hint("Is a field growing in a loop?").into())
    }

    /// The longitude of a sea.
    pub(crate) fn longitude(lua: &Lua, turn: Turn) -> Result<Self> {
        Ok(Self { turn: Some(turn), ..Self::leaf(lua, Tree::longitude())? })
    }

    /// The tree, for what takes its values as numbers. A longitude across 180 degrees is refused: there one meridian has two
    /// numbers, and what is reckoned with the wrong one is wrong everywhere.
    pub(crate) fn plain(&self) -> Result<&Tree> {
        let Some(turn) = self.turn.filter(Turn::is_across) else { return Ok(&self.tree) };
        let [west, east] = turn.span();
        let text = format!(
            "this sea reaches across 180 degrees and counts longitudes from {west:.2} to {east:.2}: a longitude is compared with a number, or a number subtracted from it, and nothing else"
        );
        let hint =
            "Take the degrees east of a meridian instead: (sea:longitude() - 179.5), or of -179.5.";
        Err(Fault::wrong(text).hint(hint).token("longitude").into())
    }

    fn unary(&self, lua: &Lua, op: Unary) -> Result<Self> {
        self.plain()?;
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
        let Beside(field) = lua.unpack(value)?;
        field.plain()?;
        Ok(Self(field))
    }
}

/// An operand that may be a longitude in whatever turn.
struct Beside(Field);

impl FromLua for Beside {
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
                this.plain()?;
                this.binary(lua, op, &other.0)
            });
        }
        noun.method("le", |lua, this: &Self, limit: Beside| {
            let (this, limit) = one_turn(lua, this.clone(), limit.0)?;
            this.region(lua, this.tree.le(&limit.tree), &limit)
        });
        noun.method("ge", |lua, this: &Self, limit: Beside| {
            let (this, limit) = one_turn(lua, this.clone(), limit.0)?;
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
            let tree = this.plain()?.choose(&region.set, &other.0.tree);
            Self::grown(lua, tree, this.depth.max(region.depth).max(other.0.depth) + 1)
        });
    }
}

/// Two fields to be compared or subtracted: what is held against a longitude is one, or a meridian, which is brought to its turn.
fn one_turn(lua: &Lua, a: Field, b: Field) -> Result<(Field, Field)> {
    match (a.turn, b.turn) {
        (None, None) | (Some(_), Some(_)) => Ok((a, b)),
        (Some(turn), None) => meridian(lua, &a, &b, turn).map(|b| (a, b)),
        (None, Some(turn)) => meridian(lua, &b, &a, turn).map(|a| (a, b)),
    }
}

fn meridian(lua: &Lua, longitude: &Field, other: &Field, turn: Turn) -> Result<Field> {
    match other.tree.as_constant().filter(|lon| lon.is_finite()) {
        Some(lon) => Field::leaf(lua, Tree::constant(counted(&turn, lon)?)),
        None => longitude.plain().map(|_| other.clone()),
    }
}

/// The longitude of a meridian as the sea counts it.
pub(super) fn counted(turn: &Turn, lon: f64) -> Result<f64> {
    turn.meridian(lon).ok_or_else(|| {
        let [west, east] = turn.span();
        let text = format!(
            "the meridian {lon} is far from this sea, which reaches across 180 degrees: it counts longitudes from {west:.2} to {east:.2}"
        );
        let hint = "Write a meridian in the sea or beside it; 179.5 W is -179.5 or 180.5.";
        Fault::wrong(text).hint(hint).token(lon.to_string()).into()
    })
}

/// The limit of a belt, metres. No place is nearer to a coast than 0.
fn belt(lua: &Lua, call: &'static str, field: &Field, limit: &Value) -> Result<f64> {
    let limit = args::number(call, "the distance", limit)?;
    if let Some(turn) = field.turn {
        return counted(&turn, limit);
    }
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
    for (name, op) in [("__add", Binary::Add), ("__mul", Binary::Mul), ("__div", Binary::Div)] {
        noun.operator(name, move |lua, (a, b): (Operand, Operand)| {
            reckons(op, &a.0, &b.0)?;
            a.0.binary(lua, op, &b.0)
        });
    }
    noun.operator("__sub", |lua, (a, b): (Beside, Beside)| {
        let (a, b) = one_turn(lua, a.0, b.0)?;
        a.binary(lua, Binary::Sub, &b)
    });
    noun.operator("__unm", |lua, a: Operand| a.0.unary(lua, Unary::Neg));
    noun.operator("__pow", |lua, (base, exponent): (Operand, Value)| {
        let exponent = args::number("field ^", "the exponent", &exponent)?;
        Field::grown(lua, base.0.tree.powf(exponent), base.0.depth + 1)
    });
}
