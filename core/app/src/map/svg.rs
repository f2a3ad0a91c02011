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

/// Path data of one line, closed with `Z` if asked: the first point, then steps from point to point in
/// thousandths, so that rounding never adds up.
pub(super) fn path_data(points: &[Coord<f64>], closed: bool) -> String {
    let whole = |v: f64| if v.is_finite() { (v * 1000.0).round() as i64 } else { 0 };
    let mut d = String::with_capacity(points.len() * 10);
    let (mut last, mut dotted) = (None, false);
    for p in points {
        let (x, y) = (whole(p.x), whole(p.y));
        match last {
            None => {
                d.push('M');
                thousandths(&mut d, x);
                d.push_str(if y < 0 { "" } else { " " });
                thousandths(&mut d, y);
            }
            Some((_, _, first)) if first => d.push('l'),
            Some(_) => {}
        }
        if let Some((u, v, first)) = last {
            for (k, step) in [x - u, y - v].into_iter().enumerate() {
                // A sign begins a number, and so does a second point.
                let point = dotted && (1..1000).contains(&step);
                let apart = step < 0 || point || (first && k == 0);
                d.push_str(if apart { "" } else { " " });
                thousandths(&mut d, step);
                dotted = step % 1000 != 0;
            }
        }
        last = Some((x, y, last.is_none()));
    }
    if closed && !points.is_empty() {
        d.push('Z');
    }
    d
}

/// A number of thousandths as a decimal, as short as it can be written.
fn thousandths(d: &mut String, v: i64) {
    if v < 0 {
        d.push('-');
    }
    let (whole, mut part, mut places) = (v.unsigned_abs() / 1000, v.unsigned_abs() % 1000, 3);
    if whole > 0 || part == 0 {
        d.push_str(&whole.to_string());
    }
    if part > 0 {
        while part % 10 == 0 {
            (part, places) = (part / 10, places - 1);
        }
        d.push_str(&format!(".{part:0places$}"));
    }
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
    fn paths_are_short_and_end_where_they_should() {
        let p = |x: f64, y: f64| Coord { x, y };
        let line = [p(1.0, 2.0), p(1.5, 1.25), p(0.25, 1.25), p(-3.0, -0.05)];
        assert_eq!(path_data(&line, true), "M1 2l.5-.75-1.25 0-3.25-1.3Z");
        // A point begins a number where the one before has one already, and only there.
        let line = [p(0.0, 0.0), p(0.5, 0.25), p(1.5, 0.5), p(1.75, 1.5), p(2.0, 2.75)];
        assert_eq!(path_data(&line, false), "M0 0l.5.25 1 .25.25 1 .25 1.25");
        assert_eq!(path_data(&[p(0.0, -0.0004)], false), "M0 0");
        // A thousand steps of a third of a thousandth end within half a thousandth.
        let many: Vec<_> = (0..1000).map(|k| p(f64::from(k) / 3000.0, 0.0)).collect();
        let d = path_data(&many, false);
        let steps = d.split_once('l').map_or("", |(_, s)| s);
        let sum: f64 =
            steps.split_whitespace().step_by(2).filter_map(|s| s.parse::<f64>().ok()).sum();
        assert!((sum - 0.333).abs() < 1e-9, "{sum}");
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
