//! Which cause moves whom: bars on one scale for the whole matrix, causes by their largest effect.

use super::super::Page;
use super::super::canvas::{Canvas, Side, fill};
use super::super::words::Word;
use super::{HEAD, ROW, WIDTH};
use crate::sensitivity::{Cause, Sensitivity};

const NAME: f64 = 262.0;
/// Room for the number behind the longest bar.
const NUMBER: f64 = 40.0;

/// The drawing for the first row of a study.
pub(in super::super) fn draw(page: &Page<'_>, s: &Sensitivity) -> String {
    let parties = page.c.case.parties.len();
    let effect = |c: &Cause, k: usize| s.effect(c, 0, k).unwrap_or(0.0);
    let largest = |c: &Cause| (0..parties).map(|k| effect(c, k)).fold(0.0, f64::max);
    let mut causes = s.causes();
    causes.sort_by(|a, b| largest(b).total_cmp(&largest(a)));
    let most = causes.iter().map(largest).fold(0.05, f64::max);
    let panel = (WIDTH - NAME) / parties.max(1) as f64;
    let height = HEAD + ROW * causes.len() as f64 + 4.0;
    let mut canvas = Canvas::new(WIDTH, height, page.words);
    for (k, party) in page.c.case.parties.iter().enumerate() {
        let x = NAME + panel * (k as f64 + 0.5) - 4.0;
        canvas.text((x, HEAD - 9.0), Side::Middle, "b", &party.id);
    }
    for (n, cause) in causes.iter().enumerate() {
        let y = HEAD + ROW * n as f64;
        canvas.text((0.0, y + ROW / 2.0 + 4.5), Side::Start, "", &name(page, cause));
        for k in 0..parties {
            let left = NAME + panel * k as f64;
            let value = effect(cause, k);
            let long = (panel - 8.0 - NUMBER) * value / most;
            canvas.rect((left, y + 4.0), (panel - 8.0, ROW - 8.0), "fill=\"var(--band)\"");
            let look = format!("fill=\"{}\" stroke=\"var(--ink)\" stroke-width=\".7\"", fill(k));
            canvas.rect((left, y + 4.0), (long.max(1.5), ROW - 8.0), &look);
            let text = page.words.number(value, 2);
            canvas.text((left + long + 5.0, y + ROW / 2.0 + 4.5), Side::Start, "", &text);
        }
    }
    let say = |w| page.words.say(w);
    canvas.figure((say(Word::ChartCauses), say(Word::ChartCausesHow)), "")
}

/// The cause in the page's language.
pub(in super::super) fn name(page: &Page<'_>, cause: &Cause) -> String {
    let word = match cause {
        Cause::Switch(id) => return page.words.fill(Word::With, &[id]),
        Cause::Islands => Word::CauseIslands,
        Cause::BasePoints => Word::CauseBases,
        Cause::Printing => Word::CausePrint,
        Cause::Level => Word::CauseLevel,
        Cause::Coast => Word::CauseCoast,
    };
    page.words.say(word).to_owned()
}
