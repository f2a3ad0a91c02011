//! Growing a plan: ask what the extents need to know, and follow every answer.

use super::Node;
use super::atoms::{Known, Query};
use crate::ground::{Ground, Site};

/// Most questions of a plan: a record that needs more has extents that nobody could draw.
const MOST: usize = 20_000;

pub(super) struct Growth<'p, 'w> {
    ground: &'p Ground<'w>,
    sites: &'p [Site],
    leaf: &'p mut dyn FnMut(&[bool]) -> String,
    nodes: Vec<Node>,
    names: Vec<String>,
    asked: usize,
}

impl<'p, 'w> Growth<'p, 'w> {
    pub(super) fn new(
        ground: &'p Ground<'w>,
        sites: &'p [Site],
        leaf: &'p mut dyn FnMut(&[bool]) -> String,
    ) -> Self {
        Self { ground, sites, leaf, nodes: Vec::new(), names: Vec::new(), asked: 0 }
    }

    /// Nodes, the first of them to ask, and names.
    pub(super) fn grown(mut self) -> Result<(Vec<Node>, usize, Vec<String>), String> {
        let root = self.grow(&Known::default())?;
        Ok((self.nodes, root, self.names))
    }

    fn grow(&mut self, known: &Known) -> Result<usize, String> {
        let (ground, sites) = (self.ground, self.sites);
        let answers: Result<Vec<bool>, Query> =
            sites.iter().map(|s| known.truth(ground, s)).collect();
        let query = match answers {
            Ok(answers) => return Ok(self.named(&answers)),
            Err(query) => query,
        };
        self.asked += 1;
        if self.asked > MOST {
            return Err(format!("the extents of this layer cross in more than {MOST} ways"));
        }
        match query {
            Query::Inside(site) => {
                let inside = self.grow(&known.with_inside(&site, true))?;
                let outside = self.grow(&known.with_inside(&site, false))?;
                match inside == outside {
                    true => Ok(inside),
                    false => Ok(self.node(Node::Ask(site, inside, outside))),
                }
            }
            Query::Nearest(way, among) => {
                let mut options: Vec<(Site, usize)> = Vec::new();
                for party in &among {
                    let to = self.grow(&known.with_nearest(way, &among, *party))?;
                    options.push((Site::Nearest(way, among.clone(), *party), to));
                }
                match options.iter().all(|(_, to)| *to == options[0].1) {
                    true => Ok(options[0].1),
                    false => Ok(self.node(Node::Switch(options))),
                }
            }
        }
    }

    fn named(&mut self, answers: &[bool]) -> usize {
        let name = (self.leaf)(answers);
        let known = self.names.iter().position(|n| *n == name);
        let name = known.unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        self.node(Node::Leaf(name))
    }

    /// A node that stands once.
    fn node(&mut self, node: Node) -> usize {
        if let Some(known) = self.nodes.iter().position(|n| *n == node) {
            return known;
        }
        self.nodes.push(node);
        self.nodes.len() - 1
    }
}
