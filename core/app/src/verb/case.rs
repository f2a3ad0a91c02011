//! `littoral case`: begin one, check one, or show what is in it.

mod new;

use std::fmt::Write as _;

use clap::{Args, Subcommand, ValueEnum};
use littoral_model::{Case, Severity, ShoreKind};
use serde_json::json;

use crate::cli::Global;
use crate::failure::{Complaint, Failure, Outcome, count};
use crate::number::{hash8, tenth};
use crate::print;
use crate::session::Session;
use crate::style::Style;

/// What to do with a case.
#[derive(Debug, Subcommand)]
pub enum CaseVerb {
    /// Begin a case from a coast in GeoJSON, Shapefile, GeoPackage, KML, FlatGeobuf or CSV
    New(new::NewArgs),
    /// Read every file of a case and list what is wrong or doubtful
    Check(CheckArgs),
    /// Parties, coasts, termini, switches, deposits and positions of a case
    Show(ShowArgs),
}

/// Read every file of a case and list what is wrong or doubtful
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  littoral case check caspian\n  littoral case check examples/mylake --format json"
)]
pub struct CheckArgs {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// Turn a switch of the case on
    #[arg(long = "with", value_name = "SWITCH")]
    pub with: Vec<String>,
    /// Messages for people, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Parties, coasts, termini, switches, deposits and positions of a case
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  littoral case show caspian\n  littoral case show caspian --format json"
)]
pub struct ShowArgs {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// Turn a switch of the case on
    #[arg(long = "with", value_name = "SWITCH")]
    pub with: Vec<String>,
    /// For people, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One document
    Json,
}

/// Runs the verb.
///
/// # Errors
/// The case has errors.
pub fn run(verb: &CaseVerb, global: &Global) -> Outcome {
    match verb {
        CaseVerb::New(args) => new::run(args, global),
        CaseVerb::Check(args) => check(args, global),
        CaseVerb::Show(args) => show(args, global),
    }
}

fn check(args: &CheckArgs, global: &Global) -> Outcome {
    let reading = Session::findings_of(&args.case, &args.with);
    if args.format == Format::Json {
        let document = json!({ "case": args.case, "findings": reading });
        print::result(&format!("{document:#}\n"))?;
    }
    if reading.iter().any(|f| f.severity == Severity::Error) {
        return Err(Failure::Findings(reading));
    }
    if args.format == Format::Json {
        return Ok(());
    }
    let style = Style::stdout();
    let worth = reading.iter().filter(|f| !(global.quiet && f.severity == Severity::Note));
    let mut out: String = worth.map(|f| Complaint::of_finding(f).render(style)).collect();
    if !global.quiet {
        let _ = writeln!(out, "{} {}: {}", style.green(style.tick()), args.case, count(&reading));
    }
    print::result(&style.fit(&out))
}

fn show(args: &ShowArgs, global: &Global) -> Outcome {
    let session = Session::read(&args.case, &args.with)?;
    let text = match args.format {
        Format::Table => table(&session, global.lang.code(), Style::stdout()),
        Format::Json => document(&session),
    };
    print::result(&text)
}

fn table(session: &Session, lang: &str, style: Style) -> String {
    let case = &session.case;
    let mut out = format!(
        "{}  {}\n",
        style.bold(case.name.get(lang)),
        style.faint(&format!("case {}", hash8(&case.hash)))
    );
    for source in &case.sources {
        let _ = writeln!(out, "  coast      {source}");
    }
    if let Some(level) = &case.level {
        let _ = writeln!(out, "  level      {} m, {}", tenth(level.legal_m), level.datum);
    }
    for s in &case.switches {
        let on = if case.switched_on.contains(&s.id) { " (on)" } else { "" };
        let _ = writeln!(out, "  --with {}{on}: {}", s.id, s.about);
    }
    let _ = writeln!(out, "\n{}", style.bold("Parties"));
    for (k, party) in case.parties.iter().enumerate() {
        let [coasts, islands, baselines] = shores(case, k);
        let asks = case
            .asks(k)
            .and_then(|p| p.share_percent)
            .map_or(String::new(), |s| format!(", asks for {} %", tenth(s)));
        let lines = if baselines > 0 { format!(", {baselines} baselines") } else { String::new() };
        let _ = writeln!(
            out,
            "  {}  {:<16} {coasts} coast points, {islands} islands{lines}{asks}",
            party.id,
            party.name.get(lang)
        );
    }
    let _ = writeln!(out, "\n{}", style.bold("Termini of the land boundaries"));
    if case.termini.is_empty() {
        out.push_str("  none is named: lines begin where the coasts of two parties meet\n");
    }
    for t in &case.termini {
        let pair = t.between.map(|k| case.parties.get(k).map_or("?", |p| p.id.as_str()));
        let _ = writeln!(
            out,
            "  {}  {:.5} N {:.5} E  {}",
            pair.join("-"),
            t.at.lat,
            t.at.lon,
            t.name.get(lang)
        );
    }
    let _ = writeln!(
        out,
        "\n{} deposits, {} positions, {} instruments",
        case.deposits.len(),
        case.positions.len(),
        session.record.instruments.len()
    );
    style.fit(&out)
}

/// Coast points, islands and baselines of a party.
fn shores(case: &Case, party: usize) -> [usize; 3] {
    let mut out = [0; 3];
    for s in case.shores.iter().filter(|s| s.party == party) {
        match s.kind {
            ShoreKind::Coast => out[0] += s.lines.iter().map(Vec::len).sum::<usize>(),
            ShoreKind::Islands => out[1] += s.lines.len(),
            ShoreKind::Baseline | ShoreKind::BasePoint => out[2] += s.lines.len(),
        }
    }
    out
}

fn document(session: &Session) -> String {
    let case = &session.case;
    let party = |k: usize| {
        let [coast_points, islands, baselines] = shores(case, k);
        json!({ "id": case.parties[k].id, "name": case.parties[k].name, "coast_points": coast_points,
                "islands": islands, "baselines": baselines,
                "asks_percent": case.asks(k).and_then(|p| p.share_percent) })
    };
    let terminus = |t: &littoral_model::case::Terminus| {
        json!({ "between": t.between.map(|k| case.parties.get(k).map(|p| p.id.clone())), "name": t.name,
                "lat": t.at.lat, "lon": t.at.lon })
    };
    let document = json!({
        "case": case.id, "name": case.name, "hash": case.hash, "level": case.level,
        "switches": case.switches, "switched_on": case.switched_on, "sources": case.sources,
        "parties": (0..case.parties.len()).map(party).collect::<Vec<_>>(),
        "termini": case.termini.iter().map(terminus).collect::<Vec<_>>(),
        "deposits": case.deposits, "positions": case.positions,
        "instruments": session.record.instruments.iter().map(|i| &i.id).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}
