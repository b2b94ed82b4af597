//! Where a fact comes from: a document, and the words in it.

use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    noun::DocumentId,
};

/// A document that prints a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Source<L: Link = ById> {
    /// The document.
    pub document: L::To<DocumentId>,
    /// The words that prove the fact, as printed; absent where the document only corroborates.
    #[serde(default)]
    pub quote: Option<String>,
}

impl<A: Link> Source<A> {
    /// Points the source by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Source<B> {
        Source { document: to.link(self.document, "sources"), quote: self.quote }
    }

    pub(super) fn relink_all<B: Link>(
        sources: Vec<Self>,
        to: &mut impl Linker<A, B>,
    ) -> Vec<Source<B>> {
        sources.into_iter().map(|source| source.relink(to)).collect()
    }
}
