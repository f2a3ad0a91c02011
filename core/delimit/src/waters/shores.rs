//! Distances from other shores than the whole coast: a part of it, its general front, a drawn baseline or line.

use littoral_geodesy::{Chain, Join, LatLon, densify};
use littoral_model::{EdgeKind, ShoreKind};

use super::pieces::{Piece, crossings, pieces};
use super::{SolveOptions, Waters};
use crate::basis::BaseSet;
use crate::error::DelimitError;
use crate::field::{Field, Node};
use crate::metric::coast_length::generalised;

/// How far a front steps back from a terminus, metres.
const INSET_M: f64 = 20.0;

/// From what a party's distance is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Shores {
    /// Is the mainland coast counted?
    pub mainland: bool,
    /// Are islands counted?
    pub islands: bool,
    /// Scale in metres at which the mainland is generalised to its front; 0 keeps every vertex.
    pub front_m: f64,
    /// A straight baseline added to the party's shores: two places or more, joined by geodesics; or none.
    pub baseline: Vec<LatLon>,
}

impl Default for Shores {
    fn default() -> Self {
        Self { mainland: true, islands: true, front_m: 0.0, baseline: Vec::new() }
    }
}

impl Waters {
    /// Distance from the shores of one party that are chosen, metres.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for an unknown party, a baseline of one place or a choice that leaves no shore.
    pub fn distance_from(&self, party: usize, shores: &Shores) -> Result<Field, DelimitError> {
        let Some(name) = self.case.parties.get(party) else {
            return Err(DelimitError::Invalid(format!("there is no party number {party}")));
        };
        if shores.baseline.len() == 1 {
            return Err(DelimitError::Invalid("a baseline needs two places or more".into()));
        }
        for p in &shores.baseline {
            p.check().map_err(DelimitError::Invalid)?;
        }
        let set = self.chosen(party, shores);
        if set.line.is_empty() {
            return Err(DelimitError::Invalid(format!("{} has no such shore", name.id)));
        }
        Ok(Field::new(Node::Distance(self.register(set)?)))
    }

    /// Distance from some lines of one party, metres.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] if there is no place among them.
    pub(crate) fn distance_of(
        &self,
        party: usize,
        chains: Vec<Chain<'_>>,
    ) -> Result<Field, DelimitError> {
        let set = self.core.set_of(chains, party);
        if set.line.is_empty() {
            return Err(DelimitError::Invalid("there is no such shore to measure from".into()));
        }
        Ok(Field::new(Node::Distance(self.register(set)?)))
    }

    /// Distance from a line or a point that is nobody's shore, metres; its ends are not prolonged.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for no place, or one that is none.
    pub fn away(&self, points: &[LatLon]) -> Result<Field, DelimitError> {
        let join = if points.len() == 1 { Join::Points } else { Join::Geodesic };
        let set = self.core.chain_set(&Self::distinct(points, 1)?, false, join);
        Ok(Field::new(Node::Distance(self.register(set)?)))
    }

    /// Distance from a ring of geodesics, negative inside, metres, in whichever direction its places run.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for fewer than three distinct places.
    pub fn ring(&self, points: &[LatLon]) -> Result<Field, DelimitError> {
        let mut ring = Self::distinct(points, 3)?;
        if ring.first() == ring.last() {
            ring.pop();
        }
        if ring.len() < 3 {
            let text = format!("three distinct places are needed: the list has {}", ring.len());
            return Err(DelimitError::Invalid(text));
        }
        // The sign of the area by latitude and longitude about the first place tells the direction.
        let from = ring.first().copied().unwrap_or(LatLon::new(0.0, 0.0));
        let east = |p: &LatLon| densify::wrap(p.lon - from.lon);
        let around = ring.iter().zip(ring.iter().cycle().skip(1));
        let twice: f64 = around.map(|(a, b)| east(a) * b.lat - east(b) * a.lat).sum();
        if twice < 0.0 {
            ring.reverse();
        }
        let set = self.core.chain_set(&ring, true, Join::Geodesic);
        Ok(Field::new(Node::Side(self.register(set)?)))
    }

