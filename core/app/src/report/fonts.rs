//! The fonts of maps and page, inside the page: it looks the same on every machine.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::cli::Language;

const SANS: [(&str, &str, &[u8]); 3] = [
    ("400", "normal", include_bytes!("../../fonts/NotoSans-Regular.ttf")),
    ("700", "normal", include_bytes!("../../fonts/NotoSans-Bold.ttf")),
    ("400", "italic", include_bytes!("../../fonts/NotoSans-Italic.ttf")),
];
const ARABIC: [(&str, &str, &[u8]); 2] = [
    ("400", "normal", include_bytes!("../../fonts/NotoSansArabic-Regular.ttf")),
    ("700", "normal", include_bytes!("../../fonts/NotoSansArabic-Bold.ttf")),
];
const MONO: (&str, &str, &[u8]) =
    ("400", "normal", include_bytes!("../../fonts/NotoSansMono-Regular.ttf"));

/// `@font-face` rules; the Arabic faces only where they are written with.
pub(super) fn faces(lang: Language) -> String {
    let mut out: String = SANS.iter().map(|f| face("Noto Sans", f)).collect();
    if lang == Language::Fa {
        out.extend(ARABIC.iter().map(|f| face("Noto Sans Arabic", f)));
    }
    out + &face("Noto Sans Mono", &MONO)
}

fn face(family: &str, (weight, style, bytes): &(&str, &str, &[u8])) -> String {
    let data = STANDARD.encode(bytes);
    format!(
        "@font-face{{font-family:\"{family}\";font-weight:{weight};font-style:{style};src:url(data:font/ttf;base64,{data}) format(\"truetype\")}}\n"
    )
}
