//! The tokens of a data folder, as its operator makes and revokes them.
//!
//! Owns the lock that orders several changes. Must not know who asks.

use std::{
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
        let name = checked_name(&draft.name)?;
        if let Some(at) = draft.expires_at.filter(|at| *at <= now) {
            return Err(RegisterError::Past(at));
        }
        let token = Token {
            id: format!("tok_{}", BASE32_NOPAD.encode(&id).to_lowercase()),
            name,
            grant: draft.grant,
            digest: secret.digest(),
            created_at: now,
            expires_at: draft.expires_at,
            revoked_at: None,
        };
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
            let found = find(tokens, which, now)?;
            let token = &mut tokens[found];
            let is_new = token.revoked_at.is_none();
            token.revoked_at.get_or_insert(now);
            Ok(Revocation { token: token.clone(), is_new })
        })
    }

    /// Changes the tokens under the lock, so that no change is lost to another.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut Vec<Token>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        fs::create_dir_all(&self.data).map_err(FileError::io("create", &self.data))?;
        // Never removed: only the lock on it counts.
        let path = self.data.join("tokens.lock");
        let lock = file::open_lock(&path)?;
        lock.lock().map_err(FileError::io("lock", &path))?;
        let path = file::tokens(&self.data);
        let (mut tokens, _) = file::read(&path)?;
        let changed = change(&mut tokens)?;
        file::write(&path, &tokens)?;
        Ok(changed)
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
