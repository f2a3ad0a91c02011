//! Dates as sources give them: a day, a month, a year, or between two of these.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// All days that a date may mean, first and last included.
///
/// `2003-05-16` is one day, `2019-02` a month, `2016` a year, `2018-03-28/2018-03-30` a range whose
/// ends may themselves be partial.
///
/// ```
/// use littoral_treaty::DateSpan;
/// let month: DateSpan = "2019-02".parse()?;
/// assert_eq!(month.last.to_string(), "2019-02-28");
/// assert_eq!(month.to_string(), "2019-02");
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateSpan {
    /// First possible day.
    pub first: Date,
    /// Last possible day.
    pub last: Date,
    /// As written.
    text: String,
}

impl DateSpan {
    /// One day.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day, text: day.to_string() }
    }

    /// True if only one day is possible.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.first == self.last
    }
}

impl FromStr for DateSpan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (first, last) = match text.split_once('/') {
            Some((a, b)) => (partial(a)?.0, partial(b)?.1),
            None => partial(text)?,
        };
        if last < first {
            return Err(format!("\"{text}\" ends before it begins"));
        }
        Ok(Self { first, last, text: text.to_owned() })
    }
}

/// First and last day of a year, a month or a day.
fn partial(text: &str) -> Result<(Date, Date), String> {
    let wrong = || format!("\"{text}\" is not a date (2003-05-16, 2003-05 or 2003)");
    let part = |t: &str, digits: usize| {
        let plain = t.len() == digits && t.bytes().all(|b| b.is_ascii_digit());
        if plain { t.parse::<i16>().map_err(|_| wrong()) } else { Err(wrong()) }
    };
    let small = |t: &str| part(t, 2).and_then(|n| i8::try_from(n).map_err(|_| wrong()));
    let date = |y, m, d| Date::new(y, m, d).map_err(|_| wrong());
    let pieces: Vec<&str> = text.split('-').collect();
    match pieces[..] {
        [y] => Ok((date(part(y, 4)?, 1, 1)?, date(part(y, 4)?, 12, 31)?)),
        [y, m] => {
            let first = date(part(y, 4)?, small(m)?, 1)?;
            Ok((first, first.last_of_month()))
        }
        [y, m, d] => {
            let day = date(part(y, 4)?, small(m)?, small(d)?)?;
            Ok((day, day))
        }
        _ => Err(wrong()),
    }
}

impl fmt::Display for DateSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for DateSpan {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_are_intervals() {
        for (text, first, last) in [
            ("2003-05-16", "2003-05-16", "2003-05-16"),
            ("2020-02", "2020-02-01", "2020-02-29"),
            ("1996", "1996-01-01", "1996-12-31"),
            ("2018-03-28/2018-03-30", "2018-03-28", "2018-03-30"),
            ("2004/2005-06", "2004-01-01", "2005-06-30"),
        ] {
            let span: DateSpan = text.parse().unwrap();
            assert_eq!(
                (span.first.to_string(), span.last.to_string()),
                (first.into(), last.into())
            );
            assert_eq!(span.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "03", "2003-13", "2003-02-29", "2003-5-16", "16.05.2003", "2003-05-16-1", "+003"]
        {
            let expected = format!("\"{text}\" is not a date (2003-05-16, 2003-05 or 2003)");
            assert_eq!(text.parse::<DateSpan>(), Err(expected));
        }
        assert_eq!(
            "2005/2004".parse::<DateSpan>(),
            Err("\"2005/2004\" ends before it begins".into())
        );
    }
}
