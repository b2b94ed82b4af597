//! Document in the schema.

use async_graphql::Result;
use macros::Input;

use super::{Node, RecordFilter, Succession, noun};
use crate::{
    enums::{Reading, Reliability},
    moment::Moment,
    page::{Filter, Narrowing},
    scalars::EdtfDate,
};
use domain::{self, Noun, NounId, Record, edge::Relation};
use registry::Facet;

noun! {
    /// A source or piece of evidence: a published page, resolution, report or scan.
    Document, filter DocumentFilter
    texts {}
    optional texts {}
    pages {
        /// The successions that it is the legal instrument of.
        successions: Succession = DocumentSuccessions;
    }

    /// Its title in its own language.
    fn title(&self) -> &str {
        &self.it().title
    }

    /// Whether the title was taken from the address, so that diacritics may be missing.
    fn title_from_url(&self) -> bool {
        self.it().title_from_url
    }

    /// The publisher.
    fn publisher(&self) -> Option<&str> {
        self.it().publisher.as_deref()
    }

    /// When it was published.
    fn published_on(&self) -> Option<EdtfDate> {
        self.it().published_on.map(EdtfDate)
    }

    /// Its web address.
    fn url(&self) -> Option<&str> {
        self.it().url.as_deref()
    }

    /// The language of the document (BCP 47), such as `vi`.
    fn language(&self) -> &str {
        &self.it().language
    }

    /// The SHA-256 of the file, in lower-case hexadecimal digits.
    fn sha256(&self) -> Option<&str> {
        self.it().sha256.as_deref()
    }

    /// How reliable it is.
    fn reliability(&self) -> Reliability {
        self.it().reliability.into()
    }

    /// How much of it the person who recorded it has read.
    fn reading(&self) -> Reading {
        self.it().reading.into()
    }

    /// The document that it was merged into, since both were the same; null if it was not. An id of
    /// a merged record finds the one that stands for it, so this is seen in `duplicates` and in
    /// histories only.
    fn merged_into(&self) -> Option<Result<Document>> {
        self.it().merged_into.and_then(|id| self.moment.get(id))
    }

    /// The records of the same document that were merged into it, each with its own history. Lists
    /// and figures do not have them.
    fn duplicates(&self) -> Option<Result<Vec<Document>>> {
        let found = self.moment.all::<Document>(Relation::DocumentDuplicates, self.version.id);
        let own = |it: &Document| it.it().merged_into.map(NounId::record) == Some(self.version.id);
        Some(found.map(|found| found.into_iter().filter(own).collect()))
    }

    /// The records that cite it as a source, by noun, then by registration; at most 100.
    fn cited_by(&self) -> Option<Result<Vec<Node>>> {
        Some(self.citing())
    }
}

impl Document {
    fn citing(&self) -> Result<Vec<Node>> {
        let mut nodes = Vec::new();
        let places =
            self.moment.places(Relation::DocumentCitations, Some(self.version.id), Noun::Document);
        let mut ids = places.map(|place| Ok(place?.to)).collect::<Result<Vec<_>>>()?;
        ids.sort_unstable();
        for id in ids.into_iter().take(crate::page::FIRST_MAX) {
            nodes.extend(self.moment.find(id)?.and_then(|it| Node::locate(&self.moment, it)));
        }
        Ok(nodes)
    }
}

/// Selects documents. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct DocumentFilter {
    /// In this language (BCP 47).
    language: Option<String>,
    /// With this reliability.
    reliability: Option<Reliability>,
}

impl RecordFilter for DocumentFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let reliability = self.reliability.map(domain::Reliability::from);
        let narrowing = Narrowing::default()
            .any_of(reliability.map(|it| [Facet::kind(it as u8)]))
            .loose_if(self.language.is_some());
        Ok(Filter::new(narrowing, move |version| {
            let Record::Document(it) = &version.record else { return false };
            self.language.as_ref().is_none_or(|language| it.language == *language)
                && reliability.is_none_or(|reliability| it.reliability == reliability)
        }))
    }
}
