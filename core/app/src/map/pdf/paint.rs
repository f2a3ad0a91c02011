//! The drawing: groups, clips, paths, patterns and glyphs as PDF operators.

use std::sync::Arc;

use anyhow::{Result, bail};
use pdf_writer::types::{LineCapStyle, LineJoinStyle, PaintType, TextRenderingMode, TilingType};
use pdf_writer::writers::Resources;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str};
use resvg::tiny_skia::{PathSegment, Transform};
use resvg::usvg::{
    self, Fill, FillRule, Group, LineCap, LineJoin, Node, Opacity, PaintOrder, Path, Pattern,
    Stroke, Text, fontdb,
};

use super::deflated;
use super::fonts::FontUse;

/// Draws into content streams and remembers what they need: alphas, patterns, fonts.
pub(super) struct Painter {
    next: i32,
    resources: Ref,
    /// Alphas of fill and stroke in 1/255, each pair a graphics state.
    alphas: Vec<([u8; 2], Ref)>,
    patterns: Vec<Tile>,
    fonts: Vec<FontUse>,
}

/// A pattern as it is used under one transform.
struct Tile {
    pattern: Arc<Pattern>,
    matrix: [f32; 6],
    content: Vec<u8>,
    id: Ref,
}

impl Painter {
    pub(super) fn new(next: i32, resources: Ref) -> Self {
        Self { next, resources, alphas: vec![], patterns: vec![], fonts: vec![] }
    }

    fn id(&mut self) -> Ref {
        self.next += 1;
        Ref::new(self.next - 1)
    }

    /// The content of the page; `base` brings pixels to points.
    pub(super) fn page(&mut self, root: &Group, base: Transform) -> Result<Vec<u8>> {
        let mut c = Content::new();
        c.transform(row(base));
        self.group(&mut c, root, base)?;
        Ok(c.finish().to_vec())
    }

    /// `at` is the transform from the group's parent to the page, for patterns, which ignore the current one.
    fn group(&mut self, c: &mut Content, group: &Group, at: Transform) -> Result<()> {
        if group.mask().is_some() || !group.filters().is_empty() || group.opacity() != Opacity::ONE
        {
            bail!(
                "the sheet holds masks, filters or faded groups, which the PDF writer does not draw"
            );
        }
        let at = at.pre_concat(group.transform());
        c.save_state();
        c.transform(row(group.transform()));
        if let Some(clip) = group.clip_path() {
            outline_of(c, clip.root(), clip.transform());
            c.clip_nonzero();
            c.end_path();
        }
        for node in group.children() {
            match node {
                Node::Group(g) => self.group(c, g, at)?,
                Node::Path(p) if p.is_visible() => self.path(c, p, at)?,
                Node::Path(_) => {}
                Node::Text(t) => self.text(c, t, at)?,
                Node::Image(_) => {
                    bail!("the sheet holds a picture, which the PDF writer does not draw")
                }
            }
        }
        c.restore_state();
        Ok(())
    }

    fn path(&mut self, c: &mut Content, path: &Path, at: Transform) -> Result<()> {
        let mut both = vec![];
        if let Some(fill) = path.fill() {
            both.push((Some(fill), None));
        }
        if let Some(stroke) = path.stroke() {
            both.push((None, Some(stroke)));
        }
        if path.paint_order() == PaintOrder::StrokeAndFill {
            both.reverse();
        }
        for (fill, stroke) in both {
            c.save_state();
            if let Some(fill) = fill {
                self.fill(c, fill, at)?;
                outline(c, path, Transform::identity());
                match fill.rule() {
                    FillRule::NonZero => c.fill_nonzero(),
                    FillRule::EvenOdd => c.fill_even_odd(),
                };
            }
            if let Some(stroke) = stroke {
                self.stroke(c, stroke, at)?;
                outline(c, path, Transform::identity());
                c.stroke();
            }
            c.restore_state();
        }
        Ok(())
    }

    fn fill(&mut self, c: &mut Content, fill: &Fill, at: Transform) -> Result<()> {
        self.alpha(c, [fill.opacity(), Opacity::ONE]);
        match fill.paint() {
            usvg::Paint::Color(k) => {
                c.set_fill_rgb(part(k.red), part(k.green), part(k.blue));
            }
            usvg::Paint::Pattern(p) => {
                let name = self.pattern(p, at)?;
                c.set_fill_color_space(pdf_writer::types::ColorSpaceOperand::Pattern);
                c.set_fill_pattern([], Name(name.as_bytes()));
            }
            _ => bail!("the sheet holds a gradient, which the PDF writer does not draw"),
        }
        Ok(())
    }

