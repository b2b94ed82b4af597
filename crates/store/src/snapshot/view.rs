//! A snapshot as rules ask it.

use std::sync::Arc;

use super::Snapshot;
use crate::StoreError;
use domain::{
    Noun, RecordId, Versioned, View, ViewFault,
    edge::{Relation, Term},
};

/// Rules ask the newest snapshot; the numbers of earlier ones would be those of the newest.
impl View for Snapshot {
    fn record(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, ViewFault> {
        self.find(id).map_err(fault)
    }

    fn named(&self, term: &Term) -> Result<Vec<RecordId>, ViewFault> {
        self.list_named(term).map_err(fault)
    }

    fn last_number(&self, noun: Noun) -> Result<u64, ViewFault> {
        self.rest_on_head();
        Ok(self.last[usize::from(noun.tag())])
    }

    fn linked(&self, relation: Relation, from: RecordId) -> Result<Vec<RecordId>, ViewFault> {
        // The noun led to is asked for only where a relation leads from nothing.
        let mut linked = self
            .places(relation, Some(from), from.noun, None, None)
            .map(|place| Ok(place?.to))
            .collect::<Result<Vec<_>, StoreError>>()
            .map_err(fault)?;
        linked.sort_unstable();
        Ok(linked)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn fault(error: StoreError) -> ViewFault {
    if error.is_stop() {
        return ViewFault::Stopped;
    }
    ViewFault::Unreadable(error.to_string())
}
