//! `deposits.geojson`: deposits with or without a known place.

use littoral_geodesy::LatLon;
use littoral_geodesy::densify::wrap;
use littoral_model::{Case, Deposit, Finding};
use littoral_treaty::DateSpan;

use crate::geojson::read::{self, Feature};
use crate::geojson::shape::Shape;
use crate::tree::{Node, Source, Span, Table};

use super::parties;

pub(super) fn read(
    source: &Source,
    root: &Node,
    case: &Case,
    log: &mut Vec<Finding>,
) -> Vec<Deposit> {
    let ids: Vec<String> = case.party_ids().map(str::to_owned).collect();
    let mut found: Vec<Deposit> = Vec::new();
    for feature in read::features(source, root, log) {
        let Some((deposit, span)) = one(source, &feature, &ids, log) else { continue };
        if found.iter().any(|d| d.id == deposit.id) {
            let text = format!("there are two deposits {}", deposit.id);
            let place = read::label(feature.number, feature.properties);
            let finding = Finding::error("F090", text).at("", place).help("give each its own id");
            log.push(source.show(finding, span, None));
            continue;
        }
        found.push(deposit);
    }
    found
}

fn one(
    source: &Source,
    feature: &Feature<'_>,
    ids: &[String],
    log: &mut Vec<Finding>,
) -> Option<(Deposit, Span)> {
    let place = read::label(feature.number, feature.properties);
    let table = Table::new(source, place.as_str(), feature.properties?, log)?;
    let id = table.text("id", log);
    let names = table.words("names", log);
    let claimants = parties::list(&table, "claimants", ids, log);
    let status = table.text_or_empty("status", log);
    let cited = table.cited(log);
    let value = positive(&table, "value", log);
    let area_km2 = positive(&table, "area_km2", log);
    let claimed_from = since(&table, ids, &claimants, log);
    let outline = outline(&table, feature, log);
    // A deposit with several printed points is shown at the first.
    let at = match &feature.shape {
        Some(Shape::Points(points)) => points.first().map(|v| v.at),
        _ => within(&outline),
    };
    if let Some(at) = at
        && let Err(why) = at.check()
    {
        let span = feature.node.get("geometry").map(|n| n.span).unwrap_or_default();
        log.push(table.finding(Finding::error("F091", why), "", span));
    }
    let span = table.get("id")?.span;
    let deposit = Deposit {
        id: id?,
        names,
        claimants,
        claimed_from,
        at,
        outline,
        value,
        area_km2,
        status,
        source: cited,
    };
    Some((deposit, span))
}

/// The days from which claimants are known to claim it.
fn since(
    table: &Table<'_>,
    ids: &[String],
    claimants: &[usize],
    log: &mut Vec<Finding>,
) -> Vec<(usize, String)> {
    let Some(own) = table.table("claimed_from", log) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in own.entries() {
        let party = ids.iter().position(|id| *id == entry.key).filter(|p| claimants.contains(p));
        let day = entry.node.text().filter(|t| t.parse::<DateSpan>().is_ok());
        match (party, day) {
            (Some(party), Some(day)) => found.push((party, day.to_owned())),
            (None, _) => {
                let text = format!("{} is no claimant of this deposit", entry.key);
                let help = "name it among claimants, or leave its day out";
                let finding = Finding::error("F093", text).help(help);
                log.push(own.finding(finding, "", entry.key_span));
            }
            (_, None) => {
                let text = format!("the day from which {} claims it is no date", entry.key);
                let finding =
                    Finding::error("F093", text).help("write 1997, 1997-01 or 1997-01-31");
                log.push(own.finding(finding, "", entry.node.span));
            }
        }
    }
    found
}

/// The outline: one polygon without holes.
fn outline(table: &Table<'_>, feature: &Feature<'_>, log: &mut Vec<Finding>) -> Vec<LatLon> {
    let Some(Shape::Polygons(polygons)) = &feature.shape else { return Vec::new() };
    let span = feature.node.get("geometry").map(|n| n.span).unwrap_or_default();
    let mut refuse = |text: &str, help: &str| {
        log.push(table.finding(Finding::error("F094", text).help(help), "", span));
        Vec::new()
    };
    match &polygons[..] {
        [rings] if rings.len() == 1 && rings[0].len() >= 3 => {
            rings[0].iter().map(|v| v.at).collect()
        }
        [_] => refuse(
            "the outline of a deposit has three positions or more and no hole",
            "give the outer ring alone",
        ),
        _ => refuse("a deposit has several outlines", "make each a deposit of its own"),
    }
}

/// A place inside an outline: the mean of its corners, or else the middle between two of them.
fn within(outline: &[LatLon]) -> Option<LatLon> {
    // Longitudes run on from the first: an outline may lie across 180 degrees.
    let first = outline.first()?.lon;
    let counted =
        |p: &LatLon| LatLon::new(p.lat, p.lon - 360.0 * ((p.lon - first) / 360.0).round());
    let outline: &[LatLon] = &outline.iter().map(counted).collect::<Vec<_>>();
    let n = outline.len();
    let mean = |of: fn(&LatLon) -> f64| outline.iter().map(of).sum::<f64>() / n as f64;
    let middle = |a: LatLon, b: LatLon| {
        LatLon::new(f64::midpoint(a.lat, b.lat), f64::midpoint(a.lon, b.lon))
    };
    let mut places = vec![LatLon::new(mean(|p| p.lat), mean(|p| p.lon))];
    places.extend((0..n).map(|k| middle(outline[k], outline[(k + 2) % n])));
    let found = places.into_iter().find(|p| is_inside(outline, *p));
    found.or_else(|| outline.first().copied()).map(|p| LatLon::new(p.lat, wrap(p.lon)))
}

/// Even-odd, on the chart of longitude and latitude: an outline of a field is small.
fn is_inside(outline: &[LatLon], at: LatLon) -> bool {
    let edges = outline.iter().zip(outline.iter().cycle().skip(1));
    let east = |(a, b): &(&LatLon, &LatLon)| {
        (a.lat > at.lat) != (b.lat > at.lat)
            && at.lon < a.lon + (at.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
    };
    edges.filter(east).count() % 2 == 1
}

/// A number of 0 or more, where there is one.
fn positive(table: &Table<'_>, key: &'static str, log: &mut Vec<Finding>) -> Option<f64> {
    let value = table.number(key, log)?;
    if value >= 0.0 && value.is_finite() {
        return Some(value);
    }
    let text = format!("{key} is {value}; it is 0 or more");
    let span = table.get(key).map(|n| n.span).unwrap_or_default();
    log.push(table.finding(Finding::error("F092", text), key, span));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square about 180 degrees has its place in its middle.
    #[test]
    fn an_outline_across_180() {
        let ring = [(0.0, 179.8), (0.0, -179.8), (0.4, -179.8), (0.4, 179.8)];
        let at = within(&ring.map(|p| LatLon::new(p.0, p.1))).unwrap();
        assert!((at.lat - 0.2).abs() < 1e-9 && (at.lon.abs() - 180.0).abs() < 1e-9, "{at:?}");
    }
}
