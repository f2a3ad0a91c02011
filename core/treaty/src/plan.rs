//! A division that follows from questions of place: is it inside this extent, inside that one?
//!
//! Every set of answers has one name, so the sea falls into the parts of that name. A plan is a decision
//! diagram: it asks one question after another, each only where its answer does not follow from the others
//! (`grow`), and equal parts of it stand once. Asked at a point it walks down; as a [`Partition`] each name
//! becomes one score over the fields of the extents, negative exactly where the name holds. Limits that
//! coincide are one expression there, so the engine sees one line.

mod atoms;
mod grow;

use std::collections::HashMap;

use littoral_delimit::field::{Binary, Unary};
use littoral_delimit::{DelimitError, Field, Holder, Partition};

use self::grow::Growth;
use crate::ground::field::{Fields, both, folded};
use crate::ground::{Ground, Site, Spot};

/// Questions of place, and what follows from each set of answers.
pub struct Plan {
    nodes: Vec<Node>,
    root: usize,
    /// The extents that it is about.
    sites: Vec<Site>,
    names: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    /// Index of a name.
    Leaf(usize),
    /// Inside the site the first node, outside it the second.
    Ask(Site, usize, usize),
    /// Of several sites that share the sea among them, the node of the one that has the place.
    Switch(Vec<(Site, usize)>),
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
        let (nodes, root, names) = Growth::new(ground, &sites, leaf).grown()?;
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
            at = match self.nodes.get(at)? {
                Node::Leaf(name) => return self.names.get(*name).map(String::as_str),
                Node::Ask(site, inside, outside) => {
                    if ground.value(site, spot)? < 0.0 {
                        *inside
                    } else {
                        *outside
                    }
                }
                Node::Switch(options) => {
                    let value = |(site, to): &(Site, usize)| Some((ground.value(site, spot)?, *to));
                    let all = options.iter().map(value).collect::<Option<Vec<_>>>()?;
                    all.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?.1
                }
            };
        }
    }

    /// Least distance to a limit of the extents that the plan is about, metres.
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
        let mut scores = Vec::new();
        for name in order {
            let mut score = Score { plan: self, fields: &mut fields, name, done: HashMap::new() };
            let field = match score.of(self.root)? {
                Part::All => Field::constant(-1.0),
                Part::Nothing => continue,
                Part::Some(field) => field,
            };
            scores.push((Holder::new(&self.names[name]), field));
        }
        // A plan names what its questions allow; no place of this sea may be of that kind.
        Ok(Partition::new(scores).sparse())
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
struct Score<'p, 'g, 'w> {
    plan: &'p Plan,
    fields: &'p mut Fields<'g, 'w>,
    name: usize,
    /// Looked up only, never iterated.
    done: HashMap<usize, Part>,
}

impl Score<'_, '_, '_> {
    fn of(&mut self, at: usize) -> Result<Part, DelimitError> {
        if let Some(known) = self.done.get(&at) {
            return Ok(known.clone());
        }
        let plan = self.plan;
        let part = match &plan.nodes[at] {
            Node::Leaf(name) if *name == self.name => Part::All,
            Node::Leaf(_) => Part::Nothing,
            Node::Ask(site, inside, outside) => {
                let (inside, outside) = (self.of(*inside)?, self.of(*outside)?);
                match self.fields.of(site)? {
                    // A place that nobody knows to be inside.
                    None => outside,
                    Some(site) => chosen(&site, inside, outside),
                }
            }
            Node::Switch(options) => self.shared(options)?,
        };
        self.done.insert(at, part.clone());
        Ok(part)
    }

    fn shared(&mut self, options: &[(Site, usize)]) -> Result<Part, DelimitError> {
        let mut parts = Vec::new();
        let mut whole = true;
        for (site, to) in options {
            let part = self.of(*to)?;
            whole &= matches!(part, Part::All);
            let own = self.fields.of(site)?;
            match (part, own) {
                (Part::All, Some(site)) => parts.push(site),
                (Part::Some(f), Some(site)) => parts.push(both(&site, &f)),
                _ => {}
            }
        }
        Ok(match folded(parts, Binary::Min) {
            _ if whole => Part::All,
            Some(field) => Part::Some(field),
            None => Part::Nothing,
        })
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
