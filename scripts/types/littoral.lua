---@meta
-- The script API of littoral for LuaLS. Generated from one table; do not edit.

---Declares the rule. A rule file ends with `return rule { ... }`. `run` returns a table from layer (`seabed`, `subsoil`, `water`, `fishery`, `surface` or another word) to Partition, and optionally a table of notes, or a function that gives it: called only where somebody reads the notes, so that a sweep does not pay for them.
---Example: `return rule { id = "nearest", about = "Nearest coast", run = function(sea: Sea) return { seabed = sea:equidistance() } end }`
---@generic P
---@param spec table
---@return table
function rule(spec) end

---Nautical miles in metres: 1 nm = 1852 m exactly.
---Example: `sea:coast():within(nm(15))`
---@param miles number
---@return number
function nm(miles) end

---Kilometres in metres.
---Example: `sea:dist("IRN") - km(20)`
---@param kilometres number
---@return number
function km(kilometres) end

---A place in degrees, latitude first: north and east positive; 181 and -179 east are one meridian. Places that the script is given have longitudes from -180 to 180.
---Example: `point(38.43, 48.88)`
---@param lat number
---@param lon number
---@return table
function point(lat, lon) end

---What a module of the rule's own folder returns, named without its ending and from that folder: `./weights` is `weights.luau` beside the rule. The name must stand in quotes. A module runs once, with the words of a rule.
---Example: `local weights = require("./weights")`
---@param module string
---@return any
function require(module) end

---Another rule's layers and notes, inside `run`: a built-in rule by id, or one of the rule's own folder as `./name`. Lengths among the parameters are metres.
---Example: `local base = run("belt-and-commons", { belt = nm(12) }).water`
---@param rule string
---@param params? table<string, any>
---@return any
function run(rule, params) end

param = {}

---A number, with an optional least and greatest value.
---Example: `param.number(0.5, { min = 0, max = 1, about = "effect of islands" })`
---@param default number
---@param options? table
---@return number
function param.number(default, options) end

---A length: nautical miles on the form and in `default`, `min` and `max`; metres inside `run`. Not below 0 unless `min` says so.
---Example: `param.nm(15)`
---@param default number
---@param options? table
---@return number
function param.nm(default, options) end

---A length: kilometres on the form and in `default`, `min` and `max`; metres inside `run`. Not below 0 unless `min` says so.
---Example: `param.km(20)`
---@param default number
---@param options? table
---@return number
function param.km(default, options) end

---One of several words.
---Example: `param.choice("equiratio", { "equiratio", "additive" })`
---@param default string
---@param options string[]
---@param more? table
---@return string
function param.choice(default, options, more) end

---Yes or no.
---Example: `param.flag(false, { about = "count islands" })`
---@param default boolean
---@param options? table
---@return boolean
function param.flag(default, options) end

---A share for each party, 0 to 1 of the sea. Inside `run` every party has a number; 0 where none is given.
---Example: `param.shares({ IRN = 0.20 })`
---@param default table<string, number>
---@param options? table
---@return table<string, number>
function param.shares(default, options) end

---A number for each party. `unit` is `ratio` (the default; 1 where none is given, above 0), `km` or `nm` (0 where none is given; metres inside `run`).
---Example: `param.weights({ IRN = 20 }, { unit = "km" })`
---@param default table<string, number>
---@param options? table
---@return table<string, number>
function param.weights(default, options) end

---Free text.
---Example: `param.text("IRN")`
---@param default string
---@param options? table
---@return string
function param.text(default, options) end

convex = {}

---Least `cost . x - sum log_i ln(x_i)` such that `row . x <= bound` for every row of `most` and `row . x = bound` for every row of `equal`; at most 64 unknowns. The optimum has `x` and the prices of the constraints; nil and the reason where there is none.
---Example: `local best = convex.minimise({ cost = { 0, 0 }, log = { 1, 1 }, most = { { row = { 1, 2 }, bound = 2 } } })`
---@param program table
---@return any
function convex.minimise(program) end

