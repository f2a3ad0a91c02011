//! Degrees as treaties print them: fixed decimals, carry, hemisphere letters; and back.

/// Which coordinate a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// North and south, to 90 degrees.
    Latitude,
    /// East and west, to 180 degrees; up to one turn is taken on input.
    Longitude,
}

impl Axis {
    const fn limit(self) -> f64 {
        match self {
            Self::Latitude => 90.0,
            Self::Longitude => 360.0,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
        }
    }

    const fn letters(self) -> [char; 2] {
        match self {
            Self::Latitude => ['N', 'S'],
            Self::Longitude => ['E', 'W'],
        }
    }
}

/// Most decimals printed: 1e-9 of a second is far below any survey.
const MOST_DECIMALS: usize = 9;

/// `41° 27′ 30.52″ N`: degrees, minutes and seconds with fixed decimals.
///
/// Rounded once and then split, so that `60.00″` never appears. Longitudes beyond half a turn are
/// brought back; what is not finite is printed as `?`. 0.01″ of latitude is about 0.3 m.
///
/// ```
/// use littoral_formats::dms::{Axis, dms};
/// assert_eq!(dms(41.458_477_78, Axis::Latitude, 2), "41° 27′ 30.52″ N");
/// assert_eq!(dms(41.999_999_9, Axis::Latitude, 2), "42° 00′ 00.00″ N");
/// ```
#[must_use]
pub fn dms(degrees: f64, axis: Axis, decimals: usize) -> String {
    let decimals = decimals.min(MOST_DECIMALS);
    let Some((units, letter)) = units(degrees, axis, 3600, decimals) else { return "?".into() };
    let scale = 10_u128.pow(u32::try_from(decimals).unwrap_or(0));
    let (minutes, seconds) = (units / (60 * scale), units % (60 * scale));
    let (d, m) = (minutes / 60, minutes % 60);
    format!("{d:02}° {m:02}′ {}″ {letter}", fixed(seconds, scale, decimals))
}

/// `41° 27.508′ N`: degrees and decimal minutes with fixed decimals and carry.
#[must_use]
pub fn ddm(degrees: f64, axis: Axis, decimals: usize) -> String {
    let decimals = decimals.min(MOST_DECIMALS);
    let Some((units, letter)) = units(degrees, axis, 60, decimals) else { return "?".into() };
    let scale = 10_u128.pow(u32::try_from(decimals).unwrap_or(0));
    let (d, minutes) = (units / (60 * scale), units % (60 * scale));
    format!("{d:02}° {}′ {letter}", fixed(minutes, scale, decimals))
}

/// The value in units of the last decimal, and the letter.
fn units(degrees: f64, axis: Axis, per_degree: u32, decimals: usize) -> Option<(u128, char)> {
    let [positive, negative] = axis.letters();
    let turned = match axis {
        Axis::Longitude if degrees.abs() > 180.0 => (degrees + 540.0).rem_euclid(360.0) - 180.0,
        _ => degrees,
    };
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let units = (turned.abs() * f64::from(per_degree) * scale).round();
    let letter = if turned < 0.0 && units > 0.0 { negative } else { positive };
    (units.is_finite() && degrees.abs() <= 1e6).then_some((units as u128, letter))
}

/// Two digits before the point, `decimals` after it.
fn fixed(units: u128, scale: u128, decimals: usize) -> String {
    let (whole, part) = (units / scale, units % scale);
    if decimals == 0 { format!("{whole:02}") } else { format!("{whole:02}.{part:0decimals$}") }
}

