//! `Partition`: who holds what, and questions about it.

use std::rc::Rc;
use std::sync::Arc;

use littoral_delimit::metric::{self, Subject};
use littoral_delimit::{DistanceOptions, Holder, LayerDivision, Partition as Scores};
use mlua::{Lua, Result, Table, UserData, UserDataFields, UserDataMethods, Value};
use serde_json::{Map, Value as Json};

use super::args;
use super::drawn;
use super::field::Operand;
use super::noun::{Noun, charge};
use super::region::Region;
use super::session::{Session, Solvable};
use crate::fault::Fault;
use crate::json;

/// Deepest pile of overlays: beyond it a loop is piling them up.
const DEEPEST: u32 = 64;

/// A partition in a script.
#[derive(Clone)]
pub(crate) struct Partition {
    /// The partition and its solution, shared by all copies.
    pub(crate) solvable: Rc<Solvable>,
    /// True if weights were fitted for it: what they do to coasts is then reported.
    pub(crate) fitted: bool,
    /// Overlays inside each other.
    depth: u32,
    session: Rc<Session>,
}

impl Partition {
    /// A partition of this run's sea.
    pub(crate) fn new(session: &Rc<Session>, solvable: Rc<Solvable>) -> Self {
        Self { solvable, fitted: false, depth: 0, session: session.clone() }
    }

    /// A partition with fitted weights.
    pub(crate) fn fitted(session: &Rc<Session>, solvable: Rc<Solvable>) -> Self {
        Self { fitted: true, ..Self::new(session, solvable) }
    }

    fn scores(&self) -> &Scores {
        &self.solvable.partition
    }

    /// The solution; computed once.
    fn layer(&self) -> Result<Arc<LayerDivision>> {
        self.session.solve(&self.solvable)
    }

    /// Integral of a field over what each holder has, in the field's unit times square metres.
    fn integral(&self, lua: &Lua, field: &Operand) -> Result<Table> {
        let tree = &field.0.tree;
        let found = self.session.ask(|w, f, o| w.integrals(self.scores(), tree, f, o))?;
        self.session.warn(found.note);
        let out = lua.create_table()?;
        for (holder, value) in self.scores().holders().zip(found.held) {
            out.raw_set(holder.as_str(), value)?;
        }
        Ok(out)
    }

    /// Per cent of each party's coast beside another party's waters.
    fn encroach(&self, lua: &Lua) -> Result<Table> {
        let coast = self.session.ask(|w, f, o| w.frontages(self.scores(), f, o))?;
        let out = lua.create_table()?;
        for party in &self.session.parties {
            let lost = coast.iter().filter(|f| f.party.as_str() == party && f.encroached());
            out.raw_set(party.as_str(), 100.0 * lost.map(|f| f.fraction).sum::<f64>())?;
        }
        Ok(out)
    }

    /// Does every part of a party's waters touch its coast?
    fn touches(&self, name: &Value) -> Result<bool> {
        let name = args::text("partition:touches", "the party", name)?;
        self.session.party(&name)?;
        let layer = self.layer()?;
        let orphans = self.session.ask(|w, _, _| w.orphans(&layer))?;
        Ok(orphans.iter().all(|o| o.holder.as_str() != name))
    }

    /// What fitted weights do to coasts, in sentences.
    pub(crate) fn doubts(&self) -> Result<Vec<String>> {
        let layer = self.layer()?;
        self.session.ask(|w, f, o| w.doubts(self.scores(), &layer, f, o))
    }

    /// `over(region, holder or partition)`.
    fn over(&self, lua: &Lua, region: &Region, inside: &Value) -> Result<Self> {
        let other = partition_in(inside);
        let fitted = self.fitted || other.as_ref().is_some_and(|p| p.fitted);
        let (scores, other) = match other {
            Some(p) => (self.scores().over(&region.set, p.scores()), p.depth),
            None => {
                let name = args::text("partition:over", "what holds inside the region", inside)?;
                let holder = holder(&self.session, &name)?;
                (self.scores().over_holder(&region.set, &holder), 0)
            }
        };
        let depth = self.depth.max(other) + 1;
        if depth > DEEPEST {
            let text = format!("more than {DEEPEST} overlays on each other");
            return Err(Fault::wrong(text)
                .hint("Join the regions first: a:either(b).")
                .token("over")
                .into());
        }
        charge(lua, 2048 * scores.scores.len())?;
        let solvable = Solvable::new(scores);
        Ok(Self { solvable, fitted, depth, session: self.session.clone() })
    }

