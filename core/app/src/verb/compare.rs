//! `littoral compare`, and `littoral` alone: several rules side by side, report, maps and data.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::{Global, RunArgs};
use crate::comparison::Comparison;
use crate::failure::{Failure, Outcome};
use crate::measures;
use crate::output::{self, Written};
use crate::print;
use crate::sensitivity;
use crate::session::Session;
use crate::style::Style;
use crate::sweep;
use crate::table;

const EXAMPLES: &str = "\
Examples:
  littoral compare caspian
  littoral compare caspian --rules equidistance,equity-floor -o out
  littoral compare caspian --with garabogazkol --format json
  littoral compare caspian --rules equidistance,half-effect --metrics --sensitivity";

/// Run several rules, side by side; write report, maps and data
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Compare {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// Rules by id or file, separated by commas; without it the case's own list, or every rule
    #[arg(long, value_delimiter = ',', value_name = "A,B,...")]
    pub rules: Vec<String>,
    /// Folder for report, maps and data
    #[arg(short = 'o', long = "out", value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What goes to standard output; json writes no files unless -o is given
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Also metrics.csv: every metric of every result
    #[arg(long)]
    pub metrics: bool,
    /// Also the range of each share over the case's switches and without islands
    #[arg(long)]
    pub sensitivity: bool,
    /// How the rules run.
    #[command(flatten)]
    pub run: RunArgs,
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
            case: "caspian".into(),
            rules: vec![],
            out: None,
            format: Format::Table,
            metrics: false,
            sensitivity: false,
            run: RunArgs::default(),
        }
    }
}

/// Runs the verb.
///
/// # Errors
/// A bad case or rule name, a rule that failed (after the table with the others), or a file that
/// cannot be written.
pub fn run(args: &Compare, global: &Global) -> Outcome {
    let session = Session::open(&args.case, &args.run)?;
    let plan = sweep::plan(&session, &args.rules)?;
    let comparison = sweep::run(&session, &plan, global);
    match args.format {
        Format::Json => print::result(&json(&comparison))?,
        Format::Table => show(&comparison, global)?,
    }
    let dir =
        args.out.clone().unwrap_or_else(|| PathBuf::from("littoral-out").join(&session.case.id));
    if args.out.is_some() || args.format == Format::Table {
        let written = output::write(&dir, &comparison, &session, global)?;
        if !global.quiet && args.format == Format::Table {
            print::result(&epilogue(&written, &session, Style::stdout()))?;
        }
    }
    if args.metrics {
        std::fs::create_dir_all(&dir).map_err(|e| Failure::file("create", &dir, &e))?;
        output::publish(&dir.join("metrics.csv"), measures::csv(&comparison)?.as_bytes())?;
    }
    if args.sensitivity {
        let what = (args.case.as_str(), args.rules.as_slice(), &args.run);
        let text = sensitivity::text(what, &session, &comparison, global)?;
        match args.format {
            Format::Json => print::aside(&text),
            Format::Table => print::result(&text)?,
        }
    }
    first_failure(&comparison)
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

/// One array of division documents, in the order of the table; failed rules as their error.
fn json(comparison: &Comparison) -> String {
    let one = |row: &crate::comparison::Row| match &row.outcome {
        Ok(division) => littoral_formats::json::division(division),
        Err(error) => serde_json::json!({ "rule": error.rule, "error": error }).to_string(),
    };
    let list: Vec<String> = comparison.rows.iter().map(|r| one(r).trim_end().to_owned()).collect();
    format!("[{}]\n", list.join(",\n"))
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

/// The table shows every failure; the exit status and the message tell of the first.
fn first_failure(comparison: &Comparison) -> Outcome {
    let errors: Vec<_> = comparison.rows.iter().filter_map(|r| r.outcome.as_ref().err()).collect();
    match errors.first() {
        Some(error) => {
            let all = comparison.rows.len();
            Err(Failure::Partly { error: Box::new((*error).clone()), failed: errors.len(), all })
        }
        None => Ok(()),
    }
}
