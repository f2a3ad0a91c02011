//! What names a point in a paragraph: `Point A`, `Points 3`, the last number that is no measure.

use super::super::text::tidy;
use super::{NEAR, near};

/// Words for a point, before its letter or number.
const POINT: [&str; 16] = [
    "point",
    "points",
    "pt",
    "punto",
    "puntos",
    "ponto",
    "pontos",
    "punkt",
    "punkte",
    "punktet",
    "punt",
    "station",
    "точка",
    "точки",
    "точкой",
    "نقطه",
];
/// Words between a word for a point and its number.
const NUMBER: [&str; 6] = ["no", "nr", "nº", "n°", "number", "numero"];
/// Words behind a number that is a measure.
const UNITS: [&str; 18] = [
    "nautical",
    "mile",
    "miles",
    "m",
    "nm",
    "km",
    "metre",
    "metres",
    "meter",
    "meters",
    "kilometre",
    "kilometres",
    "degrees",
    "millas",
    "milles",
    "seemeilen",
    "мили",
    "миль",
];

/// The label of a point: all of it where it is short, else what follows the last word for a point, else the last word with a digit
/// that is no measure and no part of an angle; empty where there is none.
pub(super) fn name(before: &str, alone: bool) -> String {
    let label = tidy(before).trim_end_matches('.').to_owned();
    if alone && label.chars().count() <= NEAR {
        return label;
    }
    let words: Vec<&str> = before.split_whitespace().collect();
    let bare =
        |k: usize| words.get(k).map_or("", |w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    let small = |k: usize| bare(k).to_lowercase();
    let after = |k: usize| if NUMBER.contains(&small(k + 1).as_str()) { k + 2 } else { k + 1 };
    let pointed = (0..words.len()).rev().filter(|k| POINT.contains(&small(*k).as_str()));
    let mut pointed = pointed.map(|k| bare(after(k))).filter(|w| is_label(w));
    if let Some(word) = pointed.next() {
        return word.to_owned();
    }
    let first = words.len() - near(before).split_whitespace().count().min(words.len());
    let mut numbered = (first..words.len()).rev().filter(|k| {
        let word = bare(*k);
        let measure = UNITS.contains(&small(k + 1).as_str());
        let angle = words[*k].contains(['°', '\'', '"']);
        word.len() <= 8 && word.contains(char::is_numeric) && !measure && !angle
    });
    match numbered.next() {
        Some(k) => bare(k).to_owned(),
        None if is_label(&label) => label,
        None => String::new(),
    }
}

/// A number, a letter or two, or both together: `12`, `A`, `GW-1`.
fn is_label(word: &str) -> bool {
    let letters = !word.is_empty() && word.len() <= 2 && word.chars().all(char::is_uppercase);
    letters || word.len() <= 8 && word.contains(char::is_numeric)
}
