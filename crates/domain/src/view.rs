//! What rules may ask of the registry, and a view with changes laid over it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    edge::{Relation, Term, edges, terms},
    noun::{Noun, RecordId},
    problem::ViewFault,
    record::{Change, Versioned},
};

/// The registry at one moment.
pub trait View {
    /// The newest version of a record.
    ///
    /// # Errors
    /// Where storage cannot be read; so for all methods.
    fn record(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, ViewFault>;

    /// The records that a term names, in the order of their ids.
    ///
    /// # Errors
    /// Where storage cannot be read.
    fn named(&self, term: &Term) -> Result<Vec<RecordId>, ViewFault>;

    /// The number of the newest record of a noun; 0 where there is none.
    ///
    /// # Errors
    /// Where storage cannot be read.
    fn last_number(&self, noun: Noun) -> Result<u64, ViewFault>;

    /// The records that a relation leads to from a record, in the order of their ids.
    ///
    /// # Errors
    /// Where storage cannot be read.
    fn linked(&self, relation: Relation, from: RecordId) -> Result<Vec<RecordId>, ViewFault>;
}

/// A view with changes laid over it that are not stored yet.
pub struct Overlay<'a, V: View> {
    base: &'a V,
    records: HashMap<RecordId, Arc<Versioned>>,
    terms: HashMap<Term, Vec<RecordId>>,
    /// Where edges of laid-over versions led, older ones too.
    ends: HashMap<(Relation, RecordId), BTreeSet<RecordId>>,
    last: BTreeMap<Noun, u64>,
}

impl<'a, V: View> Overlay<'a, V> {
    /// A view that is as `base` until something is applied.
    pub fn new(base: &'a V) -> Self {
        Self {
            base,
            records: HashMap::new(),
            terms: HashMap::new(),
            ends: HashMap::new(),
            last: BTreeMap::new(),
        }
    }

    /// Lays the changes of the command with this number over the view.
    ///
    /// # Errors
    /// Where storage cannot be read.
    pub fn apply<'c>(
        &mut self,
        changes: impl IntoIterator<Item = &'c Change>,
        seq: u64,
        at: jiff::Timestamp,
    ) -> Result<(), ViewFault> {
        for change in changes {
            let before = self.record(change.id)?;
            let written = Versioned {
                id: change.id,
                version: before.as_ref().map_or(1, |before| before.version + 1),
                seq,
                created_at: before.as_ref().map_or(at, |before| before.created_at),
                updated_at: at,
                record: change.after.clone(),
            };
            for term in terms(&written.record) {
                let named = self.terms.entry(term).or_default();
                if let Err(place) = named.binary_search(&change.id) {
                    named.insert(place, change.id);
                }
            }
            for edge in edges(change.id, &written.record) {
                if let Some(from) = edge.from {
                    self.ends.entry((edge.relation, from)).or_default().insert(change.id);
                }
            }
            let last = self.last.entry(change.id.noun).or_default();
            *last = (*last).max(change.id.number);
            self.records.insert(change.id, Arc::new(written));
        }
        Ok(())
    }
}

impl<V: View> View for Overlay<'_, V> {
    fn record(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, ViewFault> {
        match self.records.get(&id) {
            Some(record) => Ok(Some(Arc::clone(record))),
            None => self.base.record(id),
        }
    }

    fn named(&self, term: &Term) -> Result<Vec<RecordId>, ViewFault> {
        let mut named = self.base.named(term)?;
        named.retain(|id| !self.records.contains_key(id));
        let over = self.terms.get(term).into_iter().flatten().filter(|id| {
            self.records.get(id).is_some_and(|written| terms(&written.record).contains(term))
        });
        named.extend(over);
        named.sort_unstable();
        Ok(named)
    }

    fn last_number(&self, noun: Noun) -> Result<u64, ViewFault> {
        let over = self.last.get(&noun).copied().unwrap_or(0);
        Ok(self.base.last_number(noun)?.max(over))
    }

    fn linked(&self, relation: Relation, from: RecordId) -> Result<Vec<RecordId>, ViewFault> {
        let mut linked = self.base.linked(relation, from)?;
        linked.retain(|id| !self.records.contains_key(id));
        let leads = |id: &RecordId| {
            self.records.get(id).is_some_and(|written| {
                edges(*id, &written.record)
                    .iter()
                    .any(|edge| edge.relation == relation && edge.from == Some(from))
            })
        };
        let over = self.ends.get(&(relation, from)).into_iter().flatten();
        linked.extend(over.copied().filter(leads));
        linked.sort_unstable();
        Ok(linked)
    }
}
