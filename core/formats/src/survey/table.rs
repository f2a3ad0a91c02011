//! Rows under a heading that names the columns.

use littoral_model::{EdgeKind, ShoreKind};

use super::fields;
use super::rows::{Row, Rows};
use super::sediment;
use super::stated::Matter;
use crate::dms::short;
use crate::heading::{Heading, speaks_of_place};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Party,
    Name,
    Line,
    /// What tells lines apart in tables of constructions.
    Between,
    Edge,
    Kind,
    /// Thickness of sediment, a bare number of metres or with its unit.
    Metres,
    /// The same with its unit.
    Thickness,
    /// What the file states of its datum, in every row.
    Stated(Matter),
}

const COLUMNS: [(&str, Column); 17] = [
    ("party", Column::Party),
    ("state", Column::Party),
    ("country", Column::Party),
    ("name", Column::Name),
    ("id", Column::Name),
    ("point", Column::Name),
    ("no", Column::Name),
    ("number", Column::Name),
    ("#", Column::Name),
    ("line", Column::Line),
    ("between", Column::Between),
    ("ring", Column::Between),
    ("run", Column::Between),
    ("edge", Column::Edge),
    ("kind", Column::Kind),
    ("thickness_m", Column::Metres),
    ("thickness", Column::Thickness),
];

/// Is this the name of a column that is read?
pub(super) fn knows(name: &str) -> bool {
    let word = name.trim().to_lowercase();
    let known = COLUMNS.iter().any(|(known, _)| *known == word);
    known || Matter::named(&word).is_some() || speaks_of_place(name)
}

/// Where the columns are.
#[derive(Debug, Clone)]
pub(super) struct Table {
    place: Heading,
    others: Vec<(usize, Column)>,
    rows: Rows,
}

impl Table {
    /// The columns by name, if the fields are a heading; a sentence where they may be understood in two ways.
    pub(super) fn of(fields: &[String], rows: Rows) -> Option<Result<Self, String>> {
        let column = |(k, name): (usize, &String)| {
            let word = name.trim().to_lowercase();
            let known = COLUMNS.iter().find(|(known, _)| *known == word).map(|(_, c)| *c);
            let found = known.or_else(|| Matter::named(&word).map(Column::Stated)).map(|c| (k, c));
            found.filter(|(_, c)| match c {
                Column::Kind => rows == Rows::Shores,
                Column::Between => rows == Rows::Line,
                Column::Metres | Column::Thickness => rows == Rows::Sediment,
                _ => true,
            })
        };
        let others: Vec<(usize, Column)> = fields.iter().enumerate().filter_map(column).collect();
        let place = Heading::of(fields)?;
        let thick = |c: &&(usize, Column)| matches!(c.1, Column::Metres | Column::Thickness);
        if rows == Rows::Sediment && others.iter().filter(thick).count() != 1 {
            return Some(Err(sediment::NO_COLUMN.into()));
        }
        Some(place.map(|place| Self { place, others, rows }))
    }

    /// Columns that are not read although they may hold part of a coordinate: a sentence about the first.
    pub(super) fn unread(&self, rows: &[Vec<String>]) -> Option<String> {
        let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        let named: Vec<usize> = self.others.iter().map(|(k, _)| *k).collect();
        self.place.unread(&rows, &named)
    }

    /// Columns that state the datum or the ellipsoid.
    pub(super) fn stated(&self) -> impl Iterator<Item = (usize, Matter)> {
        let matter = |(k, c): &(usize, Column)| match c {
            Column::Stated(matter) => Some((*k, *matter)),
            _ => None,
        };
        self.others.iter().filter_map(matter)
    }

    /// The point of a row.
    pub(super) fn row(&self, cells: &[String]) -> Result<Row, String> {
        let [lat, lon] = self.place.place(cells)?;
        let mut row = Row::new(&lat, &lon)?;
        let text = |c: Column| {
            let k = self.others.iter().find(|(_, of)| *of == c).map(|(k, _)| *k);
            k.and_then(|k| cells.get(k)).cloned().unwrap_or_default()
        };
        row.party = text(Column::Party);
        let of_party = self.others.iter().find(|(_, of)| *of == Column::Party);
        if let (Rows::Shores, "", Some((k, _))) = (self.rows, row.party.trim(), of_party) {
            return Err(fields::no_party(*k));
        }
        row.name = text(Column::Name);
        let line = [Column::Line, Column::Between].into_iter().map(text);
        row.line = line.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        row.edge = edge(&text(Column::Edge))?;
        row.kind = kind(&text(Column::Kind))?;
        if self.rows == Rows::Sediment {
            let cells = [text(Column::Metres), text(Column::Thickness)];
            row.thickness_m = Some(sediment::thickness(&cells[0], &cells[1])?);
        }
        Ok(row)
    }
}

fn edge(word: &str) -> Result<Option<EdgeKind>, String> {
    match word {
        "" => Ok(None),
        "geodesic" => Ok(Some(EdgeKind::Geodesic)),
        "loxodrome" => Ok(Some(EdgeKind::Loxodrome)),
        other => Err(format!("an edge is geodesic or loxodrome, not \"{}\"", short(other))),
    }
}

fn kind(word: &str) -> Result<Option<ShoreKind>, String> {
    match word {
        "" => Ok(None),
        "coast" => Ok(Some(ShoreKind::Coast)),
        "islands" => Ok(Some(ShoreKind::Islands)),
        "baseline" => Ok(Some(ShoreKind::Baseline)),
        "base_points" => Ok(Some(ShoreKind::BasePoint)),
        other => Err(format!(
            "a kind is coast, islands, baseline or base_points, not \"{}\"",
            short(other)
        )),
    }
}
