//! Extents on the ground: their value at a point, their region for areas.
//!
//! A value is signed metres to the extent's limit, negative inside; it never changes faster than the
//! point moves, so a value of 900 m says that the limit is at least 900 m away. A place that is not
//! published has no value.

use std::cell::Cell;

use littoral_delimit::field::Binary;
use littoral_delimit::{DelimitError, DistanceOptions, Field, NoFunctions, Region, Waters};
use littoral_geodesy::{Chain, Earth, Join, LatLon, Shoreline, SurfacePoint};
use littoral_model::{Case, EdgeKind, Shore, ShoreKind};

use crate::extent::{Extent, Whose};
use crate::way::{DrawnLine, Node, Way, WayKind};

/// Metres of a nautical mile.
pub const NM: f64 = 1852.0;
/// Step of a midpoint line in latitude, degrees.
const MIDPOINT_STEP_DEG: f64 = 0.02;
/// Degrees by which a midpoint line goes on beyond both coasts.
const BEYOND_DEG: f64 = 3.0;
/// Distances closer than this are equal: the engine's rule for termini decides, metres.
const TIE_M: f64 = 1e-6;

/// The geometry of a case as its law needs it.
pub struct Ground<'w> {
    waters: &'w Waters,
    earth: Earth,
    /// By party: mainland and islands.
    coasts: Vec<Shoreline>,
    /// By party: mainland alone.
    mainland: Vec<Shoreline>,
    lines: Vec<Named>,
    ways: Vec<(String, Rule)>,
    polygons: Vec<Shoreline>,
}

struct Named {
    id: String,
    points: Vec<LatLon>,
    /// The line itself.
    own: Shoreline,
    /// The line prolonged, so that it has two sides everywhere.
    prolonged: Shoreline,
}

enum Rule {
    /// Islands count; for each party the lines that count as its coast.
    Equidistance(bool, Vec<Vec<usize>>),
    /// West and east, and the line between them from south to north.
    Midpoint([usize; 2], usize),
}

/// An extent bound to the ground.
#[derive(Debug, Clone, PartialEq)]
pub enum Site {
    /// Everywhere.
    Whole,
    /// Between two distances from the nearest of some parties' coasts, metres.
    Belt(Vec<usize>, f64, f64),
    /// Sector by way, party, and whom it faces.
    Sector(usize, usize, Vec<usize>),
    /// Side of a line; left or right.
    Side(usize, bool),
    /// Near a line, metres.
    Near(usize, f64),
    /// Inside a polygon.
    Polygon(usize),
    /// At a deposit.
    Deposit(String),
    /// In at least one.
    Either(Vec<Self>),
    /// In all.
    Both(Vec<Self>),
    /// Not published.
    Unknown,
}

/// What is asked about: a point, a deposit, or a deposit whose place is known.
pub struct Spot<'a> {
    /// The place.
    pub at: Option<LatLon>,
    /// The deposit.
    pub deposit: Option<&'a str>,
    point: Option<SurfacePoint>,
    /// Distances already found: by party all coasts, then by party mainland.
    known: Vec<Cell<f64>>,
}

impl<'w> Ground<'w> {
    /// Builds the indices of a case.
    ///
    /// # Errors
    /// A sentence naming a line or a way that cannot be drawn on this case.
    pub fn new(waters: &'w Waters, lines: &[DrawnLine], ways: &[Way]) -> Result<Self, String> {
        let case = waters.case();
        let earth = Earth::new(&case.ellipsoid);
        let shores = |islands: bool| {
            (0..case.parties.len()).map(|p| shore(&earth, case, p, islands)).collect()
        };
        let mut ground = Self {
            waters,
            coasts: shores(true),
            mainland: shores(false),
            earth,
            lines: Vec::new(),
            ways: Vec::new(),
            polygons: Vec::new(),
        };
        for line in lines {
            let points: Vec<LatLon> =
                line.nodes.iter().map(|n| ground.node(n)).collect::<Result<_, _>>()?;
            ground.draw(&line.id, points);
        }
        for way in ways {
            let rule = ground.rule(&way.kind)?;
            ground.ways.push((way.id.clone(), rule));
        }
        Ok(ground)
    }