    /// A figure of the solved layer for one holder.
    fn figure(&self, name: &Value, figures: Figures) -> Result<f64> {
        let name = args::text("partition", "the holder", name)?;
        let holder = holder(&self.session, &name)?;
        let layer = self.session.solve(&self.solvable)?;
        let figures = match figures {
            Figures::Percent => &layer.share_percent,
            Figures::SquareKilometres => &layer.area_km2,
        };
        Ok(figures.get(holder.as_str()).and_then(Json::as_f64).unwrap_or(0.0))
    }

    /// The boundary of two holders, the longest part if there are several, walked with `a` on the left.
    fn line(&self, lua: &Lua, a: &Value, b: &Value) -> Result<Table> {
        let named =
            |v: &Value| holder(&self.session, &args::text("partition:line", "a holder", v)?);
        let (a, b) = (named(a)?, named(b)?);
        let layer = self.session.solve(&self.solvable)?;
        let ours = layer.lines.iter().filter(|l| l.between.contains(&a) && l.between.contains(&b));
        let longest = ours.max_by(|x, y| x.length_km.total_cmp(&y.length_km));
        let Some(line) = longest.filter(|_| a != b) else {
            return Err(Fault::wrong(format!("{a} and {b} have no boundary here"))
                .token("line")
                .into());
        };
        charge(lua, line.points.len() * 256)?;
        let mut places = line
            .points
            .iter()
            .map(|p| super::place::table(lua, p.at()))
            .collect::<Result<Vec<_>>>()?;
        if line.between[0] != a {
            places.reverse();
        }
        lua.create_sequence_from(places)
    }

    /// Where one of the holders named has the water.
    fn cell(&self, lua: &Lua, names: &[Value]) -> Result<Region> {
        let named =
            |v: &Value| holder(&self.session, &args::text("partition:cell", "a holder", v)?);
        let named = names.iter().map(named).collect::<Result<Vec<Holder>>>()?;
        charge(lua, 1024 * self.scores().scores.len())?;
        let set = self.session.waters.cell(self.scores(), &named);
        Region::grown(lua, set, self.depth + 2)
    }

    /// One of the registered metrics, against strict equidistance.
    fn metric(&self, lua: &Lua, name: &Value) -> Result<Value> {
        let name = args::text("partition:metric", "the metric", name)?;
        let Some(metric) = metric::find(&name) else {
            let known: Vec<&str> = metric::METRICS.iter().map(|m| m.id).collect();
            let rest = format!("There are: {}.", known.join(", "));
            return Err(Fault::unknown(format!("no metric \"{name}\""), &name, known, &rest).into());
        };
        let layer = self.session.solve(&self.solvable)?;
        let base = self.session.solve(&*self.session.equidistance(DistanceOptions::default())?)?;
        let subject = Subject::new(&self.session.waters, &layer, Some(&base));
        json::to_lua(lua, &(metric.measure)(&subject).unwrap_or(Json::Null))
    }

    /// Square metres from each holder here to each holder there.
    fn flow(&self, other: &Self) -> Result<Flow> {
        let (from, to) = (self.layer()?, other.layer()?);
        let areas = self.session.waters.flow_between(&from, &to);
        let names = |p: &Scores| p.holders().map(|h| h.as_str().to_owned()).collect::<Vec<_>>();
        Ok(Flow { from: names(self.scores()), to: names(other.scores()), areas })
    }
}

enum Figures {
    Percent,
    SquareKilometres,
}

struct Flow {
    from: Vec<String>,
    to: Vec<String>,
    areas: Vec<Vec<f64>>,
}

impl Flow {
    fn each(&self) -> impl Iterator<Item = (&str, &str, f64)> {
        self.from.iter().zip(&self.areas).flat_map(|(from, row)| {
            self.to.iter().zip(row).map(|(to, area)| (from.as_str(), to.as_str(), *area))
        })
    }

    fn moved_percent(&self) -> f64 {
        let sum = |pick: fn(&str, &str) -> bool| -> f64 {
            self.each().filter(|(a, b, _)| pick(a, b)).map(|(.., area)| area).sum()
        };
        let all = sum(|_, _| true);
        if all > 0.0 { 100.0 * sum(|a, b| a != b) / all } else { 0.0 }
    }

