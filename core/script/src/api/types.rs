//! Type definitions for editors and checkers, from the API table.

use std::fmt::Write;

use super::{API, Entry, Form};

mod scripted;

/// Types that are plain tables: the shapes of options and results.
const SHAPES: &str = "\
--- Numbers by party id.
export type PerParty = { [string]: number }

--- A place in degrees: north and east positive.
export type Place = { lat: number, lon: number }

export type NumberOptions = { min: number?, max: number?, about: string? }
export type WeightOptions = { min: number?, max: number?, unit: string?, about: string? }
export type DistanceOptions = { islands: number?, from: string?, path: string? }
--- How the record of the law is read: theories of the case, and instruments as if they were in force.
export type LawOptions = { layer: string?, activity: string?, overlay: ({ string } | string)?, suppose: ({ string } | string)?, show: string? }
export type LawQuestion = { point: Place?, deposit: string?, layer: string?, activity: string?, date: string, between: { string }?, overlay: ({ string } | string)?, suppose: ({ string } | string)? }
--- What holds between two states: `verdict` is HOLDS, CONTESTED, PENDING, LACUNA or CONFLICT.
export type LawFinding = { bearer: { string }, third: boolean, modality: string?, verdict: string, norm: string, text: string, near_limit: boolean, stale: boolean, [string]: any }
export type LawDyad = { between: { string }, findings: { LawFinding }, boundary: string, [string]: any }
export type LawAnswer = { holder: string, settled: number, overlap: { string }, dyads: { LawDyad }, near_limit: boolean, stale: boolean, [string]: any }
export type LawOverlap = { between: { string }, area: number, deposits: { string } }
export type LawLine = { id: string, between: { string }?, left: string?, complete: boolean, places: { Place } }
export type ShoreOptions = { mainland: boolean?, islands: boolean?, front: number?, baseline: { Place }? }

--- A place with the thickness of its sedimentary rocks, metres.
export type Sediment = { lat: number, lon: number, thickness: number }
--- See sea:shelf: places of the foot of the slope, points of sediment, lines of the 2500 m isobath.
export type ShelfRequest = { slope: { Place }, sediment: { Sediment }?, isobath: { { Place } }?, ridge: boolean?, spacing: number?, tolerance: number? }

--- See convex.minimise.
export type Constraint = { row: { number }, bound: number }
export type Program = { cost: { number }, log: { number }?, most: { Constraint }?, equal: { Constraint }? }
export type Optimum = { x: { number }, most: { number }, equal: { number } }
";

/// Types that need the nouns.
const RECORDS: &str = "\
--- Scores by holder; a number is the same everywhere.
export type Scores = { [string]: Field } | { [string]: Field | number }

--- A place in the sea with a value in any unit; `id` names it in messages.
export type Deposited = { lat: number, lon: number, value: number, id: string? }

--- `floor`, `ceil`, `target`: shares by party, 0 to 1; `measure`: a field or deposits, else the sea's area;
--- `keep`: inside this region the unweighted partition stands.
export type FitRequest = {
  score: { [string]: Field },
  floor: PerParty?,
  ceil: PerParty?,
  target: PerParty?,
  measure: (Field | { Deposited })?,
  keep: Region?,
  certify: boolean?,
}

--- Why no division gives what is asked: the parties whose demands cannot stand together, what they ask for
--- together, what there is for them, and the difference, as fractions of the whole.
export type Infeasible = {
  text: string,
  violated: { string },
  demand: number,
  supply: number,
  deficit: number,
}

--- A wedge in which two parties share their nearest point, their terminus, divided by a ray that is turned from the
--- `bisector` (azimuth, degrees) to `ray`; `wedge` and `given`, what the first of `between` gains: fractions of the sea.
export type Split = {
  between: { string },
  terminus: Place,
  wedge: number,
  bisector: number,
  ray: number,
  given: number,
}

--- `weights` in the score's unit; `active`: the binding parties; `residual`: distance of a binding
--- share from its bound, as a fraction of the whole; `kkt`: greatest weight times residual; `primal`: total score of this
--- division outside `keep`, as a mean over the whole, by a mesh of 64 cells across the sea, to four digits (of deposits
--- exactly); `dual`: the least that any such division can have, `gap`, which is exact, below it;
--- `iterations`: partitions solved; `splits`: tie wedges whose ray was turned to meet a bound; `infeasible`: with `certify`, where nothing gives what is asked.
export type Proof = {
  weights: PerParty,
  active: { string },
  residual: number,
  kkt: number,
  primal: number?,
  dual: number?,
  gap: number,
  iterations: number,
  splits: { Split },
  infeasible: Infeasible?,
}

--- `vary`: names with their ranges `{ least, greatest }`; `divide` and `cost` get the numbers by name.
export type OptimiseRequest = {
  vary: { [string]: { number } },
  start: { [string]: number }?,
  divide: (x: { [string]: number }) -> Partition,
  cost: (partition: Partition, x: { [string]: number }) -> number,
  evaluations: number?,
  tolerance: number?,
}

