//! Who may ask: the token of the link, the name of this host, a page of this server.
//!
//! A hostile page in the same browser can send requests here, and a name that it controls can be made
//! to point at this machine. It knows no token, cannot forge `Host`, `Origin` or `Sec-Fetch-Site`,
//! and no GET changes anything.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What is checked against.
pub(super) struct Guard {
    /// Random part of the link.
    pub(super) token: String,
    /// `127.0.0.1:PORT`, `localhost:PORT`.
    pub(super) hosts: [String; 2],
}

const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// The middleware: refuses, or lets through and dresses the answer.
pub(super) async fn check(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let refused = guard.refusal(request.method(), request.uri().path(), request.headers());
    let mut response = match refused {
        Some(why) => (StatusCode::FORBIDDEN, format!("{why}\n")).into_response(),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

impl Guard {
    /// Why the request is refused, if it is.
    fn refusal(&self, method: &Method, path: &str, headers: &HeaderMap) -> Option<&'static str> {
        if !one(headers, &header::HOST).is_some_and(|h| self.hosts.iter().any(|own| own == h)) {
            return Some("refused: this server answers to its own name only");
        }
        let token = path.strip_prefix('/').and_then(|p| p.split('/').next()).unwrap_or("");
        if !same(token, &self.token) {
            return Some("refused: open the link that littoral studio printed");
        }
        let foreign = "refused: the request comes from another page";
        let origin = headers.contains_key(header::ORIGIN);
        let own = one(headers, &header::ORIGIN)
            .and_then(|o| o.strip_prefix("http://"))
            .is_some_and(|o| self.hosts.iter().any(|own| own == o));
        let reads = matches!(*method, Method::GET | Method::HEAD);
        if (origin || !reads) && !own {
            return Some(foreign);
        }
        let word = |name: &'static str| one(headers, &HeaderName::from_static(name));
        // Following the link from a mail or a chat is a navigation to the page itself, nothing else.
        let follows = reads
            && word("sec-fetch-mode") == Some("navigate")
            && word("sec-fetch-dest") == Some("document");
        match word("sec-fetch-site") {
            None | Some("same-origin" | "none") => None,
            Some(_) if follows => None,
            Some(_) => Some(foreign),
        }
    }
}

/// The header, if it is there exactly once.
fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    let value = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(value)
}

/// Equal, in a time that does not tell where they differ.
fn same(a: &str, b: &str) -> bool {
    let differ = a.bytes().zip(b.bytes()).fold(0, |all, (x, y)| all | (x ^ y));
    a.len() == b.len() && differ == 0
}

/// An answer of one kind.
pub(super) fn answer(kind: &'static str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, kind)], body.into()).into_response()
}

/// A request that makes no sense, with the sentence that says why.
pub(super) fn bad(why: impl Into<String>) -> Response {
    (StatusCode::BAD_REQUEST, why.into()).into_response()
}
