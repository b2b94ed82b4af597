//! What the log wrote since it was opened, in numbers. Must not know who reads them.

use std::time::Duration;

use measure::{Counter, Histogram};

/// Bounds of times to sync, in nanoseconds: from a disk with a battery to one that fails.
const SYNCS: &[u64] = &[
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    1_000_000_000,
    2_500_000_000,
];
/// Bounds of entries in a group.
const GROUPS: &[u64] = &[1, 2, 4, 8, 16, 32, 64];

/// What was written. A group that is appended is one write and one sync; of those that were ordered
/// elsewhere, one sync covers many.
#[derive(Debug)]
pub struct WriteStats {
    /// How long each sync took.
    pub syncs: Histogram,
    /// How many entries each group had.
    pub groups: Histogram,
    /// The bytes of all of them.
    pub bytes: Counter,
}

impl Default for WriteStats {
    fn default() -> Self {
        let (syncs, groups) = (Histogram::new(SYNCS), Histogram::new(GROUPS));
        Self { syncs, groups, bytes: Counter::default() }
    }
}

impl WriteStats {
    /// Counts a sync.
    pub(super) fn sync(&self, took: Duration) {
        self.syncs.time(took);
    }

    /// Counts a group that was written.
    pub(super) fn group(&self, entries: usize, bytes: usize) {
        self.groups.record(entries as u64);
        self.bytes.add(bytes as u64);
    }
}
