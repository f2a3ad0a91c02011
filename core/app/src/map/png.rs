//! From SVG to PNG with the embedded fonts only.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree};

use super::fonts;

/// Points an inch that SVG takes a millimetre by.
const SVG_DPI: f64 = 96.0;

/// Draws an SVG text at `dpi` dots an inch (sheets are made for 240).
///
/// # Errors
/// The text is not SVG, or the picture would be empty or larger than 20 000 pixels a side.
pub fn png(svg: &str, dpi: f64) -> Result<Vec<u8>> {
    let tree = tree(svg)?;
    let k = dpi / SVG_DPI;
    let side = |v: f32| (f64::from(v) * k).round();
    let (w, h) = (side(tree.size().width()), side(tree.size().height()));
    let fits = |v: f64| (1.0..=20_000.0).contains(&v);
    ensure!(fits(w) && fits(h), "a picture of {w} x {h} pixels cannot be drawn: choose other dpi");
    let mut pixels = Pixmap::new(w as u32, h as u32).context("no memory for the picture")?;
    resvg::render(&tree, Transform::from_scale(k as f32, k as f32), &mut pixels.as_mut());
    encode(pixels).context("the picture cannot be written as PNG")
}

/// Flat colours are smaller without a filter than with the best one for each row, in less than half the time.
fn encode(pixels: Pixmap) -> Result<Vec<u8>, ::png::EncodingError> {
    let mut data = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut data, pixels.width(), pixels.height());
    encoder.set_color(::png::ColorType::Rgba);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_filter(::png::Filter::NoFilter);
    encoder.set_deflate_compression(::png::DeflateCompression::Level(3));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels.take_demultiplied())?;
    writer.finish()?;
    Ok(data)
}

/// The sheet as resvg and the PDF writer see it, lettered with the embedded fonts.
///
/// # Errors
/// The text is not SVG.
pub(super) fn tree(svg: &str) -> Result<Tree> {
    let options = Options {
        fontdb: fonts::database(),
        // Every run of text names its own font; a letter that no embedded font has stays a box.
        font_resolver: FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(|_, _, _: &mut Arc<_>| None),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).context("the map cannot be read back as SVG")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_of_one_inch_has_its_dots() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="25.4mm" height="25.4mm" viewBox="0 0 1 1"/>"#;
        let data = png(svg, 100.0).unwrap();
        let side = |k: usize| u32::from_be_bytes(data[k..k + 4].try_into().unwrap());
        assert_eq!((side(16), side(20)), (100, 100));
        assert!(
            png(svg, 0.001).is_err() && png(svg, f64::NAN).is_err() && png("<svg", 96.0).is_err()
        );
    }
}
