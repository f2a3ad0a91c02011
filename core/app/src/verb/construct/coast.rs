//! `littoral construct simplify`: coasts with fewer coordinates.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::{BaseLine, Bases, coast};
use littoral_geodesy::curve::LineKind;
use littoral_geodesy::densify::wrap;
use littoral_model::ShoreKind;
use serde_json::json;

use super::clipped;
use super::drawn::Joined;
use super::geodesics;
use super::ground::Ground;
use super::input::{self, Common};
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};
use crate::number::counted;

const SIMPLIFY: &str = "\
Example:
  littoral construct simplify coast.geojson --tolerance 500 -o coarse.geojson

What is left out lies within the tolerance of what is kept (Douglas and Peucker). The result
does not hang on where a ring begins or which way it goes: a ring is taken from its two
coordinates that are farthest apart. Nothing crosses that did not cross as given: vertices are
put back where it would, and islands, lakes and base points stay on their side. Land
boundaries are simplified once for both parties, and along a cut at 180 degrees all is kept.
GeoJSON has land as polygons with its lakes and enclaves, CSV its shores as coasts and
islands.";

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
    let coarse = coast::Coarse::new(&ground.earth, &bases, tolerance_m);
    let title = format!("Coasts within {} m", args.tolerance);
    let mut sheet = Sheet::new("simplify", title, &ground, &args.common.output);
    let method = "Douglas and Peucker on geodesic chords, of a ring from its two farthest coordinates; \
                  vertices put back where lines would cross";
    sheet.fact("method", method);
    let farthest_m = table(&mut sheet, &ground, (&bases, &given), &coarse);
    sheet.rows = Some(places(&sheet, &bases, &coarse));
    draw(&mut sheet, &ground, (&bases, &coarse), args.tolerance);
    if !args.common.output.holds_places() {
        let text = "the coordinates kept are written as GeoJSON or CSV: -o FILE.geojson";
        sheet.notes.push(text.into());
    }
    sheet.notes.extend(clipped);
    sheet.notes.extend(loxodromes);
    sheet
        .notes
        .push(format!("greatest distance of what is left out from its line: {farthest_m:.3} m"));
    sheet.notes.extend(said(&bases, &coarse, args.tolerance));
    sheet.publish(&args.common.output)
}

/// Lines and rings of a survey, with their numbers.
fn shores(bases: &Bases) -> impl Iterator<Item = (usize, &BaseLine)> {
    bases.lines.iter().enumerate().filter(|(_, l)| l.kind != ShoreKind::BasePoint)
}

/// How many coordinates each line keeps; the greatest distance of one that is left out, metres.
fn table(
    sheet: &mut Sheet,
    ground: &Ground,
    (bases, given): (&Bases, &[usize]),
    coarse: &coast::Coarse,
) -> f64 {
    let columns = vec![
        ("party", false),
        ("line", false),
        ("given", true),
        ("kept", true),
        ("farthest left out, m", true),
    ];
    let (mut table, mut farthest_m) = (Table { columns, ..Table::default() }, 0.0_f64);
    for (k, l) in shores(bases) {
        let (points, kept) = (l.points(), coarse.of(&l.points()));
        let far_m = coast::farthest_m(&ground.earth, &points, &kept, l.closed());
        farthest_m = farthest_m.max(far_m);
        let name = if l.name.is_empty() { format!("{}", k + 1) } else { l.name.clone() };
        let count = |n: usize| Cell::number(n as f64, 0);
        table.rows.push(vec![
            Cell::word(&bases.parties[l.party]),
            Cell::word(&name),
            count(given[k]),
            count(kept.len()),
            Cell::metres(far_m),
        ]);
    }
    sheet.tables.push(table);
    farthest_m
}

/// The coordinates kept, as rows that are read as the lines they are.
fn places(sheet: &Sheet, bases: &Bases, coarse: &coast::Coarse) -> Table {
    let columns = vec![
        ("party", false),
        ("line", false),
        ("kind", false),
        ("edge", false),
        ("latitude", true),
        ("longitude", true),
    ];
    let mut table = Table { columns, ..Table::default() };
    let mut so_named: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    shores(bases).for_each(|(_, l)| *so_named.entry((l.party, &l.name)).or_default() += 1);
    for (k, l) in shores(bases) {
        let alone = so_named.get(&(l.party, l.name.as_str())) == Some(&1);
        let name = match (l.name.as_str(), alone) {
            ("", _) => format!("{}", k + 1),
            (name, true) => name.to_owned(),
            (name, false) => format!("{name} {}", k + 1),
        };
        let kind = match l.kind {
            ShoreKind::Islands => "islands",
            ShoreKind::Baseline => "baseline",
            _ => "coast",
        };
        for at in coarse.of(&l.points()) {
            let [lat, lon] = sheet.at(at);
            let words = [bases.parties[l.party].as_str(), &name, kind, "geodesic"].map(Cell::word);
            table.rows.push(words.into_iter().chain([lat, lon]).collect());
        }
    }
    table
}

/// Land as polygons, other lines as lines.
fn draw(
    sheet: &mut Sheet,
    ground: &Ground,
    (bases, coarse): (&Bases, &coast::Coarse),
    tolerance_m: f64,
) {
    let (polygons, others) = coast::polygons(bases);
    let what = |party: usize, line: Option<&BaseLine>| {
        let kind =
            if line.is_some_and(|l| l.kind == ShoreKind::Baseline) { "baseline" } else { "coast" };
        let name = line.map_or("", |l| &l.name);
        json!({ "kind": kind, "party": bases.parties[party], "name": name, "tolerance_m": tolerance_m })
    };
    for p in &polygons {
        let rings: Vec<_> = p.rings.iter().map(|r| coarse.of(r)).collect();
        let line = p.line.and_then(|k| bases.lines.get(k));
        sheet.polygon(&ground.earth, &rings, LineKind::Geodesic, what(p.party, line));
    }
    for l in others.iter().filter_map(|k| bases.lines.get(*k)) {
        let kept = coarse.of(&l.points());
        if l.kind != ShoreKind::BasePoint && kept.len() > 1 {
            sheet.line(
                &ground.earth,
                &kept,
                Joined::By(LineKind::Geodesic),
                what(l.party, Some(l)),
            );
        }
    }
}

/// Narrow rings, lines that cross as given, and points that are not written.
fn said(bases: &Bases, coarse: &coast::Coarse, tolerance_m: f64) -> Vec<String> {
    let mut out = Vec::new();
    if coarse.narrow > 0 {
        let rings = counted(coarse.narrow, "ring", "rings");
        let are = if coarse.narrow == 1 { "is" } else { "are" };
        out.push(format!(
            "{rings} narrower than {tolerance_m} m {are} kept as triangles of given coordinates"
        ));
    }
    if let Some(at) = coarse.crossed_near {
        let pairs = counted(coarse.crossed, "pair of edges crosses", "pairs of edges cross");
        let (lat, lon) = (at.lat, wrap(at.lon));
        out.push(format!("{pairs} as given, and as written; the first near {lat:.6}, {lon:.6}"));
    }
    let points =
        bases.lines.iter().filter(|l| l.kind == ShoreKind::BasePoint).map(|l| l.nodes.len()).sum();
    if points > 0 {
        let points = counted(points, "single base point is", "single base points are");
        out.push(format!("{points} not written: take them from the file that has them"));
    }
    out
}
