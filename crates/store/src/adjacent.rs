//! What stands at the end of short relations and what bears a name, decoded and kept with the seqs
//! at which each entry was there, so that a list costs no walk through the tree. Must not know what
//! a relation means.
//!
//! A kept list tells the truth up to the seq at which it was read, and beyond it for as long as
//! nothing was written to it, which [`LastWrites`] knows.

use std::{ops::Range, sync::Arc};

use quick_cache::{Weighter, sync::Cache};

use super::{EdgeEnd, StoreError, keys, runs::Tree, value::SeqRanges, written::LastWrites};

/// Longest list that is kept, in entries; longer ones are read page by page.
const LONGEST: usize = 128;

/// What all keys of one list start with; see [`keys::adjacent`] and [`keys::named`].
type Start = Box<[u8]>;

/// One stay of a record in a list.
#[derive(Debug, Clone, Copy)]
struct Membership {
    place: EdgeEnd,
    from: u64,
    until: u64,
}

/// A list as it was read.
struct CachedList {
    /// The seq up to which it tells the truth by itself.
    as_of: u64,
    /// Its entries, in order; `None` where they are too many to be kept, which they remain.
    stays: Option<Arc<[Membership]>>,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Start, Arc<CachedList>> for ByBytes {
    fn weight(&self, start: &Start, kept: &Arc<CachedList>) -> u64 {
        let stays = kept.stays.as_ref().map_or(0, |stays| stays.len());
        (120 + start.len() + stays * size_of::<Membership>()) as u64
    }
}

/// Lists, bounded in bytes.
pub struct Adjacency {
    kept: Cache<Start, Arc<CachedList>, ByBytes>,
    written: Arc<LastWrites>,
}

/// The entries of a kept list that were there at one seq.
pub struct Places {
    stays: Arc<[Membership]>,
    left: Range<usize>,
    seq: u64,
}

impl Adjacency {
    /// Lists that take up no more than this many bytes.
    pub fn new(bytes: u64, written: Arc<LastWrites>) -> Self {
        let expected = usize::try_from(bytes / 400).unwrap_or(usize::MAX).clamp(16, 1 << 22);
        Self { kept: Cache::with_weighter(expected, bytes, ByBytes), written }
    }

    /// A list as a snapshot at `seq` shows it, between two places; `None` where it is too long to
    /// be kept.
    pub fn find(
        &self,
        tree: &Tree,
        start: &[u8],
        seq: u64,
        (after, before): (Option<EdgeEnd>, Option<EdgeEnd>),
    ) -> Result<Option<Places>, StoreError> {
        let kept = match self.kept.get(start) {
            Some(kept) if self.still_true(&kept, start, seq) => kept,
            _ => self.read(tree, start, seq)?,
        };
        let Some(stays) = &kept.stays else { return Ok(None) };
        let first = after
            .map_or(0, |after| stays.partition_point(|stay| stay.place.rank() <= after.rank()));
        let end = before.map_or(stays.len(), |before| {
            stays.partition_point(|stay| stay.place.rank() < before.rank())
        });
        Ok(Some(Places { stays: Arc::clone(stays), left: first..end.max(first), seq }))
    }

    fn still_true(&self, kept: &CachedList, start: &[u8], seq: u64) -> bool {
        // A list that grew too long stays so: entries are closed, never removed.
        kept.stays.is_none() || self.written.unchanged(start, kept.as_of, seq)
    }

    fn read(&self, tree: &Tree, start: &[u8], seq: u64) -> Result<Arc<CachedList>, StoreError> {
        let mut stays = Vec::new();
        for entry in tree.scan_prefix(start) {
            let (key, spans) = entry?;
            let (day, to) = keys::listed(&key)
                .ok_or_else(|| StoreError::corrupt("the key of an entry of a list is damaged"))?;
            let place = EdgeEnd { day, to };
            let spans = SeqRanges::decode(&spans)?;
            stays.extend(spans.iter().map(|(from, until)| Membership { place, from, until }));
            if stays.len() > LONGEST {
                break;
            }
        }
        let stays = (stays.len() <= LONGEST).then(|| stays.into());
        let kept = Arc::new(CachedList { as_of: seq, stays });
        self.kept.insert(start.into(), Arc::clone(&kept));
        Ok(kept)
    }
}

impl Places {
    fn shown(&self, index: usize) -> Option<EdgeEnd> {
        let stay = self.stays.get(index)?;
        (stay.from <= self.seq && self.seq < stay.until).then_some(stay.place)
    }
}

impl Iterator for Places {
    type Item = EdgeEnd;

    fn next(&mut self) -> Option<EdgeEnd> {
        while let Some(index) = self.left.next() {
            if let Some(place) = self.shown(index) {
                return Some(place);
            }
        }
        None
    }
}

impl DoubleEndedIterator for Places {
    fn next_back(&mut self) -> Option<EdgeEnd> {
        while let Some(index) = self.left.next_back() {
            if let Some(place) = self.shown(index) {
                return Some(place);
            }
        }
        None
    }
}
