//! Where the labels of points stand, and which turning points are numbered on the map.

use std::cmp::Reverse;

use littoral_delimit::division::LayerDivision;
use littoral_geodesy::LatLon;

use super::drawing::{Drawing, Line, Mark};
use super::labels::{Obstacles, around};
use super::numbering::PointName;
use super::pen::Pen;
use super::plane::{Pt, Rect, distance};
use super::points::{Points, marks};
use super::symbols::{NUMBERED_R, TERMINUS_R, TRIPOINT_R};
use super::text::{Anchor, Text};

/// Least distance between two numbered points, mm.
const APART: f64 = 6.5;
/// Dots nearer than this to another point are left to the table, so that a line stays a line.
const DOTS_APART: f64 = 1.3;

/// Unit normal of a path at a vertex.
fn normal(path: &[Pt], at: usize) -> Pt {
    let d = path[(at + 1).min(path.len() - 1)] - path[at.saturating_sub(1)];
    let length = d.x.hypot(d.y);
    if length > 0.0 { Pt { x: -d.y / length, y: d.x / length } } else { Pt { x: 1.0, y: 0.0 } }
}

/// How far the controlling base points of a vertex lie apart: a long jump bends the line most.
fn jump(layer: &LayerDivision, vertex: (usize, usize)) -> f64 {
    let Some(point) = layer.lines.get(vertex.0).and_then(|l| l.points.get(vertex.1)) else {
        return 0.0;
    };
    let spread = |party: &str| {
        let bases = point.base_points_of(party);
        let far = |a: &LatLon| {
            let thin = a.lat.to_radians().cos();
            bases.iter().map(|b| (a.lat - b.lat).hypot((a.lon - b.lon) * thin)).fold(0.0, f64::max)
        };
        bases.iter().map(far).fold(0.0, f64::max)
    };
    point.parties().map(spread).fold(0.0, f64::max)
}

/// Puts a text into a box: baseline and middle.
pub(super) fn into_box(text: Text, r: Rect, pen: &Pen<'_>) -> Text {
    let now = text.clone().anchor(Anchor::Middle).bounds(pen.fonts);
    let mut out = text.anchor(Anchor::Middle);
    out.at = Pt {
        x: out.at.x + r.centre().x - now.centre().x,
        y: out.at.y + r.centre().y - now.centre().y,
    };
    out
}

/// Box of a number: digits have no descenders.
fn number_size(text: &Text, pen: &Pen<'_>) -> (f64, f64) {
    (text.width(pen.fonts), text.size * super::text::POINT * 0.76)
}

/// A label beside a point, at the first free place.
fn beside(
    text: Text,
    at: Pt,
    normal: Pt,
    r: f64,
    o: &Obstacles,
    pen: &Pen<'_>,
) -> Option<(Text, Rect)> {
    let (w, h) = number_size(&text, pen);
    let found = around(at, normal, r, w, h).into_iter().find(|b| o.free(b))?;
    Some((at_box(text, found), found))
}

/// Text without descenders standing in its box.
fn at_box(mut text: Text, r: Rect) -> Text {
    text.anchor = Anchor::Middle;
    text.at = Pt { x: r.centre().x, y: r.bottom() };
    text
}

/// Labels the tripoints; a tripoint is never left without its name.
pub(super) fn place_tripoints(points: &mut Points, o: &mut Obstacles, pen: &Pen<'_>) {
    for t in &points.tripoints {
        o.add_symbol(t.at, TRIPOINT_R);
        for foot in &t.feet {
            o.add_symbol(*foot, 0.7);
            o.thin.add(&[t.at, *foot]);
        }
    }
    for t in &mut points.tripoints {
        let text = Text::new(t.name.to_string(), 0.0, 0.0, 7.5).bold().halo("#FFFFFF", 0.9);
        let (w, h) = number_size(&text, pen);
        let up_right = Pt { x: 0.8, y: -0.6 };
        let places = around(t.at, up_right, 0.9, w, h);
        let free = places.iter().find(|b| o.free(b) && !o.thin.meet(b));
        let last = places.iter().find(|b| o.clear(b)).or(places.first());
        if let Some(&place) = free.or_else(|| places.iter().find(|b| o.free(b))).or(last) {
            o.add_box(place);
            t.label = Some(at_box(text, place));
        }
    }
}

