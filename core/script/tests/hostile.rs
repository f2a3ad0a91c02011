//! Scripts that try to get out, to hang or to eat the machine: each must end in its kind of
//! failure, soon, and within the memory limit.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what they expect")]

mod lake;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use lake::{lake, limits};
use littoral_model::{FailureKind, RuleError};
use littoral_script::{Limits, Source, read_header, run};
use serde_json::Map;

/// A rule that runs `body` in `run`, then stops with `value`, so that only the body matters.
fn attack(body: &str) -> Source {
    let text = format!(
        "return rule {{ id = \"hostile\", about = \"hostile\", run = function(sea)\n{body}\nend }}"
    );
    Source::new("hostile.luau", text)
}

fn outcome(body: &str, limits: &Limits) -> RuleError {
    let error = run(&attack(body), &lake(), &Map::new(), limits).map(|_| ()).unwrap_err();
    assert!(error.text.len() < 2000, "{}", error.text);
    error
}

/// How long a script may run, by the clock or by the processor.
const SOON: Duration = Duration::from_millis(300);

/// Counts the time that this thread has had a processor, so that a busy machine is no slow script; that of the
/// clock where the system does not tell.
struct Stopwatch(Option<Duration>, Instant);

impl Stopwatch {
    fn start() -> Self {
        Self(Self::had(), Instant::now())
    }

    fn had() -> Option<Duration> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    }

    fn spent(&self) -> Duration {
        let had = self.0.zip(Self::had()).map(|(before, now)| now.saturating_sub(before));
        had.unwrap_or_else(|| self.1.elapsed())
    }
}

/// Each body must be stopped by its time limit, no later than half a second after it.
fn all_run_out_of_time(bodies: &[&str]) {
    for body in bodies {
        let watch = Stopwatch::start();
        let error = outcome(body, &Limits { time: SOON, ..limits(0) });
        assert_eq!(error.kind, FailureKind::TimeLimit, "{body}: {}", error.text);
        let spent = watch.spent();
        assert!(spent < SOON + Duration::from_millis(500), "{body}: {spent:?}");
    }
}

/// Each body must meet its memory limit as soon as a script that goes on for ever would have been stopped.
fn all_run_out_of_memory(bodies: &[&str]) {
    for body in bodies {
        let watch = Stopwatch::start();
        let error = outcome(body, &limits(60_000));
        assert_eq!(error.kind, FailureKind::MemoryLimit, "{body}: {}", error.text);
        let spent = watch.spent();
        assert!(spent < SOON, "{body}: {spent:?}");
    }
}

#[test]
fn nothing_of_the_machine_is_there() {
    for name in [
        "io",
        "os",
        "load",
        "loadstring",
        "loadfile",
        "dofile",
        "getfenv",
        "setfenv",
        "debug",
        "collectgarbage",
        "gcinfo",
        "newproxy",
        "package",
        "vector",
        "integer",
    ] {
        let error = outcome(&format!("return {name}"), &limits(1000));
        assert_eq!(error.kind, FailureKind::Runtime);
        assert_eq!(error.text, format!("there is no \"{name}\" in a rule"));
        assert!(error.hint.starts_with("A rule has no files"), "{}", error.hint);
        assert_eq!(error.at.unwrap().column, 8, "{name}");
    }
    // The environment gives nothing that the globals do not give.
    for reach in
        ["_G.io", "_G[\"os\"]", "rawget(_G, \"os\").clock()", "getmetatable(_G).__index.io"]
    {
        assert_eq!(
            outcome(&format!("return {reach}"), &limits(1000)).kind,
            FailureKind::Runtime,
            "{reach}"
        );
    }
}

#[test]
fn compiler_shortcuts_do_not_bring_removed_functions_back() {
    for call in [
        "math.lerp(0, 1, 0.5)",
        "math.random()",
        "math.randomseed(1)",
        "math.noise(1)",
        "vector.create(1, 2, 3)",
        "vector.magnitude(1)",
        "integer.add(1, 2)",
    ] {
        assert_eq!(
            outcome(&format!("return {call}"), &limits(1000)).kind,
            FailureKind::Runtime,
            "{call}"
        );
    }
}

