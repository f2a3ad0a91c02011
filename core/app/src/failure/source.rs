//! Which characters of a source line to mark.

/// First character (0-based) and number of characters to mark.
///
/// With a column: the name or number that starts there. Without one: the first quoted word of
/// `text` that the line contains, else the whole line without its indentation.
pub(super) fn mark(source: &str, column: usize, text: &str) -> [usize; 2] {
    let chars: Vec<char> = source.chars().collect();
    if column > 0 && column <= chars.len() {
        let from = column - 1;
        let word = chars[from..].iter().take_while(|c| is_name(**c)).count();
        return [from, word.max(1)];
    }
    if let Some(found) = quoted(text).find_map(|word| locate(source, word)) {
        return found;
    }
    let indent = chars.iter().take_while(|c| c.is_whitespace()).count();
    let rest = source.trim().chars().count();
    [indent, rest]
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | ':')
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2).filter(|w| !w.is_empty())
}

fn locate(source: &str, word: &str) -> Option<[usize; 2]> {
    let at = source.find(word)?;
    Some([source[..at].chars().count(), word.chars().count()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_wins_then_the_quoted_word_then_the_line() {
        assert_eq!(mark("  if p.flor > 0 then", 6, "x"), [5, 6]);
        assert_eq!(mark("  if p.flor > 0 then", 0, "no \"flor\""), [7, 4]);
        assert_eq!(mark("  error(1)", 0, "boom"), [2, 8]);
        assert_eq!(mark("", 7, "boom"), [0, 0]);
        assert_eq!(mark("local ش = 1", 0, "\"ش\""), [6, 1]);
    }
}
