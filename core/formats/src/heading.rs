//! Which columns of a table place a point: latitude and longitude, each in one column or parted into degrees, minutes,
//! seconds and a hemisphere.

mod cells;
mod names;

use crate::dms::{Axis, hemisphere_of, parse, short};
pub(crate) use names::speaks_of_place;
use names::{Part, Said};

/// The columns of one coordinate.
#[derive(Debug, Clone, Default)]
struct Columns {
    degrees: usize,
    minutes: Option<usize>,
    seconds: Option<usize>,
    hemisphere: Option<usize>,
    /// The hemisphere that the heading itself says: `Latitude (South)`.
    letter: Option<char>,
}

/// A heading with a latitude and a longitude.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    names: Vec<String>,
    /// Latitude, longitude.
    columns: [Columns; 2],
    /// Columns that the heading gives to a coordinate, or that repeat it for people.
    known: Vec<bool>,
}

const AXES: [(Axis, &str); 2] = [(Axis::Latitude, "latitude"), (Axis::Longitude, "longitude")];

impl Heading {
    /// The heading that these names make; `None` where they name no latitude and longitude, and a sentence where they
    /// may be understood in two ways.
    pub(crate) fn of(names: &[String]) -> Option<Result<Self, String>> {
        let all = names::all(names);
        let degrees = |axis| -> Vec<usize> {
            let of = |like: fn(&Said) -> bool| -> Vec<usize> {
                let is = |s: &Option<Said>| s.is_some_and(|s| s.axis == Some(axis) && like(&s));
                (0..all.len()).filter(|k| is(&all[*k])).collect()
            };
            let plain = of(|s| s.part == Part::Degrees);
            // `x` and `y` beside `lon` and `lat` are those of a map, `lat_dms` beside `lat` is the same for people.
            let ways: [fn(&Said) -> bool; 3] = [
                |s| s.part == Part::Grid,
                |s| s.part == Part::Shown,
                |s| s.part == Part::Hemisphere && s.both,
            ];
            let other = || ways.into_iter().map(of).find(|found| !found.is_empty());
            if plain.is_empty() { other().unwrap_or_default() } else { plain }
        };
        let found = [degrees(Axis::Latitude), degrees(Axis::Longitude)];
        if found.iter().any(Vec::is_empty) {
            return None;
        }
        Some(Self::assembled(names, &all, &found))
    }

    fn assembled(
        names: &[String],
        all: &[Option<Said>],
        found: &[Vec<usize>; 2],
    ) -> Result<Self, String> {
        let mut columns = [Columns::default(), Columns::default()];
        let mut known = vec![false; names.len()];
        for ((columns, found), (_, axis)) in columns.iter_mut().zip(found).zip(AXES) {
            if let [a, b, ..] = found.as_slice() {
                let (a, b) = (short(&names[*a]), short(&names[*b]));
                return Err(format!("two columns give the {axis}, {a} and {b}: leave one"));
            }
            columns.degrees = found[0];
            columns.letter = all[found[0]].and_then(|s| s.letter);
            known[found[0]] = true;
        }
        let mut out = Self { names: names.to_vec(), columns, known };
        for (k, said) in all.iter().enumerate() {
            if let Some(said) = said.filter(|_| !out.known[k]) {
                out.claim(k, said)?;
            }
        }
        out.even()?;
        Ok(out)
    }

