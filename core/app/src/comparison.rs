//! Several rules on one case, side by side: what the table, the report and the files are made from.

mod moved;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use littoral_delimit::{Division, LayerDivision, Waters};
use littoral_model::{Case, FailureKind, RuleError};
pub use moved::moved_percent;

/// Shares within this many points of a claim reach it.
pub const REACHES: f64 = 0.05;
/// Name of common space among the holders.
pub const COMMON: &str = "COMMON";

/// One rule's result.
#[derive(Debug, Clone)]
pub struct Row {
    /// Rule and what was set (`equiratio IRN 1.25`).
    pub label: String,
    /// Stem of its files (`equiratio-irn-1.25`), unique in the comparison.
    pub stem: String,
    /// Name of the rule in people's words.
    pub title: String,
    /// One sentence on the rule.
    pub about: String,
    /// Its sources.
    pub cite: Vec<String>,
    /// The text of a script, for readers who want to trace a number to a line; `None` for a plugin.
    pub source: Option<String>,
    /// Settings of a command line that make this run.
    pub settings: Vec<String>,
    /// The result, or why there is none.
    pub outcome: Result<Arc<Division>, RuleError>,
    /// Area that changes hands against equidistance, per cent of the sea, on the layer shown.
    pub moved: Option<f64>,
    /// The same by holder, m²: `flow[i][j]` from holder `i` of equidistance to holder `j` of the layer shown.
    pub flow: Option<Vec<Vec<f64>>>,
    /// Wall time of the run in milliseconds where the engine gives none.
    pub wall_ms: f64,
}

/// Several rules on one case.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The case.
    pub case: Case,
    /// One row a run, in the order asked for.
    pub rows: Vec<Row>,
}

impl Row {
    /// The layer of the table: the first with common space, since there the rule says most, else
    /// the first.
    #[must_use]
    pub fn shown(&self) -> Option<(&str, &LayerDivision)> {
        shown(self.outcome.as_ref().ok()?)
    }

    /// Why the rule does not apply to this case, where that is why there is no result: the case lacks what it divides by.
    #[must_use]
    pub fn lacks(&self) -> Option<&RuleError> {
        self.outcome.as_ref().err().filter(|e| e.kind == FailureKind::Lacking)
    }

    /// Engine time, else wall time, milliseconds.
    #[must_use]
    pub fn time_ms(&self) -> f64 {
        self.outcome.as_ref().ok().and_then(|d| d.provenance.engine_ms).unwrap_or(self.wall_ms)
    }
}

impl Comparison {
    /// Area of the sea in km², from the first result.
    #[must_use]
    pub fn sea_km2(&self) -> Option<f64> {
        self.rows.iter().find_map(|r| Some(r.shown()?.1.sea_km2))
    }

    /// The row that others are measured against: equidistance with its defaults.
    #[must_use]
    pub fn base_row(&self) -> Option<usize> {
        self.rows.iter().position(|r| r.label == "equidistance" && r.outcome.is_ok())
    }

    /// The division of that row.
    #[must_use]
    pub fn equidistance(&self) -> Option<&Division> {
        self.rows[self.base_row()?].outcome.as_deref().ok()
    }

    /// What a row is worth to a party by area ([`LayerDivision::worth`]), per cent.
    #[must_use]
    pub fn worth(&self, row: &Row, party: usize) -> Option<f64> {
        let (_, layer) = row.shown()?;
        Some(self.worth_of(layer, party))
    }

    /// What a layer is worth to a party.
    #[must_use]
    pub fn worth_of(&self, layer: &LayerDivision, party: usize) -> f64 {
        let party = self.case.parties.get(party).map_or("", |p| p.id.as_str());
        layer.worth(party, self.case.parties.len())
    }

    /// Does a layer give a party what it asks for? Common and joint space counts in equal parts, here as everywhere.
    #[must_use]
    pub fn accepts(&self, party: usize, layer: &LayerDivision) -> bool {
        self.reaches(party, self.worth_of(layer, party))
    }

    /// Fills in what changes hands against equidistance, rows side by side. Rows with space that is common
    /// or nobody's have no such number: it has been given to no party.
    pub fn measure_moved(&mut self) {
        let Some(base) = self.base_row() else { return };
        let Ok(waters) = Waters::new(self.case.clone()) else { return };
        let Some(from) = self.rows[base].shown().map(|(_, l)| l.clone()) else { return };
        let others = self.rows.iter_mut().enumerate().filter(|(k, _)| *k != base);
        let rows: Mutex<Vec<&mut Row>> = Mutex::new(others.map(|(_, r)| r).collect());
        let cores = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    loop {
                        let next = rows.lock().unwrap_or_else(PoisonError::into_inner).pop();
                        let Some(row) = next else { return };
                        moved::measure(&waters, &from, row);
                    }
                });
            }
        });
    }

    /// Does the share reach what the party asks for?
    #[must_use]
    pub fn reaches(&self, party: usize, share: f64) -> bool {
        let asked = self.case.asks(party).and_then(|p| p.share_percent);
        asked.is_some_and(|asked| share >= asked - REACHES)
    }
}

/// What no single party holds: common space, and what several hold jointly; per cent of the sea.
#[must_use]
pub fn common_percent(layer: &LayerDivision) -> f64 {
    let shared = layer.holders().filter(|h| *h == COMMON || h.starts_with("JOINT:"));
    shared.map(|h| layer.share(h)).sum()
}

/// What no party holds alone: the same, and what nobody has.
#[must_use]
pub fn undivided_percent(layer: &LayerDivision) -> f64 {
    common_percent(layer) + layer.share("NONE")
}

/// The layer that a table of one line shows.
#[must_use]
pub fn shown(division: &Division) -> Option<(&str, &LayerDivision)> {
    let layers = &division.layers.0;
    let common = layers.iter().find(|(_, l)| common_percent(l) > 0.0);
    common.or(layers.first()).map(|(name, layer)| (name.as_str(), layer))
}

/// File stem from a label: lower case, runs of other characters become one hyphen.
#[must_use]
pub fn stem(label: &str) -> String {
    let mut out = String::new();
    for c in label.chars() {
        match c.is_ascii_alphanumeric() || c == '.' {
            true => out.push(c.to_ascii_lowercase()),
            false if !out.ends_with('-') => out.push('-'),
            false => {}
        }
    }
    out.trim_matches(|c| c == '-' || c == '.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn stems_are_safe_file_names() {
        assert_eq!(stem("equiratio IRN 1.25"), "equiratio-irn-1.25");
        assert_eq!(stem("equity-floor IRN 20 %"), "equity-floor-irn-20");
        assert_eq!(stem("../../etc"), "etc");
    }
}
