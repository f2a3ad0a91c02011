//! Lettering: measured, shaped, in both writing directions.

use super::fonts::{Family, Fonts, Style};
use super::lang::Lang;
use super::palette;
use super::plane::{Pt, Rect};
use super::svg::{Svg, num};

/// Millimetres in a printer's point.
pub(super) const POINT: f64 = 25.4 / 72.0;

/// Which part of a line of text stands at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Middle,
    Right,
}

/// One line of text.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) text: String,
    /// Anchor point on the baseline.
    pub(super) at: Pt,
    /// Size in points.
    pub(super) size: f64,
    pub(super) style: Style,
    pub(super) fill: &'static str,
    pub(super) anchor: Anchor,
    /// Extra space after every letter, mm; Arabic letters join and take none.
    pub(super) tracking: f64,
    /// Colour and width (mm) of the stroke under the letters.
    pub(super) halo: Option<(String, f64)>,
    pub(super) family: Family,
}

impl Text {
    pub(super) fn new(text: impl Into<String>, x: f64, y: f64, size: f64) -> Self {
        let text = text.into();
        let family = if is_rtl(&text) { Family::Arabic } else { Family::Sans };
        Self {
            text,
            at: Pt { x, y },
            size,
            style: Style::Regular,
            fill: palette::INK,
            anchor: Anchor::Left,
            tracking: 0.0,
            halo: None,
            family,
        }
    }

    /// Chooses the script's family anew after the text was replaced.
    pub(super) fn reshaped(mut self) -> Self {
        self.family = if is_rtl(&self.text) { Family::Arabic } else { Family::Sans };
        self
    }

    pub(super) fn bold(mut self) -> Self {
        self.style = Style::Bold;
        self
    }

    pub(super) fn italic(mut self) -> Self {
        self.style = Style::Italic;
        self
    }

    pub(super) fn mute(mut self) -> Self {
        self.fill = palette::MUTE;
        self
    }

    pub(super) fn mono(mut self) -> Self {
        self.family = Family::Mono;
        self
    }

    pub(super) fn anchor(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    pub(super) fn halo(mut self, colour: &str, width: f64) -> Self {
        self.halo = Some((colour.to_owned(), width));
        self
    }

    pub(super) fn tracking(mut self, tracking: f64) -> Self {
        if !is_rtl(&self.text) {
            self.tracking = tracking;
        }
        self
    }

    /// Width in mm.
    pub(super) fn width(&self, fonts: &Fonts) -> f64 {
        let letters = self.text.chars().count().saturating_sub(1) as f64;
        fonts.width(&self.text, self.family, self.style) * self.size * POINT
            + self.tracking * letters
    }

    /// The box of the letters: ascenders and descenders of the script, without the halo.
    pub(super) fn bounds(&self, fonts: &Fonts) -> Rect {
        let w = self.width(fonts);
        let em = self.size * POINT;
        let (up, down) = if is_rtl(&self.text) { (0.95, 0.42) } else { (0.76, 0.24) };
        let left = match self.anchor {
            Anchor::Left => self.at.x,
            Anchor::Middle => self.at.x - w / 2.0,
            Anchor::Right => self.at.x - w,
        };
        Rect::new(left, self.at.y - up * em, w, (up + down) * em)
    }

    /// Writes the line.
    pub(super) fn draw(&self, svg: &mut Svg, fonts: &Fonts) {
        let (x, y) = (num(self.at.x), num(self.at.y));
        let (size, tracking) = (num(self.size * POINT), num(self.tracking));
        let mut attrs = vec![("x", x.as_str()), ("y", y.as_str()), ("font-size", &size)];
        match self.anchor {
            Anchor::Left => {}
            Anchor::Middle => attrs.push(("text-anchor", "middle")),
            Anchor::Right => attrs.push(("text-anchor", "end")),
        }
        match self.style {
            Style::Regular => {}
            Style::Bold => attrs.push(("font-weight", "700")),
            Style::Italic => attrs.push(("font-style", "italic")),
        }
        if self.fill != palette::INK {
            attrs.push(("fill", self.fill));
        }
        if self.tracking != 0.0 {
            attrs.push(("letter-spacing", &tracking));
        }
        if self.family != Family::Sans {
            attrs.push(("font-family", self.family.stack()));
        }
        let halo = self.halo.as_ref().map(|(colour, width)| (colour.as_str(), num(*width)));
        if let Some((colour, width)) = &halo {
            attrs.extend([("stroke", *colour), ("stroke-width", width)]);
            attrs.extend([("stroke-linejoin", "round"), ("stroke-opacity", "0.82")]);
            attrs.push(("paint-order", "stroke"));
        }
        svg.open("text", &attrs);
        self.runs(svg, fonts);
        svg.close("text");
    }

    /// The letters, one span a font; right-to-left text inside an embedding, because resvg takes
    /// every paragraph for left-to-right.
    fn runs(&self, svg: &mut Svg, fonts: &Fonts) {
        let embedded;
        let text = if is_rtl(&self.text) {
            embedded = format!("\u{202b}{}\u{202c}", self.text);
            &embedded
        } else {
            &self.text
        };
        for (family, run) in fonts.runs(text, self.family) {
            if family == self.family {
                svg.chars(run);
            } else {
                svg.leaf("tspan", &[("font-family", family.stack())], run);
            }
        }
    }
}

/// Does the text hold letters that run from right to left?
pub(super) fn is_rtl(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{0590}'..='\u{065f}' | '\u{066e}'..='\u{06ef}' | '\u{06fa}'..='\u{08ff}'))
}

/// A left-to-right island (position, formula, code) in text of either direction.
pub(super) fn isolate(text: &str) -> String {
    format!("\u{2066}{text}\u{2069}")
}

/// [`isolate`] where the sentence around runs from right to left.
pub(super) fn isolate_if(rtl: bool, text: &str) -> String {
    if rtl { isolate(text) } else { text.to_owned() }
}

/// Text from a case or a rule without characters that would turn the text around it.
pub(super) fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let one_line = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().filter(|&c| !turns(c)).map(one_line).collect()
}

