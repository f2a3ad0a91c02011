//! Coasts as lines and base points: the sea is the ring that they close, else a window around them.

use littoral_geodesy::LatLon;
use littoral_model::{Finding, ShoreKind};

use super::{Sketch, Wishes};
use crate::exchange::Shape;

/// Ends of lines nearer than this are one place, degrees: 0.1 m.
const SAME: f64 = 1e-6;

pub(super) fn sketch(
    file: &str,
    owned: &[(String, &Shape)],
    wishes: &Wishes,
    log: &mut Vec<Finding>,
) -> Option<Sketch> {
    let mut lines: Vec<(String, Vec<LatLon>)> = Vec::new();
    let mut points: Vec<(String, Vec<LatLon>)> = Vec::new();
    for (party, shape) in owned {
        match shape {
            Shape::Lines(all) => lines.extend(all.iter().map(|l| (party.clone(), l.clone()))),
            Shape::Points(all) => points.push((party.clone(), all.clone())),
            Shape::Polygons(_) => {}
        }
    }
    let ring = ring(&lines);
    let closed = ring.is_some();
    let sea = match ring {
        Some(ring) => ring,
        None => {
            let text = "the coasts close no ring: the sea is a window around them";
            let help = "draw the window with --window S,W,N,E; shares are of what lies inside it";
            log.push(Finding::note("F404", text).at(file, "").help(help));
            window(owned, wishes)
        }
    };
    let mut shores: Vec<(String, ShoreKind, Vec<Vec<LatLon>>)> = Vec::new();
    for (kind, all) in [(ShoreKind::Coast, lines), (ShoreKind::BasePoint, points)] {
        for (party, line) in all {
            match shores.iter_mut().find(|s| s.0 == party && s.1 == kind) {
                Some(shore) if kind == ShoreKind::BasePoint => {
                    shore.2.iter_mut().for_each(|l| l.extend(&line))
                }
                Some(shore) => shore.2.push(line),
                None => shores.push((party, kind, vec![line])),
            }
        }
    }
    Some(Sketch { sea: vec![sea], closed, shores })
}

/// One ring through every line, if their ends meet so.
fn ring(lines: &[(String, Vec<LatLon>)]) -> Option<Vec<LatLon>> {
    let same = |a: LatLon, b: LatLon| (a.lat - b.lat).abs() < SAME && (a.lon - b.lon).abs() < SAME;
    let mut left: Vec<&Vec<LatLon>> = lines.iter().map(|(_, l)| l).collect();
    let mut out: Vec<LatLon> = left.pop()?.clone();
    while !left.is_empty() {
        let end = *out.last()?;
        let meets = |l: &&Vec<LatLon>| {
            l.first().zip(l.last()).is_some_and(|(a, b)| same(*a, end) || same(*b, end))
        };
        let k = left.iter().position(meets)?;
        let mut next = left.swap_remove(k).clone();
        if !next.first().is_some_and(|a| same(*a, end)) {
            next.reverse();
        }
        out.extend(next.into_iter().skip(1));
    }
    let (first, last) = out.first().copied().zip(out.last().copied())?;
    (same(first, last) && out.len() > 3).then(|| {
        out.pop();
        out
    })
}

/// The box asked for, else the one around everything.
fn window(owned: &[(String, &Shape)], wishes: &Wishes) -> Vec<LatLon> {
    let [s, w, n, e] = wishes.window.unwrap_or_else(|| {
        let boxes = owned.iter().filter_map(|(_, shape)| shape.bounds());
        let all =
            boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        let [w, s, e, n] = all.unwrap_or([0.0, 0.0, 1.0, 1.0]);
        // Coasts of one latitude or longitude still need a window with an inside.
        let (dx, dy) = ((0.05 * (e - w)).max(0.05), (0.05 * (n - s)).max(0.05));
        [s - dy, w - dx, n + dy, e + dx]
    });
    [(s, w), (s, e), (n, e), (n, w)].map(|(lat, lon)| LatLon::new(lat, lon)).to_vec()
}
