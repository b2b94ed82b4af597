//! Bearer tokens: how a caller proves who it is.
//!
//! [`Register`] is the file of tokens, as the command line changes it; [`Tokens`] is what a server
//! asks, and sees every change of the file at the next question. A token is told by its
//! [`Secret`], of which only the hash is kept.
//!
//! A layer of its own above `auth`: what a caller may do is a pure rule, and proving who it is
//! needs files. Must not know HTTP, nor the registry; the time and all randomness come in.

mod contact;
mod error;
mod file;
mod register;
mod secret;
mod token;
mod used;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use jiff::Timestamp;

pub use contact::Contact;
pub use error::{FileError, KeptError, RegisterError, TokenError};
pub use file::{read_text, write_private, write_text};
pub use register::{Register, Revocation};
pub use secret::{Digest, Secret};
pub use token::{Coverage, Draft, Grant, State, Token};

use auth::Caller;
use file::Stamp;
use used::Used;

/// The tokens of a data folder, as a server asks for them. Share it by [`Arc`].
pub struct Tokens {
    path: PathBuf,
    known: RwLock<Arc<Known>>,
    used: Mutex<Used>,
    /// Where the file mirrors what is kept for several machines.
    contact: Option<Arc<Contact>>,
}

/// What the file said when it was last read.
struct Known {
    stamp: Option<Stamp>,
    /// By hash: an attacker who times the look-up learns about hashes, which tell nothing of the
    /// secrets, and cannot choose the hash of what is sent.
    by_hash: HashMap<Digest, Arc<Holder>>,
    by_id: HashMap<String, Arc<Holder>>,
}

struct Holder {
    token: Token,
    caller: Arc<Caller>,
}

impl Tokens {
    /// The tokens of a data folder; none where it has no file of them.
    ///
    /// # Errors
    /// Where the file cannot be read, or is none of tokens.
    pub fn open(data: &Path) -> Result<Self, FileError> {
        let path = file::tokens(data);
        let known = RwLock::new(Arc::new(Known::read(&path)?));
        Ok(Self { path, known, used: Mutex::new(Used::open(data)), contact: None })
    }

    /// The same, where the file mirrors what is kept for several machines: without contact to there,
    /// no token counts.
    #[must_use]
    pub fn mirrored(self, contact: Arc<Contact>) -> Self {
        Self { contact: Some(contact), ..self }
    }

    /// The caller that a secret belongs to, and notes that it was used.
    ///
    /// Looks whether the file changed, which costs one `stat`.
    ///
    /// # Errors
    /// Where no valid token has the secret; [`TokenError::File`] where that cannot be told.
    pub fn authenticate(&self, secret: &str, now: Timestamp) -> Result<Arc<Caller>, TokenError> {
        let secret = Secret::parse(secret).ok_or(TokenError::Malformed)?;
        self.check_contact()?;
        let known = self.known()?;
        let holder = known.by_hash.get(&secret.digest()).ok_or(TokenError::Unknown)?;
        holder.check(now)?;
        self.used().note(&holder.token.id, now);
        Ok(Arc::clone(&holder.caller))
    }

    /// Whether a text is the secret by which several machines know each other.
    #[must_use]
    pub fn is_peer(&self, text: &str) -> bool {
        self.contact.as_ref().is_some_and(|contact| contact.is_peer(text))
    }

    /// Whether a token is still valid, by its id, and until when: what open subscriptions ask.
    ///
    /// # Errors
    /// As for [`Tokens::authenticate`].
    pub fn check(&self, id: &str, now: Timestamp) -> Result<Option<Timestamp>, TokenError> {
        self.check_contact()?;
        let known = self.known()?;
        let holder = known.by_id.get(id).ok_or(TokenError::Unknown)?;
        holder.check(now)?;
        Ok(holder.token.expires_at)
    }

    /// Whether a token is still valid, by its id; not where that cannot be told.
    #[must_use]
    pub fn is_valid(&self, id: &str, now: Timestamp) -> bool {
        self.check(id, now).is_ok()
    }

    /// Writes down when each token was last used, where any was since the last time.
    ///
    /// # Errors
    /// Where the file cannot be written; it is tried again the next time.
    pub fn save_used(&self) -> Result<(), FileError> {
        let Some((path, text)) = self.used().changed() else { return Ok(()) };
        let written = write_private(&path, &text);
        if written.is_err() {
            self.used().unsaved();
        }
        written
    }

    fn check_contact(&self) -> Result<(), TokenError> {
        match &self.contact {
            Some(contact) if !contact.is_fresh() => {
                Err(TokenError::Stale { seconds: contact.limit().as_secs() })
            }
            _ => Ok(()),
        }
    }

    // Nothing panics while it holds one of these locks.
    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the file says now. Fails closed: a file that cannot be read lets nobody in.
    fn known(&self) -> Result<Arc<Known>, FileError> {
        let stamp = Stamp::of(&self.path)?;
        let known = Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner));
        if known.stamp == stamp {
            return Ok(known);
        }
        let fresh = Arc::new(Known::read(&self.path)?);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        Ok(fresh)
    }
}

impl Known {
    fn read(path: &Path) -> Result<Self, FileError> {
        let (tokens, stamp) = file::read(path)?;
        let holders = tokens.into_iter().map(|token| {
            let caller = Arc::new(token.caller());
            Arc::new(Holder { token, caller })
        });
        let holders: Vec<_> = holders.collect();
        let by_hash = holders.iter().map(|it| (it.token.digest, Arc::clone(it))).collect();
        let by_id = holders.iter().map(|it| (it.token.id.clone(), Arc::clone(it))).collect();
        Ok(Self { stamp, by_hash, by_id })
    }
}

impl Holder {
    fn check(&self, now: Timestamp) -> Result<(), TokenError> {
        let id = || self.token.id.clone();
        match self.token.state(now) {
            State::Valid => Ok(()),
            State::Expired(at) => Err(TokenError::Expired { id: id(), at }),
            State::Revoked(at) => Err(TokenError::Revoked { id: id(), at }),
        }
    }
}

#[cfg(test)]
mod tests;
