//! Texts in Vietnamese and English, and the choice between them.
//!
//! Owns which texts are acceptable. Must not know what a text describes.

use std::{
    fmt::{self, Display},
    str::FromStr,
};

use messages::{Catalogue, Say};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use unicode_normalization::UnicodeNormalization;

use super::string_form::{Excerpt, is_invisible};

/// The most characters of a title or name.
pub const TITLE_MAX: usize = 500;

/// The most characters of a narrative.
pub const NARRATIVE_MAX: usize = 10_000;

/// What a text is for, which decides how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// One line, at most [`TITLE_MAX`] characters: a title, a name, a reason.
    Title,
    /// Lines separated by `\n`, together at most [`NARRATIVE_MAX`] characters.
    Narrative,
}

/// Why a text is rejected; quotes how it starts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
pub enum TextError {
    /// Nothing is written.
    #[error("the text is empty")]
    Empty,
    /// White space stands before or after the text.
    #[error("{text} starts or ends with white space")]
    Surrounded {
        /// How the text starts.
        text: Excerpt,
    },
    /// A control character, or an invisible one that hides or reorders text.
    #[error("{text} contains U+{:04X}, which is not allowed here", u32::from(*.character))]
    Unprintable {
        /// How the text starts.
        text: Excerpt,
        /// The character.
        character: char,
    },
    /// The text is too long.
    #[error("{text} has {length} characters, at most {max} are allowed")]
    TooLong {
        /// How the text starts.
        text: Excerpt,
        /// Its length in Unicode scalar values, after normalisation.
        length: usize,
        /// The limit.
        max: usize,
    },
}

impl TextKind {
    /// Returns the most characters (Unicode scalar values) such a text has.
    #[must_use]
    pub fn max_chars(self) -> usize {
        match self {
            Self::Title => TITLE_MAX,
            Self::Narrative => NARRATIVE_MAX,
        }
    }

    /// Accepts `text`, brought to normalisation form C and otherwise unchanged.
    ///
    /// # Errors
    ///
    /// Rejects a text that is empty, too long, surrounded by white space, or has unprintable
    /// characters.
    pub fn accept(self, text: &str) -> Result<String, TextError> {
        let max = self.max_chars();
        // Lazy, so that an enormous text is not copied before it is rejected.
        let accepted: String = text.nfc().take(max + 1).collect();
        let excerpt = || Excerpt::of(text);
        if accepted.is_empty() {
            return Err(TextError::Empty);
        }
        if accepted.chars().count() > max {
            return Err(TextError::TooLong { text: excerpt(), length: text.nfc().count(), max });
        }
        if accepted.trim().len() != accepted.len() {
            return Err(TextError::Surrounded { text: excerpt() });
        }
        let allowed = |c: char| !is_invisible(c) || (self == Self::Narrative && c == '\n');
        match accepted.chars().find(|&c| !allowed(c)) {
            Some(character) => Err(TextError::Unprintable { text: excerpt(), character }),
            None => Ok(accepted),
        }
    }
}

/// A language in which the registry keeps texts.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

/// The languages that a reader takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Languages {
    /// Of texts of records.
    pub texts: Lang,
    /// Of messages, such as what is wrong with an input.
    pub messages: Lang,
}

impl Languages {
    /// One language for all.
    #[must_use]
    pub const fn only(lang: Lang) -> Self {
        Self { texts: lang, messages: lang }
    }
}

impl Default for Languages {
    /// Records are in Vietnamese, programs in English.
    fn default() -> Self {
        Lang::default().into()
    }
}

impl From<Lang> for Languages {
    /// Texts in a language; messages in English, as a program takes them that asks for none.
    fn from(texts: Lang) -> Self {
        Self { texts, messages: Lang::En }
    }
}

/// A language the registry keeps no texts in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
#[error("{value} is not a supported language; write vi or en")]
pub struct LangError {
    value: Excerpt,
}

impl Lang {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// Returns its ISO 639-1 code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Says a message in the language.
    #[must_use]
    pub fn say(self, message: &impl Say) -> String {
        match self {
            Self::Vi => message.message().said_by(Catalogue::vietnamese()),
            Self::En => message.message().to_string(),
        }
    }
}

impl Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Lang {
    type Err = LangError;

