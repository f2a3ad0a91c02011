//! A text under its name, and the part of it that a message shows.

use littoral_model::Finding;

use super::Span;

/// Longest excerpt shown, in characters.
const WIDTH: usize = 92;

/// A file's text.
#[derive(Debug)]
pub(crate) struct Source {
    /// As the user named it.
    pub(crate) file: String,
    /// All of it.
    pub(crate) text: String,
}

impl Source {
    /// The text of a file.
    ///
    /// Fails at the first byte that is not UTF-8. A byte order mark is dropped.
    pub(crate) fn new(file: &str, bytes: &[u8]) -> Result<Self, Box<Finding>> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let decoded = std::str::from_utf8(bytes);
        let valid = decoded.as_ref().map_or_else(|e| e.valid_up_to(), |t| t.len());
        let text = String::from_utf8_lossy(&bytes[..valid]).into_owned();
        let source = Self { file: file.to_owned(), text };
        if decoded.is_ok() {
            return Ok(source);
        }
        let finding = Finding::error("F010", format!("{file} is not UTF-8 text"));
        let label = format!("byte {valid} of the file follows here and is no UTF-8");
        let finding = finding.label(label).help("save the file as UTF-8");
        Err(Box::new(source.show(finding, Span::new(valid, valid), None)))
    }

    /// Line and column (in characters) of a byte, 1-based.
    pub(crate) fn line_column(&self, byte: usize) -> (usize, usize) {
        let before = &self.text[..self.floor(byte)];
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// Puts line, column, excerpt and mark of a span into a finding. Where the line is long the
    /// excerpt is `context`, if that is given and lies on the same line, or a window of the line.
    pub(crate) fn show(&self, mut finding: Finding, span: Span, context: Option<Span>) -> Finding {
        let (start, end) = (self.floor(span.range().start), self.floor(span.range().end));
        let line_start = self.text[..start].rfind('\n').map_or(0, |n| n + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |n| start + n);
        let end = end.clamp(start, line_end);
        let (from, to) = self.window((line_start, line_end), (start, end), context);
        finding.file.clone_from(&self.file);
        (finding.line, finding.column) = self.line_column(start);
        finding.excerpt = self.text[from..to].trim_end().replace('\t', " ");
        let count = |a: usize, b: usize| self.text[a.min(b)..b].chars().count();
        let length = count(start, end.min(to)).min(WIDTH);
        finding.mark = [count(from, start), length.max(usize::from(!finding.label.is_empty()))];
        finding
    }

    /// The part of a line to show.
    fn window(
        &self,
        line: (usize, usize),
        mark: (usize, usize),
        context: Option<Span>,
    ) -> (usize, usize) {
        if self.text[line.0..line.1].chars().count() <= WIDTH {
            return line;
        }
        if let Some(context) = context {
            let (a, b) = (self.floor(context.range().start), self.floor(context.range().end));
            if line.0 <= a && a <= mark.0 && mark.1 <= b && b <= line.1 && b - a <= 2 * WIDTH {
                return (a, b);
            }
        }
        let from = self.floor(mark.0.saturating_sub(WIDTH / 3)).max(line.0);
        (from, self.floor(from + WIDTH).min(line.1).max(mark.0))
    }

    /// The nearest start of a character at or before a byte.
    fn floor(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        (0..=byte).rev().find(|&b| self.text.is_char_boundary(b)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_have_a_place() {
        let finding = Source::new("x.toml", b"a = 1\nb = \"\xff\"").unwrap_err();
        let expected = "\
error: x.toml is not UTF-8 text
  --> x.toml:2:6
   |
 2 | b = \"
   |      ^ byte 11 of the file follows here and is no UTF-8
   |
  help: save the file as UTF-8";
        assert_eq!(finding.message(), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{}[1, 2]{}", "é".repeat(500), "x".repeat(500));
        let source = Source { file: "a".into(), text };
        let shown = source.show(Finding::error("X", "x"), Span::new(1000, 1006), None);
        assert_eq!(shown.column, 501);
        let marked: String =
            shown.excerpt.chars().skip(shown.mark[0]).take(shown.mark[1]).collect();
        assert_eq!(marked, "[1, 2]");
        assert!(shown.excerpt.chars().count() <= WIDTH);
    }
}
