//! Where things stand on a sheet: scale, sea off centre, furniture on land.

use anyhow::{Result, bail};
use littoral_geodesy::LatLon;
use littoral_model::{Case, EdgeKind};

use super::plane::{Pt, Rect, bounds, inside};
use super::projection::{Paper, Projection, TOLERANCE, simplify};

/// The sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Page {
    /// A4 upright, 210 x 297 mm
    #[default]
    Portrait,
    /// A4 across, 297 x 210 mm
    Landscape,
    /// 16:9 for slides, 338.67 x 190.5 mm
    Wide,
}

impl Page {
    /// The whole sheet, mm.
    pub(super) const fn sheet(self) -> Rect {
        match self {
            Self::Portrait => Rect::new(0.0, 0.0, 210.0, 297.0),
            Self::Landscape => Rect::new(0.0, 0.0, 297.0, 210.0),
            Self::Wide => Rect::new(0.0, 0.0, 338.67, 190.5),
        }
    }

    /// The map's frame: 12 mm of margin, 25 for the title, 41 for sources and hashes.
    pub(super) const fn frame(self) -> Rect {
        let s = self.sheet();
        Rect::new(12.0, 25.0, s.w - 24.0, s.h - 66.0)
    }
}

/// Width of the furniture column without its margin.
pub(super) const PANEL: f64 = 49.0;
/// Frame to furniture, and white space around it.
const MARGIN: f64 = 4.0;
/// Least distance of the sea from the frame.
const AIR: f64 = 8.0;
/// Least distance of furniture from the sea.
const CLEAR: f64 = 2.5;

/// Mantissas of a printed scale.
const ROUND: [f64; 11] = [1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 5.5, 6.0, 7.5];

/// Round scale denominators from `at_least` on, ascending.
pub(super) fn round_scales(at_least: f64) -> impl Iterator<Item = f64> {
    let power = at_least.max(1.0).log10().floor() as i32;
    (power..power + 4)
        .flat_map(|p| ROUND.map(|m| m * 10f64.powi(p)))
        .filter(move |s| *s >= at_least * (1.0 - 1e-12))
}

/// What the furniture needs, mm.
pub(super) struct Needs {
    pub(super) legend: f64,
    /// Height of an inset with its lettering; 0 for none.
    pub(super) inset: f64,
    /// Most insets; more than one only where there is room at the scale of one.
    pub(super) insets: usize,
}

/// Scale, place of the sea, and boxes of the furniture.
pub(super) struct Layout {
    pub(super) scale: f64,
    /// Where the projection's centre stands.
    pub(super) origin: Pt,
    pub(super) legend: Rect,
    pub(super) insets: Vec<Rect>,
    /// Where the scale bar starts and how wide it may be.
    pub(super) bar: Rect,
}

/// The sea at scale 1, metres, y down.
struct Sea {
    points: Vec<Pt>,
    rings: Vec<Vec<Pt>>,
    bounds: Rect,
}

/// Chooses the largest round scale at which sea and furniture do not meet.
pub(super) fn plan(
    case: &Case,
    projection: &Projection,
    needs: &Needs,
    page: Page,
) -> Result<Layout> {
    let frame = page.frame();
    let sea = outline(case, projection)?;
    let (w, h) = (sea.bounds.w * 1000.0, sea.bounds.h * 1000.0);
    if !(w > 0.0 && h > 0.0 && w.is_finite() && h.is_finite()) {
        bail!("the sea of {} has no extent: nothing to draw", case.id);
    }
    let least = (w / (frame.w - 2.0 * AIR)).max(h / (frame.h - 2.0 * AIR));
    // First with everything; after a few steps down the inset is given up rather than the scale.
    let bare = Needs { inset: 0.0, ..*needs };
    let full = round_scales(least).take(4).map(|s| (s, needs));
    for (scale, needs) in full.chain(round_scales(least).map(|s| (s, &bare))) {
        if let Some(layout) = at_scale(&sea, scale, needs, frame) {
            return Ok(layout);
        }
    }
    bail!("no scale puts the sea of {} and the legend on one sheet", case.id)
}

fn outline(case: &Case, projection: &Projection) -> Result<Sea> {
    // One metre of ground is one millimetre of "paper" here.
    let origin = Pt { x: 0.0, y: 0.0 };
    let paper = Paper { projection, scale: 1000.0, origin, tolerance: TOLERANCE };
    let ring = |r: &Vec<LatLon>, edge: EdgeKind| -> Result<Vec<Pt>> {
        let mut out = Vec::new();
        for k in 0..r.len() {
            let pair = [r[k], r[(k + 1) % r.len()]];
            let ends = [paper.point(pair[0])?, paper.point(pair[1])?];
            let steps =
                (super::plane::distance(ends[0], ends[1]) / 10_000.0).ceil().clamp(1.0, 200.0);
            if edge == EdgeKind::Geodesic || steps < 2.0 {
                out.extend(
                    (0..steps as usize).map(|i| ends[0] + (ends[1] - ends[0]) * (i as f64 / steps)),
                );
            } else {
                out.extend(paper.line(&pair, edge, false)?);
            }
        }
        Ok(out)
    };
    let outer = ring(&case.sea.outer, case.sea.edge)?;
    let Some(bounds) = bounds(&outer) else { bail!("the sea has no outline: nothing to draw") };
    let mut points = outer.clone();
    for lagoon in &case.excluded {
        points.extend(ring(lagoon, EdgeKind::Geodesic)?);
    }
    let rings = vec![simplify(outer, true, 500.0)];
    Ok(Sea { points, rings, bounds })
}