    fn stroke(&mut self, c: &mut Content, stroke: &Stroke, at: Transform) -> Result<()> {
        self.alpha(c, [Opacity::ONE, stroke.opacity()]);
        match stroke.paint() {
            usvg::Paint::Color(k) => {
                c.set_stroke_rgb(part(k.red), part(k.green), part(k.blue));
            }
            usvg::Paint::Pattern(p) => {
                let name = self.pattern(p, at)?;
                c.set_stroke_color_space(pdf_writer::types::ColorSpaceOperand::Pattern);
                c.set_stroke_pattern([], Name(name.as_bytes()));
            }
            _ => bail!("the sheet holds a gradient, which the PDF writer does not draw"),
        }
        c.set_line_width(stroke.width().get());
        c.set_miter_limit(stroke.miterlimit().get());
        c.set_line_cap(match stroke.linecap() {
            LineCap::Butt => LineCapStyle::ButtCap,
            LineCap::Round => LineCapStyle::RoundCap,
            LineCap::Square => LineCapStyle::ProjectingSquareCap,
        });
        c.set_line_join(match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => LineJoinStyle::MiterJoin,
            LineJoin::Round => LineJoinStyle::RoundJoin,
            LineJoin::Bevel => LineJoinStyle::BevelJoin,
        });
        if let Some(dash) = stroke.dasharray() {
            c.set_dash_pattern(dash.iter().copied(), stroke.dashoffset());
        }
        Ok(())
    }

    fn alpha(&mut self, c: &mut Content, alphas: [Opacity; 2]) {
        let key = alphas.map(|a| (a.get() * 255.0).round() as u8);
        let known = self.alphas.iter().position(|(k, _)| *k == key);
        let k = known.unwrap_or_else(|| {
            let id = self.id();
            self.alphas.push((key, id));
            self.alphas.len() - 1
        });
        c.set_parameters(Name(format!("G{k}").as_bytes()));
    }

    /// Name of a pattern under a transform.
    fn pattern(&mut self, pattern: &Arc<Pattern>, at: Transform) -> Result<String> {
        let corner = Transform::from_translate(pattern.rect().x(), pattern.rect().y());
        let at = at.pre_concat(pattern.transform()).pre_concat(corner);
        let matrix = row(at);
        let same = |t: &Tile| Arc::ptr_eq(&t.pattern, pattern) && t.matrix == matrix;
        if let Some(k) = self.patterns.iter().position(same) {
            return Ok(format!("P{k}"));
        }
        let id = self.id();
        let mut c = Content::new();
        self.group(&mut c, pattern.root(), at)?;
        let content = c.finish().to_vec();
        self.patterns.push(Tile { pattern: Arc::clone(pattern), matrix, content, id });
        Ok(format!("P{}", self.patterns.len() - 1))
    }

    fn text(&mut self, c: &mut Content, text: &Text, at: Transform) -> Result<()> {
        for span in text.layouted().iter().filter(|s| s.visible) {
            if span.underline.is_some() || span.overline.is_some() || span.line_through.is_some() {
                bail!("the sheet holds underlined text, which the PDF writer does not draw");
            }
            // The halo lies under all letters of the span.
            if let Some(stroke) = &span.stroke {
                c.save_state();
                self.stroke(c, stroke, at)?;
                self.glyphs(c, &span.positioned_glyphs, TextRenderingMode::Stroke);
                c.restore_state();
            }
            if let Some(fill) = &span.fill {
                c.save_state();
                self.fill(c, fill, at)?;
                self.glyphs(c, &span.positioned_glyphs, TextRenderingMode::Fill);
                c.restore_state();
            }
        }
        Ok(())
    }

    fn glyphs(
        &mut self,
        c: &mut Content,
        glyphs: &[usvg::layout::PositionedGlyph],
        mode: TextRenderingMode,
    ) {
        c.begin_text();
        c.set_text_rendering_mode(mode);
        let mut current = None;
        for g in glyphs {
            let k = self.font(g.font);
            if current != Some(k) {
                c.set_font(Name(format!("F{k}").as_bytes()), 1.0);
                current = Some(k);
            }
            let em = self.fonts[k].note(g.id.0, &g.text);
            c.set_text_matrix(row(g.outline_transform().pre_scale(em, em)));
            c.show(Str(&g.id.0.to_be_bytes()));
        }
        c.end_text();
    }

    fn font(&mut self, font: fontdb::ID) -> usize {
        let known = self.fonts.iter().position(|f| f.font == font);
        known.unwrap_or_else(|| {
            let ids = [self.id(), self.id(), self.id(), self.id(), self.id()];
            self.fonts.push(FontUse::new(font, ids));
            self.fonts.len() - 1
        })
    }

    /// Writes everything the content refers to.
    pub(super) fn resources(&self, pdf: &mut Pdf, db: &fontdb::Database) -> Result<()> {
        let mut r = pdf.indirect(self.resources).start::<Resources<'_>>();
        let mut states = r.ext_g_states();
        for (k, (_, id)) in self.alphas.iter().enumerate() {
            states.pair(Name(format!("G{k}").as_bytes()), *id);
        }
        states.finish();
        let mut patterns = r.patterns();
        for (k, tile) in self.patterns.iter().enumerate() {
            patterns.pair(Name(format!("P{k}").as_bytes()), tile.id);
        }
        patterns.finish();
        let mut fonts = r.fonts();
        for (k, font) in self.fonts.iter().enumerate() {
            fonts.pair(Name(format!("F{k}").as_bytes()), font.id());
        }
        fonts.finish();
        r.finish();
        for ([fill, stroke], id) in &self.alphas {
            let mut state = pdf.ext_graphics(*id);
            state.non_stroking_alpha(part(*fill)).stroking_alpha(part(*stroke));
        }
        for tile in &self.patterns {
            let packed = deflated(&tile.content)?;
            let (w, h) = (tile.pattern.rect().width(), tile.pattern.rect().height());
            let mut p = pdf.tiling_pattern(tile.id, &packed);
            p.filter(Filter::FlateDecode);
            p.paint_type(PaintType::Colored).tiling_type(TilingType::ConstantSpacing);
            p.bbox(Rect::new(0.0, 0.0, w, h)).x_step(w).y_step(h).matrix(tile.matrix);
            p.pair(Name(b"Resources"), self.resources);
        }
        self.fonts.iter().try_for_each(|f| f.write(pdf, db))
    }
}

