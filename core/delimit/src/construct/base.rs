//! Base points and baselines as a survey states them, and the base points that control a place.
//!
//! A base point *controls* a place if no other point of its party's coast and baselines is nearer
//! (UNCLOS art. 15). The nearest feature is proposed by the fast kernel and its foot polished by
//! Karney's geodesics: distance to 1e-7 m, foot where the line to it is at right angles to the edge.

mod borders;
mod claims;
mod clipped;
mod frame;
mod join;
mod land;
mod nodes;
mod overlaps;
mod set;
mod together;

use littoral_geodesy::curve::{LineKind, antipodes};
use littoral_geodesy::{Curve, Earth, LatLon};
use littoral_model::{Case, EdgeKind, Extent, ShoreKind};

use crate::error::DelimitError;

pub(crate) use borders::{Outline, outline};
pub use claims::Claim;
pub use clipped::Clip;
pub(crate) use join::place_key;
pub use land::{Land, inside};
pub use overlaps::Overlap;
pub use set::BaseSet;

/// One coordinate of a base line.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseNode {
    /// Where.
    pub at: LatLon,
    /// Name as the survey gives it; may be empty.
    pub name: String,
}

/// A line, ring or group of points of one party.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseLine {
    /// Index in [`Bases::parties`].
    pub party: usize,
    /// Name of the whole (an island), may be empty.
    pub name: String,
    /// Coast, islands (a closed ring), baseline or single base points.
    pub kind: ShoreKind,
    /// Nature of the edges.
    pub edge: EdgeKind,
    /// Coordinates; a ring does not repeat its first.
    pub nodes: Vec<BaseNode>,
    /// Where it was read from, for findings.
    pub origin: String,
}

/// Everything from which distances are measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bases {
    /// Ids in the order in which they were met.
    pub parties: Vec<String>,
    /// Lines, rings and points.
    pub lines: Vec<BaseLine>,
    /// Closed rings of land, by party, for telling land from sea; an index beyond the parties is land of
    /// another state.
    pub land: Vec<(usize, Vec<LatLon>)>,
    /// Rings of water within land, lakes and lagoons, by party. They are no shore: what land encloses lies landward of the
    /// baseline (UNCLOS art. 5 and 6) and is internal waters (art. 8).
    pub enclosed: Vec<(usize, Vec<LatLon>)>,
    /// Frame of the sea, if the survey gives one.
    pub window: Vec<LatLon>,
    /// What that frame is: the rim of an enclosed sea, which is its coast, or a frame in open water, along which none is.
    pub extent: Extent,
}

/// What of a survey a control lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// Index in [`Bases::lines`].
    pub line: usize,
    /// Coordinate, or the coordinate at which the edge starts.
    pub node: usize,
    /// True inside an edge.
    pub on_edge: bool,
}

/// A controlling base point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Control {
    /// Karney's distance, metres.
    pub distance_m: f64,
    /// The base point.
    pub at: LatLon,
    /// Azimuth from the place to the base point, degrees.
    pub azimuth_deg: f64,
    /// What it belongs to.
    pub source: Source,
}

impl BaseLine {
    /// Is the last coordinate joined to the first?
    #[must_use]
    pub fn closed(&self) -> bool {
        self.kind == ShoreKind::Islands && self.nodes.len() > 2
    }

    /// Nature of the edges for curves.
    #[must_use]
    pub fn line_kind(&self) -> LineKind {
        line_kind(self.edge)
    }

    /// The edge that starts at a coordinate; `None` at the end of an open line, for single points
    /// and for edges of no length.
    #[must_use]
    pub fn curve(&self, earth: &Earth, node: usize) -> Option<Curve> {
        let n = self.nodes.len();
        if self.kind == ShoreKind::BasePoint || n < 2 || (node + 1 >= n && !self.closed()) {
            return None;
        }
        let (a, b) = (self.nodes.get(node)?.at, self.nodes[(node + 1) % n].at);
        Curve::between(earth, self.line_kind(), a, b)
    }

    /// The first coordinate whose geodesic to the next is none, for they are opposite points of the earth.
    fn opposite(&self) -> Option<usize> {
        if self.kind == ShoreKind::BasePoint || self.edge != EdgeKind::Geodesic {
            return None;
        }
        let n = self.nodes.len();
        let edges = if self.closed() { n } else { n.saturating_sub(1) };
        (0..edges).find(|k| antipodes(self.nodes[*k].at, self.nodes[(k + 1) % n].at))
    }

    /// Coordinates alone.
    #[must_use]
    pub fn points(&self) -> Vec<LatLon> {
        self.nodes.iter().map(|n| n.at).collect()
    }
}

/// The curve's name for an edge's nature.
#[must_use]
pub fn line_kind(edge: EdgeKind) -> LineKind {
    match edge {
        EdgeKind::Geodesic => LineKind::Geodesic,
        EdgeKind::Loxodrome => LineKind::Loxodrome,
    }
}