    fn table(&self, lua: &Lua) -> Result<Table> {
        let out = lua.create_table()?;
        for name in &self.from {
            out.raw_set(name.as_str(), lua.create_table()?)?;
        }
        for (from, to, area) in self.each() {
            out.raw_get::<Table>(from)?.raw_set(to, area)?;
        }
        Ok(out)
    }
}

/// The partition in a value, if it is one.
pub(crate) fn partition_in(value: &Value) -> Option<Partition> {
    value.as_userdata()?.borrow::<Partition>().ok().map(|p| p.clone())
}

/// A holder by name: a party, `COMMON`, `NONE`, or `JOINT:` and parties joined by `+`.
pub(crate) fn holder(session: &Session, name: &str) -> Result<Holder> {
    if let Some(joint) = name.strip_prefix("JOINT:") {
        let members: Vec<&str> = joint.split('+').collect();
        for party in &members {
            session.party(party)?;
        }
        let parties = session.parties.iter().map(String::as_str);
        return Holder::joint(parties, &members).ok_or_else(|| alone(name, &members).into());
    }
    if matches!(name, "COMMON" | "NONE") || session.parties.iter().any(|p| p == name) {
        return Ok(Holder::new(name));
    }
    let known = session.parties.iter().map(String::as_str).chain(["COMMON", "NONE"]);
    let text = format!("no holder \"{name}\"; this sea has {}", session.parties.join(" "));
    let fault = Fault::unknown(text, name, known, "Others are COMMON, NONE and JOINT:A+B.");
    Err(session.judged(fault, name).into())
}

/// Why known parties are no joint holder.
fn alone(name: &str, members: &[&str]) -> Fault {
    let twice = (1..members.len()).find(|k| members[..*k].contains(&members[*k]));
    match twice {
        Some(k) => {
            Fault::wrong(format!("the holder \"{name}\" names {} twice", members[k])).token(name)
        }
        None => Fault::wrong(format!("the holder \"{name}\" is one party alone"))
            .hint("A joint holder is two parties or more: JOINT:A+B.")
            .token(name),
    }
}

impl UserData for Partition {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_meta_field("__type", "Partition");
    }

    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        let mut noun = Noun::new("Partition", methods);
        noun.method("share", |_, this: &Self, name: Value| this.figure(&name, Figures::Percent));
        noun.method("area", |_, this: &Self, name: Value| {
            Ok(this.figure(&name, Figures::SquareKilometres)? * 1e6)
        });
        noun.method("shares", |lua, this: &Self, ()| {
            by_name(lua, &this.session.solve(&this.solvable)?.share_percent)
        });
        noun.method("over", |lua, this: &Self, (region, inside): (Region, Value)| {
            this.over(lua, &region, &inside)
        });
        noun.method("tied_area", |_, this: &Self, ()| {
            Ok(this.layer()?.ties.iter().map(|t| t.area_km2).sum::<f64>() * 1e6)
        });
        noun.method("integral", |lua, this: &Self, field: Operand| this.integral(lua, &field));
        noun.method("encroach", |lua, this: &Self, ()| this.encroach(lua));
        noun.method("touches", |_, this: &Self, name: Value| this.touches(&name));
        noun.method("moved", |_, this: &Self, other: Value| {
            Ok(this.flow(&wanted("partition:moved", &other)?)?.moved_percent())
        });
        noun.method("line", |lua, this: &Self, (a, b): (Value, Value)| this.line(lua, &a, &b));
        noun.method("lines", |lua, this: &Self, ()| drawn::lines_of(lua, &*this.layer()?));
        noun.method("cell", |lua, this: &Self, names: mlua::Variadic<Value>| {
            this.cell(lua, &names)
        });
        noun.method("metric", |lua, this: &Self, name: Value| this.metric(lua, &name));
        noun.method("flow", |lua, this: &Self, other: Value| {
            this.flow(&wanted("partition:flow", &other)?)?.table(lua)
        });
    }
}

fn wanted(call: &str, value: &Value) -> Result<Partition> {
    partition_in(value).ok_or_else(|| args::refuse(call, "the other", "a Partition", value))
}

fn by_name(lua: &Lua, map: &Map<String, Json>) -> Result<Table> {
    let out = lua.create_table()?;
    for (name, value) in map {
        out.raw_set(name.as_str(), value.as_f64())?;
    }
    Ok(out)
}
