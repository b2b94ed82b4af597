//! Texts as files bring them, in one form: what looks the same is the same.

use std::borrow::Cow;

use domain::is_invisible;
use unicode_normalization::UnicodeNormalization;

/// The text in normalization form C.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_settled) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// The text in normalization form C, without characters that hide or reorder text.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let hides = |c: char| !c.is_control() && is_invisible(c);
    if text.contains(hides) {
        return Cow::Owned(text.chars().filter(|c| !hides(*c)).nfc().collect());
    }
    nfc(text)
}

/// A space for each run of white space, and none around the text.
#[must_use]
pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that form C leaves as they are, as long as nothing but such stands beside them: all
/// that Vietnamese and English are usually written with.
const fn is_settled(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_what_looks_the_same() {
        let word = "Đắk Lắk";
        let apart: String = word.nfd().collect();
        assert_ne!(apart, word);
        assert_eq!(nfc(&apart), word);
        assert_eq!(clean(&format!("\u{200b}{apart}\u{202e}")), word);
        assert!(matches!(clean(word), Cow::Borrowed(_)));
        assert_eq!(clean("a\nb\tc"), "a\nb\tc");
        assert_eq!(collapse(" Khám mắt\n miễn\u{a0}phí "), "Khám mắt miễn phí");
        let nfc_of = |c: char| c.to_string().nfc().collect::<String>();
        for c in (0..0x2ff).chain(0x1e00..0x1f00).filter_map(char::from_u32) {
            assert_eq!(nfc_of(c), c.to_string(), "U+{:04X}", u32::from(c));
        }
    }
}
