//! Boundary lines: the style says how certain a line is.

use littoral_delimit::division::PointKind;

use super::drawing::Line;
use super::palette::{INK, PAPER};
use super::phrases::Phrase;
use super::plane::{Pt, distance};
use super::svg::{Svg, num, path_data};

/// How certain a boundary line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// In force between the two parties.
    Agreed,
    /// The result of a rule.
    Computed,
    /// Interim arrangement, or signed and not in force.
    Provisional,
    /// Asked for by one party.
    Claimed,
    /// Where waters of a party end at common or joint space.
    OuterLimit,
    /// Where a fishery zone ends.
    FisheryLimit,
}

/// Pen of a status, mm.
pub(super) struct Style {
    pub(super) width: f64,
    /// Dash, gap, dash, gap, ...; empty for a solid line.
    pub(super) dash: &'static [f64],
    pub(super) round: bool,
    halo: bool,
}

impl Status {
    pub(super) fn style(self) -> Style {
        let pen = |width, dash, round, halo| Style { width, dash, round, halo };
        match self {
            Self::Agreed => pen(0.42, &[] as &[f64], false, true),
            Self::Computed => pen(0.36, &[2.2, 0.9], false, true),
            Self::Provisional => pen(0.36, &[0.01, 1.05], true, true),
            Self::Claimed => pen(0.34, &[2.6, 0.8, 0.01, 0.8], true, true),
            Self::OuterLimit => pen(0.24, &[], false, false),
            Self::FisheryLimit => pen(0.20, &[1.1, 0.7], false, false),
        }
    }

    pub(super) fn phrase(self) -> Phrase {
        match self {
            Self::Agreed => Phrase::Agreed,
            Self::Computed => Phrase::Computed,
            Self::Provisional => Phrase::Provisional,
            Self::Claimed => Phrase::Claimed,
            Self::OuterLimit => Phrase::CommonLimit,
            Self::FisheryLimit => Phrase::FisheryLimit,
        }
    }
}

impl Style {
    /// The dash pattern as SVG writes it, stretched by `k`.
    pub(super) fn pattern(&self, k: f64) -> String {
        self.dash
            .iter()
            .map(|&d| num(if d > 0.05 { d * k } else { d }))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Length of the pattern.
    fn period(&self) -> f64 {
        self.dash.iter().sum()
    }

    /// Stretch of the pattern that lets a stretch of line begin and end with a dash; `None` where
    /// the stretch is too short for a gap.
    fn fit(&self, length: f64) -> Option<f64> {
        let (first, period) = (*self.dash.first()?, self.period());
        let gaps = ((length - first) / period).round();
        (gaps >= 1.0).then(|| length / (gaps * period + first))
    }
}

/// Draws the lines: first every halo, then every line.
pub(super) fn draw(svg: &mut Svg, lines: &[Line]) {
    for line in lines {
        let style = line.status.style();
        if style.halo {
            let width = num(style.width + 0.5);
            let halo = [("stroke", PAPER), ("stroke-opacity", "0.75"), ("stroke-width", &width)];
            stroke(svg, &line.path, line.closed, &halo, style.round);
        }
    }
    for line in lines {
        let style = line.status.style();
        let width = num(style.width);
        let pen = [("stroke", INK), ("stroke-width", width.as_str())];
        if style.dash.is_empty() {
            stroke(svg, &line.path, line.closed, &pen, false);
            continue;
        }
        for piece in pieces(line, style.period()) {
            let length = piece.windows(2).map(|w| distance(w[0], w[1])).sum();
            let dash = style.fit(length).map(|k| style.pattern(k));
            let mut pen = pen.to_vec();
            if let Some(dash) = &dash {
                pen.push(("stroke-dasharray", dash));
            }
            stroke(svg, piece, false, &pen, style.round);
        }
    }
}

fn stroke(svg: &mut Svg, path: &[Pt], closed: bool, pen: super::svg::Attrs<'_>, round: bool) {
    let mut attrs = vec![("fill", "none"), ("stroke-linejoin", "round")];
    if round {
        attrs.push(("stroke-linecap", "round"));
    }
    attrs.extend_from_slice(pen);
    svg.path(&path_data(path, closed), &attrs);
}

/// The line cut at its nodes: tripoints, termini, and turning points at least two patterns apart,
/// so that dashes can be fitted between them.
fn pieces(line: &Line, period: f64) -> Vec<&[Pt]> {
    let mut along = vec![0.0];
    for w in line.path.windows(2) {
        along.push(along.last().copied().unwrap_or(0.0) + distance(w[0], w[1]));
    }
    let end = line.path.len().saturating_sub(1);
    let mut nodes = vec![0];
    for mark in &line.marks {
        let hard = matches!(mark.kind, PointKind::Tripoint | PointKind::Terminus);
        let from = along[mark.at] - along[nodes.last().copied().unwrap_or(0)];
        let to = along[end] - along[mark.at];
        if mark.at > 0 && mark.at < end && (hard || (from > 2.0 * period && to > 2.0 * period)) {
            nodes.push(mark.at);
        }
    }
    nodes.push(end);
    nodes.windows(2).filter(|w| w[1] > w[0]).map(|w| &line.path[w[0]..=w[1]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_pattern_begins_and_ends_with_a_dash() {
        let style = Status::Computed.style();
        for length in [8.0, 11.3, 47.0, 100.0] {
            let k = style.fit(length).unwrap();
            let n = ((length / k - 2.2) / 3.1).round();
            assert!((k * (n * 3.1 + 2.2) - length).abs() < 1e-9);
            assert!((0.85..=1.15).contains(&k), "{length}: {k}");
        }
        assert!(style.fit(3.0).is_none());
    }

    #[test]
    fn statuses_differ_in_width_or_dash() {
        let all = [
            Status::Agreed,
            Status::Computed,
            Status::Provisional,
            Status::Claimed,
            Status::OuterLimit,
            Status::FisheryLimit,
        ];
        let mut seen: Vec<String> =
            all.iter().map(|s| s.style().pattern(1.0) + &num(s.style().width)).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all.len());
    }
}