    /// Reads a BCP 47 tag by its primary language, in any case: `en`, `en-US`, `VI`.
    fn from_str(value: &str) -> Result<Self, LangError> {
        let error = || LangError { value: Excerpt::of(value) };
        let is_subtag = |part: &str| {
            matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let (primary, rest) =
            value.split_once('-').map_or((value, None), |(primary, rest)| (primary, Some(rest)));
        if rest.is_some_and(|rest| rest.len() > 32 || !rest.split('-').all(is_subtag)) {
            return Err(error());
        }
        Self::ALL
            .into_iter()
            .find(|lang| lang.as_str().eq_ignore_ascii_case(primary))
            .ok_or_else(error)
    }
}

/// A text in Vietnamese, in English, or in both.
///
/// At least one is there. Either may be absent: nothing is translated that no source prints.
///
/// Serialises as `{vi = "…", en = "…"}` without what is absent where a person reads, else as
/// `(Option<String>, Option<String>)`. Decoding applies the rules of a narrative; whoever owns a
/// text that must be shorter calls [`LocalizedText::check`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalizedText(Texts);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Texts {
    Vi(String),
    En(String),
    Both { vi: String, en: String },
}

/// Why a localized text is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
pub enum LocalizedTextError {
    /// Neither language is given.
    #[error("a text is needed in vi or en")]
    Missing,
    /// The text in one language is unacceptable.
    #[error("{lang}: {source}")]
    Text {
        /// The language.
        lang: Lang,
        /// What is wrong with it.
        source: TextError,
    },
}

impl LocalizedTextError {
    /// Whether a text is but too long.
    #[must_use]
    pub const fn is_too_long(&self) -> bool {
        matches!(self, Self::Text { source: TextError::TooLong { .. }, .. })
    }
}

impl LocalizedText {
    /// Makes a text from what is known, each brought to normalisation form C.
    ///
    /// # Errors
    ///
    /// Rejects two absent texts, and a text that `kind` does not accept.
    pub fn new(
        vi: Option<&str>,
        en: Option<&str>,
        kind: TextKind,
    ) -> Result<Self, LocalizedTextError> {
        let accept = |lang, text: Option<&str>| {
            text.map(|text| kind.accept(text))
                .transpose()
                .map_err(|source| LocalizedTextError::Text { lang, source })
        };
        match (accept(Lang::Vi, vi)?, accept(Lang::En, en)?) {
            (Some(vi), Some(en)) => Ok(Self(Texts::Both { vi, en })),
            (Some(vi), None) => Ok(Self(Texts::Vi(vi))),
            (None, Some(en)) => Ok(Self(Texts::En(en))),
            (None, None) => Err(LocalizedTextError::Missing),
        }
    }

    /// Checks a decoded text against the rules of `kind`.
    ///
    /// # Errors
    ///
    /// Names the language whose text `kind` does not accept.
    pub fn check(&self, kind: TextKind) -> Result<(), LocalizedTextError> {
        Self::new(self.vi(), self.en(), kind).map(drop)
    }

    /// Returns the text in `lang`, else in the other language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match (&self.0, lang) {
            (Texts::Vi(text) | Texts::En(text), _)
            | (Texts::Both { vi: text, .. }, Lang::Vi)
            | (Texts::Both { en: text, .. }, Lang::En) => text,
        }
    }

    /// Returns the Vietnamese text, if there is one.
    #[must_use]
    pub fn vi(&self) -> Option<&str> {
        match &self.0 {
            Texts::Vi(vi) | Texts::Both { vi, .. } => Some(vi),
            Texts::En(_) => None,
        }
    }

    /// Returns the English text, if there is one.
    #[must_use]
    pub fn en(&self) -> Option<&str> {
        match &self.0 {
            Texts::En(en) | Texts::Both { en, .. } => Some(en),
            Texts::Vi(_) => None,
        }
    }
}

impl Serialize for LocalizedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let texts = [(Lang::Vi, self.vi()), (Lang::En, self.en())];
            serializer.collect_map(
                texts.into_iter().filter_map(|(lang, text)| Some((lang.as_str(), text?))),
            )
        } else {
            (self.vi(), self.en()).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for LocalizedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Both fields may be left out, since `Option` fields default to `None` in self-describing
        /// formats.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "LocalizedText")]
        struct Written {
            vi: Option<String>,
            en: Option<String>,
        }
        let (vi, en) = if deserializer.is_human_readable() {
            let Written { vi, en } = Written::deserialize(deserializer)?;
            (vi, en)
        } else {
            <(Option<String>, Option<String>)>::deserialize(deserializer)?
        };
        Self::new(vi.as_deref(), en.as_deref(), TextKind::Narrative).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