    fn node(&self, node: &Node) -> Result<LatLon, String> {
        match node {
            Node::At { lat, lon } => Ok(LatLon::new(*lat, *lon)),
            Node::Terminus(a, b) => {
                let party = |id| self.party(id).ok_or_else(|| format!("no party {id}"));
                self.waters.terminus(party(a)?, party(b)?).map_err(|e| e.to_string())
            }
        }
    }

    /// Index of a party.
    fn party(&self, id: &str) -> Option<usize> {
        self.waters.case().party(id)
    }

    fn draw(&mut self, id: &str, points: Vec<LatLon>) -> usize {
        let line = |points: &[LatLon]| {
            Shoreline::new(&self.earth, &[Chain { points, closed: false, join: Join::Geodesic }])
        };
        let named = Named {
            id: id.to_owned(),
            own: line(&points),
            prolonged: line(&prolonged(&self.earth, &points)),
            points,
        };
        self.lines.push(named);
        self.lines.len() - 1
    }

    fn rule(&mut self, kind: &WayKind) -> Result<Rule, String> {
        let no = |what: &str, id: &str| format!("there is no {what} {id}");
        match kind {
            WayKind::Equidistance { islands, baselines } => {
                let mut own = vec![Vec::new(); self.coasts.len()];
                for (party, line) in baselines {
                    let p = self.party(party).ok_or_else(|| no("party", party))?;
                    let l = self.line(line).ok_or_else(|| no("line", line))?;
                    own[p].push(l);
                }
                Ok(Rule::Equidistance(*islands, own))
            }
            WayKind::Midpoint { between: [w, e] } => {
                let west = self.party(w).ok_or_else(|| no("party", w))?;
                let east = self.party(e).ok_or_else(|| no("party", e))?;
                let points = midpoints(self.waters.case(), west, east);
                if points.len() < 2 {
                    return Err(format!("the coasts of {w} and {e} share no parallel"));
                }
                let line = self.draw(&format!("midpoints of {w} and {e}"), points);
                Ok(Rule::Midpoint([west, east], line))
            }
        }
    }

    fn line(&self, id: &str) -> Option<usize> {
        self.lines.iter().position(|l| l.id == id)
    }

    /// The points of a drawn line.
    #[must_use]
    pub fn points_of(&self, line: &str) -> Option<&[LatLon]> {
        self.line(line).map(|k| self.lines[k].points.as_slice())
    }

