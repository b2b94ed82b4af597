//! When entries of the view were last written, as far as caches must know. Bounded memory: keys
//! share notes by their hash, which costs a reading more now and then, never a wrong answer.

use std::sync::atomic::{AtomicU64, Ordering};

/// Notes; a power of two.
const NOTES: usize = 1 << 16;

/// The last write of every group of keys with one hash.
pub struct LastWrites(Box<[AtomicU64]>);

impl LastWrites {
    /// Nothing is noted.
    pub fn new() -> Self {
        Self(std::iter::repeat_with(AtomicU64::default).take(NOTES).collect())
    }

    /// Notes that commands up to `seq` write under a key. To be called before they are announced.
    pub fn note(&self, key: &[u8], seq: u64) {
        self.of(key).fetch_max(seq, Ordering::AcqRel);
    }

    /// Whether what was read under a key by a snapshot at `as_of` is what one at `seq` reads.
    pub fn unchanged(&self, key: &[u8], as_of: u64, seq: u64) -> bool {
        seq <= as_of || self.of(key).load(Ordering::Acquire) <= as_of
    }

    fn of(&self, key: &[u8]) -> &AtomicU64 {
        // FNV-1a, <http://www.isthe.com/chongo/tech/comp/fnv/>.
        let hash = key.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        #[expect(clippy::cast_possible_truncation, reason = "folded into the range just so")]
        &self.0[(hash ^ (hash >> 32)) as usize & (NOTES - 1)]
    }
}
