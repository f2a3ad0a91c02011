//! What of the interpreter's own library a rule may use. Everything else is removed.
//!
//! An allow-list, so that a new version of the interpreter cannot add a way out; a test says
//! when it adds anything.

use mlua::{Result, Table, Value};

/// Globals that stay.
pub(crate) const GLOBALS: &[&str] = &[
    "_G",
    "_VERSION",
    "assert",
    "bit32",
    "buffer",
    "coroutine",
    "error",
    "getmetatable",
    "ipairs",
    "math",
    "next",
    "pairs",
    "pcall",
    "print",
    "rawequal",
    "rawget",
    "rawlen",
    "rawset",
    "select",
    "setmetatable",
    "string",
    "table",
    "tonumber",
    "tostring",
    "type",
    "typeof",
    "unpack",
    "utf8",
    "xpcall",
];

/// Globals that are known and removed: machine, clock, other code, environments, chance, and
/// vectors of 32-bit numbers (a metre in a thousand kilometres).
pub(crate) const REMOVED: &[&str] = &[
    "collectgarbage",
    "debug",
    "dofile",
    "gcinfo",
    "getfenv",
    "integer",
    "io",
    "load",
    "loadfile",
    "loadstring",
    "newproxy",
    "os",
    "package",
    "require",
    "setfenv",
    "vector",
];

/// Members that stay, by library. A library that is not named here keeps all of its members.
const MEMBERS: &[(&str, &[&str])] = &[
    (
        "math",
        &[
            "abs", "acos", "asin", "atan", "atan2", "ceil", "clamp", "cos", "cosh", "deg", "e",
            "exp", "floor", "fmod", "frexp", "huge", "isfinite", "isinf", "isnan", "ldexp", "log",
            "log10", "map", "max", "min", "modf", "nan", "phi", "pi", "pow", "rad", "round",
            "sign", "sin", "sinh", "sqrt", "sqrt2", "tan", "tanh", "tau",
        ],
    ),
    (
        "string",
        &[
            "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "pack",
            "packsize", "rep", "reverse", "split", "sub", "unpack", "upper",
        ],
    ),
    (
        "table",
        &[
            "clear", "clone", "concat", "create", "find", "foreach", "foreachi", "freeze", "getn",
            "insert", "isfrozen", "maxn", "move", "pack", "remove", "sort", "unpack",
        ],
    ),
    (
        "coroutine",
        &["close", "create", "isyieldable", "resume", "running", "status", "wrap", "yield"],
    ),
];

/// Members that are known and removed: chance, and fused multiply-add.
#[cfg(test)]
const REMOVED_MEMBERS: &[&str] = &["math.lerp", "math.noise", "math.random", "math.randomseed"];

const SEEDED: &str = "A rule has no chance in it: sea:rng(seed) makes numbers that look random and are the same in every run. \
                      Declare the seed as a parameter.";

/// What to write instead of removed members.
pub(crate) const INSTEAD: [(&str, &str); 4] = [
    ("random", SEEDED),
    ("randomseed", SEEDED),
    ("noise", SEEDED),
    ("lerp", "Write a + (b - a) * t."),
];

/// Functions that the compiler may no longer shortcut: replaced ones, and removed ones, which a
/// shortcut would bring back.
const NO_SHORTCUT: &[&str] = &[
    "math.lerp",
    "math.noise",
    "table.move",
    "table.sort",
    "string.find",
    "string.split",
    "string.rep",
    "string.format",
    "tostring",
];

/// Every entry for the compiler's list of disabled builtins.
pub(crate) fn disabled_builtins() -> Vec<String> {
    let members = |library: &str, names: &[&str]| -> Vec<String> {
        names.iter().map(|n| format!("{library}.{n}")).collect()
    };
    let mut all: Vec<String> = NO_SHORTCUT.iter().map(|n| (*n).to_owned()).collect();
    all.extend(super::maths::replaced().map(|n| format!("math.{n}")));
    all.extend(members(
        "vector",
        &[
            "abs",
            "angle",
            "ceil",
            "clamp",
            "create",
            "cross",
            "dot",
            "floor",
            "lerp",
            "magnitude",
            "max",
            "min",
            "normalize",
            "sign",
        ],
    ));
    all.extend(members(
        "integer",
        &[
            "add", "arshift", "band", "bnot", "bor", "bswap", "btest", "bxor", "clamp", "countlz",
            "countrz", "create", "div", "extract", "ge", "gt", "idiv", "le", "lrotate", "lshift",
            "lt", "max", "min", "mod", "mul", "neg", "rem", "rrotate", "rshift", "sub", "tonumber",
            "udiv", "uge", "ugt", "ule", "ult", "urem",
        ],
    ));
    all
}

/// Removes whatever is not allowed.
pub(super) fn prune(globals: &Table) -> Result<()> {
    for name in strangers(globals, GLOBALS)? {
        globals.raw_set(name, Value::Nil)?;
    }
    for (library, members) in MEMBERS {
        let table: Table = globals.raw_get(*library)?;
        for name in strangers(&table, members)? {
            table.raw_set(name, Value::Nil)?;
        }
    }
    Ok(())
}

/// Names in `table` that are not in `allowed`, sorted.
fn strangers(table: &Table, allowed: &[&str]) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for pair in table.pairs::<String, Value>() {
        let (name, _) = pair?;
        if !allowed.contains(&name.as_str()) {
            out.push(name);
        }
    }
    out.sort();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use mlua::Lua;

    use super::*;

    /// A new version of the interpreter that brings anything new must be looked at.
    #[test]
    fn nothing_in_the_interpreter_is_unknown() {
        let lua = Lua::new();
        let globals = lua.globals();
        let known = strangers(&globals, GLOBALS).unwrap();
        assert!(known.iter().all(|n| REMOVED.contains(&n.as_str())), "{known:?}");
        for (library, members) in MEMBERS {
            for name in strangers(&globals.raw_get(*library).unwrap(), members).unwrap() {
                let path = format!("{library}.{name}");
                assert!(REMOVED_MEMBERS.contains(&path.as_str()), "{path}");
            }
        }
        for library in ["bit32", "buffer", "utf8"] {
            assert!(globals.raw_get::<Table>(library).is_ok());
        }
    }
}