    /// Where a ring of geodesics crosses itself first, from south to north: it has no inside then. One that only touches itself
    /// does not.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for a place that is none; [`DelimitError::Cancelled`].
    pub fn ring_crosses_itself(
        &self,
        points: &[LatLon],
        options: &SolveOptions<'_>,
    ) -> Result<Option<LatLon>, DelimitError> {
        let mut ring = Self::distinct(points, 1)?;
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let earth = &self.core.earth;
        let chain = Chain { points: &ring, closed: true, join: Join::Geodesic };
        let pieces = pieces(earth, 0, &chain);
        let last = pieces.last().map_or(0, |p| p.number);
        let mut first = None;
        let found = |p: &Piece, q: &Piece| {
            // The first and the last meet at the place where the ring begins.
            if p.number.abs_diff(q.number) < last && first.is_none() {
                first = Some(earth.lat_lon(&p.meets(earth, q)));
            }
            Ok(())
        };
        crossings(pieces, || options.check(), found)?;
        Ok(first)
    }

    pub(super) fn distinct(points: &[LatLon], least: usize) -> Result<Vec<LatLon>, DelimitError> {
        let mut distinct = points.to_vec();
        distinct.dedup();
        for p in &distinct {
            p.check().map_err(DelimitError::Invalid)?;
        }
        match distinct.len() >= least {
            true => Ok(distinct),
            false => {
                let wanted = match least {
                    1 => "a place is needed",
                    2 => "two distinct places are needed",
                    _ => "three distinct places are needed",
                };
                let given = distinct.len();
                Err(DelimitError::Invalid(format!("{wanted}: the list has {given}")))
            }
        }
    }

    /// The general front of a coast. Its ends step back from the termini along the front, so that a tie there is
    /// split by the directions of the fronts and not by those of the coasts.
    fn front(&self, coast: &[LatLon], scale_m: f64) -> Vec<LatLon> {
        let earth = &self.core.earth;
        let mut front = generalised(earth, coast, scale_m);
        let inward = |end: LatLon, next: LatLon| {
            let way = earth.inverse(end, next);
            earth.direct(end, way.azimuth1_deg, INSET_M.min(way.distance_m / 4.0))
        };
        if let [first, second, ..] = front[..] {
            let last = front.len() - 1;
            let (end, before) = (front[last], front[last - 1]);
            front[0] = inward(first, second);
            front[last] = inward(end, before);
        }
        front
    }

    fn chosen(&self, party: usize, shores: &Shores) -> BaseSet {
        let own = self.case.shores.iter().filter(|s| s.party == party);
        let lines: Vec<(Vec<LatLon>, bool, Join)> = own
            .filter(|s| match s.kind {
                ShoreKind::Coast | ShoreKind::BasePoint => shores.mainland,
                ShoreKind::Islands => shores.islands,
                ShoreKind::Baseline => false,
            })
            .flat_map(|s| {
                let join = match (s.kind, s.edge) {
                    (ShoreKind::BasePoint, _) => Join::Points,
                    (_, EdgeKind::Geodesic) => Join::Geodesic,
                    (_, EdgeKind::Loxodrome) => Join::Loxodrome,
                };
                let front = s.kind == ShoreKind::Coast && shores.front_m > 0.0;
                s.lines.iter().map(move |l| {
                    let line = match front {
                        true => self.front(l, shores.front_m),
                        false => l.clone(),
                    };
                    (line, s.kind == ShoreKind::Islands, join)
                })
            })
            .collect();
        let mut chains: Vec<Chain<'_>> = lines
            .iter()
            .map(|(l, closed, join)| Chain { points: l, closed: *closed, join: *join })
            .collect();
        if !shores.baseline.is_empty() {
            let points = &shores.baseline;
            chains.push(Chain { points, closed: false, join: Join::Geodesic });
        }
        self.core.set_of(chains, party)
    }
}
