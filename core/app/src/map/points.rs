//! Turning points, tripoints, termini and base points of one map.

use anyhow::Result;
use littoral_delimit::division::{LinePoint, PointKind};
use littoral_geodesy::LatLon;

use super::bidi::plain;
use super::drawing::{Drawing, Line, Mark, Subject};
use super::numbering::PointName;
use super::pen::Pen;
use super::plane::{Pt, distance};
use super::projection::Paper;
use super::svg::Svg;
use super::symbols;
use super::text::Text;

/// A tripoint with the base points that control it.
#[derive(Debug, Clone)]
pub(super) struct Tripoint {
    pub(super) at: Pt,
    pub(super) place: LatLon,
    pub(super) name: PointName,
    /// Party, base point, distance in km; in the case's order.
    pub(super) bases: Vec<(String, LatLon, Option<f64>)>,
    pub(super) feet: Vec<Pt>,
    pub(super) label: Option<Text>,
}

/// The point symbols of one map.
#[derive(Default)]
pub(super) struct Points {
    pub(super) numbered: Vec<(Pt, Text)>,
    pub(super) dots: Vec<Pt>,
    pub(super) tripoints: Vec<Tripoint>,
    pub(super) termini: Vec<(Pt, Option<String>)>,
}

/// Tripoints of the subject that lie on the drawing, T1 first.
pub(super) fn tripoints(subject: &Subject<'_>, paper: &Paper<'_>) -> Result<Vec<Tripoint>> {
    let mut out = Vec::new();
    for (k, &(lat, lon)) in subject.numbering.tripoints.iter().enumerate() {
        let name = PointName::Tripoint(u32::try_from(k + 1)?);
        let place = LatLon::new(lat, lon);
        let bases = bases(subject, name);
        let feet = bases.iter().map(|b| paper.point(b.1)).collect::<Result<_>>()?;
        out.push(Tripoint { at: paper.point(place)?, place, name, bases, feet, label: None });
    }
    Ok(out)
}

/// Base points of a tripoint, gathered from every line that ends there.
fn bases(subject: &Subject<'_>, name: PointName) -> Vec<(String, LatLon, Option<f64>)> {
    let mut out: Vec<(String, LatLon, Option<f64>)> = Vec::new();
    let ends = (subject.layer.lines.iter().enumerate())
        .flat_map(|(l, line)| line.points.iter().enumerate().map(move |(p, point)| (l, p, point)))
        .filter(|(l, p, _)| subject.numbering.name(*l, *p) == Some(name));
    let ends: Vec<&LinePoint> = ends.map(|(_, _, p)| p).collect();
    for party in subject.case.party_ids() {
        for end in &ends {
            let km = end.distance_km(party);
            for base in end.base_points_of(party) {
                let near = |o: &LatLon| (o.lat - base.lat).abs() + (o.lon - base.lon).abs() < 1e-4;
                if !out.iter().any(|(p, o, _)| p == party && near(o)) {
                    out.push((party.to_owned(), *base, km));
                }
            }
        }
    }
    out
}

/// Named termini of the case, and those that only the lines know.
pub(super) fn termini(
    subject: &Subject<'_>,
    map: &Drawing,
    paper: &Paper<'_>,
    lang: &str,
) -> Result<Vec<(Pt, Option<String>)>> {
    let mut out: Vec<(Pt, Option<String>)> = Vec::new();
    for t in &subject.case.termini {
        let name = Some(plain(t.name.get(lang))).filter(|n| !n.is_empty());
        out.push((paper.point(t.at)?, name));
    }
    for (line, mark) in marks(map) {
        let at = line.path[mark.at];
        if mark.kind == PointKind::Terminus && !out.iter().any(|(o, _)| distance(*o, at) < 0.3) {
            out.push((at, None));
        }
    }
    Ok(out)
}

pub(super) fn marks(map: &Drawing) -> impl Iterator<Item = (&Line, &Mark)> {
    map.lines.iter().filter(|l| l.pair).flat_map(|l| l.marks.iter().map(move |m| (l, m)))
}

/// Draws lines of construction; they lie under the boundary lines.
pub(super) fn draw_construction(svg: &mut Svg, points: &Points) {
    for t in &points.tripoints {
        for foot in &t.feet {
            symbols::construction(svg, t.at, *foot);
        }
    }
}

/// Draws symbols, then their labels.
pub(super) fn draw(svg: &mut Svg, points: &Points, pen: &Pen<'_>) {
    for dot in &points.dots {
        symbols::dot(svg, *dot);
    }
    for (at, _) in &points.numbered {
        symbols::numbered(svg, *at);
    }
    for foot in points.tripoints.iter().flat_map(|t| &t.feet) {
        symbols::base_point(svg, *foot);
    }
    for (at, _) in &points.termini {
        symbols::terminus(svg, *at);
    }
    for t in &points.tripoints {
        symbols::tripoint(svg, t.at, 2.3);
    }
    for (_, text) in &points.numbered {
        text.draw(svg, pen.fonts);
    }
    for label in points.tripoints.iter().filter_map(|t| t.label.as_ref()) {
        label.draw(svg, pen.fonts);
    }
}
