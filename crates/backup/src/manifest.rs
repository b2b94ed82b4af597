//! `backup.toml`: what must be in a backup.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::BackupError;
use journal::{Copied, Hash};

const NAME: &str = "backup.toml";
const HEAD: &str = "\
# A backup of a hoptac registry. `hoptac restore` brings it back; `hoptac verify --data` checks it.

";

/// Where a data folder says which was its last backup.
pub(super) const NOTE: &str = "backup.last.toml";
const NOTE_HEAD: &str = "\
# The last backup of this data folder, for the server's metrics. It may be deleted.

";

/// What must be in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// When it was made.
    pub made_at: Timestamp,
    /// By which version of the program.
    pub hoptac: String,
    /// The last entry of its journal; 0 where it has none.
    pub seq: u64,
    /// The hash of that entry.
    pub hash: String,
    /// The BLAKE3 hash of the file of tokens, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<String>,
}

impl Manifest {
    pub(super) fn of(journal: Copied, tokens: Option<&str>, now: Timestamp) -> Self {
        Self {
            made_at: now,
            hoptac: env!("CARGO_PKG_VERSION").to_owned(),
            seq: journal.head.seq,
            hash: journal.head.hash.to_string(),
            tokens: tokens.map(hash_of),
        }
    }

    /// Reads that of a backup.
    pub(super) fn read(backup: &Path) -> Result<Self, BackupError> {
        let path = path(backup);
        let damaged = |what: String| BackupError::Damaged { path: backup.to_owned(), what };
        match fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text)
                .map_err(|error| damaged(format!("{NAME} cannot be read: {}", error.message()))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(BackupError::NoBackup(backup.to_owned()))
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(damaged(format!("{NAME} is not UTF-8 text")))
            }
            Err(error) => Err(BackupError::io("read", &path)(error)),
        }
    }

    pub(super) fn write(&self, backup: &Path) -> Result<(), BackupError> {
        let path = path(backup);
        let text = toml::to_string(self).map_err(|error| BackupError::Damaged {
            path: backup.to_owned(),
            what: error.to_string(),
        })?;
        File::create(&path)
            .and_then(|mut file| {
                file.write_all(format!("{HEAD}{text}").as_bytes())?;
                file.sync_all()
            })
            .map_err(BackupError::io("write", &path))
    }

    /// That of a finished backup.
    ///
    /// # Errors
    /// Where it is none, or its manifest cannot be read.
    pub fn of_backup(backup: &Path) -> Result<Self, BackupError> {
        Self::read(backup)
    }

    /// Notes in the data folder that this backup was made of it.
    pub(super) fn note(&self, data: &Path) -> io::Result<()> {
        note(data, NOTE, NOTE_HEAD, self)
    }

    /// What was noted in a data folder of its last backup; what cannot be read tells nothing.
    pub(super) fn noted(data: &Path) -> Option<Self> {
        toml::from_str(&fs::read_to_string(data.join(NOTE)).ok()?).ok()
    }

    /// Whether it speaks of these tokens.
    pub(super) fn fits_tokens(&self, tokens: Option<&str>) -> bool {
        self.tokens == tokens.map(hash_of)
    }
}

/// Writes a note into a data folder, under a head that says what it is.
pub(super) fn note(data: &Path, name: &str, head: &str, said: &impl Serialize) -> io::Result<()> {
    let text = toml::to_string(said).map_err(io::Error::other)?;
    // The server may run as somebody else.
    let readable = fs::Permissions::from_mode(0o644);
    let mut file = tempfile::Builder::new().permissions(readable).tempfile_in(data)?;
    file.write_all(format!("{head}{text}").as_bytes())?;
    file.persist(data.join(name))?;
    Ok(())
}

/// Where that of a backup stands.
pub(super) fn path(backup: &Path) -> std::path::PathBuf {
    backup.join(NAME)
}

fn hash_of(text: &str) -> String {
    Hash::of(text.as_bytes()).to_string()
}
