//! An extent bound to the ground, and what follows from its form alone.

use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Chain, Join, LatLon, Shoreline};

use super::{Ground, NM, Ring, Rule};
use crate::extent::{Extent, Whose};

/// An extent bound to the ground.
#[derive(Debug, Clone, PartialEq)]
pub enum Site {
    /// Everywhere.
    Whole,
    /// Between two distances from the nearest of some parties' coasts, metres.
    Belt(Vec<usize>, f64, f64),
    /// Sector by way, party, and whom it faces.
    Sector(usize, usize, Vec<usize>),
    /// Where a way measures a party nearer than the others among some.
    Nearest(usize, Vec<usize>, usize),
    /// Side of a line; left or right.
    Side(usize, bool),
    /// Near a line, metres.
    Near(usize, f64),
    /// Inside a polygon.
    Polygon(usize),
    /// At a deposit; inside its outline, where one is known.
    Deposit(String, Option<usize>),
    /// In at least one.
    Either(Vec<Self>),
    /// In all.
    Both(Vec<Self>),
    /// All that it is not.
    Not(Box<Self>),
    /// Not published.
    Unknown,
}

impl Site {
    /// Every place is known to lie in it or not.
    pub(crate) fn is_placed(&self) -> bool {
        match self {
            Self::Unknown => false,
            Self::Deposit(_, outline) => outline.is_some(),
            Self::Either(list) | Self::Both(list) => list.iter().all(Self::is_placed),
            Self::Not(site) => site.is_placed(),
            _ => true,
        }
    }
}

