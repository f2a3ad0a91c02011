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

/// Reads a coordinate in any usual form: `41°27'30.5"N`, `41 27 30.5 N`, `N41-27.508`, `N. Lat. 41° 27'`,
/// `41d27m30.5s N`, `41.4585`, `-41.4585`; Persian and Arabic digits, Russian and Persian hemispheres too.
///
/// # Errors
/// A sentence that names the text and what is wrong with it: no number, minutes or seconds of 60
/// and more, decimals before the last part, a sign beside a hemisphere, the wrong hemisphere or the other
/// coordinate's word, an `s` that may be seconds or South, or a value out of range.
///
/// ```
/// use littoral_formats::dms::{Axis, parse};
/// assert_eq!(parse("42°33.6'N", Axis::Latitude), Ok(42.56));
/// assert_eq!(parse("۴۱ ۳۰ ۰۰ شمالی", Axis::Latitude), Ok(41.5));
/// ```
pub fn parse(text: &str, axis: Axis) -> Result<f64, String> {
    let wrong = |why: &str| format!("\"{}\" is no {}: {why}", text.trim(), axis.name());
    let (plain, said) = without_axis(&latin(text));
    if let Some((_, other)) = said.into_iter().find(|(_, said)| *said != axis) {
        return Err(wrong(&format!("it is a {}", other.name())));
    }
    let (plain, seconds) = marked(&plain);
    let (plain, hemisphere) = hemisphere(&plain, axis).map_err(|why| wrong(&why))?;
    if seconds && hemisphere.is_none() {
        return Err(wrong("its last s may be seconds or South: name the hemisphere, or write \""));
    }
    let plain = plain.trim();
    let (sign, plain) = match plain.strip_prefix('-') {
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

/// Digits, marks and signs of other scripts and typesetters as plain ones, character for character.
pub(crate) fn latin(text: &str) -> String {
    let digit =
        |c: char, zero: char| char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c);
    let plain = |c: char| match c {
        '۰'..='۹' => digit(c, '۰'),
        '٠'..='٩' => digit(c, '٠'),
        '０'..='９' => digit(c, '０'),
        '٫' | '·' | '．' => '.',
        'º' | '˚' => '°',
        '′' | '’' | '‘' | '´' | '`' | 'ʹ' => '\'',
        '″' | '”' | '“' | '„' | 'ʺ' => '"',
        '\u{2212}' | '–' => '-',
        _ => c,
    };
    text.chars().map(plain).collect()
}

/// Words of the hemispheres by axis; longer ones first, so that none is taken for the start of another.
const LATITUDES: [(&str, f64); 16] = [
    ("north", 1.0),
    ("south", -1.0),
    ("norte", 1.0),
    ("nord", 1.0),
    ("sud", -1.0),
    ("sur", -1.0),
    ("شمالی", 1.0),
    ("северной", 1.0),
    ("южной", -1.0),
    ("جنوبی", -1.0),
    ("с. ш.", 1.0),
    ("с.ш.", 1.0),
    ("ю. ш.", -1.0),
    ("ю.ш.", -1.0),
    ("n", 1.0),
    ("s", -1.0),
];
const LONGITUDES: [(&str, f64); 16] = [
    ("ouest", -1.0),
    ("oeste", -1.0),
    ("west", -1.0),
    ("este", 1.0),
    ("east", 1.0),
    ("est", 1.0),
    ("شرقی", 1.0),
    ("восточной", 1.0),
    ("западной", -1.0),
    ("غربی", -1.0),
    ("в. д.", 1.0),
    ("в.д.", 1.0),
    ("з. д.", -1.0),
    ("з.д.", -1.0),
    ("e", 1.0),
    ("w", -1.0),
];

/// Words that say which coordinate follows or went before.
const AXES: [(&str, Axis); 14] = [
    ("lat", Axis::Latitude),
    ("latitude", Axis::Latitude),
    ("latitud", Axis::Latitude),
    ("широта", Axis::Latitude),
    ("широты", Axis::Latitude),
    ("عرض", Axis::Latitude),
    ("lon", Axis::Longitude),
    ("long", Axis::Longitude),
    ("lng", Axis::Longitude),
    ("longitude", Axis::Longitude),
    ("longitud", Axis::Longitude),
    ("долгота", Axis::Longitude),
    ("долготы", Axis::Longitude),
    ("طول", Axis::Longitude),
];

/// The text without the words `Lat.`, `longitude` and the like, and of which coordinate they spoke at which byte of
/// what is left. Such a word counts only beside a number or a hemisphere: `Long Point` is a name.
pub(crate) fn without_axis(text: &str) -> (String, Vec<(usize, Axis)>) {
    let (mut out, mut said) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (before, tail) = rest.split_at(start);
        let length = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        let (word, after) = tail.split_at(length);
        out.push_str(before);
        let small = word.to_lowercase();
        let axis = AXES.iter().find(|(known, _)| *known == small).map(|(_, axis)| *axis);
        match axis.filter(|axis| stands(&out, *axis, after)) {
            Some(axis) => {
                said.push((out.len(), axis));
                out.push(' ');
                rest = after.strip_prefix(['.', ':', '=']).unwrap_or(after);
            }
            None => {
                out.push_str(word);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    (out, said)
}

/// Is there a number or a hemisphere of the axis beside the word?
fn stands(before: &str, axis: Axis, after: &str) -> bool {
    let gap = |c: char| matches!(c, '.' | ':' | '=') || c.is_whitespace();
    let (before, after) = (before.trim_end_matches(gap), after.trim_start_matches(gap));
    let letter = |c: char| !c.is_alphabetic();
    let last = before.rsplit(letter).next().unwrap_or_default();
    let next = after.split(letter).next().unwrap_or_default();
    let number = after.trim_start_matches(['+', '-', '\u{2212}', '–']);
    number.starts_with(char::is_numeric) || [last, next].iter().any(|w| is_hemisphere(w, axis))
}

/// The letters of `41d27m30.5s` as the marks that they stand for, and whether an `s` was among them.
pub(crate) fn marked(text: &str) -> (String, bool) {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    // Which letter may come next: m behind degrees, s behind an m.
    let (mut next, mut seconds) = (' ', false);
    for (k, &c) in chars.iter().enumerate() {
        let behind_digit = k > 0 && chars[k - 1].is_numeric();
        let follows = chars.get(k + 1).copied();
        let apart = follows.is_none_or(|f| !f.is_alphabetic() || "NSEWnsew".contains(f));
        let ahead = chars[k + 1..].iter().find(|f| !f.is_whitespace());
        match c.to_ascii_lowercase() {
            'd' if behind_digit && ahead.is_some_and(|f| f.is_numeric()) => {
                out.push('°');
                next = 'm';
            }
            'm' if behind_digit && apart && next == 'm' => {
                out.push('\'');
                next = 's';
            }
            's' if behind_digit && apart && next == 's' => {
                out.push('"');
                (next, seconds) = (' ', true);
            }
            _ => {
                out.push(c);
                next = match c {
                    '°' => 'm',
                    '\'' | '"' => ' ',
                    c if c.is_alphabetic() => ' ',
                    _ => next,
                };
            }
        }
    }
    (out, seconds)
}

const fn words_of(axis: Axis) -> &'static [(&'static str, f64)] {
    match axis {
        Axis::Latitude => &LATITUDES,
        Axis::Longitude => &LONGITUDES,
    }
}

/// Is this whole word a hemisphere of the axis (`N`, `north`, `Oeste`)?
pub(crate) fn is_hemisphere(word: &str, axis: Axis) -> bool {
    let small = word.to_ascii_lowercase();
    words_of(axis).iter().any(|(known, _)| *known == small)
}

/// Takes the hemisphere off one end of a text. Part of a longer word is none.
fn hemisphere(text: &str, axis: Axis) -> Result<(String, Option<f64>), String> {
    // `41° N.` is an abbreviation.
    let text = text.trim();
    let text = text
        .strip_suffix('.')
        .filter(|t| t.ends_with(|c: char| c.is_ascii_alphabetic()))
        .unwrap_or(text);
    // Letters of other scripts have no case here, so that offsets stay.
    let small = text.to_ascii_lowercase();
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c != 'd');
    let take = |words: &[(&str, f64)]| {
        words.iter().find_map(|&(word, sign)| {
            let ends = small.strip_suffix(word).filter(|r| !joins(r.chars().next_back()));
            let starts = small.strip_prefix(word).filter(|r| !joins(r.chars().next()));
            let kept = match (ends, starts) {
                (Some(rest), _) => &text[..rest.len()],
                // `N. 41° 12'` is an abbreviation, `N .5` a number.
                (None, Some(rest)) => {
                    let rest = &text[text.len() - rest.len()..];
                    let short =
                        rest.strip_prefix('.').filter(|r| r.starts_with(char::is_whitespace));
                    short.unwrap_or(rest)
                }
                (None, None) => return None,
            };
            Some((kept.to_owned(), Some(sign)))
        })
    };
    let other = match axis {
        Axis::Latitude => Axis::Longitude,
        Axis::Longitude => Axis::Latitude,
    };
    match take(words_of(axis)) {
        Some(found) => Ok(found),
        None if take(words_of(other)).is_some() => Err(format!("it is a {}", other.name())),
        None => Ok((text.to_owned(), None)),
    }
}

