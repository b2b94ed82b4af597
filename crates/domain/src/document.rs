//! Document: a source or piece of evidence.

use serde::{Deserialize, Serialize};

use super::{
    edtf::EdtfDate,
    link::{ById, Link, Linker},
    source::Source,
};

/// A published page, resolution, report or scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Document<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// Its title in its own language.
    pub title: String,
    /// Whether the title was read off its address, so that diacritics may be missing.
    #[serde(default)]
    pub title_from_url: bool,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// When.
    #[serde(default)]
    pub published_on: Option<EdtfDate>,
    /// Where it can be read.
    #[serde(default)]
    pub url: Option<String>,
    /// The language that it is written in (BCP 47).
    pub language: String,
    /// The SHA-256 of the file, in lower-case hexadecimal digits.
    #[serde(default)]
    pub sha256: Option<String>,
    /// How far it can be trusted.
    pub reliability: Reliability,
    /// How much of it was read by the person who recorded it.
    pub reading: Reading,
    /// The documents that it was itself taken from.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

/// How far a document can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reliability {
    /// As any publication of its kind.
    Normal,
    /// Less: a mirror, a machine translation, a page without an author.
    Low,
}

/// How much of a document was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reading {
    /// All of it.
    Full,
    /// A part; what was not read may say more.
    Excerpt,
}

impl<A: Link> Document<A> {
    /// Points the document by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Document<B> {
        Document {
            key: self.key,
            title: self.title,
            title_from_url: self.title_from_url,
            publisher: self.publisher,
            published_on: self.published_on,
            url: self.url,
            language: self.language,
            sha256: self.sha256,
            reliability: self.reliability,
            reading: self.reading,
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
