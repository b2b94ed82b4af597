//! The tokens of a data folder, as its operator makes and revokes them.
//!
//! Owns the lock that orders several changes. Must not know who asks.

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;

use super::{
    error::{FileError, RegisterError},
    file,
    secret::Secret,
    token::{Draft, State, Token},
    used,
};

/// Longest name, in characters.
const NAME_MAX: usize = 100;

/// The tokens of a data folder.
#[derive(Debug, Clone)]
pub struct Register {
    data: PathBuf,
}

/// What revoking did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The token as it is now.
    pub token: Token,
    /// Whether it was valid, or only expired, until now.
    pub is_new: bool,
}

impl Register {
    /// The register in a data folder.
    #[must_use]
    pub fn within(data: &Path) -> Self {
        Self { data: data.to_owned() }
    }

    /// All tokens, in the order in which they were made.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn list(&self) -> Result<Vec<Token>, FileError> {
        file::read(&file::tokens(&self.data)).map(|(tokens, _)| tokens)
    }

    /// When each token was last used, by id, as the server wrote it down within the last minute.
    #[must_use]
    pub fn last_used(&self) -> BTreeMap<String, Timestamp> {
        used::read(&used::path(&self.data))
    }

    /// Makes a token with a secret, of which only the hash is kept.
    ///
    /// # Errors
    /// Where the draft is wrong, or the file cannot be written.
    pub fn create(
        &self,
        draft: Draft,
        secret: &Secret,
        id: [u8; 8],
        now: Timestamp,
    ) -> Result<Token, RegisterError> {
        let token = Token::made(draft, secret, id, now)?;
        self.change(|tokens| {
            if tokens.iter().any(|known| known.id == token.id) {
                return Err(RegisterError::Taken(token.id.clone()));
            }
            tokens.push(token.clone());
            Ok(token)
        })
    }

    /// Revokes a token, by its id or by its name where only one valid token has it. One that was
    /// revoked before stays as it is.
    ///
    /// # Errors
    /// Where none or several are meant, or the file cannot be written.
    pub fn revoke(&self, which: &str, now: Timestamp) -> Result<Revocation, RegisterError> {
        self.change(|tokens| {
            let revocation = Revocation::among(tokens, which, now)?;
            let revoked = &revocation.token;
            if let Some(token) = tokens.iter_mut().find(|token| token.id == revoked.id) {
                token.clone_from(revoked);
            }
            Ok(revocation)
        })
    }

    /// Replaces all tokens by those that are kept for several machines, where these are others.
    /// Returns whether they were.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub fn mirror(&self, mut kept: Vec<Token>) -> Result<bool, RegisterError> {
        kept.sort_by(Token::cmp_by_age);
        if self.list().is_ok_and(|known| known == kept) {
            return Ok(false);
        }
        let lock = self.lock()?;
        file::write(&file::tokens(&self.data), &kept)?;
        drop(lock);
        Ok(true)
    }

    /// Changes the tokens under the lock, so that no change is lost to another.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut Vec<Token>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let lock = self.lock()?;
        let path = file::tokens(&self.data);
        let (mut tokens, _) = file::read(&path)?;
        let changed = change(&mut tokens)?;
        file::write(&path, &tokens)?;
        drop(lock);
        Ok(changed)
    }

    /// Keeps others from changing the tokens, until it is dropped.
    fn lock(&self) -> Result<fs::File, FileError> {
        fs::create_dir_all(&self.data).map_err(FileError::io("create", &self.data))?;
        // Never removed: only the lock on it counts.
        let path = self.data.join("tokens.lock");
        let lock = file::open_lock(&path)?;
        lock.lock().map_err(FileError::io("lock", &path))?;
        Ok(lock)
    }
}

impl Token {
    /// The order in which tokens were made.
    #[must_use]
    pub fn cmp_by_age(&self, other: &Self) -> Ordering {
        (self.created_at, &self.id).cmp(&(other.created_at, &other.id))
    }

    /// A token with a secret, of which only the hash is kept.
    ///
    /// # Errors
    /// Where the draft is wrong.
    pub fn made(
        draft: Draft,
        secret: &Secret,
        id: [u8; 8],
        now: Timestamp,
    ) -> Result<Self, RegisterError> {
        let name = checked_name(&draft.name)?;
        if let Some(at) = draft.expires_at.filter(|at| *at <= now) {
            return Err(RegisterError::Past(at));
        }
        Ok(Self {
            id: format!("tok_{}", BASE32_NOPAD.encode(&id).to_lowercase()),
            name,
            grant: draft.grant,
            digest: secret.digest(),
            created_at: now,
            expires_at: draft.expires_at,
            revoked_at: None,
        })
    }
}

impl Revocation {
    /// What revoking one of these tokens makes of it.
    ///
    /// # Errors
    /// Where none or several are meant.
    pub fn among(tokens: &[Token], which: &str, now: Timestamp) -> Result<Self, RegisterError> {
        let mut token = tokens[find(tokens, which, now)?].clone();
        let is_new = token.revoked_at.is_none();
        token.revoked_at.get_or_insert(now);
        Ok(Self { token, is_new })
    }
}

fn find(tokens: &[Token], which: &str, now: Timestamp) -> Result<usize, RegisterError> {
    if let Some(found) = tokens.iter().position(|token| token.id == which) {
        return Ok(found);
    }
    let named = |token: &&(usize, &Token)| token.1.name == which;
    let all: Vec<_> = tokens.iter().enumerate().collect();
    let all: Vec<_> = all.iter().filter(named).collect();
    let valid: Vec<_> =
        all.iter().filter(|(_, token)| token.state(now) == State::Valid).copied().collect();
    // A name that several had over time means the one that still counts.
    let meant = if valid.is_empty() { all } else { valid };
    match meant.as_slice() {
        [] => Err(RegisterError::Absent(which.to_owned())),
        [(found, _)] => Ok(*found),
        several => Err(RegisterError::Ambiguous {
            name: which.to_owned(),
            ids: several.iter().map(|(_, token)| token.id.clone()).collect(),
        }),
    }
}

fn checked_name(name: &str) -> Result<String, RegisterError> {
    let trimmed = name.trim();
    let reason = if trimmed.is_empty() {
        "is empty; say who holds the token"
    } else if trimmed.chars().count() > NAME_MAX {
        "is longer than 100 characters; shorten it"
    } else if trimmed.chars().any(char::is_control) {
        "has control characters; leave them out"
    } else {
        return Ok(trimmed.to_owned());
    };
    let name = trimmed.chars().take(NAME_MAX).flat_map(char::escape_debug).collect();
    Err(RegisterError::Name { name, reason })
}
