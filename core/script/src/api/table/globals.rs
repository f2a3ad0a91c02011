//! Globals and the library `param`.

use super::{Entry, Form, entry, global, param};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        params: &[("spec", "RuleSpec<P>")],
        returns: "Rule",
        generics: "P",
        doc: "Declares the rule. A rule file ends with `return rule { ... }`. `run` returns a table from layer (`seabed`, `subsoil`, `water`, `fishery`, `surface` or another word) to Partition, and optionally a table of notes, or a function that gives it: called only where somebody reads the notes, so that a sweep does not pay for them.",
        example: "return rule { id = \"nearest\", about = \"Nearest coast\", run = function(sea: Sea) return { seabed = sea:equidistance() } end }",
        ..global(1, "rule")
    },
    Entry {
        params: &[("miles", "number")],
        returns: "number",
        doc: "Nautical miles in metres: 1 nm = 1852 m exactly.",
        example: "sea:coast():within(nm(15))",
        ..global(2, "nm")
    },
    Entry {
        params: &[("kilometres", "number")],
        returns: "number",
        doc: "Kilometres in metres.",
        example: "sea:dist(\"IRN\") - km(20)",
        ..global(3, "km")
    },
    Entry {
        params: &[("lat", "number"), ("lon", "number")],
        returns: "Place",
        doc: "A place in degrees, latitude first: north and east positive; 181 and -179 east are one meridian. Places that the script is given have longitudes from -180 to 180.",
        example: "point(38.43, 48.88)",
        ..global(4, "point")
    },
    Entry {
        params: &[("module", "string")],
        returns: "any",
        doc: "What a module of the rule's own folder returns, named without its ending and from that folder: `./weights` is `weights.luau` beside the rule. The name must stand in quotes. A module runs once, with the words of a rule.",
        example: "local weights = require(\"./weights\")",
        ..global(10, "require")
    },
    Entry {
        params: &[("rule", "string"), ("params", "{ [string]: any }?")],
        returns: "({ [string]: Partition }, { [string]: any }?)",
        doc: "Another rule's layers and notes, inside `run`: a built-in rule by id, or one of the rule's own folder as `./name`. Lengths among the parameters are metres.",
        example: "local base = run(\"belt-and-commons\", { belt = nm(12) }).water",
        ..global(11, "run")
    },
    Entry {
        params: &[("default", "number"), ("options", "NumberOptions?")],
        returns: "number",
        doc: "A number, with an optional least and greatest value.",
        example: "param.number(0.5, { min = 0, max = 1, about = \"effect of islands\" })",
        ..param(20, "number")
    },
    Entry {
        params: &[("default", "number"), ("options", "NumberOptions?")],
        returns: "number",
        doc: "A length: nautical miles on the form and in `default`, `min` and `max`; metres inside `run`. Not below 0 unless `min` says so.",
        example: "param.nm(15)",
        ..param(21, "nm")
    },
    Entry {
        params: &[("default", "number"), ("options", "NumberOptions?")],
        returns: "number",
        doc: "A length: kilometres on the form and in `default`, `min` and `max`; metres inside `run`. Not below 0 unless `min` says so.",
        example: "param.km(20)",
        ..param(22, "km")
    },
    Entry {
        params: &[
            ("default", "string"),
            ("options", "{ string }"),
            ("more", "{ about: string? }?"),
        ],
        returns: "string",
        doc: "One of several words.",
        example: "param.choice(\"equiratio\", { \"equiratio\", \"additive\" })",
        ..param(23, "choice")
    },
    Entry {
        params: &[("default", "boolean"), ("options", "{ about: string? }?")],
        returns: "boolean",
        doc: "Yes or no.",
        example: "param.flag(false, { about = \"count islands\" })",
        ..param(24, "flag")
    },
    Entry {
        params: &[("default", "PerParty"), ("options", "NumberOptions?")],
        returns: "PerParty",
        doc: "A share for each party, 0 to 1 of the sea. Inside `run` every party has a number; 0 where none is given.",
        example: "param.shares({ IRN = 0.20 })",
        ..param(25, "shares")
    },
    Entry {
        params: &[("default", "PerParty"), ("options", "WeightOptions?")],
        returns: "PerParty",
        doc: "A number for each party. `unit` is `ratio` (the default; 1 where none is given, above 0), `km` or `nm` (0 where none is given; metres inside `run`).",
        example: "param.weights({ IRN = 20 }, { unit = \"km\" })",
        ..param(26, "weights")
    },
    Entry {
        params: &[("default", "string"), ("options", "{ about: string? }?")],
        returns: "string",
        doc: "Free text.",
        example: "param.text(\"IRN\")",
        ..param(27, "text")
    },
    Entry {
        params: &[("program", "Program")],
        returns: "(Optimum?, string?)",
        doc: "Least `cost . x - sum log_i ln(x_i)` such that `row . x <= bound` for every row of `most` and `row . x = bound` for every row of `equal`; at most 64 unknowns. The optimum has `x` and the prices of the constraints; nil and the reason where there is none.",
        example: "local best = convex.minimise({ cost = { 0, 0 }, log = { 1, 1 }, most = { { row = { 1, 2 }, bound = 2 } } })",
        ..entry(28, "convex", "minimise", Form::Function)
    },
];
