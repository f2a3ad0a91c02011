//! Sea against coast: share of the sea over share of the coast, a row a rule, a mark a party.

use super::super::Page;
use super::super::canvas::{Canvas, Side};
use super::super::words::Word;
use super::{GRID, HEAD, NAME, ROW, WIDTH, short, step};

/// The drawing; `rows` are names with the ratio of each party that has a coast.
pub(in super::super) fn draw(page: &Page<'_>, rows: &[(String, Vec<Option<f64>>)]) -> String {
    let all = || rows.iter().flat_map(|(_, r)| r.iter().flatten());
    let most = all().copied().fold(1.0_f64, f64::max);
    if rows.is_empty() || all().next().is_none() {
        return String::new();
    }
    let step = step(most);
    let most = (most / step).ceil() * step;
    let wide = WIDTH - NAME - 30.0;
    let x = |ratio: f64| NAME + 10.0 + wide * ratio / most;
    let height = ROW * rows.len() as f64;
    let mut canvas = Canvas::new(WIDTH, HEAD + height + 22.0, page.words);
    canvas.rect((NAME, HEAD), (wide + 20.0, height), "fill=\"var(--band)\"");
    let mut tick = 0.0;
    while tick <= most + 1e-9 {
        canvas.line((x(tick), HEAD), (x(tick), HEAD + height), GRID);
        let text = page.words.number(tick, if step < 1.0 { 1 } else { 0 });
        canvas.text((x(tick), HEAD + height + 16.0), Side::Middle, "m", &text);
        tick += step;
    }
    let even = "stroke=\"var(--ink)\" stroke-width=\"1.7\"";
    canvas.line((x(1.0), HEAD), (x(1.0), HEAD + height), even);
    for (party, p) in page.c.case.parties.iter().enumerate() {
        let at = NAME + 16.0 + 90.0 * party as f64;
        canvas.mark(party, (at, HEAD - 14.0));
        canvas.text((at + 11.0, HEAD - 9.5), Side::Start, "b", &p.id);
    }
    for (n, (name, ratios)) in rows.iter().enumerate() {
        let y = HEAD + ROW * (n as f64 + 0.5);
        canvas.text((0.0, y + 4.5), Side::Start, "", &short(name));
        for (party, ratio) in ratios.iter().enumerate() {
            if let Some(ratio) = ratio {
                canvas.mark(party, (x(*ratio), y));
            }
        }
    }
    let say = |w| page.words.say(w);
    canvas.figure((say(Word::ChartRatio), say(Word::ChartRatioHow)), &numbers(page, rows))
}

fn numbers(page: &Page<'_>, rows: &[(String, Vec<Option<f64>>)]) -> String {
    let body = rows.iter().map(|(name, ratios)| {
        let cells = ratios.iter().map(|r| r.map_or("–".into(), |r| page.words.number(r, 2)));
        (name.clone(), cells.collect())
    });
    page.table(&page.codes(), &body.collect::<Vec<(String, Vec<String>)>>())
}
