//! What is written to disk: every file whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

use littoral_delimit::Division;
use littoral_model::Case;

use crate::cli::{Global, Language};
use crate::comparison::{Comparison, Row, shown};
use crate::failure::{Failure, Outcome};
use crate::map;
use crate::points;
use crate::progress::Progress;
use crate::report;
use crate::said::said;
use crate::sensitivity::Sensitivity;
use crate::session::Session;

/// Dots an inch of pictures.
const DPI: f64 = 240.0;

/// What a comparison left on disk.
#[derive(Debug)]
pub struct Written {
    /// The report.
    pub report: PathBuf,
    /// Number of maps (each as SVG and PNG).
    pub maps: usize,
    /// Number of GeoJSON files.
    pub geojson: usize,
}

/// One sheet to draw.
struct Sheet<'a> {
    row: usize,
    layer: &'a str,
    number: (usize, usize),
}

/// A sheet as it came out.
type Drawn = Outcome<(usize, String, Vec<u8>)>;

/// Writes report, a map a rule (SVG and PNG), a GeoJSON a rule, the turning points, and `more` tables by name: all of them or
/// none.
///
/// # Errors
/// A file cannot be written or is one of the case, or a map cannot be drawn.
pub fn write(
    dir: &Path,
    c: &Comparison,
    (session, sensitivity): (&Session, Option<&Sensitivity>),
    more: &[(&str, String)],
    global: &Global,
) -> Outcome<Written> {
    for row in &c.rows {
        session.spares(&dir.join(format!("{}.geojson", row.stem)), None)?;
    }
    let maps = draw(c, global)?;
    fs::create_dir_all(dir).map_err(|e| Failure::file("create", dir, &e))?;
    let divided = c.rows.iter().filter_map(|r| Some((r, r.outcome.as_ref().ok()?)));
    let geojson: Vec<(PathBuf, String)> = divided
        .map(|(row, division)| {
            let text = littoral_formats::geojson::division(Some(&c.case), division);
            (dir.join(format!("{}.geojson", row.stem)), text)
        })
        .collect();
    let points = points::csv(&c.rows, None);
    let sheets: Vec<(usize, &str)> = maps.iter().map(|(k, svg, _)| (*k, svg.as_str())).collect();
    let with = report::Material { session, sensitivity, sheets: &sheets };
    let (report, page) = (dir.join("report.html"), report::html(c, &with, global.lang));
    let mut files: Vec<(PathBuf, &[u8])> = Vec::new();
    for (row, svg, png) in &maps {
        let stem = &c.rows[*row].stem;
        files.push((dir.join(format!("{stem}.svg")), svg.as_bytes()));
        files.push((dir.join(format!("{stem}.png")), png));
    }
    files.extend(geojson.iter().map(|(path, text)| (path.clone(), text.as_bytes())));
    files.push((dir.join("turning-points.csv"), points.as_bytes()));
    files.push((report.clone(), page.as_bytes()));
    files.extend(more.iter().map(|(name, text)| (dir.join(name), text.as_bytes())));
    publish_set(&files, dir)?;
    Ok(Written { report, maps: maps.len(), geojson: geojson.len() })
}

/// Publishes one file: the old one or the new one, never half.
///
/// # Errors
/// The file cannot be written.
pub fn publish(path: &Path, bytes: &[u8]) -> Outcome {
    littoral_formats::publish(path, bytes).map_err(|e| Failure::file("write", path, &e))
}

/// Publishes files that belong together: all old ones or all new ones, whenever this process is killed.
///
/// # Errors
/// A file cannot be written; the message names `of`.
pub fn publish_set(files: &[(PathBuf, &[u8])], of: &Path) -> Outcome {
    littoral_formats::publish_set(files, &hand).map_err(|e| Failure::file("write", of, &e))
}

/// Has a process of its own carry out the renames of a set, and waits. A kill of this process, or of its group as a
/// terminal or a supervisor does it, does not reach that one. False if it cannot be started or did not end well.
fn hand(record: &Path) -> bool {
    let Ok(own) = std::env::current_exe() else { return false };
    let mut command = Command::new(own);
    command.arg("place").arg(record);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.status().is_ok_and(|s| s.success())
}

