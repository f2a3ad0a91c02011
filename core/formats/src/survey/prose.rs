//! Text in which points are not one a line: paragraphs with several, and hemispheres that only a heading says.

use super::rows::Row;
use super::text::{DEGREES, compass, has_comma, left_over, numbers, sexagesimal, tidy};
use crate::dms::{Axis, axis_of, hemisphere_of, latin, marked, plain, short};

/// Words before an angle that is a direction.
const BEARINGS: [&str; 6] = ["azimut", "bearing", "азимут", "rumbo", "course", "peilung"];
/// So much text before an angle may say what it is, characters.
const NEAR: usize = 60;

/// A line like `Latitude (South)  Longitude (West)`: which coordinate comes first, and the letters if it says them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading {
    order: [Axis; 2],
    letters: Option<[char; 2]>,
}

/// The heading that a line without numbers is.
pub(super) fn heading(line: &str) -> Option<Heading> {
    const MOST_WORDS: usize = 8;
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

impl Heading {
    /// Fails where a row has a letter of its own that is not the heading's.
    pub(super) fn agrees(&self, row: &Row) -> Result<(), String> {
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

/// The points of a line of text.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    /// Angles that are directions, as they stand there.
    pub(super) bearings: Vec<String>,
}

/// An angle with a sign of degrees.
#[derive(Debug, Clone)]
struct Angle {
    /// Its numbers.
    digits: [usize; 2],
    /// Its numbers, its hemisphere and words of it.
    whole: [usize; 2],
    hemisphere: Option<(Axis, char)>,
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
    let axis = |a: &Angle| a.hemisphere.map(|(axis, _)| axis);
    let (mut rows, mut from) = (Vec::new(), 0);
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
        rows.push(Row { name: name(before, angles.len() == 2), ..row });
        from = b.whole[1];
    }
    clean(&line[from..])?;
    Ok(rows)
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

/// The label of a point: all of it where it is short, else the last word with a digit before the point.
fn name(before: &str, alone: bool) -> String {
    let label = tidy(before).trim_end_matches('.').to_owned();
    if alone && label.chars().count() <= NEAR {
        return label;
    }
    let words =
        near(before).split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut numbered = words.filter(|w| w.len() <= 8 && w.contains(char::is_numeric));
    numbered.next_back().unwrap_or_default().to_owned()
}

/// The end of a text.
fn near(text: &str) -> &str {
    text.char_indices().rev().nth(NEAR).map_or(text, |(at, _)| &text[at..])
}

/// Every number with a sign of degrees, and the numbers behind it with their marks.
fn angles(line: &str) -> Vec<Angle> {
    let numbers = numbers(line);
    let mut out: Vec<Angle> = Vec::new();
    let mut k = 0;
    while let Some((at, number)) = numbers.get(k).copied() {
        k += 1;
        let Some(mut end) = mark(line, at + number.len(), '°') else { continue };
        for sign in ['\'', '"'] {
            let next = numbers.get(k).filter(|(at, _)| line[end..*at].trim().is_empty());
            let Some(after) = next.and_then(|(at, n)| mark(line, at + n.len(), sign)) else {
                continue;
            };
            (end, k) = (after, k + 1);
            // `36".5`: the mark stands over the point.
            if line[end..].starts_with(['.', ','])
                && numbers.get(k).is_some_and(|(at, _)| *at == end + 1)
            {
                end += 1 + numbers[k].1.len();
                k += 1;
            }
        }
        let signed = line[..at].ends_with(['-', '+']);
        let start = at - usize::from(signed);
        out.push(Angle { digits: [start, end], whole: [start, end], hemisphere: None });
    }
    let edges: Vec<[usize; 2]> = out.iter().map(|a| a.digits).collect();
    let before: Vec<_> = (0..out.len()).map(|k| words_before(line, &edges, k)).collect();
    let after: Vec<_> = (0..out.len()).map(|k| words_after(line, &edges, k)).collect();
    // `N 41° E 50°`: the letter behind an angle is that of the next where each has one before it.
    let lead = before.first().is_some_and(|b| b.1.is_some())
        && after.last().is_some_and(|a| a.1.is_none());
    for (k, angle) in out.iter_mut().enumerate() {
        let (edge, hemisphere) = if lead { before[k] } else { after[k] };
        angle.hemisphere = hemisphere;
        angle.whole[usize::from(!lead)] = edge;
    }
    out
}

/// The place behind a mark that follows here.
fn mark(line: &str, at: usize, sign: char) -> Option<usize> {
    let rest = line[at..].trim_start();
    rest.strip_prefix(sign).map(|rest| line.len() - rest.len())
}

type Words = (usize, Option<(Axis, char)>);

/// The hemisphere behind an angle, and where the words about it end.
fn words_after(line: &str, edges: &[[usize; 2]], k: usize) -> Words {
    let until = edges.get(k + 1).map_or(line.len(), |e| e[0]);
    let (mut at, mut found) = (edges[k][1], None);
    for _ in 0..3 {
        let rest = &line[at..until];
        let word = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '('));
        let start = until - word.len();
        let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
        match hemisphere_of(word) {
            Some(hemisphere) if found.is_none() => found = Some(hemisphere),
            _ if axis_of(word).is_some() => {}
            _ => break,
        }
        at = start + word.len();
    }
    (at, found)
}

/// The hemisphere before an angle, and where the words about it begin.
fn words_before(line: &str, edges: &[[usize; 2]], k: usize) -> Words {
    let from = k.checked_sub(1).map_or(0, |k| edges[k][1]);
    let (mut at, mut found) = (edges[k][0], None);
    for _ in 0..3 {
        let rest = line[from..at]
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ')' | '='));
        let word = rest.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        match hemisphere_of(word) {
            Some(hemisphere) if found.is_none() => found = Some(hemisphere),
            _ if axis_of(word).is_some() => {}
            _ => break,
        }
        at = from + rest.len() - word.len();
    }
    (at, found)
}

/// What a line without a point lacks.
pub(super) fn missing(line: &str) -> String {
    const HOW: &str = "write 41°27'30.5\"N 50°11'04.9\"E, or party,lat,lon[,name]";
    let plain = marked(&plain(&latin(line))).0;
    let found = angles(&plain);
    let lone = |axis| compass(&plain, axis, 0).is_some();
    let numbers = numbers(&plain).len();
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
