//! Lettering: measured, shaped, in both writing directions.

use super::bidi::is_rtl;
use super::fonts::{Family, Fonts, Style};
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
    /// Keeps its measured width where a viewer has another font.
    pub(super) pinned: bool,
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
            pinned: false,
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

    /// The width that was measured is the width that is drawn: a picture that is opened where the fonts of the maps are
    /// not installed is set in wider ones, and would run into its neighbour.
    pub(super) fn pinned(mut self) -> Self {
        self.pinned = true;
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
        let pinned = self.pinned.then(|| num(self.width(fonts)));
        if let Some(width) = pinned.as_deref().filter(|w| *w != "0") {
            attrs.extend([("textLength", width), ("lengthAdjust", "spacingAndGlyphs")]);
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
