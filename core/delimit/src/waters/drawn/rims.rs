//! The rims of one holder's waters: its lines with the holder on the left, and the coast between them.

use littoral_geodesy::{LatLon, densify};

use super::Desk;
use super::settle::{Node, Settled};
use super::shore;
use crate::error::DelimitError;
use crate::partition::Holder;

/// A line of the holder, walked with the holder on its left.
struct Side {
    places: Vec<LatLon>,
    from: usize,
    to: usize,
}

/// One after another, where a rim goes on.
enum Next {
    Line(usize),
    Coast,
}

/// All rims of a holder as rings of places, the holder on the left; the first place is not repeated.
pub(super) fn of(
    desk: &Desk<'_>,
    lines: &[Settled],
    nodes: &[Node],
    holder: &Holder,
) -> Result<Vec<Vec<LatLon>>, DelimitError> {
    let walk = Walk { desk, lines, nodes, holder, sides: sides(lines, holder) };
    let mut used = vec![false; walk.sides.len()];
    let mut rims = Vec::new();
    for start in 0..walk.sides.len() {
        if !used[start] {
            desk.options.check()?;
            rims.push(walk.rim(start, &mut used)?);
        }
    }
    Ok(rims)
}

fn sides(lines: &[Settled], holder: &Holder) -> Vec<Side> {
    let own = lines.iter().filter(|l| l.line.between.contains(holder));
    own.map(|l| {
        let mut places = l.line.places.clone();
        let [mut from, mut to] = l.ends;
        if l.line.between[1] == *holder {
            places.reverse();
            std::mem::swap(&mut from, &mut to);
        }
        Side { places, from, to }
    })
    .collect()
}

struct Walk<'a> {
    desk: &'a Desk<'a>,
    lines: &'a [Settled],
    nodes: &'a [Node],
    holder: &'a Holder,
    sides: Vec<Side>,
}

impl Walk<'_> {
    fn rim(&self, start: usize, used: &mut [bool]) -> Result<Vec<LatLon>, DelimitError> {
        let mut rim = Vec::new();
        let mut k = start;
        loop {
            let side = &self.sides[k];
            used[k] = true;
            rim.extend_from_slice(&side.places);
            let back = side.places[side.places.len() - 2];
            k = match self.next(side.to, back)? {
                Next::Line(j) => j,
                Next::Coast => self.along(side.to, &mut rim)?,
            };
            if k == start {
                break;
            }
            if used[k] {
                let text = format!("{} would have more than one shore", self.holder);
                return Err(self.error(text, self.sides[k].from));
            }
        }
        rim.dedup();
        if rim.len() > 1 && rim.first() == rim.last() {
            rim.pop();
        }
        Ok(rim)
    }

    /// What a rim follows from a node: the first of its lines clockwise from where it came, as the holder is on the left.
    fn next(&self, node: usize, back: LatLon) -> Result<Next, DelimitError> {
        let here = &self.nodes[node];
        let came = self.azimuth(here.at, back);
        let turn = |to: LatLon| (self.azimuth(here.at, to) - came).rem_euclid(360.0);
        let on = self.leaving(node).min_by(|i, j| {
            turn(self.sides[*i].places[1]).total_cmp(&turn(self.sides[*j].places[1]))
        });
        let arriving = self.sides.iter().filter(|s| s.to == node).count();
        match (on, &here.shore) {
            // As many arrive as leave: nobody needs the coast.
            (Some(k), _) if self.leaving(node).count() == arriving => Ok(Next::Line(k)),
            (Some(k), Some(shore)) => {
                let coast = self.desk.core.sea.piece(shore.station.floor() as usize);
                let ahead = turn(self.desk.core.place(&coast.ends(&self.desk.core.earth)[1]));
                Ok(if turn(self.sides[k].places[1]) < ahead { Next::Line(k) } else { Next::Coast })
            }
            (Some(k), None) => Ok(Next::Line(k)),
            (None, Some(_)) => Ok(Next::Coast),
            (None, None) => {
                let text = format!("no line goes on with {} on its left", self.holder);
                Err(self.error(text, node))
            }
        }
    }

    /// Follows the coast to the next node on it, whence a line of the holder must go on.
    fn along(&self, node: usize, rim: &mut Vec<LatLon>) -> Result<usize, DelimitError> {
        let Some(from) = &self.nodes[node].shore else {
            return Err(self.error("a line ends in the water".to_owned(), node));
        };
        let round = shore::pieces(self.desk.core, from.ring).len() as f64;
        let ahead = |j: usize| {
            let to = self.nodes[j].shore.as_ref().filter(|s| s.ring == from.ring)?;
            let way = (to.station - from.station).rem_euclid(round);
            Some((if j == node { round } else { way }, j))
        };
        let all = (0..self.nodes.len()).filter_map(ahead);
        let Some((_, there)) = all.min_by(|a, b| a.0.total_cmp(&b.0)) else {
            return Err(self.error("a line ends in the water".to_owned(), node));
        };
        let Some(to) = &self.nodes[there].shore else {
            return Err(self.error("a line ends in the water".to_owned(), there));
        };
        let corners = shore::between(self.desk.core, from, to);
        let before = corners.last().copied().unwrap_or(from.at);
        rim.push(from.at);
        rim.extend(corners);
        rim.push(to.at);
        let came = self.azimuth(to.at, before);
        let turn =
            |k: &usize| (self.azimuth(to.at, self.sides[*k].places[1]) - came).rem_euclid(360.0);
        let next = self.leaving(there).min_by(|i, j| turn(i).total_cmp(&turn(j)));
        next.ok_or_else(|| self.torn(node, there))
    }

    fn leaving(&self, node: usize) -> impl Iterator<Item = usize> {
        (0..self.sides.len()).filter(move |k| self.sides[*k].from == node)
    }

    fn azimuth(&self, from: LatLon, to: LatLon) -> f64 {
        self.desk.core.earth.inverse(from, to).azimuth1_deg
    }

    /// The coast is one holder's by the line behind and another's by the line ahead.
    fn torn(&self, node: usize, there: usize) -> DelimitError {
        let leaving = self.lines.iter().find(|l| l.ends.contains(&there));
        let side = |l: &Settled| usize::from(l.ends[0] != there);
        let other = leaving.map_or("nobody", |l| l.line.between[side(l)].as_str());
        let to = self.nodes[there].at;
        let text = format!(
            "the coast from here to {:.4}, {:.4} would be held by {} and by {other}: where the waters of {} end no line \
             is drawn, or one has its holders on the wrong sides,",
            to.lat,
            densify::wrap(to.lon),
            self.holder,
            self.holder
        );
        self.error(text, node)
    }

    fn error(&self, text: String, node: usize) -> DelimitError {
        DelimitError::Geometry { text, at: self.nodes[node].at }
    }
}
