//! What the name of a column says of a coordinate.

use crate::dms::{Axis, axis_of, hemisphere_of};

/// Which part of a coordinate a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Degrees, or the whole coordinate.
    Degrees,
    /// The whole coordinate as `x` or `y`.
    Grid,
    /// The whole coordinate as people read it: `lat_dms`.
    Shown,
    Minutes,
    Seconds,
    Hemisphere,
    /// Something about the coordinate: `lat_error`.
    Other,
}

/// What a name says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub(super) axis: Option<Axis>,
    pub(super) part: Part,
    pub(super) letter: Option<char>,
    /// Both letters of an axis: `Latitude N/S`.
    pub(super) both: bool,
}

const DEGREES: [&str; 7] = ["deg", "degs", "degree", "degrees", "d", "dd", "decimal"];
const MINUTES: [&str; 5] = ["min", "mins", "minute", "minutes", "m"];
const SECONDS: [&str; 5] = ["sec", "secs", "second", "seconds", "s"];
const HEMISPHERE: [&str; 3] = ["hem", "hemi", "hemisphere"];
const DIRECTION: [&str; 4] = ["dir", "direction", "ref", "letter"];
const SHOWN: [&str; 3] = ["dms", "ddm", "dm"];

/// What every name says; `lat_s` is seconds behind `lat_m`, and South beside `lon_w`.
pub(super) fn all(names: &[String]) -> Vec<Option<Said>> {
    let mut out: Vec<Option<Said>> = names.iter().map(|n| said(n)).collect();
    let has = |out: &[Option<Said>], axis, test: fn(&Said) -> bool| {
        out.iter().flatten().any(|s| s.axis == Some(axis) && test(s))
    };
    let whole = has(&out, Axis::Latitude, |s| s.part == Part::Degrees);
    let lettered = has(&out, Axis::Longitude, |s| s.letter.is_some());
    if !whole && lettered {
        let seconds = |s: &&mut Said| s.axis == Some(Axis::Latitude) && s.part == Part::Seconds;
        if let Some(south) = out.iter_mut().flatten().find(seconds) {
            (south.part, south.letter) = (Part::Degrees, Some('S'));
        }
    }
    out
}

/// What one name says, if it speaks of a coordinate. A mark behind (`lat_`) says that it does not.
pub(super) fn said(name: &str) -> Option<Said> {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let new = |axis, part| Said { axis, part, letter: None, both: false };
    match words.as_slice() {
        _ if name.trim_end().ends_with('_') => return None,
        ["y"] => return Some(new(Some(Axis::Latitude), Part::Grid)),
        ["x"] => return Some(new(Some(Axis::Longitude), Part::Grid)),
        ["ns" | "sn"] => return Some(new(Some(Axis::Latitude), Part::Hemisphere)),
        ["ew" | "we"] => return Some(new(Some(Axis::Longitude), Part::Hemisphere)),
        _ => {}
    }
    let named = words.iter().position(|w| axis_of(w).is_some());
    let Some(at) = named else { return without_axis(&words) };
    let axis = axis_of(words[at])?;
    let rest: Vec<&str> = [&words[..at], &words[at + 1..]].concat();
    Some(beside(axis, &rest))
}

/// What the words beside `lat` or `longitude` say.
fn beside(axis: Axis, rest: &[&str]) -> Said {
    let only = |list: &[&str]| rest.iter().all(|w| list.contains(w));
    let one = |list: &[&str]| rest.len() == 1 && only(list);
    let letters: Vec<char> = letters(axis, rest);
    let lettered = !rest.is_empty() && letters.len() == rest.len();
    let both = lettered && letters.iter().any(|l| *l != letters[0]);
    let (part, letter) = match () {
        () if only(&DEGREES) => (Part::Degrees, None),
        () if one(&MINUTES) => (Part::Minutes, None),
        () if one(&SECONDS) => (Part::Seconds, None),
        () if one(&HEMISPHERE) || one(&DIRECTION) || both => (Part::Hemisphere, None),
        () if one(&["ns"]) || one(&["ew"]) => (Part::Hemisphere, None),
        () if lettered => (Part::Degrees, Some(letters[0])),
        () if only(&SHOWN) => (Part::Shown, None),
        () => (Part::Other, None),
    };
    let both = both || one(&["ns"]) || one(&["ew"]);
    Said { axis: Some(axis), part, letter, both }
}

/// A part of the coordinate in whose columns it stands, or the two letters of an axis.
fn without_axis(words: &[&str]) -> Option<Said> {
    let pair = |axis| letters(axis, words).len() == 2 && words.len() == 2;
    let axis = [Axis::Latitude, Axis::Longitude].into_iter().find(|axis| pair(*axis));
    let part = match words {
        _ if axis.is_some() => Part::Hemisphere,
        [w] if MINUTES.contains(w) => Part::Minutes,
        [w] if SECONDS.contains(w) => Part::Seconds,
        [w] if HEMISPHERE.contains(w) => Part::Hemisphere,
        _ => return None,
    };
    Some(Said { axis, part, letter: None, both: false })
}

fn letters(axis: Axis, words: &[&str]) -> Vec<char> {
    let of = |w: &&str| hemisphere_of(w).filter(|(of, _)| *of == axis).map(|(_, letter)| letter);
    words.iter().filter_map(of).collect()
}

/// Small words, with those of marks spelt: `Lat. (°)` is `lat`, `deg`.
fn words(name: &str) -> Vec<String> {
    let mut spelt = String::new();
    for c in crate::dms::latin(name).chars() {
        match c {
            '°' => spelt.push_str(" deg "),
            '\'' => spelt.push_str(" min "),
            '"' => spelt.push_str(" sec "),
            c => spelt.extend(c.to_lowercase()),
        }
    }
    let words = spelt.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Another latitude or longitude beside the first: `latitude2`.
pub(super) fn other_place(name: &str) -> bool {
    let name = name.to_lowercase();
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_' || c == ' ');
    word.len() < name.len() && !name.ends_with('_') && axis_of(word).is_some()
}

/// Would a reader take a column of this name, wherever it stands, for part of a place?
pub(crate) fn speaks_of_place(name: &str) -> bool {
    said(name).is_some_and(|s| s.axis.is_some() && s.part != Part::Other) || other_place(name)
}
