//! A point in running text: a label, a latitude and a longitude, told apart by their hemispheres.

mod ordinal;
mod side;
mod west;

use super::rows::Row;
use crate::dms::{
    Axis, by_power, is_hemisphere, joined, latin, latin_char, marked, plain, short, without_axis,
};
pub(super) use ordinal::without_ordinal;
pub(super) use west::with_west;

/// Marks of degrees.
pub(super) const DEGREES: [char; 3] = ['°', 'º', '˚'];

/// The first word from `from` on that is a hemisphere with a number beside it: where it starts and ends.
pub(super) fn compass(line: &str, axis: Axis, from: usize) -> Option<(usize, usize)> {
    let beside =
        |c: Option<char>| c.map(latin_char).is_some_and(|c| c.is_numeric() || "°'\"-".contains(c));
    let mut at = from;
    for word in line[from..].split_inclusive(|c: char| !c.is_alphabetic()) {
        let start = at;
        at += word.len();
        let word = word.trim_end_matches(|c: char| !c.is_alphabetic());
        let end = start + word.len();
        let before = || line[..start].trim_end().chars().next_back();
        let after = || line[end..].trim_start_matches(['.', ' ']).chars().next();
        // `GM.W-1` is a label: no coordinate has both a hemisphere and a sign.
        let label = || line[end..].starts_with('-') && !beside(before());
        if in_power(line, start, end) {
            continue;
        }
        if is_hemisphere(word, axis) && (beside(before()) || beside(after()) && !label()) {
            return Some((start, end));
        }
    }
    None
}

/// Is the letter that of an exponent, `1.5e-05`? A blank before it makes it a hemisphere.
fn in_power(line: &str, start: usize, end: usize) -> bool {
    // So long is no number: of a long text little is looked at.
    const MOST: usize = 32;
    let apart = |c: &char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '(' | ')');
    let bytes = |chars: &mut dyn Iterator<Item = char>| -> usize {
        chars.take_while(|c| !apart(c)).take(MOST).map(char::len_utf8).sum()
    };
    let from = start - bytes(&mut line[..start].chars().rev());
    let to = end + bytes(&mut line[end..].chars());
    by_power(&line[from..to]).is_some()
}

/// A latitude and a longitude, or a longitude and a latitude, with what names them; `None` if the line has no two.
pub(super) fn one(line: &str) -> Option<Result<Row, String>> {
    // `N. Lat. 41° 12'` as `N. 41° 12'`, `41d12m30s` as `41°12'30"`.
    let (line, said) = without_axis(&marked(&plain(line)).0);
    let (lat, lon) = (Axis::Latitude, Axis::Longitude);
    in_order(&line, &said, [lat, lon]).or_else(|| in_order(&line, &said, [lon, lat]))
}

