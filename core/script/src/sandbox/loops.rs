//! Loops over tables in an order that a fresh run repeats.
//!
//! The interpreter walks a table by the hashes of its keys. That of a string, number or boolean is a matter of the
//! key; that of a table, function or thread is its address. So `pairs`, `next` and `table.foreach` refuse such keys;
//! and since the interpreter walks the table of `for k, v in t do` itself, the text is changed before it is
//! compiled: `for k, v in __walk( t) do`, on the same line. Which loops those are is what this file reads.

use std::rc::Rc;
use std::sync::LazyLock;

use littoral_model::FailureKind;
use mlua::chunk::{ChunkMode, Compiler};
use mlua::{Function, Lua, Result, Table, Value};

use super::blocks::{Blocks, Insertion};
use super::compiled::{Compiled, compiler};
use crate::fault::Fault;

/// The hidden function around the values of a loop.
pub(super) const WALK: &str = "__walk";
/// How the interpreter names the text behind it.
pub(super) const CHUNK: &str = "loops";

const TEXT: &str = include_str!("loops.luau");
/// The same, compiled once.
static OWN: LazyLock<Option<Vec<u8>>> = LazyLock::new(|| Compiler::new().compile(TEXT).ok());

/// Replaces what walks a table.
pub(super) fn install(lua: &Lua, globals: &Table) -> Result<()> {
    let refuse = lua.create_function(|_, key: Value| -> Result<()> { Err(refused(&key)) })?;
    let own_way = |_: &Lua, t: Table| -> Result<bool> {
        let Some(meta) = t.metatable() else { return Ok(false) };
        let has = |name: &str| meta.raw_get::<Value>(name).map(|way| !way.is_nil());
        Ok(has("__iter")? || has("__call")?)
    };
    let own_way = lua.create_function(own_way)?;
    let chunk = match &*OWN {
        Some(code) => lua.load(code.as_slice()).set_mode(ChunkMode::Binary),
        None => lua.load(TEXT).set_mode(ChunkMode::Text),
    };
    let chunk = chunk.set_name(format!("={CHUNK}"));
    type Four = (Function, Function, Function, Function);
    let (walk, next, pairs, foreach): Four = chunk.into_function()?.call((refuse, own_way))?;
    globals.raw_set(WALK, walk)?;
    globals.raw_set("next", next)?;
    globals.raw_set("pairs", pairs)?;
    globals.raw_get::<Table>("table")?.raw_set("foreach", foreach)
}

fn refused(key: &Value) -> mlua::Error {
    let text = format!(
        "keys must be strings, numbers or booleans where a table is walked, not a {}",
        key.type_name()
    );
    let hint = "The order of other keys is the machine's, another one in each run: keep such values in a list, \
        and walk that.";
    Fault::new(FailureKind::Runtime, text).hint(hint).into()
}

/// Compiles a text, its loops over tables checked.
///
/// # Errors
/// It does not parse, as the text itself stands; or its loops cannot be told from one another.
pub(crate) fn compile(
    lua: &Lua,
    chunk: &str,
    text: &str,
    environment: Option<Table>,
) -> Result<Function> {
    let code = code(lua, chunk, text)?;
    let chunk = lua.load(&*code).set_mode(ChunkMode::Binary).set_name(format!("={chunk}"));
    match environment {
        Some(environment) => chunk.set_environment(environment).into_function(),
        None => chunk.into_function(),
    }
}

fn code(lua: &Lua, chunk: &str, text: &str) -> Result<Rc<[u8]>> {
    let compiled = lua.app_data_ref::<Rc<Compiled>>().map(|all| all.clone());
    if let Some(known) = compiled.as_ref().and_then(|all| all.get(text)) {
        return Ok(known);
    }
    // The text itself first: what is wrong with it is said in its own words and columns.
    let plain = translated(lua, chunk, text)?;
    let insertions = Blocks::read(text).map_err(unread)?;
    let code = match insertions.is_empty() {
        true => plain,
        false => translated(lua, chunk, &changed(text, &insertions))?,
    };
    let code = Rc::from(code);
    if let Some(all) = compiled {
        all.put(text, &code);
    }
    Ok(code)
}

fn translated(lua: &Lua, chunk: &str, text: &str) -> Result<Vec<u8>> {
    compiler().compile(text).map_err(|error| {
        // The compiler alone does not know the file: the interpreter, asked for the same, names it.
        let chunk = lua.load(text).set_mode(ChunkMode::Text).set_name(format!("={chunk}"));
        chunk.into_function().err().unwrap_or(error)
    })
}

