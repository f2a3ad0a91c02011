//! Shares by rule as a drawing: a panel a party, a mark a rule, the claim an upright line.

use std::fmt::Write as _;

use super::escape::escape;
use crate::comparison::Comparison;
use crate::number::tenth;

/// Width of the names, of a panel, height of a row and of the head, in the drawing's units.
const NAME: f64 = 128.0;
const PANEL: f64 = 84.0;
const ROW: f64 = 16.0;
const HEAD: f64 = 18.0;
/// Width of a panel's scale; the number stands right of it.
const SCALE: f64 = 52.0;

/// Least and greatest per cent on every panel's axis.
struct Axis {
    least: f64,
    most: f64,
}

impl Axis {
    fn of(c: &Comparison) -> Self {
        let shares = c
            .rows
            .iter()
            .filter_map(|r| r.shown())
            .flat_map(|(_, l)| c.case.party_ids().map(|id| l.share(id)));
        let claims = (0..c.case.parties.len()).filter_map(|k| c.case.asks(k)?.share_percent);
        let (mut least, mut most) = (100.0_f64, 0.0_f64);
        for x in shares.chain(claims) {
            (least, most) = (least.min(x), most.max(x));
        }
        Self {
            least: (least / 5.0).floor() * 5.0,
            most: ((most / 5.0).ceil() * 5.0).max(least + 5.0),
        }
    }

    fn x(&self, share: f64) -> f64 {
        3.0 + (SCALE - 6.0) * (share - self.least) / (self.most - self.least)
    }
}

/// The drawing with a heading; nothing if no rule gave a result.
pub(super) fn shares_by_rule(c: &Comparison) -> String {
    let rows: Vec<_> =
        c.rows.iter().filter_map(|r| Some((r.label.as_str(), r.shown()?.1))).collect();
    if rows.is_empty() || c.case.parties.is_empty() {
        return String::new();
    }
    let axis = Axis::of(c);
    let width = NAME + PANEL * c.case.parties.len() as f64;
    let height = HEAD + ROW * rows.len() as f64 + 16.0;
    let mut out = format!(
        "<section id=\"chart\">\n<h2>The same as a drawing</h2>\n<p class=\"mute\">Mark: what the rule gives; upright: what the party asks for; bold: at least that.</p>\n<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\"><title>Shares by rule</title><desc>The numbers are those of the table above.</desc>\n"
    );
    for (n, (label, _)) in rows.iter().enumerate() {
        let _ = writeln!(
            out,
            "<text x=\"0\" y=\"{:.1}\">{}</text>",
            HEAD + ROW * n as f64 + 11.0,
            escape(label)
        );
    }
    for (k, id) in c.case.party_ids().enumerate() {
        let left = NAME + PANEL * k as f64;
        let _ =
            writeln!(out, "<g transform=\"translate({left} 0)\">{}", frame(id, &axis, rows.len()));
        if let Some(asked) = c.case.asks(k).and_then(|p| p.share_percent) {
            let _ = write!(
                out,
                "<path d=\"M{:.2} {HEAD}v{:.1}\" stroke=\"var(--ink)\" stroke-width=\"1\"/>",
                axis.x(asked),
                ROW * rows.len() as f64
            );
        }
        for (n, (_, layer)) in rows.iter().enumerate() {
            let share = layer.share(id);
            let y = HEAD + ROW * (n as f64 + 0.5);
            let bold = if c.reaches(k, share) { " class=\"b\"" } else { "" };
            let _ = write!(
                out,
                "{}<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\"{bold}>{}</text>",
                mark(k, axis.x(share), y),
                PANEL - 12.0,
                y + 3.0,
                tenth(share)
            );
        }
        out.push_str("</g>\n");
    }
    out + "</svg>\n</section>\n"
}

fn frame(id: &str, axis: &Axis, rows: usize) -> String {
    let height = ROW * rows as f64;
    let foot = HEAD + height + 11.0;
    let mut out = format!(
        "<rect y=\"{HEAD}\" width=\"{}\" height=\"{height}\" fill=\"var(--band)\"/><text x=\"{}\" y=\"11\" text-anchor=\"middle\" class=\"b\">{}</text>",
        PANEL - 8.0,
        SCALE / 2.0,
        escape(id)
    );
    let mut tick = (axis.least / 10.0).ceil() * 10.0;
    while tick <= axis.most {
        let x = axis.x(tick);
        let _ = write!(
            out,
            "<path d=\"M{x:.2} {HEAD}v{height}\" stroke=\"var(--paper)\" stroke-width=\"1\"/><text class=\"m\" x=\"{x:.2}\" y=\"{foot:.1}\" text-anchor=\"middle\">{tick}</text>"
        );
        tick += 10.0;
    }
    out
}

/// The party's mark: colour is only the third clue.
fn mark(party: usize, x: f64, y: f64) -> String {
    let shape = match party % 8 {
        0 => format!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"3.4\""),
        1 => path(x, y, &[(0.0, -4.4), (4.4, 0.0), (0.0, 4.4), (-4.4, 0.0)]),
        2 => path(x, y, &[(-3.1, -3.1), (3.1, -3.1), (3.1, 3.1), (-3.1, 3.1)]),
        3 => path(x, y, &[(0.0, -4.2), (3.8, 2.8), (-3.8, 2.8)]),
        4 => path(x, y, &[(0.0, 4.2), (3.8, -2.8), (-3.8, -2.8)]),
        5 => path(x, y, &[(0.0, -3.9), (3.7, -1.2), (2.3, 3.2), (-2.3, 3.2), (-3.7, -1.2)]),
        6 => path(
            x,
            y,
            &[
                (-1.3, -3.8),
                (1.3, -3.8),
                (1.3, -1.3),
                (3.8, -1.3),
                (3.8, 1.3),
                (1.3, 1.3),
                (1.3, 3.8),
                (-1.3, 3.8),
                (-1.3, 1.3),
                (-3.8, 1.3),
                (-3.8, -1.3),
                (-1.3, -1.3),
            ],
        ),
        _ => path(
            x,
            y,
            &[(0.0, -3.9), (3.4, -1.9), (3.4, 1.9), (0.0, 3.9), (-3.4, 1.9), (-3.4, -1.9)],
        ),
    };
    format!(
        "{shape} fill=\"var(--p{})\" stroke=\"var(--ink)\" stroke-width=\".7\"/>",
        party % 8 + 1
    )
}

fn path(x: f64, y: f64, corners: &[(f64, f64)]) -> String {
    let steps: Vec<String> =
        corners.iter().map(|(dx, dy)| format!("{:.2} {:.2}", x + dx, y + dy)).collect();
    format!("<path d=\"M{}Z\"", steps.join("L"))
}
