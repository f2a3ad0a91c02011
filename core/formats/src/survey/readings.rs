//! Other readings of a printed coordinate: what it would be if one character had been set wrong.
//!
//! One digit replaced, two neighbouring digits exchanged, or the other hemisphere: the slips of
//! typists and printers. Readings that are no coordinate, or the same one, are left out.

use littoral_geodesy::LatLon;

use super::Printed;
use crate::dms::{Axis, parse};

/// Every reading of the printed text that differs by one slip: what was changed, and the place.
#[must_use]
pub fn readings(point: &Printed) -> Vec<(String, LatLon)> {
    let mut out: Vec<(String, LatLon)> = Vec::new();
    for (axis, k) in [(Axis::Latitude, 0), (Axis::Longitude, 1)] {
        let text = &point.text[k];
        for slip in slips(text) {
            let Ok(value) = parse(&slip, axis) else { continue };
            let at = match axis {
                Axis::Latitude => LatLon::new(value, point.at.lon),
                Axis::Longitude => LatLon::new(point.at.lat, value),
            };
            if at != point.at && at.check().is_ok() && !out.iter().any(|(_, known)| *known == at) {
                out.push((format!("{slip} for {text}"), at));
            }
        }
    }
    out
}

fn slips(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let with = |change: &dyn Fn(&mut Vec<char>)| {
        let mut c = chars.clone();
        change(&mut c);
        c.into_iter().collect::<String>()
    };
    let mut out = Vec::new();
    for (k, c) in chars.iter().enumerate() {
        let other = match c {
            'N' => 'S',
            'S' => 'N',
            'E' => 'W',
            'W' => 'E',
            _ => *c,
        };
        if other != *c {
            out.push(with(&|v| v[k] = other));
        }
        if !c.is_ascii_digit() {
            continue;
        }
        let swap = chars.get(k + 1).is_some_and(|d| d.is_ascii_digit() && d != c);
        if swap {
            out.push(with(&|v| v.swap(k, k + 1)));
        }
        out.extend(('0'..='9').filter(|d| d != c).map(|d| with(&|v| v[k] = d)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_each() {
        let text = ["54°34'N".to_owned(), "8°12.5'E".to_owned()];
        let at = LatLon::new(54.0 + 34.0 / 60.0, 8.0 + 12.5 / 60.0);
        let point = Printed { at, name: String::new(), text, grain_deg: [0.0; 2] };
        let found = readings(&point);
        let has = |words: &str| found.iter().any(|(w, _)| w.starts_with(words));
        for wanted in ["54°43'N", "45°34'N", "54°34'S", "8°12.5'W", "8°21.5'E", "8°52.5'E"] {
            assert!(has(wanted), "{wanted}");
        }
        assert!(!has("54°84'N"));
    }
}
