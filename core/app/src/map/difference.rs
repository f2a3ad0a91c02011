//! The map of what changes hands between two results: full colour of who gains, lined in the direction
//! of who loses; the new line solid, the old one dashed.

use anyhow::{Result, ensure};
use geo::{Area as _, BooleanOps, LineString, MultiPolygon, Polygon};
use littoral_delimit::LayerDivision;
use littoral_model::Case;

use super::base::{self, IslandCoast};
use super::callouts::{Callout, Said};
use super::drawing::{self, Cell, Drawing, Paint, Subject};
use super::fonts::Fonts;
use super::lang::Lang;
use super::lettering::Ground;
use super::lines::{self, Status};
use super::numbering::numbering;
use super::palette::{self, INK, LAND, PAPER};
use super::pen::Pen;
use super::plane::{Pt, Rect};
use super::projection::{Paper, Projection};
use super::screen::{self, Covered, Window, beneath};
use super::svg::{Svg, rings_data};
use super::text::Text;
use super::{callouts, names};

/// Directions of the losers' lines, degrees, in the order of the case.
const TURNS: [i32; 8] = [45, 0, 90, 15, -45, 30, 60, 75];
/// Flows below this part of the sea bear no callout: the table sums them as slivers.
const SLIVERS: f64 = 1e-4;
/// Smaller areas than this, mm2, are the overlay's rounding and are not drawn.
const SLIVER: f64 = 0.002;

/// What the map compares.
pub struct DifferenceInput<'a> {
    /// The case.
    pub case: &'a Case,
    /// The layer before and after.
    pub layers: [&'a LayerDivision; 2],
    /// Areas that change hands: from, to, km2. The callouts print these: the drawing has simplified lines,
    /// and the window may cut it.
    pub flows: &'a [(String, String, f64)],
    /// Language of the lettering.
    pub lang: Lang,
    /// Which part.
    pub window: Window,
    /// What the page shows over the window.
    pub covered: &'a [Covered],
}

/// An area that changes hands.
struct Moved {
    from: Paint,
    to: Paint,
    names: [String; 2],
    bodies: Vec<Vec<Vec<Pt>>>,
    km2: f64,
}

/// Draws the window.
///
/// # Errors
/// The window is not valid, or the case cannot be projected.
pub fn difference(input: &DifferenceInput<'_>) -> Result<String> {
    ensure!(input.window.is_valid(), "the window of the map is out of range");
    let fonts = Fonts::load()?;
    let pen = Pen { fonts: &fonts, lang: input.lang };
    let projection = Projection::of_case(input.case)?;
    let paper = input.window.paper(&projection);
    let frame = input.window.frame();
    let old = sheet(input, 0, &paper, frame)?;
    let mut new = sheet(input, 1, &paper, frame)?;
    let mut moved = moved(&old.cells, &new.cells, &paper);
    for m in &mut moved {
        let of = |(from, to, _): &&(String, String, f64)| [from, to] == m.names.each_ref();
        if let Some((_, _, km2)) = input.flows.iter().find(of) {
            m.km2 = *km2;
        }
    }
    let mut svg = Svg::new();
    screen::open(&mut svg, frame, input.lang);
    patterns(&mut svg, input.case.parties.len());
    let cells = std::mem::take(&mut new.cells);
    base::ground(&mut svg, &new, frame, "m");
    new.cells = cells;
    for cell in &new.cells {
        fill(&mut svg, cell.paint, &rings_data(cell.bodies.iter().flatten()), Some("0.3"));
    }
    for area in &moved {
        let d = rings_data(area.bodies.iter().flatten());
        fill(&mut svg, area.to, &d, None);
        if let Paint::Party(k) = area.from {
            svg.path(&d, &[("fill", &format!("url(#from{k})")), ("fill-rule", "evenodd")]);
        }
        svg.path(&d, &[("fill", "none"), ("stroke", INK), ("stroke-width", "0.22")]);
    }
    screen::graticule(&mut svg, &paper, frame)?;
    base::shores(&mut svg, &new, IslandCoast::Full);
    lines::draw(&mut svg, &old.lines);
    lines::draw(&mut svg, &new.lines);
    let (callouts, names) = letter(input, &moved, [&old, &new], &paper, &pen);
    names.iter().for_each(|text| text.draw(&mut svg, pen.fonts));
    callouts.iter().for_each(|callout| callout.draw(&mut svg, &pen));
    svg.close("svg");
    svg.finish()
}

/// One of the two layers on paper; the new one's lines are solid.
fn sheet(input: &DifferenceInput<'_>, k: usize, paper: &Paper<'_>, frame: Rect) -> Result<Drawing> {
    let layer = input.layers[k];
    let numbering = numbering(layer);
    let status = if k == 0 { Status::Computed } else { Status::Agreed };
    let statuses = vec![status; layer.lines.len()];
    let case = input.case;
    let subject = Subject { case, layer, waters: None, numbering: &numbering, statuses: &statuses };
    drawing::draw(&subject, paper, Some(frame))
}

fn moved(old: &[Cell], new: &[Cell], paper: &Paper<'_>) -> Vec<Moved> {
    let shapes = |cells: &[Cell]| -> Vec<MultiPolygon<f64>> { cells.iter().map(shape).collect() };
    let (before, after) = (shapes(old), shapes(new));
    let km2 = (paper.scale / 1e6).powi(2);
    let mut out = Vec::new();
    for (a, from) in old.iter().zip(&before) {
        for (b, to) in new.iter().zip(&after).filter(|(b, _)| b.holder != a.holder) {
            let mut area = from.intersection(to);
            area.0.retain(|p| p.unsigned_area() > SLIVER);
            if area.0.is_empty() {
                continue;
            }
            let size = area.unsigned_area() * km2;
            let bodies = area.0.into_iter().map(rings).collect();
            let names = [a.holder.clone(), b.holder.clone()];
            out.push(Moved { from: a.paint, to: b.paint, names, bodies, km2: size });
        }
    }
    out
}

