//! What several metrics of one layer need, worked out when the first of them asks.

use std::cell::OnceCell;

use littoral_geodesy::LatLon;

use super::access::Raster;
use super::scan::{Edges, Row, rows};
use super::{Subject, treaty};
use super::{depth, extra_distance};

/// Mean and greatest extra distance, km; nothing for a layer without water.
type Extra = Option<(f64, f64)>;

/// What is known of a layer so far.
#[derive(Default)]
pub(super) struct Known {
    flow: OnceCell<Option<Vec<Vec<f64>>>>,
    extra: OnceCell<Extra>,
    rows: OnceCell<Vec<Row>>,
    edges: OnceCell<Edges>,
    raster: OnceCell<Raster>,
    kept: OnceCell<Vec<Vec<LatLon>>>,
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

    /// Mean and greatest extra distance, km.
    pub(super) fn extra(&self) -> Extra {
        *self.known.extra.get_or_init(|| extra_distance::measured(self))
    }

    /// The layer by rows of latitude.
    pub(super) fn rows(&self) -> &[Row] {
        self.known.rows.get_or_init(|| rows(self.layer))
    }

    /// The holder of a place; `None` outside all cells.
    pub(super) fn holder_at(&self, at: LatLon) -> Option<&str> {
        let edges = self.known.edges.get_or_init(|| Edges::new(self.layer));
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
}
