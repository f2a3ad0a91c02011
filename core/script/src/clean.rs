//! What a script says, fit to be shown: nothing in it steers a terminal or turns the writing round.

use std::borrow::Cow;

/// In place of what is taken out.
const MARK: char = '\u{fffd}';

/// The text without control characters (but for line ends and tabs) and without characters that
/// override the direction of writing, which can make a line read as what it is not.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    match text.contains(steers) {
        true => Cow::Owned(text.chars().map(|c| if steers(c) { MARK } else { c }).collect()),
        false => Cow::Borrowed(text),
    }
}

/// The same for a text at hand.
pub(crate) fn cleaned(text: String) -> String {
    match clean(&text) {
        Cow::Owned(clean) => clean,
        Cow::Borrowed(_) => text,
    }
}

/// Does a character steer a terminal or turn the direction of text, rather than write?
#[must_use]
pub fn steers(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    control || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_stays_and_steering_goes() {
        let fair = "کف سهم\u{200c}ها\tπ = 3\n";
        assert_eq!(clean(fair), fair);
        assert_eq!(clean("\x1b[2Ja\u{202e}b\u{9b}"), "\u{fffd}[2Ja\u{fffd}b\u{fffd}");
    }
}
