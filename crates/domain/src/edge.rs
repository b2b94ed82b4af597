//! What a record is found by: the edges that lead to it and the terms that name it.
//!
//! A record names those it points at; an [`Edge`] is the way back, kept by the view so that
//! `province.activities` costs what it answers. A [`Term`] is a human key. Both follow from how the
//! nouns are declared.

use jiff::civil::Date;

use super::{noun::RecordId, record::Record};
pub use super::{relation::Relation, term::Term};

/// A way to a record from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edge {
    /// What it leads from and to.
    pub relation: Relation,
    /// The record it leads from; `None` for [`Relation::All`].
    pub from: Option<RecordId>,
    /// The day by which the records at its end are ordered; `None` sorts last.
    pub day: Option<Date>,
    /// The record it leads to.
    pub to: RecordId,
}

/// The terms that name a record.
#[must_use]
pub fn terms(record: &Record) -> Vec<Term> {
    let key = record.key().map(|key| Term::Key(record.noun(), key.to_owned()));
    let own = record.own_terms().into_iter().map(|(_, term)| term);
    let mut terms: Vec<Term> = key.into_iter().chain(own).collect();
    terms.sort();
    terms.dedup();
    terms
}

/// The edges that lead to a record, each once.
#[must_use]
pub fn edges(to: RecordId, record: &Record) -> Vec<Edge> {
    let day = record.day();
    if record.merged_into().is_some() {
        return merged_edges(to, record);
    }
    let mut edges = vec![Edge { relation: Relation::All, from: None, day, to }];
    if !record.is_published() {
        edges.push(Edge { relation: Relation::Unpublished, from: None, day, to });
    }
    record.see_links(&mut |_, relations, from| {
        for &relation in relations {
            debug_assert_eq!(relation.leads_from(), Some(from.noun), "{relation:?}");
            edges.push(Edge { relation, from: Some(from), day, to });
        }
    });
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// The edges that lead to a record that was merged into another: it stands in no list but those of
/// duplicates.
fn merged_edges(to: RecordId, record: &Record) -> Vec<Edge> {
    let day = record.day();
    let mut edges = vec![Edge { relation: Relation::Merged, from: None, day, to }];
    record.see_links(&mut |_, _, from| {
        let relation = Relation::of_merged(from.noun);
        edges.extend(relation.map(|relation| Edge { relation, from: Some(from), day, to }));
    });
    edges.sort_unstable();
    edges.dedup();
    edges
}
