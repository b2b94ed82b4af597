//! Document: a source or piece of evidence.

use jiff::civil::Date;

use super::{
    declare::{Described, noun},
    edtf::EdtfDate,
    noun::RecordId,
    term::Term,
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// A published page, resolution, report or scan.
    pub struct Document<L: Link = ById> {
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
    }
}

vocabulary! {
    /// How far a document can be trusted.
    pub enum Reliability {
        /// As any publication of its kind.
        Normal = "NORMAL",
        /// Less: a mirror, a machine translation, a page without an author.
        Low = "LOW",
    }
}

vocabulary! {
    /// How much of a document was read.
    pub enum Reading {
        /// All of it.
        Full = "FULL",
        /// A part; what was not read may say more.
        Excerpt = "EXCERPT",
    }
}

impl Described for Document {
    fn day(&self) -> Option<Date> {
        self.published_on.map(EdtfDate::earliest)
    }

    fn stands_under(&self) -> [Option<RecordId>; 2] {
        [None; 2]
    }

    fn terms(&self) -> Vec<(&'static str, Term)> {
        self.url.iter().map(|url| ("url", Term::DocumentUrl(url.clone()))).collect()
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.plain(Part::Title, Some(&self.title));
        texts.plain(Part::Narrative, self.publisher.as_deref());
    }
}
