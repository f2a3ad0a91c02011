//! `littoral construct shelf`: the outer limit of the continental shelf beyond 200 M, article 76.

mod rows;

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::shelf::{self, Request, Sediment};
use littoral_delimit::construct::{BaseNode, Bases, NAUTICAL_MILE_M};

use super::clipped;
use super::ground::Ground;
use super::input::{self, Common, Edge};
use super::limit::{distance, miles};
use super::options;
use super::refused;
use super::sheet::Sheet;
use super::stated::{self, Stated};
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct shelf baselines.csv --slope foot.csv --datum WGS84
  littoral construct shelf coast.geojson --slope foot.csv --sediment gardiner.csv \\
      --isobath isobath-2500.geojson --spacing 2M --datum WGS84 -o limit.geojson
  littoral construct shelf baselines.csv --slope foot.csv --isobath deep.csv --ridge --datum WGS84

Article 76 of UNCLOS, read with the Commission's Guidelines (CLCS/11): the outer envelope of
the two formulae (60 M from the foot of the slope; sediment of one per cent of the distance),
joined by geodesics of at most 60 M so that the polygon is as large as can be, within the
outer envelope of the two constraints (350 M; 100 M from the 2500 m isobath), beyond 200 M.
Sediment: CSV under a heading name,lat,lon,thickness_m, or thickness with its unit (1.4 km). A
length is 1M, 1nm, 2km or 500m. Lines are sought between points of arcs --spacing apart, and
touch the arcs between them; what is printed falls short of arcs and of lines that touch them
by --tolerance at most.";

