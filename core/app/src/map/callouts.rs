//! The callouts of the map of differences: who gives to whom and how much. In the area itself where there is
//! room, else on land with a line to it.

use super::drawing::Drawing;
use super::labels::Obstacles;
use super::names::{fits, spots};
use super::palette::{INK, LAND, PAPER};
use super::pen::Pen;
use super::plane::{Pt, Rect, distance};
use super::pole::pole;
use super::svg::{Svg, num};
use super::text::{Anchor, Text};

/// An area that changes hands, as its callout says it.
pub(super) struct Said<'a> {
    pub(super) words: String,
    pub(super) area: String,
    pub(super) bodies: &'a [Vec<Vec<Pt>>],
}

/// A callout in its place.
pub(super) struct Callout {
    texts: [Text; 2],
    /// From the area to the words, where they stand apart.
    leader: Option<[Pt; 2]>,
}

/// How far a callout may stand from its area, mm, and the step in which places are looked for.
const FAR: f64 = 70.0;
const STEP: f64 = 2.5;
/// Directions in which places are looked for.
const WAYS: u32 = 24;
/// Air around a callout on land, mm.
const AIR: f64 = 1.2;
/// Radius of the dot at the end of a leader, mm.
const DOT: f64 = 0.6;

/// Places a callout; none where no place is free.
pub(super) fn place(
    said: &Said<'_>,
    map: &Drawing,
    o: &mut Obstacles,
    pen: &Pen<'_>,
) -> Option<Callout> {
    let poles = said.bodies.iter().filter_map(|b| Some((b, pole(b, 0.3)?)));
    let shown = poles.filter(|(_, (at, _))| o.shows(*at));
    let (body, (at, radius)) = shown.max_by(|a, b| a.1.1.total_cmp(&b.1.1))?;
    let line = |words: &str, size: f64| Text::new(words, 0.0, 0.0, size).anchor(Anchor::Middle);
    let texts = [line(&said.words, 7.5).bold(), line(&said.area, 7.0)];
    let width = texts.iter().map(|t| t.width(pen.fonts)).fold(0.0, f64::max);
    let around = |c: Pt| Rect::new(c.x - width / 2.0, c.y - 2.9, width, 5.8);
    let inside = spots(at, 0.8 * radius)
        .into_iter()
        .find(|c| fits(body, &around(*c).grown(-0.6)) && o.clear(&around(*c)));
    let (centre, halo, leader) = match inside {
        Some(centre) => (centre, PAPER, None),
        None => {
            let centre = ashore(at, &around, map, o)?;
            let end = nearest(&around(centre).grown(0.5), at);
            o.add_symbol(at, DOT);
            (centre, LAND, Some([at, end]))
        }
    };
    o.add_box(around(centre));
    if let Some(leader) = &leader {
        o.thin.add(leader);
    }
    let set = |text: Text, dy: f64| {
        let mut text = text.halo(halo, 1.1);
        text.at = Pt { x: centre.x, y: centre.y + dy };
        text
    };
    let [words, area] = texts;
    Some(Callout { texts: [set(words, -0.4), set(area, 2.7)], leader })
}

/// The nearest free place on land.
fn ashore(at: Pt, around: &dyn Fn(Pt) -> Rect, map: &Drawing, o: &Obstacles) -> Option<Pt> {
    let dry = |r: &Rect| {
        let corners = [(r.x, r.y), (r.right(), r.y), (r.right(), r.bottom()), (r.x, r.bottom())];
        !map.is_water(r.centre()) && !corners.iter().any(|(x, y)| map.is_water(Pt { x: *x, y: *y }))
    };
    let mut places = Vec::new();
    for ring in 1..=(FAR / STEP) as u32 {
        for k in 0..WAYS {
            let a = f64::from(k) * std::f64::consts::TAU / f64::from(WAYS);
            let r = f64::from(ring) * STEP;
            places.push(Pt { x: at.x + r * a.sin(), y: at.y - r * a.cos() });
        }
    }
    // Sideways a callout is wide: what counts is how far its edge lies.
    let reach = |c: &Pt| distance(at, nearest(&around(*c), at));
    places.sort_by(|a, b| reach(a).total_cmp(&reach(b)));
    places.into_iter().find(|c| {
        let r = around(*c).grown(AIR);
        o.free(&r) && !o.thin.meet(&r) && dry(&r)
    })
}

/// The place of a box that is nearest to another.
fn nearest(r: &Rect, to: Pt) -> Pt {
    Pt { x: to.x.max(r.x).min(r.right()), y: to.y.max(r.y).min(r.bottom()) }
}

impl Callout {
    /// Draws the leader under the words.
    pub(super) fn draw(&self, svg: &mut Svg, pen: &Pen<'_>) {
        if let Some([from, to]) = self.leader {
            let d = format!("M{} {}L{} {}", num(from.x), num(from.y), num(to.x), num(to.y));
            svg.path(&d, &[("fill", "none"), ("stroke", INK), ("stroke-width", "0.2")]);
            svg.circle(from, DOT, &[("fill", INK)]);
        }
        for text in &self.texts {
            text.draw(svg, pen.fonts);
        }
    }
}
