//! Text into HTML, and one SVG among many.

/// Text as HTML text or attribute value.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

/// A link where the text is an address of the web, else the text.
pub(super) fn cite(text: &str) -> String {
    let shown = escape(text);
    let web = text.starts_with("https://") || text.starts_with("http://");
    if web { format!("<a href=\"{shown}\" rel=\"noreferrer\">{shown}</a>") } else { shown }
}

/// The SVG without its XML head, every id of its own behind `prefix`.
///
/// A page holds many sheets, and ids belong to the page, not to the sheet.
pub(super) fn unique_ids(svg: &str, prefix: &str) -> String {
    let body = svg.find("<svg").map_or(svg, |at| &svg[at..]);
    body.replace(" id=\"", &format!(" id=\"{prefix}"))
        .replace("url(#", &format!("url(#{prefix}"))
        .replace("href=\"#", &format!("href=\"#{prefix}"))
        .replace("aria-labelledby=\"", &format!("aria-labelledby=\"{prefix}"))
}