fn unread(word: &'static str) -> mlua::Error {
    let (text, hint) = match word {
        WALK => (format!("{WALK} is littoral's own name"), "Choose another name."),
        _ => (
            format!("the loops of this text cannot be told apart, at \"{word}\""),
            "Write one statement a line and brackets around an if that gives a value: (if a then b else c).",
        ),
    };
    Fault::new(FailureKind::Syntax, text).hint(hint).token(word).into()
}

/// The text with [`WALK`] around the values of each loop; every line stays the line it was.
fn changed(text: &str, insertions: &[Insertion]) -> String {
    let mut ordered: Vec<Insertion> = insertions.to_vec();
    ordered.sort_by_key(|i| i.at());
    let mut out = String::with_capacity(text.len() + 9 * ordered.len());
    let mut from = 0;
    for insertion in ordered {
        out.push_str(&text[from..insertion.at()]);
        from = insertion.at();
        match insertion {
            Insertion::Open(_) => out.extend([" ", WALK, "("]),
            Insertion::Close(_) => out.push(')'),
        }
    }
    out + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str) -> String {
        changed(text, &Blocks::read(text).unwrap())
    }

    #[test]
    fn only_the_values_of_a_loop_over_anything_are_wrapped() {
        let cases = [
            ("for k, v in t do end", "for k, v in __walk( t) do end"),
            ("for i = 1, 3 do end", "for i = 1, 3 do end"),
            ("for i, v in ipairs(f(1)) do end", "for i, v in ipairs(f(1)) do end"),
            ("for i, v in ipairs(a), b do end", "for i, v in __walk( ipairs(a), b) do end"),
            ("for k in t -- do\n do end", "for k in __walk( t) -- do\n do end"),
            (
                "local s = 'for k in t do' --[[ for k in t do ]]",
                "local s = 'for k in t do' --[[ for k in t do ]]",
            ),
            (
                "local s = [==[for k in ]] t do]==] .. \"\\\"for k in t do\"",
                "local s = [==[for k in ]] t do]==] .. \"\\\"for k in t do\"",
            ),
            (
                "for k in f(function() for j in t do if j then return end end end) do end",
                "for k in __walk( f(function() for j in __walk( t) do if j then return end end end)) do end",
            ),
            (
                "for k in if a then if b then x else y else z do end",
                "for k in __walk( if a then if b then x else y else z) do end",
            ),
            (
                "local s = `a {(function() for k in t do end return `}` end)()} for k in t do \\{`",
                "local s = `a {(function() for k in __walk( t) do end return `}` end)()} for k in t do \\{`",
            ),
            (
                "if p then x = if a then b else c else y = 2 end for k in t do end",
                "if p then x = if a then b else c else y = 2 end for k in __walk( t) do end",
            ),
            (
                "local m: Map<string>\nif m then for k in m do end end repeat local z = 1 until z",
                "local m: Map<string>\nif m then for k in __walk( m) do end end repeat local z = 1 until z",
            ),
            (
                "while if a then b else c do for k in t do end end f({if a then 1 else 2; if b then 1 else 2})",
                "while if a then b else c do for k in __walk( t) do end end f({if a then 1 else 2; if b then 1 else 2})",
            ),
            (
                "local ipairs = g for k in ipairs(t) do end",
                "local ipairs = g for k in __walk( ipairs(t)) do end",
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(after(text), wanted);
        }
    }

    #[test]
    fn what_is_no_program_does_not_stop_the_reader() {
        for text in ["", "`{", "end end", "for in do", "\"", "[[", "for k in (t do end", "`a{`b{"] {
            let _ = Blocks::read(text);
        }
        assert_eq!(Blocks::read("local __walk = 1"), Err(WALK));
    }

    #[test]
    fn every_loop_of_the_shelf_is_found() {
        let texts = crate::shelf::rules().into_iter().map(|s| s.text);
        for text in texts.chain(crate::sandbox::library::LIBRARY.iter().map(|(_, text)| *text)) {
            let code = text.lines().filter(|l| l.trim_start().starts_with("for "));
            let loops = code.filter(|l| l.contains(" in ") && !l.contains("ipairs(")).count();
            let found = Blocks::read(text).unwrap();
            assert!(found.len() >= 2 * loops, "{text}");
        }
    }
}
