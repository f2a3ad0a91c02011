//! Ordinals at the head of a line, `1º latitud 15.35 N longitud 62.62 W`: their sign is that of degrees too.

use super::{DEGREES, numbers};
use crate::dms::{Axis, axis_of, is_hemisphere, short};

/// The line with a label for the ordinal that it begins with, `1. ...`; itself if it begins with none.
///
/// It is an ordinal where the number behind it has the sign of its own, where the word for a coordinate stands between the two,
/// or where without it both coordinates have the same parts with decimals.
///
/// Fails where the sign may be either.
pub(in super::super) fn without_ordinal(line: &str) -> Result<Option<String>, String> {
    let Some((number, rest)) = begins(line) else { return Ok(None) };
    let label = || Ok(Some(format!("{number}. {}", rest.trim_start())));
    let word = rest.trim_start();
    let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
    let (named, signs) = (axis_of(word).is_some(), rest.matches(DEGREES).count());
    match signs {
        0 if named && !numbers(rest).is_empty() => label(),
        0 if rest.starts_with(char::is_whitespace) => match halves(rest) {
            // As degrees it has a part more than the other coordinate has.
            Some([first, second]) if first == second && first.1 => label(),
            Some([first, second]) if first == second && line.contains('º') => Err(format!(
                "\"{}º\" may be an ordinal or degrees: write {number}. for a label, and mark all degrees with °",
                short(number)
            )),
            _ => Ok(None),
        },
        2.. if rest.starts_with(char::is_whitespace) && marked(rest) => label(),
        _ => Ok(None),
    }
}

/// A whole number at the head of a line with the sign, and what follows.
fn begins(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let end = line.find(|c: char| !c.is_numeric()).filter(|end| *end > 0)?;
    let rest = line[end..].strip_prefix('.').unwrap_or(&line[end..]);
    let rest = rest.strip_prefix(DEGREES)?;
    Some((&line[..end], rest.trim_start_matches(['.', ')', ':', '-'])))
}

/// Has the number that follows the sign of degrees?
fn marked(rest: &str) -> bool {
    let digits = rest.trim_start();
    let behind = digits.trim_start_matches(|c: char| c.is_numeric() || matches!(c, '.' | ','));
    behind.len() < digits.len() && behind.trim_start().starts_with(DEGREES)
}

/// The numbers before the first hemisphere and behind it: how many, and whether the last has decimals; `None` where no number
/// stands before it.
fn halves(rest: &str) -> Option<[(usize, bool); 2]> {
    let letter = |w: &str| [Axis::Latitude, Axis::Longitude].iter().any(|a| is_hemisphere(w, *a));
    let mut at = 0;
    for word in rest.split_inclusive(|c: char| !c.is_alphabetic()) {
        let end = at + word.len();
        if letter(word.trim_end_matches(|c: char| !c.is_alphabetic())) {
            let shape = |text: &str| {
                let found = numbers(text);
                let last = found.last().map_or("", |(_, n)| n.trim_end_matches(['.', ',']));
                (found.len(), last.contains(['.', ',']))
            };
            let halves = [shape(&rest[..at]), shape(&rest[end..])];
            return (halves[0].0 > 0).then_some(halves);
        }
        at = end;
    }
    None
}
