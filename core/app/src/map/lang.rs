//! Languages of a sheet, and how they write numbers and positions.

use littoral_geodesy::densify::wrap;

use super::phrases::Phrase;

/// Language of the lettering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Persian, right to left, Persian digits.
    Fa,
    /// Russian, decimal comma.
    Ru,
}

impl Lang {
    /// The language of a code (`en`, `fa`, `ru`), or `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::En, Self::Fa, Self::Ru].into_iter().find(|l| l.code() == code)
    }

    /// ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fa => "fa",
            Self::Ru => "ru",
        }
    }

    /// Is the language written from right to left?
    #[must_use]
    pub fn rtl(self) -> bool {
        self == Self::Fa
    }

    /// A phrase as it stands.
    pub(super) fn say(self, phrase: Phrase) -> &'static str {
        let [en, fa, ru] = phrase.all();
        match self {
            Self::En => en,
            Self::Fa => fa,
            Self::Ru => ru,
        }
    }

    /// A phrase with its gaps filled in order.
    pub(super) fn fill(self, phrase: Phrase, with: &[&str]) -> String {
        let mut parts = self.say(phrase).split("{}");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (k, part) in parts.enumerate() {
            out.push_str(with.get(k).copied().unwrap_or_default());
            out.push_str(part);
        }
        out
    }

    /// A number with a fixed count of decimals, thousands grouped, in the language's signs.
    #[must_use]
    pub fn number(self, value: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let (group, point) = match self {
            Self::En => ('\u{2009}', '.'),
            Self::Fa => ('٬', '٫'),
            Self::Ru => ('\u{2009}', ','),
        };
        let mut out = String::new();
        if value < 0.0 && text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
            out.push('−');
        }
        for (k, c) in whole.chars().enumerate() {
            if k > 0 && (whole.len() - k) % 3 == 0 {
                out.push(group);
            }
            out.push(c);
        }
        if !fraction.is_empty() {
            out.push(point);
            out.push_str(fraction);
        }
        self.digits(&out)
    }

    /// A share in per cent with one decimal and its sign.
    #[must_use]
    pub fn percent(self, value: f64) -> String {
        let n = self.number(value, 1);
        if self == Self::Fa { format!("{n}٪") } else { format!("{n}\u{2009}%") }
    }

    /// ASCII digits in the language's own.
    #[must_use]
    pub fn digits(self, text: &str) -> String {
        if self != Self::Fa {
            return text.to_owned();
        }
        let own = |c: char| c.to_digit(10).and_then(|d| char::from_u32(0x06f0 + d)).unwrap_or(c);
        text.chars().map(|c| if c.is_ascii_digit() { own(c) } else { c }).collect()
    }

    /// A whole parallel or meridian in words of the language: `42° N`, `42° с. ш.`. Persian sheets
    /// keep Latin letters and digits for positions, as treaties print them.
    pub(super) fn degrees(self, value: f64, letters: [&str; 2]) -> String {
        let letter = if value < 0.0 { letters[1] } else { letters[0] };
        let minutes = (value.abs() * 60.0).round() as u64;
        let (d, m) = (minutes / 60, minutes % 60);
        let number = if m == 0 { format!("{d}°") } else { format!("{d}°{m:02}′") };
        let name = match (self, letter) {
            (Self::Ru, "N") => "с.\u{a0}ш.",
            (Self::Ru, "S") => "ю.\u{a0}ш.",
            (Self::Ru, "E") => "в.\u{a0}д.",
            (Self::Ru, "W") => "з.\u{a0}д.",
            (_, l) => l,
        };
        format!("{number}\u{2009}{name}")
    }
}

/// A position in degrees, minutes and seconds with two decimals (0.3 m), Latin in every language; longitudes that run on over
/// 180 degrees are those of the other hemisphere.
#[must_use]
pub fn dms(lat: f64, lon: f64) -> String {
    let lon = wrap(lon);
    let part = |v: f64, width: usize, letters: [char; 2]| {
        let hundredths = (v.abs() * 360_000.0).round() as u64;
        let (d, m, s) = (hundredths / 360_000, hundredths / 6_000 % 60, hundredths % 6_000);
        let letter = letters[usize::from(v < 0.0)];
        format!("{d:0width$}°\u{2009}{m:02}′\u{2009}{:02}.{:02}″\u{2009}{letter}", s / 100, s % 100)
    };
    format!("{}  {}", part(lat, 2, ['N', 'S']), part(lon, 3, ['E', 'W']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_three_languages() {
        assert_eq!(Lang::En.number(117_021.4, 0), "117\u{2009}021");
        assert_eq!(Lang::Fa.number(-28.0, 1), "−۲۸٫۰");
        assert_eq!(Lang::Ru.percent(19.94), "19,9\u{2009}%");
        assert_eq!(Lang::Fa.percent(19.94), "۱۹٫۹٪");
        assert_eq!(Lang::En.number(-0.01, 1), "0.0");
    }

    #[test]
    fn seconds_carry_into_minutes() {
        let text = dms(42.0 + 59.999_95 / 60.0, -49.5).replace('\u{2009}', "");
        assert_eq!(text, "43°00′00.00″N  049°30′00.00″W");
    }

    #[test]
    fn longitudes_that_run_on() {
        let text = dms(67.0, 183.0 + 8.0 / 60.0 + 59.26 / 3600.0).replace('\u{2009}', "");
        assert_eq!(text, "67°00′00.00″N  176°51′00.74″W");
        assert!(dms(0.0, 180.0).ends_with('E') && dms(0.0, -180.0).ends_with('W'));
    }

    #[test]
    fn gaps_are_filled_in_order() {
        assert_eq!(Lang::En.fill(Phrase::Sheet, &["1", "9"]), "Sheet 1 of 9");
    }
}
