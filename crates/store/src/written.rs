//! When entries of the view were last written, as far as caches must know. Bounded memory: keys
//! share notes by their hash, which costs a reading more now and then, never a wrong answer.

use std::sync::atomic::{AtomicU64, Ordering};

/// Notes; a power of two, so many that an answer which rests on some hundred is rarely thrown away
/// for what another key's note says.
const NOTES: usize = 1 << 20;

/// The last write of every group of keys with one hash.
pub struct LastWrites(Box<[AtomicU64]>);

impl LastWrites {
    /// Nothing is noted.
    pub fn new() -> Self {
        Self(std::iter::repeat_with(AtomicU64::default).take(NOTES).collect())
    }

    /// Notes that commands up to `seq` write under a key. To be called before they are announced.
    pub fn note(&self, key: &[u8], seq: u64) {
        self.0[place(key) as usize].fetch_max(seq, Ordering::AcqRel);
    }

    /// Whether no command after `as_of` is noted at any of these places.
    pub fn are_unchanged(&self, places: &[u32], as_of: u64) -> bool {
        let last = |place: &u32| self.0.get(*place as usize).map(|it| it.load(Ordering::Acquire));
        places.iter().all(|place| last(place).is_some_and(|last| last <= as_of))
    }

    /// Whether what was read under a key by a snapshot at `as_of` is what one at `seq` reads.
    pub fn unchanged(&self, key: &[u8], as_of: u64, seq: u64) -> bool {
        seq <= as_of || self.0[place(key) as usize].load(Ordering::Acquire) <= as_of
    }
}

/// Where the last write of a key is noted.
pub fn place(key: &[u8]) -> u32 {
    // FNV-1a, <http://www.isthe.com/chongo/tech/comp/fnv/>.
    let hash = key.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    #[expect(clippy::cast_possible_truncation, reason = "folded into the range just so")]
    {
        (hash ^ (hash >> 32)) as u32 & (NOTES as u32 - 1)
    }
}
