//! Why a command was not done, and why a registry could not be opened or closed.

use std::path::PathBuf;

use messages::{Say, in_turn, message};

use auth::Denial;
use domain::{Problem, ProblemCode};
use journal::JournalError;
use store::StoreError;

/// Why a command was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Say)]
pub enum SubmitError {
    /// It breaks rules; nothing was written.
    #[error("the command was rejected: {}", in_turn(.0))]
    Rejected(Vec<Problem>),
    /// The caller may not.
    #[error(transparent)]
    Denied(Denial),
    /// The idempotency key was used for another command.
    #[error(
        "the idempotency key was used for another command, committed as change {0}; use another key"
    )]
    KeyReused(u64),
    /// Storage failed, and nothing is written until the registry is opened anew; or there is too
    /// little room on the disk, which passes.
    #[error("the registry is read-only: {0}")]
    ReadOnly(String),
    /// A rule panicked, which is our mistake; nothing was written, and other commands are served.
    #[error("the command failed because of an internal error: {0}")]
    Internal(String),
    /// Another machine decides what is written. Nothing was written.
    #[error("another machine writes; send this again")]
    NotWriter(Option<String>),
    /// The order did not say whether it has the command. It will be known: who sends it again under
    /// its key is told.
    #[error(
        "it is not known yet whether the command was written; send it again with the same \
         idempotency key"
    )]
    InDoubt,
    /// The order cannot take anything now. Nothing was written.
    #[error("nothing can be written now: {0}")]
    Unordered(String),
    /// The order has no space left. Nothing was written.
    #[error(
        "what orders the writing of this registry has no space left; its operator has to free some, \
         and then writing goes on by itself"
    )]
    NoSpace,
    /// The registry is closing.
    #[error("the registry is closing")]
    Closed,
}

impl SubmitError {
    /// That the form of entries which all machines of a cluster read cannot say an attribute.
    pub(super) fn no_place(attribute: &str) -> Self {
        let message = message!(
            "`{attribute}` cannot be kept until every machine of the cluster runs a release that \
             knows it; leave it out, or have an operator upgrade them and run `hoptac cluster \
             upgrade`"
        );
        Self::Rejected(vec![Problem::new(ProblemCode::Invalid, Vec::new(), message)])
    }
}

/// Why a registry could not be opened or closed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The view.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A restore took the journal away, and was interrupted before it put the other in its place.
    #[error(
        "{} was left by an interrupted `hoptac restore`, and there is no journal: run the restore \
         again",
        .0.display()
    )]
    HalfRestored(PathBuf),
    /// The writer's thread could not be started.
    #[error("the writer's thread could not be started: {0}")]
    Thread(std::io::Error),
    /// The writer's thread ended by a panic; the next start will check everything.
    #[error("the writer ended by a panic")]
    Writer,
}
