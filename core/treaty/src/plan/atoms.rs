//! What is known of a kind of place, and whether it lies in an extent: yes, no, or which question must be asked.
//!
//! Whose the nearest coast is decides most: a sector, whom it faces, what another way of dividing makes of it
//! (the same party, or one of those for whom that way measures otherwise), and whose belt a belt is.

use crate::ground::{Ground, Site};

/// A question about a kind of place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Query {
    /// Who is nearest by a way among some.
    Nearest(usize, Vec<usize>),
    /// Is it inside?
    Inside(Site),
}

/// What is known of a kind of place.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    nearest: Vec<((usize, Vec<usize>), usize)>,
    inside: Vec<(Site, bool)>,
}

/// An answer, or the question that must be asked first.
type Found<T> = Result<T, Query>;

impl Known {
    /// The same with one more answer.
    pub(super) fn with_nearest(&self, way: usize, among: &[usize], party: usize) -> Self {
        let mut more = self.clone();
        more.nearest.push(((way, among.to_vec()), party));
        more
    }

    /// The same with one more answer.
    pub(super) fn with_inside(&self, site: &Site, answer: bool) -> Self {
        let mut more = self.clone();
        more.inside.push((site.clone(), answer));
        more
    }

    /// Does the place lie in the site?
    pub(super) fn truth(&self, ground: &Ground<'_>, site: &Site) -> Found<bool> {
        match site {
            Site::Whole => Ok(true),
            Site::Unknown | Site::Deposit(_, None) => Ok(false),
            Site::Sector(way, party, facing) => {
                if self.sector(ground, *way)? != *party {
                    return Ok(false);
                }
                if facing.is_empty() {
                    return Ok(true);
                }
                let rest: Vec<usize> = (0..ground.parties()).filter(|q| q != party).collect();
                Ok(facing.contains(&self.nearest(*way, rest)?))
            }
            Site::Nearest(way, among, party) => Ok(self.nearest(*way, among.clone())? == *party),
            Site::Belt(of, from, to) => {
                let of = self.whose(ground, of)?;
                if *from > 0.0 && self.inside(Site::Belt(of.clone(), 0.0, *from))? {
                    return Ok(false);
                }
                if to.is_infinite() { Ok(true) } else { self.inside(Site::Belt(of, 0.0, *to)) }
            }
            Site::Side(line, left) => Ok(self.inside(Site::Side(*line, true))? == *left),
            Site::Near(..) | Site::Polygon(_) | Site::Deposit(_, Some(_)) => {
                self.inside(site.clone())
            }
            Site::Not(inner) => self.truth(ground, inner).map(|t| !t),
            Site::Either(list) => self.any(ground, list, true),
            Site::Both(list) => self.any(ground, list, false),
        }
    }

    /// Is one of the sites `wanted`, or are all of them not? Asks only if none decides by what is known.
    fn any(&self, ground: &Ground<'_>, list: &[Site], wanted: bool) -> Found<bool> {
        let mut open = None;
        for site in list {
            match self.truth(ground, site) {
                Ok(answer) if answer == wanted => return Ok(wanted),
                Ok(_) => {}
                Err(query) => {
                    open.get_or_insert(query);
                }
            }
        }
        open.map_or(Ok(!wanted), Err)
    }

    fn nearest(&self, way: usize, among: Vec<usize>) -> Found<usize> {
        if let [only] = among[..] {
            return Ok(only);
        }
        let known = self.nearest.iter().find(|((w, a), _)| *w == way && *a == among);
        known.map(|(_, party)| *party).ok_or(Query::Nearest(way, among))
    }

    fn inside(&self, site: Site) -> Found<bool> {
        let follows = self.inside.iter().find_map(|(other, answer)| match answer {
            true if Ground::within(other, &site) => Some(true),
            true if Ground::disjoint(other, &site) => Some(false),
            false if Ground::within(&site, other) => Some(false),
            _ => None,
        });
        follows.ok_or(Query::Inside(site))
    }

    /// To whom a way gives the place.
    fn sector(&self, ground: &Ground<'_>, way: usize) -> Found<usize> {
        let base = ground.base(way);
        let party = self.nearest(base, (0..ground.parties()).collect())?;
        if let Some((pair, line)) = ground.midpoint(way) {
            if !pair.contains(&party) {
                return Ok(party);
            }
            // The line runs north: the west lies to its left.
            return Ok(pair[usize::from(!self.inside(Site::Side(line, true))?)]);
        }
        self.nearest(way, ground.contenders(way, party))
    }

    /// Off whose coasts a belt is measured: off those of a party where that party is the nearest, it is off all.
    fn whose(&self, ground: &Ground<'_>, of: &[usize]) -> Found<Vec<usize>> {
        let all: Vec<usize> = (0..ground.parties()).collect();
        let Some(plain) = ground.plain().filter(|_| of.len() < all.len()) else {
            return Ok(of.to_vec());
        };
        let party = self.nearest(plain, all.clone())?;
        Ok(if of.contains(&party) { all } else { of.to_vec() })
    }
}
