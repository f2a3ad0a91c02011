//! Points in rows: CSV, or text of degrees, minutes and seconds.

use littoral_geodesy::LatLon;
use littoral_model::{EdgeKind, Finding, ShoreKind};

use super::Printed;
use crate::dms::{
    Axis, by_power, is_hemisphere, joined, latin, marked, parse, plain, without_axis,
};
use crate::tree::{Source, Span};

/// One point of a file.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) at: LatLon,
    pub(super) party: String,
    pub(super) name: String,
    pub(super) line: String,
    pub(super) edge: Option<EdgeKind>,
    pub(super) kind: Option<ShoreKind>,
    pub(super) text: [String; 2],
    /// Line of the file, 1-based.
    pub(super) number: usize,
}

impl Row {
    pub(super) fn printed(self) -> Printed {
        let grain_deg = [grain(&self.text[0]), grain(&self.text[1])];
        Printed { at: self.at, name: self.name, text: self.text, grain_deg }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Party,
    Lat,
    Lon,
    Name,
    Line,
    Edge,
    Kind,
}

const COLUMNS: [(&str, Column); 19] = [
    ("party", Column::Party),
    ("state", Column::Party),
    ("country", Column::Party),
    ("lat", Column::Lat),
    ("latitude", Column::Lat),
    ("y", Column::Lat),
    ("lon", Column::Lon),
    ("long", Column::Lon),
    ("lng", Column::Lon),
    ("longitude", Column::Lon),
    ("x", Column::Lon),
    ("name", Column::Name),
    ("id", Column::Name),
    ("point", Column::Name),
    ("no", Column::Name),
    ("number", Column::Name),
    ("line", Column::Line),
    ("edge", Column::Edge),
    ("kind", Column::Kind),
];

/// What the rows of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// Base points and coordinates of shores; a column `kind` says of which.
    Shores,
    /// Points of a printed line, whose kind (turning point, end) is its own affair.
    Line,
}

/// All points of a text, in order.
pub(super) fn read(
    source: &Source,
    rows: Rows,
    log: &mut Vec<Finding>,
    datum: &mut Option<String>,
) -> Vec<Row> {
    let mut out = Vec::new();
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut start = 0;
    let lines: Vec<(usize, &str)> = source
        .text
        .split_inclusive('\n')
        .map(|l| {
            start += l.len();
            (start - l.len(), l.trim_end_matches(['\n', '\r']))
        })
        .collect();
    let first = lines.iter().find(|(_, l)| is_data(l)).map_or("", |(_, l)| *l);
    let delimiter = ['\t', ';', '|', ','].into_iter().find(|c| first.contains(*c)).unwrap_or(',');
    let bare = bare_columns(&lines, delimiter);
    for (k, (at, line)) in lines.iter().enumerate() {
        if let Some(comment) = line.trim_start().strip_prefix('#') {
            if let Some((key, value)) = comment.split_once(':')
                && key.trim().eq_ignore_ascii_case("datum")
            {
                *datum = Some(value.trim().to_owned());
            }
            continue;
        }
        if !is_data(line) {
            continue;
        }
        let fields = fields(line, delimiter);
        if columns.is_none() && out.is_empty() {
            columns = header(&fields, rows);
            if columns.is_some() {
                continue;
            }
        }
        let row = match (&columns, &bare) {
            (Some(columns), _) => by_columns(&fields, columns),
            (None, Some(bare)) => by_columns(&fields, bare),
            (None, None) => by_position(&fields).or_else(|| as_text(line)).unwrap_or_else(|| {
                Err("no latitude and longitude found: write 41°27'30.5\"N 50°11'04.9\"E, or \
                     party,lat,lon[,name]"
                    .into())
            }),
        };
        match row.and_then(|r| r.checked()) {
            Ok(row) => out.push(Row { number: k + 1, ..row }),
            Err(text) => {
                let finding = Finding::error("F201", text).at(&source.file, "");
                log.push(source.show(finding, Span::new(*at, at + line.len()), None));
            }
        }
    }
    out
}

fn is_data(line: &str) -> bool {
    !line.trim().is_empty() && !line.trim_start().starts_with('#')
}