    /// Gives a column to the coordinate that its name says, or that it follows directly.
    fn claim(&mut self, k: usize, said: Said) -> Result<(), String> {
        let follows = |c: &Columns| {
            let own = [Some(c.degrees), c.minutes, c.seconds, c.hemisphere];
            k > 0 && own.contains(&Some(k - 1))
        };
        let axis = match said.axis {
            Some(axis) => Some(usize::from(axis == Axis::Longitude)),
            None => self.columns.iter().position(follows),
        };
        let Some(axis) = axis else { return Ok(()) };
        let name = short(&self.names[k]);
        let place = match said.part {
            Part::Minutes => &mut self.columns[axis].minutes,
            Part::Seconds => &mut self.columns[axis].seconds,
            Part::Hemisphere => &mut self.columns[axis].hemisphere,
            Part::Shown | Part::Grid => {
                self.known[k] = true;
                return Ok(());
            }
            Part::Degrees | Part::Other => return Ok(()),
        };
        if let Some(first) = place.replace(k) {
            let first = short(&self.names[first]);
            return Err(format!("the columns {first} and {name} say the same: leave one"));
        }
        self.known[k] = true;
        Ok(())
    }

    /// Both coordinates have the same parts, and none is without the part before it.
    fn even(&self) -> Result<(), String> {
        let [lat, lon] = &self.columns;
        for (what, lat, lon) in [
            ("minutes", lat.minutes, lon.minutes),
            ("seconds", lat.seconds, lon.seconds),
            ("a hemisphere", lat.hemisphere, lon.hemisphere),
        ] {
            let (has, none, column) = match (lat, lon) {
                (Some(k), None) => ("latitude", "longitude", k),
                (None, Some(k)) => ("longitude", "latitude", k),
                _ => continue,
            };
            let name = short(&self.names[column]);
            return Err(format!(
                "the column {name} gives {what} to the {has}, and none does to the {none}: name the columns \
                 lat_deg,lat_min,lat_sec,lat_hem,lon_deg,lon_min,lon_sec,lon_hem as far as there are"
            ));
        }
        match lat.seconds.filter(|_| lat.minutes.is_none()) {
            Some(k) => Err(format!(
                "the column {} gives seconds and none gives minutes: name the columns lat_deg,lat_min,lat_sec, or \
                 \"Latitude (South)\" if it is South",
                short(&self.names[k])
            )),
            None => Ok(()),
        }
    }

    /// Is this column part of a place, or does it repeat it?
    pub(crate) fn knows(&self, column: usize) -> bool {
        self.known.get(column).copied().unwrap_or(false)
    }

    /// Columns without a meaning that hold what looks like part of a coordinate: a sentence that names the first.
    pub(crate) fn unread(&self, rows: &[&[String]], named: &[usize]) -> Option<String> {
        let degrees = self.columns.each_ref().map(|c| c.degrees);
        let between = degrees[0].min(degrees[1])..degrees[0].max(degrees[1]);
        let parts = |c: &Columns| c.hemisphere.or(c.seconds).or(c.minutes).unwrap_or(c.degrees);
        let behind = self.columns.iter().map(parts).max().map_or(0, |k| k + 1);
        let free = (0..self.names.len()).filter(|k| !self.known[*k] && !named.contains(k));
        free.into_iter().find_map(|k| {
            let cells = || rows.iter().filter_map(|r| r.get(k)).map(|c| c.trim());
            let filled = || cells().filter(|c| !c.is_empty());
            let number = |c: &&str| parse(c, Axis::Longitude).is_ok() || is_letter(c);
            let name = self.names[k].trim();
            let letters = filled().all(is_letter) && (name.is_empty() || k == behind);
            let inside = between.contains(&k) || name.is_empty() && k == behind;
            let found = match () {
                () if inside || names::other_place(name) => filled().find(number),
                () if letters => filled().next(),
                () => None,
            }?;
            let column = match name {
                "" => format!("column {} has no name and", k + 1),
                name => format!("the column {} is not known and", short(name)),
            };
            Some(format!(
                "{column} holds \"{}\", which may be part of a coordinate: name it (lat_min, lat_sec, lat_hem, lon_min \
                 ...), or leave it out",
                short(found)
            ))
        })
    }
}

/// A hemisphere as columns hold it: a letter or a word of English.
fn is_letter(cell: &str) -> bool {
    hemisphere_of(cell).is_some_and(|_| cell.is_ascii())
}

#[cfg(test)]
mod tests;
