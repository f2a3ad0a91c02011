//! What several metrics of one layer need, worked out when the first of them asks.

use std::cell::OnceCell;

use littoral_geodesy::LatLon;

use super::access::Raster;
use super::scan::{Edges, Row, rows};
use super::{Subject, treaty};
use super::{depth, extra_distance};
use crate::division::BoundaryLine;

/// Mean and greatest extra distance, km; nothing for a layer without water.
type Extra = Option<(f64, f64)>;

/// What is known of a layer so far.
#[derive(Default)]
pub(super) struct Known {
    base_rows: OnceCell<Vec<Row>>,
    flow: OnceCell<Option<Vec<Vec<f64>>>>,
    extra: OnceCell<Extra>,
    rows: OnceCell<Vec<Row>>,
    edges: OnceCell<Edges>,
    raster: OnceCell<Raster>,
    kept: OnceCell<Vec<Vec<LatLon>>>,
    errors: OnceCell<Vec<f64>>,
    bed: OnceCell<Option<[Vec<f64>; 2]>>,
}

impl Known {
    /// Nothing but what changes hands.
    pub(super) fn of_flow(flow: Vec<Vec<f64>>) -> Self {
        Self { flow: OnceCell::from(Some(flow)), ..Self::default() }
    }
}

impl Subject<'_> {
    /// What changes hands against the division compared with, m2; nothing without one.
    pub(super) fn flow(&self) -> Option<&[Vec<f64>]> {
        let flow = || self.base.map(|base| self.waters.flow_between(base, self.layer));
        self.known.flow.get_or_init(flow).as_deref()
    }

    /// Lengths of the parties' mainland coasts at the scale of comparison, metres.
    pub(super) fn coast_lengths_m(&self) -> &[f64] {
        self.waters.coasts().lengths_m(self.waters.case())
    }

    /// Mean and greatest extra distance, km.
    pub(super) fn extra(&self) -> Extra {
        *self.known.extra.get_or_init(|| extra_distance::measured(self))
    }

    /// The division compared with by rows of latitude; none without one.
    pub(super) fn base_rows(&self) -> &[Row] {
        match self.compared {
            Some(base) => base.rows(),
            None => {
                let turn = self.waters.turn();
                let own = || self.base.map_or_else(Vec::new, |base| rows(base, &turn));
                self.known.base_rows.get_or_init(own)
            }
        }
    }

    /// The division compared with, if what is known of it is known for many, and the number of its line that is this one:
    /// divisions of a sea repeat each other's unchanged lines to the last bit.
    pub(super) fn as_compared(&self, line: &BoundaryLine) -> Option<(usize, &Self)> {
        let base = self.compared?;
        let same = |other: &BoundaryLine| {
            let pairs = other.points.iter().zip(&line.points);
            other.points.len() == line.points.len()
                && pairs.map(|(p, q)| (p.at(), q.at())).all(|(p, q)| p == q)
        };
        Some((base.layer.lines.iter().position(same)?, base))
    }

    /// The layer by rows of latitude.
    pub(super) fn rows(&self) -> &[Row] {
        self.known.rows.get_or_init(|| rows(self.layer, &self.waters.turn()))
    }

    /// The holder of a place; `None` outside all cells.
    pub(super) fn holder_at(&self, at: LatLon) -> Option<&str> {
        let edges = self.known.edges.get_or_init(|| Edges::new(self.layer, self.waters.turn()));
        edges.holder_at(at).and_then(|k| self.layer.holders().nth(k))
    }

    /// The layer on a grid.
    pub(super) fn raster(&self) -> &Raster {
        self.known.raster.get_or_init(|| Raster::new(self.rows()))
    }

    /// Volume and shelf by holder ([`depth::bed`]); nothing without depths.
    pub(super) fn bed(&self) -> Option<&[Vec<f64>; 2]> {
        self.known.bed.get_or_init(|| depth::bed(self)).as_ref()
    }

    /// The vertices of each line that a treaty would print.
    pub(super) fn printed(&self) -> &[Vec<LatLon>] {
        self.known.kept.get_or_init(|| treaty::printed(self))
    }

    /// The area that straight lines between those give away, by line, km2.
    pub(super) fn printed_errors_km2(&self) -> &[f64] {
        self.known.errors.get_or_init(|| treaty::errors_km2(self))
    }
}