impl Row {
    fn new(lat: &str, lon: &str) -> Result<Self, String> {
        let at = LatLon::new(parse(lat, Axis::Latitude)?, parse(lon, Axis::Longitude)?);
        let text = [lat.trim().to_owned(), lon.trim().to_owned()];
        let (party, name, line) = (String::new(), String::new(), String::new());
        Ok(Self { at, party, name, line, edge: None, kind: None, text, number: 0 })
    }

    fn checked(self) -> Result<Self, String> {
        self.at.check()?;
        Ok(self)
    }
}

/// A quoted field may hold the delimiter; a `"` inside an unquoted one is a seconds mark.
fn fields(line: &str, delimiter: char) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(field) = out.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.trim().is_empty() => {
                field.clear();
                quoted = true;
            }
            c if c == delimiter && !quoted => out.push(String::new()),
            c => field.push(c),
        }
    }
    out.iter().map(|f| f.trim().to_owned()).collect()
}

/// Columns by name, if the fields are a header.
fn header(fields: &[String], rows: Rows) -> Option<Vec<Option<Column>>> {
    let column = |f: &String| {
        let word = f.to_lowercase();
        let known = COLUMNS.iter().find(|(name, _)| *name == word).map(|(_, c)| *c);
        known.filter(|c| rows == Rows::Shores || *c != Column::Kind)
    };
    let found: Vec<Option<Column>> = fields.iter().map(column).collect();
    let has = |c| found.contains(&Some(c));
    (has(Column::Lat) && has(Column::Lon)).then_some(found)
}

/// Three bare numbers a row: which column counts the points? Only consecutive numbers can.
fn bare_columns(lines: &[(usize, &str)], delimiter: char) -> Option<Vec<Option<Column>>> {
    let rows: Vec<Vec<f64>> = lines
        .iter()
        .filter(|(_, l)| is_data(l))
        .map(|(_, l)| fields(l, delimiter).iter().map_while(|f| f.parse().ok()).collect())
        .collect();
    if rows.is_empty() || rows.iter().any(|r: &Vec<f64>| r.len() != 3) {
        return None;
    }
    let counts = |c: usize| rows.windows(2).all(|w| w[1][c] - w[0][c] == 1.0);
    let (name, lat, lon) = (Some(Column::Name), Some(Column::Lat), Some(Column::Lon));
    match (counts(0), counts(2)) {
        (true, false) => Some(vec![name, lat, lon]),
        (false, true) => Some(vec![lat, lon, name]),
        _ => None,
    }
}

fn by_columns(fields: &[String], columns: &[Option<Column>]) -> Result<Row, String> {
    let get = |c: Column| {
        let k = columns.iter().position(|x| *x == Some(c))?;
        fields.get(k).map(String::as_str)
    };
    let need = |c: Column, name: &str| get(c).ok_or_else(|| format!("the row has no {name}"));
    let mut row = Row::new(need(Column::Lat, "latitude")?, need(Column::Lon, "longitude")?)?;
    let text = |c| get(c).unwrap_or_default().to_owned();
    (row.party, row.name, row.line) = (text(Column::Party), text(Column::Name), text(Column::Line));
    row.edge = match text(Column::Edge).as_str() {
        "" => None,
        "geodesic" => Some(EdgeKind::Geodesic),
        "loxodrome" => Some(EdgeKind::Loxodrome),
        other => return Err(format!("an edge is geodesic or loxodrome, not \"{other}\"")),
    };
    row.kind = match text(Column::Kind).as_str() {
        "" => None,
        "coast" => Some(ShoreKind::Coast),
        "islands" => Some(ShoreKind::Islands),
        "baseline" => Some(ShoreKind::Baseline),
        "base_points" => Some(ShoreKind::BasePoint),
        other => {
            return Err(format!(
                "a kind is coast, islands, baseline or base_points, not \"{other}\""
            ));
        }
    };
    Ok(row)
}