/// Breaks text into lines of at most `width` mm; the last of `most` lines ends with an ellipsis if
/// something is left over.
pub(super) fn wrap(text: &Text, fonts: &Fonts, width: f64, most: usize) -> Vec<String> {
    let fits = |s: &str| Text { text: s.to_owned(), ..text.clone() }.width(fonts) <= width;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || fits(&longer) {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    lines.push(line);
    let cut = lines.len() > most;
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        if cut {
            last.push('…');
        }
        while !fits(last) && last.chars().count() > 1 {
            last.pop();
            last.pop();
            last.push('…');
        }
    }
    lines
}

/// What every part of the sheet needs for lettering.
pub(super) struct Pen<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) lang: Lang,
}

impl Pen<'_> {
    /// Draws text at the start edge of a box: its left, in Persian its right.
    pub(super) fn start(&self, svg: &mut Svg, within: Rect, text: Text) {
        self.edge(svg, within, text, self.lang.rtl());
    }

    /// Draws text at the end edge of a box.
    pub(super) fn end(&self, svg: &mut Svg, within: Rect, text: Text) {
        self.edge(svg, within, text, !self.lang.rtl());
    }

    fn edge(&self, svg: &mut Svg, within: Rect, mut text: Text, right: bool) {
        text.at.x = if right { within.right() - text.at.x } else { within.x + text.at.x };
        text.anchor = if right { Anchor::Right } else { Anchor::Left };
        text.draw(svg, self.fonts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_fit() {
        let fonts = Fonts::load().unwrap();
        let text = Text::new("one two three four five six seven eight nine ten", 0.0, 0.0, 10.0);
        let lines = wrap(&text, &fonts, 30.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        for line in lines {
            assert!(Text { text: line, ..text.clone() }.width(&fonts) <= 30.0);
        }
    }

    #[test]
    fn overrides_in_names_are_dropped() {
        assert_eq!(plain("a\u{202e}b\u{2066}c\n"), "abc ");
    }

    #[test]
    fn persian_digits_alone_are_not_right_to_left() {
        assert!(is_rtl("دریا") && !is_rtl("۱۹٫۹٪"));
    }
}
