//! The files of the page, inside the binary.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::guard::answer;

/// Name, type, bytes.
type File = (&'static str, &'static str, &'static [u8]);

const JS: &str = "text/javascript; charset=utf-8";
const WOFF2: &str = "font/woff2";

macro_rules! file {
    ($name:literal, $kind:expr) => {
        ($name, $kind, include_bytes!(concat!("page/", $name)))
    };
}

const INDEX: &[u8] = include_bytes!("page/index.html");

const FILES: &[File] = &[
    file!("studio.css", "text/css; charset=utf-8"),
    file!("map.css", "text/css; charset=utf-8"),
    file!("panels.css", "text/css; charset=utf-8"),
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
    file!("points.js", JS),
    file!("rules.js", JS),
    file!("shares.js", JS),
    file!("words.js", JS),
    file!("NotoSans-Regular.woff2", WOFF2),
    file!("NotoSans-Bold.woff2", WOFF2),
    file!("NotoSans-Italic.woff2", WOFF2),
    file!("NotoSansArabic-Regular.woff2", WOFF2),
    file!("NotoSansArabic-Bold.woff2", WOFF2),
];

/// The page.
pub(super) async fn page() -> Response {
    answer("text/html; charset=utf-8", INDEX)
}

/// One of its files; there are no others, so there is no path to escape by.
pub(super) async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(n, _, _)| *n == name) {
        Some((_, kind, bytes)) => answer(kind, *bytes),
        None => (StatusCode::NOT_FOUND, "there is no such file\n").into_response(),
    }
}
