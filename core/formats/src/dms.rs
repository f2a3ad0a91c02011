//! Degrees as treaties print them: fixed decimals, carry, hemisphere letters; and back.

mod azimuth;
mod marks;
mod words;

pub use azimuth::azimuth;
pub(crate) use marks::{marked, plain};
use words::hemisphere;
pub(crate) use words::{axis_of, hemisphere_of, is_hemisphere, joined, without_axis};

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
/// `41d27m30.5s N`, `41 град. 27 мин. с. ш.`, `41.4585`, `-41.4585`; Persian and Arabic digits; hemispheres in English, French,
/// Spanish, Portuguese, Italian, German, Dutch, the languages of Scandinavia, Russian and Persian.
///
/// # Errors
/// A sentence that names the text and what is wrong with it: no number, minutes or seconds of 60
/// and more, decimals before the last part, one digit without a mark behind the minutes (tenths or seconds), a sign beside a hemisphere or before minutes alone, the wrong hemisphere or the other
/// coordinate's word, an `s` that may be seconds or South, an `O` (Ost is east, Ouest and Oeste are west), or a value out of
/// range.
///
/// ```
/// use littoral_formats::dms::{Axis, parse};
/// assert_eq!(parse("42°33.6'N", Axis::Latitude), Ok(42.56));
/// assert_eq!(parse("۴۱ ۳۰ ۰۰ شمالی", Axis::Latitude), Ok(41.5));
/// ```
pub fn parse(text: &str, axis: Axis) -> Result<f64, String> {
    let wrong = |why: &str| format!("\"{}\" is no {}: {why}", short(text), axis.name());
    let latin = latin(text);
    if let Some((value, _)) = by_power(latin.trim()) {
        let fits = value.abs() <= axis.limit();
        let beyond = || wrong(&format!("it is beyond {} degrees", axis.limit()));
        return if fits { Ok(value) } else { Err(beyond()) };
    }
    let (plain, said) = without_axis(&plain(&latin));
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
    if hemisphere.is_none() && sign > 0.0 && signed_within(plain) {
        let text = "a minus stands before its minutes or seconds: write it before the degrees, -0 30 for less than one, or \
                    name the hemisphere";
        return Err(wrong(text));
    }
    let value = match by_power(plain) {
        Some((value, _)) => value,
        None => {
            let parts = parts(plain).map_err(|why| wrong(&why))?;
            parts.iter().zip([1.0, 60.0, 3600.0]).map(|(p, unit)| p / unit).sum::<f64>()
        }
    };
    if value > axis.limit() {
        return Err(wrong(&format!("it is beyond {} degrees", axis.limit())));
    }
    Ok(value * sign * hemisphere.unwrap_or(1.0))
}

/// Has a number within the text a minus of its own? One between two numbers, with blanks on both sides or on none, parts them:
/// `50-30-15`.
fn signed_within(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(3).any(|w| !w[0].is_ascii_digit() && w[1] == '-' && w[2].is_ascii_digit())
}

/// A number as programs write it, `2.4e-07` or `1.5e1`, and a unit of its last digit. No blank stands before the `e`, lest it be
/// East; without a sign behind it, the number is a coordinate, or it is none of these: `12E30`.
pub(crate) fn by_power(text: &str) -> Option<(f64, f64)> {
    let (digits, power) = text.split_once(['e', 'E'])?;
    let digits_only = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let plain = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    let sound = text.len() <= 32
        && digits_only(&plain.replacen('.', "", 1))
        && digits_only(power.strip_prefix(['+', '-']).unwrap_or(power));
    let value: f64 = text.parse().ok().filter(|_| sound)?;
    if power.bytes().all(|b| b.is_ascii_digit()) && value.abs() > Axis::Longitude.limit() {
        return None;
    }
    let unit = power.parse::<i32>().unwrap_or(0).saturating_sub_unsigned(decimals as u32);
    Some((value, 10_f64.powi(unit)))
}

/// A text as a message shows it: its beginning, if it is long.
pub(crate) fn short(text: &str) -> String {
    const MOST: usize = 60;
    let text = text.trim();
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{} ...", &text[..at]),
        None => text.to_owned(),
    }
}

/// Digits, marks and signs of other scripts and typesetters as plain ones, character for character.
pub(crate) fn latin(text: &str) -> String {
    text.chars().map(latin_char).collect()
}

/// As [`latin`], of one character.
pub(crate) fn latin_char(c: char) -> char {
    let digit =
        |c: char, zero: char| char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c);
    match c {
        '۰'..='۹' => digit(c, '۰'),
        '٠'..='٩' => digit(c, '٠'),
        '０'..='９' => digit(c, '０'),
        '٫' | '·' | '．' => '.',
        'º' | '˚' => '°',
        '′' | '’' | '‘' | '´' | '`' | 'ʹ' | 'ʼ' | 'ˊ' | '＇' => '\'',
        '″' | '”' | '“' | '„' | 'ʺ' | '＂' => '"',
        '\u{2212}' | '–' => '-',
        _ => c,
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
            return Err(format!("{} is marked as {is} where {should} stand", short(word)));
        }
        // Some treaties print tenths of minutes behind the mark: 66°22'7.
        if k == 2 && mark.is_none() && words[1].1 == Some(1) && word.len() == 1 {
            let whole = words[..2].iter().map(|(w, _)| w.as_str()).collect::<Vec<_>>().join("°");
            return Err(format!(
                "the {word} behind its minutes may be tenths of a minute or seconds: write {whole}.{word}' or {whole}'0{word}\""
            ));
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
    number.ok_or_else(|| format!("\"{}\" is no number", short(word)))
}

/// Words between separators, each with the unit that its mark says.
fn numbered(text: &str) -> Result<Vec<(String, Option<usize>)>, String> {
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
mod tests;
