//! Where a fact comes from: a document, and the words in it.

use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    noun::DocumentId,
    path::FieldPath,
    pointing::{LinkedPart, See, SeenPart, one},
    relation::Relation,
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

impl<A: Link> LinkedPart<A> for Source<A> {
    type Over<B: Link> = Source<B>;

    fn relink<B: Link>(self, at: &FieldPath<'_>, to: &mut impl Linker<A, B>) -> Source<B> {
        Source { document: to.link(self.document, &at.attribute("document")), quote: self.quote }
    }
}

impl SeenPart for Source {
    type Relations = [Relation; 1];

    fn see(&self, at: &FieldPath<'_>, relations: [Relation; 1], see: See<'_>) {
        one::see(&self.document, &at.attribute("document"), relations, see);
    }
}
