//! One result as a file of any format: what `littoral export` writes and the studio offers.

use littoral_delimit::Division;
use littoral_formats::exchange::treaty::{Print, annex};
use littoral_formats::exchange::{self, Piece, Written};
use littoral_formats::s121;
use littoral_model::Case;
use littoral_model::params::did_you_mean;

use crate::cli::Language;
use crate::comparison::{Row, shown};
use crate::failure::{Failure, Outcome};
use crate::map::Page;
use crate::output;

/// What is wanted of a result.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The case.
    pub case: &'a Case,
    /// The result.
    pub row: &'a Row,
    /// Only this layer; all without one, and for a map the one that the table shows.
    pub layer: Option<&'a str>,
    /// Language of maps.
    pub lang: Language,
    /// Sheet of maps.
    pub page: Page,
    /// Decimals of seconds in the text of a treaty.
    pub decimals: usize,
}

/// Formats that are not in the list of geographic ones.
const OTHERS: [&str; 5] = ["gml", "json", "svg", "png", "pdf"];

/// Refuses a format that is not written.
///
/// # Errors
/// There is no such format.
pub fn known(format: &str) -> Outcome {
    if OTHERS.contains(&format) || exchange::by_ending(format).is_some_and(|f| f.write.is_some()) {
        return Ok(());
    }
    let written = exchange::FORMATS.iter().filter(|f| f.write.is_some()).map(|f| f.id);
    let all: Vec<&str> = written.chain(OTHERS).collect();
    let rest = format!("formats are: {}", all.join(" "));
    let help = did_you_mean(format, all.iter().copied(), &rest);
    Err(Failure::usage(format!("no format is called \"{format}\""), "command line: -o", help))
}

/// The result in a format, by its ending.
///
/// # Errors
/// The rule failed, the format is not written or cannot hold the result, or a map cannot be drawn.
pub fn written(format: &str, ask: &Ask<'_>) -> Outcome<Written> {
    known(format)?;
    let division = ask.row.outcome.as_ref().map_err(|e| Failure::from(e.clone()))?;
    let part = output::only(division, ask.layer);
    let one = |bytes: Vec<u8>| Written { pieces: vec![Piece::main(bytes)], losses: Vec::new() };
    Ok(match format {
        "geojson" => one(littoral_formats::geojson::division(Some(ask.case), &part).into_bytes()),
        "json" => one(littoral_formats::json::division(&part).into_bytes()),
        "csv" => one(crate::points::csv(std::slice::from_ref(ask.row), ask.layer).into_bytes()),
        "txt" => annex(ask.case, &part, Print { decimals: ask.decimals }),
        "gml" => one(s121::write(&s121::of_division(ask.case, &part)).into_bytes()),
        "svg" => one(sheet(ask, division)?.into_bytes()),
        "png" => one(output::picture(&sheet(ask, division)?)?),
        "pdf" => one(output::document(&sheet(ask, division)?)?),
        other => {
            let writer = exchange::by_ending(other).and_then(|f| f.write);
            let writer = writer.ok_or_else(|| cannot(&format!("{other} is not written")))?;
            let collection = exchange::division::collection(ask.case, &part);
            let mut out = writer(&collection).map_err(|text| cannot(&text))?;
            out.losses.extend(datum(ask.case));
            out
        }
    })
}

fn sheet(ask: &Ask<'_>, division: &Division) -> Outcome<String> {
    let layer = ask.layer.or_else(|| shown(division).map(|(name, _)| name)).unwrap_or("seabed");
    output::sheet_of(ask.case, ask.row, layer, ask.lang, ask.page)
}

/// Formats whose datum is fixed say WGS 84 whatever the case computes on.
fn datum(case: &Case) -> Option<String> {
    let name = &case.ellipsoid.name;
    (name != "WGS84").then(|| {
        format!("the case computes on the ellipsoid {name}; the file calls its coordinates WGS 84, unshifted")
    })
}

/// A refusal of a writer.
#[must_use]
pub fn cannot(text: &str) -> Failure {
    Failure::usage(text, "", "choose another format with -o")
}
