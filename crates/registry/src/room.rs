//! The room on the disk: when it is too little to write, and what is kept of it for what must be
//! possible all the same.
//!
//! Writing stops while some room is left, since a disk that fills up under the view takes reading
//! away, too. A file keeps room that others would take; it is given back where the disk is full and
//! a token must be revoked, or the registry be opened.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use rustix::fs::{FallocateFlags, fallocate, statvfs};

/// Room below which nothing is written, beside what is to be written.
const LOW: u64 = 8 << 20;
/// Room that is kept.
const KEPT: u64 = 16 << 20;
/// How often what is written must fit into the room: into the journal, into the view, and into the
/// parts of it that are written anew.
const TIMES: u64 = 4;

/// The disk of a data folder.
#[derive(Debug, Clone)]
pub struct Room {
    data: PathBuf,
}

impl Room {
    /// That of a data folder.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self { data: data.to_owned() }
    }

    /// How many bytes can be written; `None` where the system does not tell.
    #[must_use]
    pub fn free(&self) -> Option<u64> {
        let disk = statvfs(&self.data).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// Why so many bytes are not written, where there is too little room for them.
    #[must_use]
    pub fn lacks(&self, bytes: usize) -> Option<String> {
        let wanted = LOW.saturating_add((bytes as u64).saturating_mul(TIMES));
        let free = self.free().filter(|free| *free < wanted)?;
        Some(format!(
            "{} MiB are left on the disk of the data folder and {} are wanted; nothing is written \
             until there is room, and then again by itself",
            free >> 20,
            wanted.div_ceil(1 << 20)
        ))
    }

    /// Keeps some room, where there is plenty and none is kept yet.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn keep(&self) -> io::Result<()> {
        let path = self.kept();
        if path.exists() || self.free().is_none_or(|free| free < 4 * KEPT + LOW) {
            return Ok(());
        }
        let file = File::create(&path)?;
        fallocate(&file, FallocateFlags::empty(), 0, KEPT).map_err(|error| {
            let _ = fs::remove_file(&path);
            error.into()
        })
    }

    /// Gives back what is kept, and tells whether there was any.
    #[must_use]
    pub fn release(&self) -> bool {
        let kept = fs::remove_file(self.kept()).is_ok();
        if kept {
            tracing::warn!(
                "The disk is full: gave back the {} MiB that were kept for this",
                KEPT >> 20
            );
        }
        kept
    }

    fn kept(&self) -> PathBuf {
        self.data.join("room-kept")
    }
}

/// Whether an error says that the disk, or what may be used of it, is full.
#[must_use]
pub fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if text.contains("No space left on device") || text.contains("Disk quota exceeded") {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_kept_once_and_given_back() {
        let data = tempfile::tempdir().unwrap();
        let room = Room::of(data.path());
        assert!(!room.release());
        room.keep().unwrap();
        let kept = room.kept();
        let size = fs::metadata(&kept).unwrap().len();
        assert_eq!(size, KEPT);
        room.keep().unwrap();
        assert!(room.release() && !kept.exists());
    }

    #[test]
    fn what_does_not_fit_is_told_with_the_room_that_is_left() {
        let data = tempfile::tempdir().unwrap();
        let room = Room::of(data.path());
        assert_eq!(room.lacks(0), None);
        let told = room.lacks(usize::MAX).unwrap();
        assert!(told.contains("MiB are left") && told.contains("by itself"), "{told}");
        assert!(is_full(&io::Error::from_raw_os_error(28)));
        assert!(!is_full(&io::Error::from_raw_os_error(5)));
    }
}
