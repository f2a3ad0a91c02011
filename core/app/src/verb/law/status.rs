//! `littoral law status`: which instruments bind whom on a date. Headers only: who is bound, since when.

use std::fmt::Write as _;

use clap::Args;
use littoral_treaty::{Activity, Day, Instrument, InstrumentKind, Layer, State, Status};
use serde_json::json;

use super::day::{self, DayArgs};
use super::{Format, Written, draw};
use crate::cli::Global;
use crate::failure::Outcome;
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
    /// The case, the day, and how the record is read.
    #[command(flatten)]
    pub day: DayArgs,
    /// How the answer is written; a map shows the regime of the seabed
    #[command(flatten)]
    pub written: Written,
}

/// Runs the verb.
///
/// # Errors
/// A bad case or date.
pub(super) fn run(args: &StatusArgs, global: &Global) -> Outcome {
    let format = args.written.format()?;
    let bytes = day::with(&args.day, |session, day| {
        args.written.spares(session)?;
        let mut all: Vec<&Instrument> =
            day.law().record().instruments.iter().filter(|i| !i.id.starts_with("claim:")).collect();
        all.sort_by_key(|i| (i.signed.as_ref().map(|d| (d.first, d.last)), &i.id));
        Ok(match format {
            Format::Text => table(session, &all, day, Style::stdout()).into_bytes(),
            Format::Json => document(session, &all, day).into_bytes(),
            other => {
                let (Some(seabed), Some(boundary)) =
                    (Layer::named("seabed"), Activity::named("boundary"))
                else {
                    return Ok(Vec::new());
                };
                draw::regime(day, seabed, boundary)?.render(session, other, global)?
            }
        })
    })?;
    args.written.publish(&bytes)
}

fn table(session: &Session, all: &[&Instrument], day: &Day<'_, '_>, style: Style) -> String {
    let ids: Vec<&str> = session.case.party_ids().collect();
    let mut out = format!(
        "{}\n\n",
        style.bold(&format!("{} on {}", session.case.name.get("en"), day.date()))
    );
    if all.is_empty() {
        return format!("{out}The case has no instruments: nothing is in force between anybody.\n");
    }
    let head: String = ids.iter().map(|id| format!("{id:<5}")).collect();
    let wide = all.iter().map(|i| i.id.len() + 2).fold(14, usize::max);
    let _ = writeln!(
        out,
        "{}",
        style.faint(&format!("{:<wide$}{:<12}{head} title", "instrument", "signed"))
    );
    for i in all {
        let cells: String =
            ids.iter().map(|id| format!("{:<5}", sign(i.kind, &day.status_of(i, id)))).collect();
        let signed = i.signed.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "{:<wide$}{signed:<12}{cells} {}", i.id, i.title);
    }
    let legend = "F in force   v applied provisionally   p signed, pending   x ended   d political, not binding\n\
                  a asserted by one state   o proposed, a draft   . not yet   blank no party\n\
                  s by succession: the state stands under a party that is no more   ? the day falls inside an uncertain date, or after the last day for which the state is known";
    let _ = writeln!(out, "\n{}", style.faint(legend));
    style.fit(&out)
}

fn sign(kind: InstrumentKind, (status, under): &(Status, Option<String>)) -> String {
    let open = matches!(status.state, State::Pending | State::Political | State::InForce);
    let letter = match status.state {
        // What one state says for itself, or proposes, waits for nothing and binds nobody.
        _ if open && kind.asserts() => "a",
        _ if open && kind == InstrumentKind::Proposal => "o",
        State::NotParty => "",
        State::NotSigned => ".",
        State::Pending => "p",
        State::Provisional => "v",
        State::InForce => "F",
        State::Ended => "x",
        State::Political => "d",
    };
    let doubt = if status.or.is_some() || status.stale { "?" } else { "" };
    let succeeds = if under.is_some() && !letter.is_empty() { "s" } else { "" };
    format!("{letter}{succeeds}{doubt}")
}

fn document(session: &Session, all: &[&Instrument], day: &Day<'_, '_>) -> String {
    let one = |i: &&Instrument| {
        let status: serde_json::Map<String, serde_json::Value> = session
            .case
            .party_ids()
            .map(|id| (id.to_owned(), json!(day.status_of(i, id).0)))
            .collect();
        let under: serde_json::Map<String, serde_json::Value> = session
            .case
            .party_ids()
            .filter_map(|id| Some((id.to_owned(), json!(day.status_of(i, id).1?))))
            .collect();
        json!({ "id": i.id, "title": i.title, "kind": i.kind, "signed": i.signed.as_ref().map(ToString::to_string),
                "status": status, "by_succession_to": under, "source": i.source })
    };
    let list: Vec<_> = all.iter().map(one).collect();
    format!(
        "{:#}\n",
        json!({ "case": session.case.id, "date": day.date().to_string(), "instruments": list })
    )
}