impl Ground<'_> {
    /// Binds an expression; `coasts_of` gives the parties whose coasts a state has.
    ///
    /// # Errors
    /// A sentence naming what this case does not have.
    pub fn site(
        &mut self,
        extent: &Extent,
        coasts_of: &dyn Fn(&str) -> Vec<usize>,
    ) -> Result<Site, String> {
        let whose = |w: &Whose| match w {
            Whose::State(id) => coasts_of(id),
            _ => (0..self.coasts.len()).collect(),
        };
        Ok(match extent {
            Extent::Whole => Site::Whole,
            Extent::Belt { of, from_nm, to_nm } => {
                Site::Belt(whose(of), from_nm * NM, to_nm.map_or(f64::INFINITY, |m| m * NM))
            }
            Extent::Sector { way, of, facing } => {
                let k = self.ways.iter().position(|(id, _)| id == way);
                let k = k.ok_or_else(|| format!("there is no way {way}"))?;
                let one = |w: &Whose| {
                    whose(w).first().copied().ok_or_else(|| format!("{w} has no coast"))
                };
                let facing: Vec<usize> =
                    facing.as_ref().map(one).transpose()?.into_iter().collect();
                match whose(of)[..] {
                    [p] => Site::Sector(k, p, facing),
                    _ => Site::Either(
                        whose(of).iter().map(|p| Site::Sector(k, *p, facing.clone())).collect(),
                    ),
                }
            }
            Extent::Side { line, left } => Site::Side(self.known(line)?, *left),
            Extent::Near { line, within_nm } => Site::Near(self.known(line)?, within_nm * NM),
            Extent::Polygon(points) => Site::Polygon(self.polygon(points)),
            Extent::Deposit(id) => {
                let own = self.waters.case().deposits.iter().find(|d| d.id == *id);
                let outline = own.map(|d| d.outline.clone()).filter(|o| !o.is_empty());
                Site::Deposit(id.clone(), outline.map(|o| self.polygon(&o)))
            }
            Extent::Either(list) => Site::Either(self.sites(list, coasts_of)?),
            Extent::Both(list) => Site::Both(self.sites(list, coasts_of)?),
            Extent::Minus(a, b) => {
                let (a, b) = (self.site(a, coasts_of)?, self.site(b, coasts_of)?);
                Site::Both(vec![a, outside(b)])
            }
            Extent::Unknown(_) => Site::Unknown,
        })
    }

    fn sites(
        &mut self,
        list: &[Extent],
        coasts_of: &dyn Fn(&str) -> Vec<usize>,
    ) -> Result<Vec<Site>, String> {
        list.iter().map(|e| self.site(e, coasts_of)).collect()
    }

    fn known(&self, line: &str) -> Result<usize, String> {
        self.line(line).ok_or_else(|| format!("there is no line {line}"))
    }

    /// Index of a polygon; equal ones stand once, so that they are one site.
    fn polygon(&mut self, points: &[LatLon]) -> usize {
        let ring = self.polygon_ring(points);
        let known = self.polygons.iter().position(|r| r.points == ring.points);
        known.unwrap_or_else(|| {
            self.polygons.push(ring);
            self.polygons.len() - 1
        })
    }

    /// The polygon counter-clockwise, without its closing point.
    fn polygon_ring(&self, points: &[LatLon]) -> Ring {
        let mut points = points.to_vec();
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        // About the first place: a ring may lie across 180 degrees.
        let first = points.first().map_or(0.0, |p| p.lon);
        let around = points.iter().zip(points.iter().cycle().skip(1));
        let east = |p: &LatLon| wrap(p.lon - first);
        let twice: f64 = around.map(|(a, b)| east(a) * b.lat - east(b) * a.lat).sum();
        if twice < 0.0 {
            points.reverse();
        }
        let chain = Chain { points: &points, closed: true, join: Join::Geodesic };
        let line = Shoreline::new(&self.earth, &[chain]);
        Ring { points, line }
    }

    /// No place is in both, and that follows from their form: belts, for the parts of a plan.
    pub(crate) fn disjoint(a: &Site, b: &Site) -> bool {
        match (a, b) {
            (Site::Belt(x, from, to), Site::Belt(y, other_from, other_to)) => {
                let apart = |near: &[usize], to: &f64, far: &[usize], from: &f64| {
                    to <= from && near.iter().all(|p| far.contains(p))
                };
                apart(x, to, y, other_from) || apart(y, other_to, x, from)
            }
            _ => false,
        }
    }

    /// Every place of the first is in the second, and that follows from their form.
    pub(crate) fn within(a: &Site, b: &Site) -> bool {
        match (a, b) {
            (Site::Belt(x, from, to), Site::Belt(y, least, most)) => {
                // Near one of few is near one of many; far from many is far from few.
                let wider = *least == 0.0 && x.iter().all(|p| y.contains(p));
                (x == y || wider) && from >= least && to <= most
            }
            (Site::Near(x, few), Site::Near(y, many)) => x == y && few <= many,
            _ => a == b,
        }
    }

    /// The way from which others follow: it measures islands alike, and every line that it counts as a coast the
    /// other counts too.
    pub(crate) fn base(&self, way: usize) -> usize {
        let all = || 0..self.coasts.len();
        let serves = |v: &usize| {
            all().all(|p| {
                let (x, y) = (self.reach(way, p), self.reach(*v, p));
                x.islands == y.islands && y.lines.iter().all(|l| x.lines.contains(l))
            })
        };
        let lines = |v: &usize| all().map(|p| self.reach(*v, p).lines.len()).sum::<usize>();
        (0..self.ways.len()).filter(serves).min_by_key(|v| (lines(v), *v)).unwrap_or(way)
    }

    /// The way that measures from coasts and islands alone, if the record has one.
    pub(crate) fn plain(&self) -> Option<usize> {
        let plain = |v: &usize| {
            (0..self.coasts.len()).all(|p| {
                let reach = self.reach(*v, p);
                reach.islands && reach.lines.is_empty()
            })
        };
        (0..self.ways.len()).find(plain)
    }

    /// Parties to whom a way can give what its base gives to one: that party, and those whose distances differ.
    pub(crate) fn contenders(&self, way: usize, party: usize) -> Vec<usize> {
        let base = self.base(way);
        let other = |p: &usize| *p == party || self.reach(way, *p) != self.reach(base, *p);
        (0..self.coasts.len()).filter(other).collect()
    }

    /// The two between whom a way divides by midpoints, west first, and the line.
    pub(crate) fn midpoint(&self, way: usize) -> Option<([usize; 2], usize)> {
        match &self.ways[way].1 {
            Rule::Midpoint(pair, line) => Some((*pair, *line)),
            Rule::Equidistance(..) => None,
        }
    }

    /// Number of parties.
    pub(crate) fn parties(&self) -> usize {
        self.coasts.len()
    }
}

/// All that a site is not, in its own words where it has them.
fn outside(site: Site) -> Site {
    match site {
        Site::Belt(of, 0.0, to) => Site::Belt(of, to, f64::INFINITY),
        Site::Belt(of, from, to) if to.is_infinite() => Site::Belt(of, 0.0, from),
        Site::Side(line, left) => Site::Side(line, !left),
        Site::Either(list) => Site::Both(list.into_iter().map(outside).collect()),
        Site::Both(list) => Site::Either(list.into_iter().map(outside).collect()),
        Site::Not(site) => *site,
        other => Site::Not(Box::new(other)),
    }
}
