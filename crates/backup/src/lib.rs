//! A backup: the journal and the tokens of a data folder, copied while it is served, and its way
//! back into one.
//!
//! A backup is a folder that looks like a data folder without what is derived, so `hoptac verify`
//! reads it too. `backup.toml` says what must be in it; a backup that was not finished is known by
//! its name. Must not know what the journal means.

mod drill;
mod kept;
mod manifest;
mod restore;

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

pub use drill::{Drill, last_drill};
pub use kept::{keep_newest, list, name};
pub use manifest::Manifest;
pub use restore::{Restored, Tokens, is_backup, restore, verify};

use journal::{Copied, Journal, JournalError};
use registry::{Folders, Progress};
use tokens::{self, FileError};

/// What is locked while a backup is made.
const LOCK: &str = "lock";

/// Why a backup could not be made, or not be brought back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no journal to copy.
    #[error("there is no registry in {}; name its folder with --data", .0.display())]
    NoRegistry(PathBuf),
    /// The folder for the backup holds something.
    #[error("{} is not empty; name a folder that does not exist yet", .0.display())]
    Occupied(PathBuf),
    /// Another process makes a backup there.
    #[error(
        "{} is a backup that is being made: wait for it, or name another folder",
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
    let at_work = begin(&unfinished)?;
    let made = fill(data, &unfinished, now, on_progress);
    let (journal, tokens, manifest) = match made {
        Ok(made) => made,
        Err(error) => {
            // Nobody can use it, and it would be in the way of the next attempt.
            let _ = fs::remove_dir_all(&unfinished);
            return Err(error);
        }
    };
    let lock = unfinished.join(LOCK);
    fs::remove_file(&lock).map_err(BackupError::io("remove", &lock))?;
    sync(&unfinished)?;
    fs::rename(&unfinished, to).map_err(BackupError::io("give its name to", to))?;
    sync(parent(to))?;
    drop(at_work);
    let noted = manifest.note(data).is_ok();
    Ok(Made { journal, tokens, noted })
}

/// Begins a backup in a folder of its own, in the place of one that was interrupted. As long as what
/// is given lives, nobody else begins there.
fn begin(unfinished: &Path) -> Result<File, BackupError> {
    let path = unfinished.join(LOCK);
    let create = || -> Result<File, BackupError> {
        fs::create_dir_all(unfinished).map_err(BackupError::io("create", unfinished))?;
        let lock = File::options().create(true).write(true).truncate(false).open(&path);
        let lock = lock.map_err(BackupError::io("create", &path))?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(BackupError::Unfinished(unfinished.to_owned())),
            Err(TryLockError::Error(error)) => Err(BackupError::io("lock", &path)(error)),
        }
    };
    let lock = create()?;
    let entries = fs::read_dir(unfinished).map_err(BackupError::io("look into", unfinished))?;
    for entry in entries {
        let left = entry.map_err(BackupError::io("look into", unfinished))?.path();
        if left == path {
            continue;
        }
        let removed =
            if left.is_dir() { fs::remove_dir_all(&left) } else { fs::remove_file(&left) };
        removed.map_err(BackupError::io("remove", &left))?;
    }
    Ok(lock)
}

/// Copies what is backed up.
fn fill(
    data: &Path,
    unfinished: &Path,
    now: Timestamp,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<(Copied, bool, Manifest), BackupError> {
    let folders = Folders::within(data);
    // Before the journal: who a token was made for is then in the journal that is copied.
    let tokens = tokens::read_text(data)?;
    let copy = Folders::within(unfinished).journal;
    let journal = Journal::copy(&folders.journal, &copy, &mut |it| {
        on_progress(Progress { task: "copying", done: it.bytes_done, total: it.bytes_total });
    })?;
    if let Some(text) = &tokens {
        tokens::write_text(unfinished, text)?;
    }
    let manifest = Manifest::of(journal, tokens.as_deref(), now);
    manifest.write(unfinished)?;
    Ok((journal, tokens.is_some(), manifest))
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
