//! `66°22' N 17°15' V`: west in Danish, Norwegian, Swedish and Icelandic.

use super::compass;
use crate::dms::{Axis, latin_char};

/// The line with `W` for each `V` behind a number, where `N` stands for the latitudes and nothing else for a longitude. (In Czech
/// and Slovak `V` is east, and `S` is north; `S` beside it may be either.)
pub(in super::super) fn with_west(line: &str) -> Option<String> {
    let north =
        compass(line, Axis::Latitude, 0).is_some_and(|(a, b)| matches!(&line[a..b], "N" | "n"));
    let behind = |at: usize| {
        let before = line[..at].trim_end().chars().next_back().map(latin_char);
        before.is_some_and(|c| c.is_numeric() || matches!(c, '°' | '\'' | '"'))
    };
    let alone = |at: usize| {
        let next = line[at + 1..].chars().next();
        !line[..at].ends_with(char::is_alphabetic) && !next.is_some_and(char::is_alphanumeric)
    };
    let found: Vec<usize> =
        line.match_indices('V').map(|(at, _)| at).filter(|at| behind(*at) && alone(*at)).collect();
    let other = compass(line, Axis::Longitude, 0).is_some() || line.contains('S');
    if found.is_empty() || !north || other {
        return None;
    }
    let mut out = line.to_owned();
    found.iter().for_each(|at| out.replace_range(*at..at + 1, "W"));
    Some(out)
}
