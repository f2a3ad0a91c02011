//! Everything of a limit before its points are listed.

use littoral_geodesy::curve::LineKind;
use littoral_geodesy::{Earth, LatLon};

use super::super::{Bases, NAUTICAL_MILE_M, check_places, invalid, line};
use super::belt::{Belt, Ground};
use super::formula::{self, Fixed, SIXTY_M};
use super::loops::{Edge, Kind, Loop, Zone};
use super::region::{Parts, Region};
use super::{Request, SedimentTest, chain};
use crate::error::DelimitError;

/// Least distance between fixed points along an arc, metres.
const LEAST_M: f64 = NAUTICAL_MILE_M / 100.0;

/// Limits, fixed points, and what they make.
pub(super) struct Made {
    pub foot: Belt,
    pub zone: Belt,
    pub distance: Belt,
    pub isobath: Option<Belt>,
    pub sediment: Vec<SedimentTest>,
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
        let own = |miles: f64, zone: Zone| {
            let asked = (miles * NAUTICAL_MILE_M, request.vertices_only);
            Belt::new(ground, (request.bases, request.party), asked, zone)
        };
        let belt = |bases: &Bases, miles: f64, zone: Zone| {
            Belt::new(ground, (bases, 0), (miles * NAUTICAL_MILE_M, false), zone)
        };
        let foot = belt(&formula::slope(request.slope), 60.0, Zone::Slope)?;
        let (zone, distance) = (own(200.0, Zone::TwoHundred)?, own(350.0, Zone::Distance)?);
        let lines = request.isobath.map(formula::isobath);
        let isobath = lines.as_ref().map(|l| belt(l, 100.0, Zone::Isobath)).transpose()?;
        let sediment = formula::tests(&foot, request.sediment)?;
        let (fixed, arcs) = formula::points(ground, &foot, &sediment, request.spacing_m)?;
        let places: Vec<LatLon> = fixed.iter().map(|f| f.at).collect();
        let chains = chain::chains(ground.earth, (&places, &arcs), SIXTY_M)?;
        let edge = bridged(ground.earth, &places, &chains.loops)?;
        let counts = isobath.as_ref().filter(|_| !request.ridge);
        let constraints = std::iter::once(&distance).chain(counts).collect();
        let region = Parts { ground, edge: &edge, zone: &zone, constraints }.region()?;
        let lone = chains.lone;
        Ok(Self { foot, zone, distance, isobath, sediment, fixed, lone, edge, region })
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
    Ok(())
}

/// Polygons as closed lines of geodesics.
fn bridged(
    earth: &Earth,
    places: &[LatLon],
    loops: &[Vec<usize>],
) -> Result<Vec<Loop>, DelimitError> {
    let side = |ring: &[usize], k: usize| {
        let [a, b] = [ring[k], ring[(k + 1) % ring.len()]];
        let curve = line(earth, LineKind::Geodesic, places[a], places[b])?;
        Ok(Edge { curve, reversed: false, kind: Kind::Bridge([Some(a), Some(b)]) })
    };
    let closed = |ring: &Vec<usize>| {
        let edges = (0..ring.len()).map(|k| side(ring, k)).collect::<Result<_, DelimitError>>()?;
        Ok(Loop { edges })
    };
    loops.iter().map(closed).collect()
}
