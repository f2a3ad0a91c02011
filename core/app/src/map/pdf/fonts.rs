//! Embedding a font whole, with widths and a way back from glyphs to letters.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use resvg::usvg::fontdb::{Database, ID};
use rustybuzz::Face;

use super::deflated;

const IDENTITY: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A font in use: which glyphs, and what they stand for.
pub(super) struct FontUse {
    pub(super) font: ID,
    /// Font, descendant, descriptor, file, character map.
    ids: [Ref; 5],
    glyphs: BTreeMap<u16, String>,
}

impl FontUse {
    pub(super) fn new(font: ID, ids: [Ref; 5]) -> Self {
        Self { font, ids, glyphs: BTreeMap::new() }
    }

    pub(super) fn id(&self) -> Ref {
        self.ids[0]
    }

    /// Remembers a glyph. Gives the units of an em: all our fonts have 1000.
    pub(super) fn note(&mut self, glyph: u16, text: &str) -> f32 {
        self.glyphs.entry(glyph).or_insert_with(|| text.to_owned());
        1000.0
    }

    pub(super) fn write(&self, pdf: &mut Pdf, db: &Database) -> Result<()> {
        let [font, descendant, descriptor, file, map] = self.ids;
        let name = db.face(self.font).map(|f| f.post_script_name.clone());
        let name = name.context("a font of the sheet is not embedded")?;
        let data = db
            .with_face_data(self.font, |data, _| data.to_vec())
            .context("a font cannot be read")?;
        let face = Face::from_slice(&data, 0).context("a font cannot be read")?;

        let mut f = pdf.type0_font(font);
        f.base_font(Name(name.as_bytes())).encoding_predefined(Name(b"Identity-H"));
        f.descendant_font(descendant).to_unicode(map);
        f.finish();
        let mut d = pdf.cid_font(descendant);
        d.subtype(CidFontType::Type2).base_font(Name(name.as_bytes())).system_info(IDENTITY);
        d.font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = d.widths();
        for glyph in self.glyphs.keys() {
            let advance =
                face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(*glyph)).unwrap_or(0);
            widths.consecutive(*glyph, [f32::from(advance)]);
        }
        widths.finish();
        d.finish();
        self.describe(pdf, &name, &face, (descriptor, file));
        let packed = deflated(&data)?;
        let mut stream = pdf.stream(file, &packed);
        stream.filter(Filter::FlateDecode);
        stream.pair(Name(b"Length1"), i32::try_from(data.len()).unwrap_or(i32::MAX));
        stream.finish();
        let mut cmap = UnicodeCmap::new(Name(b"Custom"), IDENTITY);
        for (glyph, text) in self.glyphs.iter().filter(|(_, t)| !t.is_empty()) {
            cmap.pair_with_multiple(*glyph, text.chars());
        }
        pdf.cmap(map, &cmap.finish());
        Ok(())
    }

    fn describe(&self, pdf: &mut Pdf, name: &str, face: &Face<'_>, (id, file): (Ref, Ref)) {
        let b = face.global_bounding_box();
        let mut d = pdf.font_descriptor(id);
        d.name(Name(name.as_bytes())).flags(FontFlags::SYMBOLIC);
        d.bbox(Rect::new(
            f32::from(b.x_min),
            f32::from(b.y_min),
            f32::from(b.x_max),
            f32::from(b.y_max),
        ));
        d.italic_angle(face.italic_angle()).ascent(f32::from(face.ascender()));
        d.descent(f32::from(face.descender()))
            .cap_height(f32::from(face.capital_height().unwrap_or(700)));
        d.stem_v(80.0).font_file2(file);
    }
}
