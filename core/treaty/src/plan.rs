//! A division that follows from questions of place: is it inside this extent, inside that one?
//!
//! Every set of answers has one name, so the sea falls into the parts of that name. A plan is a decision
//! diagram: it asks one question after another, never one whose answer follows from the form of the extents
//! (sectors of one way exclude one another), and equal parts of it stand once. Asked at a point it walks
//! down; as a [`Partition`] each name becomes one score, `or` and `and` over the fields of the
//! extents, negative exactly where the name holds.

use std::collections::HashMap;

use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{DelimitError, Field, Holder, Partition};

use crate::ground::field::{Fields, both};
use crate::ground::{Ground, Site, Spot};

/// Most nodes of a plan: a record that needs more has extents that nobody could draw.
const MOST_NODES: usize = 20_000;

/// Questions of place, and what follows from each set of answers.
pub struct Plan {
    nodes: Vec<Node>,
    root: usize,
    sites: Vec<Site>,
    names: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    /// Index of a name.
    Leaf(usize),
    /// Site, then what follows inside and outside.
    Ask(usize, usize, usize),
}

impl Plan {
    /// A plan over extents; `leaf` names the holder for a set of answers, in their order.
    ///
    /// # Errors
    /// A sentence: the extents fall into too many parts.
    pub(crate) fn new(
        ground: &Ground<'_>,
        sites: Vec<Site>,
        leaf: &mut dyn FnMut(&[bool]) -> String,
    ) -> Result<Self, String> {
        let mut growth = Growth {
            ground,
            sites: &sites,
            leaf,
            known: vec![None; sites.len()],
            nodes: Vec::new(),
            index: HashMap::new(),
            names: Vec::new(),
            asked: 0,
        };
        let root = growth.grow(0)?;
        let (nodes, names) = (growth.nodes, growth.names);
        Ok(Self { nodes, root, sites, names })
    }

    /// All names, in the order in which they were met.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The holder at a place; `None` if a place that matters is not known.
    #[must_use]
    pub fn holder(&self, ground: &Ground<'_>, spot: &Spot<'_>) -> Option<&str> {
        let mut at = self.root;
        loop {
            match self.nodes.get(at)? {
                Node::Leaf(name) => return self.names.get(*name).map(String::as_str),
                Node::Ask(k, inside, outside) => {
                    let value = ground.value(&self.sites[*k], spot)?;
                    at = if value < 0.0 { *inside } else { *outside };
                }
            }
        }
    }

    /// Least distance to a limit that the plan asks about, metres.
    #[must_use]
    pub fn clearance_m(&self, ground: &Ground<'_>, spot: &Spot<'_>) -> f64 {
        let values = self.sites.iter().filter_map(|s| ground.value(s, spot));
        values.map(f64::abs).fold(f64::INFINITY, f64::min)
    }

    /// The plan for the engine: its parties in the case's order, then the other names in order.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn partition(&self, ground: &Ground<'_>) -> Result<Partition, DelimitError> {
        let ids: Vec<&str> = ground.waters().case().party_ids().collect();
        let rank = |name: &str| ids.iter().position(|p| *p == name).unwrap_or(ids.len());
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        let key = |k: usize| (rank(&self.names[k]), &self.names[k]);
        order.sort_by(|a, b| key(*a).cmp(&key(*b)));
        let mut fields = Fields::new(ground);
        let mut sites = Vec::new();
        for site in &self.sites {
            sites.push(fields.of(site)?);
        }
        let mut scores = Vec::new();
        for name in order {
            let mut score = Score { plan: self, sites: &sites, name, done: HashMap::new() };
            let field = match score.of(self.root) {
                Part::All => Field::constant(-1.0),
                Part::Nothing => continue,
                Part::Some(field) => field,
            };
            scores.push((Holder::new(&self.names[name]), field));
        }
        Ok(Partition::new(scores))
    }
}

