//! Everything of a limit before its points are listed.

use std::ops::RangeInclusive;

use littoral_geodesy::Earth;
use littoral_geodesy::curve::LineKind;

use super::super::{Bases, NAUTICAL_MILE_M, check_places, invalid, line};
use super::belt::{Belt, Ground};
use super::formula::{self, Fixed, Points, SIXTY_M};
use super::loops::{Edge, Kind, Loop, Zone};
use super::region::{Parts, Region};
use super::steps::step_m;
use super::tangent::Tangents;
use super::{Request, SedimentTest, chain};
use crate::error::DelimitError;

/// Least distance between fixed points along an arc, metres.
const LEAST_M: f64 = NAUTICAL_MILE_M / 100.0;
/// How far geodesics between points of an arc may fall short of it, metres.
const TOLERANCES_M: RangeInclusive<f64> = 0.001..=100_000.0;

/// Limits, fixed points, and what they make.
pub(super) struct Made {
    pub foot: Belt,
    pub zone: Belt,
    pub distance: Belt,
    pub isobath: Option<Belt>,
    pub sediment: Vec<SedimentTest>,
    /// Spacing and tolerance of points along arcs, metres.
    pub close: (f64, f64),
    pub fixed: Vec<Fixed>,
    /// Fixed points that enclose nothing.
    pub lone: Vec<usize>,
    /// The outer edge as polygons.
    pub edge: Vec<Loop>,
    pub region: Region,
}

impl Made {
    pub(super) fn new(ground: Ground<'_>, request: &Request<'_>) -> Result<Self, DelimitError> {
        check(request)?;
        let own = |zone: Zone| {
            let asked = (zone.miles() * NAUTICAL_MILE_M, request.vertices_only);
            Belt::new(ground, (request.bases, request.party), asked, zone)
        };
        let belt = |bases: &Bases, zone: Zone| {
            Belt::new(ground, (bases, 0), (zone.miles() * NAUTICAL_MILE_M, false), zone)
        };
        let foot = belt(&formula::slope(request.slope), Zone::Slope)?;
        let (zone, distance) = (own(Zone::TwoHundred)?, own(Zone::Distance)?);
        let lines = request.isobath.map(formula::isobath);
        let isobath = lines.as_ref().map(|l| belt(l, Zone::Isobath)).transpose()?;
        let sediment = formula::tests(&foot, request.sediment)?;
        let mut points = formula::points(ground, &foot, &sediment, request.spacing_m)?;
        let chains = chain::chains(ground.earth, (&points.places(), &points.arcs), SIXTY_M)?;
        let close = (request.spacing_m, request.tolerance_m);
        let step_m = step_m(Zone::Slope, close);
        let tangents = Tangents { earth: ground.earth, foot: &foot, step_m };
        let loops = tangents.moved(&mut points, &chains.loops);
        let edge = bridged(ground.earth, &foot, &points, &loops)?;
        let counts = isobath.as_ref().filter(|_| !request.ridge);
        let constraints = std::iter::once(&distance).chain(counts).collect();
        let region = Parts { ground, edge: &edge, zone: &zone, constraints }.region()?;
        let (fixed, lone) = (points.fixed, chains.lone);
        Ok(Self { foot, zone, distance, isobath, sediment, close, fixed, lone, edge, region })
    }
}

fn check(request: &Request<'_>) -> Result<(), DelimitError> {
    if request.slope.is_empty() {
        return invalid("there is no point of the foot of the slope");
    }
    check_places(&request.slope.iter().map(|n| n.at).collect::<Vec<_>>())?;
    if !(LEAST_M..=SIXTY_M).contains(&request.spacing_m) {
        let m = request.spacing_m;
        return invalid(format!("the spacing is {m} m; it goes from {LEAST_M} m to 60 M"));
    }
    if !TOLERANCES_M.contains(&request.tolerance_m) {
        let (m, [least, most]) = (request.tolerance_m, [TOLERANCES_M.start(), TOLERANCES_M.end()]);
        return invalid(format!("the tolerance is {m} m; it goes from {least} m to {most} m"));
    }
    Ok(())
}

/// Polygons as closed lines: of arcs from one point of an arc to the next, else of geodesics.
fn bridged(
    earth: &Earth,
    foot: &Belt,
    points: &Points,
    loops: &[Vec<usize>],
) -> Result<Vec<Loop>, DelimitError> {
    let side = |ring: &[usize], k: usize| {
        let [a, b] = [ring[k], ring[(k + 1) % ring.len()]];
        if let Some(arc) = points.arc(foot, a, b) {
            return Ok(arc);
        }
        let [from, to] = [a, b].map(|k| points.fixed[k].at);
        let curve = line(earth, LineKind::Geodesic, from, to)?;
        Ok(Edge { curve, reversed: false, kind: Kind::Bridge([Some(a), Some(b)]) })
    };
    let closed = |ring: &Vec<usize>| {
        let edges = (0..ring.len()).map(|k| side(ring, k)).collect::<Result<_, DelimitError>>()?;
        Ok(Loop { edges })
    };
    loops.iter().map(closed).collect()
}
