//! `littoral construct simplify`: coasts with fewer coordinates.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::{Bases, coast};
use littoral_model::ShoreKind;
use serde_json::json;

use super::clipped;
use super::drawn::Joined;
use super::geodesics;
use super::ground::Ground;
use super::input::{self, Common};
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};
use littoral_geodesy::curve::LineKind;

const SIMPLIFY: &str = "\
Example:
  littoral construct simplify coast.geojson --tolerance 500 -o coarse.geojson";

/// Coasts with fewer coordinates, within a stated tolerance; islands narrower than it stay as triangles
#[derive(Debug, Args)]
#[command(after_help = SIMPLIFY)]
pub struct Simplify {
    /// Coasts: CSV, text or GeoJSON
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Greatest distance of what is left out from what is kept, metres
    #[arg(long, value_name = "M")]
    pub tolerance: f64,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

/// Files with a coast among them: single base points have neither shape nor length.
pub(super) fn coasts(files: &[PathBuf], common: &Common) -> Outcome<(Bases, Ground)> {
    let (bases, ground) = input::bases(files, common, None)?;
    if bases.lines.iter().any(|l| l.kind != ShoreKind::BasePoint) {
        return Ok((bases, ground));
    }
    let place = files.first().map(|f| f.display().to_string()).unwrap_or_default();
    let help = "name the line of each coordinate in a column \"line\", or give GeoJSON lines";
    Err(Failure::usage("there is no coast, base points at most", place, help))
}

pub(super) fn simplify(args: &Simplify) -> Outcome {
    if !(args.tolerance > 0.0 && args.tolerance.is_finite()) {
        let place = format!("command line: --tolerance {}", args.tolerance);
        return Err(Failure::usage("the tolerance is no length", place, "give metres above 0"));
    }
    let (mut bases, ground) = coasts(&args.files, &args.common)?;
    let clipped = clipped::note(&bases, &ground);
    let given: Vec<usize> = bases.lines.iter().map(|l| l.nodes.len()).collect();
    let within_m = (args.tolerance / 100.0).clamp(1e-3, 1.0);
    let loxodromes = geodesics::taken(&mut bases, &ground.earth, within_m);
    // What loxodromes are off the geodesics that they are taken as counts too.
    let in_hand_m = if loxodromes.is_some() { within_m } else { 0.0 };
    let tolerance_m = (args.tolerance - in_hand_m).max(args.tolerance / 2.0);
    let title = format!("Coasts within {} m", args.tolerance);
    let mut sheet = Sheet::new("simplify", title, &ground, &args.common.output);
    sheet.fact("method", "Douglas and Peucker on geodesic chords");
    let columns = vec![
        ("party", false),
        ("line", false),
        ("given", true),
        ("kept", true),
        ("farthest left out, m", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    let (mut narrow, mut farthest_m) = (0, 0.0_f64);
    for (k, l) in bases.lines.iter().enumerate().filter(|(_, l)| l.kind != ShoreKind::BasePoint) {
        let (points, closed) = (l.points(), l.closed());
        let outline = coast::outline(&ground.earth, &points, closed, tolerance_m);
        narrow += usize::from(outline.is_none());
        let mut kept = outline.unwrap_or_else(|| coast::triangle(&ground.earth, &points));
        let far_m = coast::farthest_m(&ground.earth, &points, &kept, closed);
        farthest_m = farthest_m.max(far_m);
        let id = &bases.parties[l.party];
        let name = if l.name.is_empty() { format!("{}", k + 1) } else { l.name.clone() };
        let count = |n: usize| Cell::number(n as f64, 0);
        table.rows.push(vec![
            Cell::word(id),
            Cell::word(&name),
            count(given[k]),
            count(kept.len()),
            Cell::metres(far_m),
        ]);
        if closed {
            kept.extend(kept.first().copied());
        }
        if kept.len() > 1 {
            let what = json!({ "kind": "coast", "party": id, "name": l.name, "tolerance_m": args.tolerance });
            sheet.line(&ground.earth, &kept, Joined::By(LineKind::Geodesic), what);
        }
    }
    if !args.common.output.holds_curves() {
        sheet.notes.push("the coordinates kept are written as GeoJSON: -o FILE.geojson".into());
    }
    sheet.tables.push(table);
    sheet.notes.extend(clipped);
    sheet.notes.extend(loxodromes);
    sheet
        .notes
        .push(format!("greatest distance of what is left out from its line: {farthest_m:.3} m"));
    if narrow > 0 {
        let (rings, are) = if narrow == 1 { ("ring", "is") } else { ("rings", "are") };
        sheet.notes.push(format!(
            "{narrow} {rings} narrower than {} m {are} kept as triangles of given coordinates",
            args.tolerance
        ));
    }
    sheet.publish(&args.common.output)
}
