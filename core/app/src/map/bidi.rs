//! Writing direction: what runs from right to left, and how strange text is kept from turning it.

/// Does the text hold letters that run from right to left?
pub(super) fn is_rtl(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{0590}'..='\u{065f}' | '\u{066e}'..='\u{06ef}' | '\u{06fa}'..='\u{08ff}'))
}

/// A left-to-right island (position, formula, code) in text of either direction.
pub(super) fn isolate(text: &str) -> String {
    format!("\u{2066}{text}\u{2069}")
}

/// [`isolate`] where the sentence around runs from right to left.
pub(super) fn isolate_if(rtl: bool, text: &str) -> String {
    if rtl { isolate(text) } else { text.to_owned() }
}

/// Text from a case or a rule without characters that would turn the text around it.
pub(super) fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let one_line = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().filter(|&c| !turns(c)).map(one_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overrides_in_names_are_dropped() {
        assert_eq!(plain("a\u{202e}b\u{2066}c\n"), "abc ");
    }

    #[test]
    fn persian_digits_alone_are_not_right_to_left() {
        assert!(is_rtl("دریا") && !is_rtl("۱۹٫۹٪"));
    }
}
