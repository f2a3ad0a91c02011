//! Area against value: a slope a party from its share of area to its share of the stated value.

use super::super::Page;
use super::super::canvas::{Canvas, Side, fill};
use super::super::words::Word;

const WIDTH: f64 = 620.0;
const TOP: f64 = 20.0;
const HEIGHT: f64 = 250.0;
/// Axes of area and value.
const AXES: [f64; 2] = [200.0, 420.0];
/// Least distance of two labels.
const APART: f64 = 18.0;

/// The drawing for a pair of shares by party (area, value) under the rule named.
pub(in super::super) fn draw(
    page: &Page<'_>,
    shares: &[(f64, f64)],
    (rule, known, all): (&str, usize, usize),
) -> String {
    let most = shares.iter().flat_map(|(a, v)| [*a, *v]).fold(1.0_f64, f64::max);
    let y = |share: f64| TOP + HEIGHT * (1.0 - share / most);
    let mut canvas = Canvas::new(WIDTH, TOP + HEIGHT + 40.0, page.words);
    for x in AXES {
        canvas.line(
            (x, TOP - 8.0),
            (x, TOP + HEIGHT + 6.0),
            "stroke=\"var(--mute)\" stroke-width=\"1\"",
        );
    }
    for (party, (area, value)) in shares.iter().enumerate() {
        let (from, to) = ((AXES[0], y(*area)), (AXES[1], y(*value)));
        canvas.line(from, to, "stroke=\"var(--ink)\" stroke-width=\"3.4\"");
        canvas.line(from, to, &format!("stroke=\"{}\" stroke-width=\"1.9\"", fill(party)));
    }
    let ends = [(0, AXES[0], -1.0, Side::End), (1, AXES[1], 1.0, Side::Start)];
    for (which, axis, away, side) in ends {
        let share = |k: usize| if which == 0 { shares[k].0 } else { shares[k].1 };
        let at: Vec<f64> = (0..shares.len()).map(|k| y(share(k))).collect();
        for (k, label) in pushed_apart(&at).into_iter().enumerate() {
            let look = "stroke=\"var(--mute)\" stroke-width=\".6\"";
            canvas.line((axis + 8.0 * away, at[k]), (axis + 26.0 * away, label), look);
            canvas.mark(k, (axis, at[k]));
            let name = if which == 0 { page.party(k) } else { page.c.case.parties[k].id.clone() };
            let text = format!("{name} {}", page.words.tenth(share(k)));
            canvas.text((axis + 30.0 * away, label + 4.5), side, "", &text);
        }
    }
    let foot = TOP + HEIGHT + 30.0;
    canvas.text((AXES[0], foot), Side::Middle, "b", page.words.say(Word::Area));
    canvas.text((AXES[1], foot), Side::Middle, "b", page.words.say(Word::Value));
    let counts = [page.words.count(known), page.words.count(all)];
    let how = page.words.fill(Word::ChartValueHow, &[&counts[0], &counts[1], rule]);
    canvas.figure((page.words.say(Word::ChartValue), &how), "")
}

/// Places of labels at least [`APART`] from each other, as near to where they belong as a pass down and one up makes
/// them.
fn pushed_apart(at: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..at.len()).collect();
    order.sort_by(|a, b| at[*a].total_cmp(&at[*b]));
    let mut out = at.to_vec();
    for w in order.windows(2) {
        out[w[1]] = out[w[1]].max(out[w[0]] + APART);
    }
    let over = order.last().map_or(0.0, |k| (out[*k] - (TOP + HEIGHT + 8.0)).max(0.0));
    let mut roof = f64::INFINITY;
    for k in order.into_iter().rev() {
        out[k] = if roof.is_finite() { out[k].min(roof) } else { out[k] - over };
        roof = out[k] - APART;
    }
    out
}
