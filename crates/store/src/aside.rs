//! Doubtful views that are kept for people to look at: the newest one, for some time. All of it
//! follows from the journal, so nothing is lost with it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{StoreError, seal};

/// How long a view that was set aside is kept.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Moves a doubtful view out of the way: to where it is kept, in the place of an earlier one, or
/// away for good.
pub fn put(folder: &Path, keep: bool) -> Result<Option<PathBuf>, StoreError> {
    let target = seal::beside(folder, "doubtful");
    if keep {
        remove(&target)?;
        fs::rename(folder, &target).map_err(StoreError::io(&target))?;
        // From now on its age counts. A disk without room for that keeps it for no longer.
        let _ = fs::write(target.join("set-aside"), "");
        seal::sync_parent(&target)?;
        return Ok(Some(target));
    }
    remove(folder)?;
    seal::sync_parent(folder)?;
    Ok(None)
}

/// Removes what was kept for long, and all that earlier versions of the program kept.
pub fn tidy(folder: &Path) {
    let target = seal::beside(folder, "doubtful");
    let age = fs::metadata(&target).and_then(|it| it.modified()).map(|it| it.elapsed());
    if age.is_ok_and(|age| age.is_ok_and(|age| age > KEPT)) {
        let _ = remove(&target);
    }
    for number in 1..=u32::MAX {
        let numbered = seal::beside(folder, &format!("doubtful-{number}"));
        if !numbered.exists() || remove(&numbered).is_err() {
            return;
        }
    }
}

fn remove(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).map_err(StoreError::io(folder))
    } else if folder.exists() {
        fs::remove_file(folder).map_err(StoreError::io(folder))
    } else {
        Ok(())
    }
}
