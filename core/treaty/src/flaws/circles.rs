//! States that succeed one another, and instruments that supersede one another, in a circle.

use std::collections::BTreeMap;

use crate::flaws::Flaw;
use crate::norm::RelationKind;
use crate::record::Record;

impl Record {
    /// States that succeed one another in a circle.
    pub(super) fn successions(&self, out: &mut Vec<Flaw>) {
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

    /// Instruments that supersede one another in a circle.
    pub(super) fn cycles(&self, out: &mut Vec<Flaw>) {
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
}
