//! Angles in running text: where each begins and ends, and the hemisphere that stands before or behind it.

use super::super::text::numbers;
use crate::dms::{Axis, axis_of, hemisphere_of};

/// An angle with a sign of degrees.
#[derive(Debug, Clone)]
pub(super) struct Angle {
    /// Its numbers.
    pub digits: [usize; 2],
    /// Its numbers, its hemisphere and words of it.
    pub whole: [usize; 2],
    /// As a letter or a word beside it says.
    pub hemisphere: Option<(Axis, char)>,
    /// How many numbers it has, and whether one of them has no mark of its own.
    pub parts: usize,
    pub unmarked: bool,
}

/// Every number with a sign of degrees, and the numbers behind it with their marks.
pub(super) fn angles(line: &str) -> Vec<Angle> {
    let numbers = numbers(line);
    let mut out: Vec<Angle> = Vec::new();
    let mut k = 0;
    while let Some((at, number)) = numbers.get(k).copied() {
        k += 1;
        let Some(mut end) = mark(line, at + number.len(), '°') else { continue };
        let (mut parts, mut unmarked) = (1, false);
        for sign in ['\'', '"'] {
            let next = numbers.get(k).filter(|(at, _)| line[end..*at].trim().is_empty());
            let Some((at, number)) = next else { continue };
            match mark(line, at + number.len(), sign) {
                Some(after) => end = after,
                // `44°11.2`, `44°11'12`: a number directly behind, in its turn, is what its place says.
                None if in_turn(line, (*at, number), parts, sign) => {
                    (end, unmarked) = (at + number.trim_end_matches(['.', ',']).len(), true);
                }
                None => continue,
            }
            (k, parts) = (k + 1, parts + 1);
            // `36".5`: the mark stands over the point.
            if line[end..].starts_with(['.', ','])
                && numbers.get(k).is_some_and(|(at, _)| *at == end + 1)
            {
                end += 1 + numbers[k].1.len();
                k += 1;
            }
        }
        let signed = line[..at].ends_with(['-', '+']);
        let start = at - usize::from(signed);
        out.push(Angle {
            digits: [start, end],
            whole: [start, end],
            hemisphere: None,
            parts,
            unmarked,
        });
    }
    let edges: Vec<[usize; 2]> = out.iter().map(|a| a.digits).collect();
    let before: Vec<_> = (0..out.len()).map(|k| words_before(line, &edges, k)).collect();
    let after: Vec<_> = (0..out.len()).map(|k| words_after(line, &edges, k)).collect();
    // `N 41° E 50°`: the letter behind an angle is that of the next where each has one before it.
    let lead = before.first().is_some_and(|b| b.1.is_some())
        && after.last().is_some_and(|a| a.1.is_none());
    for (k, angle) in out.iter_mut().enumerate() {
        let (edge, hemisphere) = if lead { before[k] } else { after[k] };
        angle.hemisphere = hemisphere;
        angle.whole[usize::from(!lead)] = edge;
    }
    out
}

/// Is a number without a mark behind an angle its minutes, or its seconds? Not where it has the mark of something else, begins a
/// label behind a blank (`7.`, `7)`), or the part before it is missing or has decimals.
fn in_turn(line: &str, (at, number): (usize, &str), parts: usize, sign: char) -> bool {
    let bare = number.trim_end_matches(['.', ',']);
    let (before, rest) = (&line[..at], &line[at + bare.len()..]);
    let inside = before.matches('(').count() > before.matches(')').count();
    let shut = rest.starts_with(')') && !inside || rest.starts_with(':');
    let point = rest.starts_with('.') && !rest[1..].trim().is_empty() && !bare.contains(['.', ',']);
    let label = before.ends_with(char::is_whitespace) && (shut || point);
    let marked = rest.trim_start().starts_with(['°', '\'', '"']);
    let last = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '°' | '\''));
    let last = last.rsplit(|c: char| !(c.is_numeric() || matches!(c, '.' | ','))).next();
    let whole = last.is_some_and(|n| !n.contains(['.', ',']));
    parts == if sign == '\'' { 1 } else { 2 } && whole && !marked && !label
}

/// The place behind a mark that follows here.
fn mark(line: &str, at: usize, sign: char) -> Option<usize> {
    let rest = line[at..].trim_start();
    rest.strip_prefix(sign).map(|rest| line.len() - rest.len())
}

type Words = (usize, Option<(Axis, char)>);

/// The hemisphere behind an angle, and where the words about it end.
fn words_after(line: &str, edges: &[[usize; 2]], k: usize) -> Words {
    let until = edges.get(k + 1).map_or(line.len(), |e| e[0]);
    let (mut at, mut found) = (edges[k][1], None);
    for _ in 0..3 {
        let rest = &line[at..until];
        let word = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '('));
        let start = until - word.len();
        let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
        match hemisphere_of(word) {
            Some(hemisphere) if found.is_none() => found = Some(hemisphere),
            _ if axis_of(word).is_some() => {}
            _ => break,
        }
        at = start + word.len();
    }
    (at, found)
}

/// The hemisphere before an angle, and where the words about it begin.
fn words_before(line: &str, edges: &[[usize; 2]], k: usize) -> Words {
    let from = k.checked_sub(1).map_or(0, |k| edges[k][1]);
    let (mut at, mut found) = (edges[k][0], None);
    for _ in 0..3 {
        let rest = line[from..at]
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ')' | '='));
        let word = rest.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        match hemisphere_of(word) {
            Some(hemisphere) if found.is_none() => found = Some(hemisphere),
            _ if axis_of(word).is_some() => {}
            _ => break,
        }
        at = from + rest.len() - word.len();
    }
    (at, found)
}
