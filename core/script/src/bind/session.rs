//! One run's engine: the waters, the script's point functions, and what has been solved already.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use littoral_delimit::fit::KEPT;
use littoral_delimit::{
    Control, DelimitError, DistanceOptions, Functions, LayerDivision, LinePoint, Partition,
    SolveOptions, Waters,
};
use littoral_model::FailureKind;
use littoral_treaty::{Law, Record};
use mlua::Result;
use serde_json::{Map, Value as Json};

use crate::budget::{Budget, stopped};
use crate::fault::Fault;

use super::points::PointFunctions;

/// Most that the notes of one run may weigh, bytes.
const MOST_NOTE_BYTES: usize = 4 * 1024 * 1024;
/// Most kinds of equidistance (effects of islands, shores measured from) in one run.
const MOST_KINDS: usize = 64;

/// Everything that `sea` stands for during one run.
pub(crate) struct Session {
    /// The engine.
    pub(crate) waters: Rc<Waters>,
    /// Its instruments.
    pub(crate) record: Rc<Record>,
    law: OnceCell<Rc<Law<'static>>>,
    /// Ids of the parties in the case's order.
    pub(crate) parties: Vec<String>,
    /// Point functions of `sea:field`.
    pub(crate) functions: PointFunctions,
    /// Notes added by `sea:note`.
    pub(crate) notes: RefCell<Map<String, Json>>,
    /// Has the rule asked how the sea counts longitudes?
    pub(crate) counts_longitudes: Cell<bool>,
    /// Doubts that arose while the rule ran.
    pub(crate) warnings: RefCell<Vec<String>>,
    /// Accuracy of lines, metres.
    pub(crate) tolerance_m: f64,
    note_bytes: Cell<usize>,
    budget: Rc<Budget>,
    busy: Cell<bool>,
    equidistance: RefCell<Vec<(DistanceOptions, Rc<Solvable>)>>,
    /// Parties of another sea that the rules at work name by default.
    elsewhere: RefCell<Vec<String>>,
}

/// A partition with its solution, once there is one. Shared by every script value that is it.
pub(crate) struct Solvable {
    /// The partition.
    pub(crate) partition: Partition,
    /// Is it strict equidistance, which the engine remembers from run to run?
    strict: bool,
    solved: RefCell<Option<Solved>>,
}

/// A solution and what it weighs, given back to the run when the last value that is it has gone.
struct Solved {
    layer: Arc<LayerDivision>,
    bytes: usize,
    budget: Rc<Budget>,
}

impl Drop for Solved {
    fn drop(&mut self) {
        self.budget.refund(self.bytes);
    }
}

impl Solvable {
    /// A partition not solved yet.
    pub(crate) fn new(partition: Partition) -> Rc<Self> {
        Rc::new(Self { partition, strict: false, solved: RefCell::default() })
    }

    /// Lets go of the solution: the run is over, and who has it need not share it.
    pub(crate) fn let_go(&self) {
        self.solved.take();
    }
}

impl Session {
    /// A session over the case of `waters`.
    pub(crate) fn new(
        (waters, record): (&Rc<Waters>, &Rc<Record>),
        budget: &Rc<Budget>,
        tolerance_m: f64,
    ) -> Self {
        Self {
            waters: waters.clone(),
            record: record.clone(),
            law: OnceCell::new(),
            parties: waters.case().party_ids().map(str::to_owned).collect(),
            functions: PointFunctions::new(budget),
            notes: RefCell::default(),
            note_bytes: Cell::new(0),
            counts_longitudes: Cell::new(false),
            warnings: RefCell::default(),
            tolerance_m,
            budget: budget.clone(),
            busy: Cell::new(false),
            equidistance: RefCell::default(),
            elsewhere: RefCell::default(),
        }
    }

