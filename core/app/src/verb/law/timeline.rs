//! `littoral law timeline`: what happened when; or how the answer to one question changed.

use std::fmt::Write as _;

use clap::Args;
use jiff::civil::Date;
use littoral_treaty::Record;
use littoral_treaty::timeline::Since;
use serde_json::{Value, json};

use super::at::{AskArgs, Asked};
use super::day::{ReadArgs, refused, under};
use super::{Format, Written, date, draw};
use crate::cli::Global;
use crate::failure::Outcome;
use crate::session::Session;
use crate::style::Style;

const EXAMPLES: &str = "\
Examples:
  littoral law timeline caspian
  littoral law timeline caspian --from 1998-01-01 --to 2008-12-31 --format json
  littoral law timeline caspian --point 44.6,49.2 --layer subsoil --activity extraction \\
      --between KAZ,RUS";

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
    /// How the record is read.
    #[command(flatten)]
    pub read: ReadArgs,
    /// How the answer is written; a map shows the regime of the last day
    #[command(flatten)]
    pub written: Written,
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
pub(super) fn run(args: &TimelineArgs, global: &Global) -> Outcome {
    let format = args.written.format()?;
    let (from, to) = (date("from", &args.from)?, date("to", &args.to)?);
    if to < from {
        return Err(refused(format!("the last day, {to}, lies before the first, {from}")));
    }
    let asked = Asked::read(&args.ask)?;
    let session = Session::read(&args.case, &[])?;
    args.written.spares(&session)?;
    let record = args.read.record(&session)?;
    let bytes = under(&session, &record, |law| {
        Ok(match format {
            Format::Text | Format::Json if args.ask.is_placed() => {
                let read = (&args.read.overlay[..], &args.read.suppose[..]);
                let found = law.history(&asked.question(), (from, to), read).map_err(refused)?;
                history(&session, &found, format).into_bytes()
            }
            Format::Text | Format::Json => {
                let mut all = entries(&session, law.record());
                all.retain(|e| from <= e.first && e.first <= to);
                all.sort_by(|a, b| (a.first, &a.date, &a.who).cmp(&(b.first, &b.date, &b.who)));
                events(&session, &all, format).into_bytes()
            }
            other => {
                let day = law.read(to, &args.read.overlay, &args.read.suppose).map_err(refused)?;
                let question = asked.question();
                let regime = draw::regime(&day, question.layer, question.activity)?;
                regime.render(&session, other, global)?
            }
        })
    })?;
    args.written.publish(&bytes)
}

fn events(session: &Session, all: &[Entry], format: Format) -> String {
    if format == Format::Text {
        return list(all, Style::stdout());
    }
    let one = |e: &Entry| json!({ "date": e.date, "who": e.who, "text": e.text, "confidence": e.confidence });
    let events: Vec<Value> = all.iter().map(one).collect();
    format!("{:#}\n", json!({ "case": session.case.id, "events": events }))
}

/// Events of the instruments and of the ledger; what is a recollection without a source is left out.
fn entries(session: &Session, record: &Record) -> Vec<Entry> {
    let mut all = Vec::new();
    for i in &record.instruments {
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
    if all.is_empty() {
        return "The case records no event between these days.\n".to_owned();
    }
    let mut out = String::new();
    for e in all {
        let sure =
            if e.confidence == "high" { String::new() } else { format!(" [{}]", e.confidence) };
        let _ = writeln!(out, "{:<22}{:<20}{}{sure}", e.date, e.who, e.text);
    }
    style.fit(&out)
}

fn history(session: &Session, found: &[Since], format: Format) -> String {
    if format == Format::Json {
        return format!("{:#}\n", json!({ "case": session.case.id, "history": found }));
    }
    let style = Style::stdout();
    let mut out = String::new();
    let mut last: Option<Vec<&(String, String)>> = None;
    for since in found {
        let said: Vec<_> = since.answers.iter().filter(|(_, a)| a != "LACUNA").collect();
        // Which pairs there are changes with the states; to a reader nothing has.
        if last.as_ref() == Some(&said) {
            continue;
        }
        let _ = writeln!(out, "{}", style.bold(&since.day.to_string()));
        for (pair, answer) in &said {
            let _ = writeln!(out, "  {pair}  {answer}");
        }
        if said.is_empty() {
            out += "  LACUNA\n";
        }
        last = Some(said);
    }
    style.fit(&out)
}
