//! The sheet of the law on a date: the frame, legend and foot of a division's sheet round a map that asks every
//! place who holds it (see [`super::regions`]).

use anyhow::Result;
use littoral_delimit::Division;

use super::base::{self, IslandCoast};
use super::bidi::isolate_if;
use super::drawing::{self, Subject};
use super::fonts::Fonts;
use super::graticule::Graticule;
use super::layout::{self, Needs, Page};
use super::legend::Legend;
use super::margin::{Foot, Head};
use super::numbering::Numbering;
use super::pen::Pen;
use super::phrases::Phrase;
use super::projection::{Paper, Projection, TOLERANCE};
use super::regions::{self, RegionsInput};
use super::signs::{ShareRow, holder_name};
use super::svg::Svg;
use super::{screen, sheet};

/// What the sheet shows.
pub struct RegimeInput<'a> {
    /// Case, language, and who holds a place; its window is not asked.
    pub regions: RegionsInput<'a>,
    /// Holders, or counts, with their areas in km2 and shares in per cent.
    pub parts: &'a [(String, f64, f64)],
    /// What was asked: rule, parameters and provenance stand at the foot; it has no layers.
    pub asked: &'a Division,
    /// Date of the law.
    pub date: String,
    /// Layer and activity, in words.
    pub about: String,
    /// Size of the sheet.
    pub page: Page,
}

/// Draws the sheet as SVG.
///
/// # Errors
/// The sea has no extent, or a place lies opposite the map's centre on the globe.
pub fn regime(input: &RegimeInput<'_>) -> Result<String> {
    let RegionsInput { case, lang, counts, .. } = input.regions;
    let fonts = Fonts::load()?;
    let pen = Pen { fonts: &fonts, lang };
    let projection = Projection::of_case(case)?;
    let legend = legend(input, &pen);
    let frame = input.page.frame();
    let needs = Needs { legend: legend.height(), inset: 0.0, insets: 0 };
    let layout = layout::plan(case, &projection, &needs, input.page)?;
    let (scale, origin) = (layout.scale, layout.origin);
    let paper = Paper { projection: &projection, scale, origin, tolerance: TOLERANCE };
    let (empty, numbering) = (screen::nothing(), Numbering::default());
    let subject =
        Subject { case, layer: &empty, waters: None, numbering: &numbering, statuses: &[] };
    let map = drawing::draw(&subject, &paper, Some(frame))?;
    let graticule = Graticule::new(&paper, frame)?;
    // In a Persian title the date keeps its order: year, month, day.
    let date = isolate_if(lang.rtl(), &lang.digits(&input.date));
    let title = lang.fill(Phrase::LawOn, &[case.name.get(lang.code()), &date]);
    let about = match counts {
        Some(of) => lang.fill(Phrase::PairsSettled, &[&lang.number(of as f64, 0), &input.about]),
        None => lang.fill(Phrase::HeldByNorms, &[&input.about]),
    };

    let mut svg = Svg::new();
    sheet::open(&mut svg, input.page, lang, [&title, &about]);
    base::ground(&mut svg, &map, frame, "m");
    let labels = regions::paint(&mut svg, &input.regions, &map, &paper, frame);
    graticule.draw(&mut svg, frame);
    base::shores(&mut svg, &map, IslandCoast::Full);
    for text in labels {
        text.draw(&mut svg, pen.fonts);
    }
    sheet::furniture(&mut svg, &layout, &legend, &projection, &pen);
    base::frame(&mut svg, frame);
    graticule.label(&mut svg, frame, &pen);
    let (title, subtitle) = (title.as_str(), about.as_str());
    let head = Head { frame, title, subtitle, scale, sheet: (1, 1), date: "" };
    head.draw(&mut svg, &pen);
    let foot = Foot {
        frame,
        case,
        division: input.asked,
        centre: sheet::centre(projection.centre, &pen),
        step: graticule.step,
        omitted: 0,
    };
    foot.draw(&mut svg, &pen);
    svg.close("svg");
    svg.finish()
}

/// A row a holder: parties in the case's order, then what is contested, joint or nobody's; counts as they are.
fn legend(input: &RegimeInput<'_>, pen: &Pen<'_>) -> Legend {
    let RegionsInput { case, counts, .. } = input.regions;
    let row = |(holder, km2, percent): &(String, f64, f64)| {
        let paint = regions::paint_of(case, counts, holder);
        let name = match counts {
            Some(of) => pen.lang.fill(
                Phrase::SettledOf,
                &[&pen.lang.digits(holder), &pen.lang.number(of as f64, 0)],
            ),
            None => holder_name(case, holder, paint, pen),
        };
        ShareRow { name, paint, km2: *km2, percent: *percent, claim: None }
    };
    let mut parts: Vec<&(String, f64, f64)> = input.parts.iter().collect();
    parts.sort_by_key(|(holder, ..)| case.party(holder).unwrap_or(usize::MAX));
    Legend {
        heading: pen.lang.fill(Phrase::SharesOther, &[&input.about]),
        rows: parts.into_iter().map(row).collect(),
        signs: Vec::new(),
        parties: case.parties.len(),
    }
}
