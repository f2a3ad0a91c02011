//! Fields between delimiters, by their place: `party,lat,lon[,name]`, or `lat,lon[,name]`.

use super::rows::Row;
use super::text::{DEGREES, compass, is_part, numbers};
use crate::dms::{Axis, by_power, parse, short};

/// A quoted field may hold the delimiter; a `"` inside an unquoted one is a seconds mark.
pub(super) fn split(line: &str, delimiter: char) -> Vec<String> {
    parted(line, delimiter).0
}

/// Is a quote left open at the end of the line?
pub(super) fn open(line: &str, delimiter: char) -> bool {
    parted(line, delimiter).1
}

fn parted(line: &str, delimiter: char) -> (Vec<String>, bool) {
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
    (out.iter().map(|f| f.trim().to_owned()).collect(), quoted)
}

/// May all commas of a row of bare numbers be decimals? `54 30,5 14 20,5` is two coordinates of degrees and minutes, or three
/// fields.
pub(super) fn decimal_commas(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let digits = |t: &str| !t.is_empty() && t.chars().all(char::is_numeric);
    let whole = |w: &str| digits(w.trim_start_matches(['-', '−']));
    let parted = |w: &str| w.split_once(',').is_some_and(|(a, b)| whole(a) && digits(b));
    let half = words.len() / 2;
    let ends = |k: usize| (k + 1).is_multiple_of(half);
    (1..=3).contains(&half)
        && words.len() == 2 * half
        && words.iter().enumerate().all(|(k, w)| if ends(k) { parted(w) } else { whole(w) })
}

/// Three bare numbers a row, one of which counts the points: the places of latitude, longitude and count. Only
/// consecutive numbers count.
pub(super) fn bare<'a>(
    lines: impl Iterator<Item = &'a str>,
    delimiter: char,
) -> Option<[usize; 3]> {
    let numbers = |line| -> Option<[f64; 3]> {
        let found: Vec<f64> = split(line, delimiter).iter().map_while(|f| f.parse().ok()).collect();
        found.try_into().ok()
    };
    let rows: Vec<[f64; 3]> = lines.map(numbers).collect::<Option<_>>()?;
    let counts = |c: usize| rows.windows(2).all(|w| w[1][c] - w[0][c] == 1.0);
    match (counts(0), counts(2)) {
        _ if rows.is_empty() => None,
        (true, false) => Some([1, 2, 0]),
        (false, true) => Some([0, 1, 2]),
        _ => None,
    }
}

/// The point of a row of three bare numbers.
pub(super) fn of_bare(cells: &[String], places: [usize; 3]) -> Result<Row, String> {
    let [lat, lon, name] = places.map(|k| cells.get(k).cloned().unwrap_or_default());
    whole(cells, 3)?;
    Ok(Row { name, ..Row::new(&lat, &lon)? })
}

/// `party,lat,lon[,name]` or `lat,lon[,name]`; `None` if the fields are neither. Three bare numbers
/// could be either.
pub(super) fn by_position(fields: &[String]) -> Option<Result<Row, String>> {
    let pair = |k: usize| {
        let (lat, lon) = (fields.get(k)?, fields.get(k + 1)?);
        // A decimal comma parts a number in two: its half has no letter where the other has one.
        let power = |t: &str| by_power(t.trim()).is_some();
        let letter = |t: &str| !power(t) && t.chars().any(char::is_alphabetic);
        let count = |t: &str| if power(t) { 1 } else { numbers(t).len() };
        // A label may stand before the first latitude.
        let clear = k > 0 || count(lat) <= count(lon) || lat.contains(DEGREES);
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
    // `112.5,30.6,-25.0`: the party would be a longitude, and what follows no latitude at all.
    let number = |k: usize| fields.get(k).and_then(|t| t.parse::<f64>().ok());
    let [first, second, third] = [0, 1, 2].map(number);
    if first.is_some_and(|x| x.abs() > 90.0 && x.abs() <= 360.0) && second.and(third).is_some() {
        return Some(Err(which_of_three()));
    }
    // A point with a list behind it, `KAZ 46°12'N 49°48'E 41, 42, 43`, is text.
    let listed = fields.first().is_some_and(|t| is_part(t, false));
    match (pair(0), pair(1).filter(|_| !listed)) {
        (Some(_), Some(_)) => Some(Err(which_of_three())),
        (Some(row), None) => Some(whole(fields, 2).map(|()| Row { name: name(2), ..row })),
        (None, Some(row)) => {
            Some(whole(fields, 3).map(|()| Row { party: name(0), name: name(3), ..row }))
        }
        (None, None) => wrong(0).or_else(|| wrong(1)).map(Err),
    }
}

fn which_of_three() -> String {
    "which of the three numbers are latitude and longitude? give the file a header: name,lat,lon, or lon,lat,z".into()
}

/// A cell of a party without a name: its points are not those of a party called nothing.
pub(super) fn no_party(field: usize) -> String {
    format!(
        "the party, field {} of the line, is empty: write whose point it is, or leave the field out of every line",
        field + 1
    )
}

/// Fails where a field behind the longitude looks like part of a coordinate: then the fields before it were its parts too.
fn whole(fields: &[String], name: usize) -> Result<(), String> {
    let number = |t: &str| t.replacen(',', ".", 1).parse::<f64>().is_ok();
    let decimal = |t: &str| number(t) && t.contains(['.', ',']);
    let of_name = |t: &&String| is_part(t, false) || decimal(t) || hanging(t);
    let behind = |t: &&String| of_name(t) || number(t);
    let named = fields.get(name).filter(of_name);
    match named.or_else(|| fields.iter().skip(name + 1).find(behind)) {
        Some(left) => Err(format!(
            "\"{}\" is left over and looks like part of a coordinate: write 12:30:30 N or 12°30'30\"N with no comma or \
             semicolon inside, decimals with a point, or give the file a header: party,lat,lon,name",
            short(left)
        )),
        None => Ok(()),
    }
}

/// A number with a hemisphere on it: `30 N`.
fn hanging(text: &str) -> bool {
    [Axis::Latitude, Axis::Longitude].into_iter().any(|axis| compass(text, axis, 0).is_some())
}
