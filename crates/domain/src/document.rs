//! Document: a source or piece of evidence.

use jiff::civil::Date;

use super::{
    declare::{Described, noun},
    edtf::EdtfDate,
    noun::DocumentId,
    term::Term,
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// A published page, resolution, report or scan.
    pub struct Document<L: Link = ById> {
        /// Its title in its own language.
        pub title: String,
        /// Whether the title was taken from the address, so that diacritics may be missing.
        #[serde(default)]
        pub title_from_url: bool,
        /// The publisher.
        #[serde(default)]
        pub publisher: Option<String>,
        /// When.
        #[serde(default)]
        pub published_on: Option<EdtfDate>,
        /// Its web address.
        #[serde(default)]
        pub url: Option<String>,
        /// The language that it is written in (BCP 47).
        pub language: String,
        /// The SHA-256 of the file, in lower-case hexadecimal digits.
        #[serde(default)]
        pub sha256: Option<String>,
        /// How reliable it is.
        pub reliability: Reliability,
        /// How much of it the person who recorded it has read.
        pub reading: Reading,
        /// The document that this was registered as once more, if so: it stands for this one.
        #[serde(default)]
        pub merged_into: Option<L::To<DocumentId>> => maybe(DocumentDuplicates),
    }
}

vocabulary! {
    /// The reliability of a document.
    pub enum Reliability {
        /// Normal (bình thường) for a publication of its kind.
        Normal = "NORMAL",
        /// Low (thấp): a mirror, a machine translation, a page without an author.
        Low = "LOW",
    }
}

vocabulary! {
    /// How much of a document the person who recorded it has read.
    pub enum Reading {
        /// The whole document (toàn văn).
        Full = "FULL",
        /// An excerpt (trích đoạn); the rest may contain more.
        Excerpt = "EXCERPT",
    }
}

impl Described for Document {
    fn day(&self) -> Option<Date> {
        self.published_on.map(EdtfDate::earliest)
    }

    fn terms(&self) -> Vec<(&'static str, Term)> {
        self.url.iter().map(|url| ("url", Term::DocumentUrl(url.clone()))).collect()
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.plain(Part::Title, Some(&self.title));
        texts.plain(Part::Narrative, self.publisher.as_deref());
    }
}
