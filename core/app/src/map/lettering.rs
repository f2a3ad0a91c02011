//! Lettering of the map: every label placed, in the order of its weight.

use anyhow::Result;
use littoral_model::ShoreKind;

use super::drawing::{Drawing, Subject};
use super::labels::Obstacles;
use super::pen::Pen;
use super::plane::{Pt, Rect};
use super::points::Points;
use super::projection::Paper;
use super::text::Text;
use super::{deposits, names, placing, symbols};

/// Lettering on the map, in order of placing.
pub(super) struct Lettering {
    pub(super) points: Points,
    pub(super) texts: Vec<Text>,
    pub(super) deposits: Vec<Pt>,
    pub(super) omitted: usize,
}

/// The map that is to be lettered.
pub(super) struct Ground<'a> {
    pub(super) map: &'a Drawing,
    pub(super) paper: &'a Paper<'a>,
    /// The box that labels stay in.
    pub(super) frame: Rect,
    /// Boxes of the furniture.
    pub(super) furniture: &'a [Rect],
    /// What the insets show.
    pub(super) windows: &'a [Rect],
}

impl Ground<'_> {
    /// What no label may cover.
    pub(super) fn obstacles(&self) -> Obstacles {
        let mut o = Obstacles::new(self.frame);
        for furniture in self.furniture {
            o.add_box(furniture.grown(1.8));
        }
        let map = self.map;
        for lagoon in &map.excluded {
            o.lines.add(lagoon);
        }
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
pub(super) fn letter(
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
    for lozenge in &lozenges {
        o.add_symbol(lozenge.at, 0.9);
    }
    placing::place_tripoints(&mut points, &mut o, pen);
    for w in ground.windows {
        let corners = [(0.0, 0.0), (w.w, 0.0), (w.w, w.h), (0.0, w.h), (0.0, 0.0)];
        o.lines.add(&corners.map(|(x, y)| Pt { x: w.x + x, y: w.y + y }));
    }
    placing::place_numbers(&mut points, map, subject.layer, &mut o, pen);
    let share = |holder: &str| subject.layer.share(holder);
    let (mut texts, mut omitted) = names::place(subject.case, map, &share, &mut o, pen);
    for (more, dropped) in
        [placing::place_termini(&points, map, &mut o, pen), deposits::place(&lozenges, &mut o, pen)]
    {
        texts.extend(more);
        omitted += dropped;
    }
    Ok(Lettering { points, texts, deposits: lozenges.into_iter().map(|d| d.at).collect(), omitted })
}

#[cfg(test)]
impl Lettering {
    pub(super) fn all(&self) -> Vec<Text> {
        let numbers = self.points.numbered.iter().map(|n| &n.1);
        let tripoints = self.points.tripoints.iter().filter_map(|t| t.label.as_ref());
        numbers.chain(tripoints).chain(&self.texts).cloned().collect()
    }
}
