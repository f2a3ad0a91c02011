//! What a survey itself says of the datum of its coordinates: in a comment, in columns, in the head of GeoJSON that littoral
//! wrote, or by its format.

use littoral_geodesy::Datum;
use littoral_model::Finding;

use super::json::property;
use crate::dms::short;
use crate::geojson::crs::Crs;
use crate::geojson::read::{self, Feature};
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

/// The datum that a line of a text states, `Datum: ED50` or `# datum: ED50`.
pub(crate) fn datum_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    let (matter, words) = line.strip_prefix('#').unwrap_or(line).split_once(':')?;
    let mut out = Stated::default();
    (Matter::named(matter)? == Matter::Datum).then(|| out.say(Matter::Datum, words, 1).ok())?;
    out.datum
}

/// The datum that words of a row name, `(ED50)`, as far as it is known by its name.
pub(super) fn datum_in(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '(' | ')' | '[' | ']'))
        .filter(|w| !w.is_empty())
        .collect();
    let named = |words: &[&str]| Datum::named(&words.join(" ")).map(|d| d.name);
    // `WGS 84` and `Pulkovo 1942` are two words. No label of a point is taken for one: names of datums have letters and digits.
    let two = words.windows(2).find_map(named);
    two.or_else(|| words.iter().find_map(|w| named(&[w])))
}

/// The datum of a code, `EPSG:4230`; other words as they are.
fn of_code(words: &str) -> &str {
    match Crs::named(words) {
        _ if !words.contains(':') => words,
        Crs::Wgs84 => "WGS84",
        Crs::Other { datum: Some(datum), .. } => datum,
        _ => words,
    }
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
            "datum" | "crs" | "srs" => Some(Self::Datum),
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
            Matter::Datum => of_code(words.trim()),
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

/// Refuses features that state a datum which is not that of their file: GeoJSON is on WGS 84, whatever a property says.
pub(super) fn at_odds(
    source: &Source,
    features: &[Feature<'_>],
    stated: &Stated,
    log: &mut Vec<Finding>,
) {
    let file = stated.datum.as_deref().unwrap_or("WGS84");
    let on_wgs84 = |d: &Datum| {
        d.to_wgs84
            .as_ref()
            .is_some_and(|h| h.translation_m.iter().chain(&h.rotation_arcsec).all(|v| *v == 0.0))
    };
    let base = |s: &str| s.split(" (").next().unwrap_or(s).to_owned();
    let other = |f: &&Feature<'_>| {
        let datum =
            property(f, &["datum", "Datum", "DATUM"]).and_then(|d| Datum::named(of_code(&d)));
        let both = Datum::named(file).is_some_and(|d| on_wgs84(&d));
        datum
            .filter(|d| !(same(&base(&d.name), &base(file)) || both && on_wgs84(d)))
            .map(|d| d.name)
    };
    let Some((feature, datum)) = features.iter().find_map(|f| Some((f, other(&f)?))) else {
        return;
    };
    let why = if stated.by_format { " (RFC 7946)" } else { "" };
    let text = format!("the feature states the datum {datum}, and its file is on {file}{why}");
    let place = read::label(feature.number, feature.properties);
    let help = "write the coordinates as CSV with a line \"# datum: ...\", or leave the property out, if they are on that of the file";
    log.push(Finding::error("F216", text).at(&source.file, place).help(help));
}

/// Case, blanks and signs of a name do not count.
pub(super) fn same(a: &str, b: &str) -> bool {
    let key = |s: &str| -> String {
        s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    key(a) == key(b)
}
