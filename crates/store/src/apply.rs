//! Shows the view new entries: one sled batch for a group of them, so that it is all there or
//! not at all, to readers and after a crash alike. What a large group adds goes to a run, which the
//! batch makes part of the view.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;

use super::{
    Shared, Snapshot, StoreError,
    figures::{Group, Index, Kept},
    keys,
    value::{self, Meta, SeqRanges, Stamp},
};
use domain::{
    Lang, Noun, Record, RecordId, Versioned,
    edge::{edges, terms},
};
use journal::{CodecError, Entry, Image, codec};

/// Applies entries that follow `meta` and returns where the view then stands.
pub(super) fn apply(
    shared: &Arc<Shared>,
    meta: &Meta,
    kept: &mut Kept,
    entries: Vec<Entry>,
) -> Result<Meta, StoreError> {
    let mut writes = Writes::at(shared, meta);
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
        let (seq, at) = (entry.seq, entry.body.at);
        let mut written = Vec::with_capacity(entry.body.changes.len());
        for image in entry.body.changes {
            let last = &mut meta.last[usize::from(image.id.noun.tag())];
            let is_new = image.id.number > *last;
            *last = (*last).max(image.id.number);
            written.push(writes.image(seq, at, image, is_new)?);
        }
        let index = figures.entry(&written)?;
        writes.index(seq, &index)?;
        writes.add(&keys::committed(at, seq), Vec::new());
        if let Some(idempotency) = &entry.body.idempotency {
            let key = keys::idempotency(&entry.body.by, &idempotency.key);
            writes.touch(&key)?.now = Some(seq.to_be_bytes().to_vec());
        }
        meta.seq = seq;
        meta.hash = entry.hash;
        meta.at = at;
    }
    figures.finish(kept, meta.seq)?;
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
    let mut writes = Writes::at(shared, meta);
    let mut meta = meta.clone();
    writes.figures(kept, &mut meta)?;
    writes.commit(&mut meta)?;
    Ok(meta)
}

/// Writes the list of runs.
pub(super) fn write_runs(
    shared: &Arc<Shared>,
    meta: &Meta,
    list: Vec<u8>,
) -> Result<Meta, StoreError> {
    let mut writes = Writes::at(shared, meta);
    let mut meta = meta.clone();
    writes.touch(keys::RUNS)?.now = Some(list);
    writes.commit(&mut meta)?;
    Ok(meta)
}

struct Writes<'a> {
    shared: &'a Shared,
    /// The number of the newest record of each noun before the group.
    last: [u64; Noun::ALL.len() + 1],
    /// Entries that cannot be there yet. Once one of them has to be read again, all are moved to
    /// `touched`, and no more are added.
    fresh: Vec<(Vec<u8>, Vec<u8>)>,
    is_mixed: bool,
    touched: HashMap<Vec<u8>, Touched>,
    decoded: Vec<(Arc<Versioned>, usize)>,
}

/// An entry of the view that the group read or writes.
struct Touched {
    was: Option<sled::IVec>,
    /// Whether it is in sled, so that it has to be changed there.
    in_sled: bool,
    now: Option<Vec<u8>>,
}

impl Touched {
    fn value(&self) -> Option<&[u8]> {
        self.now.as_deref().or(self.was.as_deref())
    }
}

impl<'a> Writes<'a> {
    fn at(shared: &'a Shared, meta: &Meta) -> Self {
        Self {
            shared,
            last: meta.last,
            fresh: Vec::new(),
            is_mixed: false,
            touched: HashMap::new(),
            decoded: Vec::new(),
        }
    }

    /// An entry as the group has it so far; read from the view but once.
    fn touch(&mut self, key: &[u8]) -> Result<&mut Touched, StoreError> {
        if !self.touched.contains_key(key) {
            let found = self.shared.tree.find(key)?;
            let in_sled = found.as_ref().is_some_and(|(_, in_sled)| *in_sled);
            let was = found.map(|(was, _)| was);
            self.touched.insert(key.to_vec(), Touched { was, in_sled, now: None });
        }
        self.touched.get_mut(key).ok_or_else(|| StoreError::corrupt("an entry went away"))
    }

