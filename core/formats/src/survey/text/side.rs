//! On which side of their numbers the letters of a point stand, where a number stands on both: `Point 1 N 18.98 E 110.54`.

use super::{DEGREES, has_comma, numbers};

const MARK: &str = "mark the degrees with °, or set a comma behind the label";

/// Where a letter is written to: the number before it, or the one behind it, without a blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touch {
    Before,
    Behind,
    Both,
    Neither,
}

fn touch(line: &str, [start, end]: [usize; 2]) -> Touch {
    let number = |c: Option<char>| c.is_some_and(|c| c.is_numeric() || "°'\"".contains(c));
    let before = number(line[..start].chars().next_back());
    let behind = number(line[end..].trim_start_matches('.').chars().next());
    match (before, behind) {
        (true, true) => Touch::Both,
        (true, false) => Touch::Before,
        (false, true) => Touch::Behind,
        (false, false) => Touch::Neither,
    }
}

/// Do the letters stand before their numbers? `text` is the line, `north` and `east` are its two letters. Asked where numbers
/// stand before the first letter, between the letters and behind the last.
///
/// What is written together belongs together; else both coordinates have the same parts, and a label is a whole number.
///
/// Fails where it may be either: a label would become a coordinate.
pub(super) fn leads(text: &str, north: [usize; 2], east: [usize; 2]) -> Result<bool, String> {
    let [before, between, rest] = [&text[..north[0]], &text[north[1]..east[0]], &text[east[1]..]];
    let touches = [touch(text, north), touch(text, east)];
    match touches {
        [Touch::Both, Touch::Both] => {
            return Err("its letters stand between two numbers each: if these are degrees and minutes, write 45°30'N \
                        12°15'E"
                .into());
        }
        [Touch::Behind, Touch::Behind | Touch::Both] => return Ok(true),
        [Touch::Before, Touch::Before | Touch::Both] => return Ok(false),
        _ => {}
    }
    let [on_before, on_behind] = [Touch::Before, Touch::Behind].map(|t| touches.contains(&t));
    // `P1 N 41 E 50`: the digits of a word are no coordinate.
    if numbers(before).is_empty() && !on_before {
        return Ok(true);
    }
    let (first, second, third) = (Shape::of(before), Shape::of(between), Shape::of(rest));
    let label = first.parts == 1 && !first.decimals && !has_comma(last(before));
    let word = before.contains(|c: char| c.is_alphabetic() || matches!(c, '#' | '№'));
    let alike = second == third && (on_behind || second != first);
    if word && label && alike && !on_before {
        return Ok(true);
    }
    // The last numbers before the letter: a label may stand before them.
    let tail = Shape { parts: first.parts.min(second.parts), ..first };
    let sure = on_before || second != third && (second.parts > 1 || second.decimals);
    if tail == second && sure && !on_behind {
        return Ok(false);
    }
    Err(unclear())
}

fn unclear() -> String {
    format!("which number belongs to which letter? {MARK}")
}

fn last(text: &str) -> &str {
    numbers(text).last().map_or("", |(_, n)| n)
}

/// How a coordinate is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    parts: usize,
    decimals: bool,
    marked: bool,
}

impl Shape {
    fn of(text: &str) -> Self {
        let found = numbers(text);
        let last = found.last().map_or("", |(_, n)| n.trim_end_matches(['.', ',']));
        let (decimals, marked) =
            (last.contains(['.', ',', '·', '٫', '．']), text.contains(DEGREES));
        Self { parts: found.len(), decimals, marked }
    }
}
