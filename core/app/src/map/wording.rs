//! What is written on a cell: name and share as one centred block.

use littoral_model::Case;

use super::bidi::{is_rtl, plain};
use super::drawing::{Cell, Paint};
use super::lang::Lang;
use super::palette::{self, SEA};
use super::pen::Pen;
use super::phrases::Phrase;
use super::plane::{Pt, Rect};
use super::text::{Anchor, POINT, Text};

/// Lines of one label, one under the other, centred.
pub(super) struct Block {
    pub(super) lines: Vec<Text>,
    pub(super) w: f64,
    pub(super) h: f64,
}

/// Distance of two baselines in ems of the lower line.
const LEADING: f64 = 1.45;

impl Block {
    pub(super) fn new(lines: Vec<Text>, pen: &Pen<'_>) -> Self {
        let w = lines.iter().map(|l| l.width(pen.fonts)).fold(0.0, f64::max);
        let h = lines.iter().map(|l| l.size * POINT * LEADING).sum();
        Self { lines, w, h }
    }

    pub(super) fn at(&self, centre: Pt) -> Rect {
        Rect::new(centre.x - self.w / 2.0, centre.y - self.h / 2.0, self.w, self.h)
    }

    pub(super) fn set(self, centre: Pt) -> Vec<Text> {
        let mut y = centre.y - self.h / 2.0;
        let place = |mut t: Text| {
            let em = t.size * POINT;
            t.at = Pt { x: centre.x, y: y + em * 1.08 };
            t.anchor = Anchor::Middle;
            y += em * LEADING;
            t
        };
        self.lines.into_iter().map(place).collect()
    }
}

/// What to write on one cell.
pub(super) struct Wording {
    pub(super) name: String,
    pub(super) code: String,
    share: String,
    pub(super) fill: &'static str,
    pub(super) ground: String,
    italic: bool,
}

impl Wording {
    pub(super) fn of(case: &Case, cell: &Cell, share: f64, lang: Lang) -> Option<Self> {
        let code = plain(&cell.holder);
        let share = lang.percent(share);
        let of = |name: String, fill, ground: &str, italic| {
            Some(Self {
                name,
                code: code.clone(),
                share: share.clone(),
                fill,
                ground: ground.into(),
                italic,
            })
        };
        match cell.paint {
            Paint::Party(k) => {
                let name =
                    case.parties.get(k).map(|p| plain(p.name.get(lang.code()))).unwrap_or_default();
                of(name, palette::text_on(k), palette::party(k), false)
            }
            Paint::Common => of(lang.say(Phrase::Common).into(), palette::INK, SEA, true),
            Paint::Joint(who) => {
                of(lang.say(Phrase::Joint).into(), palette::INK, &palette::joint(who.iter()), true)
            }
            Paint::Contested(_) => of(lang.say(Phrase::Contested).into(), palette::INK, SEA, true),
            Paint::Tone(_) | Paint::Nobody => None,
        }
    }

    /// One way to write it: tracking, lines of the name, ground of the halo.
    pub(super) fn block(
        &self,
        name: &[&str],
        tracking: f64,
        ground: &str,
        fill: &'static str,
        pen: &Pen<'_>,
    ) -> Block {
        let rtl = is_rtl(&self.name);
        let size = if rtl { 9.5 } else { 8.5 };
        // What is in italics stands on a hatch, where letters need more ground.
        let halo = if self.italic { 1.9 } else { 1.3 };
        let line = |t: &&str| {
            let mut text =
                Text::new(t.to_uppercase(), 0.0, 0.0, size).tracking(tracking).halo(ground, halo);
            text.fill = fill;
            // Arabic letters have no italics.
            if self.italic && !rtl { text.italic() } else { text.bold() }
        };
        let mut share = Text::new(self.share.as_str(), 0.0, 0.0, 8.0).halo(ground, halo);
        share.fill = fill;
        Block::new(name.iter().map(line).chain([share]).collect(), pen)
    }
}

/// A name broken at the space nearest its middle; the second part empty if it has none.
pub(super) fn halves(name: &str) -> (&str, &str) {
    let middle = name.len() / 2;
    let nearest = name.match_indices(' ').map(|(k, _)| k).min_by_key(|k| k.abs_diff(middle));
    nearest.map_or((name, ""), |k| (&name[..k], &name[k + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_near_their_middle() {
        assert_eq!(halves("جمهوری آذربایجان"), ("جمهوری", "آذربایجان"));
        assert_eq!(halves("Iran"), ("Iran", ""));
    }
}
