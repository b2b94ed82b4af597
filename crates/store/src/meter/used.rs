//! How much is done, of each kind of work, and what that costs.

use std::fmt;

use messages::{Message, Say, message};

/// Reads that an object of the answer pays for: of the record that it shows, and of the entry of a
/// list that led there.
const READS_OF_OBJECT: u64 = 2;

/// What an operation does, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A version of a record is read.
    Record,
    /// An entry of a list, an index or the journal is gone past.
    Entry,
    /// A cell of the figures is read.
    Cell,
    /// An object of the answer is written.
    Object,
    /// A point for anything else.
    Other,
}

/// How much an operation has done of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Used {
    /// Versions of records.
    pub records: u64,
    /// Entries of lists, indexes and the journal.
    pub entries: u64,
    /// Cells of figures.
    pub cells: u64,
    /// Objects of the answer.
    pub objects: u64,
    /// Points for anything else.
    pub other: u64,
}

impl Used {
    /// The same in points: an object costs one, which pays for two reads; each further read costs
    /// one.
    #[must_use]
    pub const fn points(&self) -> u64 {
        let reads = self.records.saturating_add(self.entries).saturating_add(self.cells);
        let paid = self.objects.saturating_mul(READS_OF_OBJECT);
        self.objects.saturating_add(reads.saturating_sub(paid)).saturating_add(self.other)
    }

    /// What is done of each, one after the other; objects first, since they pay for reads.
    pub(super) fn each(&self) -> [(Work, u64); 5] {
        let Self { records, entries, cells, objects, other } = *self;
        [
            (Work::Object, objects),
            (Work::Record, records),
            (Work::Entry, entries),
            (Work::Cell, cells),
            (Work::Other, other),
        ]
    }

    /// How much is done of all together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.each().iter().fold(0, |sum, (_, many)| sum.saturating_add(*many))
    }

    /// How much more this is than at another time before.
    #[must_use]
    pub const fn since(&self, before: &Self) -> Self {
        Self {
            records: self.records.saturating_sub(before.records),
            entries: self.entries.saturating_sub(before.entries),
            cells: self.cells.saturating_sub(before.cells),
            objects: self.objects.saturating_sub(before.objects),
            other: self.other.saturating_sub(before.other),
        }
    }

    /// This and more.
    #[must_use]
    pub const fn with(&self, more: &Self) -> Self {
        Self {
            records: self.records.saturating_add(more.records),
            entries: self.entries.saturating_add(more.entries),
            cells: self.cells.saturating_add(more.cells),
            objects: self.objects.saturating_add(more.objects),
            other: self.other.saturating_add(more.other),
        }
    }
}

impl Say for Used {
    fn message(&self) -> Message {
        let Self { records, entries, cells, objects, .. } = self;
        message!(
            "{records} records, {entries} entries of lists and {cells} cells of figures for \
             {objects} objects"
        )
    }
}

impl fmt::Display for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_pays_for_two_reads() {
        let points = |records, entries, objects| {
            Used { records, entries, objects, ..Used::default() }.points()
        };
        assert_eq!(points(0, 0, 3), 3);
        assert_eq!((points(3, 3, 3), points(2, 1, 3)), (3, 3));
        assert_eq!(points(10, 7, 3), 3 + 11);
        assert_eq!(points(200_000, 200_000, 1), 399_999);
        let other = Used { cells: 5, other: 20, ..Used::default() };
        assert_eq!(other.points(), 25);
    }
}
