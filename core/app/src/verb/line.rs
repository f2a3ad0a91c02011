//! `littoral line`: the turning points of one line, as a treaty prints them.

mod rounding;
mod show;

use clap::{Args, ValueEnum};
use littoral_delimit::{Division, Holder, LayerDivision};
use littoral_geodesy::Earth;
pub use rounding::Grain;
pub(crate) use rounding::printing_gain_km2;

use crate::cli::{CaseArgs, Global, RuleArgs};
use crate::comparison::shown;
use crate::failure::{Failure, Outcome};
use crate::print;
use crate::session::Session;
use crate::style::Style;
use crate::sweep;

const EXAMPLES: &str = "\
Examples:
  littoral line caspian --rule equidistance --between AZE,KAZ
  littoral line caspian --rule equidistance --between AZE,IRN --round \"0.1'\"
  littoral line caspian --rule equiratio --set weights.IRN=1.25 --between IRN,TKM --format csv";

/// Print the turning points of a line as a treaty prints them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Line {
    /// On which case.
    #[command(flatten)]
    pub on: CaseArgs,
    /// By which rule.
    #[command(flatten)]
    pub by: RuleArgs,
    /// The two holders, separated by a comma
    #[arg(long, value_name = "A,B", value_delimiter = ',', num_args = 1, required = true)]
    pub between: Vec<String>,
    /// Layer, else the one that the table of the rule shows
    #[arg(long)]
    pub layer: Option<String>,
    /// Round coordinates to this: 0.1' (minutes), 1" (seconds), 0.001 (degrees); reports the loss
    #[arg(long, value_name = "GRAIN", value_parser = Grain::parse)]
    pub round: Option<Grain>,
    /// Also the points between turning points that only keep the curve
    #[arg(long)]
    pub curve: bool,
    /// A table for people, CSV, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Formats of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Degrees and minutes, for people
    Table,
    /// One row a point
    Csv,
    /// One document
    Json,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, rule, setting or pair; no line between the two; a rule that failed.
pub fn run(args: &Line, _: &Global) -> Outcome {
    let [a, b] = pair(&args.between)?;
    let session = Session::open(&args.on.case, &args.on.run)?;
    session.tell_islands();
    let chosen = session.choose(&args.by.rule, &args.by.set)?;
    let named = [known(&session, a)?, known(&session, b)?];
    let [a, b] = [named[0].as_str(), named[1].as_str()];
    let comparison = sweep::one(&session, &chosen)?;
    let Some(division) = comparison.rows.first().and_then(|r| r.outcome.as_ref().ok()) else {
        return Ok(());
    };
    print::warnings(&division.rule, &division.warnings, Style::stderr());
    let (name, layer) = layer(args, division)?;
    let earth = Earth::new(&session.case.ellipsoid);
    let lines = show::Lines::of(layer, [a, b], args.round, args.curve, &earth);
    if lines.is_empty() {
        return Err(no_line(layer, name, [a, b]));
    }
    let text = match args.format {
        Format::Table => lines.table(name, &chosen.label, Style::stdout()),
        Format::Csv => lines.csv(),
        Format::Json => lines.json(division, name),
    };
    print::result(&text)
}

fn pair(between: &[String]) -> Outcome<[&str; 2]> {
    match between {
        [a, b] if a != b => Ok([a.trim(), b.trim()]),
        _ => Err(Failure::usage(
            "a line lies between two different holders",
            format!("command line: --between {}", between.join(",")),
            "name two: --between AZE,KAZ",
        )),
    }
}

/// A holder by name; of a joint one the parties may come in any order.
fn known(session: &Session, id: &str) -> Outcome<Holder> {
    let ids: Vec<&str> = session.case.party_ids().collect();
    if let Some(joint) = id.strip_prefix("JOINT:") {
        let members: Vec<&str> = joint.split('+').collect();
        let holder = Holder::joint(ids.iter().copied(), &members);
        return Ok(holder.unwrap_or_else(|| Holder::new(id)));
    }
    if ids.contains(&id) || matches!(id, "COMMON" | "NONE") {
        return Ok(Holder::new(id));
    }
    let all = format!("This sea has {}.", ids.join(" "));
    let help = littoral_model::params::did_you_mean(id, ids.iter().copied(), &all);
    Err(Failure::usage(format!("no party \"{id}\""), "command line: --between", help))
}

fn layer<'a>(args: &Line, division: &'a Division) -> Outcome<(&'a str, &'a LayerDivision)> {
    let found = match &args.layer {
        Some(wanted) => {
            division.layers.0.iter().find(|(n, _)| n == wanted).map(|(n, l)| (n.as_str(), l))
        }
        None => shown(division),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = division.layers.0.iter().map(|(n, _)| n.as_str()).collect();
        let wanted = args.layer.as_deref().unwrap_or("");
        let text = format!("{} has no layer \"{wanted}\"", division.rule);
        Failure::usage(
            text,
            "command line: --layer",
            format!("The rule gives: {}.", names.join(", ")),
        )
    })
}

fn no_line(layer: &LayerDivision, name: &str, [a, b]: [&str; 2]) -> Failure {
    let mut pairs: Vec<String> =
        layer.lines.iter().map(|l| crate::points::sides(l).join(",")).collect();
    pairs.sort();
    pairs.dedup();
    Failure::usage(
        format!("{a} and {b} share no line on the layer {name}"),
        format!("command line: --between {a},{b}"),
        format!("lines there: {}", pairs.join("  ")),
    )
}
