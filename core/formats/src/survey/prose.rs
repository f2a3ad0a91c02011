//! Text in which points are not one a line: paragraphs with several, and hemispheres that only a heading says.

mod angles;
mod heading;
mod label;

use super::rows::Row;
use super::text::{DEGREES, compass, has_comma, left_over, numbers, sexagesimal};
use crate::dms::{Axis, by_power, latin, marked, plain, short};
use angles::{Angle, angles};
pub(super) use heading::{Heading, heading};

/// Words before an angle that is a direction.
const BEARINGS: [&str; 6] = ["azimut", "bearing", "азимут", "rumbo", "course", "peilung"];
/// So much text before an angle may say what it is, characters.
const NEAR: usize = 60;

/// The points of a line of text.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    /// Angles that are directions, as they stand there.
    pub(super) bearings: Vec<String>,
}

/// The points of a line with marked degrees; `None` if it has fewer than two angles.
pub(super) fn all(line: &str, heading: Option<&Heading>) -> Option<Result<Found, String>> {
    let line = marked(&plain(&latin(line))).0.replace("''", "\"");
    let mut out = Found::default();
    let mut angles = angles(&line);
    let mut from = 0;
    angles.retain(|a| {
        let before = near(&line[from..a.digits[0]]).to_lowercase();
        let bearing = a.hemisphere.is_none() && BEARINGS.iter().any(|w| before.contains(w));
        if bearing {
            out.bearings.push(short(&line[a.digits[0]..a.digits[1]]));
        }
        from = a.whole[1];
        !bearing
    });
    if angles.len() < 2 {
        return None;
    }
    Some(paired(&line, &mut angles, heading).map(|rows| Found { rows, ..out }))
}

fn paired(line: &str, angles: &mut [Angle], heading: Option<&Heading>) -> Result<Vec<Row>, String> {
    let letters =
        heading.and_then(|h| Some(h.order.into_iter().zip(h.letters?).collect::<Vec<_>>()));
    if let (Some(letters), true) = (&letters, angles.iter().all(|a| a.hemisphere.is_none())) {
        for (angle, letter) in angles.iter_mut().zip(letters.iter().cycle()) {
            angle.hemisphere = Some(*letter);
        }
    }
    if angles.iter().all(|a| a.hemisphere.is_none()) {
        return Err(missing(line));
    }
    let shown = |a: &Angle| short(&line[a.whole[0]..a.whole[1]]);
    if let Some(angle) = angles.iter().find(|a| a.hemisphere.is_none()) {
        return Err(format!("{} has no hemisphere: add N or S, E or W", shown(angle)));
    }
    // A number without a mark may belong to an angle or stand behind it: which, the others show.
    if let Some(angle) = angles.iter().find(|a| a.unmarked)
        && let Some(other) = angles.iter().find(|a| a.parts != angle.parts)
    {
        return Err(format!(
            "{} has a number without a mark, and {} has other parts: mark minutes with ' and seconds with \"",
            shown(angle),
            shown(other)
        ));
    }
    let axis = |a: &Angle| a.hemisphere.map(|(axis, _)| axis);
    let (mut rows, mut labels, mut from) = (Vec::new(), Vec::new(), 0);
    for pair in angles.chunks(2) {
        let [a, b] = pair else {
            return Err(format!(
                "{} stands alone: a point has a latitude and a longitude",
                shown(&pair[0])
            ));
        };
        if axis(a) == axis(b) || axis(a) != angles.first().and_then(axis) {
            let text = "are no latitude and longitude in the order of the others";
            return Err(format!("{} and {} {text}", shown(a), shown(b)));
        }
        let (before, between) = (&line[from..a.whole[0]], &line[a.whole[1]..b.whole[0]]);
        clean(before)?;
        clean(between)?;
        hangs(line, from)?;
        // Between the two coordinates of a point no label stands.
        if !numbers(between).is_empty() {
            return Err(left_over(between));
        }
        let comma = |a: &Angle| {
            let first = numbers(&line[a.digits[0]..a.digits[1]]).first().map(|(_, n)| has_comma(n));
            first.unwrap_or(false)
        };
        // `7,41° N`: decimals, or a label? The other coordinate shows which.
        if comma(a) != comma(b) {
            return Err(format!(
                "{} may begin with a label: write decimals with a point",
                shown(a)
            ));
        }
        let texts = [a, b].map(|a| text(line, a));
        let row = match axis(a) {
            Some(Axis::Longitude) => Row::new(&texts[1], &texts[0])?,
            _ => Row::new(&texts[0], &texts[1])?,
        };
        rows.push(Row { name: label::name(before, angles.len() == 2), ..row });
        labels.push(before);
        from = b.whole[1];
    }
    clean(&line[from..])?;
    hangs(line, from)?;
    one_each(&rows, &labels)?;
    Ok(rows)
}