/// Chooses the numbered turning points, longest jump of a base point first, and places their
/// numbers; the others become dots where there is room for a dot.
pub(super) fn place_numbers(
    points: &mut Points,
    map: &Drawing,
    layer: &LayerDivision,
    o: &mut Obstacles,
    pen: &Pen<'_>,
) {
    let mut turning: Vec<(&Line, &Mark)> =
        marks(map).filter(|(_, m)| matches!(m.name, Some(PointName::Point(_)))).collect();
    let metres = |m: &Mark| (jump(layer, m.vertex) * 111_000.0) as u64;
    turning.sort_by_key(|(_, m)| (Reverse(metres(m)), m.vertex));
    let tripoints: Vec<Pt> = points.tripoints.iter().map(|t| t.at).collect();
    let termini: Vec<Pt> = points.termini.iter().map(|t| t.0).collect();
    let mut rest = Vec::new();
    for (line, mark) in turning {
        let at = line.path[mark.at];
        let far = |from: &[Pt], least: f64| from.iter().all(|p| distance(*p, at) >= least);
        let numbered: Vec<Pt> = points.numbered.iter().map(|n| n.0).collect();
        let room =
            o.shows(at) && far(&numbered, APART) && far(&tripoints, 4.0) && far(&termini, 2.2);
        let name = mark.name.map(|n| pen.lang.digits(&n.to_string())).unwrap_or_default();
        let text = Text::new(name, 0.0, 0.0, 6.5).bold().halo("#FFFFFF", 0.8);
        let place = (room && !o.covered(at, NUMBERED_R))
            .then(|| beside(text, at, normal(&line.path, mark.at), NUMBERED_R, o, pen))
            .flatten();
        if let Some((text, place)) = place {
            o.add_box(place);
            o.add_symbol(at, NUMBERED_R);
            points.numbered.push((at, text));
        } else {
            rest.push((mark.vertex, at));
        }
    }
    place_dots(points, rest, &tripoints, &termini);
}

fn place_dots(
    points: &mut Points,
    mut rest: Vec<((usize, usize), Pt)>,
    tripoints: &[Pt],
    termini: &[Pt],
) {
    rest.sort_by_key(|r| r.0);
    let numbered: Vec<Pt> = points.numbered.iter().map(|n| n.0).collect();
    for (_, at) in rest {
        let far = |from: &[Pt], least: f64| from.iter().all(|p| distance(*p, at) >= least);
        if far(&numbered, DOTS_APART)
            && far(&points.dots, DOTS_APART)
            && far(tripoints, 1.8)
            && far(termini, 1.3)
        {
            points.dots.push(at);
        }
    }
}

/// Names of termini in italic, on land beside the square.
pub(super) fn place_termini(
    points: &Points,
    map: &Drawing,
    o: &mut Obstacles,
    pen: &Pen<'_>,
) -> (Vec<Text>, usize) {
    let (mut out, mut omitted) = (Vec::new(), 0);
    for (at, name) in &points.termini {
        let Some(name) = name else { continue };
        let text =
            Text::new(name.as_str(), 0.0, 0.0, 6.5).italic().mute().halo(super::palette::LAND, 0.9);
        let b = text.clone().anchor(Anchor::Middle).bounds(pen.fonts);
        let on_land = |r: &Rect| !map.is_water(r.centre());
        let places = around(*at, Pt { x: 1.0, y: 0.0 }, TERMINUS_R, b.w, b.h);
        let Some(place) = places.into_iter().find(|r| o.free(r) && on_land(r)) else {
            omitted += 1;
            continue;
        };
        o.add_box(place);
        out.push(into_box(text, place, pen));
    }
    (out, omitted)
}
