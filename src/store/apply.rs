//! Shows the view new entries: one sled batch for a group of them, so that it is all there or
//! not at all, to readers and after a crash alike.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    Shared, Snapshot, StoreError,
    figures::{Group, Kept},
    keys,
    value::{self, Meta, Spans, Stamp},
};
use crate::{
    domain::{
        Record, RecordId, Versioned,
        edge::{edges, terms},
    },
    journal::{Entry, Image, codec},
};

/// Applies entries that follow `meta` and returns where the view then stands. The records of
/// their changes may be given, in order, by who has them; the others are decoded.
pub(super) fn apply(
    shared: &Arc<Shared>,
    meta: &Meta,
    kept: &mut Kept,
    entries: &[Entry],
    given: Vec<Record>,
) -> Result<Meta, StoreError> {
    let given = given.into_iter();
    let mut writes = Writes { shared, touched: HashMap::new(), given, decoded: Vec::new() };
    let base = Snapshot::new(Arc::clone(shared), meta.seq, meta.last, None);
    let mut figures = Group::over(&base, kept);
    let mut meta = meta.clone();
    for entry in entries {
        if entry.seq != meta.seq + 1 || entry.previous != meta.hash {
            return Err(StoreError::Corrupt(format!(
                "entry {} does not follow entry {}, where the view stands",
                entry.seq, meta.seq
            )));
        }
        let mut written = Vec::with_capacity(entry.body.changes.len());
        for image in &entry.body.changes {
            written.push(writes.image(entry, image)?);
            let last = &mut meta.last[usize::from(image.id.noun.tag())];
            *last = (*last).max(image.id.number);
        }
        let index = figures.entry(&written)?;
        for key in &index.gone {
            writes.change_spans(key, |spans| spans.close(entry.seq))?;
        }
        for key in &index.new {
            writes.change_spans(key, |spans| spans.open(entry.seq))?;
        }
        writes.add(&keys::committed(entry.body.at, entry.seq), Vec::new());
        if let Some(idempotency) = &entry.body.idempotency {
            let key = keys::idempotency(&entry.body.by, &idempotency.key);
            writes.touch(&key)?.now = Some(entry.seq.to_be_bytes().to_vec());
        }
        meta.seq = entry.seq;
        meta.hash = entry.hash;
        meta.at = entry.body.at;
    }
    figures.finish(kept)?;
    if kept.is_due() {
        writes.figures(kept, &mut meta)?;
    }
    writes.commit(&mut meta)?;
    Ok(meta)
}

/// Writes the cells to the view that it does not hold yet.
pub(super) fn write_figures(
    shared: &Arc<Shared>,
    meta: &Meta,
    kept: &mut Kept,
) -> Result<Meta, StoreError> {
    let given = Vec::new().into_iter();
    let mut writes = Writes { shared, touched: HashMap::new(), given, decoded: Vec::new() };
    let mut meta = meta.clone();
    writes.figures(kept, &mut meta)?;
    writes.commit(&mut meta)?;
    Ok(meta)
}

struct Writes<'a> {
    shared: &'a Shared,
    touched: HashMap<Vec<u8>, Touched>,
    given: std::vec::IntoIter<Record>,
    decoded: Vec<(Arc<Versioned>, usize)>,
}

/// An entry of the view that the group read or writes.
struct Touched {
    was: Option<sled::IVec>,
    now: Option<Vec<u8>>,
    /// Whether it goes away; only figures do.
    goes: bool,
}

impl Touched {
    fn value(&self) -> Option<&[u8]> {
        self.now.as_deref().or(self.was.as_deref())
    }
}

