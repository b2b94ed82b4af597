//! The view as it was at one seq. Whatever is written meanwhile, a snapshot shows the same.

mod past;
mod sent;
mod sets;
mod traced;
mod view;

use std::sync::Arc;

pub(super) use past::Earlier;

use jiff::{Timestamp, civil::Date};

use super::{
    Shared, StoreError,
    figures::{self, CellReader, Derived},
    footprint::Footprint,
    keys,
    meter::{Meter, Work},
    runs::{Entries, Entry},
    value::{self, SeqRanges},
};
use domain::{
    Entity, Noun, NounId, RecordId, Versioned,
    edge::{Relation, Term},
    tally::ProvincePair,
};

/// Where a record stands among others at the end of a relation: by day, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EdgeEnd {
    /// The day that it is ordered by; `None` comes last.
    pub day: Option<Date>,
    /// The record.
    pub to: RecordId,
}

impl EdgeEnd {
    /// What places are ordered by.
    pub(super) fn rank(self) -> (bool, Option<Date>, RecordId) {
        (self.day.is_none(), self.day, self.to)
    }
}

/// The view at one seq. Cheap to clone.
#[derive(Clone)]
pub struct Snapshot {
    pub(super) shared: Arc<Shared>,
    seq: u64,
    last: [u64; Noun::ALL.len() + 1],
    /// What is kept in memory as of the snapshot; nothing for an earlier moment.
    derived: Option<Derived>,
    /// What an earlier moment is seen from.
    past: Option<Arc<past::Past>>,
    /// What counts all that is read; nothing where nobody asks.
    meter: Option<Arc<Meter>>,
    /// Where it is noted what is read; nothing where nobody asks, nor for an earlier moment, which
    /// stays as it is.
    footprint: Option<Arc<Footprint>>,
}

impl Snapshot {
    pub(super) const fn new(
        shared: Arc<Shared>,
        seq: u64,
        last: [u64; Noun::ALL.len() + 1],
        derived: Option<Derived>,
    ) -> Self {
        Self { shared, seq, last, derived, past: None, meter: None, footprint: None }
    }

    /// The same, read for an operation that is metered: each record, each entry of a list and each
    /// cell counts, and nothing more is read once the operation is stopped.
    #[must_use]
    pub fn metered(self, meter: Arc<Meter>) -> Self {
        Self { meter: Some(meter), ..self }
    }

