//! `littoral law at`: a question of law at a point or a deposit.

use clap::Args;
use littoral_formats::dms::{Axis, parse};
use littoral_geodesy::LatLon;
use littoral_model::params::did_you_mean;
use littoral_treaty::{Activity, Layer, Question};
use serde_json::json;

use super::day::{self, DayArgs, refused};
use super::words::Words;
use super::{Format, Written, draw, memo};
use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::style::Style;

const EXAMPLES: &str = "\
Examples:
  littoral law at caspian --point 38.6,51.2 --layer seabed --activity drilling --date 2004-06-01
  littoral law at caspian --point 44.6,49.2 --layer subsoil --activity extraction \\
      --date 2004-06-01 --between KAZ,IRN
  littoral law at caspian --deposit dostluk --layer seabed --activity extraction --date 2021-06-01
  littoral law at caspian --deposit Kyapaz --date 2010-06-01
  littoral law at caspian --point 44.6,49.2 --layer subsoil --date 2004-06-01 \\
      --between KAZ,RUS --lang fa
  littoral law at caspian --point 43,50.5 --layer water --activity fishing --date 2019-06-01 \\
      --overlay lapse
  littoral law at caspian --point 38.6,51.2 --layer seabed --activity drilling \\
      --date 2004-06-01 -o place.svg";

/// A place and a question.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// The place: latitude and longitude
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub point: Option<String>,
    /// A deposit of the case instead, by id or by one of its names
    #[arg(long, value_name = "NAME", conflicts_with = "point")]
    pub deposit: Option<String>,
    /// Layer: water, surface, column, bed, seabed, subsoil, air; without it, each
    #[arg(long, default_value = "all")]
    pub layer: String,
    /// Activity: boundary, navigation, fishing, extraction, exploration, drilling, pipeline, ...; without it, each
    #[arg(long, default_value = "all")]
    pub activity: String,
    /// Only between these two
    #[arg(long, value_name = "S,T")]
    pub between: Option<String>,
}

impl AskArgs {
    /// A place is named.
    pub(super) fn is_placed(&self) -> bool {
        self.point.is_some() || self.deposit.is_some()
    }
}

/// A question as the command line has it.
pub(super) struct Asked<'a> {
    at: Option<LatLon>,
    deposit: Option<&'a str>,
    layer: Layer,
    activity: Activity,
    pair: Option<[String; 2]>,
}

impl<'a> Asked<'a> {
    /// Reads the words.
    pub(super) fn read(args: &'a AskArgs) -> Outcome<Self> {
        Ok(Self {
            at: args.point.as_deref().map(point).transpose()?,
            deposit: args.deposit.as_deref(),
            layer: word("layer", &args.layer, Layer::named, Layer::words)?,
            activity: word("activity", &args.activity, Activity::named, Activity::words)?,
            pair: args.between.as_deref().map(pair).transpose()?,
        })
    }

    /// The question.
    pub(super) fn question(&self) -> Question<'_> {
        let between = self.pair.as_ref().map(|[a, b]| [a.as_str(), b.as_str()]);
        let (at, deposit) = (self.at, self.deposit);
        Question { at, deposit, layer: self.layer, activity: self.activity, between }
    }
}

/// Who may do what at a point or a deposit on a date: a memorandum with articles
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct AtArgs {
    /// The case, the day, and how the record is read.
    #[command(flatten)]
    pub day: DayArgs,
    /// The place and the question.
    #[command(flatten)]
    pub ask: AskArgs,
    /// How the answer is written.
    #[command(flatten)]
    pub written: Written,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, date, place or word.
pub(super) fn run(args: &AtArgs, global: &Global) -> Outcome {
    let format = args.written.format()?;
    let asked = Asked::read(&args.ask)?;
    let bytes = day::with(&args.day, |session, day| {
        args.written.spares(session)?;
        let mut question = asked.question();
        let called = question.deposit.and_then(|name| session.case.deposit(name));
        question.deposit = called.map(|d| d.id.as_str()).or(question.deposit);
        let answer = day.at(&question).map_err(refused)?;
        let words = Words(global.lang);
        let read = args.day.read.words(words);
        Ok(match format {
            Format::Text => {
                let asked = memo::Asked { question: &question, read: &read, day, words };
                memo::memorandum(&session.case, &asked, &answer, Style::stdout()).into_bytes()
            }
            Format::Json => {
                let place = asked.at.map(|p| json!({ "lat": p.lat, "lon": p.lon }));
                let document = json!({ "case": session.case.id, "point": place,
                    "deposit": asked.deposit, "overlays": args.day.read.overlay,
                    "suppose": args.day.read.suppose, "as_known_on": args.day.read.as_known_on,
                    "holder": asked.pair.is_none().then(|| day.holder(&answer)),
                    "answer": answer });
                format!("{document:#}\n").into_bytes()
            }
            other => {
                let regime = draw::regime(day, asked.layer, asked.activity)?;
                regime.render(session, other, global)?
            }
        })
    })?;
    args.written.publish(&bytes)
}

fn point(text: &str) -> Outcome<LatLon> {
    let refuse = |why: String| {
        Failure::usage(
            why,
            format!("command line: --point {text}"),
            "write latitude and longitude: 38.6,51.2 or 38°36′N,51°12′E",
        )
    };
    let (lat, lon) = text
        .split_once(',')
        .ok_or_else(|| refuse(format!("\"{text}\" is not a latitude and a longitude")))?;
    let read = |t: &str, axis| parse(t.trim(), axis).map_err(refuse);
    Ok(LatLon::new(read(lat, Axis::Latitude)?, read(lon, Axis::Longitude)?))
}

fn pair(text: &str) -> Outcome<[String; 2]> {
    let two: Vec<&str> = text.split(',').map(str::trim).collect();
    match two[..] {
        [a, b] if !a.is_empty() && !b.is_empty() => Ok([a.to_owned(), b.to_owned()]),
        _ => Err(Failure::usage(
            format!("\"{text}\" does not name two states"),
            format!("command line: --between {text}"),
            "write two ids: KAZ,RUS",
        )),
    }
}

pub(super) fn word<T, I: Iterator<Item = &'static str>>(
    what: &str,
    text: &str,
    named: fn(&str) -> Option<T>,
    all: fn() -> I,
) -> Outcome<T> {
    named(text).ok_or_else(|| {
        let rest = format!("known are: {}", all().collect::<Vec<_>>().join(", "));
        Failure::usage(
            format!("there is no {what} \"{text}\""),
            format!("command line: --{what} {text}"),
            did_you_mean(text, all(), &rest),
        )
    })
}
