//! What outlives one evaluation, out of every rule's reach.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use littoral_delimit::{RuleOutcome, Waters};
use littoral_model::{FailureKind, RuleError, RuleHeader};
use littoral_treaty::Record;
use mlua::Lua;
use serde_json::{Map, Value as Json};

use crate::budget::Budget;
use crate::explain::explain;
use crate::fault::Fault;
use crate::run::{Evaluation, Stop};
use crate::sandbox::{self, compiled::Compiled};
use crate::source::{Limits, MAX_SOURCE_BYTES, Source};
use crate::watchdog::Watchdog;

/// Evaluates rules one after the other, each in a fresh state, and saves what can be done before they are asked for:
/// the next state is made ahead, a text is compiled once, and one thread watches the time of all.
#[derive(Default)]
pub struct Evaluator {
    /// No text has run in it.
    spare: Option<Lua>,
    compiled: Rc<Compiled>,
    watchdog: Watchdog,
}

impl Evaluator {
    /// Makes the state of the next evaluation now, while nobody waits.
    pub fn prepare(&mut self) {
        if self.spare.is_none() {
            // What fails here fails again, and is told, when the state is needed.
            self.spare = catch_unwind(sandbox::build).ok().and_then(Result::ok);
        }
    }

    /// As [`crate::read_header_within`].
    ///
    /// # Errors
    /// As [`crate::read_header`].
    pub fn header(&mut self, source: &Source, limits: &Limits) -> Result<RuleHeader, RuleError> {
        self.evaluate(source, limits, |evaluation| Ok(evaluation.rule()?.header.clone()))
    }

    /// As [`crate::run_under`].
    ///
    /// # Errors
    /// As [`crate::run`].
    pub fn run(
        &mut self,
        source: &Source,
        case: (&Rc<Waters>, &Rc<Record>),
        params: &Map<String, Json>,
        limits: &Limits,
    ) -> Result<RuleOutcome, RuleError> {
        self.evaluate(source, limits, |evaluation| evaluation.outcome(case, params, limits))
    }

    /// Runs `work` in a fresh state, and turns every way of failing into a [`RuleError`].
    fn evaluate<T>(
        &mut self,
        source: &Source,
        limits: &Limits,
        work: impl FnOnce(&mut Evaluation<'_>) -> Result<T, Stop>,
    ) -> Result<T, RuleError> {
        check_text(source)?;
        let early = |fault: Fault| {
            RuleError::new(&source.file, fault.kind, fault.text).with_hint(fault.hint)
        };
        let budget = Rc::new(Budget::new(limits));
        let _watched = self.watchdog.watch(budget.order(limits)).map_err(early)?;
        let mut id = source.file.clone();
        let (spare, compiled) = (self.spare.take(), self.compiled.clone());
        let attempt = catch_unwind(AssertUnwindSafe(|| {
            let lua = spare.map_or_else(sandbox::build, Ok)?;
            sandbox::arm(&lua, &budget, limits)?;
            lua.set_app_data(compiled);
            lua.set_app_data(Rc::new(source.clone()));
            work(&mut Evaluation { lua, source, budget: &budget, id: &mut id })
        }));
        match attempt {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(Stop::Rule(error))) => Err(error),
            Ok(Err(Stop::Lua(error))) => Err(explain(&error, source, &id, &budget)),
            Err(panic) => Err(RuleError::new(&id, FailureKind::Panic, panic_text(panic.as_ref()))
                .with_hint("This is a fault of littoral, not of the rule: please report it with the rule's file.")),
        }
    }
}

fn check_text(source: &Source) -> Result<(), RuleError> {
    let refuse = |text: String| Err(RuleError::new(&source.file, FailureKind::Syntax, text));
    match (source.text.len() > MAX_SOURCE_BYTES, source.text.as_bytes().first()) {
        (true, _) => refuse(format!(
            "the text has {} bytes; a rule has at most {MAX_SOURCE_BYTES}",
            source.text.len()
        )),
        // Compiled code begins with a control byte; only text is ever loaded.
        (_, Some(byte)) if *byte < b'\t' || *byte == 0x1b => {
            refuse("this is compiled code, not a rule's text".into())
        }
        _ => Ok(()),
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a fault inside the host: {}", said.unwrap_or_else(|| "no text".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Leaves a mark wherever a script can, and says where one was left before.
    const POISON: &str = r#"
        local met = {}
        for _, place in { _G, math, string, table, fair, param } do
            if rawget(place, "left") then table.insert(met, "left") end
            pcall(rawset, place, "left", true)
        end
        if require("./m")() ~= 1 then table.insert(met, "module") end
        return rule { id = "poison", about = #met == 0 and "clean" or table.concat(met, " "), run = function() end }"#;

    #[test]
    fn no_run_finds_anything_of_the_one_before() {
        let counts = "local n = 0 return function() n += 1 return n end".into();
        let module = crate::Module { name: "./m".into(), file: "m.luau".into(), text: counts };
        let source = Source::new("poison.luau", POISON).with_modules(vec![module]);
        let mut evaluator = Evaluator::default();
        for ahead in [false, true, true, false] {
            if ahead {
                evaluator.prepare();
                assert!(evaluator.spare.is_some());
            }
            let header = evaluator.header(&source, &Limits::default()).unwrap();
            assert_eq!(header.about, "clean");
        }
    }

    #[test]
    fn a_state_made_ahead_has_the_limits_of_its_run() {
        let mut evaluator = Evaluator::default();
        let hoard = Source::new(
            "a.luau",
            "local t = {} while true do t[#t + 1] = string.rep('x', 1e5) .. #t end",
        );
        let small = Limits { memory_bytes: 4 << 20, ..Limits::default() };
        let short = Limits { time: std::time::Duration::from_millis(5), ..Limits::default() };
        let endless = Source::new("b.luau", "while true do end");
        for _ in 0..3 {
            evaluator.prepare();
            assert_eq!(
                evaluator.header(&hoard, &small).unwrap_err().kind,
                FailureKind::MemoryLimit
            );
            evaluator.prepare();
            assert_eq!(
                evaluator.header(&endless, &short).unwrap_err().kind,
                FailureKind::TimeLimit
            );
        }
    }
}