    /// Writes an entry that cannot be there yet.
    fn add(&mut self, key: &[u8], value: Vec<u8>) {
        if self.is_mixed {
            let touched = Touched { was: None, in_sled: false, now: Some(value) };
            self.touched.insert(key.to_vec(), touched);
        } else {
            self.fresh.push((key.to_vec(), value));
        }
    }

    /// Makes all entries of the group such that they can be read again.
    fn mix(&mut self) {
        self.is_mixed = true;
        for (key, value) in std::mem::take(&mut self.fresh) {
            let touched = Touched { was: None, in_sled: false, now: Some(value) };
            self.touched.insert(key, touched);
        }
    }

    /// Writes the cells that changed, as they stand at `meta`.
    fn figures(&mut self, kept: &mut Kept, meta: &mut Meta) -> Result<(), StoreError> {
        for change in kept.unwritten().chain(kept.unwritten_lists()) {
            let (key, now) = change?;
            let was = self.shared.tree.get_in_sled(&key)?;
            // One that is gone is empty: what is in a run cannot be taken away.
            let (in_sled, now) = (was.is_some(), Some(now.unwrap_or_default()));
            self.touched.insert(key, Touched { was, in_sled, now });
        }
        kept.written();
        meta.figures = meta.seq;
        Ok(())
    }

    /// Writes what leads to the records behind figures.
    fn index(&mut self, seq: u64, index: &Index) -> Result<(), StoreError> {
        if !index.gone.is_empty() && !self.is_mixed {
            self.mix();
        }
        for key in &index.gone {
            self.change_spans(key, |spans| spans.close(seq))?;
        }
        for key in &index.new {
            // What leads to a record that the view did not have is not in the view either.
            let is_new = keys::end(key)
                .is_some_and(|(_, id)| id.number > self.last[usize::from(id.noun.tag())]);
            if is_new && !self.is_mixed {
                self.add(key, SeqRanges::opened(seq));
            } else {
                self.change_spans(key, |spans| spans.open(seq))?;
            }
        }
        Ok(())
    }

    /// Writes a record; returns it, and whether it is new.
    fn image(
        &mut self,
        seq: u64,
        at: Timestamp,
        image: Image,
        is_new: bool,
    ) -> Result<(Arc<Versioned>, bool), StoreError> {
        let id = image.id;
        let head = keys::head(id);
        let mut stamp = Stamp { version: 1, seq, created_at: at, updated_at: at };
        let mut earlier = None;
        if !is_new {
            let of_group = id.number > self.last[usize::from(id.noun.tag())];
            if of_group && !self.is_mixed {
                self.mix();
            }
            if let Some(before) = self.touch(&head)?.value().map(<[u8]>::to_vec) {
                let was = value::decode_stamp(&before)?;
                stamp.created_at = was.created_at;
                stamp.version = was.version + 1;
                earlier = Some(record(id, codec::decode_record(value::version_record(&before)?))?);
                self.add(&keys::version(id, was.seq), before);
            }
        }
        let bytes = value::encode_version(&stamp, &image.bytes);
        let length = bytes.len();
        let after = record(id, image.into_record())?;
        if is_new {
            self.connect(seq, id, &after);
            self.add(&head, bytes);
        } else {
            self.reconnect(seq, id, earlier.as_ref(), &after)?;
            self.touch(&head)?.now = Some(bytes);
        }
        let Stamp { version, seq, created_at, updated_at } = stamp;
        let written = Versioned { id, version, seq, created_at, updated_at, record: after };
        let written = Arc::new(written);
        self.decoded.push((Arc::clone(&written), length));
        Ok((written, version == 1))
    }

