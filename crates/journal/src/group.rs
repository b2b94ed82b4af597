//! The group: entries that are ordered, written and synced together.
//!
//! A hash covers where its group begins (see `frame`), so whoever passes entries on passes whole
//! groups on. Owns what a group says of itself. Must not know what orders groups.

use super::error::LogError;
use super::frame::{self, Frame, Head};
use super::hash::Hash;

/// Entries on their way into a journal, and the place that they were prepared for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The seq of its first entry.
    pub first: u64,
    /// The hash of the entry before it; zeros for the first.
    pub previous: Hash,
    /// What each entry says, as bytes.
    pub bodies: Vec<Vec<u8>>,
    /// Its last entry: where a journal stands that has taken it.
    pub last: Head,
}

impl Group {
    /// The bytes of its bodies.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bodies.iter().map(Vec::len).sum()
    }
}

/// Where a journal stands that has taken bodies as one group behind a head.
pub(super) fn behind(before: Head, bodies: &[Vec<u8>]) -> Head {
    let (mut head, mut scratch) = (before, Vec::new());
    for body in bodies {
        scratch.clear();
        let seq = head.seq + 1;
        head = Head { seq, hash: frame::encode(&mut scratch, seq, before.seq, head.hash, body) };
    }
    head
}

/// Hashes a group, and returns where a journal stands that has taken it.
///
/// # Errors
/// [`LogError::Mismatch`] if that is not what the group says, or it is empty.
pub(super) fn check(group: &Group) -> Result<Head, LogError> {
    let before = Head { seq: group.first.saturating_sub(1), hash: group.previous };
    let is = behind(before, &group.bodies);
    if group.bodies.is_empty() || is != group.last {
        return Err(LogError::Mismatch { first: group.first, says: group.last, is });
    }
    Ok(is)
}

/// Puts entries that were read back into the groups that they were written as.
pub(super) struct Groups<I: Iterator> {
    frames: std::iter::Peekable<I>,
}

impl<I: Iterator<Item = Result<Frame, LogError>>> Groups<I> {
    pub(super) fn new(frames: I) -> Self {
        Self { frames: frames.peekable() }
    }
}

impl<I: Iterator<Item = Result<Frame, LogError>>> Iterator for Groups<I> {
    type Item = Result<Group, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Frame { seq, synced, previous, hash, body } = match self.frames.next()? {
            Ok(frame) => frame,
            Err(error) => return Some(Err(error)),
        };
        let last = Head { seq, hash };
        let mut group = Group { first: seq, previous, bodies: vec![body], last };
        let same =
            |next: &Result<Frame, LogError>| next.as_ref().is_ok_and(|it| it.synced == synced);
        while let Some(Ok(frame)) = self.frames.next_if(same) {
            group.last = Head { seq: frame.seq, hash: frame.hash };
            group.bodies.push(frame.body);
        }
        Some(Ok(group))
    }
}
