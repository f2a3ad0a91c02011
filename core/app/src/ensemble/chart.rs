//! Box plots as plain SVG.

use std::fmt::Write as _;

use super::stats::Summary;
use crate::report::escape::escape;

const WIDTH: f64 = 480.0;
const LEFT: f64 = 40.0;
const STEP: f64 = 26.0;

/// A box a party on one scale, with what the party asks for as a triangle.
#[must_use]
pub fn boxes(parties: &[(String, Option<Summary>)], asks: &[Option<f64>]) -> String {
    let all = parties.iter().filter_map(|(_, s)| *s);
    let most = all.map(|s| s.most).chain(asks.iter().copied().flatten()).fold(1.0, f64::max);
    let top = (most / 5.0).ceil() * 5.0;
    let x = |share: f64| LEFT + share.max(0.0) / top * (WIDTH - LEFT - 12.0);
    let height = STEP * parties.len() as f64 + 22.0;
    let mut out = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"range of each share\">"
    );
    let ticks = (top / 5.0) as usize;
    for tick in 0..=ticks {
        let at = x(tick as f64 * 5.0);
        let _ = write!(
            out,
            "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"4\" y2=\"{:.1}\" stroke=\"var(--line)\"/><text class=\"m\" x=\"{at:.1}\" \
             y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            height - 16.0,
            height - 5.0,
            tick * 5
        );
    }
    for (k, (party, summary)) in parties.iter().enumerate() {
        let y = 4.0 + STEP * (k as f64 + 0.5);
        let _ =
            write!(out, "<text class=\"b\" x=\"4\" y=\"{:.1}\">{}</text>", y + 3.0, escape(party));
        if let Some(s) = summary {
            one(&mut out, (k, y), s, &x);
        }
        if let Some(asked) = asks.get(k).copied().flatten() {
            let at = x(asked);
            let _ = write!(
                out,
                "<path d=\"M{:.1} {:.1}h6l-3 5z\" fill=\"var(--ink)\"/>",
                at - 3.0,
                y - 12.0
            );
        }
    }
    out.push_str("</svg>");
    out
}

fn one(out: &mut String, (k, y): (usize, f64), s: &Summary, x: &impl Fn(f64) -> f64) {
    let [least, q05, q25, q50, q75, q95, most] =
        [s.least, s.q05, s.q25, s.q50, s.q75, s.q95, s.most].map(x);
    let _ = write!(
        out,
        "<line x1=\"{q05:.1}\" x2=\"{q95:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"var(--ink)\"/><rect x=\"{q25:.1}\" \
         y=\"{:.1}\" width=\"{:.1}\" height=\"12\" fill=\"{}\" stroke=\"var(--ink)\"/><line x1=\"{q50:.1}\" x2=\"{q50:.1}\" \
         y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"var(--ink)\" stroke-width=\"2\"/>",
        y - 6.0,
        (q75 - q25).max(0.5),
        crate::map::party_fill(k),
        y - 6.0,
        y + 6.0
    );
    for at in [least, most] {
        let _ = write!(out, "<circle cx=\"{at:.1}\" cy=\"{y:.1}\" r=\"1.5\" fill=\"var(--ink)\"/>");
    }
}

/// A number with about four digits.
#[must_use]
pub fn short(x: f64) -> String {
    match x.abs() {
        a if a >= 1000.0 => format!("{x:.0}"),
        a if a >= 10.0 => format!("{x:.2}"),
        _ => format!("{x:.4}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_names_every_party_and_escapes_it() {
        let summary = super::super::stats::summary(&[10.0, 20.0, 30.0]);
        let svg = boxes(&[("<A>".into(), summary), ("B".into(), None)], &[Some(20.0), None]);
        assert!(svg.contains("&lt;A&gt;") && !svg.contains("<A>"));
        assert!(svg.contains(">30</text>"), "the scale reaches the greatest share");
    }
}
