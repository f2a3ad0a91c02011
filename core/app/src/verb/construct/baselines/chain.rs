//! The chains of baselines in a file: one for every party, and for every line of it where the file names lines.

use littoral_formats::survey::Printed;
use littoral_geodesy::LatLon;

/// Points that are joined.
pub(super) struct Chain {
    /// Whose it is; empty where the file does not say.
    pub party: String,
    /// Which of the party's lines; empty where the file does not say.
    line: String,
    /// Its points in order.
    pub points: Vec<LatLon>,
}

impl Chain {
    /// `NOR`, `NOR north`, `north`
    pub(super) fn label(&self) -> String {
        match format!("{} {}", self.party, self.line).trim() {
            "" => "without a party".to_owned(),
            label => label.to_owned(),
        }
    }
}

/// The chains in the order in which they begin; rows of one need not stand together.
pub(super) fn chains(points: &[Printed]) -> Vec<Chain> {
    let mut out: Vec<Chain> = Vec::new();
    for p in points {
        match out.iter_mut().find(|c| c.party == p.party && c.line == p.line) {
            Some(chain) => chain.points.push(p.at),
            None => {
                let (party, line) = (p.party.clone(), p.line.clone());
                out.push(Chain { party, line, points: vec![p.at] });
            }
        }
    }
    out
}