struct Growth<'p, 'w> {
    ground: &'p Ground<'w>,
    sites: &'p [Site],
    leaf: &'p mut dyn FnMut(&[bool]) -> String,
    known: Vec<Option<bool>>,
    nodes: Vec<Node>,
    /// Looked up only, never iterated.
    index: HashMap<Node, usize>,
    names: Vec<String>,
    asked: usize,
}

impl Growth<'_, '_> {
    fn grow(&mut self, k: usize) -> Result<usize, String> {
        let sites = self.sites;
        let Some(site) = sites.get(k) else {
            let answers: Vec<bool> = self.known.iter().map(|a| a.unwrap_or(false)).collect();
            let name = (self.leaf)(&answers);
            let known = self.names.iter().position(|n| *n == name);
            let name = known.unwrap_or_else(|| {
                self.names.push(name);
                self.names.len() - 1
            });
            return Ok(self.node(Node::Leaf(name)));
        };
        if let Some(answer) = self.inferred(k, site) {
            return self.given(k, answer);
        }
        self.asked += 1;
        if self.asked > MOST_NODES {
            return Err("the extents of this layer cross in more than 20 000 ways".into());
        }
        let (inside, outside) = (self.given(k, true)?, self.given(k, false)?);
        Ok(if inside == outside { inside } else { self.node(Node::Ask(k, inside, outside)) })
    }

    fn given(&mut self, k: usize, answer: bool) -> Result<usize, String> {
        self.known[k] = Some(answer);
        let node = self.grow(k + 1);
        self.known[k] = None;
        node
    }

    fn node(&mut self, node: Node) -> usize {
        if let Some(known) = self.index.get(&node) {
            return *known;
        }
        self.nodes.push(node);
        self.index.insert(node, self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    fn inferred(&self, k: usize, own: &Site) -> Option<bool> {
        if *own == Site::Whole {
            return Some(true);
        }
        let before = self.known[..k].iter().zip(self.sites);
        before.clone().find_map(|(answer, other)| match answer {
            Some(true) if self.ground.disjoint(own, other) => Some(false),
            Some(true) if self.ground.within(other, own) => Some(true),
            Some(false) if self.ground.within(own, other) => Some(false),
            _ => None,
        })
    }
}

/// A part of the sea: negative inside.
#[derive(Clone)]
enum Part {
    All,
    Nothing,
    Some(Field),
}

/// The score of one name.
struct Score<'p> {
    plan: &'p Plan,
    sites: &'p [Option<Field>],
    name: usize,
    done: HashMap<usize, Part>,
}

impl Score<'_> {
    fn of(&mut self, at: usize) -> Part {
        if let Some(known) = self.done.get(&at) {
            return known.clone();
        }
        let part = match self.plan.nodes[at] {
            Node::Leaf(name) if name == self.name => Part::All,
            Node::Leaf(_) => Part::Nothing,
            Node::Ask(k, inside, outside) => {
                let (inside, outside) = (self.of(inside), self.of(outside));
                match &self.sites[k] {
                    // A place that nobody knows to be inside.
                    None => outside,
                    Some(site) => chosen(site, inside, outside),
                }
            }
        };
        self.done.insert(at, part.clone());
        part
    }
}

/// Inside a site one part, outside it another.
fn chosen(site: &Field, inside: Part, outside: Part) -> Part {
    let not = || site.unary(Unary::Neg);
    let or = |a: &Field, b: &Field| a.binary(Binary::Min, b);
    match (inside, outside) {
        (Part::All, Part::All) => Part::All,
        (Part::Nothing, Part::Nothing) => Part::Nothing,
        (Part::All, Part::Nothing) => Part::Some(site.clone()),
        (Part::Nothing, Part::All) => Part::Some(not()),
        (Part::All, Part::Some(f)) => Part::Some(or(site, &f)),
        (Part::Some(f), Part::All) => Part::Some(or(&not(), &f)),
        (Part::Some(f), Part::Nothing) => Part::Some(both(site, &f)),
        (Part::Nothing, Part::Some(f)) => Part::Some(both(&not(), &f)),
        (Part::Some(f), Part::Some(g)) => Part::Some(or(&both(site, &f), &both(&not(), &g))),
    }
}
