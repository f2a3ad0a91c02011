//! What can be wrong with a record, each with the instrument and the key that says so.

use std::collections::BTreeMap;

use crate::extent::{Extent, Whose};
use crate::instrument::Instrument;
use crate::norm::{Bearer, RelationKind, Stance};
use crate::record::Record;
use crate::way::{DrawnLine, WayKind};

/// Something wrong with the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Instrument, or empty.
    pub instrument: String,
    /// Key within its file.
    pub key: String,
    /// One sentence.
    pub text: String,
    /// Next step.
    pub help: String,
    /// Nothing can be asked of a record with it.
    pub fatal: bool,
}

impl Record {
    /// All that is wrong, instrument by instrument.
    #[must_use]
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut out = Vec::new();
        for i in &self.instruments {
            self.norms(i, &mut out);
            self.relations(i, &mut out);
            self.stances(&i.id, &i.stances, &mut out);
        }
        self.cycles(&mut out);
        self.duplicates(&mut out);
        self.ways_and_lines(&mut out);
        self.successions(&mut out);
        out
    }

    fn norms(&self, i: &Instrument, out: &mut Vec<Flaw>) {
        let ids: Vec<&str> = i.norms.iter().map(|n| n.id.as_str()).collect();
        for (k, n) in i.norms.iter().enumerate() {
            let key = |rest: &str| format!("norm[{k}].{rest}");
            let mut flaw = |rest: &str, text: String, help: &str, fatal| {
                let help = help.to_owned();
                out.push(Flaw { instrument: i.id.clone(), key: key(rest), text, help, fatal });
            };
            if ids[..k].contains(&n.id.as_str()) {
                flaw(
                    "id",
                    format!("{} has two norms {}", i.id, n.id),
                    "give each its own id",
                    true,
                );
            }
            if n.article.is_empty() && i.binding && !i.kind.asserts() {
                let text = format!("the norm {}#{} names no article", i.id, n.id);
                flaw(
                    "article",
                    text,
                    "add article = \"art. 3\", or say that it is not known",
                    false,
                );
            }
            if let Bearer::States(list) = &n.bearer
                && let Some(bad) = list.iter().find(|s| !self.states().contains(s))
            {
                let text = format!("{bad} is no party of this case");
                flaw("bearer", text, "name a party of case.toml", true);
            }
            for leaf in n.extent.leaves() {
                if let Some(text) = self.unknown_place(leaf) {
                    flaw("extent", text, "see [[line]] and [[way]] of law.toml", true);
                }
            }
            if let Some(e) = n.until_event.as_ref().filter(|e| self.instrument(e).is_none()) {
                flaw(
                    "until_event",
                    format!("there is no instrument {e}"),
                    "name an instrument",
                    true,
                );
            }
            if let Some(o) =
                n.overlay.as_ref().filter(|o| !self.overlays.iter().any(|x| x.id == **o))
            {
                flaw(
                    "overlay",
                    format!("there is no overlay {o}"),
                    "see [[overlay]] of law.toml",
                    true,
                );
            }
            if let (Some(from), Some(until)) = (&n.from, &n.until)
                && until.last < from.first
            {
                flaw(
                    "until",
                    format!("the norm ends ({until}) before it begins ({from})"),
                    "",
                    true,
                );
            }
            let shares: Vec<_> = n.shares.iter().map(|(_, s)| *s).collect();
            if !shares.is_empty() && !crate::share::Fraction::sum_to_one(&shares) {
                flaw("shares", "the shares of a joint right do not sum to 1".into(), "", true);
            }
        }
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

    /// States that succeed one another in a circle.
    fn successions(&self, out: &mut Vec<Flaw>) {
        for (k, first) in self.successions.iter().enumerate() {
            let mut seen = vec![first.by.as_str()];
            let mut at = 0;
            while let Some(state) = seen.get(at).copied() {
                at += 1;
                for next in self.successions.iter().filter(|s| s.of == state) {
                    if !seen.contains(&next.by.as_str()) {
                        seen.push(&next.by);
                    }
                }
            }
            if seen.contains(&first.of.as_str()) {
                out.push(Flaw {
                    instrument: String::new(),
                    key: format!("succession[{k}].by"),
                    text: format!("{} would succeed itself", first.of),
                    help: "of two states only the later one succeeds".into(),
                    fatal: true,
                });
            }
        }
    }

    fn relations(&self, i: &Instrument, out: &mut Vec<Flaw>) {
        for (k, r) in i.relations.iter().enumerate() {
            if self.instrument(&r.to).is_none() {
                out.push(Flaw {
                    instrument: i.id.clone(),
                    key: format!("relation[{k}].to"),
                    text: format!("there is no instrument {}", r.to),
                    help: "name the id of an instrument of this case".into(),
                    fatal: true,
                });
            }
        }
    }

    fn stances(&self, owner: &str, stances: &[Stance], out: &mut Vec<Flaw>) {
        for (k, s) in stances.iter().enumerate() {
            let mut flaw = |key: &str, text: String, help: &str| {
                let key = format!("stance[{k}].{key}");
                let (instrument, help) = (owner.to_owned(), help.to_owned());
                out.push(Flaw { instrument, key, text, help, fatal: true });
            };
            let target = match s.target.split_once([':', '#']) {
                Some(("event", _)) => true,
                Some(("succession", of)) => self.successions.iter().any(|x| x.of == of),
                Some((id, norm)) => {
                    self.instrument(id).is_some_and(|i| i.norms.iter().any(|n| n.id == norm))
                }
                None => self.instrument(&s.target).is_some(),
            };
            if !target {
                let help = "write INSTRUMENT, INSTRUMENT#norm, succession:STATE or event:ID";
                flaw("target", format!("there is nothing called {}", s.target), help);
            }
            if !self.states().contains(&s.party) {
                flaw("party", format!("{} is no party of this case", s.party), "");
            }
            if let (Some(from), Some(until)) = (&s.from, &s.until)
                && until.last < from.first
            {
                flaw("until", format!("the stance ends ({until}) before it begins ({from})"), "");
            }
        }
    }

    /// Instruments that supersede one another in a circle.
    fn cycles(&self, out: &mut Vec<Flaw>) {
        let after: BTreeMap<&str, Vec<(usize, &str)>> = self
            .instruments
            .iter()
            .map(|i| {
                let over = i.relations.iter().enumerate();
                let over = over.filter(|(_, r)| r.kind == RelationKind::Supersedes);
                (i.id.as_str(), over.map(|(k, r)| (k, r.to.as_str())).collect())
            })
            .collect();
        for i in &self.instruments {
            let own = after.get(i.id.as_str()).map_or(&[][..], Vec::as_slice);
            for (k, first) in own {
                let mut seen = vec![*first];
                let mut todo = vec![*first];
                while let Some(at) = todo.pop() {
                    for (_, next) in after.get(at).map_or(&[][..], Vec::as_slice) {
                        if !seen.contains(next) {
                            seen.push(next);
                            todo.push(next);
                        }
                    }
                }
                if seen.contains(&i.id.as_str()) {
                    out.push(Flaw {
                        instrument: i.id.clone(),
                        key: format!("relation[{k}].to"),
                        text: format!("{} and {first} supersede one another", i.id),
                        help: "of two instruments only the later one supersedes".into(),
                        fatal: true,
                    });
                }
            }
        }
    }

    fn duplicates(&self, out: &mut Vec<Flaw>) {
        let mut seen: Vec<&str> = Vec::new();
        for line in self.all_lines() {
            if seen.contains(&line.id.as_str()) {
                out.push(Flaw {
                    instrument: String::new(),
                    key: format!("line {}", line.id),
                    text: format!("there are two lines {}", line.id),
                    help: "give each its own id".into(),
                    fatal: true,
                });
            }
            seen.push(&line.id);
        }
    }

    fn ways_and_lines(&self, out: &mut Vec<Flaw>) {
        for (k, way) in self.ways.iter().enumerate() {
            let WayKind::Equidistance { baselines, .. } = &way.kind else { continue };
            for (_, line) in baselines {
                if !self.all_lines().any(|l| l.id == *line) {
                    out.push(Flaw {
                        instrument: String::new(),
                        key: format!("way[{k}].baseline"),
                        text: format!(
                            "the way {} names the line {line}, which nobody draws",
                            way.id
                        ),
                        help: "add a [[line]] with that id".into(),
                        fatal: true,
                    });
                }
            }
        }
    }
}
