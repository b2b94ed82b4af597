//! From ids to keys: how records that leave point at each other.

use std::collections::HashMap;

use super::ExportError;
use domain::{
    ById, FieldPath, MadeKeys, NounId, Record, RecordId,
    link::{ByKey, KeyOf, Linker},
};
use registry::{Snapshot, StoreError};

/// So many keys are remembered; then all are forgotten and looked up again.
const KNOWN_MAX: usize = 100_000;

/// Names records by key.
pub struct Names<'a> {
    snapshot: &'a Snapshot,
    made: &'a MadeKeys,
    known: HashMap<RecordId, String>,
    fault: Option<StoreError>,
}

impl<'a> Names<'a> {
    /// The names that records have in a snapshot.
    pub fn new(snapshot: &'a Snapshot, made: &'a MadeKeys) -> Self {
        Self { snapshot, made, known: HashMap::new(), fault: None }
    }

    /// A record that has a key and points by key.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn named(&mut self, id: RecordId, record: Record) -> Result<Record<ByKey>, ExportError> {
        let mut record = record.relink::<ByKey>(self);
        if record.key().is_none() {
            record.set_key(Some(self.made.key(id)));
        }
        self.fault.take().map_or(Ok(record), |fault| Err(fault.into()))
    }

    fn key(&mut self, id: RecordId) -> String {
        if let Some(key) = self.known.get(&id) {
            return key.clone();
        }
        let found = match self.snapshot.find(id) {
            Ok(found) => found,
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        };
        let own = found.and_then(|found| found.record.key().map(str::to_owned));
        let key = own.unwrap_or_else(|| self.made.key(id));
        if self.known.len() >= KNOWN_MAX {
            self.known.clear();
        }
        self.known.insert(id, key.clone());
        key
    }
}

impl Linker<ById, ByKey> for Names<'_> {
    fn link<I: NounId>(&mut self, from: I, _: &FieldPath<'_>) -> KeyOf<I> {
        KeyOf::new(self.key(from.record()))
    }
}