impl Bases {
    /// The shores of a case.
    #[must_use]
    pub fn of_case(case: &Case) -> Self {
        let mut out =
            Self { parties: case.party_ids().map(str::to_owned).collect(), ..Self::default() };
        for shore in &case.shores {
            for line in &shore.lines {
                let nodes =
                    line.iter().map(|at| BaseNode { at: *at, name: String::new() }).collect();
                let (party, kind, edge) = (shore.party, shore.kind, shore.edge);
                let origin = shore.origin.clone();
                out.lines.push(BaseLine { party, name: String::new(), kind, edge, nodes, origin });
                if kind == ShoreKind::Islands {
                    out.land.push((party, line.clone()));
                }
            }
        }
        out
    }

    /// Index of a party, added if it is new.
    pub fn party(&mut self, id: &str) -> usize {
        self.parties.iter().position(|p| p == id).unwrap_or_else(|| {
            self.parties.push(id.to_owned());
            self.parties.len() - 1
        })
    }

    /// How a base point is called: its own name, that of its line and its number, or where it lies.
    #[must_use]
    pub fn name(&self, source: Source) -> String {
        let Some(line) = self.lines.get(source.line) else { return String::new() };
        let own = |k: usize| {
            let node = line.nodes.get(k % line.nodes.len().max(1));
            match node.map(|n| n.name.as_str()) {
                Some(name) if !name.is_empty() => name.to_owned(),
                _ => {
                    format!("{}{}", self.line_prefix(source.line), k % line.nodes.len().max(1) + 1)
                }
            }
        };
        if source.on_edge {
            format!("{}–{}", own(source.node), own(source.node + 1))
        } else {
            own(source.node)
        }
    }

    fn line_prefix(&self, line: usize) -> String {
        let l = &self.lines[line];
        let many = self.lines.iter().filter(|o| o.party == l.party).count() > 1;
        match (l.name.is_empty(), many) {
            (false, _) => format!("{} ", l.name),
            (true, true) => {
                let mine = self.lines[..=line].iter().filter(|o| o.party == l.party).count();
                format!("{mine}/")
            }
            (true, false) => String::new(),
        }
    }

    /// Refuses coordinates that are no places (not finite, beyond a pole), and edges that are no one line, and says whose they are.
    ///
    /// # Errors
    /// [`DelimitError::Invalid`] for the first of them.
    pub fn check(&self) -> Result<(), DelimitError> {
        for line in &self.lines {
            let id = self.parties.get(line.party).map_or("a party that is not listed", |p| p);
            for (k, node) in line.nodes.iter().enumerate() {
                if let Err(text) = node.at.check() {
                    let of = if line.origin.is_empty() { &line.name } else { &line.origin };
                    let text = format!("base point {} of {id} ({of}): {text}", k + 1);
                    return super::invalid(text);
                }
            }
            if line.party >= self.parties.len() {
                return super::invalid(format!("a base line belongs to {id}"));
            }
            if let Some(k) = line.opposite() {
                let of = if line.origin.is_empty() { &line.name } else { &line.origin };
                let [a, b] = [k + 1, (k + 1) % line.nodes.len() + 1];
                return super::invalid(format!(
                    "base points {a} and {b} of {id} ({of}) are opposite points of the earth: no one geodesic joins them"
                ));
            }
        }
        Ok(())
    }

    /// Which lines are islands: rings, except the longest line of their party, which is its mainland
    /// (or its main island).
    #[must_use]
    pub fn islands(&self, earth: &Earth) -> Vec<bool> {
        let length = |l: &BaseLine| -> f64 {
            let n = l.nodes.len();
            let edges = if l.closed() { n } else { n.saturating_sub(1) };
            (0..edges).map(|k| earth.karney_m(l.nodes[k].at, l.nodes[(k + 1) % n].at)).sum()
        };
        let mut main: Vec<(f64, usize)> = vec![(0.0, usize::MAX); self.parties.len()];
        for (k, l) in self.lines.iter().enumerate() {
            let shore = matches!(l.kind, ShoreKind::Coast | ShoreKind::Islands);
            let long = if shore { length(l) } else { 0.0 };
            if let Some(longest) = main.get_mut(l.party).filter(|m| long > m.0) {
                *longest = (long, k);
            }
        }
        let ring = |(k, l): (usize, &BaseLine)| {
            l.kind == ShoreKind::Islands && main.get(l.party).is_none_or(|m| m.1 != k)
        };
        self.lines.iter().enumerate().map(ring).collect()
    }

    /// A party whose mainland is a ring, the longest, in words that name it: of a party that is nothing but islands this is
    /// its main island, which no effect of its islands touches. `None` for one with a coast that is no ring, or one line.
    #[must_use]
    pub fn mainland_taken(&self, islands: &[bool], party: usize) -> Option<String> {
        let mine = || self.lines.iter().zip(islands).filter(|(l, _)| l.party == party);
        let (ring, _) = mine().find(|(l, island)| l.kind == ShoreKind::Islands && !**island)?;
        if !mine().any(|(_, island)| *island) {
            return None;
        }
        let (id, at) = (self.parties.get(party)?, ring.nodes.first()?.at);
        let name = if ring.name.is_empty() { "the ring" } else { &ring.name };
        let lon = littoral_geodesy::densify::wrap(at.lon);
        Some(format!(
            "{name} at {:.3}, {lon:.3}, the longest coast of {id}, counts as its mainland: effects of the islands of {id} are \
             of the others",
            at.lat
        ))
    }
}
