//! The regime of a day as areas, as a map, and as a traced division.
//!
//! Areas and files of lines trace the limits; where the lines of a regime do not close, areas are counted place by place
//! and say so. Maps are told place by place and need no lines.

use littoral_delimit::division::LayerMap;
use littoral_delimit::{Division, LayerDivision, Provenance, SolveOptions};
use littoral_treaty::overlaps::{Part, parts};
use littoral_treaty::plan::Plan;
use littoral_treaty::survey::STEP_DEG;
use littoral_treaty::{Activity, Day, Layer, Survey};
use serde_json::{Map, json};

use super::Format;
use super::day::refused;
use crate::cli::Global;
use crate::failure::{Failure, Outcome};
use crate::map::{Page, RegimeInput, RegionsInput, Window, regime as sheet};
use crate::output;
use crate::session::Session;

/// Lines for files: printed vertices within so many metres.
const TOLERANCE_M: f64 = 1.0;

/// How areas are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// By traced lines; by counting, with the reason, where these do not close.
    Lines,
    /// By traced lines or not at all.
    LinesAlone,
    /// By counting places of a lattice.
    Places,
}

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
    /// Areas by holder, and how they were found.
    ///
    /// # Errors
    /// Lines that do not close, where lines alone will do.
    pub(super) fn areas(&self, by: By) -> Outcome<(Vec<Part>, String)> {
        match (by, (by != By::Places).then(|| self.traced())) {
            (_, None) => Ok(self.counted("")),
            (_, Some(Ok(lines))) => Ok((parts(&lines), "traced lines".to_owned())),
            (By::LinesAlone, Some(Err(why))) => Err(why),
            (_, Some(Err(_))) => Ok(self.counted(": its lines do not close")),
        }
    }

    /// Areas by counting.
    fn counted(&self, why: &str) -> (Vec<Part>, String) {
        let ground = self.day.law().ground();
        let sea_km2 = ground.waters().sea_m2() / 1e6;
        let counted = Survey::new(ground, STEP_DEG);
        let part = |(holder, share_percent): (String, f64)| {
            let area_km2 = share_percent / 100.0 * sea_km2;
            Part { holder, area_km2, share_percent }
        };
        let places = counted.len();
        let how = format!("{places} places of a lattice, to 0.2 per cent of the sea{why}");
        (counted.shares(&self.plan).into_iter().map(part).collect(), how)
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

    /// What was asked, without an answer.
    fn asked(&self, session: &Session) -> Division {
        let mut params = Map::new();
        params.insert("date".into(), json!(self.day.date().to_string()));
        params.insert("activity".into(), json!(self.activity.word()));
        Division {
            case: session.case.id.clone(),
            rule: "status-quo".into(),
            params,
            layers: LayerMap(Vec::new()),
            notes: Map::new(),
            warnings: Vec::new(),
            provenance: Provenance {
                littoral: env!("CARGO_PKG_VERSION").into(),
                rule: "status-quo".into(),
                rule_kind: "law".into(),
                case_hash: session.bundle().hash(),
                tolerance_m: TOLERANCE_M,
                ..Provenance::default()
            },
        }
    }

    /// A map or a file of lines.
    ///
    /// # Errors
    /// The map cannot be drawn, or lines that do not close.
    pub(super) fn render(
        &self,
        session: &Session,
        format: Format,
        global: &Global,
    ) -> Outcome<Vec<u8>> {
        let case = &session.case;
        let mut asked = self.asked(session);
        if format == Format::Geojson {
            asked.layers = LayerMap(vec![(self.layer.word().to_owned(), self.traced()?)]);
            return Ok(littoral_formats::geojson::division(Some(case), &asked).into_bytes());
        }
        let ground = self.day.law().ground();
        let place = |at| {
            let spot = ground.spot(Some(at), None);
            self.plan.holder(ground, &spot).unwrap_or("UNKNOWN").to_owned()
        };
        let n = case.parties.len();
        let (parts, _) = self.areas(By::Lines)?;
        let parts: Vec<(String, f64, f64)> =
            parts.into_iter().map(|p| (p.holder, p.area_km2, p.share_percent)).collect();
        let input = RegimeInput {
            regions: RegionsInput {
                case,
                lang: global.lang.lettering(),
                window: Window::default(),
                covered: &[],
                holder: &place,
                counts: self.settled.then_some(n * n.saturating_sub(1) / 2),
            },
            parts: &parts,
            asked: &asked,
            date: self.day.date().to_string(),
            about: format!("{}, {}", self.layer.word(), self.activity.word()),
            page: Page::default(),
        };
        let svg = sheet(&input).map_err(|e| {
            let help = "take --format json, which needs no map";
            Failure::usage(format!("the map cannot be drawn: {e:#}"), "", help)
        })?;
        if format == Format::Png { output::picture(&svg) } else { Ok(svg.into_bytes()) }
    }
}
