//! Which registered records a new file no longer has.

use std::{
    collections::{BTreeSet, HashSet},
    io,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Item, names::hashed};
use domain::{Noun, RecordId};
use registry::{Snapshot, StoreError};

/// The records that a file gives: eight bytes for each.
#[derive(Debug, Clone, Default)]
pub struct Present(Arc<Mutex<Given>>);

#[derive(Debug, Default)]
struct Given {
    nouns: BTreeSet<Noun>,
    keys: HashSet<u64>,
}

impl Present {
    /// Notes what a source gives, while it is read.
    pub fn watch<S>(&self, source: S) -> impl Iterator<Item = io::Result<Item>> + Send + use<S>
    where
        S: Iterator<Item = io::Result<Item>> + Send,
    {
        let given = Arc::clone(&self.0);
        source.inspect(move |item| {
            if let Ok(Item::Row(row)) = item {
                let mut given = given.lock().unwrap_or_else(PoisonError::into_inner);
                given.nouns.insert(row.draft.noun());
                given.keys.insert(hashed(row.draft.noun(), row.draft.key().unwrap_or_default()));
            }
        })
    }

    /// Gives each record that is registered and no longer in the source, of these families: a noun,
    /// and how keys start. Without any, of the nouns that the source has.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn gone(
        &self,
        snapshot: &Snapshot,
        families: Option<Vec<(Noun, String)>>,
        give: &mut dyn FnMut(&str, RecordId),
    ) -> Result<(), StoreError> {
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = || given.nouns.iter().map(|noun| (*noun, String::new())).collect();
        let families: Vec<_> = families.unwrap_or_else(all);
        for noun in families.iter().map(|(noun, _)| *noun).collect::<BTreeSet<_>>() {
            for keyed in snapshot.list_keyed(noun) {
                let (key, id) = keyed?;
                let ours = families.iter().any(|(of, start)| *of == noun && key.starts_with(start));
                if ours && !given.keys.contains(&hashed(noun, &key)) && !is_merged(snapshot, id)? {
                    give(&key, id);
                }
            }
        }
        Ok(())
    }
}

/// Whether another record stands for one, so that a file need not have it.
fn is_merged(snapshot: &Snapshot, id: RecordId) -> Result<bool, StoreError> {
    let found = if id.noun.is_merged() { snapshot.find(id)? } else { None };
    Ok(found.is_some_and(|found| found.record.merged_into().is_some()))
}
