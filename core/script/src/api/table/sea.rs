//! The sea: its coasts, fields and divisions.

use super::{Entry, method, property};

pub(super) const ENTRIES: &[Entry] = &[
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
        doc: "Longitude, degrees from -180 to 180; in a sea that touches or crosses the meridian of 180 degrees it is counted on eastwards, 181 for 179 W, so that the field is continuous. A number with which it is compared (`ge`, `le`, `within`, `beyond`), or that is subtracted from it, is brought to the same turn, -179 or 181: `ge` is what lies east of the meridian. In such a sea nothing else is reckoned with it: take the degrees east of a meridian, `sea:longitude() - 179.5`. A meridian far from the sea is refused there.",
        example: "sea:longitude():le(51)",
        ..method(47, "Sea", "longitude")
    },
    Entry {
        params: &[("lon", "number")],
        returns: "number",
        doc: "The longitude of a meridian as `sea:longitude` and functions of `sea:field` count it, degrees: the number itself, but in a sea that touches or crosses 180 degrees 181 for -179. Fails there for a meridian far from the sea.",
        example: "local lon = sea:east(-179.5)",
        ..method(348, "Sea", "east")
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
        doc: "A field from a function of a point, for experiments: slower, and its boundary is sampled unless `lipschitz` (greatest change per metre) is declared. `lon` is counted as in `sea:longitude`: in a sea that reaches across 180 degrees it exceeds 180, and `sea:east` brings a number to its turn. The function must be continuous, must depend on the point alone and must not return NaN.",
        example: "sea:field(function(lat, lon) return lat - 0.1 * lon end)",
        ..method(49, "Sea", "field")
    },
    Entry {
        params: &[("score", "Scores")],
        returns: "Partition",
        doc: "Every point to the holder with the lowest score. Holders are parties, `COMMON`, `NONE` or `JOINT:A+B` (two parties or more, in whatever order: their zone is one, and named in the case's order); a number is the same score everywhere. Between equal scores the earlier party holds.",
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
        doc: "The weights that give every named party at least its `floor`, at most its `ceil`, or its `target` (shares, 0 to 1): each point to the lowest `score - weight`, and of all divisions that meet these this one has the least total score. What is asked twice of one party must agree: a target below its floor or above its ceiling cannot be met. Shares are of the sea's area; of the integral of a field in `measure`, as `partition:integral` has it (`sea:depth()` for the volume of water); or of the value of the deposits in it, each whole to the holder of its place (floors only). Deposits are lumps: there it is the division of the least weights, 0 or more for parties with a floor, and another that meets the floors may have a lesser total score, by at most the proof's `gap`. A deposit that does not lie in the sea is refused. Only binding parties carry weight. With `keep`, the unweighted partition stands inside that region. Fails with the parties, demand, supply and deficit if no division can give what is asked; with `certify` it does not fail, but gives the partition without weights and the certificate in `proof.infeasible`, without `primal` and `dual`. Parts away from their own coast and water held off a foreign coast become warnings.",
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
        params: &[("a", "string"), ("b", "string"), ("near", "Place?")],
        returns: "Place",
        doc: "Where the land boundary of two neighbours meets the sea. Where their coasts meet more than once it is the terminus nearest to `near`; without it the first, and a warning names them all.",
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
        doc: "Inside the ring of geodesics through three places or more, in either direction; the last is joined to the first. Fails for a ring that crosses itself.",
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
];
