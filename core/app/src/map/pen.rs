//! Setting text on the sheet: broken into lines, at the start or the end of a column.

use super::fonts::Fonts;
use super::lang::Lang;
use super::plane::Rect;
use super::svg::Svg;
use super::text::{Anchor, Text};

/// Breaks text into lines of at most `width` mm; the last of `most` lines ends with an ellipsis if
/// something is left over, and so does a word that is wider than a line.
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
    if let Some(last) = lines.last_mut().filter(|_| cut) {
        last.push('…');
    }
    for line in &mut lines {
        while !fits(line) && line.chars().count() > 1 {
            line.pop();
            line.pop();
            line.push('…');
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
    fn a_word_wider_than_a_line_is_cut_wherever_it_stands() {
        let fonts = Fonts::load().unwrap();
        let text = Text::new(format!("{} and more", "long".repeat(30)), 0.0, 0.0, 10.0);
        let lines = wrap(&text, &fonts, 30.0, 2);
        assert!(lines[0].ends_with('…') && lines[1] == "and more", "{lines:?}");
        assert!(Text { text: lines[0].clone(), ..text }.width(&fonts) <= 30.0);
    }
}
