//! The ranges as the terminal shows them, and as a file.

use std::fmt::Write as _;

use super::{Cause, Sensitivity};
use crate::comparison::Comparison;
use crate::number::tenth;
use crate::style::Style;

/// Columns of a rule's name and of a party.
const NAME: usize = 29;
const CELL: usize = 12;

impl Cause {
    /// What the reading changes, in a few words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Islands => "islands left out".into(),
            Self::Switch(id) => format!("with {id}"),
            Self::BasePoints => "base points: vertices or segments".into(),
            Self::Printing => "lines printed to 0.1′".into(),
            Self::Level => "sea 1 m lower, lines fixed".into(),
            Self::Coast => "coast moved at random".into(),
        }
    }
}

/// Ranges by rule, then what each cause does to the first row.
#[must_use]
pub fn text(s: &Sensitivity, c: &Comparison, style: Style) -> String {
    let mut out = style.bold("range of each share over all readings of the case, per cent");
    let _ = write!(out, "\n{}", style.faint(&format!("{:NAME$}", "rule")));
    for id in c.case.party_ids() {
        let _ = write!(out, "{id:>CELL$}");
    }
    out.push('\n');
    for (n, row) in s.rows.iter().filter_map(|k| c.rows.get(*k)).enumerate() {
        let short: String = row.label.chars().take(NAME - 2).collect();
        let _ = write!(out, "{short:NAME$}");
        for party in 0..c.case.parties.len() {
            let cell = match s.range(n, party) {
                None => style.dash().to_owned(),
                Some((a, b)) if b - a < 0.05 => tenth(b),
                Some((a, b)) => format!("{}–{}", tenth(a), tenth(b)),
            };
            let _ = write!(out, "{cell:>CELL$}");
        }
        let failed = s.readings.iter().filter(|r| r.shares[n].is_none() && s.base[n].is_some());
        let failed: Vec<String> = failed.map(|r| r.cause.words()).collect();
        out.push_str(&if failed.is_empty() {
            String::new()
        } else {
            format!("   fails {}", failed.join(", "))
        });
        out.push('\n');
    }
    out.push_str(&causes(s, c, style));
    style.fit(&out)
}

fn causes(s: &Sensitivity, c: &Comparison, style: Style) -> String {
    let Some(first) = s.rows.first().and_then(|k| c.rows.get(*k)) else { return String::new() };
    let head = format!("largest change of a share by one cause alone, points, {}", first.label);
    let mut out = format!("\n{}\n", style.bold(&head));
    let wide = NAME + 8;
    for cause in s.causes() {
        let _ = write!(out, "{:wide$}", cause.words());
        for party in 0..c.case.parties.len() {
            let cell = s.effect(&cause, 0, party).map_or("–".into(), |x| format!("{x:.2}"));
            let _ = write!(out, "{cell:>w$}", w = CELL - 2);
        }
        out.push('\n');
    }
    let spread: Vec<String> =
        (0..c.case.parties.len()).filter_map(|p| Some(format!("{:.2}", s.spread(0, p)?))).collect();
    if !spread.is_empty() {
        let n = &s.noise;
        let what = format!(
            "coast: {} draws of one Gaussian field, {} km with a reach of {} km, seed {}; standard deviation {}",
            n.draws,
            n.sigma_km,
            n.length_km,
            n.seed,
            spread.join(" ")
        );
        let _ = writeln!(out, "{}", style.faint(&what));
    }
    out
}

/// Every share of every reading: rule, cause, number of the reading, party, per cent.
#[must_use]
pub fn csv(s: &Sensitivity, c: &Comparison) -> String {
    let mut out = String::from("rule,cause,reading,party,share_percent\n");
    let mut lines = |label: &str, cause: &str, k: usize, shares: &Option<Vec<f64>>| {
        for (id, share) in c.case.party_ids().zip(shares.iter().flatten()) {
            let _ = writeln!(out, "{label},{cause},{k},{id},{share:.6}");
        }
    };
    for (n, row) in s.rows.iter().filter_map(|k| c.rows.get(*k)).enumerate() {
        let label = crate::measures::quoted(&row.label);
        lines(&label, "as it is", 0, &s.base[n]);
        for (k, reading) in s.readings.iter().enumerate() {
            lines(&label, &reading.cause.words(), k + 1, &reading.shares[n]);
        }
    }
    out
}
