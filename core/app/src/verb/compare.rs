//! `littoral compare`, and `littoral` alone: several rules side by side, report, maps and data.

mod noise;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
pub use noise::NoiseArgs;

use crate::cli::{CaseArgs, Global, RulesArgs, RunArgs};
use crate::comparison::{Comparison, Row};
use crate::failure::{Failure, Outcome};
use crate::measures;
use crate::output::{self, Written};
use crate::print;
use crate::sensitivity::{self, Sensitivity};
use crate::session::{Chosen, Session};
use crate::style::Style;
use crate::sweep;
use crate::table;

const EXAMPLES: &str = "\
Examples:
  littoral compare caspian
  littoral compare caspian --rules equidistance,equity-floor -o out
  littoral compare caspian --with garabogazkol --format json
  littoral compare caspian --rules equidistance,half-effect --metrics --sensitivity
  littoral compare caspian --metrics gini,encroachment
  littoral compare caspian --metrics list";

/// Run several rules, side by side; write report, maps and data
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Compare {
    /// On which case.
    #[command(flatten)]
    pub on: CaseArgs,
    /// Which rules.
    #[command(flatten)]
    pub which: RulesArgs,
    /// Folder for report, maps and data
    #[arg(short = 'o', long = "out", value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What goes to standard output; json writes no files unless -o is given
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Also metrics.csv: every metric of every result, or those named; `list` says which there are
    #[arg(long, value_delimiter = ',', num_args = 0..=1, default_missing_value = "all", value_name = "A,B,...")]
    pub metrics: Option<Vec<String>>,
    /// Also how far every share moves when the case is read another way, and sensitivity.csv
    #[arg(long)]
    pub sensitivity: bool,
    /// How coasts are moved at random for it.
    #[command(flatten)]
    pub noise: NoiseArgs,
}

/// Formats of the comparison on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people
    Table,
    /// A list of divisions, one document
    Json,
}

impl Compare {
    /// The main job: the embedded case, all of its rules.
    #[must_use]
    pub fn main_job() -> Self {
        Self {
            on: CaseArgs { case: "caspian".into(), run: RunArgs::default() },
            which: RulesArgs::default(),
            out: None,
            format: Format::Table,
            metrics: None,
            sensitivity: false,
            noise: NoiseArgs { draws: 4, ..NoiseArgs::default() },
        }
    }
}

/// Runs the verb.
///
/// # Errors
/// A bad case or rule name, a rule that failed (after the table with the others), or a file that
/// cannot be written.
pub fn run(args: &Compare, global: &Global) -> Outcome {
    let wanted = args.metrics.as_deref().unwrap_or(&[]);
    if wanted == ["list"] {
        return print::result(&measures::list(Style::stdout()));
    }
    let metrics = measures::named(wanted)?;
    let named = !args.which.rules.is_empty();
    let session = Session::open(&args.on.case, &args.on.run)?;
    session.tell_islands();
    let plan = sweep::plan(&session, &args.which.rules)?;
    let mut comparison = sweep::run(&session, &plan, global);
    let files = args.out.is_some() || args.format == Format::Table;
    if files {
        comparison.measure_moved();
    }
    match args.format {
        Format::Json => write_json(&comparison, named)?,
        Format::Table => show(&comparison, global)?,
    }
    let wide = match files || args.sensitivity {
        true => Some(study(args, &session, (&plan, &comparison), global)?),
        false => None,
    };
    let dir =
        args.out.clone().unwrap_or_else(|| PathBuf::from("littoral-out").join(&session.case.id));
    if args.sensitivity
        && let Some(wide) = &wide
    {
        let text = format!("\n{}", sensitivity::text(wide, &comparison, Style::stdout()));
        match args.format {
            Format::Json => print::aside(&text),
            Format::Table => print::result(&text)?,
        }
    }
    let mut more: Vec<(&str, String)> = Vec::new();
    if args.metrics.is_some() {
        let own = measures::csv(&comparison, &metrics)?;
        let plugins = match wanted.is_empty() || wanted == ["all"] {
            true => measures::of_plugins(&session, &comparison),
            false => String::new(),
        };
        more.push(("metrics.csv", own + &plugins));
    }
    if let Some(wide) = wide.as_ref().filter(|_| args.sensitivity) {
        more.push(("sensitivity.csv", sensitivity::csv(wide, &comparison)));
    }
    if files {
        let with = (&session, wide.as_ref());
        let written = output::write(&dir, &comparison, with, &more, global)?;
        if !global.quiet && args.format == Format::Table {
            print::result(&epilogue(&written, &session, Style::stdout()))?;
        }
    } else {
        let place = |(name, text): &(&str, String)| (dir.join(name), text.clone());
        let tables: Vec<(PathBuf, String)> = more.iter().map(place).collect();
        let tables: Vec<_> = tables.iter().map(|(p, t)| (p.clone(), t.as_bytes())).collect();
        output::publish_set(&tables, &dir)?;
    }
    first_failure(&comparison, named)
}