/// Degrees, minutes and seconds, as many as there are. A mark behind a number must be the one of its place.
fn parts(text: &str) -> Result<Vec<f64>, String> {
    let words = numbered(text)?;
    if words.is_empty() || words.len() > 3 {
        return Err("write degrees, or degrees, minutes and seconds".into());
    }
    let mut found = Vec::new();
    for (k, (word, mark)) in words.iter().enumerate() {
        let number = number(word)?;
        if let Some(unit) = mark.filter(|unit| *unit != k) {
            let (is, should) = (UNITS[unit.min(2)], UNITS[k]);
            return Err(format!("{word} is marked as {is} where {should} stand"));
        }
        if k > 0 && number >= 60.0 {
            return Err(format!("{number} minutes or seconds are 60 or more"));
        }
        if k + 1 < words.len() && word.contains(['.', ',']) {
            return Err("only the last part may have decimals".into());
        }
        found.push(number);
    }
    Ok(found)
}

const UNITS: [&str; 3] = ["degrees", "minutes", "seconds"];

fn number(word: &str) -> Result<f64, String> {
    let plain = word.replacen(',', ".", 1);
    let digits = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') && plain.len() <= 24;
    let number = plain.parse::<f64>().ok().filter(|n| digits && n.is_finite());
    number.ok_or_else(|| format!("\"{word}\" is no number"))
}

