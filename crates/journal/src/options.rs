//! What whoever opens a journal knows of it, and how it is kept. Must not know how it is opened.

/// How a log is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// A segment larger than this is followed by a new one, in bytes. A group is never split over
    /// two.
    pub segment_bytes: u64,
    /// The caller knows, from elsewhere, that everything up to this seq was acknowledged: if it is
    /// not there, the journal is refused as damaged instead of being cut. 0 if nothing is known.
    pub acknowledged: u64,
    /// Whoever orders the entries keeps them until this journal has them, so that what was not
    /// synced can be fetched again: anything unreadable behind `acknowledged` in the last segment
    /// is then cut off, even if a later group is whole, and so is the last group, which may lack
    /// its end. [`super::Journal::take`] writes without a sync, and pages reach the disk in any order.
    pub can_fetch_again: bool,
    /// Of a journal that was closed, so many bytes at its end are checked before it is opened, or
    /// the last segment; the rest when it is read, or by [`super::Reader::check_unread`].
    pub check_first: u64,
}

impl Default for Options {
    fn default() -> Self {
        let (segment_bytes, check_first) = (64 * 1024 * 1024, u64::MAX);
        Self { segment_bytes, acknowledged: 0, can_fetch_again: false, check_first }
    }
}
