//! Files that are no survey but are known by their looks: a message that says so, instead of one a line.

use littoral_model::Finding;

use crate::dms::short;
use crate::tree::{Source, Span};

/// So much of a file shows what it is, bytes.
const HEAD: usize = 4096;

const SHAPES: [&str; 7] = [
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
    "POINT",
    "LINESTRING",
    "POLYGON",
];

/// What the file seems to be, and what is read instead.
pub(super) fn foreign(source: &Source) -> Option<Finding> {
    let start = source.text.len() - source.text.trim_start().len();
    let head = &source.text[start..];
    let (text, help) = seems(head)?;
    let line = head.find('\n').unwrap_or(head.len()).min(80);
    let finding = Finding::error("F207", text).help(help);
    Some(source.show(finding, Span::new(start, start + line), None))
}

fn seems(text: &str) -> Option<(String, &'static str)> {
    const ROWS: &str = "surveys are rows of party,lat,lon[,name], text with a point a line, or GeoJSON: write it as one of these";
    if is_wkt(text) {
        return Some(("the file seems to be WKT, which is not read".into(), ROWS));
    }
    if text.starts_with('<') {
        let help = "surveys are CSV, text or GeoJSON: `littoral convert FILE -o FILE.geojson` reads KML and GML";
        return Some(("the file seems to be XML, which is not read as a survey".into(), help));
    }
    if text.lines().nth(1).is_some_and(|l| l.starts_with("  datum  ")) {
        let help = "write CSV or GeoJSON to go on with: -o FILE.csv or -o FILE.geojson";
        return Some((
            "the file seems to be a table for people, as littoral construct prints it".into(),
            help,
        ));
    }
    let bare: String = text.chars().take(80).filter(|c| !c.is_whitespace()).take(2).collect();
    if matches!(bare.as_str(), "[[" | "[{") {
        return Some((
            "the file seems to be JSON, but no GeoJSON: it begins with a list".into(),
            ROWS,
        ));
    }
    let head: String = text.chars().take(HEAD).collect();
    let brace = head.find('{').filter(|at| head[at + 1..].trim_start().starts_with('"'))?;
    let known = ["\"type\"", "\"coordinates\"", "\"features\""].iter().any(|w| head.contains(w));
    known.then(|| {
        let text = format!(
            "the file seems to be GeoJSON, but \"{}\" stands before it",
            short(&head[..brace])
        );
        (text, "take away what stands before the first {")
    })
}

/// `LINESTRING Z (1 2 3, ...`, perhaps behind `SRID=4326;`. `Point (2) 41°N` is none.
fn is_wkt(text: &str) -> bool {
    let text = match text.get(..5) {
        Some(srid) if srid.eq_ignore_ascii_case("srid=") => {
            text.split_once(';').map_or("", |(_, t)| t)
        }
        _ => text,
    };
    let head: String = text.trim_start().chars().take(200).collect::<String>().to_ascii_uppercase();
    let Some(rest) = SHAPES.iter().find_map(|s| head.strip_prefix(s)) else { return false };
    let rest = rest.trim_start();
    let rest =
        ["ZM", "Z", "M"].iter().find_map(|s| rest.strip_prefix(s)).unwrap_or(rest).trim_start();
    if rest.starts_with("EMPTY") {
        return true;
    }
    let Some(inside) = rest.strip_prefix('(') else { return false };
    let inside = inside.trim_start_matches(['(', ' ']);
    let mut words = inside.split_whitespace();
    let number =
        |w: Option<&str>| w.is_some_and(|w| w.trim_end_matches([',', ')']).parse::<f64>().is_ok());
    SHAPES.iter().any(|s| inside.starts_with(s)) || number(words.next()) && number(words.next())
}
