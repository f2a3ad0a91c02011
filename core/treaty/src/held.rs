//! Every norm that stands on a day, whoever asks: the list behind exports.

use crate::day::{Day, Standing};
use crate::instrument::Instrument;
use crate::norm::Norm;

/// A norm for one bearer (or several together) on a day.
#[derive(Debug, Clone)]
pub struct Held<'a> {
    /// Its instrument.
    pub instrument: &'a Instrument,
    /// The norm.
    pub norm: &'a Norm,
    /// Whose; empty for states that are no parties.
    pub bearers: Vec<String>,
    /// States that are no parties.
    pub third: bool,
    /// `Binds`, `Provisional`, `Pending` or `Asserted`, whichever is most between some two states.
    pub standing: Standing,
    /// In force since, as far as known.
    pub since: String,
    /// Where, in words.
    pub extent: String,
}

impl Day<'_, '_> {
    /// Every norm in force, pending or asserted today, in the order of instruments.
    #[must_use]
    pub fn held(&self) -> Vec<Held<'_>> {
        let n = self.law.states.len();
        let mut out = Vec::new();
        for c in &self.law.clauses {
            let norm = self.law.norm(c);
            if !norm.is_verified() || !self.reads(norm.overlay.as_ref()) {
                continue;
            }
            let pairs = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
            let concerned =
                pairs.filter(|(a, b)| c.third || c.bearers.contains(a) || c.bearers.contains(b));
            let best = concerned
                .map(|(a, b)| (rank(self.clause(c, a, b).standing), (a, b)))
                .filter(|(rank, _)| *rank > 0)
                .max_by_key(|(rank, (a, b))| (*rank, std::cmp::Reverse((*a, *b))));
            let Some((_, (a, b))) = best else { continue };
            let standing = self.clause(c, a, b).standing;
            let alive = c.bearers.iter().map(|s| self.law.states[*s].clone());
            let bearers: Vec<String> = alive.filter(|id| !self.is_gone(id)).collect();
            if bearers.is_empty() && !c.third {
                continue;
            }
            let since = self.since(c.instrument, a, b).map(|d| d.to_string()).unwrap_or_default();
            out.push(Held {
                instrument: self.law.instrument(c),
                norm,
                bearers,
                third: c.third,
                standing,
                since,
                extent: c.extent.to_string(),
            });
        }
        out
    }
}

fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Binds => 4,
        Standing::Provisional => 3,
        Standing::Pending => 2,
        Standing::Asserted => 1,
        _ => 0,
    }
}
