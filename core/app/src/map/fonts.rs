//! The embedded fonts: the only ones that are ever drawn or measured, so that every machine makes
//! the same picture. Subsets of Noto (SIL OFL 1.1), made by `fonts/subset.py`.

use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use resvg::usvg::fontdb::{Database, Source};
use rustybuzz::{Direction, Face, UnicodeBuffer};

const FILES: [&[u8]; 6] = [
    include_bytes!("../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../fonts/NotoSans-Italic.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansMono-Regular.ttf"),
];

/// A family as SVG names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Sans,
    Arabic,
    Mono,
}

impl Family {
    /// `font-family` of text that starts in this family.
    pub(super) fn stack(self) -> &'static str {
        match self {
            Self::Sans => "Noto Sans, Noto Sans Arabic, sans-serif",
            Self::Arabic => "Noto Sans Arabic, Noto Sans, sans-serif",
            Self::Mono => "Noto Sans Mono, monospace",
        }
    }
}

/// Weight and slant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Regular,
    Bold,
    Italic,
}

/// The parsed faces, for measuring.
pub(super) struct Fonts {
    faces: Vec<Face<'static>>,
}

impl Fonts {
    /// Parses the embedded fonts.
    pub(super) fn load() -> Result<Self> {
        let faces = FILES.iter().map(|data| Face::from_slice(data, 0)).collect::<Option<Vec<_>>>();
        Ok(Self { faces: faces.context("an embedded font cannot be read: the build is broken")? })
    }

    fn face(&self, family: Family, style: Style) -> &Face<'static> {
        let index = match (family, style) {
            (Family::Mono, _) => 5,
            (Family::Arabic, Style::Bold) => 4,
            (Family::Arabic, _) => 3,
            (Family::Sans, Style::Regular) => 0,
            (Family::Sans, Style::Bold) => 1,
            (Family::Sans, Style::Italic) => 2,
        };
        &self.faces[index]
    }

    /// Splits text into runs of one family: a run goes on as long as its font has the glyphs. The
    /// monospaced font only lends single signs (true minus) to text that does not start in it.
    pub(super) fn runs<'t>(&self, text: &'t str, first: Family) -> Vec<(Family, &'t str)> {
        let mut runs: Vec<(Family, std::ops::Range<usize>)> = Vec::new();
        for (at, c) in text.char_indices() {
            let now = runs.last().map_or(first, |r| r.0);
            let has = |f: Family| self.face(f, Style::Regular).glyph_index(c).is_some();
            let stay = if now == Family::Mono { first } else { now };
            let order = [stay, Family::Sans, Family::Arabic, Family::Mono];
            let family =
                if is_mark(c) { now } else { order.into_iter().find(|&f| has(f)).unwrap_or(now) };
            let end = at + c.len_utf8();
            match runs.last_mut() {
                Some(run) if run.0 == family => run.1.end = end,
                _ => runs.push((family, at..end)),
            }
        }
        runs.into_iter().map(|(f, r)| (f, &text[r])).collect()
    }

    /// Width of text set at size 1, without tracking.
    pub(super) fn width(&self, text: &str, first: Family, style: Style) -> f64 {
        self.runs(text, first).iter().map(|(f, t)| self.run_width(t, *f, style)).sum()
    }

    fn run_width(&self, text: &str, family: Family, style: Style) -> f64 {
        let face = self.face(family, style);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        if family == Family::Arabic {
            buffer.set_direction(Direction::RightToLeft);
        }
        let shaped = rustybuzz::shape(face, &[], buffer);
        let units: i32 = shaped.glyph_positions().iter().map(|p| p.x_advance).sum();
        f64::from(units) / f64::from(face.units_per_em())
    }
}

/// Direction marks and joiners: drawn by no font, kept in the run they stand in.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The same fonts for resvg.
pub(super) fn database() -> Arc<Database> {
    static DATABASE: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut db = Database::new();
        for data in FILES {
            db.load_font_source(Source::Binary(Arc::new(data)));
        }
        db.set_sans_serif_family("Noto Sans");
        db.set_serif_family("Noto Sans");
        db.set_monospace_family("Noto Sans Mono");
        Arc::new(db)
    };
    DATABASE.get_or_init(load).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Advances from the fonts' own tables: Noto Sans digits are 572 of 1000 units.
    #[test]
    fn digits_have_one_width() {
        let fonts = Fonts::load().unwrap();
        for text in ["11", "90", "47"] {
            assert!((fonts.width(text, Family::Sans, Style::Regular) - 1.144).abs() < 1e-9);
        }
    }

    /// The PDF writer counts on it.
    #[test]
    fn an_em_has_a_thousand_units() {
        let fonts = Fonts::load().unwrap();
        assert!(fonts.faces.iter().all(|f| f.units_per_em() == 1000));
    }

    #[test]
    fn runs_follow_the_fonts() {
        let fonts = Fonts::load().unwrap();
        let runs = fonts.runs("دریای WGS 84", Family::Arabic);
        assert_eq!(runs, [(Family::Arabic, "دریای "), (Family::Sans, "WGS 84")]);
        let runs = fonts.runs("−28.0 Əli", Family::Sans);
        assert_eq!(runs, [(Family::Mono, "−"), (Family::Sans, "28.0 Əli")]);
    }

    #[test]
    fn joined_letters_are_narrower_than_single_ones() {
        let fonts = Fonts::load().unwrap();
        let joined = fonts.width("ببب", Family::Arabic, Style::Regular);
        assert!(joined < 3.0 * fonts.width("ب", Family::Arabic, Style::Regular));
    }
}
