//! Words that hand in results.

use std::ffi::c_void;

use littoral_delimit::{LayerMap, RuleOutcome, layers};
use littoral_model::{FailureKind, RuleError};
use littoral_sdk::abi::{LitPartition, LitStr};
use serde_json::Value;

use super::{Desk, Done, Fault, at_desk};
use crate::context;

/// Most notes of one run.
const MOST_NOTES: usize = 1000;

impl Desk<'_> {
    /// Solves what was handed in.
    ///
    /// # Errors
    /// No layer, or what the engine says.
    pub(crate) fn outcome(&self) -> Result<RuleOutcome, RuleError> {
        self.solved().map_err(|Fault(kind, text)| RuleError::new(self.rule, kind, text))
    }

    fn solved(&self) -> Done<RuleOutcome> {
        let mut handed_in = self.layers.take();
        if handed_in.is_empty() {
            return Err(Fault(FailureKind::Type, "the rule handed in no layer".to_owned()));
        }
        layers::sort(&mut handed_in);
        let list = handed_in.into_iter().map(|(name, layer)| (name, (*layer).clone()));
        let (notes, warnings) = (self.notes.take(), self.warnings.take());
        Ok(RuleOutcome { layers: LayerMap(list.collect()), notes, warnings })
    }

    /// Takes a layer. It is solved now: functions of `sea_field` may use what lies on the stack of
    /// the rule.
    fn layer(&self, name: &str, p: LitPartition) -> Done<()> {
        if !layers::is_name(name) {
            let text = format!("\"{name}\" is no layer: letters, digits, _ and -");
            return Err(Fault::wrong(text));
        }
        let twice = self.layers.borrow().iter().any(|(n, _)| n == name);
        if twice || self.layers.borrow().len() >= layers::MOST {
            let text = format!("layer \"{name}\" twice, or more than {} layers", layers::MOST);
            return Err(Fault::wrong(text));
        }
        let held = self.partitions.get(p.id)?;
        let layer = self.solve(&held)?;
        let doubts = self.doubts(&held)?;
        let mut warnings = self.warnings.borrow_mut();
        if layer.method == "sampled" {
            warnings.push(layers::sampled(name, layer.finest_m));
        }
        warnings.extend(doubts.iter().map(|d| format!("layer {name}: {d}")));
        self.layers.borrow_mut().push((name.to_owned(), layer));
        Ok(())
    }

    fn note(&self, name: LitStr, value: Value) -> Done<()> {
        // SAFETY: the ABI: a text that lives for the call.
        let name = unsafe { context::text(name) };
        let mut notes = self.notes.borrow_mut();
        if name.is_empty() || notes.len() >= MOST_NOTES {
            return Err(Fault::wrong(format!("a note needs a name; {MOST_NOTES} at most")));
        }
        notes.insert(name, value);
        Ok(())
    }
}

pub(super) extern "C" fn result_layer(ctx: *mut c_void, layer: LitStr, p: LitPartition) {
    at_desk(ctx, "result_layer", (), |desk| {
        // SAFETY: the ABI: a text that lives for the call.
        let name = unsafe { context::text(layer) };
        desk.layer(&name, p)
    });
}

pub(super) extern "C" fn result_note(ctx: *mut c_void, name: LitStr, text: LitStr) {
    at_desk(ctx, "result_note", (), |desk| {
        // SAFETY: the ABI: a text that lives for the call.
        let text = unsafe { context::text(text) };
        desk.note(name, Value::from(text))
    });
}

pub(super) extern "C" fn result_number(ctx: *mut c_void, name: LitStr, value: f64) {
    at_desk(ctx, "result_number", (), |desk| match value.is_finite() {
        true => desk.note(name, Value::from(value)),
        false => Err(Fault::wrong(format!("a figure must be finite, not {value}"))),
    });
}
