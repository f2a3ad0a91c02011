//! The frame of the sea, and the engine's partition inside it.

use littoral_geodesy::{Chain, Earth, Ellipsoid, Join, LatLon, Vec3};
use littoral_model::{Case, EdgeKind, Extent, Names, Party, Sea, ShoreKind};

use super::crossed::crossed;
use super::effects::Term;
use super::{Options, shores};
use crate::Partition;
use crate::construct::base::{BaseLine, Bases, Land};
use crate::construct::invalid;
use crate::division::LayerDivision;
use crate::error::DelimitError;
use crate::field::{Binary, Field};
use crate::partition::Holder;
use crate::waters::{NoFunctions, SolveOptions, Waters};

/// How many corners an automatic window has.
const CORNERS: u32 = 24;
/// Frames tried after the first.
const ATTEMPTS: u32 = 6;
/// The engine's tolerance is a distance from the line; where coasts are opposite the two distances change by
/// twice that, and a notch may be a little deeper than its tolerance.
const OF_TOLERANCE: f64 = 0.4;

/// A survey ready to be solved.
pub(super) struct Survey<'a> {
    pub(super) ellipsoid: &'a Ellipsoid,
    pub(super) earth: &'a Earth,
    pub(super) bases: &'a Bases,
    pub(super) land: &'a Land,
    pub(super) terms: &'a [Vec<Term>],
    pub(super) options: &'a Options,
}

/// What came out: the partition, its window, and whether lines must be cut to it.
pub(super) type Framed = (LayerDivision, Vec<LatLon>, bool);

impl Survey<'_> {
    /// The division of the window. Where it does not close in the frame given, it is solved in frames of
    /// other shape about it, and cut to it. At `doubts` an earlier one was found wrong.
    pub(super) fn framed(&self, doubts: &[LatLon]) -> Result<Framed, DelimitError> {
        let given = match self.options.window.len() {
            0 => None,
            1 | 2 => return invalid("a window needs three corners or more"),
            _ => Some(self.options.window.clone()),
        };
        for p in given.iter().flatten() {
            p.check().map_err(|e| DelimitError::Invalid(format!("the window: {e}")))?;
        }
        if let Some(at) = given.as_ref().and_then(|ring| crossed(self.earth, ring)) {
            let (lat, lon) = (at.lat, at.lon);
            return invalid(format!(
                "the window crosses itself at the side from {lat:.6}, {lon:.6}: give its corners in order round the sea"
            ));
        }
        let mut last = None;
        for attempt in 0..=ATTEMPTS {
            let (frame, clip) = match &given {
                Some(ring) if attempt == 0 => (ring.clone(), false),
                Some(ring) => (about(self.earth, ring, 0.0, attempt)?, true),
                None => {
                    let points: Vec<LatLon> =
                        self.bases.lines.iter().flat_map(BaseLine::points).collect();
                    let margin = self.options.margin_m;
                    (about(self.earth, &points, margin, attempt + 1)?, false)
                }
            };
            match self.solve(&frame, doubts) {
                Ok(division) => return Ok((division, given.unwrap_or(frame), clip)),
                Err(DelimitError::Geometry { text, at }) => {
                    last = Some(DelimitError::Geometry { text, at });
                }
                Err(other) => return Err(other),
            }
        }
        last.map_or_else(|| invalid("the window cannot be solved"), Err)
    }

    /// The engine's partition of a frame.
    fn solve(&self, frame: &[LatLon], doubts: &[LatLon]) -> Result<LayerDivision, DelimitError> {
        let mut case = Case::empty("survey");
        let parties = &self.bases.parties;
        case.ellipsoid = self.ellipsoid.clone();
        case.parties =
            parties.iter().map(|id| Party { id: id.clone(), name: Names::english(id) }).collect();
        case.sea = Sea { extent: Extent::Window, outer: frame.to_vec(), ..Sea::default() };
        case.shores = shores::shores(self.earth, self.bases, self.land);
        let waters = Waters::new(case)?;
        let score = |k: usize| Ok((Holder::new(&parties[k]), self.field(&waters, k)?));
        let scores = (0..parties.len()).map(score).collect::<Result<Vec<_>, DelimitError>>()?;
        let tolerance_m = self.options.tolerance_m * OF_TOLERANCE;
        let solve = SolveOptions { tolerance_m, cancel: None };
        waters.solve_again(&Partition::new(scores), &NoFunctions, &solve, doubts)
    }

    /// A party's distance: shares of the least of distances, each over its factor.
    fn field(&self, waters: &Waters, party: usize) -> Result<Field, DelimitError> {
        let constant = |f: Field, op, k: f64| {
            if k == 1.0 { f } else { f.binary(op, &Field::constant(k)) }
        };
        let mut sum: Option<Field> = None;
        for term in &self.terms[party] {
            let mut least: Option<Field> = None;
            for (factor, lines) in &term.classes {
                let d = constant(self.distance(waters, party, lines)?, Binary::Div, *factor);
                least = Some(least.map_or(d.clone(), |f| f.binary(Binary::Min, &d)));
            }
            let Some(least) = least else { continue };
            let part = constant(least, Binary::Mul, term.share);
            sum = Some(sum.map_or(part.clone(), |f| f.binary(Binary::Add, &part)));
        }
        let id = &self.bases.parties[party];
        sum.map_or_else(|| invalid(format!("{id} has no base point to measure from")), Ok)
    }

    fn distance(
        &self,
        waters: &Waters,
        party: usize,
        lines: &[usize],
    ) -> Result<Field, DelimitError> {
        let lines: Vec<(&BaseLine, Vec<LatLon>)> =
            lines.iter().map(|&k| (&self.bases.lines[k], self.bases.lines[k].points())).collect();
        let chain = |(l, points): &(&BaseLine, Vec<LatLon>)| {
            let alone = l.kind == ShoreKind::BasePoint || self.options.vertices_only;
            let join = match (alone, l.edge) {
                (true, _) => Join::Points,
                (false, EdgeKind::Geodesic) => Join::Geodesic,
                (false, EdgeKind::Loxodrome) => Join::Loxodrome,
            };
            (points.clone(), l.closed(), join)
        };
        let owned: Vec<(Vec<LatLon>, bool, Join)> = lines.iter().map(chain).collect();
        let chains: Vec<Chain<'_>> = owned
            .iter()
            .map(|(p, closed, join)| Chain { points: p, closed: *closed, join: *join })
            .collect();
        waters.distance_of(party, chains)
    }
}

