//! `littoral construct perpendicular`: at right angles to the general direction of a coast; also along a
//! parallel or a meridian.

use clap::{Args, ValueEnum};
use littoral_delimit::construct::NAUTICAL_MILE_M;
use littoral_delimit::construct::perpendicular::{self, Hand};
use littoral_geodesy::densify::wrap;
use littoral_geodesy::{Curve, Earth, LatLon};

use super::bisector::{pair, place};
use super::ground::Ground;
use super::input::{Common, Edge};
use super::sheet::Sheet;
use super::stated::Stated;
use super::{options, refused, stations};
use crate::failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  littoral construct perpendicular --datum WGS84 \\
      --chord \"57.957933,21.971315 57.568723,21.715957\" --side right --nm 50
  littoral construct perpendicular --datum WGS84 --chord \"44.2,-67.3 42.1,-70.2\" \\
      --from 42.5,-67.5 --side left
  littoral construct perpendicular --datum WGS84 --along west --from -18.35,-70.38 --nm 80";

/// Perpendicular to a general direction; a parallel or meridian from a point
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Perpendicular {
    /// General direction of the coast: two places
    #[arg(long, value_name = "P Q", allow_hyphen_values = true, required_unless_present = "along")]
    pub chord: Option<String>,
    /// Nature of the chord
    #[arg(long, value_enum, default_value_t = Edge::Geodesic)]
    pub edge: Edge,
    /// Where the line starts, else the middle of the chord
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Side of the chord, looking from its first place to its second
    #[arg(long, value_enum, default_value_t = Side::Right)]
    pub side: Side,
    /// Instead: along the parallel or meridian of --from
    #[arg(long, value_enum, conflicts_with = "chord", requires = "from")]
    pub along: Option<Way>,
    /// Length, nautical miles
    #[arg(long, value_name = "M", default_value_t = 200.0)]
    pub nm: f64,
    /// What coordinates mean, and where results go.
    #[command(flatten)]
    pub common: Common,
}

/// Side of a chord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// Left
    Left,
    /// Right
    Right,
}

/// Way along the graticule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// Along the meridian
    North,
    /// Along the meridian
    South,
    /// Along the parallel
    East,
    /// Along the parallel
    West,
}

pub(super) fn run(args: &Perpendicular) -> Outcome {
    let ground = Ground::of(&args.common.ground, &Stated::default())?;
    let earth = &ground.earth;
    let length_m = args.nm * NAUTICAL_MILE_M;
    let from = args.from.as_deref().map(|text| place(&ground, text, "--from")).transpose()?;
    if let (Some(way), Some(from)) = (args.along, from) {
        return along(args, &ground, way, from);
    }
    options::above_0("--nm", args.nm, options::FARTHEST_NM, "M")?;
    let chord = pair(&ground, args.chord.as_deref().unwrap_or(""), "--chord")?;
    let hand = if args.side == Side::Left { Hand::Left } else { Hand::Right };
    let kind = args.edge.line();
    let found = match from {
        Some(at) => perpendicular::perpendicular(earth, chord, kind, at, length_m, hand),
        None => perpendicular::at_midpoint(earth, chord, kind, length_m, hand),
    };
    let found = found.map_err(|e| refused(&e, "command line"))?;
    let title = "Perpendicular to the general direction of a coast";
    let mut sheet = Sheet::new("perpendicular", title, &ground, &args.common.output);
    sheet.fact("line", format!("geodesic; the chord is a {}", args.edge.word()));
    sheet.fact("chord", format!("azimuth {:.6} degrees at the foot", found.chord_deg));
    sheet.fact("azimuth", format!("{:.6} degrees at the start", found.azimuth_deg));
    stations::tables(&mut sheet, earth, &found.ray, args.nm);
    if found.off_m > 1e-3 {
        sheet.notes.push(format!(
            "the start lies {:.3} m off the chord, whose foot is at {:.7}, {:.7}",
            found.off_m,
            found.foot.lat,
            wrap(found.foot.lon)
        ));
    }
    sheet.publish(&args.common.output)
}

/// The parallel or meridian of a place.
fn along(args: &Perpendicular, ground: &Ground, way: Way, from: LatLon) -> Outcome {
    let (earth, length_m) = (&ground.earth, args.nm * NAUTICAL_MILE_M);
    if !(length_m > 0.0 && length_m < 2.0e7) {
        let place = format!("command line: --nm {}", args.nm);
        return Err(Failure::usage("the length is none on the earth", place, "give --nm 80"));
    }
    let parallel = |length_m| {
        perpendicular::parallel(from, length_m).map_err(|e| refused(&e, "command line: --along"))
    };
    let (curve, word) = match way {
        Way::North => (perpendicular::meridian(earth, from, length_m), "Meridian"),
        Way::South => (perpendicular::meridian(earth, from, -length_m), "Meridian"),
        Way::East => (parallel(length_m)?, "Parallel of latitude"),
        Way::West => (parallel(-length_m)?, "Parallel of latitude"),
    };
    if curve.length() < 1e-6 {
        let help = "from a pole all meridians lead the other way";
        let place = "command line: --along";
        return Err(Failure::usage("the meridian ends in the pole where it begins", place, help));
    }
    let mut sheet = Sheet::new("perpendicular", word, ground, &args.common.output);
    sheet.fact("line", "loxodrome");
    stations::tables(&mut sheet, earth, &curve, args.nm);
    sheet.notes.extend(greatest_length(earth, &curve, way, from, args.nm));
    sheet.publish(&args.common.output)
}

/// Where a line is shorter than was asked for, or longer than its circle.
fn greatest_length(
    earth: &Earth,
    curve: &Curve,
    way: Way,
    from: LatLon,
    nm: f64,
) -> Option<String> {
    let miles = |metres: f64| format!("{:.4} M", metres / NAUTICAL_MILE_M);
    let (length, round) = (curve.length(), perpendicular::once_round_m(earth, from.lat));
    match way {
        Way::North | Way::South if length < nm * NAUTICAL_MILE_M => Some(format!(
            "the meridian ends in the pole, {} from the start; {nm} M were asked for",
            miles(length)
        )),
        Way::East | Way::West if length > round => {
            Some(format!("the whole parallel is {}: the line runs over itself", miles(round)))
        }
        _ => None,
    }
}
