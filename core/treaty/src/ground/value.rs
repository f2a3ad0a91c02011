//! The value of a site at a point: signed metres to its limit, negative inside.

use std::cell::Cell;

use littoral_geodesy::{LatLon, SurfacePoint};

use super::site::Site;
use super::{Ground, Reach, Rule};

/// Two distances closer than this are equal, metres: the bisector at the terminus decides.
const TIE_M: f64 = 1e-6;

/// A point this near to the printed place of a deposit is the deposit: places are printed to a second or so, metres.
const PRINTED_PLACE_M: f64 = 50.0;

/// What is asked about: a point, a deposit, or a deposit whose place is known.
pub struct Spot<'a> {
    /// The place.
    pub at: Option<LatLon>,
    /// The deposit.
    pub deposit: Option<&'a str>,
    /// Deposits whose printed place it is.
    here: Vec<String>,
    point: Option<SurfacePoint>,
    /// Distances already found: by party all coasts, then by party mainland.
    known: Vec<Cell<f64>>,
}

impl Ground<'_> {
    /// A point to ask about.
    #[must_use]
    pub fn spot<'a>(&self, at: Option<LatLon>, deposit: Option<&'a str>) -> Spot<'a> {
        Spot {
            at,
            deposit,
            here: at.map(|p| self.deposits_at(p)).unwrap_or_default(),
            point: at.map(|p| self.earth.point(p)),
            known: vec![Cell::new(f64::NAN); 2 * self.coasts.len()],
        }
    }

    /// Geodesic distance from a party's coast, metres.
    #[must_use]
    pub fn distance(&self, spot: &Spot<'_>, party: usize, islands: bool) -> Option<f64> {
        let point = spot.point.as_ref()?;
        let slot = &spot.known[party + if islands { 0 } else { self.coasts.len() }];
        if slot.get().is_nan() {
            let set = if islands { &self.coasts[party] } else { &self.mainland[party] };
            slot.set(set.nearest(point, None, f64::INFINITY).distance_m);
        }
        Some(slot.get())
    }

    /// Signed metres to the limit of a site, negative inside; `None` if the place is not known. Never
    /// more than the limit is away, but for the rim of a wedge at a terminus, which is no limit.
    #[must_use]
    pub fn value(&self, site: &Site, spot: &Spot<'_>) -> Option<f64> {
        match site {
            Site::Whole => Some(f64::NEG_INFINITY),
            Site::Unknown => None,
            Site::Deposit(id, outline) => self.deposit(spot, id, *outline),
            Site::Belt(of, from, to) => {
                let mut d = f64::INFINITY;
                for p in of {
                    d = d.min(self.distance(spot, *p, true)?);
                }
                // From the coast itself there is no inner limit: the shore is not one.
                let inner = if *from > 0.0 { from - d } else { f64::NEG_INFINITY };
                Some(inner.max(d - to))
            }
            Site::Sector(way, party, facing) => self.sector(spot, *way, *party, facing),
            Site::Nearest(way, among, party) => {
                let d = self.far_all(spot, *way)?;
                let others = among.iter().filter(|q| *q != party);
                let before = others.map(|q| self.before(spot, &d, *party, *q));
                Some(before.fold(f64::NEG_INFINITY, f64::max))
            }
            Site::Side(line, left) => {
                let d = self.lines[*line].prolonged.signed(spot.point.as_ref()?, None).0;
                Some(if *left { -d } else { d })
            }
            Site::Near(line, within) => {
                let near = self.lines[*line].own.nearest(spot.point.as_ref()?, None, f64::INFINITY);
                Some(near.distance_m - within)
            }
            Site::Polygon(k) => Some(-self.polygons[*k].line.signed(spot.point.as_ref()?, None).0),
            Site::Not(inner) => self.value(inner, spot).map(|v| -v),
            Site::Either(list) => self.fold(list, spot, f64::INFINITY, f64::min),
            Site::Both(list) => self.fold(list, spot, f64::NEG_INFINITY, f64::max),
        }
    }

    /// At the deposit that is asked about, inside its outline, or at its printed place.
    fn deposit(&self, spot: &Spot<'_>, id: &str, outline: Option<usize>) -> Option<f64> {
        if spot.deposit == Some(id) {
            return Some(f64::NEG_INFINITY);
        }
        match (outline, &spot.point) {
            (Some(k), Some(point)) => Some(-self.polygons[k].line.signed(point, None).0),
            (None, Some(_)) if spot.here.iter().any(|here| here == id) => Some(f64::NEG_INFINITY),
            (None, Some(_)) => Some(f64::INFINITY),
            (_, None) => spot.deposit.map(|_| f64::INFINITY),
        }
    }

    /// Deposits without an outline at whose printed place a point lies.
    fn deposits_at(&self, at: LatLon) -> Vec<String> {
        let near = |d: &&littoral_model::Deposit| {
            d.outline.is_empty()
                && d.at.is_some_and(|own| {
                    (own.lat - at.lat).abs() < 0.01
                        && self.earth.karney_m(own, at) <= PRINTED_PLACE_M
                })
        };
        self.waters.case().deposits.iter().filter(near).map(|d| d.id.clone()).collect()
    }

    /// All known values folded; a part that is not known counts only if nothing else decides.
    fn fold(
        &self,
        list: &[Site],
        spot: &Spot<'_>,
        start: f64,
        pick: fn(f64, f64) -> f64,
    ) -> Option<f64> {
        let values: Vec<Option<f64>> = list.iter().map(|s| self.value(s, spot)).collect();
        let best = values.iter().flatten().copied().fold(start, pick);
        let decided = if start > 0.0 { best < 0.0 } else { best > 0.0 };
        (decided || values.iter().all(Option::is_some)).then_some(best)
    }

    fn sector(&self, spot: &Spot<'_>, way: usize, party: usize, facing: &[usize]) -> Option<f64> {
        let d = self.far_all(spot, way)?;
        let before = |a: usize, b: usize| self.before(spot, &d, a, b);
        let mut value = f64::NEG_INFINITY;
        match &self.ways[way].1 {
            Rule::Midpoint(pair, line) if pair.contains(&party) => {
                let side = self.lines[*line].prolonged.signed(spot.point.as_ref()?, None).0;
                // The line runs north: the west lies to its left.
                value = value.max(if party == pair[0] { -side } else { side });
                for r in self.others(pair) {
                    value = value.max(before(pair[0], r).min(before(pair[1], r)));
                }
            }
            _ => {
                for q in self.others(&[party]) {
                    value = value.max(before(party, q));
                }
            }
        }
        if facing.is_empty() {
            return Some(value);
        }
        let mut near = facing.to_vec();
        near.push(party);
        for r in self.others(&near) {
            let nearest = facing.iter().map(|q| before(*q, r)).fold(f64::INFINITY, f64::min);
            value = value.max(nearest);
        }
        Some(value)
    }

    /// How far a point is nearer to one party than to another, negative if it is: half the difference of
    /// distances, so that the bisector is at least so far away. Where both are equally far from their common
    /// terminus, the distance from the bisector of the coasts there, as the engine has it.
    fn before(&self, spot: &Spot<'_>, d: &[f64], a: usize, b: usize) -> f64 {
        let value = (d[a] - d[b]) / 2.0;
        if value.abs() > TIE_M {
            return value;
        }
        let Some(point) = &spot.point else { return value };
        let mut termini = self.waters.termini().iter().filter(|t| t.joins(a, b));
        let here = termini.find(|t| {
            let from = self.earth.distance(&self.earth.point(t.at), point);
            (from - d[a]).abs() < 1e-3
        });
        here.map_or(value, |t| t.lateral(&self.earth, point, a))
    }

    /// Distances of all parties as a way measures them.
    fn far_all(&self, spot: &Spot<'_>, way: usize) -> Option<Vec<f64>> {
        (0..self.coasts.len()).map(|p| self.far(spot, &self.reach(way, p))).collect()
    }

    /// Distance of a party as a way measures it.
    fn far(&self, spot: &Spot<'_>, reach: &Reach) -> Option<f64> {
        let d = self.distance(spot, reach.party, reach.islands)?;
        let point = spot.point.as_ref()?;
        let to = |k: &usize| self.lines[*k].own.nearest(point, None, f64::INFINITY).distance_m;
        Some(reach.lines.iter().map(to).fold(d, f64::min))
    }
}