/// Reads a coordinate in any usual form: `41°27'30.5"N`, `41 27 30.5 N`, `N41-27.508`, `41.4585`,
/// `-41.4585`; Persian and Arabic digits, Russian and Persian hemispheres too.
///
/// # Errors
/// A sentence that names the text and what is wrong with it: no number, minutes or seconds of 60
/// and more, decimals before the last part, a sign beside a hemisphere, the wrong hemisphere, or a
/// value out of range.
///
/// ```
/// use littoral_formats::dms::{Axis, parse};
/// assert_eq!(parse("42°33.6'N", Axis::Latitude), Ok(42.56));
/// assert_eq!(parse("۴۱ ۳۰ ۰۰ شمالی", Axis::Latitude), Ok(41.5));
/// ```
pub fn parse(text: &str, axis: Axis) -> Result<f64, String> {
    let wrong = |why: &str| format!("\"{}\" is no {}: {why}", text.trim(), axis.name());
    let (plain, hemisphere) = hemisphere(&latin(text), axis).map_err(|why| wrong(&why))?;
    let plain = plain.trim();
    let (sign, plain) = match plain.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, plain.strip_prefix('+').unwrap_or(plain)),
    };
    if hemisphere.is_some() && (sign < 0.0) {
        return Err(wrong("it has both a sign and a hemisphere"));
    }
    let parts = parts(plain).map_err(|why| wrong(&why))?;
    let value = parts.iter().zip([1.0, 60.0, 3600.0]).map(|(p, unit)| p / unit).sum::<f64>();
    if value > axis.limit() {
        return Err(wrong(&format!("it is beyond {} degrees", axis.limit())));
    }
    Ok(value * sign * hemisphere.unwrap_or(1.0))
}

/// Persian and Arabic digits and signs as Latin ones.
fn latin(text: &str) -> String {
    let digit = |c: char| match c {
        '۰'..='۹' => char::from_digit(c as u32 - '۰' as u32, 10).unwrap_or(c),
        '٠'..='٩' => char::from_digit(c as u32 - '٠' as u32, 10).unwrap_or(c),
        '٫' => '.',
        _ => c,
    };
    text.chars().map(digit).collect()
}

/// Words of the hemispheres by axis; positive first.
const LATITUDES: [(&str, f64); 8] = [
    ("شمالی", 1.0),
    ("جنوبی", -1.0),
    ("с. ш.", 1.0),
    ("с.ш.", 1.0),
    ("ю. ш.", -1.0),
    ("ю.ш.", -1.0),
    ("N", 1.0),
    ("S", -1.0),
];
const LONGITUDES: [(&str, f64); 8] = [
    ("شرقی", 1.0),
    ("غربی", -1.0),
    ("в. д.", 1.0),
    ("в.д.", 1.0),
    ("з. д.", -1.0),
    ("з.д.", -1.0),
    ("E", 1.0),
    ("W", -1.0),
];

/// Takes the hemisphere off one end of a text.
fn hemisphere(text: &str, axis: Axis) -> Result<(String, Option<f64>), String> {
    let text = text.trim();
    let take = |words: &[(&str, f64)]| {
        words.iter().find_map(|&(word, sign)| {
            let small = word.to_lowercase();
            let ends = [word, small.as_str()];
            let rest =
                ends.iter().find_map(|w| text.strip_suffix(w).or_else(|| text.strip_prefix(w)));
            rest.map(|r| (r.to_owned(), Some(sign)))
        })
    };
    let (own, other) = match axis {
        Axis::Latitude => (&LATITUDES, &LONGITUDES),
        Axis::Longitude => (&LONGITUDES, &LATITUDES),
    };
    match take(own) {
        Some(found) => Ok(found),
        None if take(other).is_some() => Err(format!("it is a {}", other_name(axis))),
        None => Ok((text.to_owned(), None)),
    }
}

const fn other_name(axis: Axis) -> &'static str {
    match axis {
        Axis::Latitude => Axis::Longitude.name(),
        Axis::Longitude => Axis::Latitude.name(),
    }
}