/// A frame about the base points that reaches `margin_m` beyond the farthest.
///
/// # Errors
/// [`DelimitError::Invalid`] if the base points span more than a hemisphere's worth of sea.
pub fn window(earth: &Earth, bases: &Bases, margin_m: f64) -> Result<Vec<LatLon>, DelimitError> {
    let points: Vec<LatLon> = bases.lines.iter().flat_map(BaseLine::points).collect();
    about(earth, &points, margin_m, 0)
}

/// A frame about some points; frames of different `variant` share no axis.
fn about(
    earth: &Earth,
    points: &[LatLon],
    margin_m: f64,
    variant: u32,
) -> Result<Vec<LatLon>, DelimitError> {
    let sum = points.iter().fold(Vec3::default(), |s, p| s + earth.point(*p).p.unit());
    if sum.norm() < 1e-6 {
        return invalid("the base points lie all round the earth: give a window");
    }
    let centre = earth.lat_lon(&earth.in_direction(sum.unit()));
    let far = points.iter().fold(0.0, |m: f64, p| m.max(earth.karney_m(centre, *p)));
    let radius = far + margin_m;
    if radius <= 0.0 {
        return invalid("all base points are one place: give a margin or a window");
    }
    if radius > 5.0e6 {
        let km = radius / 1000.0;
        return invalid(format!(
            "the base points need a window of {km:.0} km about their middle: give a smaller one"
        ));
    }
    // Off centre, so that no mesh about the frame's middle shares an axis with the base points.
    let off = radius * 0.0137 * f64::from(variant);
    let middle = earth.direct(centre, 37.3 + 71.9 * f64::from(variant), off);
    // The middle of the frame's sides lies within the circle: stretch it so that it does not cut.
    let reach = (radius + off) / libm::cos(std::f64::consts::PI / f64::from(CORNERS)) * 1.01;
    let first = 360.0 - 4.1 * f64::from(variant);
    let corner =
        |k: u32| earth.direct(middle, first - 360.0 * f64::from(k) / f64::from(CORNERS), reach);
    Ok((0..CORNERS).map(corner).collect())
}