--- The numbers found, what they cost, how many divisions were tried, and whether the search ended by itself.
export type Optimised = {
  x: { [string]: number },
  cost: number,
  evaluations: number,
  converged: boolean,
}

--- `between`: the holder on the left of the places, seen in their order, and the one on the right.
export type DrawnLine = { between: { string }, places: { Place }, [string]: any }
export type LinesRequest = { lines: { DrawnLine }, reach: number? }

--- A worked example: on this case, with these parameters, `expect[layer][holder]` is
--- `{ share in per cent, tolerance in points }`.
export type Example = {
  case: string,
  params: { [string]: any }?,
  expect: { [string]: { [string]: { number } } },
}

export type Rule = { id: string }

export type RuleSpec<P> = {
  id: string,
  name: (string | { [string]: string })?,
  about: string,
  cite: (string | { string })?,
  params: P?,
  run: (sea: Sea, p: P) -> ({ [string]: Partition }, ...any),
  examples: { Example }?,
}
";

/// The whole of `scripts/types/littoral.d.luau`.
#[must_use]
pub fn luau_definitions() -> String {
    let mut out = String::from(
        "--- The script API of littoral. Generated from one table in core/script; do not edit.\n\
         --- Lengths are metres, areas square metres, angles degrees, shares per cent.\n\n",
    );
    out += SHAPES;
    for noun in ["Region", "Field", "Partition", "Rng", "Law", "Sea"] {
        out += &extern_type(noun);
    }
    for entry in API.iter().filter(|e| e.form == Form::Method && !e.generics.is_empty()) {
        let _ = writeln!(out, "\nexport type {} = {}", alias(entry), arrow(entry, entry.noun));
    }
    out.push('\n');
    out += RECORDS;
    out += &library("param");
    out += &library("convex");
    for entry in API.iter().filter(|e| e.noun.is_empty()) {
        out.push('\n');
        out += &comment(entry, "");
        let _ = writeln!(out, "declare function {}{}", entry.name, signature(entry, ""));
    }
    out += &scripted::declarations(&out);
    out
}

fn extern_type(noun: &str) -> String {
    let mut out = format!("\ndeclare extern type {noun} with\n");
    for (k, entry) in API.iter().filter(|e| e.noun == noun).enumerate() {
        if k > 0 {
            out.push('\n');
        }
        out += &comment(entry, "  ");
        let line = match entry.form {
            Form::Property => format!("{}: {}", entry.name, entry.returns),
            // A declared method cannot be generic; a property of a named function type can.
            _ if !entry.generics.is_empty() => format!("{}: {}", entry.name, alias(entry)),
            _ => format!("function {}{}", entry.name, signature(entry, "self")),
        };
        let _ = writeln!(out, "  {line}");
    }
    out + "end\n"
}

/// Name of a generic method's type: `SeaEach`.
fn alias(entry: &Entry) -> String {
    let (first, rest) = entry.name.split_at(1);
    format!("{}{}{rest}", entry.noun, first.to_uppercase())
}

fn library(noun: &str) -> String {
    let mut out = format!("\ndeclare {noun}: {{\n");
    for entry in API.iter().filter(|e| e.noun == noun) {
        out += &comment(entry, "  ");
        let _ = writeln!(out, "  {}: {},", entry.name, arrow(entry, ""));
    }
    out + "}\n"
}

fn comment(entry: &Entry, indent: &str) -> String {
    format!("{indent}--- {}\n{indent}--- Example: `{}`\n", entry.doc, entry.example)
}

/// `(self, other: Field): Region`
fn signature(entry: &Entry, receiver: &str) -> String {
    let generics = angle(entry);
    let result = if entry.returns.is_empty() { "()" } else { entry.returns };
    format!("{generics}({}): {result}", parameters(entry, receiver))
}

/// `<T>(self: Sea, f: ...) -> T`
fn arrow(entry: &Entry, noun: &str) -> String {
    let receiver = if noun.is_empty() { String::new() } else { format!("self: {noun}") };
    let result = if entry.returns.is_empty() { "()" } else { entry.returns };
    format!("{}({}) -> {result}", angle(entry), parameters(entry, &receiver))
}

fn angle(entry: &Entry) -> String {
    if entry.generics.is_empty() { String::new() } else { format!("<{}>", entry.generics) }
}

fn parameters(entry: &Entry, receiver: &str) -> String {
    let one = |(name, ty): &(&str, &str)| match ty.strip_prefix("...") {
        Some(rest) => format!("...: {rest}"),
        None => format!("{name}: {ty}"),
    };
    let receiver = Some(receiver.to_owned()).filter(|r| !r.is_empty());
    receiver.into_iter().chain(entry.params.iter().map(one)).collect::<Vec<_>>().join(", ")
}
