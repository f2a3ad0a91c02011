//! How numbers are written for people: thin groups, fixed places, true signs left to maps.

/// Thousands in groups: `379 164`. Rounded to whole units.
#[must_use]
pub fn grouped(value: f64) -> String {
    if !value.is_finite() {
        return "?".to_owned();
    }
    let digits = format!("{:.0}", value.abs());
    let mut out = String::new();
    for (k, c) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    if value < 0.0 && digits != "0" { format!("-{out}") } else { out }
}

/// A number with the word that goes with it: `1 line`, `3 lines`.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// One decimal: `19.9`; never `-0.0`.
#[must_use]
pub fn tenth(value: f64) -> String {
    let text = format!("{value:.1}");
    if text == "-0.0" { "0.0".to_owned() } else { text }
}

/// A plain number without needless zeros: `1.25`, `20`.
#[must_use]
pub fn short(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Degrees and decimal minutes to `places`: `41°17.6′N`.
#[must_use]
pub fn minutes(degrees: f64, places: usize, hemispheres: [char; 2]) -> String {
    let side = hemispheres[usize::from(degrees < 0.0)];
    let unit = 10_f64.powi(i32::try_from(places).unwrap_or(0));
    // Round first, then split: 59.96' must become the next degree, not 60.0'.
    let total = (degrees.abs() * 60.0 * unit).round() / unit;
    let whole = (total / 60.0).floor();
    let width = if places == 0 { 2 } else { places + 3 };
    format!("{whole:02.0}°{:0width$.places$}′{side}", total - whole * 60.0)
}

/// First eight digits of a hash.
#[must_use]
pub fn hash8(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_places() {
        assert_eq!(grouped(379_164.3), "379 164");
        assert_eq!(grouped(-1755.0), "-1 755");
        assert_eq!(grouped(38.0), "38");
        assert_eq!(grouped(f64::NAN), "?");
        assert_eq!(tenth(-0.01), "0.0");
        assert_eq!(short(1.25), "1.25");
        assert_eq!(short(20.000_000_1), "20");
        assert_eq!(short(-1e-9), "0");
    }

    #[test]
    fn minutes_carry_into_the_next_degree() {
        assert_eq!(minutes(41.29333, 1, ['N', 'S']), "41°17.6′N");
        assert_eq!(minutes(-50.99999, 1, ['E', 'W']), "51°00.0′W");
        assert_eq!(minutes(38.5, 3, ['N', 'S']), "38°30.000′N");
    }
}
