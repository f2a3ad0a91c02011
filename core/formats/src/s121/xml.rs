//! XML elements written and read by quick-xml.

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer, XmlVersion};

/// Deepest nesting that is read.
const DEEPEST: usize = 64;

/// A document as it is written.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Xml {
    pub(super) fn new() -> Self {
        let mut xml =
            Self { writer: Writer::new_with_indent(Vec::new(), b' ', 1), open: Vec::new() };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    fn event(&mut self, event: Event<'_>) {
        // Memory takes everything: there is no error to hand on.
        let _written: std::io::Result<()> = self.writer.write_event(event);
    }

    pub(super) fn comment(&mut self, text: &str) {
        self.event(Event::Comment(BytesText::new(&clean(text))));
    }

    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Start(start));
        self.open.push(name);
    }

    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.event(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element with a text; none at all for an empty text.
    pub(super) fn leaf(&mut self, name: &'static str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.event(Event::Start(BytesStart::new(name)));
        self.event(Event::Text(BytesText::new(&clean(text))));
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An empty element.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Empty(start));
    }

    /// A reference to an element.
    pub(super) fn link(&mut self, name: &'static str, id: &str) {
        self.empty(name, &[("xlink:href", &format!("#{id}"))]);
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        let mut text = String::from_utf8(self.writer.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Text without characters that XML cannot hold.
fn clean(text: &str) -> String {
    let holds = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(holds).collect()
}

/// An element as it is read.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Name without its prefix.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
    /// Byte at which it begins.
    pub(super) at: u64,
}

impl Element {
    /// Value of an attribute, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// The text of a child; empty if there is none.
    pub(super) fn child_text(&self, name: &str) -> String {
        self.all(name).next().map(|c| c.text.trim().to_owned()).unwrap_or_default()
    }

    /// The id that a child refers to.
    pub(super) fn link(&self, name: &str) -> Option<String> {
        self.all(name).next().and_then(Self::href)
    }

    pub(super) fn links(&self, name: &str) -> Vec<String> {
        self.all(name).filter_map(Self::href).collect()
    }

    fn href(&self) -> Option<String> {
        self.attribute("href").map(|h| h.trim_start_matches('#').to_owned())
    }

    /// Every element with the name, at any depth.
    pub(super) fn every<'a>(&'a self, name: &str, out: &mut Vec<&'a Self>) {
        for child in &self.children {
            if child.name == name {
                out.push(child);
            }
            child.every(name, out);
        }
    }
}

/// The root element of a document.
///
/// # Errors
/// The byte at which the text is not XML, and why.
pub(super) fn parse(text: &str) -> Result<Element, (u64, String)> {
    let mut reader = Reader::from_str(text);
    let mut stack = vec![Element::default()];
    loop {
        let at = reader.buffer_position();
        let wrong = |why: String| (at, why);
        let event = reader.read_event().map_err(|e| wrong(e.to_string()))?;
        match event {
            Event::Start(e) => {
                if stack.len() > DEEPEST {
                    return Err(wrong(format!("elements are nested deeper than {DEEPEST}")));
                }
                stack.push(element(&e, at).map_err(wrong)?);
            }
            Event::Empty(e) => {
                let child = element(&e, at).map_err(wrong)?;
                if let Some(parent) = stack.last_mut() {
                    parent.children.push(child);
                }
            }
            Event::End(_) => {
                let done = stack.pop().unwrap_or_default();
                match stack.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Err(wrong("an element ends that never began".into())),
                }
            }
            Event::Text(t) => {
                if let Some(own) = stack.last_mut() {
                    own.text.push_str(&t.xml10_content());
                }
            }
            Event::GeneralRef(r) => {
                let known = match &*r {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => r.resolve_char_ref().ok().flatten(),
                };
                let c = known.ok_or_else(|| wrong(format!("the entity &{};", &*r)))?;
                if let Some(own) = stack.last_mut() {
                    own.text.push(c);
                }
            }
            Event::DocType(_) => return Err(wrong("a document type is not taken".into())),
            Event::Eof => break,
            _ => {}
        }
    }
    let mut outer = stack.pop().unwrap_or_default();
    match (stack.is_empty(), outer.children.pop()) {
        (true, Some(root)) if outer.children.is_empty() => Ok(root),
        (true, _) => Err((0, "there is not one root element".into())),
        (false, _) => Err((text.len() as u64, "the document ends inside an element".into())),
    }
}

fn element(e: &BytesStart<'_>, at: u64) -> Result<Element, String> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    let mut out = Element { name: local(e.name().0), at, ..Element::default() };
    for attribute in e.attributes() {
        let a = attribute.map_err(|e| e.to_string())?;
        let value = a.normalized_value(XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
        out.attributes.push((local(a.key.0), value.into_owned()));
    }
    Ok(out)
}