fn shape(cell: &Cell) -> MultiPolygon<f64> {
    let polygon = |body: &Vec<Vec<Pt>>| {
        let mut rings = body.iter().map(|r| LineString::new(r.clone()));
        let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(outer, rings.collect())
    };
    MultiPolygon::new(cell.bodies.iter().map(polygon).collect())
}

fn rings(polygon: Polygon<f64>) -> Vec<Vec<Pt>> {
    let (outer, inner) = polygon.into_inner();
    std::iter::once(outer).chain(inner).map(|r| r.0).collect()
}

fn fill(svg: &mut Svg, paint: Paint, d: &str, opacity: Option<&str>) {
    let mean;
    let colour = match paint {
        Paint::Party(k) => palette::party(k),
        Paint::Joint(who) => {
            mean = palette::mean(who.iter());
            &mean
        }
        Paint::Common => "url(#common)",
        Paint::Contested(_) => "url(#contested)",
        Paint::Tone(fill) => fill,
        Paint::Nobody => return,
    };
    let mut attrs = vec![("fill", colour), ("fill-rule", "evenodd")];
    attrs.extend(opacity.map(|o| ("fill-opacity", o)));
    svg.path(d, &attrs);
}

fn patterns(svg: &mut Svg, parties: usize) {
    svg.open("defs", &[]);
    for k in 0..parties {
        let (id, turn) = (format!("from{k}"), format!("rotate({})", -TURNS[k % TURNS.len()]));
        let attrs = [
            ("id", id.as_str()),
            ("width", "1.9"),
            ("height", "1.9"),
            ("patternUnits", "userSpaceOnUse"),
            ("patternTransform", turn.as_str()),
        ];
        svg.open("pattern", &attrs);
        let pen = [("stroke", INK), ("stroke-width", "0.17"), ("stroke-opacity", "0.75")];
        svg.path("M0 .95H1.9", &pen);
        svg.close("pattern");
    }
    svg.close("defs");
}

/// `AZE → IRN` and the area: codes are Latin and run left to right in every language, so the arrow does too.
fn said<'m>(moved: &'m Moved, pen: &Pen<'_>) -> Said<'m> {
    let [from, to] = &moved.names;
    let words = format!("{from} → {to}");
    Said { words, area: pen.lang.number(moved.km2, 0), bodies: &moved.bodies }
}

/// Callouts of what moved, the largest first, then the names of the parties where there is room.
fn letter(
    input: &DifferenceInput<'_>,
    moved: &[Moved],
    sheets: [&Drawing; 2],
    paper: &Paper<'_>,
    pen: &Pen<'_>,
) -> (Vec<Callout>, Vec<Text>) {
    let [old, new] = sheets;
    let frame = input.window.pane();
    let furniture = beneath(input.covered);
    let ground = Ground { map: new, paper, frame, furniture: &furniture, windows: &[] };
    let mut o = ground.obstacles();
    for line in &old.lines {
        o.lines.add(&line.path);
    }
    let layer = input.layers[1];
    let mut worth: Vec<&Moved> = moved.iter().filter(|m| m.km2 > layer.sea_km2 * SLIVERS).collect();
    worth.sort_by(|a, b| b.km2.total_cmp(&a.km2));
    let callouts =
        worth.iter().filter_map(|m| callouts::place(&said(m, pen), new, &mut o, pen)).collect();
    let share = |holder: &str| layer.share(holder);
    let (mut names, _) = names::place(input.case, new, &share, &mut o, pen);
    for name in &mut names {
        // On pale cells the halo of the full colour would be a patch; on land it is land's.
        if let Some((colour, _)) = name.halo.as_mut().filter(|(colour, _)| colour != LAND) {
            PAPER.clone_into(colour);
        }
        name.fill = INK;
    }
    (callouts, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(holder: &str, paint: Paint, x: f64, w: f64) -> Cell {
        let ring = [(x, 0.0), (x + w, 0.0), (x + w, 10.0), (x, 10.0)];
        let ring = ring.map(|(x, y)| Pt { x, y }).to_vec();
        Cell { holder: holder.into(), paint, faint: false, bodies: vec![vec![ring]] }
    }

    /// A line that moves from x = 6 to x = 4 gives a strip of 2 by 10 mm to the second.
    #[test]
    fn a_strip_moves_with_its_line() {
        let projection = Projection::new(
            &littoral_geodesy::Ellipsoid::wgs84(),
            littoral_geodesy::LatLon::new(0.0, 0.0),
        )
        .unwrap();
        let origin = Pt { x: 0.0, y: 0.0 };
        let paper = Paper { projection: &projection, scale: 1e6, origin, tolerance: 0.02 };
        let (p, q) = (Paint::Party(0), Paint::Party(1));
        let old = [cell("A", p, 0.0, 6.0), cell("B", q, 6.0, 4.0)];
        let new = [cell("A", p, 0.0, 4.0), cell("B", q, 4.0, 6.0)];
        let found = moved(&old, &new, &paper);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].names[0].as_str(), found[0].names[1].as_str()), ("A", "B"));
        let fonts = Fonts::load().unwrap();
        let pen = Pen { fonts: &fonts, lang: Lang::Fa };
        assert_eq!(said(&found[0], &pen).words, "A → B", "the arrow points at who gains");
        // One millimetre of this paper is a kilometre.
        assert!((found[0].km2 - 20.0).abs() < 1e-6, "{}", found[0].km2);
    }
}
