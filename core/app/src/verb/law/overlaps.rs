//! `littoral law overlaps`: the regime of a day by area, what is claimed twice, what is settled.

use std::fmt::Write as _;

use clap::Args;
use littoral_geodesy::LatLon;
use littoral_treaty::ledger::{TopicStatus, agreed_part, certificate};
use littoral_treaty::overlaps::{Joint, Overlap};
use littoral_treaty::survey::{STEP_DEG, Survey};
use littoral_treaty::{Activity, Day, Layer};
use serde_json::json;

use super::at::word;
use super::{Format, day, law, waters};
use crate::failure::{Failure, Outcome};
use crate::print;
use crate::session::Session;
use crate::style::Style;

const EXAMPLES: &str = "\
Examples:
  littoral law overlaps caspian --date 2013-02-01
  littoral law overlaps caspian --date 2019-06-01 --layer water --activity fishing --format json";

/// The regime of a day by area: who holds what, what is claimed twice, how much is settled
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct OverlapsArgs {
    /// Folder, case.toml, or the name of a case that comes with littoral
    pub case: String,
    /// Day, as 2013-02-01
    #[arg(long)]
    pub date: String,
    /// Layer
    #[arg(long, default_value = "seabed")]
    pub layer: String,
    /// Activity
    #[arg(long, default_value = "extraction")]
    pub activity: String,
    /// Read with a theory or characterisation of the case
    #[arg(long, value_name = "ID")]
    pub overlay: Vec<String>,
    /// As if this instrument were in force
    #[arg(long, value_name = "ID")]
    pub suppose: Vec<String>,
    /// Tables for people, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// All that is found.
struct Found {
    places: usize,
    regime: Vec<(String, f64)>,
    settled: Vec<(String, f64)>,
    overlaps: Vec<Overlap>,
    joint: Vec<Joint>,
    topics: Vec<TopicStatus>,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, date or word, or the engine refuses.
pub(super) fn run(args: &OverlapsArgs) -> Outcome {
    let date = day(&args.date)?;
    let layer = word("layer", &args.layer, Layer::named, Layer::words)?;
    let activity = word("activity", &args.activity, Activity::named, Activity::words)?;
    let session = Session::read(&args.case, &[])?;
    let waters = waters(&session)?;
    let law = law(&session.record, &waters)?;
    let refuse = |e: String| {
        Failure::usage(e, "command line", "littoral law overlaps --help shows examples")
    };
    let day = law.read(date, &args.overlay, &args.suppose).map_err(refuse)?;
    let found = find(&session, &day, layer, activity).map_err(refuse)?;
    let text = match args.format {
        Format::Text => text(&session, &found, args),
        Format::Json => format!("{:#}\n", document(&session, &found, args)),
    };
    print::result(&text)
}

fn find(
    session: &Session,
    day: &Day<'_, '_>,
    layer: Layer,
    activity: Activity,
) -> Result<Found, String> {
    let survey = Survey::new(day.law().ground(), STEP_DEG);
    let mut topics = Vec::new();
    if let Some((lat, lon)) = session.ledger.mid_sea {
        for topic in &session.ledger.topics {
            topics.push(day.topic(topic, LatLon::new(lat, lon))?);
        }
    }
    Ok(Found {
        places: survey.len(),
        regime: survey.shares(&day.regime(layer, activity)),
        settled: survey.shares(&day.settled(layer, activity)),
        overlaps: day.overlaps(&survey, layer, activity),
        joint: day.joint_deposits(),
        topics,
    })
}

fn text(session: &Session, found: &Found, args: &OverlapsArgs) -> String {
    let style = Style::stdout();
    let mut out = style.bold(&format!("{}, {}, {}\n", args.layer, args.activity, args.date));
    out += "\nwho holds what                     share of the sea, %\n";
    for (holder, share) in &found.regime {
        let name = match holder.as_str() {
            "NONE" => "no norm in force gives it",
            "CONTESTED" => "claimed by two or more",
            other => other,
        };
        let _ = writeln!(out, "  {name:<32}{share:>6.1}");
    }
    let _ = writeln!(out, "  (by {} places of a lattice: to 0.2)", found.places);
    out += "\npairs of states that are settled\n";
    for (count, share) in &found.settled {
        let _ = writeln!(out, "  {:<32}{share:>6.1}", format!("{count} of {}", pairs(session)));
    }
    if !found.overlaps.is_empty() {
        out += "\nclaimed by both                              km²   deposits\n";
    }
    for o in &found.overlaps {
        let _ = writeln!(
            out,
            "  {:<32}{:>12.0}   {}",
            o.between.join(" and "),
            o.area_km2,
            o.deposits.join(", ")
        );
    }
    for j in &found.joint {
        let shares: Vec<String> = j.shares.iter().map(|(p, s)| format!("{p} {s}")).collect();
        let _ =
            writeln!(out, "  {} is joint by {}: {}", j.deposit, j.instrument, shares.join(", "));
    }
    out += &topics(session, found);
    style.fit(&out)
}

fn pairs(session: &Session) -> usize {
    let n = session.case.parties.len();
    n * n.saturating_sub(1) / 2
}

/// Topics with what is said of them, and whether the stated shares fit into the sea.
fn topics(session: &Session, found: &Found) -> String {
    let mut out = String::new();
    if found.topics.is_empty() {
        return out;
    }
    out += "\ntopic                        in law   with declarations\n";
    for t in &found.topics {
        let (law, all) = (format!("{}/{}", t.in_law, t.of), format!("{}/{}", t.agreed, t.of));
        let _ = writeln!(out, "  {:<27}{law:>6}   {all:>6}", t.topic);
    }
    let is_named =
        |t: &&TopicStatus| session.ledger.topics.iter().any(|x| x.id == t.topic && x.named);
    let named: Vec<TopicStatus> = found.topics.iter().filter(is_named).cloned().collect();
    for (list, what) in
        [(&named, "the topics that the source names"), (&found.topics, "all topics")]
    {
        let agreed = list.iter().filter(|t| t.is_agreed()).count();
        if agreed_part(list).is_some() {
            let percent = 100.0 * agreed as f64 / list.len() as f64;
            let _ = writeln!(out, "  agreed of {what}: {agreed}/{} = {percent:.0} %", list.len());
        }
    }
    for claim in &session.ledger.agreed {
        let _ = writeln!(
            out,
            "  stated: {} % ({}, {})",
            claim.percent, claim.date, claim.source.confidence
        );
    }
    out + &stated(session)
}

fn stated(session: &Session) -> String {
    let mut out = String::new();
    let mut statements: Vec<&str> = Vec::new();
    for s in &session.ledger.shares {
        if !statements.contains(&s.statement.as_str()) {
            statements.push(&s.statement);
        }
    }
    for id in statements {
        let own = session.ledger.shares.iter().filter(|s| s.statement == id);
        let floors: Vec<(String, f64)> = own.map(|s| (s.party.clone(), s.percent)).collect();
        let c = certificate(&floors, &session.record.parties);
        let said: Vec<String> = floors.iter().map(|(p, f)| format!("{p} {f}")).collect();
        let rest = if c.feasible {
            format!("leave {:.1} % to {}", c.left, c.silent.join(", "))
        } else {
            format!("exceed the sea by {:.1} %", -c.left)
        };
        let _ = writeln!(
            out,
            "  shares stated ({id}): {}: together {:.1} %, {rest}",
            said.join(", "),
            c.demand
        );
    }
    out
}

fn document(session: &Session, found: &Found, args: &OverlapsArgs) -> serde_json::Value {
    json!({ "case": session.case.id, "date": args.date, "layer": args.layer, "activity": args.activity,
        "overlays": args.overlay, "suppose": args.suppose,
        "places": found.places, "regime": by_name(&found.regime),
        "settled_pairs": { "share_percent": by_name(&found.settled), "of": pairs(session) },
        "overlaps": found.overlaps, "joint_deposits": found.joint,
        "topics": found.topics, "agreed": session.ledger.agreed })
}

fn by_name(list: &[(String, f64)]) -> serde_json::Map<String, serde_json::Value> {
    list.iter().map(|(name, share)| (name.clone(), json!(share))).collect()
}
