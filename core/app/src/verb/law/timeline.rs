//! `littoral law timeline`: what happened when; or how the answer to one question changed.

use std::fmt::Write as _;

use clap::Args;
use jiff::civil::Date;
use littoral_treaty::Question;
use serde_json::{Value, json};

use super::at::{AskArgs, Asked};
use super::{Format, day, law, waters};
use crate::failure::{Failure, Outcome};
use crate::print;
use crate::session::Session;
use crate::style::Style;

const EXAMPLES: &str = "\
Examples:
  littoral law timeline caspian
  littoral law timeline caspian --from 1998-01-01 --to 2008-12-31 --format json
  littoral law timeline caspian --point 44.6,49.2 --layer subsoil --activity extraction --between KAZ,RUS";

/// What happened when; with a place, how the answer there changed
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TimelineArgs {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// First day
    #[arg(long, default_value = "1920-01-01")]
    pub from: String,
    /// Last day
    #[arg(long, default_value = "2030-01-01")]
    pub to: String,
    /// The place and the question.
    #[command(flatten)]
    pub ask: AskArgs,
    /// A list for people, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// One line of the list.
struct Entry {
    first: Date,
    date: String,
    who: String,
    text: String,
    confidence: String,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, date, place or word.
pub(super) fn run(args: &TimelineArgs) -> Outcome {
    let (from, to) = (day(&args.from)?, day(&args.to)?);
    let session = Session::read(&args.case, &[])?;
    if args.ask.point.is_some() || args.ask.deposit.is_some() {
        let asked = Asked::read(&args.ask)?;
        return history(args, &session, &asked.question(), (from, to));
    }
    let mut all = entries(&session);
    all.retain(|e| from <= e.first && e.first <= to);
    all.sort_by(|a, b| (a.first, &a.date, &a.who).cmp(&(b.first, &b.date, &b.who)));
    let text = match args.format {
        Format::Text => list(&all, Style::stdout()),
        Format::Json => {
            let one = |e: &Entry| json!({ "date": e.date, "who": e.who, "text": e.text, "confidence": e.confidence });
            let events: Vec<Value> = all.iter().map(one).collect();
            format!("{:#}\n", json!({ "case": session.case.id, "events": events }))
        }
    };
    print::result(&text)
}

/// Events of the instruments and of the ledger; what is a recollection without a source is left out.
fn entries(session: &Session) -> Vec<Entry> {
    let mut all = Vec::new();
    for i in &session.record.instruments {
        for e in i.events.iter().filter(|e| e.is_verified()) {
            let party = e.party.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
            all.push(Entry {
                first: e.date.first,
                date: e.date.to_string(),
                who: i.id.clone(),
                text: format!("{}{party}", e.text),
                confidence: e.confidence.clone().unwrap_or_else(|| i.source.confidence.clone()),
            });
        }
    }
    for e in &session.ledger.events {
        all.push(Entry {
            first: e.date.first,
            date: e.date.to_string(),
            who: e.kind.clone(),
            text: e.text.clone(),
            confidence: e.source.confidence.clone(),
        });
    }
    all
}

fn list(all: &[Entry], style: Style) -> String {
    let mut out = String::new();
    for e in all {
        let sure =
            if e.confidence == "high" { String::new() } else { format!(" [{}]", e.confidence) };
        let _ = writeln!(out, "{:<22}{:<20}{}{sure}", e.date, e.who, e.text);
    }
    style.fit(&out)
}

fn history(
    args: &TimelineArgs,
    session: &Session,
    question: &Question<'_>,
    (from, to): (Date, Date),
) -> Outcome {
    let waters = waters(session)?;
    let law = law(&session.record, &waters)?;
    let found = law.history(question, from, to).map_err(|e| {
        Failure::usage(e, "command line", "littoral law timeline --help shows examples")
    })?;
    let style = Style::stdout();
    let text = match args.format {
        Format::Json => format!("{:#}\n", json!({ "case": session.case.id, "history": found })),
        Format::Text => {
            let mut out = String::new();
            for since in &found {
                let _ = writeln!(out, "{}", style.bold(&since.day.to_string()));
                for (pair, answer) in since.answers.iter().filter(|(_, a)| a != "LACUNA") {
                    let _ = writeln!(out, "  {pair}  {answer}");
                }
                if since.answers.iter().all(|(_, a)| a == "LACUNA") {
                    out += "  LACUNA\n";
                }
            }
            style.fit(&out)
        }
    };
    print::result(&text)
}