/// Outer limit of the continental shelf beyond 200 M: article 76, point by point
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Shelf {
    /// Base points, baselines or coasts from which the territorial sea is measured: CSV, text or GeoJSON
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Foot of the continental slope: points as CSV, text or GeoJSON
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub slope: Vec<PathBuf>,
    /// Points with the thickness of sediment, each tested
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub sediment: Vec<PathBuf>,
    /// Lines of the 2500 m isobath: CSV, text or GeoJSON
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub isobath: Vec<PathBuf>,
    /// A submarine ridge: 350 M alone is the constraint
    #[arg(long)]
    pub ridge: bool,
    /// Greatest distance between fixed points along an arc
    #[arg(long, value_name = "LENGTH", default_value = "1M", value_parser = distance)]
    pub spacing: f64,
    /// Greatest distance by which lines between points of an arc fall short of it, metres
    #[arg(long, value_name = "M", default_value_t = 1.0)]
    pub tolerance: f64,
    /// Whose baselines, where the files have several parties
    #[arg(long, value_name = "ID")]
    pub party: Option<String>,
    /// Join the base points of each party in their order, where the file does not say
    #[arg(long, value_enum)]
    pub join: Option<Edge>,
    /// Only the coordinates of baselines count, not the edges between them
    #[arg(long)]
    pub vertices: bool,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

/// Fixed points of article 76 (7) are 60 M apart at most.
const SPACINGS_M: [f64; 2] = [NAUTICAL_MILE_M / 100.0, 60.0 * NAUTICAL_MILE_M];

/// What the files hold, all on one ground.
struct Survey {
    bases: Bases,
    party: usize,
    slope: Vec<BaseNode>,
    sediment: Vec<Sediment>,
    isobath: Option<Bases>,
    ground: Ground,
}

pub(super) fn run(args: &Shelf) -> Outcome {
    options::within("--spacing", args.spacing, SPACINGS_M, "m")?;
    options::within("--tolerance", args.tolerance, [1e-3, 1e5], "m")?;
    let survey = read(args)?;
    let request = Request {
        slope: &survey.slope,
        sediment: &survey.sediment,
        vertices_only: args.vertices,
        isobath: survey.isobath.as_ref(),
        spacing_m: args.spacing,
        tolerance_m: args.tolerance,
        ridge: args.ridge,
        ..Request::new(&survey.bases, survey.party)
    };
    let earth = &survey.ground.earth;
    let place = format!("{} with {}", list(&args.files), list(&args.slope));
    let found = shelf::shelf(earth, &request, None).map_err(|e| refused(&e, &place))?;
    let id = &survey.bases.parties[survey.party];
    let title = format!("Outer limit of the continental shelf of {id} beyond 200 M");
    let mut sheet = Sheet::new("shelf", title, &survey.ground, &args.common.output);
    sheet.fact("article", "UNCLOS art. 76 (4)-(7), read with CLCS/11");
    sheet.fact(
        "lines",
        "geodesics between fixed points, of at most 60 M; the polygon of largest area",
    );
    let constraint = match (&survey.isobath, args.ridge) {
        (_, true) => "350 M from the baselines alone: a submarine ridge, art. 76 (6)",
        (None, false) => "350 M from the baselines; no isobath is given",
        (Some(_), false) => {
            "350 M from the baselines, or 100 M from the 2500 m isobath where that is farther out"
        }
    };
    sheet.fact("constraint", constraint);
    let spacing = miles(args.spacing);
    sheet.fact(
        "spacing",
        format!(
            "points of arcs at most {spacing} apart; lines between them fall short of the arcs by {} m at most",
            args.tolerance
        ),
    );
    rows::tables(&mut sheet, earth, &found);
    sheet.notes.extend(found.findings);
    sheet.notes.push(
        "not judged: the choice of the foot of the slope, the continuity of the sediment, ridges and elevations (art. 76 (6)), neighbours' rights".into(),
    );
    sheet.notes.extend(clipped::note(&survey.bases, &survey.ground));
    sheet.publish(&args.common.output)
}

fn list(files: &[PathBuf]) -> String {
    files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn read(args: &Shelf) -> Outcome<Survey> {
    let common = &args.common;
    let (bases, mut ground, mut files) = input::bases_on(None, &args.files, common, args.join)?;
    let party = party(&bases, args.party.as_deref())?;
    let mut slope = Vec::new();
    for file in &args.slope {
        let reading = input::places(file, &common.output)?;
        let here = beside(&mut ground, args, file, Stated::of(file, &reading), &mut files)?;
        let node =
            |p: littoral_formats::survey::Printed| BaseNode { at: here.place(p.at), name: p.name };
        slope.extend(reading.value.into_iter().map(node));
    }
    let mut sediment = Vec::new();
    for file in &args.sediment {
        let reading = input::sediment(file, &common.output)?;
        let here = beside(&mut ground, args, file, Stated::of(file, &reading), &mut files)?;
        let place = |s: Sediment| Sediment { at: here.place(s.at), ..s };
        sediment.extend(reading.value.into_iter().map(place));
    }
    let mut isobath = None;
    if !args.isobath.is_empty() {
        let (lines, told, more) =
            input::bases_on(Some(ground), &args.isobath, common, Some(Edge::Geodesic))?;
        (isobath, ground) = (Some(lines), told);
        files.extend(more);
    }
    ground.facts.extend(stated::said(&common.ground, "--datum", &files)?);
    Ok(Survey { bases, party, slope, sediment, isobath, ground })
}

/// The ground of another file, told in the head if its coordinates are moved.
fn beside(
    ground: &mut Ground,
    args: &Shelf,
    file: &std::path::Path,
    of: Stated,
    files: &mut Vec<Stated>,
) -> Outcome<Ground> {
    let here = ground.joined(&args.common.ground, &of)?;
    ground.tells(&here, file);
    files.push(of);
    Ok(here)
}

/// Whose shelf.
fn party(bases: &Bases, wanted: Option<&str>) -> Outcome<usize> {
    let known = format!("the files have {}", bases.parties.join(", "));
    match wanted {
        Some(id) => bases.parties.iter().position(|p| p == id.trim()).ok_or_else(|| {
            Failure::usage(format!("no party \"{id}\""), "command line: --party", known)
        }),
        None if bases.parties.len() == 1 => Ok(0),
        None => Err(Failure::usage(
            "the shelf is one party's, and the baselines are of several",
            "command line",
            format!("name one by --party: {known}"),
        )),
    }
}