impl Writes<'_> {
    /// An entry as the group has it so far; read from the view but once.
    fn touch(&mut self, key: &[u8]) -> Result<&mut Touched, StoreError> {
        if !self.touched.contains_key(key) {
            let was = self.shared.tree.get(key)?;
            self.touched.insert(key.to_vec(), Touched { was, now: None, goes: false });
        }
        self.touched.get_mut(key).ok_or_else(|| StoreError::corrupt("an entry went away"))
    }

    /// Writes an entry that cannot be there yet.
    fn add(&mut self, key: &[u8], value: Vec<u8>) {
        self.touched.insert(key.to_vec(), Touched { was: None, now: Some(value), goes: false });
    }

    /// Writes the cells that changed, as they stand at `meta`.
    fn figures(&mut self, kept: &mut Kept, meta: &mut Meta) -> Result<(), StoreError> {
        for change in kept.unwritten() {
            let (key, now) = change?;
            let touched = self.touch(&key)?;
            touched.goes = now.is_none();
            touched.now = now;
        }
        kept.written();
        meta.figures = meta.seq;
        Ok(())
    }

    /// Writes a record; returns it, and whether it is new.
    fn image(
        &mut self,
        entry: &Entry,
        image: &Image,
    ) -> Result<(Arc<Versioned>, bool), StoreError> {
        let head = keys::head(image.id);
        let before = self.touch(&head)?.value().map(<[u8]>::to_vec);
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
            self.add(&keys::version(image.id, was.seq), before);
        }
        let after = match self.given.next() {
            Some(given) => given,
            None => record(image.id, &image.bytes)?,
        };
        self.reconnect(entry.seq, image.id, earlier.as_ref(), &after)?;
        let bytes = value::encode_version(&stamp, &image.bytes);
        let Stamp { version, seq, created_at, updated_at } = stamp;
        let written =
            Versioned { id: image.id, version, seq, created_at, updated_at, record: after };
        let written = Arc::new(written);
        self.decoded.push((Arc::clone(&written), bytes.len()));
        self.touch(&head)?.now = Some(bytes);
        Ok((written, version == 1))
    }

    /// Removes the ways that led to a record and no longer do, and adds those that now do.
    fn reconnect(
        &mut self,
        seq: u64,
        id: RecordId,
        before: Option<&Record>,
        after: &Record,
    ) -> Result<(), StoreError> {
        let old = before.map(|record| ways(id, record)).unwrap_or_default();
        let new = ways(id, after);
        for key in old.difference(&new) {
            self.change_spans(key, |spans| spans.close(seq))?;
        }
        for key in new.difference(&old) {
            self.change_spans(key, |spans| spans.open(seq))?;
        }
        Ok(())
    }

    fn change_spans(
        &mut self,
        key: &[u8],
        change: impl FnOnce(&mut Spans),
    ) -> Result<(), StoreError> {
        let touched = self.touch(key)?;
        let mut spans = touched.value().map(Spans::decode).transpose()?.unwrap_or_default();
        change(&mut spans);
        touched.now = Some(spans.encode());
        Ok(())
    }

    fn commit(self, meta: &mut Meta) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (key, Touched { was, now, goes }) in self.touched {
            if now.is_none() && !goes {
                continue;
            }
            if let Some(was) = was {
                meta.digest = meta.digest.wrapping_sub(value::digest(&key, &was));
            }
            if let Some(watched) = keys::watched(&key) {
                self.shared.written.note(watched, meta.seq);
            }
            match now {
                Some(now) => {
                    meta.digest = meta.digest.wrapping_add(value::digest(&key, &now));
                    batch.insert(key, now);
                }
                None => batch.remove(key),
            }
        }
        batch.insert(keys::META, meta.encode());
        self.shared.tree.apply_batch(batch)?;
        for (record, bytes) in self.decoded {
            self.shared.cache.insert(&record, bytes);
            self.shared.cache.insert_newest(record, meta.seq);
        }
        Ok(())
    }
}

/// The keys of all that leads to a record.
fn ways(id: RecordId, record: &Record) -> BTreeSet<Vec<u8>> {
    let edges = edges(id, record).into_iter().map(|edge| keys::edge(&edge).to_vec());
    edges.chain(terms(record).iter().map(|term| keys::term(term, id))).collect()
}

fn record(id: RecordId, bytes: &[u8]) -> Result<Record, StoreError> {
    codec::decode_record(bytes)
        .map_err(|error| StoreError::Corrupt(format!("{id} cannot be read: {error}")))
}
