//! Words about a coordinate: its hemisphere, and which coordinate it is.

use super::Axis;

/// Words of a meaning.
type Words<T> = &'static [(T, &'static [&'static str])];

/// Words of the hemispheres. Abbreviations in Russian (`с. ш.`) come as letters.
const LATITUDES: Words<f64> = &[
    (1.0, &["n", "north", "norte", "nord", "noord", "norra", "شمالی"]),
    (
        1.0,
        &[
            "nördlich",
            "nördlicher",
            "nördliche",
            "nordlig",
            "nordre",
            "сев",
            "северной",
            "северная",
        ],
    ),
    (-1.0, &["s", "south", "sud", "sur", "sul", "süd", "syd", "sør", "zuid", "södra", "جنوبی"]),
    (-1.0, &["südlich", "südlicher", "südliche", "sydlig", "sørlig", "южн", "южной", "южная"]),
];
const LONGITUDES: Words<f64> = &[
    (1.0, &["e", "east", "est", "este", "leste", "ost", "øst", "öst", "oost", "شرقی"]),
    (1.0, &["ø", "östlich", "östlicher", "östliche", "østlig", "ostlig", "östlig"]),
    (1.0, &["вост", "восточной", "восточная"]),
    (-1.0, &["w", "west", "ouest", "oeste", "ovest", "vest", "väst", "غربی"]),
    (
        -1.0,
        &[
            "westlich",
            "westlicher",
            "westliche",
            "vestlig",
            "västlig",
            "зап",
            "западной",
            "западная",
        ],
    ),
];

/// East in German and Dutch, west in French, Spanish, Portuguese and Italian.
const EAST_OR_WEST: &[&str] = &["o"];

/// Words that say which coordinate follows or went before.
const AXES: Words<Axis> = &[
    (
        Axis::Latitude,
        &["lat", "latitude", "latitud", "latitudine", "breite", "bredde", "bredd", "breedte"],
    ),
    (Axis::Latitude, &["широта", "широты", "عرض"]),
    (Axis::Longitude, &["lon", "long", "lng", "longitude", "longitud", "longitudine"]),
    (
        Axis::Longitude,
        &["länge", "længde", "lengde", "längd", "lengte", "долгота", "долготы", "طول"],
    ),
];

/// Words that join a latitude and a longitude.
const CONJUNCTIONS: &[&str] = &["and", "und", "et", "y", "og", "och", "en", "и", "و"];

/// Words between an angle and the name of its coordinate, or before an angle: `12°30' de latitud Norte y de 81°`.
pub(super) const OF: &[&str] = &["de", "di", "of"];

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
        let axis = AXES.iter().find(|(_, words)| is_word(word, words)).map(|(axis, _)| *axis);
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

const fn words_of(axis: Axis) -> Words<f64> {
    match axis {
        Axis::Latitude => LATITUDES,
        Axis::Longitude => LONGITUDES,
    }
}

/// Is this whole word one of the words, whatever its case?
pub(super) fn is_word(word: &str, words: &[&str]) -> bool {
    words.contains(&small(word).as_str())
}

/// Is this whole word a hemisphere of the axis (`N`, `north`, `Oeste`), or the `O` that may be either?
pub(crate) fn is_hemisphere(word: &str, axis: Axis) -> bool {
    let either = axis == Axis::Longitude && is_word(word, EAST_OR_WEST);
    either || words_of(axis).iter().any(|(_, words)| is_word(word, words))
}

/// The hemisphere that a whole word names: its axis and its letter. An `O` names none.
pub(crate) fn hemisphere_of(word: &str) -> Option<(Axis, char)> {
    let word = small(word.trim_end_matches('.'));
    [Axis::Latitude, Axis::Longitude].into_iter().find_map(|axis| {
        let (sign, _) = words_of(axis).iter().find(|(_, words)| words.contains(&word.as_str()))?;
        Some((axis, axis.letters()[usize::from(*sign < 0.0)]))
    })
}

/// The coordinate that a whole word names: `lat`, `Länge`.
pub(crate) fn axis_of(word: &str) -> Option<Axis> {
    let word = small(word);
    AXES.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(axis, _)| *axis)
}

/// A coordinate without the conjunction before it, and the `de` behind that: `and 50° E`, `y de 50° E`.
pub(crate) fn joined(text: &str) -> &str {
    let without = |text: &str, words: &[&str]| -> Option<usize> {
        let (word, rest) = text.split_once(char::is_whitespace)?;
        is_word(word, words).then_some(text.len() - rest.trim_start().len())
    };
    let Some(at) = without(text, CONJUNCTIONS) else { return text };
    let rest = &text[at..];
    without(rest, OF).map_or(rest, |at| &rest[at..])
}

/// In small letters, as far as these take as many bytes: places in the text stay.
pub(super) fn small(text: &str) -> String {
    let lower = |c: char| {
        let mut small = c.to_lowercase();
        let first = small.next().filter(|s| small.next().is_none() && s.len_utf8() == c.len_utf8());
        first.unwrap_or(c)
    };
    text.chars().map(lower).collect()
}

/// Takes the hemisphere off one end of a text. Part of a longer word is none.
pub(super) fn hemisphere(text: &str, axis: Axis) -> Result<(String, Option<f64>), String> {
    // `41° N.` is an abbreviation.
    let text = text.trim();
    let text = text.strip_suffix('.').filter(|t| t.ends_with(char::is_alphabetic)).unwrap_or(text);
    let small = small(text);
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c != 'd');
    let take = |words: &[&str]| {
        words.iter().find_map(|&word| {
            let ends = small.strip_suffix(word).filter(|r| !joins(r.chars().next_back()));
            let starts = small.strip_prefix(word).filter(|r| !joins(r.chars().next()));
            match (ends, starts) {
                (Some(rest), _) => Some(text[..rest.len()].to_owned()),
                // `N. 41° 12'` is an abbreviation, `N .5` a number.
                (None, Some(rest)) => {
                    let rest = &text[text.len() - rest.len()..];
                    let short =
                        rest.strip_prefix('.').filter(|r| r.starts_with(char::is_whitespace));
                    Some(short.unwrap_or(rest).to_owned())
                }
                (None, None) => None,
            }
        })
    };
    let of = |axis| {
        let mut signs = words_of(axis).iter();
        signs.find_map(|(sign, words)| take(words).map(|kept| (kept, Some(*sign))))
    };
    let other = match axis {
        Axis::Latitude => Axis::Longitude,
        Axis::Longitude => Axis::Latitude,
    };
    let either = take(EAST_OR_WEST).is_some();
    match of(axis) {
        Some(found) => Ok(found),
        None if of(other).is_some() || either && axis == Axis::Latitude => {
            Err(format!("it is a {}", other.name()))
        }
        None if either => {
            Err("its O may be Ost (east) or Ouest, Oeste (west): write E or W".into())
        }
        None => Ok((text.to_owned(), None)),
    }
}