    /// The figures that are kept as of the snapshot; `None` for one of an earlier moment.
    #[must_use]
    pub fn cells(&self) -> Option<CellReader<'_>> {
        let derived = self.derived.as_ref()?;
        self.rest_on(figures::UNITS);
        Some(CellReader::new(&derived.cells, self.meter.as_deref(), self.footprint.as_deref()))
    }

    fn spend(&self, work: Work) -> Result<(), StoreError> {
        spend(self.meter.as_deref(), work)
    }

    /// The view as it was after an earlier command.
    #[must_use]
    pub fn at(&self, seq: u64) -> Self {
        let derived = self.derived.as_ref().filter(|_| seq >= self.seq).cloned();
        let footprint = self.footprint.as_ref().filter(|_| seq >= self.seq).cloned();
        let past = self.past(seq);
        Self { seq: seq.min(self.seq), derived, past, footprint, ..self.clone() }
    }

    /// The last command that was committed by a moment; 0 where there was none.
    ///
    /// # Errors
    /// Where the view cannot be read; so for all methods.
    pub fn seq_at(&self, moment: Timestamp) -> Result<u64, StoreError> {
        let after = keys::committed(moment, u64::MAX);
        match self.shared.tree.range(b"c", &after).next_back() {
            Some(entry) => {
                let (key, _) = entry?;
                let seq = keys::last_seq(&key)
                    .ok_or_else(|| StoreError::corrupt("the time of a command is damaged"))?;
                if seq >= self.seq {
                    // The next command may be of that time, too.
                    self.rest_on_head();
                }
                Ok(seq.min(self.seq))
            }
            None => Ok(0),
        }
    }

    /// A record as it was; `None` where it was not registered yet.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn find(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, StoreError> {
        self.noted(self.read(id))
    }

    fn read(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, StoreError> {
        self.spend(Work::Record)?;
        let Shared { tree, cache, written, .. } = &*self.shared;
        let head = keys::head(id);
        self.rest_on(&head);
        if let Some((record, as_of)) = cache.newest(id)
            && record.seq <= self.seq
            && written.unchanged(&head, as_of, self.seq)
        {
            return Ok(Some(record));
        }
        let Some(newest) = tree.get(&head)? else { return Ok(None) };
        let seq = value::version_seq(&newest)?;
        if seq <= self.seq {
            let record = self.decode(id, seq, &newest)?;
            cache.insert_newest(Arc::clone(&record), self.seq);
            return Ok(Some(record));
        }
        match self.versions(id).next_back() {
            Some(entry) => {
                let (_, bytes) = entry?;
                self.decode(id, value::version_seq(&bytes)?, &bytes).map(Some)
            }
            None => Ok(None),
        }
    }

    /// The commands that wrote the versions of a record, oldest first.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn list_versions(&self, id: RecordId) -> Result<Vec<u64>, StoreError> {
        self.noted(self.read_versions(id))
    }

    fn read_versions(&self, id: RecordId) -> Result<Vec<u64>, StoreError> {
        self.rest_on(&keys::head(id));
        // The newest first: were it replaced meanwhile, the range would show it.
        let Some(newest) = self.shared.tree.get(&keys::head(id))? else { return Ok(Vec::new()) };
        let newest = value::version_seq(&newest)?;
        let mut seqs = Vec::new();
        for entry in self.versions(id) {
            self.spend(Work::Entry)?;
            let (key, _) = entry?;
            seqs.push(
                keys::last_seq(&key)
                    .ok_or_else(|| StoreError::corrupt("the key of a version is damaged"))?,
            );
        }
        if newest <= self.seq && seqs.last().is_none_or(|last| *last < newest) {
            seqs.push(newest);
        }
        Ok(seqs)
    }

    /// The versions of a record that were replaced, as far as the snapshot shows them.
    fn versions(&self, id: RecordId) -> Entries {
        let (first, after) = (keys::version(id, 0), keys::version(id, self.seq + 1));
        self.shared.tree.range(&first, &after)
    }

    fn decode(&self, id: RecordId, seq: u64, bytes: &[u8]) -> Result<Arc<Versioned>, StoreError> {
        if let Some(cached) = self.shared.cache.get(id, seq) {
            return Ok(cached);
        }
        let record = value::decode_version(id, bytes)?;
        self.shared.cache.insert(&record, bytes.len());
        Ok(record)
    }

    /// The newest record of a noun that a term names, on what the snapshot shows.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn find_named<E: Entity>(&self, term: &Term) -> Result<Option<Arc<Versioned>>, StoreError> {
        let named = self.list_named(term)?;
        match named.into_iter().find(|id| id.noun == E::Id::NOUN) {
            Some(id) => self.find(id),
            None => Ok(None),
        }
    }

    /// The records that a term names, in the order of their ids.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn list_named(&self, term: &Term) -> Result<Vec<RecordId>, StoreError> {
        self.noted(self.read_named(term))
    }

    fn read_named(&self, term: &Term) -> Result<Vec<RecordId>, StoreError> {
        self.spend(Work::Entry)?;
        let start = keys::named(term);
        self.rest_on(&start);
        let Shared { tree, adjacency, .. } = &*self.shared;
        if let Some(places) = adjacency.find(tree, &start, self.seq, (None, None))? {
            return Ok(places.map(|place| place.to).collect());
        }
        let mut named = Vec::new();
        for entry in tree.scan_prefix(&start) {
            self.spend(Work::Entry)?;
            let (key, spans) = entry?;
            if SeqRanges::hold(&spans, self.seq)? {
                named.push(
                    keys::last_id(&key)
                        .ok_or_else(|| StoreError::corrupt("the key of a term is damaged"))?,
                );
            }
        }
        Ok(named)
    }

    /// The records of a noun that have an external key, each with it, in the order of the keys.
    pub fn list_keyed(
        &self,
        noun: Noun,
    ) -> impl Iterator<Item = Result<(String, RecordId), StoreError>> + use<> {
        self.rest_on_head();
        let seq = self.seq;
        let entries = self.shared.tree.scan_prefix(&keys::keyed(noun));
        entries.filter_map(move |entry| {
            let entry = entry.map_err(StoreError::from).and_then(|(key, spans)| {
                let damaged = || StoreError::corrupt("the key of a term is damaged");
                let id = keys::last_id(&key).ok_or_else(damaged)?;
                let name = keys::external_key(&key).ok_or_else(damaged)?;
                Ok(SeqRanges::hold(&spans, seq)?.then(|| (name.to_owned(), id)))
            });
            entry.transpose()
        })
    }

    /// The places at the end of a relation, in order: after one place and before another, from
    /// either end.
    #[must_use]
    pub fn places(
        &self,
        relation: Relation,
        from: Option<RecordId>,
        to: Noun,
        after: Option<EdgeEnd>,
        before: Option<EdgeEnd>,
    ) -> Box<dyn DoubleEndedIterator<Item = Result<EdgeEnd, StoreError>> + Send> {
        let start = keys::adjacent(relation, from, to);
        self.rest_on(&start);
        let Shared { tree, adjacency, .. } = &*self.shared;
        match self.noted(adjacency.find(tree, &start, self.seq, (after, before))) {
            Ok(Some(places)) => {
                let meter = self.meter.clone();
                Box::new(places.map(move |it| spend(meter.as_deref(), Work::Entry).map(|()| it)))
            }
            Ok(None) => Box::new(self.places_below(&start, after, before)),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }

    /// The records of a noun in bundles of a pair, as recorded: published activities that have a
    /// flow within it, agreement-level events that both attend, and all that belongs to these. In
    /// order: after one place and before another, from either end.
    #[must_use]
    pub fn places_of_pair(
        &self,
        pair: ProvincePair,
        noun: Noun,
        after: Option<EdgeEnd>,
        before: Option<EdgeEnd>,
    ) -> impl DoubleEndedIterator<Item = Result<EdgeEnd, StoreError>> + use<> {
        let start = keys::of_pair(pair, noun);
        self.rest_on(&start);
        self.places_below(&start, after, before)
    }

    /// The published activities that are neither completed nor cancelled and had to be done by a
    /// day before this one: each with that day, the earliest first, after one place and before
    /// another.
    #[must_use]
    pub fn places_due(
        &self,
        on: Date,
        after: Option<EdgeEnd>,
        before: Option<EdgeEnd>,
    ) -> impl DoubleEndedIterator<Item = Result<EdgeEnd, StoreError>> + use<> {
        self.rest_on(b"d");
        let first = RecordId { noun: Noun::Province, number: 0 };
        let end = EdgeEnd { day: Some(on), to: first };
        let before = before.filter(|before| before.rank() < end.rank()).unwrap_or(end);
        self.places_below(b"d", after, Some(before))
    }

    /// The entries of the view whose keys start so, whatever the snapshot's seq.
    pub(super) fn entries(
        &self,
        start: &[u8],
    ) -> impl Iterator<Item = Result<Entry, StoreError>> + use<> {
        self.shared.tree.scan_prefix(start).map(|entry| Ok(entry?))
    }

    fn places_below(
        &self,
        start: &[u8],
        after: Option<EdgeEnd>,
        before: Option<EdgeEnd>,
    ) -> impl DoubleEndedIterator<Item = Result<EdgeEnd, StoreError>> + use<> {
        let bound = |place: EdgeEnd| [start, &keys::place(place.day, place.to)].concat();
        // The shortest key after `after`, and the shortest after all keys of the relation.
        let lower = after.map_or_else(|| start.to_vec(), |place| [bound(place), vec![0]].concat());
        let upper = before.map_or_else(|| [start, &[u8::MAX; 13]].concat(), bound);
        let (seq, meter) = (self.seq, self.meter.clone());
        let doubt = self.shared.tree.doubt().clone();
        let entries = self.shared.tree.range(&lower, &upper);
        entries.filter_map(move |entry| {
            // What is passed over was read all the same.
            if let Err(stopped) = spend(meter.as_deref(), Work::Entry) {
                return Some(Err(stopped));
            }
            let shown = entry.map_err(StoreError::from).and_then(|entry| visible(entry, seq));
            doubt.noted(shown).transpose()
        })
    }

    /// Whether any record stands at the end of a relation that leads from nothing; `None` where
    /// `limit` entries of the past did not tell. Not noted: what comes to be hidden is noted itself.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn leads_anywhere(
        &self,
        relation: Relation,
        to: Noun,
        limit: usize,
    ) -> Result<Option<bool>, StoreError> {
        let start = keys::adjacent(relation, None, to);
        let Shared { tree, adjacency, .. } = &*self.shared;
        if let Some(mut places) = adjacency.find(tree, &start, self.seq, (None, None))? {
            return Ok(Some(places.next().is_some()));
        }
        let mut entries = tree.scan_prefix(&start);
        for entry in entries.by_ref().take(limit) {
            if SeqRanges::hold(&entry?.1, self.seq)? {
                return Ok(Some(true));
            }
        }
        Ok(entries.next().transpose()?.is_none().then_some(false))
    }
}

fn spend(meter: Option<&Meter>, work: Work) -> Result<(), StoreError> {
    match meter {
        Some(meter) => Ok(meter.count(work, 1)?),
        None => Ok(()),
    }
}

fn visible((key, spans): Entry, seq: u64) -> Result<Option<EdgeEnd>, StoreError> {
    if !SeqRanges::hold(&spans, seq)? {
        return Ok(None);
    }
    let (day, to) =
        keys::end(&key).ok_or_else(|| StoreError::corrupt("the key of an edge is damaged"))?;
    Ok(Some(EdgeEnd { day, to }))
}
