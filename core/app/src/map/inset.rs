//! Inset of a tripoint: the neighbourhood at a larger scale, its position and its distances.

use anyhow::Result;

use super::base::{self, IslandCoast};
use super::bidi::isolate;
use super::drawing::{self, Drawing, Paint, Subject};
use super::labels::Obstacles;
use super::lang::dms;
use super::layout::round_scales;
use super::lines;
use super::palette::{self, INK};
use super::pen::Pen;
use super::phrases::Phrase;
use super::placing;
use super::plane::{Pt, Rect, distance, twice_area};
use super::points::{self, Points, Tripoint};
use super::pole::pole;
use super::projection::{Paper, Projection, TOLERANCE};
use super::svg::{Svg, num};
use super::text::{Anchor, Text};

/// Height with heading and two lines of text, mm.
pub(super) const HEIGHT: f64 = 61.0;
/// Most insets on a sheet.
pub(super) const MOST: usize = 3;
/// Height of the picture, mm.
const PICTURE: f64 = 46.0;

/// The inset on its place on the sheet.
pub(super) struct Inset {
    pub(super) tripoint: Tripoint,
    pub(super) scale: f64,
    picture: Rect,
    whole: Rect,
}

/// Picks the scale: a seventh of the map's denominator, coarser until the three nearest turning
/// points show, but never within three times the map's own.
pub(super) fn plan(tripoint: &Tripoint, map: &Drawing, map_scale: f64, place: Rect) -> Inset {
    let picture = Rect::new(place.x, place.y + 5.5, place.w, PICTURE);
    let mut near: Vec<Pt> = points::marks(map)
        .filter(|(_, m)| matches!(m.name, Some(super::numbering::PointName::Point(_))))
        .map(|(l, m)| l.path[m.at])
        .collect();
    near.sort_by(|a, b| distance(*a, tripoint.at).total_cmp(&distance(*b, tripoint.at)));
    let shows = |scale: &f64| {
        let k = map_scale / scale;
        let inside = |p: &Pt| {
            (p.x - tripoint.at.x).abs() * k < picture.w / 2.0 - 3.0
                && (p.y - tripoint.at.y).abs() * k < PICTURE / 2.0 - 3.0
        };
        near.iter().take(3).all(inside)
    };
    let finest = round_scales(map_scale / 50.0).take_while(|s| *s <= map_scale / 7.0).last();
    let finest = finest.unwrap_or(map_scale / 7.0);
    let coarsest = map_scale / 3.0;
    let scale = round_scales(finest).take_while(|s| *s <= coarsest).find(shows).unwrap_or(finest);
    Inset { tripoint: tripoint.clone(), scale, picture, whole: place }
}

impl Inset {
    /// What the inset shows, as a box on the main map.
    pub(super) fn window(&self, map_scale: f64) -> Rect {
        let k = self.scale / map_scale;
        let (w, h) = (self.picture.w * k, self.picture.h * k);
        Rect::new(self.tripoint.at.x - w / 2.0, self.tripoint.at.y - h / 2.0, w, h)
    }

    /// Draws the inset with its lettering.
    pub(super) fn draw(
        &self,
        svg: &mut Svg,
        subject: &Subject<'_>,
        projection: &Projection,
        pen: &Pen<'_>,
    ) -> Result<()> {
        svg.rect(self.whole.grown(1.8), &[("fill", palette::LAND)]);
        base::rim(svg, self.picture);
        let centre = self.picture.centre();
        let (scale, origin) = (self.scale, Pt { x: 0.0, y: 0.0 });
        let free = Paper { projection, scale, origin, tolerance: TOLERANCE };
        let at = free.point(self.tripoint.place)?;
        let paper = Paper { origin: Pt { x: centre.x - at.x, y: centre.y - at.y }, ..free };
        let map = drawing::draw(subject, &paper, Some(self.picture.grown(3.0)))?;
        let id = format!("inset{}", self.tripoint.name);
        svg.open("clipPath", &[("id", &id)]);
        svg.rect(self.picture, &[]);
        svg.close("clipPath");
        svg.open("g", &[("clip-path", &format!("url(#{id})"))]);
        base::ground(svg, &map, self.picture, &format!("i{}", self.tripoint.name));
        base::shores(svg, &map, IslandCoast::Full);
        self.points(svg, subject, &map, &paper, pen)?;
        svg.close("g");
        base::frame(svg, self.picture);
        self.lettering(svg, pen);
        Ok(())
    }

    fn points(
        &self,
        svg: &mut Svg,
        subject: &Subject<'_>,
        map: &Drawing,
        paper: &Paper<'_>,
        pen: &Pen<'_>,
    ) -> Result<()> {
        let all = points::tripoints(subject, paper)?;
        let inside = |t: &Tripoint| self.picture.grown(-2.0).has(t.at);
        let mut points =
            Points { tripoints: all.into_iter().filter(inside).collect(), ..Points::default() };
        let mut o = Obstacles::new(self.picture);
        for line in &map.lines {
            o.lines.add(&line.path);
        }
        for coast in map.coast.iter().chain(&map.islands) {
            o.lines.add(coast);
        }
        placing::place_tripoints(&mut points, &mut o, pen);
        placing::place_numbers(&mut points, map, subject.layer, &mut o, pen);
        points.dots.retain(|d| self.picture.has(*d));
        points::draw_construction(svg, &points);
        lines::draw(svg, &map.lines);
        points::draw(svg, &points, pen);
        for label in codes(subject, map, self.picture, &mut o, pen) {
            label.draw(svg, pen.fonts);
        }
        Ok(())
    }