    /// Adds the ways that lead to a record that the view and the group did not have.
    fn connect(&mut self, seq: u64, id: RecordId, record: &Record) {
        for edge in edges(id, record) {
            self.add(&keys::edge(&edge), SeqRanges::opened(seq));
        }
        for term in terms(record) {
            self.add(&keys::term(&term, id), SeqRanges::opened(seq));
        }
        if let Some(title) = title(id, record) {
            self.add(&title, SeqRanges::opened(seq));
        }
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
        change: impl FnOnce(&mut SeqRanges),
    ) -> Result<(), StoreError> {
        let touched = self.touch(key)?;
        let mut spans = touched.value().map(SeqRanges::decode).transpose()?.unwrap_or_default();
        change(&mut spans);
        touched.now = Some(spans.encode());
        Ok(())
    }

    /// Writes it all: in bulk to a run, but for what has to be changed in sled, or all to sled.
    fn commit(mut self, meta: &mut Meta) -> Result<(), StoreError> {
        let (written, tree) = (&self.shared.written, &self.shared.tree);
        let changed = self.touched.iter().filter(|(_, it)| it.now.is_some());
        for key in self.fresh.iter().map(|(key, _)| key).chain(changed.map(|(key, _)| key)) {
            if let Some(watched) = keys::watched(key) {
                written.note(watched, meta.seq);
            }
        }
        if self.fresh.len() + self.touched.len() >= self.shared.bulk {
            let mut bulk = std::mem::take(&mut self.fresh);
            let to_run = |it: &Touched| !it.in_sled && it.now.is_some();
            let moved = self.touched.extract_if(|key, it| to_run(it) && **key != *keys::RUNS);
            bulk.extend(moved.filter_map(|(key, it)| Some((key, it.now?))));
            if !bulk.is_empty() {
                bulk.sort_unstable();
                let list = tree.add_run(bulk.iter().map(|(key, value)| (&**key, &**value)))?;
                self.touch(keys::RUNS)?.now = Some(list);
            }
        }
        let (batch, kinds) = self.batch(meta);
        tree.apply(batch, kinds)?;
        for (record, bytes) in self.decoded {
            self.shared.cache.insert(&record, bytes);
            self.shared.cache.insert_newest(record, meta.seq);
        }
        Ok(())
    }

    /// What goes to sled, and in it the digest of all that is there; and the first bytes of its
    /// keys.
    fn batch(&mut self, meta: &mut Meta) -> (sled::Batch, BTreeSet<u8>) {
        let (mut batch, mut kinds) = (sled::Batch::default(), BTreeSet::from([keys::META[0]]));
        for (key, now) in std::mem::take(&mut self.fresh) {
            kinds.extend(key.first());
            meta.digest = meta.digest.wrapping_add(value::digest(&key, &now));
            batch.insert(key, now);
        }
        for (key, Touched { was, in_sled, now }) in std::mem::take(&mut self.touched) {
            let Some(now) = now else { continue };
            kinds.extend(key.first());
            if let Some(was) = was.filter(|_| in_sled) {
                meta.digest = meta.digest.wrapping_sub(value::digest(&key, &was));
            }
            meta.digest = meta.digest.wrapping_add(value::digest(&key, &now));
            batch.insert(key, now);
        }
        batch.insert(keys::META, meta.encode());
        (batch, kinds)
    }
}

/// The keys of all that leads to a record.
fn ways(id: RecordId, record: &Record) -> BTreeSet<Vec<u8>> {
    let edges = edges(id, record).into_iter().map(|edge| keys::edge(&edge).to_vec());
    let terms = terms(record);
    edges.chain(terms.iter().map(|term| keys::term(term, id))).chain(title(id, record)).collect()
}

/// The key of a record's title; `None` for one that was merged into another, and is in no list.
fn title(id: RecordId, record: &Record) -> Option<Vec<u8>> {
    record.merged_into().is_none().then(|| keys::title(id, &record.title(Lang::Vi)))
}

fn record(id: RecordId, read: Result<Record, CodecError>) -> Result<Record, StoreError> {
    read.map_err(|error| StoreError::Corrupt(format!("{id} cannot be read: {error}")))
}
