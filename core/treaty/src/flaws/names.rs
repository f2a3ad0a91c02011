//! Lines with one id, and names of what nobody has described.

use crate::flaws::Flaw;
use crate::instrument::Instrument;
use crate::record::Record;
use crate::way::WayKind;

impl Record {
    pub(super) fn relations(&self, i: &Instrument, out: &mut Vec<Flaw>) {
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

    pub(super) fn duplicates(&self, out: &mut Vec<Flaw>) {
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

    pub(super) fn ways_and_lines(&self, out: &mut Vec<Flaw>) {
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
