//! Sites as fields of the engine, negative inside: the same expressions as [`super::value`] evaluates at a point.
//!
//! Limits of the law meet and coincide. For the engine to see one line there and not two, the same limit must be
//! the same expression, and its two sides opposites: fields are built once and shared, and `a` before `b` is the
//! negative of `b` before `a`. In the wedge of a terminus two distances tie; there the distance from the bisector
//! of the coasts takes the place of their difference.

use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{DelimitError, DistanceOptions, Field, Shores};

use super::site::Site;
use super::{Ground, Reach, Rule};

/// Fields of one ground, each built once.
pub(crate) struct Fields<'g, 'w> {
    ground: &'g Ground<'w>,
    reaches: Vec<(Reach, Field)>,
    pairs: Vec<((Reach, Reach), Field)>,
    sites: Vec<(Site, Option<Field>)>,
    sides: Vec<(usize, Field)>,
}

impl<'g, 'w> Fields<'g, 'w> {
    pub(crate) fn new(ground: &'g Ground<'w>) -> Self {
        let (reaches, pairs, sites, sides) = Default::default();
        Self { ground, reaches, pairs, sites, sides }
    }

    /// The field of a site; `None` where no place is known to be in it.
    pub(crate) fn of(&mut self, site: &Site) -> Result<Option<Field>, DelimitError> {
        if let Some((_, known)) = self.sites.iter().find(|(s, _)| s == site) {
            return Ok(known.clone());
        }
        let field = self.build(site)?;
        self.sites.push((site.clone(), field.clone()));
        Ok(field)
    }

    fn build(&mut self, site: &Site) -> Result<Option<Field>, DelimitError> {
        let ground = self.ground;
        Ok(match site {
            Site::Whole => Some(Field::constant(-1.0)),
            Site::Unknown | Site::Deposit(_, None) => None,
            Site::Belt(of, from, to) => Some(self.belt(of, *from, *to)?),
            Site::Sector(way, party, facing) => Some(self.sector(*way, *party, facing)?),
            Site::Nearest(way, among, party) => {
                let mut limits = Vec::new();
                for q in among.iter().filter(|q| *q != party) {
                    limits.push(self.before(*way, *party, *q)?);
                }
                folded(limits, Binary::Max).or_else(|| Some(Field::constant(-1.0)))
            }
            Site::Side(line, left) => {
                let side = self.side(*line)?;
                Some(if *left { side } else { side.unary(Unary::Neg) })
            }
            Site::Near(line, within) => {
                let away = ground.waters.away(&ground.lines[*line].points)?;
                Some(away.binary(Binary::Sub, &Field::constant(*within)))
            }
            Site::Polygon(k) | Site::Deposit(_, Some(k)) => {
                Some(ground.waters.ring(&ground.polygons[*k].points)?)
            }
            Site::Not(inner) => self.of(inner)?.map(|f| f.unary(Unary::Neg)),
            Site::Either(list) => {
                let parts = list.iter().map(|s| self.of(s)).collect::<Result<Vec<_>, _>>()?;
                folded(parts.into_iter().flatten(), Binary::Min)
            }
            Site::Both(list) => {
                let parts = list.iter().map(|s| self.of(s)).collect::<Result<Vec<_>, _>>()?;
                if parts.iter().any(Option::is_none) {
                    return Ok(None);
                }
                parts.into_iter().flatten().reduce(|a, b| both(&a, &b))
            }
        })
    }

    fn side(&mut self, line: usize) -> Result<Field, DelimitError> {
        if let Some((_, known)) = self.sides.iter().find(|(k, _)| *k == line) {
            return Ok(known.clone());
        }
        let side = self.ground.waters.side(&self.ground.lines[line].points)?;
        self.sides.push((line, side.clone()));
        Ok(side)
    }

