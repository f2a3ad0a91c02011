//! `littoral law export`: the law of a day as S-121-structured GML, or the same as text.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use littoral_formats::s121;
use littoral_treaty::{Activity, Layer};

use super::day::{self, DayArgs};
use super::draw;
use crate::failure::{Failure, Outcome};
use crate::{output, print};

const EXAMPLES: &str = "\
Examples:
  littoral law export caspian --date 2016-06-01 -o law.gml
  littoral law export caspian --date 2016-06-01 -o law.txt
  littoral law export caspian --date 2019-06-01 --suppose AKT2018 --layer seabed \\
      --layer surface -o aktau.gml";

/// The law of a day as S-121-structured GML, not schema-validated, or the same as text
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExportArgs {
    /// The case, the day, and how the record is read.
    #[command(flatten)]
    pub day: DayArgs,
    /// Layers whose regime is traced: seabed by extraction, water layers by fishing
    #[arg(long, default_values = ["seabed", "column"])]
    pub layer: Vec<String>,
    /// What to write; without it the ending of -o decides, else GML
    #[arg(long, value_enum)]
    pub format: Option<Kind>,
    /// File to write instead of standard output
    #[arg(short = 'o', long = "out", value_name = "PATH")]
    pub out: Option<PathBuf>,
}

/// Formats of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// S-121-structured GML
    #[value(alias = "xml")]
    Gml,
    /// The same for people
    #[value(alias = "txt")]
    Text,
}

/// Runs the verb.
///
/// # Errors
/// A bad case, date or word; extents that cannot be drawn; a file that cannot be written.
pub(super) fn run(args: &ExportArgs) -> Outcome {
    let kind = kind(args)?;
    let mut layers: Vec<(&str, Layer, Activity)> = Vec::new();
    for text in &args.layer {
        let layer = super::at::word("layer", text, Layer::named, Layer::words)?;
        let bed = Layer::named("bed").is_some_and(|bed| bed.covers(layer));
        let activity = Activity::named(if bed { "extraction" } else { "fishing" });
        layers.push((layer.word(), layer, activity.unwrap_or(Activity::ALL)));
    }
    let text = day::with(&args.day, |session, day| {
        args.out.iter().try_for_each(|out| session.spares(out, None))?;
        let mut traced = Vec::new();
        for (word, layer, activity) in &layers {
            traced.push((*word, draw::regime(day, *layer, *activity)?.traced()?));
        }
        let register = s121::of_law(&session.case, day, &traced);
        Ok(match kind {
            Kind::Gml => s121::write(&register),
            Kind::Text => s121::plain(&register),
        })
    })?;
    match &args.out {
        Some(path) => output::publish(path, text.as_bytes()),
        None => print::result(&text),
    }
}

fn kind(args: &ExportArgs) -> Outcome<Kind> {
    let ending = args.out.as_deref().and_then(|p| p.extension()).and_then(|e| e.to_str());
    match (args.format, ending.map(str::to_ascii_lowercase).as_deref()) {
        (Some(kind), _) => Ok(kind),
        (None, None) => Ok(Kind::Gml),
        (None, Some(ending)) => Kind::from_str(ending, true).map_err(|_| {
            let text = format!("a register is not written as \".{ending}\"");
            Failure::usage(text, "command line: -o", "name the file .gml, .xml or .txt")
        }),
    }
}
