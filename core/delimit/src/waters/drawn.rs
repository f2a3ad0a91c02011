//! A partition from its boundary lines, as a treaty or a proposal states them.
//!
//! Lines are joined where their ends meet, and what ends on the coast goes on along the coast to the next line: so the
//! waters of every holder have closed rims, walked with the holder on the left. Its score is the distance from its rims,
//! negative within. On a line both neighbours measure from the same line: their scores are equal there and nowhere else.
//! Beyond the coast nothing is prolonged, so a line that comes ashore at a slant cannot come out again behind the next cape.

mod cross;
mod rims;
mod settle;
mod shore;

use littoral_geodesy::{Chain, Join, LatLon, Shoreline, SurfacePoint};

use super::{SolveOptions, Waters};
use crate::basis::Core;
use crate::division::LayerDivision;
use crate::error::DelimitError;
use crate::field::{Field, Node};
use crate::partition::{Holder, Partition};

/// Ends nearer to one another than this are one place, metres; a boundary farther from every line is nobody's.
const JOIN_M: f64 = 10.0;

/// A boundary line as somebody drew it: geodesics from place to place. A ring ends where it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnLine {
    /// Who holds its left, seen along the places, and who its right.
    pub between: [Holder; 2],
    /// Two places or more.
    pub places: Vec<LatLon>,
}

/// What drawn lines make.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The partition: parties in the case's order, then other holders by name.
    pub partition: Partition,
    /// The lines with their ends where they meet or come ashore.
    lines: Vec<DrawnLine>,
}

/// What the parts of the work look at.
struct Desk<'a> {
    core: &'a Core,
    options: &'a SolveOptions<'a>,
    reach_m: f64,
}

impl Waters {
    /// The partition that drawn lines make. A line that ends in the water runs straight on to the coast, by at most
    /// `reach_m` metres; one that ends on land is cut where it last comes ashore; ends within 10 m of one another meet.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for no line, a line of one place or of one holder, a place that is none;
    /// [`DelimitError::Geometry`] with the place where lines cross, where one ends in the water, and where the coast
    /// between two lines would have two holders; [`DelimitError::Cancelled`].
    pub fn drawn(
        &self,
        lines: &[DrawnLine],
        reach_m: f64,
        options: &SolveOptions<'_>,
    ) -> Result<Drawn, DelimitError> {
        let desk = Desk { core: &self.core, options, reach_m };
        let mut lines = checked(lines)?;
        let nodes = settle::settle(&desk, &mut lines)?;
        cross::none(&desk, &lines)?;
        let mut scores = Vec::new();
        for holder in self.named(&lines) {
            let rims = rims::of(&desk, &lines, &nodes, &holder)?;
            let id = self.register(self.core.rims_set(&rims))?;
            scores.push((holder, Field::new(Node::Side(id))));
        }
        let lines = lines.into_iter().map(|l| l.line).collect();
        Ok(Drawn { partition: Partition::new(scores), lines })
    }

    /// Everybody whom a line names: parties in the case's order, then the others by name.
    fn named(&self, lines: &[settle::Settled]) -> Vec<Holder> {
        let mut all: Vec<Holder> = lines.iter().flat_map(|l| l.line.between.clone()).collect();
        let rank =
            |h: &Holder| self.case.party_ids().position(|p| p == h.as_str()).unwrap_or(usize::MAX);
        all.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
        all.dedup();
        all
    }

    /// Holds a solution of [`Self::drawn`] against what was drawn.
    ///
    /// # Errors
    /// [`DelimitError::Geometry`] with a place where two holders meet and no line between them is drawn;
    /// [`DelimitError::Cancelled`].
    pub fn as_drawn(
        &self,
        drawn: &Drawn,
        layer: &LayerDivision,
        options: &SolveOptions<'_>,
    ) -> Result<(), DelimitError> {
        let earth = &self.core.earth;
        for found in &layer.lines {
            options.check()?;
            let [a, b] = &found.between;
            let ours =
                drawn.lines.iter().filter(|l| l.between.contains(a) && l.between.contains(b));
            let chains: Vec<Chain<'_>> = ours.map(|l| chain(&l.places)).collect();
            let set = Shoreline::new(earth, &chains);
            let far = |at: &LatLon| {
                set.nearest(&earth.point(*at), None, f64::INFINITY).distance_m > JOIN_M
            };
            if let Some(at) = found.points.iter().map(crate::LinePoint::at).find(far) {
                let text = format!("{a} and {b} would meet where no line between them is drawn,");
                return Err(DelimitError::Geometry { text, at });
            }
        }
        Ok(())
    }
}

/// Lines as they are settled later. One whose places are all the same divides nothing.
fn checked(lines: &[DrawnLine]) -> Result<Vec<settle::Settled>, DelimitError> {
    let mut all = Vec::new();
    for line in lines {
        let [a, b] = &line.between;
        if a == b || line.places.len() < 2 {
            let text =
                format!("the line between {a} and {b} needs two holders and two places or more");
            return Err(DelimitError::Invalid(text));
        }
        let places = Waters::distinct(&line.places, 1)?;
        if places.len() > 1 {
            let line = DrawnLine { places, between: line.between.clone() };
            all.push(settle::Settled { line, ends: [0, 0] });
        }
    }
    match all.is_empty() {
        true => Err(DelimitError::Invalid("there are no lines".into())),
        false => Ok(all),
    }
}

fn chain(places: &[LatLon]) -> Chain<'_> {
    Chain { points: places, closed: false, join: Join::Geodesic }
}

impl Desk<'_> {
    fn point(&self, at: LatLon) -> SurfacePoint {
        self.core.earth.point(at)
    }
}
