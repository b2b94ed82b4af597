//! What the mutation of documents takes.

use super::{intent::intent, read::Written};
use crate::enums::{Reading, Reliability};
use domain::{Document, EdtfDate};

intent! {
    /// A source or piece of evidence to register.
    AddDocumentInput creates Document => AddDocument {
        /// Its title in its own language: at most 500 characters.
        title: String,
        /// Whether the title was read off its address, so that diacritics may be missing.
        #[graphql(default)]
        title_from_url: bool,
        /// Who published it: at most 300 characters.
        publisher: Option<String>,
        /// When it was published, not after today.
        published_on: Option<Written<EdtfDate>>,
        /// Where it can be read: a web address of at most 2,000 characters; no two documents
        /// share one.
        url: Option<String>,
        /// The language that it is written in (BCP 47), such as `vi`.
        language: String,
        /// The SHA-256 of the file, in 64 lower-case hexadecimal digits.
        sha256: Option<String>,
        /// How far it can be trusted.
        reliability: Reliability,
        /// How much of it was read by the person who records it.
        reading: Reading,
    }
}
