//! Coasts that a box or a frame has cut: what is said of them, and the frame that leaves the cut out.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::Bases;
use littoral_delimit::construct::base::Clip;

use super::ground::Ground;
use super::input::{self, Common};
use crate::failure::Outcome;
use crate::number::counted;

/// The frame by which coasts were cut.
#[derive(Debug, Clone, Args)]
pub struct CutBy {
    /// Frame by which the coast was cut: edges along it are no coast. A file of its corners in order, or GeoJSON
    /// with one polygon; else a feature "kind": "window" of the coasts. The rim of a "kind": "sea" is coast
    #[arg(long, value_name = "FILE")]
    pub window: Option<PathBuf>,
}

impl CutBy {
    /// Takes what runs along the frame out of the coasts, and says it; says where they look cut beside.
    ///
    /// # Errors
    /// The frame cannot be read.
    pub(super) fn applied(
        &self,
        bases: &mut Bases,
        common: &Common,
        ground: &Ground,
    ) -> Outcome<Vec<String>> {
        let (edges, length_m) = match &self.window {
            Some(file) => {
                let frame = input::frame(file, common, ground)?;
                bases.without_frame(&ground.earth, &frame)
            }
            None => bases.without_window(&ground.earth),
        };
        let mut notes = Vec::new();
        if edges > 0 {
            let (edges, km) = (counted(edges, "edge is", "edges are"), length_m / 1000.0);
            notes.push(format!("{edges} along the frame, {km:.3} km, and no coast"));
        }
        let help = "--window FILE, the frame that cut them, leaves them out";
        notes.extend(said(bases, ground, help));
        Ok(notes)
    }
}

/// Where coasts look cut; what is measured from them is measured from the cut as well.
pub(super) fn note(bases: &Bases, ground: &Ground) -> Option<String> {
    said(bases, ground, "near them take the coast from a wider box")
}

fn said(bases: &Bases, ground: &Ground, help: &str) -> Option<String> {
    let found: Vec<String> =
        bases.clips(&ground.earth).iter().map(|clip| words(clip, bases)).collect();
    (!found.is_empty()).then(|| {
        format!(
            "straight edges beyond which a party has nothing, as where a box cuts a coast: {}. They count as coast; {help}",
            found.join("; ")
        )
    })
}

/// `IND on 16 N, 815.044 km in 1 edge`
fn words(clip: &Clip, bases: &Bases) -> String {
    let letters = if matches!(clip.side, "north" | "south") { ["N", "S"] } else { ["E", "W"] };
    let letter = letters[usize::from(clip.at_deg < 0.0)];
    format!(
        "{} on {} {letter}, {:.3} km in {}",
        bases.parties[clip.party],
        clip.at_deg.abs(),
        clip.length_m / 1000.0,
        counted(clip.edges, "edge", "edges")
    )
}
