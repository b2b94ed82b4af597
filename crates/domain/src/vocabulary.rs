//! Vocabularies: closed lists of words, such as the kinds of events.

/// A closed list of words. Files, the API and messages use the same ones.
pub trait Vocabulary: Copy + Eq + 'static {
    /// What the list is called, such as `EventKind`.
    const NAME: &'static str;
    /// What the list is of, in lines as they are documented.
    const DOCUMENTED: &'static str;
    /// Every word, in the order in which they are stored.
    const ALL: &'static [Self];

    /// The word as it is written everywhere outside the code, such as `TRADE_FAIR`.
    fn word(self) -> &'static str;

    /// What the word means, in lines as it is documented.
    fn documented(self) -> &'static str;

    /// What the list is of.
    #[must_use]
    fn list_description() -> String {
        lines(Self::DOCUMENTED)
    }

    /// What the word means.
    #[must_use]
    fn description(self) -> String {
        lines(self.documented())
    }
}

/// Lines of a doc comment, without the space before each.
fn lines(documented: &str) -> String {
    documented.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

/// Declares a vocabulary once: each word in the code, as it is written outside, and what it means.
/// In the byte form a word is its number: words are only appended.
macro_rules! vocabulary {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident { $($(#[doc = $word_doc:literal])+ $word:ident = $text:literal,)+ }
    ) => {
        $(#[doc = $doc])+
        #[allow(clippy::doc_markdown, reason = "the schema has these descriptions as they are")]
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name { $($(#[doc = $word_doc])+ #[serde(rename = $text)] $word,)+ }

        impl ::messages::Say for $name {
            fn message(&self) -> ::messages::Message {
                ::messages::Say::message(&self.argument())
            }

            fn argument(&self) -> ::messages::Argument {
                ::messages::Argument::Word(
                    <Self as super::vocabulary::Vocabulary>::NAME,
                    super::vocabulary::Vocabulary::word(*self),
                )
            }
        }

        impl super::vocabulary::Vocabulary for $name {
            const NAME: &'static str = stringify!($name);
            const DOCUMENTED: &'static str = concat!($($doc, "\n"),+);
            const ALL: &'static [Self] = &[$(Self::$word),+];

            fn word(self) -> &'static str {
                match self { $(Self::$word => $text,)+ }
            }

            fn documented(self) -> &'static str {
                match self { $(Self::$word => concat!($($word_doc, "\n"),+),)+ }
            }
        }
    };
}

pub(super) use vocabulary;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActivityStatus, CodeScheme, EventKind};

    #[test]
    fn a_word_is_written_in_files_as_it_is_called() {
        for scheme in CodeScheme::ALL {
            let written = serde_json::to_value(scheme).unwrap();
            assert_eq!(written, scheme.word());
        }
        assert_eq!(CodeScheme::Iso3166_2.word(), "ISO_3166_2");
        assert_eq!(EventKind::list_description(), "The kind of event.");
        assert_eq!(EventKind::TradeFair.description(), "Trade fair (hội chợ).");
        assert_eq!(
            ActivityStatus::Planned.description(),
            "Planned (đã thỏa thuận, chưa thực hiện): agreed, not started."
        );
    }
}
