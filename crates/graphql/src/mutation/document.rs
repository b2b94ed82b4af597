//! What the mutation of documents takes.

use super::{intent::intent, read::Written};
use crate::enums::{Reading, Reliability};
use domain::{Document, EdtfDate};

intent! {
    /// A source or piece of evidence to register.
    AddDocumentInput creates Document => AddDocument, with merged_into {
        /// Its title in its own language: at most 500 characters.
        title: String,
        /// Whether the title was taken from the address, so that diacritics may be missing.
        #[graphql(default)]
        title_from_url: bool,
        /// The publisher: at most 300 characters.
        publisher: Option<String>,
        /// When it was published, not after today.
        published_on: Option<Written<EdtfDate>>,
        /// Its web address: at most 2,000 characters; unique among documents.
        url: Option<String>,
        /// The language of the document (BCP 47), such as `vi`.
        language: String,
        /// The SHA-256 of the file, in 64 lower-case hexadecimal digits.
        sha256: Option<String>,
        /// How reliable it is.
        reliability: Reliability,
        /// How much of it the person who records it has read.
        reading: Reading,
    }
}
