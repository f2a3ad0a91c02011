//! Maps: one division, one layer, one sheet, as SVG (user unit 1 mm), PNG and PDF.
//!
//! Lambert azimuthal equal-area on the case's ellipsoid, centred on the sea. Colour says who, line
//! style says how certain, hatch says whose it is not alone. Only embedded fonts are used, so the
//! same input gives the same bytes everywhere. A picture that would be read by eye is never
//! measured: every number on the sheet comes from the division.

mod base;
mod bidi;
mod brush;
mod callouts;
mod chance;
mod deposits;
mod difference;
mod drawing;
mod fonts;
mod graticule;
mod inset;
mod labels;
mod lang;
mod layout;
mod legend;
mod lettering;
mod lines;
mod margin;
mod names;
mod numbering;
mod palette;
mod pdf;
mod pen;
mod phrases;
mod placing;
mod plane;
mod png;
mod points;
mod pole;
mod projection;
mod regime;
mod regions;
mod scalebar;
mod screen;
mod sheet;
mod signs;
mod svg;
mod symbols;
#[cfg(test)]
mod tests;
mod text;
mod wording;

use anyhow::Result;
use littoral_delimit::Division;
use littoral_model::Case;

pub use self::chance::{Chances, chances};
pub use self::difference::{DifferenceInput, difference};
pub use self::lang::{Lang, dms};
pub use self::layout::Page;
pub use self::lines::Status;
pub use self::numbering::{Numbering, PointName, numbering};
pub(crate) use self::palette::party as party_fill;
pub use self::pdf::pdf;
pub use self::png::png;
pub use self::regime::{RegimeInput, regime};
pub use self::regions::{RegionsInput, regions};
pub use self::screen::{Covered, PX_PER_MM, Plane, ScreenInput, Window, screen};

/// What a sheet shows.
#[derive(Debug, Clone)]
pub struct MapInput<'a> {
    /// The case: sea, coasts, parties, termini, deposits.
    pub case: &'a Case,
    /// The division.
    pub division: &'a Division,
    /// Name of the layer to draw.
    pub layer: &'a str,
    /// Language of the lettering.
    pub lang: Lang,
    /// Title (`Caspian Sea: equidistance, seabed`), one line.
    pub title: String,
    /// What was done, with options, in one or two sentences. The sheet adds that it is no claim.
    pub subtitle: String,
    /// Date as it is to be printed; the renderer reads no clock.
    pub date: String,
    /// Size of the sheet.
    pub page: Page,
    /// Number of this sheet and of all sheets.
    pub sheet: (usize, usize),
    /// What each party asks for, in per cent of the sea, in the case's order; may be shorter.
    pub claims: &'a [Option<f64>],
    /// Status of each line of the layer; a line beyond the end of the list is a rule's result.
    pub statuses: &'a [Status],
}

/// Draws the sheet as SVG.
///
/// # Errors
/// The division has no such layer, the sea has no extent, or a place lies opposite the map's
/// centre on the globe.
pub fn render(input: &MapInput<'_>) -> Result<String> {
    Ok(sheet::compose(input)?.svg)
}
