//! Who gives to whom: rows lose, columns gain, the cell in the gainer's colour by area.

use super::super::Page;
use super::super::canvas::{Canvas, Side, fill};
use super::super::words::Word;
use super::HEAD;

const WIDTH: f64 = 720.0;
const NAME: f64 = 150.0;
const ROW: f64 = 32.0;
/// Smaller flows round to nothing.
const LEAST_KM2: f64 = 0.5;

/// The drawing: `flow[i][j]` in km² from holder `i` under equidistance to `j` here; parties first, then others.
pub(in super::super) fn draw(
    page: &Page<'_>,
    holders: &[String],
    flow: &[Vec<f64>],
    how: &str,
) -> String {
    let parties = page.c.case.parties.len();
    let cell = ((WIDTH - NAME - 90.0) / holders.len() as f64).min(110.0);
    let width = NAME + cell * holders.len() as f64 + 90.0;
    let mut canvas = Canvas::new(width, HEAD + ROW * (parties + 1) as f64, page.words);
    for (j, holder) in holders.iter().enumerate() {
        canvas.text((NAME + cell * (j as f64 + 0.5), HEAD - 9.0), Side::Middle, "b", holder);
    }
    canvas.text((width - 6.0, HEAD - 9.0), Side::End, "m", page.words.say(Word::Loses));
    let rows = || flow.iter().take(parties).enumerate();
    let others = |i: usize, row: &Vec<f64>| -> Vec<f64> {
        row.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, a)| *a).collect()
    };
    let most = rows().flat_map(|(i, r)| others(i, r)).fold(1.0, f64::max);
    for (i, row) in rows() {
        cells(page, &mut canvas, (i, row), (cell, most));
        let lost: f64 = others(i, row).iter().sum();
        let at = (width - 6.0, HEAD + ROW * (i as f64 + 0.5) + 4.5);
        canvas.text(at, Side::End, "m", &written(page, lost, "–"));
    }
    let foot = HEAD + ROW * parties as f64 + ROW / 2.0 + 2.0;
    canvas.text((0.0, foot), Side::Start, "m", page.words.say(Word::Gains));
    for j in 0..holders.len() {
        let gained: f64 = rows().filter(|(i, _)| *i != j).filter_map(|(_, r)| r.get(j)).sum();
        let at = (NAME + cell * (j as f64 + 0.5), foot);
        canvas.text(at, Side::Middle, "m", &written(page, gained, "–"));
    }
    canvas.figure((page.words.say(Word::Flow), how), "")
}

/// One party's row: what it loses to whom.
fn cells(
    page: &Page<'_>,
    canvas: &mut Canvas,
    (i, row): (usize, &[f64]),
    (cell, most): (f64, f64),
) {
    let parties = page.c.case.parties.len();
    let y = HEAD + ROW * i as f64;
    canvas.text((0.0, y + ROW / 2.0 + 4.5), Side::Start, "", &page.party(i));
    for (j, area) in row.iter().enumerate() {
        let (at, size) = ((NAME + cell * j as f64 + 1.5, y + 1.5), (cell - 3.0, ROW - 3.0));
        if i == j {
            canvas.rect(at, size, "fill=\"var(--soft)\"");
            continue;
        }
        canvas.rect(at, size, "fill=\"none\" stroke=\"var(--line)\"");
        if *area >= LEAST_KM2 {
            let depth = 0.4 + 0.6 * area / most;
            let colour = if j < parties { fill(j) } else { "var(--soft)".to_owned() };
            canvas.rect(at, size, &format!("fill=\"{colour}\" fill-opacity=\"{depth:.2}\""));
        }
        let class = if *area >= LEAST_KM2 { "b" } else { "m" };
        // A Persian zero looks like a mid dot.
        let none = if page.words.rtl() { "–" } else { "·" };
        let middle = (NAME + cell * (j as f64 + 0.5), y + ROW / 2.0 + 4.5);
        canvas.text(middle, Side::Middle, class, &written(page, *area, none));
    }
}

fn written(page: &Page<'_>, area: f64, none: &str) -> String {
    if area < LEAST_KM2 { none.to_owned() } else { page.words.number(area, 0) }
}