/// Words between separators, each with the unit that its mark says.
fn numbered(text: &str) -> Result<Vec<(String, Option<usize>)>, String> {
    let marked = text.to_ascii_lowercase();
    let marked = marked.replace("deg", "°").replace("min", "'").replace("sec", "\"");
    // The case is lowered for those words only; messages show the text as it is.
    let text = if marked.chars().count() < text.chars().count() { marked } else { text.to_owned() };
    let mut out: Vec<(String, Option<usize>)> = Vec::new();
    let mut inside = false;
    let mut chars = text.replace("''", "\"").chars().collect::<Vec<_>>().into_iter().peekable();
    while let Some(c) = chars.next() {
        let unit = match c {
            '°' | 'd' => 0,
            '\'' => 1,
            '"' => 2,
            c if c.is_whitespace() || c == ':' || c == '-' => {
                inside = false;
                continue;
            }
            c => {
                match out.last_mut().filter(|_| inside) {
                    Some((word, _)) => word.push(c),
                    None => out.push((c.to_string(), None)),
                }
                inside = true;
                continue;
            }
        };
        inside = false;
        match out.last_mut() {
            Some((word, mark)) if mark.is_none() => {
                *mark = Some(unit);
                // `36″.5`: the mark stands over the point.
                let whole = !word.contains(['.', ',']);
                if let Some(point) = chars.next_if(|c| whole && matches!(c, '.' | ',')) {
                    word.push(point);
                    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                        word.push(digit);
                    }
                }
            }
            _ => return Err(format!("the mark {c} follows no number")),
        }
    }
    Ok(out)
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
            ("45°30'36,5\"N", n, 45.0 + 30.0 / 60.0 + 36.5 / 3600.0),
            ("45°30'36\".5 N.", n, 45.0 + 30.0 / 60.0 + 36.5 / 3600.0),
            ("45° 30’ 36″,5 North", n, 45.0 + 30.0 / 60.0 + 36.5 / 3600.0),
            ("45º30´36.5'' Norte", n, 45.0 + 30.0 / 60.0 + 36.5 / 3600.0),
            ("45 deg 30 min 36.5 sec Sud", n, -45.0 - 30.0 / 60.0 - 36.5 / 3600.0),
            ("４５°30·5‘ N", n, 45.0 + 30.5 / 60.0),
            ("12° 30` Ouest", e, -12.5),
            ("–12.5", e, -12.5),
            ("12°30' Este", e, 12.5),
            ("N. Lat. 41° 12' 30\"", n, 41.0 + 12.0 / 60.0 + 30.0 / 3600.0),
            ("Lat. 41° 12' 30\" N", n, 41.0 + 12.0 / 60.0 + 30.0 / 3600.0),
            ("latitude 41° 12' 30,5\" S", n, -41.0 - 12.0 / 60.0 - 30.5 / 3600.0),
            ("41° 12' 30\" north latitude", n, 41.0 + 12.0 / 60.0 + 30.0 / 3600.0),
            ("41° 12' 30\" S. Lat.", n, -41.0 - 12.0 / 60.0 - 30.0 / 3600.0),
            ("LONG: -12.5", e, -12.5),
            ("W. Long. 12° 30'", e, -12.5),
            ("42° 30′ северной широты", n, 42.5),
            ("طول ۱۲° ۳۰′ شرقی", e, 12.5),
            ("45d30m36s N", n, 45.51),
            ("45d 30m 36s N", n, 45.51),
            ("45D30M36S S", n, -45.51),
            ("12d15m36.0sW", e, -12.26),
            ("45d30.6m N", n, 45.51),
            ("45°30m S", n, -45.5),
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
            ("30'N", n, "\"30'N\" is no latitude: 30 is marked as minutes where degrees stand"),
            ("31\"N", n, "\"31\"N\" is no latitude: 31 is marked as seconds where degrees stand"),
            ("1. 45.5N", n, "\"1. 45.5N\" is no latitude: only the last part may have decimals"),
            ("Long. 41 N", n, "\"Long. 41 N\" is no latitude: it is a longitude"),
            (
                "45d30m36s",
                n,
                "\"45d30m36s\" is no latitude: its last s may be seconds or South: name the hemisphere, or write \"",
            ),
            ("45m30s N", n, "\"45m30s N\" is no latitude: \"45m30s\" is no number"),
            (
                "Lat. N",
                n,
                "\"Lat. N\" is no latitude: write degrees, or degrees, minutes and seconds",
            ),
            ("forty", n, "\"forty\" is no latitude: \"forty\" is no number"),
            ("NaN", n, "\"NaN\" is no latitude: \"NaN\" is no number"),
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