    /// The law of the case, bound to its sea when a rule first asks for it.
    pub(crate) fn law(&self) -> Result<Rc<Law<'static>>> {
        if let Some(law) = self.law.get() {
            return Ok(law.clone());
        }
        self.budget.check()?;
        let law = Law::shared(&self.record, self.waters.clone()).map_err(|text| {
            Fault::new(FailureKind::Runtime, format!("the instruments of the case: {text}"))
                .hint("littoral case check shows what is wrong.")
                .token("law")
        })?;
        Ok(self.law.get_or_init(|| Rc::new(law)).clone())
    }

    /// Set when the run is stopped.
    pub(crate) fn stop_flag(&self) -> &std::sync::atomic::AtomicBool {
        self.budget.stop_flag()
    }

    /// Asks the engine. A point function cannot: the engine is waiting for it.
    pub(crate) fn ask<T>(
        &self,
        question: impl FnOnce(
            &Waters,
            &dyn Functions,
            &SolveOptions<'_>,
        ) -> std::result::Result<T, DelimitError>,
    ) -> Result<T> {
        self.budget.check()?;
        if self.busy.replace(true) {
            let text = "a function of sea:field may not ask for shares or fits";
            return Err(Fault::new(FailureKind::Runtime, text)
                .hint("Compute them before, outside the function.")
                .into());
        }
        let options =
            SolveOptions { tolerance_m: self.tolerance_m, cancel: Some(self.budget.stop_flag()) };
        let answer = question(&self.waters, &self.functions, &options);
        self.busy.set(false);
        answer.map_err(|error| self.failure(error))
    }

    /// The solution of a partition; computed once.
    pub(crate) fn solve(&self, solvable: &Solvable) -> Result<Arc<LayerDivision>> {
        if let Some(done) = &*solvable.solved.borrow() {
            return Ok(done.layer.clone());
        }
        let layer = self.ask(|w, f, o| match solvable.strict {
            true => w.strict_equidistance(o),
            false => w.solve(&solvable.partition, f, o).map(Arc::new),
        })?;
        let bytes = weight(&layer);
        let solved = Solved { layer: layer.clone(), bytes, budget: self.budget.clone() };
        self.budget.charge(bytes).map_err(|_| self.too_large(&layer))?;
        solvable.solved.replace(Some(solved));
        Ok(layer)
    }

    /// The refusal of a division with more lines than fit.
    fn too_large(&self, layer: &LayerDivision) -> Fault {
        let points: usize = layer.lines.iter().map(|l| l.points.len()).sum();
        let text = format!(
            "the lines have {points} points at a tolerance of {} m: with what the rule built before, more than fit in {} MiB",
            self.tolerance_m,
            self.budget.host_mib()
        );
        Fault::new(FailureKind::MemoryLimit, text)
            .hint("A coarser tolerance (--tolerance) has fewer points.")
    }

    /// The equidistance partition; the same object for the same options.
    pub(crate) fn equidistance(&self, options: DistanceOptions) -> Result<Rc<Solvable>> {
        let known = |all: &[(DistanceOptions, Rc<Solvable>)]| {
            all.iter().find(|(o, _)| *o == options).map(|(_, s)| s.clone())
        };
        if let Some(solvable) = known(&self.equidistance.borrow()) {
            return Ok(solvable);
        }
        if self.equidistance.borrow().len() >= MOST_KINDS {
            let text = format!("more than {MOST_KINDS} kinds of equidistance in one run");
            return Err(Fault::new(FailureKind::Runtime, text).token("equidistance").into());
        }
        let partition = self.ask(|w, _, _| w.equidistance(options))?;
        let strict = options == DistanceOptions::default();
        let solvable = Rc::new(Solvable { partition, strict, solved: RefCell::default() });
        self.equidistance.borrow_mut().push((options, solvable.clone()));
        Ok(solvable)
    }

    /// Counts a note against what a division may carry.
    pub(crate) fn weigh_note(&self, note: &Json) -> Result<()> {
        let total = self.note_bytes.get().saturating_add(weight_of(note));
        self.note_bytes.set(total);
        match total <= MOST_NOTE_BYTES {
            true => Ok(()),
            false => Err(Fault::new(FailureKind::MemoryLimit, "the notes are longer than 4 MiB")
                .hint("Notes are for people: keep what they would read.")
                .token("note")
                .into()),
        }
    }

    /// Index of a party, or the refusal that lists them.
    pub(crate) fn party(&self, id: &str) -> Result<usize> {
        self.parties.iter().position(|p| p == id).ok_or_else(|| self.no_party(id).into())
    }

    /// `no party "AZ"; this sea has AZE IRN KAZ RUS TKM`
    pub(crate) fn no_party(&self, id: &str) -> Fault {
        let text = format!("no party \"{id}\"; this sea has {}", self.parties.join(" "));
        let fault = Fault::unknown(text, id, self.parties.iter().map(String::as_str), "");
        self.judged(fault, id)
    }

    /// Which functions of a place are given longitudes beyond 180, where the rule did not ask how they are counted.
    pub(crate) fn counted_on(&self) -> Vec<String> {
        let turn = self.waters.turn();
        if !turn.is_across() || self.counts_longitudes.get() {
            return Vec::new();
        }
        let [west, east] = turn.span();
        let said = |place: String| {
            format!(
                "{place}the function of sea:field is given longitudes from {west:.2} to {east:.2}: this sea reaches across 180 degrees; sea:east(-179.5) is that meridian as they are counted"
            )
        };
        self.functions.of_longitude().into_iter().map(said).collect()
    }

    /// Says something to the reader, once.
    pub(crate) fn warn(&self, text: String) {
        let mut warnings = self.warnings.borrow_mut();
        if !warnings.contains(&text) {
            warnings.push(text);
        }
    }

    /// A rule begins whose defaults name these parties of another sea.
    pub(crate) fn names_elsewhere(&self, parties: Vec<String>) {
        self.elsewhere.borrow_mut().extend(parties);
    }

    /// A name that only a default asks for is a want of the case, not a slip of the rule.
    pub(crate) fn judged(&self, fault: Fault, name: &str) -> Fault {
        match self.elsewhere.borrow().iter().any(|p| p == name) {
            true => Fault { kind: FailureKind::Lacking, ..fault },
            false => fault,
        }
    }

    fn failure(&self, error: DelimitError) -> mlua::Error {
        let text = error.to_string();
        match error {
            DelimitError::Cancelled => {
                self.budget.stopped_in_engine();
                stopped()
            }
            DelimitError::Invalid(_) => {
                let token = if text.starts_with("the measure") { "measure" } else { "" };
                Fault::new(FailureKind::Runtime, text).token(token).into()
            }
            DelimitError::Lacking { next, .. } => Fault::lacking(text).hint(next).into(),
            DelimitError::Infeasible(_) => {
                let (token, hint) = match text.contains(KEPT) {
                    true => ("keep", "Ask for other shares, or keep a smaller region."),
                    false => ("floor", "Ask for other shares: no weights give these."),
                };
                Fault::new(FailureKind::Infeasible, text).hint(hint).token(token).into()
            }
            DelimitError::Geometry { .. } => self.functions.blamed(text).into(),
            // The script's own error, with its place, is worth more than the engine's sentence.
            DelimitError::Function(_) => {
                let own = self.functions.failure.take();
                own.unwrap_or_else(|| Fault::new(FailureKind::Runtime, text).into())
            }
        }
    }
}

/// Rough size of a note, bytes.
fn weight_of(note: &Json) -> usize {
    match note {
        Json::String(s) => 32 + s.len(),
        Json::Array(list) => 32 + list.iter().map(weight_of).sum::<usize>(),
        Json::Object(map) => {
            32 + map.iter().map(|(k, v)| 32 + k.len() + weight_of(v)).sum::<usize>()
        }
        _ => 32,
    }
}

/// Rough size of a solved layer, bytes.
fn weight(layer: &LayerDivision) -> usize {
    let of_control = |c: &Control| size_of::<Control>() + 32 + c.base_points.len() * 16;
    let of_point =
        |p: &LinePoint| size_of::<LinePoint>() + p.controls.iter().map(of_control).sum::<usize>();
    let points: usize = layer.lines.iter().flat_map(|l| &l.points).map(of_point).sum();
    let corners: usize = layer.cells.values().flatten().flat_map(|a| &a.rings).map(Vec::len).sum();
    points + corners * 16
}
