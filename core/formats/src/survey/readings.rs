//! Other readings of a printed coordinate: what it would be without one slip of the pen.
//!
//! One digit replaced, two neighbouring digits exchanged, the other hemisphere; minutes and seconds exchanged, or the minutes
//! of the latitude and of the longitude: the slips of typists and printers. Readings that are no coordinate, or the same one,
//! are left out.

use std::ops::Range;

use littoral_geodesy::LatLon;

use super::Printed;
use crate::dms::{Axis, parse};

/// Every reading of the printed text that differs by one slip: what was changed, and the place.
#[must_use]
pub fn readings(point: &Printed) -> Vec<(String, LatLon)> {
    let mut out: Vec<(String, LatLon)> = Vec::new();
    let [lat, lon] = &point.text;
    let mut add = |words: String, [north, east]: [&str; 2]| {
        let read = |text: &str, axis, printed: &str, value: f64| {
            if text == printed { Ok(value) } else { parse(text, axis) }
        };
        let north = read(north, Axis::Latitude, lat, point.at.lat);
        let east = read(east, Axis::Longitude, lon, point.at.lon);
        let (Ok(north), Ok(east)) = (north, east) else { return };
        let at = LatLon::new(north, east);
        if at != point.at && at.check().is_ok() && !out.iter().any(|(_, known)| *known == at) {
            out.push((words, at));
        }
    };
    let words =
        |slip: &str, printed: &str| format!("{slip} for {printed}, minutes and seconds exchanged,");
    if let Some(slip) = exchanged(lat) {
        add(words(&slip, lat), [&slip, lon]);
    }
    if let Some(slip) = exchanged(lon) {
        add(words(&slip, lon), [lat, &slip]);
    }
    if let Some([north, east]) = across(lat, lon) {
        let words = format!("{north} {east} for {lat} {lon}, minutes of the two exchanged,");
        add(words, [&north, &east]);
    }
    for slip in slips(lat) {
        add(format!("{slip} for {lat}"), [&slip, lon]);
    }
    for slip in slips(lon) {
        add(format!("{slip} for {lon}"), [lat, &slip]);
    }
    out
}

/// Where the whole numbers of degrees, minutes and seconds stand; decimals are no numbers of their own.
fn wholes(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut k = 0;
    while k < bytes.len() {
        let digits = bytes[k..].iter().take_while(|b| b.is_ascii_digit()).count();
        let decimal = k > 1 && matches!(bytes[k - 1], b'.' | b',') && bytes[k - 2].is_ascii_digit();
        if digits > 0 && !decimal {
            out.push(k..k + digits);
        }
        k += digits.max(1);
    }
    out
}

/// The text with minutes and seconds exchanged, decimals left where they are; nothing without both.
fn exchanged(text: &str) -> Option<String> {
    let [_, m, s] = wholes(text).try_into().ok()?;
    let [before, minutes, between, seconds, after] =
        [0..m.start, m.clone(), m.end..s.start, s.clone(), s.end..text.len()].map(|r| &text[r]);
    Some([before, seconds, between, minutes, after].concat())
}

/// Latitude and longitude with each other's minutes; where these are the last numbers, with their decimals.
fn across(lat: &str, lon: &str) -> Option<[String; 2]> {
    let minutes = |text: &str| {
        let found = wholes(text);
        let whole = found.get(1)?.clone();
        let decimals = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b',');
        let more = text.as_bytes()[whole.end..].iter().take_while(|b| decimals(b)).count();
        Some(if found.len() == 2 { whole.start..whole.end + more } else { whole })
    };
    let (m, n) = (minutes(lat)?, minutes(lon)?);
    let with = |text: &str, at: &Range<usize>, new: &str| {
        [&text[..at.start], new, &text[at.end..]].concat()
    };
    Some([with(lat, &m, &lon[n.clone()]), with(lon, &n, &lat[m.clone()])])
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
        let point = Printed { text, ..Printed::new(at) };
        let found = readings(&point);
        let has = |words: &str| found.iter().any(|(w, _)| w.starts_with(words));
        for wanted in ["54°43'N", "45°34'N", "54°34'S", "8°12.5'W", "8°21.5'E", "8°52.5'E"] {
            assert!(has(wanted), "{wanted}");
        }
        assert!(!has("54°84'N"));
    }

    #[test]
    fn exchanges() {
        let printed = |lat: &str, lon: &str| {
            let at = |text, axis| parse(text, axis).unwrap();
            let at = LatLon::new(at(lat, Axis::Latitude), at(lon, Axis::Longitude));
            let text = [lat.to_owned(), lon.to_owned()];
            readings(&Printed { text, ..Printed::new(at) })
        };
        let near = |found: &[(String, LatLon)], lat: f64, lon: f64| {
            let is = |p: &LatLon| (p.lat - lat).abs() < 1e-12 && (p.lon - lon).abs() < 1e-12;
            found.iter().find(|(_, p)| is(p)).map(|(words, _)| words.clone())
        };
        let found = printed("12°30'45.2\"S", "100 05 59 E");
        let words =
            near(&found, -(12.0 + 45.0 / 60.0 + 30.2 / 3600.0), 100.0 + 5.0 / 60.0 + 59.0 / 3600.0);
        assert!(words.unwrap().starts_with("12°45'30.2\"S for 12°30'45.2\"S, minutes and seconds"));
        assert!(
            near(&found, -(12.0 + 5.0 / 60.0 + 45.2 / 3600.0), 100.0 + 30.0 / 60.0 + 59.0 / 3600.0)
                .is_some()
        );
        assert!(found.iter().any(|(w, _)| w.starts_with("100 59 05 E for")));
        let found = printed("54°34'N", "8°12.5'E");
        let words = near(&found, 54.0 + 12.5 / 60.0, 8.0 + 34.0 / 60.0).unwrap();
        assert!(words.starts_with("54°12.5'N 8°34'E for 54°34'N 8°12.5'E"), "{words}");
        assert!(!printed("54.5 N", "8.25 E").iter().any(|(w, _)| w.contains("exchanged")));
    }
}
