//! Texts compiled before: a rule is read for its header and then run, and a study runs it a thousand times.
//!
//! What is loaded again is what this process has compiled itself; nothing else is ever loaded as code.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::LazyLock;

use mlua::chunk::Compiler;

use super::allow;

/// How many texts are kept.
const MOST: usize = 32;
/// Longest text that is kept, bytes.
const LONGEST: usize = 64 * 1024;

static COMPILER: LazyLock<Compiler> =
    LazyLock::new(|| Compiler::new().set_disabled_builtins(allow::disabled_builtins()));

/// The compiler of rules: without it an override of `math.sin` has no effect.
pub(crate) fn compiler() -> &'static Compiler {
    &COMPILER
}

/// Bytecode by text, in the order of use.
#[derive(Default)]
pub(crate) struct Compiled(RefCell<VecDeque<(String, Rc<[u8]>)>>);

impl Compiled {
    /// What a text was compiled to.
    pub(super) fn get(&self, text: &str) -> Option<Rc<[u8]>> {
        let mut all = self.0.borrow_mut();
        let at = all.iter().position(|(known, _)| known == text)?;
        let found = all.remove(at)?;
        let code = found.1.clone();
        all.push_back(found);
        Some(code)
    }

    /// Keeps it; the one used longest ago makes room.
    pub(super) fn put(&self, text: &str, code: &Rc<[u8]>) {
        if text.len() > LONGEST {
            return;
        }
        let mut all = self.0.borrow_mut();
        if all.len() >= MOST {
            all.pop_front();
        }
        all.push_back((text.to_owned(), code.clone()));
    }
}
