//! The regime of a day as a division: who holds what by agreement, what is joint or common, what is
//! contested, and where no norm speaks.
//!
//! A place is a set of answers "inside or outside" to the extents that matter. [`Plan`] asks them one after
//! another and never asks what it can infer (sectors of one way exclude one another).

use littoral_delimit::{DelimitError, Holder, Partition};
use littoral_geodesy::LatLon;

use crate::answer::{Question, Verdict};
use crate::day::{Day, Standing};
use crate::ground::{Ground, Site, Spot};
use crate::instrument::InstrumentKind;
use crate::law::{Clause, State};
use crate::norm::StanceKind;
use crate::terms::{Activity, Layer, Modality};

/// Holder of what two or more parties claim and have not settled.
pub const CONTESTED: &str = "CONTESTED";
/// Holder of what no norm gives to anybody.
pub const LACUNA: &str = "NONE";
/// Holder of what all have together.
pub const COMMON: &str = "COMMON";

/// Questions of place, and what follows from each set of answers.
pub struct Plan {
    tree: Tree,
    sites: Vec<Site>,
}

#[derive(Debug, Clone, PartialEq)]
enum Tree {
    Leaf(String),
    Node(usize, Box<Self>, Box<Self>),
}

impl Plan {
    /// A plan over extents; `leaf` names the holder for a set of answers, in their order.
    fn new(sites: Vec<Site>, leaf: &dyn Fn(&[bool]) -> String) -> Self {
        let tree = grow(&sites, &mut vec![None; sites.len()], 0, leaf);
        Self { tree, sites }
    }

