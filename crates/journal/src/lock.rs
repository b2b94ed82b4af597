//! The directory: created durably, and held by one log at a time.
//!
//! Owns the `lock` file and the fsync of directories. Must not know about segments or frames.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use super::error::LogError;

/// Name of the lock file in the journal's directory. It is never removed; only the lock on it
/// counts.
const LOCK: &str = "lock";

/// An exclusive hold on a journal directory, let go when dropped (or when the process ends, however
/// it ends).
#[derive(Debug)]
pub struct DirLock {
    _file: File,
}

impl DirLock {
    /// Takes the lock on `dir`, without waiting.
    pub(super) fn take(dir: &Path) -> Result<Self, LogError> {
        let path = dir.join(LOCK);
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(LogError::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LogError::Locked { dir: dir.to_owned() }),
            Err(TryLockError::Error(source)) => Err(LogError::io("lock", &path)(source)),
        }
    }

    /// Takes a lock on `dir` that others may share, without waiting and without writing; `None`
    /// where there is no lock file, so that nobody can have it open.
    pub(super) fn take_to_read(dir: &Path) -> Result<Option<Self>, LogError> {
        let path = dir.join(LOCK);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(LogError::io("open", &path)(error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Err(LogError::Locked { dir: dir.to_owned() }),
            Err(TryLockError::Error(source)) => Err(LogError::io("lock", &path)(source)),
        }
    }
}

/// Creates `dir` and what it stands in, as needed, and makes its name durable.
pub(super) fn create_dir(dir: &Path) -> Result<(), LogError> {
    let parent = match dir.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Ok(()),
    };
    if !dir.is_dir() {
        if !parent.is_dir() {
            create_dir(parent)?;
        }
        fs::create_dir(dir).map_err(LogError::io("create directory", dir))?;
    }
    sync_dir(parent)
}

/// Makes the names in `dir` durable: files created, renamed or removed.
pub(super) fn sync_dir(dir: &Path) -> Result<(), LogError> {
    File::open(dir).and_then(|file| file.sync_all()).map_err(LogError::io("sync directory", dir))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_hold_is_refused_until_the_first_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let first = DirLock::take(dir.path()).unwrap();
        let error = DirLock::take(dir.path()).unwrap_err();
        assert!(matches!(&error, LogError::Locked { dir: named } if named == dir.path()));
        assert!(error.to_string().contains("another data directory"), "{error}");
        drop(first);
        DirLock::take(dir.path()).unwrap();
    }

    #[test]
    fn those_who_read_share_a_hold_and_keep_others_out() {
        let dir = tempfile::tempdir().unwrap();
        assert!(DirLock::take_to_read(dir.path()).unwrap().is_none(), "nobody ever opened it");
        let writer = DirLock::take(dir.path()).unwrap();
        assert!(matches!(DirLock::take_to_read(dir.path()), Err(LogError::Locked { .. })));
        drop(writer);
        let readers = [(); 2].map(|()| DirLock::take_to_read(dir.path()).unwrap());
        assert!(matches!(DirLock::take(dir.path()), Err(LogError::Locked { .. })));
        drop(readers);
        DirLock::take(dir.path()).unwrap();
    }

    #[test]
    fn directories_are_created_as_deep_as_needed() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b/c");
        create_dir(&deep).unwrap();
        create_dir(&deep).unwrap();
        assert!(deep.is_dir());
    }
}
