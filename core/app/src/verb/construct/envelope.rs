//! `littoral construct envelope`: the outer limit at a distance.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use littoral_delimit::construct::{NAUTICAL_MILE_M, envelope};
use littoral_geodesy::LatLon;
use littoral_geodesy::curve::LineKind;
use serde_json::json;

use super::drawn::{Joined, position};
use super::input::{self, Common, Edge};
use super::limit::distance;
use super::sheet::{Cell, Sheet, Table};
use super::{clipped, geodesics, lagoons, options, refused};
use crate::failure::{Failure, Outcome};
use crate::number::counted;
use littoral_geodesy::densify::wrap;

const EXAMPLES: &str = "\
Examples:
  littoral construct envelope baselines.csv --limit 12M --datum WGS84 --join geodesic
  littoral construct envelope coast.geojson --limit 24M --party DNK -o limit.geojson
  littoral construct envelope rocks.csv --limit 200M --datum \"IGN Martinique\" \\
      --ellipsoid International1924

A length is 12M, 12nm, 300km or 5000m; --nm 12 and --metres 22224 say the same as --limit 12M.
Lakes and lagoons, the holes of polygons of land, are internal waters and have no limit.";

/// Outer limit at a distance from base points and baselines, each arc and parallel named
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Envelope {
    /// Base points, baselines or coasts: CSV, text or GeoJSON; - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Distance of the limit from the base points
    #[arg(
        long,
        value_name = "LENGTH",
        value_parser = distance,
        required_unless_present_any = ["nm", "metres"]
    )]
    pub limit: Option<f64>,
    /// The same in nautical miles
    #[arg(long, value_name = "M", conflicts_with = "limit", allow_negative_numbers = true)]
    pub nm: Option<f64>,
    /// The same in metres
    #[arg(long, value_name = "M", conflicts_with_all = ["limit", "nm"])]
    pub metres: Option<f64>,
    /// Join the points of each party in their order, where the file does not say
    #[arg(long, value_enum)]
    pub join: Option<Edge>,
    /// Side of open baselines, looking along them
    #[arg(long, value_enum, default_value_t = Side::Both)]
    pub side: Side,
    /// Only the coordinates count, not the edges between them
    #[arg(long)]
    pub vertices: bool,
    /// Only this party
    #[arg(long, value_name = "ID")]
    pub party: Option<String>,
    /// Greatest distance of the drawn line from the limit in GeoJSON and CSV, metres
    #[arg(long, value_name = "M", default_value_t = 1.0)]
    pub tolerance: f64,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

/// Side of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// Both, and round the ends
    Both,
    /// Left
    Left,
    /// Right
    Right,
}

