//! Shows the view new entries: one sled batch for a group of them, so that it is all there or
//! not at all, to readers and after a crash alike.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Shared, StoreError, keys,
    value::{self, Meta, Spans, Stamp},
};
use crate::{
    domain::{
        Record, RecordId,
        edge::{edges, terms},
    },
    journal::{Entry, Image, codec},
};

/// Applies entries that follow `meta` and returns where the view then stands.
pub(super) fn apply(shared: &Shared, meta: &Meta, entries: &[Entry]) -> Result<Meta, StoreError> {
    let mut writes = Writes { shared, pending: BTreeMap::new(), decoded: Vec::new() };
    let mut meta = meta.clone();
    for entry in entries {
        if entry.seq != meta.seq + 1 || entry.previous != meta.hash {
            return Err(StoreError::Corrupt(format!(
                "entry {} does not follow entry {}, where the view stands",
                entry.seq, meta.seq
            )));
        }
        for image in &entry.body.changes {
            writes.image(entry, image)?;
            let last = &mut meta.last[usize::from(image.id.noun.tag())];
            *last = (*last).max(image.id.number);
        }
        writes.put(&keys::committed(entry.body.at, entry.seq), Vec::new());
        meta.seq = entry.seq;
        meta.hash = entry.hash;
        meta.at = entry.body.at;
    }
    writes.commit(&mut meta)?;
    Ok(meta)
}

struct Writes<'a> {
    shared: &'a Shared,
    pending: BTreeMap<Vec<u8>, Vec<u8>>,
    decoded: Vec<(Arc<crate::domain::Versioned>, usize)>,
}

impl Writes<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.pending.get(key) {
            Some(value) => Ok(Some(value.clone())),
            None => Ok(self.shared.tree.get(key)?.map(|value| value.to_vec())),
        }
    }

    fn put(&mut self, key: &[u8], value: Vec<u8>) {
        self.pending.insert(key.to_vec(), value);
    }

    fn image(&mut self, entry: &Entry, image: &Image) -> Result<(), StoreError> {
        let head = keys::head(image.id);
        let before = self.get(&head)?;
        let mut stamp = Stamp {
            version: 1,
            seq: entry.seq,
            created_at: entry.body.at,
            updated_at: entry.body.at,
        };
        let mut earlier = None;
        if let Some(before) = before {
            let was = value::decode_stamp(&before)?;
            stamp.created_at = was.created_at;
            stamp.version = was.version + 1;
            earlier = Some(record(image.id, value::version_record(&before)?)?);
            self.put(&keys::version(image.id, was.seq), before);
        }
        let after = record(image.id, &image.bytes)?;
        self.reconnect(entry.seq, image.id, earlier.as_ref(), &after)?;
        let bytes = value::encode_version(&stamp, &image.bytes);
        let Stamp { version, seq, created_at, updated_at } = stamp;
        let decoded = crate::domain::Versioned {
            id: image.id,
            version,
            seq,
            created_at,
            updated_at,
            record: after,
        };
        self.decoded.push((Arc::new(decoded), bytes.len()));
        self.put(&head, bytes);
        Ok(())
    }

    /// Removes the ways that led to a record and no longer do, and adds those that now do.
    fn reconnect(
        &mut self,
        seq: u64,
        id: RecordId,
        before: Option<&Record>,
        after: &Record,
    ) -> Result<(), StoreError> {
        let ways = |record: &Record| -> Vec<Vec<u8>> {
            let edges =
                edges(id, record).iter().map(|edge| keys::edge(edge).to_vec()).collect::<Vec<_>>();
            let terms = terms(record).iter().map(|term| keys::term(term, id)).collect::<Vec<_>>();
            [edges, terms].concat()
        };
        let old = before.map(ways).unwrap_or_default();
        let new = ways(after);
        for key in old.iter().filter(|key| !new.contains(key)) {
            let mut spans = self.spans(key)?;
            spans.close(seq);
            self.put(key, spans.encode());
        }
        for key in new.iter().filter(|key| !old.contains(key)) {
            let mut spans = self.spans(key)?;
            spans.open(seq);
            self.put(key, spans.encode());
        }
        Ok(())
    }

    fn spans(&self, key: &[u8]) -> Result<Spans, StoreError> {
        Ok(self.get(key)?.as_deref().map(Spans::decode).transpose()?.unwrap_or_default())
    }

    fn commit(self, meta: &mut Meta) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (key, value) in self.pending {
            if let Some(old) = self.shared.tree.get(&key)? {
                meta.digest = meta.digest.wrapping_sub(value::digest(&key, &old));
            }
            meta.digest = meta.digest.wrapping_add(value::digest(&key, &value));
            batch.insert(key, value);
        }
        batch.insert(keys::META, meta.encode());
        self.shared.tree.apply_batch(batch)?;
        for (record, bytes) in self.decoded {
            self.shared.cache.insert(&record, bytes);
        }
        Ok(())
    }
}

fn record(id: RecordId, bytes: &[u8]) -> Result<Record, StoreError> {
    codec::decode_record(bytes)
        .map_err(|error| StoreError::Corrupt(format!("{id} cannot be read: {error}")))
}
