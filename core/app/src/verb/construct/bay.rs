//! `littoral construct bay`: the closing line of a bay by article 10.

use std::path::PathBuf;

use clap::Args;
use littoral_delimit::construct::{NAUTICAL_MILE_M, bay};
use littoral_geodesy::LatLon;
use serde_json::json;

use super::drawn::Joined;
use super::geodesics::{self, FOLLOWED_M};
use super::input::{self, Common};
use super::land::Land;
use super::refused;
use super::sheet::{Cell, Sheet, Table};
use crate::failure::Outcome;
use littoral_geodesy::curve::LineKind;

const EXAMPLES: &str = "\
Examples:
  littoral construct bay shore.csv --datum WGS84
  littoral construct bay shore.geojson --islands mouth.geojson --format json

The shore is one line from one natural entrance point to the other, and does not cross itself.
An island that covers an entrance point takes its part of the mouth, and is named. Where the
mouth is wider than 24 M, the line of 24 M that encloses the most water is sought among all
that keep to the water: none encloses 0.011 km2 more but where it has less than 0.1 m to move.";

/// Closing line of a bay: semicircle and 24 M, PASS or FAIL by paragraph of article 10
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Bay {
    /// Shore of the bay from entrance point to entrance point: CSV, text or GeoJSON
    pub file: PathBuf,
    /// Islands across the mouth, as GeoJSON polygons or closed lines, or rows of kind islands
    #[arg(long, value_name = "FILE")]
    pub islands: Vec<PathBuf>,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

pub(super) fn run(args: &Bay) -> Outcome {
    let (chain, ground) = input::one_line(&args.file, &args.common, None)?;
    let kind = chain.edge.line();
    let shore = geodesics::followed(&ground.earth, &chain.places(), kind, FOLLOWED_M);
    let land = Land::read(&args.islands, &args.common, &ground)?;
    let islands: Vec<Vec<LatLon>> = land.rings.into_iter().map(|(_, ring)| ring).collect();
    let found = bay::bay(&ground.earth, &shore, &islands)
        .map_err(|e| refused(&e, &args.file.display().to_string()))?;
    let pass = found.tests.iter().all(|t| t.pass);
    let verdict = if pass { "PASS" } else { "FAIL" };
    let title = format!("Bay {}: {verdict} by UNCLOS article 10", args.file.display());
    let mut sheet = Sheet::new("bay", title, &ground, &args.common.output);
    let ends = shore.first().zip(shore.last());
    if kind == LineKind::Loxodrome {
        sheet.fact("shore", format!("loxodromes, taken as geodesics within {FOLLOWED_M} m"));
    }
    sheet.fact(
        "closing line",
        format!("geodesic, {:.3} m, {:.4} M", found.closing_m, found.closing_m / NAUTICAL_MILE_M),
    );
    sheet.fact("area", format!("{:.6} km2, islands counted as water", found.area_m2 / 1e6));
    sheet.fact(
        "semicircle",
        format!("{:.6} km2 on {:.3} m", found.semicircle_m2 / 1e6, found.mouths_m),
    );
    let ratio = found.penetration_m / found.closing_m;
    sheet.fact(
        "penetration",
        format!("{:.3} m, {ratio:.3} of the width of the mouth", found.penetration_m),
    );
    let columns = vec![("article", false), ("asks", false), ("figures", false), ("result", false)];
    let row = |t: &bay::BayTest| {
        let word = if t.pass { "PASS" } else { "FAIL" };
        vec![Cell::word(t.article), Cell::word(t.asks), Cell::word(&t.figures), Cell::word(word)]
    };
    let rows = found.tests.iter().map(row).collect();
    sheet.tables.push(Table { columns, rows, ..Table::default() });
    sheet.notes = found.findings;
    sheet.notes.push(
        "not tested: natural entrance points, a well-marked indentation, one State, historic title"
            .into(),
    );
    if let Some((a, b)) = ends {
        let what = json!({ "kind": "closing line", "length_m": found.closing_m, "pass": pass });
        sheet.line(&ground.earth, &[*a, *b], Joined::By(LineKind::Geodesic), what);
    }
    sheet.publish(&args.common.output)
}
