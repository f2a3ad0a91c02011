//! Drawings of the report: a surface that mirrors itself where the page runs from right to left.
//!
//! Every chart draws as for a page from left to right. On a mirrored page x counts from the right and text changes its
//! side; marks and numbers stay as they are. Colours are the page's own, so that dark pages and print follow.

use std::fmt::Write as _;

use super::escape::escape;
use super::lettering::Words;

/// Which side of a place a text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Begins there.
    Start,
    /// Is centred there.
    Middle,
    /// Ends there.
    End,
}

/// One drawing.
pub(super) struct Canvas {
    width: f64,
    height: f64,
    words: Words,
    body: String,
}

impl Canvas {
    /// An empty drawing of so many units (pixels of a page at full width).
    pub(super) fn new(width: f64, height: f64, words: Words) -> Self {
        Self { width, height, words, body: String::new() }
    }

    fn x(&self, x: f64) -> f64 {
        if self.words.rtl() { self.width - x } else { x }
    }

    /// A text; `class` is `b` bold, `m` mute, `w` white, or several.
    pub(super) fn text(&mut self, (x, y): (f64, f64), side: Side, class: &str, text: &str) {
        let side = match (side, self.words.rtl()) {
            (Side::Middle, _) => "middle",
            (Side::Start, false) | (Side::End, true) => "start",
            (Side::End, false) | (Side::Start, true) => "end",
        };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let x = self.x(x);
        let _ = writeln!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{side}\"{class}>{}</text>",
            escape(text)
        );
    }

    /// A box; `look` are attributes.
    pub(super) fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), look: &str) {
        let left = if self.words.rtl() { self.width - x - w } else { x };
        let _ = writeln!(
            self.body,
            "<rect x=\"{left:.2}\" y=\"{y:.2}\" width=\"{:.2}\" height=\"{h:.2}\" {look}/>",
            w.max(0.0)
        );
    }

    /// A straight line.
    pub(super) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), look: &str) {
        let (x1, x2) = (self.x(x1), self.x(x2));
        let _ = writeln!(
            self.body,
            "<path d=\"M{x1:.2} {y1:.2}L{x2:.2} {y2:.2}\" fill=\"none\" {look}/>"
        );
    }

    /// The party's mark: colour is only the third clue.
    pub(super) fn mark(&mut self, party: usize, (x, y): (f64, f64)) {
        self.shape(party, (x, y), &format!("fill=\"{}\"", fill(party)));
    }

    /// The same, white inside.
    pub(super) fn hollow(&mut self, party: usize, (x, y): (f64, f64)) {
        self.shape(party, (x, y), "fill=\"var(--paper)\"");
    }

    fn shape(&mut self, party: usize, (x, y): (f64, f64), look: &str) {
        let x = self.x(x);
        let shape = match corners(party) {
            [] => format!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"5\""),
            corners => {
                let step = |(dx, dy): &(f64, f64)| format!("{:.2} {:.2}", x + dx, y + dy);
                let steps: Vec<String> = corners.iter().map(step).collect();
                format!("<path d=\"M{}Z\"", steps.join("L"))
            }
        };
        let _ = writeln!(self.body, "{shape} {look} stroke=\"var(--ink)\" stroke-width=\".9\"/>");
    }

    /// The drawing as a figure with its heading, how to read it, and the numbers under a fold.
    pub(super) fn figure(self, (heading, how): (&str, &str), numbers: &str) -> String {
        let fold = match numbers.is_empty() {
            true => String::new(),
            false => format!(
                "<details class=\"numbers\"><summary>{}</summary><div class=\"scroll\">{numbers}</div></details>",
                self.words.say(super::words::Word::Numbers)
            ),
        };
        format!(
            "<figure class=\"plot\"><h3>{}</h3>\n<p class=\"mute\">{}</p>\n<svg class=\"chart\" viewBox=\"0 0 {:.0} {:.0}\" style=\"max-width:{:.0}px\" role=\"img\"><title>{}</title><desc>{}</desc>\n{}</svg>\n{fold}</figure>\n",
            escape(heading),
            escape(how),
            self.width,
            self.height,
            self.width,
            escape(heading),
            escape(how),
            self.body
        )
    }
}

/// The party's colour on this page.
pub(super) fn fill(party: usize) -> String {
    format!("var(--p{})", party % 8 + 1)
}

/// Corners of the marks in the order of parties; none for the circle.
fn corners(party: usize) -> &'static [(f64, f64)] {
    const DIAMOND: &[(f64, f64)] = &[(0.0, -6.4), (6.4, 0.0), (0.0, 6.4), (-6.4, 0.0)];
    const SQUARE: &[(f64, f64)] = &[(-4.6, -4.6), (4.6, -4.6), (4.6, 4.6), (-4.6, 4.6)];
    const UP: &[(f64, f64)] = &[(0.0, -6.0), (5.6, 4.2), (-5.6, 4.2)];
    const DOWN: &[(f64, f64)] = &[(0.0, 6.0), (5.6, -4.2), (-5.6, -4.2)];
    const PENTAGON: &[(f64, f64)] =
        &[(0.0, -5.7), (5.4, -1.8), (3.4, 4.7), (-3.4, 4.7), (-5.4, -1.8)];
    const CROSS: &[(f64, f64)] = &[
        (-1.9, -5.5),
        (1.9, -5.5),
        (1.9, -1.9),
        (5.5, -1.9),
        (5.5, 1.9),
        (1.9, 1.9),
        (1.9, 5.5),
        (-1.9, 5.5),
        (-1.9, 1.9),
        (-5.5, 1.9),
        (-5.5, -1.9),
        (-1.9, -1.9),
    ];
    const HEXAGON: &[(f64, f64)] =
        &[(0.0, -5.7), (5.0, -2.8), (5.0, 2.8), (0.0, 5.7), (-5.0, 2.8), (-5.0, -2.8)];
    match party % 8 {
        0 => &[],
        1 => DIAMOND,
        2 => SQUARE,
        3 => UP,
        4 => DOWN,
        5 => PENTAGON,
        6 => CROSS,
        _ => HEXAGON,
    }
}