    /// The holder at a place; `None` if a place that matters is not known.
    #[must_use]
    pub fn holder(&self, ground: &Ground<'_>, spot: &Spot<'_>) -> Option<&str> {
        let mut at = &self.tree;
        loop {
            match at {
                Tree::Leaf(name) => return Some(name),
                Tree::Node(k, inside, outside) => {
                    let value = ground.value(&self.sites[*k], spot)?;
                    at = if value < 0.0 { inside } else { outside };
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

    /// The plan as scores of the engine, to ask it point by point what the plan itself finds by its own
    /// geometry. Its lines cannot be traced where limits coincide: areas come from a [`crate::Survey`].
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn partition(&self, ground: &Ground<'_>) -> Result<Partition, DelimitError> {
        self.build(&self.tree, ground)
    }

    fn build(&self, tree: &Tree, ground: &Ground<'_>) -> Result<Partition, DelimitError> {
        match tree {
            Tree::Leaf(name) => {
                let zero = littoral_delimit::Field::constant(0.0);
                Ok(Partition::new(vec![(Holder::new(name), zero)]))
            }
            Tree::Node(k, inside, outside) => {
                let outer = self.build(outside, ground)?;
                let Some(region) = ground.region(&self.sites[*k])? else { return Ok(outer) };
                Ok(match &**inside {
                    Tree::Leaf(name) => outer.over_holder(&region, &Holder::new(name)),
                    tree => outer.over(&region, &self.build(tree, ground)?),
                })
            }
        }
    }
}

fn grow(
    sites: &[Site],
    known: &mut Vec<Option<bool>>,
    k: usize,
    leaf: &dyn Fn(&[bool]) -> String,
) -> Tree {
    if k == sites.len() {
        let answers: Vec<bool> = known.iter().map(|a| a.unwrap_or(false)).collect();
        return Tree::Leaf(leaf(&answers));
    }
    if let Some(answer) = inferred(sites, known, k) {
        known[k] = Some(answer);
        let tree = grow(sites, known, k + 1, leaf);
        known[k] = None;
        return tree;
    }
    known[k] = Some(true);
    let inside = grow(sites, known, k + 1, leaf);
    known[k] = Some(false);
    let outside = grow(sites, known, k + 1, leaf);
    known[k] = None;
    if inside == outside { inside } else { Tree::Node(k, Box::new(inside), Box::new(outside)) }
}

fn inferred(sites: &[Site], known: &[Option<bool>], k: usize) -> Option<bool> {
    let own = &sites[k];
    if *own == Site::Whole {
        return Some(true);
    }
    known[..k].iter().zip(sites).find_map(|(answer, other)| match answer {
        Some(true) if disjoint(own, other) => Some(false),
        Some(true) if within(other, own) => Some(true),
        Some(false) if within(own, other) => Some(false),
        _ => None,
    })
}

/// No place is in both, and that follows from their form.
fn disjoint(a: &Site, b: &Site) -> bool {
    match (a, b) {
        (Site::Either(list), other) | (other, Site::Either(list)) => {
            !list.is_empty() && list.iter().all(|s| disjoint(s, other))
        }
        (Site::Both(list), other) | (other, Site::Both(list)) => {
            list.iter().any(|s| disjoint(s, other))
        }
        (Site::Sector(v, p, _), Site::Sector(w, q, _)) => v == w && p != q,
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
fn within(a: &Site, b: &Site) -> bool {
    a == b
        || match (a, b) {
            (_, Site::Whole) => true,
            (Site::Either(list), _) => list.iter().all(|s| within(s, b)),
            (_, Site::Both(list)) => list.iter().all(|s| within(a, s)),
            (_, Site::Either(list)) => list.iter().any(|s| within(a, s)),
            (Site::Both(list), _) => list.iter().any(|s| within(s, b)),
            (Site::Sector(v, p, few), Site::Sector(w, q, many)) => {
                let wider =
                    many.is_empty() || few.iter().all(|f| many.contains(f)) && !few.is_empty();
                v == w && p == q && wider
            }
            _ => false,
        }
}

/// What one party has in a layer.
struct Own {
    agreed: Vec<Site>,
    claimed: Vec<Site>,
}

impl Day<'_, '_> {
    /// The regime of a layer for one activity: exclusive where an agreement in force gives a place to a
    /// party and no other claims it, `JOINT:A+B`, `COMMON`, `CONTESTED`, or `NONE`.
    #[must_use]
    pub fn regime(&self, layer: Layer, activity: Activity) -> Plan {
        let n = self.law.record.parties.len();
        let own: Vec<Own> = (0..n).map(|p| self.own(p, layer, activity)).collect();
        let mut sites = Vec::new();
        let mut roles = Vec::new();
        let mut ask = |role: Role, list: Vec<Site>| {
            if let Some(site) = one_site(list) {
                sites.push(site);
                roles.push(role);
            }
        };
        for (name, list) in self.joint(layer, activity) {
            ask(Role::Joint(name), list);
        }
        for (p, own) in own.into_iter().enumerate() {
            let all = [own.agreed.clone(), own.claimed].concat();
            ask(Role::Claimed(p), all);
            ask(Role::Agreed(p), own.agreed);
        }
        ask(Role::Common, self.common(layer, activity));
        let settled: Vec<Vec<bool>> =
            (0..n).map(|a| (0..n).map(|b| self.bounded(a, b, layer)).collect()).collect();
        let ids = &self.law.record.parties;
        Plan::new(sites, &|answers| {
            let here: Vec<&Role> =
                roles.iter().zip(answers).filter(|(_, yes)| **yes).map(|(r, _)| r).collect();
            name_of(&here, &settled, ids)
        })
    }

    /// How many pairs are settled where, as a division whose holders are numbers.
    #[must_use]
    pub fn settled(&self, layer: Layer, activity: Activity) -> Plan {
        let n = self.law.record.parties.len();
        let pairs: Vec<(State, State)> =
            (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).collect();
        let mut sites: Vec<Site> = Vec::new();
        let mut holds: Vec<(usize, Vec<bool>)> = Vec::new();
        for c in self.speaking(layer, activity).filter(|c| !c.third) {
            let settles: Vec<bool> =
                pairs.iter().map(|(a, b)| self.holds_between(c, *a, *b, layer)).collect();
            let site = &self.law.sites[c.site];
            if !settles.contains(&true) || matches!(site, Site::Unknown | Site::Deposit(_)) {
                continue;
            }
            let k = sites.iter().position(|s| s == site).unwrap_or_else(|| {
                sites.push(site.clone());
                sites.len() - 1
            });
            holds.push((k, settles));
        }
        Plan::new(sites, &|answers| {
            let by = |pair: usize| holds.iter().any(|(k, s)| answers[*k] && s[pair]);
            (0..pairs.len()).filter(|p| by(*p)).count().to_string()
        })
    }

    fn holds_between(&self, c: &Clause, a: State, b: State, layer: Layer) -> bool {
        let between = self.clause(c, a, b);
        let concerns = c.bearers.contains(&a) || c.bearers.contains(&b);
        let protested = [a, b].iter().any(|s| self.says(c, *s, layer, StanceKind::Protest));
        between.standing == Standing::Binds && between.or.is_none() && concerns && !protested
    }

    fn speaking(&self, layer: Layer, activity: Activity) -> impl Iterator<Item = &Clause> {
        self.law.clauses.iter().filter(move |c| {
            let norm = self.law.norm(c);
            norm.speaks_of(layer, activity)
                && norm.is_verified()
                && self.reads(norm.overlay.as_ref())
        })
    }

    /// Binding between a bearer and somebody.
    fn is_agreed(&self, c: &Clause) -> bool {
        let n = self.law.record.parties.len();
        let binds = |a: State, b: State| self.clause(c, a, b).standing == Standing::Binds;
        c.bearers.iter().any(|a| (0..n).any(|b| b != *a && *a < n && binds(*a, b)))
    }

    fn own(&self, p: State, layer: Layer, activity: Activity) -> Own {
        let mut own = Own { agreed: Vec::new(), claimed: Vec::new() };
        for c in self.speaking(layer, activity) {
            if c.bearers != [p] || !self.law.norm(c).modality.allots() {
                continue;
            }
            let site = self.law.sites[c.site].clone();
            let instrument = self.law.instrument(c);
            let by_itself = instrument.kind == InstrumentKind::Claim
                && instrument.parties.contains(&self.law.states[p]);
            if self.is_agreed(c) {
                own.agreed.push(site);
            } else if by_itself && self.clause(c, 0, 1).standing == Standing::Asserted {
                own.claimed.push(site);
            }
        }
        own
    }

    fn joint(&self, layer: Layer, activity: Activity) -> Vec<(String, Vec<Site>)> {
        let n = self.law.record.parties.len();
        let mut out: Vec<(String, Vec<Site>)> = Vec::new();
        for c in self.speaking(layer, activity) {
            let allots = self.law.norm(c).modality.allots();
            if c.bearers.len() < 2 || !allots || !self.is_agreed(c) {
                continue;
            }
            let all = (0..n).all(|p| c.bearers.contains(&p));
            let ids: Vec<&str> = c.bearers.iter().map(|s| self.law.states[*s].as_str()).collect();
            let name = if all { COMMON.into() } else { format!("JOINT:{}", ids.join("+")) };
            let site = self.law.sites[c.site].clone();
            match out.iter_mut().find(|(n, _)| *n == name) {
                Some((_, list)) => list.push(site),
                None => out.push((name, vec![site])),
            }
        }
        out
    }

    fn common(&self, layer: Layer, activity: Activity) -> Vec<Site> {
        let liberty = |c: &&Clause| {
            self.law.norm(c).modality == Modality::Liberty
                && c.bearers.len() > 1
                && self.is_agreed(c)
        };
        self.speaking(layer, activity)
            .filter(liberty)
            .map(|c| self.law.sites[c.site].clone())
            .collect()
    }

    /// Is there a boundary in force between two parties in a layer?
    pub(crate) fn bounded(&self, a: State, b: State, layer: Layer) -> bool {
        a != b
            && self.law.clauses.iter().any(|c| {
                let norm = self.law.norm(c);
                norm.boundary
                    && norm.layers.iter().any(|l| l.covers(layer))
                    && self.reads(norm.overlay.as_ref())
                    && self.clause(c, a, b).standing == Standing::Binds
            })
    }

    /// The place where each of two parties has or claims what the other does too; nothing if a
    /// boundary between them is in force.
    pub(crate) fn rivalry(
        &self,
        a: State,
        b: State,
        layer: Layer,
        activity: Activity,
    ) -> Option<Site> {
        let all = |p| {
            let own = self.own(p, layer, activity);
            one_site([own.agreed, own.claimed].concat())
        };
        match (all(a), all(b)) {
            (Some(x), Some(y)) if !self.bounded(a, b, layer) && !disjoint(&x, &y) => {
                Some(Site::Both(vec![x, y]))
            }
            _ => None,
        }
    }

    /// Could all parties accept the day's law as the whole regime: does every pair have a norm that
    /// holds for every topic asked about?
    ///
    /// # Errors
    /// As [`Day::at`].
    pub fn is_unanimous(&self, at: LatLon, topics: &[(Layer, Activity)]) -> Result<bool, String> {
        for (layer, activity) in topics {
            let (layer, activity) = (*layer, *activity);
            let q = Question { at: Some(at), deposit: None, layer, activity, between: None };
            let answer = self.at(&q)?;
            let open = answer
                .dyads
                .iter()
                .any(|d| !d.is_settled() || d.with(Verdict::Contested).next().is_some());
            if open {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

enum Role {
    Claimed(State),
    Agreed(State),
    Joint(String),
    Common,
}

fn name_of(here: &[&Role], settled: &[Vec<bool>], ids: &[String]) -> String {
    let mut claimed = Vec::new();
    let mut agreed = None;
    let mut common = false;
    for role in here {
        match role {
            Role::Joint(name) => return name.clone(),
            Role::Claimed(p) => claimed.push(*p),
            Role::Agreed(p) => agreed = agreed.or(Some(*p)),
            Role::Common => common = true,
        }
    }
    let open = claimed.iter().any(|p| claimed.iter().any(|q| p != q && !settled[*p][*q]));
    match (open, agreed) {
        (true, _) => CONTESTED.to_owned(),
        (false, Some(p)) => ids[p].clone(),
        (false, None) if common => COMMON.to_owned(),
        (false, None) => LACUNA.to_owned(),
    }
}

/// One site out of many; places that are not known or belong to deposits have no area.
fn one_site(list: Vec<Site>) -> Option<Site> {
    let mut known: Vec<Site> = Vec::new();
    for site in list {
        let placed = !matches!(site, Site::Unknown | Site::Deposit(_));
        if placed && !known.contains(&site) {
            known.push(site);
        }
    }
    let mut joined = crate::ground::merged(&known);
    match joined.len() {
        0 => None,
        1 => joined.pop(),
        _ => Some(Site::Either(joined)),
    }
}
