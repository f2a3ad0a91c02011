//! Words about a coordinate: its hemisphere, and which coordinate it is.

use super::Axis;

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
pub(super) fn hemisphere(text: &str, axis: Axis) -> Result<(String, Option<f64>), String> {
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