/// Degrees, minutes and seconds, as many as there are.
fn parts(text: &str) -> Result<Vec<f64>, String> {
    let separator = |c: char| "°º˚'′’\"″”:-d ".contains(c) || c.is_whitespace();
    let words: Vec<&str> = text.split(separator).filter(|w| !w.is_empty()).collect();
    if words.is_empty() || words.len() > 3 {
        return Err("write degrees, or degrees, minutes and seconds".into());
    }
    let mut found = Vec::new();
    for (k, word) in words.iter().enumerate() {
        let word = word.replacen(',', ".", 1);
        let plain = word.bytes().all(|b| b.is_ascii_digit() || b == b'.') && word.len() <= 24;
        let number = word.parse::<f64>().ok().filter(|n| plain && n.is_finite());
        let number = number.ok_or_else(|| format!("\"{word}\" is no number"))?;
        if k > 0 && number >= 60.0 {
            return Err(format!("{number} minutes or seconds are 60 or more"));
        }
        if k + 1 < words.len() && number.fract() != 0.0 {
            return Err("only the last part may have decimals".into());
        }
        found.push(number);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_with_fixed_decimals_and_carry() {
        let (n, e) = (Axis::Latitude, Axis::Longitude);
        for (value, axis, decimals, expected) in [
            (41.458_477_78, n, 2, "41° 27′ 30.52″ N"),
            (50.184_686_11, e, 2, "50° 11′ 04.87″ E"),
            (59.999_999_9, n, 2, "60° 00′ 00.00″ N"),
            (41.999_86, n, 0, "41° 59′ 59″ N"),
            (41.999_87, n, 0, "42° 00′ 00″ N"),
            (-0.5, n, 1, "00° 30′ 00.0″ S"),
            (-1e-12, n, 2, "00° 00′ 00.00″ N"),
            (-179.999_999_9, e, 1, "180° 00′ 00.0″ W"),
            (190.5, e, 0, "169° 30′ 00″ W"),
            (f64::NAN, n, 2, "?"),
        ] {
            assert_eq!(dms(value, axis, decimals), expected, "{value}");
        }
        assert_eq!(ddm(41.458_466_67, n, 3), "41° 27.508′ N");
        assert_eq!(ddm(-41.999_999, n, 1), "42° 00.0′ S");
    }

    #[test]
    fn read_in_every_usual_form() {
        let (n, e) = (Axis::Latitude, Axis::Longitude);
        for (text, axis, expected) in [
            ("41°27'30.5\"N", n, 41.0 + 27.0 / 60.0 + 30.5 / 3600.0),
            ("41 27 30.5 N", n, 41.0 + 27.0 / 60.0 + 30.5 / 3600.0),
            ("41° 27′ 30.50″ N", n, 41.0 + 27.0 / 60.0 + 30.5 / 3600.0),
            ("N41-27.508", n, 41.0 + 27.508 / 60.0),
            ("49°53.3'E", e, 49.0 + 53.3 / 60.0),
            ("38°34'30\"n", n, 38.575),
            ("41.4585", n, 41.4585),
            ("−41.4585", n, -41.4585),
            ("41,5 S", n, -41.5),
            ("۴۲°۳۳٫۶′ شمالی", n, 42.56),
            ("٤٩ شرقی", e, 49.0),
            ("42° 30′ с. ш.", n, 42.5),
            ("10 w", e, -10.0),
        ] {
            let found = parse(text, axis).unwrap_or(f64::NAN);
            assert!((found - expected).abs() < 1e-12, "{text}: {found}, not {expected}");
        }
    }

    #[test]
    fn refused_with_a_reason() {
        let (n, e) = (Axis::Latitude, Axis::Longitude);
        for (text, axis, expected) in [
            ("", n, "\"\" is no latitude: write degrees, or degrees, minutes and seconds"),
            ("41°60'N", n, "\"41°60'N\" is no latitude: 60 minutes or seconds are 60 or more"),
            ("41.5 30 N", n, "\"41.5 30 N\" is no latitude: only the last part may have decimals"),
            ("-41 N", n, "\"-41 N\" is no latitude: it has both a sign and a hemisphere"),
            ("41 E", n, "\"41 E\" is no latitude: it is a longitude"),
            ("41 N", e, "\"41 N\" is no longitude: it is a latitude"),
            ("90.01", n, "\"90.01\" is no latitude: it is beyond 90 degrees"),
            ("forty", n, "\"forty\" is no latitude: \"forty\" is no number"),
            ("NaN", n, "\"NaN\" is no latitude: \"Na\" is no number"),
        ] {
            assert_eq!(parse(text, axis), Err(expected.to_owned()));
        }
    }

    #[test]
    fn what_is_printed_reads_back() {
        for k in 0..1000 {
            let value = -90.0 + 0.1801 * f64::from(k) / 1.001;
            let back = parse(&dms(value, Axis::Latitude, 6), Axis::Latitude).unwrap();
            assert!((back - value).abs() <= 0.6e-6 / 3600.0, "{value} {back}");
        }
    }
}
