//! `littoral law overlaps`: the regime of a day by area, what is claimed twice, what is settled.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use littoral_treaty::ledger::TopicStatus;
use littoral_treaty::overlaps::{Joint, Overlap, Part};
use littoral_treaty::{Activity, Layer};
use serde_json::json;

use super::at::word;
use super::day::{self, DayArgs, refused};
use super::draw::{self, By};
use super::words::Words;
use super::{Format, Written, topics};
use crate::cli::{Global, Language};
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
    /// Areas by traced lines or not at all (else they are counted, and say so, where lines do not close)
    #[arg(long, conflicts_with = "counted")]
    pub exact: bool,
    /// Areas by counting places of a lattice
    #[arg(long)]
    pub counted: bool,
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
    regime: Vec<Part>,
    settled: Vec<Part>,
    /// How areas were found.
    method: String,
    overlaps: Vec<Overlap>,
    joint: Vec<Joint>,
    topics: Vec<TopicStatus>,
    /// Pairs of states that are there on the day.
    pairs: usize,
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
        args.written.spares(session)?;
        if !matches!(format, Format::Text | Format::Json) {
            let shown = match args.show {
                Shown::Regime => draw::regime(day, layer, activity)?,
                Shown::Settled => draw::settled(day, layer, activity)?,
            };
            return shown.render(session, format, global);
        }
        let by = match (args.exact, args.counted) {
            (true, _) => By::LinesAlone,
            (_, true) => By::Places,
            _ => By::Lines,
        };
        let (regime, method) = draw::regime(day, layer, activity)?.areas(by)?;
        let (settled, _) = draw::settled(day, layer, activity)?.areas(by)?;
        let found = Found {
            settled,
            method,
            overlaps: day.overlaps(&regime, layer),
            joint: day.joint_deposits(),
            topics: topics::found(session, day).map_err(refused)?,
            regime,
            pairs: day.dyads().len(),
        };
        Ok(match format {
            Format::Json => format!("{:#}\n", document(session, &found, args)).into_bytes(),
            _ => text(session, &found, args).into_bytes(),
        })
    })?;
    args.written.publish(&bytes)
}

fn text(session: &Session, found: &Found, args: &OverlapsArgs) -> String {
    let style = Style::stdout();
    let read = args.day.read.words(Words(Language::En));
    let name = session.case.name.get("en");
    let title = format!("{name}: {}, {}, {}{read}\n", args.layer, args.activity, args.day.date);
    let mut out = style.bold(&title);
    out += "\nwho holds what                              km²     share of the sea, %\n";
    for p in &found.regime {
        let (area, share) = (p.area_km2, p.share_percent);
        let _ = writeln!(out, "  {:<34}{area:>11.1}{share:>10.3}", named(&p.holder));
    }
    let _ = writeln!(out, "  (by {})", found.method);
    out += "\npairs of states that are settled            km²     share of the sea, %\n";
    for p in &found.settled {
        let (area, share) = (p.area_km2, p.share_percent);
        let count = format!("{} of {}", p.holder, found.pairs);
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

fn document(session: &Session, found: &Found, args: &OverlapsArgs) -> serde_json::Value {
    json!({ "case": session.case.id, "date": args.day.date, "layer": args.layer,
        "activity": args.activity, "overlays": args.day.read.overlay,
        "suppose": args.day.read.suppose, "as_known_on": args.day.read.as_known_on,
        "areas_by": found.method,
        "regime": by_holder(&found.regime),
        "settled_pairs": { "parts": by_holder(&found.settled), "of": found.pairs },
        "overlaps": found.overlaps, "joint_deposits": found.joint,
        "topics": found.topics, "agreed": session.ledger.agreed })
}

fn by_holder(parts: &[Part]) -> serde_json::Value {
    let of = |value: fn(&Part) -> f64| -> serde_json::Map<String, serde_json::Value> {
        parts.iter().map(|p| (p.holder.clone(), json!(value(p)))).collect()
    };
    json!({ "area_km2": of(|p| p.area_km2), "share_percent": of(|p| p.share_percent) })
}