#[test]
fn bytecode_is_never_loaded() {
    for text in ["\u{1b}Lua", "\u{6}\u{3}\u{1}", "\u{0}error"] {
        let error = read_header(&Source::new("code.luau", text)).unwrap_err();
        assert_eq!(
            (error.kind, error.text.as_str()),
            (FailureKind::Syntax, "this is compiled code, not a rule's text")
        );
    }
}

#[test]
fn shared_tables_cannot_be_patched() {
    for write in [
        "string.format = nil",
        "math.sin = print",
        "_G.print = nil",
        "_G.extra = 1",
        "table.sort = nil",
        "getmetatable(\"\").__index = nil",
        "getmetatable(\"\").__add = print",
        "param.nm = nil",
        "rawset(math, \"pi\", 3)",
        "rawset(_G, \"pairs\", nil)",
        "table.insert(sea.parties, \"XXX\")",
        "sea.parties[1] = \"XXX\"",
        "sea.id = \"x\"",
        "sea.dist = nil",
        "setmetatable(math, {})",
        "setmetatable(_G, {})",
        "table.clear(math)",
    ] {
        assert_eq!(outcome(write, &limits(1000)).kind, FailureKind::Runtime, "{write}");
    }
    // Of objects nothing can be learnt or changed.
    let metatable = "assert(getmetatable(sea) == false and getmetatable(sea:latitude()) == false) error(\"kept\")";
    assert_eq!(outcome(metatable, &limits(1000)).text, "kept");
}

#[test]
fn endless_work_ends_in_time() {
    all_run_out_of_time(&[
        "while true do end",
        "repeat until false",
        "for i = 1, math.huge do end",
        "while true do pcall(function() while true do end end) end",
        "local function f() return pcall(f) end while true do f() end",
        "xpcall(function() while true do end end, function(e) while true do end end) while true do end",
        "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
        "coroutine.wrap(function() while true do end end)()",
        "tostring(setmetatable({}, { __tostring = function() while true do end end }))",
        "local t = setmetatable({}, { __index = function() while true do end end }) return t.x",
        "string.find(string.rep(\"a\", 1e5), string.rep(\"a?\", 60) .. string.rep(\"a\", 60) .. \"b\")",
        "string.match(string.rep(\"a\", 3e6), \".-.-.-.-b\")",
        "string.gsub(string.rep(\"a\", 1e6), \".*.*.*b\", \"\")",
        "table.sort(table.create(9e4, 1), function(a, b) while true do end end)",
        "while true do sea:latitude() end",
        "while true do pcall(sea.dist, sea, \"XXX\") end",
        "sea:each(function() while true do end end)",
        "while true do string.rep(\"x\", 4e6) end",
        "while true do print(\"x\") end",
        "while true do nm(1) end",
        "for _ in string.gmatch(string.rep(\"a\", 4e6), \"()\") do end while true do end",
    ]);
}

#[test]
fn growth_ends_at_the_memory_limit() {
    all_run_out_of_memory(&[
        "local t = {} for i = 1, 1e9 do t[i] = i end",
        "return table.create(2e7, 0)",
        "return buffer.create(1e9)",
        "local s = \"x\" while true do s = s .. s end",
        "local t = {} while true do table.insert(t, coroutine.create(function() end)) end",
        "local t = {} while true do table.insert(t, string.rep(\"x\", 1e6) .. #t) end",
        "return table.concat(table.create(1e6, string.rep(\"x\", 1000)))",
        "local t = {} while true do t = { t, t } table.insert(t, table.create(1000, 0)) t = { t } end",
        "return (string.gsub(string.rep(\"a\", 4e6), \".\", string.rep(\"b\", 1000)))",
    ]);
}

#[test]
fn host_memory_has_a_limit_too() {
    let error = outcome(
        "local d = {} while true do table.insert(d, sea:latitude() + 1) if #d > 1e4 then d = {} end end",
        &limits(60_000),
    );
    assert_eq!(error.kind, FailureKind::MemoryLimit, "{}", error.text);
    let error = outcome("local f = sea:latitude() while true do f = f + 1 end", &limits(10_000));
    assert_eq!(error.text, "a field of more than 400 operations inside each other");
}

