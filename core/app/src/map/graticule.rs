//! Graticule: whole parallels and meridians, labelled where they leave the frame.

use anyhow::Result;
use littoral_geodesy::LatLon;

use super::palette::GRATICULE;
use super::pen::Pen;
use super::plane::{Pt, Rect};
use super::projection::Paper;
use super::svg::{Svg, path_data};
use super::text::{Anchor, Text};

/// Steps in minutes of arc, coarsest last.
const STEPS: [u32; 11] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800];

/// Parallels and meridians of one sheet.
pub(super) struct Graticule {
    /// Step in degrees.
    pub(super) step: f64,
    lines: Vec<Line>,
}

struct Line {
    parallel: bool,
    degrees: f64,
    path: Vec<Pt>,
}

/// The degrees that a frame shows: least and greatest latitude and longitude, from its rim.
fn span(paper: &Paper<'_>, frame: Rect, near: LatLon, spare: f64) -> Result<[f64; 4]> {
    // Newton's way back from paper to degrees is not needed: half the frame's diagonal bounds it.
    let reach = |mm: f64| (mm * paper.scale / 1000.0 / 111_000.0).min(80.0);
    let c = paper.point(near)?;
    let up = reach(c.y - frame.y).max(0.0) + spare;
    let down = reach(frame.bottom() - c.y).max(0.0) + spare;
    let (south, north) = ((near.lat - down).max(-89.0), (near.lat + up).min(89.0));
    let thin = south.abs().max(north.abs()).to_radians().cos().max(0.05);
    // A window wider than the globe has more to spare than there is: no clamp, which would panic.
    let wide = |mm: f64| mm * paper.scale / 1000.0 / 111_000.0 / thin + spare;
    let side = |mm: f64| wide(mm).max(spare).min(175.0);
    Ok([south, north, near.lon - side(c.x - frame.x), near.lon + side(frame.right() - c.x)])
}

impl Graticule {
    /// Chooses the step that puts four to eight parallels on the frame, and draws the lines.
    pub(super) fn new(paper: &Paper<'_>, frame: Rect) -> Result<Self> {
        Self::around(paper, frame, paper.projection.centre, 1.0)
    }

    /// The same, looking for lines around a place in the frame, with so many degrees to spare.
    pub(super) fn around(paper: &Paper<'_>, frame: Rect, near: LatLon, spare: f64) -> Result<Self> {
        let height = frame.h.max(frame.w) * paper.scale / 1000.0 / 1852.0;
        let fits = |s: &&u32| height / f64::from(**s) <= 8.0;
        let minutes = STEPS.iter().find(fits).copied().unwrap_or(1800);
        let step = f64::from(minutes) / 60.0;
        let [south, north, west, east] = span(paper, frame, near, spare)?;
        let whole = |from: f64, to: f64| {
            let first = (from / step).ceil() as i64;
            (first..=(to / step).floor() as i64).map(move |k| k as f64 * step)
        };
        let even = |from: f64, to: f64, k: i32| from + (to - from) * f64::from(k) / 120.0;
        let mut lines = Vec::new();
        for lat in whole(south, north) {
            let at = |k| paper.point(LatLon::new(lat, even(west, east, k)));
            let path = (0..=120).map(at).collect::<Result<_>>()?;
            lines.push(Line { parallel: true, degrees: lat, path });
        }
        for lon in whole(west, east) {
            let at = |k| paper.point(LatLon::new(even(south, north, k), lon));
            let path = (0..=120).map(at).collect::<Result<_>>()?;
            let degrees = (lon + 180.0).rem_euclid(360.0) - 180.0;
            lines.push(Line { parallel: false, degrees, path });
        }
        Ok(Self { step, lines })
    }

    /// The lines, cut at the frame.
    pub(super) fn draw(&self, svg: &mut Svg, frame: Rect) {
        let mut d = String::new();
        for line in &self.lines {
            let cut = line.path.windows(2).filter_map(|w| frame.clip(w[0], w[1]));
            let mut last = None;
            let mut run: Vec<Pt> = Vec::new();
            for (a, b) in cut {
                if last != Some(a) {
                    d += &path_data(&run, false);
                    run = vec![a];
                }
                run.push(b);
                last = Some(b);
            }
            d += &path_data(
                &super::projection::simplify(run, false, super::projection::TOLERANCE),
                false,
            );
        }
        let pen = [("fill", "none"), ("stroke", GRATICULE), ("stroke-width", "0.11")];
        svg.path(&d, &[&pen[..], &[("stroke-opacity", "0.55")]].concat());
    }

    /// Degrees outside the frame: meridians above and below, parallels left and right.
    pub(super) fn label(&self, svg: &mut Svg, frame: Rect, pen: &Pen<'_>) {
        let (mut above, mut below) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for line in &self.lines {
            let letters = if line.parallel { ["N", "S"] } else { ["E", "W"] };
            let text = pen.lang.degrees(line.degrees, letters);
            let put = |svg: &mut Svg, x: f64, y: f64, anchor| {
                Text::new(text.as_str(), x, y, 6.5).mute().anchor(anchor).draw(svg, pen.fonts);
            };
            if line.parallel {
                for y in crossings(line, frame.x, true)
                    .filter(|&y| y > frame.y + 2.0 && y < frame.bottom() - 2.0)
                {
                    put(svg, frame.x - 1.2, y + 0.8, Anchor::Right);
                }
                for y in crossings(line, frame.right(), true)
                    .filter(|&y| y > frame.y + 2.0 && y < frame.bottom() - 2.0)
                {
                    put(svg, frame.right() + 1.2, y + 0.8, Anchor::Left);
                }
                continue;
            }
            let half = Text::new(text.as_str(), 0.0, 0.0, 6.5).width(pen.fonts) / 2.0;
            let inside = |x: &f64| *x > frame.x + half && *x < frame.right() - half;
            for x in crossings(line, frame.y, false).filter(inside) {
                if x - half > above {
                    put(svg, x, frame.y - 1.3, Anchor::Middle);
                    above = x + half + 1.0;
                }
            }
            for x in crossings(line, frame.bottom(), false).filter(inside) {
                if x - half > below {
                    put(svg, x, frame.bottom() + 3.0, Anchor::Middle);
                    below = x + half + 1.0;
                }
            }
        }
    }
}

/// Where a line crosses the vertical `x = at` (its y), or the horizontal `y = at` (its x).
fn crossings(line: &Line, at: f64, vertical: bool) -> impl Iterator<Item = f64> + '_ {
    line.path.windows(2).filter_map(move |w| {
        let key = |p: Pt| if vertical { (p.x, p.y) } else { (p.y, p.x) };
        let ((u0, v0), (u1, v1)) = (key(w[0]), key(w[1]));
        let t = (at - u0) / (u1 - u0);
        ((u0 < at) != (u1 < at)).then_some(v0 + (v1 - v0) * t)
    })
}
