//! `littoral construct densify`: points along a line.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use littoral_delimit::construct::densify::{Drawn, densify, departure};
use littoral_geodesy::{Curve, Earth, LatLon};
use serde_json::json;

use super::chain::{self, Apart, Chain};
use super::drawn::Joined;
use super::input::{self, Common, Edge};
use super::options;
use super::sheet::{Cell, Sheet, Table};
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct densify line.csv --tolerance 10 --datum WGS84
  littoral construct densify line.csv --edge loxodrome --drawn geodesic --tolerance 1 \\
      --datum WGS84

Each line of the file is densified by itself, and written as a line.";

/// Points along a line so that another kind of edge stays within a tolerance
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Densify {
    /// Points of the line in their order: CSV, text or GeoJSON
    pub file: PathBuf,
    /// Nature of the line's edges, where the file does not say [default: geodesic]
    #[arg(long, value_enum)]
    pub edge: Option<Edge>,
    /// What edges between the new points will be drawn as
    #[arg(long, value_enum, default_value_t = DrawnAs::Chart)]
    pub drawn: DrawnAs,
    /// Greatest distance between the two, metres
    #[arg(long, value_name = "M", default_value_t = 1.0)]
    pub tolerance: f64,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

/// How a reader draws an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DrawnAs {
    /// Straight in longitude and latitude, as GeoJSON
    Chart,
    /// As a geodesic
    Geodesic,
    /// As a loxodrome
    Loxodrome,
}

impl DrawnAs {
    fn word(self) -> &'static str {
        match self {
            Self::Chart => "chart",
            Self::Geodesic => "geodesic",
            Self::Loxodrome => "loxodrome",
        }
    }
}

pub(super) fn run(args: &Densify) -> Outcome {
    options::within("--tolerance", args.tolerance, [1e-3, options::FARTHEST_M], "m")?;
    let (points, ground) = input::line(&args.file, &args.common)?;
    let chains = chain::chains(points, args.edge, &args.file)?;
    let apart = Apart::of(&chains);
    let title = format!("Points within {} m of {}", args.tolerance, args.file.display());
    let mut sheet = Sheet::new("densify", title, &ground, &args.common.output);
    sheet.fact("edges", format!("{}; drawn as {}", chain::edges(&chains), args.drawn.word()));
    let columns = vec![
        ("no", true),
        ("latitude", true),
        ("longitude", true),
        ("given", false),
        ("to the next, m", true),
        ("departure, m", true),
    ];
    let mut table = Table { columns: apart.columns(columns), ..Table::default() };
    let line = Line { args, apart: &apart, earth: &ground.earth };
    for chain in &chains {
        let all = line.points(&mut sheet, &mut table, chain)?;
        let what = json!({ "kind": "line", "tolerance_m": args.tolerance });
        // All points are places of the line, whose own edges between them are the line itself.
        let joined = match args.drawn {
            DrawnAs::Chart => Joined::Chart(chain.edge.line()),
            DrawnAs::Geodesic | DrawnAs::Loxodrome => Joined::By(chain.edge.line()),
        };
        sheet.line(&ground.earth, &all, joined, apart.properties(chain.of(), what));
    }
    sheet.tables.push(table);
    sheet.notes.extend(chain::note(&chains));
    sheet.publish(&args.common.output)
}

/// Nearer to the equator a place is in no pole, degrees.
const POLAR_DEG: f64 = 90.0 - 1e-11;

/// What is the same for all chains.
struct Line<'a> {
    args: &'a Densify,
    apart: &'a Apart,
    earth: &'a Earth,
}

impl Line<'_> {
    /// The points along a chain, as rows too.
    fn points(&self, sheet: &mut Sheet, table: &mut Table, chain: &Chain) -> Outcome<Vec<LatLon>> {
        let drawn = match self.args.drawn {
            DrawnAs::Chart => Drawn::Chart,
            DrawnAs::Geodesic => Drawn::Geodesic,
            DrawnAs::Loxodrome => Drawn::Loxodrome,
        };
        let (mut all, mut end): (Vec<LatLon>, Option<LatLon>) = (Vec::new(), None);
        let mut add = |sheet: &Sheet, at: LatLon, name: String, last: [Cell; 2]| {
            let [lat, lon] = sheet.at(at);
            let number = Cell::number(table.rows.len() as f64 + 1.0, 0);
            let [to_next, off] = last;
            let row = vec![number, lat, lon, Cell::word(name), to_next, off];
            table.rows.push(self.apart.cells(chain.of(), row));
            all.push(at);
        };
        for (k, w) in chain.points.windows(2).enumerate() {
            let Some(line) = Curve::between(self.earth, chain.edge.line(), w[0].at, w[1].at) else {
                let text = self.no_edge(chain, k, [w[0].at, w[1].at])?;
                sheet.notes.push(text);
                continue;
            };
            let stations = densify(self.earth, &line, drawn, self.args.tolerance);
            for (j, s) in stations.windows(2).enumerate() {
                let name = if j == 0 { chain.name(k) } else { String::new() };
                let off = departure(self.earth, &line, drawn, [s[0].s, s[1].s]);
                let cells = [Cell::metres(s[1].s - s[0].s), Cell::number(off, 4)];
                add(sheet, s[0].at, name, cells);
            }
            // On a chart a pole is a side: the next edge leaves it on a meridian of its own.
            end = stations
                .last()
                .filter(|s| drawn == Drawn::Chart && s.at.lat.abs() > POLAR_DEG)
                .map(|s| s.at);
            if let (Some(pole), true) = (end, k + 2 < chain.points.len()) {
                add(sheet, pole, String::new(), [Cell::metres(0.0), Cell::number(0.0, 4)]);
            }
        }
        let n = chain.points.len();
        let last = chain.points.last().filter(|l| chain.points.iter().any(|p| p.at != l.at));
        let Some(last) = last else {
            let place = self.args.file.display().to_string();
            let text = match self.apart.none() {
                true => "there is no line".to_owned(),
                false => format!("{} is no line", chain.label()),
            };
            return Err(Failure::usage(text, place, "give at least two distinct points"));
        };
        add(sheet, end.unwrap_or(last.at), chain.name(n - 1), [Cell::none(), Cell::none()]);
        Ok(all)
    }

    /// Why two neighbours are joined by no edge: they coincide, which is told, or are opposite, which is refused.
    fn no_edge(&self, chain: &Chain, k: usize, [p, q]: [LatLon; 2]) -> Outcome<String> {
        let of = if self.apart.none() { String::new() } else { format!("{}: ", chain.label()) };
        let pair = format!("{of}points {} and {}", k + 1, k + 2);
        if self.earth.karney_m(p, q) == 0.0 {
            return Ok(format!("{pair} coincide"));
        }
        let text = format!("{pair} are opposite points of the earth: no one line joins them");
        let place = self.args.file.display().to_string();
        Err(Failure::usage(text, place, "put a point between them"))
    }
}
