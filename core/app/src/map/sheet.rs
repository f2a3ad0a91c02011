//! One sheet: everything in its order, from the ground up.

use anyhow::{Context, Result};
use littoral_geodesy::LatLon;

use super::base::{self, IslandCoast};
use super::bidi::{isolate_if, plain};
use super::drawing::{self, Drawing, Subject};
use super::fonts::Fonts;
use super::graticule::Graticule;
use super::inset::{self, Inset};
use super::lang::Lang;
use super::layout::{self, Layout, Needs, Page};
use super::legend::Legend;
use super::lettering::{Ground, Lettering, letter};
use super::margin::{Foot, Head};
use super::numbering::{Numbering, numbering};
use super::palette::{INK, LAND, PAPER};
use super::pen::Pen;
use super::plane::{Pt, Rect};
use super::points::{self, Points};
use super::projection::{Paper, Projection, TOLERANCE};
use super::svg::{Svg, num};
#[cfg(test)]
use super::text::Text;
use super::{MapInput, lines, scalebar, signs, symbols};

/// A finished sheet.
pub(super) struct Sheet {
    pub(super) svg: String,
    /// Every label placed on the map, for the test that none overlap.
    #[cfg(test)]
    pub(super) labels: Vec<Text>,
}

/// Draws a sheet.
pub(super) fn compose(input: &MapInput<'_>) -> Result<Sheet> {
    let fonts = Fonts::load()?;
    let pen = Pen { fonts: &fonts, lang: input.lang };
    let layer = input.division.layers.get(input.layer).with_context(|| {
        let known: Vec<&str> = input.division.layers.0.iter().map(|(n, _)| n.as_str()).collect();
        format!("the division has no layer \"{}\"; it has {}", input.layer, known.join(", "))
    })?;
    let numbering = numbering(layer);
    let subject = subject(input, layer, &numbering);
    let projection = Projection::of_case(input.case)?;
    let mut legend = signs::of_layer(input, &subject, &pen);
    let inset_height = if numbering.tripoints.is_empty() { 0.0 } else { inset::HEIGHT };
    let insets = numbering.tripoints.len().min(inset::MOST);
    let needs = Needs { legend: legend.height(), inset: inset_height, insets };
    let frame = input.page.frame();
    let layout = layout::plan(input.case, &projection, &needs, input.page)?;
    let (scale, origin) = (layout.scale, layout.origin);
    let paper = Paper { projection: &projection, scale, origin, tolerance: TOLERANCE };
    let map = drawing::draw(&subject, &paper, Some(frame))?;
    let tripoints = points::tripoints(&subject, &paper)?;
    let insets: Vec<Inset> = tripoints
        .iter()
        .zip(&layout.insets)
        .map(|(t, place)| inset::plan(t, &map, layout.scale, *place))
        .collect();
    let windows: Vec<Rect> = insets.iter().map(|i| i.window(layout.scale)).collect();
    let mut termini = points::termini(&subject, &map, &paper, pen.lang.code())?;
    termini.retain(|(at, _)| frame.has(*at));
    let points = Points { tripoints, termini, ..Points::default() };
    let boxes = [[layout.legend, layout.bar].as_slice(), layout.insets.as_slice()].concat();
    let ground = Ground { map: &map, paper: &paper, frame, furniture: &boxes, windows: &windows };
    let lettering = letter(&subject, points, &ground, &pen)?;
    legend.signs.retain(|s| signs::shown(*s, &map, &lettering));
    let graticule = Graticule::new(&paper, frame)?;

    let mut svg = Svg::new();
    open(&mut svg, input.page, input.lang, [&input.title, &input.subtitle]);
    draw_map(&mut svg, &map, &lettering, &graticule, input, &pen);
    windows.iter().for_each(|w| inset::outline(&mut svg, *w));
    for gap in joints(&boxes, &map) {
        svg.rect(gap, &[("fill", LAND)]);
    }
    furniture(&mut svg, &layout, &legend, &projection, &pen);
    for inset in &insets {
        draw_inset(&mut svg, inset, &subject, &projection, &pen)?;
    }
    base::frame(&mut svg, frame);
    graticule.label(&mut svg, frame, &pen);
    let head = Head {
        frame,
        title: &input.title,
        subtitle: &input.subtitle,
        scale: layout.scale,
        sheet: input.sheet,
        date: &input.date,
    };
    head.draw(&mut svg, &pen);
    let foot = Foot {
        frame,
        case: input.case,
        division: input.division,
        centre: centre(projection.centre, &pen),
        step: graticule.step,
        omitted: lettering.omitted,
    };
    foot.draw(&mut svg, &pen);
    svg.close("svg");
    Ok(Sheet {
        svg: svg.finish()?,
        #[cfg(test)]
        labels: lettering.all(),
    })
}

fn subject<'a>(
    input: &'a MapInput<'_>,
    layer: &'a littoral_delimit::LayerDivision,
    numbering: &'a Numbering,
) -> Subject<'a> {
    let inner =
        ["water", "waters", "surface"].into_iter().find_map(|n| input.division.layers.get(n));
    let waters = if input.layer == "fishery" { inner } else { None };
    Subject { case: input.case, layer, waters, numbering, statuses: input.statuses }
}