/// The map of one row's layer as SVG.
///
/// # Errors
/// The rule failed, or the sheet cannot be drawn.
pub fn map(case: &Case, row: &Row, layer: &str, lang: Language) -> Outcome<String> {
    sheet(case, row, layer, lang, (1, 1), map::Page::Portrait)
}

/// The same on a sheet of another size.
///
/// # Errors
/// As [`map()`].
pub fn sheet_of(
    case: &Case,
    row: &Row,
    layer: &str,
    lang: Language,
    page: map::Page,
) -> Outcome<String> {
    sheet(case, row, layer, lang, (1, 1), page)
}

/// An SVG as PDF.
///
/// # Errors
/// The sheet holds what the PDF writer does not draw.
pub fn document(svg: &str) -> Outcome<Vec<u8>> {
    map::pdf(svg).map_err(|e| cannot_draw(&e))
}

/// An SVG as PNG.
///
/// # Errors
/// The picture is too large.
pub fn picture(svg: &str) -> Outcome<Vec<u8>> {
    map::png(svg, DPI).map_err(|e| cannot_draw(&e))
}

/// The division with one layer only, or as it is.
#[must_use]
pub fn only(division: &Division, layer: Option<&str>) -> Division {
    let mut out = division.clone();
    if let Some(name) = layer {
        out.layers.0.retain(|(n, _)| n == name);
    }
    out
}

/// Draws every sheet, as many at a time as there are cores; the first failure wins.
fn draw(c: &Comparison, global: &Global) -> Outcome<Vec<(usize, String, Vec<u8>)>> {
    let shown: Vec<(usize, &str)> =
        c.rows.iter().enumerate().filter_map(|(k, r)| Some((k, r.shown()?.0))).collect();
    let all = shown.len();
    let sheets: Vec<Sheet<'_>> = shown
        .into_iter()
        .enumerate()
        .map(|(n, (row, layer))| Sheet { row, layer, number: (n + 1, all) })
        .collect();
    let bar = Progress::new(all, "maps", global.quiet);
    let queue = Mutex::new(sheets.into_iter());
    let done: Mutex<Vec<(usize, Drawn)>> = Mutex::new(Vec::new());
    let cores = thread::available_parallelism().map_or(1, usize::from).min(all.max(1));
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let Some(sheet) = queue.lock().unwrap_or_else(PoisonError::into_inner).next()
                    else {
                        return;
                    };
                    bar.doing(&format!("map {}", c.rows[sheet.row].label));
                    let drawn = draw_one(c, &sheet, global.lang);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((sheet.row, drawn));
                    bar.step();
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(row, _)| *row);
    done.into_iter().map(|(_, drawn)| drawn).collect()
}

fn draw_one(c: &Comparison, s: &Sheet<'_>, lang: Language) -> Drawn {
    let svg = sheet(&c.case, &c.rows[s.row], s.layer, lang, s.number, map::Page::Portrait)?;
    let png = picture(&svg)?;
    Ok((s.row, svg, png))
}

fn sheet(
    case: &Case,
    row: &Row,
    layer: &str,
    lang: Language,
    number: (usize, usize),
    page: map::Page,
) -> Outcome<String> {
    let division = row.outcome.as_ref().map_err(|e| Failure::from(e.clone()))?;
    let claims: Vec<Option<f64>> =
        (0..case.parties.len()).map(|k| case.asks(k).and_then(|p| p.share_percent)).collect();
    let set = if row.settings.is_empty() {
        String::new()
    } else {
        format!(" · {}", row.settings.join(", "))
    };
    let input = map::MapInput {
        case,
        division,
        layer,
        lang: lang.lettering(),
        title: format!("{}: {}", case.name.get(lang.code()), row.title),
        subtitle: format!("{}{set}.", said(lang, &row.about).trim_end_matches('.')),
        date: case.date.map(|d| d.to_string()).unwrap_or_default(),
        page,
        sheet: number,
        claims: &claims,
        statuses: &[],
    };
    map::render(&input).map_err(|e| cannot_draw(&e))
}

fn cannot_draw(error: &anyhow::Error) -> Failure {
    Failure::usage(
        format!("the map cannot be drawn: {error:#}"),
        "",
        "take --format geojson and draw it elsewhere",
    )
}

/// Layer that a row's map shows.
#[must_use]
pub fn drawn_layer(row: &Row) -> Option<&str> {
    row.outcome.as_deref().ok().and_then(shown).map(|(name, _)| name)
}
