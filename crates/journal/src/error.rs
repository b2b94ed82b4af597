//! What can go wrong with the journal's files, and what to do about it.
//!
//! Owns the error types of this layer. Must not know what an entry means.

use std::io;
use std::path::{Path, PathBuf};

use super::codec::CodecError;
use super::frame::Head;

/// Why the journal could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The files are locked, damaged, or the disk failed.
    #[error(transparent)]
    Log(#[from] LogError),
    /// An entry's bytes are whole, but are not an entry of a known form.
    #[error("entry {seq} cannot be read: {source}; was it written by a newer hoptac?")]
    Codec {
        /// The entry.
        seq: u64,
        /// What is wrong with it.
        source: CodecError,
    },
    /// Somebody else appended in between.
    #[error("the journal stands at {actual}, not at {expected}; nothing was appended")]
    Moved {
        /// Where the caller thought it stood.
        expected: u64,
        /// Where it stands.
        actual: u64,
    },
}

/// A failure of the journal's file layer. Each message names the value at fault, and the remedy
/// where there is one.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// Another open log, in this process or another, holds the directory.
    #[error(
        "journal {} is in use by another hoptac: stop that one, or give this one another data directory",
        dir.display()
    )]
    Locked {
        /// The journal directory.
        dir: PathBuf,
    },

    /// An acknowledged entry, or a header, is not what was written.
    #[error(
        "journal {} is damaged at byte {offset}: {what}; run `hoptac verify` to see it all, `hoptac restore` to bring back a backup",
        file.display()
    )]
    Damaged {
        /// The segment file.
        file: PathBuf,
        /// Where in the file the damaged header or frame begins, in bytes.
        offset: u64,
        /// What is wrong there.
        what: String,
    },

    /// The file that says where the journal was closed cannot be trusted.
    #[error(
        "{} is damaged: {what}; run `hoptac verify`, and if it finds nothing else wrong and the head it prints is the expected one, delete this file",
        file.display()
    )]
    DamagedMark {
        /// The mark.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },

    /// A segment is sound, but of a format this build cannot read.
    #[error(
        "journal {} has format version {version}, and this build reads version {supported}: use a newer hoptac",
        file.display()
    )]
    Version {
        /// The segment file.
        file: PathBuf,
        /// The version it states.
        version: u32,
        /// The version this build reads and writes.
        supported: u32,
    },

    /// A file ends in `.journal` but is not named like a segment.
    #[error(
        "{} is not a segment's name (20 digits, then `.journal`): move the file out of the journal's directory",
        file.display()
    )]
    SegmentName {
        /// The stray file.
        file: PathBuf,
    },

    /// A body does not fit a frame. Nothing was written.
    #[error("entry of {bytes} bytes is larger than the {max} an entry may have")]
    TooLarge {
        /// Size of the body, in bytes.
        bytes: usize,
        /// The most a body may have, in bytes.
        max: usize,
    },

    /// A group that was ordered elsewhere does not follow the head. Nothing was written.
    #[error("a group that begins with entry {first} does not follow entry {after} of this journal")]
    Unordered {
        /// The group's first entry.
        first: u64,
        /// Where the journal, or the group before, ends.
        after: u64,
    },

    /// A group that was ordered elsewhere does not hash to what it says. Nothing was written.
    #[error(
        "the group that begins with entry {first} ends with entry {} {}, not with {} {} as it says",
        is.seq, is.hash, says.seq, says.hash
    )]
    Mismatch {
        /// The group's first entry.
        first: u64,
        /// What it says its last entry is.
        says: Head,
        /// What its last entry is.
        is: Head,
    },

    /// An earlier write failed, so what is on disk is not known until the journal is opened again.
    #[error("journal {} stopped accepting entries after a failed write: restart hoptac", dir.display())]
    Poisoned {
        /// The journal directory.
        dir: PathBuf,
    },

    /// The operating system refused an operation.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was attempted, as a verb.
        action: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// The system's own error.
        source: io::Error,
    },
}

impl LogError {
    /// Wraps a system error with what was attempted, for `map_err`.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}