---@class Sea
---@field parties string[]
---@field law Law
---@field id string
local Sea = {}

---Calls `f(sea, party)` for every party in order; a table by party.
---Example: `local d = sea:each(sea.dist)`
---@generic T
---@param f function
---@return table<string, T>
function Sea:each(f) end

---Calls `f(value, party)` for every party that has a value, in order; a table by party.
---Example: `sea:map(d, function(f) return f:log() end)`
---@generic T, U
---@param values table<string, T>
---@param f function
---@return table<string, U>
function Sea:map(values, f) end

---Geodesic distance to the party's nearest shore, metres. `islands`: effect of its islands, 0 none to 1 full (the default); between, the mean of both distances by that weight. `from`: `coast` (the default) or `baseline` (straight baselines where it has them). `path`: `straight` (the default), or `water` for the length of the shortest way that stays in the sea, round capes and islands, whoever's: with additive weights every part of a party's waters then touches its own coast. Boundaries of `water` are sampled, and coasts of thousands of corners refused.
---Example: `sea:dist("AZE", { islands = 0.5, path = "water" })`
---@param party string
---@param options? table
---@return Field
function Sea:dist(party, options) end

---Distance to the nearest shore of any party, metres.
---Example: `sea:coast():within(nm(15))`
---@return Field
function Sea:coast() end

---Latitude, degrees.
---Example: `sea:latitude():ge(40)`
---@return Field
function Sea:latitude() end

---Longitude, degrees from -180 to 180; in a sea that touches or crosses the meridian of 180 degrees it is counted on eastwards, 181 for 179 W, so that the field is continuous. A number with which it is compared (`ge`, `le`, `within`, `beyond`), or that is subtracted from it, is brought to the same turn, -179 or 181: `ge` is what lies east of the meridian. In such a sea nothing else is reckoned with it: take the degrees east of a meridian, `sea:longitude() - 179.5`. A meridian far from the sea is refused there.
---Example: `sea:longitude():le(51)`
---@return Field
function Sea:longitude() end

---The longitude of a meridian as `sea:longitude` and functions of `sea:field` count it, degrees: the number itself, but in a sea that touches or crosses 180 degrees 181 for -179. Fails there for a meridian far from the sea.
---Example: `local lon = sea:east(-179.5)`
---@param lon number
---@return number
function Sea:east(lon) end

---The same value everywhere.
---Example: `sea:constant(0)`
---@param value number
---@return Field
function Sea:constant(value) end

---A field from a function of a point, for experiments: slower, and its boundary is sampled unless `lipschitz` (greatest change per metre) is declared. `lon` is counted as in `sea:longitude`: in a sea that reaches across 180 degrees it exceeds 180, and `sea:east` brings a number to its turn. The function must be continuous, must depend on the point alone and must not return NaN.
---Example: `sea:field(function(lat, lon) return lat - 0.1 * lon end)`
---@param f function
---@param options? table
---@return Field
function Sea:field(f, options) end

