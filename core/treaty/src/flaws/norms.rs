//! Norms: who bears them, where they are, what they refer to.

use crate::extent::{Extent, Whose};
use crate::flaws::Flaw;
use crate::instrument::Instrument;
use crate::norm::{Bearer, Norm};
use crate::record::Record;
use crate::share::Fraction;
use crate::way::DrawnLine;

/// Key within a norm, what is wrong, what to do, and whether nothing can be asked with it.
type Wrong = (&'static str, String, &'static str, bool);

impl Record {
    pub(super) fn norms(&self, i: &Instrument, out: &mut Vec<Flaw>) {
        for (k, n) in i.norms.iter().enumerate() {
            let mut found = Vec::new();
            if i.norms[..k].iter().any(|other| other.id == n.id) {
                let text = format!("{} has two norms {}", i.id, n.id);
                found.push(("id", text, "give each its own id", true));
            }
            if n.article.is_empty() && i.binding && !i.kind.asserts() {
                let text = format!("the norm {}#{} names no article", i.id, n.id);
                let help = "add article = \"art. 3\", or say that it is not known";
                found.push(("article", text, help, false));
            }
            found.extend(self.references(n));
            found.extend(order_and_shares(n));
            out.extend(found.into_iter().map(|(key, text, help, fatal)| Flaw {
                instrument: i.id.clone(),
                key: format!("norm[{k}].{key}"),
                text,
                help: help.to_owned(),
                fatal,
            }));
        }
    }

    /// Parties, places, instruments and overlays that a norm names and that there are not.
    fn references(&self, n: &Norm) -> Vec<Wrong> {
        let mut found = Vec::new();
        if let Bearer::States(list) = &n.bearer
            && let Some(bad) = list.iter().find(|s| !self.states().contains(s))
        {
            let text = format!("{bad} is no party of this case");
            found.push(("bearer", text, "name a party of case.toml", true));
        }
        let places = n.extent.leaves().into_iter().filter_map(|leaf| self.unknown_place(leaf));
        let see = "see [[line]] and [[way]] of law.toml";
        found.extend(places.map(|text| ("extent", text, see, true)));
        if let Some(e) = n.until_event.as_ref().filter(|e| self.instrument(e).is_none()) {
            let text = format!("there is no instrument {e}");
            found.push(("until_event", text, "name an instrument", true));
        }
        let known = |o: &&String| self.overlays.iter().any(|x| x.id == **o);
        if let Some(o) = n.overlay.as_ref().filter(|o| !known(o)) {
            let text = format!("there is no overlay {o}");
            found.push(("overlay", text, "see [[overlay]] of law.toml", true));
        }
        found
    }

    fn unknown_place(&self, leaf: &Extent) -> Option<String> {
        let line = |id: &String| {
            let known = self.all_lines().any(|l| l.id == *id);
            (!known).then(|| format!("the extent names the line {id}, which nobody draws"))
        };
        let who = |w: &Whose| match w {
            Whose::State(id) if !self.states().contains(id) => {
                Some(format!("{id} is no party of this case"))
            }
            _ => None,
        };
        match leaf {
            Extent::Side { line: id, .. } => line(id).or_else(|| {
                let short = |l: &DrawnLine| l.id == *id && l.nodes.len() < 2;
                self.all_lines()
                    .any(short)
                    .then(|| format!("the extent takes a side of {id}, which has one point"))
            }),
            Extent::Near { line: id, .. } => line(id),
            Extent::Polygon(points) if points.len() < 3 => {
                Some("a polygon has three points or more".into())
            }
            Extent::Belt { of, .. } => who(of),
            Extent::Sector { way, of, facing } => {
                let known = self.ways.iter().any(|w| w.id == *way);
                let no_way = (!known)
                    .then(|| format!("the extent names the way {way}, which is not described"));
                no_way.or_else(|| who(of)).or_else(|| facing.as_ref().and_then(who))
            }
            Extent::Deposit(id) if !self.deposits.contains(id) => {
                Some(format!("the case has no deposit {id}"))
            }
            _ => None,
        }
    }
}

/// A norm that ends before it begins, or whose shares are not the whole.
fn order_and_shares(n: &Norm) -> Vec<Wrong> {
    let mut found = Vec::new();
    if let (Some(from), Some(until)) = (&n.from, &n.until)
        && until.last < from.first
    {
        let text = format!("the norm ends ({until}) before it begins ({from})");
        found.push(("until", text, "until is the first day on which it does not hold", true));
    }
    let shares: Vec<Fraction> = n.shares.iter().map(|(_, s)| *s).collect();
    if !shares.is_empty() && !Fraction::sum_to_one(&shares) {
        let text = "the shares of a joint right do not sum to 1".to_owned();
        found.push(("shares", text, "write them as exact fractions: 3/10 and 7/10", true));
    }
    found
}