    /// Heading and scale over the picture, position and distances under it.
    fn lettering(&self, svg: &mut Svg, pen: &Pen<'_>) {
        let over = self.picture.y - 2.2;
        let name = super::bidi::isolate_if(pen.lang.rtl(), &self.tripoint.name.to_string());
        pen.start(
            svg,
            self.whole,
            Text::new(pen.lang.fill(Phrase::InsetTitle, &[&name]), 0.0, over, 7.6).bold(),
        );
        pen.end(svg, self.whole, Text::new(scale_words(self.scale, pen), 0.0, over, 7.0).mute());
        let under = self.picture.bottom() + 4.4;
        let place = self.tripoint.place;
        pen.start(svg, self.whole, Text::new(dms(place.lat, place.lon), 0.0, under, 6.8).bold());
        let mut text = Text::new(self.distances(pen), 0.0, under + 4.0, 6.8).mute();
        while text.width(pen.fonts) > self.whole.w && text.size > 6.0 {
            text.size -= 0.1;
        }
        pen.start(svg, self.whole, text);
    }

    /// `134.4 km to base points of AZE, KAZ, RUS`; by party where a rule weighs distances.
    fn distances(&self, pen: &Pen<'_>) -> String {
        let mut by_party: Vec<(&str, f64)> = Vec::new();
        for (party, _, km) in &self.tripoint.bases {
            if let (Some(km), false) = (km, by_party.iter().any(|b| b.0 == party)) {
                by_party.push((party, *km));
            }
        }
        let unit = pen.lang.say(Phrase::Km);
        let separator = pen.lang.say(Phrase::Separator);
        let words = |km: f64| pen.lang.number(km, 1);
        let Some(&(_, first)) = by_party.first() else { return String::new() };
        if by_party.iter().all(|b| (b.1 - first).abs() < 0.05) {
            let parties: Vec<String> = by_party.iter().map(|b| isolate(b.0)).collect();
            let distance = format!("{} {unit}", words(first));
            return pen.lang.fill(Phrase::ToBasePoints, &[&distance]) + &parties.join(separator);
        }
        let each: Vec<String> =
            by_party.iter().map(|b| isolate(&format!("{} {}", b.0, words(b.1)))).collect();
        format!("{} {unit}", each.join(separator))
    }
}

/// `1 : 750 000`; Persian digits in Persian, never turned around.
pub(super) fn scale_words(scale: f64, pen: &Pen<'_>) -> String {
    pen.lang.digits(&format!("1 : {}", pen.lang.number(scale, 0)))
}

/// Codes of the holders, each in the deepest place of what the picture shows of its cell.
fn codes(
    subject: &Subject<'_>,
    map: &Drawing,
    picture: Rect,
    o: &mut Obstacles,
    pen: &Pen<'_>,
) -> Vec<Text> {
    let mut out = Vec::new();
    for (n, cell) in map.cells.iter().enumerate() {
        if map.cells[n + 1..].iter().any(|c| c.holder == cell.holder) {
            continue;
        }
        let Paint::Party(k) = cell.paint else { continue };
        let clip = |b: &Vec<Vec<Pt>>| b.iter().map(|r| picture.clip_ring(r)).collect::<Vec<_>>();
        let bodies: Vec<_> = cell.bodies.iter().map(clip).filter(|b| b[0].len() > 2).collect();
        let size = |b: &&Vec<Vec<Pt>>| twice_area(&b[0]).abs();
        let Some(body) = bodies.iter().max_by(|a, b| size(a).total_cmp(&size(b))) else { continue };
        let Some((centre, radius)) = pole(body, 0.3) else { continue };
        let Some(party) = subject.case.parties.get(k) else { continue };
        let mut text = Text::new(party.id.as_str(), 0.0, 0.0, 8.0).bold().tracking(0.3);
        text = text.anchor(Anchor::Middle).halo(palette::party(k), 0.9);
        text.fill = palette::text_on(k);
        let (w, h) = (text.width(pen.fonts), 2.3);
        let spots = (0..49).map(|i| {
            let (dx, dy) = (f64::from(i % 7 - 3), f64::from(i / 7 - 3));
            Pt { x: centre.x + dx * radius / 5.0, y: centre.y + dy * radius / 5.0 }
        });
        let mut spots: Vec<Pt> = spots.collect();
        spots.sort_by(|a, b| distance(*a, centre).total_cmp(&distance(*b, centre)));
        let place = |c: &Pt| Rect::new(c.x - w / 2.0, c.y - h / 2.0, w, h);
        let clear = |r: &Rect| o.free(&r.grown(0.4)) && !o.thin.meet(&r.grown(0.4));
        if let Some(r) = spots.iter().map(place).find(clear) {
            o.add_box(r);
            text.at = Pt { x: r.centre().x, y: r.bottom() - 0.15 };
            out.push(text);
        }
    }
    out
}

/// The rectangle of the inset on the main map.
pub(super) fn outline(svg: &mut Svg, window: Rect) {
    svg.rect(window, &[("fill", "none"), ("stroke", INK), ("stroke-width", &num(0.16))]);
}
