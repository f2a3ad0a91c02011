//! The regime of a day as areas, as a map, and as a traced division.
//!
//! Shares and maps are told place by place, which takes no lines; exact areas and files of lines trace them, which
//! takes long, and the lines of some regimes do not close.

use littoral_delimit::division::LayerMap;
use littoral_delimit::{Division, LayerDivision, Provenance, SolveOptions};
use littoral_model::Case;
use littoral_treaty::overlaps::{Part, parts};
use littoral_treaty::plan::Plan;
use littoral_treaty::survey::STEP_DEG;
use littoral_treaty::{Activity, Day, Layer, Survey};
use serde_json::{Map, json};

use super::Format;
use super::day::refused;
use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::map::{RegionsInput, Window, regions};
use crate::output;

/// Lines for files: printed vertices within so many metres.
const TOLERANCE_M: f64 = 1.0;
/// Height of a map, pixels.
const HEIGHT_PX: f64 = 1200.0;
/// Metres of a degree of latitude, for the size of a map only.
const DEGREE_M: f64 = 111_200.0;

/// What of a day is shown: a plan and the words for it.
pub(super) struct Shown<'d> {
    day: &'d Day<'d, 'd>,
    pub(super) plan: Plan,
    layer: Layer,
    activity: Activity,
    /// Holders are numbers of settled pairs.
    settled: bool,
}

/// The regime of a layer.
///
/// # Errors
/// Extents that fall into too many parts.
pub(super) fn regime<'d>(
    day: &'d Day<'d, 'd>,
    layer: Layer,
    activity: Activity,
) -> Outcome<Shown<'d>> {
    let plan = day.regime(layer, activity).map_err(refused)?;
    Ok(Shown { day, plan, layer, activity, settled: false })
}

/// How many pairs are settled where.
///
/// # Errors
/// As [`regime`].
pub(super) fn settled<'d>(
    day: &'d Day<'d, 'd>,
    layer: Layer,
    activity: Activity,
) -> Outcome<Shown<'d>> {
    let plan = day.settled(layer, activity).map_err(refused)?;
    Ok(Shown { day, plan, layer, activity, settled: true })
}

impl Shown<'_> {
    /// Areas by holder, and how they were found: counted, or traced if `exact`.
    ///
    /// # Errors
    /// Lines that do not close.
    pub(super) fn areas(&self, exact: bool) -> Outcome<(Vec<Part>, String)> {
        if exact {
            return Ok((parts(&self.traced()?), "traced lines".to_owned()));
        }
        let ground = self.day.law().ground();
        let sea_km2 = ground.waters().sea_m2() / 1e6;
        let counted = Survey::new(ground, STEP_DEG);
        let part = |(holder, share_percent): (String, f64)| {
            let area_km2 = share_percent / 100.0 * sea_km2;
            Part { holder, area_km2, share_percent }
        };
        let how = format!("{} places of a lattice, to 0.2 per cent of the sea", counted.len());
        Ok((counted.shares(&self.plan).into_iter().map(part).collect(), how))
    }

    /// The lines.
    ///
    /// # Errors
    /// Lines that do not close.
    pub(super) fn traced(&self) -> Outcome<LayerDivision> {
        let options = SolveOptions { tolerance_m: TOLERANCE_M, ..SolveOptions::default() };
        self.day.traced(&self.plan, &options).map_err(|e| {
            let text = format!("the lines of this regime do not close: {e}");
            Failure::usage(text, "command line", "ask for text, JSON or a map, which need no lines")
        })
    }

    fn division(&self, case: &Case) -> Outcome<Division> {
        let mut params = Map::new();
        params.insert("date".into(), json!(self.day.date().to_string()));
        params.insert("activity".into(), json!(self.activity.word()));
        Ok(Division {
            case: case.id.clone(),
            rule: "status-quo".into(),
            params,
            layers: LayerMap(vec![(self.layer.word().to_owned(), self.traced()?)]),
            notes: Map::new(),
            warnings: Vec::new(),
            provenance: Provenance {
                littoral: env!("CARGO_PKG_VERSION").into(),
                rule: "status-quo".into(),
                rule_kind: "law".into(),
                tolerance_m: TOLERANCE_M,
                ..Provenance::default()
            },
        })
    }

    /// A map or a file of lines.
    ///
    /// # Errors
    /// The map cannot be drawn, or lines that do not close.
    pub(super) fn render(&self, case: &Case, format: Format, global: &Global) -> Outcome<Vec<u8>> {
        if format == Format::Geojson {
            let division = self.division(case)?;
            return Ok(littoral_formats::geojson::division(Some(case), &division).into_bytes());
        }
        let ground = self.day.law().ground();
        let place = |at| {
            let spot = ground.spot(Some(at), None);
            let holder = self.plan.holder(ground, &spot).unwrap_or("UNKNOWN");
            // Contested water is one part of the map, whoever contests it.
            holder.split(':').next().filter(|h| *h == "CONTESTED").unwrap_or(holder).to_owned()
        };
        let n = case.parties.len();
        let input = RegionsInput {
            case,
            lang: global.lang.lettering(),
            window: whole(case),
            holder: &place,
            counts: self.settled.then_some(n * n.saturating_sub(1) / 2),
        };
        let svg = regions(&input).map_err(|e| {
            let help = "take --format json, which needs no map";
            Failure::usage(format!("the map cannot be drawn: {e:#}"), "", help)
        })?;
        if format == Format::Png { output::picture(&svg) } else { Ok(svg.into_bytes()) }
    }
}

/// A window on the whole sea.
fn whole(case: &Case) -> Window {
    let span = |of: fn(&littoral_geodesy::LatLon) -> f64| {
        let all = case.sea.outer.iter().map(of);
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |m, x| (m.0.min(x), m.1.max(x)))
    };
    let ((south, north), (west, east)) = (span(|p| p.lat), span(|p| p.lon));
    let middle = f64::midpoint(south, north).to_radians().cos();
    let high = (north - south) * DEGREE_M * 1.15;
    let wide = (east - west) * DEGREE_M * middle * 1.25;
    let metres_per_px = (high / HEIGHT_PX).clamp(0.05, 100_000.0);
    let width = (wide / metres_per_px).clamp(64.0, 4096.0);
    Window { east: 0.0, north: 0.0, metres_per_px, width, height: HEIGHT_PX }
}
