//! What can be wrong with a token, with its file, and with what is asked of the register.

use std::{io, path::PathBuf};

use jiff::Timestamp;
use messages::Say;

/// Why a secret lets nobody in. No message names the secret.
#[derive(Debug, thiserror::Error, Say)]
pub enum TokenError {
    /// It does not look like one.
    #[error(
        "the token is malformed; one begins with `hoptac_` and has 50 characters, sent as `Authorization: Bearer hoptac_…`"
    )]
    Malformed,
    /// No token has it.
    #[error("the token is unknown to this registry; ask its operator for one")]
    Unknown,
    /// Its time is over.
    #[error("the token {id} expired at {at}; ask the registry's operator for a new one")]
    Expired {
        /// The token.
        id: String,
        /// The first moment at which it did not count any more.
        at: Timestamp,
    },
    /// It was taken back.
    #[error("the token {id} was revoked at {at}; ask the registry's operator for a new one")]
    Revoked {
        /// The token.
        id: String,
        /// When.
        at: Timestamp,
    },
    /// It may have been revoked, which cannot be known here.
    #[error(
        "tokens cannot be checked here: this server had no contact to the others for {seconds} seconds; ask another one, or try again later"
    )]
    Stale {
        /// How long they count without contact.
        seconds: u64,
    },
    /// The tokens cannot be read, so nobody is let in.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What can be wrong with a file of tokens.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It is another user's, and cannot be made theirs.
    #[error(
        "{} belongs to user {user}, like the data folder, and cannot be replaced by a file of theirs: \
         {source}; run the command as that user, such as by `sudo -u '#{user}' hoptac …`",
        path.display()
    )]
    Owner {
        /// The file.
        path: PathBuf,
        /// Whose it must be.
        user: u32,
        /// Why it cannot.
        source: io::Error,
    },
    /// It is none of tokens, or one of a newer hoptac.
    #[error("{} is not a token file: {reason}; repair it, or restore a backup", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl FileError {
    pub(super) fn io(
        action: &'static str,
        path: &std::path::Path,
    ) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}

/// Why a token that is kept for several machines cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error(
    "the token {id} is kept as what cannot be read: {reason}; a newer hoptac may have written it"
)]
pub struct KeptError {
    id: String,
    reason: String,
}

impl KeptError {
    pub(super) fn new(id: &str, reason: String) -> Self {
        Self { id: id.to_owned(), reason }
    }
}

/// Why the register of tokens was not changed.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The name is empty, long, or unprintable.
    #[error("the name `{name}` {reason}")]
    Name {
        /// The name, made printable.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The token would never have been valid.
    #[error("the expiry {0} is in the past; name a later one")]
    Past(Timestamp),
    /// The id was given to another token before.
    #[error("the id {0} is taken; try again")]
    Taken(String),
    /// No token has the id or the name.
    #[error("no token has the id or the name `{0}`; `hoptac token list` shows all")]
    Absent(String),
    /// Several valid tokens have the name.
    #[error("{} tokens have the name `{name}`; use an id: {}", ids.len(), ids.join(", "))]
    Ambiguous {
        /// The name.
        name: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
}
