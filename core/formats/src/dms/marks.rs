//! Marks of degrees, minutes and seconds however they are set: signs, letters, words.

use super::words::{OF, axis_of, is_word, small};

/// Words for the marks.
const UNITS: [(char, &[&str]); 3] = [
    ('°', &["deg", "degree", "degrees", "degré", "degrés", "град", "градуса", "градусов"]),
    ('\'', &["min", "minute", "minutes", "minuten", "мин", "минута", "минуты", "минут"]),
    (
        '"',
        &[
            "sec",
            "second",
            "seconds",
            "sekunden",
            "seconde",
            "secondes",
            "сек",
            "секунды",
            "секунд",
        ],
    ),
];

/// Hemispheres abbreviated before the word for their coordinate (`с. ш.`, `n. Br.`, `ö. L.`), and the letter that stands for them.
/// Typists mix in the Latin letters that look the same. `O. Länge` is Ost; the `O` of `O. L.` stays, to be refused.
const ABBREVIATED: [(&[&str], &[&str], char); 11] = [
    (&["с", "c", "сев"], &["ш"], 'N'),
    (&["ю", "южн"], &["ш"], 'S'),
    (&["в", "b", "вост"], &["д"], 'E'),
    (&["з", "зап"], &["д"], 'W'),
    (&["n", "nördl"], BREITE, 'N'),
    (&["s", "südl"], BREITE, 'S'),
    (&["ö", "östl", "ø"], LAENGE, 'E'),
    (&["o"], &["länge"], 'E'),
    (&["o"], LAENGE, 'O'),
    (&["e"], LAENGE, 'E'),
    (&["w", "westl"], LAENGE, 'W'),
];
const BREITE: &[&str] = &["br", "breite", "bredde"];
const LAENGE: &[&str] = &["l", "lg", "länge", "længde", "lengde"];

/// `O` behind these is west: they are words of languages that have Oeste, Ouest or Ovest.
const WEST: &[&str] = &["longitude", "longitudine"];
/// A word of Spanish, and of Swedish, where `O` is east: `de` before it tells which.
const LONGITUD: &[&str] = &["longitud"];

/// The text with signs for words of degrees, minutes and seconds behind a number (`41 град. 27 мин.`), the sign of a degree for what
/// is set for it (`41⁰`, `41o27'`), and Latin letters for abbreviated hemispheres (`с. ш.`).
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut of) = (text, false);
    while let Some(c) = rest.chars().next() {
        if !c.is_alphabetic() {
            out.push(if c == '⁰' { '°' } else { c });
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        if let Some((letter, after)) = abbreviated(word, after) {
            out.push(letter);
            rest = after;
        } else if let Some(after) = of_axis(&out, word, after) {
            (of, rest) = (true, after);
        } else if let Some(after) = west(std::mem::take(&mut of), word, after) {
            out.push('W');
            rest = after;
        } else if let Some((mark, hemisphere)) = unit(&out, word, after) {
            out.push(mark);
            out.push_str(hemisphere);
            rest = after.strip_prefix('.').unwrap_or(after);
        } else {
            out.push_str(word);
            rest = after;
        }
    }
    out
}

/// The letter of `с. ш.`, and what follows it.
fn abbreviated<'a>(word: &str, after: &'a str) -> Option<(char, &'a str)> {
    let word = small(word);
    let pointed = after.strip_prefix('.')?.trim_start();
    let next = &pointed[..pointed.find(|c: char| !c.is_alphabetic()).unwrap_or(pointed.len())];
    let behind = &pointed[next.len()..];
    let &(_, _, letter) = ABBREVIATED
        .iter()
        .find(|(known, axis, _)| known.contains(&word.as_str()) && is_word(next, axis))?;
    // A Latin letter may stand for anything: `W. L-5` and `W. L. Smith` are no `w. L.`
    let short = next.chars().count() < 3 && next.is_ascii();
    let name = || behind.trim_start_matches(['.', ' ']).starts_with(char::is_uppercase);
    let ends = !short || behind.starts_with('.') && !(word.is_ascii() && name());
    ends.then_some((letter, behind.strip_prefix('.').unwrap_or(behind)))
}