/// A point whose coordinates stand in this order.
fn in_order(line: &str, said: &[(usize, Axis)], order: [Axis; 2]) -> Option<Result<Row, String>> {
    let (n, north) = compass(line, order[0], 0)?;
    let (e, east) = compass(line, order[1], north)?;
    let crossed = |(at, axis): &(usize, Axis)| {
        if *axis == order[0] { *at > e } else { *at < n }
    };
    if said.iter().any(crossed) {
        return Some(Err("the words say longitude and latitude, the letters the reverse".into()));
    }
    let before = &line[..n];
    let ends = before.trim_end().chars().next_back().map(latin_char);
    // Hemisphere letters stand before their numbers, or after them.
    let alone = !ends.is_some_and(|c| c.is_numeric() || "°'\"".contains(c))
        || line[north..e].trim_matches([',', ';', '|', '.', ' ', '\t']).is_empty();
    let leads = match alone {
        true => true,
        false if before.contains(DEGREES) || !goes_on(&line[east..]) => false,
        false => match side::leads(line, [n, north], [e, east]) {
            Ok(leads) => leads,
            Err(text) => return Some(Err(text)),
        },
    };
    let [label, first, second, rest] = if leads {
        [before, &line[n..e], &line[e..], ""]
    } else {
        let at = match first_degree(before, &line[north..e]) {
            Ok(at) => at,
            Err(text) => return Some(Err(text)),
        };
        [&before[..at], &line[at..north], &line[north..east], &line[east..]]
    };
    let label = tidy(label).trim_end_matches('.').to_owned();
    let rest = tidy(rest.trim_start_matches('.'));
    // More of that kind: text with several points.
    if [&label, &rest].iter().any(|t| t.contains(DEGREES)) {
        return None;
    }
    let marked = line.contains(DEGREES);
    // `7 N 41 E, 50`: 7 N with the name 50, or point 7 at N 41? `E 10 N 12 E 5`: of which number is the first letter?
    let apart = before.ends_with(char::is_whitespace) && !marked;
    let number = label.is_empty() && rest.starts_with(char::is_numeric);
    let last = label.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let letter = order.iter().any(|axis| is_hemisphere(last, *axis));
    if !leads && apart && (number || letter) {
        return Some(Err("which number belongs to which letter? mark the degrees with °".into()));
    }
    // (After marked degrees a list may follow, as of the points that a base point controls in an annex.)
    if let Some(left) =
        [(&label, false), (&rest, marked)].into_iter().find(|(t, list)| is_part(t, *list))
    {
        return Some(Err(left_over(left.0)));
    }
    let (first, second) = (parted(first), parted(second));
    let second = tidy(second.trim_start_matches('.'));
    // `latitude 41° N and longitude 50° E`.
    let (first, second) = (tidy(first), joined(&second));
    let name = if label.is_empty() { rest } else { label };
    let (lat, lon) = if order[0] == Axis::Latitude {
        (first.as_str(), second)
    } else {
        (second, first.as_str())
    };
    Some(Row::new(lat, lon).map(|row| Row { name, ..row }))
}

/// A coordinate without the stroke that parts it from the other: `41°27'N / 50°11'E`, `41°27'N - 50°11'E`. A dash that stands at its
/// number is a sign.
fn parted(text: &str) -> &str {
    const DASHES: [char; 3] = ['-', '–', '—'];
    let text = text.trim();
    let text =
        text.strip_suffix(DASHES).filter(|t| t.ends_with(char::is_whitespace)).unwrap_or(text);
    let text =
        text.strip_prefix(DASHES).filter(|t| t.starts_with(char::is_whitespace)).unwrap_or(text);
    text.trim().trim_matches('/').trim()
}

/// Does a number follow directly? `E. 110.5`; not behind a comma: `E, 7`.
fn goes_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| c == '.' || c.is_whitespace());
    rest.strip_prefix(['-', '+']).unwrap_or(rest).starts_with(char::is_numeric)
}

/// Without blanks and the signs between fields.
pub(super) fn tidy(text: &str) -> String {
    text.trim().trim_matches([',', ';', '|', ':', ')', '(']).trim().to_owned()
}

pub(super) fn left_over(text: &str) -> String {
    format!(
        "\"{}\" is left over and looks like part of a coordinate: write one point a line, as 41°27'30.5\"N \
         50°11'04.9\"E",
        short(text)
    )
}

/// Does what is left of a line look like part of a coordinate? A label is one number or has a letter; a list may be more.
pub(super) fn is_part(text: &str, list: bool) -> bool {
    let bare = !list && numbers(text).len() > 1 && !text.chars().any(char::is_alphabetic);
    let letter = |axis| compass(text, axis, 0).is_some();
    let (lat, lon) = (letter(Axis::Latitude), letter(Axis::Longitude));
    bare || sexagesimal(text) || if list { lat && lon } else { lat || lon }
}

