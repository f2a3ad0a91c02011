//! Lines cut to a window, their ends solved on the line.

use littoral_geodesy::{Earth, Feature, LatLon};
use littoral_model::{Case, Extent, Sea};

use super::lens::Lens;
use super::{EquidistanceLine, EquidistancePoint};
use crate::basis::Core;
use crate::division::PointKind;
use crate::error::DelimitError;
use crate::waters::Bases;

/// A window with the edges that the engine gives it: geodesics.
pub(super) struct Rim(Core);

impl Rim {
    /// # Errors
    /// [`DelimitError::Invalid`] for a ring of fewer than three corners.
    pub(super) fn new(earth: &Earth, ring: &[LatLon]) -> Result<Self, DelimitError> {
        let mut case = Case::empty("window");
        case.ellipsoid = earth.ellipsoid().clone();
        case.sea = Sea { extent: Extent::Window, outer: ring.to_vec(), ..Sea::default() };
        Ok(Self(Core::new(&case, Bases::Segments)?))
    }

    fn holds(&self, at: LatLon) -> bool {
        self.0.sea.signed(&self.0.earth.point(at), None).0 > 0.0
    }
}

impl Lens<'_> {
    /// The parts of a line inside a ring; where it is cut the end is solved on the line.
    pub(super) fn clipped(&self, line: EquidistanceLine, ring: &Rim) -> Vec<EquidistanceLine> {
        let mut runs: Vec<Vec<EquidistancePoint>> = vec![Vec::new()];
        let mut points = line.points;
        if line.closed {
            points.extend(points.first().cloned());
        }
        let mut before: Option<(EquidistancePoint, bool)> = None;
        let mut cut = false;
        for p in points {
            let within = ring.holds(p.at);
            if let Some((q, was)) = &before
                && *was != within
            {
                cut = true;
                let end = self.end_between(line.between, q, &p, (ring, *was));
                if *was {
                    runs.last_mut().into_iter().for_each(|r| r.push(end.clone()));
                    runs.push(Vec::new());
                } else {
                    runs.push(vec![end]);
                }
            }
            if within {
                runs.last_mut().into_iter().for_each(|r| r.push(p.clone()));
            }
            before = Some((p, within));
        }
        let closed = line.closed && !cut;
        let part = |mut points: Vec<EquidistancePoint>| {
            if closed {
                points.pop();
            }
            self.measured_line(line.between, points, closed)
        };
        runs.into_iter().filter(|r| r.len() > 1).map(part).collect()
    }

    /// Where the line leaves the ring between two of its points, of which the first is within or not.
    fn end_between(
        &self,
        pair: [usize; 2],
        p: &EquidistancePoint,
        q: &EquidistancePoint,
        (ring, first_within): (&Rim, bool),
    ) -> EquidistancePoint {
        let way = self.earth.inverse(p.at, q.at);
        let (mut low, mut high) = (0.0, way.distance_m);
        while high - low > 1e-3 {
            let middle = (low + high) / 2.0;
            let at = self.earth.direct(p.at, way.azimuth1_deg, middle);
            if ring.holds(at) == first_within { low = middle } else { high = middle }
        }
        let at = self.earth.direct(p.at, way.azimuth1_deg, (low + high) / 2.0);
        let feature = |k: usize| -> Option<(usize, Feature)> {
            let set = self.scores[k].simple()?;
            Some((k, set.feature_at(set.control(at)?.at)?))
        };
        match pair.map(feature) {
            [Some(a), Some(b)] => self.measured(at, PointKind::End, &[a, b]),
            _ => self.reckoned(at, PointKind::End, &pair),
        }
    }
}
