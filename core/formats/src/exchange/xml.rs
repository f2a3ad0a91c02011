//! XML out through quick-xml, indented, without characters that XML 1.0 has no way to write.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document under construction.
pub(crate) struct Xml {
    writer: Writer<Vec<u8>>,
}

/// Attributes of an element in the order in which they are written.
pub(crate) type Attrs<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    pub(crate) fn new() -> Self {
        let mut out = Self { writer: Writer::new_with_indent(Vec::new(), b' ', 1) };
        out.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        out
    }

    pub(crate) fn open(&mut self, tag: &str, attrs: Attrs<'_>) {
        self.event(Event::Start(element(tag, attrs)));
    }

    pub(crate) fn close(&mut self, tag: &str) {
        self.event(Event::End(BytesEnd::new(tag)));
    }

    /// `<tag>text</tag>`
    pub(crate) fn leaf(&mut self, tag: &str, attrs: Attrs<'_>, text: &str) {
        self.open(tag, attrs);
        self.event(Event::Text(BytesText::new(&clean(text))));
        self.close(tag);
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut out = self.writer.into_inner();
        out.push(b'\n');
        out
    }

    /// Writing to memory does not fail.
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

/// Can XML 1.0 write this character?
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The text with a replacement character for each that XML cannot write.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    match text.chars().all(allowed) {
        true => text.into(),
        false => {
            text.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect::<String>().into()
        }
    }
}