fn part(v: u8) -> f32 {
    f32::from(v) / 255.0
}

fn row(t: Transform) -> [f32; 6] {
    [t.sx, t.ky, t.kx, t.sy, t.tx, t.ty]
}

/// Every path of a clip as one outline.
fn outline_of(c: &mut Content, group: &Group, at: Transform) {
    let at = at.pre_concat(group.transform());
    for node in group.children() {
        match node {
            Node::Group(g) => outline_of(c, g, at),
            Node::Path(p) => outline(c, p, at),
            Node::Image(_) | Node::Text(_) => {}
        }
    }
}

fn outline(c: &mut Content, path: &Path, at: Transform) {
    let data = if at.is_identity() {
        Some(path.data().clone())
    } else {
        path.data().clone().transform(at)
    };
    let Some(data) = data else { return };
    let mut last = (0.0, 0.0);
    for segment in data.segments() {
        match segment {
            PathSegment::MoveTo(p) => {
                c.move_to(p.x, p.y);
                last = (p.x, p.y);
            }
            PathSegment::LineTo(p) => {
                c.line_to(p.x, p.y);
                last = (p.x, p.y);
            }
            PathSegment::QuadTo(q, p) => {
                // The cubic with the same curve.
                let third = |a: f32, b: f32| a + (b - a) * 2.0 / 3.0;
                c.cubic_to(
                    third(last.0, q.x),
                    third(last.1, q.y),
                    third(p.x, q.x),
                    third(p.y, q.y),
                    p.x,
                    p.y,
                );
                last = (p.x, p.y);
            }
            PathSegment::CubicTo(a, b, p) => {
                c.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y);
                last = (p.x, p.y);
            }
            PathSegment::Close => {
                c.close_path();
            }
        }
    }
}
