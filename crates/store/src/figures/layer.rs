//! Records that are being written, laid over a view: what figures are derived from before and
//! after an entry.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::{
    Noun, NounId, Record, RecordId, SuccessionId, Versioned, View, ViewFault,
    edge::{Relation, Term},
};

/// Records laid over a view. It follows those relations only that figures are derived by, and asks
/// the view below for nothing that belongs to a new record: a record is written with or after those
/// that it names.
pub(super) struct Layer<'a, V: View> {
    base: &'a V,
    records: HashMap<RecordId, Arc<Versioned>>,
    /// Those that the view below does not have.
    fresh: HashSet<RecordId>,
    /// Where versions laid over led, superseded ones too.
    ends: HashMap<(Relation, RecordId), Vec<RecordId>>,
}

impl<'a, V: View> Layer<'a, V> {
    pub(super) fn over(base: &'a V) -> Self {
        let (records, fresh, ends) = (HashMap::new(), HashSet::new(), HashMap::new());
        Self { base, records, fresh, ends }
    }

    /// Lays a version over the view; `is_new` if the view below does not have the record.
    pub(super) fn put(&mut self, record: &Arc<Versioned>, is_new: bool) {
        let id = record.id;
        for way in ways(&record.record) {
            let ends = self.ends.entry(way).or_default();
            if !ends.contains(&id) {
                ends.push(id);
            }
        }
        if is_new && !self.records.contains_key(&id) {
            self.fresh.insert(id);
        }
        self.records.insert(id, Arc::clone(record));
    }

    /// Whether the record was first laid over here.
    pub(super) fn is_fresh(&self, id: RecordId) -> bool {
        self.fresh.contains(&id)
    }

    /// The records that are laid over.
    pub(super) fn ids(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.records.keys().copied()
    }

    pub(super) fn successions(&self) -> impl Iterator<Item = SuccessionId> + '_ {
        let all = self.ids().filter(|id| id.noun == Noun::Succession);
        all.map(|id| SuccessionId::from_number(id.number))
    }

    pub(super) fn into_records(self) -> Vec<(Arc<Versioned>, bool)> {
        let Self { records, fresh, .. } = self;
        records.into_values().map(|it| (Arc::clone(&it), fresh.contains(&it.id))).collect()
    }
}

impl<V: View> View for Layer<'_, V> {
    fn record(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, ViewFault> {
        match self.records.get(&id) {
            Some(record) => Ok(Some(Arc::clone(record))),
            None => self.base.record(id),
        }
    }

    fn named(&self, term: &Term) -> Result<Vec<RecordId>, ViewFault> {
        self.base.named(term)
    }

    fn last_number(&self, noun: Noun) -> Result<u64, ViewFault> {
        self.base.last_number(noun)
    }

    fn linked(&self, relation: Relation, from: RecordId) -> Result<Vec<RecordId>, ViewFault> {
        let mut linked =
            if self.is_fresh(from) { Vec::new() } else { self.base.linked(relation, from)? };
        linked.retain(|id| !self.records.contains_key(id));
        let leads = |id: &RecordId| {
            let record = self.records.get(id);
            record.is_some_and(|it| ways(&it.record).contains(&(relation, from)))
        };
        let over = self.ends.get(&(relation, from)).into_iter().flatten();
        linked.extend(over.copied().filter(leads));
        linked.sort_unstable();
        Ok(linked)
    }
}

/// The relations that figures are derived by, and those to what is as hidden as its agreement.
const FOLLOWED: [Relation; 10] = [
    Relation::AgreementFields,
    Relation::AgreementActivities,
    Relation::AgreementEvents,
    Relation::AgreementClaims,
    Relation::AgreementDirectives,
    Relation::ActivityEvents,
    Relation::ActivityIndicators,
    Relation::ActivityOutcomes,
    Relation::EventOutcomes,
    Relation::IndicatorOutcomes,
];

/// These relations, as far as they lead to a record.
fn ways(record: &Record) -> Vec<(Relation, RecordId)> {
    let mut ways = Vec::new();
    if record.noun().relations().iter().any(|it| FOLLOWED.contains(it)) {
        record.see_links(&mut |_, relations, from| {
            let followed = relations.iter().filter(|it| FOLLOWED.contains(it));
            ways.extend(followed.map(|relation| (*relation, from)));
        });
    }
    ways
}
