//! What a survey itself says of the datum of its coordinates: in a comment, in columns, in the head of GeoJSON that littoral
//! wrote, or by its format.

use crate::dms::short;
use crate::geojson::crs::Crs;
use crate::tree::{Node, Source};

/// What a file says of its datum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// The datum.
    pub datum: Option<String>,
    /// The ellipsoid, by name or as `a,1/f`.
    pub ellipsoid: Option<String>,
    /// Is the datum settled by the format, whatever is said beside it? GeoJSON is WGS 84 (RFC 7946).
    pub by_format: bool,
    /// The reference system of GeoJSON, if it is not WGS 84: the user must say that the coordinates are meant so.
    pub crs: Option<String>,
    /// Line of the first statement, 1-based; 0 where the file has none.
    pub line: usize,
}

/// What can be stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    Datum,
    Ellipsoid,
}

impl Matter {
    /// The word that states it, as a comment or a column has it.
    pub(super) fn named(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "datum" => Some(Self::Datum),
            "ellipsoid" | "spheroid" => Some(Self::Ellipsoid),
            _ => None,
        }
    }

    pub(super) fn word(self) -> &'static str {
        if self == Self::Datum { "datum" } else { "ellipsoid" }
    }
}

impl Stated {
    /// GeoJSON: WGS 84, unless littoral wrote it on another datum, which then stands in its head, or it has a `crs` as before RFC 7946.
    pub(super) fn of_geojson(source: &Source, root: &Node) -> Self {
        if let Some((crs @ Crs::Other { datum, .. }, node)) = &Crs::of(root) {
            let (line, _) = source.line_column(node.span.range().start);
            let datum = datum.map(str::to_owned);
            let crs = datum.as_deref().is_none_or(|d| d != "ETRS89").then(|| crs.words());
            return Self { datum, crs, line, ..Self::default() };
        }
        let facts = root.get("littoral").and_then(|head| head.get("facts"));
        let fact = |name| facts.and_then(|f| f.get(name)).and_then(|n| Some((n, n.text()?)));
        let by_format = Self { datum: Some("WGS84".into()), by_format: true, ..Self::default() };
        let Some((node, datum)) = fact("datum").filter(|(_, d)| !same(d, "WGS84")) else {
            return by_format;
        };
        let (line, _) = source.line_column(node.span.range().start);
        let mut out = Self::default();
        // One statement each: they cannot differ.
        let _ = out.say(Matter::Datum, datum, line);
        if let Some((_, ellipsoid)) = fact("ellipsoid") {
            let _ = out.say(Matter::Ellipsoid, ellipsoid, line);
        }
        out
    }

    /// A statement in a line.
    ///
    /// Fails if it is not the first and says something else.
    pub(super) fn say(&mut self, matter: Matter, words: &str, line: usize) -> Result<(), String> {
        // Our own heads print the figures behind the name, and say it where no datum was stated.
        let name = match matter {
            Matter::Ellipsoid => words.split(" (").next().unwrap_or(words).trim(),
            Matter::Datum if words.trim().starts_with("not stated") => "",
            Matter::Datum => words.trim(),
        };
        if name.is_empty() {
            return Ok(());
        }
        let before = if matter == Matter::Datum { &mut self.datum } else { &mut self.ellipsoid };
        match before {
            Some(first) if !same(first, name) => Err(format!(
                "the {} is \"{}\" here and \"{}\" in line {}: one file has one; write a file for each",
                matter.word(),
                short(name),
                short(first),
                self.line
            )),
            Some(_) => Ok(()),
            None => {
                *before = Some(name.to_owned());
                self.line = if self.line == 0 { line } else { self.line };
                Ok(())
            }
        }
    }
}

/// Case, blanks and signs of a name do not count.
pub(super) fn same(a: &str, b: &str) -> bool {
    let key = |s: &str| -> String {
        s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    key(a) == key(b)
}
