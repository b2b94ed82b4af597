//! Words as a search compares them: where they stand in a text, as they are written, and folded
//! to plain letters, so that `dak lak` meets `Đắk Lắk` however it is encoded.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest word that is told from a longer one, in characters.
const WORD_CHARS: usize = 64;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends in the text, in bytes.
    pub end: usize,
    /// As it is written, in lower case and normalisation form C.
    pub exact: String,
    /// Without diacritics; đ is d.
    pub folded: String,
}

/// The words of a text: whatever stands between characters that are neither letters nor digits.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        let mut end = text.len();
        while let Some((at, c)) = rest.peek() {
            if !(c.is_alphanumeric() || is_combining_mark(*c)) {
                end = *at;
                break;
            }
            rest.next();
        }
        let exact = exact(&text[start..end]);
        let folded = fold(&exact);
        Some(Word { start, end, exact, folded })
    })
}

/// A word as it is written, whatever its case and encoding.
fn exact(word: &str) -> String {
    word.nfkc().flat_map(char::to_lowercase).nfc().take(WORD_CHARS).collect()
}

/// A word in plain letters: in lower case, without marks above or below. What is nothing but
/// marks, as in scripts that write vowels so, stays.
#[must_use]
pub fn fold(word: &str) -> String {
    let lower = || word.nfkd().flat_map(char::to_lowercase).nfkd().map(plain);
    let letters: String = lower().filter(|c| !is_combining_mark(*c)).take(WORD_CHARS).collect();
    if letters.is_empty() { lower().take(WORD_CHARS).collect() } else { letters }
}

/// The letter d for those with a stroke, which no normalisation takes apart; `ð` is typed for
/// `đ` by mistake, since their capitals look the same.
const fn plain(c: char) -> char {
    match c {
        'đ' | 'ð' | 'ɖ' => 'd',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    #[test]
    fn diacritics_case_and_encoding_fold_away() {
        let nfd: String = "Đắk Lắk".nfd().collect();
        assert_ne!(nfd, "Đắk Lắk");
        for text in ["Đắk Lắk", "ĐẮK LẮK", "dak lak", "Đăk Lăk", "Ðắk-Lắk", "“Đắk Lắk”", &nfd]
        {
            assert_eq!(folded(text), ["dak", "lak"], "{text}");
        }
        assert_eq!(
            folded("Thừa Thiên Huế, 29/12/2022"),
            ["thua", "thien", "hue", "29", "12", "2022"]
        );
        assert_eq!(folded("Ngưỡng ươm ỷ Ｈồ ﬁ"), ["nguong", "uom", "y", "ho", "fi"]);
    }

    #[test]
    fn a_word_keeps_its_marks_where_it_is_compared_exactly() {
        let nfd: String = "Đắk".nfd().collect();
        for text in ["Đắk", "ĐẮK", &nfd] {
            assert_eq!(words(text).next().unwrap().exact, "đắk");
        }
        assert_ne!(exact("Đăk"), exact("Đắk"));
    }

    #[test]
    fn what_is_no_letter_or_digit_is_no_word() {
        for text in ["", " \t\n", "\u{0}\u{1b}[;", "+-&&||!(){}[]^\"~*?:\\/", "\u{301}\u{303}"] {
            assert_eq!(words(text).count(), 0, "{text:?}");
        }
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let long = "ẫ".repeat(100_000);
        let word = words(&long).next().unwrap();
        assert_eq!((word.exact.chars().count(), word.folded.chars().count()), (64, 64));
        assert_eq!((word.start, word.end), (0, long.len()));
    }

    proptest! {
        #[test]
        fn both_encodings_fold_alike(text in "[a-zA-ZÀ-ỹĐđ \\-\u{300}-\u{323}]{0,40}|\\PC{0,40}") {
            let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
            prop_assert_eq!(fold(&nfc), fold(&nfd));
            prop_assert_eq!(folded(&nfc), folded(&nfd));
            let exacts = |text: &str| words(text).map(|word| word.exact).collect::<Vec<_>>();
            prop_assert_eq!(exacts(&nfc), exacts(&nfd));
        }

        #[test]
        fn words_stand_where_they_say_and_what_is_folded_stays(text in "\\PC{0,60}") {
            let mut before = 0;
            for word in words(&text) {
                prop_assert!(before <= word.start && word.start < word.end);
                prop_assert_eq!(&exact(&text[word.start..word.end]), &word.exact);
                prop_assert_eq!(fold(&word.exact), word.folded.clone());
                prop_assert_eq!(fold(&word.folded), word.folded);
                before = word.end;
            }
        }
    }
}