#[test]
fn caps_are_named() {
    for (body, text) in [
        (
            "local t = {} for k = 1, 9 do t[k] = point(40 * (-1) ^ k, 90 - 89 * (-1) ^ k) end sea:shore(\"AZE\", { baseline = t })",
            "sea:shore: 158758 km of line; at most 100000 km are read",
        ),
        (
            "string.rep(\"x\", 1e9)",
            "string.rep: a text of 1000000000 bytes; at most 4194304 are allowed",
        ),
        (
            "table.sort(table.create(2e5, 1))",
            "table.sort: 200000 elements; at most 100000 are sorted",
        ),
        ("table.move({}, 1, 1e9, 2)", "table.move: 1000000000 elements from a table of 0"),
        (
            "string.find(string.rep(\"a\", 4e6), string.rep(\"a\", 4e4) .. \"b\", 1, true)",
            "string.find: 4000000 bytes times 40001 bytes is too much to search",
        ),
        (
            "string.split(string.rep(\"a\", 4e6), string.rep(\"a\", 4e4))",
            "string.split: 4000000 bytes times 40000 bytes is too much to search",
        ),
    ] {
        let error = outcome(body, &limits(5000));
        assert_eq!((error.kind, error.text.as_str()), (FailureKind::Type, text));
        assert_eq!(error.at.unwrap().line, 2);
    }
}

#[test]
fn recursion_and_floods_of_values_are_errors() {
    for body in [
        "local function f() return 1 + f() end f()",
        "local function f() return f() end f()",
        "local t = setmetatable({}, { __index = function(t, k) return t[k] end }) return t.x",
        "return table.unpack(table.create(1e6, 1))",
        "return string.byte(string.rep(\"x\", 1e6), 1, -1)",
        "local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x.y",
        "local function f() return coroutine.wrap(f)() end f()",
        "error(nil)",
        "error({})",
        "error(sea)",
        "local a = {} a[nil] = 1",
    ] {
        let error = outcome(body, &limits(5000));
        assert_eq!(error.kind, FailureKind::Runtime, "{body}: {}", error.text);
        assert!(!error.text.contains("0x"), "{body}: {}", error.text);
    }
    let cycle = "local t = {} t.t = t return { seabed = sea:assign({ AZE = 1 }) }, t";
    assert!(matches!(
        outcome(cycle, &limits(5000)).kind,
        FailureKind::Type | FailureKind::Cancelled
    ));
}

#[test]
fn deep_or_huge_sources_are_refused() {
    for text in [
        format!("return {}1{}", "(".repeat(100_000), ")".repeat(100_000)),
        format!("return {}", "{".repeat(100_000)),
        format!("local x = {} 1", "-".repeat(20_000).replace('-', "- ")),
        "if true then ".repeat(15_000),
        format!("return 1{}", " .. 1".repeat(40_000)),
        "a".repeat(300_000),
        "return \"".to_owned() + &"\\u{10FFFF}".repeat(1000),
    ] {
        let error = read_header(&Source::new("deep.luau", text)).unwrap_err();
        assert!(
            matches!(error.kind, FailureKind::Syntax | FailureKind::Type | FailureKind::Runtime),
            "{error:?}"
        );
    }
}

#[test]
fn a_newer_request_cancels() {
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = cancel.clone();
    let later = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        flag.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    let limits = Limits { cancel, ..limits(20_000) };
    assert_eq!(outcome("while true do end", &limits).kind, FailureKind::Cancelled);
    later.join().unwrap();
}

