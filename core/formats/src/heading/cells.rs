//! The cells of a row put together: degrees, minutes, seconds and a hemisphere as one text a coordinate.

use super::{AXES, Heading};
use crate::dms::{Axis, hemisphere_of, latin, parse, short};

impl Heading {
    /// Latitude and longitude of a row as texts of one piece.
    ///
    /// Fails where the row has more cells than the heading, or lacks one.
    pub(crate) fn place(&self, cells: &[String]) -> Result<[String; 2], String> {
        let more = cells.get(self.names.len()..).unwrap_or_default();
        if let Some(first) = more.iter().find(|c| !c.trim().is_empty()) {
            return Err(format!(
                "the row has {} cells and the heading {}; \"{}\" is one too many: write decimals with a point, or put \
                 a text with commas in quotes",
                cells.len(),
                self.names.len(),
                short(first)
            ));
        }
        let [lat, lon] = AXES.map(|(axis, name)| self.text(cells, axis, name));
        Ok([lat?, lon?])
    }

    fn text(&self, cells: &[String], axis: Axis, name: &str) -> Result<String, String> {
        let columns = &self.columns[usize::from(axis == Axis::Longitude)];
        let cell = |k: usize| cells.get(k).map_or("", |c| c.trim());
        if cells.len() <= columns.degrees {
            return Err(format!("the row has no {name}"));
        }
        let mut out = cell(columns.degrees).to_owned();
        let parts = [(columns.minutes, '°', '\''), (columns.seconds, '\'', '"')];
        for (column, before, mark) in parts {
            let Some(part) = column.map(cell).filter(|part| !part.is_empty()) else { continue };
            if latin(part).starts_with('-') {
                return Err(format!(
                    "the {name} has \"{}\" minutes or seconds: write the sign before the degrees (-0 for what is less than one), \
                     or give the heading a hemisphere",
                    short(part)
                ));
            }
            if !out.ends_with(before) {
                out.push(before);
            }
            out.push_str(part);
            out.push(mark);
        }
        if let Some(k) = columns.hemisphere {
            let letter = hemisphere_of(cell(k)).filter(|(of, _)| *of == axis);
            let (_, letter) = letter.ok_or_else(|| {
                let (is, name) = (short(cell(k)), short(&self.names[k]));
                format!("the column {name} holds \"{is}\" and no hemisphere of a {}", name_of(axis))
            })?;
            out.push(letter);
        }
        match columns.letter {
            Some(letter) if !out.is_empty() => self.under(letter, out, axis),
            _ => Ok(out),
        }
    }

    /// A cell under a heading that says the hemisphere: it need not, but if it does it must say the same.
    fn under(&self, letter: char, cell: String, axis: Axis) -> Result<String, String> {
        if !cell.contains(char::is_alphabetic) {
            return Ok(format!("{cell} {letter}"));
        }
        let against = if matches!(letter, 'S' | 'W') { 1.0 } else { -1.0 };
        match parse(&cell, axis) {
            Ok(value) if value * against > 0.0 => {
                Err(format!("\"{}\" stands under a heading that says {letter}", short(&cell)))
            }
            _ => Ok(cell),
        }
    }
}

fn name_of(axis: Axis) -> &'static str {
    if axis == Axis::Latitude { "latitude" } else { "longitude" }
}