/// What follows the `de` between an angle and the name of its coordinate.
fn of_axis<'a>(before: &str, word: &str, after: &'a str) -> Option<&'a str> {
    let behind_angle =
        before.trim_end().ends_with(|c: char| c.is_numeric() || "°'\"′″”".contains(c));
    let next = after.trim_start().split(|c: char| !c.is_alphabetic()).next()?;
    (behind_angle && is_word(word, OF) && axis_of(next).is_some()).then_some(after)
}

/// What follows `longitud O`: the word before its `O` says that this is west.
fn west<'a>(of: bool, word: &str, after: &'a str) -> Option<&'a str> {
    let says = is_word(word, WEST) || of && is_word(word, LONGITUD);
    let behind = after.trim_start().strip_prefix(['O', 'o']).filter(|_| says)?;
    let ends = !behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '°' | 'º' | '\''));
    ends.then_some(behind)
}

/// The mark that a word behind a number stands for, and the letter of a hemisphere that hangs on it (`30minN`). A small `s` may be
/// that of a plural.
fn unit<'a>(before: &str, word: &'a str, after: &str) -> Option<(char, &'a str)> {
    if !before.trim_end().ends_with(char::is_numeric) {
        return None;
    }
    let degree = before.ends_with(char::is_numeric) && matches!(word, "o" | "о");
    if degree && minutes_follow(after) {
        return Some(('°', ""));
    }
    let mark = |word| UNITS.iter().find(|(_, words)| is_word(word, words)).map(|(mark, _)| *mark);
    let hanging = word.char_indices().next_back().filter(|(_, c)| "NSEWnew".contains(*c));
    let (short, letter) = word.split_at(hanging.map_or(word.len(), |(at, _)| at));
    mark(word).map(|m| (m, "")).or_else(|| mark(short).map(|m| (m, letter)))
}

/// Is there a number with a mark of minutes? (`12 o` alone may be west.)
fn minutes_follow(text: &str) -> bool {
    let text = text.trim_start();
    let number = text.trim_start_matches(|c: char| c.is_numeric() || matches!(c, '.' | ','));
    let mark = number.trim_start().chars().next().map(super::latin_char);
    number.len() < text.len() && mark == Some('\'')
}

/// The letters of `41d27m30.5s` as the marks that they stand for, and whether an `s` was among them.
pub(crate) fn marked(text: &str) -> (String, bool) {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    // Which letter may come next: m behind degrees, s behind an m.
    let (mut next, mut seconds) = (' ', false);
    for (k, &c) in chars.iter().enumerate() {
        let behind_digit = k > 0 && chars[k - 1].is_numeric();
        let follows = chars.get(k + 1).copied();
        let apart = follows.is_none_or(|f| !f.is_alphabetic() || "NSEWnsew".contains(f));
        // (Asked of a d alone: looked up at every blank, a line of blanks would take their square.)
        let ahead = || chars[k + 1..].iter().find(|f| !f.is_whitespace());
        match c.to_ascii_lowercase() {
            'd' if behind_digit && ahead().is_some_and(|f| f.is_numeric()) => {
                out.push('°');
                next = 'm';
            }
            'm' if behind_digit && apart && next == 'm' => {
                out.push('\'');
                next = 's';
            }
            's' if behind_digit && apart && next == 's' => {
                out.push('"');
                (next, seconds) = (' ', true);
            }
            _ => {
                out.push(c);
                next = match c {
                    '°' => 'm',
                    '\'' | '"' => ' ',
                    c if c.is_alphabetic() => ' ',
                    _ => next,
                };
            }
        }
    }
    (out, seconds)
}
