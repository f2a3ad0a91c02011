//! `littoral law overlaps`: the regime of a day by area, what is claimed twice, what is settled.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use littoral_delimit::LayerDivision;
use littoral_treaty::ledger::TopicStatus;
use littoral_treaty::overlaps::{Joint, Overlap};
use littoral_treaty::{Activity, Layer};
use serde_json::json;

use super::at::word;
use super::day::{self, DayArgs, refused};
use super::{Format, Written, draw, topics};
use crate::cli::Global;
use crate::failure::Outcome;
use crate::session::Session;
use crate::style::Style;

const EXAMPLES: &str = "\
Examples:
  littoral law overlaps caspian --date 2013-02-01
  littoral law overlaps caspian --date 2016-06-01 --show settled -o settled.svg
  littoral law overlaps caspian --date 2019-06-01 --layer water --activity fishing --format json";

/// The regime of a day by area: who holds what, what is claimed twice, how much is settled
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct OverlapsArgs {
    /// The case, the day, and how the record is read.
    #[command(flatten)]
    pub day: DayArgs,
    /// Layer
    #[arg(long, default_value = "seabed")]
    pub layer: String,
    /// Activity
    #[arg(long, default_value = "extraction")]
    pub activity: String,
    /// What a map or a file of lines shows
    #[arg(long, value_enum, default_value_t = Shown::Regime)]
    pub show: Shown,
    /// How the answer is written.
    #[command(flatten)]
    pub written: Written,
}

/// What a map of a day can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shown {
    /// Who holds what, what is contested, what no norm gives to anybody
    Regime,
    /// How many pairs of states are settled where
    Settled,
}

/// All that is found.
struct Found {
    regime: LayerDivision,
    settled: LayerDivision,
    overlaps: Vec<Overlap>,
    joint: Vec<Joint>,
    topics: Vec<TopicStatus>,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, date or word, or the engine refuses.
pub(super) fn run(args: &OverlapsArgs, global: &Global) -> Outcome {
    let format = args.written.format()?;
    let layer = word("layer", &args.layer, Layer::named, Layer::words)?;
    let activity = word("activity", &args.activity, Activity::named, Activity::words)?;
    let bytes = day::with(&args.day, |session, day| {
        if !matches!(format, Format::Text | Format::Json) {
            let traced = match args.show {
                Shown::Regime => draw::regime(day, layer, activity)?,
                Shown::Settled => draw::settled(day, layer, activity)?,
            };
            let read = args.day.read.words();
            return traced.render(&session.case, (format, &read), None, global);
        }
        let regime = draw::regime(day, layer, activity)?.layer;
        let found = Found {
            settled: draw::settled(day, layer, activity)?.layer,
            overlaps: day.overlaps(&regime, layer),
            joint: day.joint_deposits(),
            topics: topics::found(session, day).map_err(refused)?,
            regime,
        };
        Ok(match format {
            Format::Json => format!("{:#}\n", document(session, &found, args)).into_bytes(),
            _ => text(session, &found, args).into_bytes(),
        })
    })?;
    args.written.publish(&bytes)
}

/// Area and share by holder, in the order of the division; what is nothing is left out.
fn parts(layer: &LayerDivision) -> Vec<(&str, f64, f64)> {
    let area = |holder: &str| layer.area_km2.get(holder).and_then(serde_json::Value::as_f64);
    let part = |h| area(h).filter(|a| *a > 0.0).map(|a| (h, a, layer.share(h)));
    layer.holders().filter_map(part).collect()
}

fn text(session: &Session, found: &Found, args: &OverlapsArgs) -> String {
    let style = Style::stdout();
    let read = args.day.read.words();
    let title = format!("{}, {}, {}{read}\n", args.layer, args.activity, args.day.date);
    let mut out = style.bold(&title);
    out += "\nwho holds what                              km²     share of the sea, %\n";
    for (holder, area, share) in parts(&found.regime) {
        let _ = writeln!(out, "  {:<34}{area:>11.1}{share:>10.3}", named(holder));
    }
    out += "\npairs of states that are settled            km²     share of the sea, %\n";
    for (count, area, share) in parts(&found.settled) {
        let count = format!("{count} of {}", pairs(session));
        let _ = writeln!(out, "  {count:<34}{area:>11.1}{share:>10.3}");
    }
    if !found.overlaps.is_empty() {
        out += "\nclaimed by both                             km²   deposits\n";
    }
    for o in &found.overlaps {
        let pair = o.between.join(" and ");
        let _ = writeln!(out, "  {pair:<34}{:>11.1}   {}", o.area_km2, o.deposits.join(", "));
    }
    for j in &found.joint {
        let shares: Vec<String> = j.shares.iter().map(|(p, s)| format!("{p} {s}")).collect();
        let _ =
            writeln!(out, "  {} is joint by {}: {}", j.deposit, j.instrument, shares.join(", "));
    }
    out += &topics::text(session, &found.topics);
    style.fit(&out)
}

fn named(holder: &str) -> String {
    match holder.split_once(':') {
        Some(("CONTESTED", who)) => format!("contested: {}", who.replace('+', ", ")),
        Some(("JOINT", who)) => format!("joint: {}", who.replace('+', ", ")),
        _ => match holder {
            "NONE" => "no norm in force gives it".to_owned(),
            "COMMON" => "common".to_owned(),
            other => other.to_owned(),
        },
    }
}

fn pairs(session: &Session) -> usize {
    let n = session.case.parties.len();
    n * n.saturating_sub(1) / 2
}

fn document(session: &Session, found: &Found, args: &OverlapsArgs) -> serde_json::Value {
    json!({ "case": session.case.id, "date": args.day.date, "layer": args.layer,
        "activity": args.activity, "overlays": args.day.read.overlay,
        "suppose": args.day.read.suppose, "as_known_on": args.day.read.as_known_on,
        "sea_km2": found.regime.sea_km2,
        "regime": { "area_km2": found.regime.area_km2, "share_percent": found.regime.share_percent },
        "settled_pairs": { "area_km2": found.settled.area_km2,
            "share_percent": found.settled.share_percent, "of": pairs(session) },
        "overlaps": found.overlaps, "joint_deposits": found.joint,
        "topics": found.topics, "agreed": session.ledger.agreed })
}
