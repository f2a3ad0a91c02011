//! Shares by rule: a panel a party on one axis, a mark a rule, the claim an upright line.

use super::super::Page;
use super::super::canvas::{Canvas, Side};
use super::super::words::Word;
use super::{GRID, HEAD, NAME, ROW, WIDTH, short};
use crate::comparison::{Row, undivided_percent};

/// Room for the number at the end of a panel, and between panels.
const NUMBER: f64 = 44.0;
const GAP: f64 = 8.0;

struct Axis {
    least: f64,
    most: f64,
    width: f64,
}

impl Axis {
    /// From the least to the greatest share and claim, out to 5.
    fn of(page: &Page<'_>, rows: &[&Row], width: f64) -> Self {
        let c = page.c;
        let shares = rows.iter().filter_map(|r| r.shown());
        let shares = shares.flat_map(|(_, l)| c.case.party_ids().map(|id| l.share(id)));
        let claims = (0..c.case.parties.len()).filter_map(|k| c.case.asks(k)?.share_percent);
        let (mut least, mut most) = (100.0_f64, 0.0_f64);
        for x in shares.chain(claims) {
            (least, most) = (least.min(x), most.max(x));
        }
        let least = (least / 5.0).floor() * 5.0;
        Self { least, most: ((most / 5.0).ceil() * 5.0).max(least + 5.0), width }
    }

    fn x(&self, share: f64) -> f64 {
        let t = (share - self.least) / (self.most - self.least);
        7.0 + (self.width - 14.0) * t.clamp(0.0, 1.0)
    }
}

/// The drawing; nothing if no rule divides the whole.
pub(in super::super) fn draw(page: &Page<'_>) -> String {
    let whole = |r: &&Row| r.shown().is_some_and(|(_, l)| undivided_percent(l) <= 0.0);
    let rows: Vec<&Row> = page.c.rows.iter().filter(whole).collect();
    let parties = page.c.case.parties.len();
    if rows.is_empty() || parties == 0 {
        return String::new();
    }
    let panel = (WIDTH - NAME) / parties as f64;
    let axis = Axis::of(page, &rows, panel - NUMBER - GAP);
    let mut canvas = Canvas::new(WIDTH, HEAD + ROW * rows.len() as f64 + 22.0, page.words);
    for (n, row) in rows.iter().enumerate() {
        let y = HEAD + ROW * (n as f64 + 0.5) + 4.5;
        canvas.text((0.0, y), Side::Start, "", &short(&page.name(row)));
    }
    for party in 0..parties {
        let left = NAME + panel * party as f64;
        frame(page, &mut canvas, &axis, (left, party, rows.len()));
        for (n, row) in rows.iter().enumerate() {
            let Some((_, layer)) = row.shown() else { continue };
            let share = layer.share(&page.c.case.parties[party].id);
            let y = HEAD + ROW * (n as f64 + 0.5);
            canvas.mark(party, (left + axis.x(share), y));
            let bold = if page.c.reaches(party, share) { "b" } else { "" };
            let end = left + panel - GAP - 4.0;
            canvas.text((end, y + 4.5), Side::End, bold, &page.words.tenth(share));
        }
    }
    let foot = HEAD + ROW * rows.len() as f64 + 16.0;
    canvas.text((0.0, foot), Side::Start, "m", page.words.say(Word::PerCent));
    let say = |w| page.words.say(w);
    canvas.figure((say(Word::ChartShares), say(Word::ChartSharesHow)), "")
}

fn frame(
    page: &Page<'_>,
    canvas: &mut Canvas,
    axis: &Axis,
    (left, party, rows): (f64, usize, usize),
) {
    let height = ROW * rows as f64;
    let code = &page.c.case.parties[party].id;
    canvas.text((left + axis.width / 2.0, HEAD - 9.0), Side::Middle, "b", code);
    canvas.rect((left, HEAD), (axis.width + NUMBER, height), "fill=\"var(--band)\"");
    let step = if axis.most - axis.least > 15.0 { 10.0 } else { 5.0 };
    let mut tick = (axis.least / step).ceil() * step;
    while tick <= axis.most {
        let x = left + axis.x(tick);
        canvas.line((x, HEAD), (x, HEAD + height), GRID);
        canvas.text((x, HEAD + height + 16.0), Side::Middle, "m", &page.words.number(tick, 0));
        tick += step;
    }
    if let Some(asked) = page.c.case.asks(party).and_then(|p| p.share_percent) {
        let x = left + axis.x(asked);
        let look = "stroke=\"var(--ink)\" stroke-width=\"1.7\"";
        canvas.line((x, HEAD), (x, HEAD + height), look);
    }
}
