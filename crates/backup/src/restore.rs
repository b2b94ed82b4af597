//! Bringing a backup back into a data folder.
//!
//! The journal is copied beside the present one and found whole before anything is moved. What was
//! there goes aside, the view first: whenever this is interrupted, a start finds the old journal,
//! or refuses and says to restore again, or finds the new one.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{BackupError, Manifest, manifest, sync};
use journal::{self, Copied, Journal};
use registry::{Folders, Progress};

/// What was brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The journal.
    pub journal: Copied,
    /// Where that which was there before is now.
    pub set_aside: Option<PathBuf>,
    /// What became of the tokens.
    pub tokens: Tokens,
}

/// What a restore does with tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tokens {
    /// The backup has none.
    None,
    /// They were brought back.
    Restored,
    /// Those of the data folder were left: a token revoked since the backup stays revoked.
    Kept,
}

/// What is derived from a journal, or describes it, in a data folder.
const DERIVED: [&str; 5] = ["view", "view.seal", "search", "compare", manifest::NOTE];

/// Brings a backup back into a data folder. Only where asked to `replace` is a journal that is
/// there set aside; what is derived from it always is.
///
/// # Errors
/// Where the backup is damaged or none, a registry is there or open, or files cannot be written.
/// The data folder is then as it was.
pub fn restore(
    backup: &Path,
    data: &Path,
    replace: bool,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Restored, BackupError> {
    let mut copying = |it: journal::Progress| {
        on_progress(Progress { task: "restoring", done: it.bytes_done, total: it.bytes_total });
    };
    let tokens_text = check(backup, &mut copying)?;
    let folders = Folders::within(data);
    let hold = folders.journal.is_dir().then(|| Journal::hold(&folders.journal)).transpose()?;
    if hold.is_some() && !replace && has_segments(&folders.journal)? {
        return Err(BackupError::Existing(data.to_owned()));
    }
    remove(&folders.restoring)?;
    let journal =
        Journal::copy(&Folders::within(backup).journal, &folders.restoring, &mut copying)?;
    let tokens = match (tokens_text, tokens::read_text(data)?) {
        (None, _) => Tokens::None,
        (Some(_), Some(_)) => Tokens::Kept,
        (Some(text), None) => {
            tokens::write_text(data, &text)?;
            Tokens::Restored
        }
    };
    let set_aside = set_aside(data, &folders)?;
    fs::rename(&folders.restoring, &folders.journal)
        .map_err(BackupError::io("put in its place", &folders.journal))?;
    sync(data)?;
    drop(hold);
    Ok(Restored { journal, set_aside, tokens })
}

/// Whether a folder is a finished backup, whatever became of it.
#[must_use]
pub fn is_backup(folder: &Path) -> bool {
    manifest::path(folder).exists()
}

/// Reads a backup through, as a restore does before it brings it back.
///
/// # Errors
/// Where it is damaged or none.
pub fn verify(backup: &Path, on_progress: &mut dyn FnMut(Progress)) -> Result<(), BackupError> {
    let task = "checking the backup";
    let mut checking = |it: journal::Progress| {
        on_progress(Progress { task, done: it.bytes_done, total: it.bytes_total });
    };
    check(backup, &mut checking).map(drop)
}

/// Reads a backup through, and gives its tokens.
fn check(
    backup: &Path,
    on_progress: &mut dyn FnMut(journal::Progress),
) -> Result<Option<String>, BackupError> {
    let manifest = Manifest::read(backup)?;
    let damaged = |what: String| BackupError::Damaged { path: backup.to_owned(), what };
    let folder = Folders::within(backup).journal;
    if !folder.is_dir() {
        return Err(damaged("its journal is missing".to_owned()));
    }
    let report =
        journal::verify(&folder, on_progress).map_err(|error| damaged(error.to_string()))?;
    if let Some(finding) = report.findings.first() {
        return Err(damaged(finding.to_string()));
    }
    if !report.closed {
        return Err(damaged("the mark that says where its journal ends is missing".to_owned()));
    }
    let (seq, hash) = (report.head.seq, report.head.hash.to_string());
    if (seq, &hash) != (manifest.seq, &manifest.hash) {
        let Manifest { seq: expected, hash: named, .. } = manifest;
        return Err(damaged(format!(
            "its journal ends with entry {seq} ({hash}), but {expected} ({named}) was backed up"
        )));
    }
    let text = tokens::read_text(backup).map_err(|error| damaged(error.to_string()))?;
    if !manifest.fits_tokens(text.as_deref()) {
        return Err(damaged("its tokens are not those that were backed up".to_owned()));
    }
    Ok(text)
}

fn has_segments(journal: &Path) -> Result<bool, BackupError> {
    let entries = fs::read_dir(journal).map_err(BackupError::io("look into", journal))?;
    let mut names = entries.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(names.any(|path| path.extension().is_some_and(|it| it == "journal")))
}

/// Moves what is there under a free name, the journal last; gives the name where there was
/// anything.
fn set_aside(data: &Path, folders: &Folders) -> Result<Option<PathBuf>, BackupError> {
    let mut there: Vec<PathBuf> = DERIVED.iter().map(|name| data.join(name)).collect();
    there.push(folders.journal.clone());
    there.retain(|path| path.exists());
    if there.is_empty() {
        return Ok(None);
    }
    let target = make_free(data)?;
    for path in there {
        let name = path.file_name().unwrap_or_default();
        fs::rename(&path, target.join(name)).map_err(BackupError::io("set aside", &path))?;
        // Each before the next: a view must never be found with a journal that is not its own.
        sync(data)?;
    }
    sync(&target)?;
    Ok(Some(target))
}

fn make_free(data: &Path) -> Result<PathBuf, BackupError> {
    let mut number = 1_u32;
    loop {
        let target = data.join(format!("replaced-{number}"));
        match fs::create_dir(&target) {
            Ok(()) => return Ok(target),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(BackupError::io("create", &target)(error)),
        }
    }
}

/// Removes what an interrupted restore left.
fn remove(folder: &Path) -> Result<(), BackupError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(BackupError::io("remove", folder)(error))
        }
        _ => Ok(()),
    }
}