fn at_scale(sea: &Sea, scale: f64, needs: &Needs, frame: Rect) -> Option<Layout> {
    let k = 1000.0 / scale;
    let (w, h) = (sea.bounds.w * k, sea.bounds.h * k);
    // A sea that leaves most of a broad sheet empty stands in the middle of what the furniture leaves.
    let room = frame.w - PANEL - 3.0 * MARGIN;
    let beside = frame.x + MARGIN + (room - w) / 2.0;
    let xs = [frame.x + AIR, frame.centre().x - w / 2.0, frame.right() - AIR - w, beside];
    let ys = [frame.centre().y - h / 2.0, frame.y + AIR, frame.bottom() - AIR - h];
    let usual = [(0, 0), (2, 0), (1, 0), (0, 1), (0, 2), (2, 1), (2, 2), (1, 1), (1, 2)];
    let broad = (room > 1.6 * w).then_some((3, 0));
    for (x, y) in broad.into_iter().chain(usual) {
        let origin = Pt { x: xs[x] - sea.bounds.x * k, y: ys[y] - sea.bounds.y * k };
        let at = |p: &Pt| Pt { x: origin.x + p.x * k, y: origin.y + p.y * k };
        let points: Vec<Pt> = sea.points.iter().map(at).collect();
        let rings: Vec<Vec<Pt>> = sea.rings.iter().map(|r| r.iter().map(at).collect()).collect();
        let free = |r: &Rect| {
            let r = r.grown(CLEAR);
            !points.iter().any(|p| r.has(*p)) && !inside(&rings, r.centre())
        };
        if let Some((legend, inset, bar)) = furnish(needs, frame, &free) {
            let mut insets: Vec<Rect> = inset.into_iter().collect();
            while let Some(next) = another(needs, frame, (legend, &insets, bar), &free) {
                insets.push(next);
            }
            return Some(Layout { scale, origin, legend, insets, bar });
        }
    }
    None
}

/// Furniture in the corners: legend first at the top right, inset below it, scale bar at the left.
fn furnish(
    needs: &Needs,
    frame: Rect,
    free: &dyn Fn(&Rect) -> bool,
) -> Option<(Rect, Option<Rect>, Rect)> {
    for legend in corners(frame, PANEL, needs.legend, [1, 3, 0, 2]) {
        if !free(&legend) {
            continue;
        }
        let inset = if needs.inset > 0.0 {
            let clear = |r: &Rect| free(r) && !r.grown(2.0).meets(&legend);
            let Some(inset) = corners(frame, PANEL, needs.inset, [3, 1, 2, 0]).find(clear) else {
                continue;
            };
            Some(inset)
        } else {
            None
        };
        let apart = |r: &Rect| {
            let g = r.grown(2.0);
            // The bar is thin and its box mostly air: it may come nearer to the sea.
            free(&r.grown(-1.3)) && !g.meets(&legend) && !inset.is_some_and(|i| g.meets(&i))
        };
        if let Some(bar) = bars(frame).find(apart) {
            return Some((legend, inset, bar));
        }
    }
    None
}

/// Room for one more inset along the frame, if more are wanted.
fn another(
    needs: &Needs,
    frame: Rect,
    (legend, insets, bar): (Rect, &[Rect], Rect),
    free: &dyn Fn(&Rect) -> bool,
) -> Option<Rect> {
    if insets.is_empty() || insets.len() >= needs.insets {
        return None;
    }
    let (left, right) = (frame.x + MARGIN, frame.right() - MARGIN - PANEL);
    let (top, bottom) = (frame.y + MARGIN, frame.bottom() - MARGIN - needs.inset);
    let steps = |from: f64, to: f64| {
        (0_i32..).map(move |k| from + 6.0 * f64::from(k)).take_while(move |v| *v <= to)
    };
    let rows = [bottom, top].into_iter().flat_map(|y| steps(left, right).map(move |x| (x, y)));
    let columns = [right, left].into_iter().flat_map(|x| steps(top, bottom).map(move |y| (x, y)));
    let mut boxes = rows.chain(columns).map(|(x, y)| Rect::new(x, y, PANEL, needs.inset));
    let apart = |r: &Rect| {
        let g = r.grown(5.0);
        !g.meets(&legend) && !g.meets(&bar) && !insets.iter().any(|i| g.meets(i)) && free(r)
    };
    boxes.find(apart)
}

/// Boxes in the corners of the frame: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
fn corners(frame: Rect, w: f64, h: f64, order: [usize; 4]) -> impl Iterator<Item = Rect> {
    order.into_iter().map(move |k| {
        let x = if k % 2 == 0 { frame.x + MARGIN } else { frame.right() - MARGIN - w };
        let y = if k < 2 { frame.y + MARGIN } else { frame.bottom() - MARGIN - h };
        Rect::new(x, y, w, h)
    })
}

/// Places for the scale bar: along the bottom from the left, then along the top, then shorter.
fn bars(frame: Rect) -> impl Iterator<Item = Rect> {
    let h = 9.0;
    [59.0, 46.0, 32.0].into_iter().flat_map(move |w| {
        let steps = ((frame.w - 2.0 * MARGIN - w) / 8.0) as usize;
        [frame.bottom() - 4.0 - h, frame.y + MARGIN + 1.0].into_iter().flat_map(move |y| {
            (0..=steps).map(move |k| Rect::new(frame.x + 5.0 + 8.0 * k as f64, y, w, h))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_ascend() {
        let got: Vec<f64> = round_scales(5_200_000.0).take(3).collect();
        assert_eq!(got, [5.5e6, 6e6, 7.5e6]);
        assert_eq!(round_scales(1e6).next(), Some(1e6));
    }
}
