//! Lengths with their unit, as judgments and surveys write them.

use crate::dms::short;

/// Metres of a unit. `M` is the nautical mile and `m` the metre, as on charts.
const UNITS: [(f64, &[&str]); 3] = [
    (1852.0, &["nm", "nmi", "nautical mile", "nautical miles", "sea mile", "sea miles"]),
    (1000.0, &["km", "kilometre", "kilometres", "kilometer", "kilometers"]),
    (1.0, &["metre", "metres", "meter", "meters"]),
];

/// Reads a length in metres: `12M`, `200 nm` (nautical miles), `300km`, `22224 m`. A bare number counts in `bare` metres;
/// where there is none, it is refused.
///
/// # Errors
/// A sentence that says what is wrong and what is allowed: no number, no unit, an unknown one.
///
/// ```
/// use littoral_formats::length::length;
/// assert_eq!(length("12M", None), Ok(22_224.0));
/// assert_eq!(length("300000", Some(1.0)), length("300 km", None));
/// ```
pub fn length(text: &str, bare: Option<f64>) -> Result<f64, String> {
    let no = |why: String| {
        let number = if bare == Some(1.0) { ", or a bare number of metres" } else { "" };
        format!("\"{}\" is no length: {why}; write 12M or 12nm, 300km, 5000m{number}", short(text))
    };
    let text = text.trim();
    let start = unit_at(text);
    let (number, unit) = (text[..start].trim_end(), text[start..].trim_end_matches('.'));
    let value = number.parse::<f64>().ok().filter(|v| v.is_finite());
    let value = value.ok_or_else(|| no(format!("\"{}\" is no number", short(number))))?;
    let metres = match unit {
        "" => bare.ok_or_else(|| no("it has no unit".into()))?,
        "M" => 1852.0,
        "m" => 1.0,
        unit => {
            let small = unit.to_lowercase();
            let known = UNITS.iter().find(|(_, words)| words.contains(&small.as_str()));
            known.map(|(m, _)| *m).ok_or_else(|| no(format!("\"{}\" is no unit", short(unit))))?
        }
    };
    Ok(value * metres)
}

/// Where the unit begins: at the first letter that is not the power of ten of a number.
fn unit_at(text: &str) -> usize {
    let power = |at: usize| {
        let rest = text[at + 1..].trim_start_matches(['+', '-']);
        text[at..].starts_with(['e', 'E']) && rest.starts_with(|c: char| c.is_ascii_digit())
    };
    text.char_indices().find(|(at, c)| c.is_alphabetic() && !power(*at)).map_or(text.len(), |p| p.0)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn units() {
        for (text, metres) in [
            ("12M", 22_224.0),
            ("12 M", 22_224.0),
            ("200 nm", 370_400.0),
            ("24 NM.", 44_448.0),
            ("1.5 nautical miles", 2_778.0),
            ("300km", 300_000.0),
            ("0.5 Km", 500.0),
            ("12m", 12.0),
            ("1e3 m", 1000.0),
            ("2.5e+2km", 250_000.0),
            ("-3M", -5_556.0),
        ] {
            assert_eq!(length(text, None), Ok(metres), "{text}");
        }
        assert_eq!(length("300000", Some(1.0)), Ok(300_000.0));
    }

    #[test]
    fn refusals_say_what_is_allowed() {
        for (text, why) in [
            ("12", "it has no unit"),
            ("M", "is no number"),
            ("", "is no number"),
            ("12 mi", "\"mi\" is no unit"),
            ("12 ft", "\"ft\" is no unit"),
            ("1,5 km", "\"1,5\" is no number"),
            ("12 M 3 m", "is no unit"),
            ("nan", "is no number"),
            ("1e999 m", "is no number"),
        ] {
            let refused = length(text, None).unwrap_err();
            assert!(refused.contains(why) && refused.contains("write 12M or 12nm"), "{refused}");
        }
        assert!(length("x", Some(1.0)).unwrap_err().contains("a bare number of metres"));
    }
}
