//! The regime of a day as a division: for maps and files.

use littoral_delimit::division::LayerMap;
use littoral_delimit::{Division, LayerDivision, Provenance, SolveOptions};
use littoral_geodesy::LatLon;
use littoral_model::{Case, Deposit, Source};
use littoral_treaty::overlaps::{Part, parts};
use littoral_treaty::plan::Plan;
use littoral_treaty::survey::STEP_DEG;
use littoral_treaty::{Activity, Day, Layer, Survey};
use serde_json::{Map, json};

use super::Format;
use super::day::refused;
use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::{map, output};

/// Lines for tables and maps: far below what paper shows.
const TOLERANCE_M: f64 = 1.0;

/// A regime, or the number of settled pairs, solved.
pub(super) struct Traced {
    pub(super) layer: LayerDivision,
    word: &'static str,
    activity: &'static str,
    date: String,
    /// `regime` or `settled pairs`.
    what: &'static str,
}

/// Traces the regime of a layer.
///
/// # Errors
/// Extents that cannot be drawn.
pub(super) fn regime(day: &Day<'_, '_>, layer: Layer, activity: Activity) -> Outcome<Traced> {
    traced(day, &day.regime(layer, activity).map_err(refused)?, (layer, activity), "regime")
}

/// Areas of a plan: traced, or counted on a lattice where the lines do not close, and which of the two.
pub(super) fn areas(day: &Day<'_, '_>, plan: &Plan) -> (Vec<Part>, String) {
    let options = SolveOptions { tolerance_m: TOLERANCE_M, ..SolveOptions::default() };
    match day.traced(plan, &options) {
        Ok(layer) => (parts(&layer), "traced lines".to_owned()),
        Err(why) => {
            let ground = day.law().ground();
            let sea_km2 = ground.waters().sea_m2() / 1e6;
            let counted = Survey::new(ground, STEP_DEG);
            let part = |(holder, share_percent): (String, f64)| {
                let area_km2 = share_percent / 100.0 * sea_km2;
                Part { holder, area_km2, share_percent }
            };
            let places = counted.len();
            let how = format!(
                "{places} places of a lattice, to 0.2 per cent, as the lines do not close ({why})"
            );
            (counted.shares(plan).into_iter().map(part).collect(), how)
        }
    }
}

/// Traces how many pairs are settled.
///
/// # Errors
/// Extents that cannot be drawn.
pub(super) fn settled(day: &Day<'_, '_>, layer: Layer, activity: Activity) -> Outcome<Traced> {
    traced(day, &day.settled(layer, activity).map_err(refused)?, (layer, activity), "settled pairs")
}

fn traced(
    day: &Day<'_, '_>,
    plan: &Plan,
    (layer, activity): (Layer, Activity),
    what: &'static str,
) -> Outcome<Traced> {
    let options = SolveOptions { tolerance_m: TOLERANCE_M, ..SolveOptions::default() };
    let solved = day.traced(plan, &options).map_err(|e| refused(e.to_string()))?;
    let (word, activity, date) = (layer.word(), activity.word(), day.date().to_string());
    Ok(Traced { layer: solved, word, activity, date, what })
}

impl Traced {
    /// The regime as a division by the rule `status-quo`.
    fn division(&self, case: &Case) -> Division {
        let mut params = Map::new();
        params.insert("date".into(), json!(self.date));
        params.insert("activity".into(), json!(self.activity));
        params.insert("shown".into(), json!(self.what));
        Division {
            case: case.id.clone(),
            rule: "status-quo".into(),
            params,
            layers: LayerMap(vec![(self.word.to_owned(), self.layer.clone())]),
            notes: Map::new(),
            warnings: Vec::new(),
            provenance: Provenance {
                littoral: env!("CARGO_PKG_VERSION").into(),
                rule: "status-quo".into(),
                rule_kind: "law".into(),
                tolerance_m: TOLERANCE_M,
                ..Provenance::default()
            },
        }
    }

    /// The regime in a format for maps, `at` a place that is to be marked.
    ///
    /// # Errors
    /// The sheet cannot be drawn.
    pub(super) fn render(
        &self,
        case: &Case,
        (format, read): (Format, &str),
        at: Option<LatLon>,
        global: &Global,
    ) -> Outcome<Vec<u8>> {
        let division = self.division(case);
        if format == Format::Geojson {
            return Ok(littoral_formats::geojson::division(Some(case), &division).into_bytes());
        }
        let mut shown = case.clone();
        shown.deposits.extend(at.map(asked));
        let lang = global.lang;
        let input = map::MapInput {
            case: &shown,
            division: &division,
            layer: self.word,
            lang: lang.lettering(),
            title: format!("{}: {} of {}", case.name.get(lang.code()), self.what, self.date),
            subtitle: format!(
                "{}, {}{read}, by the instruments of the case",
                self.word, self.activity
            ),
            date: self.date.clone(),
            sheet: (1, 1),
            page: map::Page::default(),
            claims: &[],
            statuses: &[],
        };
        let svg = map::render(&input).map_err(|e| {
            let help = "take --format geojson and draw it elsewhere";
            Failure::usage(format!("the map cannot be drawn: {e:#}"), "", help)
        })?;
        if format == Format::Png { output::picture(&svg) } else { Ok(svg.into_bytes()) }
    }
}

/// The place asked about, marked as a deposit is.
fn asked(at: LatLon) -> Deposit {
    Deposit {
        id: "asked".into(),
        names: vec!["the place asked about".into()],
        at: Some(at),
        claimants: Vec::new(),
        status: String::new(),
        source: Source { cite: Vec::new(), confidence: String::new() },
    }
}