    /// Binds an expression; `coasts_of` gives the parties whose coasts a state has.
    ///
    /// # Errors
    /// A sentence naming what this case does not have.
    pub fn site(
        &mut self,
        extent: &Extent,
        coasts_of: &dyn Fn(&str) -> Vec<usize>,
    ) -> Result<Site, String> {
        let everyone = || (0..self.coasts.len()).collect::<Vec<_>>();
        let whose = |w: &Whose| match w {
            Whose::State(id) => coasts_of(id),
            _ => everyone(),
        };
        let one = |w: &Whose| whose(w).first().copied().ok_or_else(|| format!("{w} has no coast"));
        Ok(match extent {
            Extent::Whole => Site::Whole,
            Extent::Belt { of, from_nm, to_nm } => {
                Site::Belt(whose(of), from_nm * NM, to_nm.map_or(f64::INFINITY, |m| m * NM))
            }
            Extent::Sector { way, of, facing } => {
                let k = self.ways.iter().position(|(id, _)| id == way);
                let k = k.ok_or_else(|| format!("there is no way {way}"))?;
                let facing = facing.as_ref().map(one).transpose()?.into_iter().collect();
                match whose(of)[..] {
                    [p] => Site::Sector(k, p, facing),
                    _ => Site::Either(
                        whose(of).iter().map(|p| Site::Sector(k, *p, facing.clone())).collect(),
                    ),
                }
            }
            Extent::Side { line, left } => Site::Side(self.known(line)?, *left),
            Extent::Near { line, within_nm } => Site::Near(self.known(line)?, within_nm * NM),
            Extent::Polygon(points) => {
                let chain = Chain { points, closed: true, join: Join::Geodesic };
                self.polygons.push(Shoreline::new(&self.earth, &[chain]));
                Site::Polygon(self.polygons.len() - 1)
            }
            Extent::Deposit(id) => Site::Deposit(id.clone()),
            Extent::Either(list) => Site::Either(self.sites(list, coasts_of)?),
            Extent::Both(list) => Site::Both(self.sites(list, coasts_of)?),
            Extent::Minus(a, b) => {
                let (a, b) = (self.site(a, coasts_of)?, self.site(b, coasts_of)?);
                Site::Both(vec![a, outside(b)?])
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

    /// The engine under the ground.
    #[must_use]
    pub fn waters(&self) -> &'w Waters {
        self.waters
    }

    /// A point to ask about.
    #[must_use]
    pub fn spot<'a>(&self, at: Option<LatLon>, deposit: Option<&'a str>) -> Spot<'a> {
        Spot {
            at,
            deposit,
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

    /// Signed metres to the limit of a site, negative inside; `None` if the place is not known.
    #[must_use]
    pub fn value(&self, site: &Site, spot: &Spot<'_>) -> Option<f64> {
        match site {
            Site::Whole => Some(f64::NEG_INFINITY),
            Site::Unknown => None,
            Site::Deposit(id) => spot
                .deposit
                .map(|asked| if asked == id { f64::NEG_INFINITY } else { f64::INFINITY }),
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
            Site::Side(line, left) => {
                let d = self.lines[*line].prolonged.signed(spot.point.as_ref()?, None).0;
                Some(if *left { -d } else { d })
            }
            Site::Near(line, within) => {
                let near = self.lines[*line].own.nearest(spot.point.as_ref()?, None, f64::INFINITY);
                Some(near.distance_m - within)
            }
            Site::Polygon(k) => self.polygon(*k, spot),
            Site::Either(list) => self.fold(list, spot, f64::INFINITY, f64::min),
            Site::Both(list) => self.fold(list, spot, f64::NEG_INFINITY, f64::max),
        }
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

    fn polygon(&self, k: usize, spot: &Spot<'_>) -> Option<f64> {
        let (at, ring) = (spot.at?, &self.polygons[k]);
        let d = ring.nearest(spot.point.as_ref()?, None, f64::INFINITY).distance_m;
        let corner = |v: usize| ring.vertex((v % ring.len()) as u32);
        let crosses = |v: &usize| {
            let (a, b) = (corner(*v), corner(v + 1));
            let across = (a.lat > at.lat) != (b.lat > at.lat);
            across && at.lon < a.lon + (at.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
        };
        let inside = (0..ring.len()).filter(crosses).count() % 2 == 1;
        Some(if inside { -d } else { d })
    }

    /// Half the difference of distances: the bisector is at least so far away.
    fn sector(&self, spot: &Spot<'_>, way: usize, party: usize, facing: &[usize]) -> Option<f64> {
        let (islands, line) = match &self.ways[way].1 {
            Rule::Equidistance(islands, _) => (*islands, None),
            Rule::Midpoint(pair, line) => (true, pair.contains(&party).then_some((*pair, *line))),
        };
        let mut d = Vec::with_capacity(self.coasts.len());
        for p in 0..self.coasts.len() {
            d.push(self.reach(spot, way, p, islands)?);
        }
        let least = |without: &[usize]| {
            let rest = d.iter().enumerate().filter(|(k, _)| !without.contains(k));
            rest.map(|(_, x)| *x).fold(f64::INFINITY, f64::min)
        };
        let own = if let Some((pair, line)) = line {
            let pair_d = d[pair[0]].min(d[pair[1]]);
            let side = self.lines[line].prolonged.signed(spot.point.as_ref()?, None).0;
            // The line runs north: the west lies to its left.
            let side = if party == pair[0] { -side } else { side };
            ((pair_d - least(&pair)) / 2.0).max(side)
        } else {
            self.untie((d[party] - least(&[party])) / 2.0, spot, party)?
        };
        if facing.is_empty() {
            return Some(own);
        }
        let near = facing.iter().map(|q| d[*q]).fold(f64::INFINITY, f64::min);
        let mut without = facing.to_vec();
        without.push(party);
        Some(own.max((near - least(&without)) / 2.0))
    }

    /// Where two coasts are equally far because they share the nearest point, the engine's rule for
    /// termini says whose the water is.
    fn untie(&self, value: f64, spot: &Spot<'_>, party: usize) -> Option<f64> {
        if value.abs() > TIE_M {
            return Some(value);
        }
        let partition = self.waters.equidistance(DistanceOptions::default()).ok()?;
        let holder = self.waters.holder_at(&partition, &NoFunctions, spot.at?).ok()?;
        let id = self.waters.case().parties.get(party).map(|p| p.id.as_str());
        Some(if id == Some(holder.as_str()) { -TIE_M } else { TIE_M })
    }

    fn reach(&self, spot: &Spot<'_>, way: usize, party: usize, islands: bool) -> Option<f64> {
        let d = self.distance(spot, party, islands)?;
        let Rule::Equidistance(_, own) = &self.ways[way].1 else { return Some(d) };
        let point = spot.point.as_ref()?;
        let to =
            |k: &usize| self.lines[*k].prolonged.nearest(point, None, f64::INFINITY).distance_m;
        Some(own[party].iter().map(to).fold(d, f64::min))
    }

    /// The region of a site for the engine; `None` where no point of the sea is known to be in it.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn region(&self, site: &Site) -> Result<Option<Region>, DelimitError> {
        Ok(match site {
            Site::Whole => Some(Region::negative(Field::constant(-1.0))),
            Site::Unknown | Site::Deposit(_) | Site::Polygon(_) => None,
            Site::Belt(of, from, to) => {
                let d = self.nearest_of(of, true)?;
                let inner = (*from > 0.0).then(|| d.beyond(*from));
                let outer = to.is_finite().then(|| d.within(*to));
                match (inner, outer) {
                    (Some(a), Some(b)) => Some(a.both(&b)),
                    (Some(r), None) | (None, Some(r)) => Some(r),
                    (None, None) => Some(Region::negative(Field::constant(-1.0))),
                }
            }
            Site::Sector(way, party, facing) => Some(self.sector_region(*way, *party, facing)?),
            Site::Side(line, left) => {
                let side = self.waters.side(&self.lines[*line].points)?;
                Some(if *left { side.within(0.0) } else { side.beyond(0.0) })
            }
            Site::Near(line, within) => {
                let side = self.waters.side(&self.lines[*line].points)?;
                let away = side.unary(littoral_delimit::field::Unary::Abs);
                Some(away.within(*within))
            }
            Site::Either(list) => self.joined(list, Region::either)?,
            Site::Both(list) => {
                let mut all: Option<Region> = None;
                for site in list {
                    let Some(region) = self.region(site)? else { return Ok(None) };
                    all = Some(all.map_or(region.clone(), |a| a.both(&region)));
                }
                all
            }
        })
    }

    fn joined(
        &self,
        list: &[Site],
        join: fn(&Region, &Region) -> Region,
    ) -> Result<Option<Region>, DelimitError> {
        let mut all: Option<Region> = None;
        for site in merged(list) {
            let Some(region) = self.region(&site)? else { continue };
            all = Some(all.map_or(region.clone(), |a| join(&a, &region)));
        }
        Ok(all)
    }

    fn nearest_of(&self, of: &[usize], islands: bool) -> Result<Field, DelimitError> {
        let effect = if islands { 1.0 } else { 0.0 };
        let options = DistanceOptions { islands: effect, ..DistanceOptions::default() };
        let mut all: Option<Field> = None;
        for p in of {
            let d = self.waters.distance(*p, options)?;
            all = Some(all.map_or(d.clone(), |f| f.binary(Binary::Min, &d)));
        }
        all.ok_or_else(|| DelimitError::Invalid("a belt off no coast".into()))
    }

    /// Distance of a party under a way.
    fn reach_field(&self, way: usize, party: usize) -> Result<Field, DelimitError> {
        let Rule::Equidistance(islands, own) = &self.ways[way].1 else {
            return self.nearest_of(&[party], true);
        };
        let mut d = self.nearest_of(&[party], *islands)?;
        for line in &own[party] {
            let side = self.waters.side(&self.lines[*line].points)?;
            d = d.binary(Binary::Min, &side.unary(littoral_delimit::field::Unary::Abs));
        }
        Ok(d)
    }

    fn sector_region(
        &self,
        way: usize,
        party: usize,
        facing: &[usize],
    ) -> Result<Region, DelimitError> {
        let least = |of: &[usize]| -> Result<Field, DelimitError> {
            let mut all: Option<Field> = None;
            for p in of {
                let d = self.reach_field(way, *p)?;
                all = Some(all.map_or(d.clone(), |f| f.binary(Binary::Min, &d)));
            }
            Ok(all.unwrap_or_else(|| Field::constant(f64::INFINITY)))
        };
        let without = |out: &[usize]| -> Vec<usize> {
            (0..self.coasts.len()).filter(|k| !out.contains(k)).collect()
        };
        let own = match &self.ways[way].1 {
            Rule::Midpoint(pair, line) if pair.contains(&party) => {
                let both = least(pair)?.le(&least(&without(pair))?);
                let side = self.waters.side(&self.lines[*line].points)?;
                both.both(&if party == pair[0] { side.within(0.0) } else { side.beyond(0.0) })
            }
            _ => least(&[party])?.le(&least(&without(&[party]))?),
        };
        if facing.is_empty() {
            return Ok(own);
        }
        let mut rest = facing.to_vec();
        rest.push(party);
        Ok(own.both(&least(facing)?.le(&least(&without(&rest))?)))
    }
}

/// Sectors of one party by one way that face different neighbours, as one sector facing them all: a
/// union of neighbours would have a seam inside.
pub(crate) fn merged(list: &[Site]) -> Vec<Site> {
    let mut out: Vec<Site> = Vec::new();
    for site in list {
        if let Site::Sector(way, party, facing) = site {
            let same = out.iter_mut().find_map(|s| match s {
                Site::Sector(w, p, f) if w == way && p == party => Some(f),
                _ => None,
            });
            if let Some(known) = same {
                if known.is_empty() || facing.is_empty() {
                    known.clear();
                } else {
                    known.extend(
                        facing.iter().filter(|q| !known.contains(q)).copied().collect::<Vec<_>>(),
                    );
                }
                continue;
            }
        }
        if !out.contains(site) {
            out.push(site.clone());
        }
    }
    out
}

/// All that a site is not, for the simple sites that have an outside in the same words.
fn outside(site: Site) -> Result<Site, String> {
    match site {
        Site::Belt(of, 0.0, to) => Ok(Site::Belt(of, to, f64::INFINITY)),
        Site::Belt(of, from, to) if to.is_infinite() => Ok(Site::Belt(of, 0.0, from)),
        Site::Side(line, left) => Ok(Site::Side(line, !left)),
        Site::Either(list) => {
            Ok(Site::Both(list.into_iter().map(outside).collect::<Result<_, _>>()?))
        }
        Site::Both(list) => {
            Ok(Site::Either(list.into_iter().map(outside).collect::<Result<_, _>>()?))
        }
        _ => {
            Err("only a belt or a side can be taken away; write the rest as its own extent".into())
        }
    }
}

fn shore(earth: &Earth, case: &Case, party: usize, islands: bool) -> Shoreline {
    let take = |s: &&Shore| {
        s.party == party
            && match s.kind {
                ShoreKind::Coast | ShoreKind::BasePoint => true,
                ShoreKind::Islands => islands,
                ShoreKind::Baseline => false,
            }
    };
    let mut chains = Vec::new();
    for shore in case.shores.iter().filter(take) {
        let join = match (shore.kind, shore.edge) {
            (ShoreKind::BasePoint, _) => Join::Points,
            (_, EdgeKind::Geodesic) => Join::Geodesic,
            (_, EdgeKind::Loxodrome) => Join::Loxodrome,
        };
        let closed = shore.kind == ShoreKind::Islands;
        chains.extend(shore.lines.iter().map(|l| Chain { points: l, closed, join }));
    }
    Shoreline::new(earth, &chains)
}

/// The line with both ends carried on by geodesics across any sea.
fn prolonged(earth: &Earth, points: &[LatLon]) -> Vec<LatLon> {
    const REACH_M: f64 = 2.5e6;
    let beyond = |from: LatLon, end: LatLon| {
        earth.direct(end, earth.inverse(end, from).azimuth1_deg + 180.0, REACH_M)
    };
    let mut line = Vec::with_capacity(points.len() + 2);
    if let [a, b, ..] = points {
        line.push(beyond(*b, *a));
    }
    line.extend_from_slice(points);
    if let [.., a, b] = points {
        line.push(beyond(*a, *b));
    }
    line
}

/// From south to north the midpoints, on each parallel, of the outermost mainland shores of a western
/// and an eastern party; carried on along the meridian at both ends.
fn midpoints(case: &Case, west: usize, east: usize) -> Vec<LatLon> {
    let span = |party: usize| {
        let lats = lines(case, party).flatten().map(|p| p.lat);
        lats.fold((f64::INFINITY, f64::NEG_INFINITY), |m, x| (m.0.min(x), m.1.max(x)))
    };
    let (a, b) = (span(west), span(east));
    let (south, north) = (a.0.max(b.0), a.1.min(b.1));
    let mut out: Vec<LatLon> = Vec::new();
    let steps = ((north - south) / MIDPOINT_STEP_DEG).floor().max(0.0) as usize;
    for k in 0..=steps {
        let lat = south + MIDPOINT_STEP_DEG * k as f64;
        let (Some(w), Some(e)) =
            (crossing(case, west, lat, f64::min), crossing(case, east, lat, f64::max))
        else {
            continue;
        };
        out.push(LatLon::new(lat, f64::midpoint(w, e)));
    }
    if let (Some(first), Some(last)) = (out.first().copied(), out.last().copied()) {
        out.insert(0, LatLon::new(first.lat - BEYOND_DEG, first.lon));
        out.push(LatLon::new(last.lat + BEYOND_DEG, last.lon));
    }
    out
}

fn lines(case: &Case, party: usize) -> impl Iterator<Item = &Vec<LatLon>> {
    let own = move |s: &&Shore| s.party == party && s.kind == ShoreKind::Coast;
    case.shores.iter().filter(own).flat_map(|s| &s.lines)
}

/// The outermost longitude at which a mainland coast meets a parallel.
fn crossing(case: &Case, party: usize, lat: f64, pick: fn(f64, f64) -> f64) -> Option<f64> {
    let mut found: Option<f64> = None;
    for line in lines(case, party) {
        for w in line.windows(2) {
            if (w[0].lat > lat) == (w[1].lat > lat) {
                continue;
            }
            let t = (lat - w[0].lat) / (w[1].lat - w[0].lat);
            let lon = w[0].lon + t * (w[1].lon - w[0].lon);
            found = Some(found.map_or(lon, |f| pick(f, lon)));
        }
    }
    found
}
