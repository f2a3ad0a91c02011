//! Functions of a place: those of `sea:field`, and the host's own.
//!
//! A script says how fast its function changes, or says nothing and is looked at where the engine happens to look. Neither is
//! seen in a line that fails to close, so what was seen of a function is kept: how fast it changed between places next to each
//! other, and where.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use littoral_delimit::{FunctionId, Functions};
use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use littoral_model::FailureKind;
use mlua::{Result, Value};

use super::args::{describe, float};
use super::draw::apart_m;
use crate::budget::Budget;
use crate::fault::Fault;

/// Places so far apart tell how fast a function changes, metres.
const SEEN_M: (f64, f64) = (0.5, 50_000.0);
/// What a sphere and rounding may do to a rate.
const ROOM: f64 = 1.02;

/// A function of a place that the engine itself offers: fills the outputs or says why it cannot.
pub(crate) type Native = Rc<dyn Fn(LatLon, &mut [f64]) -> std::result::Result<(), String>>;

/// One function of a place.
#[derive(Clone)]
enum PointFunction {
    /// Handed to `sea:field` by a script.
    Script(Rc<Sampled>),
    /// Of the host.
    Native(Native),
}

/// A script's function, how fast it may change by its own word, and how fast it was seen to, per metre, and where.
struct Sampled {
    function: mlua::Function,
    lipschitz: Option<f64>,
    last: Cell<Option<(LatLon, f64)>>,
    steepest: Cell<Option<(f64, LatLon)>>,
}

impl Sampled {
    /// Where it is written, as an error begins: `rule.luau:12: `.
    fn place(&self) -> String {
        // No script frame is left when the engine asks.
        let written = self.function.info();
        match (written.short_src, written.line_defined) {
            (Some(chunk), Some(line)) => format!("{chunk}:{line}: "),
            _ => String::new(),
        }
    }

    fn ask(&self, at: LatLon) -> Result<f64> {
        let value: Value = self.function.call((at.lat, at.lon))?;
        match float(&value) {
            Some(x) if !x.is_nan() => {
                self.watch(at, x);
                Ok(x)
            }
            _ => {
                let (place, got) = (self.place(), describe(&value));
                let at = format!("{:.4}, {:.4}", at.lat, wrap(at.lon));
                let text = format!("{place}the function of sea:field gave {got} at {at}");
                let hint = "It must give a number at every point of the sea.";
                Err(Fault::wrong(text).hint(hint).token("function").into())
            }
        }
    }

    /// Keeps the greatest change, where a function says that it has one.
    fn watch(&self, at: LatLon, value: f64) {
        let Some(most) = self.lipschitz else { return };
        if let Some((there, before)) = self.last.replace(Some((at, value))) {
            let way = apart_m(there, at);
            let rate = (value - before).abs() / way;
            let known = self.steepest.get().map_or(ROOM * most, |(rate, _)| rate);
            if way > SEEN_M.0 && way < SEEN_M.1 && rate > known {
                self.steepest.set(Some((rate, at)));
            }
        }
    }

    /// What speaks against its word.
    fn lie(&self) -> Option<String> {
        let (rate, at) = self.steepest.get()?;
        let most = self.lipschitz?;
        Some(format!(
            "the function of sea:field changes by {rate:.3} per metre near {:.4}, {:.4}; its lipschitz is {most}",
            at.lat,
            wrap(at.lon)
        ))
    }
}

/// Point functions that a script handed to `sea:field`, and the host's own, called by the engine.
pub(crate) struct PointFunctions {
    list: RefCell<Vec<PointFunction>>,
    pub(super) failure: RefCell<Option<mlua::Error>>,
    budget: Rc<Budget>,
}

impl PointFunctions {
    pub(super) fn new(budget: &Rc<Budget>) -> Self {
        Self { list: RefCell::default(), failure: RefCell::default(), budget: budget.clone() }
    }