/// Fails where a label has several points, or a row two that are beside one another: a list in two datums has such rows.
fn one_each(rows: &[Row], before: &[&str]) -> Result<(), String> {
    // Datums differ by less, degrees.
    const BESIDE: f64 = 0.02;
    let silent = |t: &&str| !t.contains(char::is_alphanumeric);
    let (Some((first, rest)), [a, b, ..]) = (before.split_first(), rows) else { return Ok(()) };
    let near = |x: f64, y: f64| (x - y).abs() < BESIDE;
    let beside = rows.len() == 2 && near(a.at.lat, b.at.lat) && near(a.at.lon, b.at.lon);
    let label = first.contains(char::is_numeric) && first.split_whitespace().count() <= 2;
    if !rest.iter().all(silent) || !(label || beside) {
        return Ok(());
    }
    Err(format!(
        "{} points stand in one row{}: if they are one point on two datums, write a file for each datum; else a row for each point",
        rows.len(),
        if label { format!(" under the label \"{}\"", short(first)) } else { String::new() }
    ))
}

/// Fails where a number hangs on the mark of an angle that ends here: `67°,16`.
fn hangs(line: &str, from: usize) -> Result<(), String> {
    let rest = &line[from..];
    let number = rest
        .strip_prefix(['-', ',', '.', ':', '/'])
        .is_some_and(|r| r.starts_with(char::is_numeric));
    let mark = line[..from].ends_with(['°', '\'', '"']);
    if number && mark { Err(left_over(rest)) } else { Ok(()) }
}

fn text(line: &str, angle: &Angle) -> String {
    let letter = angle.hemisphere.map_or(String::new(), |(_, letter)| letter.to_string());
    format!("{}{letter}", &line[angle.digits[0]..angle.digits[1]])
}

/// Fails where text between points still holds part of a coordinate.
fn clean(text: &str) -> Result<(), String> {
    // Bearings have been said.
    let bearing = BEARINGS.iter().any(|w| text.to_lowercase().contains(w));
    let both =
        [Axis::Latitude, Axis::Longitude].iter().all(|axis| compass(text, *axis, 0).is_some());
    let left = sexagesimal(text) && !bearing || both;
    if left { Err(left_over(text)) } else { Ok(()) }
}

/// The end of a text.
fn near(text: &str) -> &str {
    text.char_indices().rev().nth(NEAR).map_or(text, |(at, _)| &text[at..])
}

/// What a line without a point lacks.
pub(super) fn missing(line: &str) -> String {
    const HOW: &str = "write 41°27'30.5\"N 50°11'04.9\"E, or party,lat,lon[,name]";
    let plain = marked(&plain(&latin(line))).0;
    let found = angles(&plain);
    let lone = |axis| compass(&plain, axis, 0).is_some();
    let words = plain.split_whitespace().map(|w| by_power(w).map_or(w, |_| "1"));
    let numbers = numbers(&words.collect::<Vec<_>>().join(" ")).len();
    match (found.len(), lone(Axis::Latitude), lone(Axis::Longitude)) {
        (n, false, false) if n > 1 => format!(
            "the line has {n} angles but no hemisphere: add N or S, E or W, or a heading before the rows such as \
             \"Latitude (North) Longitude (East)\""
        ),
        (_, true, false) => format!("the line has a latitude but no longitude: {HOW}"),
        (_, false, true) => format!("the line has a longitude but no latitude: {HOW}"),
        (_, false, false) if numbers > 1 && !plain.contains(DEGREES) => format!(
            "the line has {numbers} numbers and says of none that it is a latitude or a longitude: {HOW}; a heading \
             names columns"
        ),
        _ if numbers == 0 && !plain.contains(DEGREES) => format!(
            "no latitude and longitude found: the line has no number, and as a heading it names no columns lat and lon; {HOW}"
        ),
        _ => format!("no latitude and longitude found: {HOW}"),
    }
}