#[test]
fn nothing_printed_is_an_address() {
    let body = "error(table.concat({ tostring({}), tostring(print), tostring(sea), `{sea} {print} {({})}`,
        string.format(\"%s %s\", {}, sea), tostring(coroutine.create(print)), tostring(buffer.create(1)),
        tostring(sea:latitude()), tostring(1.5), tostring(nil), (\"%d\"):format(3) }, \"|\"))";
    assert_eq!(
        outcome(&body.replace('\n', " "), &limits(1000)).text,
        "table|function|Sea|Sea function table|table Sea|thread|buffer|Field|1.5|nil|3"
    );
}

#[test]
fn mathematics_is_the_same_on_every_machine() {
    // Bits of libm's own answers: an override that the compiler passed over would differ in some.
    for (call, expected) in [
        ("math.sin(0.7)", libm::sin(0.7)),
        ("math.log(3)", libm::log(3.0)),
        ("math.exp(1.1)", libm::exp(1.1)),
        ("math.atan2(1, 3)", libm::atan2(1.0, 3.0)),
        ("math.pow(1.1, 7.3)", libm::pow(1.1, 7.3)),
        ("math.log(8, 2)", 3.0),
        ("math.log(1000, 10)", 3.0),
        ("math.tanh(0.3)", libm::tanh(0.3)),
    ] {
        let error = outcome(&format!("error(string.format(\"%.17g\", {call}))"), &limits(1000));
        assert_eq!(error.text.parse::<f64>().unwrap().to_bits(), expected.to_bits(), "{call}");
    }
}

/// The order of tables and functions is where the machine has put them: no loop walks it.
#[test]
fn keys_without_an_order_of_their_own_are_refused_where_a_table_is_walked() {
    for walk in [
        "for k in t do end",
        "for k in pairs(t) do end",
        "for k in next, t do end",
        "local k = next(t)",
        "local f = next; f(t)",
        "table.foreach(t, print)",
        "local o = setmetatable({}, { __iter = function() return next, t end }) for k in o do end",
        "local o = setmetatable(t, { __index = {} }) for k in o do end",
    ] {
        for key in ["{}", "print", "coroutine.create(print)", "sea", "buffer.create(1)"] {
            let error =
                outcome(&format!("local t = {{ a = 1 }}\nt[{key}] = 2\n{walk}"), &limits(1000));
            assert!(error.text.starts_with("keys must be strings"), "{walk} {key}: {}", error.text);
            assert_eq!(error.at.unwrap().line, 4, "{walk}");
        }
    }
}

#[test]
fn loops_that_have_an_order_walk_as_ever() {
    let body = r#"
local said = {}
local function say(...) table.insert(said, table.concat({ ... }, " ")) end
for k, v in { 5, 6, a = 7, [true] = nil } do say(k, v) end
for k, v in pairs({ 8 }) do say(k, v) end
for k, v in next, { 9 } do say(k, v) end
for k, v in ipairs({ 10 }) do say(k, v) end
for a, b in string.gmatch("x=y", "(%w)=(%w)") do say(a, b) end
for k, v in setmetatable({}, { __iter = function() return next, { 11 } end }) do say(k, v) end
for k, v in pairs(setmetatable({ 12 }, { __iter = error })) do say(k, v) end
for k in setmetatable({}, { __call = function(_, _, k) return if k then nil else "called" end }) do say(k) end
for v in coroutine.wrap(function() coroutine.yield({}) end) do say(type(v)) end
error(table.concat(said, ", "))"#;
    let error = outcome(body, &limits(1000));
    let wanted = "1 5, 2 6, a 7, 1 8, 1 9, 1 10, x y, 1 11, 1 12, called, table";
    assert_eq!(error.text, wanted);
    assert_eq!(error.at.unwrap().line, 14);
    for (walk, said) in [
        ("for k in nil do end", "attempt to iterate over a nil value"),
        ("for k in pairs(nil) do end", "invalid argument #1 to 'next' (table expected, got nil)"),
        ("next(3)", "invalid argument #1 to 'next' (table expected, got number)"),
        ("for k in t do", "Expected identifier when parsing expression, got '}'"),
    ] {
        let error = outcome(&format!("local t = {{}}\n{walk}"), &limits(1000));
        assert!(error.text.starts_with(said), "{walk}: {}", error.text);
    }
}

/// The reason of a failure at the first place that is asked is told at once, not when the time is up.
#[test]
fn a_failing_field_with_a_bound_fails_at_once() {
    for (function, said) in [("error(\"why\")", "why"), ("return 0/0", "")] {
        let body = format!(
            "local f = sea:field(function() {function} end, {{ lipschitz = 1 }})\n\
             return {{ seabed = sea:assign {{ IRN = f, AZE = sea:dist(\"AZE\") }} }}"
        );
        let watch = Stopwatch::start();
        let error = outcome(&body, &limits(20_000));
        assert!(
            error.kind != FailureKind::TimeLimit && error.text.contains(said),
            "{}",
            error.text
        );
        assert!(watch.spent() < Duration::from_secs(5), "{:?}", watch.spent());
    }
}