/// Has it degrees, a number with a mark of minutes or seconds, or two numbers of at most two digits with a colon between?
pub(super) fn sexagesimal(text: &str) -> bool {
    let text = latin(text);
    let found = numbers(&text);
    let ends = |k: usize| found.get(k).map_or(0, |(at, n)| at + n.len());
    let marked = |k: usize| text[ends(k)..].trim_start().starts_with(['\'', '"']);
    let joined = |k: usize| {
        let next =
            found.get(k + 1).filter(|(at, n)| n.len() <= 2 && text[ends(k)..*at].trim() == ":");
        next.is_some() && found[k].1.len() <= 2
    };
    text.contains('°') || (0..found.len()).any(|k| marked(k) || joined(k))
}

/// Where the numbers of a text begin, each with its decimals; digits of a word (`A1`) are none.
pub(super) fn numbers(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(char::is_numeric).map(|k| from + k) {
        let tail = &text[start..];
        let inside = |c: char| c.is_numeric() || matches!(c, '.' | ',' | '·' | '٫' | '．');
        from = start + tail.find(|c| !inside(c)).unwrap_or(tail.len());
        if !text[..start].ends_with(char::is_alphabetic) {
            out.push((start, &text[start..from]));
        }
    }
    out
}

/// A number with a decimal comma.
pub(super) fn has_comma(number: &str) -> bool {
    number.trim_end_matches([',', '.']).contains(',')
}

/// Where the degrees of the first coordinate begin in `7. 41°27'30.5"` or `7 41 27 30.5`. What may be a label or the
/// degrees is refused.
fn first_degree(text: &str, other: &str) -> Result<usize, String> {
    let unclear = || format!("\"{}\" may begin with a label: mark the degrees with °", short(text));
    let found = numbers(text);
    let beside = numbers(other);
    let k = match text.find(DEGREES) {
        Some(sign) => found.iter().rposition(|(at, _)| *at < sign).ok_or_else(unclear)?,
        None => bare_degree(text, &found, other).ok_or_else(unclear)?,
    };
    let (at, number) = found.get(k).copied().ok_or_else(unclear)?;
    // `7,41 N`: decimals, or a label? The other shows which.
    if has_comma(number) && !beside.first().is_some_and(|(_, number)| has_comma(number)) {
        return Err(unclear());
    }
    let head = &text[..at];
    let sign = ['-', '+', '−', '–'].iter().find_map(|c| head.strip_suffix(*c));
    Ok(sign.filter(|h| h.is_empty() || h.ends_with(char::is_whitespace)).map_or(at, str::len))
}

/// Which of bare numbers the first coordinate begins with; none if that is not sure. `other` is the second one.
fn bare_degree(text: &str, found: &[(usize, &str)], other: &str) -> Option<usize> {
    let (last, first) = (found.last()?.0, found.first()?);
    let count = numbers(other).len();
    // `A1 45-30-36.5`, `1 12:30:30`: dashes and colons join what belongs together.
    let chunk = text[..last].rfind(char::is_whitespace).map_or(0, |k| k + 1);
    let joined = found.iter().position(|(at, _)| *at >= chunk)?;
    if joined + 1 < found.len() && joined > 0 && text[chunk..].starts_with(char::is_numeric) {
        return Some(joined);
    }
    let second = found.get(1).map_or(text.len(), |(at, _)| *at);
    let labelled = found.len() > 1 && ends_label(&text[first.0..second], other);
    match found.len() {
        _ if labelled => Some(1),
        here if here <= count => Some(0),
        4 if count == 3 => Some(1),
        _ => None,
    }
}

/// Is the number a label, by what stands behind it? `7. 41 27`, `7) 41 27`; `7: 41 27` too, but `12:30` and `12 : 30` are
/// degrees and minutes, and `12: 30` is where the other coordinate is set with colons.
fn ends_label(number: &str, other: &str) -> bool {
    let shut = number.trim_end();
    match shut.strip_suffix(':') {
        Some(bare) => {
            let apart = shut.len() < number.len() && !bare.ends_with(char::is_whitespace);
            apart && !other.contains(':')
        }
        None => shut.ends_with(['.', ')']),
    }
}
