//! One sheet: everything in its order, from the ground up.

use anyhow::{Context, Result};
use littoral_geodesy::LatLon;
use littoral_model::ShoreKind;

use super::base::{self, IslandCoast};
use super::drawing::{self, Drawing, Subject};
use super::fonts::Fonts;
use super::graticule::Graticule;
use super::inset::{self, Inset};
use super::labels::Obstacles;
use super::lang::Phrase;
use super::layout::{self, FRAME, Layout, Needs, PAGE};
use super::legend::{self, Legend, Sign};
use super::margin::{Foot, Head};
use super::numbering::{Numbering, numbering};
use super::palette::{INK, PAPER};
use super::plane::{Pt, Rect};
use super::points::{self, Points};
use super::projection::{Paper, Projection};
use super::svg::{Svg, num};
use super::text::{Pen, Text, plain};
use super::{MapInput, deposits, lines, names, scalebar, symbols};

/// A finished sheet.
pub(super) struct Sheet {
    pub(super) svg: String,
    /// Every label placed on the map, for the test that none overlap.
    #[cfg(test)]
    pub(super) labels: Vec<Text>,
}

/// Lettering on the map, in order of placing.
struct Lettering {
    points: Points,
    texts: Vec<Text>,
    deposits: Vec<Pt>,
    omitted: usize,
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
    let mut legend = legend(input, &subject, &pen);
    let inset_height = if numbering.tripoints.is_empty() { 0.0 } else { inset::HEIGHT };
    let needs = Needs { legend: legend.height(), inset: inset_height };
    let layout = layout::plan(input.case, &projection, &needs)?;
    let paper = Paper { projection: &projection, scale: layout.scale, origin: layout.origin };
    let map = drawing::draw(&subject, &paper, Some(FRAME))?;
    let tripoints = points::tripoints(&subject, &paper)?;
    let first = tripoints.first().zip(layout.inset);
    let inset = first.map(|(t, place)| inset::plan(t, &map, layout.scale, place));
    let window = inset.as_ref().map(|i| i.window(layout.scale));
    let points = Points {
        tripoints,
        termini: points::termini(&subject, &map, &paper, pen.lang.code())?,
        ..Points::default()
    };
    let ground = Ground { map: &map, paper: &paper, layout: &layout, window };
    let lettering = letter(&subject, points, &ground, &pen)?;
    legend.signs.retain(|s| shown(*s, &map, &lettering));
    let graticule = Graticule::new(&paper, FRAME)?;

    let mut svg = Svg::new();
    open(&mut svg, input);
    draw_map(&mut svg, &map, &lettering, &graticule, input, &pen);
    if let Some(window) = window {
        inset::outline(&mut svg, window);
    }
    furniture(&mut svg, &layout, &legend, &projection, &pen);
    if let Some(inset) = &inset {
        draw_inset(&mut svg, inset, &subject, &projection, &pen)?;
    }
    base::frame(&mut svg, FRAME);
    graticule.label(&mut svg, FRAME, &pen);
    let head = Head {
        title: &input.title,
        subtitle: &input.subtitle,
        scale: layout.scale,
        sheet: input.sheet,
        date: &input.date,
    };
    head.draw(&mut svg, &pen);
    let foot = Foot {
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

fn open(svg: &mut Svg, input: &MapInput<'_>) {
    let (w, h) = (num(PAGE.w), num(PAGE.h));
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
            ("xml:lang", input.lang.code()),
        ],
    );
    svg.leaf("title", &[], &plain(&input.title));
    svg.leaf("desc", &[], &plain(&input.subtitle));
    svg.open("defs", &[]);
    base::patterns(svg);
    svg.close("defs");
    svg.rect(PAGE, &[("fill", PAPER)]);
}

/// The legend with every sign that could stand on the sheet.
fn legend(input: &MapInput<'_>, subject: &Subject<'_>, pen: &Pen<'_>) -> Legend {
    let phrase = match input.layer {
        "seabed" => Phrase::SharesSeabed,
        "water" | "waters" => Phrase::SharesWater,
        "surface" => Phrase::SharesSurface,
        "fishery" => Phrase::SharesFishery,
        _ => Phrase::SharesOther,
    };
    let mut signs = Vec::new();
    if subject.waters.is_some() {
        signs.extend([Sign::Waters, Sign::FisheryZone]);
    }
    signs.push(Sign::Common);
    use lines::Status::{Agreed, Claimed, Computed, FisheryLimit, OuterLimit, Provisional};
    signs
        .extend([Agreed, Computed, Provisional, Claimed, OuterLimit, FisheryLimit].map(Sign::Line));
    signs.extend([Sign::Construction, Sign::Baseline, Sign::Terminus, Sign::Numbered]);
    signs.extend([Sign::TableOnly, Sign::BasePoint, Sign::Tripoint, Sign::Deposit]);
    signs.retain(|s| possible(*s, subject));
    Legend {
        heading: pen.lang.fill(phrase, &[&plain(input.layer)]),
        rows: legend::rows(input.case, subject.layer, input.claims, pen),
        signs,
        parties: input.case.parties.len(),
    }
}