/// `party,lat,lon[,name]` or `lat,lon[,name]`; `None` if the fields are neither. Three bare numbers
/// could be either.
fn by_position(fields: &[String]) -> Option<Result<Row, String>> {
    let pair = |k: usize| {
        let (lat, lon) = (fields.get(k)?, fields.get(k + 1)?);
        // A decimal comma parts a number in two: its half has no letter where the other has one.
        let letter = |t: &str| t.chars().any(char::is_alphabetic);
        // A label may stand before the first latitude.
        let clear = k > 0 || numbers(lat).len() <= numbers(lon).len() || lat.contains(DEGREES);
        Row::new(lat, lon).ok().filter(|_| clear && letter(lat) == letter(lon))
    };
    // A latitude, and behind it what has a hemisphere but is no longitude.
    let wrong = |k: usize| {
        let (lat, lon) = (fields.get(k)?, fields.get(k + 1)?);
        let sure = compass(lat, Axis::Latitude, 0).is_some() && parse(lat, Axis::Latitude).is_ok();
        let sure = sure && compass(lon, Axis::Longitude, 0).is_some();
        parse(lon, Axis::Longitude).err().filter(|_| sure)
    };
    let name = |k: usize| fields.get(k).cloned().unwrap_or_default();
    match (pair(0), pair(1)) {
        (Some(_), Some(_)) => Some(Err(
            "which of the three numbers are latitude and longitude? give the file a header: \
             name,lat,lon"
                .into(),
        )),
        (Some(row), None) => Some(Ok(Row { name: name(2), ..row })),
        (None, Some(row)) => Some(Ok(Row { party: name(0), name: name(3), ..row })),
        (None, None) => wrong(0).or_else(|| wrong(1)).map(Err),
    }
}

/// Marks of degrees.
const DEGREES: [char; 3] = ['°', 'º', '˚'];

/// The first word from `from` on that is a hemisphere with a number beside it: where it starts and ends.
fn compass(line: &str, axis: Axis, from: usize) -> Option<(usize, usize)> {
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_numeric() || "°º˚'\"-".contains(c));
    let mut at = from;
    for word in line[from..].split_inclusive(|c: char| !c.is_alphabetic()) {
        let start = at;
        at += word.len();
        let word = word.trim_end_matches(|c: char| !c.is_alphabetic());
        let end = start + word.len();
        let before = latin(line[..start].trim_end()).chars().next_back();
        let after = latin(line[end..].trim_start_matches(['.', ' '])).chars().next();
        if is_hemisphere(word, axis) && (beside(before) || beside(after)) {
            return Some((start, end));
        }
    }
    None
}

/// A point in running text: a label, a latitude, a longitude, told apart by their hemispheres.
fn as_text(line: &str) -> Option<Result<Row, String>> {
    // `N. Lat. 41° 12'` as `N. 41° 12'`, `41d12m30s` as `41°12'30"`.
    let (line, said) = without_axis(&marked(&plain(line)).0);
    let line = line.as_str();
    let (n, north) = compass(line, Axis::Latitude, 0)?;
    let (e, east) = compass(line, Axis::Longitude, north)?;
    let crossed = |(at, axis): &(usize, Axis)| match axis {
        Axis::Latitude => *at > e,
        Axis::Longitude => *at < n,
    };
    if said.iter().any(crossed) {
        return Some(Err("the words say longitude and latitude, the letters the reverse".into()));
    }
    let before = &line[..n];
    let ends = latin(before.trim()).chars().next_back();
    // Hemisphere letters stand before their numbers, or after them.
    let leads = !ends.is_some_and(|c| c.is_numeric() || "°'\"".contains(c))
        || line[north..e].trim_matches([',', ';', '|', '.', ' ', '\t']).is_empty();
    let (label, lat, lon, rest) = if leads {
        (before, &line[n..e], &line[e..], "")
    } else {
        let at = match first_degree(before, &line[north..e]) {
            Ok(at) => at,
            Err(text) => return Some(Err(text)),
        };
        (&before[..at], &line[at..north], &line[north..east], &line[east..])
    };
    let tidy = |s: &str| s.trim().trim_matches([',', ';', '|', ':', ')', '(']).trim().to_owned();
    let label = tidy(label).trim_end_matches('.').to_owned();
    let rest = tidy(rest.trim_start_matches('.'));
    // A label is one number or has a letter: more numbers are no coordinate that we know.
    let bare = |text: &str| numbers(text).len() > 1 && !text.chars().any(char::is_alphabetic);
    // (After marked degrees a list may follow, as of the points that a base point controls in an annex.)
    let marked = line.contains(DEGREES);
    if bare(&label) || bare(&rest) && !marked || [&label, &rest].iter().any(|t| t.contains(DEGREES))
    {
        return None;
    }
    // `7 N 41 E 50`: 7 N with the name 50, or point 7 at N 41?
    let apart = before.ends_with(char::is_whitespace) && !marked;
    if !leads && apart && label.is_empty() && rest.starts_with(char::is_numeric) {
        return Some(Err("which number belongs to which letter? mark the degrees with °".into()));
    }
    let lon = tidy(lon.trim_start_matches('.'));
    // `latitude 41° N and longitude 50° E`.
    let lon = joined(&lon);
    let name = if label.is_empty() { rest } else { label };
    Some(Row::new(&tidy(lat), lon).map(|row| Row { name, ..row }))
}

