//! The plainest view there is, for tests: every version of every record, in a map.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use domain::{
    edge::{Relation, Term, edges, terms},
    noun::{Noun, RecordId},
    problem::ViewFault,
    record::{Change, Versioned},
    view::View,
};

/// Every version of every record, oldest first. Finds by looking at all of them.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// The versions, by record.
    pub records: BTreeMap<RecordId, Vec<Arc<Versioned>>>,
    /// The number of the last command applied.
    pub seq: u64,
}

impl Memory {
    /// Writes the changes of one command.
    pub fn apply(&mut self, changes: &[Change], at: Timestamp) {
        self.seq += 1;
        for change in changes {
            let versions = self.records.entry(change.id).or_default();
            let first = versions.first().map_or(at, |first| first.created_at);
            versions.push(Arc::new(Versioned {
                id: change.id,
                version: u32::try_from(versions.len()).unwrap() + 1,
                seq: self.seq,
                created_at: first,
                updated_at: at,
                record: change.after.clone(),
            }));
        }
    }

    /// The newest version of each record.
    pub fn newest(&self) -> impl Iterator<Item = &Arc<Versioned>> {
        self.records.values().filter_map(|versions| versions.last())
    }
}

impl View for Memory {
    fn record(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, ViewFault> {
        Ok(self.records.get(&id).and_then(|versions| versions.last()).cloned())
    }

    fn named(&self, term: &Term) -> Result<Vec<RecordId>, ViewFault> {
        let named = self.newest().filter(|it| terms(&it.record).contains(term));
        Ok(named.map(|it| it.id).collect())
    }

    fn last_number(&self, noun: Noun) -> Result<u64, ViewFault> {
        let numbers = self.records.keys().filter(|id| id.noun == noun).map(|id| id.number);
        Ok(numbers.max().unwrap_or(0))
    }

    fn linked(&self, relation: Relation, from: RecordId) -> Result<Vec<RecordId>, ViewFault> {
        let leads = |it: &&Arc<Versioned>| {
            edges(it.id, &it.record)
                .iter()
                .any(|edge| edge.relation == relation && edge.from == Some(from))
        };
        Ok(self.newest().filter(leads).map(|it| it.id).collect())
    }
}
