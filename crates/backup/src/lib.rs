//! A backup: the journal and the tokens of a data folder, copied while it is served, and its way
//! back into one.
//!
//! A backup is a folder that looks like a data folder without what is derived, so `hoptac verify`
//! reads it too. `backup.toml` says what must be in it; a backup that was not finished is known by
//! its name. Must not know what the journal means.

mod manifest;
mod restore;

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

pub use manifest::Manifest;
pub use restore::{Restored, Tokens, restore};

use journal::{Copied, Journal, JournalError};
use registry::{Folders, Progress};
use tokens::{self, FileError};

/// Why a backup could not be made, or not be brought back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no journal to copy.
    #[error("there is no registry in {}; name its folder with --data", .0.display())]
    NoRegistry(PathBuf),
    /// The folder for the backup holds something.
    #[error("{} is not empty; name a folder that does not exist yet", .0.display())]
    Occupied(PathBuf),
    /// What an earlier attempt left is in the way.
    #[error(
        "{} is an unfinished or interrupted backup: wait for it, delete that folder, or name \
         another one",
        .0.display()
    )]
    Unfinished(PathBuf),
    /// What is to be restored is no finished backup.
    #[error(
        "{} is not a backup: it has no backup.toml. `hoptac backup` creates one; a folder named \
         `.unfinished` is an interrupted one and cannot be used",
        .0.display()
    )]
    NoBackup(PathBuf),
    /// What is to be restored is not what was backed up.
    #[error("the backup in {} is damaged: {what}; take another backup", path.display())]
    Damaged {
        /// The backup.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// There is a registry already.
    #[error(
        "there already is a registry in {}; use --replace to set it aside within that folder, or \
         name another folder with --data",
        .0.display()
    )]
    Existing(PathBuf),
    /// The journal cannot be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The tokens cannot be read or written.
    #[error(transparent)]
    Tokens(#[from] FileError),
    /// The system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl BackupError {
    fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// The journal.
    pub journal: Copied,
    /// Whether there were tokens to copy.
    pub tokens: bool,
    /// Whether it was noted in the data folder, for the server to tell how old it is.
    pub noted: bool,
}

/// Copies the journal and the tokens of a data folder to a new folder, and reads the copy through.
///
/// The registry may be open elsewhere: nothing is locked, and nothing of it changed but the note of
/// its last backup. The folder
/// has its name only once everything in it is durable and was found whole.
///
/// # Errors
/// Where `to` holds something, the journal is damaged, or files cannot be read or written.
pub fn make(
    data: &Path,
    to: &Path,
    now: Timestamp,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Made, BackupError> {
    let folders = Folders::within(data);
    if !folders.journal.is_dir() {
        return Err(BackupError::NoRegistry(data.to_owned()));
    }
    if !is_free(to)? {
        return Err(BackupError::Occupied(to.to_owned()));
    }
    let unfinished = unfinished(to);
    fs::create_dir_all(parent(to)).map_err(BackupError::io("create", parent(to)))?;
    fs::create_dir(&unfinished).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => BackupError::Unfinished(unfinished.clone()),
        _ => BackupError::io("create", &unfinished)(error),
    })?;
    // Before the journal: who a token was made for is then in the journal that is copied.
    let tokens = tokens::read_text(data)?;
    let copy = Folders::within(&unfinished).journal;
    let journal = Journal::copy(&folders.journal, &copy, &mut |it| {
        on_progress(Progress { task: "copying", done: it.bytes_done, total: it.bytes_total });
    })?;
    if let Some(text) = &tokens {
        tokens::write_text(&unfinished, text)?;
    }
    let manifest = Manifest::of(journal, tokens.as_deref(), now);
    manifest.write(&unfinished)?;
    sync(&unfinished)?;
    fs::rename(&unfinished, to).map_err(BackupError::io("give its name to", to))?;
    sync(parent(to))?;
    let noted = manifest.note(data).is_ok();
    Ok(Made { journal, tokens: tokens.is_some(), noted })
}

/// The last backup that was made of a data folder, as far as it was noted there.
#[must_use]
pub fn last(data: &Path) -> Option<Manifest> {
    Manifest::noted(data)
}

/// Whether a folder is not there, or empty.
fn is_free(folder: &Path) -> Result<bool, BackupError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(BackupError::io("look into", folder)(error)),
    }
}

/// The name under which a backup is made.
fn unfinished(to: &Path) -> PathBuf {
    let mut name = to.components().as_path().as_os_str().to_owned();
    name.push(".unfinished");
    PathBuf::from(name)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the names in a folder durable.
fn sync(folder: &Path) -> Result<(), BackupError> {
    File::open(folder).and_then(|it| it.sync_all()).map_err(BackupError::io("sync", folder))
}