/// All rules where that is asked for; for the report alone equidistance is enough, or the first result.
fn study(
    args: &Compare,
    session: &Session,
    (plan, comparison): (&[Chosen], &Comparison),
    global: &Global,
) -> Outcome<Sensitivity> {
    let all: Vec<usize> = (0..comparison.rows.len()).collect();
    let first = comparison.rows.iter().position(|r| r.outcome.is_ok());
    let first = comparison.base_row().or(first);
    let rows = if args.sensitivity { all } else { first.into_iter().collect() };
    sensitivity::study(session, (plan, comparison), &rows, args.noise.into(), global)
}

fn show(comparison: &Comparison, global: &Global) -> Outcome {
    let style = Style::stdout();
    let mut text = table::comparison(comparison, style);
    if !global.quiet {
        text = format!("{}\n{text}", table::masthead(comparison, global.lang.code(), style));
    }
    print::result(&text)?;
    for row in &comparison.rows {
        if let Ok(division) = &row.outcome {
            print::warnings(&row.label, &division.warnings, Style::stderr());
        }
    }
    Ok(())
}

/// One array of division documents, in the order of the plan, each written as soon as it is made: all together are long.
fn write_json(comparison: &Comparison, named: bool) -> Outcome {
    print::result("[")?;
    for (k, row) in comparison.rows.iter().enumerate() {
        if k > 0 {
            print::result(",\n")?;
        }
        print::result(document(row, named).trim_end())?;
    }
    print::result("]\n")
}

/// A division, or why there is none: of a rule that nobody named and for which the case lacks something, that it is not
/// applicable.
fn document(row: &Row, named: bool) -> String {
    match &row.outcome {
        Ok(division) => littoral_formats::json::division(division),
        Err(error) if !named && row.lacks().is_some() => {
            let why = serde_json::json!({ "reason": error.text, "next": error.hint });
            serde_json::json!({ "rule": error.rule, "not_applicable": why }).to_string()
        }
        Err(error) => serde_json::json!({ "rule": error.rule, "error": error }).to_string(),
    }
}

fn epilogue(written: &Written, session: &Session, style: Style) -> String {
    let kinds = format!("{} maps, {} GeoJSON, turning-points.csv", written.maps, written.geojson);
    let report = written.report.display().to_string();
    let case = session.name();
    // The Caspian's own question first; elsewhere the first party stands for all.
    let ids: Vec<&str> = session.case.party_ids().collect();
    let party = ids.iter().find(|id| **id == "IRN").or(ids.first()).copied().unwrap_or("IRN");
    let next = [
        (
            format!("littoral divide {case} --rule equity-floor --set floor.{party}=20%"),
            "one rule, your numbers",
        ),
        ("littoral rule new my-rule".to_owned(), "a rule of your own in 20 lines"),
        (format!("littoral watch {case} --rule my-rule.luau"), "a new table at every save"),
    ];
    let width = next.iter().map(|(c, _)| c.len()).max().unwrap_or(0);
    let mut out = format!("\n  {} {report}   {}\n", style.faint("wrote"), style.faint(&kinds));
    for (k, (command, what)) in next.iter().enumerate() {
        let head = if k == 0 { "next " } else { "     " };
        let command = style.cyan(&format!("{command:width$}"));
        out.push_str(&format!("  {} {command}   {}\n", style.faint(head), style.faint(what)));
    }
    style.fit(&out)
}

/// The table shows every failure; the exit status and the message tell of the first. That a case lacks something is a
/// failure only of a rule that was named.
fn first_failure(comparison: &Comparison, named: bool) -> Outcome {
    let rows = comparison.rows.iter().filter(|r| named || r.lacks().is_none());
    let errors: Vec<_> = rows.filter_map(|r| r.outcome.as_ref().err()).collect();
    match errors.first() {
        Some(error) => {
            let all = comparison.rows.len();
            Err(Failure::Partly { error: Box::new((*error).clone()), failed: errors.len(), all })
        }
        None => Ok(()),
    }
}
