//! Bringing rings, strokes and areas to paper, cut to what a box shows.

use anyhow::Result;
use littoral_delimit::division::Area;
use littoral_geodesy::LatLon;
use littoral_model::{Case, EdgeKind, ShoreKind};

use super::drawing::Shore;
use super::plane::{Pt, Rect};
use super::projection::{Paper, simplify};

/// A paper and the box that is kept of it.
pub(super) struct Brush<'a> {
    pub(super) paper: &'a Paper<'a>,
    pub(super) clip: Option<Rect>,
}

impl Brush<'_> {
    /// A closed ring for filling.
    pub(super) fn ring(&self, places: &[LatLon], edge: EdgeKind) -> Result<Vec<Pt>> {
        let ring = simplify(self.paper.line(places, edge, true)?, true, self.paper.tolerance / 2.0);
        Ok(self.clip.map_or_else(|| ring.clone(), |c| c.clip_ring(&ring)))
    }

    /// The same for stroking: open runs where it is cut.
    pub(super) fn stroke(
        &self,
        places: &[LatLon],
        edge: EdgeKind,
        closed: bool,
    ) -> Result<Vec<Vec<Pt>>> {
        let tolerance = self.paper.tolerance / 2.0;
        let mut line = simplify(self.paper.line(places, edge, closed)?, closed, tolerance);
        if let (true, Some(&first)) = (closed, line.first()) {
            line.push(first);
        }
        let cut = |run: Vec<Pt>| match self.clip {
            Some(clip) => clip.without_ends(run),
            None => run,
        };
        Ok(self.runs(&line).into_iter().map(|r| cut(line[r].to_vec())).collect())
    }

    /// Index ranges of a path whose segments meet the clip box.
    pub(super) fn runs(&self, path: &[Pt]) -> Vec<std::ops::Range<usize>> {
        let Some(clip) = self.clip else { return std::iter::once(0..path.len()).collect() };
        let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
        for k in 1..path.len() {
            if clip.cut_by(path[k - 1], path[k]) {
                match runs.last_mut() {
                    Some(run) if run.end == k => run.end = k + 1,
                    _ => runs.push(k - 1..k + 1),
                }
            }
        }
        runs
    }

    pub(super) fn shores(&self, case: &Case) -> Result<Vec<Shore>> {
        let mut out = Vec::new();
        for shore in &case.shores {
            let closed = shore.kind == ShoreKind::Islands;
            for places in &shore.lines {
                let paths = if shore.kind == ShoreKind::BasePoint {
                    vec![places.iter().map(|&p| self.paper.point(p)).collect::<Result<_>>()?]
                } else {
                    self.stroke(places, shore.edge, closed)?
                };
                let as_shore = |path| Shore { party: shore.party, kind: shore.kind, path };
                out.extend(paths.into_iter().map(as_shore));
            }
        }
        Ok(out)
    }

    pub(super) fn area(&self, area: &Area) -> Result<Vec<Vec<Pt>>> {
        let mut rings = Vec::new();
        for ring in &area.rings {
            let places: Vec<LatLon> = ring.iter().map(|p| LatLon::new(p[0], p[1])).collect();
            let ring = self.ring(&places, EdgeKind::Geodesic)?;
            if ring.len() > 2 {
                rings.push(ring);
            }
        }
        Ok(rings)
    }
}
