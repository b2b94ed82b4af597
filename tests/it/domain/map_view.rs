//! A registry in a plain map, for rules to ask.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use hoptac::domain::{
    Change, FieldPath, Noun, NounId, Record, RecordId, Versioned, View, ViewFault,
    edge::{Relation, Term, edges, terms},
    link::{ById, ByKey, KeyOf, Linker},
};
use jiff::{SignedDuration, Timestamp};

#[derive(Debug, Clone, Default)]
pub struct MapView {
    records: BTreeMap<RecordId, Arc<Versioned>>,
    named: BTreeMap<Term, BTreeSet<RecordId>>,
    seq: u64,
}

impl MapView {
    /// Writes the changes of a command, and tells the time at which.
    pub fn apply(&mut self, changes: &[Change]) -> Timestamp {
        self.seq += 1;
        let at = self.at();
        for Change { id, after } in changes {
            let before = self.records.get(id);
            let written = Versioned {
                id: *id,
                version: before.map_or(1, |before| before.version + 1),
                seq: self.seq,
                created_at: before.map_or(at, |before| before.created_at),
                updated_at: at,
                record: after.clone(),
            };
            for term in before.map(|before| terms(&before.record)).unwrap_or_default() {
                self.named.entry(term).or_default().remove(id);
            }
            for term in terms(after) {
                self.named.entry(term).or_default().insert(*id);
            }
            self.records.insert(*id, Arc::new(written));
        }
        at
    }

    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// When the last command was written.
    pub fn at(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(i64::try_from(self.seq).unwrap())
    }

    pub fn find(&self, noun: Noun, key: &str) -> Option<RecordId> {
        self.named(&Term::Key(noun, key.to_owned())).unwrap().first().copied()
    }
}

impl View for MapView {
    fn record(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, ViewFault> {
        Ok(self.records.get(&id).cloned())
    }

    fn named(&self, term: &Term) -> Result<Vec<RecordId>, ViewFault> {
        Ok(self.named.get(term).into_iter().flatten().copied().collect())
    }

    fn last_number(&self, noun: Noun) -> Result<u64, ViewFault> {
        let numbers = self.records.keys().filter(|id| id.noun == noun).map(|id| id.number);
        Ok(numbers.max().unwrap_or(0))
    }

    fn linked(&self, relation: Relation, from: RecordId) -> Result<Vec<RecordId>, ViewFault> {
        let leads = |it: &Versioned| {
            edges(it.id, &it.record)
                .iter()
                .any(|edge| edge.relation == relation && edge.from == Some(from))
        };
        Ok(self.records.values().filter(|it| leads(it)).map(|it| it.id).collect())
    }
}

/// The records under their keys and pointing by key: what they say, whatever their ids.
pub fn by_key(view: &MapView) -> BTreeMap<(Noun, String), Record<ByKey>> {
    let keyed = view.records.values().map(|it| {
        let key = (it.id.noun, it.record.key().unwrap().to_owned());
        (key, it.record.clone().relink(&mut Keys(view)))
    });
    keyed.collect()
}

struct Keys<'a>(&'a MapView);

impl Linker<ById, ByKey> for Keys<'_> {
    fn link<I: NounId>(&mut self, from: I, _: &FieldPath<'_>) -> KeyOf<I> {
        KeyOf::new(self.0.records[&from.record()].record.key().unwrap())
    }
}