    fn belt(&mut self, of: &[usize], from: f64, to: f64) -> Result<Field, DelimitError> {
        let mut parts = Vec::new();
        for party in of {
            parts.push(self.reach(&Reach { party: *party, islands: true, lines: Vec::new() })?);
        }
        let d = folded(parts, Binary::Min)
            .ok_or_else(|| DelimitError::Invalid("a belt off no coast".into()))?;
        let inner = (from > 0.0).then(|| Field::constant(from).binary(Binary::Sub, &d));
        let outer = to.is_finite().then(|| d.binary(Binary::Sub, &Field::constant(to)));
        let limits = [inner, outer].into_iter().flatten();
        Ok(folded(limits, Binary::Max).unwrap_or_else(|| Field::constant(-1.0)))
    }

    fn sector(
        &mut self,
        way: usize,
        party: usize,
        facing: &[usize],
    ) -> Result<Field, DelimitError> {
        let ground = self.ground;
        let mut limits = Vec::new();
        match &ground.ways[way].1 {
            Rule::Midpoint(pair, line) if pair.contains(&party) => {
                let side = self.side(*line)?;
                limits.push(if party == pair[0] { side } else { side.unary(Unary::Neg) });
                for r in ground.others(pair) {
                    let either = [self.before(way, pair[0], r)?, self.before(way, pair[1], r)?];
                    limits.extend(folded(either, Binary::Min));
                }
            }
            _ => {
                for q in ground.others(&[party]) {
                    limits.push(self.before(way, party, q)?);
                }
            }
        }
        let own = folded(limits, Binary::Max).unwrap_or_else(|| Field::constant(-1.0));
        let mut near = facing.to_vec();
        near.push(party);
        let mut limits = Vec::new();
        for r in ground.others(&near).filter(|_| !facing.is_empty()) {
            let any = facing.iter().map(|q| self.before(way, *q, r));
            limits.extend(folded(any.collect::<Result<Vec<_>, _>>()?, Binary::Min));
        }
        Ok(match folded(limits, Binary::Max) {
            Some(faces) => both(&own, &faces),
            None => own,
        })
    }

    /// Negative where `a` is nearer than `b`.
    fn before(&mut self, way: usize, a: usize, b: usize) -> Result<Field, DelimitError> {
        let key = (self.ground.reach(way, a), self.ground.reach(way, b));
        if let Some((_, known)) = self.pairs.iter().find(|(k, _)| *k == key) {
            return Ok(known.clone());
        }
        let field = if a < b {
            self.reach(&key.0)?.before(&self.reach(&key.1)?, [a, b])
        } else {
            self.before(way, b, a)?.unary(Unary::Neg)
        };
        self.pairs.push((key, field.clone()));
        Ok(field)
    }

    fn reach(&mut self, reach: &Reach) -> Result<Field, DelimitError> {
        if let Some((_, known)) = self.reaches.iter().find(|(r, _)| r == reach) {
            return Ok(known.clone());
        }
        let waters = &self.ground.waters;
        let islands = if reach.islands { 1.0 } else { 0.0 };
        let mut parts = Vec::new();
        if reach.lines.is_empty() {
            let options = DistanceOptions { islands, ..DistanceOptions::default() };
            parts.push(waters.distance(reach.party, options)?);
        }
        for line in &reach.lines {
            let baseline = self.ground.lines[*line].points.clone();
            let shores = Shores { islands: reach.islands, baseline, ..Shores::default() };
            parts.push(waters.distance_from(reach.party, &shores)?);
        }
        let field = folded(parts, Binary::Min).unwrap_or_else(|| Field::constant(f64::INFINITY));
        self.reaches.push((reach.clone(), field.clone()));
        Ok(field)
    }
}

/// Inside both. Outside, what is missing to each counts, not only the greater: two parts that are both far from
/// a place must still differ there by what they differ in, or the line between them would end in a plateau.
pub(crate) fn both(a: &Field, b: &Field) -> Field {
    let missing = a.binary(Binary::Min, b).binary(Binary::Max, &Field::constant(0.0));
    a.binary(Binary::Max, b).binary(Binary::Add, &missing)
}

/// All of them by `min` or `max`; `None` of nothing.
pub(crate) fn folded(parts: impl IntoIterator<Item = Field>, by: Binary) -> Option<Field> {
    parts.into_iter().reduce(|a, b| a.binary(by, &b))
}
