//! Points at which the thickness of sedimentary rocks is known: CSV with a column `thickness_m` (metres) or `thickness` (with
//! its unit: `1.4 km`), or GeoJSON points with such a property.

use littoral_delimit::construct::shelf::Sediment;
use littoral_model::Finding;

use super::json::{property, shapes_of};
use super::rows::{Row, Rows};
use super::{Reading, Stated, read, shapes};
use crate::geojson::read::{Feature, asking, label};
use crate::geojson::shape::Shape;
use crate::length::length;
use crate::tree::{Source, json};

/// What a file without thickness lacks.
pub(super) const NO_COLUMN: &str = "the heading needs one column of thickness: thickness_m (metres), or thickness (with its unit, as 1.4 km)";

/// Reads points with the thickness of sediment; without an error in the findings every point has one of 0 m or more.
#[must_use]
pub fn sediment(file: &str, bytes: &[u8]) -> Reading<Vec<Sediment>> {
    let mut bare = None;
    let of_row = |row: Row| {
        if row.thickness_m.is_none() {
            bare.get_or_insert(row.number);
        }
        Sediment { at: row.at, name: row.name, thickness_m: row.thickness_m.unwrap_or(f64::NAN) }
    };
    let of_rows =
        |_: &Source, rows: Vec<Row>, _: &mut Vec<Finding>| rows.into_iter().map(of_row).collect();
    let mut out = read(file, bytes, Rows::Sediment, shown, of_rows);
    if let Some(line) = bare {
        let text = "which number is the thickness? the file has no heading";
        let mut finding = Finding::error("F201", text).at(file, "");
        finding.line = line;
        out.findings.push(finding.help("give the file a heading: name,lat,lon,thickness_m"));
    }
    if out.value.is_empty() && !out.failed() {
        let finding = Finding::error("F205", "the file has no sediment point").at(file, "");
        out.findings.push(finding.help("rows are name,lat,lon,thickness_m under such a heading"));
    }
    out
}

/// Metres, from a cell whose bare numbers are metres or from one that must name its unit.
pub(super) fn thickness(metres: &str, with_unit: &str) -> Result<f64, String> {
    let found = match (metres.trim(), with_unit.trim()) {
        ("", "") => return Err("this point has no thickness".into()),
        ("", text) => length(text, None)?,
        (text, _) => length(text, Some(1.0))?,
    };
    match found {
        m if m >= 0.0 => Ok(m),
        m => Err(format!("a thickness is 0 m or more, not {m} m")),
    }
}

/// The points of GeoJSON.
fn shown(source: &Source, out: &mut Reading<Vec<Sediment>>) {
    let root = match json::parse(source) {
        Ok(root) => root,
        Err(finding) => return out.findings.push(*finding),
    };
    out.stated = Stated::of_geojson(source, &root);
    for feature in asking(source, &root, &mut out.findings) {
        for shape in shapes_of(&feature) {
            shapes::places(source, &feature, shape, &mut out.findings);
            if let Shape::Points(points) = shape {
                match of_feature(&feature) {
                    Ok((name, thickness_m)) => out.value.extend(points.iter().map(|v| Sediment {
                        at: v.at,
                        name: name.clone(),
                        thickness_m,
                    })),
                    Err(text) => {
                        let place = label(feature.number, feature.properties);
                        let finding = Finding::error("F202", text).at(&source.file, place);
                        let help = "give the feature a property \"thickness_m\", metres";
                        out.findings.push(finding.help(help));
                    }
                }
            }
        }
    }
}

/// Name and thickness of a feature.
fn of_feature(feature: &Feature<'_>) -> Result<(String, f64), String> {
    let of = |names: &[&str]| property(feature, names).unwrap_or_default();
    let thickness_m = thickness(&of(&["thickness_m"]), &of(&["thickness"]))?;
    Ok((of(&["name", "number", "id"]), thickness_m))
}