/// Where the numbers of a text begin, each with its decimals; digits of a word (`A1`) are none.
fn numbers(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(char::is_numeric).map(|k| from + k) {
        let tail = &text[start..];
        let inside = |c: char| c.is_numeric() || matches!(c, '.' | ',' | '·' | '٫' | '．');
        from = start + tail.find(|c| !inside(c)).unwrap_or(tail.len());
        if !text[..start].ends_with(char::is_alphabetic) {
            out.push((start, &text[start..from]));
        }
    }
    out
}

/// A number with a decimal comma.
fn has_comma(number: &str) -> bool {
    number.trim_end_matches([',', '.']).contains(',')
}

/// Where the latitude's degrees begin in `7. 41°27'30.5"` or `7 41 27 30.5`. What may be a label or the
/// degrees is refused.
fn first_degree(text: &str, longitude: &str) -> Result<usize, String> {
    let unclear = || format!("\"{}\" may begin with a label: mark the degrees with °", text.trim());
    let found = numbers(text);
    let east = numbers(longitude);
    let k = match text.find(DEGREES) {
        Some(sign) => found.iter().rposition(|(at, _)| *at < sign).ok_or_else(unclear)?,
        None => bare_degree(text, &found, east.len()).ok_or_else(unclear)?,
    };
    let (at, number) = found.get(k).copied().ok_or_else(unclear)?;
    // `7,41 N`: decimals, or a label? The longitude shows which.
    if has_comma(number) && !east.first().is_some_and(|(_, other)| has_comma(other)) {
        return Err(unclear());
    }
    let head = &text[..at];
    let sign = ['-', '+', '−', '–'].iter().find_map(|c| head.strip_suffix(*c));
    Ok(sign.filter(|h| h.is_empty() || h.ends_with(char::is_whitespace)).map_or(at, str::len))
}

/// Which of bare numbers the latitude begins with; none if that is not sure.
fn bare_degree(text: &str, found: &[(usize, &str)], longitude: usize) -> Option<usize> {
    let (last, first) = (found.last()?.0, found.first()?);
    // `A1 45-30-36.5`: dashes join what belongs together.
    let chunk = text[..last].rfind(char::is_whitespace).map_or(0, |k| k + 1);
    let joined = found.iter().position(|(at, _)| *at >= chunk)?;
    if joined + 1 < found.len() && joined > 0 && text[chunk..].starts_with(char::is_numeric) {
        return Some(joined);
    }
    // `7. 41 27 30`: a number that ends in a point is a label.
    let second = found.get(1).map_or(text.len(), |(at, _)| *at);
    let labelled = found.len() > 1 && text[first.0..second].trim_end().ends_with(['.', ')', ':']);
    match found.len() {
        _ if labelled => Some(1),
        count if count <= longitude => Some(0),
        4 if longitude == 3 => Some(1),
        _ => None,
    }
}

/// The last printed digit of a coordinate, degrees: `8°23'17.8"E` is 0.1/3600. 0 if it has no number.
pub(super) fn grain(text: &str) -> f64 {
    if let Some((_, unit)) = by_power(text.trim()) {
        return unit;
    }
    let numbers: Vec<&str> = text
        .split(|c: char| !(c.is_numeric() || c == '.' || c == ','))
        .filter(|w| w.chars().any(char::is_numeric))
        .collect();
    let Some(last) = numbers.last() else { return 0.0 };
    let decimals = last.split_once(['.', ',']).map_or(0, |(_, d)| d.chars().count());
    let unit = [1.0, 60.0, 3600.0][(numbers.len() - 1).min(2)];
    10_f64.powi(-i32::try_from(decimals).unwrap_or(0)) / unit
}