pub(super) fn run(args: &Envelope) -> Outcome {
    let (bases, ground) = input::bases(&args.files, &args.common, args.join)?;
    options::within("--tolerance", args.tolerance, [1e-3, 1e5], "m")?;
    let distance_m = distance_m(args)?;
    let side = match args.side {
        Side::Both => envelope::Side::Both,
        Side::Left => envelope::Side::Left,
        Side::Right => envelope::Side::Right,
    };
    let options = envelope::Options { distance_m, side, vertices_only: args.vertices };
    let wanted: Vec<usize> = (0..bases.parties.len())
        .filter(|&k| args.party.as_ref().is_none_or(|p| *p == bases.parties[k]))
        .collect();
    if wanted.is_empty() {
        return Err(Failure::usage(
            format!("no party \"{}\"", args.party.as_deref().unwrap_or("")),
            "command line: --party",
            format!("the files have {}", bases.parties.join(", ")),
        ));
    }
    let earth = &ground.earth;
    let title =
        format!("Envelope of arcs at {:.4} M ({distance_m} m)", distance_m / NAUTICAL_MILE_M);
    let mut sheet = Sheet::new("envelope", title, &ground, &args.common.output);
    sheet.fact("lines", "arcs of constant geodesic distance, and parallels of baselines at it");
    let mut table = Table {
        columns: vec![
            ("no", true),
            ("party", false),
            ("ring", true),
            ("latitude", true),
            ("longitude", true),
            ("to the next", false),
            ("controlled by", false),
            ("length, m", true),
            ("residual, mm", true),
        ],
        ..Table::default()
    };
    // A file of rows holds the curves too, as the map does: read back, it is the same line.
    let mut rows = Table { columns: table.columns.clone(), ..Table::default() };
    rows.columns.insert(3, ("edge", false));
    let clean = bases.joined();
    let lagoons = lagoons::note(&bases, &wanted);
    for party in wanted {
        let limit = envelope::envelope(earth, &bases, party, &options)
            .map_err(|e| refused(&e, &args.files[0].display().to_string()))?;
        let id = &bases.parties[party];
        if limit.rings.is_empty() {
            sheet
                .notes
                .push(format!("{id}: no limit: everything at the distance lies on its own land"));
        }
        let broken = |ring: &&envelope::Ring| !ring.closed && options.side == envelope::Side::Both;
        for piece in limit.rings.iter().filter(broken).filter_map(|r| r.pieces.last()) {
            let [lat, lon] = [piece.ends[1].lat, wrap(piece.ends[1].lon)];
            sheet.notes.push(format!(
                "warning: {id}: a run of the limit does not close at {lat:.6}, {lon:.6}: base points there are as good as equally far, so an arc may be missing; leave out those that repeat one another"
            ));
        }
        for (r, ring) in limit.rings.iter().enumerate() {
            let mut drawn: Vec<LatLon> = Vec::new();
            for piece in &ring.pieces {
                let name = clean.name(piece.source);
                let kind = if piece.source.on_edge { "parallel" } else { "arc" };
                // Measured afresh from the base point or edge, not taken from the construction.
                let residual = residual_m(earth, &clean, piece, distance_m) * 1000.0;
                let [lat, lon] = sheet.at(piece.ends[0]);
                table.rows.push(vec![
                    Cell::number(table.rows.len() as f64 + 1.0, 0),
                    Cell::word(id),
                    Cell::number(r as f64 + 1.0, 0),
                    lat,
                    lon,
                    Cell::word(kind),
                    Cell::word(&name),
                    Cell::metres(piece.length_m),
                    Cell::number(residual, 4),
                ]);
                let mut points = geodesics::drawn(earth, &piece.curve, args.tolerance);
                if piece.reversed {
                    points.reverse();
                }
                drawn.extend(points.iter().skip(usize::from(!drawn.is_empty())));
                let first = table.rows.last().cloned().unwrap_or_default();
                rows.rows.push(edged(first));
                let between = points.get(1..points.len().saturating_sub(1)).unwrap_or_default();
                let curve = between.iter().map(|p| on_curve(&sheet, *p, id, r, "curve"));
                rows.rows.extend(curve.map(edged));
                let centre = (!piece.source.on_edge).then(|| {
                    let at = clean.lines[piece.source.line].nodes[piece.source.node].at;
                    position(at)
                });
                sheet.line(
                    earth,
                    &points,
                    Joined::Chart(LineKind::Geodesic),
                    json!({ "kind": kind, "party": id, "controlled_by": name, "centre": centre,
                            "distance_m": distance_m, "length_m": piece.length_m }),
                );
            }
            if let (false, Some(last)) = (ring.closed, ring.pieces.last()) {
                let [lat, lon] = sheet.at(last.ends[1]);
                let end =
                    [Cell::word(id), Cell::number(r as f64 + 1.0, 0), lat, lon, Cell::word("end")];
                let mut row = vec![Cell::number(table.rows.len() as f64 + 1.0, 0)];
                row.extend(end);
                row.extend([Cell::none(), Cell::none(), Cell::none()]);
                table.rows.push(row);
            }
            if let Some(last) = drawn.last() {
                let word = if ring.closed { "closed" } else { "end" };
                rows.rows.push(edged(on_curve(&sheet, *last, id, r, word)));
            }
            let what = json!({ "kind": "limit", "party": id, "ring": r + 1, "closed": ring.closed,
                               "length_km": ring.length_m / 1000.0, "drawn_within_m": args.tolerance });
            sheet.line(earth, &drawn, Joined::Chart(LineKind::Geodesic), what);
            sheet.notes.push(format!(
                "{id}, ring {}: {}, {:.3} km, {}",
                r + 1,
                counted(ring.pieces.len(), "piece", "pieces"),
                ring.length_m / 1000.0,
                if ring.closed { "closed" } else { "open" }
            ));
        }
        sheet.notes.push(format!(
            "{id}: neighbouring pieces meet within {:.4} mm",
            limit.worst_gap_m * 1000.0
        ));
    }
    sheet.tables.push(table);
    sheet.rows = Some(rows);
    sheet.notes.extend(clipped::note(&bases, &ground));
    sheet.notes.extend(lagoons);
    sheet.publish(&args.common.output)
}

/// A row of the file that begins no piece: a place along one, or the end of a ring.
fn on_curve(sheet: &Sheet, p: LatLon, id: &str, ring: usize, word: &str) -> Vec<Cell> {
    let [lat, lon] = sheet.at(p);
    let ring = Cell::number(ring as f64 + 1.0, 0);
    let named = [Cell::none(), Cell::word(id), ring, lat, lon, Cell::word(word)];
    named.into_iter().chain([Cell::none(), Cell::none(), Cell::none()]).collect()
}

/// A row of the file with what joins it to the next.
fn edged(mut row: Vec<Cell>) -> Vec<Cell> {
    row.insert(3.min(row.len()), Cell::word(Edge::Geodesic.word()));
    row
}

/// The distance asked for, metres; refused as it was given.
fn distance_m(args: &Envelope) -> Outcome<f64> {
    if let Some(miles) = args.nm {
        options::above_0("--nm", miles, options::FARTHEST_NM, "M")?;
        return Ok(miles * NAUTICAL_MILE_M);
    }
    let (option, metres) = match (args.limit, args.metres) {
        (Some(limit), _) => ("--limit", limit),
        (None, metres) => ("--metres", metres.unwrap_or(f64::NAN)),
    };
    options::above_0(option, metres, options::FARTHEST_M, "m")?;
    Ok(metres)
}

/// Distance of the middle of a piece from what controls it, less the distance asked for.
fn residual_m(
    earth: &littoral_geodesy::Earth,
    bases: &littoral_delimit::construct::Bases,
    piece: &envelope::Piece,
    distance_m: f64,
) -> f64 {
    let line = &bases.lines[piece.source.line];
    let middle = piece.curve.at(earth, (piece.curve.range[0] + piece.curve.range[1]) / 2.0);
    let measured = match line.curve(earth, piece.source.node).filter(|_| piece.source.on_edge) {
        Some(edge) => edge.nearest(earth, middle).1,
        None => earth.karney_m(line.nodes[piece.source.node].at, middle),
    };
    measured - distance_m
}
