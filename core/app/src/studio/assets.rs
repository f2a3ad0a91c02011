//! The files of the page, inside the binary; compressed once for whoever takes it.

use std::io::Write as _;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::guard::answer;
use super::listing::JSON;

/// Name, type, bytes.
type File = (&'static str, &'static str, &'static [u8]);

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const WOFF2: &str = "font/woff2";

macro_rules! file {
    ($name:literal, $kind:expr) => {
        ($name, $kind, include_bytes!(concat!("page/", $name)))
    };
}

const FILES: [File; 25] = [
    file!("index.html", HTML),
    file!("studio.css", CSS),
    file!("panels.css", CSS),
    file!("map.css", CSS),
    file!("icon.svg", "image/svg+xml"),
    file!("api.js", JS),
    file!("chart.js", JS),
    file!("dialogs.js", JS),
    file!("dom.js", JS),
    file!("drawer.js", JS),
    file!("hover.js", JS),
    file!("keys.js", JS),
    file!("law.js", JS),
    file!("main.js", JS),
    file!("maps.js", JS),
    file!("switches.js", JS),
    file!("points.js", JS),
    file!("rules.js", JS),
    file!("shares.js", JS),
    file!("words.js", JS),
    file!("said-fa.json", JSON),
    file!("said-ru.json", JSON),
    file!("NotoSans-Regular.woff2", WOFF2),
    file!("NotoSans-Bold.woff2", WOFF2),
    file!("NotoSans-Italic.woff2", WOFF2),
];

/// Fonts that only Persian needs.
const ARABIC: [File; 2] =
    [file!("NotoSansArabic-Regular.woff2", WOFF2), file!("NotoSansArabic-Bold.woff2", WOFF2)];

/// The page.
pub(super) async fn page(headers: HeaderMap) -> Response {
    serve("index.html", &headers)
}

/// One of its files; there are no others, so there is no path to escape by.
pub(super) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    serve(&name, &headers)
}

fn serve(name: &str, headers: &HeaderMap) -> Response {
    let all = || FILES.iter().chain(&ARABIC);
    let Some((at, (_, kind, bytes))) = all().enumerate().find(|(_, (n, _, _))| *n == name) else {
        return (StatusCode::NOT_FOUND, "there is no such file\n").into_response();
    };
    match squeezed().get(at).filter(|_| *kind != WOFF2 && takes_gzip(headers)) {
        Some(small) => gzipped(answer(kind, small.as_slice())),
        None => answer(kind, *bytes),
    }
}

/// Compresses the files before anybody asks.
pub(super) fn prepare() {
    let _ = squeezed();
}

/// Every file but the fonts, compressed, in the order of the list.
fn squeezed() -> &'static [Vec<u8>] {
    static ALL: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let texts = FILES.iter().take_while(|(_, kind, _)| *kind != WOFF2);
        texts.map(|(_, _, bytes)| gzip(bytes, Compression::best())).collect()
    })
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let value = headers.get(ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(',').any(|v| v.trim() == "gzip")
}

fn gzipped(mut response: Response) -> Response {
    response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    response
}

fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// A text answer, compressed where the page takes it.
pub(super) fn text(kind: &'static str, text: &str, headers: &HeaderMap) -> Response {
    match takes_gzip(headers) {
        true => gzipped(answer(kind, gzip(text.as_bytes(), Compression::fast()))),
        false => answer(kind, text.to_owned()),
    }
}