    /// Registers a script's function under the next id, with the greatest change per metre that it declares.
    pub(crate) fn add(&self, function: mlua::Function, lipschitz: Option<f64>) -> FunctionId {
        let (last, steepest) = (Cell::default(), Cell::default());
        self.push(PointFunction::Script(Rc::new(Sampled { function, lipschitz, last, steepest })))
    }

    /// Registers a function of the host.
    pub(crate) fn add_native(&self, function: Native) -> FunctionId {
        self.push(PointFunction::Native(function))
    }

    fn push(&self, function: PointFunction) -> FunctionId {
        let mut list = self.list.borrow_mut();
        list.push(function);
        FunctionId((list.len() - 1) as u32)
    }

    fn call(&self, id: FunctionId, at: LatLon, out: &mut [f64]) -> Result<()> {
        self.budget.check().inspect_err(|_| self.budget.stopped_in_engine())?;
        let function = self.list.borrow().get(id.0 as usize).cloned();
        match function {
            Some(PointFunction::Script(function)) => {
                let value = function.ask(at);
                let late = |_: &mlua::Error| self.budget.failed_in_function(function.place());
                out.fill(value.inspect_err(late)?);
                Ok(())
            }
            Some(PointFunction::Native(function)) => {
                function(at, out).map_err(|text| Fault::new(FailureKind::Runtime, text).into())
            }
            None => {
                let text = format!("no point function {}", id.0);
                Err(Fault::new(FailureKind::Runtime, text).into())
            }
        }
    }

    /// Where the functions of a script are written that take a longitude.
    pub(crate) fn of_longitude(&self) -> Vec<String> {
        let list = self.list.borrow();
        let place = |f: &PointFunction| match f {
            PointFunction::Script(f) => {
                let written = f.function.info();
                (written.num_params > 1 || written.is_vararg).then(|| f.place())
            }
            PointFunction::Native(_) => None,
        };
        list.iter().filter_map(place).collect()
    }

    /// What is to be said of functions that change faster than they say.
    pub(crate) fn lies(&self) -> Vec<String> {
        let list = self.list.borrow();
        let lie = |f: &PointFunction| match f {
            PointFunction::Script(f) => f.lie().map(|text| format!("{}{text}", f.place())),
            PointFunction::Native(_) => None,
        };
        list.iter().filter_map(lie).collect()
    }

    /// A division that does not close, for what can be seen of the functions that it is made of: one that changes faster than
    /// it says, else one that says nothing.
    pub(crate) fn blamed(&self, text: String) -> Fault {
        let list = self.list.borrow();
        let scripts = || {
            list.iter().filter_map(|f| match f {
                PointFunction::Script(f) => Some(f),
                PointFunction::Native(_) => None,
            })
        };
        if let Some((f, lie)) = scripts().find_map(|f| Some((f, f.lie()?))) {
            return Fault::new(FailureKind::Geometry, format!("{}{lie}: {text}", f.place()))
                .hint("lipschitz is the greatest change of the function per metre: lines are certain as far as it is true.")
                .token("lipschitz");
        }
        let Some(f) = scripts().find(|f| f.lipschitz.is_none()) else {
            return Fault::new(FailureKind::Geometry, text);
        };
        let hint = "The function of sea:field is known at the places alone at which the engine looks, kilometres apart: where it rises and falls between them lines are lost. Declare { lipschitz = ... }, its greatest change per metre, or make it change more slowly.";
        Fault::new(FailureKind::Geometry, format!("{}{text}", f.place()))
            .hint(hint)
            .token("function")
    }
}

impl Functions for PointFunctions {
    fn evaluate(
        &self,
        id: FunctionId,
        at: LatLon,
        _: &[f64],
        out: &mut [f64],
    ) -> std::result::Result<(), String> {
        self.call(id, at, out).map_err(|error| {
            let text = error.to_string();
            self.failure.replace(Some(error));
            text
        })
    }
}
