//! The shelf as an area: what the formulae reach, landward of it, within the constraints.
//!
//! `U` is what the polygons of the formulae hold or what lies within 200 M of the baselines, with what both together
//! enclose (it lies landward of the outer edge). The shelf and the 200 M zone together are `U` within 350 M of the baselines or
//! 100 M of the isobath. Its rim, less that of the 200 M zone, is the outer limit. Every rim is cut where it crosses another,
//! and of each stretch one place in its middle says whether it stands.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Earth, LatLon};

use super::belt::{Belt, Ground};
use super::loops::{Edge, Kind, Loop, Place, Stretch, Zone, cut, link, middle};
use crate::error::DelimitError;

/// Arcs about what is enclosed are followed by geodesics this well, metres.
const OUTLINE_M: f64 = 0.01;

/// What the outer limit is made from.
pub(super) struct Parts<'a> {
    pub ground: Ground<'a>,
    /// Polygons of the formulae.
    pub edge: &'a [Loop],
    pub zone: &'a Belt,
    /// 350 M, and 100 M from the isobath if that counts.
    pub constraints: Vec<&'a Belt>,
}

/// The shelf with the 200 M zone.
#[derive(Debug, Default)]
pub(super) struct Region {
    pub loops: Vec<Loop>,
    /// Places enclosed by the formulae and the 200 M limit: how many, and their area, m2.
    pub pockets: (usize, f64),
}

impl Parts<'_> {
    pub(super) fn region(&self) -> Result<Region, DelimitError> {
        let earth = self.ground.earth;
        let formula: Vec<Vec<LatLon>> =
            self.edge.iter().map(|l| l.outline(earth, OUTLINE_M)).collect();
        let (landward, pockets) = self.landward(&formula)?;
        let holes: Vec<Vec<LatLon>> = pockets.iter().map(|l| l.outline(earth, OUTLINE_M)).collect();
        let area: f64 = pockets.iter().map(|l| l.area_m2(earth).abs()).sum();
        let within_u = |at: LatLon| {
            self.zone.holds(at) || [&formula, &holes].into_iter().any(|p| any_holds(earth, p, at))
        };
        let within = |at: LatLon, but: usize| {
            let mut others = self.constraints.iter().enumerate().filter(|(k, _)| *k != but);
            others.any(|(_, belt)| belt.holds(at))
        };
        let mut crossed = Crossed::default();
        let (mut u, mut rims) = (Vec::new(), vec![Vec::new(); self.constraints.len()]);
        for (k, belt) in self.constraints.iter().enumerate() {
            let found = belt.crossed_by(self.ground, &landward)?;
            crossed.file(found, &mut u, &mut rims[k]);
        }
        if let [first, second] = self.constraints.as_slice() {
            let found = second.crossed_by(self.ground, &first.loops)?;
            let [mut a, mut b] = [Vec::new(), Vec::new()];
            crossed.file(found, &mut a, &mut b);
            rims[0].extend(a);
            rims[1].extend(b);
        }
        let mut kept = standing(earth, cut(&landward, &u), |at| within(at, usize::MAX));
        for (k, belt) in self.constraints.iter().enumerate() {
            let stretches = cut(&belt.loops, &rims[k]);
            kept.extend(standing(earth, stretches, |at| within_u(at) && !within(at, k)));
        }
        Ok(Region { loops: link(earth, kept)?, pockets: (pockets.len(), area) })
    }

    /// The rim of what the formulae and the 200 M zone hold; and that of what they enclose together.
    fn landward(&self, formula: &[Vec<LatLon>]) -> Result<(Vec<Loop>, Vec<Loop>), DelimitError> {
        let earth = self.ground.earth;
        let (mut on_edge, mut on_zone) = (Vec::new(), Vec::new());
        let found = self.zone.crossed_by(self.ground, self.edge)?;
        Crossed::default().file(found, &mut on_edge, &mut on_zone);
        let mut kept = standing(earth, cut(self.edge, &on_edge), |at| !self.zone.holds(at));
        let rim = cut(&self.zone.loops, &on_zone);
        kept.extend(standing(earth, rim, |at| !any_holds(earth, formula, at)));
        let made = |e: &Edge| matches!(e.kind, Kind::Bridge(_) | Kind::Limit(Zone::Slope, _));
        let by_formula = |l: &Loop| l.edges.iter().any(made);
        // A hole of the 200 M zone alone is sea beyond it; one that a formula closes is not.
        let (pockets, rest) =
            link(earth, kept)?.into_iter().partition(|l| by_formula(l) && l.area_m2(earth) < 0.0);
        Ok((rest, pockets))
    }
}

/// Crossings by number.
#[derive(Default)]
struct Crossed(usize);

impl Crossed {
    fn file(
        &mut self,
        found: Vec<[Place; 2]>,
        first: &mut Vec<(Place, usize)>,
        second: &mut Vec<(Place, usize)>,
    ) {
        for [a, b] in found {
            first.push((a, self.0));
            second.push((b, self.0));
            self.0 += 1;
        }
    }
}

/// The stretches whose middle is where it should be.
fn standing(
    earth: &Earth,
    stretches: Vec<Stretch>,
    stands: impl Fn(LatLon) -> bool,
) -> Vec<Stretch> {
    stretches.into_iter().filter(|s| middle(earth, s).is_some_and(&stands)).collect()
}

/// Does one of some polygons of geodesics hold a place?
fn any_holds(earth: &Earth, polygons: &[Vec<LatLon>], at: LatLon) -> bool {
    polygons.iter().any(|p| holds(earth, p, at))
}

/// Does a polygon of geodesics hold a place? The azimuths of its corners, seen from there, then turn once round.
pub(super) fn holds(earth: &Earth, polygon: &[LatLon], at: LatLon) -> bool {
    let azimuth = |p: &LatLon| earth.inverse(at, *p).azimuth1_deg;
    let Some(last) = polygon.last() else { return false };
    let (mut before, mut turn) = (azimuth(last), 0.0);
    for p in polygon {
        let now = azimuth(p);
        turn += wrap(now - before);
        before = now;
    }
    turn.abs() > 180.0
}

/// Is a piece part of the rim of the 200 M zone?
pub(super) fn is_zone(kind: Kind) -> bool {
    matches!(kind, Kind::Limit(Zone::TwoHundred, _))
}
