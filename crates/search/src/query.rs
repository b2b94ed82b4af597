//! What is looked for: words and phrases, read from whatever a person types, and where a record's
//! texts have them.

use super::{
    texts::Text,
    words::{Word, words},
};

/// Most words of a query that count; what follows them is not looked for.
pub const WORDS_MAX: usize = 16;

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryTerm {
    /// As it was typed, in lower case.
    pub exact: String,
    /// In plain letters.
    pub folded: String,
    /// Whether it may be the beginning of a longer word: the last one, as long as nothing is
    /// typed behind it.
    pub open: bool,
}

impl QueryTerm {
    /// Whether this is a word of a text.
    #[must_use]
    pub fn is(&self, word: &Word) -> bool {
        if self.open { word.folded.starts_with(&self.folded) } else { word.folded == self.folded }
    }
}

/// What is looked for. A record is found where each phrase stands in one of its texts; a word
/// outside of quotes is a phrase of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    phrases: Vec<Vec<QueryTerm>>,
}

/// A stretch of a text, in bytes.
pub type ByteRange = std::ops::Range<usize>;

impl Query {
    /// Reads what a person typed. There is no syntax but double quotes, around words that must
    /// stand next to each other in this order; nothing is an error.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut phrases: Vec<Vec<QueryTerm>> = Vec::new();
        let pieces: Vec<&str> = text.split(['"', '“', '”', '„']).collect();
        let last = pieces.len() - 1;
        let mut left = WORDS_MAX;
        for (place, piece) in pieces.iter().enumerate() {
            // A quote that is not closed yet is being typed.
            let quoted = place % 2 == 1;
            let sought = words(piece).take(left).map(|word| QueryTerm {
                open: place == last && word.end == piece.len(),
                exact: word.exact,
                folded: word.folded,
            });
            let sought: Vec<QueryTerm> = sought.collect();
            left -= sought.len();
            if quoted {
                phrases.extend((!sought.is_empty()).then_some(sought));
            } else {
                phrases.extend(sought.into_iter().map(|word| vec![word]));
            }
        }
        Self { phrases }
    }

    /// Whether nothing is looked for, as in a text without letters and digits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The phrases, in their order.
    #[must_use]
    pub fn phrases(&self) -> &[Vec<QueryTerm>] {
        &self.phrases
    }

    /// All words, in their order.
    pub fn words(&self) -> impl Iterator<Item = &QueryTerm> {
        self.phrases.iter().flatten()
    }

    /// Where each text has something that is looked for; `None` where the texts together lack a
    /// phrase, so that their record is not found.
    #[must_use]
    pub fn find(&self, texts: &[Text<'_>]) -> Option<Vec<Vec<ByteRange>>> {
        let mut missing: Vec<bool> = vec![true; self.phrases.len()];
        let found = texts.iter().map(|text| {
            let words: Vec<Word> = words(text.says).collect();
            let mut stretches = Vec::new();
            for (phrase, missing) in self.phrases.iter().zip(&mut missing) {
                for stand in words.windows(phrase.len()) {
                    if phrase.iter().zip(stand).all(|(sought, word)| sought.is(word)) {
                        stretches.extend(stand.iter().map(|word| word.start..word.end));
                        *missing = false;
                    }
                }
            }
            stretches.sort_by_key(|stretch| stretch.start);
            stretches.dedup();
            stretches
        });
        let found = found.collect();
        (!missing.contains(&true)).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Part;

    fn shown(text: &str) -> String {
        let phrase = |phrase: &Vec<QueryTerm>| {
            let words: Vec<String> = phrase
                .iter()
                .map(|word| format!("{}{}", word.exact, if word.open { "…" } else { "" }))
                .collect();
            words.join(" ")
        };
        Query::parse(text).phrases().iter().map(phrase).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn the_last_word_is_open_until_something_follows_it() {
        for (text, read) in [
            ("Lâm Đồng", "lâm|đồng…"),
            ("lâm ", "lâm"),
            ("lâm", "lâm…"),
            ("\"lâm đồng\" du l", "lâm đồng|du|l…"),
            ("\"lâm đồ", "lâm đồ…"),
            ("“lâm đồng”", "lâm đồng"),
            ("\"\" \" \"", ""),
            ("", ""),
        ] {
            assert_eq!(shown(text), read, "{text}");
        }
    }

    #[test]
    fn operators_are_text_and_words_without_end_are_cut_off() {
        assert_eq!(shown("title:a AND (b* OR -c)^2 ~"), "title|a|and|b|or|c|2");
        assert_eq!(Query::parse(&"từ ".repeat(5_000)).words().count(), WORDS_MAX);
        assert!(Query::parse("\u{0}\u{7}%_*").is_empty());
    }

    #[test]
    fn all_phrases_must_stand_somewhere() {
        let of = |says| Text { part: Part::Title, lang: None, says };
        let texts = [of("Hội chợ Đắk Lắk"), of("Lâm Đồng, đồng hành")];
        let found = |text| Query::parse(text).find(&texts);
        assert_eq!(found("lak dong"), Some(vec![vec![19..24], vec![5..12, 14..21]]));
        assert_eq!(found("lak kon"), None);
        assert_eq!(found("\"dong hanh\""), Some(vec![vec![], vec![14..21, 22..27]]));
        assert_eq!(found("\"hanh dong\""), None);
        assert_eq!(found("\"lak lam\""), None, "phrases do not run on from text to text");
        assert_eq!(found("do"), Some(vec![vec![], vec![5..12, 14..21]]));
        assert_eq!(found("do "), None);
    }
}
