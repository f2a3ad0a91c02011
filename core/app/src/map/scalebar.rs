//! Scale bar: kilometres in alternating ink and white, nautical miles under it.

use super::palette::{INK, LAND, PAPER};
use super::pen::Pen;
use super::phrases::Phrase;
use super::plane::Rect;
use super::svg::{Svg, num};
use super::text::{Anchor, Text};

/// Length of a nautical mile, km.
const MILE: f64 = 1.852;

/// The largest 1, 2 or 5 times a power of ten of which three fit into `most`.
fn round_step(most: f64) -> f64 {
    let third = most / 3.0;
    let power = 10f64.powi(third.log10().floor() as i32);
    let mantissa =
        [5.0, 2.0, 1.0].into_iter().find(|m| m * power <= third * (1.0 + 1e-9)).unwrap_or(1.0);
    mantissa * power
}

/// Draws the bar into its box; `scale` is the denominator, `latitude` the words for the centre's.
pub(super) fn draw(svg: &mut Svg, place: Rect, scale: f64, latitude: &str, pen: &Pen<'_>) {
    let mm_per_km = 1e6 / scale;
    let step = round_step((place.w - 4.3) / mm_per_km);
    let (x, y, part) = (place.x, place.y + 1.4, step * mm_per_km);
    svg.rect(place.grown(1.2), &[("fill", LAND)]);
    let decimals = usize::from(step < 1.0) * 2;
    for k in 0..3_u8 {
        let r = Rect::new(x + part * f64::from(k), y, part, 1.1);
        let fill = if k % 2 == 0 { INK } else { PAPER };
        svg.rect(r, &[("fill", fill), ("stroke", INK), ("stroke-width", "0.15")]);
    }
    let label = |svg: &mut Svg, text: String, x: f64, y: f64, anchor| {
        Text::new(text, x, y, 6.5).anchor(anchor).draw(svg, pen.fonts);
    };
    let number = |v: f64| pen.lang.number(v, decimals);
    label(svg, number(0.0), x, y - 1.0, Anchor::Left);
    for k in 1..3_u8 {
        label(svg, number(step * f64::from(k)), x + part * f64::from(k), y - 1.0, Anchor::Middle);
    }
    let km = format!("{} {}", number(3.0 * step), pen.lang.say(Phrase::Km));
    label(svg, km, x + 3.0 * part, y - 1.0, Anchor::Middle);
    let miles = round_step(3.0 * step / MILE);
    let mile = miles * MILE * mm_per_km;
    let rule = y + 2.4;
    let mut d = format!("M{} {}h{}", num(x), num(rule), num(3.0 * mile));
    for k in 0..4_u8 {
        d += &format!("M{} {}v0.8", num(x + mile * f64::from(k)), num(rule - 0.4));
    }
    svg.path(&d, &[("stroke", INK), ("stroke-width", "0.15"), ("fill", "none")]);
    let decimals = usize::from(miles < 1.0) * 2;
    let m = format!("{}\u{2009}M", pen.lang.number(3.0 * miles, decimals));
    label(svg, m, x + 3.0 * mile + 1.0, rule + 0.7, Anchor::Left);
    let mile = format!("{}\u{2009}M = {}", pen.lang.number(1.0, 0), pen.lang.number(1852.0, 0));
    let mile = super::bidi::isolate_if(pen.lang.rtl(), &mile);
    let words = format!(
        "{}{mile} {}",
        pen.lang.fill(Phrase::TrueAt, &[latitude]),
        pen.lang.say(Phrase::Metre)
    );
    Text::new(words, x, y + 6.5, 6.0).mute().draw(svg, pen.fonts);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_round_steps_fit() {
        assert_eq!([330.0, 286.0, 161.9, 3.1, 0.7].map(round_step), [100.0, 50.0, 50.0, 1.0, 0.2]);
    }
}