/// Can the sign stand on the sheet at all? Known before the scale is.
fn possible(sign: Sign, subject: &Subject<'_>) -> bool {
    let tripoints = !subject.numbering.tripoints.is_empty();
    let all = subject.layer.lines.iter().enumerate();
    let statuses: Vec<lines::Status> = all.map(|(k, l)| subject.status(l, k)).collect();
    match sign {
        Sign::Line(lines::Status::OuterLimit) if subject.waters.is_some() => true,
        Sign::Line(status) => statuses.contains(&status),
        Sign::Waters | Sign::FisheryZone => true,
        Sign::Common => subject.layer.share("COMMON") > 0.0,
        Sign::Construction | Sign::BasePoint | Sign::Tripoint => tripoints,
        Sign::Baseline => subject.case.shores.iter().any(|s| s.kind == ShoreKind::Baseline),
        Sign::Terminus | Sign::Numbered | Sign::TableOnly => true,
        Sign::Deposit => subject.case.deposits.iter().any(|d| d.at.is_some()),
    }
}

/// Does the sign stand on the finished map?
fn shown(sign: Sign, map: &Drawing, l: &Lettering) -> bool {
    let feet = l.points.tripoints.iter().any(|t| !t.feet.is_empty());
    match sign {
        Sign::Line(status) => map.lines.iter().any(|line| line.status == status),
        Sign::Construction | Sign::BasePoint => feet,
        Sign::Tripoint => !l.points.tripoints.is_empty(),
        Sign::Terminus => !l.points.termini.is_empty(),
        Sign::Numbered => !l.points.numbered.is_empty(),
        Sign::TableOnly => !l.points.dots.is_empty(),
        Sign::Deposit => !l.deposits.is_empty(),
        Sign::Waters | Sign::FisheryZone | Sign::Common | Sign::Baseline => true,
    }
}

/// The map that is to be lettered.
struct Ground<'a> {
    map: &'a Drawing,
    paper: &'a Paper<'a>,
    layout: &'a Layout,
    /// What the inset shows.
    window: Option<Rect>,
}

impl Ground<'_> {
    /// What no label may cover.
    fn obstacles(&self) -> Obstacles {
        let mut o = Obstacles::new(FRAME);
        let furniture = [Some(self.layout.legend), self.layout.inset, Some(self.layout.bar)];
        for furniture in furniture.into_iter().flatten() {
            o.add_box(furniture.grown(1.8));
        }
        let map = self.map;
        for path in map.lines.iter().map(|l| &l.path).chain(&map.coast).chain(&map.islands) {
            o.lines.add(path);
        }
        for shore in map.shores.iter().filter(|s| map.window || s.kind == ShoreKind::Baseline) {
            o.lines.add(&shore.path);
        }
        o
    }
}

/// Places every label: furniture first, then tripoints, numbers, names, termini, deposits.
fn letter(
    subject: &Subject<'_>,
    mut points: Points,
    ground: &Ground<'_>,
    pen: &Pen<'_>,
) -> Result<Lettering> {
    let map = ground.map;
    let mut o = ground.obstacles();
    for (at, _) in &points.termini {
        o.add_symbol(*at, symbols::TERMINUS_R);
    }
    let lozenges = deposits::places(subject.case, ground.paper)?;
    for (at, _) in &lozenges {
        o.add_symbol(*at, 0.9);
    }
    points::place_tripoints(&mut points, &mut o, pen);
    if let Some(w) = ground.window {
        let corners = [(0.0, 0.0), (w.w, 0.0), (w.w, w.h), (0.0, w.h), (0.0, 0.0)];
        o.lines.add(&corners.map(|(x, y)| Pt { x: w.x + x, y: w.y + y }));
    }
    points::place_numbers(&mut points, map, subject.layer, &mut o, pen);
    let share = |holder: &str| subject.layer.share(holder);
    let (mut texts, mut omitted) = names::place(subject.case, map, &share, &mut o, pen);
    for (more, dropped) in [
        points::place_termini(&points, &map.sea, &mut o, pen),
        deposits::place(&lozenges, &mut o, pen),
    ] {
        texts.extend(more);
        omitted += dropped;
    }
    Ok(Lettering { points, texts, deposits: lozenges.into_iter().map(|d| d.0).collect(), omitted })
}

#[cfg(test)]
impl Lettering {
    fn all(&self) -> Vec<Text> {
        let numbers = self.points.numbered.iter().map(|n| &n.1);
        let tripoints = self.points.tripoints.iter().filter_map(|t| t.label.as_ref());
        numbers.chain(tripoints).chain(&self.texts).cloned().collect()
    }
}

fn draw_map(
    svg: &mut Svg,
    map: &Drawing,
    lettering: &Lettering,
    graticule: &Graticule,
    input: &MapInput<'_>,
    pen: &Pen<'_>,
) {
    svg.open("g", &[]);
    base::ground(svg, map, FRAME, "m");
    graticule.draw(svg, FRAME);
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

fn furniture(
    svg: &mut Svg,
    layout: &Layout,
    legend: &Legend,
    projection: &Projection,
    pen: &Pen<'_>,
) {
    legend.draw(svg, layout.legend, pen);
    let c = projection.centre;
    let latitude = super::text::isolate_if(pen.lang.rtl(), &pen.lang.degrees(c.lat, ["N", "S"]));
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
fn centre(c: LatLon, pen: &Pen<'_>) -> String {
    format!("{} {}", pen.lang.degrees(c.lat, ["N", "S"]), pen.lang.degrees(c.lon, ["E", "W"]))
}
