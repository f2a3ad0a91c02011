//! A result as a file of every format that the command line writes.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::Studio;
use super::guard::bad;
use super::picture::gone;
use super::runs::Run;
use crate::cli::Language;
use crate::comparison::{Row, stem};
use crate::failure::Outcome;
use crate::files::{self, Ask};
use crate::label::{label, settings};
use crate::map::Page;
use crate::style::Style;

/// What made the table of turning points, which has no place for it: the file that `export` writes beside it.
const PROVENANCE: &str = "provenance";

/// Ending and type of each format.
pub(super) const FORMATS: &[(&str, &str)] = &[
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("geojson", "application/geo+json"),
    ("csv", "text/csv; charset=utf-8"),
    (PROVENANCE, "application/json"),
    ("json", "application/json"),
    ("pdf", "application/pdf"),
    ("gpkg", "application/geopackage+sqlite3"),
    ("shp", "application/zip"),
    ("kml", "application/vnd.google-earth.kml+xml"),
    ("fgb", "application/zip"),
    ("parquet", "application/zip"),
    ("txt", "text/plain; charset=utf-8"),
    ("gml", "application/gml+xml"),
];

/// A result, a layer and a format.
#[derive(Debug, Deserialize)]
pub(super) struct DownloadAsk {
    run: String,
    layer: String,
    format: String,
    lang: String,
}

/// The file, to be saved and never shown.
pub(super) async fn file(
    State(studio): State<Arc<Studio>>,
    Query(ask): Query<DownloadAsk>,
) -> Response {
    let Some(run) = studio.runs.kept(&ask.run) else { return gone() };
    let Some((ending, kind)) = FORMATS.iter().find(|(f, _)| *f == ask.format) else {
        return bad(format!("there is no format \"{}\"", ask.format));
    };
    if run.division.layers.get(&ask.layer).is_none() {
        return bad(format!("the result has no layer \"{}\"", ask.layer));
    }
    let row = row(&run, language(&ask.lang));
    let zipped = if *kind == "application/zip" { ".zip" } else { "" };
    let whole = format!("{}-{}-{}", run.order.ground.case.id, row.stem, stem(&ask.layer));
    let name = match *ending {
        PROVENANCE => format!("{whole}-{PROVENANCE}.json"),
        _ => format!("{whole}.{ending}{zipped}"),
    };
    let work = move || bytes(&run, &row, &ask, &stem(&whole));
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(bytes)) => {
            let saved = format!("attachment; filename=\"{}\"", stem(&name));
            let headers = [(header::CONTENT_TYPE, *kind), (header::CONTENT_DISPOSITION, &saved)];
            (headers, bytes).into_response()
        }
        Ok(Err(failure)) => bad(failure.body(Style::plain())),
        Err(_) => bad("the file could not be made"),
    }
}

/// The file; an archive of all, where a format has a file for cells, one for lines, one for points. The table of
/// turning points and what made it are two.
fn bytes(run: &Run, row: &Row, ask: &DownloadAsk, name: &str) -> Outcome<Vec<u8>> {
    let format = match ask.format.as_str() {
        "shp" => "shz",
        PROVENANCE => "csv",
        other => other,
    };
    let layer = matches!(format, "svg" | "png" | "pdf").then_some(ask.layer.as_str());
    let lang = language(&ask.lang);
    let want =
        Ask { case: &run.order.ground.case, row, layer, lang, page: Page::default(), decimals: 2 };
    let written = files::written(format, &want)?;
    if matches!(format, "fgb" | "parquet") {
        return Ok(written.archive(name, format));
    }
    let wanted = usize::from(ask.format == PROVENANCE);
    let piece = written.pieces.into_iter().nth(wanted);
    Ok(piece.map(|p| p.bytes).unwrap_or_default())
}

/// The result as a row of a comparison: what the writers of files take.
fn row(run: &Run, lang: Language) -> Row {
    let given = &run.order.given;
    let header = run.order.entry.header.as_ref().ok();
    let name = header.map_or_else(|| run.order.entry.key.clone(), |h| label(h, given));
    Row {
        stem: stem(&name),
        label: name,
        title: header.map(|h| h.name.get(lang.code()).to_owned()).unwrap_or_default(),
        about: header.map(|h| h.about.clone()).unwrap_or_default(),
        cite: header.map(|h| h.cite.clone()).unwrap_or_default(),
        settings: settings(given),
        outcome: Ok(Arc::new(run.division.clone())),
        moved: None,
        flow: None,
        source: None,
        wall_ms: run.ms,
    }
}

fn language(code: &str) -> Language {
    match code {
        "fa" => Language::Fa,
        "ru" => Language::Ru,
        _ => Language::En,
    }
}
