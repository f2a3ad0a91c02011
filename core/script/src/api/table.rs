//! The table itself. Long because it is a list whose order is the product.

use super::{Entry, Form};

/// Shared by the constructors below: everything but slot, noun, name and form left empty.
const fn entry(slot: u16, noun: &'static str, name: &'static str, form: Form) -> Entry {
    Entry { slot, noun, name, form, params: &[], returns: "", generics: "", doc: "", example: "" }
}

const fn global(slot: u16, name: &'static str) -> Entry {
    entry(slot, "", name, Form::Function)
}

const fn param(slot: u16, name: &'static str) -> Entry {
    entry(slot, "param", name, Form::Function)
}

const fn method(slot: u16, noun: &'static str, name: &'static str) -> Entry {
    entry(slot, noun, name, Form::Method)
}

const fn property(slot: u16, noun: &'static str, name: &'static str) -> Entry {
    entry(slot, noun, name, Form::Property)
}

const fn operator(
    slot: u16,
    name: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Entry {
    let params: &[(&str, &str)] = &[("other", "Field | number")];
    Entry { params, returns: "Field", doc, example, ..entry(slot, "Field", name, Form::Operator) }
}

/// Every word that a rule may use beyond Luau itself.
pub const API: &[Entry] = &[
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
        doc: "A place in degrees, latitude first: north and east positive.",
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
    Entry {
        returns: "{ string }",
        doc: "Ids of the parties in the case's order.",
        example: "for _, party in sea.parties do print(party) end",
        ..property(40, "Sea", "parties")
    },
    Entry {
        returns: "Law",
        doc: "The instruments of the case: who may do what, where, on which date.",
        example: "sea.law:partition(\"2016-06-01\")",
        ..property(330, "Sea", "law")
    },
    Entry {
        returns: "{ string }",
        doc: "Ids of the instruments, in the case's order.",
        example: "for _, id in sea.law.instruments do print(id) end",
        ..property(331, "Law", "instruments")
    },
    Entry {
        params: &[("question", "LawQuestion")],
        returns: "LawAnswer",
        doc: "Who may do what at a `point` or a `deposit` on a `date`: without a `layer` or an `activity` each is regarded, and findings name the `subjects` of which they stand; a `deposit` goes by its id or a name; `between` names two states (else every pair). `holder` is whom the place belongs to (a party, `JOINT:A+B`, `COMMON`, `CONTESTED:A+B`, `NONE`), `settled` the number of pairs between whom it is settled; `dyads` hold the findings with their basis. `overlay` and `suppose` read the record with a theory, or as if an instrument were in force.",
        example: "sea.law:at { point = point(44.6, 49.2), layer = \"seabed\", activity = \"drilling\", date = \"2004-06-01\" }.holder",
        ..method(332, "Law", "at")
    },
    Entry {
        params: &[("date", "string"), ("options", "LawOptions?")],
        returns: "Partition",
        doc: "The regime of a date as a partition: what the law answers everywhere, for one `layer` (`seabed`) and `activity` (`extraction`). Holders are parties, `JOINT:A+B`, `COMMON`, `CONTESTED:A+B` and `NONE`; with `show = \"settled\"` the number of pairs between whom the place is settled.",
        example: "return { seabed = sea.law:partition(\"2016-06-01\", { activity = \"drilling\" }) }",
        ..method(333, "Law", "partition")
    },
    Entry {
        params: &[("date", "string"), ("options", "LawOptions?")],
        returns: "{ LawOverlap }",
        doc: "What two parties both have or claim on a date: area (square metres) and deposits, pair by pair.",
        example: "for _, o in sea.law:overlaps(\"2013-02-01\") do print(o.between[1], o.between[2], o.area) end",
        ..method(334, "Law", "overlaps")
    },
    Entry {
        params: &[("instrument", "string")],
        returns: "{ LawLine }",
        doc: "Lines that an instrument draws: their published places, whether these are all (`complete`), and which party of `between` has its coast more on the `left`. None where nothing is published.",
        example: "local line = sea.law:line(\"KZAZ2003\")[1]",
        ..method(335, "Law", "line")
    },
    Entry {
        params: &[("instrument", "string"), ("party", "string"), ("date", "string")],
        returns: "string",
        doc: "How an instrument stands for a party on a date: `not_party`, `not_signed`, `pending`, `provisional`, `in_force`, `ended` or `political`; a state that stands under an earlier one, as that one does.",
        example: "sea.law:status(\"AKT2018\", \"IRN\", \"2024-01-01\")",
        ..method(336, "Law", "status")
    },
    Entry {
        params: &[("party", "string"), ("target", "string"), ("date", "string")],
        returns: "string?",
        doc: "What a party says to an instrument, a norm (`AKT2018#common-space`) or an event (`event:ID`) on a date: `accept`, `protest` or `silent`; nil if the record has nothing.",
        example: "sea.law:stance(\"IRN\", \"RUKZ1998\", \"2004-06-01\")",
        ..method(337, "Law", "stance")
    },
    Entry {
        returns: "string",
        doc: "Id of the case.",
        example: "print(sea.id)",
        ..property(41, "Sea", "id")
    },
    Entry {
        params: &[("f", "(sea: Sea, party: string, ...any) -> T")],
        returns: "{ [string]: T }",
        generics: "T",
        doc: "Calls `f(sea, party)` for every party in order; a table by party.",
        example: "local d = sea:each(sea.dist)",
        ..method(42, "Sea", "each")
    },
    Entry {
        params: &[("values", "{ [string]: T }"), ("f", "(value: T, party: string) -> U")],
        returns: "{ [string]: U }",
        generics: "T, U",
        doc: "Calls `f(value, party)` for every party that has a value, in order; a table by party.",
        example: "sea:map(d, function(f) return f:log() end)",
        ..method(43, "Sea", "map")
    },
    Entry {
        params: &[("party", "string"), ("options", "DistanceOptions?")],
        returns: "Field",
        doc: "Geodesic distance to the party's nearest shore, metres. `islands`: effect of its islands, 0 none to 1 full (the default); between, the mean of both distances by that weight. `from`: `coast` (the default) or `baseline` (straight baselines where it has them). `path`: `straight` (the default), or `water` for the length of the shortest way that stays in the sea, round capes and islands, whoever's: with additive weights every part of a party's waters then touches its own coast. Boundaries of `water` are sampled, and coasts of thousands of corners refused.",
        example: "sea:dist(\"AZE\", { islands = 0.5, path = \"water\" })",
        ..method(44, "Sea", "dist")
    },
    Entry {
        returns: "Field",
        doc: "Distance to the nearest shore of any party, metres.",
        example: "sea:coast():within(nm(15))",
        ..method(45, "Sea", "coast")
    },
    Entry {
        returns: "Field",
        doc: "Latitude, degrees.",
        example: "sea:latitude():ge(40)",
        ..method(46, "Sea", "latitude")
    },
    Entry {
        returns: "Field",
        doc: "Longitude, degrees.",
        example: "sea:longitude():le(51)",
        ..method(47, "Sea", "longitude")
    },
    Entry {
        params: &[("value", "number")],
        returns: "Field",
        doc: "The same value everywhere.",
        example: "sea:constant(0)",
        ..method(48, "Sea", "constant")
    },
    Entry {
        params: &[
            ("f", "(lat: number, lon: number) -> number"),
            ("options", "{ lipschitz: number? }?"),
        ],
        returns: "Field",
        doc: "A field from a function of a point, for experiments: slower, and its boundary is sampled unless `lipschitz` (greatest change per metre) is declared. The function must be continuous, must depend on the point alone and must not return NaN.",
        example: "sea:field(function(lat, lon) return lat - 0.1 * lon end)",
        ..method(49, "Sea", "field")
    },
    Entry {
        params: &[("score", "Scores")],
        returns: "Partition",
        doc: "Every point to the holder with the lowest score. Holders are parties, `COMMON`, `NONE` or `JOINT:A+B`; a number is the same score everywhere. Between equal scores the earlier party holds.",
        example: "sea:assign({ IRN = sea:dist(\"IRN\"), COMMON = nm(15) })",
        ..method(50, "Sea", "assign")
    },
    Entry {
        params: &[("options", "DistanceOptions?")],
        returns: "Partition",
        doc: "Every point to the party with the nearest shore. A wedge whose nearest point is a shared land-boundary terminus is split by the bisector of the coast directions there.",
        example: "sea:equidistance({ islands = 0 })",
        ..method(51, "Sea", "equidistance")
    },
    Entry {
        params: &[("request", "FitRequest")],
        returns: "(Partition, Proof)",
        doc: "The weights that give every named party at least its `floor`, at most its `ceil`, or its `target` (shares, 0 to 1): each point to the lowest `score - weight`, and of all divisions that meet these this one has the least total score. Shares are of the sea's area; of the integral of a field in `measure`, as `partition:integral` has it (`sea:depth()` for the volume of water); or of the value of the deposits in it, each whole to the holder of its place (floors only). Only binding parties carry weight. With `keep`, the unweighted partition stands inside that region. Fails with the parties, demand, supply and deficit if no division can give what is asked; with `certify` it does not fail, but gives the partition without weights and the certificate in `proof.infeasible`. Parts away from their own coast and water held off a foreign coast become warnings.",
        example: "local fit, proof = sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.20 } }",
        ..method(52, "Sea", "fit")
    },
    Entry {
        params: &[("request", "OptimiseRequest")],
        returns: "(Partition, Optimised)",
        doc: "The numbers for which a cost is least, found by trying: `vary` names each with its range `{ least, greatest }` (at most 12), `divide(x)` makes a Partition of them, and `cost(partition, x)` says how bad it is (give the negative of what is to be greatest; `math.huge` where it must not be). One number is scanned and narrowed by Brent's method, several are searched with the simplex of Nelder and Mead from `start` (the middles); the same request gives the same answer. It ends when the steps are below `tolerance` (0.0001) of each range, or after about `evaluations` (200) tries, each a whole solution; `converged` tells which. Where a cost has several valleys the least of all is not promised. For shares use `sea:fit`, which is exact.",
        example: "local best, found = sea:optimise { vary = { IRN = { 0.5, 1 } }, divide = function(x) return sea:assign(sea:map(d, function(f, s) return f * (x[s] or 1) end)) end, cost = function(q) return math.abs(q:share(\"IRN\") - 20) end }",
        ..method(340, "Sea", "optimise")
    },
    Entry {
        params: &[("request", "LinesRequest")],
        returns: "Partition",
        doc: "The partition that drawn lines make: each line has `places` and `between`, the holder on its left (seen along the places) and the one on its right. Lines are joined where their ends lie within 10 m, and an end that nothing joins lies on a coast, which then divides as far as the next line; a ring, whose last place is its first, encloses the holder on its left. An end in the water runs straight on to the coast, by at most `reach` metres (1000); one on land is cut where it came ashore. Fails with the place where lines cross, where one ends in the water, where the coast between two lines would have two holders, and where holders would meet without a line between them. Holders without a line hold nothing.",
        example: "sea:from_lines { lines = sea:equidistance():lines() }",
        ..method(341, "Sea", "from_lines")
    },
    Entry {
        returns: "{ { id: string, lat: number, lon: number, claimants: { string }, value: number?, area: number? } }",
        doc: "Deposits of the case whose place is known, in the case's order, with the parties that claim them and, where stated, their value (one unit for the whole case) and area (square metres).",
        example: "for _, deposit in sea:deposits() do print(deposit.id, deposit.lat, deposit.lon) end",
        ..method(58, "Sea", "deposits")
    },
    Entry {
        returns: "{ [string]: number }",
        doc: "The share of the sea that each party claims by the positions of the case, 0 to 1; 0 for a party whose position names none.",
        example: "sea:claims()",
        ..method(343, "Sea", "claims")
    },
    Entry {
        params: &[("place", "Place")],
        returns: "boolean",
        doc: "True where the place lies in the sea, and not on land or an island.",
        example: "assert(sea:contains(point(42, 51)), \"the pole lies ashore\")",
        ..method(344, "Sea", "contains")
    },
    Entry {
        params: &[("a", "string"), ("b", "string")],
        returns: "Place",
        doc: "Where the land boundary of two neighbours meets the sea.",
        example: "sea:terminus(\"AZE\", \"IRN\")",
        ..method(53, "Sea", "terminus")
    },
    Entry {
        params: &[("places", "{ Place }")],
        returns: "Region",
        doc: "The side to the left of the geodesic line through the places, seen in their order; beyond its ends the line runs straight on. Reverse the order for the other side.",
        example: "sea:side({ point(38, 49), point(38, 54) })  -- north of the line",
        ..method(54, "Sea", "side")
    },
    Entry {
        params: &[("places", "{ Place }"), ("distance", "number")],
        returns: "Region",
        doc: "All within a distance (metres) of the geodesic line through the places, or of one place; the line ends where its places end.",
        example: "sea:buffer({ point(46.17, 51.58) }, nm(12))",
        ..method(338, "Sea", "buffer")
    },
    Entry {
        params: &[("places", "{ Place }")],
        returns: "Region",
        doc: "Inside the ring of geodesics through three places or more, in either direction; the last is joined to the first.",
        example: "sea:polygon({ point(40, 50), point(40, 52), point(42, 51) })",
        ..method(339, "Sea", "polygon")
    },
    Entry {
        params: &[("seed", "number")],
        returns: "Rng",
        doc: "A generator of numbers that look random and are the same for the same seed in every run and on every machine (xoshiro256++). Declare the seed as a parameter.",
        example: "local rng = sea:rng(2018)",
        ..method(200, "Sea", "rng")
    },
    Entry {
        params: &[("words", "...any")],
        doc: "Writes a line into the result's notes, as `print` does.",
        example: "sea:log(\"belt\", p.belt)",
        ..method(55, "Sea", "log")
    },
    Entry {
        params: &[("name", "string"), ("value", "any")],
        doc: "Adds one named note to the result: a number, a text or a table of them.",
        example: "sea:note(\"weights\", proof.weights)",
        ..method(56, "Sea", "note")
    },
    Entry {
        params: &[("what", "string"), ("next", "string?")],
        returns: "never",
        doc: "Ends the run because the case lacks what the rule divides by, said in `what`, with the next step in `next`. The rule has not failed then: it does not apply to this case, and a comparison of all rules lists it so.",
        example: "if #sea:deposits() == 0 then sea:lacks(\"the case names no deposit\", \"add a deposits.geojson\") end",
        ..method(345, "Sea", "lacks")
    },
    Entry {
        params: &[("party", "string"), ("scale", "number?")],
        returns: "number",
        doc: "Length of the party's mainland coast, metres, after generalisation at `scale` metres (10 km if left out, 0 for every vertex): vertices that stray less from the line kept are dropped. A coast has no length without a scale.",
        example: "sea:coastlength(\"RUS\", km(50))",
        ..method(57, "Sea", "coastlength")
    },
    Entry {
        params: &[("from", "Place"), ("length", "number")],
        returns: "{ Place }",
        doc: "The parallel of latitude from a place: eastward, westward if the length (metres) is negative.",
        example: "sea:parallel(sea:terminus(\"AZE\", \"IRN\"), nm(80))",
        ..method(300, "Sea", "parallel")
    },
    Entry {
        params: &[("from", "Place"), ("length", "number")],
        returns: "{ Place }",
        doc: "The meridian from a place: northward, southward if the length (metres) is negative; it ends in the pole.",
        example: "sea:meridian(point(42, 50), -nm(60))",
        ..method(301, "Sea", "meridian")
    },
    Entry {
        params: &[
            ("from", "Place"),
            ("chord", "{ Place }"),
            ("options", "{ length: number?, side: string? }?"),
        ],
        returns: "{ Place }",
        doc: "Geodesic at right angles to a chord of two places, the general direction of a coast, through `from`; `side` is `right` (default) or `left`, looking along the chord, `length` metres (default 200 M).",
        example: "sea:perpendicular(sea:terminus(\"AZE\", \"IRN\"), { point(38, 48.9), point(39.5, 49.3) })",
        ..method(302, "Sea", "perpendicular")
    },
    Entry {
        params: &[
            ("first", "{ Place }"),
            ("second", "{ Place }"),
            ("options", "{ length: number?, seaward: number?, from: Place? }?"),
        ],
        returns: "{ Place }",
        doc: "Geodesic that halves the angle between two fronts of two places each, from where they meet; with `from` the geodesic that has the azimuth of the bisector at that place; `seaward` is an azimuth (degrees) that tells the sea's side where its angle is over 180 degrees, `length` metres (default 200 M).",
        example: "sea:bisector(sea:front(\"AZE\", km(200)), sea:front(\"IRN\", km(200)))",
        ..method(303, "Sea", "bisector")
    },
    Entry {
        params: &[
            ("line", "{ Place }"),
            ("shift", "{ lat: number?, lon: number?, azimuth: number?, distance: number? }"),
        ],
        returns: "{ Place }",
        doc: "The line moved as a whole: by `lat` and `lon` (degrees), or by a geodesic of `azimuth` (degrees) and `distance` (metres) from every place.",
        example: "sea:translate({ point(40, 50), point(40, 52) }, { lat = 0.3 })",
        ..method(304, "Sea", "translate")
    },
    Entry {
        params: &[("party", "string"), ("distance", "number")],
        returns: "{ { Place } }",
        doc: "Outer limit at a distance (metres) from a party's coast and islands: the envelope of arcs, one list a ring, longest first, drawn within 10 m.",
        example: "sea:envelope(\"IRN\", nm(15))",
        ..method(305, "Sea", "envelope")
    },
    Entry {
        params: &[("party", "string"), ("tolerance", "number")],
        returns: "{ Place }",
        doc: "The party's longest coast with only those places from which straight fronts depart by more than the tolerance (metres).",
        example: "sea:front(\"IRN\", km(50))",
        ..method(306, "Sea", "front")
    },
    Entry {
        params: &[
            ("from", "Place"),
            ("azimuth", "number"),
            ("options", "{ length: number?, edge: string?, limit: number?, party: string? }?"),
        ],
        returns: "{ Place }",
        doc: "A line from a place at an azimuth (degrees clockwise from north): a geodesic, or with `edge = \"loxodrome\"` the line that keeps it; `length` metres (default 200 M). With `limit` it ends where it first reaches that distance (metres) from the nearest base point of `party`, of all parties if none is named, and `length` is how far that is looked for (default 1000 M). Fails if the limit is not reached.",
        example: "sea:ray(sea:terminus(\"AZE\", \"IRN\"), 90 + 30 / 60, { limit = nm(15) })",
        ..method(307, "Sea", "ray")
    },
    Entry {
        params: &[("line", "{ Place }"), ("distance", "number"), ("party", "string?")],
        returns: "{ Place }",
        doc: "Every place at which a line (geodesics between its places) crosses the limit at a distance (metres) from the nearest base point of a party, of all parties if none is named, in the order of the line; none on their land. Fails for a line along the limit.",
        example: "sea:crossings(sea:parallel(point(40, 49), km(400)), nm(15), \"AZE\")",
        ..method(308, "Sea", "crossings")
    },
    Entry {
        params: &[("line", "{ Place }"), ("distance", "number"), ("party", "string?")],
        returns: "{ Place }",
        doc: "A line from its first place until it first crosses the limit of `sea:crossings`. Fails if it does not reach it.",
        example: "sea:cut(sea:parallel(sea:terminus(\"AZE\", \"IRN\"), km(300)), nm(15), \"AZE\")",
        ..method(309, "Sea", "cut")
    },
    Entry {
        params: &[("from", "Place"), ("to", "Place")],
        returns: "number",
        doc: "Azimuth of the geodesic from one place to another at its beginning, degrees clockwise from north.",
        example: "sea:azimuth(sea:terminus(\"AZE\", \"IRN\"), point(40, 51))",
        ..method(70, "Sea", "azimuth")
    },
    Entry {
        params: &[("from", "Place"), ("azimuth", "number"), ("distance", "number")],
        returns: "Place",
        doc: "The place that lies `distance` metres from another along the geodesic of that azimuth (degrees clockwise from north).",
        example: "sea:step(sea:terminus(\"AZE\", \"IRN\"), 90, nm(200))",
        ..method(71, "Sea", "step")
    },
    Entry {
        params: &[("places", "{ Place }")],
        returns: "Field",
        doc: "Distance in metres from the geodesic line through the places, negative on its left (seen in their order); beyond its ends the line runs straight on. `sea:side` is where it is negative.",
        example: "sea:offset({ point(38, 49), point(38, 54) }) - km(20)",
        ..method(72, "Sea", "offset")
    },
    Entry {
        params: &[("places", "{ Place }")],
        returns: "Field",
        doc: "Geodesic distance in metres from one place, or from the geodesic line through several, which ends where its places end: a port, a platform, a point of a treaty. `sea:buffer` is where it is at most so much.",
        example: "sea:dist(\"KAZ\"):min(sea:away({ point(45.4, 51.6) }) - km(10))",
        ..method(346, "Sea", "away")
    },
    Entry {
        params: &[("party", "string"), ("options", "ShoreOptions?")],
        returns: "Field",
        doc: "Geodesic distance to chosen shores of the party, metres: `mainland` and `islands` (both counted unless false), `front` (the mainland generalised at so many metres), `baseline` (places of a straight baseline that is added).",
        example: "sea:shore(\"IRN\", { baseline = { sea:terminus(\"AZE\", \"IRN\"), sea:terminus(\"IRN\", \"TKM\") } })",
        ..method(73, "Sea", "shore")
    },
    Entry {
        params: &[("west", "string"), ("east", "string"), ("step", "number?")],
        returns: "{ Place }",
        doc: "Midpoints of the parallels between the mainland coasts of a western and an eastern party, every `step` degrees (0.02 if left out) from south to north. Where a parallel crosses a coast more than once the crossing farthest from the other coast counts, so that peninsulas and islands do not; at both ends the line goes on along the meridian.",
        example: "sea:offset(sea:midline(\"AZE\", \"TKM\"))",
        ..method(320, "Sea", "midline")
    },
    Entry {
        returns: "Field",
        doc: "Depth of the bed below the case's level, metres, bilinear between the nodes of its bathymetry; 0 where the bed lies higher. Fails if the case has no depths.",
        example: "sea:depth():le(50)",
        ..method(321, "Sea", "depth")
    },
    Entry {
        params: &[
            ("kind", "\"area\" | \"deposits\" | \"deposit_value\""),
            ("options", "{ radius: number? }?"),
        ],
        returns: "Field",
        doc: "What a square kilometre of the sea is worth: `area` 1 everywhere; `deposits` the deposits of the case with a known place, each worth 1; `deposit_value` their stated value in the case's own unit. A deposit is spread as a cone over the disc of its stated area or of `radius` (metres; 10 000 if left out), at least 100 m: most at its place, nothing at the rim, the whole within. Fails if the case has nothing of the kind.",
        example: "sea:value(\"deposits\"):ge(0.001)",
        ..method(342, "Sea", "value")
    },
    Entry {
        params: &[("options", "{ radius: number?, parts: number? }?")],
        returns: "{ Deposited }",
        doc: "The stated values of the deposits as places for `measure` of `sea:fit`: each field in `parts` (61) equal parts spread over a disc of its area, or of `radius` metres where no area is stated; without either it stays one place. Fails if the case states no value of a deposit whose place is known.",
        example: "sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.02 }, measure = sea:deposited({ radius = km(10) }) }",
        ..method(323, "Sea", "deposited")
    },
    Entry {
        params: &[("options", "{ step: number? }?")],
        returns: "{ [string]: Field }",
        doc: "Scores by party for `sea:assign`: each place to the party from whose shore one walks down to it, by flooding the bed from the shallows to the deep on a grid of `step` degrees (0.05 if left out); on a flat bed to the nearest shore. The boundary is the thalweg, the line of the greatest depths. Fails if the case has no depths.",
        example: "sea:assign(sea:watershed({ step = 0.05 }))",
        ..method(322, "Sea", "watershed")
    },
    operator(80, "__add", "Sum, point by point.", "d + 1000"),
    operator(81, "__sub", "Difference, point by point.", "d - km(20)"),
    operator(82, "__mul", "Product, point by point.", "2 * d"),
    operator(83, "__div", "Quotient, point by point.", "d / 1.25"),
    Entry {
        params: &[("exponent", "number")],
        ..operator(84, "__pow", "Power; the exponent is a number.", "d ^ 2")
    },
    Entry { params: &[], ..operator(85, "__unm", "Negative.", "-d") },
    Entry {
        returns: "Field",
        doc: "Natural logarithm; a value below 0.001 counts as 0.001, so a distance of a millimetre is the least.",
        example: "d:log()",
        ..method(86, "Field", "log")
    },
    Entry {
        returns: "Field",
        doc: "Square root; of a negative value 0.",
        example: "d:sqrt()",
        ..method(87, "Field", "sqrt")
    },
    Entry {
        returns: "Field",
        doc: "Value without its sign.",
        example: "(a - b):abs()",
        ..method(88, "Field", "abs")
    },
    Entry {
        params: &[("other", "Field | number")],
        returns: "Field",
        doc: "The lesser of both, point by point.",
        example: "a:min(b)",
        ..method(89, "Field", "min")
    },
    Entry {
        params: &[("other", "Field | number")],
        returns: "Field",
        doc: "The greater of both, point by point.",
        example: "a:max(b)",
        ..method(90, "Field", "max")
    },
    Entry {
        params: &[("limit", "Field | number")],
        returns: "Region",
        doc: "Where the field is at most `limit`.",
        example: "sea:latitude():le(40)",
        ..method(91, "Field", "le")
    },
    Entry {
        params: &[("limit", "Field | number")],
        returns: "Region",
        doc: "Where the field is at least `limit`.",
        example: "sea:latitude():ge(40)",
        ..method(92, "Field", "ge")
    },
    Entry {
        params: &[("distance", "number")],
        returns: "Region",
        doc: "Where a distance field is at most `distance` metres.",
        example: "sea:coast():within(nm(15))",
        ..method(93, "Field", "within")
    },
    Entry {
        params: &[("distance", "number")],
        returns: "Region",
        doc: "Where a distance field is at least `distance` metres.",
        example: "sea:coast():beyond(nm(25))",
        ..method(94, "Field", "beyond")
    },
    Entry {
        params: &[("region", "Region"), ("otherwise", "Field | number")],
        returns: "Field",
        doc: "This field inside the region, `otherwise` outside.",
        example: "(d / 2):where(region, d)",
        ..method(95, "Field", "where")
    },
    Entry {
        params: &[("other", "Region")],
        returns: "Region",
        doc: "Points in both.",
        example: "north:both(west)",
        ..method(110, "Region", "both")
    },
    Entry {
        params: &[("other", "Region")],
        returns: "Region",
        doc: "Points in at least one.",
        example: "north:either(west)",
        ..method(111, "Region", "either")
    },
    Entry {
        params: &[("other", "Region")],
        returns: "Region",
        doc: "Points in this one and not in the other.",
        example: "north:minus(belt)",
        ..method(112, "Region", "minus")
    },
    Entry {
        returns: "Region",
        doc: "Points outside.",
        example: "belt:no()",
        ..method(113, "Region", "no")
    },
    Entry {
        returns: "number",
        doc: "The next number, from 0 to below 1.",
        example: "if rng:uniform() < 0.5 then print(\"heads\") end",
        ..method(201, "Rng", "uniform")
    },
    Entry {
        params: &[("from", "number"), ("to", "number")],
        returns: "number",
        doc: "The next whole number, from `from` to `to`, both included; all are equally likely.",
        example: "local die = rng:integer(1, 6)",
        ..method(202, "Rng", "integer")
    },
    Entry {
        returns: "number",
        doc: "The next number of the normal distribution with mean 0 and standard deviation 1.",
        example: "local weight = math.exp(0.1 * rng:normal())",
        ..method(203, "Rng", "normal")
    },
    Entry {
        params: &[("list", "{ T }")],
        returns: "{ T }",
        generics: "T",
        doc: "Puts the list into a random order, in place, and returns it; at most 100 000 elements.",
        example: "local order = rng:shuffle(table.clone(sea.parties))",
        ..method(204, "Rng", "shuffle")
    },
    Entry {
        params: &[("holder", "string")],
        returns: "number",
        doc: "What the holder has, per cent of the sea; 0 if it holds nothing.",
        example: "sea:equidistance():share(\"IRN\")",
        ..method(130, "Partition", "share")
    },
    Entry {
        returns: "PerParty",
        doc: "Per cent of the sea by holder.",
        example: "for holder, share in fit:shares() do print(holder, share) end",
        ..method(131, "Partition", "shares")
    },
    Entry {
        params: &[("holder", "string")],
        returns: "number",
        doc: "Geodesic area of what the holder has, square metres.",
        example: "sea:equidistance():area(\"IRN\") / 1e6",
        ..method(132, "Partition", "area")
    },
    Entry {
        params: &[("region", "Region"), ("holder", "string | Partition")],
        returns: "Partition",
        doc: "This partition outside the region; inside it a holder (a party, `COMMON`, `NONE`, `JOINT:A+B`) or another partition.",
        example: "sea:equidistance():over(sea:coast():beyond(nm(15)), \"COMMON\")",
        ..method(133, "Partition", "over")
    },
    Entry {
        params: &[("other", "Partition")],
        returns: "number",
        doc: "How much of the sea has another holder in `other`, per cent of the sea.",
        example: "fit:moved(sea:equidistance())",
        ..method(134, "Partition", "moved")
    },
    Entry {
        params: &[("other", "Partition")],
        returns: "{ [string]: PerParty }",
        doc: "Square metres that change hands: `flow[i][j]` is held by i here and by j in `other`.",
        example: "sea:equidistance():flow(fit).AZE.IRN",
        ..method(135, "Partition", "flow")
    },
    Entry {
        params: &[("a", "string"), ("b", "string")],
        returns: "{ Place }",
        doc: "Vertices of the boundary of two holders, the longest part if there are several, walked with `a` on the left; fails if they have none.",
        example: "sea:offset(sea:equidistance():line(\"AZE\", \"KAZ\"))",
        ..method(140, "Partition", "line")
    },
    Entry {
        returns: "{ { between: { string }, places: { Place } } }",
        doc: "All boundary lines, each with `between`, the holder on its left and the one on its right, and its vertices, as `sea:from_lines` takes them; a closed line ends with its first place.",
        example: "for _, line in sea:equidistance():lines() do print(line.between[1], line.between[2], #line.places) end",
        ..method(143, "Partition", "lines")
    },
    Entry {
        params: &[("holders", "...string")],
        returns: "Region",
        doc: "Where one of the holders named has the water.",
        example: "sea:equidistance():cell(\"AZE\", \"TKM\")",
        ..method(141, "Partition", "cell")
    },
    Entry {
        returns: "number",
        doc: "Area of the wedges in which two parties have the same nearest point, a shared land-boundary terminus, square metres; such a wedge is split by the bisector of the coast directions.",
        example: "sea:equidistance():tied_area() / 1e6",
        ..method(142, "Partition", "tied_area")
    },
    Entry {
        params: &[("field", "Field | number")],
        returns: "PerParty",
        doc: "Integral of a field over what each holder has, in the field's unit times square metres: of `sea:depth()` the volume of water in cubic metres. The field is taken at 513 by 513 places of a square about the sea and counts as linear between them. Fails where it is negative in the sea or 0 all over it.",
        example: "sea:equidistance():integral(sea:depth()).IRN / 1e9",
        ..method(144, "Partition", "integral")
    },
    Entry {
        params: &[("id", "string")],
        returns: "any",
        doc: "One of the metrics of `littoral compare`, measured against strict equidistance where it compares: a number, numbers by party, holder or pair, or a table of them; nil where the case does not say enough. Among them gini, compactness, disproportionality, coast_length, boundary_length, turning_points, transfer, flow (km2), mean_extra_distance, max_extra_distance (km), envy, acceptance, shortfall, water_volume, shelf_area, deposits.",
        example: "sea:equidistance():metric(\"gini\")",
        ..method(136, "Partition", "metric")
    },
    Entry {
        returns: "PerParty",
        doc: "Per cent of each party's coast beside which another holds the water. Equidistance and ratios give 0; additive weights may not.",
        example: "fit:encroach().AZE",
        ..method(138, "Partition", "encroach")
    },
    Entry {
        params: &[("party", "string")],
        returns: "boolean",
        doc: "Whether every part of the party's waters touches its own coast or islands.",
        example: "if not fit:touches(\"IRN\") then print(\"an exclave\") end",
        ..method(139, "Partition", "touches")
    },
];
