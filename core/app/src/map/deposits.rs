//! Deposits: open lozenges with their names, the last labels to be placed.

use anyhow::Result;
use littoral_model::Case;

use super::bidi::plain;
use super::labels::{Obstacles, around};
use super::pen::Pen;
use super::plane::Pt;
use super::projection::Paper;
use super::text::{Anchor, Text};

/// Places of the deposits that have one, with their names.
pub(super) fn places(case: &Case, paper: &Paper<'_>) -> Result<Vec<(Pt, String)>> {
    let known = case.deposits.iter().filter_map(|d| Some((d.at?, d.names.first()?)));
    known.map(|(at, name)| Ok((paper.point(at)?, plain(name)))).collect()
}

/// Names beside the lozenges; those without room are counted, not drawn.
pub(super) fn place(
    deposits: &[(Pt, String)],
    o: &mut Obstacles,
    pen: &Pen<'_>,
) -> (Vec<Text>, usize) {
    let (mut out, mut omitted) = (Vec::new(), 0);
    for (at, name) in deposits {
        let text = Text::new(name.as_str(), 0.0, 0.0, 6.5).italic().halo("#FFFFFF", 0.8);
        let b = text.clone().anchor(Anchor::Middle).bounds(pen.fonts);
        let places = around(*at, Pt { x: 1.0, y: 0.0 }, 0.9, b.w, b.h);
        match places.into_iter().find(|r| o.free(r) && !o.thin.meet(r)) {
            Some(place) => {
                o.add_box(place);
                out.push(super::placing::into_box(text, place, pen));
            }
            None => omitted += 1,
        }
    }
    (out, omitted)
}
