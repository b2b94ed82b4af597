//! Decoded records, kept under the seq that wrote them. A version never changes, so nothing is
//! ever taken out because it is stale: only because room is needed.

use std::sync::Arc;

use quick_cache::{Weighter, sync::Cache};

use domain::{RecordId, Versioned};

/// What a decoded record takes up beyond its encoded bytes: the enum itself, its allocations.
const OVERHEAD: u64 = 600;

#[derive(Clone)]
struct Cached {
    record: Arc<Versioned>,
    bytes: u64,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<(RecordId, u64), Cached> for ByBytes {
    fn weight(&self, _: &(RecordId, u64), cached: &Cached) -> u64 {
        cached.bytes
    }
}

/// A version that was the newest as of a seq, and that seq.
type Newest = (Arc<Versioned>, u64);

/// Decoded records, bounded in bytes.
pub struct RecordCache {
    cache: Cache<(RecordId, u64), Cached, ByBytes>,
    /// A way past the tree to those of `cache`; bounded by number, since it holds them alike.
    newest: Cache<RecordId, Newest>,
}

impl RecordCache {
    /// A cache that takes up no more than this many bytes.
    pub fn new(bytes: u64) -> Self {
        let expected = usize::try_from(bytes / 1_500).unwrap_or(usize::MAX).clamp(16, 1 << 22);
        let cache = Cache::with_weighter(expected, bytes, ByBytes);
        Self { cache, newest: Cache::new(expected) }
    }

    /// The version that the command with this seq wrote.
    pub fn get(&self, id: RecordId, seq: u64) -> Option<Arc<Versioned>> {
        self.cache.get(&(id, seq)).map(|cached| cached.record)
    }

    /// The version that was a record's newest as of the seq beside it.
    pub fn newest(&self, id: RecordId) -> Option<Newest> {
        self.newest.get(&id)
    }

    /// Keeps a version that is its record's newest as of a seq.
    pub fn insert_newest(&self, record: Arc<Versioned>, as_of: u64) {
        self.newest.insert(record.id, (record, as_of));
    }

    /// Keeps a version that was read from this many bytes.
    pub fn insert(&self, record: &Arc<Versioned>, encoded: usize) {
        let cached = Cached { record: Arc::clone(record), bytes: OVERHEAD + 2 * encoded as u64 };
        self.cache.insert((record.id, record.seq), cached);
    }

    /// How many records are held, and in how many bytes.
    pub fn size(&self) -> (usize, u64) {
        (self.cache.len(), self.cache.weight())
    }
}
