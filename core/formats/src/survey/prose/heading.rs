//! A heading line of running text: it says the order and the hemispheres of the coordinates under it.

use super::super::rows::Row;
use crate::dms::{Axis, axis_of, hemisphere_of};

/// A line like `Latitude (South)  Longitude (West)`: which coordinate comes first, and the letters if it says them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Heading {
    pub(super) order: [Axis; 2],
    pub(super) letters: Option<[char; 2]>,
}

/// The heading that a line without numbers is.
pub(in super::super) fn heading(line: &str) -> Option<Heading> {
    const MOST_WORDS: usize = 8;
    let line = without_number(line);
    if line.len() > 200 || line.contains(char::is_numeric) {
        return None;
    }
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    let order: Vec<Axis> = words.iter().filter_map(|w| axis_of(w)).collect();
    let order: [Axis; 2] = order.try_into().ok()?;
    let said: Vec<(Axis, char)> = words.iter().filter_map(|w| hemisphere_of(w)).collect();
    let of = |axis| said.iter().find(|(of, _)| *of == axis).map(|(_, letter)| *letter);
    let letters = match said.len() {
        0 => None,
        2 => Some([of(order[0])?, of(order[1])?]),
        _ => return None,
    };
    (order[0] != order[1] && words.len() <= MOST_WORDS).then_some(Heading { order, letters })
}

/// A heading without the number of its table: `Table 1. Latitude (South) Longitude (West)`.
fn without_number(line: &str) -> &str {
    const TABLES: [&str; 6] = ["table", "tableau", "tabla", "tabela", "tabelle", "таблица"];
    let (word, rest) = line.trim_start().split_once(char::is_whitespace).unwrap_or((line, ""));
    if !TABLES.contains(&word.to_lowercase().as_str()) {
        return line;
    }
    rest.trim_start_matches(|c: char| {
        c.is_numeric() || c.is_whitespace() || matches!(c, '.' | ':' | '-' | ')')
    })
}

impl Heading {
    /// Fails where a row has a letter of its own that is not the heading's.
    pub(in super::super) fn agrees(&self, row: &Row) -> Result<(), String> {
        let Some(letters) = self.letters else { return Ok(()) };
        for (axis, letter) in self.order.into_iter().zip(letters) {
            let value = if axis == Axis::Latitude { row.at.lat } else { row.at.lon };
            let wrong = if matches!(letter, 'S' | 'W') { value > 0.0 } else { value < 0.0 };
            if wrong {
                return Err(format!(
                    "the row has another hemisphere than the heading, which says {letter}"
                ));
            }
        }
        Ok(())
    }
}
