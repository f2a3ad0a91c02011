//! Where the ends of drawn lines are: with one another, or on the coast.

use littoral_geodesy::{LatLon, SurfacePoint};

use super::shore::{self, Landing};
use super::{Desk, DrawnLine, JOIN_M};
use crate::error::DelimitError;
use crate::partition::Holder;

/// Ends nearer than this are the same place as written, metres.
pub(super) const SAME_M: f64 = 1e-3;

/// A line with the nodes at its ends.
pub(super) struct Settled {
    pub(super) line: DrawnLine,
    pub(super) ends: [usize; 2],
}

/// A place where lines end.
pub(super) struct Node {
    pub(super) at: LatLon,
    /// Where it lies on the coast, if somebody's waters go on along the coast there.
    pub(super) shore: Option<Landing>,
}

/// An end of a line: its number, and whether it is the last place.
type End = (usize, bool);

/// A node while ends are gathered.
struct Gathered {
    at: SurfacePoint,
    ends: Vec<End>,
}

/// Finds the nodes and moves the ends of the lines there.
pub(super) fn settle(desk: &Desk<'_>, lines: &mut [Settled]) -> Result<Vec<Node>, DelimitError> {
    let mut nodes = Vec::new();
    for gathered in joined(desk, gather(desk, lines)) {
        desk.options.check()?;
        nodes.push(placed(desk, lines, &gathered, nodes.len())?);
    }
    Ok(nodes)
}

fn gather(desk: &Desk<'_>, lines: &[Settled]) -> Vec<Gathered> {
    let mut all: Vec<Gathered> = Vec::new();
    for (k, l) in lines.iter().enumerate() {
        for last in [false, true] {
            let at = desk.point(l.end(last));
            match all.iter_mut().find(|g| (g.at.p - at.p).norm() <= SAME_M) {
                Some(g) => g.ends.push((k, last)),
                None => all.push(Gathered { at, ends: vec![(k, last)] }),
            }
        }
    }
    all
}

/// An end alone in the water or on land goes to the nearest other ends within reach of [`JOIN_M`].
fn joined(desk: &Desk<'_>, mut all: Vec<Gathered>) -> Vec<Gathered> {
    let mut k = 0;
    while k < all.len() {
        let own = all[k].at;
        let alone = all[k].ends.len() == 1 && desk.core.sea.signed(&own, None).0.abs() > SAME_M;
        let away = |j: &usize| (all[*j].at.p - own.p).norm();
        let near = (0..all.len()).filter(|j| *j != k && away(j) <= JOIN_M);
        match near.min_by(|i, j| away(i).total_cmp(&away(j))).filter(|_| alone) {
            Some(j) => {
                let moved = all.remove(k).ends;
                all[j - usize::from(k < j)].ends.extend(moved);
            }
            None => k += 1,
        }
    }
    all
}

fn placed(
    desk: &Desk<'_>,
    lines: &mut [Settled],
    gathered: &Gathered,
    id: usize,
) -> Result<Node, DelimitError> {
    for (k, last) in &gathered.ends {
        lines[*k].ends[usize::from(*last)] = id;
    }
    let mut at = desk.core.place(&gathered.at);
    let mut landing = None;
    if !balanced(lines, &gathered.ends) {
        let found = match gathered.ends[..] {
            [end] => shore::landing(desk, &mut lines[end.0].line, end.1)?,
            _ => shore::beside(desk, &gathered.at, JOIN_M),
        };
        landing = Some(found.ok_or_else(|| loose(desk, lines, gathered))?);
    }
    if let ([end], Some(found)) = (&gathered.ends[..], &landing) {
        at = found.at;
        lines[end.0].set_end(end.1, at);
    } else {
        gathered.ends.iter().for_each(|(k, last)| lines[*k].set_end(*last, at));
    }
    Ok(Node { at, shore: landing })
}

/// Does every holder that arrives at a node along a line leave it along another?
fn balanced(lines: &[Settled], ends: &[End]) -> bool {
    let mut sums: Vec<(&Holder, i32)> = Vec::new();
    for (k, last) in ends {
        // The left holder walks along the places, the right one against them.
        let [left, right] = &lines[*k].line.between;
        let step = if *last { 1 } else { -1 };
        for (holder, step) in [(left, step), (right, -step)] {
            match sums.iter_mut().find(|s| s.0 == holder) {
                Some(s) => s.1 += step,
                None => sums.push((holder, step)),
            }
        }
    }
    sums.iter().all(|s| s.1 == 0)
}

fn loose(desk: &Desk<'_>, lines: &[Settled], gathered: &Gathered) -> DelimitError {
    let at = desk.core.place(&gathered.at);
    let away_km = desk.core.sea.signed(&gathered.at, None).0.abs() / 1e3;
    let (k, _) = gathered.ends[0];
    let [a, b] = &lines[k].line.between;
    let text = match gathered.ends.len() {
        1 => format!(
            "the line between {a} and {b} ends {away_km:.1} km from the coast, where no line goes on,"
        ),
        _ => format!("lines meet, but somebody beside the line between {a} and {b} has no line on"),
    };
    DelimitError::Geometry { text, at }
}

impl Settled {
    fn end(&self, last: bool) -> LatLon {
        let places = &self.line.places;
        places[if last { places.len() - 1 } else { 0 }]
    }

    fn set_end(&mut self, last: bool, at: LatLon) {
        let k = if last { self.line.places.len() - 1 } else { 0 };
        self.line.places[k] = at;
    }
}
