//! How far shares move: whisker over all readings, box over the middle half, mark at the result.

use super::super::Page;
use super::super::canvas::{Canvas, Side, fill};
use super::super::words::Word;
use super::{GRID, HEAD, ROW, WIDTH, step};
use crate::sensitivity::Sensitivity;

const NAME: f64 = 230.0;
const RANGE: f64 = 120.0;

/// The drawing for the first row of a study.
pub(in super::super) fn draw(page: &Page<'_>, s: &Sensitivity, rule: &str) -> String {
    let parties = page.c.case.parties.len();
    let base = |k: usize| s.base.first()?.as_ref()?.get(k).copied();
    let all = |k: usize| -> Vec<f64> {
        let mut values: Vec<f64> = s.values(0, k).map(|x| x - base(k).unwrap_or(x)).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let most = (0..parties).flat_map(all).map(f64::abs).fold(0.1, f64::max);
    let step = step(2.0 * most);
    let most = (most / step).ceil() * step;
    let wide = WIDTH - NAME - RANGE;
    let x = |points: f64| NAME + wide * (points + most) / (2.0 * most);
    let height = ROW * 1.2 * parties as f64;
    let mut canvas = Canvas::new(WIDTH, HEAD + height + 24.0, page.words);
    let mut tick = -most;
    while tick <= most + 1e-9 {
        canvas.line(
            (x(tick), HEAD - 4.0),
            (x(tick), HEAD + height),
            &GRID.replace("--paper", "--line"),
        );
        let text = page.words.number(tick, if step < 1.0 { 1 } else { 0 });
        let text = if tick > 1e-9 { format!("+{text}") } else { text };
        canvas.text((x(tick), HEAD + height + 18.0), Side::Middle, "m", &text);
        tick += step;
    }
    for k in 0..parties {
        let (values, y) = (all(k), HEAD + ROW * 1.2 * (k as f64 + 0.5));
        let (Some(low), Some(high), Some(own)) = (values.first(), values.last(), base(k)) else {
            continue;
        };
        canvas.text((0.0, y + 4.5), Side::Start, "", &page.party(k));
        canvas.text((NAME - 24.0, y + 4.5), Side::End, "b", &page.words.percent(own));
        let thin = "stroke=\"var(--ink)\" stroke-width=\"1.2\"";
        canvas.line((x(*low), y), (x(*high), y), thin);
        for end in [low, high] {
            canvas.line((x(*end), y - 5.0), (x(*end), y + 5.0), thin);
        }
        let (a, b) = (quartile(&values, 0.25), quartile(&values, 0.75));
        let look = format!("fill=\"{}\" stroke=\"var(--ink)\" stroke-width=\".8\"", fill(k));
        canvas.rect((x(a), y - 6.5), (x(b) - x(a), 13.0), &look);
        canvas.hollow(k, (x(0.0), y));
        let range = format!("{} – {}", page.words.tenth(own + low), page.words.tenth(own + high));
        canvas.text((WIDTH, y + 4.5), Side::End, "m", &range);
    }
    canvas.text((0.0, HEAD + height + 18.0), Side::Start, "m", page.words.say(Word::FromResult));
    let how = page.words.fill(Word::ChartSpreadHow, &[rule]);
    canvas.figure((page.words.say(Word::ChartSpread), &how), "")
}

/// Linear between the sorted values.
fn quartile(sorted: &[f64], part: f64) -> f64 {
    let at = part * (sorted.len().saturating_sub(1)) as f64;
    let (k, t) = (at.floor() as usize, at.fract());
    let value = |k: usize| sorted.get(k).copied().unwrap_or(0.0);
    value(k) + t * (value((k + 1).min(sorted.len().saturating_sub(1))) - value(k))
}

#[cfg(test)]
mod tests {
    use super::quartile;

    #[test]
    fn quartiles_lie_between_the_values() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!((quartile(&values, 0.25), quartile(&values, 0.75)), (2.0, 4.0));
        assert_eq!(quartile(&[7.0], 0.25), 7.0);
    }
}
