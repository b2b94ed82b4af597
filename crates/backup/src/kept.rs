//! A folder of backups: each is named by when it was made, and only the newest are kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::DateTime};

use super::{BackupError, is_backup, sync, unfinished};

/// How a backup is named: names sort as times do.
const FORM: &str = "%Y%m%dT%H%M%SZ";

/// The name of a backup that is made at a moment.
#[must_use]
pub fn name(at: Timestamp) -> String {
    at.strftime(FORM).to_string()
}

/// Whether a name is one that [`name`] gives.
fn is_name(text: &str) -> bool {
    DateTime::strptime(FORM, text).is_ok_and(|at| at.strftime(FORM).to_string() == text)
}

/// The finished backups in a folder that are named by their time, the oldest first.
///
/// # Errors
/// Where the folder cannot be read.
pub fn list(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let entries = fs::read_dir(folder).map_err(BackupError::io("look into", folder))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(BackupError::io("look into", folder))?.path();
        let is_named = path.file_name().and_then(|it| it.to_str()).is_some_and(is_name);
        if is_named && is_backup(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Removes all but the newest backups in a folder, and gives those that are gone. What has another
/// name, or is not finished, is nobody's to remove.
///
/// # Errors
/// Where one cannot be removed; it then has the name of one that is not finished.
pub fn keep_newest(folder: &Path, keep: usize) -> Result<Vec<PathBuf>, BackupError> {
    let mut all = list(folder)?;
    all.truncate(all.len().saturating_sub(keep));
    for path in &all {
        // Half of a backup must not be taken for one.
        let leaving = unfinished(path);
        fs::rename(path, &leaving).map_err(BackupError::io("remove", path))?;
        fs::remove_dir_all(&leaving).map_err(BackupError::io("remove", &leaving))?;
    }
    sync(folder)?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_times_do_and_are_known_again() {
        let names: Vec<String> =
            ["2026-11-29T02:30:00Z", "2026-11-29T02:30:01Z", "2027-01-01T00:00:00Z"]
                .map(|at| name(at.parse().unwrap()))
                .into();
        assert_eq!(names[0], "20261129T023000Z");
        assert!(names.is_sorted() && names.iter().all(|it| is_name(it)), "{names:?}");
        for other in
            ["", "mine", "20261129T023000Z.unfinished", "2026112aT023000Z", "20261129 023000Z"]
        {
            assert!(!is_name(other), "{other}");
        }
    }
}
