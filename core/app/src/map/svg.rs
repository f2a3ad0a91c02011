//! Writing SVG: elements through quick-xml, numbers with at most three decimals.

use geo::Coord;
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

/// An SVG document under construction. User unit: 1 mm.
pub(super) struct Svg {
    writer: Writer<Vec<u8>>,
}

/// Attributes of one element, in the order they are written.
pub(super) type Attrs<'a> = &'a [(&'a str, &'a str)];

impl Svg {
    pub(super) fn new() -> Self {
        Self { writer: Writer::new(Vec::new()) }
    }

    /// `<tag ...>`; close it with [`Self::close`].
    pub(super) fn open(&mut self, tag: &str, attrs: Attrs<'_>) {
        self.event(Event::Start(element(tag, attrs)));
    }

    /// `</tag>`
    pub(super) fn close(&mut self, tag: &str) {
        self.event(Event::End(BytesEnd::new(tag)));
    }

    /// `<tag .../>`
    pub(super) fn empty(&mut self, tag: &str, attrs: Attrs<'_>) {
        self.event(Event::Empty(element(tag, attrs)));
    }

    /// Character data, escaped, without characters that XML 1.0 forbids.
    pub(super) fn chars(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&clean(text))));
    }

    /// `<tag>text</tag>`
    pub(super) fn leaf(&mut self, tag: &str, attrs: Attrs<'_>, text: &str) {
        self.open(tag, attrs);
        self.chars(text);
        self.close(tag);
    }

    /// `<path d="..." .../>`; nothing for an empty path.
    pub(super) fn path(&mut self, d: &str, attrs: Attrs<'_>) {
        if !d.is_empty() {
            let mut all = vec![("d", d)];
            all.extend_from_slice(attrs);
            self.empty("path", &all);
        }
    }

    /// `<circle/>`
    pub(super) fn circle(&mut self, at: Coord<f64>, r: f64, attrs: Attrs<'_>) {
        let (x, y, r) = (num(at.x), num(at.y), num(r));
        let mut all = vec![("cx", x.as_str()), ("cy", y.as_str()), ("r", r.as_str())];
        all.extend_from_slice(attrs);
        self.empty("circle", &all);
    }

    /// `<rect/>`
    pub(super) fn rect(&mut self, r: super::plane::Rect, attrs: Attrs<'_>) {
        let v = [num(r.x), num(r.y), num(r.w), num(r.h)];
        let mut all = vec![
            ("x", v[0].as_str()),
            ("y", v[1].as_str()),
            ("width", v[2].as_str()),
            ("height", v[3].as_str()),
        ];
        all.extend_from_slice(attrs);
        self.empty("rect", &all);
    }

    /// The finished text.
    pub(super) fn finish(self) -> anyhow::Result<String> {
        Ok(String::from_utf8(self.writer.into_inner())?)
    }

    /// Writing to memory cannot fail.
    fn event(&mut self, event: Event<'_>) {
        let written = self.writer.write_event(event);
        debug_assert!(written.is_ok());
    }
}

fn element<'a>(tag: &'a str, attrs: Attrs<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(tag);
    for (name, value) in attrs {
        start.push_attribute((*name, clean(value).as_ref()));
    }
    start
}

/// The text without characters that XML 1.0 has no way to write.
pub(super) fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='\u{7e}' | '\u{a0}'..='\u{d7ff}')
            || matches!(c, '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
    };
    if text.chars().all(allowed) {
        text.into()
    } else {
        text.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect::<String>().into()
    }
}

/// A number with at most three decimals, without trailing zeros and without "-0".
pub(super) fn num(v: f64) -> String {
    if !v.is_finite() {
        return "0".into();
    }
    let text = format!("{v:.3}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".into() } else { short.into() }
}

/// Path data of one line (`M x y L ...`), closed with `Z` if asked.
pub(super) fn path_data(points: &[Coord<f64>], closed: bool) -> String {
    let mut d = String::with_capacity(points.len() * 14);
    for (k, p) in points.iter().enumerate() {
        d.push(if k == 0 { 'M' } else { 'L' });
        d.push_str(&num(p.x));
        d.push(' ');
        d.push_str(&num(p.y));
    }
    if closed && !points.is_empty() {
        d.push('Z');
    }
    d
}

/// Path data of several rings.
pub(super) fn rings_data<'a>(rings: impl IntoIterator<Item = &'a Vec<Coord<f64>>>) -> String {
    rings.into_iter().map(|r| path_data(r, true)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        let text = [1.0, -0.0001, 0.12345, -2.5, 1200.0, f64::NAN].map(num);
        assert_eq!(text, ["1", "0", "0.123", "-2.5", "1200", "0"]);
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut svg = Svg::new();
        svg.leaf("text", &[("a", "\"<&>'\u{0}")], "</text><script>\u{1b}&\"");
        let out = svg.finish().unwrap();
        let doc = resvg::usvg::roxmltree::Document::parse(&out).unwrap();
        assert_eq!(doc.root_element().text(), Some("</text><script>\u{fffd}&\""));
        assert_eq!(doc.root_element().attribute("a"), Some("\"<&>'\u{fffd}"));
        assert_eq!(doc.descendants().filter(|n| n.is_element()).count(), 1);
    }
}