---Every point to the holder with the lowest score. Holders are parties, `COMMON`, `NONE` or `JOINT:A+B` (two parties or more, in whatever order: their zone is one, and named in the case's order); a number is the same score everywhere. Between equal scores the earlier party holds.
---Example: `sea:assign({ IRN = sea:dist("IRN"), COMMON = nm(15) })`
---@param score table
---@return Partition
function Sea:assign(score) end

---Every point to the party with the nearest shore. A wedge whose nearest point is a shared land-boundary terminus is split by the bisector of the coast directions there.
---Example: `sea:equidistance({ islands = 0 })`
---@param options? table
---@return Partition
function Sea:equidistance(options) end

---The weights that give every named party at least its `floor`, at most its `ceil`, or its `target` (shares, 0 to 1): each point to the lowest `score - weight`, and of all divisions that meet these this one has the least total score. What is asked twice of one party must agree: a target below its floor or above its ceiling cannot be met. Shares are of the sea's area; of the integral of a field in `measure`, as `partition:integral` has it (`sea:depth()` for the volume of water); or of the value of the deposits in it, each whole to the holder of its place (floors only). Deposits are lumps: there it is the division of the least weights, 0 or more for parties with a floor, and another that meets the floors may have a lesser total score, by at most the proof's `gap`. A deposit that does not lie in the sea is refused. Only binding parties carry weight. With `keep`, the unweighted partition stands inside that region. Fails with the parties, demand, supply and deficit if no division can give what is asked; with `certify` it does not fail, but gives the partition without weights and the certificate in `proof.infeasible`, without `primal` and `dual`. Parts away from their own coast and water held off a foreign coast become warnings.
---Example: `local fit, proof = sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.20 } }`
---@param request table
---@return any
function Sea:fit(request) end

---The numbers for which a cost is least, found by trying: `vary` names each with its range `{ least, greatest }` (at most 12), `divide(x)` makes a Partition of them, and `cost(partition, x)` says how bad it is (give the negative of what is to be greatest; `math.huge` where it must not be). One number is scanned and narrowed by Brent's method, several are searched with the simplex of Nelder and Mead from `start` (the middles); the same request gives the same answer. It ends when the steps are below `tolerance` (0.0001) of each range, or after about `evaluations` (200) tries, each a whole solution; `converged` tells which. Where a cost has several valleys the least of all is not promised. For shares use `sea:fit`, which is exact.
---Example: `local best, found = sea:optimise { vary = { IRN = { 0.5, 1 } }, divide = function(x) return sea:assign(sea:map(d, function(f, s) return f * (x[s] or 1) end)) end, cost = function(q) return math.abs(q:share("IRN") - 20) end }`
---@param request table
---@return any
function Sea:optimise(request) end

---The partition that drawn lines make: each line has `places` and `between`, the holder on its left (seen along the places) and the one on its right. Lines are joined where their ends lie within 10 m, and an end that nothing joins lies on a coast, which then divides as far as the next line; a ring, whose last place is its first, encloses the holder on its left. An end in the water runs straight on to the coast, by at most `reach` metres (1000); one on land is cut where it came ashore. Fails with the place where lines cross, where one ends in the water, where the coast between two lines would have two holders, and where holders would meet without a line between them. Holders without a line hold nothing.
---Example: `sea:from_lines { lines = sea:equidistance():lines() }`
---@param request table
---@return Partition
function Sea:from_lines(request) end

---Deposits of the case whose place is known, in the case's order, with the parties that claim them and, where stated, their value (one unit for the whole case) and area (square metres).
---Example: `for _, deposit in sea:deposits() do print(deposit.id, deposit.lat, deposit.lon) end`
---@return table
function Sea:deposits() end

---The share of the sea that each party claims by the positions of the case, 0 to 1; 0 for a party whose position names none.
---Example: `sea:claims()`
---@return table<string, number>
function Sea:claims() end

---True where the place lies in the sea, and not on land or an island.
---Example: `assert(sea:contains(point(42, 51)), "the pole lies ashore")`
---@param place table
---@return boolean
function Sea:contains(place) end

---Where the land boundary of two neighbours meets the sea. Where their coasts meet more than once it is the terminus nearest to `near`; without it the first, and a warning names them all.
---Example: `sea:terminus("AZE", "IRN")`
---@param a string
---@param b string
---@param near? table
---@return table
function Sea:terminus(a, b, near) end

---The side to the left of the geodesic line through the places, seen in their order; beyond its ends the line runs straight on. Reverse the order for the other side.
---Example: `sea:side({ point(38, 49), point(38, 54) })  -- north of the line`
---@param places table[]
---@return Region
function Sea:side(places) end

---All within a distance (metres) of the geodesic line through the places, or of one place; the line ends where its places end.
---Example: `sea:buffer({ point(46.17, 51.58) }, nm(12))`
---@param places table[]
---@param distance number
---@return Region
function Sea:buffer(places, distance) end

---Inside the ring of geodesics through three places or more, in either direction; the last is joined to the first. Fails for a ring that crosses itself.
---Example: `sea:polygon({ point(40, 50), point(40, 52), point(42, 51) })`
---@param places table[]
---@return Region
function Sea:polygon(places) end

---A generator of numbers that look random and are the same for the same seed in every run and on every machine (xoshiro256++). Declare the seed as a parameter.
---Example: `local rng = sea:rng(2018)`
---@param seed number
---@return Rng
function Sea:rng(seed) end

---Writes a line into the result's notes, as `print` does.
---Example: `sea:log("belt", p.belt)`
---@param ... any
function Sea:log(...) end

---Adds one named note to the result: a number, a text or a table of them.
---Example: `sea:note("weights", proof.weights)`
---@param name string
---@param value any
function Sea:note(name, value) end

---Ends the run because the case lacks what the rule divides by, said in `what`, with the next step in `next`. The rule has not failed then: it does not apply to this case, and a comparison of all rules lists it so.
---Example: `if #sea:deposits() == 0 then sea:lacks("the case names no deposit", "add a deposits.geojson") end`
---@param what string
---@param next? string
---@return table
function Sea:lacks(what, next) end

---Length of the party's mainland coast, metres, after generalisation at `scale` metres (10 km if left out, 0 for every vertex): vertices that stray less from the line kept are dropped. A coast has no length without a scale.
---Example: `sea:coastlength("RUS", km(50))`
---@param party string
---@param scale? number
---@return number
function Sea:coastlength(party, scale) end

---The parallel of latitude from a place: eastward, westward if the length (metres) is negative.
---Example: `sea:parallel(sea:terminus("AZE", "IRN"), nm(80))`
---@param from table
---@param length number
---@return table[]
function Sea:parallel(from, length) end

---The meridian from a place: northward, southward if the length (metres) is negative; it ends in the pole.
---Example: `sea:meridian(point(42, 50), -nm(60))`
---@param from table
---@param length number
---@return table[]
function Sea:meridian(from, length) end

---Geodesic at right angles to a chord of two places, the general direction of a coast, through `from`; `side` is `right` (default) or `left`, looking along the chord, `length` metres (default 200 M).
---Example: `sea:perpendicular(sea:terminus("AZE", "IRN"), { point(38, 48.9), point(39.5, 49.3) })`
---@param from table
---@param chord table[]
---@param options? table
---@return table[]
function Sea:perpendicular(from, chord, options) end

---Geodesic that halves the angle between two fronts of two places each, from where they meet; with `from` the geodesic that has the azimuth of the bisector at that place; `seaward` is an azimuth (degrees) that tells the sea's side where its angle is over 180 degrees, `length` metres (default 200 M).
---Example: `sea:bisector(sea:front("AZE", km(200)), sea:front("IRN", km(200)))`
---@param first table[]
---@param second table[]
---@param options? table
---@return table[]
function Sea:bisector(first, second, options) end

---The line moved as a whole: by `lat` and `lon` (degrees), or by a geodesic of `azimuth` (degrees) and `distance` (metres) from every place.
---Example: `sea:translate({ point(40, 50), point(40, 52) }, { lat = 0.3 })`
---@param line table[]
---@param shift table
---@return table[]
function Sea:translate(line, shift) end

---Outer limit at a distance (metres) from a party's coast and islands: the envelope of arcs, one list a ring, longest first, drawn within 10 m.
---Example: `sea:envelope("IRN", nm(15))`
---@param party string
---@param distance number
---@return table[][]
function Sea:envelope(party, distance) end

---The party's longest coast with only those places from which straight fronts depart by more than the tolerance (metres).
---Example: `sea:front("IRN", km(50))`
---@param party string
---@param tolerance number
---@return table[]
function Sea:front(party, tolerance) end

---A line from a place at an azimuth (degrees clockwise from north): a geodesic, or with `edge = "loxodrome"` the line that keeps it; `length` metres (default 200 M). With `limit` it ends where it first reaches that distance (metres) from the nearest base point of `party`, of all parties if none is named, and `length` is how far that is looked for (default 1000 M). Fails if the limit is not reached.
---Example: `sea:ray(sea:terminus("AZE", "IRN"), 90 + 30 / 60, { limit = nm(15) })`
---@param from table
---@param azimuth number
---@param options? table
---@return table[]
function Sea:ray(from, azimuth, options) end

---Every place at which a line (geodesics between its places) crosses the limit at a distance (metres) from the nearest base point of a party, of all parties if none is named, in the order of the line; none on their land. Fails for a line along the limit.
---Example: `sea:crossings(sea:parallel(point(40, 49), km(400)), nm(15), "AZE")`
---@param line table[]
---@param distance number
---@param party? string
---@return table[]
function Sea:crossings(line, distance, party) end

---A line from its first place until it first crosses the limit of `sea:crossings`. Fails if it does not reach it.
---Example: `sea:cut(sea:parallel(sea:terminus("AZE", "IRN"), km(300)), nm(15), "AZE")`
---@param line table[]
---@param distance number
---@param party? string
---@return table[]
function Sea:cut(line, distance, party) end

---Outer limit of a party's continental shelf beyond 200 M of its coast and islands by UNCLOS article 76: 60 M from the foot of the `slope`, and `sediment` of one per cent of the distance, joined by geodesics of at most 60 M, within 350 M or 100 M from the `isobath` of 2500 m (on a `ridge` 350 M alone); fixed points at most `spacing` apart along arcs (metres, default 1 M) and so close that lines fall short of arcs by at most `tolerance` (metres, default 1). One list of places a run, longest first, the shelf on its right, one that closes with its first place at its end; none if there is no shelf beyond 200 M. And what must be known besides, in sentences: lines that face the coast, points that enclose nothing.
---Example: `sea:shelf("IRN", { slope = { point(40, 52) }, spacing = nm(10) })`
---@param party string
---@param request table
---@return any
function Sea:shelf(party, request) end

---Azimuth of the geodesic from one place to another at its beginning, degrees clockwise from north.
---Example: `sea:azimuth(sea:terminus("AZE", "IRN"), point(40, 51))`
---@param from table
---@param to table
---@return number
function Sea:azimuth(from, to) end

---The place that lies `distance` metres from another along the geodesic of that azimuth (degrees clockwise from north).
---Example: `sea:step(sea:terminus("AZE", "IRN"), 90, nm(200))`
---@param from table
---@param azimuth number
---@param distance number
---@return table
function Sea:step(from, azimuth, distance) end

---Distance in metres from the geodesic line through the places, negative on its left (seen in their order); beyond its ends the line runs straight on. `sea:side` is where it is negative.
---Example: `sea:offset({ point(38, 49), point(38, 54) }) - km(20)`
---@param places table[]
---@return Field
function Sea:offset(places) end

---Geodesic distance in metres from one place, or from the geodesic line through several, which ends where its places end: a port, a platform, a point of a treaty. `sea:buffer` is where it is at most so much.
---Example: `sea:dist("KAZ"):min(sea:away({ point(45.4, 51.6) }) - km(10))`
---@param places table
---@return Field
function Sea:away(places) end

---Geodesic distance to chosen shores of the party, metres: `mainland` and `islands` (both counted unless false), `front` (the mainland generalised at so many metres), `baseline` (places of a straight baseline that is added).
---Example: `sea:shore("IRN", { baseline = { sea:terminus("AZE", "IRN"), sea:terminus("IRN", "TKM") } })`
---@param party string
---@param options? table
---@return Field
function Sea:shore(party, options) end

---Midpoints of the parallels between the mainland coasts of a western and an eastern party, every `step` degrees (0.02 if left out) from south to north. Where a parallel crosses a coast more than once the crossing farthest from the other coast counts, so that peninsulas and islands do not; at both ends the line goes on along the meridian.
---Example: `sea:offset(sea:midline("AZE", "TKM"))`
---@param west string
---@param east string
---@param step? number
---@return table[]
function Sea:midline(west, east, step) end

---Depth of the bed below the case's level, metres, bilinear between the nodes of its bathymetry; 0 where the bed lies higher, beyond the soundings what they have at the nearest place of their edge. Fails if the case has no depths, or none at a coordinate of the sea's outer rim.
---Example: `sea:depth():le(50)`
---@return Field
function Sea:depth() end

---What a square kilometre of the sea is worth: `area` 1 everywhere; `deposits` the deposits of the case with a known place, each worth 1; `deposit_value` their stated value in the case's own unit. A deposit is spread as a cone over the disc of its stated area or of `radius` (metres; 10 000 if left out), at least 100 m: most at its place, nothing at the rim, the whole within. Fails if the case has nothing of the kind.
---Example: `sea:value("deposits"):ge(0.001)`
---@param kind "area"|"deposits"|"deposit_value"
---@param options? table
---@return Field
function Sea:value(kind, options) end

---The stated values of the deposits as places for `measure` of `sea:fit`: each field in `parts` (61) equal parts spread over a disc of its area, or of `radius` metres where no area is stated; without either it stays one place. What of a disc lies ashore or outside the sea belongs to nobody and is left out; a deposit of which nothing is left is named in a warning. Fails if the case states no value of a deposit whose place is known and in the sea.
---Example: `sea:fit { score = sea:each(sea.dist), floor = { IRN = 0.02 }, measure = sea:deposited({ radius = km(10) }) }`
---@param options? table
---@return table[]
function Sea:deposited(options) end

---Scores by party for `sea:assign`: each place to the party from whose shore one walks down to it, by flooding the bed from the shallows to the deep on a grid of `step` degrees (0.05 if left out); on a flat bed to the nearest shore. The boundary is the thalweg, the line of the greatest depths. Fails if the case has no depths.
---Example: `sea:assign(sea:watershed({ step = 0.05 }))`
---@param options? table
---@return table<string, Field>
function Sea:watershed(options) end

---@class Field
---@operator add(Field|number): Field
---@operator sub(Field|number): Field
---@operator mul(Field|number): Field
---@operator div(Field|number): Field
---@operator pow(number): Field
---@operator unm: Field
local Field = {}

---Natural logarithm; a value below 0.001 counts as 0.001, so a distance of a millimetre is the least.
---Example: `d:log()`
---@return Field
function Field:log() end

---Square root. A score or a measure that takes it of a negative value in the sea is refused: take it of `d:max(0)`.
---Example: `d:sqrt()`
---@return Field
function Field:sqrt() end

---Value without its sign.
---Example: `(a - b):abs()`
---@return Field
function Field:abs() end

---The lesser of both, point by point.
---Example: `a:min(b)`
---@param other Field|number
---@return Field
function Field:min(other) end

---The greater of both, point by point.
---Example: `a:max(b)`
---@param other Field|number
---@return Field
function Field:max(other) end

---Where the field is at most `limit`.
---Example: `sea:latitude():le(40)`
---@param limit Field|number
---@return Region
function Field:le(limit) end

---Where the field is at least `limit`.
---Example: `sea:latitude():ge(40)`
---@param limit Field|number
---@return Region
function Field:ge(limit) end

---Where a distance field is at most `distance` metres.
---Example: `sea:coast():within(nm(15))`
---@param distance number
---@return Region
function Field:within(distance) end

---Where a distance field is at least `distance` metres.
---Example: `sea:coast():beyond(nm(25))`
---@param distance number
---@return Region
function Field:beyond(distance) end

---This field inside the region, `otherwise` outside.
---Example: `(d / 2):where(region, d)`
---@param region Region
---@param otherwise Field|number
---@return Field
function Field:where(region, otherwise) end

---@class Region
local Region = {}

---Points in both.
---Example: `north:both(west)`
---@param other Region
---@return Region
function Region:both(other) end

---Points in at least one.
---Example: `north:either(west)`
---@param other Region
---@return Region
function Region:either(other) end

---Points in this one and not in the other.
---Example: `north:minus(belt)`
---@param other Region
---@return Region
function Region:minus(other) end

---Points outside.
---Example: `belt:no()`
---@return Region
function Region:no() end

---@class Partition
local Partition = {}

---What the holder has, per cent of the sea; 0 if it holds nothing.
---Example: `sea:equidistance():share("IRN")`
---@param holder string
---@return number
function Partition:share(holder) end

---Per cent of the sea by holder.
---Example: `for holder, share in fit:shares() do print(holder, share) end`
---@return table<string, number>
function Partition:shares() end

---Geodesic area of what the holder has, square metres.
---Example: `sea:equidistance():area("IRN") / 1e6`
---@param holder string
---@return number
function Partition:area(holder) end

---This partition outside the region; inside it a holder (a party, `COMMON`, `NONE`, `JOINT:A+B`) or another partition.
---Example: `sea:equidistance():over(sea:coast():beyond(nm(15)), "COMMON")`
---@param region Region
---@param holder string|Partition
---@return Partition
function Partition:over(region, holder) end

---How much of the sea has another holder in `other`, per cent of the sea.
---Example: `fit:moved(sea:equidistance())`
---@param other Partition
---@return number
function Partition:moved(other) end

---Square metres that change hands: `flow[i][j]` is held by i here and by j in `other`.
---Example: `sea:equidistance():flow(fit).AZE.IRN`
---@param other Partition
---@return table<string, table<string, number>>
function Partition:flow(other) end

---Vertices of the boundary of two holders, the longest part if there are several, walked with `a` on the left; fails if they have none.
---Example: `sea:offset(sea:equidistance():line("AZE", "KAZ"))`
---@param a string
---@param b string
---@return table[]
function Partition:line(a, b) end

---All boundary lines, each with `between`, the holder on its left and the one on its right, and its vertices, as `sea:from_lines` takes them; a closed line ends with its first place.
---Example: `for _, line in sea:equidistance():lines() do print(line.between[1], line.between[2], #line.places) end`
---@return table
function Partition:lines() end

---Where one of the holders named has the water.
---Example: `sea:equidistance():cell("AZE", "TKM")`
---@param ... string
---@return Region
function Partition:cell(...) end

---Area of the wedges in which two parties have the same nearest point, a shared land-boundary terminus, square metres; such a wedge is split by the bisector of the coast directions.
---Example: `sea:equidistance():tied_area() / 1e6`
---@return number
function Partition:tied_area() end

---Integral of a field over what each holder has, in the field's unit times square metres: of `sea:depth()` the volume of water in cubic metres. The field is taken at 513 by 513 places of a square about the sea and counts as linear between them. Fails where it is negative in the sea or 0 all over it.
---Example: `sea:equidistance():integral(sea:depth()).IRN / 1e9`
---@param field Field|number
---@return table<string, number>
function Partition:integral(field) end

---One of the metrics of `littoral compare`, measured against strict equidistance where it compares: a number, numbers by party, holder or pair, or a table of them; nil where the case does not say enough. Among them gini, compactness, disproportionality, coast_length, boundary_length, turning_points, transfer, flow (km2), mean_extra_distance, max_extra_distance (km), envy, acceptance, shortfall, water_volume, shelf_area, deposits.
---Example: `sea:equidistance():metric("gini")`
---@param id string
---@return any
function Partition:metric(id) end

---Per cent of each party's coast beside which another holds the water. Equidistance and ratios give 0; additive weights may not.
---Example: `fit:encroach().AZE`
---@return table<string, number>
function Partition:encroach() end

---Whether every part of the party's waters touches its own coast or islands.
---Example: `if not fit:touches("IRN") then print("an exclave") end`
---@param party string
---@return boolean
function Partition:touches(party) end

---@class Law
---@field instruments string[]
local Law = {}

---Who may do what at a `point` or a `deposit` on a `date`: without a `layer` or an `activity` each is regarded, and findings name the `subjects` of which they stand; a `deposit` goes by its id or a name; `between` names two states (else every pair). `holder` is whom the place belongs to (a party, `JOINT:A+B`, `COMMON`, `CONTESTED:A+B`, `NONE`), `settled` the number of pairs between whom it is settled; `dyads` hold the findings with their basis. `overlay` and `suppose` read the record with a theory, or as if an instrument were in force.
---Example: `sea.law:at { point = point(44.6, 49.2), layer = "seabed", activity = "drilling", date = "2004-06-01" }.holder`
---@param question table
---@return table
function Law:at(question) end

---The regime of a date as a partition: what the law answers everywhere, for one `layer` (`seabed`) and `activity` (`extraction`). Holders are parties, `JOINT:A+B`, `COMMON`, `CONTESTED:A+B` and `NONE`; with `show = "settled"` the number of pairs between whom the place is settled.
---Example: `return { seabed = sea.law:partition("2016-06-01", { activity = "drilling" }) }`
---@param date string
---@param options? table
---@return Partition
function Law:partition(date, options) end

---What two parties both have or claim on a date: area (square metres) and deposits, pair by pair.
---Example: `for _, o in sea.law:overlaps("2013-02-01") do print(o.between[1], o.between[2], o.area) end`
---@param date string
---@param options? table
---@return table[]
function Law:overlaps(date, options) end

---Lines that an instrument draws: their published places, whether these are all (`complete`), and which party of `between` has its coast more on the `left`. None where nothing is published.
---Example: `local line = sea.law:line("KZAZ2003")[1]`
---@param instrument string
---@return table[]
function Law:line(instrument) end

---How an instrument stands for a party on a date: `not_party`, `not_signed`, `pending`, `provisional`, `in_force`, `ended` or `political`; a state that stands under an earlier one, as that one does.
---Example: `sea.law:status("AKT2018", "IRN", "2024-01-01")`
---@param instrument string
---@param party string
---@param date string
---@return string
function Law:status(instrument, party, date) end

---What a party says to an instrument, a norm (`AKT2018#common-space`) or an event (`event:ID`) on a date: `accept`, `protest` or `silent`; nil if the record has nothing.
---Example: `sea.law:stance("IRN", "RUKZ1998", "2004-06-01")`
---@param party string
---@param target string
---@param date string
---@return string?
function Law:stance(party, target, date) end

---@class Rng
local Rng = {}

---The next number, from 0 to below 1.
---Example: `if rng:uniform() < 0.5 then print("heads") end`
---@return number
function Rng:uniform() end

---The next whole number, from `from` to `to`, both included; all are equally likely.
---Example: `local die = rng:integer(1, 6)`
---@param from number
---@param to number
---@return number
function Rng:integer(from, to) end

---The next number of the normal distribution with mean 0 and standard deviation 1.
---Example: `local weight = math.exp(0.1 * rng:normal())`
---@return number
function Rng:normal() end

---Puts the list into a random order, in place, and returns it; at most 100 000 elements.
---Example: `local order = rng:shuffle(table.clone(sea.parties))`
---@generic T
---@param list T[]
---@return T[]
function Rng:shuffle(list) end
