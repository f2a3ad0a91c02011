//! Coordinates that are no places.

use littoral_geodesy::LatLon;

use crate::finding::Finding;

use super::{Log, Spot};

pub(super) fn check(log: &mut Log<'_>) {
    let case = log.case;
    let rings = std::iter::once(&case.sea.outer).chain(&case.sea.inner).enumerate();
    for (ring, vertices) in rings {
        line(log, "the sea has", vertices, |vertex| Spot::Sea { ring, vertex });
    }
    for (shore, part) in case.shores.iter().enumerate() {
        let who = log.shore_name(part);
        for (k, vertices) in part.lines.iter().enumerate() {
            line(log, &who, vertices, |vertex| Spot::Shore { shore, line: k, vertex });
        }
    }
    for (k, terminus) in case.termini.iter().enumerate() {
        line(log, "the terminus has", &[terminus.at], |_| Spot::Terminus(k));
    }
    for ring in &case.excluded {
        line(log, "an excluded part has", ring, |_| Spot::Case);
    }
}

fn line(log: &mut Log<'_>, who: &str, vertices: &[LatLon], spot: impl Fn(usize) -> Spot) {
    for (k, at) in vertices.iter().enumerate() {
        if at.check().is_ok() {
            continue;
        }
        let (what, value) = match at.lat.is_finite() && at.lat.abs() <= 90.0 {
            true => ("longitude", at.lon),
            false => ("latitude", at.lat),
        };
        let near = [k.checked_sub(1), Some(k + 1)].into_iter().flatten();
        let near = near.filter_map(|j| vertices.get(j)).filter(|p| p.check().is_ok());
        let near: Vec<f64> = near.map(|p| if what == "latitude" { p.lat } else { p.lon }).collect();
        let beyond = if what == "latitude" { "beyond the pole" } else { "beyond one turn" };
        let label = match value.is_finite() {
            true => format!("{} is {beyond}", printed(value)),
            false => format!("{value} is no number"),
        };
        let finding = Finding::error("M001", format!("{who} a {what} out of range"))
            .label(label)
            .help(help(value, &near));
        log.say(finding, spot(k));
    }
}

/// `its neighbours are near 41.8; is this a slip for 41.8310?`
fn help(value: f64, near: &[f64]) -> String {
    let Some(&first) = near.first() else {
        return "a position is [longitude, latitude] in degrees".into();
    };
    let slip = first.trunc() + first.signum() * value.abs().fract();
    let close = near.iter().all(|n| (n - slip).abs() < 0.5);
    match value.is_finite() && close {
        true => {
            format!("its neighbours are near {first:.1}; is this a slip for {}?", printed(slip))
        }
        false => format!("its neighbours are near {first:.1}"),
    }
}

/// At least four decimals, more where the number has them.
fn printed(value: f64) -> String {
    let four = format!("{value:.4}");
    let nine = format!("{value:.9}");
    if four.parse() == nine.parse::<f64>() { four } else { nine.trim_end_matches('0').to_owned() }
}
