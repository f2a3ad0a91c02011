//! Curves on the command line: their kind, places, azimuths and lengths in one text.

use littoral_formats::dms::azimuth;
use littoral_formats::length::length;
use littoral_geodesy::Curve;
use littoral_geodesy::curve::LineKind;

use super::ground::Ground;
use super::input;

/// What a curve may be, for refusals.
pub(super) const HOW: &str = "write: geodesic P Q, loxodrome P Q, ray P AZIMUTH LENGTH or circle P LENGTH; P and Q as LAT,LON without blanks, \
                              LENGTH in metres or as 12M, 12nm, 300km";

/// Reads a curve.
///
/// # Errors
/// A sentence for the user: no curve, no place, azimuth or length in it, or no one line between its places.
pub(super) fn curve(ground: &Ground, text: &str) -> Result<Curve, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = |w: &str| input::place(w).map(|p| ground.place(p));
    match words.as_slice() {
        [kind @ ("geodesic" | "loxodrome"), p, q] => {
            let geodesic = *kind == "geodesic";
            let kind = if geodesic { LineKind::Geodesic } else { LineKind::Loxodrome };
            Curve::between(&ground.earth, kind, at(p)?, at(q)?)
                .ok_or_else(|| "the ends coincide, or are opposite points of the earth".to_owned())
        }
        ["ray", p, rest @ ..] if rest.len() > 1 => {
            let (towards, far) = rest.split_at(length_at(rest));
            let towards = azimuth(&towards.join(" "))?;
            Ok(Curve::ray(LineKind::Geodesic, at(p)?, towards, on_earth(&far.join(" "))?))
        }
        ["circle", p, far @ ..] if !far.is_empty() => {
            Ok(Curve::circle(at(p)?, on_earth(&far.join(" "))?))
        }
        _ => Err(format!("\"{text}\" is no curve")),
    }
}

/// Where the length begins behind an azimuth of one word or several: its unit may stand apart.
fn length_at(words: &[&str]) -> usize {
    let unit = |w: &&&str| w.starts_with(char::is_alphabetic);
    words.len() - 1 - usize::from(words.last().filter(unit).is_some())
}

/// A length that a curve may have, metres.
fn on_earth(text: &str) -> Result<f64, String> {
    let metres = length(text, Some(1.0))?;
    match metres > 0.0 && metres <= 2.0e7 {
        true => Ok(metres),
        false => Err(format!("{metres} m is no distance on the earth")),
    }
}
