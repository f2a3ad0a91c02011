//! What an analysis leaves on disk: page, tables, JSON, map of chances, lines of equal chance.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use littoral_formats::columns::Reader;
use littoral_formats::exchange::{Shape, cut};
use littoral_geodesy::LatLon;
use serde_json::{Map, Value, json};

use super::analysis::{Analysis, Table, analyse, chances};
use super::contour::contours;
use super::lattice::Lattice;
use super::page::{self, Pictures};
use super::plan::Plan;
use crate::failure::{Failure, Outcome};
use crate::map::{self, Chances};
use crate::output::publish;
use crate::session::Session;

/// Chances along which lines are drawn, per cent.
const LEVELS: [u32; 3] = [5, 50, 95];

/// Files of an analysis.
pub const REPORT: [&str; 5] =
    ["report.html", "analysis.json", "ranges.csv", "chances.svg", "chances.geojson"];

/// Analyses the merged file and writes everything into a folder; gives back the page.
///
/// # Errors
/// The file is of another plan or damaged, or a file cannot be written.
pub fn write(
    plan: &Plan,
    session: &Session,
    result: &Path,
    folder: &Path,
) -> Outcome<(PathBuf, Analysis)> {
    let reader = super::merge::open(result)?;
    let of = reader.meta().into_iter().find(|(k, _)| k == "plan").map(|(_, v)| v);
    if of.as_ref() != Some(&plan.hash) {
        let text = "the result is not of this plan".to_owned();
        return Err(Failure::usage(
            text,
            result.display().to_string(),
            "name the plan that it was merged with",
        ));
    }
    let table = Table::read(&reader)?;
    let analysis = analyse(plan, &table);
    let json = serde_json::to_string_pretty(&analysis).unwrap_or_default();
    publish(&folder.join("analysis.json"), format!("{json}\n").as_bytes())?;
    publish(&folder.join("ranges.csv"), ranges(&analysis).as_bytes())?;
    let pictures = Pictures { chances: chance_map(plan, session, &reader, folder)? };
    let page = folder.join("report.html");
    publish(&page, page::html(plan, &analysis, &pictures).as_bytes())?;
    Ok((page, analysis))
}

/// A line a rule and a number.
fn ranges(a: &Analysis) -> String {
    let mut out = String::from("rule,number,count,least,q05,q25,q50,q75,q95,most,mean,sd\n");
    for group in &a.groups {
        let rule = if group.rule.is_empty() { "all" } else { group.rule.as_str() };
        for (name, s) in &group.ranges {
            let numbers = [s.least, s.q05, s.q25, s.q50, s.q75, s.q95, s.most, s.mean, s.sd];
            let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
            let rule = rule.replace('"', "\"\"");
            let _ = writeln!(out, "\"{rule}\",{name},{},{}", s.count, numbers.join(","));
        }
    }
    out
}

/// The map, as a file and for the page, and its lines as GeoJSON.
fn chance_map(
    plan: &Plan,
    session: &Session,
    reader: &Reader,
    folder: &Path,
) -> Outcome<Option<String>> {
    let Some(chances) = chances(plan, reader)? else { return Ok(None) };
    let lattice = Lattice::new(&session.case, plan.study().keep.places);
    let mut lines: Vec<(usize, u32, Vec<LatLon>)> = Vec::new();
    for (party, values) in chances.iter().enumerate().take(plan.body.parties.len()) {
        let grid = lattice.grid(values);
        for level in LEVELS {
            let found = contours(&grid, f64::from(level) / 100.0);
            let place = |line: Vec<[f64; 2]>| line.into_iter().map(|p| lattice.at(p)).collect();
            lines.extend(found.into_iter().map(|l| (party, level, place(l))));
        }
    }
    publish(&folder.join("chances.geojson"), geojson(plan, &lines).as_bytes())?;
    let likeliest = |k: usize| {
        let best = (0..chances.len())
            .max_by(|a, b| chances[*a][k].total_cmp(&chances[*b][k]).then(b.cmp(a)));
        let party = best.filter(|p| *p < plan.body.parties.len());
        (party, best.map_or(0.0, |p| chances[p][k]))
    };
    let places: Vec<(LatLon, Option<usize>, f64)> = lattice
        .points()
        .enumerate()
        .map(|(k, at)| {
            let (party, chance) = likeliest(k);
            (at, party, chance)
        })
        .collect();
    let input = Chances {
        case: &session.case,
        places: &places,
        half_mesh_deg: lattice.half_mesh_deg(),
        lines: &lines,
    };
    let svg = map::chances(&input).map_err(|e| {
        Failure::usage(
            format!("the map of chances cannot be drawn: {e}"),
            "",
            "leave out keep.places",
        )
    })?;
    publish(&folder.join("chances.svg"), svg.as_bytes())?;
    Ok(Some(svg))
}

fn geojson(plan: &Plan, lines: &[(usize, u32, Vec<LatLon>)]) -> String {
    let feature = |(party, percent, line): &(usize, u32, Vec<LatLon>)| {
        let mut properties = Map::new();
        properties.insert("party".into(), plan.body.parties[*party].clone().into());
        properties.insert("chance_percent".into(), (*percent).into());
        json!({ "type": "Feature", "properties": properties, "geometry": geometry(line) })
    };
    let features: Vec<Value> = lines.iter().map(feature).collect();
    let mut text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    text.push('\n');
    text
}

/// A line, in several where it crosses the antimeridian (RFC 7946, 3.1.9).
fn geometry(line: &[LatLon]) -> Value {
    let run = |part: &Vec<LatLon>| part.iter().map(|p| json!([p.lon, p.lat])).collect::<Value>();
    match cut(&Shape::Lines(vec![line.to_vec()])) {
        Shape::Lines(parts) if parts.len() != 1 => {
            json!({ "type": "MultiLineString", "coordinates": parts.iter().map(run).collect::<Value>() })
        }
        Shape::Lines(parts) => json!({ "type": "LineString", "coordinates": run(&parts[0]) }),
        _ => json!({ "type": "LineString", "coordinates": run(&line.to_vec()) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line over 180 degrees is two, both of which reach it; one beside it stays one.
    #[test]
    fn lines_are_cut_at_the_antimeridian() {
        let line = |lons: [f64; 2]| geometry(&lons.map(|lon| LatLon::new(-18.0, lon)));
        assert_eq!(
            line([179.0, -179.0]),
            json!({ "type": "MultiLineString", "coordinates":
                [[[179.0, -18.0], [180.0, -18.0]], [[-180.0, -18.0], [-179.0, -18.0]]] })
        );
        let whole =
            json!({ "type": "LineString", "coordinates": [[178.0, -18.0], [179.0, -18.0]] });
        assert_eq!(line([178.0, 179.0]), whole);
    }
}
