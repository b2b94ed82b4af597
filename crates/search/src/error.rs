//! Why nothing could be looked for, or an index not be kept.

use std::path::PathBuf;

use journal::{CodecError, JournalError};
use messages::Say;
use registry::{StoreError, is_full};

/// Why a search was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Say)]
pub enum SearchError {
    /// The index does not show the moment asked for yet, or is being built anew.
    #[error("the search index is being updated; try again in a moment")]
    NotReady,
    /// The index failed; it is built anew.
    #[error("the search index failed and is being rebuilt; try again in a moment")]
    Failed,
    /// The registry could not be read.
    #[error("what was written last cannot be read: {0}")]
    Unreadable(String),
    /// Who asks was stopped, and knows why.
    #[error("the search was stopped")]
    Stopped,
}

/// Why an index is not to be trusted, or could not be kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum IndexFault {
    /// There is none yet.
    #[error("there is none yet")]
    Missing,
    /// It was left while it was built.
    #[error("it was left unfinished")]
    Unfinished,
    /// It was left by something else, or by a crash in a state that cannot be.
    #[error("{0}")]
    Odd(String),
    /// tantivy found fault with it.
    #[error("{0}")]
    Index(#[from] tantivy::TantivyError),
    /// Its folder could not be made or removed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The folder.
        path: PathBuf,
        /// What failed.
        source: std::io::Error,
    },
    /// The registry could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal could not be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A record could not be read.
    #[error(transparent)]
    Record(#[from] CodecError),
}

impl IndexFault {
    /// Whether the index is at fault, and not a full disk, or what it is made from.
    pub(super) fn is_of_index(&self) -> bool {
        match self {
            Self::Store(_) | Self::Journal(_) => false,
            fault => !is_full(fault),
        }
    }

    pub(super) fn odd(what: impl Into<String>) -> Self {
        Self::Odd(what.into())
    }
}
