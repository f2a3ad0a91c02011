//! `littoral law status`: which instruments bind whom on a date. Headers only: who is bound, since when.

use std::fmt::Write as _;

use clap::Args;
use jiff::civil::Date;
use littoral_treaty::{Instrument, State, Status};
use serde_json::json;

use super::{Format, day};
use crate::failure::Outcome;
use crate::print;
use crate::session::Session;
use crate::style::Style;

const EXAMPLES: &str = "\
Examples:
  littoral law status caspian --date 2018-08-12
  littoral law status caspian --date 2003-05-14 --format json";

/// Which instruments bind whom on a date
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct StatusArgs {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// Day, as 2018-08-12
    #[arg(long)]
    pub date: String,
    /// A table for people, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Runs the verb.
///
/// # Errors
/// A bad case or date.
pub(super) fn run(args: &StatusArgs) -> Outcome {
    let date = day(&args.date)?;
    let mut session = Session::read(&args.case, &[])?;
    session
        .record
        .instruments
        .sort_by_key(|i| (i.signed.as_ref().map(|d| (d.first, d.last)), i.id.clone()));
    let text = match args.format {
        Format::Text => table(&session, date, Style::stdout()),
        Format::Json => document(&session, date),
    };
    print::result(&text)
}

fn table(session: &Session, date: Date, style: Style) -> String {
    let ids: Vec<&str> = session.case.party_ids().collect();
    let mut out =
        format!("{}\n\n", style.bold(&format!("{} on {date}", session.case.name.get("en"))));
    let head: String = ids.iter().map(|id| format!("{id:<5}")).collect();
    let _ = writeln!(
        out,
        "{}",
        style.faint(&format!("{:<14}{:<12}{head} title", "instrument", "signed"))
    );
    for i in &session.record.instruments {
        let cells: String =
            ids.iter().map(|id| format!("{:<5}", sign(i.in_force(id, date)))).collect();
        let signed = i.signed.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "{:<14}{signed:<12}{cells} {}", i.id, i.title);
    }
    let legend = "F in force   p signed, pending   x ended   d political, not binding   . not yet   blank no party\n\
                  ? the day falls inside an uncertain date, or after the last day for which the state is known";
    let _ = writeln!(out, "\n{}", style.faint(legend));
    style.fit(&out)
}

fn sign(status: Status) -> String {
    let letter = match status.state {
        State::NotParty => "",
        State::NotSigned => ".",
        State::Pending => "p",
        State::InForce => "F",
        State::Ended => "x",
        State::Political => "d",
    };
    let doubt = if status.or.is_some() || status.stale { "?" } else { "" };
    format!("{letter}{doubt}")
}

fn document(session: &Session, date: Date) -> String {
    let one = |i: &Instrument| {
        let status: serde_json::Map<String, serde_json::Value> = session
            .case
            .party_ids()
            .map(|id| (id.to_owned(), json!(i.in_force(id, date))))
            .collect();
        json!({ "id": i.id, "title": i.title, "kind": i.kind, "signed": i.signed.as_ref().map(ToString::to_string),
                "status": status, "source": i.source })
    };
    let list: Vec<_> = session.record.instruments.iter().map(one).collect();
    format!(
        "{:#}\n",
        json!({ "case": session.case.id, "date": date.to_string(), "instruments": list })
    )
}
