//! Extents on the ground: the geometry of a case as its law needs it.
//!
//! An extent is bound to a [`Site`] once; a site has a value at a point (`value`) and, in the same words, a
//! field of the engine (`field`). A value is signed metres to the extent's limit, negative inside. A
//! place that is not published has no value.

mod coasts;
mod draw;
pub(crate) mod field;
mod site;
mod value;

use std::ops::Deref;
use std::rc::Rc;

use littoral_delimit::Waters;
use littoral_geodesy::{Chain, Earth, Join, LatLon, Shoreline};

pub use self::site::Site;
pub use self::value::Spot;
use crate::way::{DrawnLine, Node, Way, WayKind};

/// Metres of a nautical mile.
pub const NM: f64 = 1852.0;

/// The geometry of a case as its law needs it.
pub struct Ground<'w> {
    waters: Held<'w>,
    earth: Earth,
    /// By party: mainland and islands.
    coasts: Vec<Shoreline>,
    /// By party: mainland alone.
    mainland: Vec<Shoreline>,
    lines: Vec<Named>,
    ways: Vec<(String, Rule)>,
    polygons: Vec<Ring>,
}

/// The engine: lent, or owned together with others.
#[derive(Clone)]
pub(crate) enum Held<'w> {
    Lent(&'w Waters),
    Shared(Rc<Waters>),
}

impl Deref for Held<'_> {
    type Target = Waters;

    fn deref(&self) -> &Waters {
        match self {
            Self::Lent(waters) => waters,
            Self::Shared(waters) => waters,
        }
    }
}

struct Named {
    id: String,
    points: Vec<LatLon>,
    /// The line itself.
    own: Shoreline,
    /// The line prolonged, so that it has two sides everywhere.
    prolonged: Shoreline,
}

/// A polygon, counter-clockwise.
struct Ring {
    points: Vec<LatLon>,
    line: Shoreline,
}

/// How a way measures and divides.
#[derive(Debug, Clone, PartialEq)]
enum Rule {
    /// Islands count; for each party the lines that count as its coast.
    Equidistance(bool, Vec<Vec<usize>>),
    /// West and east, and the line between them from south to north.
    Midpoint([usize; 2], usize),
}

/// From where a way measures for one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reach {
    party: usize,
    islands: bool,
    /// Lines that count as its coast.
    lines: Vec<usize>,
}

impl<'w> Ground<'w> {
    /// Builds the indices of a case.
    ///
    /// # Errors
    /// A sentence naming a line or a way that cannot be drawn on this case.
    pub(crate) fn new(waters: Held<'w>, lines: &[DrawnLine], ways: &[Way]) -> Result<Self, String> {
        let case = waters.case();
        let earth = Earth::new(&case.ellipsoid);
        let shores = |islands: bool| {
            (0..case.parties.len()).map(|p| draw::shore(&earth, case, p, islands)).collect()
        };
        let mut ground = Self {
            coasts: shores(true),
            mainland: shores(false),
            waters,
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
            prolonged: line(&draw::prolonged(&self.earth, &points)),
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
                let points = draw::midpoints(&self.waters, west, east);
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

    /// The engine under the ground.
    #[must_use]
    pub fn waters(&self) -> &Waters {
        &self.waters
    }

    pub(crate) fn held(&self) -> Held<'w> {
        self.waters.clone()
    }

    /// From where a way measures for a party.
    fn reach(&self, way: usize, party: usize) -> Reach {
        match &self.ways[way].1 {
            Rule::Equidistance(islands, own) => {
                Reach { party, islands: *islands, lines: own[party].clone() }
            }
            Rule::Midpoint(..) => Reach { party, islands: true, lines: Vec::new() },
        }
    }

    /// Every party but those named.
    fn others<'a>(&self, without: &'a [usize]) -> impl Iterator<Item = usize> + use<'a> {
        (0..self.coasts.len()).filter(|k| !without.contains(k))
    }
}