/// Opens the document: size, title and patterns.
pub(super) fn open(svg: &mut Svg, page: Page, lang: Lang, [title, about]: [&str; 2]) {
    let sheet = page.sheet();
    let (w, h) = (num(sheet.w), num(sheet.h));
    let (wmm, hmm) = (format!("{w}mm"), format!("{h}mm"));
    svg.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", &format!("0 0 {w} {h}")),
            ("width", &wmm),
            ("height", &hmm),
            ("font-family", super::fonts::Family::Sans.stack()),
            ("fill", INK),
            ("role", "img"),
            ("xml:lang", lang.code()),
        ],
    );
    svg.leaf("title", &[], &plain(title));
    svg.leaf("desc", &[], &plain(about));
    svg.open("defs", &[]);
    base::patterns(svg);
    svg.close("defs");
    svg.rect(sheet, &[("fill", PAPER)]);
}

fn draw_map(
    svg: &mut Svg,
    map: &Drawing,
    lettering: &Lettering,
    graticule: &Graticule,
    input: &MapInput<'_>,
    pen: &Pen<'_>,
) {
    let frame: Rect = input.page.frame();
    svg.open("g", &[]);
    base::ground(svg, map, frame, "m");
    graticule.draw(svg, frame);
    base::shores(svg, map, IslandCoast::of(&input.division.params));
    points::draw_construction(svg, &lettering.points);
    lines::draw(svg, &map.lines);
    for at in &lettering.deposits {
        symbols::deposit(svg, *at);
    }
    points::draw(svg, &lettering.points, pen);
    for text in &lettering.texts {
        text.draw(svg, pen.fonts);
    }
    svg.close("g");
}

/// What lies between furniture in one column with little room between, where it is land: stubs of the graticule
/// there would look like signs of the legend.
fn joints(boxes: &[Rect], map: &Drawing) -> Vec<Rect> {
    const NARROW: f64 = 10.0;
    const STEPS: u32 = 12;
    let dry = |r: &Rect| {
        let mut places = (0..=STEPS).flat_map(|i| (0..=STEPS).map(move |j| (i, j)));
        let part = |k: u32, of: f64| of * f64::from(k) / f64::from(STEPS);
        !places.any(|(i, j)| map.is_water(Pt { x: r.x + part(i, r.w), y: r.y + part(j, r.h) }))
    };
    let between = |a: &Rect, b: &Rect| {
        let gap = Rect::new(a.x, a.bottom(), a.w, b.y - a.bottom()).grown(1.8);
        let column = (a.x - b.x).abs() < 0.1 && (0.0..NARROW).contains(&(b.y - a.bottom()));
        (column && dry(&gap)).then_some(gap)
    };
    boxes.iter().flat_map(|a| boxes.iter().filter_map(|b| between(a, b))).collect()
}

/// Legend and scale bar.
pub(super) fn furniture(
    svg: &mut Svg,
    layout: &Layout,
    legend: &Legend,
    projection: &Projection,
    pen: &Pen<'_>,
) {
    legend.draw(svg, layout.legend, pen);
    let c = projection.centre;
    let latitude = isolate_if(pen.lang.rtl(), &pen.lang.degrees(c.lat, ["N", "S"]));
    scalebar::draw(svg, layout.bar, layout.scale, &latitude, pen);
}

fn draw_inset(
    svg: &mut Svg,
    inset: &Inset,
    subject: &Subject<'_>,
    projection: &Projection,
    pen: &Pen<'_>,
) -> Result<()> {
    svg.open("g", &[]);
    inset.draw(svg, subject, projection, pen)?;
    svg.close("g");
    Ok(())
}

/// Centre of the projection in words.
pub(super) fn centre(c: LatLon, pen: &Pen<'_>) -> String {
    format!("{} {}", pen.lang.degrees(c.lat, ["N", "S"]), pen.lang.degrees(c.lon, ["E", "W"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A narrow gap of one column is filled, a wide one, one between columns and one with water in it are not.
    #[test]
    fn only_dry_and_narrow_gaps_are_joined() {
        let mut map = Drawing {
            sea: Vec::new(),
            coast: Vec::new(),
            islands: Vec::new(),
            window: false,
            shores: Vec::new(),
            excluded: Vec::new(),
            cells: Vec::new(),
            lines: Vec::new(),
        };
        let at = |x: f64, y: f64| Rect::new(x, y, 49.0, 30.0);
        let gaps =
            joints(&[at(100.0, 0.0), at(100.0, 36.0), at(100.0, 90.0), at(20.0, 36.0)], &map);
        assert_eq!(gaps.len(), 1);
        assert!(gaps[0].y < 30.0 && gaps[0].bottom() > 36.0);
        let pond = [(110.0, 32.0), (120.0, 32.0), (120.0, 35.0), (110.0, 35.0)];
        map.sea = vec![pond.map(|(x, y)| Pt { x, y }).to_vec()];
        assert!(joints(&[at(100.0, 0.0), at(100.0, 36.0)], &map).is_empty());
    }
}
