//! From SVG to PDF: shapes as paths, hatches as patterns, text as text in embedded fonts.
//!
//! The fonts of the maps are small subsets already; each one used is embedded whole, with a table that
//! lets readers search and copy the text. No clock and no random number: same sheet, same bytes.

mod fonts;
mod paint;

use std::io::Write as _;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, TextStr};
use resvg::tiny_skia::Transform;

use self::paint::Painter;

/// Points of PDF in a pixel of SVG.
const POINTS: f32 = 72.0 / 96.0;

/// Makes a one-page document of a sheet.
///
/// # Errors
/// The text is not SVG, or holds what no sheet has (pictures, masks, filters, gradients).
pub fn pdf(svg: &str) -> Result<Vec<u8>> {
    let tree = super::png::tree(svg)?;
    let (w, h) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
    let base = Transform::from_row(POINTS, 0.0, 0.0, -POINTS, 0.0, h);
    let [catalog, pages, page, info, resources, content] = [1, 2, 3, 4, 5, 6].map(Ref::new);
    let mut painter = Painter::new(7, resources);
    let drawn = painter.page(tree.root(), base)?;

    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut p = pdf.page(page);
    p.parent(pages).media_box(Rect::new(0.0, 0.0, w, h)).contents(content);
    p.pair(Name(b"Resources"), resources);
    p.finish();
    pdf.document_info(info).title(TextStr(&title(svg))).producer(TextStr("littoral"));
    let packed = deflated(&drawn)?;
    pdf.stream(content, &packed).filter(Filter::FlateDecode);
    painter.resources(&mut pdf, tree.fontdb())?;
    Ok(pdf.finish())
}

/// The sheet's own title.
fn title(svg: &str) -> String {
    let inner = svg.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let text = inner.map_or("", |(title, _)| title);
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).context("the page cannot be packed")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='210mm' height='297mm' viewBox='0 0 210 297'>\
        <title>A &amp; ب</title><rect width='10' height='10' fill='#102030' fill-opacity='0.5'/>\
        <text x='20' y='20' font-size='5' font-family='Noto Sans'>AZE 12</text></svg>";

    #[test]
    fn a_sheet_becomes_a_page_of_its_size_with_its_font() {
        let bytes = pdf(SVG).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(bytes.starts_with(b"%PDF-1.7"));
        assert!(
            text.contains("/FontFile2") && text.contains("/ToUnicode") && text.contains("NotoSans")
        );
        // 210 mm are 595.28 points.
        assert!(text.contains("/MediaBox [0 0 595.2"), "{text}");
        assert_eq!(bytes, pdf(SVG).unwrap());
    }

    #[test]
    fn the_title_is_the_sheet_s() {
        assert_eq!(title(SVG), "A & ب");
        assert!(pdf("<svg").is_err());
    }
}
