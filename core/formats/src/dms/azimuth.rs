//! Azimuths as judgments and surveys write them: degrees, degrees, minutes and seconds, quadrant bearings.

use super::words::hemisphere_of;
use super::{Axis, by_power, latin, marked, parts, plain, short};

/// What an azimuth may look like, for refusals.
const HOW: &str = "write degrees (70.2448), degrees, minutes and seconds (70°14'41.25\"; 70 14 41.25) or a bearing (N 45°30' E)";

/// Reads an azimuth, degrees clockwise from north: `70.2448`, `70°14'41.25"`, `191 38 06.7`, `187d52m27s`; a sign counts
/// it the other way round. A quadrant bearing counts from north or south towards east or west, to 90 degrees: `S 12° W` is
/// 192 degrees. What is given is kept, from -360 to 360.
///
/// # Errors
/// A sentence that says what is wrong and what is allowed: no number, minutes or seconds of 60 and more, decimals before
/// the last part, beyond one turn, a bearing without both its letters or over 90 degrees.
///
/// ```
/// use littoral_formats::dms::azimuth;
/// assert_eq!(azimuth("187°52'30\""), Ok(187.875));
/// assert_eq!(azimuth("S 12° 30' W"), Ok(192.5));
/// ```
pub fn azimuth(text: &str) -> Result<f64, String> {
    read(text).map_err(|why| format!("\"{}\" is no azimuth: {why}; {HOW}", short(text)))
}

fn read(text: &str) -> Result<f64, String> {
    let latin = latin(text.trim());
    if let Some((value, _)) = by_power(&latin) {
        return turned(value);
    }
    let text = marked(&plain(&latin)).0;
    let (first, angle, last) = lettered(text.trim());
    if first.is_empty() && last.is_empty() {
        let (sign, angle) = match angle.strip_prefix('-') {
            Some(rest) => (-1.0, rest),
            None => (1.0, angle.strip_prefix('+').unwrap_or(angle)),
        };
        return turned(sign * degrees(angle)?);
    }
    bearing(first, degrees(angle)?, last)
}

/// The word before the angle and the one behind it; a last `d` is the mark of degrees.
fn lettered(text: &str) -> (&str, &str, &str) {
    let start = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (first, rest) = text.split_at(start);
    let rest = rest.strip_prefix('.').filter(|_| !first.is_empty()).unwrap_or(rest).trim();
    let kept = rest.trim_end_matches('.').trim_end_matches(char::is_alphabetic);
    match &rest[kept.len()..] {
        "d" => (first, rest, ""),
        last => (first, kept.trim(), last.trim_end_matches('.')),
    }
}

fn degrees(angle: &str) -> Result<f64, String> {
    let angle = angle.trim();
    let signed = [" -", " +"].iter().any(|sign| angle.contains(sign));
    if signed || angle.starts_with(['-', '+']) {
        return Err("a sign stands within it: only the whole may have one, and no bearing".into());
    }
    let parts = parts(angle)?;
    Ok(parts.iter().zip([1.0, 60.0, 3600.0]).map(|(p, unit)| p / unit).sum())
}

fn turned(degrees: f64) -> Result<f64, String> {
    let within = degrees.abs() <= 360.0;
    within.then_some(degrees).ok_or_else(|| "it is beyond one turn of 360 degrees".to_owned())
}

/// `N 45° E`: from north towards east.
fn bearing(first: &str, degrees: f64, last: &str) -> Result<f64, String> {
    let letter = |word: &str, axis: Axis| hemisphere_of(word).filter(|(of, _)| *of == axis);
    if last.eq_ignore_ascii_case("o") {
        return Err("its O may be Ost (east) or Ouest, Oeste (west): write E or W".into());
    }
    let from = letter(first, Axis::Latitude).map(|(_, letter)| letter);
    let towards = letter(last, Axis::Longitude).map(|(_, letter)| letter);
    let (Some(from), Some(towards)) = (from, towards) else {
        return Err("a bearing begins with N or S and ends with E or W".into());
    };
    if degrees > 90.0 {
        return Err("a bearing is at most 90 degrees from north or south".into());
    }
    let from_north = if from == 'N' { degrees } else { 180.0 - degrees };
    Ok(if towards == 'E' { from_north } else { 360.0 - from_north })
}

#[cfg(test)]
mod tests {
    use super::azimuth;

    /// Every notation of one azimuth, and bearings in the four quadrants: values by hand.
    #[test]
    fn notations() {
        let nicaragua = 70.0 + 14.0 / 60.0 + 41.25 / 3600.0;
        for text in [
            "70°14'41.25\"",
            "70° 14' 41.25\"",
            "70º14′41.25″",
            "70 14 41.25",
            "70-14-41.25",
            "70:14:41.25",
            "70d14m41.25s",
            "70 deg 14 min 41.25 sec",
            "70°14'41,25''",
            "N 70°14'41.25\" E",
            "n70 14 41.25e",
            "North 70° 14' 41.25\" East",
            "N. 70° 14' 41.25\" E.",
        ] {
            let found = azimuth(text).unwrap_or_else(|e| panic!("{e}"));
            assert!((found - nicaragua).abs() < 1e-12, "{text} {found}");
        }
        for (text, degrees) in [
            ("12.5", 12.5),
            ("-20", -20.0),
            ("1e-3", 0.001),
            ("-12°30'", -12.5),
            ("360", 360.0),
            ("S 12 W", 192.0),
            ("S 12° 30' E", 167.5),
            ("N 12° 30' W", 347.5),
            ("N 90 E", 90.0),
            ("S 0 W", 180.0),
            ("215°", 215.0),
            ("215d", 215.0),
        ] {
            assert_eq!(azimuth(text), Ok(degrees), "{text}");
        }
    }

    #[test]
    fn refusals_say_what_is_allowed() {
        for (text, why) in [
            ("", "write degrees"),
            ("north", "write degrees"),
            ("12°60'", "60 or more"),
            ("12.5°30'", "only the last part"),
            ("361", "one turn"),
            ("NaN", "write degrees"),
            ("1e999", "is no number"),
            ("N 95 E", "at most 90"),
            ("45 E", "begins with N or S"),
            ("N 45", "ends with E or W"),
            ("E 45 N", "begins with N or S"),
            ("N 45 O", "its O may be"),
            ("12'30\"", "marked as minutes"),
            ("1 2 3 4", "write degrees"),
            ("12 grad", "begins with N or S"),
            ("191 -38 06", "a sign stands within"),
            ("N -45 E", "a sign stands within"),
            ("--5", "a sign stands within"),
        ] {
            let refused = azimuth(text).unwrap_err();
            assert!(refused.contains(why) && refused.contains("N 45°30' E"), "{refused}");
        }
    }
}
